//! Why a signed request is refused: Amazon's codes, statuses and texts.

use std::fmt;

use super::{MAX_EXPIRES_SECONDS, SKEW_SECONDS};
use crate::{ScopeDate, TERMINATOR, Timestamp};

/// Why a request is refused. `Display` is the text for the caller.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are what the text of their variant says"
)]
pub enum RequestRefusal {
    /// More than a `MAX_…` of this module allows. Ours.
    TooLarge { what: &'static str, limit: usize },
    /// A `%` in the query that starts no escape.
    MalformedQuery,
    /// Neither form of signature, or a query form of another algorithm.
    MissingAuthentication,
    /// Both forms of signature.
    HeaderAndQuery,
    /// Another algorithm, or another scheme than a signature.
    UnsupportedAlgorithm { found: String },
    /// A parameter of `Authorization` without `=`.
    NotKeyValue { parameter: String },
    /// A signature parameter that is there twice. Ours: AWS is said to pick one.
    Repeated { name: &'static str },
    /// Parts of the header form are missing, all named at once.
    IncompleteHeader {
        missing: Vec<&'static str>,
        without_date: bool,
    },
    /// Parts of the query form are missing, all named at once.
    IncompleteQuery { missing: Vec<&'static str> },
    /// `host` is not signed.
    HostNotSigned,
    /// An `x-amz-…` header was sent and is not signed.
    HeaderNotSigned { name: String },
    /// The date is in no form that is understood.
    MalformedDate { found: String },
    /// Signed too long ago.
    Expired {
        signed_at: Timestamp,
        now: Timestamp,
    },
    /// Signed too far in the future.
    NotYetCurrent {
        signed_at: Timestamp,
        now: Timestamp,
    },
    /// `X-Amz-Expires` is no number of seconds up to a week.
    BadExpires { found: String },
    /// A presigned request, past its own `X-Amz-Expires`.
    PresignedExpired {
        signed_at: Timestamp,
        expires_seconds: u32,
        now: Timestamp,
    },
    /// Not five parts.
    MalformedCredential { found: String },
    /// Signed for something else; all problems at once.
    WrongScope(Vec<ScopeProblem>),
    /// The access key does not exist or is inactive, or key and session token do not go together.
    /// Made here for `AKIA…` with and `ASIA…` without session token; otherwise by who looks up keys.
    InvalidClientToken,
    /// The session has expired. Made by who opens session tokens.
    ExpiredToken,
    /// A signed header was not sent, or `x-amz-content-sha256` is not the hash of the body.
    ContentMismatch,
    /// The signature is not the one that the key makes.
    SignatureMismatch,
}

/// What is wrong with a credential scope.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    missing_docs,
    reason = "the fields are what the text of their variant says"
)]
pub enum ScopeProblem {
    /// Another region.
    Region { found: String },
    /// Another service.
    Service { expected: Vec<String> },
    /// Not `aws4_request`.
    Terminator { found: String },
    /// Not the date of the request.
    Date {
        found: String,
        expected: ScopeDate,
        signed_at: Timestamp,
    },
}

impl RequestRefusal {
    /// The `<Code>` of the answer.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "RequestEntityTooLarge",
            Self::MalformedQuery => "MalformedQueryString",
            Self::MissingAuthentication => "MissingAuthenticationToken",
            Self::UnsupportedAlgorithm { .. }
            | Self::NotKeyValue { .. }
            | Self::Repeated { .. }
            | Self::IncompleteHeader { .. }
            | Self::IncompleteQuery { .. }
            | Self::MalformedDate { .. }
            | Self::BadExpires { .. }
            | Self::MalformedCredential { .. } => "IncompleteSignature",
            Self::HeaderAndQuery
            | Self::HostNotSigned
            | Self::HeaderNotSigned { .. }
            | Self::Expired { .. }
            | Self::NotYetCurrent { .. }
            | Self::WrongScope(_)
            | Self::ContentMismatch
            | Self::SignatureMismatch => "SignatureDoesNotMatch",
            Self::PresignedExpired { .. } => "RequestExpired",
            Self::InvalidClientToken => "InvalidClientTokenId",
            Self::ExpiredToken => "ExpiredToken",
        }
    }

    /// The status of the answer.
    #[must_use]
    pub fn http_status(&self) -> u16 {
        match self.code() {
            "RequestEntityTooLarge" => 413,
            "MalformedQueryString" | "IncompleteSignature" | "RequestExpired" => 400,
            _ => 403,
        }
    }
}

const MISMATCH: &str = "The request signature we calculated does not match the signature you \
    provided. Check your AWS Secret Access Key and signing method. Consult the service \
    documentation for details.";

