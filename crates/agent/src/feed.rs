//! The agent's end of the feed: connect, say hello, take what comes, answer each.

use std::io;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use seal::FeedAddress;
use seal::feed::{
    Applied, Document, FEED_PROTOCOL, HEADER_BYTES, Header, Hello, Refused, ToAgent, ToControlPlane,
};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::UnixStream;
use tokio::time::sleep;
use zeroize::Zeroizing;

use crate::decider::Decider;
use crate::documents::{DocumentError, Documents, InForce, chain};

/// The first pause after a lost connection; it doubles up to [`MAX_PAUSE`].
const MIN_PAUSE: Duration = Duration::from_millis(50);

/// Short, since a control plane that is back has changes that are not in force here yet.
const MAX_PAUSE: Duration = Duration::from_secs(2);

/// Follows the control plane for ever.
pub(crate) async fn follow(address: FeedAddress, documents: Arc<Documents>, decider: Arc<Decider>) {
    tokio::join!(
        stay_connected(address, &documents, &decider),
        documents.reopen_sockets()
    );
}

async fn stay_connected(address: FeedAddress, documents: &Documents, decider: &Decider) {
    let mut pause = MIN_PAUSE;
    let mut told = false;
    loop {
        match connect(&address).await {
            Ok(stream) => {
                tracing::info!("connected to the control plane");
                decider
                    .metrics
                    .feed_connected
                    .store(true, Ordering::Relaxed);
                let ended = converse(stream, documents).await;
                decider
                    .metrics
                    .feed_connected
                    .store(false, Ordering::Relaxed);
                tracing::warn!(why = %ended, "the control plane is gone; logins go on");
                (pause, told) = (MIN_PAUSE, true);
            }
            // Once, not at every attempt of a long night.
            Err(error) if !told => {
                tracing::warn!(%error, ?address, "cannot reach the control plane; logins go on");
                told = true;
            }
            Err(_) => {}
        }
        documents.nothing_to_wait_for();
        sleep(pause).await;
        pause = (pause * 2).min(MAX_PAUSE);
    }
}

async fn connect(address: &FeedAddress) -> io::Result<UnixStream> {
    match address {
        FeedAddress::Unix(path) => UnixStream::connect(path).await,
        other => Err(io::Error::other(format!(
            "this agent cannot connect to {other:?}: upgrade it"
        ))),
    }
}

/// Until the connection ends; says why it did.
async fn converse(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    documents: &Documents,
) -> io::Error {
    let (snapshot_revision, serving_revision) = documents.held().await;
    let hello = ToControlPlane::Hello(Hello {
        protocol: FEED_PROTOCOL,
        version: env!("CARGO_PKG_VERSION").to_owned(),
        snapshot_revision,
        serving_revision,
    });
    if let Err(error) = send(&mut stream, &hello).await {
        return error;
    }
    loop {
        let answered = match receive(&mut stream).await {
            Ok(message) => send(&mut stream, &take(message, documents).await).await,
            Err(error) => return error,
        };
        if let Err(error) = answered {
            return error;
        }
    }
}

async fn receive(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<ToAgent> {
    let mut header = [0; HEADER_BYTES];
    stream.read_exact(&mut header).await?;
    let header = Header::decode(header).map_err(io::Error::other)?;
    let mut payload = Zeroizing::new(vec![0; header.payload_bytes()]);
    stream.read_exact(&mut payload).await?;
    ToAgent::decode(header, payload).map_err(io::Error::other)
}

async fn send(stream: &mut (impl AsyncWrite + Unpin), message: &ToControlPlane) -> io::Result<()> {
    stream
        .write_all(&message.frame().map_err(io::Error::other)?)
        .await
}

async fn take(message: ToAgent, documents: &Documents) -> ToControlPlane {
    match message {
        ToAgent::Snapshot(bytes) => {
            reply(Document::Snapshot, documents.apply_snapshot(bytes).await)
        }
        ToAgent::Serving(bytes) => reply(Document::Serving, documents.apply_serving(&bytes).await),
    }
}

fn reply(document: Document, applied: Result<InForce, DocumentError>) -> ToControlPlane {
    match applied {
        Ok(InForce { revision, problems }) => ToControlPlane::Applied(Applied {
            document,
            revision,
            problems,
        }),
        Err(error) => {
            let why = chain(&error);
            tracing::error!(?document, why, "refused what the control plane sent");
            ToControlPlane::Refused(Refused { document, why })
        }
    }
}
