# libpq: `verify-full` and nothing less. A token with a session token is long: the environment takes it.
host=$1 port=$2 user=$3 ca=$4
PGPASSWORD=$(cat) exec psql -XqAt -c 'SELECT CURRENT_USER' \
  "host=$host port=$port user=$user dbname=postgres sslmode=verify-full sslrootcert=$ca"
