use std::fmt;
use std::path::PathBuf;

use crate::spec::Password;

/// How an administrator gets to a server: one of ours, or one that was there before us.
#[derive(Debug, Clone)]
pub struct Access {
    /// Where the server listens.
    pub place: Place,
    /// The account.
    pub user: String,
    /// What it logs in with.
    pub credential: Credential,
}

/// Where a server listens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A Unix socket of this machine.
    Socket(PathBuf),
    /// An address; IPv6 without brackets.
    Tcp {
        /// A name or address.
        host: String,
        /// The port.
        port: u16,
    },
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Socket(path) => write!(formatter, "{}", path.display()),
            Self::Tcp { host, port } if host.contains(':') => {
                write!(formatter, "[{host}]:{port}")
            }
            Self::Tcp { host, port } => write!(formatter, "{host}:{port}"),
        }
    }
}

/// What an administrator logs in with.
#[derive(Debug, Clone)]
pub enum Credential {
    /// Nothing: the server knows the operating-system user at the other end of its socket.
    OsUser,
    /// This password.
    Password(Password),
    /// The password that is in this file at the time; none if there is no file yet.
    File(PathBuf),
}
