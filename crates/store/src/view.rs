//! A store at one revision.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Bound, RangeBounds};
use std::sync::Arc;

use rpds::RedBlackTreeSetSync;

use crate::{Batch, Change, Entry, Revision};

/// Everything in a store as of one revision. It never changes, however long it is held, and
/// holding it keeps nobody from writing.
///
/// The entries are a persistent tree: a clone is a reference count, and the next revision shares
/// all but the path to what it changed.
#[derive(Clone, Default)]
pub struct View {
    revision: Revision,
    entries: RedBlackTreeSetSync<ByKey>,
}

impl View {
    /// The revision that this is the state of.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// The number of entries.
    pub fn len(&self) -> usize {
        self.entries.size()
    }

    /// Whether there is nothing in it.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entry at `key`, if there is one.
    pub fn get(&self, key: &str) -> Option<&Arc<Entry>> {
        self.entries.get(key).map(|ByKey(entry)| entry)
    }

    /// Every entry whose key starts with `prefix` (all, if it is empty), in the order of the keys'
    /// bytes. The prefix is compared as text: mind the closing `/`.
    pub fn list<'a>(&'a self, prefix: &str) -> impl Iterator<Item = &'a Arc<Entry>> + use<'a> {
        self.list_after(prefix, None)
    }

    /// As [`View::list`], from the first key greater than `after` on: how to go on after a page.
    pub fn list_after<'a>(
        &'a self,
        prefix: &str,
        after: Option<&str>,
    ) -> impl Iterator<Item = &'a Arc<Entry>> + use<'a> {
        let prefix = prefix.to_owned();
        let start = match after {
            Some(after) if after >= prefix.as_str() => Bound::Excluded(after.to_owned()),
            _ => Bound::Included(prefix.clone()),
        };
        self.entries
            .range(From(start))
            .map(|ByKey(entry)| entry)
            .take_while(move |entry| entry.key.starts_with(&prefix))
    }

    /// A view with these entries, as they were stored.
    pub(crate) fn load(revision: Revision, entries: impl IntoIterator<Item = Entry>) -> Self {
        let entries = entries
            .into_iter()
            .map(|entry| ByKey(Arc::new(entry)))
            .collect();
        Self { revision, entries }
    }

    /// Takes on the changes of the next revision.
    pub(crate) fn advance(&mut self, batch: &Batch) {
        self.revision = batch.revision;
        for change in &batch.changes {
            match change {
                Change::Put(entry) => self.entries.insert_mut(ByKey(Arc::clone(entry))),
                Change::Delete { key } => _ = self.entries.remove_mut(key.as_str()),
            }
        }
    }
}

impl fmt::Debug for View {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("View")
            .field("revision", &self.revision)
            .field("entries", &self.len())
            .finish()
    }
}

/// Every key from here on. It owns its text, so that what a listing returns borrows from the view
/// and not from the prefix.
struct From(Bound<String>);

impl RangeBounds<str> for From {
    fn start_bound(&self) -> Bound<&str> {
        self.0.as_ref().map(String::as_str)
    }

    fn end_bound(&self) -> Bound<&str> {
        Bound::Unbounded
    }
}

/// An entry that sorts by its key, so that the tree does not hold every key twice.
struct ByKey(Arc<Entry>);

impl Borrow<str> for ByKey {
    fn borrow(&self) -> &str {
        &self.0.key
    }
}

impl PartialEq for ByKey {
    fn eq(&self, other: &Self) -> bool {
        self.0.key == other.0.key
    }
}

impl Eq for ByKey {}

impl PartialOrd for ByKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ByKey {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.key.cmp(&other.0.key)
    }
}
