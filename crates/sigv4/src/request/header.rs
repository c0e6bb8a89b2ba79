//! The header form: `Authorization: AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.

use super::RequestRefusal;
use super::canonical::Headers;
use super::claims::{Claims, Lifetime};
use crate::ALGORITHM;

impl Claims {
    /// `authorization` is the header's one value.
    pub(super) fn from_header(
        authorization: &[u8],
        headers: Headers<'_>,
    ) -> Result<Self, RequestRefusal> {
        let text = String::from_utf8_lossy(authorization);
        let text = text.trim_ascii();
        let (algorithm, parameters) = text.split_once(' ').unwrap_or((text, ""));
        if algorithm != ALGORITHM {
            return Err(RequestRefusal::UnsupportedAlgorithm {
                found: algorithm.to_owned(),
            });
        }
        let parameters = Parameters::split(parameters)?;
        let date = match single(headers, "x-amz-date")? {
            Some(date) => Some(date),
            None => single(headers, "date")?,
        };
        let (Some(credential), Some(signature), Some(signed_headers), Some(date)) = (
            parameters.credential,
            parameters.signature,
            parameters.signed_headers,
            &date,
        ) else {
            return Err(parameters.incomplete(date.is_none()));
        };
        Ok(Self {
            credential: credential.to_owned(),
            signed_headers: Self::split_signed_headers(signed_headers),
            signature: signature.to_owned(),
            date: date.clone(),
            session_token: single(headers, "x-amz-security-token")?,
            lifetime: Lifetime::Skew,
        })
    }
}

#[derive(Default)]
struct Parameters<'a> {
    credential: Option<&'a str>,
    signed_headers: Option<&'a str>,
    signature: Option<&'a str>,
}

impl<'a> Parameters<'a> {
    fn split(text: &'a str) -> Result<Self, RequestRefusal> {
        let mut parameters = Self::default();
        for parameter in text
            .split(',')
            .map(str::trim_ascii)
            .filter(|text| !text.is_empty())
        {
            let (name, value) =
                parameter
                    .split_once('=')
                    .ok_or_else(|| RequestRefusal::NotKeyValue {
                        parameter: parameter.to_owned(),
                    })?;
            let (name, slot) = match name {
                "Credential" => ("Credential", &mut parameters.credential),
                "SignedHeaders" => ("SignedHeaders", &mut parameters.signed_headers),
                "Signature" => ("Signature", &mut parameters.signature),
                _ => continue,
            };
            if slot.replace(value).is_some() {
                return Err(RequestRefusal::Repeated { name });
            }
        }
        Ok(parameters)
    }

    fn incomplete(&self, without_date: bool) -> RequestRefusal {
        let found = [
            ("Credential", self.credential),
            ("Signature", self.signature),
            ("SignedHeaders", self.signed_headers),
        ];
        let missing = found
            .iter()
            .filter(|(_, value)| value.is_none())
            .map(|(name, _)| *name);
        RequestRefusal::IncompleteHeader {
            missing: missing.collect(),
            without_date,
        }
    }
}

/// The one value of a header that decides about the signature.
pub(super) fn single(
    headers: Headers<'_>,
    name: &'static str,
) -> Result<Option<String>, RequestRefusal> {
    let mut values = headers.all(name);
    let first = values
        .next()
        .map(|value| String::from_utf8_lossy(value).trim_ascii().to_owned());
    if values.next().is_some() {
        return Err(RequestRefusal::Repeated { name });
    }
    Ok(first)
}
