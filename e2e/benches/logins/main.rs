//! What IAM authentication costs, as ratios in one run: `make bench`.
//!
//! The product is the one of the tests, built for release: `sekisho up`, its agent, a real server.
//! Who is compared takes turns in short rounds, in another order each time, and a ratio is the median
//! of the rounds' own ratios, so that whatever else the machine does meets everybody.
//!
//! A number behind `--` sets how many rounds there are: `cargo bench -p e2e --bench logins -- 30`.
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
    pub mod stand_in;
}
use tests::{api, aws_cli, clock, people, processes, product, stand_in};

use contenders::Contenders;
use stand_in::Own;

/// How often everybody has a turn.
const ROUNDS: usize = 15;

#[expect(
    clippy::disallowed_methods,
    reason = "the arguments of the program are its configuration"
)]
fn main() {
    let asked = std::env::args().find_map(|argument| argument.parse().ok());
    let rounds = asked.unwrap_or(ROUNDS);
    let stand_in = Own::enabled();
    let contenders = Contenders::enter(&stand_in);
    figures::machine();
    logins::compare(&stand_in, &contenders, rounds);
    queries::compare(&stand_in, &contenders, rounds);
    programs::compare(&stand_in, &contenders, rounds);
    figures::machine();
}
