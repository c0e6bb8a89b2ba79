//! An administrator's connection to a MariaDB or MySQL server of somebody's own.

use std::io;
use std::time::Duration;

use mysql_async::prelude::{FromRow, Queryable};
use mysql_async::{Conn, DriverError, Error, IoError, OptsBuilder, Params, SslOpts};

use super::super::administrator::Administrator;
use super::super::dial::{Dial, Security};
use super::super::error::AttachError;
use super::super::url::Place;
use crate::spec::Password;

/// How long a connection may take.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// How long a statement may take. It waits only where somebody has locked everything, and then without
/// an end: for INSTALL the servers heed no `lock_wait_timeout`.
const STATEMENT_LIMIT: Duration = Duration::from_secs(10);

/// What servers say to somebody who may not (MariaDB and MySQL, *Error Messages*): a database, a table,
/// a column, an administrator's privilege.
const UNPRIVILEGED: [u16; 4] = [1044, 1142, 1143, 1227];

/// How a socket is named.
const SUCH_AS: &str = "mysql://root@/run/mysqld/mysqld.sock";

/// One connection.
pub(super) struct Session {
    connection: Conn,
    user: String,
}

impl Session {
    pub(super) async fn open(administrator: &Administrator) -> Result<Self, AttachError> {
        let Administrator { url, .. } = administrator;
        let connected = match &url.place {
            Place::Socket { path, .. } => {
                let options = options(administrator).socket(Some(path.to_string_lossy()));
                connect(options).await?
            }
            Place::Tcp { host, port } => {
                let authority = administrator.authority.as_deref();
                let dial = Dial::plan(host, *port, authority, SUCH_AS).await?;
                over_tcp(options(administrator), &dial).await?
            }
        };
        match connected {
            Ok(connection) => Ok(Self {
                connection,
                user: url.user.clone(),
            }),
            Err(error) => Err(AttachError::Connect {
                url: url.to_string(),
                advice: advice(&error, &url.place),
                source: bare(error),
            }),
        }
    }

    /// What follows is this server's own affair: no replica and no other node of a cluster is told.
    pub(super) async fn keep_to_yourself(&mut self) -> Result<(), AttachError> {
        let settings: Vec<(String, String)> = self
            .query("tell its settings", REPLICATION_SETTINGS, ())
            .await?;
        for (name, value) in settings {
            let statement = match (name.as_str(), value.as_str()) {
                ("log_bin", "ON") => "SET SESSION sql_log_bin = 0",
                ("wsrep_on", "ON") => "SET SESSION wsrep_on = 0",
                _ => continue,
            };
            self.execute("keep a change to itself", statement).await?;
        }
        Ok(())
    }

    pub(super) async fn execute(
        &mut self,
        action: &'static str,
        statement: &str,
    ) -> Result<(), AttachError> {
        let asked = self.connection.query_drop(statement);
        within(action, &self.user, asked).await
    }

    pub(super) async fn query<R: FromRow + Send + 'static>(
        &mut self,
        action: &'static str,
        statement: &str,
        parameters: impl Into<Params> + Send,
    ) -> Result<Vec<R>, AttachError> {
        let asked = self.connection.exec(statement, parameters);
        within(action, &self.user, asked).await
    }

    pub(super) async fn close(self) {
        // What was asked is done; a connection that does not end politely ends all the same.
        let _ = tokio::time::timeout(CONNECT_LIMIT, self.connection.disconnect()).await;
    }
}

fn options(administrator: &Administrator) -> OptsBuilder {
    OptsBuilder::default()
        .user(Some(&administrator.url.user))
        .pass(administrator.password.as_ref().map(Password::expose))
        .prefer_socket(false)
        // The server's own settings must not change what our statements mean.
        .init(vec!["SET SESSION sql_mode = ''"])
}

/// A server without TLS is told so later, with what to do, as long as the way to it is this machine's own.
async fn over_tcp(options: OptsBuilder, dial: &Dial) -> Result<Result<Conn, Error>, AttachError> {
    let options = options
        .ip_or_hostname(dial.address.ip().to_string())
        .tcp_port(dial.address.port());
    let tls = match &dial.security {
        Security::Offered => SslOpts::default().with_danger_accept_invalid_certs(true),
        Security::Verified(authority) => SslOpts::default()
            .with_disable_built_in_roots(true)
            .with_root_certs(vec![authority.clone().into()])
            .with_danger_tls_hostname_override(Some(dial.host.clone())),
    };
    match connect(options.clone().ssl_opts(tls)).await? {
        Err(Error::Driver(DriverError::NoClientSslFlagFromServer))
            if dial.security == Security::Offered =>
        {
            connect(options).await
        }
        connected => Ok(connected),
    }
}

async fn connect(options: OptsBuilder) -> Result<Result<Conn, Error>, AttachError> {
    let connected = tokio::time::timeout(CONNECT_LIMIT, Conn::new(options)).await;
    connected.map_err(|_| AttachError::TimedOut {
        action: "answer",
        seconds: CONNECT_LIMIT.as_secs(),
    })
}

async fn within<T>(
    action: &'static str,
    user: &str,
    asked: impl Future<Output = Result<T, Error>>,
) -> Result<T, AttachError> {
    match tokio::time::timeout(STATEMENT_LIMIT, asked).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(Error::Server(error))) if UNPRIVILEGED.contains(&error.code) => {
            Err(AttachError::Unprivileged {
                user: user.to_owned(),
                action,
                such_as: "root",
                source: error.into(),
            })
        }
        Ok(Err(error)) => Err(AttachError::Statement {
            action,
            source: bare(error),
        }),
        Err(_) => Err(AttachError::TimedOut {
            action,
            seconds: STATEMENT_LIMIT.as_secs(),
        }),
    }
}

/// What is at the bottom of it; the driver only says that it is an error of input or output.
fn bare(error: Error) -> super::super::error::DriverError {
    match error {
        Error::Io(IoError::Io(error)) => error.into(),
        Error::Server(error) => error.into(),
        error => error.into(),
    }
}

fn advice(error: &Error, place: &Place) -> &'static str {
    match (error, place) {
        (Error::Server(_), Place::Socket { .. }) => {
            "; the password comes from a prompt, SEKISHO_DATABASE_PASSWORD or --password-file, and an \
             account that logs in through the socket (`unix_socket`, `auth_socket`) does so only for the \
             system's user of the same name: run `sekisho attach` as that user, for `root` as root"
        }
        (Error::Server(_), Place::Tcp { .. }) => {
            "; the password comes from a prompt, SEKISHO_DATABASE_PASSWORD or --password-file, and an \
             account that has none comes through the server's socket, as in \
             mysql://root@/run/mysqld/mysqld.sock"
        }
        (Error::Driver(DriverError::NoClientSslFlagFromServer), _) => {
            "; the server has no TLS, without which --ssl-ca verifies nothing and no password goes over a \
             network: name a socket as in mysql://root@/run/mysqld/mysqld.sock"
        }
        (Error::Io(IoError::Io(error)), _) if error.kind() == io::ErrorKind::InvalidData => {
            "; --ssl-ca must certify the server for the very name in the address, before a password goes there"
        }
        (Error::Io(_), _) => {
            "; does it run, and is the address right? Name a socket as in \
             mysql://root@/run/mysqld/mysqld.sock"
        }
        _ => "",
    }
}

const REPLICATION_SETTINGS: &str =
    "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('log_bin', 'wsrep_on')";
