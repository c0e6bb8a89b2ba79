//! The agent: one per database host, the only place that decides logins.
//!
//! ```text
//! control plane ══feed══▶ snapshot, serving list ──▶ state directory
//!                                  │
//! database server ──socket──▶ Decider ──▶ audit.jsonl, then the answer
//!                                  │
//! operator ──admin.sock──▶ status, explain, metrics
//! ```
//!
//! On another host than the control plane's, the feed is mutual TLS 1.3, dialled by the agent: [`join`].
//!
//! What is absent: it listens on no TCP port, holds no secret access key, and has no way to allow a
//! login other than [`iam::login::connect`]. Whatever fails, the answer is no. The control plane may
//! be gone; the agent goes on with the snapshot on its disk until that ends.

pub mod admin;
pub mod audit;
pub mod clock;
pub mod config;
pub mod metrics;

mod agent;
mod decider;
mod documents;
mod error;
mod feed;
pub mod join;
mod membership;
mod reports;
mod sessions;
mod sockets;
mod state;
mod stored;
mod stream;
mod switches;
mod tls;

pub use agent::{Agent, run};
pub use clock::{Clock, SystemClock};
pub use config::Config;
pub use error::AgentError;
pub use state::StateError;
pub use stored::{StoredSnapshotError, stored_snapshot};
pub use switches::{NoServers, Servers, Switched};
