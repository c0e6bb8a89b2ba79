//! Stores in directories of their own.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use store::{Embedded, OpenError, Options, Store, Txn};
use tempfile::TempDir;

/// A directory for one store, which vanishes with it.
pub(crate) struct Home(TempDir);

impl Home {
    pub(crate) fn new() -> Self {
        let mut builder = tempfile::Builder::new();
        builder
            .prefix("sekisho-store-")
            .permissions(Permissions::from_mode(0o700));
        Self(builder.tempdir().unwrap())
    }

    pub(crate) fn directory(&self) -> &Path {
        self.0.path()
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.0.path().join("store.db")
    }

    pub(crate) fn chmod(&self, suffix: Option<&str>, mode: u32) {
        let path = suffix.map_or_else(|| self.0.path().to_owned(), |suffix| self.beside(suffix));
        std::fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
    }

    pub(crate) fn beside(&self, suffix: &str) -> PathBuf {
        self.0.path().join(format!("store.db{suffix}"))
    }

    pub(crate) fn open(&self) -> Embedded {
        Embedded::open(&self.path()).unwrap()
    }

    pub(crate) fn open_keeping(&self, history_revisions: usize) -> Embedded {
        let options = Options {
            history_revisions,
            ..Options::DEFAULT
        };
        Embedded::open_with(&self.path(), options).unwrap()
    }

    pub(crate) fn refusal(&self) -> OpenError {
        Embedded::open(&self.path()).unwrap_err()
    }
}

/// Commits that write one key each.
pub(crate) async fn fill(store: &Embedded, count: usize) {
    for number in 0..count {
        store
            .commit(Txn::new().put(format!("filler/{number:06}"), "x"))
            .await
            .unwrap();
    }
}
