//! The trial login: as any client would, over TCP and TLS, with a token for a password.

use std::path::{Path, PathBuf};
use std::time::Duration;

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder, SslOpts};
use rustls_pki_types::CertificateDer;

use super::super::error::{AttachError, DriverError};
use super::super::login::{Proof, TrialLogin};
use super::super::shown::{self, OwnSocket};
use super::super::tls;

const LIMIT: Duration = Duration::from_secs(15);

/// What a server says that it is to be verified with.
pub(super) struct Authorities {
    /// Its certificate.
    pub(super) certificate: Option<PathBuf>,
    /// Whatever it names.
    pub(super) named: Option<PathBuf>,
    /// One that it made for itself.
    pub(super) of_its_own: Option<PathBuf>,
    /// Where it shows the certificate that it made at its start, having none.
    pub(super) shown_at: Option<OwnSocket>,
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
        shown_at,
    } = authorities;
    if let Some(at) = shown_at {
        return log_in_as_shown(login, own, at).await;
    }
    let why = match login.authority.map(Path::to_owned).or(named) {
        None => "nothing is known to verify its certificate with".to_owned(),
        Some(authority) => {
            match attempt(login, (login.host, login.port), verifying(&authority)).await {
                Ok(()) => return Ok(Proof::Verified { authority }),
                Err(error) => root_cause(&*error),
            }
        }
    };
    match attempt(login, own, trusting()).await {
        Ok(()) => Ok(Proof::Unverified {
            why,
            own_authority: of_its_own
                .zip(certificate)
                .filter(|(authority, certificate)| tls::is_by(certificate, authority))
                .map(|(authority, _)| authority),
        }),
        Err(source) => Err(login.failed(why, own, source)),
    }
}

/// Logs in at the endpoint, where the server must be who shows its certificate at the socket.
async fn log_in_as_shown(
    login: &TrialLogin<'_>,
    own: (&str, u16),
    at: OwnSocket,
) -> Result<Proof, AttachError> {
    let certificate = at.certificate().await?;
    let why = match attempt_at(login, (login.host, login.port), &certificate).await {
        Ok(()) => return Ok(Proof::Shown { at }),
        Err(error) => root_cause(&*error),
    };
    let own_authority = None;
    match attempt_at(login, own, &certificate).await {
        Ok(()) => Ok(Proof::Unverified { why, own_authority }),
        Err(source) => Err(login.failed(why, own, source)),
    }
}

/// The driver verifies no certificate without its name, so that is done on a connection before.
async fn attempt_at(
    login: &TrialLogin<'_>,
    at: (&str, u16),
    certificate: &CertificateDer<'static>,
) -> Result<(), DriverError> {
    shown::shows(at, certificate.clone()).await?;
    attempt(login, at, trusting()).await
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

fn trusting() -> SslOpts {
    SslOpts::default().with_danger_accept_invalid_certs(true)
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
