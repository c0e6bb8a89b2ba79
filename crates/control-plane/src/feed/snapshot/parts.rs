//! The parts of a snapshot, each made from a record, and kept until that changes.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use iam::login::{AccessKeyDocument, EntityKind, KeyStatus, PolicyId, PrincipalDocument};
use rpds::RedBlackTreeMapSync;
use sigv4::ScopeDate;

use super::policies::{Policies, PolicyTable};
use super::reliance::Reliance;
use super::signing_keys::{Days, KeyDeriver};
use super::{Altered, SnapshotError};
use crate::account::Account;
use crate::aws_managed;
use crate::reset::{ROOT_RECORD, root_id};
use crate::standing::{Standing, managed, managed_key};
use crate::state::{
    AccessKey, Entity, Group, KeyOwner, ManagedPolicy, Record as _, Role, State, User,
};

/// What is told of principals and keys, by the keys of their records. A clone is a reference count.
pub(in crate::feed) type Told<T> = RedBlackTreeMapSync<String, Arc<T>>;

/// All parts, as of one revision.
#[derive(Default)]
pub(super) struct Parts {
    policies: PolicyTable,
    managed: HashMap<String, PolicyId>,
    principals: Told<PrincipalDocument>,
    access_keys: Told<AccessKeyDocument>,
    reliance: Reliance,
    days: Option<Days>,
    altered: Altered,
}

/// What parts are made with, besides records.
pub(super) struct Making<'a> {
    pub(super) account: &'a Account,
    pub(super) state: &'a State,
    pub(super) keys: KeyDeriver<'a>,
}

impl Parts {
    /// All parts, made anew.
    pub(super) fn of(making: &Making<'_>) -> Result<Self, SnapshotError> {
        let mut parts = Self::default();
        for policy in aws_managed::all(&making.account.partition) {
            parts.policies.carry(managed(&policy.arn, making.state)?)?;
        }
        parts.after(making, &every_record(making.state))
    }

    /// The parts after these records changed.
    pub(super) fn after(
        mut self,
        making: &Making<'_>,
        changed: &BTreeSet<String>,
    ) -> Result<Self, SnapshotError> {
        self.follow(making, changed)?;
        let days = Some(making.keys.days());
        if self.days != days {
            let keys = self.access_keys.keys().cloned().collect();
            self.follow(making, &keys)?;
            self.days = days;
        }
        Ok(self)
    }

