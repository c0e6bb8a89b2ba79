//! The form of principals.

use super::{Checked, refuse};
use crate::arn::{Parts, is_account};
use crate::policy::document::{PrincipalType, Principals};
use crate::policy::error::Fault;
use crate::policy::json::Position;
use crate::policy::kind::PolicyKind;

pub(super) fn missing(kind: PolicyKind, at: Position) -> Checked {
    let problem = "`Principal` is missing: whom does the statement speak of?";
    refuse(Fault::Missing("Principal").message(kind), at, problem)
}

pub(super) fn formats(principals: &Principals, at: Position) -> Checked {
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
