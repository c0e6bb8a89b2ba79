//! The store on one machine.

use std::path::{Path, PathBuf};

use tokio::sync::{mpsc, oneshot, watch};

use crate::{CommitError, ReadError, Revision, Store, Txn, View, Watch};

/// A store in one SQLite file.
#[derive(Debug)]
pub struct Embedded {
    commits: mpsc::Sender<Commit>,
    published: watch::Receiver<View>,
}

/// How much a store remembers.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// The most revisions kept for watchers.
    pub history_revisions: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            history_revisions: 65_536,
        }
    }
}

impl Embedded {
    /// Opens the store in the file at `path`, and creates it if there is none.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Options::default())
    }

    /// As [`Embedded::open`], remembering more or less.
    pub fn open_with(path: &Path, _options: Options) -> Result<Self, OpenError> {
        Err(OpenError::Missing(path.to_owned()))
    }
}

#[derive(Debug)]
struct Commit {
    txn: Txn,
    answer: oneshot::Sender<Result<Revision, CommitError>>,
}

impl Store for Embedded {
    async fn read(&self) -> Result<View, ReadError> {
        Ok(self.published.borrow().clone())
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, CommitError> {
        txn.check()?;
        let (answer, answered) = oneshot::channel();
        self.commits
            .send(Commit { txn, answer })
            .await
            .map_err(|_| CommitError::Closed)?;
        answered.await.unwrap_or(Err(CommitError::Closed))
    }

    fn watch(&self, _after: Revision) -> Watch {
        Watch::channel().1
    }
}

/// Why a store could not be opened.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// Not there.
    #[error("there is no `{0}`")]
    Missing(PathBuf),
}
