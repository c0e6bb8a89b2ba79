//! Managed policies on users, groups and roles: attached, or as a permissions boundary.

use aws_query::ApiError;
use aws_query::iam::error::{LIMIT_EXCEEDED, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, AttachGroupPolicy, AttachRolePolicy, AttachUserPolicy, AttachedPolicy, DetachGroupPolicy,
    DetachRolePolicy, DetachUserPolicy, ListAttachedGroupPolicies, ListAttachedRolePolicies,
    ListAttachedUserPolicies,
};

use super::handlers::handlers;
use super::managed::{find_policy, policy_name, was_not_found};
use super::names::{Named, modifiable, named};
use crate::app::page::{Page, page};
use crate::app::{Call, Entry, OrFail as _, Outcome, operations};
use crate::state::{Attachment, Changes, Entity, Group, Record as _, Role, State, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    AttachGroupPolicy,
    AttachRolePolicy,
    AttachUserPolicy,
    DetachGroupPolicy,
    DetachRolePolicy,
    DetachUserPolicy,
    ListAttachedGroupPolicies,
    ListAttachedRolePolicies,
    ListAttachedUserPolicies,
];

/// `AttachedPoliciesPerUserQuota` and its like.
pub(super) const MAX_ATTACHED: usize = 10;

/// The three operations of one kind of entity.
macro_rules! attachments {
    ($bearer:ident by $name:ident:
        $attach:ident, $detach:ident, $list:ident -> $listed:ident) => {
        handlers! {
            $attach(bounded $bearer by $name, "iam:PolicyARN" from policy_arn) |call, input| {
                attach::<$bearer>(call, &input.$name, input.policy_arn)
            };
            $detach(bounded $bearer by $name, "iam:PolicyARN" from policy_arn) |call, input| {
                detach::<$bearer>(call, &input.$name, &input.policy_arn)
            };
            $list($bearer by $name) |call, input| {
                let bearer = named::<$bearer>(call.state, &input.$name)?;
                let all = attached(bearer.entity(), input.path_prefix.as_deref());
                let Page { items, next } = page(call, all, input.marker.as_deref(), input.max_items)?;
                Ok(Outcome::read(iam::$listed {
                    attached_policies: Some(items),
                    is_truncated: Some(next.is_some()),
                    marker: next,
                }))
            };
        }
    };
}

attachments!(User by user_name: AttachUserPolicy, DetachUserPolicy,
    ListAttachedUserPolicies -> ListAttachedUserPoliciesResponse);
attachments!(Group by group_name: AttachGroupPolicy, DetachGroupPolicy,
    ListAttachedGroupPolicies -> ListAttachedGroupPoliciesResponse);
attachments!(Role by role_name: AttachRolePolicy, DetachRolePolicy,
    ListAttachedRolePolicies -> ListAttachedRolePoliciesResponse);

fn attach<R: Named>(call: &Call<'_>, name: &str, arn: String) -> Result<Outcome<()>, ApiError> {
    let mut bearer = modifiable::<R>(call.state, name)?;
    let policy = find_policy(call.state, &arn)?.ok_or_else(|| not_attachable("Policy", &arn))?;
    let attached = &mut bearer.record.entity_mut().attached_policies;
    if attached.contains(&arn) {
        return Ok(Outcome::done(Changes::new()));
    }
    if attached.len() >= MAX_ATTACHED {
        let quota = format!("PoliciesPer{}: {MAX_ATTACHED}", R::KIND);
        return Err(LIMIT_EXCEEDED.because(format!("Cannot exceed quota for {quota}")));
    }
    attached.push(arn.clone());
    let changes = policy.relied_on(Changes::new().update(&bearer));
    Ok(Outcome::done(changes.create(&attachment::<R>(name, &arn))))
}

fn detach<R: Named>(call: &Call<'_>, name: &str, arn: &str) -> Result<Outcome<()>, ApiError> {
    let mut bearer = modifiable::<R>(call.state, name)?;
    policy_name(arn)?;
    let attached = &mut bearer.record.entity_mut().attached_policies;
    let position = attached.iter().position(|attached| attached == arn);
    attached.remove(position.ok_or_else(|| was_not_found(arn))?);
    let changes = Changes::new().update(&bearer);
    Ok(Outcome::done(forget(
        call.state,
        changes,
        &attachment::<R>(name, arn),
    )?))
}

