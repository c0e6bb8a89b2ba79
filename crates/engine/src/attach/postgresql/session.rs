//! An administrator's connection to a PostgreSQL server of somebody's own.

use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::path::Path;
use std::time::Duration;

use rustix::process::Uid;
use rustix::thread::set_thread_res_uid;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Row};

use super::super::error::{AttachError, DriverError};
use super::super::url::{DatabaseUrl, Place};
use crate::os_user::ServerUser;
use crate::spec::Password;

/// How long a connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// A statement waits only where somebody has locked everything.
const STATEMENT_OPTIONS: &str =
    "-c statement_timeout=10s -c lock_timeout=5s -c search_path=pg_catalog";

/// One connection, closed when dropped.
pub(super) struct Session {
    client: Client,
    driver: JoinHandle<()>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Session {
    pub(super) async fn open(
        url: &DatabaseUrl,
        password: Option<&Password>,
    ) -> Result<Self, AttachError> {
        match timeout(CONNECT_LIMIT, connect(url, password)).await {
            Ok(connected) => connected.map_err(|source| AttachError::Connect {
                url: url.to_string(),
                advice: ADVICE,
                source,
            }),
            Err(_) => Err(AttachError::TimedOut {
                action: "answer",
                seconds: CONNECT_LIMIT.as_secs(),
            }),
        }
    }

    pub(super) async fn over(
        config: &Config,
        stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    ) -> Result<Self, DriverError> {
        let (client, connection) = config.connect_raw(stream, NoTls).await?;
        let driver = tokio::spawn(async move {
            // The client hears of it too, where it matters.
            let _ = connection.await;
        });
        Ok(Self { client, driver })
    }

    pub(super) async fn execute(
        &self,
        action: &'static str,
        statements: &str,
    ) -> Result<(), AttachError> {
        let done = self.client.batch_execute(statements).await;
        done.map_err(|source| AttachError::Statement {
            action,
            source: source.into(),
        })
    }

    pub(super) async fn query(
        &self,
        action: &'static str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, AttachError> {
        let rows = self.client.query(statement, parameters).await;
        rows.map_err(|source| AttachError::Statement {
            action,
            source: source.into(),
        })
    }

    /// The one text that a statement asks for.
    pub(super) async fn text(
        &self,
        action: &'static str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Option<String>, AttachError> {
        let rows = self.query(action, statement, parameters).await?;
        Ok(rows.first().and_then(|row| row.get(0)))
    }
}

const ADVICE: &str = "; the password comes from a prompt or --password-file, and an account that logs \
     in through the socket (`peer`) does so for the system's user of the same name: as root that is \
     taken care of, else run `sekisho attach` as that user";

async fn connect(url: &DatabaseUrl, password: Option<&Password>) -> Result<Session, DriverError> {
    let mut config = Config::new();
    config
        .user(&url.user)
        .dbname("postgres")
        .application_name("sekisho")
        .ssl_mode(SslMode::Disable)
        .options(STATEMENT_OPTIONS);
    if let Some(password) = password {
        config.password(password.expose());
    }
    match (&url.place, url.socket()) {
        (Place::Tcp { host, port }, _) => {
            let stream = TcpStream::connect((host.as_str(), *port)).await?;
            Session::over(&config, stream).await
        }
        (_, Some(path)) => {
            let stream = connect_as(&url.user, &path)?;
            stream.set_nonblocking(true)?;
            Session::over(&config, UnixStream::from_std(stream)?).await
        }
        (_, None) => Err("no place to connect to".into()),
    }
}

/// `peer` lets in who the system says is at the other end. Root may be anybody, and is the system's
/// user of this name, if there is one, for as long as it takes to connect.
fn connect_as(user: &str, path: &Path) -> io::Result<StdStream> {
    let as_root = rustix::process::geteuid().is_root();
    let Ok(user) = ServerUser::resolve(as_root.then_some(user)) else {
        return StdStream::connect(path);
    };
    if !user.is_apart() {
        return StdStream::connect(path);
    }
    let path = path.to_owned();
    // Who is at the other end is who the thread is when it connects (SO_PEERCRED in unix(7)). The
    // thread ends with it, so that nothing else is done as somebody else.
    let connected = std::thread::spawn(move || {
        set_thread_res_uid(None, Some(Uid::from_raw(user.uid())), None)?;
        StdStream::connect(path)
    });
    connected
        .join()
        .unwrap_or_else(|_| Err(io::Error::other("the connection was not made")))
}
