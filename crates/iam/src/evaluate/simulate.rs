//! What `SimulateCustomPolicy` and `SimulatePrincipalPolicy` answer.

use std::collections::BTreeMap;

use super::{Decision, Evaluation, Layer, Layers, Level, PolicyName, Request};
use crate::policy::{Effect, Policy, Position, Span, Statement};

/// The outcome of one action on one resource.
///
/// Source: IAM API reference, `EvaluationResult`.
#[derive(Clone, Debug)]
pub struct Simulation {
    /// The decision, made as for a real request.
    pub decision: Decision,
    /// `EvalDecision`.
    pub word: Word,
    /// `MatchedStatements`: the statements that determine the result. Where one denies, only those
    /// that deny; none where nothing allows.
    pub matched: Vec<MatchedStatement>,
    /// `MissingContextValues`: the keys that statements about the action ask for and the request
    /// does not have, as the policies spell them, sorted.
    pub missing_context: Vec<String>,
    /// `OrganizationsDecisionDetail.AllowedByOrganizations`, where there are SCPs.
    pub allowed_by_organizations: Option<bool>,
    /// `PermissionsBoundaryDecisionDetail.AllowedByPermissionsBoundary`, where there is one.
    pub allowed_by_boundary: Option<bool>,
}

/// `PolicyEvaluationDecisionType` of the IAM API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Word {
    /// `allowed`.
    Allowed,
    /// `explicitDeny`.
    ExplicitDeny,
    /// `implicitDeny`.
    ImplicitDeny,
}

impl Word {
    /// As the API writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Word::Allowed => "allowed",
            Word::ExplicitDeny => "explicitDeny",
            Word::ImplicitDeny => "implicitDeny",
        }
    }
}

impl Decision {
    /// The decision as the API of the policy simulator words it.
    pub fn word(&self) -> Word {
        match self {
            Decision::Allow(_) => Word::Allowed,
            Decision::Deny(denied) if denied.statement().is_some() => Word::ExplicitDeny,
            Decision::Deny(_) => Word::ImplicitDeny,
        }
    }
}

/// A statement that matched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchedStatement {
    /// The layer it is of.
    pub layer: Layer,
    /// `SourcePolicyId`.
    pub policy: PolicyName,
    /// The place in the policy's list of statements, from 0.
    pub index: usize,
    /// Where it stands; its end is `EndPosition`.
    pub span: Span,
    /// `StartPosition`: Amazon counts what separates it from the statement before.
    pub after: Position,
}

/// Simulates one action on one resource, which belongs to the account `owner` where its ARN does not
/// say.
pub fn simulate(owner: Option<&str>, request: &Request<'_>, layers: &Layers<'_>) -> Simulation {
    let evaluation = Evaluation::new(owner, request, layers);
    let decision = evaluation.decide();
    let word = decision.word();
    let matched = match word {
        Word::Allowed => evaluation.matched(Effect::Allow),
        Word::ExplicitDeny => evaluation.matched(Effect::Deny),
        Word::ImplicitDeny => Vec::new(),
    };
    Simulation {
        decision,
        word,
        matched,
        missing_context: evaluation.missing_context(),
        allowed_by_organizations: (!layers.scps.is_empty()).then(|| {
            evaluation
                .scps()
                .all(|level| evaluation.lets_through(level))
        }),
        allowed_by_boundary: evaluation
            .boundary()
            .map(|level| evaluation.lets_through(level)),
    }
}

impl Evaluation<'_> {
    fn matched(&self, effect: Effect) -> Vec<MatchedStatement> {
        let mut matched = Vec::new();
        for level in self.levels() {
            for (named, statement) in level.applying(effect, &self.question) {
                if statement.names(&self.question).is_some() {
                    matched.push(MatchedStatement {
                        layer: level.layer,
                        policy: named.name.clone(),
                        index: statement.index(),
                        span: statement.span(),
                        after: statement.after(),
                    });
                }
            }
        }
        matched
    }

    fn lets_through(&self, level: Level<'_>) -> bool {
        let applies = |effect| level.applying(effect, &self.question).next().is_some();
        applies(Effect::Allow) && !applies(Effect::Deny)
    }

    fn missing_context(&self) -> Vec<String> {
        let statements = self.levels().flat_map(Level::statements);
        let asked = statements
            .map(|(_, statement)| statement)
            .filter(|statement| statement.applies_to_action(self.question.action))
            .flat_map(Statement::context_keys);
        sorted(asked.filter(|key| self.question.context.get(key).is_none()))
    }
}

/// `GetContextKeysForCustomPolicy`: every key that the policies ask for, in conditions and in
/// variables, as they spell it, sorted.
pub fn context_keys<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Vec<String> {
    let statements = policies.into_iter().flat_map(Policy::statements);
    sorted(statements.flat_map(Statement::context_keys))
}

/// Each key once, ignoring case.
fn sorted<'a>(keys: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut unique = BTreeMap::new();
    for key in keys {
        unique
            .entry(key.to_ascii_lowercase())
            .or_insert_with(|| key.to_owned());
    }
    unique.into_values().collect()
}
