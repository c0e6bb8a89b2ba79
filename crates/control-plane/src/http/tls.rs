//! TLS on the API's port: a certificate of our own authority, for the names that clients reach it by.

use std::sync::{Arc, Mutex, PoisonError};

use rustls::ServerConfig;
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, PrivateKeyDer};
use sigv4::Timestamp;
use tokio_rustls::TlsAcceptor;

use crate::ca::{CaError, CertificateAuthority, SERVER_RENEW_DAYS};
use crate::clock::Clock;

/// Names of this machine that need no asking.
const OWN_NAMES: [&str; 3] = ["localhost", "127.0.0.1", "::1"];
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// Why no connection can be accepted.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// No certificate.
    #[error(transparent)]
    Certificate(#[from] CaError),
    /// It does not read back.
    #[error("the API's certificate does not read")]
    Pem(#[from] rustls_pki_types::pem::Error),
    /// TLS does not take it.
    #[error("the API's certificate is refused")]
    Config(#[from] rustls::Error),
}

/// Accepts TLS connections.
pub struct Tls {
    ca: Arc<CertificateAuthority>,
    names: Vec<String>,
    clock: Arc<dyn Clock>,
    current: Mutex<Option<Current>>,
}

struct Current {
    acceptor: TlsAcceptor,
    renewed_at: Timestamp,
}

impl std::fmt::Debug for Tls {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Tls")
            .field("names", &self.names)
            .finish_non_exhaustive()
    }
}

impl Tls {
    /// With certificates of `ca` for `hosts` and for this machine.
    pub fn new(ca: Arc<CertificateAuthority>, hosts: &[String], clock: Arc<dyn Clock>) -> Self {
        let mut names = hosts.to_vec();
        for name in OWN_NAMES.map(str::to_owned) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        Self {
            ca,
            names,
            clock,
            current: Mutex::default(),
        }
    }

    /// What accepts the next connection. Its certificate is issued anew before it ends, so that a control
    /// plane may run for years.
    pub fn acceptor(&self) -> Result<TlsAcceptor, TlsError> {
        let now = self.clock.now();
        let mut current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = current.as_ref().filter(|known| now < known.renewed_at) {
            return Ok(known.acceptor.clone());
        }
        let made = self.make(now)?;
        let acceptor = made.acceptor.clone();
        *current = Some(made);
        Ok(acceptor)
    }

    fn make(&self, now: Timestamp) -> Result<Current, TlsError> {
        let issued = self.ca.issue(&self.names, now)?;
        let chain = CertificateDer::pem_slice_iter(issued.chain_pem.as_bytes());
        let chain = chain.collect::<Result<Vec<_>, _>>()?;
        let key = PrivateKeyDer::from_pem_slice(issued.key_pem.as_bytes())?;
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let mut config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_single_cert(chain, key)?;
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        let renewed_at = issued.not_after.as_unix() - SERVER_RENEW_DAYS * DAY_SECONDS;
        Ok(Current {
            acceptor: TlsAcceptor::from(Arc::new(config)),
            renewed_at: Timestamp::from_unix(renewed_at),
        })
    }
}
