//! A document compiled to the form that evaluates.

use super::document::{self, Choice, Document, Effect, Version};
use super::error::PolicyError;
use super::json::{Position, Span};
use super::kind::{self, PolicyKind};
use super::read;
use crate::context::Context;
use crate::pattern::{Case, Pattern};

/// A policy that passed Amazon's checks, compiled. Immutable; share it in an `Arc`.
#[derive(Clone, Debug)]
pub struct Policy {
    kind: PolicyKind,
    version: Version,
    id: Option<Box<str>>,
    statements: Box<[Statement]>,
}

/// A compiled statement. It remembers where in the document it stood.
#[derive(Clone, Debug)]
pub struct Statement {
    pub(crate) index: usize,
    pub(crate) sid: Option<Box<str>>,
    pub(crate) span: Span,
    pub(crate) effect: Effect,
    pub(crate) action: Choice<Box<[Pattern]>>,
    pub(crate) resource: Option<Choice<Box<[Pattern]>>>,
    pub(crate) unsupported: bool,
}

impl Policy {
    /// Reads, checks and compiles a document.
    ///
    /// # Errors
    /// [`PolicyError`] with Amazon's code and text, and with the place and the reason for people.
    pub fn parse(text: &str, kind: PolicyKind) -> Result<Policy, PolicyError> {
        let size = kind::size(text, kind);
        if size > kind.max_size() {
            let limit = kind.max_size();
            return Err(PolicyError {
                code: "LimitExceeded",
                message: format!("Cannot exceed quota for PolicySize: {limit}"),
                position: None,
                problem: format!("the document has {size} characters, {limit} are allowed"),
            });
        }
        compile(&read::document(text)?, kind)
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
}

impl Statement {
    /// The place in the list of statements, from 0.
    pub fn index(&self) -> usize {
        self.index
    }

    /// `Sid`.
    pub fn sid(&self) -> Option<&str> {
        self.sid.as_deref()
    }

    /// Where in the document the statement stands.
    pub fn span(&self) -> Span {
        self.span
    }

    /// `Effect`.
    pub fn effect(&self) -> Effect {
        self.effect
    }

    pub(crate) fn applies(&self, action: &str, resource: &str, _context: &Context) -> bool {
        !self.unsupported
            && listed(&self.action, action, Case::Ignored)
            && self
                .resource
                .as_ref()
                .is_none_or(|choice| listed(choice, resource, Case::Counts))
    }
}

fn listed(choice: &Choice<Box<[Pattern]>>, text: &str, case: Case) -> bool {
    choice
        .listed()
        .iter()
        .any(|pattern| pattern.matches(text, case))
        != choice.is_negated()
}

fn compile(document: &Document, kind: PolicyKind) -> Result<Policy, PolicyError> {
    let statements = document.statements.iter().enumerate();
    Ok(Policy {
        kind,
        version: document.version,
        id: document.id.as_ref().map(|id| id.value.as_str().into()),
        statements: statements
            .map(|(index, each)| statement(index, each))
            .collect::<Result<_, _>>()?,
    })
}

fn statement(index: usize, from: &document::Statement) -> Result<Statement, PolicyError> {
    let missing = |what: &str, position: Position| {
        PolicyError::malformed(
            format!("Policy statement must contain {what}."),
            position,
            format!("the statement names no {what}"),
        )
    };
    let start = from.span.start;
    let action = from
        .action
        .as_ref()
        .ok_or_else(|| missing("actions", start))?;
    Ok(Statement {
        index,
        sid: from.sid.as_ref().map(|sid| sid.value.as_str().into()),
        span: from.span,
        effect: from.effect,
        action: patterns(action),
        resource: from.resource.as_ref().map(patterns),
        unsupported: !from.conditions.is_empty() && from.effect == Effect::Allow,
    })
}

fn patterns(choice: &Choice<Vec<document::Text>>) -> Choice<Box<[Pattern]>> {
    let compiled = choice
        .listed()
        .iter()
        .map(|text| Pattern::compile(&text.value))
        .collect();
    if choice.is_negated() {
        Choice::AllBut(compiled)
    } else {
        Choice::Only(compiled)
    }
}
