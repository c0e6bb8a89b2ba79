//! A file per subcommand.

mod agent;
mod agents;
mod attach;
mod ca;
mod completions;
mod connect;
mod detach;
mod down;
mod env;
mod logins;
mod reset;
mod status;
mod token;
mod up;
mod why;

use crate::cli::{Cli, Command, RdsCommand};
use crate::failure::Outcome;
use crate::policy;

pub use token::mint_now;

/// Runs the command that was asked for.
pub fn run(cli: Cli) -> Outcome {
    let Cli { place, command } = cli;
    match command {
        Command::Up(args) => up::run(&place, &args),
        Command::Down => down::run(&place),
        Command::Status(args) => status::run(&place, &args),
        Command::Env(args) => env::run(&place, &args),
        Command::Ca(args) => ca::run(&place, &args),
        Command::Token(args) => token::run(&args),
        Command::Rds(args) => match &args.command {
            RdsCommand::GenerateDbAuthToken(args) => token::run(args),
        },
        Command::Connect(args) => connect::run(&place, &args),
        Command::Logins(args) => logins::run(&place, &args),
        Command::Why(args) => why::run(&place, &args),
        Command::Policy(args) => policy::run(&place, &args),
        Command::Agent(args) => agent::run(&args),
        Command::Agents(args) => agents::run(&place, &args),
        Command::Reset(args) => reset::run(&place, &args),
        Command::Attach(args) => attach::run(&place, &args),
        Command::Detach(args) => detach::run(&place, &args),
        Command::Completions { shell } => completions::run(shell),
    }
}
