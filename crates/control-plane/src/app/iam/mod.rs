//! Identity and Access Management, a file per noun.

mod access_keys;
mod attachments;
mod documents;
mod groups;
mod handlers;
mod inline_policies;
mod managed;
mod names;
mod policies;
mod roles;
#[cfg(test)]
mod tests;
mod users;

pub(super) use documents::check;
pub(super) use managed::is_managed_policy;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[
    access_keys::OPERATIONS,
    attachments::OPERATIONS,
    groups::OPERATIONS,
    inline_policies::OPERATIONS,
    policies::OPERATIONS,
    roles::OPERATIONS,
    users::OPERATIONS,
];
