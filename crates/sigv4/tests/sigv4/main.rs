//! `sigv4` from outside: vectors, mutations, bad input, laws.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "tests"
)]

mod fixture;
mod laws;
mod request_refusals;
mod request_vectors;
mod token_forms;
mod token_minting;
mod token_mutations;
mod token_refusals;
mod token_vectors;
