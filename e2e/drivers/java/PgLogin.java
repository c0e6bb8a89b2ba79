// As libpq: `verify-full` and nothing less.
import java.sql.DriverManager;
import java.util.Properties;

class PgLogin {
    public static void main(String[] told) throws Exception {
        var token = new String(System.in.readAllBytes());
        var login = new Properties();
        login.setProperty("user", told[2]);
        login.setProperty("password", token);
        login.setProperty("sslmode", "verify-full");
        login.setProperty("sslrootcert", told[3]);
        var url = "jdbc:postgresql://" + told[0] + ":" + told[1] + "/postgres";
        try (var connection = DriverManager.getConnection(url, login);
                var rows = connection.createStatement().executeQuery("SELECT CURRENT_USER")) {
            rows.next();
            System.out.println(rows.getString(1));
        }
    }
}
