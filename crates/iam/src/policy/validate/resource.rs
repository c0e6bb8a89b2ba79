//! The form of resources.

use super::{Checked, legacy};
use crate::policy::document::{Choice, Document, Text};
use crate::policy::error::PolicyError;

/// Checks the form of resources. A form that only *legacy parsing* refuses is an error at once;
/// the others are told after statement ids and missing elements, so the fault is handed back.
///
/// Of several, Amazon names the one that sorts first in its list, in the last statement that has
/// one; once there is one, legacy parsing is not reached any more.
pub(super) fn check(document: &Document) -> Result<Option<PolicyError>, PolicyError> {
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
