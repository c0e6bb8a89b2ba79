// As libpq: `verify-full` and nothing less. A DSN takes the token in quotes.
package main

import (
	"database/sql"
	"fmt"
	"log"

	_ "github.com/lib/pq"
)

func main() {
	dsn := fmt.Sprintf("host=%s port=%s user=%s password='%s' dbname=postgres sslmode=verify-full sslrootcert=%s",
		host, port, user, token, ca)
	pool, err := sql.Open("postgres", dsn)
	if err != nil {
		log.Fatal(err)
	}
	defer pool.Close()
	var current string
	if err := pool.QueryRow("SELECT CURRENT_USER").Scan(&current); err != nil {
		log.Fatal(err)
	}
	fmt.Println(current)
}
