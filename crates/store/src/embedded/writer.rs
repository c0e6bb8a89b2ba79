//! The one thread that writes.

use std::io;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, ErrorCode, TransactionBehavior, ffi};
use tokio::sync::{mpsc, oneshot, watch};

use super::history::History;
use super::schema;
use crate::{Batch, CommitError, Revision, Txn, View};

/// The most transactions that share one fsync.
const GROUP: usize = 128;
/// The bytes after which a group takes no more transactions.
const GROUP_BYTES: usize = 4 * 1024 * 1024;

/// A transaction on its way to the writer, and where the answer goes.
#[derive(Debug)]
pub(super) struct Commit {
    pub(super) txn: Txn,
    pub(super) answer: oneshot::Sender<Outcome>,
}

type Outcome = Result<Revision, CommitError>;

/// The writer at work.
#[derive(Debug)]
pub(super) struct WriterThread(Option<JoinHandle<()>>);

impl WriterThread {
    /// Starts a writer, which works until the other end of its queue is dropped.
    pub(super) fn start(mut writer: Writer, queue: mpsc::Receiver<Commit>) -> io::Result<Self> {
        let thread = thread::Builder::new().name("store-writer".into());
        thread
            .spawn(move || writer.run(queue))
            .map(|handle| Self(Some(handle)))
    }
}

impl Drop for WriterThread {
    fn drop(&mut self) {
        if let Some(handle) = self.0.take() {
            // A writer that panicked has told every caller `Closed`; there is nobody left to tell.
            _ = handle.join();
        }
    }
}

#[derive(Debug)]
pub(super) struct Writer {
    connection: Connection,
    history: History,
    published: watch::Sender<View>,
    /// The storage has failed, and what it holds is not known for sure.
    doubtful: bool,
}

impl Writer {
    pub(super) fn new(
        connection: Connection,
        history: History,
        published: watch::Sender<View>,
    ) -> Self {
        Self {
            connection,
            history,
            published,
            doubtful: false,
        }
    }

    fn run(&mut self, mut queue: mpsc::Receiver<Commit>) {
        while let Some(first) = queue.blocking_recv() {
            let group = gather(first, &mut queue);
            self.carry_out(group);
        }
    }

    /// Answers every transaction of a group: all of them together, or else each alone.
    fn carry_out(&mut self, group: Vec<Commit>) {
        match self.attempt(&group) {
            Ok(outcomes) => {
                for (commit, outcome) in group.into_iter().zip(outcomes) {
                    // Whoever gave up waiting does not need the answer.
                    _ = commit.answer.send(outcome);
                }
            }
            Err(_) if group.len() > 1 && !self.doubtful => {
                group
                    .into_iter()
                    .for_each(|commit| self.carry_out(vec![commit]));
            }
            Err(error) => {
                for commit in group {
                    _ = commit.answer.send(Err(explain(&error)));
                }
            }
        }
    }

    /// Makes a group durable and publishes it. On an error none of it is in force, unless
    /// `doubtful` is set.
    fn attempt(&mut self, group: &[Commit]) -> rusqlite::Result<Vec<Outcome>> {
        if self.doubtful {
            self.settle()?;
        }
        let mut view = self.published.borrow().clone();
        let (outcomes, batches) = decide(group, &mut view);
        if batches.is_empty() {
            return Ok(outcomes);
        }
        let Err(error) = self.write(&batches) else {
            self.published.send_replace(view);
            return Ok(outcomes);
        };
        self.doubtful = true;
        match self.settle() {
            // The storage complained, and yet it has the group, now safely.
            Ok(()) if self.history.newest() == view.revision() => Ok(outcomes),
            Ok(()) | Err(_) => Err(error),
        }
    }

    fn write(&mut self, batches: &[Batch]) -> rusqlite::Result<()> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        batches
            .iter()
            .try_for_each(|batch| schema::record(&transaction, batch))?;
        if let Some(through) = self.history.extend(batches) {
            schema::compact(&transaction, through)?;
        }
        transaction.commit()
    }

    /// Makes what the file holds after a failure of the storage durable, and goes on from there.
    ///
    /// An fsync that fails leaves a complete transaction in the log, which SQLite does not count
    /// as committed but a recovery after a crash would. Emptying the log is what rules it out.
    fn settle(&mut self) -> rusqlite::Result<()> {
        let checkpoint = "PRAGMA wal_checkpoint(TRUNCATE)";
        if self
            .connection
            .query_row(checkpoint, [], |row| row.get(0))?
        {
            let busy = ffi::Error::new(ffi::SQLITE_BUSY);
            return Err(rusqlite::Error::SqliteFailure(busy, None));
        }
        self.history = History::load(&self.connection, self.history.options())?;
        if self.history.newest() != self.published.borrow().revision() {
            let view = schema::load(&self.connection, &self.history)?;
            self.published.send_replace(view);
        }
        self.doubtful = false;
        Ok(())
    }
}

/// The transactions that are waiting, in their order, as far as they make a group.
fn gather(first: Commit, queue: &mut mpsc::Receiver<Commit>) -> Vec<Commit> {
    let mut bytes = first.txn.bytes();
    let mut group = vec![first];
    while group.len() < GROUP && bytes < GROUP_BYTES {
        let Ok(next) = queue.try_recv() else { break };
        bytes = bytes.saturating_add(next.txn.bytes());
        group.push(next);
    }
    group
}

/// What becomes of each transaction, one after the other, and what there is to write.
fn decide(group: &[Commit], view: &mut View) -> (Vec<Outcome>, Vec<Batch>) {
    let mut batches = Vec::new();
    let outcomes = group
        .iter()
        .map(|commit| match commit.txn.decide(view)? {
            Some(batch) => {
                view.advance(&batch);
                batches.push(batch);
                Ok(view.revision())
            }
            None => Ok(view.revision()),
        })
        .collect();
    (outcomes, batches)
}

fn explain(error: &rusqlite::Error) -> CommitError {
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => CommitError::Full,
        _ => CommitError::Storage(io::Error::other(error.to_string())),
    }
}
