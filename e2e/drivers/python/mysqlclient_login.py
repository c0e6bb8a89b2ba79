# mysqlclient is libmysqlclient or MariaDB's libmariadb, whichever it was built with. The first needs
# LIBMYSQL_ENABLE_CLEARTEXT_PLUGIN=1 in the environment; the second sends clear text when asked.
import MySQLdb

from told import ca, host, port, token, user

connection = MySQLdb.connect(
    host=host, port=port, user=user, password=token,
    ssl_mode="VERIFY_IDENTITY", ssl={"ca": ca},
)
cursor = connection.cursor()
cursor.execute("SELECT CURRENT_USER()")
print(cursor.fetchone()[0])
connection.close()
