//! What a document of the right shape may still do wrong, in the order in which Amazon looks.
//!
//! The order matters, since a document often has several faults and Amazon names the first:
//! version, *legacy parsing* (case of `Effect`, dates, the rough form of ARNs), statement ids,
//! principals, missing actions, missing resources, the form of resources, the form of actions.
//!
//! Sources: `vectors/policy-validation.jsonl` (Amazon's own answers); for what it leaves open, the
//! order and texts that moto's `iam/policy_validation.py` imitates.

pub(super) mod principals;
mod resource;
mod trust;

use std::collections::HashSet;

use super::document::{Choice, Document, Text, Version};
use super::error::PolicyError;
use super::json::Position;
use super::kind::PolicyKind;
use crate::condition::{self, operator::Comparison};

type Checked = Result<(), PolicyError>;

/// Checks a document of the right shape.
pub(crate) fn validate(document: &Document, kind: PolicyKind) -> Checked {
    match kind {
        PolicyKind::Trust => {
            legacy_parsing(document)?;
            statement_ids(document)?;
            trust::check(document)
        }
        _ => {
            version(document, kind)?;
            legacy_parsing(document)?;
            let misformed = resource::check(document)?;
            statement_ids(document)?;
            no_principal_astray(document, kind)?;
            elements_present(document)?;
            misformed.map_or(Ok(()), Err)?;
            action_formats(document)
        }
    }
}

fn refuse(message: impl Into<String>, at: Position, problem: impl Into<String>) -> Checked {
    Err(PolicyError::malformed(message, at, problem))
}

/// Managed policies must be of the newer version; inline policies of old are still taken.
fn version(document: &Document, kind: PolicyKind) -> Checked {
    let managed = matches!(kind, PolicyKind::Managed | PolicyKind::AwsManaged);
    if !managed || document.version == Version::V2012 {
        return Ok(());
    }
    let problem = "a managed policy says \"Version\": \"2012-10-17\"";
    refuse(
        "Policy document must be version 2012-10-17 or greater.",
        Position::START,
        problem,
    )
}

fn legacy(at: Position, problem: impl Into<String>) -> Checked {
    refuse("The policy failed legacy parsing", at, problem)
}

/// The case of `Effect`, and the form of dates.
fn legacy_parsing(document: &Document) -> Checked {
    for statement in &document.statements {
        let effect = &statement.effect_text;
        if effect.value != statement.effect.to_string() {
            let problem = format!("`Effect` is `{}`, not `{}`", statement.effect, effect.value);
            return legacy(effect.span.start, problem);
        }
        let dates = statement
            .conditions
            .iter()
            .filter(|test| matches!(test.operator.comparison, Comparison::Date(_)))
            .flat_map(|test| &test.values);
        for date in dates {
            if !condition::is_date(&date.value) {
                let problem = format!(
                    "`{}` is no date: write 2025-01-15T12:00:00Z, or seconds since 1970",
                    date.value
                );
                return legacy(date.span.start, problem);
            }
        }
    }
    Ok(())
}

/// `Sid` is letters and digits, and none appears twice.
fn statement_ids(document: &Document) -> Checked {
    let sids = || {
        document
            .statements
            .iter()
            .filter_map(|statement| statement.sid.as_ref())
    };
    for sid in sids() {
        if !sid.value.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            let message = "Statement IDs (SID) must be alpha-numeric. Check that your input \
                           satisfies the regular expression [0-9A-Za-z]*";
            let problem = format!("`Sid` is letters and digits, `{}` is not", sid.value);
            return refuse(message, sid.span.start, problem);
        }
    }
    let mut seen = HashSet::new();
    for sid in sids() {
        if !seen.insert(&sid.value) {
            let message = "Statement IDs (SID) in a single policy must be unique.";
            let problem = format!("`Sid` `{}` appears twice", sid.value);
            return refuse(message, sid.span.start, problem);
        }
    }
    Ok(())
}

fn no_principal_astray(document: &Document, kind: PolicyKind) -> Checked {
    for statement in &document.statements {
        let start = statement.span.start;
        match (&statement.principal, kind.names_principals()) {
            (Some(_), false) => {
                let problem = "the policy of a principal does not name one: it is whoever the \
                               policy is attached to";
                return refuse(
                    "Policy document should not specify a principal.",
                    start,
                    problem,
                );
            }
            (None, true) => return principals::missing(kind, start),
            (Some(choice), true) => principals::formats(choice.listed(), start)?,
            (None, false) => {}
        }
    }
    Ok(())
}

fn elements_present(document: &Document) -> Checked {
    let empty = |choice: &Option<Choice<Vec<Text>>>| {
        choice
            .as_ref()
            .is_none_or(|choice| choice.listed().is_empty())
    };
    let missing = |what: &str, at: Position| {
        let problem = format!("the statement names no {what}");
        refuse(
            format!("Policy statement must contain {what}."),
            at,
            problem,
        )
    };
    for statement in &document.statements {
        if empty(&statement.action) {
            return missing("actions", statement.span.start);
        }
    }
    for statement in &document.statements {
        if empty(&statement.resource) {
            return missing("resources", statement.span.start);
        }
    }
    Ok(())
}

/// Each action is `*` or `service:Name`, wildcards in the name only.
fn action_formats(document: &Document) -> Checked {
    for negated in [false, true] {
        let actions = document
            .statements
            .iter()
            .filter_map(|statement| statement.action.as_ref())
            .filter(|choice| choice.is_negated() == negated)
            .flat_map(|choice| choice.listed());
        for action in actions {
            action_format(action)?;
        }
    }
    Ok(())
}

fn action_format(action: &Text) -> Checked {
    let at = action.span.start;
    let Some((vendor, name)) = action.value.split_once(':') else {
        if action.value == "*" {
            return Ok(());
        }
        let message = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
        return refuse(
            message,
            at,
            format!("`{}` lacks its service: write service:Name", action.value),
        );
    };
    if name.contains(':') {
        let problem = format!("`{}` has more than one colon", action.value);
        return refuse("Actions/Condition can contain only one colon.", at, problem);
    }
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    if vendor != "*" && (vendor.is_empty() || !vendor.bytes().all(known)) {
        let problem = format!("`{vendor}` is not the name of a service");
        return refuse(format!("Vendor {vendor} is not valid"), at, problem);
    }
    Ok(())
}
