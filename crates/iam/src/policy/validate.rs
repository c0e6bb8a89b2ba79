//! What a document of the right shape may still do wrong, in the order in which Amazon looks.
//!
//! The order matters, since a document often has several faults and Amazon names the first:
//! version, *legacy parsing* (case of `Effect`, dates, the rough form of ARNs), statement ids,
//! principals, missing actions, missing resources, the form of resources, the form of actions.
//!
//! Sources: `vectors/policy-validation.jsonl` (Amazon's own answers); for what it leaves open, the
//! order and texts that moto's `iam/policy_validation.py` imitates.

use std::collections::HashSet;

use super::document::{Choice, Document, PrincipalType, Principals, Statement, Text, Version};
use super::error::{Fault, PolicyError};
use super::json::Position;
use super::kind::PolicyKind;
use crate::arn::{Parts, is_account};
use crate::condition::{self, operator::Comparison};

type Checked = Result<(), PolicyError>;

/// Checks a document of the right shape.
pub(crate) fn validate(document: &Document, kind: PolicyKind) -> Checked {
    match kind {
        PolicyKind::Trust => {
            legacy_parsing(document)?;
            statement_ids(document)?;
            trust(document)
        }
        _ => {
            version(document, kind)?;
            legacy_parsing(document)?;
            let misformed = resource_formats(document)?;
            statement_ids(document)?;
            principals(document, kind)?;
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

fn principals(document: &Document, kind: PolicyKind) -> Checked {
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
            (None, true) => return missing_principal(kind, start),
            (Some(choice), true) => principal_formats(choice.listed(), start)?,
            (None, false) => {}
        }
    }
    Ok(())
}

fn missing_principal(kind: PolicyKind, at: Position) -> Checked {
    let problem = "`Principal` is missing: whom does the statement speak of?";
    refuse(Fault::Missing("Principal").message(kind), at, problem)
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

/// Checks the form of resources. A form that only *legacy parsing* refuses is an error at once;
/// the others are told after statement ids and missing elements, so the fault is handed back.
///
/// Of several, Amazon names the one that sorts first in its list, in the last statement that has
/// one; once there is one, legacy parsing is not reached any more.
fn resource_formats(document: &Document) -> Result<Option<PolicyError>, PolicyError> {
    let mut misformed = None;
    for negated in [false, true] {
        let lists = document
            .statements
            .iter()
            .filter_map(|statement| statement.resource.as_ref())
            .filter(|choice| choice.is_negated() == negated)
            .map(Choice::listed);
        for list in lists {
            let faulty = list
                .iter()
                .filter_map(|text| Some((text, resource_format(&text.value)?)))
                .min_by_key(|(text, _)| &text.value);
            if let Some((text, (message, problem))) = faulty {
                misformed = Some(PolicyError::malformed(message, text.span.start, problem));
            } else if misformed.is_none() {
                list.iter().try_for_each(legacy_resource)?;
            }
        }
    }
    Ok(misformed)
}

fn legacy_resource(resource: &Text) -> Checked {
    let text = &resource.value;
    let vendor = text.split(':').nth(2);
    if text == "*" || (vendor != Some("") && (text.split(':').count() >= 6 || !text.contains("::")))
    {
        return Ok(());
    }
    let problem = format!("`{text}` is not arn:partition:service:region:account:resource");
    legacy(resource.span.start, problem)
}

/// The partitions of AWS (botocore `partitions.json`).
const PARTITIONS: [&str; 8] = [
    "aws",
    "aws-cn",
    "aws-us-gov",
    "aws-iso",
    "aws-iso-b",
    "aws-iso-e",
    "aws-iso-f",
    "aws-eusc",
];

const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// What is wrong with the form of a resource: Amazon's text, and ours.
fn resource_format(text: &str) -> Option<(String, String)> {
    if text == "*" {
        return None;
    }
    // What stands before the first colon is not looked at, and `arn` in Amazon's texts.
    let Some((_, rest)) = text.split_once(':') else {
        let problem =
            format!("`{text}` is neither \"*\" nor arn:partition:service:region:account:resource");
        return Some((
            format!("Resource {text} must be in ARN format or \"*\"."),
            problem,
        ));
    };
    let (partition, rest) = rest
        .split_once(':')
        .map_or((rest, None), |(a, b)| (a, Some(b)));
    if partition != "*" && !PARTITIONS.contains(&partition) {
        let completed = completed(partition, rest.unwrap_or_default());
        return Some((
            format!("Partition \"{partition}\" is not valid for resource \"{completed}\"."),
            format!("`{partition}` is not a partition: an ARN begins with arn:aws:"),
        ));
    }
    let mut parts = rest.unwrap_or("*").splitn(4, ':');
    let service = parts.next().unwrap_or_default();
    if service.contains(['*', '?']) {
        return Some((
            "Resource vendor must be fully qualified and cannot contain regexes.".to_owned(),
            format!("the service of `{text}` is written out, without wildcards"),
        ));
    }
    let (region, _account) = (parts.next().unwrap_or("*"), parts.next().unwrap_or("*"));
    service_format(text, service, region, parts.next().unwrap_or("*"))
}

/// Some services say more about their ARNs.
fn service_format(
    text: &str,
    service: &str,
    region: &str,
    resource: &str,
) -> Option<(String, String)> {
    let regionless = || format!("ARNs of {service} have no region: write arn:aws:{service}::…");
    match service {
        "iam" if !region.is_empty() => Some((
            format!("IAM resource {text} cannot contain region information."),
            regionless(),
        )),
        "s3" if !region.is_empty() && !resource.starts_with("accesspoint/") => Some((
            format!("Resource {text} can not contain region information."),
            regionless(),
        )),
        "iam" if !is_iam_path(resource) => {
            let paths = IAM_PATHS.join(", ");
            Some((
                format!("IAM resource path must either be \"*\" or start with {paths}."),
                format!(
                    "`{resource}` is nothing that IAM has: users are user/name, roles role/name, …"
                ),
            ))
        }
        _ => None,
    }
}

/// `root` is not in Amazon's text, but in policies of its own (`IAMAuditRootUserCredentials`).
fn is_iam_path(resource: &str) -> bool {
    resource == "*" || resource == "root" || IAM_PATHS.iter().any(|path| resource.starts_with(path))
}

/// The ARN as Amazon completes it where parts are missing.
fn completed(partition: &str, rest: &str) -> String {
    let mut parts = rest.splitn(4, ':').filter(|_| !rest.is_empty());
    let mut part = || parts.next().unwrap_or("*");
    let (service, region, account, resource) = (part(), part(), part(), part());
    format!("arn:{partition}:{service}:{region}:{account}:{resource}")
}

/// A role's trust policy: who may assume it, by which of the `AssumeRole` actions.
fn trust(document: &Document) -> Checked {
    for statement in &document.statements {
        trust_elements(statement)?;
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
            principal_formats(choice.listed(), statement.span.start)?;
        }
    }
    Ok(())
}

fn trust_elements(statement: &Statement) -> Checked {
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
        None => return missing_principal(PolicyKind::Trust, at),
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
    use crate::pattern::{Case, Pattern};
    let Some((vendor, name)) = action.split_once(':') else {
        return false;
    };
    let name = Pattern::compile(name);
    vendor.eq_ignore_ascii_case("sts")
        && TRUST_ACTIONS
            .iter()
            .any(|known| name.matches(known, Case::Ignored))
}

fn principal_formats(principals: &Principals, at: Position) -> Checked {
    let Principals::Listed(listed) = principals else {
        return Ok(());
    };
    if listed.is_empty() {
        let message = "Invalid principal in policy: com.amazon.balsa.error.InvalidPolicyException: \
                       The passed in policy has a statement with no principals!";
        return refuse(message, at, "`Principal` is empty");
    }
    for (kind, text) in listed {
        let value = &text.value;
        let (known, expected) = match kind {
            PrincipalType::Aws => (
                is_aws_principal(value),
                "\"*\", an account number, the ARN of an account's root, of a user, role or session, \
                 or a unique id",
            ),
            PrincipalType::Service => (is_service_principal(value), "service.amazonaws.com"),
            PrincipalType::Federated => (!value.is_empty(), "the ARN or the name of a provider"),
            PrincipalType::CanonicalUser => (is_canonical_user(value), "64 hexadecimal digits"),
        };
        if !known {
            let name = kind.name().to_uppercase();
            let message = format!("Invalid principal in policy: \"{name}\":\"{value}\"");
            return refuse(
                message,
                text.span.start,
                format!("`{value}` is not {expected}"),
            );
        }
    }
    Ok(())
}

fn is_aws_principal(text: &str) -> bool {
    if text == "*" || is_account(text) || is_unique_id(text) {
        return true;
    }
    let Some(parts) = Parts::split(text) else {
        return false;
    };
    let named = |prefix: &str| {
        parts
            .resource
            .strip_prefix(prefix)
            .is_some_and(|name| !name.is_empty() && !name.contains(['*', '?']))
    };
    is_account(parts.account)
        && parts.region.is_empty()
        && match parts.service {
            "iam" => parts.resource == "root" || named("user/") || named("role/"),
            "sts" => named("assumed-role/") || named("federated-user/"),
            _ => false,
        }
}

/// `AIDA…`, `AROA…`, …: what Amazon stores in place of the ARN of a principal.
pub(crate) fn is_unique_id(text: &str) -> bool {
    let id = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    text.len() >= 16 && text.starts_with('A') && text.bytes().all(id)
}

fn is_service_principal(text: &str) -> bool {
    let label = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    text.split_once('.')
        .is_some_and(|(name, _)| !name.is_empty())
        && text.bytes().all(label)
}

fn is_canonical_user(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}
