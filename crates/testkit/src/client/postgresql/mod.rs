//! The same for PostgreSQL: TCP, TLS 1.3, a password in whatever way the server asks for it, statements
//! in the simple query protocol (*Frontend/Backend Protocol*, *Message Flow*).

mod message;
mod scram;

use std::io::Read;
use std::path::Path;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use std::{fmt, io};

use rustls::ClientConfig;

use super::tcp::Tcp;
use super::{Begun, LoginClient, Resumption, Stream};
use message::{Authentication, Incoming, Messages};
use scram::{Conversation, SaltedPassword};

/// Whether a client derives its key from the password at each login, as libpq does.
#[derive(Clone, Debug)]
pub enum Derivation {
    /// Each time.
    EachLogin,
    /// Once; later logins cost the client next to nothing.
    Once(Arc<Mutex<Option<SaltedPassword>>>),
}

impl Derivation {
    /// Once, by the first login.
    #[must_use]
    pub fn once() -> Self {
        Self::Once(Arc::default())
    }
}

/// Where to log in, and how. It may be shared by threads.
#[derive(Clone, Debug)]
pub struct PostgresClient {
    transport: LoginClient,
    derivation: Derivation,
}

impl PostgresClient {
    /// Logs in over TLS 1.3 and verifies the server's certificate against `ca`. PostgreSQL resumes no
    /// sessions.
    #[must_use]
    pub fn over_tls(port: u16, ca: &Path) -> Self {
        Self {
            transport: LoginClient::over_tls(port, ca, Resumption::Off),
            derivation: Derivation::EachLogin,
        }
    }

    /// Logs in over plain TCP.
    #[must_use]
    pub fn in_clear(port: u16) -> Self {
        Self {
            transport: LoginClient::in_clear(port),
            derivation: Derivation::EachLogin,
        }
    }

    /// The same client, which derives its keys otherwise.
    #[must_use]
    pub fn deriving(self, derivation: Derivation) -> Self {
        Self { derivation, ..self }
    }

    /// Logs in to the database `postgres`.
    ///
    /// # Errors
    /// The server's refusal, or whatever else came between.
    pub fn log_in(&self, user: &str, password: &[u8]) -> Result<PostgresSession, PostgresError> {
        let tcp = Tcp::whole(self.transport.connect()?);
        self.log_in_over(tcp, user, password)
    }

    /// Sends so many octets of a login, and stops there.
    ///
    /// # Errors
    /// When the server is not to be reached at all.
    pub fn begin(
        &self,
        user: &str,
        password: &[u8],
        octets: usize,
    ) -> Result<Begun, PostgresError> {
        let connection = self.transport.connect()?;
        let (tcp, left) = Tcp::cut_after(connection.try_clone()?, octets);
        let session = self.log_in_over(tcp, user, password).ok();
        let sent = octets - left.load(Ordering::Relaxed);
        Ok(Begun::new(sent, connection, session))
    }

    fn log_in_over(
        &self,
        tcp: Tcp,
        user: &str,
        password: &[u8],
    ) -> Result<PostgresSession, PostgresError> {
        let mut stream = Stream::Plain(tcp);
        if let Some(config) = &self.transport.tls {
            stream = over_tls(stream, config)?;
        }
        let mut messages = Messages::new(stream);
        messages.send(None, &message::startup(user))?;
        let mut session = PostgresSession { messages };
        session.prove(password, &self.derivation)?;
        session.until_ready()?;
        Ok(session)
    }
}

fn over_tls(mut stream: Stream, config: &Arc<ClientConfig>) -> Result<Stream, PostgresError> {
    message::send(&mut stream, None, &message::TLS_REQUEST)?;
    let mut answer = [0];
    stream.read_exact(&mut answer)?;
    match &answer {
        b"S" => Ok(stream.over_tls(config)?),
        _ => Err(PostgresError::protocol("the server has no TLS")),
    }
}

/// A connection that is logged in.
#[derive(Debug)]
pub struct PostgresSession {
    messages: Messages,
}

impl PostgresSession {
    /// Runs a statement; the first value of its last row, if it has one.
    ///
    /// # Errors
    /// The server's.
    pub fn query(&mut self, statement: &str) -> Result<Option<String>, PostgresError> {
        self.messages.send(Some(b'Q'), &message::text(statement))?;
        self.until_ready()
    }

    /// Ends the connection politely.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn quit(mut self) -> Result<(), PostgresError> {
        Ok(self.messages.send(Some(b'X'), &[])?)
    }

    fn prove(&mut self, password: &[u8], derivation: &Derivation) -> Result<(), PostgresError> {
        let mut conversation = None;
        loop {
            let asked = match self.messages.receive()? {
                Incoming::Authentication(asked) => asked,
                Incoming::Error(error) => return Err(error),
                _ => return Err(PostgresError::protocol("not an answer to a login")),
            };
            match asked {
                Authentication::Ok => return Ok(()),
                Authentication::Cleartext => {
                    let response = [password, &[0]].concat();
                    self.messages.send(Some(b'p'), &response)?;
                }
                Authentication::Sasl => {
                    let begun = Conversation::begin();
                    self.messages.send(Some(b'p'), &begun.first())?;
                    conversation = Some(begun);
                }
                Authentication::SaslContinue(challenge) => {
                    let begun = conversation.as_ref();
                    let begun = begun.ok_or(PostgresError::protocol("SCRAM out of order"))?;
                    let proof = begun.proof(&challenge, password, derivation)?;
                    self.messages.send(Some(b'p'), proof.as_bytes())?;
                }
                Authentication::SaslFinal => {}
            }
        }
    }

    fn until_ready(&mut self) -> Result<Option<String>, PostgresError> {
        let (mut value, mut failed) = (None, None);
        loop {
            match self.messages.receive()? {
                Incoming::Row(first) => value = first,
                Incoming::Error(error) if error.is_fatal() => return Err(error),
                Incoming::Error(error) => failed = Some(error),
                Incoming::Ready => return failed.map_or(Ok(value), Err),
                Incoming::Authentication(_) | Incoming::Other => {}
            }
        }
    }
}

/// Why a login, or a statement, failed.
#[derive(Debug)]
pub enum PostgresError {
    /// The server says so.
    Server {
        /// `FATAL`, `ERROR`, …
        severity: String,
        /// SQLSTATE.
        state: String,
        /// For people.
        message: String,
    },
    /// The connection broke.
    Io(io::Error),
    /// The other side speaks something else.
    Protocol(String),
}

impl PostgresError {
    fn protocol(what: &str) -> Self {
        Self::Protocol(what.to_owned())
    }

    fn is_fatal(&self) -> bool {
        matches!(self, Self::Server { severity, .. } if severity == "FATAL" || severity == "PANIC")
    }

    /// SQLSTATE, if it is the server who refuses.
    #[must_use]
    pub fn state(&self) -> Option<&str> {
        match self {
            Self::Server { state, .. } => Some(state),
            Self::Io(_) | Self::Protocol(_) => None,
        }
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server {
                severity,
                state,
                message,
            } => write!(f, "{severity} ({state}): {message}"),
            Self::Io(error) => write!(f, "the connection broke: {error}"),
            Self::Protocol(what) => f.write_str(what),
        }
    }
}

impl std::error::Error for PostgresError {}

impl From<io::Error> for PostgresError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl From<super::LoginError> for PostgresError {
    fn from(error: super::LoginError) -> Self {
        Self::Protocol(error.to_string())
    }
}
