<?php
// mysqlnd sends clear text when the server asks and TLS is on. `MYSQLI_CLIENT_SSL` alone encrypts; the
// option makes it check the certificate, and the name with it.
[, $host, $port, $user, $ca] = $argv;
$token = stream_get_contents(STDIN);

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$connection = mysqli_init();
$connection->options(MYSQLI_OPT_SSL_VERIFY_SERVER_CERT, true);
$connection->ssl_set(null, null, $ca, null, null);
$connection->real_connect($host, $user, $token, null, (int) $port, null, MYSQLI_CLIENT_SSL);
echo $connection->query('SELECT CURRENT_USER()')->fetch_row()[0], "\n";
