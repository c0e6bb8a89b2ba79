//! What a token says (OpenID Connect Core 1.0, section 2; for tags and the source identity the IAM guide,
//! *Pass session tags in AWS STS*).

use crate::MAX_SUBJECT;
use crate::json::{Json, Object};
use crate::refusal::Malformed;

const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// The claims that STS reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: the provider's URL.
    pub issuer: String,
    /// `sub`: whom the provider speaks of.
    pub subject: String,
    /// Whom it is for: `azp` where there is one, else every `aud`.
    pub audiences: Vec<String>,
    /// Every `aud`.
    pub original_audiences: Vec<String>,
    /// `amr`: how the subject proved to be it.
    pub methods: Vec<String>,
    /// Session tags that the provider asks for.
    pub tags: Tags,
    /// The source identity that it asks for.
    pub source_identity: Option<String>,
    pub(crate) issued_at: i64,
    pub(crate) not_before: Option<i64>,
    pub(crate) expires_at: i64,
}

/// Session tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tags {
    /// Key to value.
    pub principal: Vec<(String, String)>,
    /// Keys of those that go on to roles assumed with the session.
    pub transitive_keys: Vec<String>,
}

impl Claims {
    pub(crate) fn read(claims: &Object) -> Result<Self, Malformed> {
        let original_audiences = audiences(claims)?;
        let audiences = match claims.get("azp") {
            Some(party) => vec![party.text().ok_or(Malformed::Claim("azp"))?.to_owned()],
            None => original_audiences.clone(),
        };
        let subject = text(claims, "sub")?;
        if subject.is_empty() || subject.chars().count() > MAX_SUBJECT {
            return Err(Malformed::Claim("sub"));
        }
        Ok(Self {
            issuer: text(claims, "iss")?,
            subject,
            audiences,
            original_audiences,
            methods: match claims.get("amr") {
                Some(methods) => methods.texts().ok_or(Malformed::Claim("amr"))?,
                None => Vec::new(),
            },
            tags: tags(claims)?,
            source_identity: match claims.get(SOURCE_IDENTITY) {
                Some(_) => Some(text(claims, SOURCE_IDENTITY)?),
                None => None,
            },
            issued_at: required(claims, "iat")?,
            not_before: match claims.get("nbf") {
                Some(_) => Some(required(claims, "nbf")?),
                None => None,
            },
            expires_at: required(claims, "exp")?,
        })
    }
}

fn text(claims: &Object, name: &'static str) -> Result<String, Malformed> {
    match claims.get(name) {
        Some(value) => value
            .text()
            .map(str::to_owned)
            .ok_or(Malformed::Claim(name)),
        None => Err(Malformed::Missing(name)),
    }
}

/// A moment, in whole seconds: STS takes no fractions.
fn required(claims: &Object, name: &'static str) -> Result<i64, Malformed> {
    match claims.get(name) {
        Some(value) => value.integer().ok_or(Malformed::Claim(name)),
        None => Err(Malformed::Missing(name)),
    }
}

/// One text, or a list of them.
fn audiences(claims: &Object) -> Result<Vec<String>, Malformed> {
    match claims.get("aud") {
        Some(Json::Text(one)) => Ok(vec![one.clone()]),
        Some(several) => several
            .texts()
            .filter(|texts| !texts.is_empty())
            .ok_or(Malformed::Claim("aud")),
        None => Err(Malformed::Missing("aud")),
    }
}

fn tags(claims: &Object) -> Result<Tags, Malformed> {
    let Some(given) = claims.get(TAGS) else {
        return Ok(Tags::default());
    };
    let read = || {
        let given = given.object()?;
        let principal = match given.get("principal_tags") {
            Some(tags) => tags
                .object()?
                .members()
                .map(|(key, value)| Some((key.to_owned(), one_text(value)?)))
                .collect::<Option<_>>()?,
            None => Vec::new(),
        };
        let transitive_keys = match given.get("transitive_tag_keys") {
            Some(keys) => keys.texts()?,
            None => Vec::new(),
        };
        Some(Tags {
            principal,
            transitive_keys,
        })
    };
    read().ok_or(Malformed::Claim(TAGS))
}

/// A tag's value: a text, or a list of one.
fn one_text(value: &Json) -> Option<String> {
    match value {
        Json::List(items) => match &items[..] {
            [Json::Text(one)] => Some(one.clone()),
            _ => None,
        },
        one => one.text().map(str::to_owned),
    }
}
