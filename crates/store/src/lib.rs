//! Revisioned keys, compare-and-set transactions and watch. What the values mean is not this
//! package's business.
//!
//! A store maps keys (UTF-8 paths such as `iam/user/alice`) to bytes. Every transaction that
//! changes something gets the next [`Revision`], and every entry carries the revision that last
//! wrote it. From that follow the three things a caller does:
//!
//! - **read**: [`Store::read`] gives a [`View`], everything as of one revision, which never changes
//!   and costs a reference count;
//! - **write**: [`Store::commit`] takes a [`Txn`], a list of writes that happen only if what the
//!   caller saw is still so. An answer means that the transaction is on disk;
//! - **follow**: [`Store::watch`] delivers every revision after a given one, in order, once.
//!
//! ```
//! # async fn example(store: store::Embedded) -> Result<(), Box<dyn std::error::Error>> {
//! use store::{Store, Txn};
//!
//! let created = store
//!     .commit(Txn::new().expect_absent("iam/user/alice").put("iam/user/alice", "{}"))
//!     .await?;
//! let view = store.read().await?;
//! assert_eq!(view.get("iam/user/alice").map(|user| user.mod_revision), Some(created));
//! # Ok(())
//! # }
//! ```
//!
//! [`Embedded`] keeps everything on one machine. Any other implementation has to pass the same
//! suite, [`conformance`] (feature `conformance`).
//!
//! Values are the caller's to seal: they are never logged, and no `Debug` of this package prints
//! one.
#![warn(missing_docs)]

#[cfg(feature = "conformance")]
pub mod conformance;
mod embedded;
mod entry;
mod txn;
mod view;
mod watch;

use std::io;
use std::sync::Arc;

pub use embedded::{Embedded, OpenError, Options};
pub use entry::{Batch, Change, Entry, Revision};
pub use txn::{
    MAX_EXPECTATIONS, MAX_KEY_BYTES, MAX_TXN_BYTES, MAX_VALUE_BYTES, MAX_WRITES, Mismatch, Txn,
    TxnError,
};
pub use view::View;
pub use watch::{Watch, WatchError};

/// A place for revisioned keys. Cheap to share: every method takes `&self`, and an `Arc` of a
/// store is a store.
pub trait Store: Send + Sync + 'static {
    /// Everything, as of the latest revision: a view taken after a commit was answered contains
    /// that commit.
    fn read(&self) -> impl Future<Output = Result<View, ReadError>> + Send;

    /// Carries out a transaction, all of it or nothing, and answers once it is durable and
    /// readable.
    ///
    /// The answer is the transaction's own revision; a transaction that changes nothing (no writes,
    /// or only deletes of absent keys) takes none and answers the revision at which that was found.
    /// Dropping the future before it answers does not call the transaction back.
    fn commit(&self, txn: Txn) -> impl Future<Output = Result<Revision, CommitError>> + Send;

    /// Every revision later than `after`, in order, each exactly once. [`View::revision`] is the
    /// `after` that continues a view without a gap.
    ///
    /// Must be called within a Tokio runtime, on which the watch then runs.
    fn watch(&self, after: Revision) -> Watch;

    /// The latest revision.
    fn revision(&self) -> impl Future<Output = Result<Revision, ReadError>> + Send {
        async { Ok(self.read().await?.revision()) }
    }

    /// The entry at `key`, if there is one.
    fn get(&self, key: &str) -> impl Future<Output = Result<Option<Arc<Entry>>, ReadError>> + Send {
        async move { Ok(self.read().await?.get(key).cloned()) }
    }

    /// Every entry whose key starts with `prefix`, in the order of the keys' bytes.
    fn list(
        &self,
        prefix: &str,
    ) -> impl Future<Output = Result<Vec<Arc<Entry>>, ReadError>> + Send {
        async move { Ok(self.read().await?.list(prefix).cloned().collect()) }
    }

    /// At most `limit` entries whose key starts with `prefix` and is greater than `after`.
    fn list_page(
        &self,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
    ) -> impl Future<Output = Result<Vec<Arc<Entry>>, ReadError>> + Send {
        async move {
            let view = self.read().await?;
            Ok(view
                .list_after(prefix, after)
                .take(limit)
                .cloned()
                .collect())
        }
    }
}

impl<S: Store> Store for Arc<S> {
    fn read(&self) -> impl Future<Output = Result<View, ReadError>> + Send {
        S::read(self)
    }

    fn commit(&self, txn: Txn) -> impl Future<Output = Result<Revision, CommitError>> + Send {
        S::commit(self, txn)
    }

    fn watch(&self, after: Revision) -> Watch {
        S::watch(self, after)
    }
}

/// Why a store could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The store is somewhere else and does not answer. [`Embedded`] never says this.
    #[error("the store cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
}

/// Why a transaction was not carried out.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// An expectation did not hold, so nothing was written. Read again and decide anew.
    #[error("`{key}` {mismatch}")]
    Conflict {
        /// The key at which expectation and store differ; for a prefix, the first key under it.
        key: String,
        /// How they differ.
        mismatch: Mismatch,
    },
    /// No store would take this transaction.
    #[error("the transaction is not acceptable")]
    Refused(#[from] TxnError),
    /// No space left: nothing was written. The store stays readable, and writable again as soon as
    /// there is space.
    #[error("no space is left for the store")]
    Full,
    /// The storage failed. Read again to know the outcome: the transaction is in force completely
    /// or, nearly always, not at all. If the machine goes down at this very moment, the next start
    /// may find it complete; it will never find a part of it. The next commit tries the storage
    /// afresh.
    #[error("the store could not be written")]
    Storage(#[source] io::Error),
    /// The store is shutting down or its writer has died; nothing is known about the outcome.
    #[error("the store is closed")]
    Closed,
}
