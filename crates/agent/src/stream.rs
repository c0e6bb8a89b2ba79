//! Messages on a stream to the control plane.

use std::io;
use std::time::Duration;

use seal::feed::SILENCE_LIMIT_SECONDS;
use seal::frame::{HEADER_BYTES, Header, Message};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::timeout;
use zeroize::Zeroizing;

const SILENCE_LIMIT: Duration = Duration::from_secs(SILENCE_LIMIT_SECONDS);

/// The next message. A control plane that says nothing for too long is gone, whatever the network
/// says; one that is slow with a long message is not.
pub(crate) async fn receive<M: Message>(stream: &mut (impl AsyncRead + Unpin)) -> io::Result<M> {
    let mut header = [0; HEADER_BYTES];
    read_exact(stream, &mut header).await?;
    let header = Header::decode::<M>(header).map_err(io::Error::other)?;
    let mut payload = Zeroizing::new(vec![0; header.payload_bytes()]);
    read_exact(stream, &mut payload).await?;
    M::decode(header.kind(), payload).map_err(io::Error::other)
}

pub(crate) async fn send(
    stream: &mut (impl AsyncWrite + Unpin),
    message: &impl Message,
) -> io::Result<()> {
    let frame = message.frame().map_err(io::Error::other)?;
    let whole = async {
        stream.write_all(&frame.header).await?;
        stream.write_all(&frame.payload).await?;
        stream.flush().await
    };
    timeout(SILENCE_LIMIT, whole).await.unwrap_or_else(silent)
}

async fn read_exact(stream: &mut (impl AsyncRead + Unpin), mut room: &mut [u8]) -> io::Result<()> {
    while !room.is_empty() {
        let read = timeout(SILENCE_LIMIT, stream.read(room));
        let bytes = read.await.unwrap_or_else(silent)?;
        if bytes == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        room = room.get_mut(bytes..).unwrap_or_default();
    }
    Ok(())
}

fn silent<T>(_: tokio::time::error::Elapsed) -> io::Result<T> {
    Err(io::Error::new(
        io::ErrorKind::TimedOut,
        format!("the control plane has said nothing for {SILENCE_LIMIT_SECONDS} seconds"),
    ))
}
