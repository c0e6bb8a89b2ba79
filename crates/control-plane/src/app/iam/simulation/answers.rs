//! What a simulation is asked, and what it answers.

use std::collections::BTreeMap;

use ::iam::evaluate::{Layer, MatchedStatement, Simulation, Word, simulate};
use ::iam::policy::Position;
use ::iam::{Context, Layers, NamedPolicy, Principal, Request};
use aws_query::ApiError;
use aws_query::iam::{
    self, ContextEntry, ContextKeyTypeEnum, EvaluationResult, OrganizationsDecisionDetail,
    PermissionsBoundaryDecisionDetail, PolicyEvaluationDecisionType, ResourceSpecificResult,
    Statement,
};

use super::policies::Policies;
use super::source_ids::source_id;
use crate::app::Outcome;
use crate::app::page::{Page, page_in_order};

/// What stands for all resources.
const EVERYTHING: &str = "*";

/// What is asked of the policies: each action on each resource.
pub(super) struct Question {
    pub(super) principal: Principal,
    pub(super) actions: Vec<String>,
    pub(super) resources: Option<Vec<String>>,
    pub(super) owner: Option<String>,
    pub(super) entries: Option<Vec<ContextEntry>>,
}

impl Question {
    /// The resources that are named, where it is not all of them.
    fn named(&self) -> Option<&[String]> {
        let named = self.resources.as_deref()?;
        let everything = |resource: &String| resource == EVERYTHING;
        (!named.iter().all(everything)).then_some(named)
    }

    fn resources(&self) -> impl Iterator<Item = &str> {
        let named = self.named();
        let everything = named.is_none().then_some(EVERYTHING);
        let named = named.unwrap_or_default().iter().map(String::as_str);
        named.chain(everything)
    }
}

pub(super) fn answer(
    policies: &Policies,
    question: &Question,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Outcome<iam::SimulatePolicyResponse>, ApiError> {
    let Page { items, next } = page_in_order(results(policies, question), marker, max_items)?;
    Ok(Outcome::read(iam::SimulatePolicyResponse {
        evaluation_results: Some(items),
        is_truncated: Some(next.is_some()),
        marker: next,
    }))
}

fn results(policies: &Policies, question: &Question) -> Vec<EvaluationResult> {
    let scps: Vec<&[NamedPolicy]> = policies.scps.iter().map(Vec::as_slice).collect();
    let simulator = Simulator {
        layers: Layers {
            scps: &scps,
            resource: policies.resource.as_ref(),
            identity: &policies.identity,
            boundary: policies.boundary.as_ref(),
            session: None,
        },
        context: context(question.entries.as_deref().unwrap_or_default()),
        question,
    };
    let results = question.actions.iter().map(|action| {
        let simulations = simulator.each(action);
        match question.named() {
            None => on_everything(action, simulations),
            Some(resources) => on_resources(action, resources, simulations),
        }
    });
    results.collect()
}

/// What decides.
struct Simulator<'a> {
    layers: Layers<'a>,
    context: Context,
    question: &'a Question,
}

impl Simulator<'_> {
    /// The action on each of the resources, or on everything.
    fn each(&self, action: &str) -> Vec<Simulation> {
        let Question {
            principal, owner, ..
        } = self.question;
        let owner = owner.as_deref().map(account_of);
        let simulated = self.question.resources().map(|resource| {
            let request = Request {
                principal,
                action,
                resource,
                context: &self.context,
            };
            simulate(owner, &request, &self.layers)
        });
        simulated.collect()
    }
}

/// `ResourceOwner` is an account's ARN, or its id.
fn account_of(owner: &str) -> &str {
    owner.split(':').nth(4).unwrap_or(owner)
}

fn context(entries: &[ContextEntry]) -> Context {
    let mut context = Context::new();
    for entry in entries {
        let (Some(key), Some(values)) = (&entry.context_key_name, &entry.context_key_values) else {
            continue;
        };
        match values.as_slice() {
            [value] if !is_list(entry.context_key_type) => context.set(&**key, &**value),
            values => context.set_many(&**key, values.iter().cloned()),
        };
    }
    context
}

fn is_list(kind: Option<ContextKeyTypeEnum>) -> bool {
    kind.is_some_and(|kind| kind.as_str().ends_with("List"))
}

