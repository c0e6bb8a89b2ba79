//! New names and paths for users and groups. They keep their ids, and all that names them follows in
//! the same transaction.

use aws_query::ApiError;
use aws_query::iam::error::LIMIT_EXCEEDED;
use aws_query::iam::{UpdateGroup, UpdateUser};

use super::attachments;
use super::groups::members;
use super::handlers::handlers;
use super::names::{Named, named, refuse_taken};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{
    Changes, EntityId, Group, KeyOwner, Membership, Record as _, State, Stored, User,
};

pub(super) const OPERATIONS: &[Entry] = operations![UpdateGroup, UpdateUser];

/// Members of a group that can be renamed: the record of each changes along with it, and a
/// transaction has room for so many.
pub(super) const MAX_RENAMED_MEMBERS: usize = 30;

handlers! {
    UpdateUser(User by user_name) |call, input| {
        let change = renamed::<User>(
            call, "iam:UpdateUser", &input.user_name, input.new_user_name, input.new_path,
        )?;
        Ok(Outcome::done(change.of_user(call.state)?))
    };

    UpdateGroup(Group by group_name) |call, input| {
        let change = renamed::<Group>(
            call, "iam:UpdateGroup", &input.group_name, input.new_group_name, input.new_path,
        )?;
        Ok(Outcome::done(change.of_group(call.state)?))
    };
}

/// An entity as it was and as it shall be.
struct Renamed<R> {
    old: R,
    new: Stored<R>,
}

/// Who renames needs the permission on what it is and on what it becomes (IAM guide, *Renaming an
/// IAM user*).
fn renamed<R: Named + Clone>(
    call: &Call<'_>,
    action: &'static str,
    name: &str,
    new_name: Option<String>,
    new_path: Option<String>,
) -> Result<Renamed<R>, ApiError> {
    let mut new = named::<R>(call.state, name)?;
    let old = new.record.clone();
    let entity = new.record.entity_mut();
    entity.path = new_path.unwrap_or_else(|| entity.path.clone());
    entity.name = new_name.unwrap_or_else(|| entity.name.clone());
    let account = &call.realm.account;
    let arn = account.iam_entity_arn(R::NOUN, &entity.path, &entity.name);
    call.also_needs(&Permission::new(action, arn))?;
    if new.record.key() != old.key() {
        refuse_taken::<R>(call.state, &new.entity().name)?;
    }
    Ok(Renamed { old, new })
}

impl<R: Named> Renamed<R> {
    fn names(&self) -> (&str, &str) {
        (&self.old.entity().name, &self.new.entity().name)
    }

    /// What follows in either case.
    fn changes(&self, state: &State) -> Result<Changes, ApiError> {
        let changes = Changes::new().replace(&self.new);
        attachments::follow::<R>(state, changes, self.old.entity(), self.names().1)
    }
}

impl Renamed<User> {
    fn of_user(self, state: &State) -> Result<Changes, ApiError> {
        let mut changes = self.changes(state)?;
        let (old, new) = self.names();
        if old == new {
            return Ok(changes);
        }
        if let Some(mut id) = state.get::<EntityId>(&self.old.entity.id).or_fail()? {
            new.clone_into(&mut id.record.name);
            changes = changes.update(&id);
        }
        for group in &self.old.groups {
            let change = |member: &mut Membership| new.clone_into(&mut member.user);
            changes = member_follows(state, changes, (group, old), change)?;
        }
        for id in &self.old.access_keys {
            if let Some(mut key) = state.access_key(id).or_fail()? {
                key.record.owner = KeyOwner::User(new.to_owned());
                changes = changes.update(&key);
            }
        }
        Ok(changes)
    }
}

impl Renamed<Group> {
    fn of_group(self, state: &State) -> Result<Changes, ApiError> {
        let mut changes = self.changes(state)?;
        let (old, new) = self.names();
        if old == new {
            return Ok(changes);
        }
        let members = members(state, &self.old)?;
        if members.len() > MAX_RENAMED_MEMBERS {
            return Err(LIMIT_EXCEEDED.because(format!(
                "A group of more than {MAX_RENAMED_MEMBERS} users cannot be renamed here."
            )));
        }
        for mut user in members {
            for group in user.record.groups.iter_mut().filter(|group| *group == old) {
                new.clone_into(group);
            }
            let change = |member: &mut Membership| new.clone_into(&mut member.group);
            let place = (old, user.entity.name.as_str());
            changes = member_follows(state, changes.update(&user), place, change)?;
        }
        Ok(changes)
    }
}

/// Changes the membership of a group and a user, by their former names.
fn member_follows(
    state: &State,
    changes: Changes,
    (group, user): (&str, &str),
    change: impl FnOnce(&mut Membership),
) -> Result<Changes, ApiError> {
    let former = Membership {
        group: group.to_owned(),
        user: user.to_owned(),
    };
    Ok(match state.get::<Membership>(&former.id()).or_fail()? {
        Some(mut membership) => {
            change(&mut membership.record);
            changes.replace(&membership)
        }
        None => changes,
    })
}
