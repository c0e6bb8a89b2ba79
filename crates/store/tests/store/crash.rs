//! A store whose process dies, or whose disk does not take any more.
//!
//! The children are ignored tests of this binary, started by the others. They are told on standard
//! input where their store is.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use store::{CommitError, Embedded, OpenError, Revision, Store, Txn, View};

use crate::support::Home;

const WRITERS: u64 = 8;

#[tokio::test]
async fn killed_at_any_moment_a_store_has_all_it_acknowledged_and_nothing_by_halves() {
    let home = Home::new();
    let mut acknowledged = BTreeMap::new();
    for round in 0..8 {
        let mut child = start("crash::child_that_writes", &home);
        let answers = BufReader::new(child.stdout.take().unwrap()).lines();
        let mut answers = answers
            .map(Result::unwrap)
            .filter_map(|line| acknowledgement(&line));
        let enough = 100 + 61 * round;
        acknowledged.extend(answers.by_ref().take(enough));
        let refusal = home.refusal();
        let id = child.id();
        assert!(matches!(refusal, OpenError::InUse { process: Some(it), .. } if it == id));
        child.kill().unwrap();
        child.wait().unwrap();
        // What it still managed to say before it died counts as well.
        acknowledged.extend(answers);

        let store = home.open();
        let view = store.read().await.unwrap();
        check(&view, &acknowledged);
        assert!(replayed(&store, &view).await.list("").eq(view.list("")));
    }
    assert!(acknowledged.len() > 8 * 100);
}

/// What each writer was told: its number and the revision that this one got.
type Acknowledged = BTreeMap<(u64, u64), Revision>;

fn check(view: &View, acknowledged: &Acknowledged) {
    for writer in 0..WRITERS {
        let told = (1..).take_while(|number| acknowledged.contains_key(&(writer, *number)));
        let told = told.last().unwrap_or(0);
        let left = number(view, &format!("{writer}/left"));
        assert_eq!(
            left,
            number(view, &format!("{writer}/right")),
            "half a transaction"
        );
        assert!(
            left >= told,
            "writer {writer} was told {told} and {left} is there"
        );
        assert_eq!(view.list(&format!("{writer}/log/")).count() as u64, left);
    }
    for ((writer, number), revision) in acknowledged {
        let entry = view
            .get(&log(*writer, *number))
            .expect("an acknowledged write");
        assert_eq!(entry.mod_revision, *revision);
    }
}

async fn replayed(store: &Embedded, view: &View) -> BTreeView {
    let mut watch = store.watch(Revision::ZERO);
    let mut replayed = BTreeView::default();
    for number in 1..=view.revision().as_u64() {
        let batch = watch.next().await.unwrap();
        assert_eq!(batch.revision.as_u64(), number);
        replayed.apply(batch);
    }
    replayed
}

/// A view rebuilt from a watch, by other means than the store's.
#[derive(Default)]
struct BTreeView(BTreeMap<String, Arc<store::Entry>>);

impl BTreeView {
    fn apply(&mut self, batch: store::Batch) {
        for change in batch.changes {
            match change {
                store::Change::Put(entry) => self.0.insert(entry.key.clone(), entry),
                store::Change::Delete { key } => self.0.remove(&key),
            };
        }
    }

    fn list(&self, prefix: &str) -> impl Iterator<Item = &Arc<store::Entry>> {
        self.0
            .values()
            .filter(move |entry| entry.key.starts_with(prefix))
    }
}

#[test]
#[ignore = "the child of a test about its death"]
fn child_that_writes() {
    let path = told_on_stdin();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Arc::new(Embedded::open(&path).unwrap());
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write_forever(Arc::clone(&store), writer)))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

async fn write_forever(store: Arc<Embedded>, writer: u64) {
    let (left, right) = (format!("{writer}/left"), format!("{writer}/right"));
    let mut number = number(&store.read().await.unwrap(), &left);
    loop {
        number += 1;
        let value = format!("{number} {}", "x".repeat(2000));
        let txn = Txn::new()
            .expect_absent(log(writer, number))
            .put(&left, value.clone())
            .put(log(writer, number), "")
            .put(&right, value);
        let revision = store.commit(txn).await.unwrap();
        println!("acknowledged {writer} {number} {revision}");
    }
}

