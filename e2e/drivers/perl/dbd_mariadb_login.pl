# `mariadb_ssl_verify_server_cert` checks the name too; libmariadb sends clear text when asked.
use strict;
use warnings;
use DBI;

my ($host, $port, $user, $ca) = @ARGV;
my $token = do { local $/; <STDIN> };

my $connection = DBI->connect(
    "DBI:MariaDB:host=$host;port=$port", $user, $token,
    {
        RaiseError                     => 1,
        PrintError                     => 0,
        mariadb_ssl                    => 1,
        mariadb_ssl_ca_file            => $ca,
        mariadb_ssl_verify_server_cert => 1,
    },
);
print $connection->selectrow_array('SELECT CURRENT_USER()'), "\n";
