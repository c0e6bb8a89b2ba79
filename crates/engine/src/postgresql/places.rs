//! Where what PostgreSQL reads lies in a cluster's folder.

use std::path::PathBuf;

use crate::layout::Layout;

/// The file name of the login module.
const MODULE_FILE: &str = "pam_rds_iam.so";

/// The server's own configuration.
pub(super) fn server_config(home: &Layout) -> PathBuf {
    home.root().join("postgresql.conf")
}

/// Who may log in how.
pub(super) fn hba_config(home: &Layout) -> PathBuf {
    home.root().join("pg_hba.conf")
}

/// Which user of the system may come as which role.
pub(super) fn ident_config(home: &Layout) -> PathBuf {
    home.root().join("pg_ident.conf")
}

/// The login module as libpam loads it.
pub(super) fn module(home: &Layout) -> PathBuf {
    home.plugins().join(MODULE_FILE)
}
