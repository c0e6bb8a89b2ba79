//! What a policy says that its author will not have meant.
//!
//! A document that Amazon refuses yields one error. One that it accepts is read again with the eyes
//! of someone who has seen the common mistakes: each is a [`Finding`] with its place and one
//! sentence that says what to change.

mod action;
mod condition;
mod cover;
mod resource;
mod statement;

use std::fmt;

use crate::policy::{Document, PolicyError, PolicyKind, Position, Version};

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Most likely not what was meant.
    Warning,
    /// The document is refused.
    Error,
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Note => "note",
            Severity::Warning => "warning",
            Severity::Error => "error",
        })
    }
}

/// One thing to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// A short name that stays: one of [`CODES`].
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where in the document.
    pub position: Position,
    /// What is wrong, and what to do.
    pub message: String,
}

/// `line 3, column 5: warning: … [rds-connect]`.
impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}: {}: {} [{}]",
            self.position, self.severity, self.message, self.code
        )
    }
}

/// Every code, with what it is for.
pub const CODES: [(&str, &str); 29] = [
    ("malformed", "Amazon refuses the document"),
    (
        "old-version",
        "the document is of 2008, or names no version",
    ),
    (
        "rds-connect",
        "`rds:connect` where `rds-db:connect` is meant",
    ),
    (
        "unknown-rds-db-action",
        "`rds-db` has one action, `connect`",
    ),
    ("every-action", "every action is allowed, logins included"),
    (
        "not-action-allow",
        "`NotAction` with Allow reaches all other services",
    ),
    ("rds-arn", "an ARN of `rds` where one of `rds-db` is meant"),
    (
        "not-a-resource-id",
        "the name of a cluster or instance in place of its resource id",
    ),
    (
        "instance-id",
        "the resource id of an instance where a cluster's may belong",
    ),
    ("not-dbuser", "an `rds-db` ARN that is not `dbuser:id/user`"),
    (
        "no-region-or-account",
        "an `rds-db` ARN without region or account matches nothing",
    ),
    (
        "every-database-user",
        "a wildcard grants every database user, masters of IAM included",
    ),
    ("every-resource", "`rds-db:connect` on every resource"),
    (
        "not-resource-allow",
        "`NotResource` with Allow reaches everything else",
    ),
    (
        "variable-in-2008",
        "a variable in a document of 2008 is plain text",
    ),
    (
        "variable-misplaced",
        "a variable where variables are plain text",
    ),
    ("unknown-key", "a condition key that nothing sets"),
    (
        "never-at-login",
        "a key that a database login never carries",
    ),
    (
        "beyond-amazon",
        "a key that Amazon does not honour for `rds-db`",
    ),
    (
        "unknown-operator",
        "a condition operator that does not exist",
    ),
    ("unreadable-value", "a value that its operator cannot read"),
    (
        "unsuited-operator",
        "an operator that does not suit what the key holds",
    ),
    (
        "literal-wildcard",
        "a wildcard where the operator takes it literally",
    ),
    (
        "for-all-values-unguarded",
        "ForAllValues in an Allow without a `Null` guard",
    ),
    (
        "set-operator-missing",
        "a multi-valued key without ForAnyValue or ForAllValues",
    ),
    (
        "set-operator-needless",
        "ForAnyValue or ForAllValues on a single-valued key",
    ),
    (
        "negated-without-key",
        "a negated test in an Allow holds when the key is missing",
    ),
    ("anyone-trusted", "a role that anyone may assume"),
    ("unreachable", "a statement that changes nothing"),
];

/// Reads a document and tells what is wrong with it, in the order of the document.
pub fn lint(text: &str, kind: PolicyKind) -> Vec<Finding> {
    let document = match Document::parse(text, kind) {
        Ok(document) => document,
        Err(error) => return vec![malformed(&error)],
    };
    let mut findings = Findings {
        found: Vec::new(),
        version: document.version,
    };
    statement::document(&document, kind, &mut findings);
    condition::unknown_operators(text, &mut findings);
    for each in &document.statements {
        statement::check(each, kind, &mut findings);
        action::check(each, &mut findings);
        resource::check(each, &mut findings);
        condition::check(each, &mut findings);
    }
    cover::check(&document, &mut findings);
    findings.found.sort_by_key(|finding| finding.position);
    findings.found
}

fn malformed(error: &PolicyError) -> Finding {
    Finding {
        code: "malformed",
        severity: Severity::Error,
        position: error.position().unwrap_or(Position::START),
        message: format!("{} (Amazon: {})", error.problem(), error.message()),
    }
}

/// Gathers findings.
struct Findings {
    found: Vec<Finding>,
    version: Version,
}

impl Findings {
    fn warn(&mut self, code: &'static str, position: Position, message: impl Into<String>) {
        self.push(code, Severity::Warning, position, message.into());
    }

    fn note(&mut self, code: &'static str, position: Position, message: impl Into<String>) {
        self.push(code, Severity::Note, position, message.into());
    }

    fn push(
        &mut self,
        code: &'static str,
        severity: Severity,
        position: Position,
        message: String,
    ) {
        debug_assert!(CODES.iter().any(|(known, _)| *known == code), "{code}");
        self.found.push(Finding {
            code,
            severity,
            position,
            message,
        });
    }
}
