# What it would take. Built on libmariadb, as Debian's is, it refuses: use DBD::MariaDB.
use strict;
use warnings;
use DBI;

my ($host, $port, $user, $ca) = @ARGV;
my $token = do { local $/; <STDIN> };

my $connection = DBI->connect(
    "DBI:mysql:host=$host;port=$port", $user, $token,
    {
        RaiseError                    => 1,
        PrintError                    => 0,
        mysql_enable_cleartext_plugin => 1,
        mysql_ssl                     => 1,
        mysql_ssl_ca_file             => $ca,
        mysql_ssl_verify_server_cert  => 1,
    },
);
print $connection->selectrow_array('SELECT CURRENT_USER()'), "\n";
