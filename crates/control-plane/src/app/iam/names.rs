//! Finding entities by name, with Amazon's words when they are not there.

use std::collections::BTreeMap;

use aws_query::ApiError;
use aws_query::iam::error::{INVALID_INPUT, NO_SUCH_ENTITY};
use aws_query::iam::{AttachedPermissionsBoundary, PermissionsBoundaryAttachmentType, Tag};

use crate::app::{Asked, Call, OrFail as _};
use crate::ids::{self, IdKind};
use crate::state::{Entity, Group, Record, Role, State, Stored, Tags, User};

/// A kind of entity that calls name.
pub(super) trait Named: Record {
    /// As error texts and ARNs call it: `user`.
    const NOUN: &'static str;
    /// The name as it was given.
    fn name(&self) -> &str;
    /// The path.
    fn path(&self) -> &str;
}

macro_rules! named {
    ($($record:ty => $noun:literal),*) => {$(
        impl Named for $record {
            const NOUN: &'static str = $noun;
            fn name(&self) -> &str {
                &self.entity.name
            }
            fn path(&self) -> &str {
                &self.entity.path
            }
        }
    )*};
}

named!(User => "user", Group => "group", Role => "role");

/// The entity of this very name. Names are unique ignoring case, but found by their own case.
pub(super) fn named<R: Named>(state: &State, name: &str) -> Result<Stored<R>, ApiError> {
    let found = state
        .get::<R>(name)
        .or_fail()?
        .filter(|entity| entity.name() == name);
    found.ok_or_else(|| {
        NO_SUCH_ENTITY.because(format!("The {} with name {name} cannot be found.", R::NOUN))
    })
}

/// The ARN of the entity of this name, for the authorization of a call about it: with its path when it
/// is there, else as it would be without one.
pub(super) fn arn_of<R: Named>(asked: &Asked<'_>, name: &str) -> Result<String, ApiError> {
    let found = asked.state.get::<R>(name).or_fail()?;
    let path = found.as_ref().map_or("/", |entity| entity.path());
    Ok(asked.realm.account.iam_entity_arn(R::NOUN, path, name))
}

/// `/` where a request names no path.
pub(super) fn path_or_root(path: Option<String>) -> String {
    path.unwrap_or_else(|| "/".to_owned())
}

/// The tags of a request. Their keys must differ also when case is ignored.
pub(super) fn tags(given: Option<Vec<Tag>>) -> Result<Tags, ApiError> {
    let given = given.unwrap_or_default();
    let mut keys: Vec<String> = given.iter().map(|tag| tag.key.to_lowercase()).collect();
    keys.sort_unstable();
    keys.dedup();
    if keys.len() != given.len() {
        return Err(INVALID_INPUT
            .because("Duplicate tag keys found. Please note that Tag keys are case insensitive."));
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
