//! The trial login: as any client would, over TCP and TLS, with a token for a password.

use std::path::{Path, PathBuf};
use std::time::Duration;

use mysql_async::prelude::Queryable as _;
use mysql_async::{Conn, OptsBuilder, SslOpts};

use super::super::error::AttachError;
use super::super::login::{Proof, TrialLogin};

const LIMIT: Duration = Duration::from_secs(15);

/// Logs in at the endpoint, verifying the server as clients shall; where that does not work, which
/// the proof then says, where the server itself listens on this host, without.
pub(super) async fn log_in(
    login: &TrialLogin<'_>,
    own: (&str, u16),
    authority: Option<PathBuf>,
) -> Result<Proof, AttachError> {
    let authority = login.authority.map(Path::to_owned).or(authority);
    let verified = match &authority {
        Some(authority) => attempt(login, login.host, login.port, verifying(authority)).await,
        None => Err("nothing is known to verify its certificate with".into()),
    };
    let unverified = match verified {
        Ok(()) => return Ok(Proof::Verified),
        Err(error) => root_cause(&*error),
    };
    let trusting = SslOpts::default().with_danger_accept_invalid_certs(true);
    match attempt(login, own.0, own.1, trusting).await {
        Ok(()) => Ok(Proof::Unverified(unverified)),
        Err(source) => Err(login.failed(unverified, own, source)),
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
    host: &str,
    port: u16,
    tls: SslOpts,
) -> Result<(), super::super::error::DriverError> {
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
