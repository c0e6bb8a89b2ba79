<?php
[, $host, $port, $user, $ca] = $argv;
$token = stream_get_contents(STDIN);

$connection = new PDO("mysql:host=$host;port=$port", $user, $token, [
    PDO::MYSQL_ATTR_SSL_CA => $ca,
    PDO::MYSQL_ATTR_SSL_VERIFY_SERVER_CERT => true,
]);
echo $connection->query('SELECT CURRENT_USER()')->fetchColumn(), "\n";
