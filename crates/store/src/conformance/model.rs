//! A store against the simplest thing that behaves like one.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};

use super::Fixture;
use crate::{Batch, Change, CommitError, Revision, Store, Txn};

/// Keys that are prefixes of each other, sort next to each other, or neither.
const KEYS: &[&str] = &["a", "a/", "a/b", "a/b/c", "a0", "b", "é"];
const PREFIXES: &[&str] = &["", "a", "a/", "a/b", "b/", "c"];

/// Random transactions and reopenings leave a store in the state of its model, answer as the model
/// does, and put the same history on the watch.
pub fn a_store_agrees_with_a_model_of_it<F: Fixture>(fresh: impl Fn() -> F) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    // 256 cases; `PROPTEST_CASES` asks for more.
    let config = Config {
        failure_persistence: None,
        ..Config::default()
    };
    let steps = prop::collection::vec(step(), 1..40);
    TestRunner::new(config)
        .run(&steps, |steps| runtime.block_on(agree(&fresh(), &steps)))
        .unwrap_or_else(|failure| panic!("{failure}"));
}

async fn agree<F: Fixture>(fixture: &F, steps: &[Step]) -> Result<(), TestCaseError> {
    let mut store = fixture.open().await;
    let mut model = Model::default();
    for step in steps {
        match step {
            Step::Reopen => {
                drop(store);
                store = fixture.open().await;
            }
            Step::Commit {
                expectations,
                writes,
            } => {
                let txn = model.txn(expectations, writes);
                let answer = match store.commit(txn).await {
                    Ok(revision) => Ok(revision.as_u64()),
                    Err(CommitError::Conflict { key, .. }) => Err(key),
                    Err(error) => panic!("{error:?}"),
                };
                prop_assert_eq!(answer, model.commit(expectations, writes));
            }
        }
        let view = store.read().await.expect("a view");
        prop_assert_eq!(view.revision().as_u64(), model.revision);
        let entries = view
            .list("")
            .map(|it| (&it.key, (&it.value, it.mod_revision.as_u64())));
        prop_assert!(
            entries.eq(model
                .entries
                .iter()
                .map(|(key, (value, at))| (key, (value, *at))))
        );
    }
    let mut watch = store.watch(Revision::ZERO);
    for (changes, revision) in model.history.iter().zip(1..) {
        let batch = watch.next().await.expect("a batch");
        prop_assert_eq!(batch.revision.as_u64(), revision);
        prop_assert_eq!(&plain(batch), changes);
    }
    Ok(())
}

type Changes = BTreeMap<String, Option<Vec<u8>>>;

fn plain(batch: Batch) -> Changes {
    let plain = |change| match change {
        Change::Put(entry) => (entry.key.clone(), Some(entry.value.clone())),
        Change::Delete { key } => (key, None),
    };
    batch.changes.into_iter().map(plain).collect()
}

#[derive(Default)]
struct Model {
    revision: u64,
    entries: BTreeMap<String, (Vec<u8>, u64)>,
    history: Vec<Changes>,
}

impl Model {
    fn commit(&mut self, expectations: &[Expect], writes: &Changes) -> Result<u64, String> {
        for expectation in expectations {
            self.check(expectation)?;
        }
        let mut changes = Changes::new();
        for (key, value) in writes {
            let had = match value {
                Some(value) => {
                    let entry = (value.clone(), self.revision + 1);
                    self.entries.insert(key.clone(), entry);
                    true
                }
                None => self.entries.remove(key).is_some(),
            };
            if had {
                changes.insert(key.clone(), value.clone());
            }
        }
        if !changes.is_empty() {
            self.revision += 1;
            self.history.push(changes);
        }
        Ok(self.revision)
    }

    fn check(&self, expectation: &Expect) -> Result<(), String> {
        let holds = match expectation {
            Expect::Absent(key) => !self.entries.contains_key(*key),
            Expect::Present(key) | Expect::Unchanged(key) => self.entries.contains_key(*key),
            Expect::Revision(key, revision) => {
                self.entries.get(*key).is_some_and(|(_, at)| at == revision)
            }
            Expect::NoneUnder(prefix) => {
                return match self.entries.keys().find(|key| key.starts_with(prefix)) {
                    Some(found) => Err(found.clone()),
                    None => Ok(()),
                };
            }
        };
        if holds {
            Ok(())
        } else {
            Err(expectation.key().to_owned())
        }
    }

    fn txn(&self, expectations: &[Expect], writes: &Changes) -> Txn {
        let txn = expectations
            .iter()
            .fold(Txn::new(), |txn, expectation| match expectation {
                Expect::Absent(key) => txn.expect_absent(*key),
                Expect::Present(key) => txn.expect_present(*key),
                Expect::Unchanged(key) => {
                    let at = self.entries.get(*key).map_or(0, |(_, at)| *at);
                    txn.expect_revision(*key, Revision::from_u64(at))
                }
                Expect::Revision(key, at) => txn.expect_revision(*key, Revision::from_u64(*at)),
                Expect::NoneUnder(prefix) => txn.expect_none_under(*prefix),
            });
        writes.iter().fold(txn, |txn, (key, value)| match value {
            Some(value) => txn.put(key, value.clone()),
            None => txn.delete(key),
        })
    }
}

#[derive(Clone, Debug)]
enum Step {
    Commit {
        expectations: Vec<Expect>,
        writes: Changes,
    },
    Reopen,
}

#[derive(Clone, Debug)]
enum Expect {
    Absent(&'static str),
    Present(&'static str),
    /// At the revision at which it is: fails only if the key is absent.
    Unchanged(&'static str),
    Revision(&'static str, u64),
    NoneUnder(&'static str),
}

impl Expect {
    fn key(&self) -> &'static str {
        match self {
            Self::Absent(key)
            | Self::Present(key)
            | Self::Unchanged(key)
            | Self::Revision(key, _)
            | Self::NoneUnder(key) => key,
        }
    }
}

fn step() -> impl Strategy<Value = Step> {
    let expectations = prop::collection::vec(expectation(), 0..3);
    let value = prop::option::weighted(0.6, prop::collection::vec(any::<u8>(), 0..4));
    let writes = prop::collection::btree_map(select(KEYS).prop_map(str::to_owned), value, 0..4);
    prop_oneof![
        12 => (expectations, writes)
            .prop_map(|(expectations, writes)| Step::Commit { expectations, writes }),
        1 => Just(Step::Reopen),
    ]
}

fn expectation() -> impl Strategy<Value = Expect> {
    let key = || select(KEYS);
    prop_oneof![
        1 => key().prop_map(Expect::Absent),
        1 => key().prop_map(Expect::Present),
        3 => key().prop_map(Expect::Unchanged),
        1 => (key(), 0..20_u64).prop_map(|(key, revision)| Expect::Revision(key, revision)),
        1 => select(PREFIXES).prop_map(Expect::NoneUnder),
    ]
}
