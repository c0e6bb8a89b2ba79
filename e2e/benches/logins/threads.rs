//! Work that is done as often as possible for a while, by several threads.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

/// Connections at the same time.
pub const PARALLEL: usize = 8;

/// How long one turn lasts: short, so that whoever else uses the machine meets all in a round.
const TURN: Duration = Duration::from_millis(200);

/// How often `work` ended per second, all threads together.
pub fn rate<State: Send>(states: &mut [State], work: impl Fn(&mut State) + Sync) -> (u64, f64) {
    let together = Barrier::new(states.len());
    let thread = |state: &mut State| {
        together.wait();
        let begin = Instant::now();
        let mut done = 0_u32;
        while begin.elapsed() < TURN {
            work(state);
            done += 1;
        }
        (
            u64::from(done),
            f64::from(done) / begin.elapsed().as_secs_f64(),
        )
    };
    let counts: Vec<_> = thread::scope(|scope| {
        let threads: Vec<_> = states
            .iter_mut()
            .map(|state| scope.spawn(|| thread(state)))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect()
    });
    counts
        .into_iter()
        .fold((0, 0.0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}
