//! Why a document was refused.

use std::fmt;

use super::json::Position;

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

    /// Amazon's error code: `MalformedPolicyDocument` (HTTP 400) or `LimitExceeded` (HTTP 409).
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
