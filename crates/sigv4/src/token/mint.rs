//! Minting: what botocore prints, byte for byte.

use std::fmt;

use zeroize::{Zeroize, ZeroizeOnDrop};

use super::statement::Statement;
use super::{MAX_EXPIRES_SECONDS, MAX_TOKEN_BYTES, SERVICE, SIGNED_HEADERS};
use super::{is_access_key_id, is_host, is_region};
use crate::{CredentialScope, SecretAccessKey, SigningKey, Timestamp};

/// Who wants to log in where, and with whose access key.
#[derive(Clone, Copy)]
pub struct TokenRequest<'a> {
    /// A host name, an IPv4 address, or an IPv6 address in brackets. Printed as given.
    pub host: &'a str,
    /// The port the server is known by. 443 is printed and not signed, as botocore has it.
    pub port: u16,
    /// The database user, in any characters but NUL.
    pub db_user: &'a str,
    /// The region of the server, `us-east-1`.
    pub region: &'a str,
    /// `AKIA…` or `ASIA…`.
    pub access_key_id: &'a str,
    /// The session token, for temporary credentials.
    pub session_token: Option<&'a str>,
}

/// All but the session token.
impl fmt::Debug for TokenRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenRequest")
            .field("host", &self.host)
            .field("port", &self.port)
            .field("db_user", &self.db_user)
            .field("region", &self.region)
            .field("access_key_id", &self.access_key_id)
            .field("has_session_token", &self.session_token.is_some())
            .finish()
    }
}

/// A token, ready to be sent as a password. Wiped when dropped, never printed.
#[derive(Zeroize, ZeroizeOnDrop)]
pub struct MintedToken(String);

impl MintedToken {
    /// The token itself. Every call site is a place to review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for MintedToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MintedToken(..)")
    }
}

/// Why a token cannot be minted. For the person who asked for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MintError {
    /// The host is empty.
    #[error("the host name is empty")]
    EmptyHost,
    /// The host starts with `https://` or the like.
    #[error("the host name `{0}` starts with a scheme; give the bare name")]
    HostWithScheme(String),
    /// An IPv6 address without brackets.
    #[error("the IPv6 address `{0}` must be in brackets: `[{0}]`")]
    BareIpv6(String),
    /// The host brings its own port.
    #[error("the host name `{0}` carries a port; give the port on its own")]
    HostWithPort(String),
    /// The host is nothing that could be one.
    #[error("`{0}` is not a host name, IPv4 address or bracketed IPv6 address")]
    NotAHost(String),
    /// Port 0.
    #[error("port 0 is not a port")]
    PortZero,
    /// The database user is empty.
    #[error("the database user name is empty")]
    EmptyUser,
    /// A NUL in the database user's name, which no database takes.
    #[error("the database user name contains a NUL")]
    NulInUser,
    /// The region is empty.
    #[error("the region is empty")]
    EmptyRegion,
    /// The region is nothing that could be one.
    #[error("`{0}` is not a region code such as `us-east-1`")]
    NotARegion(String),
    /// The access key id is empty or of other characters than letters, digits and `_`.
    #[error("the access key id is empty or malformed")]
    NotAnAccessKeyId,
    /// The secret access key is empty.
    #[error("the secret access key is empty")]
    EmptySecret,
    /// The session token is there, but empty.
    #[error("the session token is empty; leave it out for long-term credentials")]
    EmptySessionToken,
    /// No verifier would look at the result.
    #[error("the token would be {0} bytes long; at most {MAX_TOKEN_BYTES} are accepted")]
    TooLong(usize),
}

/// Mints the token that botocore mints from the same input at the same second.
///
/// # Errors
/// Input that could never log in ([`MintError`]). Purely local: whether host, user or key exist is
/// not asked.
pub fn mint(
    request: &TokenRequest<'_>,
    secret: &SecretAccessKey,
    now: Timestamp,
) -> Result<MintedToken, MintError> {
    refuse_bad_input(request, secret)?;
    let scope = CredentialScope {
        date: now.date(),
        region: request.region.to_owned(),
        service: SERVICE.to_owned(),
    };
    let statement = Statement {
        db_user: request.db_user,
        access_key_id: request.access_key_id,
        scope: &scope,
        signed_at: now,
        expires_seconds: MAX_EXPIRES_SECONDS,
        session_token: request.session_token,
    };
    let key = SigningKey::derive(secret, &scope);
    let signature = statement.sign(statement.hash_request_line(), &signed_host(request), &key);

    let mut token = String::with_capacity(1024);
    token.push_str(&format!("{}:{}/?", request.host, request.port));
    statement.push_leading_parameters(&mut token);
    token.push_str("&X-Amz-SignedHeaders=");
    token.push_str(SIGNED_HEADERS);
    statement.push_session_token(&mut token);
    token.push_str(&format!("&X-Amz-Signature={signature}"));
    let token = MintedToken(token);
    if token.0.len() > MAX_TOKEN_BYTES {
        return Err(MintError::TooLong(token.0.len()));
    }
    Ok(token)
}

/// botocore `auth.py`, `_host_from_url`: lower-cased, without the scheme's default port.
fn signed_host(request: &TokenRequest<'_>) -> String {
    let host = request.host.to_ascii_lowercase();
    if request.port == 443 {
        host
    } else {
        format!("{host}:{}", request.port)
    }
}

fn refuse_bad_input(request: &TokenRequest<'_>, secret: &SecretAccessKey) -> Result<(), MintError> {
    refuse_bad_host(request.host)?;
    if request.port == 0 {
        return Err(MintError::PortZero);
    }
    if request.db_user.is_empty() {
        return Err(MintError::EmptyUser);
    }
    if request.db_user.contains('\0') {
        return Err(MintError::NulInUser);
    }
    if request.region.is_empty() {
        return Err(MintError::EmptyRegion);
    }
    if !is_region(request.region) {
        return Err(MintError::NotARegion(request.region.to_owned()));
    }
    if !is_access_key_id(request.access_key_id) {
        return Err(MintError::NotAnAccessKeyId);
    }
    if secret.expose().is_empty() {
        return Err(MintError::EmptySecret);
    }
    if request.session_token == Some("") {
        return Err(MintError::EmptySessionToken);
    }
    Ok(())
}

fn refuse_bad_host(host: &str) -> Result<(), MintError> {
    if host.is_empty() {
        return Err(MintError::EmptyHost);
    }
    if is_host(host) {
        return Ok(());
    }
    if host.contains("://") {
        return Err(MintError::HostWithScheme(host.to_owned()));
    }
    if host.parse::<std::net::Ipv6Addr>().is_ok() {
        return Err(MintError::BareIpv6(host.to_owned()));
    }
    Err(match host.rsplit_once(':') {
        Some((name, _)) if is_host(name) => MintError::HostWithPort(host.to_owned()),
        _ => MintError::NotAHost(host.to_owned()),
    })
}