fn acknowledgement(line: &str) -> Option<((u64, u64), Revision)> {
    let mut numbers = line
        .strip_prefix("acknowledged ")?
        .split(' ')
        .map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(((next()?, next()?), Revision::from_u64(next()?)))
}

fn log(writer: u64, number: u64) -> String {
    format!("{writer}/log/{number:06}")
}

fn number(view: &View, key: &str) -> u64 {
    let Some(entry) = view.get(key) else { return 0 };
    let text = std::str::from_utf8(&entry.value).unwrap();
    text.split(' ').next().unwrap().parse().unwrap()
}

#[test]
fn a_disk_that_takes_no_more_is_an_error_and_the_store_is_usable_when_it_does_again() {
    let home = Home::new();
    let mut child = start("crash::child_that_runs_out_of_space", &home);
    let said: Vec<_> = BufReader::new(child.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap)
        .collect();
    assert!(child.wait().unwrap().success(), "{said:#?}");
    assert!(said.iter().any(|line| line == "usable again"), "{said:#?}");
}

#[test]
#[ignore = "the child of a test about space; a limit on the size of its files stands for the disk's"]
fn child_that_runs_out_of_space() {
    let path = told_on_stdin();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let store = Embedded::open(&path).unwrap();
        limit_files(Some(1024 * 1024));
        let mut acknowledged = 0;
        let error = loop {
            match store.commit(pair(acknowledged)).await {
                Ok(_) => acknowledged += 1,
                Err(error) => break error,
            }
        };
        assert!(
            matches!(error, CommitError::Full | CommitError::Storage(_)),
            "{error:?}"
        );
        // More than the log alone would have held: the log was worked into the file on the way.
        assert!(acknowledged > 50, "only {acknowledged}");
        for _ in 0..5 {
            let again = store.commit(pair(acknowledged)).await.unwrap_err();
            assert!(
                matches!(again, CommitError::Full | CommitError::Storage(_)),
                "{again:?}"
            );
            assert_pairs(&store.read().await.unwrap(), acknowledged);
        }
        // A conflict is found without the disk's help.
        let conflict = store
            .commit(Txn::new().expect_present("absent").put("x", ""))
            .await;
        assert!(matches!(
            conflict,
            Err(CommitError::Conflict { .. } | CommitError::Storage(_))
        ));

        limit_files(None);
        for number in acknowledged..acknowledged + 50 {
            let revision = store.commit(pair(number)).await.unwrap();
            assert_eq!(revision.as_u64(), number + 1);
        }
        drop(store);
        let store = Embedded::open(&path).unwrap();
        let view = store.read().await.unwrap();
        assert_pairs(&view, acknowledged + 50);
        assert!(replayed(&store, &view).await.list("").eq(view.list("")));
        println!("usable again");
    });
}

fn pair(number: u64) -> Txn {
    let value = vec![1; 1000];
    Txn::new()
        .put(format!("a/{number:06}"), value.clone())
        .put(format!("b/{number:06}"), value)
}

fn assert_pairs(view: &View, count: u64) {
    assert_eq!(view.revision().as_u64(), count);
    for prefix in ["a/", "b/"] {
        assert_eq!(view.list(prefix).count() as u64, count);
    }
}

fn limit_files(bytes: Option<u64>) {
    let maximum = getrlimit(Resource::Fsize).maximum;
    setrlimit(
        Resource::Fsize,
        Rlimit {
            current: bytes.or(maximum),
            maximum,
        },
    )
    .unwrap();
}

/// An ignored test of this binary, as a process of its own. It does not die of `SIGXFSZ`, so that
/// a file that would get too long is an error of the write.
fn start(child: &str, home: &Home) -> Child {
    let mut child = Command::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args([
            "--exact",
            child,
            "--ignored",
            "--nocapture",
            "--test-threads=1",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    writeln!(child.stdin.take().unwrap(), "{}", home.path().display()).unwrap();
    child
}

fn told_on_stdin() -> PathBuf {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    assert!(!line.is_empty(), "this is started by another test");
    // Ends the line on which the test's own name is.
    println!();
    line.trim_end().into()
}
