//! The trial login: as any client would, over TCP and TLS, with a token for a password.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName};
use tokio::net::TcpStream;
use tokio_postgres::Config;
use tokio_postgres::config::SslMode;

use super::super::error::{AttachError, DriverError};
use super::super::login::{Proof, TrialLogin};
use super::super::tls::Expected;
use super::session::{self, Session};

const LIMIT: Duration = Duration::from_secs(15);

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
            let authority = authority.to_owned();
            let expected = Expected::NamedBy(authority.clone());
            match attempt(login, (login.host, login.port), expected).await {
                Ok(()) => return Ok(Proof::Verified { authority }),
                Err(error) => error.to_string(),
            }
        }
    };
    let own_authority = certificate.clone().filter(|path| is_self_signed(path));
    let attempted = match pinned(certificate) {
        Ok(pinned) => attempt(login, own, pinned).await,
        Err(error) => Err(error),
    };
    match attempted {
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

fn pinned(certificate: Option<PathBuf>) -> Result<Expected, DriverError> {
    let certificate = certificate.ok_or("it names no certificate")?;
    Ok(Expected::This(CertificateDer::from_pem_file(certificate)?))
}

async fn attempt(
    login: &TrialLogin<'_>,
    (host, port): (&str, u16),
    expected: Expected,
) -> Result<(), DriverError> {
    let connector = expected.connector()?;
    let mut config = Config::new();
    config
        .user(login.user)
        .password(login.token.expose())
        .dbname("postgres")
        // The stream that it is given is TLS already.
        .ssl_mode(SslMode::Disable);
    let there_and_back = async {
        let mut stream = TcpStream::connect((host, port)).await?;
        if !session::offers_tls(&mut stream).await? {
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
