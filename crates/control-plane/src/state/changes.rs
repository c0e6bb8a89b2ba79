//! What a call wants to be different.

use store::Txn;

use super::{Record, Stored};

/// Writes that happen all together or not at all, and only if what they were decided on still holds.
#[derive(Debug, Clone, Default)]
#[must_use = "changes do nothing until they are committed"]
pub struct Changes {
    txn: Txn,
    count: usize,
}

impl Changes {
    /// No changes.
    pub fn new() -> Self {
        Self::default()
    }

    /// A new record where there is none.
    pub fn create<R: Record>(self, record: &R) -> Self {
        let key = record.key();
        self.map(|txn| txn.expect_absent(key.clone()).put(key, encode(record)))
    }

    /// A record as it shall be from now on; `stored` is what it was made from.
    pub fn update<R: Record>(self, stored: &Stored<R>) -> Self {
        self.map(|txn| {
            txn.expect_revision(stored.key.clone(), stored.revision)
                .put(stored.key.clone(), encode(&stored.record))
        })
    }

    /// A record as it shall be from now on, under another key if its id is another now.
    pub fn replace<R: Record>(self, stored: &Stored<R>) -> Self {
        if stored.record.key() == stored.key {
            return self.update(stored);
        }
        self.delete(stored).create(&stored.record)
    }

    /// A record that shall be no more.
    pub fn delete<R>(self, stored: &Stored<R>) -> Self {
        self.map(|txn| {
            txn.expect_revision(stored.key.clone(), stored.revision)
                .delete(stored.key.clone())
        })
    }

    /// A record that was only read, and must not change meanwhile.
    pub fn rely_on<R: Record>(self, stored: &Stored<R>) -> Self {
        Self {
            txn: self
                .txn
                .expect_revision(stored.key.clone(), stored.revision),
            ..self
        }
    }

    /// No record of this kind may come to be with an id that begins with `start`.
    pub fn rely_on_none<R: Record>(self, start: &str) -> Self {
        let prefix = R::PREFIX.to_owned() + &start.to_lowercase();
        Self {
            txn: self.txn.expect_none_under(prefix),
            ..self
        }
    }

    /// How many records would be written.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Whether anything would be written.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// The store's transaction.
    pub(crate) fn into_txn(self) -> Txn {
        self.txn
    }

    fn map(self, write: impl FnOnce(Txn) -> Txn) -> Self {
        Self {
            txn: write(self.txn),
            count: self.count + 1,
        }
    }
}

/// Records are plain data with string keys: they always encode.
fn encode<R: Record>(record: &R) -> Vec<u8> {
    match serde_json::to_vec(record) {
        Ok(bytes) => bytes,
        Err(error) => unreachable!("a record of {} does not encode: {error}", R::PREFIX),
    }
}