/// An action on `*`.
fn on_everything(action: &str, simulations: Vec<Simulation>) -> EvaluationResult {
    let missing = simulations.iter().flat_map(|one| &one.missing_context);
    EvaluationResult {
        missing_context_values: Some(missing.cloned().collect()),
        ..together(action, EVERYTHING, &simulations)
    }
}

/// An action on resources that were named: what keys are missing is said of each.
fn on_resources(
    action: &str,
    resources: &[String],
    simulations: Vec<Simulation>,
) -> EvaluationResult {
    let called = match resources {
        [resource] => resource,
        _ => EVERYTHING,
    };
    let result = together(action, called, &simulations);
    let each = resources.iter().zip(simulations);
    EvaluationResult {
        eval_decision_details: Some(BTreeMap::new()),
        resource_specific_results: Some(each.map(|(name, one)| on_resource(name, one)).collect()),
        ..result
    }
}

/// What simulations of one action come to together. The statements behind it show where there is one.
fn together(action: &str, resource: &str, simulations: &[Simulation]) -> EvaluationResult {
    let strictest = simulations.iter().map(|one| one.word).max_by_key(severity);
    let matched = match simulations {
        [simulation] => statements(simulation),
        _ => Vec::new(),
    };
    let organizations = simulations.iter().map(|one| one.allowed_by_organizations);
    let boundary = simulations.iter().map(|one| one.allowed_by_boundary);
    EvaluationResult {
        eval_action_name: action.to_owned(),
        eval_resource_name: Some(resource.to_owned()),
        eval_decision: decision(strictest.unwrap_or(Word::ImplicitDeny)),
        matched_statements: Some(matched),
        missing_context_values: Some(Vec::new()),
        organizations_decision_detail: all(organizations).map(|allowed| {
            OrganizationsDecisionDetail {
                allowed_by_organizations: Some(allowed),
            }
        }),
        permissions_boundary_decision_detail: all(boundary).map(boundary_detail),
        eval_decision_details: None,
        resource_specific_results: None,
    }
}

fn on_resource(resource: &str, simulation: Simulation) -> ResourceSpecificResult {
    ResourceSpecificResult {
        eval_resource_name: resource.to_owned(),
        eval_resource_decision: decision(simulation.word),
        matched_statements: Some(statements(&simulation)),
        missing_context_values: Some(simulation.missing_context),
        eval_decision_details: None,
        permissions_boundary_decision_detail: simulation.allowed_by_boundary.map(boundary_detail),
    }
}

/// Whether all say yes, where they say anything.
fn all(each: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    each.reduce(|one, other| Some(one? && other?)).flatten()
}

fn severity(word: &Word) -> u8 {
    match word {
        Word::Allowed => 0,
        Word::ImplicitDeny => 1,
        Word::ExplicitDeny => 2,
    }
}

fn decision(word: Word) -> PolicyEvaluationDecisionType {
    match word {
        Word::Allowed => PolicyEvaluationDecisionType::Allowed,
        Word::ExplicitDeny => PolicyEvaluationDecisionType::ExplicitDeny,
        Word::ImplicitDeny => PolicyEvaluationDecisionType::ImplicitDeny,
    }
}

fn boundary_detail(allowed: bool) -> PermissionsBoundaryDecisionDetail {
    PermissionsBoundaryDecisionDetail {
        allowed_by_permissions_boundary: Some(allowed),
    }
}

fn statements(simulation: &Simulation) -> Vec<Statement> {
    simulation.matched.iter().map(statement).collect()
}

fn statement(matched: &MatchedStatement) -> Statement {
    Statement {
        source_policy_id: Some(source_id(matched.policy.as_str())),
        source_policy_type: Some(source_type(matched.layer).to_owned()),
        start_position: Some(position(matched.after)),
        end_position: Some(position(matched.span.end)),
    }
}

fn position(position: Position) -> iam::Position {
    iam::Position {
        line: i32::try_from(position.line).ok(),
        column: i32::try_from(position.column).ok(),
    }
}

/// As Amazon answers; the model has other words, which were never seen.
fn source_type(layer: Layer) -> &'static str {
    match layer {
        Layer::Resource => "Resource Policy",
        Layer::Boundary => "Permissions Boundary Policy",
        Layer::Scp => "Service Control Policy",
        Layer::Identity | Layer::Session => "IAM Policy",
    }
}
