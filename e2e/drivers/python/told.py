"""What every program here is told: HOST PORT USER CA, and the token on standard input, where no process list shows it."""

import sys

host, port, user, ca = sys.argv[1:]
port = int(port)
token = sys.stdin.read()
