//! Signed documents, session tokens and feed frames, as the other side and an attacker meet them.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::allow_attributes,
    reason = "tests"
)]

mod feed_frames;
mod fixture;
mod session_tokens;
mod signed_documents;
