//! Finding managed policies by their ARNs.

use ::iam::Arn;
use aws_query::ApiError;
use aws_query::error::common::{ACCESS_DENIED, VALIDATION_ERROR};
use aws_query::iam::PolicyScopeType;
use aws_query::iam::error::{INVALID_INPUT, NO_SUCH_ENTITY};

use super::names::with_tags_of;
use crate::app::{Asked, Call, OrFail as _};
use crate::authorize::Permission;
use crate::aws_managed;
use crate::state::{Changes, ManagedPolicy, State, Stored};

/// A managed policy of this account or of Amazon.
#[derive(Debug)]
pub(super) enum Managed {
    /// Of this account.
    Customer(Box<Stored<ManagedPolicy>>),
    /// One of Amazon's, as this server has it.
    Aws(Box<ManagedPolicy>),
}

impl std::ops::Deref for Managed {
    type Target = ManagedPolicy;

    fn deref(&self) -> &ManagedPolicy {
        match self {
            Self::Customer(stored) => stored,
            Self::Aws(policy) => policy,
        }
    }
}

impl Managed {
    /// The policies of a scope, this account's first.
    pub(super) fn all(call: &Call<'_>, scope: PolicyScopeType) -> Result<Vec<Self>, ApiError> {
        let mut policies = Vec::new();
        if scope != PolicyScopeType::Aws {
            for policy in call.state.all::<ManagedPolicy>() {
                policies.push(Self::Customer(Box::new(policy.or_fail()?)));
            }
        }
        if scope != PolicyScopeType::Local {
            let of_amazon = aws_managed::all(&call.realm.account.partition);
            policies.extend(of_amazon.map(|policy| Self::Aws(Box::new(policy))));
        }
        Ok(policies)
    }

    /// `changes`, if the policy stays as it is until they are made.
    pub(super) fn relied_on(&self, changes: Changes) -> Changes {
        match self {
            Self::Customer(stored) => changes.rely_on(stored),
            Self::Aws(_) => changes,
        }
    }
}

/// The managed policy with this ARN, if it is there.
///
/// # Errors
/// When it is the ARN of no policy at all.
pub(super) fn find_policy(state: &State, arn: &str) -> Result<Option<Managed>, ApiError> {
    let name = policy_name(arn)?;
    if let Some(policy) = aws_managed::find(arn) {
        return Ok(Some(Managed::Aws(Box::new(policy))));
    }
    let found = state.get::<ManagedPolicy>(name).or_fail()?;
    let found = found.filter(|policy| policy.arn == arn);
    Ok(found.map(|policy| Managed::Customer(Box::new(policy))))
}

/// Whether there is a managed policy with this ARN.
pub(crate) fn is_managed_policy(state: &State, arn: &str) -> Result<bool, ApiError> {
    Ok(find_policy(state, arn)?.is_some())
}

/// The name at the end of a policy's ARN.
pub(super) fn policy_name(arn: &str) -> Result<&str, ApiError> {
    let text = format!("ARN {arn} is not valid.");
    match Arn::parse(arn) {
        Err(_) => Err(VALIDATION_ERROR.because(text)),
        Ok(parsed) if parsed.service() != "iam" || !parsed.resource().starts_with("policy/") => {
            Err(INVALID_INPUT.because(text))
        }
        Ok(_) => Ok(arn.rsplit('/').next().unwrap_or_default()),
    }
}

/// The permission that a call about the policy with this ARN needs.
pub(super) fn on_policy(
    asked: &Asked<'_>,
    action: &'static str,
    arn: &str,
) -> Result<Permission, ApiError> {
    let permission = Permission::new(action, arn).called(format!("policy {arn}"));
    Ok(match find_policy(asked.state, arn)? {
        Some(policy) => with_tags_of(permission, &policy.tags),
        None => permission,
    })
}

/// Refuses to change what is Amazon's: `Cannot delete policies outside your own account.`
pub(super) fn refuse_foreign(
    policy: Managed,
    to_do_what: &str,
) -> Result<Box<Stored<ManagedPolicy>>, ApiError> {
    match policy {
        Managed::Customer(stored) => Ok(stored),
        Managed::Aws(_) => {
            Err(ACCESS_DENIED.because(format!("Cannot {to_do_what} outside your own account.")))
        }
    }
}

/// What Amazon says where a policy is read, deleted or detached.
pub(super) fn was_not_found(arn: &str) -> ApiError {
    NO_SUCH_ENTITY.because(format!("Policy {arn} was not found."))
}
