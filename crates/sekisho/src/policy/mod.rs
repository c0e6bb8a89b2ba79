//! `sekisho policy`: ask the policy engine, about files or about the stand-in of this machine.

mod input;
mod lint;
mod reach;
mod test;

use clap::{Args, Subcommand};

use crate::failure::Outcome;
use crate::place::Place;

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
    /// List who may log in to a database as a database user, and by which statement
    ///
    /// Example: sekisho policy who-can connect --cluster mycluster --db-user iamuser01
    WhoCan(reach::WhoCan),
    /// List the databases that a user or role may log in to, and by which statement
    ///
    /// Example: sekisho policy what-can alice --db-user iamuser01
    WhatCan(reach::WhatCan),
}

/// Runs the subcommand.
pub fn run(place: &Place, policy: &Policy) -> Outcome {
    match &policy.command {
        PolicyCommand::Test(args) => test::run(args),
        PolicyCommand::Lint(args) => lint::run(args),
        PolicyCommand::WhoCan(args) => reach::who_can(place, args),
        PolicyCommand::WhatCan(args) => reach::what_can(place, args),
    }
}
