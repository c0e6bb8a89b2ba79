//! The presigned form: everything in the query, `X-Amz-Signature` last by custom.

use super::RequestRefusal;
use super::canonical::Query;
use super::claims::{Claims, Lifetime};
use crate::{ALGORITHM, encode::decode_exact};

impl Claims {
    /// `algorithm` is the query's `X-Amz-Algorithm`, still encoded.
    pub(super) fn from_query(algorithm: &str, query: &Query) -> Result<Self, RequestRefusal> {
        if algorithm != ALGORITHM {
            return Err(RequestRefusal::MissingAuthentication);
        }
        let credential = single(query, "X-Amz-Credential")?;
        let signature = single(query, "X-Amz-Signature")?;
        let signed_headers = single(query, "X-Amz-SignedHeaders")?;
        let date = single(query, "X-Amz-Date")?;
        let lifetime = single(query, "X-Amz-Expires")?.map_or(Lifetime::Skew, Lifetime::Stated);
        let session_token = single(query, "X-Amz-Security-Token")?;
        match (credential, signature, signed_headers, date) {
            (Some(credential), Some(signature), Some(signed_headers), Some(date)) => Ok(Self {
                credential,
                signed_headers: Self::split_signed_headers(&signed_headers),
                signature,
                date,
                session_token,
                lifetime,
            }),
            (credential, signature, signed_headers, date) => Err(incomplete(&[
                ("X-Amz-Credential", credential.is_some()),
                ("X-Amz-Signature", signature.is_some()),
                ("X-Amz-SignedHeaders", signed_headers.is_some()),
                ("X-Amz-Date", date.is_some()),
            ])),
        }
    }
}

fn incomplete(parameters: &[(&'static str, bool)]) -> RequestRefusal {
    let missing = parameters
        .iter()
        .filter(|(_, present)| !present)
        .map(|(name, _)| *name);
    RequestRefusal::IncompleteQuery {
        missing: missing.collect(),
    }
}

/// The one value of a signature parameter, decoded.
pub(super) fn single(query: &Query, name: &'static str) -> Result<Option<String>, RequestRefusal> {
    let mut values = query.all(name);
    let Some(first) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(RequestRefusal::Repeated { name });
    }
    // The query is in canonical encoding, so that only broken UTF-8 can fail here.
    match decode_exact(first) {
        Ok(value) => Ok(Some(value.into_owned())),
        Err(_) => Err(RequestRefusal::MalformedQuery),
    }
}
