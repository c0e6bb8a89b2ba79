//! A document compiled to the form that evaluates.

use super::document::{self, Choice, Document, Effect, Text, Version};
use super::error::PolicyError;
use super::json::{Position, Span};
use super::kind::PolicyKind;
use super::principals::{Closeness, PrincipalPattern};
use super::resource::{Resource, ResourcePattern};
use crate::condition::Test;
use crate::context::Context;
use crate::few::Few;
use crate::pattern::{Case, Pattern};
use crate::principal::Principal;

/// A policy that passed Amazon's checks, compiled. Immutable; share it in an `Arc`.
#[derive(Clone, Debug)]
pub struct Policy {
    kind: PolicyKind,
    version: Version,
    id: Option<Box<str>>,
    statements: Box<[Statement]>,
    /// Of each statement, what tells most of them apart from a request, close together in memory.
    summaries: Box<[Summary]>,
}

/// The effect of a statement, and which services its actions can be of; see [`service_bit`].
#[derive(Clone, Copy, Debug)]
struct Summary {
    effect: Effect,
    services: u64,
}

/// A compiled statement. It remembers where in the document it stood.
#[derive(Clone, Debug)]
pub struct Statement {
    index: usize,
    sid: Option<Box<str>>,
    span: Span,
    after: Position,
    effect: Effect,
    pub(crate) action: Choice<Few<Pattern>>,
    pub(crate) resource: Option<Choice<Few<ResourcePattern>>>,
    pub(crate) principal: Option<PrincipalPattern>,
    pub(crate) conditions: Box<[Test]>,
}

/// What a statement is asked, taken apart once for all statements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) principal: &'a Principal,
    /// Whether the principal has a permissions boundary.
    pub(crate) bounded: bool,
    pub(crate) action: &'a str,
    service: u64,
    pub(crate) resource: Resource<'a>,
    pub(crate) context: &'a Context,
}

impl<'a> Question<'a> {
    pub(crate) fn new(
        principal: &'a Principal,
        bounded: bool,
        action: &'a str,
        resource: &'a str,
        context: &'a Context,
    ) -> Question<'a> {
        let service = service_bit(action.split(':').next().unwrap_or_default());
        let resource = Resource::new(resource);
        Question {
            principal,
            bounded,
            action,
            service,
            resource,
            context,
        }
    }
}

impl Policy {
    /// Reads, checks and compiles a document.
    ///
    /// # Errors
    /// [`PolicyError`] with Amazon's code and text, and with the place and the reason for people.
    pub fn parse(text: &str, kind: PolicyKind) -> Result<Policy, PolicyError> {
        Ok(Policy::compile(&Document::parse(text, kind)?, kind))
    }

    /// Compiles a document that was read as this kind.
    pub fn compile(document: &Document, kind: PolicyKind) -> Policy {
        let statements = document.statements.iter().enumerate();
        let summary = |from: &document::Statement| Summary {
            effect: from.effect,
            services: from.action.as_ref().map_or(0, services),
        };
        Policy {
            kind,
            version: document.version,
            id: document.id.as_ref().map(|id| id.value.as_str().into()),
            statements: statements
                .map(|(index, from)| Statement::compile(index, from, document.version))
                .collect(),
            summaries: document.statements.iter().map(summary).collect(),
        }
    }

    /// The statements of an effect that can be about the action of the question.
    pub(crate) fn about(
        &self,
        effect: Effect,
        question: &Question<'_>,
    ) -> impl Iterator<Item = &Statement> {
        let service = question.service;
        let wanted =
            move |summary: &Summary| summary.effect == effect && summary.services & service != 0;
        let pairs = self.summaries.iter().zip(&self.statements);
        pairs
            .filter(move |(summary, _)| wanted(summary))
            .map(|(_, statement)| statement)
    }

    /// What the policy is for.
    pub fn kind(&self) -> PolicyKind {
        self.kind
    }

    /// The language version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The document's `Id`.
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The statements in the order of the document.
    pub fn statements(&self) -> &[Statement] {
        &self.statements
    }

