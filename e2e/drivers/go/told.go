package main

import (
	"io"
	"log"
	"os"
)

// What every program here is told: HOST PORT USER CA, and the token on standard input, where no process list
// shows it.
var host, port, user, ca, token = told()

func told() (string, string, string, string, string) {
	token, err := io.ReadAll(os.Stdin)
	if err != nil || len(os.Args) != 5 {
		log.Fatal("HOST PORT USER CA, and the token on standard input: ", err)
	}
	return os.Args[1], os.Args[2], os.Args[3], os.Args[4], string(token)
}
