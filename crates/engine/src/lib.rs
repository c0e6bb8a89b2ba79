//! Runs and administers real database servers: finds what is installed, makes a server of our own
//! with TLS and accounts, starts it detached, finds it again after we died, stops it, puts the
//! login module in at run time, lists and ends sessions. It decides no logins and reads no policy.
//!
//! One life of a cluster:
//!
//! ```no_run
//! # async fn life(spec: engine::Spec) -> Result<(), Box<dyn std::error::Error>> {
//! use engine::{Engine, InitialDatabase, MasterUser, Password, Product, SearchPath};
//!
//! let progress = |message: &str| tracing::info!("{message}");
//! let engine = Engine::discover(Product::MariaDb, &SearchPath::standard()).await?;
//! let password = Password::new("a-long-secret".to_owned());
//! let master = MasterUser::new(engine.product(), "admin", password)?;
//! engine.create(&spec, &master, &InitialDatabase::Sample, &progress).await?;
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

mod access;
mod admin;
mod administration;
pub mod attach;
mod config;
mod create;
mod database;
mod discover;
mod engine;
mod error;
mod files;
mod installed;
mod layout;
mod log;
mod mariadb;
mod mysql;
mod mysql_family;
mod os_user;
pub mod postgresql;
mod process;
mod product;
mod search;
mod spec;
mod start;
mod version;

pub use access::{Access, Credential, Place};
pub use admin::Admin;
pub use administration::{
    AdminError, GrantWarning, ModuleInstallation, Obstacle, Said, Session, UserAccount, Variable,
};
pub use database::{DatabaseName, DatabaseNameError, InitialDatabase};
pub use discover::DiscoverError;
pub use engine::Engine;
pub use error::{AdoptError, CreateError, ReconfigureError, RenewError, StartError};
pub use files::FileError;
pub use installed::Installed;
pub use layout::{Layout, LayoutError};
pub use mariadb::Installation as MariaDbInstallation;
pub use mysql::Installation as MySqlInstallation;
pub use mysql_family::Programs;
pub use os_user::{OsUserError, ServerUser};
pub use process::{Exit, ProcessError, Running, Stopped};
pub use product::Product;
pub use search::SearchPath;
pub use spec::{
    MAX_CONNECTIONS, MasterUser, MasterUserError, Password, Progress, Spec, SpecError, TlsIdentity,
};
pub use version::Version;
