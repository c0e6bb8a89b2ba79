//! What Amazon's APIs have no word for, a file per noun.

mod agents;
mod attached_servers;
mod reset_account;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[
    agents::OPERATIONS,
    attached_servers::OPERATIONS,
    reset_account::OPERATIONS,
];
