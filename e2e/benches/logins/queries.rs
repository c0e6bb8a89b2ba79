//! Statements on connections that are open: the product is not in their way.

use testkit::{LoginClient, Resumption, Session};

use crate::contenders::{Contender, Contenders};
use crate::figures::{Bar, Spread, median};
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
    let turn = |sessions: &mut [Session]| {
        let statement = |session: &mut Session| drop(session.query(STATEMENT).unwrap());
        rate(sessions, statement).1
    };
    turn(&mut local);
    turn(&mut iam);
    let mut rates = Vec::new();
    for round in 0..rounds {
        rates.push(if round % 2 == 0 {
            let first = turn(&mut local);
            (first, turn(&mut iam))
        } else {
            let first = turn(&mut iam);
            (turn(&mut local), first)
        });
    }
    let spread = Spread::of(rates.iter().map(|(local, iam)| iam / local));
    println!("\nStatements on {PARALLEL} open connections, {rounds} rounds");
    println!(
        "  local user {:.0}/s, IAM user {:.0}/s: ratio {:.2} ({:.2}..{:.2})  bar {}",
        median(rates.iter().map(|rates| rates.0)),
        median(rates.iter().map(|rates| rates.1)),
        spread.median,
        spread.quarter,
        spread.three_quarters,
        Bar::SameWithin(NOISE).verdict(spread.median),
    );
}
