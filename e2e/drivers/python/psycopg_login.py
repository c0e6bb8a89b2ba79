# libpq: `verify-full` and nothing less.
import psycopg

from told import ca, host, port, token, user

with psycopg.connect(
    host=host, port=port, user=user, password=token, dbname="postgres",
    sslmode="verify-full", sslrootcert=ca,
) as connection:
    print(connection.execute("SELECT CURRENT_USER").fetchone()[0])
