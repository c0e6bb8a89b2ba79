//! Who can, and what can: the same decision, asked for many.

use crate::evaluate::{Decision, Layers, NamedPolicy, Request, StatementRef, evaluate};
use crate::policy::{Effect, Statement};
use crate::principal::Principal;
use crate::{Context, evaluate::Layer};

/// A principal with everything that decides about it.
#[derive(Clone, Copy, Debug)]
pub struct Candidate<'a> {
    /// The principal.
    pub principal: &'a Principal,
    /// Its policies.
    pub layers: Layers<'a>,
    /// The facts that a request of this principal would carry.
    pub context: &'a Context,
}

/// A resource that may be asked for.
#[derive(Clone, Copy, Debug)]
pub struct Target<'a> {
    /// Its ARN.
    pub resource: &'a str,
    /// The facts that a request for it would carry.
    pub context: &'a Context,
}

/// A decision, and what it is about.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The ARN of the principal.
    pub principal: String,
    /// The ARN of the resource.
    pub resource: String,
    /// The decision.
    pub decision: Decision,
}

/// Decides for every candidate whether it may do this to that. Those who may come first.
pub fn who_can<'a>(
    action: &str,
    resource: &str,
    candidates: impl IntoIterator<Item = Candidate<'a>>,
) -> Vec<Reach> {
    let reach = candidates.into_iter().map(|candidate| {
        let Candidate {
            principal,
            layers,
            context,
        } = candidate;
        decide(
            &Request {
                principal,
                action,
                resource,
                context,
            },
            &layers,
        )
    });
    allowed_first(reach.collect())
}

/// Decides for every target whether the principal may do this to it. Those it may come first.
pub fn what_can<'a>(
    principal: &Principal,
    layers: &Layers<'_>,
    action: &str,
    targets: impl IntoIterator<Item = Target<'a>>,
) -> Vec<Reach> {
    let reach = targets.into_iter().map(|target| {
        let Target { resource, context } = target;
        decide(
            &Request {
                principal,
                action,
                resource,
                context,
            },
            layers,
        )
    });
    allowed_first(reach.collect())
}

fn decide(request: &Request<'_>, layers: &Layers<'_>) -> Reach {
    Reach {
        principal: request.principal.arn.clone(),
        resource: request.resource.to_owned(),
        decision: evaluate(request, layers),
    }
}

fn allowed_first(mut reach: Vec<Reach>) -> Vec<Reach> {
    reach.sort_by_key(|one| !one.decision.is_allow());
    reach
}

/// What a statement says about an action, without a request: for telling what a principal may
/// reach where nobody can list all resources.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The statement.
    pub statement: StatementRef,
    /// Whether it allows or denies.
    pub effect: Effect,
    /// Its resources as the policy writes them; `everything but` comes before those of
    /// `NotResource`.
    pub resources: Vec<String>,
    /// Its conditions, one sentence each.
    pub conditions: Vec<String>,
}

/// The statements of these policies that concern an action.
pub fn grants(policies: &[NamedPolicy], action: &str) -> Vec<Grant> {
    let statements = policies.iter().flat_map(|named| {
        named
            .policy
            .statements()
            .iter()
            .map(move |one| (named, one))
    });
    statements
        .filter(|(_, statement)| statement.applies_to_action(action))
        .map(|(named, statement)| grant(named, statement))
        .collect()
}

fn grant(named: &NamedPolicy, statement: &Statement) -> Grant {
    let mut resources = Vec::new();
    if let Some(choice) = &statement.resource {
        let prefix = if choice.is_negated() {
            "everything but "
        } else {
            ""
        };
        resources.extend(choice.listed().iter().map(|one| format!("{prefix}{one}")));
    }
    let conditions = statement.conditions.iter();
    Grant {
        statement: StatementRef::new(Layer::Identity, named, statement),
        effect: statement.effect(),
        resources,
        conditions: conditions
            .map(|test| format!("`{}` {} {}", test.key, test.operator, test.written))
            .collect(),
    }
}
