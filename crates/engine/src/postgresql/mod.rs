//! PostgreSQL: what IAM authentication needs there, on servers of ours and on others' alike.

pub mod hba;
pub mod pam_service;
pub mod roles;
mod server;
pub(crate) mod sql;

pub use server::{Admin, Installation};
pub(crate) use server::{admin, adopt, create, discover, renew_certificate, start};
