# Clear text by its plugin's name; both checks are asked for.
import mysql.connector

from told import ca, host, port, token, user

connection = mysql.connector.connect(
    host=host, port=port, user=user, password=token,
    auth_plugin="mysql_clear_password",
    ssl_ca=ca, ssl_verify_cert=True, ssl_verify_identity=True,
)
cursor = connection.cursor()
cursor.execute("SELECT CURRENT_USER()")
print(cursor.fetchone()[0])
connection.close()
