//! `AssumeRoleWithWebIdentity`: a role for whom an OpenID Connect provider vouches for. The caller has no
//! credentials; the token was verified before (`authenticate::web_identity`), and is the caller.

use aws_query::ApiError;
use aws_query::error::common::{ACCESS_DENIED, VALIDATION_ERROR};
use aws_query::sts::error::IDP_REJECTED_CLAIM;
use aws_query::sts::{self, AssumeRoleWithWebIdentity, AssumeRoleWithWebIdentityRequest, Tag};
use iam::login::SessionKind;

use super::restrictions::Restrictions;
use super::role::{Wanted, refused_for_want_of_it};
use super::session::{Grant, issue};
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::{AuthenticatedCaller, Identity, WebIdentity};
use crate::state::{Role, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![AssumeRoleWithWebIdentity];

/// Session tags, and characters of their keys and values (STS API reference, *Tag*).
const MAX_TAGS: usize = 50;
const MAX_TAG_KEY: usize = 128;
const MAX_TAG_VALUE: usize = 256;

/// Characters of a source identity (STS API reference, *AssumeRole*).
const SOURCE_IDENTITY: std::ops::RangeInclusive<usize> = 2..=64;

impl Handler for AssumeRoleWithWebIdentity {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let identity = identity(asked.caller)?;
        let wanted = wanted(input, identity)?;
        let role = role(&wanted, asked)?;
        let permission = wanted.permission("sts:AssumeRoleWithWebIdentity", &role, asked)?;
        Ok(Some(described(identity)?.describe(permission)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        if input.provider_id.is_some() {
            return Err(VALIDATION_ERROR.because(
                "ProviderId goes with access tokens of OAuth 2.0, none of which are taken here.",
            ));
        }
        let identity = identity(call.caller)?;
        let wanted = wanted(&input, identity)?;
        let role = role(&wanted, &call.asked())?;
        let restrictions = described(identity)?.with_policies(
            input.policy.clone(),
            input.policy_arns.clone(),
            call.state,
        )?;
        let also = [
            (!restrictions.tags.is_empty()).then_some("sts:TagSession"),
            wanted.source_identity.map(|_| "sts:SetSourceIdentity"),
        ];
        for action in also.into_iter().flatten() {
            let further = wanted.permission(action, &role, &call.asked())?;
            call.also_needs(&restrictions.describe(further))?;
        }
        let source_identity = wanted.source_identity.map(str::to_owned);
        let issued = issue(
            call,
            Grant {
                source_identity: source_identity.clone(),
                restrictions,
                federated_provider: Some(identity.provider_arn.clone()),
                federated_claims: identity.condition_keys(),
                ..Grant::new(
                    role.entity.id.clone(),
                    SessionKind::AssumedRole(input.role_session_name.clone()),
                    wanted.seconds(call, &role)?,
                )
            },
        )?;
        let claims = identity.token.claims();
        Ok(Outcome::read(sts::AssumeRoleWithWebIdentityResponse {
            credentials: Some(issued.credentials),
            subject_from_web_identity_token: Some(claims.subject.clone()),
            assumed_role_user: Some(wanted.assumed(&role, call.realm)),
            packed_policy_size: issued.packed_percent,
            provider: Some(identity.provider_arn.clone()),
            audience: Some(identity.token.audience().to_owned()),
            source_identity,
            ..sts::AssumeRoleWithWebIdentityResponse::default()
        }))
    }
}

/// A caller with credentials is never one of these: their token was not asked for.
fn identity(caller: &AuthenticatedCaller) -> Result<&WebIdentity, ApiError> {
    match caller.identity() {
        Identity::Bearer(identity) => Ok(identity),
        _ => Err(not_authorized()),
    }
}

fn wanted<'a>(
    input: &'a AssumeRoleWithWebIdentityRequest,
    identity: &'a WebIdentity,
) -> Result<Wanted<'a>, ApiError> {
    let source_identity = identity.token.claims().source_identity.as_deref();
    if !source_identity.is_none_or(is_source_identity) {
        return Err(IDP_REJECTED_CLAIM.because("The source identity of the token is not valid."));
    }
    Ok(Wanted {
        role_arn: &input.role_arn,
        session_name: &input.role_session_name,
        external_id: None,
        source_identity,
        seconds: input.duration_seconds,
    })
}

/// `[\w+=,.@-]*` (STS API reference, *AssumeRole*).
fn is_source_identity(text: &str) -> bool {
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    SOURCE_IDENTITY.contains(&text.len()) && text.bytes().all(known)
}

fn described(identity: &WebIdentity) -> Result<Restrictions, ApiError> {
    let tags = &identity.token.claims().tags;
    let fits = |(key, value): &(String, String)| {
        (1..=MAX_TAG_KEY).contains(&key.chars().count()) && value.chars().count() <= MAX_TAG_VALUE
    };
    if tags.principal.len() > MAX_TAGS || !tags.principal.iter().all(fits) {
        return Err(IDP_REJECTED_CLAIM.because("The session tags of the token are not valid."));
    }
    let given = tags.principal.iter().cloned();
    let tags_given = given.map(|(key, value)| Tag { key, value }).collect();
    Restrictions::default().with_tags(Some(tags_given), Some(tags.transitive_keys.clone()))
}

/// A role that is not there is refused like one that does not trust the caller.
fn role(wanted: &Wanted<'_>, asked: &Asked<'_>) -> Result<Stored<Role>, ApiError> {
    wanted.role(asked)?.ok_or_else(|| {
        refused_for_want_of_it(wanted, asked, "sts:AssumeRoleWithWebIdentity");
        not_authorized()
    })
}

fn not_authorized() -> ApiError {
    ACCESS_DENIED.because("Not authorized to perform sts:AssumeRoleWithWebIdentity")
}
