use std::time::Duration;

use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Conn, OptsBuilder, Params};

use super::accounts::dangerous_grants;
use super::dialect::{Dialect, MODULE_PLUGIN};
use super::sql::identifier;
use crate::access::{Access, Credential, Place};
use crate::administration::{
    AdminError, GrantWarning, ModuleInstallation, Obstacle, Session, UserAccount, Variable,
};
use crate::files;
use crate::spec::{MasterUser, Password, check_variable};

/// An administrative connection may take this long to be there.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// `ER_NO_SUCH_THREAD`: the session ended by itself between being listed and being killed.
const NO_SUCH_THREAD: u16 = 1094;

/// The administrator's access to a server of MySQL's family.
#[derive(Debug, Clone)]
pub struct Admin {
    dialect: &'static dyn Dialect,
    access: Access,
}

impl Admin {
    pub(crate) fn new(dialect: &'static dyn Dialect, access: Access) -> Self {
        Self { dialect, access }
    }

    pub(crate) async fn ping(&self) -> Result<(), AdminError> {
        self.connect().await?.close("answer").await
    }

    pub(crate) async fn version(&self) -> Result<String, AdminError> {
        let rows: Vec<String> = self
            .query("tell its version", "SELECT VERSION()", ())
            .await?;
        Ok(rows.into_iter().next().unwrap_or_default())
    }

    pub(crate) async fn module_installed(&self) -> Result<bool, AdminError> {
        let found: Vec<String> = self
            .query("list its plugins", ACTIVE_MODULE, (MODULE_PLUGIN,))
            .await?;
        Ok(!found.is_empty())
    }

    pub(crate) async fn install_module(&self) -> Result<ModuleInstallation, AdminError> {
        if self.module_installed().await? {
            return Ok(ModuleInstallation::AlreadyThere);
        }
        let installed = self
            .execute("load the login module", self.dialect.install_module())
            .await;
        match (installed, self.module_installed().await?) {
            (Ok(()), true) => Ok(ModuleInstallation::Installed),
            (Ok(()), false) => Err(AdminError::ModuleInactive),
            // Somebody else was faster.
            (Err(_), true) => Ok(ModuleInstallation::AlreadyThere),
            (Err(error), false) => Err(error),
        }
    }

    pub(crate) async fn put_master(&self, master: &MasterUser) -> Result<(), AdminError> {
        const ACTION: &str = "set up the master user";
        let login = self.dialect.login(master.password());
        let login = login.map_err(|source| AdminError::Statement {
            action: ACTION,
            source: source.into(),
        })?;
        let mut connection = self.connect().await?;
        for statement in self.dialect.master(master.name(), &login) {
            connection.execute(ACTION, &statement).await?;
        }
        connection.close(ACTION).await
    }

    pub(crate) async fn users(&self) -> Result<Vec<UserAccount>, AdminError> {
        let rows: Vec<(String, String, String)> = self
            .query("list its accounts", self.dialect.accounts(), ())
            .await?;
        let account = |(name, host, plugin)| UserAccount { name, host, plugin };
        Ok(rows.into_iter().map(account).collect())
    }

    pub(crate) async fn iam_grant_warnings(&self) -> Result<Vec<GrantWarning>, AdminError> {
        let parameters = (MODULE_PLUGIN,);
        let rows: Vec<(String, String, String)> = self
            .query(
                "examine its grants",
                &dangerous_grants(self.dialect.holders()),
                parameters,
            )
            .await?;
        let warning = |(user, host, grant): (String, String, String)| GrantWarning {
            account: format!("{}@{}", identifier(&user), identifier(&host)),
            user,
            grant,
        };
        Ok(rows.into_iter().map(warning).collect())
    }

    pub(crate) async fn sessions(&self, user: Option<&str>) -> Result<Vec<Session>, AdminError> {
        self.connect().await?.sessions(user).await
    }

