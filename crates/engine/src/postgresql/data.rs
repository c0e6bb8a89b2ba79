//! What a cluster's folder says about itself.

use std::path::PathBuf;

use crate::files::{self, FileError};
use crate::layout::Layout;

/// The major version whose data it is; nothing while there is none.
pub(super) fn major(home: &Layout) -> Result<Option<u32>, FileError> {
    let text = files::read_if_there(&home.data().join("PG_VERSION"))?;
    Ok(text.and_then(|text| text.trim().parse().ok()))
}

/// The master user's name, as [`master_file`] keeps it.
pub(super) fn master(home: &Layout) -> Result<Option<String>, FileError> {
    files::read_if_there(&master_file(home))
}

/// Written once, when the cluster is made: a master user's name never changes.
pub(super) fn master_file(home: &Layout) -> PathBuf {
    home.root().join("master")
}
