//! Statements on connections that are open: the product is not in their way.

use testkit::{LoginClient, Resumption, Session};

use crate::contenders::{Contender, Contenders};
use crate::figures::{Bar, Spread, median, processor_time};
use crate::stand_in::Own;
use crate::threads::{PARALLEL, rate};

const STATEMENT: &str = "SELECT * FROM sugi01.sample";

/// What two equal contenders may differ by on a busy machine.
const NOISE: f64 = 0.03;

pub fn compare(stand_in: &Own, contenders: &Contenders, rounds: usize) {
    let ca = stand_in.data_dir().join("global-bundle.pem");
    let client = LoginClient::over_tls(stand_in.db_port(), &ca, Resumption::Off);
    let open = |contender: &Contender| -> Vec<Session> {
        let session = || client.log_in(contender.user, &contender.password).unwrap();
        (0..PARALLEL).map(|_| session()).collect()
    };
    let mut local = open(&contenders.local);
    let mut iam = open(&contenders.iam);
    let server = stand_in.database_server().expect("a server").pid;
    let turn = |sessions: &mut [Session]| {
        let before = processor_time(server);
        let statement = |session: &mut Session| drop(session.query(STATEMENT).unwrap());
        let (statements, rate) = rate(sessions, statement);
        let took = processor_time(server).saturating_sub(before);
        (rate, took.as_secs_f64() * 1e6 / statements as f64)
    };
    turn(&mut local);
    turn(&mut iam);
    let mut turns = Vec::new();
    for round in 0..rounds {
        turns.push(if round % 2 == 0 {
            let first = turn(&mut local);
            (first, turn(&mut iam))
        } else {
            let first = turn(&mut iam);
            (turn(&mut local), first)
        });
    }
    let spread = Spread::of(turns.iter().map(|(local, iam)| iam.0 / local.0));
    println!("\nStatements on {PARALLEL} open connections, {rounds} rounds");
    println!(
        "  IAM user ÷ local user, statements per second: {:.2} ({:.2}..{:.2})  bar {}",
        spread.median,
        spread.quarter,
        spread.three_quarters,
        Bar::SameWithin(NOISE).verdict(spread.median),
    );
    println!(
        "  processor time of the server per statement: {:.1} µs, local user {:.1} µs",
        median(turns.iter().map(|(_, iam)| iam.1)),
        median(turns.iter().map(|(local, _)| local.1)),
    );
}
