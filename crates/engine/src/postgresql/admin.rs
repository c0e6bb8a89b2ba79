use std::time::Duration;

use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row};

use super::iam::{IamSwitch, PlainTcp};
use super::membership::Iam;
use super::roles;
use crate::access::{Access, Credential, Place};
use crate::administration::{
    AdminError, GrantWarning, ModuleInstallation, Obstacle, Session, UserAccount,
};
use crate::files;
use crate::spec::MasterUser;

/// An administrative connection may take this long to be there.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// How long a statement may take. It waits only where somebody has locked everything.
const STATEMENT_OPTIONS: &str = "-c statement_timeout=5s -c search_path=pg_catalog";

/// How long the server may take to read its files again, once it was told to.
const RELOAD_LIMIT: Duration = Duration::from_secs(5);

/// How often it is asked whether it has.
const RELOAD_INTERVAL: Duration = Duration::from_millis(5);

/// The administrator's access to a PostgreSQL server.
#[derive(Debug, Clone)]
pub struct Admin {
    access: Access,
    /// Of a server of ours. `sekisho attach` does it elsewhere.
    switch: Option<IamSwitch>,
}

impl Admin {
    pub(crate) fn new(access: Access) -> Self {
        Self {
            access,
            switch: None,
        }
    }

    pub(super) fn of_ours(access: Access, switch: IamSwitch) -> Self {
        Self {
            access,
            switch: Some(switch),
        }
    }

    pub(crate) async fn ping(&self) -> Result<(), AdminError> {
        self.query("answer", "SELECT 1", &[]).await.map(drop)
    }

    pub(crate) async fn version(&self) -> Result<String, AdminError> {
        let rows = self
            .query("tell its version", "SHOW server_version", &[])
            .await?;
        Ok(rows.first().map(|row| row.get(0)).unwrap_or_default())
    }

    pub(crate) async fn module_installed(&self) -> Result<bool, AdminError> {
        let rows = self.query("show who may log in how", IAM_LINE, &[]).await?;
        Ok(!rows.is_empty())
    }

    /// On, while the server runs; members of `rds_iam` who are logged in stay.
    pub(crate) async fn install_module(&self) -> Result<ModuleInstallation, AdminError> {
        let switch = self.switch()?;
        switch.put_service()?;
        self.put_hba(switch, Iam::On).await
    }

    /// Off: membership in `rds_iam` is without effect. The PAM service stays, and nothing names it.
    pub(crate) async fn withdraw_module(&self) -> Result<(), AdminError> {
        self.put_hba(self.switch()?, Iam::Off).await.map(drop)
    }

    pub(crate) async fn put_master(&self, master: &MasterUser) -> Result<(), AdminError> {
        const ACTION: &str = "set up the master user";
        let connection = self.connect().await?;
        let rows = connection.query(ACTION, MAJOR_VERSION, &[]).await?;
        let major: i32 = rows.first().map(|row| row.get(0)).unwrap_or_default();
        let verifier = roles::verifier(master.password());
        let statements = roles::master(master.name(), &verifier, major.unsigned_abs());
        connection.batch(ACTION, &statements.join(";\n")).await
    }

    pub(crate) async fn users(&self) -> Result<Vec<UserAccount>, AdminError> {
        let rows = self.query("list its accounts", ACCOUNTS, &[]).await?;
        let account = |row: &Row| UserAccount {
            name: row.get(0),
            host: "%".to_owned(),
            plugin: row.get(1),
        };
        Ok(rows.iter().map(account).collect())
    }

    pub(crate) async fn iam_grant_warnings(&self) -> Result<Vec<GrantWarning>, AdminError> {
        let rows = self
            .query("examine its grants", DANGEROUS_GRANTS, &[])
            .await?;
        let warning = |row: &Row| GrantWarning {
            account: super::sql::identifier(row.get(0)),
            user: row.get(0),
            grant: row.get(1),
        };
        Ok(rows.iter().map(warning).collect())
    }

    pub(crate) async fn sessions(&self, user: Option<&str>) -> Result<Vec<Session>, AdminError> {
        let rows = self.query("list its sessions", SESSIONS, &[&user]).await?;
        let session = |row: &Row| Session {
            id: u64::from(row.get::<_, i32>(0).unsigned_abs()),
            user: row.get(1),
            host: row.get(2),
            database: row.get(3),
            command: row.get(4),
            seconds: row.get::<_, i64>(5).unsigned_abs(),
        };
        Ok(rows.iter().map(session).collect())
    }

    pub(crate) async fn kill_sessions(&self, user: &str) -> Result<usize, AdminError> {
        let rows = self.query("end a session", KILL, &[&user]).await?;
        Ok(rows.iter().filter(|row| row.get(0)).count())
    }

