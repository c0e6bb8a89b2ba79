//! The command line. Each subcommand is a file in `commands/`; none holds logic that a library's test
//! cannot reach.

mod api;
mod attachment;
mod cli;
mod clock;
mod commands;
mod credentials;
mod failure;
mod login_logs;
mod place;
mod policy;
mod rds_host;
mod region;
mod ui;

use std::process::ExitCode;

use clap::Parser as _;

fn main() -> ExitCode {
    let cli = cli::Cli::parse();
    match commands::run(cli) {
        Ok(code) => code,
        Err(failure) => failure.tell(),
    }
}
