//! The one thread that writes.

use std::io;
use std::slice;
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

    /// Answers every transaction of a group. If the storage does not take all of them together,
    /// each is tried alone: one may be too big, or the log that was in the way is now empty.
    fn carry_out(&mut self, group: Vec<Commit>) {
        let outcomes = match self.attempt(&group) {
            Ok(outcomes) => outcomes,
            Err(error) if self.doubtful => group.iter().map(|_| Err(explain(&error))).collect(),
            Err(_) => group.iter().map(|commit| self.alone(commit)).collect(),
        };
        for (commit, outcome) in group.into_iter().zip(outcomes) {
            // Whoever gave up waiting does not need the answer.
            _ = commit.answer.send(outcome);
        }
    }

    fn alone(&mut self, commit: &Commit) -> Outcome {
        match self.attempt(slice::from_ref(commit)) {
            Ok(mut outcomes) => outcomes.pop().unwrap_or(Err(CommitError::Closed)),
            Err(error) => Err(explain(&error)),
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

#[cfg(test)]
mod tests {
    use std::fs::Permissions;
    use std::os::unix::fs::PermissionsExt;

    use tempfile::TempDir;

    use super::*;
    use crate::embedded::Options;
    use crate::embedded::place::Place;

    /// A writer without a thread, so that a group is what the test says it is.
    fn writer(home: &TempDir) -> (Writer, watch::Receiver<View>) {
        let place = Place::new(&home.path().join("store.db")).unwrap();
        let connection = schema::open(&place).unwrap();
        let history = History::load(&connection, Options::DEFAULT).unwrap();
        let view = schema::load(&connection, &history).unwrap();
        let (publish, published) = watch::channel(view);
        (Writer::new(connection, history, publish), published)
    }

    fn home() -> TempDir {
        let mut builder = tempfile::Builder::new();
        builder
            .permissions(Permissions::from_mode(0o700))
            .tempdir()
            .unwrap()
    }

    fn carry_out(writer: &mut Writer, txns: Vec<Txn>) -> Vec<Outcome> {
        let (group, answers): (Vec<_>, Vec<_>) = txns
            .into_iter()
            .map(|txn| {
                let (answer, answered) = oneshot::channel();
                (Commit { txn, answer }, answered)
            })
            .unzip();
        writer.carry_out(group);
        answers
            .into_iter()
            .map(|mut answered| answered.try_recv().unwrap())
            .collect()
    }

    fn limit_pages(writer: &Writer, pages: u32) {
        let limit = format!("PRAGMA max_page_count = {pages}");
        writer.connection.query_row(&limit, [], |_| Ok(())).unwrap();
    }

    #[test]
    fn each_transaction_of_a_group_has_its_own_revision_and_its_own_outcome() {
        let home = home();
        let (mut writer, published) = writer(&home);
        let outcomes = carry_out(
            &mut writer,
            vec![
                Txn::new().expect_absent("a").put("a", "1"),
                Txn::new().expect_absent("a").put("a", "2"),
                Txn::new()
                    .expect_revision("a", Revision::from_u64(1))
                    .put("a", "3"),
                Txn::new(),
                Txn::new()
                    .expect_revision("a", Revision::from_u64(2))
                    .put("b", "4"),
            ],
        );
        assert!(matches!(
            outcomes.as_slice(),
            [Ok(first), Err(CommitError::Conflict { .. }), Ok(second), Ok(same), Ok(third)]
                if first.as_u64() == 1 && second.as_u64() == 2 && same == second
                    && third.as_u64() == 3
        ));
        assert_eq!(published.borrow().get("a").unwrap().value, b"3");
    }

    #[test]
    fn a_transaction_too_big_for_what_is_left_does_not_take_its_group_with_it() {
        let home = home();
        let (mut writer, published) = writer(&home);
        carry_out(&mut writer, vec![Txn::new().put("a", "1").put("b", "1")]);
        limit_pages(&writer, 40);

        let big = Txn::new()
            .put("a", "2")
            .put("big", vec![0; 200_000])
            .put("b", "2");
        let outcomes = carry_out(
            &mut writer,
            vec![
                Txn::new().put("before", "1"),
                big.clone(),
                // Would be a conflict, had the big one happened.
                Txn::new().expect_absent("big").put("after", "1"),
            ],
        );
        assert!(matches!(
            outcomes.as_slice(),
            [Ok(first), Err(CommitError::Full), Ok(second)]
                if first.as_u64() == 2 && second.as_u64() == 3
        ));
        let view = published.borrow().clone();
        let keys: Vec<_> = view.list("").map(|entry| entry.key.as_str()).collect();
        assert_eq!(keys, ["a", "after", "b", "before"]);
        assert_eq!(view.get("a").unwrap().value, b"1");

        limit_pages(&writer, 1_000_000);
        assert!(matches!(
            carry_out(&mut writer, vec![big]).as_slice(),
            [Ok(_)]
        ));
        let now = published.borrow().clone();
        drop((writer, published));
        let (_, reopened) = self::writer(&home);
        assert!(reopened.borrow().list("").eq(now.list("")));
        assert_eq!(reopened.borrow().revision(), Revision::from_u64(4));
    }

    #[test]
    fn what_the_storage_took_in_spite_of_an_error_is_found_and_published() {
        let home = home();
        let (mut writer, published) = writer(&home);
        carry_out(&mut writer, vec![Txn::new().put("a", "1")]);
        // The file is ahead of what was published, as after an error that came too late.
        let mut ahead = published.borrow().clone();
        let txn = Txn::new().put("a", "2");
        let batch = txn.decide(&ahead).unwrap().unwrap();
        ahead.advance(&batch);
        writer.write(&[batch]).unwrap();
        writer.doubtful = true;

        let stale = Txn::new()
            .expect_revision("a", Revision::from_u64(1))
            .put("a", "3");
        let outcomes = carry_out(&mut writer, vec![stale]);
        assert!(matches!(
            outcomes.as_slice(),
            [Err(CommitError::Conflict { .. })]
        ));
        assert!(published.borrow().list("").eq(ahead.list("")));
        assert!(!writer.doubtful);
    }
}
