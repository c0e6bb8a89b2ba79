//! The decision on a database login.
//!
//! ```text
//! SnapshotDocument ──Snapshot::compile──▶ Snapshot ─┐
//! session token ──────Sessions::open────▶ Session ──┼─connect─▶ LoginDecision
//! password ──────────────────────────────▶ Login ───┘
//! ```
//!
//! [`connect`] is the only function that lets anybody in. It reads no clock: `now` is a parameter.

mod document;
mod session;
mod snapshot;

pub use document::{
    AccessKeyDocument, DatedKey, EndpointDocument, EntityKind, InstanceDocument, KeyStatus,
    MAX_KEY_DATES, PolicyDocument, PolicyId, PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT,
    SnapshotDocument,
};
pub use session::{Session, SessionDocument, SessionKind, SessionRefusal, Sessions};
pub use snapshot::{Snapshot, SnapshotError};
