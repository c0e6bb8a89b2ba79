//! Who attaches, and how he gets to the server.

use std::fmt;
use std::path::PathBuf;

use super::url::DatabaseUrl;
use crate::spec::Password;

/// An administrator of a server.
#[derive(Clone)]
pub(super) struct Administrator {
    /// His name and where the server is.
    pub(super) url: DatabaseUrl,
    pub(super) password: Option<Password>,
    /// What the server is verified with over TCP.
    pub(super) authority: Option<PathBuf>,
}

impl fmt::Debug for Administrator {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Administrator")
            .field("url", &self.url)
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}
