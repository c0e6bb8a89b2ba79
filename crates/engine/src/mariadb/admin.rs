use std::path::PathBuf;
use std::time::Duration;

use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Conn, OptsBuilder, Params};

use super::accounts::{self, ADMINISTRATOR};
use super::config;
use crate::files::FileError;
use crate::layout::{Layout, MODULE_FILE};
use crate::spec::{MasterUser, Password};
use crate::sql::identifier;

/// The name under which accounts ask for the login module, as on RDS.
pub(crate) const MODULE_PLUGIN: &str = "AWSAuthenticationPlugin";

/// An administrative connection may take this long to be there; the server is on this machine.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How long a request may take. It waits only where somebody has locked everything, and then without
/// an end: for `INSTALL SONAME` the server heeds no `lock_wait_timeout`.
const STATEMENT_LIMIT_SECONDS: u32 = 5;

/// `ER_NO_SUCH_THREAD`: the session ended by itself between being listed and being killed.
const NO_SUCH_THREAD: u16 = 1094;

/// Why the server did not do what its administrator asked.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// Our own account's password could not be read.
    #[error(transparent)]
    Password(#[from] FileError),
    /// Nobody answers, or not to us.
    #[error(
        "could not log in to the server as `{ADMINISTRATOR}` through `{}`; if it runs, stop and \
         start it, which gives it that account back", .socket.display()
    )]
    Connect {
        /// The server's Unix socket.
        socket: PathBuf,
        /// What the server or the system said.
        #[source]
        source: mysql_async::Error,
    },
    /// Nobody answers within the limit.
    #[error("the server did not answer on `{}` within {} s", .socket.display(), CONNECT_LIMIT.as_secs())]
    TimedOut {
        /// The server's Unix socket.
        socket: PathBuf,
    },
    /// The server refused a statement.
    #[error("the server could not {action}")]
    Statement {
        /// What was being done.
        action: &'static str,
        /// What the server said.
        #[source]
        source: mysql_async::Error,
    },
    /// The server says that the module is there and does not count it as active.
    #[error("the login module was installed and is not active; the server's log says why")]
    ModuleInactive,
}

impl AdminError {
    /// The server is up and says no, so asking again would only fill its log.
    pub(super) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Connect {
                source: mysql_async::Error::Server(_),
                ..
            }
        )
    }
}

/// Whether [`MariaDb::install_module`] had anything to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleInstallation {
    /// It was not there and is now.
    Installed,
    /// It was there. If its file was replaced since, the running code is still the old one until
    /// the server's next start.
    AlreadyThere,
}

/// An account, not a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAccount {
    /// The name; empty for an anonymous account.
    pub name: String,
    /// Where it may come from, such as `%`.
    pub host: String,
    /// What checks its login, such as `mysql_native_password` or `AWSAuthenticationPlugin`.
    pub plugin: String,
}

/// A connection that a user has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The number that `KILL` takes.
    pub id: u64,
    /// The account's name.
    pub user: String,
    /// The client's address and port, or `localhost` on the Unix socket.
    pub host: String,
    /// The current database.
    pub database: Option<String>,
    /// `Sleep`, `Query`, …
    pub command: String,
    /// How long it has been at that.
    pub seconds: u64,
}

/// An IAM account that can change the server's own tables, and so give itself anything. Amazon
/// shields `mysql.*` on its own clusters; MariaDB has no such shield, and the usual
/// ``GRANT ALL ON `%`.*`` reaches it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantWarning {
    /// The account.
    pub user: String,
    /// Its host.
    pub host: String,
    /// The grant that reaches the `mysql` schema, such as `ON *.*` or ``ON `%`.* through role `r` ``.
    pub grant: String,
}

impl std::fmt::Display for GrantWarning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            formatter,
            "{}@{} can write to the `mysql` schema ({}) and so become any user; grant databases \
             by name instead",
            identifier(&self.user),
            identifier(&self.host),
            self.grant
        )
    }
}

/// The administrator's access to one server, over its Unix socket as `rdsadmin`, whose password only
/// our own operating-system user can read. A connection is made for each request and closed after it.
#[derive(Debug, Clone)]
pub struct MariaDb {
    home: Layout,
}

impl MariaDb {
    pub(crate) fn new(home: &Layout) -> Self {
        Self { home: home.clone() }
    }

    /// Whether the server answers.
    pub async fn ping(&self) -> Result<(), AdminError> {
        self.connect().await?.close("answer").await
    }

