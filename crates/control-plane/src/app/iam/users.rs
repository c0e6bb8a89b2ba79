//! Users.

use aws_query::error::common::VALIDATION_ERROR;
use aws_query::iam::error::DELETE_CONFLICT;
use aws_query::iam::{self, CreateUser, DeleteUser, GetUser, ListUsers};
use aws_query::{ApiError, Timestamp};

use super::attachments::{attach_boundary, detach_boundary};
use super::handlers::handlers;
use super::names::{
    boundary_shape, entity_arn, named, new_entity, on, path_or_root, refuse_taken,
    refuse_while_bearing, shown, tags,
};
use crate::app::page::{Page, page_of};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::caller::{AuthenticatedCaller, Identity};
use crate::ids::IdKind;
use crate::realm::Realm;
use crate::state::{Changes, Entity, EntityId, Stored, User};

pub(super) const OPERATIONS: &[Entry] = operations![CreateUser, DeleteUser, GetUser, ListUsers];

handlers! {
    CreateUser(|asked, action, input| {
        let path = input.path.as_deref().unwrap_or("/");
        let arn = asked.realm.account.iam_entity_arn("user", path, &input.user_name);
        let permission =
            Permission::new(action, arn).with_request_tags(&tags(input.tags.clone())?);
        Ok(match &input.permissions_boundary {
            Some(boundary) => permission.with("iam:PermissionsBoundary", boundary),
            None => permission,
        })
    }) |call, input| create(call, input);

    GetUser(User or caller by user_name) |call, input| {
        let name = named_or_caller(input.user_name.as_deref(), call.caller);
        let user = match (name, call.caller.identity()) {
            (Some(name), _) => user_shape(&named::<User>(call.state, name)?.record, call.realm),
            (None, Identity::Root) => root_shape(call.realm),
            (None, _) => return Err(must_name_a_user()),
        };
        Ok(Outcome::read(iam::GetUserResponse { user }))
    };

    ListUsers(all "user") |call, input| {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let shape = |user: &Stored<User>| {
            let shown = user.entity.path.starts_with(prefix);
            Ok(shown.then(|| brief_shape(user, call.realm)))
        };
        let Page { items, next } =
            page_of(call, input.marker.as_deref(), input.max_items, shape)?;
        Ok(Outcome::read(iam::ListUsersResponse {
            users: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    DeleteUser(User by user_name) |call, input| delete(call, &input.user_name);
}

fn create(
    call: &Call<'_>,
    input: iam::CreateUserRequest,
) -> Result<Outcome<iam::CreateUserResponse>, ApiError> {
    refuse_taken::<User>(call.state, &input.user_name)?;
    let entity = Entity {
        path: path_or_root(input.path),
        tags: tags(input.tags)?,
        boundary: input.permissions_boundary,
        ..new_entity(call, &input.user_name, IdKind::User)?
    };
    let user = User {
        entity,
        groups: Vec::new(),
        access_keys: Vec::new(),
    };
    let mut changes = Changes::new()
        .create(&user)
        .create(&EntityId::of("user", &user.entity));
    if let Some(boundary) = &user.entity.boundary {
        changes = attach_boundary::<User>(call.state, changes, &user.entity.name, boundary)?;
    }
    let answer = iam::CreateUserResponse {
        user: Some(user_shape(&user, call.realm)),
    };
    Ok(Outcome::write(answer, changes))
}

fn delete(call: &Call<'_>, name: &str) -> Result<Outcome<()>, ApiError> {
    let user = named::<User>(call.state, name)?;
    refuse_while_in_use(&user)?;
    let mut changes = Changes::new().delete(&user);
    if let Some(id) = call.state.get::<EntityId>(&user.entity.id).or_fail()? {
        changes = changes.delete(&id);
    }
    if let Some(boundary) = &user.entity.boundary {
        changes = detach_boundary::<User>(call.state, changes, &user.entity.name, boundary)?;
    }
    Ok(Outcome::done(changes))
}

/// Amazon's order of what must go first.
fn refuse_while_in_use(user: &Stored<User>) -> Result<(), ApiError> {
    refuse_while_bearing(&user.entity)?;
    let first = if !user.access_keys.is_empty() {
        "delete access keys"
    } else if !user.groups.is_empty() {
        "remove users from group"
    } else {
        return Ok(());
    };
    Err(DELETE_CONFLICT.because(format!("Cannot delete entity, must {first} first.")))
}

/// The user that a call is about: the one it names, else the one who calls.
pub(super) fn named_or_caller<'a>(
    name: Option<&'a str>,
    caller: &'a AuthenticatedCaller,
) -> Option<&'a str> {
    name.or_else(|| caller.user_name())
}

/// The permission that a call about the named user, or about the caller itself, needs.
pub(super) fn on_named_or_caller(
    asked: &Asked<'_>,
    action: &'static str,
    name: Option<&str>,
) -> Result<Permission, ApiError> {
    let caller = &*asked.caller.principal().arn;
    match named_or_caller(name, asked.caller) {
        Some(of) if name.is_none() => Ok(on::<User>(asked, action, of)?.called(caller)),
        Some(name) => on::<User>(asked, action, name),
        None => Ok(Permission::new(action, caller)),
    }
}

/// For calls without a user name, from callers that are no user.
pub(super) fn must_name_a_user() -> ApiError {
    VALIDATION_ERROR.because("Must specify userName when calling with non-User credentials")
}

/// A user as answers show it.
pub(super) fn user_shape(user: &User, realm: &Realm) -> iam::User {
    let entity = &user.entity;
    iam::User {
        path: entity.path.clone(),
        user_name: entity.name.clone(),
        user_id: entity.id.clone(),
        arn: entity_arn(realm, user),
        create_date: Timestamp::from_unix(entity.created_at),
        password_last_used: None,
        permissions_boundary: boundary_shape(entity.boundary.as_deref()),
        tags: shown(&entity.tags),
    }
}

/// A user as it is shown among others: without its tags and boundary.
pub(super) fn brief_shape(user: &User, realm: &Realm) -> iam::User {
    iam::User {
        permissions_boundary: None,
        tags: None,
        ..user_shape(user, realm)
    }
}

/// The root as `GetUser` shows it to itself.
fn root_shape(realm: &Realm) -> iam::User {
    iam::User {
        path: "/".to_owned(),
        user_name: realm.account.id.to_string(),
        user_id: realm.account.id.to_string(),
        arn: realm.account.root_arn(),
        create_date: Timestamp::from_unix(0),
        password_last_used: None,
        permissions_boundary: None,
        tags: None,
    }
}
