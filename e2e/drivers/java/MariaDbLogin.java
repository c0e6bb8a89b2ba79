// `verify-full` checks certificate and name; clear text is sent over TLS when the server asks.
import java.sql.DriverManager;
import java.util.Properties;

class MariaDbLogin {
    public static void main(String[] told) throws Exception {
        var token = new String(System.in.readAllBytes());
        var login = new Properties();
        login.setProperty("user", told[2]);
        login.setProperty("password", token);
        login.setProperty("sslMode", "verify-full");
        login.setProperty("serverSslCert", told[3]);
        var url = "jdbc:mariadb://" + told[0] + ":" + told[1] + "/";
        try (var connection = DriverManager.getConnection(url, login);
                var rows = connection.createStatement().executeQuery("SELECT CURRENT_USER()")) {
            rows.next();
            System.out.println(rows.getString(1));
        }
    }
}
