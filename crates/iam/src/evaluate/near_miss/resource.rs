//! In which part a resource differs from a policy's, and what may have been meant.

use super::Miss;
use crate::context::{Context, Values, keys};
use crate::pattern::{Case, Pattern};
use crate::policy::document::Choice;
use crate::policy::{Part, Question, ResourcePattern, Statement};

/// How far off a statement is whose resources do not match, by the one that comes nearest. Cheap,
/// since it is asked of every statement.
pub(super) fn distance(statement: &Statement, question: &Question<'_>) -> u32 {
    nearest(statement, question).map_or(EXCLUDED, |(distance, _)| distance)
}

/// Why no resource of the statement matched; of several, the one that came nearest.
pub(super) fn miss(statement: &Statement, question: &Question<'_>) -> Miss {
    let nearest = nearest(statement, question);
    nearest
        .and_then(|(_, pattern)| miss_of(pattern, question))
        .unwrap_or(Miss::ExcludedResource)
}

const EXCLUDED: u32 = 10;

fn nearest<'a>(
    statement: &'a Statement,
    question: &Question<'_>,
) -> Option<(u32, &'a ResourcePattern)> {
    let Some(Choice::Only(patterns)) = &statement.resource else {
        return None;
    };
    patterns
        .iter()
        .map(|pattern| (distance_of(pattern, question), pattern))
        .min_by_key(|(distance, _)| *distance)
}

fn distance_of(pattern: &ResourcePattern, question: &Question<'_>) -> u32 {
    if !pattern.resolves(question.context) {
        return 1;
    }
    match pattern.differs_in(&question.resource, question.context) {
        None => 0,
        Some(Part::Resource) if names_same_id(pattern, question) => 2,
        Some(Part::Resource) => 3,
        Some(Part::Region) => 4,
        Some(Part::Account) => 5,
        Some(Part::Service) => 6,
        Some(Part::Partition) => 7,
    }
}

/// Whether a pattern names the same database and only another of its users.
fn names_same_id(pattern: &ResourcePattern, question: &Question<'_>) -> bool {
    let Some((database, _)) = question.resource.text.split_once('/') else {
        return false;
    };
    match pattern {
        ResourcePattern::Text(Pattern::Exact(text) | Pattern::Prefix(text)) => text
            .strip_prefix(database)
            .is_some_and(|rest| rest.starts_with('/')),
        pattern => user_of(pattern, question).is_some(),
    }
}

/// The user part of a pattern for database users whose id part matches.
fn user_of(pattern: &ResourcePattern, question: &Question<'_>) -> Option<String> {
    let [.., resource] = pattern.parts(question.context)?;
    let (id, user) = split(&resource.to_string())?;
    let (asked, _) = split(question.resource.parts?.resource)?;
    Pattern::compile(&id)
        .matches(&asked, Case::Counts)
        .then_some(user)
}

/// The id and the user of `dbuser:id/user`.
fn split(text: &str) -> Option<(String, String)> {
    let (id, user) = text.strip_prefix("dbuser:")?.split_once('/')?;
    Some((id.to_owned(), user.to_owned()))
}

fn miss_of(pattern: &ResourcePattern, question: &Question<'_>) -> Option<Miss> {
    if !pattern.resolves(question.context) {
        let unknown = |key: &&str| !matches!(question.context.get(key), Some(Values::One(_)));
        return Some(Miss::Unresolved {
            resource: pattern.to_string(),
            keys: pattern.keys().filter(unknown).map(str::to_owned).collect(),
        });
    }
    let [partition, service, region, account, resource] = pattern.parts(question.context)?;
    let Some(asked) = question.resource.parts else {
        return Some(differs("resource", pattern, question.resource.text));
    };
    Some(
        match pattern.differs_in(&question.resource, question.context)? {
            Part::Partition => differs("partition", partition, asked.partition),
            Part::Service => differs("service", service, asked.service),
            Part::Region => differs("region", region, asked.region),
            Part::Account => differs("account", account, asked.account),
            Part::Resource => {
                database_user(pattern, &resource.to_string(), asked.resource, question)
            }
        },
    )
}

fn differs(part: &'static str, policy: impl ToString, request: &str) -> Miss {
    let (policy, request) = (policy.to_string(), request.to_owned());
    Miss::Resource {
        part,
        policy,
        request,
        hint: None,
    }
}

/// For database users it is worth telling the id from the user.
fn database_user(
    pattern: &ResourcePattern,
    policy: &str,
    request: &str,
    question: &Question<'_>,
) -> Miss {
    let (Some((wanted_id, _)), Some((id, user))) = (split(policy), split(request)) else {
        return differs("resource", policy, request);
    };
    if let Some(wanted_user) = user_of(pattern, question) {
        return differs("database user", wanted_user, &user);
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
    let name = context.get(keys::SEKISHO_CLUSTER_IDENTIFIER);
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
