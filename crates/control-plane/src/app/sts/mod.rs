//! Security Token Service: who is calling, and temporary credentials.

mod assume_role;
mod authorization_message;
mod caller_identity;
mod own_sessions;
mod restrictions;
mod role;
mod session;
#[cfg(test)]
mod tests;
mod web_identity;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[
    assume_role::OPERATIONS,
    authorization_message::OPERATIONS,
    caller_identity::OPERATIONS,
    own_sessions::OPERATIONS,
    web_identity::OPERATIONS,
];
