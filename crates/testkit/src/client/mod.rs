//! A client that logs in as drivers do, thousands of times a second: TCP, TLS 1.3, the handshake,
//! the switch to another authentication method, statements.

mod packet;
mod postgresql;
mod tcp;
mod tls;

use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use rustix::net::{self, AddressFamily, SocketType};
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use rustls_pki_types::ServerName;

pub use postgresql::{Derivation, PostgresClient, PostgresError, PostgresSession};

use packet::{Greeting, Packets, native_password, sha2_password};
use tcp::Tcp;

/// What a user proves himself with.
#[derive(Clone)]
pub enum Password {
    /// A local user's, scrambled with `mysql_native_password`.
    Native(Vec<u8>),
    /// The same, by a client that proposes another method first: what a switch of the method costs.
    NativeAfterSwitch(Vec<u8>),
    /// A local user's of MySQL, scrambled with `caching_sha2_password`; whole when the server does not
    /// know it yet, which it asks for over TLS only.
    Sha2(Vec<u8>),
    /// The same, by a client that proposes another method first.
    Sha2AfterSwitch(Vec<u8>),
    /// A token, sent as it is when the server asks for `mysql_clear_password`.
    Clear(Vec<u8>),
    /// A token, sent with the first packet, which saves a round trip.
    ClearAtOnce(Vec<u8>),
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.plugin())
    }
}

impl Password {
    /// What the client proposes in its first packet. Most start with the server's default.
    fn plugin(&self) -> &'static str {
        match self {
            Self::Native(_) | Self::Clear(_) => NATIVE,
            Self::Sha2(_) => SHA2,
            Self::NativeAfterSwitch(_) | Self::Sha2AfterSwitch(_) | Self::ClearAtOnce(_) => CLEAR,
        }
    }

    fn first_response(&self, salt: &[u8]) -> Vec<u8> {
        match self {
            Self::Native(password) => native_password(password, salt),
            Self::Sha2(password) => sha2_password(password, salt),
            Self::NativeAfterSwitch(_) | Self::Sha2AfterSwitch(_) | Self::Clear(_) => Vec::new(),
            Self::ClearAtOnce(token) => with_nul(token),
        }
    }

    /// The answer to a server that asks for all of it.
    fn whole(&self, over_tls: bool) -> Result<Vec<u8>, LoginError> {
        match self {
            Self::Sha2(password) | Self::Sha2AfterSwitch(password) if over_tls => {
                Ok(with_nul(password))
            }
            _ => Err(LoginError::Protocol(format!(
                "all of {self:?} was asked for"
            ))),
        }
    }

    /// The answer to a server that asks for another method.
    fn switched_response(&self, plugin: &str, salt: &[u8]) -> Result<Vec<u8>, LoginError> {
        match self {
            Self::Native(password) | Self::NativeAfterSwitch(password) if plugin == NATIVE => {
                Ok(native_password(password, salt))
            }
            Self::Sha2(password) | Self::Sha2AfterSwitch(password) if plugin == SHA2 => {
                Ok(sha2_password(password, salt))
            }
            Self::Clear(token) | Self::ClearAtOnce(token) if plugin == CLEAR => Ok(with_nul(token)),
            _ => Err(LoginError::Protocol(format!(
                "{self:?} was asked for `{plugin}`"
            ))),
        }
    }
}

const NATIVE: &str = "mysql_native_password";
const SHA2: &str = "caching_sha2_password";
const CLEAR: &str = "mysql_clear_password";

fn with_nul(bytes: &[u8]) -> Vec<u8> {
    [bytes, &[0]].concat()
}

/// Whether a client remembers its TLS sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Resumption {
    /// Every connection pays for a full handshake.
    Off,
    /// Connections after the first resume.
    On,
}

/// Where to log in, and how. It may be shared by threads; sessions that TLS remembers are shared too.
#[derive(Clone, Debug)]
pub struct LoginClient {
    address: SocketAddr,
    source: Option<Ipv4Addr>,
    tls: Option<Arc<ClientConfig>>,
    patience: Duration,
}

