//! Statements on connections that are open: the product is not in their way.

use testkit::{LoginClient, Password, Resumption, Session};

use crate::families::{IAM_USER, LOCAL_USER, PASSWORD};
use crate::figures::{Bar, Spread, median, micros, processor_time};
use crate::site::Site;
use crate::threads::{PARALLEL, rate};

const STATEMENT: &str = "SELECT * FROM shop.sample";

/// What two equal contenders may differ by on a busy machine.
const NOISE: f64 = 0.03;

/// On a MariaDB.
pub fn compare(site: &Site<'_>, rounds: usize) {
    let client = LoginClient::over_tls(site.cluster.port, &site.ca(), Resumption::Off);
    let open = |user: &str, password: Password| -> Vec<Session> {
        let session = || client.log_in(user, &password).unwrap();
        (0..PARALLEL).map(|_| session()).collect()
    };
    let mut local = open(LOCAL_USER, Password::Native(PASSWORD.into()));
    let mut iam = open(IAM_USER, Password::Clear(site.tokens.own.clone().into()));
    let server = site.cluster.server().pid;
    let turn = |sessions: &mut [Session]| {
        let before = processor_time(server);
        let statement = |session: &mut Session| drop(session.query(STATEMENT).unwrap());
        let (statements, rate) = rate(sessions, statement);
        let took = processor_time(server).saturating_sub(before);
        (rate, micros(took) / statements as f64)
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
