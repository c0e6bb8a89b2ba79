//! What IAM authentication costs, as ratios in one run: `make bench`.
//!
//! The product is the one of the tests, built for release: `sekisho up`, its agent, a real server.
//! Who is compared takes turns in short rounds, in another order each time, and a ratio is the median
//! of the rounds' own ratios, so that whatever else the machine does meets everybody.
//!
//! Logins are compared on every engine of this machine, MySQL's older series only when asked for.
//!
//! Behind `--`, a number says how many rounds there are, and words which parts to run (`logins`,
//! `queries`, `programs`) and on which engines to log in:
//! `cargo bench --profile release -p e2e --bench logins -- 30 logins mysql-8.4 postgresql-15`.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a bench prints, and a broken fixture should stop it"
)]

mod asked;
mod engines;
mod families;
mod figures;
mod logins;
mod programs;
mod queries;
mod site;
mod summary;
mod threads;
mod tokens;
mod turns;

#[allow(dead_code, reason = "the tests use the rest")]
#[path = "../../tests/e2e"]
mod tests {
    pub mod api;
    pub mod aws_cli;
    pub mod clock;
    pub mod clusters;
    pub mod people;
    pub mod processes;
    pub mod product;
    pub mod python;
    pub mod stand_in;
}
use tests::{api, aws_cli, clock, clusters, people, processes, product, python, stand_in};

use asked::Asked;
use site::Site;

fn main() {
    let engines = engines::found();
    let asked = Asked::read(std::env::args().skip(1), &engines);
    figures::machine();
    let mut outcomes = Vec::new();
    // The installed MariaDB comes first, and has all the parts.
    for (place, engine) in engines.iter().enumerate() {
        let further = place == 0 && (asked.queries || asked.programs);
        let logins = asked.logins_on(engine);
        if !logins && !further {
            continue;
        }
        let stand_in = engine.stand_in();
        let site = Site::prepared(&stand_in, engine);
        if place == 0 && asked.queries {
            queries::compare(&site, asked.rounds);
        }
        if place == 0 && asked.programs {
            programs::compare(&stand_in, &site.tokens.key, asked.rounds);
        }
        // Last: they leave the server with another certificate.
        if logins {
            outcomes.push((engine.to_string(), logins::compare(&site, asked.rounds)));
        }
        site.cluster.delete();
    }
    summary::print(&outcomes);
    figures::machine();
}
