//! Finding entities by name, with Amazon's words when they are not there.

use std::collections::BTreeMap;

use aws_query::ApiError;
use aws_query::iam::error::{
    DELETE_CONFLICT, ENTITY_ALREADY_EXISTS, INVALID_INPUT, NO_SUCH_ENTITY, UNMODIFIABLE_ENTITY,
};
use aws_query::iam::{AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType, Tag};

use iam::policy::PolicyKind;

use crate::app::{Asked, Call, OrFail as _};
use crate::authorize::Permission;
use crate::ids::{self, IdKind};
use crate::realm::Realm;
use crate::state::{Entity, Group, Record, Role, State, Stored, Tags, User};

/// A kind of entity that calls name, and that bears policies.
pub(super) trait Named: Record {
    /// As error texts and ARNs call it: `user`.
    const NOUN: &'static str;
    /// As names of quotas call it: `User`.
    const KIND: &'static str;
    /// What its inline policies are.
    const INLINE: PolicyKind;
    /// Name, path, policies.
    fn entity(&self) -> &Entity;
    /// Name, path, policies, to change.
    fn entity_mut(&mut self) -> &mut Entity;
}

macro_rules! named {
    ($($record:ident $noun:literal $inline:ident;)*) => {$(
        impl Named for $record {
            const NOUN: &'static str = $noun;
            const KIND: &'static str = stringify!($record);
            const INLINE: PolicyKind = PolicyKind::$inline;
            fn entity(&self) -> &Entity {
                &self.entity
            }
            fn entity_mut(&mut self) -> &mut Entity {
                &mut self.entity
            }
        }
    )*};
}

named! {
    User "user" UserInline;
    Group "group" GroupInline;
    Role "role" RoleInline;
}

/// The entity of this very name. Names are unique ignoring case, but found by their own case.
pub(super) fn named<R: Named>(state: &State, name: &str) -> Result<Stored<R>, ApiError> {
    let found = state
        .get::<R>(name)
        .or_fail()?
        .filter(|found| found.entity().name == name);
    found.ok_or_else(|| {
        NO_SUCH_ENTITY.because(format!("The {} with name {name} cannot be found.", R::NOUN))
    })
}

/// Where the roles are that services are linked to.
pub(super) const SERVICE_LINKED: &str = "/aws-service-role/";

/// The same, to change what it may or to delete it: a role that a service is linked to is the service's.
pub(super) fn modifiable<R: Named>(state: &State, name: &str) -> Result<Stored<R>, ApiError> {
    let found = named::<R>(state, name)?;
    let is_role = R::NOUN == Role::NOUN;
    if is_role && found.entity().path.starts_with(SERVICE_LINKED) {
        return Err(UNMODIFIABLE_ENTITY.because(format!(
            "Cannot perform the operation on the protected role '{name}' - this role is only \
             modifiable by AWS"
        )));
    }
    Ok(found)
}

/// Refuses a name that an entity of this kind already has, in whatever case.
pub(super) fn refuse_taken<R: Named>(state: &State, name: &str) -> Result<(), ApiError> {
    match state.get::<R>(name).or_fail()? {
        None => Ok(()),
        Some(_) => {
            Err(ENTITY_ALREADY_EXISTS
                .because(format!("{} with name {name} already exists.", R::KIND)))
        }
    }
}

/// Amazon's order of what must go first: what an entity bears, before what it belongs to.
pub(super) fn refuse_while_bearing(entity: &Entity) -> Result<(), ApiError> {
    let first = if !entity.attached_policies.is_empty() {
        "detach all policies"
    } else if !entity.inline_policies.is_empty() {
        "delete policies"
    } else {
        return Ok(());
    };
    Err(DELETE_CONFLICT.because(format!("Cannot delete entity, must {first} first.")))
}

/// The ARN of the entity of this name, for the authorization of a call about it: with its path when it
/// is there, else as it would be without one.
pub(super) fn arn_of<R: Named>(asked: &Asked<'_>, name: &str) -> Result<String, ApiError> {
    let found = asked.state.get::<R>(name).or_fail()?;
    let path = found.as_ref().map_or("/", |found| &found.entity().path);
    Ok(asked.realm.account.iam_entity_arn(R::NOUN, path, name))
}

/// The ARN of an entity.
pub(super) fn entity_arn<R: Named>(realm: &Realm, named: &R) -> String {
    let Entity { path, name, .. } = named.entity();
    realm.account.iam_entity_arn(R::NOUN, path, name)
}

