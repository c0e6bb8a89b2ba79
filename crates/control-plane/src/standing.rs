//! Which policies bind a principal: its own, its groups', its boundary. The one answer to that
//! question, for the authorization of API calls and for the snapshot alike.

use iam::policy::PolicyKind;

use crate::aws_managed;
use crate::state::{Entity, Group, ManagedPolicy, Record as _, Role, State, StateError, User};

/// A policy that binds a principal, under the name that reasons call it by.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BoundPolicy {
    /// Its ARN, or ``inline policy `p` of user `u` ``.
    pub name: String,
    /// Where it is used.
    pub kind: PolicyKind,
    /// The document in force.
    pub text: String,
}

/// All that binds a principal besides its session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// Inline, attached, and those of its groups.
    pub identity: Vec<BoundPolicy>,
    /// The permissions boundary.
    pub boundary: Option<BoundPolicy>,
}

impl Standing {
    /// What binds a user.
    pub fn of_user(user: &User, state: &State) -> Result<Self, StateError> {
        let mut standing = Self::of_entity(&user.entity, "user", PolicyKind::UserInline, state)?;
        for name in &user.groups {
            if let Some(group) = state.get::<Group>(name)? {
                let of_group = Self::of_group(&group, state)?;
                standing.identity.extend(of_group.identity);
            }
        }
        Ok(standing)
    }

    /// What a group gives its members.
    pub fn of_group(group: &Group, state: &State) -> Result<Self, StateError> {
        Self::of_entity(&group.entity, "group", PolicyKind::GroupInline, state)
    }

    /// What binds every session of a role.
    pub fn of_role(role: &Role, state: &State) -> Result<Self, StateError> {
        Self::of_entity(&role.entity, "role", PolicyKind::RoleInline, state)
    }

    fn of_entity(
        entity: &Entity,
        noun: &str,
        inline: PolicyKind,
        state: &State,
    ) -> Result<Self, StateError> {
        let mut identity: Vec<BoundPolicy> = entity
            .inline_policies
            .iter()
            .map(|(policy, text)| BoundPolicy {
                name: format!("inline policy `{policy}` of {noun} `{}`", entity.name),
                kind: inline,
                text: text.clone(),
            })
            .collect();
        for arn in &entity.attached_policies {
            identity.push(managed(arn, state)?);
        }
        let boundary = entity
            .boundary
            .as_deref()
            .map(|arn| managed(arn, state))
            .transpose()?;
        Ok(Self { identity, boundary })
    }
}

/// The key of the record that a bound policy is made from, if it is a managed one.
pub fn managed_key(bound: &BoundPolicy) -> Option<String> {
    let name = managed_name(&bound.name).to_lowercase();
    (bound.kind == PolicyKind::Managed).then(|| ManagedPolicy::PREFIX.to_owned() + &name)
}

fn managed_name(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or_default()
}

/// A managed policy by its ARN. One that is gone allows nothing: an attachment keeps its policy from
/// being deleted, so that is damage, and damage must not widen.
pub fn managed(arn: &str, state: &State) -> Result<BoundPolicy, StateError> {
    let found = match aws_managed::find(arn) {
        Some(policy) => Some(policy),
        None => state
            .get::<ManagedPolicy>(managed_name(arn))?
            .map(|stored| stored.record),
    };
    let found = found.filter(|policy| policy.arn == arn);
    let text = found.as_ref().and_then(|policy| policy.document());
    Ok(BoundPolicy {
        name: arn.to_owned(),
        kind: PolicyKind::Managed,
        text: text.unwrap_or(DENY_EVERYTHING).to_owned(),
    })
}

/// What stands in for a policy that is gone or does not read: to leave it out could drop a Deny.
pub const DENY_EVERYTHING: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
