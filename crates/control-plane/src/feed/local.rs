//! The socket of this host's agent.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use seal::AgentName;
use tokio::net::{UnixListener, UnixStream};

use super::conversation::{Feed, Peer};

/// Why this host's agent cannot be fed.
#[derive(Debug, thiserror::Error)]
#[error("cannot open the agents' socket `{path}`")]
pub struct LocalFeedError {
    /// Where.
    path: PathBuf,
    /// What the system said.
    #[source]
    source: io::Error,
}

/// Feeds the agent that connects to `path` and runs as our own user, until the task is dropped.
pub async fn serve_local(path: &Path, feed: Arc<Feed>) -> Result<(), LocalFeedError> {
    let failed = |source| LocalFeedError {
        path: path.to_owned(),
        source,
    };
    let listener = listen(path).map_err(failed)?;
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(attend(stream, feed.clone()))),
            Err(error) => {
                tracing::warn!(%error, "an agent could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

fn listen(path: &Path) -> io::Result<UnixListener> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let listener = UnixListener::bind(path)?;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600))?;
    Ok(listener)
}

async fn attend(stream: UnixStream, feed: Arc<Feed>) {
    if !is_our_own(&stream) {
        tracing::warn!("a process of another user tried the agents' socket");
        return;
    }
    let peer = Peer {
        name: AgentName::local(),
        serial: None,
        from: "this host".to_owned(),
    };
    if let Err(error) = feed.attend(stream, &peer).await {
        tracing::info!(agent = %peer.name, %error, "an agent left");
    }
}

fn is_our_own(stream: &UnixStream) -> bool {
    stream
        .peer_cred()
        .is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}
