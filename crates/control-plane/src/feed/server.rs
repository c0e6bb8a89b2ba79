//! The socket where agents are fed.

use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use seal::feed::{
    Applied, Document, FEED_PROTOCOL, FeedError, HEADER_BYTES, Header, ToAgent, ToControlPlane,
};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};

use super::publisher::{Published, Publisher};

/// How long an agent may take to say who it is.
const HELLO_LIMIT: Duration = Duration::from_secs(5);
/// How long an agent may take to take a message in.
const WRITE_LIMIT: Duration = Duration::from_secs(30);

/// Why agents cannot be fed.
#[derive(Debug, thiserror::Error)]
pub enum FeedServerError {
    /// The socket could not be opened.
    #[error("cannot open the agents' socket `{path}`")]
    Listen {
        /// Where.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

#[derive(Debug, thiserror::Error)]
enum AgentError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Message(#[from] FeedError),
    #[error("the agent did not say who it is")]
    NoHello,
    #[error("the agent speaks version {0} of the feed, this control plane {FEED_PROTOCOL}")]
    Protocol(u32),
    #[error("the agent took longer than {WRITE_LIMIT:?} to take a message in")]
    Slow,
}

/// Feeds every agent that connects to `path` and runs as our own user, until the task is dropped.
pub async fn serve(path: &Path, publisher: Arc<Publisher>) -> Result<(), FeedServerError> {
    let failed = |source| FeedServerError::Listen {
        path: path.to_owned(),
        source,
    };
    let listener = listen(path).map_err(failed)?;
    let mut number = 0;
    loop {
        let (stream, _) = match listener.accept().await {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "an agent could not be accepted");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        number += 1;
        tokio::spawn(feed(stream, publisher.clone(), number));
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

async fn feed(stream: UnixStream, publisher: Arc<Publisher>, agent: u64) {
    if !is_our_own(&stream) {
        tracing::warn!("a process of another user tried the agents' socket");
        return;
    }
    let (reader, writer) = stream.into_split();
    if let Err(error) = converse(reader, writer, &publisher, agent).await {
        tracing::info!(agent, %error, "an agent left");
    }
    publisher.forget(agent);
}

fn is_our_own(stream: &UnixStream) -> bool {
    stream
        .peer_cred()
        .is_ok_and(|peer| peer.uid() == rustix::process::geteuid().as_raw())
}

async fn converse(
    mut reader: OwnedReadHalf,
    writer: OwnedWriteHalf,
    publisher: &Publisher,
    agent: u64,
) -> Result<(), AgentError> {
    let first = tokio::time::timeout(HELLO_LIMIT, receive(&mut reader));
    match first.await.map_err(|_| AgentError::NoHello)?? {
        ToControlPlane::Hello(hello) if hello.protocol == FEED_PROTOCOL => {
            tracing::info!(agent, version = %hello.version, "an agent is here");
            publisher.acknowledge(agent, 0);
        }
        ToControlPlane::Hello(hello) => return Err(AgentError::Protocol(hello.protocol)),
        _ => return Err(AgentError::NoHello),
    }
    tokio::select! {
        sent = send_all(writer, publisher) => sent,
        heard = hear_all(reader, publisher, agent) => heard,
    }
}

async fn send_all(mut writer: OwnedWriteHalf, publisher: &Publisher) -> Result<(), AgentError> {
    let mut latest = publisher.subscribe();
    loop {
        let published = latest.borrow_and_update().clone();
        if let Some(Published { messages, .. }) = published {
            for message in messages.iter() {
                let sent = tokio::time::timeout(WRITE_LIMIT, send(&mut writer, message));
                sent.await.map_err(|_| AgentError::Slow)??;
            }
        }
        if latest.changed().await.is_err() {
            return Ok(());
        }
    }
}

async fn send(writer: &mut OwnedWriteHalf, message: &ToAgent) -> io::Result<()> {
    let (header, payload) = message.frame();
    writer.write_all(&header).await?;
    writer.write_all(payload).await
}

async fn hear_all(
    mut reader: OwnedReadHalf,
    publisher: &Publisher,
    agent: u64,
) -> Result<(), AgentError> {
    loop {
        match receive(&mut reader).await? {
            ToControlPlane::Applied(Applied {
                document,
                revision,
                problems,
            }) => {
                for problem in problems {
                    tracing::error!(agent, %problem, "an agent could not do a part");
                }
                if document == Document::Snapshot {
                    publisher.acknowledge(agent, revision);
                }
            }
            ToControlPlane::Refused(refused) => {
                tracing::error!(agent, document = ?refused.document, why = %refused.why, "an agent refused what it was sent");
            }
            ToControlPlane::Hello(_) => return Err(AgentError::NoHello),
        }
    }
}

async fn receive(reader: &mut OwnedReadHalf) -> Result<ToControlPlane, AgentError> {
    let mut header = [0; HEADER_BYTES];
    reader.read_exact(&mut header).await?;
    let header = Header::decode(header)?;
    let mut payload = vec![0; header.payload_bytes()];
    reader.read_exact(&mut payload).await?;
    Ok(ToControlPlane::decode(header, &payload)?)
}
