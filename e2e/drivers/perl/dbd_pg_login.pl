# libpq: `verify-full` and nothing less.
use strict;
use warnings;
use DBI;

my ($host, $port, $user, $ca) = @ARGV;
my $token = do { local $/; <STDIN> };

my $connection = DBI->connect(
    "dbi:Pg:host=$host;port=$port;dbname=postgres;sslmode=verify-full;sslrootcert=$ca",
    $user, $token,
    { RaiseError => 1, PrintError => 0 },
);
print $connection->selectrow_array('SELECT CURRENT_USER'), "\n";
