//! Two hundred open connections, each in the middle of a transaction, while something is done to their
//! server: none may be lost, and none may wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use testkit::Session;

pub const TRAVELLERS: usize = 200;

/// How long an answer may take on a quiet machine. On a busy one it is held against what answers took
/// before anything was done.
const WAIT_MAX: Duration = Duration::from_secs(1);

/// How long is looked before anything is done.
const QUIET: Duration = Duration::from_secs(3);

/// A connection within a transaction.
pub trait Traveller: Send + 'static {
    /// Asks something, within the transaction.
    fn ask(&mut self);
    /// Ends the transaction.
    fn commit(&mut self);
}

/// A connection to a MariaDB or MySQL, in a database with a table `orders`.
impl Traveller for Session {
    fn ask(&mut self) {
        self.query("SELECT COUNT(*) FROM orders").unwrap();
    }

    fn commit(&mut self) {
        self.query("COMMIT").unwrap();
    }
}

/// Those who travel.
pub struct Travellers<T> {
    threads: Vec<JoinHandle<(Vec<T>, Duration)>>,
    arrived: Arc<AtomicBool>,
    usual: Duration,
}

impl<T: Traveller> Travellers<T> {
    /// Sets out, and sees how long answers take as long as nothing happens.
    pub fn set_out(travellers: Vec<T>) -> Self {
        let (travellers, usual) = Self::on_the_way(travellers).end();
        let mut on = Self::on_the_way(travellers);
        on.usual = usual;
        on
    }

    fn on_the_way(mut travellers: Vec<T>) -> Self {
        let arrived = Arc::new(AtomicBool::new(false));
        let mut threads = Vec::new();
        while !travellers.is_empty() {
            let group = travellers.split_off(travellers.len().saturating_sub(50));
            let arrived = Arc::clone(&arrived);
            threads.push(std::thread::spawn(move || walk(group, &arrived)));
        }
        Self {
            threads,
            arrived,
            usual: QUIET,
        }
    }

    fn end(self) -> (Vec<T>, Duration) {
        sleep(self.usual);
        self.arrived.store(true, Ordering::Relaxed);
        let (mut all, mut longest) = (Vec::new(), Duration::ZERO);
        for thread in self.threads {
            let (group, slowest) = thread.join().expect("no connection is lost");
            all.extend(group);
            longest = longest.max(slowest);
        }
        (all, longest)
    }

    /// Arrives: everybody is there, nobody has waited, every transaction is committed.
    pub fn arrive(self) {
        let usual = self.usual;
        let (travellers, longest) = self.end();
        let limit = WAIT_MAX.max(usual * 4);
        assert!(
            longest <= limit,
            "an answer took {longest:?}, before that {usual:?} at most"
        );
        for mut traveller in travellers {
            traveller.commit();
        }
    }
}

fn walk<T: Traveller>(mut group: Vec<T>, arrived: &AtomicBool) -> (Vec<T>, Duration) {
    let mut longest = Duration::ZERO;
    while !arrived.load(Ordering::Relaxed) {
        for traveller in &mut group {
            let asked = Instant::now();
            traveller.ask();
            longest = longest.max(asked.elapsed());
        }
        sleep(Duration::from_millis(100));
    }
    (group, longest)
}
