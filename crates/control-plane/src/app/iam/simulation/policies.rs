//! Which policies a simulation is of, and whose.

use std::sync::Arc;

use ::iam::evaluate::context_keys;
use ::iam::policy::{Policy, PolicyKind};
use ::iam::{Arn, NamedPolicy, Principal};
use aws_query::ApiError;
use aws_query::iam::error::{INVALID_INPUT, NO_SUCH_ENTITY};
use aws_query::iam::{self, PolicyIdentifier};

use super::source_ids::source_id;
use crate::app::iam::names::{Named, named};
use crate::app::{Call, OrFail as _};
use crate::standing::{BoundPolicy, Standing};
use crate::state::{Group, Role, User};

const NOT_A_USER: &str = "Invalid caller - Caller must be an IAM user in this context.";

/// The policies of a simulation, each under the id that answers call it by.
#[derive(Default)]
pub(super) struct Policies {
    pub(super) identity: Vec<NamedPolicy>,
    pub(super) boundary: Option<NamedPolicy>,
    pub(super) resource: Option<NamedPolicy>,
    pub(super) scps: Vec<Vec<NamedPolicy>>,
}

impl Policies {
    pub(super) fn add_identity(&mut self, texts: Option<Vec<String>>) -> Result<(), ApiError> {
        let texts = texts.unwrap_or_default();
        let more = parsed("PolicyInputList", texts, PolicyKind::Managed)?;
        self.identity.extend(more);
        Ok(())
    }

    /// A boundary that is passed takes the place of the principal's own.
    pub(super) fn set_boundary(&mut self, texts: Option<Vec<String>>) -> Result<(), ApiError> {
        let texts = texts.unwrap_or_default();
        let mut passed = parsed(
            "PermissionsBoundaryPolicyInputList",
            texts,
            PolicyKind::Managed,
        )?;
        if passed.len() > 1 {
            return Err(INVALID_INPUT
                .because("Only one permissions boundary policy can be passed to a simulation."));
        }
        self.boundary = passed.pop().or_else(|| self.boundary.take());
        Ok(())
    }

    pub(super) fn set_resource(&mut self, text: Option<String>) -> Result<(), ApiError> {
        let texts = text.into_iter().collect();
        self.resource = parsed("ResourcePolicy", texts, PolicyKind::Resource)?.pop();
        Ok(())
    }

    pub(super) fn context_keys(&self) -> iam::GetContextKeysForPolicyResponse {
        let all = self.identity.iter().chain(&self.boundary);
        iam::GetContextKeysForPolicyResponse {
            context_key_names: Some(context_keys(all.map(|named| &*named.policy))),
        }
    }
}

/// The documents of a parameter, named as Amazon names them: `PolicyInputList.1`.
pub(super) fn parsed(
    parameter: &str,
    texts: Vec<String>,
    kind: PolicyKind,
) -> Result<Vec<NamedPolicy>, ApiError> {
    let numbered = texts.into_iter().zip(1..);
    numbered
        .map(|(text, number)| {
            let name = format!("{parameter}.{number}");
            let policy = Policy::parse(&text, kind)
                .map_err(|error| INVALID_INPUT.because(format!("{name}: {}", error.message())))?;
            Ok(NamedPolicy::new(name, Arc::new(policy)))
        })
        .collect()
}

/// Whose policies are simulated.
pub(super) struct Source {
    noun: &'static str,
    principal: Principal,
    standing: Standing,
}

impl Source {
    pub(super) fn at(arn: &str, call: &Call<'_>) -> Result<Self, ApiError> {
        let invalid = || INVALID_INPUT.because(format!("Invalid Entity Arn: {arn}"));
        let parsed = Arn::parse(arn).map_err(|_| invalid())?;
        let (noun, _) = parsed.resource().split_once('/').ok_or_else(invalid)?;
        let name = arn.rsplit('/').next().unwrap_or_default();
        let (noun, principal, standing) = match noun {
            User::NOUN => {
                let user = named::<User>(call.state, name)?;
                let standing = Standing::of_user(&user, call.state);
                (User::NOUN, Principal::user(arn), standing)
            }
            Group::NOUN => {
                let group = named::<Group>(call.state, name)?;
                let member = call.realm.account.iam_entity_arn(User::NOUN, "/", "member");
                let standing = Standing::of_group(&group, call.state);
                (Group::NOUN, Principal::user(&member), standing)
            }
            Role::NOUN => {
                let role = named::<Role>(call.state, name)?;
                let session = Principal::assumed_role(arn, "simulation");
                (Role::NOUN, session, Standing::of_role(&role, call.state))
            }
            _ => return Err(invalid()),
        };
        if parsed.account() != call.realm.account.id.as_str() {
            let text = format!("The {noun} with name {name} cannot be found.");
            return Err(NO_SUCH_ENTITY.because(text));
        }
        Ok(Self {
            noun,
            principal,
            standing: standing.or_fail()?,
        })
    }

    /// Who calls where the request names nobody. A policy of the resource speaks of users alone.
    pub(super) fn caller(self, under_resource_policy: bool) -> Result<Principal, ApiError> {
        if under_resource_policy && self.noun != User::NOUN {
            return Err(INVALID_INPUT.because(NOT_A_USER));
        }
        Ok(self.principal)
    }

    pub(super) fn policies(&self, excluded: &[PolicyIdentifier]) -> Policies {
        let stays = |bound: &&BoundPolicy| !excluded.iter().any(|one| names(one, bound));
        let identity = self.standing.identity.iter().filter(stays);
        let boundary = self.standing.boundary.iter().find(stays);
        Policies {
            identity: identity.filter_map(compiled).collect(),
            boundary: boundary.and_then(compiled),
            ..Policies::default()
        }
    }
}

/// Whether an exclusion means this policy.
fn names(identifier: &PolicyIdentifier, bound: &BoundPolicy) -> bool {
    if let Some(inline) = &identifier.inline_policy_identifier {
        let noun = inline.attachment_type.as_str();
        return source_id(&bound.name)
            == format!("{noun}_{}_{}", inline.attachment_name, inline.policy_name);
    }
    identifier.policy_arn.as_ref() == Some(&bound.name)
}

fn compiled(bound: &BoundPolicy) -> Option<NamedPolicy> {
    let policy = Policy::parse(&bound.text, bound.kind).ok()?;
    Some(NamedPolicy::new(&*bound.name, Arc::new(policy)))
}

/// The caller that a simulation names, or any user of the account.
pub(super) fn caller(arn: Option<&str>, call: &Call<'_>) -> Result<Principal, ApiError> {
    let Some(arn) = arn else {
        let account = &call.realm.account;
        return Ok(Principal::user(&account.iam_entity_arn(
            User::NOUN,
            "/",
            "simulated",
        )));
    };
    let parsed =
        Arn::parse(arn).map_err(|_| INVALID_INPUT.because(format!("Invalid Caller Arn: {arn}")))?;
    if !parsed.resource().starts_with("user/") {
        return Err(INVALID_INPUT.because(NOT_A_USER));
    }
    Ok(Principal::user(arn))
}
