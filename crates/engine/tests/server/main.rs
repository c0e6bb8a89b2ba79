//! The engine against real servers: in all detail on the installed MariaDB, and one cluster's life on
//! each server of the family. Every test has a server of its own, which takes about a
//! second to make and start and is killed when the test ends, however it ends.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests"
)]

mod accounts;
mod channel;
mod creation;
mod each;
mod life;
mod module;
mod postgresql;
mod support;
