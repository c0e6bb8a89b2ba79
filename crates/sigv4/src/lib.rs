//! AWS Signature Version 4: derive keys, sign, verify; the database token on top.
//!
//! | module | what |
//! |---|---|
//! | [`token`] | the 15-minute token that Amazon RDS calls an *authentication token*: mint, parse, check, verify |
//! | [`request`] | header form and presigned form of an HTTP request, both sides |
//! | crate root | the nouns they share: [`Timestamp`], [`CredentialScope`], [`SigningKey`], [`Signature`] |
//!
//! **What it is not.** It reads no clock (`now` is a parameter), draws no randomness, does no I/O,
//! logs nothing, and looks up no keys: it says which key a token or request claims
//! ([`token::Token::access_key_id`]) and takes the [`SigningKey`] that the caller found. It does
//! not decide whether a user may log in; it says who signed what, and leaves a value behind
//! ([`token::VerifiedToken`], [`request::VerifiedRequest`]) that only a matching signature makes.
//!
//! Source of the algorithm: *Create a signed AWS API request*, IAM User Guide
//! (`reference_sigv-create-signed-request`).
#![warn(missing_docs)]

mod canonical;
mod encode;
mod key;
pub mod request;
mod scope;
mod signature;
mod timestamp;
pub mod token;

pub use encode::EncodingError;
pub use key::{SecretAccessKey, SigningKey};
pub use scope::{CredentialScope, TERMINATOR};
pub use signature::{Signature, SignatureError};
pub use timestamp::{ScopeDate, TimeError, Timestamp};

/// The one algorithm this crate speaks.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
