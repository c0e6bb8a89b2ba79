//! What IAM authentication costs, as ratios in one run: `make bench`.
//!
//! The product is the one of the tests, built for release: `sekisho up`, its agent, a real server.
//! Who is compared takes turns in short rounds, in another order each time, and a ratio is the median
//! of the rounds' own ratios, so that whatever else the machine does meets everybody.
//!
//! Behind `--`, a number says how many rounds there are, and words which parts to run (`logins`,
//! `queries`, `programs`): `cargo bench --profile release -p e2e --bench logins -- 30 queries`.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and a broken fixture should stop it"
)]

mod contenders;
mod figures;
mod logins;
mod programs;
mod queries;
mod threads;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../../tests/e2e"]
mod tests {
    pub mod api;
    pub mod aws_cli;
    pub mod clock;
    pub mod people;
    pub mod processes;
    pub mod product;
    pub mod python;
    pub mod stand_in;
}
use tests::{api, aws_cli, clock, people, processes, product, python, stand_in};

use contenders::Contenders;
use stand_in::Own;

/// How often everybody has a turn.
const ROUNDS: usize = 40;

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let rounds = asked
        .iter()
        .find_map(|word| word.parse().ok())
        .unwrap_or(ROUNDS);
    let named = |part: &str| asked.iter().any(|word| word == part);
    let all = !["logins", "queries", "programs"].into_iter().any(named);
    let stand_in = Own::enabled();
    let contenders = Contenders::enter(&stand_in);
    figures::machine();
    if all || named("logins") {
        logins::compare(&stand_in, &contenders, rounds);
    }
    if all || named("queries") {
        queries::compare(&stand_in, &contenders, rounds);
    }
    if all || named("programs") {
        programs::compare(&stand_in, &contenders, rounds);
    }
    figures::machine();
}
