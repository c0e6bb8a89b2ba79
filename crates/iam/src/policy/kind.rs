//! What a policy is for, and how long it may be.

/// Where a policy is used. It decides which elements are allowed and how long the document may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum PolicyKind {
    /// A managed policy, attached to users, groups and roles, or set as a permissions boundary.
    Managed,
    /// A managed policy of Amazon's own, which its quotas do not bind: `ReadOnlyAccess` has 73,824
    /// characters.
    AwsManaged,
    /// An inline policy of a user.
    UserInline,
    /// An inline policy of a group.
    GroupInline,
    /// An inline policy of a role.
    RoleInline,
    /// A role's trust policy (`AssumeRolePolicyDocument`).
    Trust,
    /// A session policy passed to `AssumeRole` or `GetFederationToken`.
    Session,
    /// A service control policy of an organization.
    Scp,
    /// A policy of some other resource, e.g. a bucket.
    Resource,
}

impl PolicyKind {
    /// A managed policy: 6,144 characters (IAM quota `PolicySizeQuota`).
    pub const MANAGED_MAX: usize = 6_144;
    /// The longest document that the IAM API takes at all: 131,072 characters
    /// (`policyDocumentType` of the IAM API model).
    pub const DOCUMENT_MAX: usize = 131_072;
    /// All inline policies of a user together: 2,048 characters (`UserPolicySizeQuota`).
    pub const USER_INLINE_MAX: usize = 2_048;
    /// All inline policies of a group together: 5,120 characters (`GroupPolicySizeQuota`).
    pub const GROUP_INLINE_MAX: usize = 5_120;
    /// All inline policies of a role together: 10,240 characters.
    pub const ROLE_INLINE_MAX: usize = 10_240;
    /// A trust policy: 2,048 characters (`AssumeRolePolicySizeQuota`).
    pub const TRUST_MAX: usize = 2_048;
    /// A session policy: 2,048 characters as written (`sessionPolicyDocumentType` of the STS model).
    pub const SESSION_MAX: usize = 2_048;
    /// A service control policy: 5,120 characters as written.
    pub const SCP_MAX: usize = 5_120;
    /// A policy of some other resource: 20,480 bytes, the limit of a bucket policy.
    pub const RESOURCE_MAX: usize = 20_480;

    /// The most characters a document of this kind may have, counted by [`size`].
    pub fn max_size(self) -> usize {
        match self {
            PolicyKind::Managed => Self::MANAGED_MAX,
            PolicyKind::AwsManaged => Self::DOCUMENT_MAX,
            PolicyKind::UserInline => Self::USER_INLINE_MAX,
            PolicyKind::GroupInline => Self::GROUP_INLINE_MAX,
            PolicyKind::RoleInline => Self::ROLE_INLINE_MAX,
            PolicyKind::Trust => Self::TRUST_MAX,
            PolicyKind::Session => Self::SESSION_MAX,
            PolicyKind::Scp => Self::SCP_MAX,
            PolicyKind::Resource => Self::RESOURCE_MAX,
        }
    }

    /// Whether statements name principals (trust and resource policies) or must not.
    pub fn names_principals(self) -> bool {
        matches!(self, PolicyKind::Trust | PolicyKind::Resource)
    }

    /// Whether white space counts towards the size.
    ///
    /// IAM: *IAM does not count white space when calculating the size of a policy against these
    /// quotas* (`reference_iam-quotas`). The limits of session policies, SCPs and resource policies
    /// are limits of a parameter, which count every character.
    fn counts_white_space(self) -> bool {
        matches!(
            self,
            PolicyKind::Session | PolicyKind::Scp | PolicyKind::Resource
        )
    }
}

/// The size of a document as the quota of its kind counts it.
///
/// Inline policies share one quota per user, group or role: add up the sizes.
pub fn size(text: &str, kind: PolicyKind) -> usize {
    text.chars()
        .filter(|c| kind.counts_white_space() || !c.is_whitespace())
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::Document;

    #[test]
    fn the_longest_document_of_each_kind_is_read_and_one_character_more_is_not() {
        use PolicyKind::{
            AwsManaged, GroupInline, Managed, Resource, RoleInline, Scp, Session, Trust, UserInline,
        };
        for kind in [
            Managed,
            AwsManaged,
            UserInline,
            GroupInline,
            RoleInline,
            Trust,
            Session,
            Scp,
            Resource,
        ] {
            let principal = if kind.names_principals() {
                r#""Principal":"*","#
            } else {
                ""
            };
            let resource = if kind == Trust {
                ""
            } else {
                r#","Resource":"*""#
            };
            let document = |id: &str| {
                format!(
                    r#"{{"Version":"2012-10-17","Id":"{id}","Statement":{{"Effect":"Allow",{principal}"Action":"sts:AssumeRole"{resource}}}}}"#
                )
            };
            let room = kind.max_size() - document("").len();
            let longest = document(&"x".repeat(room));
            assert_eq!(size(&longest, kind), kind.max_size());
            assert!(Document::parse(&longest, kind).is_ok(), "{kind:?}");
            let error = Document::parse(&document(&"x".repeat(room + 1)), kind).unwrap_err();
            assert_eq!(error.position(), None, "{kind:?}");
            assert!(
                error.message().contains(&kind.max_size().to_string()),
                "{error}"
            );
            let blank = Document::parse(&format!("{longest}\n "), kind);
            assert_eq!(blank.is_ok(), !kind.counts_white_space(), "{kind:?}");
        }
    }
}