    /// Whether an `Allow` lists the action, on whatever resource and under whatever condition. When
    /// none does, no request for the action is ever allowed by this policy.
    pub fn may_allow(&self, action: &str) -> bool {
        self.statements.iter().any(|one| one.may_allow(action))
    }

    /// The memory the policy takes, in bytes, allocations included as far as the program knows
    /// their sizes.
    pub fn memory_bytes(&self) -> usize {
        size_of::<Policy>()
            + self
                .statements
                .iter()
                .map(Statement::memory_bytes)
                .sum::<usize>()
    }
}

impl Statement {
    fn compile(index: usize, from: &document::Statement, version: Version) -> Statement {
        let effect = from.effect;
        let resources = |choice: &Choice<Vec<Text>>| {
            let crosses = (effect == Effect::Deny) != choice.is_negated();
            let compile = |text: &Text| ResourcePattern::compile(&text.value, version, crosses);
            choice.map(|listed| listed.iter().map(compile).collect())
        };
        // A document without actions does not pass the checks; without them nothing applies.
        let none = Choice::Only(Vec::new());
        let action = from.action.as_ref().unwrap_or(&none);
        Statement {
            index,
            sid: from.sid.as_ref().map(|sid| sid.value.as_str().into()),
            span: from.span,
            after: from.after,
            effect,
            action: action.map(|listed| {
                listed
                    .iter()
                    .map(|text| Pattern::compile(&text.value))
                    .collect()
            }),
            resource: from.resource.as_ref().map(resources),
            principal: from.principal.as_ref().map(PrincipalPattern::compile),
            conditions: from
                .conditions
                .iter()
                .map(|test| Test::compile(test, effect, version))
                .collect(),
        }
    }

    /// The place in the list of statements, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// `Sid`; an empty one counts as none.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Where in the document the statement stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// The place just past what stands before the statement; see [`document::Statement::after`].
    pub fn after(&self) -> Position {
        self.after
    }

    /// `Effect`.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    /// Whether it is an `Allow` that lists the action, on whatever resource and under whatever condition.
    pub fn may_allow(&self, action: &str) -> bool {
        self.effect == Effect::Allow && self.applies_to_action(action)
    }

    /// Whether the statement applies to the request, whoever makes it. The resource comes first: of
    /// the statements on one service, most differ in it.
    pub(crate) fn applies(&self, question: &Question<'_>) -> bool {
        self.applies_to_resource(question)
            && self.applies_to_action(question.action)
            && self
                .conditions
                .iter()
                .all(|test| test.holds(question.context))
    }

    pub(crate) fn applies_to_action(&self, action: &str) -> bool {
        let listed = self
            .action
            .listed()
            .iter()
            .any(|one| one.matches(action, Case::Ignored));
        listed != self.action.is_negated()
    }

    /// A statement without `Resource` is of a trust policy and speaks of the role itself.
    ///
    /// A `NotResource` whose variables cannot be resolved lists nothing; then an `Allow` does not
    /// apply, rather than apply to everything.
    pub(crate) fn applies_to_resource(&self, question: &Question<'_>) -> bool {
        let matches = |one: &ResourcePattern| one.matches(&question.resource, question.context);
        match (&self.resource, self.effect) {
            (None, _) => true,
            (Some(Choice::Only(all)), _) => all.iter().any(matches),
            (Some(Choice::AllBut(all)), Effect::Deny) => !all.iter().any(matches),
            (Some(Choice::AllBut(all)), Effect::Allow) => all
                .iter()
                .all(|one| one.resolves(question.context) && !matches(one)),
        }
    }

    /// Whether the statement names the principal, and how closely. One without `Principal` is of a
    /// policy that is attached to the principal.
    pub(crate) fn names(&self, question: &Question<'_>) -> Option<Closeness> {
        match &self.principal {
            None => Some(Closeness::Itself),
            Some(pattern) => pattern.names(question.principal, self.effect, question.bounded),
        }
    }

