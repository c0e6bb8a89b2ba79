use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::product::Product;

/// How many clients may be connected at once, where nobody says.
pub const MAX_CONNECTIONS: u32 = 500;

/// All that one server is made and run from. Everything but `directory` may change between two
/// starts: the configuration is written anew each time.
#[derive(Debug, Clone)]
pub struct Spec {
    /// The cluster's own folder, absolute; made by [`crate::Engine::create`]. Its parents must be
    /// there and traversable by the server's user.
    pub directory: PathBuf,
    /// The operating-system user that the server runs as. `None`: the user that we are, which must
    /// not be root. Only root can name one.
    pub server_user: Option<String>,
    /// The address to listen on.
    pub address: IpAddr,
    /// The TCP port to listen on.
    pub port: u16,
    /// What the server shows to TLS clients.
    pub tls: TlsIdentity,
    /// Refuse plain TCP for everybody, local users too (the parameter of the same name on RDS).
    pub require_secure_transport: bool,
    /// The native login module as built or installed; it is copied into the server's own plugin
    /// folder.
    pub module: PathBuf,
    /// The Unix socket on which the agent answers this server's questions.
    pub agent_socket: PathBuf,
    /// The server's number among those that replicate from each other, not 0.
    pub server_id: u32,
    /// Further server variables and their values, each of letters, digits and underscores only; a
    /// value may be a negative number.
    pub variables: BTreeMap<String, String>,
}

/// A server certificate with the intermediates above it, leaf first, and its private key (PEM).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct TlsIdentity {
    /// The leaf first, then intermediates; the root is left out.
    #[zeroize(skip)]
    pub certificate_chain_pem: String,
    /// The root that clients trust. MySQL refuses to show a certificate that it cannot trace to one.
    #[zeroize(skip)]
    pub root_pem: String,
    /// PKCS #8, unencrypted.
    pub private_key_pem: String,
}

impl fmt::Debug for TlsIdentity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TlsIdentity(..)")
    }
}

/// A password in clear. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Password(String);

impl Password {
    /// Takes the password over.
    pub fn new(password: String) -> Self {
        Self(password)
    }

    /// 256 random bits as hex.
    pub(crate) fn random() -> std::io::Result<Self> {
        let mut bits = Zeroizing::new([0; 32]);
        rustix::rand::getrandom(&mut bits[..], rustix::rand::GetRandomFlags::empty())?;
        Ok(Self(bits.iter().fold(String::new(), |text, byte| {
            format!("{text}{byte:02x}")
        })))
    }

    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(..)")
    }
}

/// The account that a cluster's owner administers it with (`MasterUsername` of the RDS API).
#[derive(Debug, Clone)]
pub struct MasterUser {
    name: String,
    password: Password,
}

/// Why a master user cannot be had.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum MasterUserError {
    /// The name is empty or too long.
    #[error("the master user's name must have 1 to {limit} characters")]
    Length {
        /// The longest that the server takes.
        limit: usize,
    },
    /// The name has a character that does not belong into a name.
    #[error("the master user's name `{}` has a control character; choose another", .name.escape_debug())]
    ControlCharacter {
        /// The name as given.
        name: String,
    },
    /// The name is the server's or ours.
    #[error("`{name}` is reserved; choose another master user name, such as `admin`")]
    Reserved {
        /// The name as given.
        name: String,
    },
    /// A password-less administrator would be open to everybody.
    #[error("the master user's password is empty; give one")]
    EmptyPassword,
}

impl MasterUser {
    /// Checks what the server needs; the RDS API's own narrower rules are its own affair.
    pub fn new(
        product: Product,
        name: impl Into<String>,
        password: Password,
    ) -> Result<Self, MasterUserError> {
        let name = name.into();
        let limit = product.account_name_max();
        if !(1..=limit).contains(&name.chars().count()) {
            return Err(MasterUserError::Length { limit });
        }
        if name.chars().any(char::is_control) {
            return Err(MasterUserError::ControlCharacter { name });
        }
        if Self::is_reserved(product, &name) {
            return Err(MasterUserError::Reserved { name });
        }
        if password.expose().is_empty() {
            return Err(MasterUserError::EmptyPassword);
        }
        Ok(Self { name, password })
    }

