//! What the control plane and an agent say to each other: the messages, without the socket.
//!
//! | kind | from | payload |
//! |---|---|---|
//! | 1 | agent | [`Hello`], JSON: the first frame |
//! | 2 | agent | [`Applied`], JSON |
//! | 3 | agent | [`Refused`], JSON |
//! | 4 | agent | [`Renew`], JSON |
//! | 5 | agent | nothing: the answer to 20 |
//! | 6 | agent on another host | [`Attempts`], JSON |
//! | 16 | control plane | signed snapshot |
//! | 17 | control plane | signed serving list |
//! | 18 | control plane | [`Keys`], JSON |
//! | 19 | control plane | [`Certificate`], JSON: the answer to 4 |
//! | 20 | control plane | nothing: whether the agent is still there |
//! | 21 | control plane | [`Dismissed`], JSON: the last frame |
//!
//! The control plane sends what it has when it has read the `Hello`, and again at every change: the
//! keys first, then the snapshot, then the serving list. The agent answers each with `Applied` or
//! `Refused`, in order; once `Applied` is there, the change is in force on that host.
//!
//! Both sides hang up on who has been silent for [`SILENCE_LIMIT_SECONDS`]: a host that lost its power
//! says no goodbye.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::der::Der;
use crate::frame::{Frame, FrameError, Message, Payload, read_json};
use crate::keys::AgentsKey;
use crate::signed::{MAX_SERVING_BYTES, MAX_SNAPSHOT_BYTES};

/// The version of these messages.
pub const FEED_PROTOCOL: u32 = 3;

/// What the feed is called where TLS is negotiated (RFC 7301).
pub const FEED_ALPN: &[u8] = b"sekisho-feed/3";

/// The name in the control plane's certificate for agents, whatever address they dial.
pub const CONTROL_PLANE_NAME: &str = "control-plane.sekisho.internal";

/// The longest message from an agent, and the longest small one to it.
pub const MAX_AGENT_MESSAGE_BYTES: usize = 64 * 1024;

/// How often the control plane asks a silent agent whether it is there.
pub const PING_SECONDS: u64 = 5;

/// How long either side may say nothing at all.
pub const SILENCE_LIMIT_SECONDS: u64 = 30;

/// From the control plane.
#[derive(Clone, PartialEq, Eq)]
pub enum ToAgent {
    /// What [`crate::Signer::sign_snapshot`] made.
    Snapshot(Zeroizing<Vec<u8>>),
    /// What [`crate::Signer::sign_serving`] made.
    Serving(Zeroizing<Vec<u8>>),
    /// The keys that open session tokens from now on.
    Keys(Keys),
    /// The certificate that was asked for.
    Certificate(Certificate),
    /// Is anybody there?
    Ping,
    /// The agent was removed: it lets nobody in any more.
    Dismissed(Dismissed),
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
    /// The agent's certificate ends soon.
    Renew(Renew),
    /// Somebody is.
    Pong,
    /// Logins were attempted on that host.
    Attempts(Attempts),
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
    /// A [`ToAgent::Keys`].
    Keys,
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

/// Keys that open session tokens. Not signed: who is believed here is known from the transport, as
/// at joining.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// How often the key was replaced so far.
    pub generation: u64,
    /// The newest first; older ones for as long as sessions sealed with them last.
    pub agents_keys: Vec<AgentsKey>,
}

/// A certificate is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renew {
    /// A request of RFC 2986 for a new key of the agent's. Only its key counts.
    pub request: Der,
}

/// Logins that were attempted on a host, as its agent's audit log has them: for the operator to read. They
/// come after the fact, and no login waits for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    /// The oldest first; each names its database's resource id as `instance`.
    pub entries: Vec<serde_json::Value>,
}

/// The certificate that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The agent's, for its new key.
    pub certificate: Der,
}

/// The control plane knows the agent no more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {
    /// For the operator of that host.
    pub why: String,
}

