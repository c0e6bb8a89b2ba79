# MariaDB's client sends clear text when asked. A token typed at its prompt is cut off after 79
# characters: hand it over in the environment.
host=$1 port=$2 user=$3 ca=$4
MYSQL_PWD=$(cat) exec mysql --no-defaults --protocol=tcp --host="$host" --port="$port" --user="$user" \
  --ssl-ca="$ca" --ssl-verify-server-cert --batch --skip-column-names -e 'SELECT CURRENT_USER()'
