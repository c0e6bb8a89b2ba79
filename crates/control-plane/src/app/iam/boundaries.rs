//! Permissions boundaries of users and roles.

use aws_query::ApiError;
use aws_query::iam::error::NO_SUCH_ENTITY;
use aws_query::iam::{
    DeleteRolePermissionsBoundary, DeleteUserPermissionsBoundary, PutRolePermissionsBoundary,
    PutUserPermissionsBoundary,
};

use super::attachments::{attach_boundary, detach_boundary};
use super::handlers::handlers;
use super::names::{Named, modifiable};
use crate::app::{Call, Entry, Outcome, operations};
use crate::state::{Changes, Role, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    DeleteRolePermissionsBoundary,
    DeleteUserPermissionsBoundary,
    PutRolePermissionsBoundary,
    PutUserPermissionsBoundary,
];

handlers! {
    PutUserPermissionsBoundary(User by user_name, "iam:PermissionsBoundary" from permissions_boundary)
    |call, input| put::<User>(call, &input.user_name, input.permissions_boundary);

    PutRolePermissionsBoundary(Role by role_name, "iam:PermissionsBoundary" from permissions_boundary)
    |call, input| put::<Role>(call, &input.role_name, input.permissions_boundary);

    DeleteUserPermissionsBoundary(bounded User by user_name)
    |call, input| delete::<User>(call, &input.user_name);

    DeleteRolePermissionsBoundary(bounded Role by role_name)
    |call, input| delete::<Role>(call, &input.role_name);
}

fn put<R: Named>(call: &Call<'_>, name: &str, arn: String) -> Result<Outcome<()>, ApiError> {
    let mut bounded = modifiable::<R>(call.state, name)?;
    if bounded.entity().boundary.as_ref() == Some(&arn) {
        return Ok(Outcome::done(Changes::new()));
    }
    let mut changes = attach_boundary::<R>(call.state, Changes::new(), name, &arn)?;
    if let Some(former) = bounded.record.entity_mut().boundary.replace(arn) {
        changes = detach_boundary::<R>(call.state, changes, name, &former)?;
    }
    Ok(Outcome::done(changes.update(&bounded)))
}

fn delete<R: Named>(call: &Call<'_>, name: &str) -> Result<Outcome<()>, ApiError> {
    let mut bounded = modifiable::<R>(call.state, name)?;
    let boundary = bounded.record.entity_mut().boundary.take().ok_or_else(|| {
        NO_SUCH_ENTITY.because(format!(
            "No permissions boundary policy set on {} {name}",
            R::NOUN
        ))
    })?;
    let changes = detach_boundary::<R>(call.state, Changes::new(), name, &boundary)?;
    Ok(Outcome::done(changes.update(&bounded)))
}
