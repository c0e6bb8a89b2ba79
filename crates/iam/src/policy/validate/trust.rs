//! A role's trust policy: who may assume it, by which of the `AssumeRole` actions.

use super::principals::{formats, missing};
use super::{Checked, refuse};
use crate::pattern::{Case, Pattern};
use crate::policy::document::{Choice, Document, Statement};
use crate::policy::error::Fault;
use crate::policy::kind::PolicyKind;

pub(super) fn check(document: &Document) -> Checked {
    for statement in &document.statements {
        elements(statement)?;
    }
    for statement in &document.statements {
        let Some(Choice::Only(actions)) = &statement.action else {
            continue;
        };
        for action in actions {
            if !is_trust_action(&action.value) {
                let problem = format!(
                    "`{}` is not an action by which a role is assumed",
                    action.value
                );
                return refuse(ONLY_ASSUME_ROLE, action.span.start, problem);
            }
        }
    }
    for statement in &document.statements {
        if let Some(choice) = &statement.principal {
            formats(choice.listed(), statement.span.start)?;
        }
    }
    Ok(())
}

fn elements(statement: &Statement) -> Checked {
    let at = statement.span.start;
    let prohibited = |field: &'static str, problem: &str| {
        refuse(
            Fault::Prohibited(field).message(PolicyKind::Trust),
            at,
            problem,
        )
    };
    match &statement.resource {
        Some(Choice::Only(_)) => {
            return prohibited(
                "Resource",
                "a trust policy has no `Resource`: the role is meant",
            );
        }
        Some(Choice::AllBut(_)) => {
            return prohibited(
                "NotResource",
                "a trust policy has no `NotResource`: the role is meant",
            );
        }
        None => {}
    }
    match &statement.principal {
        Some(Choice::AllBut(_)) => {
            return prohibited(
                "NotPrincipal",
                "a trust policy names whom it trusts, not whom it does not",
            );
        }
        Some(Choice::Only(_)) => {}
        None => return missing(PolicyKind::Trust, at),
    }
    match &statement.action {
        None => {
            let problem = "`Action` is missing: usually it is sts:AssumeRole";
            refuse(
                Fault::Missing("Action").message(PolicyKind::Trust),
                at,
                problem,
            )
        }
        Some(Choice::AllBut(_)) => refuse(
            ONLY_ASSUME_ROLE,
            at,
            "a trust policy has `Action`, not `NotAction`",
        ),
        Some(Choice::Only(_)) => Ok(()),
    }
}

const ONLY_ASSUME_ROLE: &str = "AssumeRole policy may only specify STS AssumeRole actions.";

/// The actions that a trust policy may name (service authorization reference, AWS STS).
const TRUST_ACTIONS: [&str; 12] = [
    "AssumeRole",
    "AssumeRoleWithSAML",
    "AssumeRoleWithWebIdentity",
    "DecodeAuthorizationMessage",
    "GetAccessKeyInfo",
    "GetCallerIdentity",
    "GetFederationToken",
    "GetServiceBearerToken",
    "GetSessionToken",
    "SetContext",
    "SetSourceIdentity",
    "TagSession",
];

fn is_trust_action(action: &str) -> bool {
    let Some((vendor, name)) = action.split_once(':') else {
        return false;
    };
    let name = Pattern::compile(name);
    vendor.eq_ignore_ascii_case("sts")
        && TRUST_ACTIONS
            .iter()
            .any(|known| name.matches(known, Case::Ignored))
}