const HELLO: u8 = 1;
const APPLIED: u8 = 2;
const REFUSED: u8 = 3;
const RENEW: u8 = 4;
const PONG: u8 = 5;
const ATTEMPTS: u8 = 6;
const SNAPSHOT: u8 = 16;
const SERVING: u8 = 17;
const KEYS: u8 = 18;
const CERTIFICATE: u8 = 19;
const PING: u8 = 20;
const DISMISSED: u8 = 21;

impl Message for ToAgent {
    fn limit(kind: u8) -> Option<usize> {
        match kind {
            SNAPSHOT => Some(MAX_SNAPSHOT_BYTES),
            SERVING => Some(MAX_SERVING_BYTES),
            KEYS | CERTIFICATE | DISMISSED => Some(MAX_AGENT_MESSAGE_BYTES),
            PING => Some(0),
            _ => None,
        }
    }

    fn decode(kind: u8, payload: Zeroizing<Vec<u8>>) -> Result<Self, FrameError> {
        match kind {
            SNAPSHOT => Ok(Self::Snapshot(payload)),
            SERVING => Ok(Self::Serving(payload)),
            KEYS => read_json(kind, &payload).map(Self::Keys),
            CERTIFICATE => read_json(kind, &payload).map(Self::Certificate),
            PING => Ok(Self::Ping),
            DISMISSED => read_json(kind, &payload).map(Self::Dismissed),
            other => Err(FrameError::Kind(other)),
        }
    }

    fn frame(&self) -> Result<Frame<'_>, FrameError> {
        match self {
            Self::Snapshot(bytes) => Frame::of::<Self>(SNAPSHOT, Payload::Borrowed(bytes)),
            Self::Serving(bytes) => Frame::of::<Self>(SERVING, Payload::Borrowed(bytes)),
            Self::Keys(keys) => Frame::json::<Self>(KEYS, keys),
            Self::Certificate(certificate) => Frame::json::<Self>(CERTIFICATE, certificate),
            Self::Ping => Frame::of::<Self>(PING, Payload::Borrowed(&[])),
            Self::Dismissed(dismissed) => Frame::json::<Self>(DISMISSED, dismissed),
        }
    }
}

impl std::fmt::Debug for ToAgent {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Snapshot(bytes) => write!(out, "Snapshot({} bytes)", bytes.len()),
            Self::Serving(bytes) => write!(out, "Serving({} bytes)", bytes.len()),
            Self::Keys(keys) => write!(out, "{keys:?}"),
            Self::Certificate(_) => write!(out, "Certificate(..)"),
            Self::Ping => write!(out, "Ping"),
            Self::Dismissed(dismissed) => write!(out, "{dismissed:?}"),
        }
    }
}

impl Message for ToControlPlane {
    fn limit(kind: u8) -> Option<usize> {
        match kind {
            HELLO | APPLIED | REFUSED | RENEW | ATTEMPTS => Some(MAX_AGENT_MESSAGE_BYTES),
            PONG => Some(0),
            _ => None,
        }
    }

    fn decode(kind: u8, payload: Zeroizing<Vec<u8>>) -> Result<Self, FrameError> {
        match kind {
            HELLO => read_json(kind, &payload).map(Self::Hello),
            APPLIED => read_json(kind, &payload).map(Self::Applied),
            REFUSED => read_json(kind, &payload).map(Self::Refused),
            RENEW => read_json(kind, &payload).map(Self::Renew),
            PONG => Ok(Self::Pong),
            ATTEMPTS => read_json(kind, &payload).map(Self::Attempts),
            other => Err(FrameError::Kind(other)),
        }
    }

    fn frame(&self) -> Result<Frame<'_>, FrameError> {
        match self {
            Self::Hello(hello) => Frame::json::<Self>(HELLO, hello),
            Self::Applied(applied) => Frame::json::<Self>(APPLIED, applied),
            Self::Refused(refused) => Frame::json::<Self>(REFUSED, refused),
            Self::Renew(renew) => Frame::json::<Self>(RENEW, renew),
            Self::Pong => Frame::of::<Self>(PONG, Payload::Borrowed(&[])),
            Self::Attempts(attempts) => Frame::json::<Self>(ATTEMPTS, attempts),
        }
    }
}
