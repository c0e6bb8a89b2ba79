//! What clusters and instances do alike: each is found, permitted, listed and changed in one way.

use std::borrow::Cow;

use aws_query::ApiError;
use aws_query::rds::Filter;

use super::listing::{Filters, page_of};
use crate::app::page::Page;
use crate::app::{Asked, Call, OrFail as _};
use crate::authorize::Permission;
use crate::state::{Changes, Record, Server, State, Status, Stored, Tags};

/// A cluster or an instance: what the API shows of a database server.
pub(super) trait Database: Record {
    /// How ARNs call it.
    const KIND: &'static str;
    /// The filters of its listing.
    const FILTERS: &'static [&'static str];
    /// How answers show it.
    type Shape;

    /// There is none of this name.
    fn not_found(name: &str) -> ApiError;
    /// It is not in the state that a call needs.
    fn not_in(&self, state: Status) -> ApiError;
    /// Its tags.
    fn tags(&self) -> &Tags;
    /// The server behind it.
    fn server(&self, state: &State) -> Result<Cow<'_, Server>, ApiError>;
    /// The server behind it, to be started, stopped or deleted: not that of an instance in a cluster,
    /// which is the cluster's, and not one that is somebody's own.
    fn own_server(&mut self) -> Result<&mut Server, ApiError>;
    /// What a filter of this name looks at.
    fn values<'a>(&'a self, server: &'a Server, filter: &str) -> Vec<&'a str>;
    /// How it is shown.
    fn shape(&self, call: &Call<'_>) -> Result<Self::Shape, ApiError>;
}

/// The one with this identifier or ARN.
pub(super) fn find<D: Database>(state: &State, name: &str) -> Result<Stored<D>, ApiError> {
    let name = name_of(name);
    state
        .get::<D>(&name)
        .or_fail()?
        .ok_or_else(|| D::not_found(&name))
}

fn name_of(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_lowercase()
}

/// The permission to do `action` with the one of this identifier or ARN, which need not be there.
pub(super) fn permission<D: Database>(
    action: &'static str,
    name: &str,
    asked: &Asked<'_>,
) -> Result<Permission, ApiError> {
    let name = name_of(name);
    let permission = Permission::new(action, asked.realm.account.rds_arn(D::KIND, &name));
    Ok(match asked.state.get::<D>(&name).or_fail()? {
        Some(found) => permission.with_resource_tags(found.tags()),
        None => permission,
    })
}

/// The one of this name, which must be in the state that the call needs.
pub(super) fn in_state<D: Database>(
    call: &Call<'_>,
    name: &str,
    wanted: Status,
) -> Result<Stored<D>, ApiError> {
    let found = find::<D>(call.state, name)?;
    if found.server(call.state)?.status == wanted {
        return Ok(found);
    }
    Err(found.not_in(wanted))
}

/// What is moved from one state to another, where nothing else about it changes.
pub(super) fn moved<D: Database>(
    call: &Call<'_>,
    name: &str,
    from: Status,
    to: Status,
) -> Result<(D::Shape, Changes), ApiError> {
    let mut found = find::<D>(call.state, name)?;
    let server = found.record.own_server()?;
    if server.status != from {
        return Err(found.not_in(from));
    }
    server.status = to;
    Ok((found.shape(call)?, Changes::new().update(&found)))
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
    pub(super) fn list<D: Database>(self, call: &Call<'_>) -> Result<Page<D::Shape>, ApiError> {
        let filters = Filters::new(self.filters, D::FILTERS)?;
        let candidates = match self.name {
            Some(name) => vec![find::<D>(call.state, name)?],
            None => call.state.all::<D>().collect::<Result<_, _>>().or_fail()?,
        };
        let mut found = Vec::new();
        for candidate in candidates {
            let server = candidate.server(call.state)?;
            if filters.pass(|name| candidate.values(&server, name)) {
                found.push(candidate.shape(call)?);
            }
        }
        page_of(found, self.marker, self.max_records)
    }
}

/// Operations that only move a database from one state to another: `Operation: action, From -> To,
/// Result;` for a noun that inputs name in one member and results show in another.
macro_rules! moves {
    (
        $noun:ty, $name:ident => $shown:ident;
        $($operation:ident: $action:literal, $from:ident -> $to:ident, $result:ident;)*
    ) => {$(
        impl Handler for $operation {
            fn permission(
                input: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                permission::<$noun>($action, &input.$name, asked).map(Some)
            }

            fn carry_out(
                call: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                let (shape, changes) =
                    moved::<$noun>(call, &input.$name, Status::$from, Status::$to)?;
                Ok(Outcome::write(rds::$result { $shown: Some(shape) }, changes))
            }
        }
    )*};
}
pub(super) use moves;
