//! What clusters and instances do alike: each is a database server, and moves from state to state.

use std::borrow::Cow;

use aws_query::ApiError;

use super::noun::{Noun, find};
use super::parameter_groups::{self, Group};
use crate::app::Call;
use crate::state::{Changes, Server, State, Status, Stored};

/// A cluster or an instance: what the API shows of a database server.
pub(super) trait Database: Noun {
    /// The parameter groups that are for such.
    type Group: Group;
    /// The parameter that names the database to be made along with one.
    const DATABASE_NAME: &'static str;

    /// It is not in the state that a call needs.
    fn not_in(&self, state: Status) -> ApiError;
    /// The same of a call that moves it from that state to another.
    fn not_movable_from(&self, state: Status) -> ApiError {
        self.not_in(state)
    }
    /// The server behind it.
    fn server(&self, state: &State) -> Result<Cow<'_, Server>, ApiError>;
    /// The server behind it, to be started, stopped or deleted: not that of an instance in a cluster,
    /// which is the cluster's, and not one that is somebody's own.
    fn own_server(&mut self) -> Result<&mut Server, ApiError>;
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

/// What is moved from one state to another, where nothing else about it changes: a server that is
/// started takes the parameters that its group has now.
pub(super) fn moved<D: Database>(
    call: &Call<'_>,
    name: &str,
    from: Status,
    to: Status,
) -> Result<(D::Shape, Changes), ApiError> {
    let mut found = find::<D>(call.state, name)?;
    let server = found.record.own_server()?;
    if server.status != from {
        return Err(found.not_movable_from(from));
    }
    server.status = to;
    if to != Status::Stopping {
        server.parameters = parameter_groups::of_server::<D::Group>(server, call.state)?;
    }
    Ok((found.shape(call)?, Changes::new().update(&found)))
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
