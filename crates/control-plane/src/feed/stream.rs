//! Messages on a stream to an agent, with patience that ends.

use std::io;
use std::time::Duration;

use seal::feed::SILENCE_LIMIT_SECONDS;
use seal::frame::{FrameError, HEADER_BYTES, Header, Message};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use zeroize::Zeroizing;

/// How long an agent may say nothing.
const SILENCE_LIMIT: Duration = Duration::from_secs(SILENCE_LIMIT_SECONDS);
/// How long the rest of a message may take once its front is there.
const MESSAGE_LIMIT: Duration = Duration::from_secs(10);
/// How long an agent may take to take a piece of a message in.
const WRITE_LIMIT: Duration = Duration::from_secs(10);
/// Octets of a piece.
const PIECE_BYTES: usize = 64 * 1024;

/// Why a stream cannot be used any more.
#[derive(Debug, thiserror::Error)]
pub(super) enum StreamError {
    #[error(transparent)]
    Io(#[from] io::Error),
    #[error(transparent)]
    Frame(#[from] FrameError),
    #[error("nothing was heard for {SILENCE_LIMIT:?}")]
    Silent,
    #[error("a message took longer than {MESSAGE_LIMIT:?} to arrive")]
    Dripping,
    #[error("nothing was taken in for {WRITE_LIMIT:?}")]
    Stuck,
}

/// The next message of who says `M`.
pub(super) async fn receive<M: Message>(
    stream: &mut (impl AsyncRead + Unpin),
) -> Result<M, StreamError> {
    let mut header = [0; HEADER_BYTES];
    let first = timeout(SILENCE_LIMIT, stream.read_exact(&mut header));
    first.await.map_err(|_| StreamError::Silent)??;
    let header = Header::decode::<M>(header)?;
    let mut payload = Zeroizing::new(vec![0; header.payload_bytes()]);
    let rest = timeout(MESSAGE_LIMIT, stream.read_exact(&mut payload));
    rest.await.map_err(|_| StreamError::Dripping)??;
    Ok(M::decode(header.kind(), payload)?)
}

/// Sends a message, however long, for as long as it moves.
pub(super) async fn send(
    stream: &mut (impl AsyncWrite + Unpin),
    message: &impl Message,
) -> Result<(), StreamError> {
    let frame = message.frame()?;
    write(stream, &frame.header).await?;
    for piece in frame.payload.chunks(PIECE_BYTES) {
        write(stream, piece).await?;
    }
    let flushed = timeout(WRITE_LIMIT, stream.flush());
    Ok(flushed.await.map_err(|_| StreamError::Stuck)??)
}

async fn write(stream: &mut (impl AsyncWrite + Unpin), piece: &[u8]) -> Result<(), StreamError> {
    let written = timeout(WRITE_LIMIT, stream.write_all(piece));
    Ok(written.await.map_err(|_| StreamError::Stuck)??)
}

#[cfg(test)]
mod tests {
    use seal::feed::{MAX_AGENT_MESSAGE_BYTES, ToAgent, ToControlPlane};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn who_says_nothing_or_drips_is_not_waited_for_for_ever() {
        let (mut ours, _theirs) = tokio::io::duplex(64);
        let silent = receive::<ToControlPlane>(&mut ours).await.unwrap_err();
        assert!(matches!(silent, StreamError::Silent), "{silent}");
        let (mut ours, mut theirs) = tokio::io::duplex(64);
        theirs.write_all(&[0, 0, 0, 9, 1, b'{']).await.unwrap();
        let dripping = receive::<ToControlPlane>(&mut ours).await.unwrap_err();
        assert!(matches!(dripping, StreamError::Dripping), "{dripping}");
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_in_is_not_waited_for_for_ever() {
        let (mut ours, _theirs) = tokio::io::duplex(64);
        let snapshot = ToAgent::Snapshot(vec![0; 1024].into());
        let stuck = send(&mut ours, &snapshot).await.unwrap_err();
        assert!(matches!(stuck, StreamError::Stuck), "{stuck}");
    }

    #[tokio::test]
    async fn a_front_that_promises_too_much_is_refused_before_there_is_room_for_it() {
        let (mut ours, mut theirs) = tokio::io::duplex(64);
        let length = u32::try_from(MAX_AGENT_MESSAGE_BYTES + 2).unwrap();
        theirs.write_all(&length.to_be_bytes()).await.unwrap();
        theirs.write_all(&[1]).await.unwrap();
        let error = receive::<ToControlPlane>(&mut ours).await.unwrap_err();
        assert!(
            matches!(error, StreamError::Frame(FrameError::TooLong { .. })),
            "{error}"
        );
    }
}
