//! MariaDB: how one is found, made, configured, started and administered.

mod accounts;
pub(crate) mod admin;
mod config;
mod create;
pub(crate) mod discover;
mod log;
mod start;

pub(crate) use create::create;
pub(crate) use start::{adopt, renew_certificate, start};
