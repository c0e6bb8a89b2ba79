//! Where a database server of somebody's own is, as people write it down.

use std::fmt;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// Which protocol a server speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Family {
    /// MariaDB and MySQL.
    MySql,
    /// PostgreSQL.
    PostgreSql,
}

impl Family {
    fn of_scheme(scheme: &str) -> Option<Self> {
        match scheme {
            "mysql" | "mariadb" => Some(Self::MySql),
            "postgres" | "postgresql" => Some(Self::PostgreSql),
            _ => None,
        }
    }

    fn scheme(self) -> &'static str {
        match self {
            Self::MySql => "mysql",
            Self::PostgreSql => "postgres",
        }
    }

    fn administrator(self) -> &'static str {
        match self {
            Self::MySql => "root",
            Self::PostgreSql => "postgres",
        }
    }

    fn port(self) -> u16 {
        match self {
            Self::MySql => 3306,
            Self::PostgreSql => 5432,
        }
    }

    /// The socket of a server that came with a package; PostgreSQL's is named by its folder.
    fn socket(self) -> &'static str {
        match self {
            Self::MySql => "/run/mysqld/mysqld.sock",
            Self::PostgreSql => "/run/postgresql",
        }
    }
}

/// How an administrator gets to a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// Over TCP.
    Tcp {
        /// A name or an address, without brackets.
        host: String,
        /// The port.
        port: u16,
    },
    /// Over a Unix socket.
    Socket {
        /// The socket, or for PostgreSQL the folder that it is in.
        path: PathBuf,
        /// The port that PostgreSQL's socket is named after.
        port: u16,
    },
}

/// `mysql://USER@HOST:PORT`, `mysql://USER@/PATH/OF/SOCKET`, and the same with `postgres`. There is no
/// password in it, ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DatabaseUrl {
    /// The protocol.
    pub family: Family,
    /// The administrator's name.
    pub user: String,
    /// Where.
    pub place: Place,
}

/// Why a text is no [`DatabaseUrl`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Another scheme, or none.
    #[error(
        "`{0}` does not begin with mysql://, mariadb://, postgres:// or postgresql://: write for \
         example mysql://root@localhost or postgres://postgres@/run/postgresql"
    )]
    Scheme(String),
    /// A password where everybody sees it.
    #[error(
        "the address holds a password, which every user of this machine sees in the process list \
         and which stays in the shell's history: leave it out and answer the prompt, or name a file \
         with --password-file"
    )]
    Password,
    /// Not a number from 1 to 65535.
    #[error("`{0}` is no port: it takes a number from 1 to 65535")]
    Port(String),
    /// A database or parameters.
    #[error("`{0}` does not belong here: name a server only, no database and no parameters")]
    TooMuch(String),
    /// `%` without two hexadecimal digits, or what they stand for is no text.
    #[error("`{0}` has a `%` that is not followed by two hexadecimal digits")]
    Escape(String),
}

impl DatabaseUrl {
    /// Takes a text apart. What is left out is as packages have it: the user `root` or `postgres`, the
    /// local socket, the usual port.
    ///
    /// # Errors
    /// [`UrlError`]
    pub fn parse(text: &str) -> Result<Self, UrlError> {
        let scheme = || UrlError::Scheme(without_password(text));
        let (family, rest) = text.split_once("://").ok_or_else(scheme)?;
        let family = Family::of_scheme(family).ok_or_else(scheme)?;
        let (user, server) = rest.rsplit_once('@').unwrap_or(("", rest));
        if user.contains(':') {
            return Err(UrlError::Password);
        }
        if let Some((_, parameters)) = server.split_once(['?', '#']) {
            return Err(match parameters.to_ascii_lowercase().contains("passw") {
                true => UrlError::Password,
                false => UrlError::TooMuch(parameters.to_owned()),
            });
        }
        let user = match user {
            "" => family.administrator().to_owned(),
            user => unescaped(user)?,
        };
        Ok(Self {
            family,
            user,
            place: place(family, server)?,
        })
    }

    /// The socket's path, where the server is reached by one.
    pub fn socket(&self) -> Option<PathBuf> {
        match (&self.place, self.family) {
            (Place::Tcp { .. }, _) => None,
            (Place::Socket { path, .. }, Family::MySql) => Some(path.clone()),
            (Place::Socket { path, port }, Family::PostgreSql) => {
                Some(path.join(format!(".s.PGSQL.{port}")))
            }
        }
    }
}

fn place(family: Family, server: &str) -> Result<Place, UrlError> {
    if server.starts_with('/') {
        return Ok(Place::Socket {
            path: PathBuf::from(unescaped(server)?),
            port: family.port(),
        });
    }
    let server = server.strip_suffix('/').unwrap_or(server);
    if let Some((_, database)) = server.split_once('/') {
        return Err(UrlError::TooMuch(database.to_owned()));
    }
    let (host, port) = host_and_port(server)?;
    let host = unescaped(host)?;
    if host.starts_with('/') {
        let port = port.unwrap_or(family.port());
        let path = PathBuf::from(host);
        return Ok(Place::Socket { path, port });
    }
    match port {
        None if host.is_empty() || host == "localhost" => Ok(Place::Socket {
            path: PathBuf::from(family.socket()),
            port: family.port(),
        }),
        port => Ok(Place::Tcp {
            host,
            port: port.unwrap_or(family.port()),
        }),
    }
}

