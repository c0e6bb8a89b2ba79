//! Two hundred open connections, each in the middle of a transaction, while something is done to their
//! server: none may be lost, and none may wait.
//!
//! A machine that is busy makes everybody wait, so a bystander who has nothing to do with any server tells
//! how long. Longer than that, by far, is the server's doing.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{JoinHandle, sleep};
use std::time::{Duration, Instant};

use testkit::Session;

pub const TRAVELLERS: usize = 200;

/// How long an answer may take on a quiet machine. On a busy one it is held against what answers took
/// before anything was done, and what the bystander waited meanwhile.
const WAIT_MAX: Duration = Duration::from_secs(1);
const WAIT_FACTOR: u32 = 4;

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
    bystander: JoinHandle<Duration>,
    arrived: Arc<AtomicBool>,
    usual: Duration,
}

/// How an undertaking ended.
struct Arrival<T> {
    travellers: Vec<T>,
    /// The longest that an answer took.
    longest: Duration,
    /// The longest that the bystander waited for what takes no time.
    stalled: Duration,
}

impl<T: Traveller> Travellers<T> {
    /// Sets out, and sees how long answers take as long as nothing happens.
    pub fn set_out(travellers: Vec<T>) -> Self {
        let quiet = Self::on_the_way(travellers).end();
        let mut on = Self::on_the_way(quiet.travellers);
        on.usual = quiet.longest;
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
        let until = Arc::clone(&arrived);
        Self {
            threads,
            bystander: std::thread::spawn(move || stand_by(&until)),
            arrived,
            usual: QUIET,
        }
    }

    fn end(self) -> Arrival<T> {
        sleep(self.usual);
        self.arrived.store(true, Ordering::Relaxed);
        let (mut all, mut longest) = (Vec::new(), Duration::ZERO);
        for thread in self.threads {
            let (group, slowest) = thread.join().expect("no connection is lost");
            all.extend(group);
            longest = longest.max(slowest);
        }
        Arrival {
            travellers: all,
            longest,
            stalled: self.bystander.join().expect("the bystander"),
        }
    }

    /// Arrives: everybody is there, nobody has waited, every transaction is committed.
    pub fn arrive(self) {
        let usual = self.usual;
        let Arrival {
            travellers,
            longest,
            stalled,
        } = self.end();
        let limit = WAIT_MAX.max(usual.max(stalled) * WAIT_FACTOR);
        assert!(
            longest <= limit,
            "an answer took {longest:?}, before that {usual:?} at most, a bystander waited {stalled:?}"
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

/// Does again and again what takes no time where nobody else wants the processors and the disk.
fn stand_by(arrived: &AtomicBool) -> Duration {
    const PAUSE: Duration = Duration::from_millis(5);
    let mut file = tempfile::tempfile().unwrap();
    let mut longest = Duration::ZERO;
    while !arrived.load(Ordering::Relaxed) {
        let begun = Instant::now();
        sleep(PAUSE);
        file.write_all(b"x")
            .and_then(|()| file.sync_data())
            .unwrap();
        longest = longest.max(begun.elapsed());
    }
    longest
}
