use std::path::{Path, PathBuf};

use super::error::{AttachError, DriverError};
use super::shown::OwnSocket;
use crate::spec::Password;

/// A login with a token, to see that all of it works.
#[derive(Debug)]
pub struct TrialLogin<'a> {
    /// The database user.
    pub user: &'a str,
    /// The token.
    pub token: &'a Password,
    /// The endpoint that the token names.
    pub host: &'a str,
    /// Its port.
    pub port: u16,
    /// What to verify the server's certificate with; else what the server itself names.
    pub authority: Option<&'a Path>,
}

/// A trial login that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// At the endpoint, with the server's certificate verified, its name included.
    Verified {
        /// By these authorities.
        authority: PathBuf,
    },
    /// At the endpoint, with the certificate that the server made at its start and shows at its own socket.
    Shown {
        /// There.
        at: OwnSocket,
    },
    /// Where the server itself listens, since at the endpoint it did not work.
    Unverified {
        /// Why not there.
        why: String,
        /// What certifies this server and no other, so that it is verified without its name: its own
        /// certificate, or an authority that it made for itself.
        own_authority: Option<PathBuf>,
    },
}

impl TrialLogin<'_> {
    /// Neither way worked.
    pub(super) fn failed(&self, why: String, own: (&str, u16), source: DriverError) -> AttachError {
        AttachError::Trial {
            endpoint: format!("{}:{}", self.host, self.port),
            why,
            own: format!("{}:{}", own.0, own.1),
            source,
        }
    }
}

/// Where a server that listens on these addresses (separated by commas) is reached on its own host;
/// `None` where it listens on none.
pub(super) fn own_address(listens_on: &str) -> Option<String> {
    let mut addresses = listens_on.split(',').map(str::trim);
    let first = addresses.find(|address| !address.is_empty())?;
    // MySQL has the address's network namespace behind it.
    let (address, _) = first.split_once('/').unwrap_or((first, ""));
    Some(match address {
        "*" | "0.0.0.0" | "::" => "127.0.0.1".to_owned(),
        address => address.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_reached_where_it_listens() {
        for (listens_on, address) in [
            ("*", Some("127.0.0.1")),
            ("0.0.0.0", Some("127.0.0.1")),
            ("::", Some("127.0.0.1")),
            ("::1", Some("::1")),
            ("localhost, 10.0.0.1", Some("localhost")),
            ("10.0.0.1/blue,127.0.0.1", Some("10.0.0.1")),
            ("", None),
            (" ,", None),
        ] {
            assert_eq!(own_address(listens_on).as_deref(), address, "{listens_on}");
        }
    }
}