/// The permission that a call about the entity of this name needs, with what conditions may ask.
pub(super) fn on<R: Named>(
    asked: &Asked<'_>,
    action: &'static str,
    name: &str,
) -> Result<Permission, ApiError> {
    let permission =
        Permission::new(action, arn_of::<R>(asked, name)?).called(format!("{} {name}", R::NOUN));
    Ok(match asked.state.get::<R>(name).or_fail()? {
        Some(found) => with_tags_of(permission, &found.entity().tags),
        None => permission,
    })
}

/// The same, with the entity's boundary: who is to hand out permissions within a certain one alone may be
/// bound to it (IAM guide, *Delegating responsibility to others using permissions boundaries*).
pub(super) fn on_bounded<R: Named>(
    asked: &Asked<'_>,
    action: &'static str,
    name: &str,
) -> Result<Permission, ApiError> {
    let permission = on::<R>(asked, action, name)?;
    let found = asked.state.get::<R>(name).or_fail()?;
    let boundary = found.and_then(|found| found.entity().boundary.clone());
    Ok(match boundary {
        Some(boundary) => permission.with("iam:PermissionsBoundary", boundary),
        None => permission,
    })
}

/// The tags of the resource, under both names that IAM knows them by.
pub(super) fn with_tags_of(permission: Permission, tags: &Tags) -> Permission {
    tags.iter()
        .fold(permission.with_resource_tags(tags), |permission, tag| {
            permission.with(&format!("iam:ResourceTag/{}", tag.0), tag.1)
        })
}

/// `/` where a request names no path.
pub(super) fn path_or_root(path: Option<String>) -> String {
    path.unwrap_or_else(|| "/".to_owned())
}

/// What is said of a tag that begins as Amazon's own do.
pub(in crate::app) const RESERVED_TAG: &str =
    "aws: prefixed tag key names are not allowed for external use.";

/// What is said of tags whose keys do not differ.
pub(in crate::app) const DUPLICATE_TAGS: &str =
    "Duplicate tag keys found. Please note that Tag keys are case insensitive.";

/// Whether a tag's key begins as those of Amazon's own do, in whatever case (IAM guide, *Rules for
/// tagging*).
pub(in crate::app) fn is_reserved_tag(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("aws:")
}

/// The tags of a request. Their keys must differ also when case is ignored.
pub(super) fn tags(given: Option<Vec<Tag>>) -> Result<Tags, ApiError> {
    tags_or(given, DUPLICATE_TAGS)
}

/// The same, with what is said where keys do not differ.
pub(super) fn tags_or(given: Option<Vec<Tag>>, same: &'static str) -> Result<Tags, ApiError> {
    let given = given.unwrap_or_default();
    if given.iter().any(|tag| is_reserved_tag(&tag.key)) {
        return Err(INVALID_INPUT.because(RESERVED_TAG));
    }
    let mut keys: Vec<String> = given.iter().map(|tag| tag.key.to_lowercase()).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() != given.len() {
        return Err(INVALID_INPUT.because(same));
    }
    Ok(given.into_iter().map(|tag| (tag.key, tag.value)).collect())
}

/// Tags as answers show them.
pub(super) fn shown(tags: &Tags) -> Option<Vec<Tag>> {
    let shown: Vec<Tag> = tags
        .iter()
        .map(|(key, value)| Tag {
            key: key.clone(),
            value: value.clone(),
        })
        .collect();
    (!shown.is_empty()).then_some(shown)
}

/// An entity as it begins: with a name and an id, and nothing attached.
pub(super) fn new_entity(call: &Call<'_>, name: &str, kind: IdKind) -> Result<Entity, ApiError> {
    Ok(Entity {
        name: name.to_owned(),
        path: path_or_root(None),
        id: ids::unique_id(kind, &*call.realm.entropy).or_fail()?,
        created_at: call.now.as_unix(),
        inline_policies: BTreeMap::new(),
        attached_policies: Vec::new(),
        tags: Tags::new(),
        boundary: None,
    })
}

/// A permissions boundary as answers show it.
pub(super) fn boundary_shape(arn: Option<&str>) -> Option<AttachedPermissionsBoundary> {
    arn.map(|arn| AttachedPermissionsBoundary {
        permissions_boundary_type: Some(
            PermissionsBoundaryAttachmentType::PermissionsBoundaryPolicy,
        ),
        permissions_boundary_arn: Some(arn.to_owned()),
    })
}