/// `name:port`, `[address]:port`, or without the port.
fn host_and_port(server: &str) -> Result<(&str, Option<u16>), UrlError> {
    let bracketed = server
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'));
    let (host, port) = match bracketed {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => match server.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (server, None),
        },
    };
    let number = |text: &str| text.parse().ok().filter(|port| *port != 0);
    match port {
        None => Ok((host, None)),
        Some(text) => match number(text) {
            Some(port) => Ok((host, Some(port))),
            None => Err(UrlError::Port(text.to_owned())),
        },
    }
}

fn unescaped(text: &str) -> Result<String, UrlError> {
    let wrong = || UrlError::Escape(text.to_owned());
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let value = digit()
            .zip(digit())
            .and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        bytes.push(value.ok_or_else(wrong)?);
    }
    String::from_utf8(bytes).map_err(|_| wrong())
}

/// What may be repeated to whoever looks over a shoulder.
fn without_password(text: &str) -> String {
    match text.rsplit_once('@') {
        Some((_, server)) => format!("…@{server}"),
        None => text.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let escape = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
            char::from(byte).to_string()
        }
        _ => format!("%{byte:02X}"),
    };
    text.bytes().map(escape).collect()
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let user = escaped(&self.user).replace('/', "%2F");
        write!(out, "{}://{user}@", self.family.scheme())?;
        match &self.place {
            Place::Tcp { host, port } if host.contains(':') => write!(out, "[{host}]:{port}"),
            Place::Tcp { host, port } => write!(out, "{}:{port}", escaped(host)),
            Place::Socket { path, port } if *port == self.family.port() => {
                out.write_str(&escaped(&path.to_string_lossy()))
            }
            Place::Socket { path, port } => {
                let path = escaped(&path.to_string_lossy()).replace('/', "%2F");
                write!(out, "{path}:{port}")
            }
        }
    }
}

impl TryFrom<String> for DatabaseUrl {
    type Error = UrlError;

    fn try_from(text: String) -> Result<Self, UrlError> {
        Self::parse(&text)
    }
}

impl From<DatabaseUrl> for String {
    fn from(url: DatabaseUrl) -> Self {
        url.to_string()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn socket(path: &str, port: u16) -> Place {
        Place::Socket {
            path: path.into(),
            port,
        }
    }

    fn tcp(host: &str, port: u16) -> Place {
        Place::Tcp {
            host: host.into(),
            port,
        }
    }

    #[test]
    fn what_is_left_out_is_as_packages_have_it() {
        for (text, user, place) in [
            ("mysql://", "root", socket("/run/mysqld/mysqld.sock", 3306)),
            (
                "mariadb://localhost",
                "root",
                socket("/run/mysqld/mysqld.sock", 3306),
            ),
            (
                "mysql://dba@db.example.com",
                "dba",
                tcp("db.example.com", 3306),
            ),
            ("mysql://dba@localhost:3307", "dba", tcp("localhost", 3307)),
            (
                "mysql://a%40b@/srv/my%20db/s.sock",
                "a@b",
                socket("/srv/my db/s.sock", 3306),
            ),
            (
                "mysql://root@%2Fsrv%2Fs.sock",
                "root",
                socket("/srv/s.sock", 3306),
            ),
            ("postgres://", "postgres", socket("/run/postgresql", 5432)),
            (
                "postgresql://%2Frun%2Fpostgresql:5433",
                "postgres",
                socket("/run/postgresql", 5433),
            ),
            ("postgres://pg@[::1]:5433/", "pg", tcp("::1", 5433)),
        ] {
            let url = DatabaseUrl::parse(text).unwrap();
            assert_eq!((url.user.as_str(), &url.place), (user, &place), "{text}");
            assert_eq!(DatabaseUrl::parse(&url.to_string()).unwrap(), url, "{url}");
        }
    }

    #[test]
    fn a_password_is_refused_wherever_it_stands_and_is_not_repeated() {
        for text in [
            "mysql://root:hush@localhost",
            "mysql://root:@localhost",
            "postgres://localhost?password=hush",
            "redis://root:hush@localhost",
        ] {
            let error = DatabaseUrl::parse(text).unwrap_err();
            assert!(!error.to_string().contains("hush"), "{error}");
        }
        let refused = DatabaseUrl::parse("mysql://root:hush@localhost");
        assert_eq!(refused, Err(UrlError::Password));
    }

    #[test]
    fn what_names_more_than_a_server_or_no_port_is_refused() {
        for text in [
            "mysql://h/db",
            "mysql://h?x=1",
            "mysql://h:0",
            "mysql://h:65536",
            "mysql://%zz",
        ] {
            assert!(DatabaseUrl::parse(text).is_err(), "{text}");
        }
        assert!(DatabaseUrl::parse("localhost:3306").is_err());
    }

    #[test]
    fn the_socket_of_postgresql_is_named_after_its_port() {
        let url = DatabaseUrl::parse("postgres://%2Frun%2Fpostgresql:5433").unwrap();
        assert_eq!(
            url.socket().unwrap(),
            Path::new("/run/postgresql/.s.PGSQL.5433")
        );
    }
}