    fn follow(
        &mut self,
        making: &Making<'_>,
        changed: &BTreeSet<String>,
    ) -> Result<(), SnapshotError> {
        let reached = self.reliance.spread(changed);
        let under = |prefix: &'static str| {
            let keys = reached.iter().map(String::as_str);
            keys.filter_map(move |key| Some((key, key.strip_prefix(prefix)?)))
        };
        for (key, name) in under(ManagedPolicy::PREFIX) {
            self.managed_policy(making, key, name)?;
        }
        if reached.contains(ROOT_RECORD) {
            self.root(making)?;
        }
        for (key, name) in under(User::PREFIX) {
            self.user(making, key, name)?;
        }
        for (key, name) in under(Role::PREFIX) {
            self.role(making, key, name)?;
        }
        for (key, id) in under(AccessKey::PREFIX) {
            self.access_key(making, key, id)?;
        }
        Ok(())
    }

    pub(super) fn policies(&self) -> &Policies {
        self.policies.all()
    }

    pub(super) fn principals(&self) -> &Told<PrincipalDocument> {
        &self.principals
    }

    pub(super) fn access_keys(&self) -> &Told<AccessKeyDocument> {
        &self.access_keys
    }

    /// What is not as it was when this was asked last.
    pub(super) fn take_altered(&mut self) -> Altered {
        std::mem::take(&mut self.altered)
    }

    /// Managed policies are told whether anybody carries them or not: sessions may name them.
    fn managed_policy(
        &mut self,
        making: &Making<'_>,
        key: &str,
        name: &str,
    ) -> Result<(), SnapshotError> {
        let stored = making.state.get::<ManagedPolicy>(name)?;
        let carried = match stored {
            Some(policy) => Some(self.policies.carry(managed(&policy.arn, making.state)?)?),
            None => None,
        };
        let before = match carried {
            Some(number) => self.managed.insert(key.to_owned(), number),
            None => self.managed.remove(key),
        };
        if let Some(number) = before {
            self.policies.release(number);
        }
        if before != carried {
            self.altered
                .policies
                .extend(before.into_iter().chain(carried));
        }
        Ok(())
    }

    fn root(&mut self, making: &Making<'_>) -> Result<(), SnapshotError> {
        let account = making.account;
        let document = PrincipalDocument {
            id: root_id(making.state, account)?,
            arn: account.root_arn(),
            kind: EntityKind::Root,
            name: account.id.to_string(),
            tags: Default::default(),
            policies: Vec::new(),
            boundary: None,
        };
        self.tell(ROOT_RECORD, Some(document));
        Ok(())
    }

    /// A user with neither a policy nor a key can sign nothing and is not told of: most calls that make
    /// users make such.
    fn user(&mut self, making: &Making<'_>, key: &str, name: &str) -> Result<(), SnapshotError> {
        let Some(user) = making.state.get::<User>(name)? else {
            self.gone(key);
            return Ok(());
        };
        let standing = Standing::of_user(&user, making.state)?;
        let groups = user.groups.iter();
        let groups = groups.map(|name| Group::PREFIX.to_owned() + &name.to_lowercase());
        let relies_on = groups.chain(managed_policies(&standing)).collect();
        self.reliance.set(key, relies_on);
        let has_nothing = standing == Standing::default() && user.access_keys.is_empty();
        match has_nothing {
            true => self.tell(key, None),
            false => self.principal(making, key, (&user.entity, EntityKind::User), standing)?,
        }
        Ok(())
    }

    fn role(&mut self, making: &Making<'_>, key: &str, name: &str) -> Result<(), SnapshotError> {
        let Some(role) = making.state.get::<Role>(name)? else {
            self.gone(key);
            return Ok(());
        };
        let standing = Standing::of_role(&role, making.state)?;
        self.reliance
            .set(key, managed_policies(&standing).collect());
        self.principal(making, key, (&role.entity, EntityKind::Role), standing)
    }

    fn gone(&mut self, key: &str) {
        self.reliance.set(key, Vec::new());
        self.tell(key, None);
    }

    fn principal(
        &mut self,
        making: &Making<'_>,
        key: &str,
        (entity, kind): (&Entity, EntityKind),
        standing: Standing,
    ) -> Result<(), SnapshotError> {
        let noun = match kind {
            EntityKind::Role => "role",
            _ => "user",
        };
        let Entity { name, path, .. } = entity;
        let mut carry = |bound| self.policies.carry(bound);
        let document = PrincipalDocument {
            id: entity.id.clone(),
            arn: making.account.iam_entity_arn(noun, path, name),
            kind,
            name: name.clone(),
            tags: entity.tags.clone(),
            policies: standing
                .identity
                .into_iter()
                .map(&mut carry)
                .collect::<Result<_, _>>()?,
            boundary: standing.boundary.map(carry).transpose()?,
        };
        self.tell(key, Some(document));
        Ok(())
    }

    /// The policies of the new document are carried already; those of the old one are released.
    fn tell(&mut self, key: &str, document: Option<PrincipalDocument>) {
        let before = self.principals.get(key).cloned();
        for number in before.iter().flat_map(|before| carried(before)) {
            self.policies.release(number);
        }
        if before.as_deref() == document.as_ref() {
            return;
        }
        let numbers = before.iter().flat_map(|before| carried(before));
        let numbers = numbers.chain(document.iter().flat_map(carried));
        self.altered.policies.extend(numbers);
        self.altered.principals.insert(key.to_owned());
        replace(&mut self.principals, key, document);
    }

    fn access_key(
        &mut self,
        making: &Making<'_>,
        key: &str,
        id: &str,
    ) -> Result<(), SnapshotError> {
        let document = match making.state.access_key(id)? {
            Some(stored) => self.known_key(making, &stored)?,
            None => {
                self.reliance.set(key, Vec::new());
                None
            }
        };
        let before = self.access_keys.get(key);
        let same = match (before, &document) {
            (Some(before), Some(document)) => is_same(before, document),
            (before, document) => before.is_none() && document.is_none(),
        };
        if !same {
            self.altered.access_keys.insert(key.to_owned());
            replace(&mut self.access_keys, key, document);
        }
        Ok(())
    }

    /// Who carries no policy that reaches anywhere may connect nowhere, and no host is given a signing
    /// key of theirs.
    fn known_key(
        &mut self,
        making: &Making<'_>,
        access_key: &AccessKey,
    ) -> Result<Option<AccessKeyDocument>, SnapshotError> {
        let key = access_key.key();
        let owner = owner_record(access_key);
        self.reliance.set(&key, vec![owner.clone()]);
        let Some(owner) = self.principals.get(&owner) else {
            return Ok(None);
        };
        let connects =
            owner.kind == EntityKind::Root || self.policies.reach_somewhere(&owner.policies);
        let known = self.access_keys.get(&key).map(|known| &known.signing_keys);
        let signing_keys = match connects && access_key.active {
            true => making.keys.derive(access_key, known)?,
            false => Vec::new(),
        };
        Ok(Some(AccessKeyDocument {
            id: access_key.id.clone(),
            principal: owner.id.clone(),
            status: match access_key.active {
                true => KeyStatus::Active,
                false => KeyStatus::Inactive,
            },
            signing_keys,
        }))
    }
}

/// The keys of all records that have parts of their own.
fn every_record(state: &State) -> BTreeSet<String> {
    let prefixes = [
        ManagedPolicy::PREFIX,
        User::PREFIX,
        Role::PREFIX,
        AccessKey::PREFIX,
    ];
    let records = prefixes.into_iter().flat_map(|prefix| state.keys(prefix));
    let mut keys: BTreeSet<String> = records.map(|record| record.key().to_owned()).collect();
    keys.insert(ROOT_RECORD.to_owned());
    keys
}

/// The records of the managed policies that bind a principal.
fn managed_policies(standing: &Standing) -> impl Iterator<Item = String> {
    let bound = standing.identity.iter().chain(&standing.boundary);
    bound.filter_map(managed_key)
}

fn owner_record(access_key: &AccessKey) -> String {
    match &access_key.owner {
        KeyOwner::Root => ROOT_RECORD.to_owned(),
        KeyOwner::User(name) => User::PREFIX.to_owned() + &name.to_lowercase(),
    }
}

fn carried(principal: &PrincipalDocument) -> impl Iterator<Item = PolicyId> {
    let identity = principal.policies.iter().copied();
    identity.chain(principal.boundary)
}

/// What is derived for a day is the same each time.
fn is_same(one: &AccessKeyDocument, other: &AccessKeyDocument) -> bool {
    let days = |key: &AccessKeyDocument| -> Vec<ScopeDate> {
        key.signing_keys.iter().map(|dated| dated.date).collect()
    };
    (&one.id, &one.principal, one.status) == (&other.id, &other.principal, other.status)
        && days(one) == days(other)
}

fn replace<T>(told: &mut Told<T>, key: &str, document: Option<T>) {
    match document {
        Some(document) => told.insert_mut(key.to_owned(), Arc::new(document)),
        None => drop(told.remove_mut(key)),
    }
}
