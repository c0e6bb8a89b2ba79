//! How each service tells a caller that an input breaks a rule.
//!
//! The texts are Amazon's, those of `vectors/recorded-errors.jsonl` where it has them: IAM leaves the
//! value out, STS shows it, and several broken rules are listed by path.

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
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member must ")?;
        match self {
            Self::NotNull => f.write_str("not be null"),
            Self::MaxLength(max) => write!(f, "have length less than or equal to {max}"),
            Self::MinLength(min) => write!(f, "have length greater than or equal to {min}"),
            Self::MaxValue(max) => write!(f, "have value less than or equal to {max}"),
            Self::MinValue(min) => write!(f, "have value greater than or equal to {min}"),
            Self::Pattern(pattern) => write!(f, "satisfy regular expression pattern: {pattern}"),
            Self::Values(values) => write!(f, "satisfy enum value set: [{}]", values.join(", ")),
            Self::EachItem(constraints) => {
                let texts: Vec<String> = constraints.iter().map(ToString::to_string).collect();
                write!(f, "satisfy constraint: [{}]", texts.join(", "))
            }
        }
    }
}

/// The rules of a text shape, in the order in which Amazon lists those of a list's items. That an
/// item must not be null it says only of items with a pattern.
pub(crate) fn constraints_of(shape: &Shape) -> Vec<Constraint> {
    let max = shape.upper_bound().map(Constraint::MaxLength);
    let min = shape.lower_bound().map(Constraint::MinLength);
    let pattern = shape.pattern_text().map(Constraint::Pattern);
    let not_null = shape.pattern_text().map(|_| Constraint::NotNull);
    [max, min, pattern, not_null]
        .into_iter()
        .flatten()
        .collect()
}

/// The answer to an input with broken rules.
pub(crate) fn error(service: Service, violations: &[Violation]) -> ApiError {
    let mut violations: Vec<&Violation> = violations.iter().collect();
    violations.sort_by_key(|violation| &violation.path);
    match service {
        Service::Iam => iam(&violations),
        Service::Sts => listed(&violations, with_value),
        Service::Rds => rds(&violations),
        Service::Sekisho => listed(&violations, |_| String::new()),
    }
}

/// IAM looks at the characters of names last, and then in words of its own.
fn iam(violations: &[&Violation]) -> ApiError {
    let (names, others): (Vec<&Violation>, Vec<&Violation>) = violations
        .iter()
        .partition(|violation| wrong_name(violation).is_some());
    match names.first().and_then(|violation| wrong_name(violation)) {
        Some(message) if others.is_empty() => VALIDATION_ERROR.because(message),
        _ => listed(&others, |_| String::new()),
    }
}

/// What IAM says of the characters of a member, instead of its pattern. An empty name is one of wrong
/// characters to it, not one that is too short.
fn wrong_name(violation: &Violation) -> Option<String> {
    if !matches!(
        violation.constraint,
        Constraint::Pattern(_) | Constraint::MinLength(1)
    ) {
        return None;
    }
    let path = &violation.path;
    let must = match path.as_str() {
        "userName"
        | "newUserName"
        | "groupName"
        | "newGroupName"
        | "roleName"
        | "policyName"
        | "instanceProfileName" => {
            "contain only alphanumeric characters and/or the following: +=,.@_-"
        }
        "path" | "newPath" => {
            "begin and end with / and contain only alphanumeric characters and/or / characters."
        }
        "pathPrefix" => {
            "begin with the / character and contain only alphanumeric characters and/or / \
             characters."
        }
        "accessKeyId" => "contain only alphanumeric characters.",
        "policyDocument" => "contain only printable ASCII characters.",
        _ => return None,
    };
    Some(format!(
        "The specified value for {path} is invalid. It must {must}"
    ))
}

/// RDS calls a missing parameter blank; what breaks a rule of its shape it tells as STS does.
fn rds(violations: &[&Violation]) -> ApiError {
    let missing = violations
        .iter()
        .find(|violation| violation.constraint == Constraint::NotNull);
    match missing {
        Some(Violation { member, .. }) => INVALID_PARAMETER_VALUE.because(format!(
            "The parameter {member} must be provided and must not be blank."
        )),
        None => listed(violations, with_value),
    }
}

fn with_value(shown: &Shown) -> String {
    match shown {
        Shown::Null => " null".to_owned(),
        Shown::Missing => String::new(),
        Shown::Text(text) => format!(" '{text}'"),
    }
}

fn listed(violations: &[&Violation], value: impl Fn(&Shown) -> String) -> ApiError {
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
