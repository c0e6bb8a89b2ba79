//! When credentials were last used: of an access key, and of a role by its sessions.
//!
//! It is written down beside the calls, not with them, and coarsely, so that a call that only reads does
//! not write each time: a key in steady use is at most [`STEP_SECONDS`] younger than it shows (Amazon's own
//! dates come with a delay, too). Logins to databases do not count: their agents report to nobody.

use serde::{Deserialize, Serialize};
use sigv4::{CredentialScope, Timestamp};
use store::{Embedded, Store as _};

use crate::caller::{AuthenticatedCaller, Identity};
use crate::state::{Changes, Record, State, StateError, Stored, UnixSeconds};

/// How much later a use must be to be written down.
pub const STEP_SECONDS: i64 = 15 * 60;

/// The last use of a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// The access key's id, or the role's unique id.
    pub of: String,
    /// When.
    pub at: UnixSeconds,
    /// The service that was called: `iam`, `sts`, `rds`.
    pub service: String,
    /// The region that the call was signed for.
    pub region: String,
}

impl Record for LastUse {
    const PREFIX: &'static str = "iam/last-use/";

    fn id(&self) -> String {
        self.of.to_lowercase()
    }
}

/// The last use of the access key, or of the role, with this id.
pub fn of(id: &str, state: &State) -> Result<Option<Stored<LastUse>>, StateError> {
    state.get::<LastUse>(id)
}

/// Forgets the last use of what is deleted.
pub fn forget(id: &str, state: &State, changes: Changes) -> Result<Changes, StateError> {
    Ok(match of(id, state)? {
        Some(known) => changes.delete(&known),
        None => changes,
    })
}

/// What there is to write down of a call that was signed with these credentials.
pub fn noted(
    caller: &AuthenticatedCaller,
    scope: &CredentialScope,
    state: &State,
    now: Timestamp,
) -> Result<Changes, StateError> {
    let id = match (caller.identity(), caller.session()) {
        (Identity::AssumedRole { role, .. }, _) => role.entity.id.clone(),
        (_, None) => caller.access_key_id().to_owned(),
        (_, Some(_)) => return Ok(Changes::new()),
    };
    let used = LastUse {
        of: id,
        at: now.as_unix(),
        service: scope.service.clone(),
        region: scope.region.clone(),
    };
    Ok(match of(&used.of, state)? {
        None => Changes::new().create(&used),
        Some(known) if used.at - known.at < STEP_SECONDS => Changes::new(),
        Some(mut known) => {
            known.record = used;
            Changes::new().update(&known)
        }
    })
}

/// Writes down a use. A call does not fail for the want of it, and of two at once one is enough.
pub async fn note(
    caller: &AuthenticatedCaller,
    scope: &CredentialScope,
    state: &State,
    now: Timestamp,
    store: &Embedded,
) {
    match noted(caller, scope, state, now) {
        Ok(changes) if changes.is_empty() => {}
        Ok(changes) => {
            if let Err(error) = store.commit(changes.into_txn()).await {
                tracing::debug!(%error, "a use of credentials is not written down");
            }
        }
        Err(error) => tracing::error!(%error, "the last use of credentials could not be read"),
    }
}
