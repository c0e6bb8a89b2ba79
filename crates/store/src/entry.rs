//! What a store holds, and what happens to it.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// The place of a transaction in the one order in which a store carried them out. The first is 1;
/// there are no gaps.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Revision(u64);

impl Revision {
    /// Before the first transaction: the revision of an empty store.
    pub const ZERO: Self = Self(0);

    /// A revision that was written down as a number.
    pub const fn from_u64(number: u64) -> Self {
        Self(number)
    }

    /// The number, to be written down.
    pub const fn as_u64(self) -> u64 {
        self.0
    }

    /// The revision after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Revision {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A key, its value, and the revision that wrote it.
#[derive(Clone, PartialEq, Eq)]
pub struct Entry {
    /// A UTF-8 path, such as `iam/user/alice`.
    pub key: String,
    /// The caller's bytes.
    pub value: Vec<u8>,
    /// The revision that last wrote this key; what [`crate::Txn::expect_revision`] compares.
    pub mod_revision: Revision,
}

impl fmt::Debug for Entry {
    /// The key and the length: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Entry")
            .field("key", &self.key)
            .field("value", &format_args!("{} bytes", self.value.len()))
            .field("mod_revision", &self.mod_revision)
            .finish()
    }
}

/// Everything that one transaction changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The transaction's revision.
    pub revision: Revision,
    /// Its changes, in the order of the keys' bytes; never empty, no key twice.
    pub changes: Vec<Change>,
}

/// What a transaction did to one key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The key was created or overwritten.
    Put(Arc<Entry>),
    /// The key was there and is gone.
    Delete {
        /// The key that is gone.
        key: String,
    },
}

impl Change {
    /// The key that changed.
    pub fn key(&self) -> &str {
        match self {
            Self::Put(entry) => &entry.key,
            Self::Delete { key } => key,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_an_entry_prints_the_key_and_the_length_but_never_the_value() {
        let entry = Entry {
            key: "iam/access-key/AKIA".into(),
            value: b"hunter2".to_vec(),
            mod_revision: Revision::from_u64(7),
        };
        assert_eq!(
            format!("{entry:?}"),
            "Entry { key: \"iam/access-key/AKIA\", value: 7 bytes, mod_revision: Revision(7) }"
        );
    }
}
