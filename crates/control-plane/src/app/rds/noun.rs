//! What the API names: clusters, instances, endpoints, groups. Each is found, permitted, listed and
//! tagged in one way.

use std::borrow::Cow;

use aws_query::ApiError;
use aws_query::rds::Filter;

use super::listing::{Filters, page_of};
use crate::app::page::Page;
use crate::app::{Asked, Call, OrFail as _};
use crate::authorize::Permission;
use crate::state::{Record, State, Stored, Tags};

/// Something that has an identifier and an ARN.
pub(super) trait Noun: Record {
    /// How ARNs call it; its own tags are the condition keys `rds:KIND-tag/…`.
    const KIND: &'static str;
    /// The filters of its listing.
    const FILTERS: &'static [&'static str] = &[];
    /// How answers show it.
    type Shape;

    /// There is none of this name.
    fn not_found(name: &str) -> ApiError;
    /// Its tags.
    fn tags(&self) -> &Tags;
    /// Its tags, to be changed.
    fn tags_mut(&mut self) -> &mut Tags;
    /// What a filter of this name looks at.
    fn value(&self, _filter: &str, _state: &State) -> Result<Option<Cow<'_, str>>, ApiError> {
        Ok(None)
    }
    /// Further condition keys that policies may ask about it.
    fn conditions(&self, permission: Permission, _state: &State) -> Result<Permission, ApiError> {
        Ok(permission)
    }
    /// How it is shown.
    fn shape(&self, call: &Call<'_>) -> Result<Self::Shape, ApiError>;
}

/// The one with this identifier or ARN.
pub(super) fn find<N: Noun>(state: &State, name: &str) -> Result<Stored<N>, ApiError> {
    if name.starts_with("arn:") && name.split(':').nth(5) != Some(N::KIND) {
        return Err(N::not_found(name));
    }
    let name = name_of(name);
    state
        .get::<N>(&name)
        .or_fail()?
        .ok_or_else(|| N::not_found(&name))
}

fn name_of(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}

/// The permission to do `action` with the one of this identifier or ARN, which need not be there.
pub(super) fn permission<N: Noun>(
    action: &'static str,
    name: &str,
    asked: &Asked<'_>,
) -> Result<Permission, ApiError> {
    let name = name_of(name);
    let permission = Permission::new(action, asked.realm.account.rds_arn(N::KIND, &name));
    match asked.state.get::<N>(&name).or_fail()? {
        Some(found) => found.conditions(with_tags_of(permission, &*found), asked.state),
        None => Ok(permission),
    }
}

fn with_tags_of<N: Noun>(permission: Permission, noun: &N) -> Permission {
    let tags = noun.tags();
    tags.iter().fold(
        permission.with_resource_tags(tags),
        |permission, (key, value)| permission.with(&format!("rds:{}-tag/{key}", N::KIND), value),
    )
}

/// With the tags that a request brings, as Amazon's general keys and as those of RDS.
pub(super) fn with_request_tags(permission: Permission, tags: &Tags) -> Permission {
    tags.iter().fold(
        permission.with_request_tags(tags),
        |permission, (key, value)| permission.with(&format!("rds:req-tag/{key}"), value),
    )
}

/// With a condition key of what a request may bring.
pub(super) fn with_given(
    permission: Permission,
    key: &str,
    value: Option<impl ToString>,
) -> Permission {
    match value {
        Some(value) => permission.with(key, value.to_string()),
        None => permission,
    }
}

/// What else a call names must be allowed for the same action: a group, a cluster. Conditions may ask
/// about the request as they may for what is acted upon.
pub(super) struct Besides<'a> {
    call: &'a Call<'a>,
    action: &'static str,
    request: Permission,
}

impl<'a> Besides<'a> {
    /// For a call of `action`; `request` holds the condition keys that it brings.
    pub(super) fn new(call: &'a Call<'a>, action: &'static str, request: Permission) -> Self {
        Self {
            call,
            action,
            request,
        }
    }

    /// Refuses a caller who may not do this with the one of this name.
    pub(super) fn may_use<N: Noun>(&self, name: Option<&str>) -> Result<&Self, ApiError> {
        if let Some(name) = name {
            let mut needed = permission::<N>(self.action, name, &self.call.asked())?;
            needed.context.extend_from_slice(&self.request.context);
            needed.lists.extend_from_slice(&self.request.lists);
            self.call.also_needs(&needed)?;
        }
        Ok(self)
    }
}

/// Which of them a call wants to see.
pub(super) struct Wanted<'a> {
    pub(super) name: Option<&'a str>,
    pub(super) filters: Option<Vec<Filter>>,
    pub(super) marker: Option<&'a str>,
    pub(super) max_records: Option<i32>,
}

impl Wanted<'_> {
    /// Those, as answers show them.
    pub(super) fn list<N: Noun>(self, call: &Call<'_>) -> Result<Page<N::Shape>, ApiError> {
        let filters = Filters::new(self.filters, N::FILTERS)?;
        let candidates = match self.name {
            Some(name) => vec![find::<N>(call.state, name)?],
            None => call.state.all::<N>().collect::<Result<_, _>>().or_fail()?,
        };
        let mut found = Vec::new();
        for candidate in candidates {
            if filters.pass(|name| candidate.value(name, call.state))? {
                found.push(candidate.shape(call)?);
            }
        }
        if let (Some(name), []) = (self.name, found.as_slice()) {
            return Err(N::not_found(&name_of(name)));
        }
        page_of(found, self.marker, self.max_records)
    }
}
