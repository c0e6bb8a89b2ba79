<?php
// libpq: `verify-full` and nothing less.
[, $host, $port, $user, $ca] = $argv;
$token = stream_get_contents(STDIN);

$dsn = "pgsql:host=$host;port=$port;dbname=postgres;sslmode=verify-full;sslrootcert=$ca";
$connection = new PDO($dsn, $user, $token);
echo $connection->query('SELECT CURRENT_USER')->fetchColumn(), "\n";
