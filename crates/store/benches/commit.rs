//! How fast the embedded store is: `cargo bench -p store`.
//!
//! Commits wait for the disk, so their number says more about it than about us; what is ours to
//! watch is how much better 64 writers do than one, and that a store of 100,000 entries is not
//! slower than an empty one.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a bench reports and may fail"
)]

use std::fs::Permissions;
use std::hint::black_box;
use std::os::unix::fs::PermissionsExt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::{Embedded, MAX_WRITES, Store, Txn};
use tokio::runtime::Runtime;

const ENTRIES: usize = 100_000;
const VALUE_BYTES: usize = 300;
const LASTS: Duration = Duration::from_secs(2);

fn main() {
    let runtime = Runtime::new().unwrap();
    // Where the build writes: `/tmp` may be memory, on which nothing is ever durable.
    let mut builder = tempfile::Builder::new();
    let home = builder
        .permissions(Permissions::from_mode(0o700))
        .tempdir_in(env!("CARGO_TARGET_TMPDIR"))
        .unwrap();
    let path = home.path().join("store.db");

    let store = Arc::new(Embedded::open(&path).unwrap());
    println!("empty store");
    for writers in [1, 64] {
        commits(&runtime, &store, writers);
    }

    let filling = Instant::now();
    runtime.block_on(fill(&store));
    println!(
        "{ENTRIES} entries of {VALUE_BYTES} bytes, written in {:.1?}",
        filling.elapsed()
    );
    for writers in [1, 64] {
        commits(&runtime, &store, writers);
    }
    reads(&runtime, &store);
    drop(store);

    let bytes = std::fs::metadata(&path).unwrap().len();
    let opening = Instant::now();
    let store = Embedded::open(&path).unwrap();
    println!(
        "  open            {:>9.0?} of a file of {} MB",
        opening.elapsed(),
        bytes / 1_000_000
    );
    drop(store);
}

/// Transactions of two keys, as every write of the API is one with its audit event.
fn commits(runtime: &Runtime, store: &Arc<Embedded>, writers: u64) {
    let slowest = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let (store, slowest) = (Arc::clone(store), Arc::clone(&slowest));
            runtime.spawn(async move {
                let mut done = 0_u64;
                while started.elapsed() < LASTS {
                    let since = Instant::now();
                    store.commit(user(writer * 100 + done % 100)).await.unwrap();
                    let took = u64::try_from(since.elapsed().as_micros()).unwrap();
                    slowest.fetch_max(took, Ordering::Relaxed);
                    done += 1;
                }
                done
            })
        })
        .collect();
    let total: u64 = tasks
        .into_iter()
        .map(|task| runtime.block_on(task).unwrap())
        .sum();
    let rate = total as f64 / started.elapsed().as_secs_f64();
    let slowest = Duration::from_micros(slowest.load(Ordering::Relaxed));
    println!("  {writers:>2} writers      {rate:>9.0} commits/s, slowest {slowest:.1?}");
}

fn user(number: u64) -> Txn {
    Txn::new()
        .put(
            format!("iam/user/user-{number:06}"),
            vec![b'x'; VALUE_BYTES],
        )
        .put(format!("audit/{number:06}"), vec![b'y'; VALUE_BYTES])
}

async fn fill(store: &Embedded) {
    let keys: Vec<_> = (0..ENTRIES)
        .map(|number| format!("iam/user/user-{number:06}"))
        .collect();
    for some in keys.chunks(MAX_WRITES) {
        let txn = some
            .iter()
            .fold(Txn::new(), |txn, key| txn.put(key, vec![b'x'; VALUE_BYTES]));
        store.commit(txn).await.unwrap();
    }
}

fn reads(runtime: &Runtime, store: &Embedded) {
    let keys: Vec<_> = (0..ENTRIES)
        .map(|number| format!("iam/user/user-{number:06}"))
        .collect();
    let rate = |count: usize, started: Instant| count as f64 / started.elapsed().as_secs_f64();
    runtime.block_on(async {
        let started = Instant::now();
        for number in 0..ENTRIES {
            // A stride that is coprime to the number of keys: every key once, none near the last.
            let key = keys.get(number * 7919 % ENTRIES).unwrap();
            black_box(store.read().await.unwrap().get(key).unwrap());
        }
        println!("  view and get    {:>9.0} /s", rate(ENTRIES, started));
        let started = Instant::now();
        for _ in 0..10 {
            black_box(store.read().await.unwrap().list("iam/").count());
        }
        println!(
            "  list            {:>9.0} entries/s",
            rate(10 * ENTRIES, started)
        );
    });
}
