//! The control plane: the IAM, STS and RDS APIs over the store, the certificate authority, the
//! database servers' desired state, and the feed of signed snapshots to the agents.
//!
//! ```text
//! http ─▶ authenticate ─▶ app (authorize, carry out) ─▶ store ─▶ feed ─▶ agents
//!                                                          └───▶ servers ─▶ engine
//! ```

pub mod account;
mod app;
mod archive;
mod authenticate;
mod authorize;
mod aws_managed;
pub mod ca;
mod caller;
mod choices;
pub mod clock;
mod conditions;
mod control_plane;
pub mod data_dir;
mod denial;
mod engines;
pub mod entropy;
mod events;
mod feed;
mod http;
mod identity_providers;
mod ids;
mod keyring;
mod last_use;
mod logs;
mod own_names;
mod parameters;
mod realm;
mod renames;
mod reset;
mod servers;
mod session_tokens;
pub mod settings;
mod standing;
mod state;
mod windows;

pub use choices::{Choices, PlainHttp, Resets};
pub use control_plane::{Config, ControlPlane, FirstCluster, OpenError, RunError, ServerStatus};
pub use engines::{Modules, ServerUsers};
pub use feed::{AgentsListener, AgentsListenerError, listen_for_agents};
pub use http::{HttpError, Listening, listen};
pub use logs::{RefusedLogin, RefusedLogins, ReportedLogins};
