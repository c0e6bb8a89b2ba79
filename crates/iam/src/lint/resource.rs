//! Resources: ids, names, and how much a wildcard grants.

use super::{Findings, action};
use crate::policy::document::{Effect, Statement, Text};
use crate::policy::{Position, Version};
use crate::template::{self, Part};

pub(super) fn check(statement: &Statement, findings: &mut Findings) {
    let Some(choice) = &statement.resource else {
        return;
    };
    let login = action::concerns_login(statement);
    let allow = statement.effect == Effect::Allow;
    if allow && choice.is_negated() {
        findings.warn(
            "not-resource-allow",
            statement.span.start,
            "`NotResource` with Allow allows everything but what it lists: list what is allowed \
             with `Resource`",
        );
    }
    for resource in choice.listed() {
        variables(resource, findings);
        if login {
            database_user(resource, allow && !choice.is_negated(), findings);
        }
    }
}

/// Variables where there are none: in documents of 2008, and before the fifth colon.
fn variables(resource: &Text, findings: &mut Findings) {
    let at = resource.span.start;
    if findings.version == Version::V2008 {
        variable_in_2008(&resource.value, at, findings);
        return;
    }
    let head: String = resource.value.split_inclusive(':').take(5).collect();
    if head.contains("${") {
        findings.warn(
            "variable-misplaced",
            at,
            "a variable before the fifth colon is plain text: use a wildcard, and a condition",
        );
    }
}

pub(super) fn variable_in_2008(text: &str, at: Position, findings: &mut Findings) {
    let parts = template::parse(text, Version::V2012);
    if parts.iter().any(|part| !matches!(part, Part::Text(_))) {
        findings.warn(
            "variable-in-2008",
            at,
            format!("`{text}` is plain text here: variables need \"Version\": \"2012-10-17\""),
        );
    }
}

fn database_user(resource: &Text, allow: bool, findings: &mut Findings) {
    let at = resource.span.start;
    let text = resource.value.as_str();
    if text == "*" {
        if allow {
            findings.warn(
                "every-resource",
                at,
                "every database user of every cluster is granted: name \
                 arn:aws:rds-db:region:account:dbuser:cluster-id/user",
            );
        }
        return;
    }
    let mut parts = text.splitn(6, ':').skip(2);
    let mut part = || parts.next().unwrap_or("*");
    let (service, region, account, resource) = (part(), part(), part(), part());
    if service == "rds" {
        findings.warn(
            "rds-arn",
            at,
            format!(
                "`{text}` is the ARN of a database, a login needs that of a database user: \
                 arn:aws:rds-db:region:account:dbuser:cluster-id/user"
            ),
        );
    } else if service == "rds-db" {
        if region.is_empty() || account.is_empty() {
            findings.warn(
                "no-region-or-account",
                at,
                format!("`{text}` matches nothing: database users have a region and an account"),
            );
        }
        user_of_database(resource, at, allow, findings);
    }
}

/// `dbuser:id/user`. Without the slash, only a wildcard can reach as far as the user.
fn user_of_database(resource: &str, at: Position, allow: bool, findings: &mut Findings) {
    let named = resource.strip_prefix("dbuser:").and_then(id_and_user);
    if let Some((id, user)) = named {
        resource_id(id, at, findings);
        if user.bytes().all(|byte| byte == b'*') {
            every_user(at, allow, findings);
        }
        return;
    }
    let (beginning, open) = before_wildcard(resource);
    if !open || !(beginning.starts_with("dbuser:") || "dbuser:".starts_with(beginning)) {
        let message = format!("`{resource}` is not a database user: write dbuser:cluster-id/user");
        findings.warn("not-dbuser", at, message);
    } else if resource.ends_with('*') {
        every_user(at, allow, findings);
    }
}

/// What stands before and behind the first slash; those of variables (`${aws:PrincipalTag/team}`) do
/// not part.
fn id_and_user(text: &str) -> Option<(&str, &str)> {
    let mut in_variable = false;
    let slash = text.find(|c| {
        in_variable = c == '{' || (in_variable && c != '}');
        c == '/' && !in_variable
    })?;
    let (id, user) = text.split_at_checked(slash)?;
    Some((id, user.strip_prefix('/')?))
}

/// What stands before the first wildcard or variable, and whether there is one.
fn before_wildcard(text: &str) -> (&str, bool) {
    let beginning = text.split(['*', '?', '$']).next().unwrap_or_default();
    (beginning, beginning.len() < text.len())
}

fn every_user(at: Position, allow: bool, findings: &mut Findings) {
    if allow {
        findings.warn(
            "every-database-user",
            at,
            "the wildcard grants every database user that uses IAM, administrators included: name \
             the users",
        );
    }
}

/// Resource ids begin with `cluster-`, `db-` or, of proxies, `prx-`.
fn resource_id(id: &str, at: Position, findings: &mut Findings) {
    let (beginning, open) = before_wildcard(id);
    let known = ["cluster-", "db-", "prx-"];
    let plausible = known
        .iter()
        .any(|prefix| beginning.starts_with(prefix) || (open && prefix.starts_with(beginning)));
    if !plausible {
        findings.warn(
            "not-a-resource-id",
            at,
            format!(
                "`{id}` looks like a name: a policy needs the resource id (DbClusterResourceId, \
                 `cluster-…`, or DbiResourceId, `db-…`)"
            ),
        );
    } else if beginning.starts_with("db-") {
        findings.note(
            "instance-id",
            at,
            format!(
                "`{id}` is the id of an instance: for a member of a cluster it matches nothing, \
                 the cluster's id (`cluster-…`) is needed"
            ),
        );
    }
}
