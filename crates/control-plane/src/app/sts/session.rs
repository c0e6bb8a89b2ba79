//! Temporary credentials: the session sealed into a token, and the keys that go with it.

use aws_query::error::common::ACCESS_DENIED;
use aws_query::sts::Credentials;
use aws_query::sts::error::PACKED_POLICY_TOO_LARGE;
use aws_query::{ApiError, Secret, Timestamp};
use iam::login::{DatedKey, SessionDocument, SessionKind};
use seal::SealError;
use sigv4::SecretAccessKey;

use super::restrictions::Restrictions;
use crate::app::{Call, OrFail as _, internal};
use crate::caller::Identity;
use crate::entropy::random;
use crate::feed::derive_for_logins;
use crate::ids;

/// What a session is issued for.
#[derive(Debug)]
pub(super) struct Grant {
    /// Unique id of the principal it acts for.
    pub(super) principal_id: String,
    pub(super) kind: SessionKind,
    pub(super) seconds: i64,
    pub(super) source_identity: Option<String>,
    pub(super) restrictions: Restrictions,
    /// ARN of the identity provider that vouched for the caller.
    pub(super) federated_provider: Option<String>,
    /// What it said, as condition keys.
    pub(super) federated_claims: Vec<(String, Vec<String>)>,
}

impl Grant {
    /// A session that nothing narrows or describes.
    pub(super) fn new(principal_id: String, kind: SessionKind, seconds: i64) -> Self {
        Self {
            principal_id,
            kind,
            seconds,
            source_identity: None,
            restrictions: Restrictions::default(),
            federated_provider: None,
            federated_claims: Vec::new(),
        }
    }
}

/// A session as it is handed out.
#[derive(Debug)]
pub(super) struct Issued {
    pub(super) credentials: Credentials,
    /// `PackedPolicySize`.
    pub(super) packed_percent: Option<i32>,
}

/// Issues temporary credentials. Nothing is stored: the token carries the session, and the secret is
/// made from the key id.
pub(super) fn issue(call: &Call<'_>, grant: Grant) -> Result<Issued, ApiError> {
    let realm = call.realm;
    let entropy = &*realm.entropy;
    let access_key_id = ids::session_key_id(&realm.account.id, entropy).or_fail()?;
    let secret = realm.keyring.session_secret(&access_key_id);
    let document = document(call, grant, access_key_id, &secret);
    let nonce = random(entropy).or_fail()?;
    let sealer = realm.session_tokens.sealer(call.state).or_fail()?;
    let sealed = sealer.seal(&document, nonce);
    let sealed = sealed.map_err(|error| unsealed(error, &document))?;
    Ok(Issued {
        credentials: Credentials {
            secret_access_key: Secret::new(secret.expose().to_owned()),
            session_token: sealed.token.to_string(),
            expiration: Timestamp::from_unix(document.expires_at.as_unix()),
            access_key_id: document.access_key_id,
        },
        packed_percent: sealed
            .packed_percent
            .and_then(|percent| i32::try_from(percent).ok()),
    })
}

fn document(
    call: &Call<'_>,
    grant: Grant,
    access_key_id: String,
    secret: &SecretAccessKey,
) -> SessionDocument {
    let expires_at = sigv4::Timestamp::from_unix(call.now.as_unix() + grant.seconds);
    let restrictions = grant.restrictions;
    SessionDocument {
        access_key_id,
        region: call.realm.account.region.clone(),
        signing_keys: login_keys(call, secret, expires_at),
        principal_id: grant.principal_id,
        kind: grant.kind,
        issued_at: call.now,
        expires_at,
        source_identity: grant.source_identity,
        tags: restrictions.tags,
        transitive_tag_keys: restrictions.transitive_tag_keys,
        policy: restrictions.policy,
        policy_arns: restrictions.policy_arns,
        mfa_at: None,
        federated_provider: grant.federated_provider,
        federated_claims: grant.federated_claims,
    }
}

/// One signing key for each UTC day on which the session is in force.
fn login_keys(
    call: &Call<'_>,
    secret: &SecretAccessKey,
    expires_at: sigv4::Timestamp,
) -> Vec<DatedKey> {
    let region = &call.realm.account.region;
    let days = std::iter::successors(Some(call.now.date()), |day| Some(day.next()));
    days.take_while(|day| *day <= expires_at.date())
        .map(|day| derive_for_logins(secret, day, region))
        .collect()
}

fn unsealed(error: SealError, document: &SessionDocument) -> ApiError {
    let tags_alone = document.policy.is_none() && document.policy_arns.is_empty();
    let text = match error {
        SealError::PackedTooLarge { percent } if tags_alone => {
            format!("Packed size of session tags consumes {percent}% of allotted space.")
        }
        SealError::PackedTooLarge { percent } => format!(
            "Packed policy consumes {percent}% of allotted space, please use smaller policy."
        ),
        SealError::TooLong { .. } => {
            "The session token would be longer than a session token may be.".to_owned()
        }
        error => return internal(error),
    };
    PACKED_POLICY_TOO_LARGE.because(text)
}

/// Sessions of a user or of the root are for those who have long-term keys.
pub(super) fn refuse_sessions(call: &Call<'_>, operation: &str) -> Result<(), ApiError> {
    match (call.caller.session(), call.caller.identity()) {
        (None, Identity::Root | Identity::User(_)) => Ok(()),
        _ => {
            Err(ACCESS_DENIED.because(format!("Cannot call {operation} with session credentials")))
        }
    }
}
