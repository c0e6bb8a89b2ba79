//! Accepts connections, within limits.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt as _;

/// How many connections may be open at once; further ones wait.
const MAX_CONNECTIONS: usize = 1024;
/// How long a client may take to send the head of a request.
const HEAD_LIMIT: Duration = Duration::from_secs(10);

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

impl Listening {
    /// Serves `routes` until the task is dropped.
    pub async fn serve(self, routes: Router) {
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
            let routes = routes.clone();
            tokio::spawn(async move {
                serve_connection(stream, peer, routes).await;
                drop(place);
            });
        }
    }
}

async fn serve_connection(stream: TcpStream, peer: SocketAddr, routes: Router) {
    let service = hyper::service::service_fn(move |mut request: hyper::Request<_>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        routes.clone().oneshot(request)
    });
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD_LIMIT)
        .serve_connection(TokioIo::new(stream), service)
        .await;
    if let Err(error) = served {
        tracing::debug!(%peer, %error, "a connection ended early");
    }
}
