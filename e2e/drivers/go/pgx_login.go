// As libpq: `verify-full` and nothing less. A pool of pgx takes a fresh token in `BeforeConnect`.
package main

import (
	"context"
	"fmt"
	"log"

	"github.com/jackc/pgx/v5"
)

func main() {
	config, err := pgx.ParseConfig(fmt.Sprintf("host=%s port=%s user=%s dbname=postgres sslmode=verify-full sslrootcert=%s",
		host, port, user, ca))
	if err != nil {
		log.Fatal(err)
	}
	config.Password = token
	connection, err := pgx.ConnectConfig(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close(context.Background())
	var current string
	if err := connection.QueryRow(context.Background(), "SELECT CURRENT_USER").Scan(&current); err != nil {
		log.Fatal(err)
	}
	fmt.Println(current)
}
