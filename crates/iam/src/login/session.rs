//! What a session token from our STS carries, and how it is opened.
//!
//! The token itself is made and opened by the crate `seal`; an agent that has never heard of the
//! session learns everything from it, with no call to the control plane.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use sigv4::{ScopeDate, SigningKey, Timestamp};

use super::document::{DatedKey, MAX_KEY_DATES, unix_seconds};
use crate::NamedPolicy;
use crate::policy::{Policy, PolicyKind};

/// The content of a session token. Field names are short where they are written, since the token
/// travels inside every database token of the session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SessionDocument {
    /// `ASIA…`
    #[serde(rename = "k")]
    pub access_key_id: String,
    /// The region that [`SessionDocument::signing_keys`] are derived for.
    #[serde(rename = "g")]
    pub region: String,
    /// One for each UTC day from issue to expiry, at most [`MAX_KEY_DATES`].
    #[serde(rename = "d")]
    pub signing_keys: Vec<DatedKey>,
    /// Unique id of the principal it acts for: `AROA…` of the role, `AIDA…` of the user, or the
    /// account id for the root.
    #[serde(rename = "p")]
    pub principal_id: String,
    /// What was issued.
    #[serde(rename = "a")]
    pub kind: SessionKind,
    /// When it was issued: `aws:TokenIssueTime`.
    #[serde(rename = "i", with = "unix_seconds")]
    pub issued_at: Timestamp,
    /// It is refused from this second on.
    #[serde(rename = "x", with = "unix_seconds")]
    pub expires_at: Timestamp,
    /// `SourceIdentity`.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub source_identity: Option<String>,
    /// Session tags; they override tags of the principal with the same key.
    #[serde(rename = "t", default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<(String, String)>,
    /// Keys of those tags that go on to a role assumed with this session.
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    pub transitive_tag_keys: Vec<String>,
    /// `Policy`: an inline session policy.
    #[serde(rename = "y", default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// `PolicyArns`: managed session policies, found in the snapshot.
    #[serde(rename = "z", default, skip_serializing_if = "Vec::is_empty")]
    pub policy_arns: Vec<String>,
    /// When the MFA code was given, if one was: `aws:MultiFactorAuthAge` counts from here.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mfa_at: Option<i64>,
    /// `aws:FederatedProvider`.
    #[serde(rename = "f", default, skip_serializing_if = "Option::is_none")]
    pub federated_provider: Option<String>,
    /// What the provider said of the session's holder, as condition keys: `idp.example.com:sub`, ….
    #[serde(rename = "w", default, skip_serializing_if = "Vec::is_empty")]
    pub federated_claims: Vec<(String, Vec<String>)>,
}

/// Which operation of STS issued a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionKind {
    /// `AssumeRole` and its relatives, with the role session name.
    #[serde(rename = "r")]
    AssumedRole(String),
    /// `GetSessionToken` of a user or of the root: the caller stays who they are.
    #[serde(rename = "u")]
    SamePrincipal,
    /// `GetFederationToken`, with the federated user's name.
    #[serde(rename = "f")]
    FederatedUser(String),
}

/// An opened session: its token was made by the control plane and its policies are compiled.
#[derive(Debug)]
pub struct Session {
    document: SessionDocument,
    policy: Option<NamedPolicy>,
}

/// Why a session token does not open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionRefusal {
    /// Not one of ours, damaged, or made for other agents.
    #[error("{0}")]
    Invalid(String),
    /// It was one of ours.
    #[error("the session expired at {expired_at}")]
    Expired {
        /// Its last second.
        expired_at: Timestamp,
    },
}

/// Opens session tokens.
pub trait Sessions {
    /// Opens a token, refusing one that is not genuine or no longer in force at `now`.
    fn open(&self, session_token: &str, now: Timestamp) -> Result<Arc<Session>, SessionRefusal>;
}

impl Session {
    /// Takes a document that was taken from a genuine token, and compiles its policy.
    pub fn compile(document: SessionDocument) -> Result<Self, SessionRefusal> {
        if document.signing_keys.len() > MAX_KEY_DATES {
            return Err(SessionRefusal::Invalid(format!(
                "the session carries {} keys, more than {MAX_KEY_DATES}",
                document.signing_keys.len()
            )));
        }
        let policy = document.policy.as_deref().map(inline_policy).transpose()?;
        Ok(Self { document, policy })
    }

    /// What the token carries.
    pub fn document(&self) -> &SessionDocument {
        &self.document
    }

    /// Refuses a session that has expired.
    pub fn in_force(&self, now: Timestamp) -> Result<(), SessionRefusal> {
        let expired_at = self.document.expires_at;
        if now >= expired_at {
            Err(SessionRefusal::Expired { expired_at })
        } else {
            Ok(())
        }
    }

    pub(super) fn inline_policy(&self) -> Option<&NamedPolicy> {
        self.policy.as_ref()
    }

    pub(super) fn signing_key(&self, date: ScopeDate, region: &str) -> Option<&SigningKey> {
        let keys = (self.document.region == region).then_some(&self.document.signing_keys)?;
        keys.iter()
            .find(|dated| dated.date == date)
            .map(|dated| &dated.key)
    }
}

fn inline_policy(text: &str) -> Result<NamedPolicy, SessionRefusal> {
    let policy = Policy::parse(text, PolicyKind::Session)
        .map_err(|error| SessionRefusal::Invalid(format!("the session policy: {error}")))?;
    Ok(NamedPolicy::new(
        "the inline session policy",
        Arc::new(policy),
    ))
}
