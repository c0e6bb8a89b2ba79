# With `ssl_ca` alone PyMySQL checks neither certificate nor name. Clear text is sent when the server asks.
import pymysql

from told import ca, host, port, token, user

connection = pymysql.connect(
    host=host, port=port, user=user, password=token,
    ssl_ca=ca, ssl_verify_cert=True, ssl_verify_identity=True,
)
with connection, connection.cursor() as cursor:
    cursor.execute("SELECT CURRENT_USER()")
    print(cursor.fetchone()[0])
