//! The trial login: as any client would, over TCP and TLS, with a token for a password.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature};
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;
use tokio_rustls::TlsConnector;

use super::super::error::{AttachError, DriverError};
use super::super::login::{Proof, TrialLogin};
use super::session::Session;

const LIMIT: Duration = Duration::from_secs(15);

/// `SSLRequest` (PostgreSQL, *Message Formats*): its length and its code.
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f];

/// Logs in at the endpoint, verifying the server as clients shall; where that does not work, which the
/// proof then says, where the server itself listens on this host and must show the certificate of its
/// own file.
pub(super) async fn log_in(
    login: &TrialLogin<'_>,
    own: (&str, u16),
    certificate: Option<PathBuf>,
) -> Result<Proof, AttachError> {
    let why = match login.authority {
        None => "nothing is known to verify its certificate with".to_owned(),
        Some(authority) => {
            match attempt(login, (login.host, login.port), verifying(authority)).await {
                Ok(()) => {
                    let authority = authority.to_owned();
                    return Ok(Proof::Verified { authority });
                }
                Err(error) => error.to_string(),
            }
        }
    };
    let own_authority = certificate.clone().filter(|path| is_self_signed(path));
    let pinned = certificate
        .ok_or_else(|| "it names no certificate".into())
        .and_then(pinning);
    match attempt(login, own, pinned).await {
        Ok(()) => Ok(Proof::Unverified { why, own_authority }),
        Err(source) => Err(login.failed(why, own, source)),
    }
}

/// Such a certificate certifies itself and nobody else.
fn is_self_signed(path: &Path) -> bool {
    let Ok(der) = CertificateDer::from_pem_file(path) else {
        return false;
    };
    let parsed = x509_parser::parse_x509_certificate(&der);
    parsed.is_ok_and(|(_, certificate)| certificate.issuer() == certificate.subject())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(aws_lc_rs::default_provider())
}

fn verifying(authority: &Path) -> Result<ClientConfig, DriverError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(authority)? {
        roots.add(certificate?)?;
    }
    let builder = ClientConfig::builder_with_provider(provider());
    let builder = builder.with_safe_default_protocol_versions()?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn pinning(certificate: PathBuf) -> Result<ClientConfig, DriverError> {
    let expected = CertificateDer::from_pem_file(certificate)?;
    let builder = ClientConfig::builder_with_provider(provider());
    let builder = builder.with_safe_default_protocol_versions()?;
    let verifier = Arc::new(Pinned {
        expected,
        provider: provider(),
    });
    Ok(builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

async fn attempt(
    login: &TrialLogin<'_>,
    (host, port): (&str, u16),
    tls: Result<ClientConfig, DriverError>,
) -> Result<(), DriverError> {
    let connector = TlsConnector::from(Arc::new(tls?));
    let mut config = Config::new();
    config
        .user(login.user)
        .password(login.token.expose())
        .dbname("postgres")
        // The stream that it is given is TLS already.
        .ssl_mode(SslMode::Disable);
    let there_and_back = async {
        let mut stream = TcpStream::connect((host, port)).await?;
        stream.write_all(&SSL_REQUEST).await?;
        if stream.read_u8().await? != b'S' {
            return Err("the server offers no TLS".into());
        }
        let name = ServerName::try_from(host.to_owned())?;
        let stream = connector.connect(name, stream).await?;
        let session = Session::over(&config, stream).await?;
        let user = session
            .text("tell who logged in", "SELECT current_user::text", &[])
            .await?;
        Ok::<_, DriverError>(user)
    };
    let user = tokio::time::timeout(LIMIT, there_and_back).await??;
    match user.is_some_and(|user| user == login.user) {
        true => Ok(()),
        false => Err("another role was logged in".into()),
    }
}

/// Believes in one certificate, by its bytes: that of the server's own file on this machine.
#[derive(Debug)]
struct Pinned {
    expected: CertificateDer<'static>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Pinned {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match *shown == self.expected {
            true => Ok(ServerCertVerified::assertion()),
            false => Err(Error::General(
                "the certificate is not that of the server's file".into(),
            )),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider
            .signature_verification_algorithms
            .supported_schemes()
    }
}
