//! The suite that every implementation of [`Store`] has to pass.
//!
//! An implementation gives a [`Fixture`] and calls [`conformance_suite!`](crate::conformance_suite)
//! in a test module; every check becomes a test of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    missing_docs,
    reason = "a test suite; the names of its checks are sentences"
)]

mod model;

use std::sync::Arc;

pub use model::a_store_agrees_with_a_model_of_it;

use crate::{
    Batch, Change, CommitError, MAX_EXPECTATIONS, MAX_KEY_BYTES, MAX_TXN_BYTES, MAX_VALUE_BYTES,
    MAX_WRITES, Mismatch, Revision, Store, Txn, TxnError, View, Watch, WatchError,
};

/// How a suite gets at stores. Each fixture stands for one place, which is empty at first.
pub trait Fixture: Send + Sync {
    /// What is tested.
    type Store: Store;

    /// The store at this place, with whatever earlier ones have left there. The suite drops a store
    /// before it asks for the next.
    fn open(&self) -> impl Future<Output = Self::Store> + Send;

    /// Brings the store to forget its present revision, by writing to keys under `filler/` if there
    /// is no other way.
    fn forget(&self, store: &Self::Store) -> impl Future<Output = ()> + Send;
}

/// One test for every check of the suite. The expression makes a new [`Fixture`](
/// crate::conformance::Fixture) each time.
#[macro_export]
macro_rules! conformance_suite {
    ($fixture:expr) => {
        $crate::conformance_suite! { @each $fixture;
            what_was_put_is_found_with_its_revision
            what_was_deleted_is_gone
            an_empty_value_is_a_value
            a_revision_is_taken_only_by_what_changes_something
            an_expectation_that_fails_names_its_key_and_nothing_is_written
            expectations_that_hold_let_the_writes_happen
            nothing_under_a_prefix_is_about_that_prefix_only
            a_listing_is_in_byte_order_and_ends_with_its_prefix
            pages_make_up_the_listing
            a_view_never_changes
            a_key_at_the_limit_is_taken_and_one_past_it_refused
            a_value_at_the_limit_is_taken_and_one_past_it_refused
            counts_at_the_limit_are_taken_and_one_past_them_refused
            a_transaction_at_the_limit_is_taken_and_one_past_it_refused
            keys_that_make_no_sense_are_refused
            sixty_four_writers_on_one_key_lose_no_update
            of_sixty_four_creators_one_wins
            a_watch_delivers_every_revision_once_in_order_from_wherever_it_starts
            a_watch_delivers_what_is_written_while_it_waits
            a_watch_that_starts_in_a_forgotten_past_is_told
            a_watch_that_starts_in_the_future_is_told
            a_view_and_the_watch_that_continues_it_leave_no_gap
            everything_is_there_after_reopening
        }

        #[test]
        fn a_store_agrees_with_a_model_of_it() {
            $crate::conformance::a_store_agrees_with_a_model_of_it(|| $fixture);
        }
    };
    (@each $fixture:expr; $($check:ident)*) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $check() {
                $crate::conformance::$check(&$fixture).await;
            }
        )*
    };
}

pub async fn what_was_put_is_found_with_its_revision(fixture: &impl Fixture) {
    let store = fixture.open().await;
    assert_eq!(store.revision().await.unwrap(), Revision::ZERO);
    let first = store
        .commit(Txn::new().put("a", "1").put("b", "2"))
        .await
        .unwrap();
    let second = store.commit(Txn::new().put("a", "3")).await.unwrap();
    assert_eq!(
        (first, second),
        (Revision::from_u64(1), Revision::from_u64(2))
    );

    let a = store.get("a").await.unwrap().unwrap();
    assert_eq!(
        (a.key.as_str(), a.value.as_slice(), a.mod_revision),
        ("a", &b"3"[..], second)
    );
    let b = store.get("b").await.unwrap().unwrap();
    assert_eq!((b.value.as_slice(), b.mod_revision), (&b"2"[..], first));
    assert_eq!(store.revision().await.unwrap(), second);
}