    pub(crate) async fn reload_certificate(&self) -> Result<(), AdminError> {
        self.reload("read its certificate again").await
    }

    /// Returns when the variables and who may log in how are as the files say now.
    pub(crate) async fn reload_settings(&self) -> Result<(), AdminError> {
        self.check_hba().await?;
        self.reload("read its settings again").await
    }

    fn switch(&self) -> Result<&IamSwitch, AdminError> {
        self.switch.as_ref().ok_or_else(|| {
            AdminError::Unusable("`sekisho attach` sets this server up for it".into())
        })
    }

    /// Writes the file, has the server look at it, and takes it back if the server does not like it;
    /// only then is it told to use it.
    async fn put_hba(
        &self,
        switch: &IamSwitch,
        iam: Iam,
    ) -> Result<ModuleInstallation, AdminError> {
        let path = switch.hba_path();
        let plain_tcp = PlainTcp::in_file(&path)?;
        let wanted = switch.hba_text(iam, plain_tcp)?;
        let present = files::read_if_there(&path)?;
        let installation = if present.as_deref() == Some(&wanted) {
            ModuleInstallation::AlreadyThere
        } else {
            files::rewrite(&path, wanted.as_bytes())?;
            ModuleInstallation::Installed
        };
        if let Err(error) = self.check_hba().await {
            files::rewrite(&path, present.unwrap_or_default().as_bytes())?;
            return Err(error);
        }
        self.reload("read again who may log in how").await?;
        Ok(installation)
    }

    /// What the server would say to its file if it read it now.
    async fn check_hba(&self) -> Result<(), AdminError> {
        let rows = self
            .query("check who may log in how", HBA_ERRORS, &[])
            .await?;
        match rows.first() {
            None => Ok(()),
            Some(row) => Err(AdminError::Unusable(row.get::<_, String>(0).into())),
        }
    }

    /// Returns when the server has read its files again: every connection from then on is judged by
    /// them. The server notes the time before it reads, in the one process that makes all others.
    async fn reload(&self, action: &'static str) -> Result<(), AdminError> {
        let rows = self.query(action, RELOAD, &[]).await?;
        let told: String = rows.first().map(|row| row.get(0)).unwrap_or_default();
        let deadline = Instant::now() + RELOAD_LIMIT;
        while self
            .query(action, RELOADED_SINCE, &[&told])
            .await?
            .is_empty()
        {
            if Instant::now() >= deadline {
                return Err(AdminError::TimedOut {
                    place: self.access.place.clone(),
                    seconds: RELOAD_LIMIT.as_secs(),
                });
            }
            sleep(RELOAD_INTERVAL).await;
        }
        Ok(())
    }

    /// A connection for this one statement.
    async fn query(
        &self,
        action: &'static str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, AdminError> {
        self.connect()
            .await?
            .query(action, statement, parameters)
            .await
    }

    async fn connect(&self) -> Result<Connection, AdminError> {
        let config = self.config()?;
        match timeout(CONNECT_LIMIT, open(&config, &self.access.place)).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err((by, source))) => Err(AdminError::Connect {
                user: self.access.user.clone(),
                place: self.access.place.clone(),
                by,
                source,
            }),
            Err(_) => Err(AdminError::TimedOut {
                place: self.access.place.clone(),
                seconds: CONNECT_LIMIT.as_secs(),
            }),
        }
    }

    fn config(&self) -> Result<Config, AdminError> {
        let mut config = Config::new();
        config
            .user(&self.access.user)
            .application_name("sekisho")
            .options(STATEMENT_OPTIONS)
            // Its owner may drop any other database.
            .dbname(match self.switch {
                Some(_) => roles::ADMINISTRATOR,
                None => "postgres",
            });
        match &self.access.credential {
            Credential::OsUser => {}
            Credential::Password(password) => {
                config.password(password.expose());
            }
            Credential::File(path) => {
                if let Some(password) = files::read_if_there(path)? {
                    config.password(password);
                }
            }
        }
        Ok(config)
    }
}

async fn open(config: &Config, place: &Place) -> Result<Connection, (Obstacle, crate::Said)> {
    let absent = |error: std::io::Error| (Obstacle::Absence, error.into());
    match place {
        Place::Socket(path) => {
            let stream = UnixStream::connect(path).await.map_err(absent)?;
            Connection::over(config, stream).await
        }
        Place::Tcp { host, port } => {
            let stream = TcpStream::connect((host.as_str(), *port))
                .await
                .map_err(absent)?;
            Connection::over(config, stream).await
        }
    }
}

