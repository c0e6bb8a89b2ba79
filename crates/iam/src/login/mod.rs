//! The decision on a database login.
//!
//! ```text
//! SnapshotDocument ──Snapshot::compile──▶ Snapshot ─┐
//! session token ──────Sessions::open────▶ Session ──┼─connect─▶ LoginDecision
//! password ──────────────────────────────▶ Login ───┘
//! ```
//!
//! [`connect`] is the only function that lets anybody in. It reads no clock: `now` is a parameter.

mod connect;
mod document;
mod reach;
mod refusal;
mod request;
mod session;
mod snapshot;

pub use connect::{
    FUTURE_SKEW_SECONDS, Identity, LoginAllowed, LoginDecision, LoginDenied, connect,
};
pub use document::{
    AccessKeyDocument, DatedKey, EndpointDocument, EntityKind, InstanceDocument, KeyStatus,
    MAX_KEY_DATES, PolicyDocument, PolicyId, PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT,
    SnapshotDocument,
};
pub use refusal::{AmazonClass, PolicyRefusal, Refusal};
pub use request::{ACTION, Channel, Login};
pub use session::{Session, SessionDocument, SessionKind, SessionRefusal, Sessions};
pub use snapshot::{Snapshot, SnapshotError};

#[cfg(test)]
mod tests;
