//! A policy document as written: the shape of the grammar, with the place of everything.

use std::fmt;

use super::json::{Position, Span};
use crate::condition::operator::Operator;

/// A text in a document and where it stood.
#[derive(Clone, Debug)]
pub struct Text {
    /// The text, escapes resolved.
    pub value: String,
    /// Where it stood.
    pub span: Span,
}

/// Where a text stands does not make it another text.
impl PartialEq for Text {
    fn eq(&self, other: &Text) -> bool {
        self.value == other.value
    }
}

impl Eq for Text {}

/// The policy language versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Version {
    /// `2008-10-17`, and documents that name none. `${…}` is plain text.
    #[default]
    V2008,
    /// `2012-10-17`.
    V2012,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Version::V2008 => "2008-10-17",
            Version::V2012 => "2012-10-17",
        })
    }
}

/// What a statement does when it applies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It allows, unless anything denies.
    Allow,
    /// It denies, whatever allows.
    Deny,
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Effect::Allow => "Allow",
            Effect::Deny => "Deny",
        })
    }
}

/// An element that comes plain or negated: `Action` and `NotAction`, and so on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice<T> {
    /// What is listed.
    Only(T),
    /// Everything but what is listed.
    AllBut(T),
}

impl<T> Choice<T> {
    /// What is listed, either way.
    pub fn listed(&self) -> &T {
        match self {
            Choice::Only(listed) | Choice::AllBut(listed) => listed,
        }
    }

    /// The same form with other contents.
    pub(crate) fn map<U>(&self, change: impl FnOnce(&T) -> U) -> Choice<U> {
        match self {
            Choice::Only(listed) => Choice::Only(change(listed)),
            Choice::AllBut(listed) => Choice::AllBut(change(listed)),
        }
    }

    /// Whether it is the negated form.
    pub fn is_negated(&self) -> bool {
        matches!(self, Choice::AllBut(_))
    }
}

/// A whole document. Two are equal when they say the same, wherever it stands in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// The language version; [`Version::V2008`] when the document names none.
    pub version: Version,
    /// Whether the document names a version.
    pub version_written: bool,
    /// `Id`.
    pub id: Option<Text>,
    /// At least one statement.
    pub statements: Vec<Statement>,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Statement {
    /// Where it stood.
    pub span: Span,
    /// The place just past what stands before it: its list's bracket, or another statement. Amazon's
    /// simulator says that a statement of a list begins there.
    pub after: Position,
    /// `Sid`; an empty one counts as none.
    pub sid: Option<Text>,
    /// `Effect`.
    pub effect: Effect,
    /// `Effect` as written: Amazon reads it ignoring case, and refuses it later for its case.
    pub effect_text: Text,
    /// `Principal` or `NotPrincipal`.
    pub principal: Option<Choice<Principals>>,
    /// `Action` or `NotAction`; required, but Amazon checks that late.
    pub action: Option<Choice<Vec<Text>>>,
    /// `Resource` or `NotResource`; absent in trust policies, where the role itself is meant.
    pub resource: Option<Choice<Vec<Text>>>,
    /// `Condition`: every test must hold.
    pub conditions: Vec<Test>,
}

impl PartialEq for Statement {
    fn eq(&self, other: &Statement) -> bool {
        let said = |one: &Statement| {
            let Statement {
                sid,
                effect_text,
                principal,
                action,
                resource,
                conditions,
                ..
            } = one.clone();
            (sid, effect_text, principal, action, resource, conditions)
        };
        said(self) == said(other)
    }
}

impl Eq for Statement {}

/// Whom a resource or trust policy speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Principals {
    /// `"*"`.
    Anyone,
    /// `{"AWS": …, "Service": …}`.
    Listed(Vec<(PrincipalType, Text)>),
}

/// The names that may stand under `Principal`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PrincipalType {
    /// `AWS`: accounts, users, roles, sessions, or `*`.
    Aws,
    /// `Service`.
    Service,
    /// `Federated`: identity providers.
    Federated,
    /// `CanonicalUser`.
    CanonicalUser,
}

impl PrincipalType {
    /// The name under `Principal`.
    pub fn name(self) -> &'static str {
        match self {
            PrincipalType::Aws => "AWS",
            PrincipalType::Service => "Service",
            PrincipalType::Federated => "Federated",
            PrincipalType::CanonicalUser => "CanonicalUser",
        }
    }

    pub(crate) fn parse(name: &str) -> Option<PrincipalType> {
        use PrincipalType::{Aws, CanonicalUser, Federated, Service};
        [Aws, Service, Federated, CanonicalUser]
            .into_iter()
            .find(|known| known.name() == name)
    }
}

/// One line of a `Condition`: an operator, a key, and the values compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The operator.
    pub operator: Operator,
    /// The operator as written, e.g. `ForAnyValue:StringLike`.
    pub operator_text: Text,
    /// The context key as written.
    pub key: Text,
    /// The values; JSON booleans and numbers as their text.
    pub values: Vec<Text>,
}
