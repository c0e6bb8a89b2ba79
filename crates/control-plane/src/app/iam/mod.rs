//! Identity and Access Management, a file per noun.

mod access_keys;
mod attachments;
mod names;
mod users;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[access_keys::OPERATIONS, users::OPERATIONS];