    pub(crate) async fn kill_sessions(&self, user: &str) -> Result<usize, AdminError> {
        let mut connection = self.connect().await?;
        let mut killed = 0;
        for session in connection.sessions(Some(user)).await? {
            let kill = format!("KILL CONNECTION {}", session.id);
            match connection.0.query_drop(kill).await {
                Ok(()) => killed += 1,
                Err(mysql_async::Error::Server(error)) if error.code == NO_SUCH_THREAD => {}
                Err(source) => return Err(statement_error("end a session", source)),
            }
        }
        connection.close("end a session").await?;
        Ok(killed)
    }

    pub(crate) async fn set_variables(&self, variables: &[Variable]) -> Result<(), AdminError> {
        const ACTION: &str = "set its variables";
        let mut connection = self.connect().await?;
        for Variable { name, value } in variables {
            let value = value.as_deref().unwrap_or("DEFAULT");
            check_variable(name, value)?;
            let statement = format!("SET GLOBAL {name} = {value}");
            connection.execute(ACTION, &statement).await?;
        }
        connection.close(ACTION).await
    }

    pub(crate) async fn reload_certificate(&self) -> Result<(), AdminError> {
        self.execute(
            "read its certificate again",
            self.dialect.reload_certificate(),
        )
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
        let Access { place, user, .. } = &self.access;
        let opts = self.options()?;
        match tokio::time::timeout(CONNECT_LIMIT, Conn::new(opts)).await {
            Ok(Ok(conn)) => Ok(Connection(conn)),
            Ok(Err(source)) => Err(AdminError::Connect {
                user: user.clone(),
                place: place.clone(),
                by: match source {
                    mysql_async::Error::Server(_) => Obstacle::Refusal,
                    _ => Obstacle::Absence,
                },
                source: source.into(),
            }),
            Err(_) => Err(AdminError::TimedOut {
                place: place.clone(),
                seconds: CONNECT_LIMIT.as_secs(),
            }),
        }
    }

    fn options(&self) -> Result<OptsBuilder, AdminError> {
        let password = match &self.access.credential {
            Credential::OsUser => None,
            Credential::Password(password) => Some(password.clone()),
            Credential::File(path) => files::read_if_there(path)?.map(Password::new),
        };
        let builder = OptsBuilder::default()
            .user(Some(&self.access.user))
            .init(vec![self.dialect.statement_limit()])
            .pass(password.as_ref().map(Password::expose));
        Ok(match &self.access.place {
            Place::Socket(path) => builder.socket(Some(path.to_string_lossy())),
            Place::Tcp { host, port } => builder.ip_or_hostname(host).tcp_port(*port),
        })
    }
}

/// One administrative connection.
struct Connection(Conn);

impl Connection {
    async fn execute(&mut self, action: &'static str, statement: &str) -> Result<(), AdminError> {
        let done = self.0.query_drop(statement).await;
        done.map_err(|source| statement_error(action, source))
    }

    async fn query<R: FromRow + Send + 'static>(
        &mut self,
        action: &'static str,
        statement: &str,
        parameters: impl Into<Params> + Send,
    ) -> Result<Vec<R>, AdminError> {
        let rows = self.0.exec(statement, parameters).await;
        rows.map_err(|source| statement_error(action, source))
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
        closed.map_err(|source| statement_error(action, source))
    }
}

fn statement_error(action: &'static str, source: mysql_async::Error) -> AdminError {
    AdminError::Statement {
        action,
        source: source.into(),
    }
}

const ACTIVE_MODULE: &str = "SELECT plugin_name FROM information_schema.plugins \
     WHERE plugin_name = ? AND plugin_status = 'ACTIVE'";

/// A user's name is compared byte for byte, as the server compares it at a login. A connection that
/// is still logging in is nobody's session.
const SESSIONS: &str = "SELECT id, user, host, db, command, CAST(time AS UNSIGNED) \
     FROM information_schema.processlist \
     WHERE id <> CONNECTION_ID() AND command <> 'Daemon' \
       AND user NOT IN ('system user', 'unauthenticated user') \
       AND (? IS NULL OR user = BINARY ?) \
     ORDER BY id";
