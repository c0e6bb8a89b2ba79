//! Roles.

use aws_query::iam::error::{DELETE_CONFLICT, INVALID_INPUT};
use aws_query::iam::{
    self, CreateRole, DeleteRole, GetRole, ListRoles, RoleLastUsed, UpdateAssumeRolePolicy,
    UpdateRole, UpdateRoleDescription,
};
use aws_query::{ApiError, Timestamp};

use super::attachments::{attach_boundary, detach_boundary};
use super::handlers::handlers;
use super::names::{
    SERVICE_LINKED, boundary_shape, entity_arn, modifiable, named, new_entity, path_or_root,
    refuse_taken, refuse_while_bearing, shown, tags,
};
use super::trust::{remember, trust_policy};
use crate::app::page::{Page, page_of};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::IdKind;
use crate::last_use::{self, forget};
use crate::state::{Changes, Entity, EntityId, Role, State, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateRole,
    DeleteRole,
    GetRole,
    ListRoles,
    UpdateAssumeRolePolicy,
    UpdateRole,
    UpdateRoleDescription,
];

/// `MaxSessionDuration` where a request names none.
pub(super) const DEFAULT_SESSION_SECONDS: u32 = 3600;

handlers! {
    CreateRole(|asked, action, input| {
        let path = input.path.as_deref().unwrap_or("/");
        let arn = asked.realm.account.iam_entity_arn("role", path, &input.role_name);
        let permission =
            Permission::new(action, arn).with_request_tags(&tags(input.tags.clone())?);
        Ok(match &input.permissions_boundary {
            Some(boundary) => permission.with("iam:PermissionsBoundary", boundary),
            None => permission,
        })
    }) |call, input| create(call, input);

    GetRole(Role by role_name) |call, input| {
        let role = named::<Role>(call.state, &input.role_name)?;
        let role = role_shape(&role, call)?;
        Ok(Outcome::read(iam::GetRoleResponse { role }))
    };

    ListRoles(all "role") |call, input| {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let shape = |role: &Stored<Role>| {
            let shown = role.entity.path.starts_with(prefix);
            shown.then(|| brief_shape(role, call)).transpose()
        };
        let Page { items, next } =
            page_of(call, input.marker.as_deref(), input.max_items, shape)?;
        Ok(Outcome::read(iam::ListRolesResponse {
            roles: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    UpdateAssumeRolePolicy(Role by role_name) |call, input| {
        let mut role = modifiable::<Role>(call.state, &input.role_name)?;
        let (trust, changes) = remember(&input.policy_document, call, Changes::new())?;
        role.record.trusted = trust.ids;
        role.record.trust_policy = trust.policy;
        Ok(Outcome::done(changes.update(&role)))
    };

    UpdateRole(Role by role_name) |call, input| {
        let mut role = named::<Role>(call.state, &input.role_name)?;
        if input.description.is_some() {
            role.record.description = input.description;
        }
        if let Some(seconds) = input.max_session_duration {
            role.record.max_session_seconds = seconds.unsigned_abs();
        }
        Ok(Outcome::write(iam::UpdateRoleResponse {}, Changes::new().update(&role)))
    };

    UpdateRoleDescription(Role by role_name) |call, input| {
        let mut role = named::<Role>(call.state, &input.role_name)?;
        role.record.description = Some(input.description);
        let shape = Some(role_shape(&role, call)?);
        let answer = iam::UpdateRoleDescriptionResponse { role: shape };
        Ok(Outcome::write(answer, Changes::new().update(&role)))
    };

    DeleteRole(Role by role_name) |call, input| {
        let role = modifiable::<Role>(call.state, &input.role_name)?;
        Ok(Outcome::done(without(call, &role)?))
    };
}

fn create(
    call: &Call<'_>,
    input: iam::CreateRoleRequest,
) -> Result<Outcome<iam::CreateRoleResponse>, ApiError> {
    let (trust, changes) = remember(&input.assume_role_policy_document, call, Changes::new())?;
    refuse_taken::<Role>(call.state, &input.role_name)?;
    let path = path_or_root(input.path);
    if path.starts_with(SERVICE_LINKED) {
        let text = format!("The path {SERVICE_LINKED} is for roles that services are linked to.");
        return Err(INVALID_INPUT.because(text));
    }
    let entity = Entity {
        path,
        tags: tags(input.tags)?,
        boundary: input.permissions_boundary,
        ..new_entity(call, &input.role_name, IdKind::Role)?
    };
    let max_session = input.max_session_duration.map(i32::unsigned_abs);
    let role = Role {
        entity,
        trust_policy: trust.policy,
        trusted: trust.ids,
        description: input.description,
        max_session_seconds: max_session.unwrap_or(DEFAULT_SESSION_SECONDS),
        instance_profiles: Vec::new(),
    };
    let mut changes = changes
        .create(&role)
        .create(&EntityId::of("role", &role.entity));
    if let Some(boundary) = &role.entity.boundary {
        changes = attach_boundary::<Role>(call.state, changes, &role.entity.name, boundary)?;
    }
    let answer = iam::CreateRoleResponse {
        role: iam::Role {
            role_last_used: None,
            ..role_shape(&role, call)?
        },
    };
    Ok(Outcome::write(answer, changes))
}

/// What it comes to when a role goes away.
pub(super) fn without(call: &Call<'_>, role: &Stored<Role>) -> Result<Changes, ApiError> {
    refuse_while_in_use(role)?;
    let mut changes = Changes::new().delete(role);
    if let Some(id) = call.state.get::<EntityId>(&role.entity.id).or_fail()? {
        changes = changes.delete(&id);
    }
    if let Some(boundary) = &role.entity.boundary {
        changes = detach_boundary::<Role>(call.state, changes, &role.entity.name, boundary)?;
    }
    forget(&role.entity.id, call.state, changes).or_fail()
}

fn refuse_while_in_use(role: &Stored<Role>) -> Result<(), ApiError> {
    if !role.instance_profiles.is_empty() {
        let text = "Cannot delete entity, must remove roles from instance profile first.";
        return Err(DELETE_CONFLICT.because(text));
    }
    refuse_while_bearing(&role.entity)
}

/// A role as answers about it alone show it.
pub(super) fn role_shape(role: &Role, call: &Call<'_>) -> Result<iam::Role, ApiError> {
    Ok(iam::Role {
        permissions_boundary: boundary_shape(role.entity.boundary.as_deref()),
        tags: shown(&role.entity.tags),
        role_last_used: Some(last_used(&role.entity.id, call.state)?),
        ..brief_shape(role, call)?
    })
}

/// When a session of the role with this id was last used.
pub(super) fn last_used(id: &str, state: &State) -> Result<RoleLastUsed, ApiError> {
    let used = last_use::of(id, state).or_fail()?;
    Ok(
        used.map_or_else(RoleLastUsed::default, |used| RoleLastUsed {
            last_used_date: Some(Timestamp::from_unix(used.at)),
            region: Some(used.record.region),
        }),
    )
}

/// A role as it is shown among others: without its tags, boundary and last use.
pub(super) fn brief_shape(role: &Role, call: &Call<'_>) -> Result<iam::Role, ApiError> {
    let entity = &role.entity;
    Ok(iam::Role {
        path: entity.path.clone(),
        role_name: entity.name.clone(),
        role_id: entity.id.clone(),
        arn: entity_arn(call.realm, role),
        create_date: Timestamp::from_unix(entity.created_at),
        assume_role_policy_document: Some(trust_policy(role, &call.asked())?),
        description: role.description.clone(),
        max_session_duration: i32::try_from(role.max_session_seconds).ok(),
        permissions_boundary: None,
        tags: None,
        role_last_used: None,
        source_role_template: None,
    })
}
