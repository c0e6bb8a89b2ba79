# With `ca` alone PyMySQL checks the certificate and the name; clear text is sent whenever the server asks.
import pymysql

from told import ca, host, port, token, user

connection = pymysql.connect(
    host=host, port=port, user=user, password=token,
    ssl_ca=ca, ssl_verify_cert=True, ssl_verify_identity=True,
)
with connection, connection.cursor() as cursor:
    cursor.execute("SELECT CURRENT_USER()")
    print(cursor.fetchone()[0])