/// What is attached to an entity, as answers show it.
pub(super) fn attached(entity: &Entity, path_prefix: Option<&str>) -> Vec<AttachedPolicy> {
    let prefix = path_prefix.unwrap_or("/");
    let of_path = |arn: &&String| {
        let resource = arn.split_once(":policy").map_or("", |(_, path)| path);
        resource.starts_with(prefix)
    };
    let shape = |arn: &String| AttachedPolicy {
        policy_name: arn.rsplit('/').next().map(str::to_owned),
        policy_arn: Some(arn.clone()),
    };
    entity
        .attached_policies
        .iter()
        .filter(of_path)
        .map(shape)
        .collect()
}

/// How many users, groups and roles a managed policy is on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Usage {
    /// As one of their policies.
    pub(super) attached: i32,
    /// As their permissions boundary.
    pub(super) as_boundary: i32,
}

impl Usage {
    /// Counts for the policy with this ARN.
    pub(super) fn of(arn: &str, state: &State) -> Result<Self, ApiError> {
        let mut usage = Self::default();
        for attachment in state.under::<Attachment>(&Attachment::ids_of(arn)) {
            if attachment.or_fail()?.as_boundary {
                usage.as_boundary += 1;
            } else {
                usage.attached += 1;
            }
        }
        Ok(usage)
    }

    /// Whether it is on any.
    pub(super) fn is_any(self) -> bool {
        self.attached + self.as_boundary > 0
    }
}

/// Notes that the policy with `arn` is the boundary of an entity, and relies on its being there.
pub(super) fn attach_boundary<R: Named>(
    state: &State,
    changes: Changes,
    name: &str,
    arn: &str,
) -> Result<Changes, ApiError> {
    let policy = find_policy(state, arn)?.ok_or_else(|| not_attachable("Scope ARN:", arn))?;
    let noted = changes.create(&boundary::<R>(name, arn));
    Ok(policy.relied_on(noted))
}

/// Takes note that the boundary is no longer used.
pub(super) fn detach_boundary<R: Named>(
    state: &State,
    changes: Changes,
    name: &str,
    arn: &str,
) -> Result<Changes, ApiError> {
    forget(state, changes, &boundary::<R>(name, arn))
}

/// Takes the notes of what is attached along from an entity's old name to its new one.
pub(super) fn follow<R: Named>(
    state: &State,
    mut changes: Changes,
    old: &Entity,
    new: &str,
) -> Result<Changes, ApiError> {
    let attached = old.attached_policies.iter();
    let attached = attached.map(|arn| attachment::<R>(&old.name, arn));
    let bounding = old.boundary.iter().map(|arn| boundary::<R>(&old.name, arn));
    for note in attached.chain(bounding) {
        if let Some(mut note) = state.get::<Attachment>(&note.id()).or_fail()? {
            new.clone_into(&mut note.record.name);
            changes = changes.replace(&note);
        }
    }
    Ok(changes)
}

/// What Amazon says of a policy that is not there to be attached.
pub(super) fn not_attachable(what: &str, arn: &str) -> ApiError {
    NO_SUCH_ENTITY.because(format!("{what} {arn} does not exist or is not attachable."))
}

fn forget(state: &State, changes: Changes, attachment: &Attachment) -> Result<Changes, ApiError> {
    let found = state.get::<Attachment>(&attachment.id()).or_fail()?;
    Ok(match found {
        Some(attachment) => changes.delete(&attachment),
        None => changes,
    })
}

fn attachment<R: Named>(name: &str, arn: &str) -> Attachment {
    Attachment {
        policy: arn.to_owned(),
        kind: R::NOUN.to_owned(),
        name: name.to_owned(),
        as_boundary: false,
    }
}

fn boundary<R: Named>(name: &str, arn: &str) -> Attachment {
    Attachment {
        as_boundary: true,
        ..attachment::<R>(name, arn)
    }
}
