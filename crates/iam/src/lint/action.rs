//! Actions: the service's name, mostly.

use super::Findings;
use crate::pattern::{Case, Pattern};
use crate::policy::document::{Choice, Effect, Statement, Text};

/// The only action of `rds-db` (service authorization reference).
const CONNECT: &str = "rds-db:connect";

/// Whether any of the statement's actions is a database login.
pub(super) fn concerns_login(statement: &Statement) -> bool {
    statement.action.as_ref().is_some_and(|choice| {
        let listed = choice
            .listed()
            .iter()
            .any(|action| matches(&action.value, CONNECT));
        listed != choice.is_negated()
    })
}

fn matches(pattern: &str, action: &str) -> bool {
    Pattern::compile(pattern).matches(action, Case::Ignored)
}

pub(super) fn check(statement: &Statement, findings: &mut Findings) {
    let Some(choice) = &statement.action else {
        return;
    };
    let start = statement.span.start;
    match choice {
        Choice::AllBut(_) if statement.effect == Effect::Allow => findings.warn(
            "not-action-allow",
            start,
            "`NotAction` with Allow allows every action of every service but those it lists: \
             list what is allowed with `Action`",
        ),
        _ => {}
    }
    for action in choice.listed() {
        service(action, findings);
        if choice.is_negated() || statement.effect == Effect::Deny {
            continue;
        }
        if action.value == "*" || action.value == "*:*" {
            findings.warn(
                "every-action",
                action.span.start,
                "every action is allowed, and with it to log in as any database user: name the \
                 actions",
            );
        }
    }
}

fn service(action: &Text, findings: &mut Findings) {
    let Some((service, name)) = action.value.split_once(':') else {
        return;
    };
    let names_connect = name.eq_ignore_ascii_case("connect");
    if service.eq_ignore_ascii_case("rds") && names_connect {
        findings.warn(
            "rds-connect",
            action.span.start,
            format!(
                "`{}` is no action: a database login is `{CONNECT}`",
                action.value
            ),
        );
    } else if service.eq_ignore_ascii_case("rds-db") && !matches(&action.value, CONNECT) {
        findings.warn(
            "unknown-rds-db-action",
            action.span.start,
            format!(
                "`{}` matches no action: `rds-db` has only `{CONNECT}`",
                action.value
            ),
        );
    }
}
