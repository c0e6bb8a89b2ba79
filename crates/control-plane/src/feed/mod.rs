//! What agents are fed with: after every change a new signed snapshot, and each agent's word that it
//! is in force.

mod publisher;
mod server;
mod snapshot;

pub use publisher::{Publisher, Served};
pub use server::{FeedServerError, serve};
pub use snapshot::SnapshotError;
