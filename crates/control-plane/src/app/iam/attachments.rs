//! Managed policies on users, groups and roles: attached, or as a permissions boundary.

use aws_query::ApiError;
use aws_query::iam::error::NO_SUCH_ENTITY;

use crate::app::{Call, OrFail as _};
use crate::state::{Attachment, Changes, ManagedPolicy, Record as _, State, Stored};

/// The managed policy with this ARN, if it is there.
pub(super) fn find_policy(
    state: &State,
    arn: &str,
) -> Result<Option<Stored<ManagedPolicy>>, ApiError> {
    let name = arn.rsplit('/').next().unwrap_or_default();
    Ok(state
        .get::<ManagedPolicy>(name)
        .or_fail()?
        .filter(|policy| policy.arn == arn))
}

/// Notes that the policy with `arn` is the boundary of an entity, and relies on its being there.
pub(super) fn attach_boundary(
    call: &Call<'_>,
    changes: Changes,
    kind: &str,
    name: &str,
    arn: &str,
) -> Result<Changes, ApiError> {
    let policy = find_policy(call.state, arn)?.ok_or_else(|| {
        NO_SUCH_ENTITY.because(format!(
            "Scope ARN: {arn} does not exist or is not attachable."
        ))
    })?;
    Ok(changes
        .rely_on(&policy)
        .create(&boundary_of(kind, name, arn)))
}

/// Takes note that the boundary is no longer used.
pub(super) fn detach_boundary(
    call: &Call<'_>,
    changes: Changes,
    kind: &str,
    name: &str,
    arn: &str,
) -> Result<Changes, ApiError> {
    let found = call
        .state
        .get::<Attachment>(&boundary_of(kind, name, arn).id())
        .or_fail()?;
    Ok(match found {
        Some(attachment) => changes.delete(&attachment),
        None => changes,
    })
}

fn boundary_of(kind: &str, name: &str, arn: &str) -> Attachment {
    Attachment {
        policy: arn.to_owned(),
        kind: kind.to_owned(),
        name: name.to_owned(),
        as_boundary: true,
    }
}
