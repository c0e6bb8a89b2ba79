//! Transactions: what must still be so, and what to write then.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::{Batch, Change, CommitError, Entry, Revision, View};

/// The longest key, in bytes.
pub const MAX_KEY_BYTES: usize = 1024;
/// The longest value, in bytes.
pub const MAX_VALUE_BYTES: usize = 1024 * 1024;
/// The most puts and deletes in one transaction (etcd's own default limit, `--max-txn-ops`).
pub const MAX_WRITES: usize = 128;
/// The most expectations in one transaction.
pub const MAX_EXPECTATIONS: usize = 128;
/// The most bytes that one transaction may write, keys and values together.
pub const MAX_TXN_BYTES: usize = 8 * 1024 * 1024;

/// A transaction: writes that happen all together, and only if every expectation holds at that
/// moment. Built up by value:
///
/// ```
/// # use store::{Revision, Txn};
/// # let seen = Revision::from_u64(7);
/// Txn::new()
///     .expect_revision("iam/user/alice", seen)
///     .expect_none_under("iam/access-key-of/alice/")
///     .delete("iam/user/alice")
///     .put("audit/0000017", r#"{"event":"DeleteUser"}"#);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[must_use = "a transaction does nothing until it is committed"]
pub struct Txn {
    expectations: Vec<Expectation>,
    writes: Vec<Write>,
}

impl Txn {
    /// A transaction that expects nothing and writes nothing.
    pub fn new() -> Self {
        Self::default()
    }

    /// Only if there is nothing at `key`.
    pub fn expect_absent(self, key: impl Into<String>) -> Self {
        self.expect(Expectation::Absent { key: key.into() })
    }

    /// Only if there is something at `key`, whatever it is.
    pub fn expect_present(self, key: impl Into<String>) -> Self {
        self.expect(Expectation::Present { key: key.into() })
    }

    /// Only if `key` was last written at `revision`: [`Entry::mod_revision`] as it was read.
    pub fn expect_revision(self, key: impl Into<String>, revision: Revision) -> Self {
        self.expect(Expectation::Revision {
            key: key.into(),
            revision,
        })
    }

    /// Only if no key starts with `prefix`. It is compared as text: mind the closing `/`.
    pub fn expect_none_under(self, prefix: impl Into<String>) -> Self {
        self.expect(Expectation::NoneUnder {
            prefix: prefix.into(),
        })
    }

    /// Writes `value` to `key`, new or not.
    pub fn put(self, key: impl Into<String>, value: impl Into<Vec<u8>>) -> Self {
        self.write(Write::Put {
            key: key.into(),
            value: value.into(),
        })
    }

    /// Removes `key`; nothing happens if there is none.
    pub fn delete(self, key: impl Into<String>) -> Self {
        self.write(Write::Delete { key: key.into() })
    }

    fn expect(mut self, expectation: Expectation) -> Self {
        self.expectations.push(expectation);
        self
    }

    fn write(mut self, write: Write) -> Self {
        self.writes.push(write);
        self
    }

    /// The bytes that this transaction writes.
    pub(crate) fn bytes(&self) -> usize {
        self.writes.iter().map(Write::bytes).sum()
    }

    /// Whether this is within the limits that hold for every store.
    pub(crate) fn check(&self) -> Result<(), TxnError> {
        if self.expectations.len() > MAX_EXPECTATIONS {
            return Err(TxnError::TooManyExpectations {
                count: self.expectations.len(),
            });
        }
        if self.writes.len() > MAX_WRITES {
            return Err(TxnError::TooManyWrites {
                count: self.writes.len(),
            });
        }
        self.expectations.iter().try_for_each(Expectation::check)?;
        self.writes.iter().try_for_each(Write::check)?;
        if self.bytes() > MAX_TXN_BYTES {
            return Err(TxnError::TooLarge {
                bytes: self.bytes(),
            });
        }
        let mut keys = BTreeSet::new();
        match self.writes.iter().find(|write| !keys.insert(write.key())) {
            Some(twice) => Err(TxnError::WrittenTwice {
                key: twice.key().to_owned(),
            }),
            None => Ok(()),
        }
    }

