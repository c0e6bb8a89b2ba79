//! In which part a resource differs from a policy's, and what may have been meant.

use super::Miss;
use crate::context::{Context, Values};
use crate::pattern::{Case, Pattern};
use crate::policy::document::Choice;
use crate::policy::{Question, ResourcePattern, Statement};
use crate::template::Glob;

/// The parts of an ARN and, behind the bar, of a database user's, the closest first.
const PARTS: [&str; 8] = [
    "database user",
    "resource id",
    "resource",
    "resource type",
    "region",
    "account",
    "service",
    "partition",
];

/// How far off a statement is whose resource differs in this part.
pub(super) fn distance(part: &str) -> u32 {
    PARTS
        .iter()
        .position(|known| *known == part)
        .map_or(9, |at| u32::try_from(at).unwrap_or(9))
}

/// Why no resource of the statement matched; of several, the one that came nearest.
pub(super) fn miss(statement: &Statement, question: &Question<'_>) -> Miss {
    let patterns = match &statement.resource {
        Some(Choice::Only(patterns)) => patterns,
        _ => return Miss::ExcludedResource,
    };
    patterns
        .iter()
        .filter_map(|pattern| miss_of(pattern, question))
        .min_by_key(Miss::distance)
        .unwrap_or(Miss::ExcludedResource)
}

fn miss_of(pattern: &ResourcePattern, question: &Question<'_>) -> Option<Miss> {
    if !pattern.resolves(question.context) {
        return Some(Miss::Unresolved {
            resource: pattern.to_string(),
            keys: unresolved(pattern, question.context),
        });
    }
    let wanted = pattern.parts()?;
    let Some(asked) = question.resource.parts else {
        return Some(differs(
            "resource",
            &pattern.to_string(),
            question.resource.text,
        ));
    };
    let [partition, service, region, account, resource] = &wanted;
    for (name, policy, request) in [
        ("partition", partition, asked.partition),
        ("service", service, asked.service),
        ("region", region, asked.region),
        ("account", account, asked.account),
    ] {
        if !Pattern::compile(policy).matches(request, Case::Counts) {
            return Some(differs(name, policy, request));
        }
    }
    Some(resource_miss(
        resource,
        pattern.resource_part()?,
        asked.resource,
        question,
    ))
}

fn unresolved(pattern: &ResourcePattern, context: &Context) -> Vec<String> {
    let unknown = |key: &&str| !matches!(context.get(key), Some(Values::One(_)));
    pattern.keys().filter(unknown).map(str::to_owned).collect()
}

fn differs(part: &'static str, policy: &str, request: &str) -> Miss {
    Miss::Resource {
        part,
        policy: policy.to_owned(),
        request: request.to_owned(),
        hint: None,
    }
}

/// For database users (`dbuser:id/user`) it is worth telling the id from the user.
fn resource_miss(policy: &str, pattern: &Glob, request: &str, question: &Question<'_>) -> Miss {
    let split = |text: &str| -> Option<(String, String)> {
        let (id, user) = text.strip_prefix("dbuser:")?.split_once('/')?;
        Some((id.to_owned(), user.to_owned()))
    };
    let resolved = pattern.to_tokens(question.context).map_or_else(
        || policy.to_owned(),
        |tokens| Pattern::from_tokens(tokens).to_string(),
    );
    let (Some((wanted_id, wanted_user)), Some((id, user))) = (split(&resolved), split(request))
    else {
        return differs("resource", policy, request);
    };
    if Pattern::compile(&wanted_id).matches(&id, Case::Counts) {
        return differs("database user", &wanted_user, &user);
    }
    let hint = id_hint(&wanted_id, &id, question.context);
    Miss::Resource {
        part: "resource id",
        policy: wanted_id,
        request: id,
        hint,
    }
}

/// The usual mistakes with ids (terraform-aws-rds-aurora#139, aws-cdk#11851).
fn id_hint(policy: &str, request: &str, context: &Context) -> Option<String> {
    let name = context.get(crate::context::keys::SEKISHO_CLUSTER_IDENTIFIER);
    let named = name.is_some_and(|name| name.as_slice().iter().any(|name| name == policy));
    if named {
        Some(format!(
            "`{policy}` is the cluster's name, a policy names its resource id `{request}`"
        ))
    } else if policy.starts_with("db-") && request.starts_with("cluster-") {
        Some(format!(
            "`{policy}` is the id of an instance, a cluster's users are under `{request}`"
        ))
    } else if policy.eq_ignore_ascii_case(request) {
        Some("ids differ in case".to_owned())
    } else {
        None
    }
}
