//! The files of a store: modes, the lock, versions, damage.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;
use std::thread;

use rusqlite::Connection;
use store::{Embedded, OpenError, Store, Txn};

use crate::support::{Home, fill};

#[tokio::test]
async fn every_file_is_for_its_owner_alone() {
    let home = Home::new();
    let store = home.open();
    fill(&store, 10).await;
    let mut names = Vec::new();
    for entry in fs::read_dir(home.directory()).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        assert_eq!(
            entry.metadata().unwrap().permissions().mode() & 0o7777,
            0o600,
            "{name}"
        );
        names.push(name);
    }
    names.sort();
    assert_eq!(
        names,
        ["store.db", "store.db-lock", "store.db-shm", "store.db-wal"]
    );
}

#[test]
fn a_directory_that_others_can_enter_is_refused() {
    for mode in [0o701, 0o710, 0o750, 0o755, 0o777] {
        let home = Home::new();
        home.chmod(None, mode);
        let said = home.refusal().to_string();
        let wanted = format!("run `chmod 0700 {}`", home.directory().display());
        assert!(said.ends_with(&wanted), "{said}");
        assert!(!home.path().exists());
    }
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    for suffix in ["", "-wal", "-shm", "-lock"] {
        let home = Home::new();
        drop(home.open());
        if !home.beside(suffix).exists() {
            fs::write(home.beside(suffix), "").unwrap();
        }
        home.chmod(Some(suffix), 0o640);
        let refusal = home.refusal();
        assert!(
            matches!(&refusal, OpenError::Exposed { path, mode: 0o640, wanted: 0o600 }
                if *path == home.beside(suffix)),
            "{refusal:?}"
        );
        home.chmod(Some(suffix), 0o600);
        home.open();
    }
}

#[test]
fn a_directory_that_is_not_there_is_asked_for() {
    let home = Home::new();
    let missing = home.directory().join("missing/store.db");
    let said = Embedded::open(&missing).unwrap_err().to_string();
    assert!(said.ends_with("missing`: make it with mode 0700"), "{said}");
    fs::write(home.directory().join("file"), "").unwrap();
    let under_a_file = Embedded::open(&home.directory().join("file/store.db"));
    assert!(under_a_file.is_err());
}

#[test]
fn a_link_or_a_directory_in_the_place_of_the_file_is_refused() {
    let home = Home::new();
    fs::write(home.directory().join("elsewhere"), "").unwrap();
    symlink(home.directory().join("elsewhere"), home.path()).unwrap();
    assert!(matches!(home.refusal(), OpenError::NotAFile { .. }));
    fs::remove_file(home.path()).unwrap();
    fs::create_dir(home.path()).unwrap();
    assert!(matches!(home.refusal(), OpenError::NotAFile { .. }));
}

#[tokio::test]
async fn a_second_opener_is_told_who_has_it_open() {
    let home = Home::new();
    let store = home.open();
    let refusal = home.refusal();
    let us = std::process::id();
    assert!(matches!(refusal, OpenError::InUse { process: Some(id), .. } if id == us));
    assert!(
        refusal
            .to_string()
            .contains(&format!("is in use by process {us}: stop"))
    );
    // The one that was refused has done the first no harm.
    store.commit(Txn::new().put("a", "1")).await.unwrap();
    assert!(matches!(home.refusal(), OpenError::InUse { .. }));
    drop(store);
    assert!(home.open().get("a").await.unwrap().is_some());
}

#[tokio::test]
async fn a_store_that_is_dropped_can_be_opened_at_once_whoever_still_watches_it() {
    let home = Home::new();
    let store = home.open();
    fill(&store, 100).await;
    let watches: Vec<_> = (0..4).map(|_| store.watch(store::Revision::ZERO)).collect();
    drop(store);
    assert!(
        !home.beside("-wal").exists(),
        "the log was not worked into the file"
    );
    assert_eq!(home.open().read().await.unwrap().len(), 100);
    drop(watches);
}

#[test]
fn a_store_that_is_dropped_can_be_opened_at_once_while_processes_are_started() {
    let home = Home::new();
    thread::scope(|scope| {
        // Bounded: it must end also when the other side has failed.
        let starting = scope.spawn(|| {
            for _ in 0..200 {
                Command::new("true").status().unwrap();
            }
        });
        while !starting.is_finished() {
            drop(home.open());
        }
    });
}

#[test]
fn a_newer_format_is_refused() {
    let home = Home::new();
    drop(home.open());
    let connection = Connection::open(home.path()).unwrap();
    connection.pragma_update(None, "user_version", 2).unwrap();
    drop(connection);
    let refusal = home.refusal();
    assert!(matches!(
        refusal,
        OpenError::Newer {
            found: 2,
            known: 1,
            ..
        }
    ));
    assert!(
        refusal
            .to_string()
            .ends_with("start the version that wrote it, or a later one")
    );
}

