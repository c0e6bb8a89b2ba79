//! Accepts connections, within limits. TLS and plain HTTP come to one port and are told apart by their
//! first byte; plain HTTP is for who is on this machine, unless the start allowed it to everybody.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tower::ServiceExt as _;

use super::tls::Tls;
use crate::caller::CallSource;
use crate::choices::PlainHttp;

/// How many connections may be open at once; further ones wait.
const MAX_CONNECTIONS: usize = 1024;
/// How long a client may take to send its first byte, to agree on TLS, and to send the head of a request.
const HEAD_LIMIT: Duration = Duration::from_secs(10);
/// The first byte of a TLS connection: a handshake record (RFC 8446, section 5.1).
const HANDSHAKE: u8 = 22;

/// What plain HTTP from elsewhere is answered.
const HTTPS_ONLY: &str = "HTTP/1.1 400 Bad Request\r\ncontent-type: text/plain\r\nconnection: close\r\n\r\n\
    This port takes plain HTTP from its own machine alone: call it by https://, with AWS_CA_BUNDLE set to \
    what `sekisho ca` prints, or start it with --allow-plain-http.\n";

/// Why the port could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// Somebody else is there.
    #[error("port {} on {} is taken: stop what listens there, or choose another with --port", .0.port(), .0.ip())]
    Taken(SocketAddr),
    /// The system refused.
    #[error("cannot listen on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

/// An open port that nobody is served at yet.
#[derive(Debug)]
pub struct Listening {
    listener: TcpListener,
    /// The address; the port is a real one also when 0 was asked for.
    pub address: SocketAddr,
}

/// Opens the port.
pub async fn listen(address: SocketAddr) -> Result<Listening, HttpError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::AddrInUse => HttpError::Taken(address),
        _ => HttpError::Listen { address, source },
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(Listening { listener, address })
}

/// How connections are served.
#[derive(Debug, Clone)]
pub struct Serving {
    /// What answers.
    pub routes: Router,
    /// Accepts TLS.
    pub tls: Arc<Tls>,
    /// Who may do without.
    pub plain: PlainHttp,
}

impl Listening {
    /// Serves until the task is dropped.
    pub async fn serve(self, serving: Serving) {
        let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        while let Ok(place) = room.clone().acquire_owned().await {
            let (stream, peer) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let serving = serving.clone();
            tokio::spawn(async move {
                if let Err(error) = serving.connection(stream, peer).await {
                    let error: &dyn std::error::Error = &*error;
                    tracing::debug!(%peer, error, "a connection ended early");
                }
                drop(place);
            });
        }
    }
}

type Ended = Result<(), Box<dyn std::error::Error + Send + Sync>>;

impl Serving {
    async fn connection(self, mut stream: TcpStream, peer: SocketAddr) -> Ended {
        let mut first = [0];
        timeout(HEAD_LIMIT, stream.peek(&mut first)).await??;
        let source = |tls| CallSource {
            address: peer.ip(),
            tls,
        };
        if first == [HANDSHAKE] {
            let accepted = self.tls.acceptor()?.accept(stream);
            let stream = timeout(HEAD_LIMIT, accepted).await??;
            return serve(stream, source(true), self.routes).await;
        }
        let from_here = is_this_machine(stream.local_addr()?.ip(), peer.ip());
        if self.plain == PlainHttp::ThisMachine && !from_here {
            return Ok(stream.write_all(HTTPS_ONLY.as_bytes()).await?);
        }
        serve(stream, source(false), self.routes).await
    }
}

/// What comes from an address of our own went over no wire.
fn is_this_machine(own: IpAddr, peer: IpAddr) -> bool {
    peer.to_canonical().is_loopback() || own == peer
}

async fn serve<S>(stream: S, source: CallSource, routes: Router) -> Ended
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = hyper::service::service_fn(move |mut request: hyper::Request<_>| {
        request.extensions_mut().insert(source);
        routes.clone().oneshot(request)
    });
    hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), service)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_comes_from_an_address_of_our_own_comes_from_this_machine() {
        let is_here =
            |own: &str, peer: &str| is_this_machine(own.parse().unwrap(), peer.parse().unwrap());
        assert!(is_here("127.0.0.1", "127.0.0.1"));
        assert!(is_here("::1", "::1"));
        assert!(is_here("::ffff:127.0.0.1", "::ffff:127.0.0.1"));
        assert!(is_here("192.0.2.7", "192.0.2.7"));
        assert!(!is_here("192.0.2.7", "192.0.2.8"));
        assert!(!is_here("192.0.2.7", "10.0.0.1"));
    }
}
