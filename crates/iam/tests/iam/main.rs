#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::too_many_lines,
    reason = "tests"
)]
//! The policy engine against its vectors, its properties, and a second evaluator.

mod documents;
mod lint;
mod properties;
mod reasons;
mod reference;
mod validation;
mod vectors;
