//! Instance profiles: a role by another name, for machines.

use aws_query::iam::error::{
    DELETE_CONFLICT, ENTITY_ALREADY_EXISTS, LIMIT_EXCEEDED, NO_SUCH_ENTITY,
};
use aws_query::iam::{
    self, AddRoleToInstanceProfile, CreateInstanceProfile, DeleteInstanceProfile,
    GetInstanceProfile, ListInstanceProfiles, ListInstanceProfilesForRole,
    RemoveRoleFromInstanceProfile,
};
use aws_query::{ApiError, Timestamp};

use super::handlers::handlers;
use super::names::{arn_of, named, path_or_root, shown, tags, with_tags_of};
use super::roles::brief_shape;
use crate::app::page::{Page, page, page_of};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::{self, IdKind};
use crate::state::{Changes, InstanceProfile, Role, State, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddRoleToInstanceProfile,
    CreateInstanceProfile,
    DeleteInstanceProfile,
    GetInstanceProfile,
    ListInstanceProfiles,
    ListInstanceProfilesForRole,
    RemoveRoleFromInstanceProfile,
];

handlers! {
    CreateInstanceProfile(|asked, action, input| {
        let path = input.path.as_deref().unwrap_or("/");
        let arn = profile_arn(asked, path, &input.instance_profile_name);
        Ok(Permission::new(action, arn).with_request_tags(&tags(input.tags.clone())?))
    }) |call, input| create(call, input);

    GetInstanceProfile(on_profile of instance_profile_name) |call, input| {
        let profile = profile_named(call.state, &input.instance_profile_name)?;
        let instance_profile = profile_shape(&profile, call)?;
        Ok(Outcome::read(iam::GetInstanceProfileResponse { instance_profile }))
    };

    ListInstanceProfiles(all "instance-profile") |call, input| {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let shape = |profile: &Stored<InstanceProfile>| {
            let shown = profile.path.starts_with(prefix);
            shown.then(|| profile_shape(profile, call).map(untagged)).transpose()
        };
        let Page { items, next } =
            page_of(call, input.marker.as_deref(), input.max_items, shape)?;
        Ok(Outcome::read(iam::ListInstanceProfilesResponse {
            instance_profiles: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    ListInstanceProfilesForRole(Role by role_name) |call, input| {
        let role = named::<Role>(call.state, &input.role_name)?;
        let profiles = profiles_of(&role, call)?;
        let Page { items, next } = page(call, profiles, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListInstanceProfilesForRoleResponse {
            instance_profiles: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    AddRoleToInstanceProfile(on_profile of instance_profile_name) |call, input| add(call, &input.instance_profile_name, &input.role_name);

    RemoveRoleFromInstanceProfile(on_profile of instance_profile_name) |call, input| remove(call, &input.instance_profile_name, &input.role_name);

    DeleteInstanceProfile(on_profile of instance_profile_name) |call, input| {
        let profile = profile_named(call.state, &input.instance_profile_name)?;
        if profile.role.is_some() {
            let text = "Cannot delete entity, must remove roles from instance profile first.";
            return Err(DELETE_CONFLICT.because(text));
        }
        Ok(Outcome::done(Changes::new().delete(&profile)))
    };
}

/// The instance profile of this very name.
pub(super) fn profile_named(
    state: &State,
    name: &str,
) -> Result<Stored<InstanceProfile>, ApiError> {
    let found = state.get::<InstanceProfile>(name).or_fail()?;
    found
        .filter(|profile| profile.name == name)
        .ok_or_else(|| NO_SUCH_ENTITY.because(format!("Instance Profile {name} cannot be found.")))
}

/// The permission that a call about the instance profile of this name needs.
pub(super) fn on_profile(
    asked: &Asked<'_>,
    action: &'static str,
    name: &str,
) -> Result<Permission, ApiError> {
    let found = asked.state.get::<InstanceProfile>(name).or_fail()?;
    let path = found.as_ref().map_or("/", |profile| &profile.path);
    let permission = Permission::new(action, profile_arn(asked, path, name))
        .called(format!("instance profile {name}"));
    Ok(match &found {
        Some(profile) => with_tags_of(permission, &profile.tags),
        None => permission,
    })
}

fn profile_arn(asked: &Asked<'_>, path: &str, name: &str) -> String {
    let account = &asked.realm.account;
    account.iam_entity_arn("instance-profile", path, name)
}

fn create(
    call: &Call<'_>,
    input: iam::CreateInstanceProfileRequest,
) -> Result<Outcome<iam::CreateInstanceProfileResponse>, ApiError> {
    let name = input.instance_profile_name;
    if call
        .state
        .get::<InstanceProfile>(&name)
        .or_fail()?
        .is_some()
    {
        let text = format!("Instance Profile {name} already exists.");
        return Err(ENTITY_ALREADY_EXISTS.because(text));
    }
    let profile = InstanceProfile {
        name,
        path: path_or_root(input.path),
        id: ids::unique_id(IdKind::InstanceProfile, &*call.realm.entropy).or_fail()?,
        created_at: call.now.as_unix(),
        role: None,
        tags: tags(input.tags)?,
    };
    let answer = iam::CreateInstanceProfileResponse {
        instance_profile: profile_shape(&profile, call)?,
    };
    Ok(Outcome::write(answer, Changes::new().create(&profile)))
}

/// Who puts a role on a machine gives it away, and needs `iam:PassRole` for it.
fn add(call: &Call<'_>, profile: &str, role: &str) -> Result<Outcome<()>, ApiError> {
    let mut role = named::<Role>(call.state, role)?;
    let mut profile = profile_named(call.state, profile)?;
    let arn = arn_of::<Role>(&call.asked(), &role.entity.name)?;
    let passing = with_tags_of(Permission::new("iam:PassRole", arn), &role.entity.tags)
        .with("iam:PassedToService", "ec2.amazonaws.com");
    call.also_needs(&passing)?;
    if profile.role.is_some() {
        let text = "Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1";
        return Err(LIMIT_EXCEEDED.because(text));
    }
    profile.record.role = Some(role.entity.name.clone());
    role.record.instance_profiles.push(profile.name.clone());
    Ok(Outcome::done(Changes::new().update(&profile).update(&role)))
}

fn remove(call: &Call<'_>, profile: &str, role: &str) -> Result<Outcome<()>, ApiError> {
    let mut role = named::<Role>(call.state, role)?;
    let mut profile = profile_named(call.state, profile)?;
    if profile.role.as_ref() != Some(&role.entity.name) {
        let text = format!("The role with name {} cannot be found.", role.entity.name);
        return Err(NO_SUCH_ENTITY.because(text));
    }
    profile.record.role = None;
    role.record
        .instance_profiles
        .retain(|name| *name != profile.name);
    Ok(Outcome::done(Changes::new().update(&profile).update(&role)))
}

/// The instance profiles that a role is in, as answers show them.
pub(super) fn profiles_of(
    role: &Role,
    call: &Call<'_>,
) -> Result<Vec<iam::InstanceProfile>, ApiError> {
    let mut profiles = Vec::new();
    for name in &role.instance_profiles {
        if let Some(profile) = call.state.get::<InstanceProfile>(name).or_fail()? {
            profiles.push(untagged(profile_shape(&profile, call)?));
        }
    }
    Ok(profiles)
}

fn untagged(profile: iam::InstanceProfile) -> iam::InstanceProfile {
    iam::InstanceProfile {
        tags: None,
        ..profile
    }
}

fn profile_shape(
    profile: &InstanceProfile,
    call: &Call<'_>,
) -> Result<iam::InstanceProfile, ApiError> {
    let role = match &profile.role {
        Some(name) => call.state.get::<Role>(name).or_fail()?,
        None => None,
    };
    let account = &call.realm.account;
    Ok(iam::InstanceProfile {
        arn: account.iam_entity_arn("instance-profile", &profile.path, &profile.name),
        path: profile.path.clone(),
        instance_profile_name: profile.name.clone(),
        instance_profile_id: profile.id.clone(),
        create_date: Timestamp::from_unix(profile.created_at),
        roles: role
            .iter()
            .map(|role| brief_shape(role, call))
            .collect::<Result<_, _>>()?,
        tags: shown(&profile.tags),
    })
}