#[test]
fn a_database_of_something_else_is_refused_and_left_alone() {
    let home = Home::new();
    let connection = Connection::open(home.path()).unwrap();
    connection.execute_batch("CREATE TABLE theirs(x)").unwrap();
    drop(connection);
    home.chmod(Some(""), 0o600);
    let before = fs::read(home.path()).unwrap();
    assert!(matches!(home.refusal(), OpenError::Foreign { .. }));
    assert_eq!(fs::read(home.path()).unwrap(), before);
}

/// What SQLite uses unless told otherwise.
const PAGE_BYTES: usize = 4096;

/// A closed store of some pages, and its bytes.
async fn sound() -> (Home, Vec<u8>) {
    let home = Home::new();
    let store = home.open_keeping(20);
    fill(&store, 200).await;
    store
        .commit(Txn::new().put("large", vec![7; 20_000]))
        .await
        .unwrap();
    drop(store);
    let bytes = fs::read(home.path()).unwrap();
    (home, bytes)
}

fn assert_damaged(home: &Home, bytes: &[u8], case: &str) {
    fs::write(home.path(), bytes).unwrap();
    let refusal = home.refusal();
    assert!(
        matches!(refusal, OpenError::Damaged { .. }),
        "{case}: {refusal:?}"
    );
    let said = refusal.to_string();
    assert!(
        said.ends_with("move it and the files beside it away and restore a backup"),
        "{said}"
    );
    assert!(!said.contains('\n'), "{said}");
    assert_eq!(
        fs::read(home.path()).unwrap(),
        bytes,
        "{case}: the evidence was changed"
    );
}

#[tokio::test]
async fn a_file_that_was_cut_or_overwritten_is_damaged_and_never_an_empty_store() {
    let (home, bytes) = sound().await;
    assert_damaged(&home, &[], "empty");
    assert_damaged(&home, &bytes[..40], "less than a header");
    assert_damaged(&home, &bytes[..bytes.len() / 2], "half");
    assert_damaged(&home, &bytes[..bytes.len() - PAGE_BYTES], "a page short");
    assert_damaged(&home, &vec![0; bytes.len()], "zeros");
    assert_damaged(&home, &[b"not a store".repeat(1000)].concat(), "text");
    fs::write(home.path(), &bytes).unwrap();
    assert_eq!(home.open().read().await.unwrap().len(), 201);
}

#[tokio::test]
async fn a_page_that_was_overwritten_is_noticed_or_was_not_in_use() {
    let (home, bytes) = sound().await;
    let whole = home.open().read().await.unwrap();
    let unused: i64 = Connection::open(home.path())
        .unwrap()
        .query_row("PRAGMA freelist_count", [], |row| row.get(0))
        .unwrap();
    let mut unnoticed = 0;
    for page in 0..bytes.len() / PAGE_BYTES {
        let mut damaged = bytes.clone();
        damaged[page * PAGE_BYTES..(page + 1) * PAGE_BYTES].fill(0xaa);
        fs::write(home.path(), &damaged).unwrap();
        match Embedded::open(&home.path()) {
            Err(OpenError::Damaged { .. }) => {}
            Err(other) => panic!("page {page}: {other:?}"),
            Ok(store) => {
                let view = store.read().await.unwrap();
                assert!(view.list("").eq(whole.list("")), "page {page}");
                unnoticed += 1;
            }
        }
    }
    assert!(
        unnoticed <= unused,
        "{unnoticed} unnoticed, {unused} not in use"
    );
}

#[tokio::test]
async fn tables_that_contradict_each_other_are_damage() {
    for (case, harm) in [
        (
            "an entry from the future",
            "UPDATE kv SET mod_rev = 1000 WHERE key = 'large'",
        ),
        (
            "a gap in the history",
            "DELETE FROM changes WHERE rev = (SELECT max(rev) - 3 FROM changes)",
        ),
        ("no history at all", "DELETE FROM changes"),
        ("no entries' table", "DROP TABLE kv"),
        (
            "another shape",
            "ALTER TABLE kv RENAME COLUMN value TO secret",
        ),
    ] {
        let (home, _) = sound().await;
        let connection = Connection::open(home.path()).unwrap();
        connection.execute_batch(harm).unwrap();
        drop(connection);
        let refusal = home.refusal();
        assert!(
            matches!(refusal, OpenError::Damaged { .. }),
            "{case}: {refusal:?}"
        );
    }
}

#[test]
fn a_log_without_its_file_is_damage() {
    let home = Home::new();
    fs::write(home.beside("-wal"), "a log").unwrap();
    home.chmod(Some("-wal"), 0o600);
    let refusal = home.refusal();
    assert!(matches!(refusal, OpenError::Damaged { .. }), "{refusal:?}");
    assert!(!home.path().exists());
}