    /// The keys that conditions and variables ask for.
    pub(crate) fn context_keys(&self) -> impl Iterator<Item = &str> {
        let resources = self
            .resource
            .iter()
            .flat_map(|choice| choice.listed().iter());
        let tests = self.conditions.iter().flat_map(Test::keys);
        resources.flat_map(ResourcePattern::keys).chain(tests)
    }

    fn memory_bytes(&self) -> usize {
        let actions = self.action.listed();
        let resources = self.resource.iter().map(Choice::listed);
        let principal = self.principal.as_ref();
        let tests = self.conditions.iter();
        size_of::<Statement>()
            + self.sid.as_ref().map_or(0, |sid| sid.len())
            + actions.heap_bytes()
            + actions.iter().map(Pattern::heap_bytes).sum::<usize>()
            + resources.clone().map(Few::heap_bytes).sum::<usize>()
            + resources
                .flat_map(|all| all.iter())
                .map(ResourcePattern::heap_bytes)
                .sum::<usize>()
            + principal.map_or(0, PrincipalPattern::heap_bytes)
            + tests
                .map(|test| size_of::<Test>() + test.heap_bytes())
                .sum::<usize>()
    }
}

/// A bit for a service: equal services have equal bits, few others have the same.
fn service_bit(service: &str) -> u64 {
    // FNV-1a over small letters, its low bits spread into the high ones.
    let hash = service
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3)
        });
    1 << (hash.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58)
}

/// The bits of all services that the actions can be of; all bits where anything can match.
fn services(action: &Choice<Vec<Text>>) -> u64 {
    let Choice::Only(actions) = action else {
        return u64::MAX;
    };
    actions.iter().fold(0, |bits, text| {
        let service = text.value.split(':').next().unwrap_or_default();
        bits | if service.contains(['*', '?']) {
            u64::MAX
        } else {
            service_bit(service)
        }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn two_actions_of_one_service_do_not_hide_it() {
        let actions = ["s3:GetObject", "s3:PutObject"].map(|action| Text {
            value: action.into(),
            span: Default::default(),
        });
        assert_eq!(services(&Choice::Only(actions.into())), service_bit("s3"));
    }

    #[test]
    fn few_services_share_a_bit_and_case_does_not_matter() {
        let services = [
            "athena",
            "cloudwatch",
            "dynamodb",
            "ec2",
            "ecr",
            "ecs",
            "eks",
            "elasticache",
            "iam",
            "kms",
            "lambda",
            "logs",
            "rds",
            "rds-db",
            "redshift",
            "route53",
            "s3",
            "sns",
            "sqs",
            "sts",
        ];
        let bits: HashSet<u64> = services
            .iter()
            .map(|service| service_bit(service))
            .collect();
        assert!(bits.len() >= 15, "{} bits", bits.len());
        assert!(bits.iter().all(|bit| bit.is_power_of_two()));
        assert_eq!(service_bit("RDS-DB"), service_bit("rds-db"));
    }

    #[test]
    fn only_statements_on_the_service_and_of_the_effect_are_looked_at() {
        let text = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":"kms:*","Resource":"*"},
            {"Effect":"Allow","Action":["kms:*","RDS-DB:connect"],"Resource":"*"},
            {"Effect":"Deny","Action":"rds-db:*","Resource":"*"},
            {"Effect":"Allow","NotAction":"kms:*","Resource":"*"},
            {"Effect":"Allow","Action":"*","Resource":"*"}
        ]}"#;
        let policy = Policy::parse(text, PolicyKind::Managed).unwrap();
        let (principal, context) = (Principal::anonymous(), Context::new());
        let question = Question::new(&principal, false, "rds-db:connect", "*", &context);
        let about = |effect| {
            policy
                .about(effect, &question)
                .map(Statement::index)
                .collect::<Vec<_>>()
        };
        assert_eq!(about(Effect::Allow), [1, 3, 4]);
        assert_eq!(about(Effect::Deny), [2]);
    }
}
