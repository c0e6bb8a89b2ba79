//! PostgreSQL: how one is found, made, configured, started and administered, and what IAM
//! authentication needs there, on servers of ours and on others' alike.
//!
//! - [`hba`], [`pam_service`], [`roles`]: what is written into files and tables, as text;
//! - `iam`: switching IAM authentication on and off in a server of ours, with those;
//! - the rest: what `Engine` and `Admin` ask of every engine.

mod admin;
mod config;
mod create;
mod data;
mod discover;
pub mod hba;
mod iam;
mod membership;
pub mod pam_service;
mod places;
pub(crate) mod reserved;
pub mod roles;
pub(crate) mod sql;
mod start;

pub use admin::Admin;
pub use discover::Installation;
pub use membership::Iam;

pub(crate) use create::create;
pub(crate) use discover::discover;
pub(crate) use start::{adopt, clean_up, reconfigure, renew_certificate, start};

use std::path::PathBuf;

use crate::access::{Access, Credential, Place};
use crate::layout::Layout;
use crate::spec::{Spec, SpecError};
use iam::IamSwitch;

/// The administrator of a server that we made, who can also switch IAM authentication there.
pub(crate) fn admin(spec: &Spec, home: &Layout) -> Result<Admin, SpecError> {
    let access = Access {
        place: Place::Socket(socket(spec, home)),
        user: roles::ADMINISTRATOR.to_owned(),
        credential: Credential::OsUser,
    };
    let switch = IamSwitch::new(spec, home)?;
    Ok(Admin::of_ours(access, switch))
}

/// PostgreSQL names its Unix socket after the port, and takes a folder for it.
fn socket(spec: &Spec, home: &Layout) -> PathBuf {
    home.run(&format!(".s.PGSQL.{}", spec.port))
}
