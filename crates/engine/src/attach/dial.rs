//! What is asked of a server before an administrator's password goes to it over TCP: nothing as long as
//! it stays on this machine; else that it proves itself.

use std::io;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, UdpSocket};
use std::path::{Path, PathBuf};

use super::error::{AttachError, DriverError};

/// Whom to dial, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dial {
    /// What the name stands for: looked up once, so that it is the one that was judged.
    pub(super) address: SocketAddr,
    /// The name, as the certificate has it.
    pub(super) host: String,
    pub(super) security: Security,
}

/// What a connection has to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Security {
    /// TLS where the server offers it, with whatever certificate: nothing leaves this machine.
    Offered,
    /// TLS, and a certificate for the name by one of these authorities.
    Verified(PathBuf),
}

impl Dial {
    /// `such_as` shows how the server is reached without a network.
    pub(super) async fn plan(
        host: &str,
        port: u16,
        authority: Option<&Path>,
        such_as: &'static str,
    ) -> Result<Self, AttachError> {
        let address = address(host, port).await;
        let address = address.map_err(|error| AttachError::Unknown {
            host: host.to_owned(),
            source: DriverError::from(error),
        })?;
        let security = match authority {
            Some(authority) => Security::Verified(authority.to_owned()),
            None if is_of_this_machine(address) => Security::Offered,
            None => {
                return Err(AttachError::Network {
                    host: host.to_owned(),
                    address: address.ip(),
                    such_as,
                });
            }
        };
        Ok(Self {
            address,
            host: host.to_owned(),
            security,
        })
    }
}

/// IPv4 first, as servers that listen on one address listen there.
async fn address(host: &str, port: u16) -> io::Result<SocketAddr> {
    let mut addresses: Vec<_> = tokio::net::lookup_host((host, port)).await?.collect();
    addresses.sort_by_key(SocketAddr::is_ipv6);
    let first = addresses.first().copied();
    first.ok_or_else(|| io::ErrorKind::AddrNotAvailable.into())
}

/// To one of its own addresses the system comes from that very address. No packet is sent.
fn is_of_this_machine(address: SocketAddr) -> bool {
    let any = match address.ip() {
        IpAddr::V4(_) => IpAddr::V4(Ipv4Addr::UNSPECIFIED),
        IpAddr::V6(_) => IpAddr::V6(Ipv6Addr::UNSPECIFIED),
    };
    let own = || {
        let socket = UdpSocket::bind((any, 0))?;
        socket.connect(address)?;
        Ok::<_, io::Error>(socket.local_addr()?.ip() == address.ip())
    };
    address.ip().is_loopback() || own().unwrap_or(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn planned(host: &str, authority: Option<&Path>) -> Result<Security, AttachError> {
        let plan = Dial::plan(host, 3306, authority, "mysql://root@localhost").await;
        plan.map(|dial| dial.security)
    }

    #[tokio::test]
    async fn a_password_leaves_this_machine_only_for_a_server_that_proves_itself() {
        for here in ["127.0.0.1", "127.0.0.2", "::1", "localhost"] {
            assert_eq!(planned(here, None).await.unwrap(), Security::Offered);
        }
        // For documentation only (RFC 5737).
        let elsewhere = planned("198.51.100.1", None).await.unwrap_err();
        assert!(elsewhere.to_string().contains("--ssl-ca"), "{elsewhere}");
        let authority = Path::new("ca.pem");
        let verified = Security::Verified(authority.to_owned());
        for host in ["198.51.100.1", "127.0.0.1"] {
            assert_eq!(planned(host, Some(authority)).await.unwrap(), verified);
        }
    }

    #[tokio::test]
    async fn an_unknown_name_is_said() {
        let error = planned("no-such-host.invalid", None).await.unwrap_err();
        assert!(
            error.to_string().contains("no-such-host.invalid"),
            "{error}"
        );
    }
}