    /// What this transaction does to `view`: the next revision, or nothing if it has no effect.
    pub(crate) fn decide(&self, view: &View) -> Result<Option<Batch>, CommitError> {
        for expectation in &self.expectations {
            expectation.hold(view)?;
        }
        let revision = view.revision().next();
        let mut changes: Vec<_> = self
            .writes
            .iter()
            .filter_map(|write| write.on(view, revision))
            .collect();
        changes.sort_unstable_by(|a, b| a.key().cmp(b.key()));
        Ok((!changes.is_empty()).then_some(Batch { revision, changes }))
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Expectation {
    Absent { key: String },
    Present { key: String },
    Revision { key: String, revision: Revision },
    NoneUnder { prefix: String },
}

impl Expectation {
    fn check(&self) -> Result<(), TxnError> {
        match self {
            Self::Absent { key } | Self::Present { key } | Self::Revision { key, .. } => {
                check_key(key)
            }
            Self::NoneUnder { prefix } => check_prefix(prefix),
        }
    }

    fn hold(&self, view: &View) -> Result<(), CommitError> {
        let conflict = |key: &str, mismatch| {
            Err(CommitError::Conflict {
                key: key.to_owned(),
                mismatch,
            })
        };
        match self {
            Self::Absent { key } => match view.get(key) {
                Some(entry) => conflict(
                    key,
                    Mismatch::Exists {
                        found: entry.mod_revision,
                    },
                ),
                None => Ok(()),
            },
            Self::Present { key } => match view.get(key) {
                Some(_) => Ok(()),
                None => conflict(key, Mismatch::Missing),
            },
            Self::Revision { key, revision } => match view.get(key).map(|it| it.mod_revision) {
                Some(found) if found == *revision => Ok(()),
                Some(found) => conflict(
                    key,
                    Mismatch::Changed {
                        expected: *revision,
                        found,
                    },
                ),
                None => conflict(key, Mismatch::Missing),
            },
            Self::NoneUnder { prefix } => match view.list(prefix).next() {
                Some(first) => conflict(
                    &first.key,
                    Mismatch::NotEmpty {
                        prefix: prefix.clone(),
                    },
                ),
                None => Ok(()),
            },
        }
    }
}

#[derive(Clone, PartialEq, Eq)]
enum Write {
    Put { key: String, value: Vec<u8> },
    Delete { key: String },
}

impl Write {
    fn key(&self) -> &str {
        match self {
            Self::Put { key, .. } | Self::Delete { key } => key,
        }
    }

    fn bytes(&self) -> usize {
        match self {
            Self::Put { key, value } => key.len().saturating_add(value.len()),
            Self::Delete { key } => key.len(),
        }
    }

    fn check(&self) -> Result<(), TxnError> {
        check_key(self.key())?;
        match self {
            Self::Put { key, value } if value.len() > MAX_VALUE_BYTES => {
                Err(TxnError::ValueTooLong {
                    key: key.clone(),
                    bytes: value.len(),
                })
            }
            Self::Put { .. } | Self::Delete { .. } => Ok(()),
        }
    }

    fn on(&self, view: &View, revision: Revision) -> Option<Change> {
        match self {
            Self::Put { key, value } => {
                let (key, value) = (key.clone(), value.clone());
                Some(Change::Put(Arc::new(Entry {
                    key,
                    value,
                    mod_revision: revision,
                })))
            }
            Self::Delete { key } => view
                .get(key)
                .is_some()
                .then(|| Change::Delete { key: key.clone() }),
        }
    }
}

impl fmt::Debug for Write {
    /// The key and the length: a value may be a secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Put { key, value } => write!(f, "Put({key:?}, {} bytes)", value.len()),
            Self::Delete { key } => write!(f, "Delete({key:?})"),
        }
    }
}

