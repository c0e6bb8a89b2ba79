//! An administrator's connection to a PostgreSQL server of somebody's own.

use std::io;
use std::os::unix::net::UnixStream as StdStream;
use std::path::Path;
use std::time::Duration;

use rustix::process::Uid;
use rustix::thread::set_thread_res_uid;
use rustls_pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::timeout;
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, Error, NoTls, Row};

use super::super::administrator::Administrator;
use super::super::dial::{Dial, Security};
use super::super::error::{AttachError, DriverError};
use super::super::tls::Expected;
use super::super::url::Place;
use crate::os_user::ServerUser;

/// `SSLRequest` (PostgreSQL, *Message Formats*): its length and its code.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

const NO_TLS: &str = "the server offers no TLS, without which --ssl-ca verifies nothing and no password goes \
     over a network";

/// How a socket is named.
const SUCH_AS: &str = "postgres://postgres@/run/postgresql";

/// How long a connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// A statement waits only where somebody has locked everything. The server's own settings must not
/// change what our statements mean.
const STATEMENT_OPTIONS: &str = "-c statement_timeout=10s -c lock_timeout=5s \
     -c search_path=pg_catalog -c default_transaction_read_only=off";

/// One connection, closed when dropped.
pub(super) struct Session {
    client: Client,
    user: String,
    driver: JoinHandle<()>,
}

impl Drop for Session {
    fn drop(&mut self) {
        self.driver.abort();
    }
}

impl Session {
    pub(super) async fn open(administrator: &Administrator) -> Result<Self, AttachError> {
        let url = &administrator.url;
        let dial = match &url.place {
            Place::Tcp { host, port } => {
                let authority = administrator.authority.as_deref();
                Some(Dial::plan(host, *port, authority, SUCH_AS).await?)
            }
            Place::Socket { .. } => None,
        };
        let connected = connect(administrator, dial.as_ref());
        match timeout(CONNECT_LIMIT, connected).await {
            Ok(connected) => connected.map_err(|source| AttachError::Connect {
                url: url.to_string(),
                advice: advice(&*source, &url.place),
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
        Ok(Self {
            client,
            user: config.get_user().unwrap_or_default().to_owned(),
            driver,
        })
    }

    pub(super) async fn execute(
        &self,
        action: &'static str,
        statements: &str,
    ) -> Result<(), AttachError> {
        let done = self.client.batch_execute(statements).await;
        done.map_err(|error| self.failed(action, error))
    }

    pub(super) async fn query(
        &self,
        action: &'static str,
        statement: &str,
        parameters: &[&(dyn ToSql + Sync)],
    ) -> Result<Vec<Row>, AttachError> {
        let rows = self.client.query(statement, parameters).await;
        rows.map_err(|error| self.failed(action, error))
    }

    fn failed(&self, action: &'static str, error: Error) -> AttachError {
        let unprivileged = error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE);
        match unprivileged {
            true => AttachError::Unprivileged {
                user: self.user.clone(),
                action,
                such_as: "postgres",
                source: error.into(),
            },
            false => AttachError::Statement {
                action,
                source: error.into(),
            },
        }
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

/// Asks for TLS. After a yes the connection is to go on with it.
pub(super) async fn offers_tls(stream: &mut TcpStream) -> io::Result<bool> {
    stream.write_all(&SSL_REQUEST).await?;
    Ok(stream.read_u8().await? == b'S')
}

fn advice(error: &(dyn std::error::Error + 'static), place: &Place) -> &'static str {
    if error.downcast_ref().is_some_and(is_of_tls) {
        return "; --ssl-ca must certify the server for the very name in the address, before a password goes there";
    }
    match (error.is::<io::Error>(), place) {
        (true, _) => {
            "; does it run, and is the address right? Name the folder of its socket as in \
             postgres://postgres@/run/postgresql"
        }
        (false, Place::Socket { .. }) => {
            "; the password comes from a prompt, SEKISHO_DATABASE_PASSWORD or --password-file, and an \
             account that logs in through the socket (`peer`) does so for the system's user of the same \
             name: as root that is taken care of, else run `sekisho attach` as that user"
        }
        (false, Place::Tcp { .. }) => {
            "; the password comes from a prompt, SEKISHO_DATABASE_PASSWORD or --password-file, and an \
             account that has none comes through the server's socket, as in \
             postgres://postgres@/run/postgresql"
        }
    }
}

fn is_of_tls(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::InvalidData
}

async fn connect(
    administrator: &Administrator,
    dial: Option<&Dial>,
) -> Result<Session, DriverError> {
    let url = &administrator.url;
    let mut config = Config::new();
    config
        .user(&url.user)
        .dbname("postgres")
        .application_name("sekisho")
        // A stream that is to be TLS is that already.
        .ssl_mode(SslMode::Disable)
        .options(STATEMENT_OPTIONS);
    if let Some(password) = &administrator.password {
        config.password(password.expose());
    }
    match (dial, url.socket()) {
        (Some(dial), _) => over_tcp(&config, dial).await,
        (None, Some(path)) => {
            let stream = connect_as(&url.user, &path)?;
            stream.set_nonblocking(true)?;
            Session::over(&config, UnixStream::from_std(stream)?).await
        }
        (None, None) => Err("no place to connect to".into()),
    }
}

async fn over_tcp(config: &Config, dial: &Dial) -> Result<Session, DriverError> {
    let mut stream = TcpStream::connect(dial.address).await?;
    let expected = match (offers_tls(&mut stream).await?, &dial.security) {
        (true, Security::Verified(authority)) => Expected::NamedBy(authority.clone()),
        (true, Security::Offered) => Expected::Whatever,
        (false, Security::Offered) => return Session::over(config, stream).await,
        (false, Security::Verified(_)) => return Err(NO_TLS.into()),
    };
    let name = ServerName::try_from(dial.host.clone())?;
    let stream = expected.connector()?.connect(name, stream).await?;
    Session::over(config, stream).await
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
