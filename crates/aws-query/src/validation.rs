//! How each service tells a caller that an input breaks a rule.
//!
//! The texts are those of `vectors/recorded-errors.jsonl`: IAM leaves the value out, STS shows it,
//! several broken rules are listed by path. RDS speaks of parameters instead, and of one at a time.

use std::fmt;

use crate::error::common::{INVALID_PARAMETER_VALUE, VALIDATION_ERROR};
use crate::shape::Shape;
use crate::{ApiError, Service};

/// The most broken rules that one answer lists.
pub(crate) const MAX_VIOLATIONS: usize = 64;

/// One broken rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) path: String,
    pub(crate) member: &'static str,
    pub(crate) shown: Shown,
    pub(crate) constraint: Constraint,
}

/// What of the value may be shown to the caller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// There is no value.
    Null,
    /// There is one, and it is not for showing: a secret, or a list of structures.
    Missing,
    /// The value.
    Text(String),
}

/// A rule of a shape. What it displays is Amazon's text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Constraint {
    /// A required member that is not there.
    NotNull,
    /// At most so many characters or items.
    MaxLength(i64),
    /// At least so many characters or items.
    MinLength(i64),
    /// At most this number.
    MaxValue(i64),
    /// At least this number.
    MinValue(i64),
    /// The whole text matches.
    Pattern(&'static str),
    /// One of these.
    Values(&'static [&'static str]),
    /// Every item of a list keeps all of these.
    EachItem(Vec<Constraint>),
}

impl fmt::Display for Constraint {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotNull => formatter.write_str("Member must not be null"),
            Self::MaxLength(max) => {
                write!(
                    formatter,
                    "Member must have length less than or equal to {max}"
                )
            }
            Self::MinLength(min) => {
                write!(
                    formatter,
                    "Member must have length greater than or equal to {min}"
                )
            }
            Self::MaxValue(max) => {
                write!(
                    formatter,
                    "Member must have value less than or equal to {max}"
                )
            }
            Self::MinValue(min) => {
                write!(
                    formatter,
                    "Member must have value greater than or equal to {min}"
                )
            }
            Self::Pattern(pattern) => {
                write!(
                    formatter,
                    "Member must satisfy regular expression pattern: {pattern}"
                )
            }
            Self::Values(values) => {
                write!(
                    formatter,
                    "Member must satisfy enum value set: [{}]",
                    values.join(", ")
                )
            }
            Self::EachItem(constraints) => {
                let texts: Vec<String> = constraints.iter().map(ToString::to_string).collect();
                write!(
                    formatter,
                    "Member must satisfy constraint: [{}]",
                    texts.join(", ")
                )
            }
        }
    }
}

/// The rules of a text shape, in the order in which Amazon lists them.
pub(crate) fn constraints_of(shape: &Shape) -> Vec<Constraint> {
    let max = shape.upper_bound().map(Constraint::MaxLength);
    let min = shape.lower_bound().map(Constraint::MinLength);
    let pattern = shape.pattern_text().map(Constraint::Pattern);
    [max, min, pattern].into_iter().flatten().collect()
}

/// The answer to an input with broken rules.
pub(crate) fn error(service: Service, mut violations: Vec<Violation>) -> ApiError {
    violations.sort_by(|one, other| one.path.cmp(&other.path));
    match service {
        Service::Iam => listed(&violations, |_| String::new()),
        Service::Sts => listed(&violations, |shown| match shown {
            Shown::Null => " null".to_owned(),
            Shown::Missing => String::new(),
            Shown::Text(text) => format!(" '{text}'"),
        }),
        Service::Rds => first_parameter(&violations),
    }
}

fn listed(violations: &[Violation], value: impl Fn(&Shown) -> String) -> ApiError {
    let count = violations.len();
    let errors = if count == 1 { "error" } else { "errors" };
    let texts: Vec<String> = violations
        .iter()
        .map(
            |Violation {
                 path,
                 shown,
                 constraint,
                 ..
             }| {
                let value = value(shown);
                format!("Value{value} at '{path}' failed to satisfy constraint: {constraint}")
            },
        )
        .collect();
    VALIDATION_ERROR.because(format!(
        "{count} validation {errors} detected: {}",
        texts.join("; ")
    ))
}

fn first_parameter(violations: &[Violation]) -> ApiError {
    let Some(violation) = violations.first() else {
        return VALIDATION_ERROR.because("invalid input");
    };
    let Violation {
        member,
        shown,
        constraint,
        ..
    } = violation;
    INVALID_PARAMETER_VALUE.because(match (constraint, shown) {
        (Constraint::NotNull, _) => {
            format!("The parameter {member} must be provided and must not be blank.")
        }
        (_, Shown::Text(text)) => format!("Invalid value {text} for {member}. {constraint}"),
        _ => format!("Invalid value for {member}. {constraint}"),
    })
}
