//! From the state to what agents may know of it, change by change.
//!
//! A snapshot has parts: managed policies, users, roles, access keys. Each is made from its own record
//! and from those that it relies on: a user from its groups and their policies, a key from its owner.
//! When records change, the parts are made anew that are theirs or rely on them, and no others: a change
//! costs what it touches, however many users there are.

mod instances;
mod parts;
mod policies;
mod reliance;
mod signing_keys;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use iam::login::{
    AccessKeyDocument, InstanceDocument, PolicyId, PrincipalDocument, SNAPSHOT_FORMAT,
    SnapshotDocument,
};
use sigv4::Timestamp;

use self::instances::instances;
use self::parts::{Making, Parts, Told};
use self::policies::Policies;
use self::signing_keys::KeyDeriver;
use super::news::{Changed, News};
use crate::account::Account;
use crate::keyring::{Keyring, KeyringError};
use crate::state::StateError;

pub(crate) use signing_keys::derive_for_logins;

/// How long agents may decide by a snapshot when no newer one reaches them.
const VALID_SECONDS: i64 = 24 * 60 * 60;

/// Why no snapshot can be made. Agents go on with the one they have.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A record is damaged.
    #[error(transparent)]
    State(#[from] StateError),
    /// A secret does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// It passes once everything is made anew.
    #[error("there are no more numbers for policies")]
    Numbers,
}

/// What all agents together may know: every database, and the keys of all who may log in anywhere. A
/// clone is a reference count, but for the databases.
#[derive(Clone)]
pub(super) struct Everything {
    pub(super) revision: u64,
    pub(super) instances: Vec<InstanceDocument>,
    pub(super) policies: Policies,
    account: Account,
    issued_at: Timestamp,
    principals: Told<PrincipalDocument>,
    access_keys: Told<AccessKeyDocument>,
}

/// The parts that are not as they were: policies by number, the others by the keys of their records.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Altered {
    policies: BTreeSet<PolicyId>,
    principals: BTreeSet<String>,
    access_keys: BTreeSet<String>,
}

impl Altered {
    /// Whether all parts are as they were.
    pub(super) fn is_empty(&self) -> bool {
        self.policies.is_empty() && self.principals.is_empty() && self.access_keys.is_empty()
    }
}

/// Makes snapshots, and remembers their parts.
pub(super) struct SnapshotMaker<'a> {
    account: &'a Account,
    keyring: &'a Keyring,
    endpoint_hosts: &'a [String],
    /// None at first, and after an error: from what is half made there is no going on.
    parts: Option<Parts>,
}

impl<'a> SnapshotMaker<'a> {
    pub(super) fn new(account: &'a Account, keyring: &'a Keyring, hosts: &'a [String]) -> Self {
        Self {
            account,
            keyring,
            endpoint_hosts: hosts,
            parts: None,
        }
    }

    /// Forgets all parts.
    pub(super) fn start_over(&mut self) {
        self.parts = None;
    }

    /// What there is to know once `news` is taken in, at `now`, and what of it was altered.
    pub(super) fn make(
        &mut self,
        news: &News,
        now: Timestamp,
    ) -> Result<(Everything, Altered), SnapshotError> {
        let state = &news.state;
        let making = Making {
            account: self.account,
            state,
            keys: KeyDeriver::at(now, self.keyring, &self.account.region),
        };
        let mut parts = match (self.parts.take(), &news.changed) {
            (Some(parts), Changed::Records(keys)) => parts.after(&making, keys)?,
            _ => Parts::of(&making)?,
        };
        let altered = parts.take_altered();
        let everything = Everything {
            revision: state.revision().as_u64(),
            instances: instances(state, self.endpoint_hosts)?,
            policies: parts.policies().clone(),
            account: self.account.clone(),
            issued_at: now,
            principals: parts.principals().clone(),
            access_keys: parts.access_keys().clone(),
        };
        self.parts = Some(parts);
        Ok((everything, altered))
    }
}

impl Everything {
    pub(super) fn document(&self) -> SnapshotDocument {
        let issued_at = self.issued_at;
        SnapshotDocument {
            format: SNAPSHOT_FORMAT,
            revision: self.revision,
            issued_at,
            valid_until: Timestamp::from_unix(issued_at.as_unix() + VALID_SECONDS),
            changed_at_ms: issued_at.as_unix().checked_mul(1000),
            account_id: self.account.id.to_string(),
            partition: self.account.partition.clone(),
            region: self.account.region.clone(),
            instances: self.instances.clone(),
            policies: self
                .policies
                .iter()
                .map(|(number, policy)| (*number, policy.document()))
                .collect(),
            principals: documents(&self.principals),
            access_keys: documents(&self.access_keys),
            scps: Vec::new(),
        }
    }
}

fn documents<T: Clone>(told: &Told<T>) -> Vec<T> {
    told.values().map(|document| (**document).clone()).collect()
}