    /// What the server says its version is, such as `10.11.19-MariaDB-0+deb12u1`.
    pub async fn version(&self) -> Result<String, AdminError> {
        let rows: Vec<String> = self
            .query("tell its version", "SELECT VERSION()", ())
            .await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    /// Whether the server has the login module loaded.
    pub async fn module_installed(&self) -> Result<bool, AdminError> {
        let found: Vec<String> = self
            .query("list its plugins", ACTIVE_MODULE, (MODULE_PLUGIN,))
            .await?;
        Ok(!found.is_empty())
    }

    /// Loads the login module into the running server: no restart, no connection lost, and it
    /// stays over restarts. There is no opposite: taken out under traffic it would take servers
    /// down, so IAM authentication is switched off in the agent, which then refuses everybody.
    pub async fn install_module(&self) -> Result<ModuleInstallation, AdminError> {
        if self.module_installed().await? {
            return Ok(ModuleInstallation::AlreadyThere);
        }
        let soname = MODULE_FILE.trim_end_matches(".so");
        let installed = self
            .execute(
                "load the login module",
                &format!("INSTALL SONAME '{soname}'"),
            )
            .await;
        match (installed, self.module_installed().await?) {
            (Ok(()), true) => Ok(ModuleInstallation::Installed),
            (Ok(()), false) => Err(AdminError::ModuleInactive),
            // Somebody else was faster.
            (Err(_), true) => Ok(ModuleInstallation::AlreadyThere),
            (Err(error), false) => Err(error),
        }
    }

    /// Makes the master user, or sets its password and gives lost privileges back, as a master
    /// password reset does on RDS. The password's digest is all that is sent.
    pub async fn put_master(&self, master: &MasterUser) -> Result<(), AdminError> {
        let mut connection = self.connect().await?;
        for statement in accounts::master_statements(master) {
            connection
                .execute("set up the master user", &statement)
                .await?;
        }
        connection.close("set up the master user").await
    }

    /// All accounts and what checks their logins.
    pub async fn users(&self) -> Result<Vec<UserAccount>, AdminError> {
        let rows: Vec<(String, String, String)> =
            self.query("list its accounts", ACCOUNTS, ()).await?;
        let account = |(name, host, plugin)| UserAccount { name, host, plugin };
        Ok(rows.into_iter().map(account).collect())
    }

    /// IAM accounts with a grant that reaches the server's own tables.
    pub async fn iam_grant_warnings(&self) -> Result<Vec<GrantWarning>, AdminError> {
        let parameters = (MODULE_PLUGIN,);
        let rows: Vec<(String, String, String)> = self
            .query("examine its grants", DANGEROUS_GRANTS, parameters)
            .await?;
        let warning = |(user, host, grant)| GrantWarning { user, host, grant };
        Ok(rows.into_iter().map(warning).collect())
    }

    /// The open connections of one user, or of all but ourselves.
    pub async fn sessions(&self, user: Option<&str>) -> Result<Vec<Session>, AdminError> {
        self.connect().await?.sessions(user).await
    }

    /// How many connections are open, ours not counted.
    pub async fn connection_count(&self) -> Result<usize, AdminError> {
        Ok(self.sessions(None).await?.len())
    }

    /// Ends the open connections of a user, whatever host they come from, and says how many there
    /// were. Transactions that are open in them are rolled back.
    pub async fn kill_sessions(&self, user: &str) -> Result<usize, AdminError> {
        let mut connection = self.connect().await?;
        let mut killed = 0;
        for session in connection.sessions(Some(user)).await? {
            match connection
                .execute("end a session", &format!("KILL CONNECTION {}", session.id))
                .await
            {
                Ok(()) => killed += 1,
                Err(AdminError::Statement {
                    source: mysql_async::Error::Server(error),
                    ..
                }) if error.code == NO_SUCH_THREAD => {}
                Err(error) => return Err(error),
            }
        }
        connection.close("end a session").await?;
        Ok(killed)
    }

    pub(crate) async fn reload_certificate(&self) -> Result<(), AdminError> {
        self.execute("read its certificate again", "FLUSH SSL")
            .await
    }

    async fn execute(&self, action: &'static str, statement: &str) -> Result<(), AdminError> {
        let mut connection = self.connect().await?;
        connection.execute(action, statement).await?;
        connection.close(action).await
    }

    async fn query<R: FromRow + Send + 'static>(
        &self,
        action: &'static str,
        statement: &str,
        parameters: impl Into<Params> + Send,
    ) -> Result<Vec<R>, AdminError> {
        let mut connection = self.connect().await?;
        let rows = connection.query(action, statement, parameters).await?;
        connection.close(action).await?;
        Ok(rows)
    }

