//! `sigv4` from outside: vectors, mutations, bad input, laws.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "tests"
)]

mod fixture;
mod request_vectors;
mod token_vectors;
