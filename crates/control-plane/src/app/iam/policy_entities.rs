//! Who a managed policy is on.

use aws_query::ApiError;
use aws_query::iam::{
    self, EntityType, ListEntitiesForPolicy, PolicyGroup, PolicyRole, PolicyUsageType, PolicyUser,
};

use super::attachments::not_attachable;
use super::handlers::handlers;
use super::managed::{find_policy, on_policy};
use super::names::Named;
use crate::app::page::{Listed, Page, page};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::state::{Attachment, Entity, Group, Role, State, User};

pub(super) const OPERATIONS: &[Entry] = operations![ListEntitiesForPolicy];

handlers! {
    ListEntitiesForPolicy(on_policy of policy_arn) |call, input| {
        find_policy(call.state, &input.policy_arn)?
            .ok_or_else(|| not_attachable("Policy", &input.policy_arn))?;
        let bearers = bearers(call, &input)?;
        let Page { items, next } = page(call, bearers, input.marker.as_deref(), input.max_items)?;
        let mut answer = iam::ListEntitiesForPolicyResponse {
            policy_groups: Some(Vec::new()),
            policy_users: Some(Vec::new()),
            policy_roles: Some(Vec::new()),
            is_truncated: Some(next.is_some()),
            marker: next,
        };
        for bearer in items {
            bearer.join(&mut answer);
        }
        Ok(Outcome::read(answer))
    };
}

/// One that bears the policy.
enum Bearer {
    Group(PolicyGroup),
    User(PolicyUser),
    Role(PolicyRole),
}

impl Bearer {
    fn of(kind: &str, entity: &Entity) -> Self {
        let (name, id) = (Some(entity.name.clone()), Some(entity.id.clone()));
        match kind {
            Group::NOUN => Self::Group(PolicyGroup {
                group_name: name,
                group_id: id,
            }),
            Role::NOUN => Self::Role(PolicyRole {
                role_name: name,
                role_id: id,
            }),
            _ => Self::User(PolicyUser {
                user_name: name,
                user_id: id,
            }),
        }
    }

    fn join(self, answer: &mut iam::ListEntitiesForPolicyResponse) {
        match self {
            Self::Group(group) => answer.policy_groups.get_or_insert_default().push(group),
            Self::User(user) => answer.policy_users.get_or_insert_default().push(user),
            Self::Role(role) => answer.policy_roles.get_or_insert_default().push(role),
        }
    }
}

impl Listed for Bearer {
    fn name(&self) -> String {
        let id = match self {
            Self::Group(group) => &group.group_id,
            Self::User(user) => &user.user_id,
            Self::Role(role) => &role.role_id,
        };
        id.clone().unwrap_or_default()
    }
}

fn bearers(
    call: &Call<'_>,
    input: &iam::ListEntitiesForPolicyRequest,
) -> Result<Vec<Bearer>, ApiError> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let attached = call
        .state
        .under::<Attachment>(&Attachment::ids_of(&input.policy_arn));
    let mut attached = attached
        .map(|attachment| attachment.map(|stored| stored.record))
        .collect::<Result<Vec<_>, _>>()
        .or_fail()?;
    attached.retain(|attachment| is_asked_for(attachment, input));
    // One may bear it twice, as a policy and as a boundary; these come one after the other.
    attached.dedup_by(|one, other| (&one.kind, &one.name) == (&other.kind, &other.name));
    let mut bearers = Vec::new();
    for attachment in attached {
        let entity = entity_of(&attachment, call.state)?;
        let entity = entity.filter(|entity| entity.path.starts_with(prefix));
        bearers.extend(entity.map(|entity| Bearer::of(&attachment.kind, &entity)));
    }
    Ok(bearers)
}

fn is_asked_for(attachment: &Attachment, input: &iam::ListEntitiesForPolicyRequest) -> bool {
    let kind = match input.entity_filter {
        Some(EntityType::User) => attachment.kind == User::NOUN,
        Some(EntityType::Group) => attachment.kind == Group::NOUN,
        Some(EntityType::Role) => attachment.kind == Role::NOUN,
        Some(EntityType::LocalManagedPolicy | EntityType::AwsManagedPolicy) => false,
        None => true,
    };
    let usage = match input.policy_usage_filter {
        Some(PolicyUsageType::PermissionsBoundary) => attachment.as_boundary,
        Some(PolicyUsageType::PermissionsPolicy) => !attachment.as_boundary,
        None => true,
    };
    kind && usage
}

fn entity_of(attachment: &Attachment, state: &State) -> Result<Option<Entity>, ApiError> {
    fn entity<R: Named>(name: &str, state: &State) -> Result<Option<Entity>, ApiError> {
        let found = state.get::<R>(name).or_fail()?;
        Ok(found.map(|found| found.entity().clone()))
    }
    let name = &attachment.name;
    match attachment.kind.as_str() {
        Group::NOUN => entity::<Group>(name, state),
        Role::NOUN => entity::<Role>(name, state),
        _ => entity::<User>(name, state),
    }
}
