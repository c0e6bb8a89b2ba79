//! The agent's end of mutual TLS 1.3, over which it dials the control plane from another host.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rcgen::{CertificateParams, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::time_provider::TimeProvider;
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use rustls_pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use seal::feed::{CONTROL_PLANE_NAME, FEED_ALPN};
use seal::join::{Fingerprint, JOIN_ALPN};
use seal::{Der, TlsFeed};
use sigv4::Timestamp;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use zeroize::Zeroizing;

use crate::clock::{Clock, seconds};

/// How long finding and reaching the control plane may take, and how long agreeing on TLS with it.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);

/// Why there is no connection.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// Nobody is there.
    #[error("cannot reach the control plane at {address}")]
    Unreachable {
        /// `host:port`.
        address: String,
        /// What the system said.
        source: io::Error,
    },
    /// Who is there is not the control plane, or does not take this agent for one of its own.
    #[error("{address} and this agent do not believe each other")]
    Handshake {
        /// `host:port`.
        address: String,
        /// What TLS said.
        source: io::Error,
    },
    /// A certificate or key cannot be used.
    #[error("a certificate of this agent is not usable: join it again")]
    Material(#[from] rustls::Error),
    /// Nobody renewed it in time.
    #[error("the certificate of this agent ended at {0}: join it again")]
    Ended(Timestamp),
}

/// Connects as the agent of this file.
pub(crate) async fn connect(
    feed: &TlsFeed,
    clock: Arc<dyn Clock>,
) -> Result<TlsStream<TcpStream>, TlsError> {
    if let Some(ends) = ends_at(&feed.certificate)
        && ends < seconds(clock.now_ms())
    {
        return Err(TlsError::Ended(ends));
    }
    let config = member_config(feed, &feed.certificate, feed.key.expose(), clock)?;
    dial(&feed.address, config).await
}

/// Connects as somebody who is to join, to whom only the control plane must prove itself: by a
/// certificate from the authority with this fingerprint. Returns that authority too.
pub(crate) async fn connect_to_join(
    address: &str,
    authority: Fingerprint,
    clock: Arc<dyn Clock>,
) -> Result<(TlsStream<TcpStream>, Der), TlsError> {
    let provider = provider();
    let pinned = PinnedAuthority {
        authority,
        provider: Arc::clone(&provider),
    };
    let mut config = ClientConfig::builder_with_details(provider, Arc::new(TlsTime(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(pinned))
        .with_no_client_auth();
    config.alpn_protocols = vec![JOIN_ALPN.to_vec()];
    let stream = dial(address, config).await?;
    let found = stream
        .get_ref()
        .1
        .peer_certificates()
        .and_then(|chain| find(chain, authority))
        .map(|authority| Der(authority.to_vec()));
    let found = found.ok_or(rustls::Error::NoCertificatesPresented)?;
    Ok((stream, found))
}

/// Whether the certificate and the key can be used together against this control plane.
pub(crate) fn check(
    feed: &TlsFeed,
    certificate: &Der,
    key: &[u8],
    clock: Arc<dyn Clock>,
) -> Result<(), TlsError> {
    member_config(feed, certificate, key, clock).map(drop)
}

/// A new key, and the request for a certificate for it.
pub(crate) fn new_key() -> Result<(seal::PrivateKeyDer, Der), rcgen::Error> {
    let pair = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256)?;
    // Nothing in it: the control plane says what the certificate says.
    let request = CertificateParams::default().serialize_request(&pair)?;
    let key = seal::PrivateKeyDer::new(Zeroizing::new(pair.serialize_der()));
    Ok((key, Der(request.der().to_vec())))
}

/// From when until when a certificate is valid.
pub(crate) fn validity(certificate: &Der) -> Option<(Timestamp, Timestamp)> {
    let (_, certificate) = x509_parser::parse_x509_certificate(&certificate.0).ok()?;
    let at = |time: x509_parser::time::ASN1Time| Timestamp::from_unix(time.timestamp());
    let validity = certificate.validity();
    Some((at(validity.not_before), at(validity.not_after)))
}

fn ends_at(certificate: &Der) -> Option<Timestamp> {
    validity(certificate).map(|(_, ends)| ends)
}

fn member_config(
    feed: &TlsFeed,
    certificate: &Der,
    key: &[u8],
    clock: Arc<dyn Clock>,
) -> Result<ClientConfig, TlsError> {
    let mut roots = RootCertStore::empty();
    roots.add(CertificateDer::from(feed.authority.0.as_slice()))?;
    let certificate = CertificateDer::from(certificate.0.clone());
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.to_vec()));
    let mut config = ClientConfig::builder_with_details(provider(), Arc::new(TlsTime(clock)))
        .with_protocol_versions(&[&rustls::version::TLS13])?
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![certificate], key)?;
    config.alpn_protocols = vec![FEED_ALPN.to_vec()];
    Ok(config)
}

async fn dial(address: &str, config: ClientConfig) -> Result<TlsStream<TcpStream>, TlsError> {
    let unreachable = |source| TlsError::Unreachable {
        address: address.to_owned(),
        source,
    };
    let tcp = timeout(CONNECT_LIMIT, TcpStream::connect(address))
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
        .map_err(unreachable)?;
    // An acknowledgement is one small frame that an operator's call may wait for.
    let _ = tcp.set_nodelay(true);
    let name = ServerName::try_from(CONTROL_PLANE_NAME)
        .map_err(|_| rustls::Error::General("the name of control planes".to_owned()))?;
    let agreed = TlsConnector::from(Arc::new(config)).connect(name, tcp);
    timeout(CONNECT_LIMIT, agreed)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
        .map_err(|source| TlsError::Handshake {
            address: address.to_owned(),
            source,
        })
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn find<'a, 'b>(
    chain: &'a [CertificateDer<'b>],
    authority: Fingerprint,
) -> Option<&'a CertificateDer<'b>> {
    chain
        .iter()
        .find(|certificate| Fingerprint::of(certificate) == authority)
}

/// Believes a server whose certificate comes from one authority, known by its fingerprint alone, which
/// the server sends along.
struct PinnedAuthority {
    authority: Fingerprint,
    provider: Arc<CryptoProvider>,
}

impl fmt::Debug for PinnedAuthority {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PinnedAuthority({})", self.authority)
    }
}

impl ServerCertVerifier for PinnedAuthority {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let unknown = rustls::CertificateError::UnknownIssuer;
        let authority = find(intermediates, self.authority).ok_or(unknown)?;
        let mut roots = RootCertStore::empty();
        roots.add(authority.clone().into_owned())?;
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&self.provider))
            .build()
            .map_err(|error| rustls::Error::General(error.to_string()))?
            .verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now)
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _certificate: &CertificateDer<'_>,
        _signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Err(rustls::Error::General("TLS 1.3 or nothing".to_owned()))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        let algorithms = &self.provider.signature_verification_algorithms;
        algorithms.supported_schemes()
    }
}

/// The agent's clock, for TLS.
struct TlsTime(Arc<dyn Clock>);

impl fmt::Debug for TlsTime {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TlsTime")
    }
}

impl TimeProvider for TlsTime {
    fn current_time(&self) -> Option<UnixTime> {
        let since_epoch = u64::try_from(self.0.now_ms()).ok()?;
        Some(UnixTime::since_unix_epoch(Duration::from_millis(
            since_epoch,
        )))
    }
}
