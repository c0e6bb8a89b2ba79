//! The port for agents on other hosts: TLS 1.3, and nobody is heard who has shown neither a certificate
//! of the agents' authority nor, once, a join code.

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::crypto::aws_lc_rs;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::time_provider::TimeProvider;
use rustls::{RootCertStore, ServerConfig};
use rustls_pki_types::UnixTime;
use seal::feed::FEED_ALPN;
use seal::join::JOIN_ALPN;
use sigv4::Timestamp;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use super::authority::{AgentsAuthority, CertifiedAgent};
use super::conversation::{Feed, Peer};
use super::join;
use super::limits::{JoinAttempts, MAX_NEWCOMERS, Newcomer, Newcomers};
use crate::clock::Clock;

/// How long agreeing on TLS may take.
const HANDSHAKE_LIMIT: Duration = Duration::from_secs(5);
/// How long joining may take.
const JOIN_LIMIT: Duration = Duration::from_secs(10);
/// How old our own certificate may get before connections are made with another one.
const IDENTITY_SECONDS: i64 = 24 * 60 * 60;

/// Why agents on other hosts are not awaited.
#[derive(Debug, thiserror::Error)]
pub enum AgentsListenerError {
    /// The port could not be opened.
    #[error("cannot await agents on {address}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Our own certificate could not be made.
    #[error("the certificate for agents could not be made")]
    Identity(#[from] rcgen::Error),
    /// TLS does not take what it is given.
    #[error("TLS for agents could not be set up")]
    Tls(#[from] rustls::Error),
    /// Nor the authority.
    #[error("the certificate authority for agents is not usable")]
    Authority(#[from] rustls::server::VerifierBuilderError),
}

/// An open port where nobody is answered yet.
#[derive(Debug)]
pub struct AgentsListener {
    listener: TcpListener,
    /// The address; the port is a real one also when 0 was asked for.
    pub address: SocketAddr,
}

/// Opens the port for agents on other hosts.
///
/// # Errors
/// [`AgentsListenerError::Listen`].
pub async fn listen_for_agents(address: SocketAddr) -> Result<AgentsListener, AgentsListenerError> {
    let failed = |source| AgentsListenerError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let address = listener.local_addr().map_err(failed)?;
    Ok(AgentsListener { listener, address })
}

/// Somebody who has not shown yet who it is, and the places that it takes up meanwhile.
struct AtTheDoor {
    address: SocketAddr,
    _room: OwnedSemaphorePermit,
    _place: Newcomer,
}

/// What all connections share.
struct Door {
    feed: Arc<Feed>,
    attempts: Mutex<JoinAttempts>,
}

/// Who somebody turned out to be.
enum Visitor {
    Agent(CertifiedAgent),
    Stranger,
}

impl AgentsListener {
    /// Answers until the task is dropped.
    ///
    /// # Errors
    /// Any [`AgentsListenerError`] but the first.
    pub async fn serve(self, feed: Arc<Feed>) -> Result<(), AgentsListenerError> {
        let mut identity = Identity::make(&feed)?;
        let door = Arc::new(Door {
            feed,
            attempts: Mutex::default(),
        });
        let room = Arc::new(Semaphore::new(MAX_NEWCOMERS));
        let newcomers = Arc::new(Newcomers::default());
        while let Ok(permit) = room.clone().acquire_owned().await {
            let (stream, address) = match self.listener.accept().await {
                Ok(accepted) => accepted,
                Err(error) => {
                    tracing::warn!(%error, "an agent could not be accepted");
                    tokio::time::sleep(Duration::from_millis(100)).await;
                    continue;
                }
            };
            let Some(place) = newcomers.place(address.ip()) else {
                tracing::warn!(%address, "too many connections at once from one address");
                continue;
            };
            identity.refresh(&door.feed)?;
            let newcomer = AtTheDoor {
                address,
                _room: permit,
                _place: place,
            };
            let tls = identity.acceptor.clone();
            tokio::spawn(door.clone().answer(stream, newcomer, tls));
        }
        Ok(())
    }
}

impl Door {
    async fn answer(self: Arc<Self>, stream: TcpStream, newcomer: AtTheDoor, tls: TlsAcceptor) {
        // A change is one small frame that somebody waits for.
        let _ = stream.set_nodelay(true);
        let from = newcomer.address.to_string();
        let stream = match timeout(HANDSHAKE_LIMIT, tls.accept(stream)).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => return tracing::info!(from, %error, "no TLS with who tried"),
            Err(_) => return tracing::info!(from, "no TLS with who tried, in time"),
        };
        match visitor(&stream, &self.feed.admission.authority) {
            Some(Visitor::Agent(CertifiedAgent { name, serial })) => {
                drop(newcomer);
                let peer = Peer {
                    name,
                    serial: Some(serial),
                    from,
                };
                if let Err(error) = self.feed.attend(stream, &peer).await {
                    tracing::info!(agent = %peer.name, from = peer.from, %error, "an agent left");
                }
            }
            Some(Visitor::Stranger) if self.may_try(newcomer.address.ip()) => {
                let answered = join::answer(stream, &self.feed.admission, &from);
                match timeout(JOIN_LIMIT, answered).await {
                    Ok(Err(error)) => tracing::info!(from, %error, "somebody did not join"),
                    Err(_) => tracing::info!(from, "somebody did not join in time"),
                    Ok(Ok(())) => {}
                }
            }
            Some(Visitor::Stranger) => tracing::warn!(from, "too many attempts to join"),
            None => tracing::warn!(from, "neither an agent nor somebody to join"),
        }
    }

    fn may_try(&self, address: IpAddr) -> bool {
        let now = self.feed.admission.clock.now();
        // No invariant spans the lock: at worst one attempt is not counted.
        let mut attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        attempts.allow(address, now)
    }
}

/// An agent shows its certificate and speaks the feed; who has none may ask to join.
fn visitor(stream: &TlsStream<TcpStream>, authority: &AgentsAuthority) -> Option<Visitor> {
    let (_, session) = stream.get_ref();
    let certificate = session.peer_certificates().and_then(<[_]>::first);
    match (session.alpn_protocol()?, certificate) {
        (protocol, Some(certificate)) if protocol == FEED_ALPN => {
            authority.agent(certificate).map(Visitor::Agent)
        }
        (protocol, None) if protocol == JOIN_ALPN => Some(Visitor::Stranger),
        _ => None,
    }
}

/// How we prove ourselves, and since when.
struct Identity {
    acceptor: TlsAcceptor,
    made_at: Timestamp,
}

impl Identity {
    fn make(feed: &Feed) -> Result<Self, AgentsListenerError> {
        let made_at = feed.admission.clock.now();
        Ok(Self {
            acceptor: acceptor(&feed.admission.authority, &feed.admission.clock)?,
            made_at,
        })
    }

    fn refresh(&mut self, feed: &Feed) -> Result<(), AgentsListenerError> {
        let age = feed.admission.clock.now().seconds_since(self.made_at);
        if age.abs() > IDENTITY_SECONDS {
            *self = Self::make(feed)?;
        }
        Ok(())
    }
}

fn acceptor(
    authority: &AgentsAuthority,
    clock: &Arc<dyn Clock>,
) -> Result<TlsAcceptor, AgentsListenerError> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut roots = RootCertStore::empty();
    roots.add(authority.certificate().clone())?;
    let agents = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone())
        .allow_unauthenticated()
        .build()?;
    let own = authority.server_identity(clock.now())?;
    let time = Arc::new(TlsTime(clock.clone()));
    let mut config = ServerConfig::builder_with_details(provider, time)
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_client_cert_verifier(agents)
        .with_single_cert(own.chain, own.key)?;
    config.alpn_protocols = vec![FEED_ALPN.to_vec(), JOIN_ALPN.to_vec()];
    // Every connection shows its certificate anew.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// The control plane's clock, for TLS.
struct TlsTime(Arc<dyn Clock>);

impl std::fmt::Debug for TlsTime {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("TlsTime")
    }
}

impl TimeProvider for TlsTime {
    fn current_time(&self) -> Option<UnixTime> {
        let seconds = u64::try_from(self.0.now().as_unix()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_secs(seconds)))
    }
}
