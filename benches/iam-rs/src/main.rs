//! Decisions per second on one core, against iam-rs, on the cases that both get right.
//!
//! Of `vectors/policy-cases.json`, those that iam-rs can be asked: a user with identity policies and
//! nothing else. Where its answer hangs on how a context value is typed, the better answer counts.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench")]

#[path = "../../../crates/iam/examples/vectors/case.rs"]
#[allow(dead_code, reason = "the layers that iam-rs does not have")]
mod case;

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use case::{Case, File, OneOrMany, Who};
use iam::policy::{Policy, PolicyKind};
use iam::{Context, Layers, NamedPolicy, Principal, Request, evaluate};
use iam_rs::{ContextValue, Decision, IAMPolicy, IAMRequest, PolicyEvaluator, PrincipalId};

const ROUND: Duration = Duration::from_millis(500);
const ROUNDS: usize = 5;

/// A case as both are asked it.
struct Both {
    ours: Ours,
    theirs: (PolicyEvaluator, IAMRequest),
}

struct Ours {
    identity: Vec<NamedPolicy>,
    principal: Principal,
    context: Context,
    action: String,
    resource: String,
}

impl Ours {
    fn allows(&self) -> bool {
        let request = Request {
            principal: &self.principal,
            action: &self.action,
            resource: &self.resource,
            context: &self.context,
        };
        evaluate(
            &request,
            &Layers {
                identity: &self.identity,
                ..Layers::default()
            },
        )
        .is_allow()
    }
}

fn main() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/policy-cases.json"
    );
    let file: File = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let cases: Vec<Case> = file
        .cases
        .into_iter()
        .map(|case| serde_json::from_value(case).unwrap())
        .collect();
    let asked: Vec<&Case> = cases.iter().filter(|case| suits(case)).collect();
    let (mut wrong, mut open, mut unread, mut both) = (0, 0, 0, Vec::new());
    for case in &asked {
        let expected = case.expect.as_deref() == Some("allowed");
        let ours = ours(case);
        assert_eq!(ours.allows(), expected, "{}", case.id);
        let answers: Vec<_> = [true, false]
            .iter()
            .filter_map(|typed| theirs(case, *typed))
            .collect();
        let right = answers
            .iter()
            .position(|pair| allows(pair) == Some(expected));
        match right {
            Some(at) => both.push(Both {
                ours,
                theirs: answers.into_iter().nth(at).unwrap(),
            }),
            None if answers.iter().any(|pair| allows(pair).is_some()) => {
                wrong += 1;
                open += usize::from(!expected);
            }
            None => unread += 1,
        }
    }
    println!(
        "{} cases for a user with identity policies only: ours {} right; iam-rs {} right, {wrong} wrong ({open} fail open), {unread} refused",
        asked.len(),
        asked.len(),
        both.len()
    );
    let ours = rate(&both, |one| one.ours.allows());
    let theirs = rate(&both, |one| allows(&one.theirs) == Some(true));
    println!(
        "on the {} that both get right: ours {ours:.0} decisions/s, iam-rs {theirs:.0}: {:.1} times",
        both.len(),
        ours / theirs
    );
}

fn suits(case: &Case) -> bool {
    let policies = &case.policies;
    matches!(case.principal, Who::User { .. })
        && policies.scps.is_empty()
        && policies.resource.is_none()
        && policies.trust.is_none()
        && policies.boundary.is_none()
        && policies.session.is_none()
        && case.resource != "*"
        && !policies.identity.is_empty()
}

fn text(document: &serde_json::Value) -> String {
    document
        .as_str()
        .map_or_else(|| document.to_string(), str::to_owned)
}

fn arn(case: &Case) -> &str {
    let Who::User { arn, .. } = &case.principal else {
        unreachable!()
    };
    arn
}

fn ours(case: &Case) -> Ours {
    let named = |document| {
        let policy = Policy::parse(&text(document), PolicyKind::RoleInline).unwrap();
        NamedPolicy::new("p", Arc::new(policy))
    };
    let mut context = Context::new();
    for (key, value) in &case.context {
        match value {
            OneOrMany::One(value) => context.set(key.as_str(), value.as_str()),
            OneOrMany::Many(values) => context.set_many(key.as_str(), values.clone()),
        };
    }
    Ours {
        identity: case.policies.identity.iter().map(named).collect(),
        principal: Principal::user(arn(case)),
        context,
        action: case.action.clone(),
        resource: case.resource.clone(),
    }
}

/// Their policies and request; `None` when a document or an ARN is refused.
fn theirs(case: &Case, typed: bool) -> Option<(PolicyEvaluator, IAMRequest)> {
    let policies = case
        .policies
        .identity
        .iter()
        .map(|document| serde_json::from_str::<IAMPolicy>(&text(document)).ok());
    let mut context = iam_rs::Context::new();
    for (key, value) in &case.context {
        context.insert(key.clone(), theirs_value(value, typed));
    }
    let principal = iam_rs::Principal::Aws(PrincipalId::String(arn(case).to_owned()));
    let resource = iam_rs::Arn::parse(&case.resource).ok()?;
    let request = IAMRequest::new_with_context(principal, case.action.as_str(), resource, context);
    Some((
        PolicyEvaluator::with_policies(policies.collect::<Option<_>>()?),
        request,
    ))
}

fn theirs_value(value: &OneOrMany, typed: bool) -> ContextValue {
    match value {
        OneOrMany::Many(values) => ContextValue::StringList(values.clone()),
        OneOrMany::One(text) => match (typed, text.parse::<bool>(), text.parse::<f64>()) {
            (true, Ok(truth), _) => ContextValue::Boolean(truth),
            (true, _, Ok(number)) => ContextValue::Number(number),
            _ => ContextValue::String(text.clone()),
        },
    }
}

fn allows((evaluator, request): &(PolicyEvaluator, IAMRequest)) -> Option<bool> {
    evaluator
        .evaluate(request)
        .ok()
        .map(|result| result.decision == Decision::Allow)
}

/// The best of some rounds over all cases.
fn rate(both: &[Both], decide: impl Fn(&Both) -> bool) -> f64 {
    let round = || {
        let (started, mut decisions) = (Instant::now(), 0);
        while started.elapsed() < ROUND {
            for one in both {
                black_box(decide(black_box(one)));
            }
            decisions += both.len();
        }
        decisions as f64 / started.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| round()).fold(0.0, f64::max)
}
