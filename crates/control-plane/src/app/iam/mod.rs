//! Identity and Access Management, a file per noun.

mod absent;
mod access_keys;
mod account;
mod attachments;
mod authorization_details;
mod boundaries;
mod credential_report;
mod documents;
mod groups;
mod handlers;
mod inline_policies;
mod instance_profiles;
mod listed;
mod managed;
mod names;
mod oidc_providers;
mod policies;
mod policy_entities;
mod policy_versions;
mod renames;
mod roles;
mod service_linked_roles;
mod simulation;
mod tags;
#[cfg(test)]
mod tests;
mod trust;
mod users;

pub(super) use documents::check;
pub(super) use managed::is_managed_policy;
pub(super) use names::{DUPLICATE_TAGS, RESERVED_TAG, is_reserved_tag};
pub(super) use trust::trust_policy;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[
    absent::OF_ACCOUNT,
    absent::OF_USERS,
    access_keys::OPERATIONS,
    account::OPERATIONS,
    attachments::OPERATIONS,
    authorization_details::OPERATIONS,
    boundaries::OPERATIONS,
    credential_report::OPERATIONS,
    groups::OPERATIONS,
    inline_policies::OPERATIONS,
    instance_profiles::OPERATIONS,
    oidc_providers::OPERATIONS,
    policies::OPERATIONS,
    policy_entities::OPERATIONS,
    policy_versions::OPERATIONS,
    renames::OPERATIONS,
    roles::OPERATIONS,
    service_linked_roles::OPERATIONS,
    simulation::OPERATIONS,
    tags::OPERATIONS,
    users::OPERATIONS,
];
