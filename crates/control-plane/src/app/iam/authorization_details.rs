//! Everything in the account at once, as auditors read it.

use aws_query::iam::{
    self, EntityType, GetAccountAuthorizationDetails, GroupDetail, ManagedPolicyDetail,
    PolicyDetail, PolicyScopeType, RoleDetail, UserDetail,
};
use aws_query::{ApiError, Timestamp};

use super::attachments::attached;
use super::handlers::handlers;
use super::instance_profiles::profiles_of;
use super::managed::Managed;
use super::names::{boundary_shape, entity_arn, shown};
use super::policies::{policy_shape, version_shape};
use super::roles::last_used;
use super::trust::trust_policy;
use crate::app::page::{Listed, Page, page};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::state::{Entity, Group, ManagedPolicy, Record, Role, State, User};

pub(super) const OPERATIONS: &[Entry] = operations![GetAccountAuthorizationDetails];

handlers! {
    GetAccountAuthorizationDetails(everything) |call, input| {
        let details = details(call, input.filter.as_deref())?;
        let Page { items, next } = page(call, details, input.marker.as_deref(), input.max_items)?;
        let mut answer = iam::GetAccountAuthorizationDetailsResponse {
            user_detail_list: Some(Vec::new()),
            group_detail_list: Some(Vec::new()),
            role_detail_list: Some(Vec::new()),
            policies: Some(Vec::new()),
            is_truncated: Some(next.is_some()),
            marker: next,
        };
        for detail in items {
            detail.join(&mut answer);
        }
        Ok(Outcome::read(answer))
    };
}

enum Detail {
    User(Box<UserDetail>),
    Group(Box<GroupDetail>),
    Role(Box<RoleDetail>),
    Policy(Box<ManagedPolicyDetail>),
}

impl Detail {
    fn join(self, answer: &mut iam::GetAccountAuthorizationDetailsResponse) {
        match self {
            Self::User(user) => answer.user_detail_list.get_or_insert_default().push(*user),
            Self::Group(group) => answer
                .group_detail_list
                .get_or_insert_default()
                .push(*group),
            Self::Role(role) => answer.role_detail_list.get_or_insert_default().push(*role),
            Self::Policy(policy) => answer.policies.get_or_insert_default().push(*policy),
        }
    }
}

impl Listed for Detail {
    fn name(&self) -> String {
        let id = match self {
            Self::User(user) => &user.user_id,
            Self::Group(group) => &group.group_id,
            Self::Role(role) => &role.role_id,
            Self::Policy(policy) => &policy.policy_id,
        };
        id.clone().unwrap_or_default()
    }
}

fn details(call: &Call<'_>, filter: Option<&[EntityType]>) -> Result<Vec<Detail>, ApiError> {
    let wanted = |kind| filter.is_none_or(|filter| filter.is_empty() || filter.contains(&kind));
    let mut details = Vec::new();
    if wanted(EntityType::User) {
        details.extend(each(call, |user: &User| {
            Ok(Detail::User(user_detail(user, call).into()))
        })?);
    }
    if wanted(EntityType::Group) {
        details.extend(each(call, |group: &Group| {
            Ok(Detail::Group(group_detail(group, call).into()))
        })?);
    }
    if wanted(EntityType::Role) {
        details.extend(each(call, |role: &Role| {
            Ok(Detail::Role(role_detail(role, call)?.into()))
        })?);
    }
    for (kind, scope) in [
        (EntityType::LocalManagedPolicy, PolicyScopeType::Local),
        (EntityType::AwsManagedPolicy, PolicyScopeType::Aws),
    ] {
        for policy in Managed::all(call, scope)?.iter().filter(|_| wanted(kind)) {
            details.push(Detail::Policy(policy_detail(policy, call.state)?.into()));
        }
    }
    Ok(details)
}

/// Every record of a kind, as `detail` shows it.
fn each<R: Record>(
    call: &Call<'_>,
    detail: impl Fn(&R) -> Result<Detail, ApiError>,
) -> Result<Vec<Detail>, ApiError> {
    let all = call.state.all::<R>();
    all.map(|record| detail(&record.or_fail()?.record))
        .collect()
}

fn inline(entity: &Entity) -> Option<Vec<PolicyDetail>> {
    let detail = |(name, document): (&String, &String)| PolicyDetail {
        policy_name: Some(name.clone()),
        policy_document: Some(document.clone()),
    };
    Some(entity.inline_policies.iter().map(detail).collect())
}

fn user_detail(user: &User, call: &Call<'_>) -> UserDetail {
    let entity = &user.entity;
    UserDetail {
        path: Some(entity.path.clone()),
        user_name: Some(entity.name.clone()),
        user_id: Some(entity.id.clone()),
        arn: Some(entity_arn(call.realm, user)),
        create_date: Some(Timestamp::from_unix(entity.created_at)),
        user_policy_list: inline(entity),
        group_list: Some(user.groups.clone()),
        attached_managed_policies: Some(attached(entity, None)),
        permissions_boundary: boundary_shape(entity.boundary.as_deref()),
        tags: Some(shown(&entity.tags).unwrap_or_default()),
    }
}

fn group_detail(group: &Group, call: &Call<'_>) -> GroupDetail {
    let entity = &group.entity;
    GroupDetail {
        path: Some(entity.path.clone()),
        group_name: Some(entity.name.clone()),
        group_id: Some(entity.id.clone()),
        arn: Some(entity_arn(call.realm, group)),
        create_date: Some(Timestamp::from_unix(entity.created_at)),
        group_policy_list: inline(entity),
        attached_managed_policies: Some(attached(entity, None)),
    }
}

fn role_detail(role: &Role, call: &Call<'_>) -> Result<RoleDetail, ApiError> {
    let entity = &role.entity;
    Ok(RoleDetail {
        path: Some(entity.path.clone()),
        role_name: Some(entity.name.clone()),
        role_id: Some(entity.id.clone()),
        arn: Some(entity_arn(call.realm, role)),
        create_date: Some(Timestamp::from_unix(entity.created_at)),
        assume_role_policy_document: Some(trust_policy(role, &call.asked())?),
        instance_profile_list: Some(profiles_of(role, call)?),
        role_policy_list: inline(entity),
        attached_managed_policies: Some(attached(entity, None)),
        permissions_boundary: boundary_shape(entity.boundary.as_deref()),
        tags: Some(shown(&entity.tags).unwrap_or_default()),
        role_last_used: Some(last_used(&entity.id, call.state)?),
    })
}

fn policy_detail(policy: &ManagedPolicy, state: &State) -> Result<ManagedPolicyDetail, ApiError> {
    let versions = policy.versions.iter();
    let versions = versions.map(|version| version_shape(policy, version, true));
    let shape = policy_shape(policy, state)?;
    Ok(ManagedPolicyDetail {
        policy_name: shape.policy_name,
        policy_id: shape.policy_id,
        arn: shape.arn,
        path: shape.path,
        default_version_id: shape.default_version_id,
        attachment_count: shape.attachment_count,
        permissions_boundary_usage_count: shape.permissions_boundary_usage_count,
        is_attachable: shape.is_attachable,
        description: shape.description,
        create_date: shape.create_date,
        update_date: shape.update_date,
        policy_version_list: Some(versions.collect()),
    })
}
