//! The signing side, for our own client and for tests.

use std::fmt;

use super::canonical::{self, Headers, Query, canonical_request};
use super::{HttpRequest, MAX_EXPIRES_SECONDS, PathForm};
use crate::canonical::sha256_hex;
use crate::encode::encode_into;
use crate::{ALGORITHM, CredentialScope, SecretAccessKey, Signature, SigningKey, Timestamp};

/// Headers that proxies and HTTP libraries rewrite on the way, so that signing them breaks
/// requests (botocore `auth.py`, `SIGNED_HEADERS_BLACKLIST`).
const UNSIGNED_HEADERS: [&str; 5] = [
    "connection",
    "expect",
    "transfer-encoding",
    "user-agent",
    "x-amzn-trace-id",
];

/// What the presigned form adds, and no request may therefore bring.
const ADDED_PARAMETERS: [&str; 7] = [
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
    "X-Amz-Security-Token",
    "X-Amz-Signature",
];

/// Who signs, and for what.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// `AKIA…` or `ASIA…`.
    pub access_key_id: &'a str,
    /// Its secret.
    pub secret: &'a SecretAccessKey,
    /// The session token, for temporary credentials.
    pub session_token: Option<&'a str>,
    /// The region the service is in.
    pub region: &'a str,
    /// The service's signing name.
    pub service: &'a str,
    /// How the path becomes canonical.
    pub path_form: PathForm,
}

/// The headers to add to a request. Their `Debug` prints none of them.
#[derive(Clone, PartialEq, Eq)]
pub struct SignedHeaders {
    /// `x-amz-date`.
    pub amz_date: String,
    /// `x-amz-security-token`.
    pub security_token: Option<String>,
    /// `authorization`.
    pub authorization: String,
}

/// Why a request cannot be signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// There is no `host` header.
    #[error("the request has no `host` header, which every signature must cover")]
    NoHost,
    /// A header or parameter that the signature adds is there already.
    #[error("the request already carries `{0}`")]
    AlreadySigned(&'static str),
    /// A `%` in the query that starts no escape.
    #[error("the query contains a `%` that is not followed by two hex digits")]
    MalformedQuery,
    /// Not a number of seconds up to a week.
    #[error("a presigned request can be valid for 1 to {MAX_EXPIRES_SECONDS} s, not {0}")]
    ExpiresOutOfRange(u32),
}

/// Signs in the header form: send the request with these headers added. All headers of `request`
/// are signed but those that HTTP libraries rewrite.
///
/// # Errors
/// [`SignError`].
pub fn sign(
    request: &HttpRequest<'_>,
    signer: &Signer<'_>,
    now: Timestamp,
) -> Result<SignedHeaders, SignError> {
    refuse_headers(
        request,
        &["authorization", "x-amz-date", "x-amz-security-token"],
    )?;
    let query = unsigned_query(request)?;
    let amz_date = now.to_amz();
    let mut headers = request.headers.to_vec();
    headers.push(("x-amz-date", amz_date.as_bytes()));
    if let Some(token) = signer.session_token {
        headers.push(("x-amz-security-token", token.as_bytes()));
    }
    let names = names_to_sign(&headers);
    let request = HttpRequest {
        headers: &headers,
        ..*request
    };
    let signature = signer.signature(&request, &query, &names, now)?;
    Ok(SignedHeaders {
        authorization: format!(
            "{ALGORITHM} Credential={}/{}, SignedHeaders={}, Signature={signature}",
            signer.access_key_id,
            signer.scope(now),
            names.join(";"),
        ),
        amz_date,
        security_token: signer.session_token.map(str::to_owned),
    })
}

/// Signs in the presigned form: send the request with this query instead of its own.
///
/// # Errors
/// [`SignError`].
pub fn presign(
    request: &HttpRequest<'_>,
    signer: &Signer<'_>,
    expires_seconds: u32,
    now: Timestamp,
) -> Result<String, SignError> {
    if !(1..=MAX_EXPIRES_SECONDS).contains(&expires_seconds) {
        return Err(SignError::ExpiresOutOfRange(expires_seconds));
    }
    refuse_headers(request, &["authorization"])?;
    let mut query = unsigned_query(request)?;
    let names = names_to_sign(request.headers);
    let credential = format!("{}/{}", signer.access_key_id, signer.scope(now));
    let mut push = |name, value: &str| {
        let mut encoded = String::new();
        encode_into(&mut encoded, value.as_bytes());
        query.push(name, encoded);
    };
    push("X-Amz-Algorithm", ALGORITHM);
    push("X-Amz-Credential", &credential);
    push("X-Amz-Date", &now.to_amz());
    push("X-Amz-SignedHeaders", &names.join(";"));
    push("X-Amz-Expires", &expires_seconds.to_string());
    if let Some(token) = signer.session_token {
        push("X-Amz-Security-Token", token);
    }
    let signature = signer.signature(request, &query, &names, now)?;
    Ok(format!("{}&X-Amz-Signature={signature}", query.printed()))
}

fn refuse_headers(request: &HttpRequest<'_>, names: &[&'static str]) -> Result<(), SignError> {
    let headers = Headers(request.headers);
    match names.iter().find(|name| headers.has(name)) {
        Some(name) => Err(SignError::AlreadySigned(name)),
        None => Ok(()),
    }
}

fn unsigned_query(request: &HttpRequest<'_>) -> Result<Query, SignError> {
    let query = Query::parse(request.query).ok_or(SignError::MalformedQuery)?;
    match ADDED_PARAMETERS
        .into_iter()
        .find(|name| query.all(name).next().is_some())
    {
        Some(name) => Err(SignError::AlreadySigned(name)),
        None => Ok(query),
    }
}

fn names_to_sign(headers: &[(&str, &[u8])]) -> Vec<String> {
    let names = headers.iter().map(|(name, _)| name.to_ascii_lowercase());
    let mut names: Vec<_> = names
        .filter(|name| !UNSIGNED_HEADERS.contains(&name.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

impl Signer<'_> {
    fn scope(&self, now: Timestamp) -> CredentialScope {
        CredentialScope {
            date: now.date(),
            region: self.region.to_owned(),
            service: self.service.to_owned(),
        }
    }

    fn signature(
        &self,
        request: &HttpRequest<'_>,
        query: &Query,
        names: &[String],
        now: Timestamp,
    ) -> Result<Signature, SignError> {
        if !Headers(request.headers).has("host") {
            return Err(SignError::NoHost);
        }
        let payload = sha256_hex(request.body);
        let text = canonical_request(request, self.path_form, query, names, &payload)
            .ok_or(SignError::NoHost)?;
        let scope = self.scope(now);
        let key = SigningKey::derive(self.secret, &scope);
        Ok(crate::canonical::sign(
            &key,
            now,
            &scope,
            canonical::hashed(&text),
        ))
    }
}

/// Neither secret nor session token.
impl fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer")
            .field("access_key_id", &self.access_key_id)
            .field("has_session_token", &self.session_token.is_some())
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for SignedHeaders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignedHeaders(..)")
    }
}