/// One administrative connection, closed when dropped.
struct Connection {
    client: Client,
    driver: JoinHandle<()>,
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Connection {
    async fn over(
        config: &Config,
        stream: impl tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    ) -> Result<Self, (Obstacle, crate::Said)> {
        let connected = config.connect_raw(stream, NoTls).await;
        let (client, connection) = connected.map_err(|error| (obstacle(&error), error.into()))?;
        let driver = tokio::spawn(async move {
            // The client hears of it too, where it matters.
            let _ = connection.await;
        });
        Ok(Self { client, driver })
    }

    async fn query(
        &self,
        action: &'static str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, AdminError> {
        let rows = self.client.query(statement, parameters).await;
        rows.map_err(|source| AdminError::Statement {
            action,
            source: source.into(),
        })
    }

    /// All or none of it: PostgreSQL takes several statements in one message as one transaction.
    async fn batch(&self, action: &'static str, statements: &str) -> Result<(), AdminError> {
        let done = self.client.batch_execute(statements).await;
        done.map_err(|source| AdminError::Statement {
            action,
            source: source.into(),
        })
    }
}

/// A server that is starting or stopping says no, and does not mean us.
fn obstacle(error: &tokio_postgres::Error) -> Obstacle {
    match error.code() {
        Some(code) if *code != SqlState::CANNOT_CONNECT_NOW => Obstacle::Refusal,
        _ => Obstacle::Absence,
    }
}

const MAJOR_VERSION: &str = "SELECT current_setting('server_version_num')::integer / 10000";

const HBA_ERRORS: &str = "SELECT format('line %s: %s', line_number, error) FROM pg_hba_file_rules \
     WHERE error IS NOT NULL ORDER BY line_number";

const IAM_LINE: &str = "SELECT 1 FROM pg_hba_file_rules \
     WHERE auth_method = 'pam' AND '+rds_iam' = ANY (user_name) AND error IS NULL";

/// The time is that of the statement's arrival, before the server is told.
const RELOAD: &str = "SELECT statement_timestamp()::text FROM pg_reload_conf()";

const RELOADED_SINCE: &str = "SELECT 1 WHERE pg_conf_load_time() >= $1::text::timestamptz";

/// Who is a member of what, directly or through others, whether or not it inherits anything: as
/// `pg_hba.conf` counts.
macro_rules! with_members {
    ($query:literal) => {
        concat!(
            "WITH RECURSIVE held (member, role) AS (\
               SELECT member, roleid FROM pg_auth_members \
               UNION \
               SELECT h.member, m.roleid FROM held h JOIN pg_auth_members m ON m.member = h.role\
             ), iam (member) AS (\
               SELECT h.member FROM held h JOIN pg_roles r ON r.oid = h.role \
               WHERE r.rolname = 'rds_iam'\
             ) ",
            $query
        )
    };
}

/// What stands in front of a password's digest is its method; only superusers may look.
const ACCOUNTS: &str = with_members!(
    "SELECT a.rolname::text, CASE \
       WHEN a.oid IN (SELECT member FROM iam) THEN 'rds_iam' \
       WHEN a.rolpassword LIKE 'SCRAM-SHA-256$%' THEN 'scram-sha-256' \
       WHEN a.rolpassword LIKE 'md5%' THEN 'md5' \
       ELSE '' END \
     FROM pg_authid a WHERE a.rolcanlogin ORDER BY 1"
);

/// Members of `rds_iam` who can become anybody, by themselves or through a role.
const DANGEROUS_GRANTS: &str = with_members!(
    ", reach (oid, what) AS (\
       SELECT oid, 'SUPERUSER' FROM pg_roles WHERE rolsuper \
       UNION ALL \
       SELECT oid, format('role %I', rolname) FROM pg_roles WHERE rolname IN \
         ('pg_execute_server_program', 'pg_write_server_files', 'pg_read_server_files')\
     ) \
     SELECT r.rolname::text, reach.what FROM iam \
     JOIN pg_roles r ON r.oid = iam.member AND r.rolcanlogin \
     JOIN reach ON reach.oid = r.oid \
       OR reach.oid IN (SELECT role FROM held WHERE held.member = r.oid) \
     ORDER BY 1, 2"
);

/// Our own connections are not counted, nor those of ours that are closing.
const SESSIONS: &str = "SELECT pid, usename::text, \
       coalesce(host(client_addr) || ':' || client_port, 'localhost'), datname::text, \
       coalesce(state, ''), \
       coalesce(extract(epoch FROM clock_timestamp() - state_change)::bigint, 0) \
     FROM pg_stat_activity \
     WHERE backend_type = 'client backend' AND usename IS NOT NULL \
       AND NOT (usename = current_user AND application_name = 'sekisho') AND ($1::text IS NULL OR usename = $1) \
     ORDER BY pid";

const KILL: &str = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
     WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND usename = $1::text";
