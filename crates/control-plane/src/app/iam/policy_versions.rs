//! Versions of managed policies.

use ::iam::policy::PolicyKind;
use aws_query::ApiError;
use aws_query::iam::error::{DELETE_CONFLICT, LIMIT_EXCEEDED};
use aws_query::iam::{
    self, CreatePolicyVersion, DeletePolicyVersion, ListPolicyVersions, SetDefaultPolicyVersion,
};

use super::documents::check;
use super::handlers::handlers;
use super::managed::{Managed, find_policy, on_policy, refuse_foreign};
use super::policies::{existing, no_such_version, version_shape};
use crate::app::page::{Page, page};
use crate::app::{Call, Entry, Outcome, operations};
use crate::state::{Changes, ManagedPolicy, PolicyVersion, Stored};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreatePolicyVersion,
    DeletePolicyVersion,
    ListPolicyVersions,
    SetDefaultPolicyVersion,
];

/// `VersionsPerPolicyQuota`.
pub(super) const MAX_VERSIONS: usize = 5;

handlers! {
    CreatePolicyVersion(on_policy of policy_arn) |call, input| create(call, input);

    ListPolicyVersions(on_policy of policy_arn) |call, input| {
        let policy = existing(call.state, &input.policy_arn)?;
        let newest_first = policy.versions.iter().rev();
        let shapes = newest_first.map(|version| version_shape(&policy, version, false)).collect();
        let Page { items, next } = page(call, shapes, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListPolicyVersionsResponse {
            versions: Some(items),
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };

    SetDefaultPolicyVersion(on_policy of policy_arn) |call, input| {
        let policy = with_version(call, &input.policy_arn, &input.version_id)?;
        let mut policy = refuse_foreign(policy, "set the default version of policies")?;
        policy.record.default_version = input.version_id;
        policy.record.updated_at = call.now.as_unix();
        Ok(Outcome::done(Changes::new().update(&policy)))
    };

    DeletePolicyVersion(on_policy of policy_arn) |call, input| {
        let policy = with_version(call, &input.policy_arn, &input.version_id)?;
        let mut policy = refuse_foreign(policy, "delete policy versions for policies")?;
        if policy.default_version == input.version_id {
            let text = "Cannot delete the default version of a policy.";
            return Err(DELETE_CONFLICT.because(text));
        }
        policy.record.versions.retain(|version| version.id != input.version_id);
        Ok(Outcome::done(Changes::new().update(&policy)))
    };
}

/// The policy with this ARN, which has this version.
fn with_version(call: &Call<'_>, arn: &str, version: &str) -> Result<Managed, ApiError> {
    find_policy(call.state, arn)?
        .filter(|policy| policy.version(version).is_some())
        .ok_or_else(|| no_such_version(arn, version))
}

fn create(
    call: &Call<'_>,
    input: iam::CreatePolicyVersionRequest,
) -> Result<Outcome<iam::CreatePolicyVersionResponse>, ApiError> {
    let policy = existing(call.state, &input.policy_arn)?;
    let mut policy = refuse_foreign(policy, "create policy versions for policies")?;
    check(&input.policy_document, PolicyKind::Managed)?;
    if policy.versions.len() >= MAX_VERSIONS {
        return Err(LIMIT_EXCEEDED.because(format!(
            "A managed policy can have up to {MAX_VERSIONS} versions. Before you create a new \
             version, you must delete an existing version."
        )));
    }
    let version = PolicyVersion {
        id: format!("v{}", policy.next_version),
        document: input.policy_document,
        created_at: call.now.as_unix(),
    };
    add(&mut policy, &version, input.set_as_default == Some(true));
    let answer = iam::CreatePolicyVersionResponse {
        policy_version: Some(version_shape(&policy, &version, false)),
    };
    Ok(Outcome::write(answer, Changes::new().update(&policy)))
}

fn add(policy: &mut Stored<ManagedPolicy>, version: &PolicyVersion, as_default: bool) {
    let policy = &mut policy.record;
    policy.next_version += 1;
    policy.updated_at = version.created_at;
    policy.versions.push(version.clone());
    if as_default {
        policy.default_version.clone_from(&version.id);
    }
}
