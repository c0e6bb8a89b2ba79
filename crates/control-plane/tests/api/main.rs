//! The control plane from outside: its HTTP port and its feed, with no database server behind it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::allow_attributes,
    reason = "tests"
)]

mod agents;
mod feed;
mod http;
mod order;
mod support;
mod tls;
mod web_identity;
