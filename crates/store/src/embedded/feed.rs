//! The past, read for watches.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::{mpsc, watch};
use tokio::task::spawn_blocking;

use super::place::{OpenError, Place};
use super::schema;
use crate::{Batch, Change, Entry, Revision, View, WatchError};

/// The bytes after which a page of the past is long enough. A revision is never split.
const PAGE_BYTES: usize = 1024 * 1024;

/// The connection on which all watches of a store read; gone once the store is closed.
#[derive(Debug)]
pub(super) struct Reader(Mutex<Option<Connection>>);

impl Reader {
    pub(super) fn open(place: &Place) -> Result<Arc<Self>, OpenError> {
        let connection = schema::connect(place)?;
        let read_only = connection.pragma_update(None, "query_only", true);
        read_only.map_err(|error| place.fault(error))?;
        Ok(Arc::new(Self(Mutex::new(Some(connection)))))
    }

    /// The revisions after `after`, up to `through` or as many as make a page; at least one.
    fn page(&self, after: Revision, through: Revision) -> Result<Vec<Batch>, WatchError> {
        let guard = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let connection = guard.as_ref().ok_or(WatchError::Closed)?;
        let batches = select(connection, after, through)
            .map_err(|error| WatchError::Storage(std::io::Error::other(error)))?;
        match batches.first().map(|batch| batch.revision) {
            Some(first) if first == after.next() => Ok(batches),
            Some(first) => {
                let through = Revision::from_u64(first.as_u64().saturating_sub(1));
                Err(WatchError::Compacted { through })
            }
            None => Err(WatchError::Compacted { through }),
        }
    }
}

/// Closes the connection when the store goes, however many watches still hold on to it.
#[derive(Debug)]
pub(super) struct CloseOnDrop(Arc<Reader>);

impl CloseOnDrop {
    pub(super) fn new(reader: &Arc<Reader>) -> Self {
        Self(Arc::clone(reader))
    }
}

impl Drop for CloseOnDrop {
    fn drop(&mut self) {
        self.0
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
    }
}

/// Feeds a watch until it is dropped, the past is lost to it, or the store is closed.
pub(super) async fn follow(
    reader: Arc<Reader>,
    mut published: watch::Receiver<View>,
    mut after: Revision,
    batches: mpsc::Sender<Result<Batch, WatchError>>,
) {
    let current = published.borrow().revision();
    if after > current {
        // The receiver may be gone; then nobody wants to know.
        _ = batches.send(Err(WatchError::Ahead { current })).await;
        return;
    }
    loop {
        let through = published.borrow_and_update().revision();
        if after == through {
            tokio::select! {
                changed = published.changed() => if changed.is_err() { return },
                () = batches.closed() => return,
            }
            continue;
        }
        let reader = Arc::clone(&reader);
        let page = spawn_blocking(move || reader.page(after, through)).await;
        match page.unwrap_or(Err(WatchError::Closed)) {
            Ok(page) => {
                for batch in page {
                    after = batch.revision;
                    if batches.send(Ok(batch)).await.is_err() {
                        return;
                    }
                }
            }
            Err(error) => {
                _ = batches.send(Err(error)).await;
                return;
            }
        }
    }
}

fn select(
    connection: &Connection,
    after: Revision,
    through: Revision,
) -> rusqlite::Result<Vec<Batch>> {
    let mut statement = connection.prepare_cached(
        "SELECT rev, key, value FROM changes WHERE rev > ? AND rev <= ? ORDER BY rev, rowid",
    )?;
    let mut rows = statement.query((after, through))?;
    let mut batches: Vec<Batch> = Vec::new();
    let mut bytes = 0;
    while let Some(row) = rows.next()? {
        let revision = row.get(0)?;
        let change = change(revision, row.get(1)?, row.get(2)?);
        let size = size(&change);
        match batches.last_mut() {
            Some(batch) if batch.revision == revision => batch.changes.push(change),
            Some(_) if bytes >= PAGE_BYTES => break,
            _ => batches.push(Batch {
                revision,
                changes: vec![change],
            }),
        }
        bytes = size.saturating_add(bytes);
    }
    Ok(batches)
}

fn change(mod_revision: Revision, key: String, value: Option<Vec<u8>>) -> Change {
    match value {
        Some(value) => Change::Put(Arc::new(Entry {
            key,
            value,
            mod_revision,
        })),
        None => Change::Delete { key },
    }
}

fn size(change: &Change) -> usize {
    match change {
        Change::Put(entry) => entry.key.len().saturating_add(entry.value.len()),
        Change::Delete { key } => key.len(),
    }
}