    async fn connect(&self) -> Result<Connection, AdminError> {
        let socket = || self.home.socket();
        let password = config::read_administrator_password(&self.home)?;
        let opts = OptsBuilder::default()
            .socket(Some(socket().to_string_lossy()))
            .user(Some(ADMINISTRATOR))
            .init(vec![format!(
                "SET max_statement_time = {STATEMENT_LIMIT_SECONDS}"
            )])
            .pass(password.as_ref().map(Password::expose));
        match tokio::time::timeout(CONNECT_LIMIT, Conn::new(opts)).await {
            Ok(Ok(conn)) => Ok(Connection(conn)),
            Ok(Err(source)) => Err(AdminError::Connect {
                socket: socket(),
                source,
            }),
            Err(_) => Err(AdminError::TimedOut { socket: socket() }),
        }
    }
}

/// One administrative connection.
struct Connection(Conn);

impl Connection {
    async fn execute(&mut self, action: &'static str, statement: &str) -> Result<(), AdminError> {
        let done = self.0.query_drop(statement).await;
        done.map_err(|source| AdminError::Statement { action, source })
    }

    async fn query<R: FromRow + Send + 'static>(
        &mut self,
        action: &'static str,
        statement: &str,
        parameters: impl Into<Params> + Send,
    ) -> Result<Vec<R>, AdminError> {
        let rows = self.0.exec(statement, parameters).await;
        rows.map_err(|source| AdminError::Statement { action, source })
    }

    async fn sessions(&mut self, user: Option<&str>) -> Result<Vec<Session>, AdminError> {
        type Row = (u64, String, String, Option<String>, String, u64);
        let rows: Vec<Row> = self
            .query("list its sessions", SESSIONS, (user, user))
            .await?;
        let session = |(id, user, host, database, command, seconds)| Session {
            id,
            user,
            host,
            database,
            command,
            seconds,
        };
        Ok(rows.into_iter().map(session).collect())
    }

    async fn close(self, action: &'static str) -> Result<(), AdminError> {
        let closed = self.0.disconnect().await;
        closed.map_err(|source| AdminError::Statement { action, source })
    }
}

const ACTIVE_MODULE: &str = "SELECT plugin_name FROM information_schema.plugins \
     WHERE plugin_name = ? AND plugin_status = 'ACTIVE'";

const ACCOUNTS: &str = "SELECT user, host, plugin FROM mysql.user WHERE is_role = 'N' \
     ORDER BY user, host";

/// A user's name is compared byte for byte, as the server compares it at a login. A connection that
/// is still logging in is nobody's session.
const SESSIONS: &str = "SELECT id, user, host, db, command, CAST(time AS UNSIGNED) \
     FROM information_schema.processlist \
     WHERE id <> CONNECTION_ID() AND command <> 'Daemon' \
       AND user NOT IN ('system user', 'unauthenticated user') \
       AND (? IS NULL OR user = BINARY ?) \
     ORDER BY id";

/// Accounts of the module, with the roles that they hold directly and through other roles, whose
/// global, database (a pattern) or table privileges write to the `mysql` schema.
const DANGEROUS_GRANTS: &str = "\
WITH RECURSIVE holder (user, host, grantee, grantee_host) AS (
  SELECT user, host, user, host FROM mysql.user WHERE is_role = 'N' AND plugin = ?
  UNION
  SELECT h.user, h.host, m.role, CAST('' AS CHAR(255))
  FROM holder h JOIN mysql.roles_mapping m ON m.user = h.grantee AND m.host = h.grantee_host
), reach (grantee, grantee_host, what) AS (
  SELECT user, host, 'ON *.*' FROM mysql.user
  WHERE 'Y' IN (insert_priv, update_priv, delete_priv, create_priv, drop_priv, alter_priv)
  UNION ALL
  SELECT user, host, CONCAT('ON `', db, '`.*') FROM mysql.db
  WHERE 'mysql' LIKE db
    AND 'Y' IN (insert_priv, update_priv, delete_priv, create_priv, drop_priv, alter_priv)
  UNION ALL
  SELECT user, host, CONCAT('ON `mysql`.`', table_name, '`') FROM mysql.tables_priv
  WHERE db = 'mysql' AND table_priv REGEXP 'Insert|Update|Delete|Create|Drop|Alter'
)
SELECT DISTINCT h.user, h.host,
  IF(h.grantee = h.user AND h.grantee_host = h.host, r.what,
     CONCAT(r.what, ' through role `', h.grantee, '`'))
FROM holder h JOIN reach r ON r.grantee = h.grantee AND r.grantee_host = h.grantee_host
ORDER BY 1, 2, 3";
