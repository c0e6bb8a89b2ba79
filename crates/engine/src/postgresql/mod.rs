//! PostgreSQL: what IAM authentication needs there, on servers of ours and on others' alike.

pub mod hba;
pub mod pam_service;
pub mod roles;
pub(crate) mod sql;
