//! Why a document was refused.

use std::fmt;

use super::json::Position;
use super::kind::PolicyKind;

/// A refused document, told twice: as Amazon tells it to programs, and so that a person can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyError {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) position: Option<Position>,
    pub(crate) problem: String,
}

impl PolicyError {
    pub(crate) fn malformed(
        message: impl Into<String>,
        position: Position,
        problem: impl Into<String>,
    ) -> PolicyError {
        PolicyError {
            code: "MalformedPolicyDocument",
            message: message.into(),
            position: Some(position),
            problem: problem.into(),
        }
    }

    pub(crate) fn too_long(size: usize, kind: PolicyKind) -> PolicyError {
        let limit = kind.max_size();
        let (code, message) = match kind {
            PolicyKind::Managed
            | PolicyKind::AwsManaged
            | PolicyKind::Scp
            | PolicyKind::Resource => (
                "LimitExceeded",
                format!("Cannot exceed quota for PolicySize: {limit}"),
            ),
            PolicyKind::Trust => (
                "LimitExceeded",
                format!("Cannot exceed quota for ACLSizePerRole: {limit}"),
            ),
            PolicyKind::UserInline => too_long_inline(limit, "user"),
            PolicyKind::GroupInline => too_long_inline(limit, "group"),
            PolicyKind::RoleInline => too_long_inline(limit, "role"),
            PolicyKind::Session => (
                "ValidationError",
                format!(
                    "1 validation error detected: Value at 'policy' failed to satisfy constraint: \
                     Member must have length less than or equal to {limit}"
                ),
            ),
        };
        let problem = format!("the document has {size} characters, {limit} are allowed");
        PolicyError {
            code,
            message,
            position: None,
            problem,
        }
    }

    /// Amazon's error code: `MalformedPolicyDocument` (HTTP 400); for a document that is too long
    /// `LimitExceeded` (HTTP 409), or `ValidationError` (HTTP 400) for a session policy.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// Amazon's text, byte for byte.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// Where the document goes wrong. Nothing for a document that is too long.
    pub fn position(&self) -> Option<Position> {
        self.position
    }

    /// What is wrong and what was expected, for people.
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

/// Amazon names the user, group or role behind this text; whoever knows the name adds it.
fn too_long_inline(limit: usize, of: &str) -> (&'static str, String) {
    (
        "LimitExceeded",
        format!("Maximum policy size of {limit} bytes exceeded for {of}"),
    )
}

/// What is wrong with the shape of a document, as far as Amazon tells it apart.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Fault<'a> {
    /// No JSON.
    Json,
    /// An element that the grammar does not know.
    Unknown(&'a str),
    /// A required element that is not there.
    Missing(&'static str),
    /// An element that this kind of policy must not have.
    Prohibited(&'static str),
    /// An effect that is neither.
    Effect(&'a str),
    /// A version that never was.
    Version,
    /// A value of the wrong type.
    Shape,
}

impl Fault<'_> {
    /// Amazon's text. Identity-based policies get one text for all; policies with principals are
    /// read by another of Amazon's parsers, which says more.
    ///
    /// Recorded from AWS (`vectors/recorded-errors.jsonl`, and reports of users quoted in
    /// `docs/how-a-decision-is-made.md`): invalid JSON, a prohibited field, a missing `Principal`.
    /// The rest of that parser's texts are known from bucket policies.
    pub(crate) fn message(self, kind: PolicyKind) -> String {
        if !kind.names_principals() {
            return "Syntax errors in policy.".to_owned();
        }
        match self {
            Fault::Json => "This policy contains invalid Json".to_owned(),
            Fault::Unknown(field) => format!("Unknown field {field}"),
            Fault::Missing(field) => format!("Missing required field {field}"),
            Fault::Prohibited(field) => format!("Has prohibited field {field}"),
            Fault::Effect(effect) => format!("Invalid effect: {effect}"),
            Fault::Version => "The policy must contain a valid version string".to_owned(),
            Fault::Shape => "Syntax errors in policy.".to_owned(),
        }
    }
}

/// For people: `line 3, column 5: expected …`. Programs are told [`PolicyError::message`].
impl fmt::Display for PolicyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position {
            Some(position) => write!(f, "{position}: {}", self.problem),
            None => f.write_str(&self.problem),
        }
    }
}

impl std::error::Error for PolicyError {}
