//! Inline policies of users, groups and roles.

use ::iam::policy::size;
use aws_query::ApiError;
use aws_query::iam::error::{LIMIT_EXCEEDED, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, DeleteGroupPolicy, DeleteRolePolicy, DeleteUserPolicy, GetGroupPolicy, GetRolePolicy,
    GetUserPolicy, ListGroupPolicies, ListRolePolicies, ListUserPolicies, PutGroupPolicy,
    PutRolePolicy, PutUserPolicy,
};

use super::documents::check;
use super::handlers::handlers;
use super::names::{Named, modifiable, named};
use crate::app::page::{Page, page};
use crate::app::{Call, Entry, Outcome, operations};
use crate::state::{Changes, Entity, Group, Role, User};

pub(super) const OPERATIONS: &[Entry] = operations![
    DeleteGroupPolicy,
    DeleteRolePolicy,
    DeleteUserPolicy,
    GetGroupPolicy,
    GetRolePolicy,
    GetUserPolicy,
    ListGroupPolicies,
    ListRolePolicies,
    ListUserPolicies,
    PutGroupPolicy,
    PutRolePolicy,
    PutUserPolicy,
];

/// The four operations of one kind of entity.
macro_rules! inline_policies {
    ($bearer:ident by $name:ident:
        $put:ident, $get:ident -> $got:ident, $delete:ident, $list:ident -> $listed:ident) => {
        handlers! {
            $put(bounded $bearer by $name) |call, input| {
                put::<$bearer>(call, &input.$name, input.policy_name, input.policy_document)
            };
            $get($bearer by $name) |call, input| {
                let policy_document = document::<$bearer>(call, &input.$name, &input.policy_name)?;
                Ok(Outcome::read(iam::$got {
                    $name: input.$name,
                    policy_name: input.policy_name,
                    policy_document,
                }))
            };
            $delete(bounded $bearer by $name) |call, input| {
                delete::<$bearer>(call, &input.$name, &input.policy_name)
            };
            $list($bearer by $name) |call, input| {
                let names = names::<$bearer>(call, &input.$name)?;
                let Page { items, next } = page(call, names, input.marker.as_deref(), input.max_items)?;
                Ok(Outcome::read(iam::$listed {
                    policy_names: items,
                    is_truncated: Some(next.is_some()),
                    marker: next,
                }))
            };
        }
    };
}

inline_policies!(User by user_name: PutUserPolicy, GetUserPolicy -> GetUserPolicyResponse,
    DeleteUserPolicy, ListUserPolicies -> ListUserPoliciesResponse);
inline_policies!(Group by group_name: PutGroupPolicy, GetGroupPolicy -> GetGroupPolicyResponse,
    DeleteGroupPolicy, ListGroupPolicies -> ListGroupPoliciesResponse);
inline_policies!(Role by role_name: PutRolePolicy, GetRolePolicy -> GetRolePolicyResponse,
    DeleteRolePolicy, ListRolePolicies -> ListRolePoliciesResponse);

fn put<R: Named>(
    call: &Call<'_>,
    name: &str,
    policy: String,
    document: String,
) -> Result<Outcome<()>, ApiError> {
    let mut bearer = modifiable::<R>(call.state, name)?;
    check(&document, R::INLINE).map_err(|error| naming::<R>(error, name))?;
    let entity = bearer.record.entity_mut();
    entity.inline_policies.insert(policy, document);
    refuse_past_quota::<R>(entity)?;
    Ok(Outcome::done(Changes::new().update(&bearer)))
}

/// All inline policies of an entity share one quota.
fn refuse_past_quota<R: Named>(entity: &Entity) -> Result<(), ApiError> {
    let documents = entity.inline_policies.values();
    let total: usize = documents.map(|text| size(text, R::INLINE)).sum();
    let quota = R::INLINE.max_size();
    if total <= quota {
        return Ok(());
    }
    let text = format!(
        "Maximum policy size of {quota} bytes exceeded for {}",
        R::NOUN
    );
    Err(naming::<R>(LIMIT_EXCEEDED.because(text), &entity.name))
}

/// A refusal for its size ends with the name of the entity.
fn naming<R: Named>(error: ApiError, name: &str) -> ApiError {
    if error.kind() != LIMIT_EXCEEDED {
        return error;
    }
    LIMIT_EXCEEDED.because(format!("{} {name}", error.message()))
}

fn document<R: Named>(call: &Call<'_>, name: &str, policy: &str) -> Result<String, ApiError> {
    let bearer = named::<R>(call.state, name)?;
    let document = bearer.entity().inline_policies.get(policy);
    document.cloned().ok_or_else(|| not_found::<R>(policy))
}

fn delete<R: Named>(call: &Call<'_>, name: &str, policy: &str) -> Result<Outcome<()>, ApiError> {
    let mut bearer = modifiable::<R>(call.state, name)?;
    let removed = bearer.record.entity_mut().inline_policies.remove(policy);
    removed.ok_or_else(|| not_found::<R>(policy))?;
    Ok(Outcome::done(Changes::new().update(&bearer)))
}

fn names<R: Named>(call: &Call<'_>, name: &str) -> Result<Vec<String>, ApiError> {
    let bearer = named::<R>(call.state, name)?;
    Ok(bearer.entity().inline_policies.keys().cloned().collect())
}

fn not_found<R: Named>(policy: &str) -> ApiError {
    NO_SUCH_ENTITY.because(format!(
        "The {} policy with name {policy} cannot be found.",
        R::NOUN
    ))
}
