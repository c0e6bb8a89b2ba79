//! Tokens of OpenID Connect providers: read, and verified with the provider's keys.
//!
//! ```text
//! text ──PresentedToken::parse──▶ PresentedToken ──verify──▶ VerifiedToken
//!         form, algorithm         (issuer, key id)  signature, audience, times
//! ```
//!
//! Nothing is fetched, and time is a parameter: whose keys they are, and where they come from, is for the
//! caller to say. What is verified is a JSON Web Signature in compact form (RFC 7515) over the claims of
//! OpenID Connect Core 1.0, section 2, under RS256, RS384, RS512, ES256, ES384 or ES512 (RFC 7518), which
//! are the six that STS takes (STS API reference, *AssumeRoleWithWebIdentity*).
//!
//! What two readers could read differently is refused: JSON members that stand twice, base64 with padding
//! or with bits to spare, critical headers. Of the header only `alg`, `kid` and `crit` are looked at: a key
//! that a token brings along (`jwk`, `x5c`) or points to (`jku`, `x5u`) is no key.

#![warn(missing_docs)]

mod claims;
mod json;
mod keys;
mod refusal;
mod token;

pub use claims::{Claims, Tags};
pub use keys::{KeySet, KeySetError};
pub use refusal::{Malformed, Refusal};
pub use token::{Expected, PresentedToken, VerifiedToken};

/// The longest token, in characters: STS's own limit.
pub const MAX_TOKEN_BYTES: usize = 20_000;
/// The longest key set, in bytes.
pub const MAX_KEY_SET_BYTES: usize = 256 * 1024;
/// The most keys of a key set (IAM guide, *IAM and STS quotas*: 100 RSA and 100 EC keys).
pub const MAX_KEYS: usize = 200;
/// The longest subject, in characters (`WebIdentitySubjectType`).
pub const MAX_SUBJECT: usize = 255;
/// How far the provider's clock may be ahead of ours, in seconds. A token ends when it says so.
pub const SKEW_SECONDS: i64 = 5 * 60;
