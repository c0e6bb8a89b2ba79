//! Frames: how messages stand on a stream, whoever sends them.
//!
//! | octets | field |
//! |---|---|
//! | 4 | length, big endian, of everything behind it |
//! | 1 | kind |
//! | … | payload |
//!
//! Every kind has a sender and a limit. A front that announces what its sender never says, or more of
//! it than its limit, is refused before anybody makes room for it.

use std::ops::Deref;

use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// Octets in front of every payload.
pub const HEADER_BYTES: usize = 5;

/// Why octets are not a message.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    /// No message of this kind is that long.
    #[error("a message of kind {kind} with {bytes} bytes is too long")]
    TooLong {
        /// Its kind.
        kind: u8,
        /// Its length.
        bytes: usize,
    },
    /// A kind that the sender does not say.
    #[error(
        "a message of kind {0}, which does not belong here: the other side has another version"
    )]
    Kind(u8),
    /// The length has no room for the kind.
    #[error("a message without a kind")]
    Empty,
    /// Not JSON of the form that belongs here.
    #[error("a message of kind {kind} cannot be read")]
    Form {
        /// Its kind.
        kind: u8,
        /// What serde says.
        source: serde_json::Error,
    },
}

/// What one side says to the other.
pub trait Message: Sized {
    /// The longest payload of this kind; nothing for what this side does not say.
    fn limit(kind: u8) -> Option<usize>;

    /// The message with this kind and payload.
    ///
    /// # Errors
    /// [`FrameError`].
    fn decode(kind: u8, payload: Zeroizing<Vec<u8>>) -> Result<Self, FrameError>;

    /// The frame to send.
    ///
    /// # Errors
    /// [`FrameError::TooLong`] for what the other side would refuse.
    fn frame(&self) -> Result<Frame<'_>, FrameError>;
}

/// The front of a frame that was read: what comes, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    kind: u8,
    payload_bytes: usize,
}

impl Header {
    /// Reads the front of a frame from who says `M`. Close the connection on an error.
    ///
    /// # Errors
    /// [`FrameError`].
    pub fn decode<M: Message>(bytes: [u8; HEADER_BYTES]) -> Result<Self, FrameError> {
        let [a, b, c, d, kind] = bytes;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let payload_bytes = length.checked_sub(1).ok_or(FrameError::Empty)?;
        let limit = M::limit(kind).ok_or(FrameError::Kind(kind))?;
        check_length(kind, payload_bytes, limit)?;
        Ok(Self {
            kind,
            payload_bytes,
        })
    }

    /// What follows.
    #[must_use]
    pub const fn kind(&self) -> u8 {
        self.kind
    }

    /// How many octets follow.
    #[must_use]
    pub const fn payload_bytes(&self) -> usize {
        self.payload_bytes
    }
}

/// A frame in two pieces; a payload may be large and is not copied.
#[derive(Debug)]
pub struct Frame<'a> {
    /// The front.
    pub header: [u8; HEADER_BYTES],
    /// What it announces.
    pub payload: Payload<'a>,
}

/// Octets to send.
pub enum Payload<'a> {
    /// That somebody has.
    Borrowed(&'a [u8]),
    /// That were made to be sent.
    Owned(Zeroizing<Vec<u8>>),
}

impl Deref for Payload<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Borrowed(bytes) => bytes,
            Self::Owned(bytes) => bytes,
        }
    }
}

impl std::fmt::Debug for Payload<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Payload({} bytes)", self.len())
    }
}

impl<'a> Frame<'a> {
    pub(crate) fn of<M: Message>(kind: u8, payload: Payload<'a>) -> Result<Self, FrameError> {
        let limit = M::limit(kind).ok_or(FrameError::Kind(kind))?;
        check_length(kind, payload.len(), limit)?;
        // Every limit is far below four octets of length.
        let length = u32::try_from(payload.len()).unwrap_or(u32::MAX);
        let [a, b, c, d] = length.saturating_add(1).to_be_bytes();
        Ok(Self {
            header: [a, b, c, d, kind],
            payload,
        })
    }

    pub(crate) fn json<M: Message>(kind: u8, message: &impl Serialize) -> Result<Self, FrameError> {
        let payload = serde_json::to_vec(message)
            .map(Zeroizing::new)
            .map_err(|source| FrameError::Form { kind, source })?;
        Self::of::<M>(kind, Payload::Owned(payload))
    }
}

pub(crate) fn read_json<T: DeserializeOwned>(kind: u8, payload: &[u8]) -> Result<T, FrameError> {
    serde_json::from_slice(payload).map_err(|source| FrameError::Form { kind, source })
}

fn check_length(kind: u8, bytes: usize, limit: usize) -> Result<(), FrameError> {
    if bytes > limit {
        Err(FrameError::TooLong { kind, bytes })
    } else {
        Ok(())
    }
}
