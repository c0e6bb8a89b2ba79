//! What clusters and instances do alike: each is a database server, and moves from state to state.

use std::borrow::Cow;

use aws_query::ApiError;

use super::layers::Layers;
use super::noun::{Noun, find};
use crate::app::Call;
use crate::state::{ParameterGroup, Server, State, Status, Stored};

/// A cluster or an instance: what the API shows of a database server.
pub(super) trait Database: Noun {
    /// The parameter groups that are for such.
    type Group: Group;
    /// The parameter that names the database to be made along with one.
    const DATABASE_NAME: &'static str;

    /// There are as many servers as there may be.
    fn quota_exceeded() -> ApiError;
    /// It is not in the state that a call needs.
    fn not_in(&self, state: Status) -> ApiError;
    /// The same of a call that moves it from that state to another.
    fn not_movable_from(&self, state: Status) -> ApiError {
        self.not_in(state)
    }
    /// The server behind it.
    fn server(&self, state: &State) -> Result<Cow<'_, Server>, ApiError>;
    /// What its groups say that the server shall run with; of a member, if that were the writer.
    fn groups(&self, state: &State) -> Result<Layers, ApiError>;
    /// The server behind it, to be started, stopped or deleted: not that of an instance in a cluster,
    /// which is the cluster's, and not one that is somebody's own.
    fn own_server(&mut self) -> Result<&mut Server, ApiError>;
}

/// A kind of parameter group.
pub(super) trait Group: Noun {
    /// What such groups are given to.
    type Of: Database;

    fn new(group: ParameterGroup) -> Self;
    fn group(&self) -> &ParameterGroup;
    fn group_mut(&mut self) -> &mut ParameterGroup;
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
