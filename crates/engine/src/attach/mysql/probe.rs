//! The trial login: as any client would, over TCP and TLS, with a token for a password.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder, SslOpts};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::crypto::aws_lc_rs;
use rustls::{CertificateError, Error, RootCertStore};
use rustls_pki_types::pem::PemObject as _;
use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

use super::super::error::{AttachError, DriverError};
use super::super::login::{Proof, TrialLogin};

const LIMIT: Duration = Duration::from_secs(15);

/// What a server says that it is to be verified with.
pub(super) struct Authorities {
    /// Its certificate.
    pub(super) certificate: Option<PathBuf>,
    /// Whatever it names.
    pub(super) named: Option<PathBuf>,
    /// One that it made for itself.
    pub(super) of_its_own: Option<PathBuf>,
}

/// Logs in at the endpoint, verifying the server as clients shall; where that does not work, which the
/// proof then says, where the server itself listens on this host: by an authority of its own, or without.
pub(super) async fn log_in(
    login: &TrialLogin<'_>,
    own: (&str, u16),
    authorities: Authorities,
) -> Result<Proof, AttachError> {
    let Authorities {
        certificate,
        named,
        of_its_own,
    } = authorities;
    let why = match login.authority.map(Path::to_owned).or(named) {
        None => "nothing is known to verify its certificate with".to_owned(),
        Some(authority) => {
            match attempt(login, (login.host, login.port), verifying(&authority)).await {
                Ok(()) => return Ok(Proof::Verified { authority }),
                Err(error) => root_cause(&*error),
            }
        }
    };
    let trusting = SslOpts::default().with_danger_accept_invalid_certs(true);
    match attempt(login, own, trusting).await {
        Ok(()) => Ok(Proof::Unverified {
            why,
            own_authority: of_its_own
                .filter(|authority| is_certified(certificate.as_deref(), authority)),
        }),
        Err(source) => Err(login.failed(why, own, source)),
    }
}

/// Whether the certificate in a file is by the authority in another one, whatever its name. Only where it
/// is does a driver come to look at the name.
fn is_certified(certificate: Option<&Path>, authority: &Path) -> bool {
    let certified = || {
        let mut roots = RootCertStore::empty();
        roots.add(CertificateDer::from_pem_file(authority)?)?;
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider);
        let certificate = CertificateDer::from_pem_file(certificate.ok_or("there is none")?)?;
        let name = ServerName::try_from("localhost")?;
        let now = UnixTime::now();
        let verifier = verifier.build()?;
        Ok::<_, DriverError>(verifier.verify_server_cert(&certificate, &[], &name, &[], now))
    };
    let of_another_name = |error: &Error| {
        matches!(
            error,
            Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. }
            )
        )
    };
    match certified() {
        Ok(Ok(_)) => true,
        Ok(Err(error)) => of_another_name(&error),
        Err(_) => false,
    }
}

/// What is at the bottom of it; above that, drivers only say that something did not work.
fn root_cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let text = cause.to_string();
    let bare = text.trim_start_matches("Input/output error: ");
    bare.to_owned()
}

fn verifying(authority: &Path) -> SslOpts {
    SslOpts::default()
        .with_disable_built_in_roots(true)
        .with_root_certs(vec![authority.to_owned().into()])
}

async fn attempt(
    login: &TrialLogin<'_>,
    (host, port): (&str, u16),
    tls: SslOpts,
) -> Result<(), DriverError> {
    let options = OptsBuilder::default()
        .ip_or_hostname(host)
        .tcp_port(port)
        .user(Some(login.user))
        .pass(Some(login.token.expose()))
        .ssl_opts(tls)
        .prefer_socket(false)
        .enable_cleartext_plugin(true);
    let there_and_back = async {
        let mut connection = Conn::new(options).await?;
        let user: Option<String> = connection.query_first("SELECT CURRENT_USER()").await?;
        connection.disconnect().await?;
        Ok::<_, mysql_async::Error>(user)
    };
    let user = tokio::time::timeout(LIMIT, there_and_back).await??;
    match user.is_some_and(|user| user.starts_with(login.user)) {
        true => Ok(()),
        false => Err("another account was logged in".into()),
    }
}

#[cfg(test)]
mod tests {
    use rcgen::{CertificateParams, KeyPair};

    use super::*;

    #[test]
    fn a_certificate_without_a_name_is_by_its_authority_and_by_no_other() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let authority = |name: &str| {
            let key = KeyPair::generate().unwrap();
            let mut own = CertificateParams::default();
            own.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
            own.distinguished_name.push(rcgen::DnType::CommonName, name);
            std::fs::write(at(name), own.self_signed(&key).unwrap().pem()).unwrap();
            rcgen::Issuer::new(own, key)
        };
        let (issuer, _) = (authority("ca.pem"), authority("other.pem"));
        let key = KeyPair::generate().unwrap();
        let certificate = CertificateParams::default().signed_by(&key, &issuer);
        std::fs::write(at("server.pem"), certificate.unwrap().pem()).unwrap();
        let is_by = |name| is_certified(Some(&at("server.pem")), &at(name));
        assert!(is_by("ca.pem"));
        assert!(!is_by("other.pem") && !is_by("absent.pem"));
        assert!(!is_certified(None, &at("ca.pem")));
    }
}
