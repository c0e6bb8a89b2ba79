# libpq: `verify-full` and nothing less.
require "pg"

host, port, user, ca = ARGV
token = $stdin.read

connection = PG.connect(
  host: host, port: port, user: user, password: token, dbname: "postgres",
  sslmode: "verify-full", sslrootcert: ca
)
puts connection.exec("SELECT CURRENT_USER").getvalue(0, 0)
