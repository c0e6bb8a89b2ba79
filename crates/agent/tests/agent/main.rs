//! A real agent on real sockets: a control plane in front of it, database servers behind it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests"
)]

mod admin;
mod answers;
mod audit_log;
mod faults;
mod feed;
mod files;
mod fixture;
mod fuzzed;
