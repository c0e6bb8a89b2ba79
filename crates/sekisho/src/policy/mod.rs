//! `sekisho policy`: ask the policy engine, without a server.

mod input;
mod lint;
pub mod reach;
mod test;

use clap::{Args, Subcommand};

use crate::failure::Outcome;

/// The subcommands that work on policies.
#[derive(Debug, Args)]
pub struct Policy {
    #[command(subcommand)]
    command: PolicyCommand,
}

#[derive(Debug, Subcommand)]
enum PolicyCommand {
    /// Decide a request by policies from files: exit code 0 allowed, 1 denied, 2 bad input
    ///
    /// Example: sekisho policy test --policy connect.json --principal
    /// arn:aws:iam::123456789012:user/jane --resource
    /// arn:aws:rds-db:us-west-2:123456789012:dbuser:cluster-ABC/jane --explain
    Test(Box<test::Test>),
    /// Look for mistakes in policies: exit code 0 none, 1 some, 2 a document that Amazon refuses
    Lint(lint::Lint),
}

/// Runs the subcommand.
pub fn run(policy: &Policy) -> Outcome {
    match &policy.command {
        PolicyCommand::Test(args) => test::run(args),
        PolicyCommand::Lint(args) => lint::run(args),
    }
}
