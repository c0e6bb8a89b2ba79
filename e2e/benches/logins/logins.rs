//! New connections: TCP, TLS 1.3, login, quit.

use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::sleep;
use std::time::Duration;

use testkit::{LoginClient, Resumption};

use crate::contenders::{Contender, Contenders};
use crate::figures::{Bar, Spread, median, processor_time};
use crate::stand_in::Own;
use crate::threads::{PARALLEL, rate};

/// The server goes on working for a moment when a connection has ended.
const QUIET: Duration = Duration::from_millis(20);

/// The processes that a login takes.
#[derive(Clone, Copy)]
struct Processes {
    server: u32,
    agent: u32,
    client: u32,
}

/// What one contender's turn came to.
struct Turn {
    logins: u64,
    resumed: u64,
    rate: f64,
    server: Duration,
    agent: Duration,
    client: Duration,
}

pub fn compare(stand_in: &Own, contenders: &Contenders, rounds: usize) {
    let processes = Processes {
        server: stand_in.database_server().expect("a server").pid,
        agent: stand_in.agent().expect("an agent").pid,
        client: process::id(),
    };
    let ca = stand_in.data_dir().join("global-bundle.pem");
    for (name, resumption, bar) in [
        ("full handshakes", Resumption::Off, 0.95),
        ("sessions resumed", Resumption::On, 0.90),
    ] {
        let client = LoginClient::over_tls(stand_in.db_port(), &ca, resumption);
        println!(
            "\nNew connections over TLS 1.3, {name}: {PARALLEL} at a time, {rounds} rounds\n{:<46} \
             {:>8} {:>6} {:>13} {:>15}  {:>8} {:>6} {:>6} {:>6}",
            "", "logins/s", "ratio", "(quarters)", "bar", "µs server", "agent", "client", "ratio"
        );
        let turns = take_turns(&client, &contenders.all(), rounds, processes);
        print(&contenders.all(), &turns, bar, resumption);
    }
}

/// Each contender's turns, in the order of the rounds.
fn take_turns(
    client: &LoginClient,
    contenders: &[&Contender],
    rounds: usize,
    processes: Processes,
) -> Vec<Vec<Turn>> {
    let mut turns: Vec<Vec<Turn>> = contenders.iter().map(|_| Vec::new()).collect();
    for contender in contenders {
        // Nobody's first: certificates, pools and caches are warm.
        turn(client, contender, processes);
    }
    for round in 0..rounds {
        for place in 0..contenders.len() {
            // Backwards every other time, so that nobody always comes after the same one.
            let place = if round % 2 == 0 {
                place
            } else {
                contenders.len() - 1 - place
            };
            turns[place].push(turn(client, contenders[place], processes));
        }
    }
    turns
}

fn turn(client: &LoginClient, contender: &Contender, processes: Processes) -> Turn {
    let times = || [processes.server, processes.agent, processes.client].map(processor_time);
    let resumed = AtomicU64::new(0);
    let before = times();
    let (logins, rate) = rate(&mut [(); PARALLEL], |()| {
        let session = client
            .log_in(contender.user, &contender.password)
            .unwrap_or_else(|error| panic!("{}: {error}", contender.label));
        if session.was_resumed() == Some(true) {
            resumed.fetch_add(1, Ordering::Relaxed);
        }
        session.quit().unwrap();
    });
    sleep(QUIET);
    let after = times();
    let [server, agent, client] = [0, 1, 2].map(|who| after[who].saturating_sub(before[who]));
    Turn {
        logins,
        resumed: resumed.into_inner(),
        rate,
        server,
        agent,
        client,
    }
}

fn print(contenders: &[&Contender], turns: &[Vec<Turn>], bar: f64, resumption: Resumption) {
    let local = &turns[0];
    let cost_of_local = Cost::of(local).sum();
    for (place, (contender, turns)) in contenders.iter().zip(turns).enumerate() {
        let ratios = turns
            .iter()
            .zip(local)
            .map(|(own, local)| own.rate / local.rate);
        let spread = Spread::of(ratios);
        let bar = if place == 1 || place == 2 {
            Bar::AtLeast(bar)
        } else {
            Bar::None
        };
        let cost = Cost::of(turns);
        println!(
            "  {:<44} {:>8.0} {:>6.2} {:>13} {:>15}  {:>8.0} {:>6.0} {:>6.0} {:>6.2}",
            contender.label,
            median(turns.iter().map(|turn| turn.rate)),
            spread.median,
            format!("({:.2}..{:.2})", spread.quarter, spread.three_quarters),
            bar.verdict(spread.median),
            cost.server,
            cost.agent,
            cost.client,
            cost_of_local / cost.sum(),
        );
    }
    let all = turns.iter().flatten();
    let resumed: u64 = all.clone().map(|turn| turn.resumed).sum();
    let logins: u64 = all.map(|turn| turn.logins).sum();
    println!("  {} of {logins} handshakes resumed a session", resumed);
    match resumption {
        Resumption::Off => assert_eq!(resumed, 0),
        Resumption::On => assert!(resumed * 10 > logins * 9, "sessions are not resumed"),
    }
}

/// Processor time per login, in microseconds.
struct Cost {
    server: f64,
    agent: f64,
    client: f64,
}

impl Cost {
    fn of(turns: &[Turn]) -> Self {
        let logins: u64 = turns.iter().map(|turn| turn.logins).sum();
        let per_login = |time: fn(&Turn) -> Duration| {
            turns.iter().map(time).sum::<Duration>().as_secs_f64() * 1e6 / logins as f64
        };
        Self {
            server: per_login(|turn| turn.server),
            agent: per_login(|turn| turn.agent),
            client: per_login(|turn| turn.client),
        }
    }

    fn sum(&self) -> f64 {
        self.server + self.agent + self.client
    }
}
