//! The decision: layers of policies in, one answer with its reasons out.

mod decision;

use std::fmt;
use std::sync::Arc;

pub use decision::{Allowed, Decision, Denied, Layer, StatementRef};

use crate::context::Context;
use crate::policy::{Effect, Policy};
use crate::principal::{Principal, PrincipalKind};

/// What a policy is called where reasons are told: its ARN, or ``inline policy `p` of user `u` ``.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PolicyName(Arc<str>);

impl PolicyName {
    /// A name as it shall be shown.
    pub fn new(name: &str) -> PolicyName {
        PolicyName(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for PolicyName {
    fn from(name: &str) -> PolicyName {
        PolicyName::new(name)
    }
}

impl From<String> for PolicyName {
    fn from(name: String) -> PolicyName {
        PolicyName(name.into())
    }
}

impl fmt::Display for PolicyName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A policy with the name that reasons call it by.
#[derive(Clone, Debug)]
pub struct NamedPolicy {
    /// Its name.
    pub name: PolicyName,
    /// The policy.
    pub policy: Arc<Policy>,
}

impl NamedPolicy {
    /// A policy under a name.
    pub fn new(name: impl Into<PolicyName>, policy: Arc<Policy>) -> NamedPolicy {
        NamedPolicy {
            name: name.into(),
            policy,
        }
    }
}

/// The policies that bear on a request, by layer.
///
/// Source: IAM User Guide, *Policy evaluation logic* (`reference_policies_evaluation-logic`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Layers<'a> {
    /// Service control policies of the principal's account, one list per level from the root of the
    /// organization down to the account. Every level must allow. No levels: no organization.
    pub scps: &'a [&'a [NamedPolicy]],
    /// The resource's own policy; for `sts:AssumeRole` the role's trust policy.
    pub resource: Option<&'a NamedPolicy>,
    /// The principal's policies: inline, attached, and those of its groups.
    pub identity: &'a [NamedPolicy],
    /// The permissions boundary of the user or role.
    pub boundary: Option<&'a NamedPolicy>,
    /// The session policies, where a session has them. `None` is no limit, an empty list allows
    /// nothing.
    pub session: Option<&'a [NamedPolicy]>,
}

/// One question: may this principal do this to that?
#[derive(Clone, Copy, Debug)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: &'a Principal,
    /// `service:Name`, e.g. `rds-db:connect`.
    pub action: &'a str,
    /// The ARN acted upon, or `*` for actions without a resource.
    pub resource: &'a str,
    /// The facts that conditions ask about.
    pub context: &'a Context,
}

/// Decides.
pub fn evaluate(request: &Request<'_>, layers: &Layers<'_>) -> Decision {
    let root = request.principal.kind == PrincipalKind::Root;
    let identity = Level {
        layer: Layer::Identity,
        policies: layers.identity,
    };
    let levels = layers
        .scps
        .iter()
        .map(|policies| Level {
            layer: Layer::Scp,
            policies,
        })
        .chain((!root).then_some(identity))
        .chain(layers.boundary.map(|one| Level {
            layer: Layer::Boundary,
            policies: std::slice::from_ref(one),
        }))
        .chain(layers.session.map(|policies| Level {
            layer: Layer::Session,
            policies,
        }));
    for level in levels.clone() {
        if let Some(found) = level.find(request, Effect::Deny) {
            return Decision::Deny(Denied::explicit(found));
        }
    }
    let mut agreed = Vec::new();
    for level in levels {
        match level.find(request, Effect::Allow) {
            Some(found) => agreed.push(found),
            None => return Decision::Deny(Denied::implicit(level.layer)),
        }
    }
    Decision::Allow(Allowed::new(agreed))
}

#[derive(Clone, Copy)]
struct Level<'a> {
    layer: Layer,
    policies: &'a [NamedPolicy],
}

impl Level<'_> {
    fn find(&self, request: &Request<'_>, effect: Effect) -> Option<StatementRef> {
        for named in self.policies {
            for statement in named.policy.statements() {
                if statement.effect() == effect
                    && statement.applies(request.action, request.resource, request.context)
                {
                    return Some(StatementRef::new(self.layer, named, statement));
                }
            }
        }
        None
    }
}
