//! Roles that services of Amazon's are linked to. Here there is one such service, RDS, and it needs no
//! permissions: its role is there for who makes it before clusters, as tutorials and Terraform do.

use std::collections::BTreeMap;

use aws_query::ApiError;
use aws_query::iam::error::{INVALID_INPUT, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, CreateServiceLinkedRole, DeleteServiceLinkedRole, DeletionTaskStatusType,
    GetServiceLinkedRoleDeletionStatus,
};

use super::handlers::handlers;
use super::names::{SERVICE_LINKED, named, new_entity};
use super::roles::{DEFAULT_SESSION_SECONDS, role_shape, without};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::{self, IdKind};
use crate::state::{Changes, Entity, EntityId, Role, RoleDeletion};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateServiceLinkedRole,
    DeleteServiceLinkedRole,
    GetServiceLinkedRoleDeletionStatus,
];

/// The services, and the names of their roles.
const SERVICES: [(&str, &str); 1] = [("rds.amazonaws.com", "AWSServiceRoleForRDS")];

handlers! {
    CreateServiceLinkedRole(|asked, action, input| {
        let service = &input.aws_service_name;
        let name = role_of(service).unwrap_or("*");
        let path = format!("{SERVICE_LINKED}{service}/");
        let arn = asked.realm.account.iam_entity_arn("role", &path, name);
        Ok(Permission::new(action, arn).with("iam:AWSServiceName", service))
    }) |call, input| create(call, input);

    DeleteServiceLinkedRole(Role by role_name) |call, input| delete(call, &input.role_name);

    GetServiceLinkedRoleDeletionStatus(on_task of deletion_task_id) |call, input| {
        let id = input.deletion_task_id;
        if call.state.get::<RoleDeletion>(&id).or_fail()?.is_none() {
            let text = format!("The deletion task with id {id} cannot be found.");
            return Err(NO_SUCH_ENTITY.because(text));
        }
        Ok(Outcome::read(iam::GetServiceLinkedRoleDeletionStatusResponse {
            status: DeletionTaskStatusType::Succeeded,
            reason: None,
        }))
    };
}

fn role_of(service: &str) -> Option<&'static str> {
    let found = SERVICES.iter().find(|(known, _)| *known == service);
    found.map(|(_, role)| *role)
}

fn create(
    call: &Call<'_>,
    input: iam::CreateServiceLinkedRoleRequest,
) -> Result<Outcome<iam::CreateServiceLinkedRoleResponse>, ApiError> {
    let service = input.aws_service_name;
    if input.custom_suffix.is_some() {
        let text = format!("Custom suffix is not allowed for {service}");
        return Err(INVALID_INPUT.because(text));
    }
    let name = role_of(&service).ok_or_else(|| {
        INVALID_INPUT.because(format!("No role can be linked to {service} here."))
    })?;
    if call.state.get::<Role>(name).or_fail()?.is_some() {
        return Err(INVALID_INPUT.because(format!(
            "Service role name {name} has been taken in this account, please try a different suffix."
        )));
    }
    let role = Role {
        entity: Entity {
            path: format!("{SERVICE_LINKED}{service}/"),
            ..new_entity(call, name, IdKind::Role)?
        },
        trust_policy: trusting(&service),
        trusted: BTreeMap::new(),
        description: input.description,
        max_session_seconds: DEFAULT_SESSION_SECONDS,
        instance_profiles: Vec::new(),
    };
    let answer = iam::CreateServiceLinkedRoleResponse {
        role: Some(iam::Role {
            role_last_used: None,
            ..role_shape(&role, call)?
        }),
    };
    let id = EntityId::of("role", &role.entity);
    Ok(Outcome::write(
        answer,
        Changes::new().create(&role).create(&id),
    ))
}

fn trusting(service: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"Service":"{service}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

/// Nothing of the service's needs its role, so it is gone with the answer. The task stays on record.
fn delete(
    call: &Call<'_>,
    name: &str,
) -> Result<Outcome<iam::DeleteServiceLinkedRoleResponse>, ApiError> {
    let role = named::<Role>(call.state, name)?;
    let path = &role.entity.path;
    if !path.starts_with(SERVICE_LINKED) {
        let text = format!("No service is linked to the role {name}.");
        return Err(INVALID_INPUT.because(text));
    }
    let number = ids::request_id(&*call.realm.entropy).or_fail()?;
    let task = RoleDeletion {
        id: format!("task{path}{name}/{number}"),
    };
    let changes = without(call, &role)?.create(&task);
    let answer = iam::DeleteServiceLinkedRoleResponse {
        deletion_task_id: task.id,
    };
    Ok(Outcome::write(answer, changes))
}

/// On the role that the id of a task names: `task/aws-service-role/SERVICE/ROLE/NUMBER`.
fn on_task(asked: &Asked<'_>, action: &'static str, id: &str) -> Result<Permission, ApiError> {
    let role = id.rsplit_once('/').map_or(id, |(role, _)| role);
    let role = role.trim_start_matches("task/");
    let arn = asked.realm.account.iam_entity_arn("role", "/", role);
    Ok(Permission::new(action, arn))
}
