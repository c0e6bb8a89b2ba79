//! Identity and Access Management, a file per noun.

mod access_keys;
mod attachments;
mod boundaries;
mod documents;
mod groups;
mod handlers;
mod inline_policies;
mod instance_profiles;
mod managed;
mod names;
mod oidc_providers;
mod policies;
mod policy_versions;
mod roles;
mod tags;
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
    boundaries::OPERATIONS,
    groups::OPERATIONS,
    inline_policies::OPERATIONS,
    instance_profiles::OPERATIONS,
    oidc_providers::OPERATIONS,
    policies::OPERATIONS,
    policy_versions::OPERATIONS,
    roles::OPERATIONS,
    tags::OPERATIONS,
    users::OPERATIONS,
];