    /// Whether a name is the server's or ours, in capitals or not. PostgreSQL keeps all that begin with
    /// `pg_` to itself.
    pub fn is_reserved(product: Product, name: &str) -> bool {
        let is_postgres_own = product == Product::PostgreSql && name.starts_with("pg_");
        let mut reserved = product.reserved_names().iter();
        is_postgres_own || reserved.any(|reserved| reserved.eq_ignore_ascii_case(name))
    }

    /// The account's name; its host is `%`.
    pub fn name(&self) -> &str {
        &self.name
    }

    pub(crate) fn password(&self) -> &Password {
        &self.password
    }
}

/// Told what a long operation is doing, one short line at a time.
pub trait Progress: Send + Sync {
    /// One line for a person, without a final stop.
    fn report(&self, message: &str);
}

impl<F: Fn(&str) + Send + Sync> Progress for F {
    fn report(&self, message: &str) {
        self(message);
    }
}

/// Why a [`Spec`] cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SpecError {
    /// A path is relative, and the server has another working directory.
    #[error("`{}` is a relative path; give it from the root", .path.display())]
    RelativePath {
        /// The path as given.
        path: PathBuf,
    },
    /// A path cannot be written into the server's configuration file.
    #[error(
        "the path `{}` is not UTF-8 or has a quote or control character, which a server's option file cannot hold; move it",
        .path.display()
    )]
    UnwritablePath {
        /// The path as given.
        path: PathBuf,
    },
    /// A Unix socket's path has no room for more.
    #[error(
        "the socket path `{}` has {} bytes and the system allows {limit}; choose a shorter data directory",
        .path.display(), .path.as_os_str().len()
    )]
    SocketPathTooLong {
        /// The socket's path.
        path: PathBuf,
        /// The longest path in bytes.
        limit: usize,
    },
    /// A variable could be read as something else.
    #[error(
        "the variable `{name}` or its value has other characters than letters, digits and underscores"
    )]
    Variable {
        /// Its name.
        name: String,
    },
    /// A cluster is known by its folder's name, outside of it too.
    #[error(
        "the last part of `{}` is no resource id; it must have letters, digits and hyphens only",
        .path.display()
    )]
    FolderName {
        /// The cluster's folder.
        path: PathBuf,
    },
    /// Replication ids start at 1.
    #[error("the server id is 0; it must be 1 or more")]
    ServerId,
    /// Port 0 would mean a port of the server's own choice, which nobody would find.
    #[error("the port is 0; choose one from 1 to 65535")]
    Port,
}

/// Room in `sockaddr_un.sun_path` less the final NUL (unix(7)).
pub(crate) const SOCKET_PATH_BYTES_MAX: usize = 107;

impl Spec {
    pub(crate) fn check(&self) -> Result<(), SpecError> {
        for path in [&self.directory, &self.module, &self.agent_socket] {
            if !path.is_absolute() {
                return Err(SpecError::RelativePath { path: path.clone() });
            }
        }
        check_socket_path(&self.agent_socket)?;
        for (name, value) in &self.variables {
            check_variable(name, value)?;
        }
        if self.server_id == 0 {
            return Err(SpecError::ServerId);
        }
        if self.port == 0 {
            return Err(SpecError::Port);
        }
        Ok(())
    }
}

/// A name and a value that mean the same in a statement and in an option file, unquoted.
pub(crate) fn check_variable(name: &str, value: &str) -> Result<(), SpecError> {
    let plain = |text: &str| {
        let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        !text.is_empty() && text.bytes().all(known)
    };
    if plain(name) && plain(value.strip_prefix('-').unwrap_or(value)) {
        return Ok(());
    }
    let name = name.to_owned();
    Err(SpecError::Variable { name })
}

pub(crate) fn check_socket_path(path: &Path) -> Result<(), SpecError> {
    if path.as_os_str().len() > SOCKET_PATH_BYTES_MAX {
        return Err(SpecError::SocketPathTooLong {
            path: path.to_owned(),
            limit: SOCKET_PATH_BYTES_MAX,
        });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_variable_that_could_be_read_as_something_else_is_refused() {
        assert!(check_variable("wait_timeout", "60").is_ok());
        assert!(check_variable("log_min_duration_statement", "-1").is_ok());
        for (name, value) in [
            ("", "1"),
            ("a", ""),
            ("a", "1\nskip_grant_tables"),
            ("a", "1; DROP USER b"),
            ("a b", "1"),
            ("a", "'1'"),
            ("a", "-"),
            ("a", "--1"),
            ("-a", "1"),
        ] {
            assert!(check_variable(name, value).is_err(), "{name}={value}");
        }
    }
}
