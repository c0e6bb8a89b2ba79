//! The database token: a presigned `GET https://host:port/?Action=connect&DBUser=…` without its
//! `https://`, good for 15 minutes.
//!
//! ```text
//! bytes ──Token::parse──▶ Token ──check──▶ CheckedToken ──verify──▶ VerifiedToken
//!         form             claims           signature
//! ```
//!
//! [`mint`] prints what botocore prints (AWS Database documentation,
//! `UsingWithRDS.IAMDBAuth.Connecting`; botocore `signers.py`, `generate_db_auth_token`). The
//! verifier takes what any AWS SDK prints, and nothing else.
//!
//! # What the SDKs print, and what is accepted for it
//!
//! * The parameters in **any order**, each at most once, no other ones.
//! * A host **in the case it was typed in**. Some SDKs sign it lower-cased, some as printed, so
//!   both are tried.
//! * The `/` before the `?`, or **no slash** (Go v1 and v2; signed as `/` all the same).
//! * Port 443, **printed or not, signed or not** (botocore and Go print it and do not sign it, Rust
//!   does neither, JavaScript does both); port 80 likewise (Java v1).
//! * The scope's slashes as `%2F` (everyone) or **all four raw** (.NET until 2024).
//! * `DBUser` percent-encoded (everyone), or **not encoded at all** (Rust), where a `+` is a space.
//! * Any lifetime from 1 to 900 seconds (Java v1 prints 899).
//!
//! # No twins
//!
//! A signature covers the *re-encoded* request, so a lax decoder would let one signed token be
//! spelt in many ways (`%2F` as `%2f`, `~` as `%7E`, `900` as `0900`, …). Whoever logs, counts,
//! caches or revokes tokens by their text would miss the twins. So beyond the list above every
//! value must be in the one spelling that signers print ([`crate::EncodingError`] names the
//! others), and **every change of a single byte of a token that botocore prints is refused**, but
//! for the two that the list makes possible, in which the token says the same thing:
//!
//! 1. the case of an ASCII letter of the host (DNS names have none);
//! 2. the one `/` before the `?`, present or absent.
//!
//! The tests hold this for substitutions, insertions and deletions.

mod check;
mod excerpt;
mod mint;
mod parse;
mod statement;

pub use check::{CheckedToken, Endpoint, Expectation, TokenRefusal, VerifiedToken};
pub use excerpt::Excerpt;
pub use mint::{MintError, MintedToken, TokenRequest, mint};
pub use parse::{Parameter, Token, TokenSyntaxError};

/// The longest token that is looked at, in bytes. AWS states no maximum; with session tokens,
/// 1,874 have been seen.
pub const MAX_TOKEN_BYTES: usize = 8192;

/// The longest lifetime that is accepted, and the one that [`mint`] asks for, in seconds.
pub const MAX_EXPIRES_SECONDS: u32 = 900;

/// The signing name of database logins.
pub const SERVICE: &str = "rds-db";

/// The only thing a token asks for.
const ACTION: &str = "connect";

/// The one header that a token signs.
const SIGNED_HEADERS: &str = "host";

/// The default ports of `https` and `http`: SDKs leave them out of the signed host.
const DEFAULT_PORTS: [u16; 2] = [443, 80];

/// The longest host name DNS can carry (RFC 1035, section 2.3.4), which is longer than any
/// bracketed IPv6 address.
const MAX_HOST_BYTES: usize = 253;

/// Whether `host` is a name or an IPv4 address (letters, digits, `-`, `.`, `_`) or an IPv6
/// address in brackets. Whether it exists is not asked.
fn is_host(host: &str) -> bool {
    if let Some(address) = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
    {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    (1..=MAX_HOST_BYTES).contains(&host.len())
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_'))
}

/// Whether `region` could be a region's code.
fn is_region(region: &str) -> bool {
    (1..=63).contains(&region.len())
        && region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// Whether `id` could be an access key id (IAM API, `AccessKeyId`: `[\w]+`, at most 128).
fn is_access_key_id(id: &str) -> bool {
    (1..=128).contains(&id.len())
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
