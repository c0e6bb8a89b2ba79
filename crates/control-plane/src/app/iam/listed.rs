//! By which of its members each thing that IAM lists is told from the others.

use aws_query::iam::{
    AccessKeyMetadata, AttachedPolicy, Group, InstanceProfile, Policy, PolicyVersion, Tag,
};

use crate::app::page::Listed;
use crate::state::{Stored, User};

macro_rules! listed {
    ($($item:ty: |$it:ident| $name:expr;)*) => {$(
        impl Listed for $item {
            fn name(&self) -> String {
                let $it = self;
                $name
            }
        }
    )*};
}

listed! {
    AccessKeyMetadata: |key| key.access_key_id.clone().unwrap_or_default();
    AttachedPolicy: |policy| policy.policy_arn.clone().unwrap_or_default();
    Group: |group| group.group_id.clone();
    InstanceProfile: |profile| profile.instance_profile_id.clone();
    Policy: |policy| policy.arn.clone().unwrap_or_default();
    PolicyVersion: |version| version.version_id.clone().unwrap_or_default();
    Stored<User>: |user| user.entity.id.clone();
    // The name of an inline policy.
    String: |name| name.clone();
    Tag: |tag| tag.key.clone();
}