impl LoginClient {
    /// Logs in over TLS 1.3 and verifies the server's certificate against `ca`.
    #[must_use]
    pub fn over_tls(port: u16, ca: &Path, resumption: Resumption) -> Self {
        Self {
            tls: Some(tls::config(ca, resumption)),
            ..Self::in_clear(port)
        }
    }

    /// Logs in over plain TCP.
    #[must_use]
    pub fn in_clear(port: u16) -> Self {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        Self {
            address,
            source: None,
            tls: None,
            patience: Duration::from_secs(30),
        }
    }

    /// The same from another address of this machine, which a server takes for another host.
    #[must_use]
    pub fn from_address(self, source: Ipv4Addr) -> Self {
        Self {
            source: Some(source),
            ..self
        }
    }

    /// Logs in.
    ///
    /// # Errors
    /// The server's refusal, or whatever else came between.
    pub fn log_in(&self, user: &str, password: &Password) -> Result<Session, LoginError> {
        self.log_in_over(Tcp::whole(self.connect()?), user, password)
    }

    /// Sends so many octets of a login, and stops there.
    ///
    /// # Errors
    /// When the server is not to be reached at all.
    pub fn begin(
        &self,
        user: &str,
        password: &Password,
        octets: usize,
    ) -> Result<Begun, LoginError> {
        let connection = self.connect()?;
        let (tcp, left) = Tcp::cut_after(connection.try_clone()?, octets);
        // Whether it came to its end is seen by what is left.
        let session = self.log_in_over(tcp, user, password).ok();
        let sent = octets - left.load(Ordering::Relaxed);
        Ok(Begun::new(sent, connection, session))
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let tcp = match self.source {
            Some(source) => connect_from(source, self.address)?,
            None => TcpStream::connect_timeout(&self.address, self.patience)?,
        };
        tcp.set_nodelay(true)?;
        tcp.set_read_timeout(Some(self.patience))?;
        tcp.set_write_timeout(Some(self.patience))?;
        Ok(tcp)
    }

    fn log_in_over(
        &self,
        tcp: Tcp,
        user: &str,
        password: &Password,
    ) -> Result<Session, LoginError> {
        let mut packets = Packets::new(Stream::Plain(tcp));
        let greeting = Greeting::parse(&packets.read()?)?;
        if let Some(config) = &self.tls {
            packets.write(&packet::tls_request())?;
            packets = packets.map(|stream| stream.over_tls(config))?;
        }
        let response = password.first_response(&greeting.salt);
        let plugin = password.plugin();
        packets.write(&packet::login(self.tls.is_some(), user, &response, plugin))?;
        let mut session = Session { packets, greeting };
        session.finish_login(password)?;
        Ok(session)
    }
}

fn connect_from(source: Ipv4Addr, address: SocketAddr) -> io::Result<TcpStream> {
    let socket = net::socket(AddressFamily::INET, SocketType::STREAM, None)?;
    net::bind(&socket, &SocketAddr::from((source, 0)))?;
    net::connect(&socket, &address)?;
    Ok(TcpStream::from(socket))
}

/// A connection that is logged in.
#[derive(Debug)]
pub struct Session {
    packets: Packets<Stream>,
    greeting: Greeting,
}

/// A row of a result, by columns; `NULL` is nothing.
pub type Row = Vec<Option<String>>;

impl Session {
    /// Runs a statement. Statements without a result have no rows.
    ///
    /// # Errors
    /// The server's.
    pub fn query(&mut self, statement: &str) -> Result<Vec<Row>, LoginError> {
        self.packets.begin();
        self.packets.write(&packet::query(statement))?;
        let first = self.packets.read_checked()?;
        if first.first() == Some(&0) {
            return Ok(Vec::new());
        }
        let columns = packet::column_count(&first)?;
        while !packet::is_end(&self.packets.read_checked()?) {}
        let mut rows = Vec::new();
        loop {
            let row = self.packets.read_checked()?;
            if packet::is_end(&row) {
                return Ok(rows);
            }
            rows.push(packet::row(&row, columns)?);
        }
    }

    /// The only value of a statement's only row.
    ///
    /// # Errors
    /// The server's, or that there is no such value.
    pub fn value(&mut self, statement: &str) -> Result<String, LoginError> {
        let rows = self.query(statement)?;
        let value = rows
            .into_iter()
            .next()
            .and_then(|row| row.into_iter().next().flatten());
        value.ok_or_else(|| LoginError::Protocol(format!("`{statement}` has no value")))
    }