pub async fn what_was_deleted_is_gone(fixture: &impl Fixture) {
    let store = fixture.open().await;
    store
        .commit(Txn::new().put("a", "1").put("b", "2"))
        .await
        .unwrap();
    store.commit(Txn::new().delete("a")).await.unwrap();
    assert_eq!(store.get("a").await.unwrap(), None);
    assert_eq!(keys(&store.read().await.unwrap(), ""), ["b"]);
}

pub async fn an_empty_value_is_a_value(fixture: &impl Fixture) {
    let store = fixture.open().await;
    store.commit(Txn::new().put("a", "")).await.unwrap();
    drop(store);
    let store = fixture.open().await;
    assert_eq!(store.get("a").await.unwrap().unwrap().value, b"");
    let batch = store.watch(Revision::ZERO).next().await.unwrap();
    assert!(matches!(&batch.changes[..], [Change::Put(entry)] if entry.value.is_empty()));
}

pub async fn a_revision_is_taken_only_by_what_changes_something(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let first = store.commit(Txn::new().put("a", "1")).await.unwrap();
    assert_eq!(store.commit(Txn::new()).await.unwrap(), first);
    assert_eq!(
        store.commit(Txn::new().expect_present("a")).await.unwrap(),
        first
    );
    assert_eq!(
        store.commit(Txn::new().delete("absent")).await.unwrap(),
        first
    );
    store
        .commit(Txn::new().expect_absent("a").put("b", "2"))
        .await
        .unwrap_err();
    assert_eq!(store.revision().await.unwrap(), first);
    // Writing what is there already is a write: it was asked for, and it is seen by watches.
    assert_eq!(
        store.commit(Txn::new().put("a", "1")).await.unwrap(),
        first.next()
    );
}

pub async fn an_expectation_that_fails_names_its_key_and_nothing_is_written(
    fixture: &impl Fixture,
) {
    let store = fixture.open().await;
    let first = store
        .commit(Txn::new().put("a", "1").put("dir/x", "2"))
        .await
        .unwrap();
    let second = store.commit(Txn::new().put("a", "3")).await.unwrap();
    let before = store.read().await.unwrap();

    let changed = Mismatch::Changed {
        expected: first,
        found: second,
    };
    let not_empty = Mismatch::NotEmpty {
        prefix: "dir/".into(),
    };
    let failing = [
        (
            Txn::new().expect_absent("a"),
            "a",
            Mismatch::Exists { found: second },
        ),
        (Txn::new().expect_present("b"), "b", Mismatch::Missing),
        (Txn::new().expect_revision("a", first), "a", changed),
        (
            Txn::new().expect_revision("b", first),
            "b",
            Mismatch::Missing,
        ),
        (Txn::new().expect_none_under("dir/"), "dir/x", not_empty),
        // The first one that fails is the one named.
        (
            Txn::new()
                .expect_present("a")
                .expect_present("c")
                .expect_absent("a"),
            "c",
            Mismatch::Missing,
        ),
    ];
    for (txn, expected_key, expected) in failing {
        let writing = txn.put("new", "4").delete("a");
        match store.commit(writing.clone()).await {
            Err(CommitError::Conflict { key, mismatch }) => {
                assert_eq!(
                    (key.as_str(), mismatch),
                    (expected_key, expected),
                    "{writing:?}"
                );
            }
            other => panic!("{writing:?}: {other:?}"),
        }
    }
    let after = store.read().await.unwrap();
    assert_eq!(after.revision(), before.revision());
    assert!(after.list("").eq(before.list("")));
}

pub async fn expectations_that_hold_let_the_writes_happen(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let first = store
        .commit(Txn::new().expect_absent("a").put("a", "1"))
        .await
        .unwrap();
    let txn = Txn::new()
        .expect_revision("a", first)
        .expect_present("a")
        .expect_absent("b")
        .expect_none_under("b/")
        .delete("a")
        .put("b", "2");
    store.commit(txn).await.unwrap();
    assert_eq!(keys(&store.read().await.unwrap(), ""), ["b"]);
    // Deleted and created again is not the same: its revision is another.
    store.commit(Txn::new().put("a", "1")).await.unwrap();
    let stale = Txn::new().expect_revision("a", first).delete("a");
    assert!(matches!(
        store.commit(stale).await,
        Err(CommitError::Conflict { .. })
    ));
}

