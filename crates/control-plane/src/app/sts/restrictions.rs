//! What a caller passes along to narrow a session or to describe it: session policies and tags.

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_VALUE, VALIDATION_ERROR};
use aws_query::sts::{PolicyDescriptorType, Tag};
use iam::login::SessionDocument;
use iam::policy::PolicyKind;

use crate::app::iam::{DUPLICATE_TAGS, RESERVED_TAG, check, is_managed_policy, is_reserved_tag};
use crate::authorize::Permission;
use crate::state::State;

/// Characters of `Policy` and `PolicyArns` together (STS API reference, *AssumeRole*).
const MAX_POLICY_CHARACTERS: usize = 2048;

/// Managed session policies at most (STS API reference, *AssumeRole*).
const MAX_POLICY_ARNS: usize = 10;

/// Checked session policies and tags.
#[derive(Debug, Default)]
pub(super) struct Restrictions {
    pub(super) policy: Option<String>,
    pub(super) policy_arns: Vec<String>,
    pub(super) tags: Vec<(String, String)>,
    pub(super) transitive_tag_keys: Vec<String>,
}

impl Restrictions {
    /// With session policies.
    pub(super) fn with_policies(
        mut self,
        policy: Option<String>,
        arns: Option<Vec<PolicyDescriptorType>>,
        state: &State,
    ) -> Result<Self, ApiError> {
        if let Some(policy) = &policy {
            check(policy, PolicyKind::Session)?;
        }
        let arns = arns.unwrap_or_default().into_iter();
        self.policy = policy;
        self.policy_arns = arns.filter_map(|descriptor| descriptor.arn).collect();
        self.refuse_past_quotas()?;
        for arn in &self.policy_arns {
            if !is_managed_policy(state, arn)? {
                let text = format!("Policy {arn} does not exist or is not attachable.");
                return Err(VALIDATION_ERROR.because(text));
            }
        }
        Ok(self)
    }

    fn refuse_past_quotas(&self) -> Result<(), ApiError> {
        if self.policy_arns.len() > MAX_POLICY_ARNS {
            return Err(too_long("policyArns", MAX_POLICY_ARNS));
        }
        let texts = self.policy.iter().chain(&self.policy_arns);
        let characters: usize = texts.map(|text| text.chars().count()).sum();
        if characters > MAX_POLICY_CHARACTERS {
            return Err(too_long("policy", MAX_POLICY_CHARACTERS));
        }
        Ok(())
    }

    /// With session tags, of which those named go on to roles assumed with the session.
    pub(super) fn with_tags(
        mut self,
        tags: Option<Vec<Tag>>,
        transitive: Option<Vec<String>>,
    ) -> Result<Self, ApiError> {
        let tags = tags.unwrap_or_default();
        for (position, tag) in tags.iter().enumerate() {
            if is_reserved_tag(&tag.key) {
                return Err(INVALID_PARAMETER_VALUE.because(RESERVED_TAG));
            }
            let before = tags.iter().take(position);
            if has(before.map(|tag| &tag.key), &tag.key) {
                return Err(INVALID_PARAMETER_VALUE.because(DUPLICATE_TAGS));
            }
        }
        let transitive = transitive.unwrap_or_default();
        if transitive
            .iter()
            .any(|key| !has(tags.iter().map(|tag| &tag.key), key))
        {
            return Err(INVALID_PARAMETER_VALUE.because(
                "The specified transitive tag key must be included in the requested tags.",
            ));
        }
        self.tags = tags.into_iter().map(|tag| (tag.key, tag.value)).collect();
        self.transitive_tag_keys = transitive;
        Ok(self)
    }

    /// With the transitive tags of the calling session, which it cannot set anew.
    pub(super) fn inheriting(
        mut self,
        session: Option<&SessionDocument>,
    ) -> Result<Self, ApiError> {
        let Some(session) = session else {
            return Ok(self);
        };
        for key in &session.transitive_tag_keys {
            if has(self.tags.iter().map(|(key, _)| key), key) {
                return Err(INVALID_PARAMETER_VALUE.because(
                    "One of the specified transitive tag keys can't be set because it conflicts \
                     with a transitive tag key from the calling session.",
                ));
            }
            let inherited = session
                .tags
                .iter()
                .find(|(tag, _)| tag.eq_ignore_ascii_case(key));
            self.tags.extend(inherited.cloned());
            self.transitive_tag_keys.push(key.clone());
        }
        Ok(self)
    }

    /// The permission with what conditions may ask about the tags.
    pub(super) fn describe(&self, mut permission: Permission) -> Permission {
        permission = permission.with_request_tags(&self.tags.iter().cloned().collect());
        if !self.transitive_tag_keys.is_empty() {
            let keys = self.transitive_tag_keys.clone();
            permission = permission.with_list("sts:TransitiveTagKeys", keys);
        }
        permission
    }
}

fn has<'a>(mut keys: impl Iterator<Item = &'a String>, key: &str) -> bool {
    keys.any(|known| known.to_lowercase() == key.to_lowercase())
}

fn too_long(member: &str, limit: usize) -> ApiError {
    VALIDATION_ERROR.because(format!(
        "1 validation error detected: Value at '{member}' failed to satisfy constraint: Member must \
         have length less than or equal to {limit}"
    ))
}
