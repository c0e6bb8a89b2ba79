//! What agents are fed with: after every change a new signed snapshot, and each agent's word that it
//! is in force.

mod publisher;
mod server;
mod snapshot;

pub use publisher::{Publisher, Served, Source};
pub use server::{FeedServerError, serve};
pub(crate) use snapshot::derive_for_logins;