pub async fn nothing_under_a_prefix_is_about_that_prefix_only(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let around = Txn::new()
        .put("dir", "")
        .put("dir.", "")
        .put("dir0", "")
        .put("dis/x", "");
    store.commit(around).await.unwrap();
    store
        .commit(Txn::new().expect_none_under("dir/").put("dir/x", ""))
        .await
        .unwrap();
    let again = Txn::new().expect_none_under("dir/").put("dir/y", "");
    assert!(matches!(
        store.commit(again).await,
        Err(CommitError::Conflict { key, .. }) if key == "dir/x"
    ));
    // An empty prefix is about everything.
    let all = Txn::new().expect_none_under("").put("dir/y", "");
    assert!(
        matches!(store.commit(all).await, Err(CommitError::Conflict { key, .. }) if key == "dir")
    );
}

pub async fn a_listing_is_in_byte_order_and_ends_with_its_prefix(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let mut txn = Txn::new();
    for key in [
        "u/b",
        "u/a/1",
        "u/B",
        "u/é",
        "u/a",
        "u0",
        "u",
        "t/z",
        "u/\u{10ffff}",
        "u/関所",
    ] {
        txn = txn.put(key, key);
    }
    store.commit(txn).await.unwrap();
    let view = store.read().await.unwrap();
    let expected = [
        "u/B",
        "u/a",
        "u/a/1",
        "u/b",
        "u/é",
        "u/関所",
        "u/\u{10ffff}",
    ];
    assert_eq!(keys(&view, "u/"), expected);
    let listed = store.list("u/").await.unwrap();
    assert!(listed.iter().map(|entry| entry.key.as_str()).eq(expected));
    assert_eq!(keys(&view, "u/a"), ["u/a", "u/a/1"]);
    assert_eq!(keys(&view, "nothing"), [""; 0]);
    assert_eq!(view.len(), 10);
}

pub async fn pages_make_up_the_listing(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let mut txn = Txn::new().put("o", "").put("q", "");
    for number in 0..25 {
        txn = txn.put(format!("p/{number:02}"), "");
    }
    store.commit(txn).await.unwrap();
    let mut seen = Vec::new();
    let mut sizes = Vec::new();
    loop {
        let page = store
            .list_page("p/", seen.last().map(String::as_str), 10)
            .await
            .unwrap();
        sizes.push(page.len());
        seen.extend(page.iter().map(|entry| entry.key.clone()));
        if page.len() < 10 {
            break;
        }
    }
    assert_eq!(sizes, [10, 10, 5]);
    assert_eq!(seen, keys(&store.read().await.unwrap(), "p/"));
    // A place to go on from that is before, or after, everything under the prefix.
    assert_eq!(
        store.list_page("p/", Some("a"), 1).await.unwrap()[0].key,
        "p/00"
    );
    assert_eq!(store.list_page("p/", Some("z"), 1).await.unwrap(), []);
}

pub async fn a_view_never_changes(fixture: &impl Fixture) {
    let store = fixture.open().await;
    store
        .commit(Txn::new().put("a", "1").put("b", "2"))
        .await
        .unwrap();
    let view = store.read().await.unwrap();
    store
        .commit(Txn::new().put("a", "changed").delete("b").put("c", "3"))
        .await
        .unwrap();
    assert_eq!(view.revision(), Revision::from_u64(1));
    assert_eq!(keys(&view, ""), ["a", "b"]);
    assert_eq!(view.get("a").unwrap().value, b"1");
    assert_eq!(keys(&store.read().await.unwrap(), ""), ["a", "c"]);
}

