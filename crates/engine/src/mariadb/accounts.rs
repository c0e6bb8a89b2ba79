//! The accounts of a server of ours, as statements: the administrator that is us, the master user
//! that is the owner, and none of those that a fresh MariaDB comes with.

use sha1::{Digest, Sha1};

use crate::spec::{MasterUser, Password};
use crate::sql::identifier;

/// Our own account, named as on RDS. Its password is random and in a file that only we can read;
/// nobody logs in to it over TCP, since names are not resolved and no TCP client is ever
/// `localhost`. (MariaDB's `unix_socket` would need no password, but that of 10.11 lets an
/// account in only for the operating-system user of the very same name, whatever `USING` says.)
pub(crate) const ADMINISTRATOR: &str = "rdsadmin";

/// What the master user may do: the list of the RDS User Guide, "Master user account privileges",
/// for MariaDB (REPLICATION CLIENT is called BINLOG MONITOR since 10.5), and DELETE HISTORY, since
/// ``GRANT ALL ON `%`.*`` is refused to whom any privilege of a database is missing. So it is from
/// 11.3 on with SHOW CREATE ROUTINE. Without SUPER, FILE, SHUTDOWN and all that ends in ADMIN.
const MASTER_PRIVILEGES: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, \
     REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, \
     REPLICATION SLAVE, BINLOG MONITOR, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, \
     CREATE USER, EVENT, TRIGGER, DELETE HISTORY /*M!110300 , SHOW CREATE ROUTINE */";

/// Makes the administrator, or gives it back what it lost. Run at each start, since a master user
/// can drop any account.
pub(crate) fn administrator_statements(password: &Password) -> [String; 3] {
    let account = account(ADMINISTRATOR, "localhost");
    let login = native_login(password);
    [
        format!("CREATE USER IF NOT EXISTS {account} {login}"),
        format!("ALTER USER {account} {login} ACCOUNT UNLOCK"),
        format!("GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION"),
    ]
}

/// Removes the accounts that `mariadb-install-db` leaves: all-powerful ones for the
/// operating-system users `root` and the server's own. Its locked `mariadb.sys` stays, since the
/// views of the `mysql` schema are that user's.
pub(crate) fn removal_statements(install_db_user: &str) -> [String; 3] {
    [
        format!("DROP USER IF EXISTS {}", account("root", "localhost")),
        format!(
            "DROP USER IF EXISTS {}",
            account(install_db_user, "localhost")
        ),
        "DELETE FROM mysql.proxies_priv".to_owned(),
    ]
}

/// Makes the master user, or sets its password and privileges anew.
pub(crate) fn master_statements(master: &MasterUser) -> [String; 3] {
    let account = account(master.name(), "%");
    let login = native_login(master.password());
    [
        format!("CREATE USER IF NOT EXISTS {account} {login}"),
        format!("ALTER USER {account} {login}"),
        format!("GRANT {MASTER_PRIVILEGES} ON *.* TO {account} WITH GRANT OPTION"),
    ]
}

fn account(name: &str, host: &str) -> String {
    format!("{}@{}", identifier(name), identifier(host))
}

/// By digest, so that the password itself is in no statement, log or process list of the server.
fn native_login(password: &Password) -> String {
    let digest = native_password_digest(password.expose());
    format!("IDENTIFIED VIA mysql_native_password USING '{digest}'")
}

/// What the server's `PASSWORD()` makes: `*` and the SHA-1 of the SHA-1, in upper-case hex.
fn native_password_digest(password: &str) -> String {
    let digest = Sha1::digest(Sha1::digest(password));
    digest
        .iter()
        .fold("*".to_owned(), |text, byte| format!("{text}{byte:02X}"))
}

/// The table that the README's walk reads.
pub(crate) const SAMPLE: [&str; 3] = [
    "CREATE DATABASE sugi01",
    "CREATE TABLE sugi01.sample (id INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, \
     height_m DECIMAL(4,1) NOT NULL)",
    "INSERT INTO sugi01.sample (id, name, height_m) VALUES (1, 'sugi', 38.5), (2, 'hinoki', 30.0), \
     (3, 'matsu', 24.2)",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_digest_is_the_servers_own() {
        // `SELECT PASSWORD('mariadb')` in MariaDB's manual, page "PASSWORD".
        assert_eq!(
            native_password_digest("mariadb"),
            "*54958E764CE10E50764C2EECBB71D01F08549980"
        );
    }

    #[test]
    fn the_password_is_in_no_statement_and_the_name_is_quoted() {
        let password = Password::new("correct-horse".to_owned());
        let master = MasterUser::new("a`b", password).unwrap();
        let statements = master_statements(&master);
        assert!(
            statements
                .iter()
                .all(|statement| statement.contains("`a``b`@`%`"))
        );
        assert!(!statements.concat().contains("correct-horse"));
    }
}
