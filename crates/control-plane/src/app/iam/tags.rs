//! Tags of users, roles, managed policies, instance profiles and OIDC providers.

use aws_query::ApiError;
use aws_query::iam::error::LIMIT_EXCEEDED;
use aws_query::iam::{
    self, ListInstanceProfileTags, ListOpenIDConnectProviderTags, ListPolicyTags, ListRoleTags,
    ListUserTags, Tag, TagInstanceProfile, TagOpenIDConnectProvider, TagPolicy, TagRole, TagUser,
    UntagInstanceProfile, UntagOpenIDConnectProvider, UntagPolicy, UntagRole, UntagUser,
};

use super::handlers::handlers;
use super::instance_profiles::{on_profile, profile_named};
use super::managed::{on_policy, refuse_foreign};
use super::names::{Named, named, on, shown, tags};
use super::oidc_providers::{on_provider, provider_at};
use super::policies::{existing, policy_tags};
use crate::app::page::{Page, page};
use crate::app::{Entry, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{
    Changes, InstanceProfile, ManagedPolicy, OidcProvider, Record, Role, Stored, Tags, User,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    ListInstanceProfileTags,
    ListOpenIDConnectProviderTags,
    ListPolicyTags,
    ListRoleTags,
    ListUserTags,
    TagInstanceProfile,
    TagOpenIDConnectProvider,
    TagPolicy,
    TagRole,
    TagUser,
    UntagInstanceProfile,
    UntagOpenIDConnectProvider,
    UntagPolicy,
    UntagRole,
    UntagUser,
];

/// Tags on one resource (IAM guide, *Rules for tagging*).
pub(super) const MAX_TAGS: usize = 50;

/// A record that has tags.
trait Tagged: Record {
    /// As names of quotas call it: `User`.
    const KIND: &'static str;
    fn tags_mut(&mut self) -> &mut Tags;
}

macro_rules! tagged {
    ($($record:ident: |$this:ident| $tags:expr;)*) => {$(
        impl Tagged for $record {
            const KIND: &'static str = stringify!($record);
            fn tags_mut(&mut self) -> &mut Tags {
                let $this = self;
                $tags
            }
        }
    )*};
}

tagged! {
    User: |user| &mut user.entity_mut().tags;
    Role: |role| &mut role.entity_mut().tags;
    ManagedPolicy: |policy| &mut policy.tags;
    InstanceProfile: |profile| &mut profile.tags;
    OidcProvider: |provider| &mut provider.tags;
}

/// The three operations of one kind of record: how the permission is made, how the record is found,
/// how its tags are read.
macro_rules! tagging {
    ($name:ident: $on:expr, $found:expr, $tags:path;
        $tag:ident, $untag:ident, $list:ident -> $listed:ident) => {
        handlers! {
            $tag(|asked, action, input| {
                Ok($on(asked, action, &input.$name)?
                    .with_request_tags(&$tags(Some(input.tags.clone()))?))
            }) |call, input| add($found(call.state, &input.$name)?, $tags(Some(input.tags))?);
            $untag(|asked, action, input| {
                Ok(without_keys($on(asked, action, &input.$name)?, &input.tag_keys))
            }) |call, input| remove($found(call.state, &input.$name)?, &input.tag_keys);
            $list(|asked, action, input| $on(asked, action, &input.$name)) |call, input| {
                let mut found = $found(call.state, &input.$name)?;
                let all = shown(found.record.tags_mut()).unwrap_or_default();
                let Page { items, next } = page(call, all, input.marker.as_deref(), input.max_items)?;
                Ok(Outcome::read(iam::$listed {
                    tags: items,
                    is_truncated: Some(next.is_some()),
                    marker: next,
                }))
            };
        }
    };
}

tagging!(user_name: on::<User>, named::<User>, tags;
    TagUser, UntagUser, ListUserTags -> ListUserTagsResponse);
tagging!(role_name: on::<Role>, named::<Role>, tags;
    TagRole, UntagRole, ListRoleTags -> ListRoleTagsResponse);
tagging!(instance_profile_name: on_profile, profile_named, tags;
    TagInstanceProfile, UntagInstanceProfile, ListInstanceProfileTags -> ListInstanceProfileTagsResponse);
tagging!(open_id_connect_provider_arn: on_provider, provider_at, tags;
    TagOpenIDConnectProvider, UntagOpenIDConnectProvider,
    ListOpenIDConnectProviderTags -> ListOpenIDConnectProviderTagsResponse);

handlers! {
    TagPolicy(|asked, action, input| {
        let tags = policy_tags(Some(input.tags.clone()))?;
        Ok(on_policy(asked, action, &input.policy_arn)?.with_request_tags(&tags))
    }) |call, input| {
        let policy = existing(call.state, &input.policy_arn)?;
        add(*refuse_foreign(policy, "tag policies")?, policy_tags(Some(input.tags))?)
    };

    UntagPolicy(|asked, action, input| {
        Ok(without_keys(on_policy(asked, action, &input.policy_arn)?, &input.tag_keys))
    }) |call, input| {
        let policy = existing(call.state, &input.policy_arn)?;
        remove(*refuse_foreign(policy, "untag policies")?, &input.tag_keys)
    };

    ListPolicyTags(on_policy of policy_arn) |call, input| {
        let policy = existing(call.state, &input.policy_arn)?;
        let all: Vec<Tag> = shown(&policy.tags).unwrap_or_default();
        let Page { items, next } = page(call, all, input.marker.as_deref(), input.max_items)?;
        Ok(Outcome::read(iam::ListPolicyTagsResponse {
            tags: items,
            is_truncated: Some(next.is_some()),
            marker: next,
        }))
    };
}

fn without_keys(permission: Permission, keys: &[String]) -> Permission {
    permission.with_list("aws:TagKeys", keys.to_vec())
}

/// Sets tags. A key in another case is the same key, and is written from now on as it is given.
fn add<R: Tagged>(mut stored: Stored<R>, given: Tags) -> Result<Outcome<()>, ApiError> {
    let tags = stored.record.tags_mut();
    for (key, value) in given {
        drop_key(tags, &key);
        tags.insert(key, value);
    }
    if tags.len() > MAX_TAGS {
        let text = format!("Cannot exceed quota for TagsPer{}: {MAX_TAGS}", R::KIND);
        return Err(LIMIT_EXCEEDED.because(text));
    }
    Ok(Outcome::done(Changes::new().update(&stored)))
}

fn remove<R: Tagged>(mut stored: Stored<R>, keys: &[String]) -> Result<Outcome<()>, ApiError> {
    for key in keys {
        drop_key(stored.record.tags_mut(), key);
    }
    Ok(Outcome::done(Changes::new().update(&stored)))
}

fn drop_key(tags: &mut Tags, key: &str) {
    tags.retain(|known, _| known.to_lowercase() != key.to_lowercase());
}
