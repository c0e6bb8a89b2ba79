//! The accounts and roles of a server of ours, as on Aurora MySQL version 3: the administrator that is
//! us, the master user that is the owner, and what the owner's privileges come from.

use crate::mysql_family::ADMINISTRATOR;
use crate::mysql_family::accounts::{SERVICE_ROLES, SUPERUSER_ROLE, account};

/// What `rds_superuser_role` may do: the list of the Aurora User Guide, "Master user account
/// privileges", for version 3. SET_USER_ID has another name since 8.2, and two privileges came later.
const SUPERUSER_PRIVILEGES: &str = "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, \
     REFERENCES, INDEX, ALTER, SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, \
     REPLICATION SLAVE, REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, \
     CREATE USER, EVENT, TRIGGER, CREATE ROLE, DROP ROLE, APPLICATION_PASSWORD_ADMIN, \
     CONNECTION_ADMIN, ROLE_ADMIN, XA_RECOVER_ADMIN \
     /*!80020 , SHOW_ROUTINE */ \
     /*!80023 , FLUSH_OPTIMIZER_COSTS, FLUSH_STATUS, FLUSH_TABLES, FLUSH_USER_RESOURCES */ \
     /*!80200 , SET_ANY_DEFINER */";

/// The account that a fresh server comes with.
pub(super) const REMOVE_ROOT: &str = "DROP USER IF EXISTS `root`@`localhost`";

/// SYSTEM_USER is among ALL, so that whoever lacks it cannot change or drop this account: as on RDS.
pub(super) fn administrator(login: &str) -> Vec<String> {
    let account = account(ADMINISTRATOR, "localhost");
    vec![
        format!("CREATE USER IF NOT EXISTS {account} {login}"),
        format!("ALTER USER {account} {login} ACCOUNT UNLOCK"),
        format!("GRANT ALL PRIVILEGES ON *.* TO {account} WITH GRANT OPTION"),
    ]
}

pub(super) fn master(name: &str, login: &str) -> Vec<String> {
    let master = account(name, "%");
    let role = account(SUPERUSER_ROLE, "%");
    let services = SERVICE_ROLES.map(|name| account(name, "%")).join(", ");
    vec![
        format!("CREATE ROLE IF NOT EXISTS {role}, {services}"),
        format!("GRANT {SUPERUSER_PRIVILEGES} ON *.* TO {role} WITH GRANT OPTION"),
        format!("CREATE USER IF NOT EXISTS {master} {login}"),
        format!("ALTER USER {master} {login}"),
        format!("GRANT {role}, {services} TO {master} WITH ADMIN OPTION"),
        format!("ALTER USER {master} DEFAULT ROLE {role}"),
    ]
}

/// A role is an account that is locked, expired and without a digest, as `CREATE ROLE` makes it.
pub(super) const ACCOUNTS: &str = "SELECT user, host, plugin FROM mysql.user \
     WHERE NOT (account_locked = 'Y' AND password_expired = 'Y' AND authentication_string = '') \
     ORDER BY user, host";

pub(super) const HOLDERS: &str = "\
  SELECT user, host, user, host FROM mysql.user WHERE plugin = ?
  UNION
  SELECT h.user, h.host, e.from_user, e.from_host
  FROM holder h JOIN mysql.role_edges e ON e.to_user = h.grantee AND e.to_host = h.grantee_host";
