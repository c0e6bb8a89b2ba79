//! The accounts of a server of ours, as statements: the administrator that is us, the master user
//! that is the owner, and none of those that a fresh MariaDB comes with.

use sha1::{Digest, Sha1};

use crate::mysql_family::ADMINISTRATOR;
use crate::mysql_family::accounts::{SERVICE_ROLES, SUPERUSER_ROLE, account};
use crate::mysql_family::sql::identifier;
use crate::spec::Password;

/// What the master user may do: the list of the RDS User Guide, "Master user account privileges",
/// for MariaDB (REPLICATION CLIENT is called BINLOG MONITOR since 10.5), and DELETE HISTORY, since
/// ``GRANT ALL ON `%`.*`` is refused to whom any privilege of a database is missing. So it is from
/// 11.3 on with SHOW CREATE ROUTINE. Without SUPER, FILE, SHUTDOWN and all that ends in ADMIN.
const MASTER_PRIVILEGES: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, \
     REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, \
     REPLICATION SLAVE, BINLOG MONITOR, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, \
     CREATE USER, EVENT, TRIGGER, DELETE HISTORY /*M!110300 , SHOW CREATE ROUTINE */";

/// MariaDB's `unix_socket` would need no password, but that of 10.11 lets an account in only for the
/// operating-system user of the very same name, whatever `USING` says.
pub(super) fn administrator(login: &str) -> Vec<String> {
    let account = account(ADMINISTRATOR, "localhost");
    vec![
        format!("CREATE USER IF NOT EXISTS {account} {login}"),
        format!("ALTER USER {account} {login} ACCOUNT UNLOCK"),
        format!("GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION"),
    ]
}

/// Removes the accounts that `mariadb-install-db` leaves: all-powerful ones for the
/// operating-system users `root` and the server's own. Its locked `mariadb.sys` stays, since the
/// views of the `mysql` schema are that user's.
pub(super) fn removal_statements(install_db_user: &str) -> [String; 3] {
    [
        format!("DROP USER IF EXISTS {}", account("root", "localhost")),
        format!(
            "DROP USER IF EXISTS {}",
            account(install_db_user, "localhost")
        ),
        "DELETE FROM mysql.proxies_priv".to_owned(),
    ]
}

pub(super) fn master(name: &str, login: &str) -> Vec<String> {
    let account = account(name, "%");
    vec![
        format!("CREATE USER IF NOT EXISTS {account} {login}"),
        format!("ALTER USER {account} {login}"),
        format!("GRANT {MASTER_PRIVILEGES} ON *.* TO {account} WITH GRANT OPTION"),
    ]
}

/// The roles of an Aurora MySQL, as far as MariaDB has their like: a role has no host, a user has one
/// default role, and the master user keeps its privileges also without it. Made with the cluster only,
/// since nobody but the master can grant them later.
pub(super) fn roles(master: &str) -> Vec<String> {
    let master = account(master, "%");
    let superuser = identifier(SUPERUSER_ROLE);
    let create = |role: &str| format!("CREATE ROLE {} WITH ADMIN {master}", identifier(role));
    let mut statements: Vec<_> = SERVICE_ROLES.into_iter().map(create).collect();
    statements.extend([
        create(SUPERUSER_ROLE),
        format!("GRANT {MASTER_PRIVILEGES} ON *.* TO {superuser} WITH GRANT OPTION"),
        format!("SET DEFAULT ROLE {superuser} FOR {master}"),
    ]);
    statements
}

pub(super) fn login(password: &Password) -> String {
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

pub(super) const ACCOUNTS: &str = "SELECT user, host, plugin FROM mysql.user WHERE is_role = 'N' \
     ORDER BY user, host";

pub(super) const HOLDERS: &str = "\
  SELECT user, host, user, host FROM mysql.user WHERE is_role = 'N' AND plugin = ?
  UNION
  SELECT h.user, h.host, m.role, CAST('' AS CHAR(255))
  FROM holder h JOIN mysql.roles_mapping m ON m.user = h.grantee AND m.host = h.grantee_host";

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
        let statements = master("a`b", &login(&password));
        assert!(
            statements
                .iter()
                .all(|statement| statement.contains("`a``b`@`%`"))
        );
        assert!(!statements.concat().contains("correct-horse"));
    }
}
