//! The certificate that a running server shows at its own Unix socket.
//!
//! A MariaDB that is given none makes itself one at each start and keeps it in memory (MariaDB 11.4 and
//! later). Nobody can verify that one from afar, but on its machine the system says who is at the other
//! end of a Unix socket, and there the server speaks TLS too: what it shows there is its own.

use std::io;
use std::path::PathBuf;
use std::time::Duration;

use rustls_pki_types::{CertificateDer, ServerName};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpStream, UnixStream};
use tokio::time::timeout;

use super::tls::{Expected, TlsError};

/// How long a server may take.
const LIMIT: Duration = Duration::from_secs(10);

/// More than any server's first packet.
const MAX_GREETING_BYTES: usize = 1024;

/// Capabilities of the client/server protocol (MariaDB, *Connection*): the server's TLS, and what the
/// client has to claim in order to ask for it.
const SSL: u16 = 0x0800;
const PROTOCOL_41: u16 = 0x0200;
const SECURE_CONNECTION: u16 = 0x8000;

/// The largest packet, and utf8mb4: nothing comes of either, as nobody logs in.
const MAX_PACKET: [u8; 4] = [0, 0, 0, 1];
const CHARACTER_SET: u8 = 45;

/// Where a server shows the certificate that it made itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnSocket {
    /// Its Unix socket.
    pub path: PathBuf,
    /// The system's user that it runs as: nobody else is believed.
    pub uid: u32,
}

/// Why a server did not show its certificate.
#[derive(Debug, thiserror::Error)]
pub enum ShownError {
    /// Nobody is there, or who is there does not go on.
    #[error("the server does not answer at its socket {}", .path.display())]
    Socket {
        /// The socket.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Somebody else made the socket.
    #[error(
        "at {} is user {found} and not the server's user {expected}: attach the server again if that \
         is right", .path.display()
    )]
    SomebodyElse {
        /// The socket.
        path: PathBuf,
        /// Who is there.
        found: u32,
        /// Who should be.
        expected: u32,
    },
    /// It says something else than a server does that has TLS.
    #[error("the server offers no TLS at its socket {}", .path.display())]
    NoTls {
        /// The socket.
        path: PathBuf,
    },
}

impl OwnSocket {
    /// The certificate that the server uses now.
    ///
    /// # Errors
    /// [`ShownError`]
    pub async fn certificate(&self) -> Result<CertificateDer<'static>, ShownError> {
        match timeout(LIMIT, self.ask()).await {
            Ok(answered) => answered,
            Err(_) => Err(self.failed(io::ErrorKind::TimedOut.into())),
        }
    }

    async fn ask(&self) -> Result<CertificateDer<'static>, ShownError> {
        let failed = |error| self.failed(error);
        let stream = UnixStream::connect(&self.path).await.map_err(failed)?;
        let found = stream.peer_cred().map_err(failed)?.uid();
        if found != self.uid {
            return Err(ShownError::SomebodyElse {
                path: self.path.clone(),
                found,
                expected: self.uid,
            });
        }
        let shown = shown_on(stream, "localhost", Expected::Whatever).await;
        shown.map_err(failed)?.ok_or_else(|| ShownError::NoTls {
            path: self.path.clone(),
        })
    }

    fn failed(&self, source: io::Error) -> ShownError {
        ShownError::Socket {
            path: self.path.clone(),
            source,
        }
    }
}

/// Whether whoever listens there is the server of this certificate.
pub(super) async fn shows(
    (host, port): (&str, u16),
    certificate: CertificateDer<'static>,
) -> Result<(), TlsError> {
    let asked = async {
        let stream = TcpStream::connect((host, port)).await?;
        shown_on(stream, host, Expected::This(certificate)).await
    };
    match timeout(LIMIT, asked).await?? {
        Some(_) => Ok(()),
        None => Err("the server offers no TLS".into()),
    }
}

