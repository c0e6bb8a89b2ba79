//! The verifying side, in Amazon's order.

use super::canonical::{self, Headers, Query};
use super::claims::Claims;
use super::{HttpRequest, RequestExpectation, RequestRefusal, header};
use super::{MAX_HEADER_BYTES, MAX_HEADERS, MAX_PATH_BYTES, MAX_QUERY_BYTES, MAX_QUERY_PARAMETERS};
use crate::canonical::{sha256_hex, string_to_sign};
use crate::{CredentialScope, Signature, SigningKey, Timestamp};

/// A request that claims to be signed by a key, for us and in time. The claim is not yet proven.
#[derive(Clone)]
pub struct SignedRequest {
    access_key_id: String,
    session_token: Option<String>,
    scope: CredentialScope,
    signed_at: Timestamp,
    /// `None` when what was signed is not what was sent, so that no key can match.
    string_to_sign: Option<String>,
    signature: Option<Signature>,
}

/// A request that was signed with the key of its access key id. [`SignedRequest::verify`] is the
/// only function that makes one.
#[derive(Debug)]
#[must_use]
pub struct VerifiedRequest(SignedRequest);

impl SignedRequest {
    /// All that can be checked without a key.
    ///
    /// # Errors
    /// The first thing that is wrong, in the order in which AWS looks.
    pub fn parse(
        request: &HttpRequest<'_>,
        expected: &RequestExpectation<'_>,
        now: Timestamp,
    ) -> Result<Self, RequestRefusal> {
        refuse_oversize(request)?;
        let headers = Headers(request.headers);
        let query = Query::parse(request.query).ok_or(RequestRefusal::MalformedQuery)?;
        refuse_over("query parameters", query.len(), MAX_QUERY_PARAMETERS)?;
        let claims = claimed(headers, &query)?;
        claims.check_signed_headers(headers)?;
        let signed_at = claims.parse_date()?;
        claims.check_time(signed_at, now)?;
        let (access_key_id, scope) = claims.parse_credential(signed_at, expected)?;
        claims.check_key_kind(&access_key_id)?;
        let canonical_request = canonical_request(&claims, request, query, expected);
        let string_to_sign = canonical_request
            .map(|request| string_to_sign(signed_at, &scope, canonical::hashed(&request)));
        Ok(Self {
            access_key_id,
            session_token: claims.session_token,
            scope,
            signed_at,
            string_to_sign,
            signature: Signature::parse(&claims.signature).ok(),
        })
    }

    /// Whose key the request claims to be signed with.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The session token that came with it.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.session_token.as_deref()
    }

    /// For which day, region and service it is signed.
    #[must_use]
    pub const fn scope(&self) -> &CredentialScope {
        &self.scope
    }

    /// When it was signed, by the signer's clock.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.signed_at
    }

    /// Verifies the signature, in constant time. `key` must be the signing key of
    /// [`Self::access_key_id`] for [`Self::scope`].
    ///
    /// # Errors
    /// [`RequestRefusal::ContentMismatch`], [`RequestRefusal::SignatureMismatch`].
    pub fn verify(self, key: &SigningKey) -> Result<VerifiedRequest, RequestRefusal> {
        let Some(string_to_sign) = &self.string_to_sign else {
            return Err(RequestRefusal::ContentMismatch);
        };
        if self.signature == Some(key.sign(string_to_sign.as_bytes())) {
            Ok(VerifiedRequest(self))
        } else {
            Err(RequestRefusal::SignatureMismatch)
        }
    }
}

impl VerifiedRequest {
    /// Whose key signed it.
    #[must_use]
    pub fn access_key_id(&self) -> &str {
        self.0.access_key_id()
    }

    /// The session token that was signed with it.
    #[must_use]
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token()
    }

    /// For which day, region and service it was signed.
    #[must_use]
    pub const fn scope(&self) -> &CredentialScope {
        self.0.scope()
    }

    /// When it was signed, by the signer's clock.
    #[must_use]
    pub const fn signed_at(&self) -> Timestamp {
        self.0.signed_at()
    }
}

/// Neither session token nor signature.
impl std::fmt::Debug for SignedRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SignedRequest")
            .field("access_key_id", &self.access_key_id)
            .field("has_session_token", &self.session_token.is_some())
            .field("scope", &format_args!("{}", self.scope))
            .field("signed_at", &format_args!("{}", self.signed_at))
            .finish_non_exhaustive()
    }
}

/// In the header or in the query, once.
fn claimed(headers: Headers<'_>, query: &Query) -> Result<Claims, RequestRefusal> {
    let mut authorizations = headers.all("authorization");
    let mut algorithms = query.all("X-Amz-Algorithm");
    let claims = match (authorizations.next(), algorithms.next()) {
        (None, None) => return Err(RequestRefusal::MissingAuthentication),
        (Some(_), Some(_)) => return Err(RequestRefusal::HeaderAndQuery),
        (Some(authorization), None) => Claims::from_header(authorization, headers)?,
        (None, Some(algorithm)) => Claims::from_query(algorithm, query)?,
    };
    if authorizations.next().is_some() {
        return Err(RequestRefusal::Repeated {
            name: "Authorization",
        });
    }
    if algorithms.next().is_some() {
        return Err(RequestRefusal::Repeated {
            name: "X-Amz-Algorithm",
        });
    }
    Ok(claims)
}

/// `None` when a signed header was not sent, or a stated payload hash is not the body's.
fn canonical_request(
    claims: &Claims,
    request: &HttpRequest<'_>,
    mut query: Query,
    expected: &RequestExpectation<'_>,
) -> Option<Vec<u8>> {
    let headers = Headers(request.headers);
    let payload_sha256 = sha256_hex(request.body);
    let stated = header::single(headers, "x-amz-content-sha256").ok()?;
    if stated.is_some_and(|stated| stated != payload_sha256) {
        return None;
    }
    if !headers.has("authorization") {
        query.remove("X-Amz-Signature");
    }
    canonical::canonical_request(
        request,
        expected.path_form,
        &query,
        &claims.signed_headers,
        &payload_sha256,
    )
}

fn refuse_oversize(request: &HttpRequest<'_>) -> Result<(), RequestRefusal> {
    refuse_over("headers", request.headers.len(), MAX_HEADERS)?;
    let header_bytes = request
        .headers
        .iter()
        .map(|(name, value)| name.len() + value.len())
        .sum();
    refuse_over("bytes of headers", header_bytes, MAX_HEADER_BYTES)?;
    refuse_over("bytes of path", request.path.len(), MAX_PATH_BYTES)?;
    refuse_over("bytes of query", request.query.len(), MAX_QUERY_BYTES)
}

fn refuse_over(what: &'static str, found: usize, limit: usize) -> Result<(), RequestRefusal> {
    if found > limit {
        Err(RequestRefusal::TooLarge { what, limit })
    } else {
        Ok(())
    }
}
