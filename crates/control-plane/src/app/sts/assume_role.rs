//! `AssumeRole`.

use aws_query::ApiError;
use aws_query::error::common::{ACCESS_DENIED, VALIDATION_ERROR};
use aws_query::sts::{self, AssumeRole, AssumeRoleRequest, AssumedRoleUser};
use iam::Arn;
use iam::login::{SessionDocument, SessionKind};
use iam::policy::PolicyKind;

use super::own_sessions::refuse_mfa;
use super::restrictions::Restrictions;
use super::session::{Grant, issue};
use crate::app::iam::trust_policy;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::{AuthenticatedCaller, Identity};
use crate::realm::Realm;
use crate::standing::BoundPolicy;
use crate::state::{Role, State, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![AssumeRole];

/// Where a request names no duration.
const DEFAULT_SECONDS: i64 = 3_600;

/// With a session of a role, another role is assumed for an hour at most (IAM guide, *Role chaining*).
const MAX_CHAINED_SECONDS: i64 = 3_600;

impl Handler for AssumeRole {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        refuse_who_cannot(asked.caller)?;
        let role = role(input, asked)?;
        let session = session_of(asked.caller);
        let restrictions = described(input)?.inheriting(session)?;
        let permission = about(input, &role, "sts:AssumeRole", asked)?;
        Ok(Some(restrictions.describe(permission)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        refuse_mfa(input.serial_number.as_deref(), input.token_code.as_deref())?;
        let role = role(&input, &call.asked())?;
        let session = session_of(call.caller);
        let restrictions = described(&input)?.inheriting(session)?.with_policies(
            input.policy.clone(),
            input.policy_arns.clone(),
            call.state,
        )?;
        let source_identity = source_identity(&input, session)?;
        if !restrictions.tags.is_empty() {
            let tagging =
                restrictions.describe(about(&input, &role, "sts:TagSession", &call.asked())?);
            call.also_needs(&tagging)?;
        }
        if source_identity.is_some() {
            let naming = restrictions.describe(about(
                &input,
                &role,
                "sts:SetSourceIdentity",
                &call.asked(),
            )?);
            call.also_needs(&naming)?;
        }
        let issued = issue(
            call,
            Grant {
                principal_id: role.entity.id.clone(),
                kind: SessionKind::AssumedRole(input.role_session_name.clone()),
                seconds: seconds(call, &role, input.duration_seconds)?,
                source_identity: source_identity.clone(),
                restrictions,
            },
        )?;
        Ok(Outcome::read(sts::AssumeRoleResponse {
            credentials: Some(issued.credentials),
            assumed_role_user: Some(assumed(&role, &input.role_session_name, call.realm)),
            packed_policy_size: issued.packed_percent,
            source_identity,
            ..sts::AssumeRoleResponse::default()
        }))
    }
}

fn assumed(role: &Role, session_name: &str, realm: &Realm) -> AssumedRoleUser {
    let Role { entity, .. } = role;
    AssumedRoleUser {
        assumed_role_id: format!("{}:{session_name}", entity.id),
        arn: realm.account.assumed_role_arn(&entity.name, session_name),
    }
}

fn refuse_who_cannot(caller: &AuthenticatedCaller) -> Result<(), ApiError> {
    match caller.identity() {
        Identity::Root => Err(ACCESS_DENIED.because("Roles may not be assumed by root accounts.")),
        Identity::FederatedUser { .. } => {
            Err(ACCESS_DENIED.because("Cannot call AssumeRole with session credentials"))
        }
        Identity::User(_) | Identity::AssumedRole { .. } => Ok(()),
    }
}

/// The role to assume. One that is not there is refused like one that does not trust the caller.
fn role(input: &AssumeRoleRequest, asked: &Asked<'_>) -> Result<Stored<Role>, ApiError> {
    let arn = &input.role_arn;
    let name =
        role_name(arn).ok_or_else(|| VALIDATION_ERROR.because(format!("{arn} is invalid")))?;
    let found = find(asked.state, name)?.filter(|role| {
        let entity = &role.entity;
        *arn == asked
            .realm
            .account
            .iam_entity_arn("role", &entity.path, &entity.name)
    });
    found.ok_or_else(|| {
        let caller = &asked.caller.principal().arn;
        ACCESS_DENIED.because(format!(
            "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
        ))
    })
}

fn find(state: &State, name: &str) -> Result<Option<Stored<Role>>, ApiError> {
    state.get::<Role>(name).or_fail()
}

/// The name of the role with this ARN, if it has the form of a role's at all.
fn role_name(arn: &str) -> Option<&str> {
    let parsed = Arn::parse(arn).ok()?;
    let of_an_account =
        parsed.account().len() == 12 && parsed.account().bytes().all(|byte| byte.is_ascii_digit());
    let is_role = parsed.service() == "iam"
        && parsed.region().is_empty()
        && of_an_account
        && parsed.resource().starts_with("role/");
    arn.rsplit('/')
        .next()
        .filter(|name| is_role && !name.is_empty())
}

/// The permission for `action` on the role, under its trust policy, with what conditions may ask.
fn about(
    input: &AssumeRoleRequest,
    role: &Role,
    action: &'static str,
    asked: &Asked<'_>,
) -> Result<Permission, ApiError> {
    let trust = BoundPolicy {
        name: format!("trust policy of role `{}`", role.entity.name),
        kind: PolicyKind::Trust,
        text: trust_policy(role, asked)?,
    };
    let optional = [
        ("sts:ExternalId", &input.external_id),
        ("sts:SourceIdentity", &input.source_identity),
    ];
    let mut permission = Permission::new(action, &*input.role_arn)
        .under(trust)
        .with_resource_tags(&role.entity.tags)
        .with("sts:RoleSessionName", &*input.role_session_name);
    for (key, value) in optional {
        if let Some(value) = value {
            permission = permission.with(key, &**value);
        }
    }
    if let Some(seconds) = input.duration_seconds {
        permission = permission.with("sts:DurationSeconds", seconds.to_string());
    }
    Ok(permission)
}

fn described(input: &AssumeRoleRequest) -> Result<Restrictions, ApiError> {
    Restrictions::default().with_tags(input.tags.clone(), input.transitive_tag_keys.clone())
}

fn session_of(caller: &AuthenticatedCaller) -> Option<&SessionDocument> {
    caller.session().map(|session| session.document())
}

/// A source identity stays the same through all sessions that follow.
fn source_identity(
    input: &AssumeRoleRequest,
    session: Option<&SessionDocument>,
) -> Result<Option<String>, ApiError> {
    let inherited = session.and_then(|session| session.source_identity.as_ref());
    match (inherited, &input.source_identity) {
        (Some(inherited), Some(asked)) if inherited != asked => Err(ACCESS_DENIED
            .because("The source identity of the calling session is set and cannot be changed.")),
        (Some(inherited), _) => Ok(Some(inherited.clone())),
        (None, asked) => Ok(asked.clone()),
    }
}

fn seconds(call: &Call<'_>, role: &Role, asked: Option<i32>) -> Result<i64, ApiError> {
    let seconds = asked.map_or(DEFAULT_SECONDS, i64::from);
    if seconds > i64::from(role.max_session_seconds) {
        return Err(VALIDATION_ERROR.because(
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ));
    }
    let chained = matches!(call.caller.identity(), Identity::AssumedRole { .. });
    if chained && seconds > MAX_CHAINED_SECONDS {
        return Err(VALIDATION_ERROR.because(
            "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by \
             role chaining.",
        ));
    }
    Ok(seconds)
}
