//! Logins, from many threads at a time.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::{Refusal, Storm, Target};

const THREADS: usize = 8;

/// What became of the logins.
#[derive(Clone, Copy, Debug, Default)]
pub struct Load {
    pub admitted: usize,
    pub denied: usize,
    pub off: usize,
    /// Logins of the local user, who is always admitted.
    pub local: usize,
    /// The longest that one of those took.
    pub slowest_local: Duration,
}

impl Load {
    fn and(self, other: Self) -> Self {
        Self {
            admitted: self.admitted + other.admitted,
            denied: self.denied + other.denied,
            off: self.off + other.off,
            local: self.local + other.local,
            slowest_local: self.slowest_local.max(other.slowest_local),
        }
    }
}

impl<T: Target> Storm<'_, T> {
    /// Logs in so often with a token. Everybody is admitted.
    pub fn log_in(&self, times: usize) {
        self.repeat(times, || self.target.log_in_by_token(&self.token()));
    }

    /// The same by the local user.
    pub fn log_in_locally(&self, times: usize) {
        self.repeat(times, || self.target.log_in_by_password());
    }

    fn repeat(&self, times: usize, log_in: impl Fn() -> Result<T::Connection, Refusal> + Sync) {
        let left = AtomicUsize::new(times);
        let next = || {
            let taken = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(1)
            });
            taken.is_ok()
        };
        thread::scope(|scope| {
            for _ in 0..THREADS {
                scope.spawn(|| {
                    while next() {
                        self.target.log_out(log_in().expect("a login"));
                    }
                });
            }
        });
    }

    /// Does something while IAM users and a local one log in as fast as they can.
    pub fn under_load(&self, body: impl FnOnce()) -> Load {
        let over = Over::default();
        thread::scope(|scope| {
            let iam: Vec<_> = (0..THREADS)
                .map(|_| scope.spawn(|| self.iam_logins(&over)))
                .collect();
            let local = scope.spawn(|| self.local_logins(&over));
            {
                let _end = over.at_the_end();
                body();
            }
            let loads = iam.into_iter().chain([local]);
            loads.fold(Load::default(), |sum, load| sum.and(load.join().unwrap()))
        })
    }

    fn iam_logins(&self, over: &Over) -> Load {
        let mut load = Load::default();
        while !over.is() {
            match self.target.log_in_by_token(&self.token()) {
                Ok(connection) => {
                    self.target.log_out(connection);
                    load.admitted += 1;
                }
                Err(Refusal::Denied) => load.denied += 1,
                Err(Refusal::Off) => load.off += 1,
                Err(Refusal::Fault(what)) => panic!("{what}"),
            }
        }
        load
    }

    fn local_logins(&self, over: &Over) -> Load {
        let mut load = Load::default();
        while !over.is() {
            let begin = Instant::now();
            let admitted = self.target.log_in_by_password();
            self.target
                .log_out(admitted.expect("a login of a local user"));
            load.slowest_local = load.slowest_local.max(begin.elapsed());
            load.local += 1;
        }
        load
    }
}

#[derive(Default)]
struct Over(AtomicBool);

impl Over {
    fn is(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Also when what is done meanwhile fails: the threads are waited for.
    fn at_the_end(&self) -> impl Drop {
        struct End<'o>(&'o Over);
        impl Drop for End<'_> {
            fn drop(&mut self) {
                self.0.0.store(true, Ordering::Relaxed);
            }
        }
        End(self)
    }
}
