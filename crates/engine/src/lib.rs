//! Runs and administers real database servers: finds what is installed, makes a server of our own
//! with TLS and accounts, starts it detached, finds it again after we died, stops it, puts the
//! login module in at run time, lists and ends sessions. It decides no logins and reads no policy.
//!
//! One life of a cluster:
//!
//! ```no_run
//! # async fn life(spec: engine::Spec) -> Result<(), Box<dyn std::error::Error>> {
//! use engine::{Engine, MasterUser, Password, Sample, SearchPath};
//!
//! let progress = |message: &str| tracing::info!("{message}");
//! let engine = Engine::mariadb(&SearchPath::standard()).await?;
//! let master = MasterUser::new("admin", Password::new("a-long-secret".to_owned()))?;
//! engine.create(&spec, &master, Sample::Sugi01, &progress).await?;
//!
//! let running = match engine.adopt(&spec).await? {
//!     Some(running) => running,
//!     None => engine.start(&spec, &progress).await?,
//! };
//! running.admin().install_module().await?; // IAM authentication is switched on
//! let exit = running.wait_exit().await?; // a supervisor starts it again
//! # let _ = exit;
//! # Ok(())
//! # }
//! ```
#![warn(missing_docs)]

pub mod attach;
mod engine;
mod files;
mod layout;
mod mariadb;
mod os_user;
pub mod postgresql;
mod process;
mod search;
mod spec;
mod sql;

pub use engine::{AdoptError, CreateError, Engine, RenewError, StartError, Version};
pub use files::FileError;
pub use layout::{Layout, LayoutError};
pub use mariadb::admin::{
    AdminError, GrantWarning, MariaDb, ModuleInstallation, Session, UserAccount,
};
pub use mariadb::discover::{DiscoverError, Installation};
pub use os_user::{OsUserError, ServerUser};
pub use process::{Exit, ProcessError, Running, Stopped};
pub use search::SearchPath;
pub use spec::{
    MasterUser, MasterUserError, Password, Progress, Sample, Spec, SpecError, TlsIdentity,
};
