//! Sessions of who has long-term keys: their own (`GetSessionToken`), or for somebody whom they vouch
//! for (`GetFederationToken`).

use aws_query::error::common::{ACCESS_DENIED, VALIDATION_ERROR};
use aws_query::sts::{self, FederatedUser, GetFederationToken, GetSessionToken};
use aws_query::{ApiError, Operation as _};
use iam::login::SessionKind;

use super::restrictions::Restrictions;
use super::session::{Grant, issue, refuse_sessions};
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::Identity;
use crate::realm::Realm;
use crate::reset::root_id;

pub(super) const OPERATIONS: &[Entry] = operations![GetFederationToken, GetSessionToken];

/// Where a request names no duration.
const DEFAULT_SECONDS: i64 = 43_200;

/// What the root gets at most.
const MAX_ROOT_SECONDS: i64 = 3_600;

impl Handler for GetSessionToken {
    /// Whoever has keys may (IAM guide, *Permissions for GetSessionToken*).
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(None)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        refuse_sessions(call, Self::NAME)?;
        refuse_mfa(input.serial_number.as_deref(), input.token_code.as_deref())?;
        let issued = issue(
            call,
            Grant::new(
                principal_id(call)?,
                SessionKind::SamePrincipal,
                seconds(call, input.duration_seconds)?,
            ),
        )?;
        Ok(Outcome::read(sts::GetSessionTokenResponse {
            credentials: Some(issued.credentials),
            ..sts::GetSessionTokenResponse::default()
        }))
    }
}

impl Handler for GetFederationToken {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let arn = federated_arn(asked.realm, &input.name);
        let permission = Permission::new("sts:GetFederationToken", arn);
        let tags = Restrictions::default().with_tags(input.tags.clone(), None)?;
        Ok(Some(tags.describe(permission)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        refuse_sessions(call, Self::NAME)?;
        let Identity::User(user) = call.caller.identity() else {
            return Err(
                ACCESS_DENIED.because("GetFederationToken takes the credentials of a user.")
            );
        };
        let restrictions = Restrictions::default()
            .with_policies(input.policy, input.policy_arns, call.state)?
            .with_tags(input.tags, None)?;
        let arn = federated_arn(call.realm, &input.name);
        if !restrictions.tags.is_empty() {
            let tagging = restrictions.describe(Permission::new("sts:TagSession", arn.clone()));
            call.also_needs(&tagging)?;
        }
        let issued = issue(
            call,
            Grant {
                restrictions,
                ..Grant::new(
                    user.entity.id.clone(),
                    SessionKind::FederatedUser(input.name.clone()),
                    seconds(call, input.duration_seconds)?,
                )
            },
        )?;
        Ok(Outcome::read(sts::GetFederationTokenResponse {
            credentials: Some(issued.credentials),
            federated_user: Some(FederatedUser {
                federated_user_id: format!("{}:{}", call.realm.account.id, input.name),
                arn,
            }),
            packed_policy_size: issued.packed_percent,
            ..sts::GetFederationTokenResponse::default()
        }))
    }
}

fn principal_id(call: &Call<'_>) -> Result<String, ApiError> {
    match call.caller.identity() {
        Identity::Root => root_id(call.state, &call.realm.account).or_fail(),
        _ => Ok(call.caller.user_id().to_owned()),
    }
}

fn federated_arn(realm: &Realm, name: &str) -> String {
    let account = &realm.account;
    format!(
        "arn:{}:sts::{}:federated-user/{name}",
        account.partition, account.id
    )
}

/// The root's sessions last an hour at most, whatever it asks for.
fn seconds(call: &Call<'_>, asked: Option<i32>) -> Result<i64, ApiError> {
    let root = matches!(call.caller.identity(), Identity::Root);
    let asked = asked.map(i64::from).unwrap_or(DEFAULT_SECONDS);
    Ok(if root {
        asked.min(MAX_ROOT_SECONDS)
    } else {
        asked
    })
}

/// Nobody has an MFA device here, so no code can be right.
pub(super) fn refuse_mfa(serial: Option<&str>, code: Option<&str>) -> Result<(), ApiError> {
    match (serial, code) {
        (None, None) => Ok(()),
        (Some(_), Some(_)) => Err(ACCESS_DENIED.because(
            "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your \
             MFA serial number is valid and associated with this user.",
        )),
        _ => Err(VALIDATION_ERROR.because(
            "MultiFactorAuthentication failed, must provide both MFA serial number and one time \
             pass code.",
        )),
    }
}