fn check_key(key: &str) -> Result<(), TxnError> {
    if key.is_empty() {
        return Err(TxnError::EmptyKey);
    }
    check_prefix(key)
}

fn check_prefix(key: &str) -> Result<(), TxnError> {
    if key.len() > MAX_KEY_BYTES {
        return Err(TxnError::KeyTooLong { bytes: key.len() });
    }
    if key.contains('\0') {
        return Err(TxnError::NulInKey);
    }
    Ok(())
}

/// How a store differs from what a transaction expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Mismatch {
    /// Expected absent, and there is an entry.
    #[error("exists already, since revision {found}")]
    Exists {
        /// The revision that wrote it.
        found: Revision,
    },
    /// Expected present, and there is none.
    #[error("does not exist")]
    Missing,
    /// Expected at one revision, and it is at another.
    #[error("was expected at revision {expected} and is at {found}")]
    Changed {
        /// The revision expected.
        expected: Revision,
        /// The revision that last wrote it.
        found: Revision,
    },
    /// Expected nothing under a prefix, and there is something.
    #[error("exists, and nothing was expected under `{prefix}`")]
    NotEmpty {
        /// The prefix that was expected to be empty.
        prefix: String,
    },
}

/// What makes a transaction unacceptable to every store.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TxnError {
    /// A key of no characters.
    #[error("a key is empty")]
    EmptyKey,
    /// A key or prefix of more than [`MAX_KEY_BYTES`].
    #[error("a key has {bytes} bytes, and {MAX_KEY_BYTES} are the most")]
    KeyTooLong {
        /// Its length.
        bytes: usize,
    },
    /// A key or prefix with a NUL character in it.
    #[error("a key contains a NUL character")]
    NulInKey,
    /// A value of more than [`MAX_VALUE_BYTES`].
    #[error("the value of `{key}` has {bytes} bytes, and {MAX_VALUE_BYTES} are the most")]
    ValueTooLong {
        /// Where it was to be written.
        key: String,
        /// Its length.
        bytes: usize,
    },
    /// More than [`MAX_EXPECTATIONS`].
    #[error("{count} expectations in one transaction, and {MAX_EXPECTATIONS} are the most")]
    TooManyExpectations {
        /// How many.
        count: usize,
    },
    /// More than [`MAX_WRITES`].
    #[error("{count} writes in one transaction, and {MAX_WRITES} are the most")]
    TooManyWrites {
        /// How many.
        count: usize,
    },
    /// More than [`MAX_TXN_BYTES`].
    #[error("{bytes} bytes in one transaction, and {MAX_TXN_BYTES} are the most")]
    TooLarge {
        /// Keys and values together.
        bytes: usize,
    },
    /// One key twice among the writes: which of them counts would be a guess.
    #[error("`{key}` is written twice in one transaction")]
    WrittenTwice {
        /// The key.
        key: String,
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_of_a_transaction_prints_keys_and_lengths_but_never_a_value() {
        let txn = Txn::new()
            .expect_absent("a")
            .put("a", "hunter2")
            .delete("b");
        let printed = format!("{txn:?}");
        assert_eq!(
            printed,
            "Txn { expectations: [Absent { key: \"a\" }], \
             writes: [Put(\"a\", 7 bytes), Delete(\"b\")] }"
        );
    }

    #[test]
    fn a_refusal_and_a_conflict_name_the_key_and_not_the_value() {
        let long = Txn::new()
            .put("a", vec![b'x'; MAX_VALUE_BYTES + 1])
            .check()
            .unwrap_err();
        assert_eq!(
            long.to_string(),
            "the value of `a` has 1048577 bytes, and 1048576 are the most"
        );
        let conflict = Txn::new()
            .expect_present("a")
            .decide(&View::default())
            .unwrap_err();
        assert_eq!(conflict.to_string(), "`a` does not exist");
    }
}
