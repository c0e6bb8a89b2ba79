//! Turns: everybody does what he does for a while, again and again, in another order each time.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use crate::families::Contender;
use crate::figures::{children, processor_time};
use crate::threads::{PARALLEL, rate};

/// The server goes on working for a moment when a connection has ended.
const QUIET: Duration = Duration::from_millis(20);

/// How long a server's process for a connection may take to end.
const PATIENCE: Duration = Duration::from_secs(1);

/// The processes that a login takes.
#[derive(Clone, Copy, Debug)]
pub struct Processes {
    pub server: u32,
    pub agent: u32,
}

/// What one contender's turn came to.
pub struct Turn {
    pub logins: u64,
    pub resumed: u64,
    pub rate: f64,
    pub cost: Cost,
}

/// Processor time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Cost {
    pub server: Duration,
    pub agent: Duration,
    pub client: Duration,
}

/// Each contender's turns, in the order of the rounds.
pub fn take(contenders: &[Contender<'_>], rounds: usize, processes: Processes) -> Vec<Vec<Turn>> {
    let mut turns: Vec<Vec<Turn>> = contenders.iter().map(|_| Vec::new()).collect();
    for contender in contenders {
        // Nobody's first: certificates, pools and caches are warm.
        turn(contender, processes);
    }
    for round in 0..rounds {
        for place in 0..contenders.len() {
            // Backwards every other time, so that nobody always comes after the same one.
            let place = if round % 2 == 0 {
                place
            } else {
                contenders.len() - 1 - place
            };
            turns[place].push(turn(&contenders[place], processes));
        }
    }
    turns
}

fn turn(contender: &Contender<'_>, processes: Processes) -> Turn {
    let resumed = AtomicU64::new(0);
    let servants = children(processes.server);
    let before = processes.cost();
    let (logins, rate) = rate(&mut [(); PARALLEL], |()| {
        let visited = (contender.visit)();
        if visited.unwrap_or_else(|error| panic!("{}: {error}", contender.label)) {
            resumed.fetch_add(1, Ordering::Relaxed);
        }
    });
    processes.settle(servants);
    Turn {
        logins,
        resumed: resumed.into_inner(),
        rate,
        cost: processes.cost().since(before),
    }
}

impl Processes {
    fn cost(self) -> Cost {
        Cost {
            server: processor_time(self.server),
            agent: processor_time(self.agent),
            client: processor_time(process::id()),
        }
    }

    /// Waits until the server has done with the connections. Where each is a process of its own, the
    /// time of one counts when it has ended.
    fn settle(self, servants: usize) {
        sleep(QUIET);
        let mut waited = QUIET;
        while children(self.server) > servants && waited < PATIENCE {
            sleep(QUIET);
            waited += QUIET;
        }
    }
}

impl Cost {
    fn since(self, before: Self) -> Self {
        Self {
            server: self.server.saturating_sub(before.server),
            agent: self.agent.saturating_sub(before.agent),
            client: self.client.saturating_sub(before.client),
        }
    }

    pub fn sum(self) -> Duration {
        self.server + self.agent + self.client
    }

    /// What a login of these turns cost.
    pub fn per_login(turns: &[Turn]) -> Self {
        let logins: u64 = turns.iter().map(|turn| turn.logins).sum();
        let mean = |time: fn(&Cost) -> Duration| {
            let sum: Duration = turns.iter().map(|turn| time(&turn.cost)).sum();
            sum.div_f64(logins as f64)
        };
        Self {
            server: mean(|cost| cost.server),
            agent: mean(|cost| cost.agent),
            client: mean(|cost| cost.client),
        }
    }
}
