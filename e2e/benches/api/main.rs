//! What the API does in a second beside its peer, `moto_server`, in one run: `make bench-api`.
//!
//! Both answer the same signed calls of the same client, each on a connection of its own; the peer keeps
//! everything in memory and checks no signature, ours writes every change to disk before it answers. They
//! take turns, and a ratio is the median of the rounds' own. Then both are given as many users as a number
//! behind `--` says (100,000 unless it does), and are measured again.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and a broken fixture should stop it"
)]

#[path = "../logins/figures.rs"]
#[allow(dead_code, reason = "the bench of logins uses the rest")]
mod figures;
mod load;
mod servers;

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

use load::{Call, populate, turn};
use servers::{Moto, Server};
use stand_in::Own;

const USERS: usize = 100_000;

/// How often both have a turn.
const ROUNDS: usize = 10;

fn main() {
    let asked = std::env::args().skip(1).find_map(|word| word.parse().ok());
    let users = asked.unwrap_or(USERS);
    let stand_in = Own::start();
    let moto = Moto::start(stand_in.folder());
    let servers = [Server::ours(&stand_in), moto.server()];
    figures::machine();
    for few in [load::FEW, users] {
        populate(&servers, few);
        println!(
            "\n{few} users, {} clients at a time, {ROUNDS} rounds",
            load::CLIENTS
        );
        for call in [Call::GetUser, Call::CreateUser] {
            compare(&servers, call);
        }
        let [ours, theirs] = [&servers[0], &servers[1]].map(Server::resident_mib);
        println!("  memory: {ours:.0} MiB, moto {theirs:.0} MiB");
    }
    figures::machine();
}

fn compare(servers: &[Server; 2], call: Call) {
    let mut turns = [Vec::new(), Vec::new()];
    for round in 0..ROUNDS {
        for place in 0..servers.len() {
            // Nobody is always first.
            let place = (place + round) % servers.len();
            turns[place].push(turn(&servers[place], call));
        }
    }
    let ratios = turns[0].iter().zip(&turns[1]);
    let ratio = figures::median(ratios.map(|(ours, theirs)| ours.rate / theirs.rate));
    println!("  {call:?}, {ratio:.1} times as many in a second");
    for (server, turns) in servers.iter().zip(&turns) {
        let at = |share: fn(&load::Turn) -> f64| figures::median(turns.iter().map(share));
        println!(
            "    {:<8} {:>7.0}/s   p50 {:>7.2} ms   p99 {:>7.2} ms",
            server.name,
            at(|turn| turn.rate),
            at(|turn| turn.median_ms),
            at(|turn| turn.p99_ms),
        );
    }
}
