//! The store on one machine: a SQLite file behind one writer thread.
//!
//! **Writing.** Commits queue up for the writer, which takes what is waiting as a group: it decides
//! every transaction in memory, in the order in which they came, writes the changes of all of them
//! in one SQLite transaction (WAL, `synchronous=FULL`: one fsync), publishes the new view, and
//! answers. Deciding needs no SQL, so the only thing that can fail in SQL is the storage. Then the
//! group is rolled back and each of its transactions tried alone, so that one which is too big for
//! what is left of the disk does not take the others with it. This is why there are no savepoints.
//!
//! **Reading.** Reads never reach SQLite: they are served from the published [`View`], a persistent
//! tree of which a commit copies the path to what it changed. The alternative, read transactions on
//! a pool of connections, would keep values out of memory, but would block executor threads, be
//! several times slower, and make every view an open transaction that keeps the log from being
//! emptied. The price is memory, the size of the data plus some 250 bytes for each entry: right for
//! identities and policies, wrong for a log that only grows.
//!
//! **Watching.** Every transaction also writes its changes to the table `changes`, which is bounded
//! (see [`Options`]); watches read it in pages on a connection of their own, woken by the
//! publication of a view.
//!
//! **Files.** `PATH`, `PATH-wal`, `PATH-shm` (SQLite gives the latter two the mode of the first)
//! and `PATH-lock`, all 0600 in a directory of 0700. The lock is `flock` on a file of its own:
//! SQLite's locks are POSIX locks, which do not exclude a second opener in the same process.

mod feed;
mod history;
mod place;
mod schema;
mod writer;

use std::path::Path;
use std::sync::Arc;

use tokio::sync::{mpsc, oneshot, watch};

use crate::{CommitError, ReadError, Revision, Store, Txn, View, Watch};
use feed::Reader;
use history::History;
pub use place::OpenError;
use place::Place;
use writer::{Commit, Writer, WriterThread};

/// Commits that may wait for the writer; whoever comes then waits to be let into the queue.
const QUEUE: usize = 256;

/// A store in one SQLite file, opened by one process at a time.
///
/// Dropping it waits for the writer to finish what it has begun and releases the file, so that it
/// can be opened again at once.
#[derive(Debug)]
pub struct Embedded {
    // Dropped in this order: no more commits, no more history, the writer, and then the lock.
    commits: mpsc::Sender<Commit>,
    published: watch::Receiver<View>,
    reader: Arc<Reader>,
    _closes_the_reader: feed::CloseOnDrop,
    _joins_the_writer: WriterThread,
    _lock: place::Lock,
}

/// How much history a store keeps for those who watch it. Whoever needs more than is kept gets
/// [`crate::WatchError::Compacted`]. The newest revision is always kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Options {
    /// The most revisions.
    pub history_revisions: usize,
    /// The most bytes, keys and values together.
    pub history_bytes: u64,
}

impl Options {
    /// What [`Embedded::open`] uses.
    pub const DEFAULT: Self = Self {
        history_revisions: 65_536,
        history_bytes: 64 * 1024 * 1024,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::DEFAULT
    }
}

impl Embedded {
    /// Opens the store in the file at `path`, and creates it if there is none. Reads and checks
    /// all of it, which takes a quarter of a second for 100,000 entries, and blocks meanwhile.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, Options::DEFAULT)
    }

    /// As [`Embedded::open`], keeping more or less history.
    pub fn open_with(path: &Path, options: Options) -> Result<Self, OpenError> {
        let place = Place::new(path)?;
        let lock = place.lock()?;
        let connection = schema::open(&place)?;
        let reader = Reader::open(&place)?;
        let history = History::load(&connection, options).map_err(|error| place.fault(error))?;
        let view = schema::load(&connection, &history).map_err(|error| place.fault(error))?;
        place.check_modes()?;

        let (commits, queue) = mpsc::channel(QUEUE);
        let (publish, published) = watch::channel(view);
        let writer = Writer::new(connection, history, publish);
        let writer = WriterThread::start(writer, queue).map_err(|error| place.io(error))?;
        Ok(Self {
            commits,
            published,
            _closes_the_reader: feed::CloseOnDrop::new(&reader),
            reader,
            _joins_the_writer: writer,
            _lock: lock,
        })
    }
}

impl Store for Embedded {
    async fn read(&self) -> Result<View, ReadError> {
        Ok(self.published.borrow().clone())
    }

    async fn commit(&self, txn: Txn) -> Result<Revision, CommitError> {
        txn.check()?;
        let (answer, answered) = oneshot::channel();
        let queued = self.commits.send(Commit { txn, answer }).await;
        queued.map_err(|_| CommitError::Closed)?;
        answered.await.unwrap_or(Err(CommitError::Closed))
    }

    fn watch(&self, after: Revision) -> Watch {
        let (batches, watch) = Watch::channel();
        let reader = Arc::clone(&self.reader);
        tokio::spawn(feed::follow(reader, self.published.clone(), after, batches));
        watch
    }
}