pub async fn a_key_at_the_limit_is_taken_and_one_past_it_refused(fixture: &impl Fixture) {
    let store = fixture.open().await;
    // Bytes count, not characters.
    let longest = "é".repeat(MAX_KEY_BYTES / 2);
    store.commit(Txn::new().put(&longest, "1")).await.unwrap();
    assert!(store.get(&longest).await.unwrap().is_some());

    let refusal = TxnError::KeyTooLong {
        bytes: MAX_KEY_BYTES + 1,
    };
    let longer = format!("{longest}x");
    for txn in [
        Txn::new().put(&longer, "1"),
        Txn::new().delete(&longer),
        Txn::new().expect_absent(&longer),
        Txn::new().expect_present(&longer),
        Txn::new().expect_revision(&longer, Revision::ZERO),
        Txn::new().expect_none_under(&longer),
    ] {
        assert_eq!(refused(&store, txn).await, refusal);
    }
}

pub async fn a_value_at_the_limit_is_taken_and_one_past_it_refused(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let longest = vec![0xff; MAX_VALUE_BYTES];
    store
        .commit(Txn::new().put("a", longest.clone()))
        .await
        .unwrap();
    assert_eq!(store.get("a").await.unwrap().unwrap().value, longest);

    let longer = Txn::new().put("a", vec![0; MAX_VALUE_BYTES + 1]);
    let refusal = TxnError::ValueTooLong {
        key: "a".into(),
        bytes: MAX_VALUE_BYTES + 1,
    };
    assert_eq!(refused(&store, longer).await, refusal);
}

pub async fn counts_at_the_limit_are_taken_and_one_past_them_refused(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let writes = |count| (0..count).fold(Txn::new(), |txn, n| txn.put(format!("{n}"), "1"));
    store.commit(writes(MAX_WRITES)).await.unwrap();
    assert_eq!(store.read().await.unwrap().len(), MAX_WRITES);
    let refusal = TxnError::TooManyWrites {
        count: MAX_WRITES + 1,
    };
    assert_eq!(refused(&store, writes(MAX_WRITES + 1)).await, refusal);

    let expectations = |count| {
        (0..count).fold(Txn::new(), |txn, n| {
            txn.expect_absent(format!("absent/{n}"))
        })
    };
    store.commit(expectations(MAX_EXPECTATIONS)).await.unwrap();
    let refusal = TxnError::TooManyExpectations {
        count: MAX_EXPECTATIONS + 1,
    };
    assert_eq!(
        refused(&store, expectations(MAX_EXPECTATIONS + 1)).await,
        refusal
    );
}

pub async fn a_transaction_at_the_limit_is_taken_and_one_past_it_refused(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let sized = |bytes: usize| {
        let mut txn = Txn::new();
        let mut left = bytes;
        for n in 0.. {
            let value = (left - 2).min(MAX_VALUE_BYTES);
            txn = txn.put(format!("{n:02}"), vec![0; value]);
            left -= 2 + value;
            if left == 0 {
                break;
            }
        }
        txn
    };
    store.commit(sized(MAX_TXN_BYTES)).await.unwrap();
    let refusal = TxnError::TooLarge {
        bytes: MAX_TXN_BYTES + 1,
    };
    assert_eq!(refused(&store, sized(MAX_TXN_BYTES + 1)).await, refusal);
}

pub async fn keys_that_make_no_sense_are_refused(fixture: &impl Fixture) {
    let store = fixture.open().await;
    assert_eq!(
        refused(&store, Txn::new().put("", "1")).await,
        TxnError::EmptyKey
    );
    assert_eq!(
        refused(&store, Txn::new().expect_absent("")).await,
        TxnError::EmptyKey
    );
    assert_eq!(
        refused(&store, Txn::new().put("a\0b", "1")).await,
        TxnError::NulInKey
    );
    assert_eq!(
        refused(&store, Txn::new().expect_none_under("a\0")).await,
        TxnError::NulInKey
    );
    let twice = TxnError::WrittenTwice { key: "a".into() };
    assert_eq!(
        refused(&store, Txn::new().put("a", "1").delete("a")).await,
        twice
    );
    assert_eq!(
        refused(&store, Txn::new().put("a", "1").put("a", "1")).await,
        twice
    );
    assert_eq!(store.revision().await.unwrap(), Revision::ZERO);
}