impl fmt::Display for RequestRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { what, limit } => write!(f, "Request has more than {limit} {what}."),
            Self::MalformedQuery => f.write_str("Illegal or incomplete escape % sequence"),
            Self::MissingAuthentication => f.write_str("Request is missing Authentication Token"),
            Self::UnsupportedAlgorithm { found } => {
                write!(f, "Unsupported AWS 'algorithm': '{found}'.")
            }
            Self::NotKeyValue { parameter } => write!(
                f,
                "'{parameter}' not a valid key=value pair (missing equal-sign) in Authorization \
                 header."
            ),
            Self::Repeated { name } => write!(f, "'{name}' must not be given more than once."),
            Self::IncompleteHeader {
                missing,
                without_date,
            } => write_missing_header(f, missing, *without_date),
            Self::IncompleteQuery { missing } => write_missing_query(f, missing),
            Self::HostNotSigned => f.write_str(
                "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
            ),
            Self::HeaderNotSigned { name } => {
                write!(
                    f,
                    "'{name}' must be a 'SignedHeader' in the AWS Authorization."
                )
            }
            Self::MalformedDate { found } => write!(
                f,
                "Date must be in ISO-8601 'basic format'. Got '{found}'. See \
                 http://en.wikipedia.org/wiki/ISO_8601"
            ),
            Self::Expired { .. } | Self::NotYetCurrent { .. } => self.write_skew(f),
            Self::BadExpires { found } => write!(
                f,
                "X-Amz-Expires must be a number of seconds from 1 to {MAX_EXPIRES_SECONDS}. Got \
                 '{found}'."
            ),
            Self::PresignedExpired { .. } => f.write_str("Request has expired."),
            Self::MalformedCredential { found } => write!(
                f,
                "Credential must have exactly 5 slash-delimited elements, e.g. \
                 keyid/date/region/service/term, got '{found}'"
            ),
            Self::WrongScope(problems) => write_joined(f, problems),
            Self::InvalidClientToken => {
                f.write_str("The security token included in the request is invalid.")
            }
            Self::ExpiredToken => {
                f.write_str("The security token included in the request is expired")
            }
            Self::HeaderAndQuery | Self::ContentMismatch | Self::SignatureMismatch => {
                f.write_str(MISMATCH)
            }
        }
    }
}

impl std::error::Error for RequestRefusal {}

impl RequestRefusal {
    fn write_skew(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (skew, minutes) = (i64::from(SKEW_SECONDS), SKEW_SECONDS / 60);
        match self {
            Self::Expired { signed_at, now } => write!(
                f,
                "Signature expired: {} is now earlier than {} ({} - {minutes} min.)",
                signed_at.to_amz(),
                now.plus_seconds(-skew).to_amz(),
                now.to_amz(),
            ),
            Self::NotYetCurrent { signed_at, now } => write!(
                f,
                "Signature not yet current: {} is still later than {} ({} + {minutes} min.)",
                signed_at.to_amz(),
                now.plus_seconds(skew).to_amz(),
                now.to_amz(),
            ),
            _ => Ok(()),
        }
    }
}

fn write_missing_header(
    f: &mut fmt::Formatter<'_>,
    missing: &[&str],
    without_date: bool,
) -> fmt::Result {
    for name in missing {
        write!(f, "Authorization header requires '{name}' parameter. ")?;
    }
    if without_date {
        f.write_str(
            "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ",
        )?;
    }
    write!(f, "Authorization={}", crate::ALGORITHM)
}

fn write_missing_query(f: &mut fmt::Formatter<'_>, missing: &[&str]) -> fmt::Result {
    for name in missing {
        write!(f, "AWS query-string parameters must include '{name}'. ")?;
    }
    f.write_str("Re-examine the query-string parameters.")
}

fn write_joined(f: &mut fmt::Formatter<'_>, problems: &[ScopeProblem]) -> fmt::Result {
    for (position, problem) in problems.iter().enumerate() {
        let separator = if position == 0 { "" } else { " " };
        write!(f, "{separator}{problem}")?;
    }
    Ok(())
}

impl fmt::Display for ScopeProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Region { found } => {
                write!(
                    f,
                    "Credential should be scoped to a valid region, not '{found}'."
                )
            }
            Self::Service { expected } => write!(
                f,
                "Credential should be scoped to correct service: '{}'.",
                expected.join("' or '")
            ),
            Self::Terminator { found } => write!(
                f,
                "Credential should be scoped with a valid terminator: '{TERMINATOR}', not \
                 '{found}'."
            ),
            Self::Date {
                found,
                expected,
                signed_at,
            } => write!(
                f,
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date \
                 from HTTP: '{found}' != '{expected}', from '{}'.",
                signed_at.to_amz()
            ),
        }
    }
}
