//! Real servers, load clients and scripted peers for the tests.
//!
//! - [`MariaDb`]: a real server in a data directory of its own, with TLS and our plugin;
//! - [`engines::mysql_family`]: the servers of this machine and of `make engines`;
//! - [`module::aws_auth`]: that plugin, freshly built;
//! - [`ScriptedAgent`]: an agent that answers as the test wants, or does not;
//! - [`LoginClient`], [`PostgresClient`]: log in thousands of times a second, over TLS, as a driver
//!   does;
//! - [`host::Host`]: a program in C around a native module, watched by valgrind;
//! - [`mysql_cli`]: the unmodified command-line client.
//!
//! What goes wrong here is a panic with a sentence: it is a test's own failure.

#![allow(
    clippy::allow_attributes,
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "tests"
)]

mod agent;
mod certificates;
mod cli;
mod client;
pub mod engines;
pub mod host;
pub mod hostile;
mod mariadb;
pub mod module;
mod programs;

pub use agent::{Asked, DeafAgent, Script, ScriptedAgent};
pub use certificates::{Certificates, KeyKind};
pub use cli::{CliOutput, mysql_cli, mysql_program};
pub use client::{Begun, LoginClient, LoginError, Password, Resumption, Row, Session};
pub use client::{Derivation, PostgresClient, PostgresError, PostgresSession};
pub use mariadb::{MariaDb, MariaDbOptions, free_port};
