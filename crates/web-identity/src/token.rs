//! A token, from its text to what may be believed of it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sigv4::Timestamp;

use crate::claims::Claims;
use crate::json::Object;
use crate::keys::{Algorithm, KeySet};
use crate::refusal::{Malformed, Refusal};
use crate::{MAX_TOKEN_BYTES, SKEW_SECONDS};

/// A token as somebody presents it. Nothing of it is believed; its issuer and key id say whose keys to
/// verify it with.
#[derive(Debug, Clone)]
pub struct PresentedToken {
    signed: String,
    signature: Vec<u8>,
    algorithm: Algorithm,
    key_id: Option<String>,
    claims: Claims,
}

/// A token whose signature, audience and times were verified. Made by [`PresentedToken::verify`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifiedToken {
    claims: Claims,
    audience: String,
}

/// What a provider's tokens must say.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// The provider's URL. `iss` may have a `/` behind it.
    pub issuer: &'a str,
    /// Audiences that its tokens may be for; one of them is enough.
    pub audiences: &'a [String],
}

impl PresentedToken {
    /// Takes a token apart.
    ///
    /// # Errors
    /// [`Malformed`] for what is no token that STS would look at.
    pub fn parse(text: &str) -> Result<Self, Malformed> {
        if text.len() > MAX_TOKEN_BYTES {
            return Err(Malformed::TooLong(text.len()));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or(Malformed::Form)?;
        let (header, claims) = signed.split_once('.').ok_or(Malformed::Form)?;
        let header = Object::parse(&decoded(header)?).ok_or(Malformed::Form)?;
        let named = header.text("alg").ok_or(Malformed::Form)?;
        let algorithm =
            Algorithm::named(named).ok_or_else(|| Malformed::Algorithm(named.to_owned()))?;
        if header.get("crit").is_some() {
            return Err(Malformed::Critical);
        }
        let key_id = match header.get("kid") {
            Some(id) => Some(id.text().ok_or(Malformed::Form)?.to_owned()),
            None => None,
        };
        let claims = Object::parse(&decoded(claims)?).ok_or(Malformed::Form)?;
        Ok(Self {
            signed: signed.to_owned(),
            signature: decoded(signature)?,
            algorithm,
            key_id,
            claims: Claims::read(&claims)?,
        })
    }

    /// Whose it says it is.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.claims.issuer
    }

    /// Believes the token if one of `keys` signed it, and if it is for us and in force at `now`.
    ///
    /// # Errors
    /// [`Refusal`], of which [`Refusal::NoKey`] may be a key set's age.
    pub fn verify(
        self,
        keys: &KeySet,
        expected: Expected<'_>,
        now: Timestamp,
    ) -> Result<VerifiedToken, Refusal> {
        let issuer = self.claims.issuer.as_str();
        if issuer.strip_suffix('/').unwrap_or(issuer) != expected.issuer {
            return Err(Refusal::Issuer(self.claims.issuer));
        }
        self.verify_signature(keys)?;
        let claims = self.claims;
        let is_ours = |audience: &&String| expected.audiences.contains(audience);
        let Some(audience) = claims.audiences.iter().find(is_ours).cloned() else {
            return Err(Refusal::Audience(claims.audiences));
        };
        in_force(&claims, now)?;
        Ok(VerifiedToken { claims, audience })
    }

    fn verify_signature(&self, keys: &KeySet) -> Result<(), Refusal> {
        let id = self.key_id.as_deref();
        let mut candidates = keys.candidates(id, self.algorithm).peekable();
        if candidates.peek().is_none() {
            return Err(Refusal::NoKey(id.unwrap_or_default().to_owned()));
        }
        let message = self.signed.as_bytes();
        candidates
            .any(|key| key.signed(self.algorithm, message, &self.signature))
            .then_some(())
            .ok_or(Refusal::Signature)
    }
}

impl VerifiedToken {
    /// What the provider says.
    #[must_use]
    pub fn claims(&self) -> &Claims {
        &self.claims
    }

    /// The one of its audiences that was expected.
    #[must_use]
    pub fn audience(&self) -> &str {
        &self.audience
    }
}

/// Without padding, and without bits to spare.
fn decoded(part: &str) -> Result<Vec<u8>, Malformed> {
    URL_SAFE_NO_PAD.decode(part).map_err(|_| Malformed::Form)
}

fn in_force(claims: &Claims, now: Timestamp) -> Result<(), Refusal> {
    let seconds = now.as_unix();
    if seconds >= claims.expires_at {
        return Err(Refusal::Expired {
            expired_at: Timestamp::from_unix(claims.expires_at),
            now,
        });
    }
    let begins = claims
        .not_before
        .unwrap_or(claims.issued_at)
        .max(claims.issued_at);
    if begins.saturating_sub(SKEW_SECONDS) > seconds {
        return Err(Refusal::Early {
            not_before: Timestamp::from_unix(begins),
            now,
        });
    }
    Ok(())
}
