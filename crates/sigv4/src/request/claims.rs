//! What a request says of its signature, and whether that can be so.

use super::canonical::Headers;
use super::{MAX_EXPIRES_SECONDS, SKEW_SECONDS};
use super::{RequestExpectation, RequestRefusal, ScopeProblem};
use crate::{CredentialScope, ScopeDate, TERMINATOR, Timestamp};

/// What a request says of its signature, in whichever form.
pub(super) struct Claims {
    pub(super) credential: String,
    /// Sorted.
    pub(super) signed_headers: Vec<String>,
    pub(super) signature: String,
    pub(super) date: String,
    pub(super) session_token: Option<String>,
    pub(super) lifetime: Lifetime,
}

/// How long a signature is good for.
pub(super) enum Lifetime {
    /// [`SKEW_SECONDS`] from its date.
    Skew,
    /// What a presigned request's `X-Amz-Expires` says.
    Stated(String),
}

impl Claims {
    pub(super) fn split_signed_headers(text: &str) -> Vec<String> {
        let mut names: Vec<_> = text.split(';').map(str::to_owned).collect();
        names.sort_unstable();
        names
    }

    pub(super) fn check_signed_headers(&self, headers: Headers<'_>) -> Result<(), RequestRefusal> {
        let signed = |name: &str| self.signed_headers.iter().any(|signed| signed == name);
        if !signed("host") {
            return Err(RequestRefusal::HostNotSigned);
        }
        let mut sent = headers.0.iter().map(|(name, _)| name.to_ascii_lowercase());
        match sent.find(|name| name.starts_with("x-amz-") && !signed(name)) {
            Some(name) => Err(RequestRefusal::HeaderNotSigned { name }),
            None => Ok(()),
        }
    }

    pub(super) fn parse_date(&self) -> Result<Timestamp, RequestRefusal> {
        Timestamp::parse_amz(&self.date)
            .or_else(|_| Timestamp::parse_http(&self.date))
            .map_err(|_| RequestRefusal::MalformedDate {
                found: self.date.clone(),
            })
    }

    pub(super) fn check_time(
        &self,
        signed_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), RequestRefusal> {
        let (age, skew) = (now.seconds_since(signed_at), i64::from(SKEW_SECONDS));
        if age < -skew {
            return Err(RequestRefusal::NotYetCurrent { signed_at, now });
        }
        match self.lifetime.seconds()? {
            None if age > skew => Err(RequestRefusal::Expired { signed_at, now }),
            Some(expires_seconds) if age > i64::from(expires_seconds) => {
                Err(RequestRefusal::PresignedExpired {
                    signed_at,
                    expires_seconds,
                    now,
                })
            }
            _ => Ok(()),
        }
    }

    pub(super) fn parse_credential(
        &self,
        signed_at: Timestamp,
        expected: &RequestExpectation<'_>,
    ) -> Result<(String, CredentialScope), RequestRefusal> {
        let parts: Vec<_> = self.credential.split('/').collect();
        let [id, date, region, service, terminator] = *parts.as_slice() else {
            return Err(RequestRefusal::MalformedCredential {
                found: self.credential.clone(),
            });
        };
        let mut problems = Vec::new();
        if !expected.regions.contains(&region) {
            problems.push(ScopeProblem::Region {
                found: region.to_owned(),
            });
        }
        if !expected.services.contains(&service) {
            let expected = expected
                .services
                .iter()
                .map(|&service| service.to_owned())
                .collect();
            problems.push(ScopeProblem::Service { expected });
        }
        if terminator != TERMINATOR {
            problems.push(ScopeProblem::Terminator {
                found: terminator.to_owned(),
            });
        }
        let day = signed_at.date();
        if ScopeDate::parse(date) != Ok(day) {
            let found = date.to_owned();
            problems.push(ScopeProblem::Date {
                found,
                expected: day,
                signed_at,
            });
        }
        if !problems.is_empty() {
            return Err(RequestRefusal::WrongScope(problems));
        }
        let (region, service) = (region.to_owned(), service.to_owned());
        Ok((
            id.to_owned(),
            CredentialScope {
                date: day,
                region,
                service,
            },
        ))
    }

    /// IAM User Guide, `reference_identifiers`. Keys of other prefixes are left to the lookup.
    pub(super) fn check_key_kind(&self, access_key_id: &str) -> Result<(), RequestRefusal> {
        let mismatched = match &self.session_token {
            Some(_) => access_key_id.starts_with("AKIA"),
            None => access_key_id.starts_with("ASIA"),
        };
        if mismatched {
            Err(RequestRefusal::InvalidClientToken)
        } else {
            Ok(())
        }
    }
}

impl Lifetime {
    fn seconds(&self) -> Result<Option<u32>, RequestRefusal> {
        let Self::Stated(text) = self else {
            return Ok(None);
        };
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse()
            .ok()
            .filter(|seconds| digits && (1..=MAX_EXPIRES_SECONDS).contains(seconds))
            .map(Some)
            .ok_or_else(|| RequestRefusal::BadExpires {
                found: text.clone(),
            })
    }
}
