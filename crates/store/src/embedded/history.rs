//! How much of the past is kept.

use std::collections::VecDeque;

use rusqlite::Connection;

use super::Options;
use crate::{Batch, Change, Revision};

/// The size of every revision in `changes`, so that the writer knows what to forget without asking.
#[derive(Debug)]
pub(super) struct History {
    options: Options,
    /// The newest revision that is no longer kept.
    forgotten: Revision,
    /// The bytes of each revision after that one.
    kept: VecDeque<u64>,
    bytes: u64,
}

impl History {
    /// What the file holds.
    pub(super) fn load(connection: &Connection, options: Options) -> rusqlite::Result<Self> {
        let mut history = Self {
            options,
            forgotten: Revision::ZERO,
            kept: VecDeque::new(),
            bytes: 0,
        };
        let mut statement = connection.prepare(
            "SELECT rev, sum(octet_length(key) + coalesce(octet_length(value), 0))
             FROM changes GROUP BY rev ORDER BY rev",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let revision: Revision = row.get(0)?;
            if history.kept.is_empty() {
                let before = revision.as_u64().saturating_sub(1);
                history.forgotten = Revision::from_u64(before);
            }
            if revision != history.newest().next() {
                return Err(rusqlite::Error::IntegralValueOutOfRange(0, row.get(0)?));
            }
            history.push(row.get::<_, i64>(1)?.unsigned_abs());
        }
        Ok(history)
    }

    /// How much the writer was told to keep.
    pub(super) fn options(&self) -> Options {
        self.options
    }

    /// The newest revision.
    pub(super) fn newest(&self) -> Revision {
        Revision::from_u64(
            self.forgotten
                .as_u64()
                .saturating_add(self.kept.len() as u64),
        )
    }

    /// Takes on the next revisions, and says through which one the past must be forgotten, if at
    /// all.
    pub(super) fn extend(&mut self, batches: &[Batch]) -> Option<Revision> {
        batches.iter().for_each(|batch| self.push(size(batch)));
        let before = self.forgotten;
        while self.too_much() {
            let oldest = self.kept.pop_front().unwrap_or_default();
            self.bytes = self.bytes.saturating_sub(oldest);
            self.forgotten = self.forgotten.next();
        }
        (self.forgotten > before).then_some(self.forgotten)
    }

    fn push(&mut self, bytes: u64) {
        self.kept.push_back(bytes);
        self.bytes = self.bytes.saturating_add(bytes);
    }

    fn too_much(&self) -> bool {
        let over = self.kept.len() > self.options.history_revisions
            || self.bytes > self.options.history_bytes;
        over && self.kept.len() > 1
    }
}

fn size(batch: &Batch) -> u64 {
    let size = |change: &Change| match change {
        Change::Put(entry) => entry.key.len() + entry.value.len(),
        Change::Delete { key } => key.len(),
    };
    batch.changes.iter().map(size).sum::<usize>() as u64
}
