//! What crosses from the control plane to an agent, signed and sealed.
//!
//! | thing | protected by | made by | opened by |
//! |---|---|---|---|
//! | [snapshot and serving list](signed) | Ed25519 signature | [`Signer`] | [`Verifier`] |
//! | [session token](session) | Ed25519 signature over AES-256-GCM-SIV | [`SessionSealer`] | [`SessionOpener`] |
//! | [`feed`], [`join`] | the transport | both sides | both sides |
//! | [`AgentFile`] | file mode 0600 | the control plane or the agent, at joining | the agent |
//!
//! An agent holds the control plane's *public* key and the agents' key. With both it opens what it
//! is sent and can make none of it.
//!
//! No clock and no randomness here: times, seeds and nonces are parameters.
#![warn(missing_docs)]

pub mod feed;
pub mod frame;
pub mod join;
pub mod keys;
pub mod session;
pub mod signed;

mod agent_file;
mod agent_name;
mod der;

pub use agent_file::{
    AGENT_FILE_FORMAT, AgentFile, AgentFileError, FeedAddress, PrivateKeyDer, TlsFeed,
};
pub use agent_name::{AgentName, AgentNameError, MAX_AGENT_NAME_BYTES};
pub use der::Der;
pub use keys::{AgentsKey, KeyError, KeyId, PublicKey, Signer};
pub use session::{
    MAX_PACKED_BYTES, MAX_SESSION_TOKEN_BYTES, NONCE_BYTES, SealError, SealedSession,
    SessionOpener, SessionSealer,
};
pub use signed::{
    MAX_SERVING_BYTES, MAX_SNAPSHOT_BYTES, SERVING_FORMAT, ServedSocket, ServingDocument,
    SignError, SignedError, Verifier,
};
