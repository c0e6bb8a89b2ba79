//! Following a store.

use tokio::sync::mpsc;

use crate::{Batch, Revision};

/// Batches that a watch reads ahead of its consumer.
const READ_AHEAD: usize = 16;

/// The revisions of a store, one batch each, in order, none left out. Made by
/// [`crate::Store::watch`]; dropping it ends it.
#[derive(Debug)]
pub struct Watch(mpsc::Receiver<Result<Batch, WatchError>>);

impl Watch {
    /// The sending half, and the watch that it feeds.
    pub(crate) fn channel() -> (mpsc::Sender<Result<Batch, WatchError>>, Self) {
        let (sender, receiver) = mpsc::channel(READ_AHEAD);
        (sender, Self(receiver))
    }

    /// The next revision; waits for it to happen. Cancel safe: a dropped future loses nothing.
    ///
    /// After an error the watch is over, and goes on to answer [`WatchError::Closed`].
    pub async fn next(&mut self) -> Result<Batch, WatchError> {
        self.0.recv().await.unwrap_or(Err(WatchError::Closed))
    }
}

/// Why a watch ended.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WatchError {
    /// The next revision has been forgotten already: the watch started too far in the past or was
    /// consumed too slowly. Read everything anew and watch from there.
    #[error("revisions up to {through} are no longer kept")]
    Compacted {
        /// The newest revision that is no longer kept.
        through: Revision,
    },
    /// The store has not come that far: the revision is not one of this store, or the store was
    /// restored from a backup.
    #[error("the store is at revision {current}, and the watch was to start after a later one")]
    Ahead {
        /// The store's revision.
        current: Revision,
    },
    /// The history could not be read.
    #[error("the store's history could not be read")]
    Storage(#[source] std::io::Error),
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
}
