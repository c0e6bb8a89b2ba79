//! Joining: with a one-time code from the control plane's administrator, this host gets an agent.
//!
//! ```text
//! agent                                                    control plane
//!   │  TLS 1.3; the server's authority has the code's fingerprint │
//!   │ ── name, secret, request for a certificate ───────────────▶ │ secret: right, unused, in time
//!   │ ◀── certificate, keys ───────────────────────────────────── │ code used up, agent on record
//!   ▼
//! agent.json, mode 0600, whole or not at all
//! ```
//!
//! The private key is made here and never leaves.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use seal::join::{JOIN_PROTOCOL, JoinAnswer, JoinRequest, Joined};
pub use seal::join::{JoinCode, MAX_JOIN_CODE_BYTES};
use seal::{AGENT_FILE_FORMAT, AgentFile, AgentFileError, AgentName, FeedAddress, TlsFeed};
use tokio::time::timeout;

use crate::clock::{Clock, SystemClock};
use crate::config::Config;
use crate::state::{StateDir, StateError, make_sockets_dir, replace_private};
use crate::stream::{receive, send};
use crate::tls::{self, TlsError};

/// How long the control plane may take to answer.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Why this host has no agent now. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// The agent's directory.
    #[error(transparent)]
    State(#[from] StateError),
    /// One is there.
    #[error(
        "this host has the agent `{name}` already (`{}`): stop it and remove that file to join anew",
        path.display()
    )]
    Member {
        /// The agent file.
        path: PathBuf,
        /// Its name.
        name: AgentName,
    },
    /// An agent file is there that cannot be read.
    #[error("`{}` is there already: move it away to join anew", .0.display())]
    Occupied(PathBuf),
    /// Sockets have absolute paths.
    #[error("`{}` is not an absolute path", .0.display())]
    RelativePath(PathBuf),
    /// No key.
    #[error("cannot make a key")]
    Key(#[source] rcgen::Error),
    /// The control plane was not reached, or is another.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// It said nothing that could be understood.
    #[error(
        "the control plane did not answer; if the code was used up by this, ask for another one"
    )]
    Answer(#[source] io::Error),
    /// It said no.
    #[error("the control plane refused: {0}")]
    Refused(String),
    /// The agent file cannot be written.
    #[error(transparent)]
    File(#[from] AgentFileError),
}

/// Joins the agent of this configuration with `code`; its sockets will be in `sockets_dir`.
///
/// # Errors
/// [`JoinError`].
pub async fn join(
    config: &Config,
    sockets_dir: &Path,
    code: &JoinCode,
) -> Result<AgentName, JoinError> {
    join_at(config, sockets_dir, code, Arc::new(SystemClock)).await
}

/// [`join`], by another clock.
///
/// # Errors
/// [`JoinError`].
pub async fn join_at(
    config: &Config,
    sockets_dir: &Path,
    code: &JoinCode,
    clock: Arc<dyn Clock>,
) -> Result<AgentName, JoinError> {
    // What can fail here fails before the code is used up. The lock also keeps two from joining.
    let _state = StateDir::open(&config.state_dir)?;
    refuse_member(&config.agent_file)?;
    if !sockets_dir.is_absolute() {
        return Err(JoinError::RelativePath(sockets_dir.to_owned()));
    }
    make_sockets_dir(sockets_dir)?;
    let (key, request) = tls::new_key().map_err(JoinError::Key)?;
    let connected = tls::connect_to_join(&code.address, code.authority, Arc::clone(&clock));
    let (mut stream, authority) = connected.await?;
    let request = JoinRequest {
        protocol: JOIN_PROTOCOL,
        name: code.name.clone(),
        secret: code.secret.clone(),
        request,
    };
    let Joined {
        certificate,
        control_plane_keys,
        agents_keys,
    } = ask(&mut stream, &request).await?;
    let feed = TlsFeed {
        address: code.address.clone(),
        authority,
        certificate,
        key,
    };
    tls::check(&feed, &feed.certificate, feed.key.expose(), clock)?;
    let file = AgentFile {
        format: AGENT_FILE_FORMAT,
        name: code.name.clone(),
        feed: FeedAddress::Tls(feed),
        sockets_dir: sockets_dir.to_owned(),
        control_plane_keys,
        agents_keys,
    };
    replace_private(&config.agent_file, &file.to_json()?)?;
    Ok(file.name)
}

async fn ask(
    stream: &mut tokio_rustls::client::TlsStream<tokio::net::TcpStream>,
    request: &JoinRequest,
) -> Result<Joined, JoinError> {
    let answer = async {
        send(stream, request).await?;
        receive::<JoinAnswer>(stream).await
    };
    let answer = timeout(ANSWER_LIMIT, answer)
        .await
        .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
        .map_err(JoinError::Answer)?;
    match answer {
        JoinAnswer::Joined(joined) => Ok(joined),
        JoinAnswer::Refused(refused) => Err(JoinError::Refused(refused.why)),
    }
}

fn refuse_member(path: &Path) -> Result<(), JoinError> {
    if !path.exists() {
        return Ok(());
    }
    let file = crate::state::read_private(path)?;
    match AgentFile::from_json(&file) {
        Ok(file) => Err(JoinError::Member {
            path: path.to_owned(),
            name: file.name,
        }),
        Err(_) => Err(JoinError::Occupied(path.to_owned())),
    }
}
