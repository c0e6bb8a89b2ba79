//! `AssumeRole`.

use aws_query::ApiError;
use aws_query::error::common::ACCESS_DENIED;
use aws_query::sts::{self, AssumeRole, AssumeRoleRequest};
use iam::login::{SessionDocument, SessionKind};

use super::own_sessions::refuse_mfa;
use super::restrictions::Restrictions;
use super::role::{Wanted, refused_for_want_of_it};
use super::session::{Grant, issue};
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::{AuthenticatedCaller, Identity};
use crate::state::{Role, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![AssumeRole];

impl Handler for AssumeRole {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        refuse_who_cannot(asked.caller)?;
        let wanted = wanted(input);
        let role = role(&wanted, asked)?;
        let session = session_of(asked.caller);
        let restrictions = described(input)?.inheriting(session)?;
        let permission = wanted.permission("sts:AssumeRole", &role, asked)?;
        Ok(Some(restrictions.describe(permission)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        refuse_mfa(input.serial_number.as_deref(), input.token_code.as_deref())?;
        let wanted = wanted(&input);
        let role = role(&wanted, &call.asked())?;
        let session = session_of(call.caller);
        let restrictions = described(&input)?.inheriting(session)?.with_policies(
            input.policy.clone(),
            input.policy_arns.clone(),
            call.state,
        )?;
        let source_identity = source_identity(&input, session)?;
        let also = [
            (!restrictions.tags.is_empty()).then_some("sts:TagSession"),
            source_identity.as_ref().map(|_| "sts:SetSourceIdentity"),
        ];
        for action in also.into_iter().flatten() {
            let further = wanted.permission(action, &role, &call.asked())?;
            call.also_needs(&restrictions.describe(further))?;
        }
        let issued = issue(
            call,
            Grant {
                source_identity: source_identity.clone(),
                restrictions,
                ..Grant::new(
                    role.entity.id.clone(),
                    SessionKind::AssumedRole(input.role_session_name.clone()),
                    wanted.seconds(call, &role)?,
                )
            },
        )?;
        Ok(Outcome::read(sts::AssumeRoleResponse {
            credentials: Some(issued.credentials),
            assumed_role_user: Some(wanted.assumed(&role, call.realm)),
            packed_policy_size: issued.packed_percent,
            source_identity,
            ..sts::AssumeRoleResponse::default()
        }))
    }
}

fn wanted(input: &AssumeRoleRequest) -> Wanted<'_> {
    Wanted {
        role_arn: &input.role_arn,
        session_name: &input.role_session_name,
        external_id: input.external_id.as_deref(),
        source_identity: input.source_identity.as_deref(),
        seconds: input.duration_seconds,
    }
}

fn refuse_who_cannot(caller: &AuthenticatedCaller) -> Result<(), ApiError> {
    match caller.identity() {
        Identity::Root => Err(ACCESS_DENIED.because("Roles may not be assumed by root accounts.")),
        Identity::FederatedUser { .. } | Identity::Bearer(_) => {
            Err(ACCESS_DENIED.because("Cannot call AssumeRole with session credentials"))
        }
        Identity::User(_) | Identity::AssumedRole { .. } => Ok(()),
    }
}

/// The role to assume. One that is not there is refused like one that does not trust the caller.
fn role(wanted: &Wanted<'_>, asked: &Asked<'_>) -> Result<Stored<Role>, ApiError> {
    wanted.role(asked)?.ok_or_else(|| {
        refused_for_want_of_it(wanted, asked, "sts:AssumeRole");
        let caller = &asked.caller.principal().arn;
        ACCESS_DENIED.because(format!(
            "User: {caller} is not authorized to perform: sts:AssumeRole on resource: {}",
            wanted.role_arn
        ))
    })
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
