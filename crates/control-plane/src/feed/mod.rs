//! What agents are fed with: after every change that concerns logins a new signed snapshot, and each
//! agent's word that it is in force.
//!
//! ```text
//! store ─▶ news ─▶ snapshot ─▶ published ─┬─▶ conversation ◀─ local: Unix socket, our own user
//!                                  └─▶ conversation ◀─ remote: TLS 1.3, certificate of the agents' authority
//!                                        │    └─▶ presence: who is here, how far
//!                                        └─▶ admission: on record? ◀─ join: one-time code
//! ```

mod admission;
mod authority;
mod conversation;
mod join;
mod limits;
mod local;
mod news;
mod presence;
mod published;
mod publisher;
mod reach;
mod remote;
mod snapshot;
mod source;
mod stream;

pub use admission::Admission;
pub use authority::AgentsAuthority;
pub use conversation::Feed;
pub use local::{LocalFeedError, serve_local};
pub use presence::{Presence, Seen};
pub use publisher::Publisher;
pub use remote::{AgentsListener, AgentsListenerError, listen_for_agents};
pub(crate) use snapshot::derive_for_logins;
pub use source::{Served, Source};
