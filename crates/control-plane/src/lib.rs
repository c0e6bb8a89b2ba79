//! The control plane: the IAM, STS and RDS APIs over the store, the certificate authority, the
//! database servers' desired state, and the feed of signed snapshots to the agents.
//!
//! ```text
//! http ─▶ authenticate ─▶ app (authorize, carry out) ─▶ store ─▶ feed ─▶ agents
//!                                                          └───▶ servers ─▶ engine
//! ```

pub mod account;
mod app;
mod authenticate;
mod authorize;
pub mod ca;
mod caller;
pub mod clock;
pub mod data_dir;
pub mod entropy;
mod feed;
mod http;
mod ids;
mod keyring;
mod realm;
mod servers;
mod standing;
mod state;
