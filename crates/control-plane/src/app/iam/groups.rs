//! Groups, and who is in them.

use aws_query::iam::error::{DELETE_CONFLICT, LIMIT_EXCEEDED};
use aws_query::iam::{
    self, AddUserToGroup, CreateGroup, DeleteGroup, GetGroup, ListGroups, ListGroupsForUser,
    RemoveUserFromGroup,
};
use aws_query::{ApiError, Timestamp};

use super::handlers::handlers;
use super::names::{
    Named as _, entity_arn, named, new_entity, path_or_root, refuse_taken, refuse_while_bearing,
};
use super::users::brief_shape;
use crate::app::page::{Page, page, page_of};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::IdKind;
use crate::realm::Realm;
use crate::state::{Changes, Entity, Group, Membership, Record as _, State, Stored, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddUserToGroup,
    CreateGroup,
    DeleteGroup,
    GetGroup,
    ListGroups,
    ListGroupsForUser,
    RemoveUserFromGroup,
];

/// `GroupsPerUserQuota`.
pub(super) const MAX_GROUPS_PER_USER: usize = 10;

handlers! {
    CreateGroup(|asked, action, input| {
        let path = input.path.as_deref().unwrap_or("/");
        let account = &asked.realm.account;
        Ok(Permission::new(action, account.iam_entity_arn("group", path, &input.group_name)))
    }) |call, input| create(call, input);

    GetGroup(Group by group_name) |call, input| {
        let group = named::<Group>(call.state, &input.group_name)?;
        let members = members(call.state, &group)?;
        let Page { items, next } = page(call, members, input.marker.as_deref(), input.max_items)?;
        let shape = |user: &Stored<User>| brief_shape(user, call.realm);
        Ok(Outcome::read(iam::GetGroupResponse {
            group: group_shape(&group, call.realm),
            users: items.iter().map(shape).collect(),
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    ListGroups(all "group") |call, input| {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let shape = |group: &Stored<Group>| {
            let shown = group.entity.path.starts_with(prefix);
            Ok(shown.then(|| group_shape(group, call.realm)))
        };
        let Page { items, next } =
            page_of(call, input.marker.as_deref(), input.max_items, shape)?;
        Ok(Outcome::read(iam::ListGroupsResponse {
            groups: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    DeleteGroup(Group by group_name) |call, input| delete(call, &input.group_name);

    AddUserToGroup(Group by group_name) |call, input| {
        add(call, &input.group_name, &input.user_name)
    };

    RemoveUserFromGroup(Group by group_name) |call, input| {
        remove(call, &input.group_name, &input.user_name)
    };

    ListGroupsForUser(User by user_name) |call, input| {
        let user = named::<User>(call.state, &input.user_name)?;
        let mut groups = Vec::new();
        for name in &user.groups {
            let group = call.state.get::<Group>(name).or_fail()?;
            groups.extend(group.map(|group| group_shape(&group, call.realm)));
        }
        let Page { items, next } = page(call, groups, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListGroupsForUserResponse {
            groups: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };
}

fn create(
    call: &Call<'_>,
    input: iam::CreateGroupRequest,
) -> Result<Outcome<iam::CreateGroupResponse>, ApiError> {
    refuse_taken::<Group>(call.state, &input.group_name)?;
    let entity = Entity {
        path: path_or_root(input.path),
        ..new_entity(call, &input.group_name, IdKind::Group)?
    };
    let group = Group { entity };
    let answer = iam::CreateGroupResponse {
        group: group_shape(&group, call.realm),
    };
    Ok(Outcome::write(answer, Changes::new().create(&group)))
}

fn delete(call: &Call<'_>, name: &str) -> Result<Outcome<()>, ApiError> {
    let group = named::<Group>(call.state, name)?;
    if call
        .state
        .under::<Membership>(&Membership::ids_of(name))
        .next()
        .is_some()
    {
        let text = "Cannot delete entity, must remove users from group first.";
        return Err(DELETE_CONFLICT.because(text));
    }
    refuse_while_bearing(group.entity())?;
    let empty = Changes::new().rely_on_none::<Membership>(&Membership::ids_of(name));
    Ok(Outcome::done(empty.delete(&group)))
}

fn add(call: &Call<'_>, group: &str, user: &str) -> Result<Outcome<()>, ApiError> {
    let mut user = named::<User>(call.state, user)?;
    let group = named::<Group>(call.state, group)?;
    let name = &group.entity.name;
    if user.groups.contains(name) {
        return Ok(Outcome::done(Changes::new()));
    }
    if user.groups.len() >= MAX_GROUPS_PER_USER {
        let text = format!("Cannot exceed quota for GroupsPerUser: {MAX_GROUPS_PER_USER}");
        return Err(LIMIT_EXCEEDED.because(text));
    }
    user.record.groups.push(name.clone());
    // The group is written as it is, so that who renames it meanwhile looks again for its users.
    let changes = Changes::new().update(&group).update(&user);
    let membership = Membership {
        group: name.clone(),
        user: user.entity.name.clone(),
    };
    Ok(Outcome::done(changes.create(&membership)))
}

/// To remove who is not in the group is no error, and no change.
fn remove(call: &Call<'_>, group: &str, user: &str) -> Result<Outcome<()>, ApiError> {
    let mut user = named::<User>(call.state, user)?;
    let group = named::<Group>(call.state, group)?;
    let membership = Membership {
        group: group.entity.name.clone(),
        user: user.entity.name.clone(),
    };
    let found = call.state.get::<Membership>(&membership.id()).or_fail()?;
    let Some(membership) = found else {
        return Ok(Outcome::done(Changes::new()));
    };
    user.record.groups.retain(|name| *name != group.entity.name);
    Ok(Outcome::done(
        Changes::new().delete(&membership).update(&user),
    ))
}

/// The users in a group.
pub(super) fn members(state: &State, group: &Group) -> Result<Vec<Stored<User>>, ApiError> {
    let mut users = Vec::new();
    for membership in state.under::<Membership>(&Membership::ids_of(&group.entity.name)) {
        let name = membership.or_fail()?.record.user;
        users.extend(state.get::<User>(&name).or_fail()?);
    }
    Ok(users)
}

/// A group as answers show it.
pub(super) fn group_shape(group: &Group, realm: &Realm) -> iam::Group {
    let entity = &group.entity;
    iam::Group {
        path: entity.path.clone(),
        group_name: entity.name.clone(),
        group_id: entity.id.clone(),
        arn: entity_arn(realm, group),
        create_date: Timestamp::from_unix(entity.created_at),
    }
}
