//! What a user does, with what a user has: the built `sekisho`, the unmodified AWS CLI, the stock
//! `mysql` client, a real MariaDB server.
//!
//! A [`StandIn`](stand_in::StandIn) is a running `sekisho up` in a folder of its own. Most tests share
//! one, with database users and IAM users of their own; those that break things start another.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "tests"
)]

mod api;
mod attach;
mod aws_cli;
mod boto3;
mod clock;
mod clusters;
mod databases;
mod drivers;
mod engines;
mod faults;
mod go;
mod hygiene;
mod impostors;
mod installing;
mod node;
mod parallel;
mod people;
mod postgresql;
mod processes;
mod product;
mod python;
mod readme;
mod refusals;
mod sdk;
mod secrets;
mod stand_in;
mod starts;
mod storms;
mod switch;
mod tools;
mod travellers;
mod tutorials;
mod walk;
