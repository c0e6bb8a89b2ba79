//! Operations that only move a database from one state to another.

use aws_query::ApiError;

use super::database::Database;
use super::noun::find;
use crate::app::Call;
use crate::state::{Changes, Status};

/// What is moved from one state to another, where nothing else about it changes: a server that is
/// started takes the parameters that its group has now.
pub(super) fn moved<D: Database>(
    call: &Call<'_>,
    name: &str,
    from: Status,
    to: Status,
) -> Result<(D::Shape, Changes), ApiError> {
    let mut found = find::<D>(call.state, name)?;
    let groups = found.groups(call.state)?;
    let server = found.record.own_server()?;
    if server.status != from {
        return Err(found.not_movable_from(from));
    }
    server.status = to;
    if to != Status::Stopping {
        server.parameters = groups.merged();
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
