// Clear text is off unless asked for. Given a name in `ServerName`, Go's own TLS checks certificate and
// name; `tls=skip-verify` and `tls=preferred` in a DSN check neither.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"fmt"
	"log"
	"net"
	"os"

	"github.com/go-sql-driver/mysql"
)

func main() {
	pem, err := os.ReadFile(ca)
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)

	config := mysql.NewConfig()
	config.Net, config.Addr = "tcp", net.JoinHostPort(host, port)
	config.User, config.Passwd = user, token
	config.AllowCleartextPasswords = true
	config.TLS = &tls.Config{RootCAs: roots, ServerName: host}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		log.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	var current string
	if err := pool.QueryRow("SELECT CURRENT_USER()").Scan(&current); err != nil {
		log.Fatal(err)
	}
	fmt.Println(current)
}
