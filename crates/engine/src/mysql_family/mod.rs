//! What MySQL's and MariaDB's servers do alike. What each does in its own way is its [`Dialect`].
//!
//! [`Dialect`]: dialect::Dialect

pub(crate) mod accounts;
mod admin;
pub(crate) mod config;
pub(crate) mod dialect;
pub(crate) mod discover;
mod procedures;
pub(crate) mod reserved;
pub(crate) mod sql;
mod start;

pub use admin::Admin;
pub use discover::Programs;
pub(crate) use start::{adopt, renew_certificate, start};

use crate::access::{Access, Credential, Place};
use crate::layout::Layout;
use dialect::Dialect;

/// Our own account in every server that we made, named as on RDS. Its password is random and in a file
/// that only we can read; nobody logs in to it over TCP, since names are not resolved and no TCP client
/// is ever `localhost`.
pub(crate) const ADMINISTRATOR: &str = "rdsadmin";

/// The administrator of a server that we made.
pub(crate) fn admin(dialect: &'static dyn Dialect, home: &Layout) -> Admin {
    let access = Access {
        place: Place::Socket(home.run(dialect.socket())),
        user: ADMINISTRATOR.to_owned(),
        credential: Credential::File(home.administrator()),
    };
    Admin::new(dialect, access)
}
