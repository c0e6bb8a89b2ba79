package walk

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"fmt"
	"os"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

type server struct {
	host string
	port int32
}

type login struct {
	user, password string
}

// How one logs in to each family's server, over TLS that is verified.
type family struct {
	engine      string
	createUser  []string
	currentUser string
	isRefusal   func(error) bool
	// What the last of the statements answers, if anything.
	ask func(context.Context, server, login, ...string) (string, error)
}

var families = []family{
	{
		engine:      "aurora-mysql",
		createUser:  []string{"CREATE USER walker IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"},
		currentUser: "walker@%",
		isRefusal: func(err error) bool {
			var refusal *mysql.MySQLError
			return errors.As(err, &refusal) && refusal.Number == 1045
		},
		ask: askMySQL,
	},
	{
		engine:      "aurora-postgresql",
		createUser:  []string{"CREATE USER walker", "GRANT rds_iam TO walker"},
		currentUser: "walker",
		isRefusal: func(err error) bool {
			var refusal *pgconn.PgError
			return errors.As(err, &refusal) && refusal.Code == "28000"
		},
		ask: askPostgreSQL,
	},
}

func askMySQL(ctx context.Context, server server, login login, statements ...string) (string, error) {
	pem, err := os.ReadFile(os.Getenv("CA"))
	if err != nil {
		return "", err
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	config := mysql.NewConfig()
	config.Net = "tcp"
	config.Addr = fmt.Sprintf("%s:%d", server.host, server.port)
	config.User, config.Passwd = login.user, login.password
	config.TLS = &tls.Config{RootCAs: roots, ServerName: server.host}
	config.AllowCleartextPasswords = true
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return "", err
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	var answer string
	for _, statement := range statements {
		err = pool.QueryRowContext(ctx, statement).Scan(&answer)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return "", err
		}
	}
	return answer, nil
}

func askPostgreSQL(ctx context.Context, server server, login login, statements ...string) (string, error) {
	config, err := pgx.ParseConfig(fmt.Sprintf("host=%s port=%d user=%s dbname=postgres sslmode=verify-full sslrootcert=%s",
		server.host, server.port, login.user, os.Getenv("CA")))
	if err != nil {
		return "", err
	}
	config.Password = login.password
	connection, err := pgx.ConnectConfig(ctx, config)
	if err != nil {
		return "", err
	}
	defer connection.Close(ctx)
	var answer string
	for _, statement := range statements {
		err = connection.QueryRow(ctx, statement).Scan(&answer)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return "", err
		}
	}
	return answer, nil
}
