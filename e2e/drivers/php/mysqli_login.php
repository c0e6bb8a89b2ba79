<?php
// mysqlnd sends clear text when the server asks. With a CA it checks certificate and name; the option says so.
[, $host, $port, $user, $ca] = $argv;
$token = stream_get_contents(STDIN);

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$connection = mysqli_init();
$connection->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$connection->ssl_set(null, null, $ca, null, null);
$connection->real_connect($host, $user, $token, null, (int) $port, null, MYSQLI_CLIENT_SSL);
echo $connection->query('SELECT CURRENT_USER()')->fetch_row()[0], "\n";