pub async fn sixty_four_writers_on_one_key_lose_no_update(fixture: &impl Fixture) {
    const WRITERS: u64 = 64;
    const ROUNDS: u64 = 8;
    let store = Arc::new(fixture.open().await);
    store
        .commit(Txn::new().put("counter", 0_u64.to_be_bytes()))
        .await
        .unwrap();
    let writers: Vec<_> = (0..WRITERS)
        .map(|_| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for _ in 0..ROUNDS {
                    increment(&store).await;
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    let counter = store.get("counter").await.unwrap().unwrap();
    assert_eq!(counter.value, (WRITERS * ROUNDS).to_be_bytes());
    assert_eq!(
        store.revision().await.unwrap(),
        Revision::from_u64(1 + WRITERS * ROUNDS)
    );
}

async fn increment(store: &impl Store) {
    loop {
        let seen = store.get("counter").await.unwrap().unwrap();
        let count = u64::from_be_bytes(seen.value.as_slice().try_into().unwrap());
        let txn = Txn::new()
            .expect_revision("counter", seen.mod_revision)
            .put("counter", (count + 1).to_be_bytes());
        match store.commit(txn).await {
            Ok(_) => return,
            Err(CommitError::Conflict { .. }) => {}
            Err(error) => panic!("{error:?}"),
        }
    }
}

pub async fn of_sixty_four_creators_one_wins(fixture: &impl Fixture) {
    let store = Arc::new(fixture.open().await);
    let creators: Vec<_> = (0..64_u8)
        .map(|id| {
            let store = Arc::clone(&store);
            let txn = Txn::new().expect_absent("user").put("user", [id]);
            tokio::spawn(async move { store.commit(txn).await.is_ok().then_some(id) })
        })
        .collect();
    let mut winners = Vec::new();
    for creator in creators {
        winners.extend(creator.await.unwrap());
    }
    assert_eq!(winners.len(), 1);
    assert_eq!(store.get("user").await.unwrap().unwrap().value, winners);
}

pub async fn a_watch_delivers_every_revision_once_in_order_from_wherever_it_starts(
    fixture: &impl Fixture,
) {
    const REVISIONS: u64 = 40;
    let store = fixture.open().await;
    for number in 1..=REVISIONS {
        let txn = Txn::new()
            .put("b", number.to_be_bytes())
            .put(format!("a/{number}"), "");
        let txn = if number > 1 {
            txn.delete(format!("a/{}", number - 1))
        } else {
            txn
        };
        store.commit(txn).await.unwrap();
    }
    for start in 0..REVISIONS {
        let mut watch = store.watch(Revision::from_u64(start));
        for number in start + 1..=REVISIONS {
            let batch = watch.next().await.unwrap();
            assert_eq!(batch.revision, Revision::from_u64(number));
            let mut expected = vec![format!("a/{number}"), "b".to_owned()];
            if number > 1 {
                expected.push(format!("a/{}", number - 1));
            }
            expected.sort();
            assert!(
                batch.changes.iter().map(Change::key).eq(&expected),
                "{batch:?}"
            );
            assert!(batch.changes.iter().all(|change| match change {
                Change::Put(entry) => entry.mod_revision == batch.revision,
                Change::Delete { key } => *key == format!("a/{}", number - 1),
            }));
        }
        assert_quiet(&mut watch).await;
    }
}

pub async fn a_watch_delivers_what_is_written_while_it_waits(fixture: &impl Fixture) {
    let store = Arc::new(fixture.open().await);
    let mut watches: Vec<_> = (0..4).map(|_| store.watch(Revision::ZERO)).collect();
    let writers: Vec<_> = (0..8)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for number in 0..25 {
                    let key = format!("{writer}/{number}");
                    store.commit(Txn::new().put(key, "")).await.unwrap();
                }
            })
        })
        .collect();
    for watch in &mut watches {
        let seen = collect(watch, 200).await;
        assert!(
            (1..=200)
                .map(Revision::from_u64)
                .eq(seen.iter().map(|batch| batch.revision))
        );
    }
    for writer in writers {
        writer.await.unwrap();
    }
    for watch in &mut watches {
        assert_quiet(watch).await;
    }
}