    /// Becomes another user on the same connection (`COM_CHANGE_USER`).
    ///
    /// # Errors
    /// The server's refusal; it closes the connection after some of them.
    pub fn change_user(&mut self, user: &str, password: &Password) -> Result<(), LoginError> {
        self.packets.begin();
        self.packets.write(&packet::change_user(user, NATIVE))?;
        self.finish_login(password)
    }

    /// Ends the connection politely.
    ///
    /// # Errors
    /// When it has ended already.
    pub fn quit(mut self) -> Result<(), LoginError> {
        self.packets.begin();
        self.packets.write(&packet::quit())?;
        Ok(())
    }

    /// Whether the TLS session was resumed; nothing without TLS.
    #[must_use]
    pub fn was_resumed(&self) -> Option<bool> {
        match self.packets.stream() {
            Stream::Tls(tls) => {
                Some(tls.conn.handshake_kind() == Some(rustls::HandshakeKind::Resumed))
            }
            Stream::Plain(_) => None,
        }
    }

    /// The server's number for this connection.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.greeting.connection_id
    }

    fn finish_login(&mut self, password: &Password) -> Result<(), LoginError> {
        loop {
            let packet = self.packets.read_checked()?;
            match packet.split_first() {
                Some((0, _)) => return Ok(()),
                Some((0xfe, rest)) => {
                    let (plugin, salt) = packet::auth_switch(rest)?;
                    let response = password.switched_response(plugin, salt)?;
                    self.packets.write(&response)?;
                }
                Some((1, [packet::SHA2_IS_KNOWN])) => {}
                Some((1, [packet::SHA2_WANTS_ALL])) => {
                    let whole = password.whole(self.was_resumed().is_some())?;
                    self.packets.write(&whole)?;
                }
                _ => return Err(LoginError::Protocol("not an answer to a login".to_owned())),
            }
        }
    }
}

/// A login in the middle of which the client stopped. The connection stays open until this is dropped.
#[derive(Debug)]
pub struct Begun {
    /// How many octets the client has sent: fewer than asked for when it had no more to say.
    pub sent: usize,
    _connection: TcpStream,
    _session: Box<dyn Any + Send>,
}

impl Begun {
    fn new(sent: usize, connection: TcpStream, session: impl Any + Send) -> Self {
        Self {
            sent,
            _connection: connection,
            _session: Box::new(session),
        }
    }
}

/// Why a login, or a statement, failed.
#[derive(Debug)]
pub enum LoginError {
    /// The server says so.
    Server {
        /// `ER_…`
        code: u16,
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

impl LoginError {
    /// The server's error number, if it is the server who refuses.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Server { code, .. } => Some(*code),
            Self::Io(_) | Self::Protocol(_) => None,
        }
    }
}

impl fmt::Display for LoginError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Server {
                code,
                state,
                message,
            } => write!(f, "ERROR {code} ({state}): {message}"),
            Self::Io(error) => write!(f, "the connection broke: {error}"),
            Self::Protocol(what) => f.write_str(what),
        }
    }
}

impl Error for LoginError {}

impl From<io::Error> for LoginError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// The connection, with TLS or without.
enum Stream {
    Plain(Tcp),
    Tls(Box<StreamOwned<ClientConnection, Tcp>>),
}

impl Stream {
    fn over_tls(self, config: &Arc<ClientConfig>) -> Result<Self, LoginError> {
        let Self::Plain(tcp) = self else {
            return Ok(self);
        };
        let name = ServerName::IpAddress(Ipv4Addr::LOCALHOST.into());
        let tls = ClientConnection::new(Arc::clone(config), name)
            .map_err(|error| LoginError::Protocol(error.to_string()))?;
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, tcp))))
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Plain(_) => "Plain",
            Self::Tls(_) => "Tls",
        })
    }
}

impl Read for Stream {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(buffer),
            Self::Tls(stream) => stream.read(buffer),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(bytes),
            Self::Tls(stream) => stream.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(stream) => stream.flush(),
        }
    }
}