/// The certificate of the server at the other end, which is as expected; `None` where there is no TLS.
/// Nobody logs in.
async fn shown_on(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    host: &str,
    expected: Expected,
) -> io::Result<Option<CertificateDer<'static>>> {
    if !offers_tls(&greeting(&mut stream).await?) {
        return Ok(None);
    }
    stream.write_all(&ssl_request()).await?;
    let connector = expected.connector().map_err(io::Error::other)?;
    let name = ServerName::try_from(host.to_owned()).map_err(io::Error::other)?;
    let stream = connector.connect(name, stream).await?;
    let shown = stream.get_ref().1.peer_certificates();
    Ok(shown.and_then(<[_]>::first).cloned())
}

async fn greeting(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut header = [0; 4];
    stream.read_exact(&mut header).await?;
    let [low, middle, high, _] = header;
    let length = usize::from(low) | usize::from(middle) << 8 | usize::from(high) << 16;
    if length > MAX_GREETING_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut packet = vec![0; length];
    stream.read_exact(&mut packet).await?;
    Ok(packet)
}

/// A greeting is the protocol's version (10), the server's up to a zero, a number of four octets, eight of
/// a challenge and a zero; then come the lower capabilities.
fn offers_tls(greeting: &[u8]) -> bool {
    let capabilities = || {
        let rest = greeting.strip_prefix(&[10])?;
        let end = rest.iter().position(|octet| *octet == 0)?;
        let (_, rest) = rest.split_at_checked(end + 1 + 4 + 8 + 1)?;
        rest.first_chunk().copied().map(u16::from_le_bytes)
    };
    capabilities().is_some_and(|capabilities| capabilities & SSL != 0)
}

/// `SSLRequest`: the second packet of a connection.
fn ssl_request() -> Vec<u8> {
    let capabilities = u32::from(SSL | PROTOCOL_41 | SECURE_CONNECTION).to_le_bytes();
    let mut packet = vec![32, 0, 0, 1];
    packet.extend(capabilities);
    packet.extend(MAX_PACKET);
    packet.push(CHARACTER_SET);
    packet.extend([0; 23]);
    packet
}

#[cfg(test)]
mod tests {
    use tokio::net::UnixListener;

    use super::*;

    const GREETING: &[u8] = b"\x0a11.8.9\0\x01\0\0\0abcdefgh\0";

    fn with_capabilities(capabilities: u16) -> Vec<u8> {
        [GREETING, &capabilities.to_le_bytes(), b"rest"].concat()
    }

    #[test]
    fn a_greeting_tells_whether_there_is_tls() {
        assert!(offers_tls(&with_capabilities(0xfffe)));
        assert!(!offers_tls(&with_capabilities(!SSL)));
        for cut in [b"".as_slice(), b"\x0a", GREETING, b"\xff\x10\x04Too many"] {
            assert!(!offers_tls(cut), "{cut:?}");
        }
    }

    /// Whatever is said at the other end, by a server of ours.
    async fn told(packet: &[u8], uid: u32) -> ShownError {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("socket");
        let listener = UnixListener::bind(&path).unwrap();
        let packet = packet.to_vec();
        let server = async {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(&packet).await.unwrap();
        };
        let own = OwnSocket { path, uid };
        let (told, ()) = tokio::join!(own.certificate(), server);
        told.unwrap_err()
    }

    #[tokio::test]
    async fn nobody_but_the_servers_user_is_believed_and_no_length() {
        let own = rustix::process::geteuid().as_raw();
        let other = told(b"", own + 1).await;
        assert!(matches!(other, ShownError::SomebodyElse { found, .. } if found == own));
        let plain = [&[44, 0, 0, 0][..], &[0; 44]].concat();
        assert!(matches!(told(&plain, own).await, ShownError::NoTls { .. }));
        let [low, high, ..] = (MAX_GREETING_BYTES + 1).to_le_bytes();
        let long = told(&[low, high, 0, 0], own).await;
        assert!(matches!(long, ShownError::Socket { .. }), "{long}");
    }
}
