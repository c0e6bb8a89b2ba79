//! What the control plane and an agent say to each other: the frames, without the socket.
//!
//! | octets | field |
//! |---|---|
//! | 4 | length, big endian, of everything behind it |
//! | 1 | kind |
//! | … | payload |
//!
//! | kind | from | payload |
//! |---|---|---|
//! | 1 | agent | [`Hello`], JSON: the first frame |
//! | 2 | agent | [`Applied`], JSON |
//! | 3 | agent | [`Refused`], JSON |
//! | 16 | control plane | signed snapshot |
//! | 17 | control plane | signed serving list |
//!
//! The control plane sends what it has when it has read the `Hello`, and again at every change. The
//! agent answers each with `Applied` or `Refused`, in order; once `Applied` is there, the change is in
//! force on that host.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::signed::{MAX_SERVING_BYTES, MAX_SNAPSHOT_BYTES};

/// The version of these messages.
pub const FEED_PROTOCOL: u32 = 1;

/// Octets in front of every payload.
pub const HEADER_BYTES: usize = 5;

/// The longest message from an agent.
pub const MAX_AGENT_MESSAGE_BYTES: usize = 64 * 1024;

/// From the control plane.
#[derive(Clone, PartialEq, Eq)]
pub enum ToAgent {
    /// What [`crate::Signer::sign_snapshot`] made.
    Snapshot(Zeroizing<Vec<u8>>),
    /// What [`crate::Signer::sign_serving`] made.
    Serving(Zeroizing<Vec<u8>>),
}

/// From an agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ToControlPlane {
    /// Who is there and what it has.
    Hello(Hello),
    /// A document is in force.
    Applied(Applied),
    /// A document is not believed; what was in force before still is.
    Refused(Refused),
}

/// The first message of an agent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// [`FEED_PROTOCOL`] of the agent.
    pub protocol: u32,
    /// Version of the agent's program.
    pub version: String,
    /// Revision of the snapshot that it decides by, if it has one.
    pub snapshot_revision: Option<u64>,
    /// Revision of its serving list, if it has one.
    pub serving_revision: Option<u64>,
}

/// Which kind of document a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// A [`ToAgent::Snapshot`].
    Snapshot,
    /// A [`ToAgent::Serving`].
    Serving,
}

/// A document is in force and on the agent's disk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Which kind.
    pub document: Document,
    /// Its revision.
    pub revision: u64,
    /// Parts of it that could not be done: sockets that do not open, one sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
}

/// A document was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Which kind.
    pub document: Document,
    /// Why, for the operator.
    pub why: String,
}

/// Why octets are not a message.
#[derive(Debug, thiserror::Error)]
pub enum FeedError {
    /// No message of this kind is that long.
    #[error("a message of kind {kind} with {bytes} bytes is too long")]
    TooLong {
        /// Its kind.
        kind: u8,
        /// Its length.
        bytes: usize,
    },
    /// A kind that this side does not know.
    #[error("a message of the unknown kind {0}: the other side has another version")]
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

const HELLO: u8 = 1;
const APPLIED: u8 = 2;
const REFUSED: u8 = 3;
const SNAPSHOT: u8 = 16;
const SERVING: u8 = 17;

/// The front of a frame that was read: what comes, and how long it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    kind: u8,
    payload_bytes: usize,
}

impl Header {
    /// Reads the front of a frame. What is too long or unknown is refused here, before anybody
    /// makes room for it; close the connection then.
    ///
    /// # Errors
    /// [`FeedError`].
    pub fn decode(bytes: [u8; HEADER_BYTES]) -> Result<Self, FeedError> {
        let [a, b, c, d, kind] = bytes;
        let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
        let payload_bytes = length.checked_sub(1).ok_or(FeedError::Empty)?;
        let limit = match kind {
            HELLO | APPLIED | REFUSED => MAX_AGENT_MESSAGE_BYTES,
            SNAPSHOT => MAX_SNAPSHOT_BYTES,
            SERVING => MAX_SERVING_BYTES,
            other => return Err(FeedError::Kind(other)),
        };
        if payload_bytes > limit {
            return Err(FeedError::TooLong {
                kind,
                bytes: payload_bytes,
            });
        }
        Ok(Self {
            kind,
            payload_bytes,
        })
    }

    /// How many octets follow.
    #[must_use]
    pub const fn payload_bytes(&self) -> usize {
        self.payload_bytes
    }

    fn encode(kind: u8, payload: &[u8]) -> [u8; HEADER_BYTES] {
        // Every sender is below its limit, far below four octets of length.
        let length = u32::try_from(payload.len())
            .unwrap_or(u32::MAX)
            .saturating_add(1);
        let [a, b, c, d] = length.to_be_bytes();
        [a, b, c, d, kind]
    }
}

impl ToAgent {
    /// The two pieces of the frame; the payload may be large and is not copied.
    #[must_use]
    pub fn frame(&self) -> ([u8; HEADER_BYTES], &[u8]) {
        let (kind, payload) = match self {
            Self::Snapshot(bytes) => (SNAPSHOT, bytes),
            Self::Serving(bytes) => (SERVING, bytes),
        };
        (Header::encode(kind, payload), payload)
    }

    /// The message with this header and payload.
    ///
    /// # Errors
    /// [`FeedError::Kind`] for what only agents say.
    pub fn decode(header: Header, payload: Zeroizing<Vec<u8>>) -> Result<Self, FeedError> {
        match header.kind {
            SNAPSHOT => Ok(Self::Snapshot(payload)),
            SERVING => Ok(Self::Serving(payload)),
            other => Err(FeedError::Kind(other)),
        }
    }
}

impl std::fmt::Debug for ToAgent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Snapshot(bytes) => write!(out, "Snapshot({} bytes)", bytes.len()),
            Self::Serving(bytes) => write!(out, "Serving({} bytes)", bytes.len()),
        }
    }
}

impl ToControlPlane {
    /// The whole frame.
    ///
    /// # Errors
    /// [`FeedError::TooLong`] for more than [`MAX_AGENT_MESSAGE_BYTES`].
    pub fn frame(&self) -> Result<Vec<u8>, FeedError> {
        let (kind, payload) = match self {
            Self::Hello(message) => (HELLO, serde_json::to_vec(message)),
            Self::Applied(message) => (APPLIED, serde_json::to_vec(message)),
            Self::Refused(message) => (REFUSED, serde_json::to_vec(message)),
        };
        let payload = payload.map_err(|source| FeedError::Form { kind, source })?;
        if payload.len() > MAX_AGENT_MESSAGE_BYTES {
            return Err(FeedError::TooLong {
                kind,
                bytes: payload.len(),
            });
        }
        Ok([Header::encode(kind, &payload).as_slice(), &payload].concat())
    }

    /// The message with this header and payload.
    ///
    /// # Errors
    /// [`FeedError`].
    pub fn decode(header: Header, payload: &[u8]) -> Result<Self, FeedError> {
        let kind = header.kind;
        match kind {
            HELLO => serde_json::from_slice(payload).map(Self::Hello),
            APPLIED => serde_json::from_slice(payload).map(Self::Applied),
            REFUSED => serde_json::from_slice(payload).map(Self::Refused),
            other => return Err(FeedError::Kind(other)),
        }
        .map_err(|source| FeedError::Form { kind, source })
    }
}
