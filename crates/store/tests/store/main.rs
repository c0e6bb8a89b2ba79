//! The embedded store: the suite that every store passes, and what is its own.
#![allow(clippy::allow_attributes, reason = "tests")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    reason = "tests"
)]

mod conformance;
mod crash;
mod files;
mod history;
mod support;
