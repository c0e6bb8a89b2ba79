//! Managed policies.

use ::iam::policy::PolicyKind;
use aws_query::iam::error::{DELETE_CONFLICT, ENTITY_ALREADY_EXISTS, NO_SUCH_ENTITY};
use aws_query::iam::{
    self, CreatePolicy, DeletePolicy, GetPolicy, GetPolicyVersion, ListPolicies, PolicyScopeType,
    PolicyUsageType,
};
use aws_query::{ApiError, Timestamp};

use super::attachments::Usage;
use super::documents::check;
use super::handlers::handlers;
use super::managed::{Managed, find_policy, on_policy, refuse_foreign, was_not_found};
use super::names::{path_or_root, shown, tags_or};
use crate::app::page::{Page, page};
use crate::app::{Asked, Call, Entry, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids::{self, IdKind};
use crate::state::{Attachment, Changes, ManagedPolicy, PolicyVersion, State, Tags};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreatePolicy,
    DeletePolicy,
    GetPolicy,
    GetPolicyVersion,
    ListPolicies,
];

handlers! {
    CreatePolicy(|asked, action, input| {
        let arn = arn_as_named(asked, input);
        let tags = policy_tags(input.tags.clone())?;
        Ok(Permission::new(action, arn).with_request_tags(&tags))
    }) |call, input| create(call, input);

    GetPolicy(on_policy of policy_arn) |call, input| {
        let policy = existing(call.state, &input.policy_arn)?;
        let policy = Some(policy_shape(&policy, call.state)?);
        Ok(Outcome::read(iam::GetPolicyResponse { policy }))
    };

    GetPolicyVersion(on_policy of policy_arn) |call, input| {
        let policy = find_policy(call.state, &input.policy_arn)?;
        let version = policy.as_ref().and_then(|policy| policy.version(&input.version_id));
        let (Some(policy), Some(version)) = (&policy, version) else {
            return Err(no_such_version(&input.policy_arn, &input.version_id));
        };
        let policy_version = Some(version_shape(policy, version, true));
        Ok(Outcome::read(iam::GetPolicyVersionResponse { policy_version }))
    };

    ListPolicies(|_, action, input| {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        Ok(Permission::new(action, "*").called(format!("policy path {prefix}")))
    }) |call, input| {
        let Page { items, next } =
            page(call, listed(call, &input)?, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListPoliciesResponse {
            policies: Some(items),
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    DeletePolicy(on_policy of policy_arn) |call, input| delete(call, &input.policy_arn);
}

fn arn_as_named(asked: &Asked<'_>, input: &iam::CreatePolicyRequest) -> String {
    let path = input.path.as_deref().unwrap_or("/");
    let account = &asked.realm.account;
    account.iam_entity_arn("policy", path, &input.policy_name)
}

fn create(
    call: &Call<'_>,
    input: iam::CreatePolicyRequest,
) -> Result<Outcome<iam::CreatePolicyResponse>, ApiError> {
    check(&input.policy_document, PolicyKind::Managed)?;
    let policy = new_policy(call, input)?;
    if call
        .state
        .get::<ManagedPolicy>(&policy.name)
        .or_fail()?
        .is_some()
    {
        let name = &policy.name;
        return Err(ENTITY_ALREADY_EXISTS.because(format!(
            "A policy called {name} already exists. Duplicate names are not allowed."
        )));
    }
    let shape = policy_shape(&policy, call.state)?;
    let answer = iam::CreatePolicyResponse {
        policy: Some(iam::Policy {
            description: None,
            tags: shape.tags.filter(|tags| !tags.is_empty()),
            ..shape
        }),
    };
    Ok(Outcome::write(answer, Changes::new().create(&policy)))
}

fn new_policy(call: &Call<'_>, input: iam::CreatePolicyRequest) -> Result<ManagedPolicy, ApiError> {
    let created_at = call.now.as_unix();
    let path = path_or_root(input.path);
    let account = &call.realm.account;
    let arn = account.iam_entity_arn("policy", &path, &input.policy_name);
    let first = PolicyVersion {
        id: "v1".to_owned(),
        document: input.policy_document,
        created_at,
    };
    Ok(ManagedPolicy {
        arn,
        name: input.policy_name,
        path,
        id: ids::unique_id(IdKind::Policy, &*call.realm.entropy).or_fail()?,
        created_at,
        updated_at: created_at,
        description: input.description,
        default_version: first.id.clone(),
        versions: vec![first],
        next_version: 2,
        tags: policy_tags(input.tags)?,
    })
}

/// Of policies Amazon says less than of users and roles.
pub(super) fn policy_tags(given: Option<Vec<iam::Tag>>) -> Result<Tags, ApiError> {
    tags_or(given, "Duplicate tag keys found.")
}

/// The policy with this ARN, which calls name to read or delete it.
pub(super) fn existing(state: &State, arn: &str) -> Result<Managed, ApiError> {
    find_policy(state, arn)?.ok_or_else(|| was_not_found(arn))
}

/// What Amazon says where a version is read, made the default or deleted.
pub(super) fn no_such_version(arn: &str, version: &str) -> ApiError {
    NO_SUCH_ENTITY.because(format!(
        "Policy {arn} version {version} does not exist or is not attachable."
    ))
}

fn delete(call: &Call<'_>, arn: &str) -> Result<Outcome<()>, ApiError> {
    let policy = refuse_foreign(existing(call.state, arn)?, "delete policies")?;
    if Usage::of(arn, call.state)?.is_any() {
        return Err(DELETE_CONFLICT.because("Cannot delete a policy attached to entities."));
    }
    if policy.versions.len() > 1 {
        return Err(DELETE_CONFLICT.because(
            "This policy has more than one version. Before you delete a policy, you must delete \
             the policy's versions. The default version is deleted with the policy.",
        ));
    }
    let unattached = Changes::new().rely_on_none::<Attachment>(&Attachment::ids_of(arn));
    Ok(Outcome::done(unattached.delete(&policy)))
}

fn listed(call: &Call<'_>, input: &iam::ListPoliciesRequest) -> Result<Vec<iam::Policy>, ApiError> {
    let prefix = input.path_prefix.as_deref().unwrap_or("/");
    let scope = input.scope.unwrap_or(PolicyScopeType::All);
    let mut shapes = Vec::new();
    for policy in Managed::all(call, scope)? {
        let shape = policy_shape(&policy, call.state)?;
        if policy.path.starts_with(prefix) && is_asked_for(&shape, input) {
            shapes.push(iam::Policy {
                description: None,
                tags: None,
                ..shape
            });
        }
    }
    Ok(shapes)
}

fn is_asked_for(policy: &iam::Policy, input: &iam::ListPoliciesRequest) -> bool {
    let attached = policy.attachment_count > Some(0);
    let boundary = policy.permissions_boundary_usage_count > Some(0);
    let (used, narrowed) = match input.policy_usage_filter {
        Some(PolicyUsageType::PermissionsPolicy) => (attached, true),
        Some(PolicyUsageType::PermissionsBoundary) => (boundary, true),
        None => (attached || boundary, false),
    };
    let only_attached = input.only_attached == Some(true);
    used || !(narrowed || only_attached)
}

/// A policy as answers show it.
pub(super) fn policy_shape(policy: &ManagedPolicy, state: &State) -> Result<iam::Policy, ApiError> {
    let usage = Usage::of(&policy.arn, state)?;
    Ok(iam::Policy {
        policy_name: Some(policy.name.clone()),
        policy_id: Some(policy.id.clone()),
        arn: Some(policy.arn.clone()),
        path: Some(policy.path.clone()),
        default_version_id: Some(policy.default_version.clone()),
        attachment_count: Some(usage.attached),
        permissions_boundary_usage_count: Some(usage.as_boundary),
        is_attachable: Some(true),
        description: policy.description.clone(),
        create_date: Some(Timestamp::from_unix(policy.created_at)),
        update_date: Some(Timestamp::from_unix(policy.updated_at)),
        tags: Some(shown(&policy.tags).unwrap_or_default()),
    })
}

/// A version as answers show it, with its document or without.
pub(super) fn version_shape(
    policy: &ManagedPolicy,
    version: &PolicyVersion,
    with_document: bool,
) -> iam::PolicyVersion {
    iam::PolicyVersion {
        document: with_document.then(|| version.document.clone()),
        version_id: Some(version.id.clone()),
        is_default_version: Some(version.id == policy.default_version),
        create_date: Some(Timestamp::from_unix(version.created_at)),
    }
}
