//! The past of an embedded store is bounded, and whoever needs more of it is told.

use rusqlite::Connection;
use store::{Embedded, Options, Revision, Store, Txn, WatchError};

use crate::support::{Home, fill};

fn ask(home: &Home, question: &str) -> i64 {
    let connection = Connection::open(home.path()).unwrap();
    connection
        .query_row(question, [], |row| row.get(0))
        .unwrap()
}

#[tokio::test]
async fn no_more_revisions_are_kept_than_asked_for() {
    let home = Home::new();
    let store = home.open_keeping(64);
    fill(&store, 64).await;
    assert_eq!(ask(&home, "SELECT min(rev) FROM changes"), 1);
    fill(&store, 1).await;
    assert_eq!(ask(&home, "SELECT min(rev) FROM changes"), 2);
    fill(&store, 300).await;
    assert_eq!(ask(&home, "SELECT count(DISTINCT rev) FROM changes"), 64);
    drop(store);

    // A smaller bound takes effect with the next write.
    let store = home.open_keeping(8);
    assert_eq!(store.revision().await.unwrap(), Revision::from_u64(365));
    fill(&store, 1).await;
    assert_eq!(ask(&home, "SELECT count(DISTINCT rev) FROM changes"), 8);
    assert_eq!(ask(&home, "SELECT max(rev) FROM changes"), 366);
}

#[tokio::test]
async fn no_more_bytes_are_kept_than_asked_for_but_always_the_newest_revision() {
    let home = Home::new();
    let options = Options {
        history_bytes: 10_000,
        ..Options::DEFAULT
    };
    let store = Embedded::open_with(&home.path(), options).unwrap();
    for _ in 0..50 {
        store
            .commit(Txn::new().put("key", vec![0; 997]))
            .await
            .unwrap();
    }
    // Ten times three bytes of key and 997 of value are exactly the bound.
    assert_eq!(ask(&home, "SELECT count(*) FROM changes"), 10);
    store
        .commit(Txn::new().put("key", vec![0; 20_000]))
        .await
        .unwrap();
    assert_eq!(ask(&home, "SELECT count(*) FROM changes"), 1);
    drop(store);
    let store = Embedded::open_with(&home.path(), options).unwrap();
    assert_eq!(store.revision().await.unwrap(), Revision::from_u64(51));
    assert_eq!(
        store
            .watch(Revision::from_u64(50))
            .next()
            .await
            .unwrap()
            .changes
            .len(),
        1
    );
}

#[tokio::test]
async fn a_watch_that_falls_behind_is_told_and_until_then_misses_nothing() {
    let home = Home::new();
    let store = home.open_keeping(64);
    fill(&store, 40).await;
    let mut watch = store.watch(Revision::ZERO);
    // By now it has read ahead as far as there is something to read, and waits for its consumer.
    assert_eq!(watch.next().await.unwrap().revision, Revision::from_u64(1));
    fill(&store, 200).await;
    for number in 2..=40 {
        assert_eq!(
            watch.next().await.unwrap().revision,
            Revision::from_u64(number)
        );
    }
    assert!(matches!(
        watch.next().await,
        Err(WatchError::Compacted { through }) if through == Revision::from_u64(240 - 64)
    ));
    assert!(matches!(watch.next().await, Err(WatchError::Closed)));
}

#[tokio::test]
async fn a_watch_of_large_values_misses_nothing() {
    let home = Home::new();
    let store = home.open();
    for number in 0..6 {
        let txn = Txn::new()
            .put("a", vec![number; 700_000])
            .put("b", vec![number; 700_000]);
        store.commit(txn).await.unwrap();
    }
    let mut watch = store.watch(Revision::ZERO);
    for number in 1..=6 {
        let batch = watch.next().await.unwrap();
        assert_eq!(
            (batch.revision, batch.changes.len()),
            (Revision::from_u64(number), 2)
        );
    }
}

#[tokio::test]
async fn a_watch_ends_with_its_store() {
    let home = Home::new();
    let store = home.open();
    let mut watch = store.watch(Revision::ZERO);
    let waiting = tokio::spawn(async move { watch.next().await });
    tokio::task::yield_now().await;
    drop(store);
    assert!(matches!(waiting.await.unwrap(), Err(WatchError::Closed)));
}