pub async fn a_watch_that_starts_in_a_forgotten_past_is_told(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let first = store.commit(Txn::new().put("a", "1")).await.unwrap();
    fixture.forget(&store).await;
    let mut watch = store.watch(Revision::ZERO);
    let Err(WatchError::Compacted { through }) = watch.next().await else {
        panic!("a forgotten revision was delivered");
    };
    assert!(through >= first);
    assert!(matches!(watch.next().await, Err(WatchError::Closed)));

    // The revision named is the one to go on from, and what the view says is not forgotten.
    let now = store.revision().await.unwrap();
    if through < now {
        assert_eq!(
            store.watch(through).next().await.unwrap().revision,
            through.next()
        );
    }
    assert_eq!(store.get("a").await.unwrap().unwrap().mod_revision, first);
    let mut watch = store.watch(now);
    store.commit(Txn::new().put("a", "2")).await.unwrap();
    assert_eq!(watch.next().await.unwrap().revision, now.next());
}

pub async fn a_watch_that_starts_in_the_future_is_told(fixture: &impl Fixture) {
    let store = fixture.open().await;
    let now = store.commit(Txn::new().put("a", "1")).await.unwrap();
    assert!(matches!(
        store.watch(now.next()).next().await,
        Err(WatchError::Ahead { current }) if current == now
    ));
}

pub async fn a_view_and_the_watch_that_continues_it_leave_no_gap(fixture: &impl Fixture) {
    let store = Arc::new(fixture.open().await);
    let writer = {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for number in 0_u64..100 {
                let txn = Txn::new().put(format!("{}", number % 7), number.to_be_bytes());
                let txn = if number % 3 == 0 {
                    txn.delete("gone")
                } else {
                    txn.put("gone", "")
                };
                store.commit(txn).await.unwrap();
            }
        })
    };
    for _ in 0..10 {
        let view = store.read().await.unwrap();
        let mut followed = view.clone();
        let mut watch = store.watch(view.revision());
        let later = store.read().await.unwrap();
        while followed.revision() < later.revision() {
            followed.advance(&watch.next().await.unwrap());
        }
        assert!(followed.list("").eq(later.list("")));
        tokio::task::yield_now().await;
    }
    writer.await.unwrap();
}

pub async fn everything_is_there_after_reopening(fixture: &impl Fixture) {
    let store = fixture.open().await;
    for number in 0_u8..20 {
        let txn = Txn::new()
            .put(format!("k/{}", number % 5), [number])
            .delete("k/7");
        store.commit(txn.put("k/last", [number])).await.unwrap();
        store.commit(Txn::new().put("k/7", [number])).await.unwrap();
    }
    let before = store.read().await.unwrap();
    assert_eq!(
        keys(&before, ""),
        ["k/0", "k/1", "k/2", "k/3", "k/4", "k/7", "k/last"]
    );
    drop(store);

    let store = fixture.open().await;
    let after = store.read().await.unwrap();
    assert_eq!(after.revision(), before.revision());
    assert!(after.list("").eq(before.list("")));
    let mut replayed = View::default();
    let mut watch = store.watch(Revision::ZERO);
    while replayed.revision() < after.revision() {
        replayed.advance(&watch.next().await.unwrap());
    }
    assert!(replayed.list("").eq(after.list("")));
    assert_eq!(
        store.commit(Txn::new().put("a", "")).await.unwrap(),
        before.revision().next()
    );
}

async fn refused(store: &impl Store, txn: Txn) -> TxnError {
    match store.commit(txn).await {
        Err(CommitError::Refused(error)) => error,
        other => panic!("not refused: {other:?}"),
    }
}

async fn collect(watch: &mut Watch, count: usize) -> Vec<Batch> {
    let mut batches = Vec::new();
    while batches.len() < count {
        batches.push(watch.next().await.unwrap());
    }
    batches
}

/// That nothing more comes, as far as that can be seen without waiting for long.
async fn assert_quiet(watch: &mut Watch) {
    let wait = std::time::Duration::from_millis(2);
    assert!(
        tokio::time::timeout(wait, watch.next()).await.is_err(),
        "one revision too many"
    );
}

fn keys(view: &View, prefix: &str) -> Vec<String> {
    view.list(prefix).map(|entry| entry.key.clone()).collect()
}
