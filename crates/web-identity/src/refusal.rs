//! Why a text is no token, and why a token is not believed.

use sigv4::Timestamp;

use crate::MAX_TOKEN_BYTES;

/// Why a text is no token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Malformed {
    /// More than [`MAX_TOKEN_BYTES`].
    #[error("the token has {0} bytes, and {MAX_TOKEN_BYTES} are the most")]
    TooLong(usize),
    /// Not three parts of base64url, the first two JSON objects without a member twice.
    #[error("the token is no JSON Web Signature in compact form")]
    Form,
    /// Not one of the six.
    #[error(
        "the token is signed under `{0}`, which is none of RS256, RS384, RS512, ES256, ES384, ES512"
    )]
    Algorithm(String),
    /// `crit`: to take it would be to understand what it names (RFC 7515, section 4.1.11).
    #[error("the token has critical headers, and none is understood")]
    Critical,
    /// A claim that must be there.
    #[error("the token has no claim `{0}`")]
    Missing(&'static str),
    /// A claim of another type or size.
    #[error("the token's claim `{0}` is not of the form that it has in OpenID Connect")]
    Claim(&'static str),
}

/// Why a token is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// It is another provider's.
    #[error("the token was issued by `{0}`")]
    Issuer(String),
    /// The provider has no key of that id, for that algorithm. A newer key set may have.
    #[error("the provider has no key `{0}` for the token's algorithm")]
    NoKey(String),
    /// No key made the signature.
    #[error("the token's signature is not the provider's")]
    Signature,
    /// It is for somebody else.
    #[error("the token is for `{}`, which is no client id of the provider", .0.join("`, `"))]
    Audience(Vec<String>),
    /// Its time is over.
    #[error("the token expired at {expired_at}, and it is {now}")]
    Expired {
        /// `exp`.
        expired_at: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
    /// Its time has not come.
    #[error("the token is not valid before {not_before}, and it is {now}")]
    Early {
        /// `nbf`, or `iat`.
        not_before: Timestamp,
        /// The time of the check.
        now: Timestamp,
    },
}
