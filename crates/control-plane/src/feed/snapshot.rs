//! From the state to what an agent may know of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use iam::login::{
    AccessKeyDocument, DatedKey, EndpointDocument, EntityKind, InstanceDocument, KeyStatus,
    PolicyDocument, PolicyId, PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT, SnapshotDocument,
};
use iam::policy::PolicyKind;
use sigv4::token::SERVICE;
use sigv4::{CredentialScope, SecretAccessKey, SigningKey, Timestamp};

use super::reach::Reach;
use crate::account::Account;
use crate::aws_managed;
use crate::keyring::{Keyring, KeyringError};
use crate::reset::root_id;
use crate::standing::{BoundPolicy, Standing, managed};
use crate::state::{
    AccessKey, Endpoint, Entity, KeyOwner, ManagedPolicy, Record as _, Role, Server, ServerPlace,
    State, StateError, Status, User, servers,
};

/// How long agents may decide by a snapshot when no newer one reaches them.
const VALID_SECONDS: i64 = 24 * 60 * 60;

/// The tag that, with the value `true`, makes logins to its database see only the condition keys that
/// Amazon documents (`docs/how-a-decision-is-made.md`). A tag, because unmodified clients can set one.
const STRICT_AWS_TAG: &str = "sekisho:strict-aws";

/// Why no snapshot can be made. Agents go on with the one they have.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// A record is damaged.
    #[error(transparent)]
    State(#[from] StateError),
    /// A secret does not open.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
}

/// What all agents together may know.
pub(super) struct Everything {
    /// With every database, and with the keys of all who may log in anywhere.
    pub(super) snapshot: SnapshotDocument,
    /// Where each of its policies could let somebody log in.
    pub(super) reaches: BTreeMap<PolicyId, Arc<Reach>>,
}

/// Makes snapshots, and remembers what costs: the keys it derived, and where policies reach.
pub(super) struct SnapshotMaker<'a> {
    pub(super) account: &'a Account,
    pub(super) keyring: &'a Keyring,
    pub(super) endpoint_hosts: &'a [String],
    derived: HashMap<String, Vec<DatedKey>>,
    reaches: HashMap<String, Arc<Reach>>,
}

impl<'a> SnapshotMaker<'a> {
    pub(super) fn new(account: &'a Account, keyring: &'a Keyring, hosts: &'a [String]) -> Self {
        Self {
            account,
            keyring,
            endpoint_hosts: hosts,
            derived: HashMap::new(),
            reaches: HashMap::new(),
        }
    }

    /// The snapshot of `state`, made at `now` to show a change committed at `changed_at_ms`.
    pub(super) fn make(
        &mut self,
        state: &State,
        now: Timestamp,
        changed_at_ms: Option<i64>,
    ) -> Result<Everything, SnapshotError> {
        let mut policies = PolicyTable::default();
        for policy in state.all::<ManagedPolicy>() {
            policies.number(managed(&policy?.arn, state)?);
        }
        for policy in aws_managed::all(&self.account.partition) {
            policies.number(managed(&policy.arn, state)?);
        }
        let principals = self.principals(state, &mut policies)?;
        let reaches = self.reaches(&policies);
        let access_keys = self.access_keys(state, &principals, &reaches, now)?;
        let snapshot = SnapshotDocument {
            format: SNAPSHOT_FORMAT,
            revision: state.revision().as_u64(),
            issued_at: now,
            valid_until: Timestamp::from_unix(now.as_unix() + VALID_SECONDS),
            changed_at_ms,
            account_id: self.account.id.to_string(),
            partition: self.account.partition.clone(),
            region: self.account.region.clone(),
            instances: servers(state)?
                .iter()
                .filter_map(|at| self.instance(at))
                .collect(),
            policies: policies.documents,
            principals,
            access_keys,
            scps: Vec::new(),
        };
        Ok(Everything { snapshot, reaches })
    }

    fn instance(&self, (place, server): (&ServerPlace, &Server)) -> Option<InstanceDocument> {
        let port = server.port.filter(|_| server.status != Status::Deleting)?;
        let endpoints = match &server.attached {
            Some(attached) => attached.endpoints.clone(),
            None => self.own_endpoints(port),
        };
        Some(InstanceDocument {
            resource_id: server.resource_id.clone(),
            identifier: place.identifier().to_owned(),
            engine: server.engine.clone(),
            iam_enabled: server.iam_authentication,
            endpoints: endpoints
                .into_iter()
                .map(|Endpoint { host, port }| EndpointDocument {
                    host: bracketed(&host),
                    port,
                })
                .collect(),
            tags: server.tags.clone(),
            strict_aws: server
                .tags
                .get(STRICT_AWS_TAG)
                .is_some_and(|it| it == "true"),
        })
    }

    /// A server that runs here is reached by every name that this host has.
    fn own_endpoints(&self, port: u16) -> Vec<Endpoint> {
        let hosts = self.endpoint_hosts.iter().cloned();
        hosts.map(|host| Endpoint { host, port }).collect()
    }

    fn principals(
        &self,
        state: &State,
        policies: &mut PolicyTable,
    ) -> Result<Vec<PrincipalDocument>, StateError> {
        let mut principals = vec![self.root(root_id(state, self.account)?)];
        for user in state.all::<User>() {
            let user = user?;
            let standing = Standing::of_user(&user, state)?;
            principals.push(self.principal(&user.entity, EntityKind::User, standing, policies));
        }
        for role in state.all::<Role>() {
            let role = role?;
            let standing = Standing::of_role(&role, state)?;
            principals.push(self.principal(&role.entity, EntityKind::Role, standing, policies));
        }
        Ok(principals)
    }

    fn root(&self, id: String) -> PrincipalDocument {
        PrincipalDocument {
            id,
            arn: self.account.root_arn(),
            kind: EntityKind::Root,
            name: self.account.id.to_string(),
            tags: BTreeMap::new(),
            policies: Vec::new(),
            boundary: None,
        }
    }

    fn principal(
        &self,
        entity: &Entity,
        kind: EntityKind,
        standing: Standing,
        policies: &mut PolicyTable,
    ) -> PrincipalDocument {
        let noun = if kind == EntityKind::Role {
            "role"
        } else {
            "user"
        };
        PrincipalDocument {
            id: entity.id.clone(),
            arn: self
                .account
                .iam_entity_arn(noun, &entity.path, &entity.name),
            kind,
            name: entity.name.clone(),
            tags: entity.tags.clone(),
            policies: standing
                .identity
                .into_iter()
                .map(|bound| policies.number(bound))
                .collect(),
            boundary: standing.boundary.map(|bound| policies.number(bound)),
        }
    }

    fn access_keys(
        &mut self,
        state: &State,
        principals: &[PrincipalDocument],
        reaches: &BTreeMap<PolicyId, Arc<Reach>>,
        now: Timestamp,
    ) -> Result<Vec<AccessKeyDocument>, SnapshotError> {
        let users: HashMap<&str, &PrincipalDocument> = principals
            .iter()
            .filter(|principal| principal.kind == EntityKind::User)
            .map(|principal| (principal.name.as_str(), principal))
            .collect();
        let root = root_id(state, self.account)?;
        let connects = |id: &PolicyId| reaches.get(id).is_some_and(|reach| reach.is_somewhere());
        let mut documents = Vec::new();
        let mut derived = HashMap::new();
        for key in state.all::<AccessKey>() {
            let key = key?.record;
            let (principal, connects) = match &key.owner {
                KeyOwner::Root => (root.as_str(), true),
                KeyOwner::User(name) => match users.get(name.as_str()) {
                    Some(user) => (&*user.id, user.policies.iter().any(connects)),
                    None => continue,
                },
            };
            let signing_keys = match connects && key.active {
                true => self.signing_keys(&key, now)?,
                false => Vec::new(),
            };
            derived.insert(key.id.clone(), signing_keys.clone());
            documents.push(AccessKeyDocument {
                id: key.id.clone(),
                principal: principal.to_owned(),
                status: if key.active {
                    KeyStatus::Active
                } else {
                    KeyStatus::Inactive
                },
                signing_keys,
            });
        }
        self.derived = derived;
        Ok(documents)
    }

    /// Who carries no policy that reaches anywhere may connect nowhere, and no host is given a key of
    /// theirs.
    fn reaches(&mut self, policies: &PolicyTable) -> BTreeMap<PolicyId, Arc<Reach>> {
        let mut known = HashMap::new();
        let mut reaches = BTreeMap::new();
        for (id, policy) in &policies.documents {
            let reach = self.reaches.get(&policy.text).cloned();
            let reach = reach.unwrap_or_else(|| Arc::new(Reach::of(&policy.text)));
            known.insert(policy.text.clone(), Arc::clone(&reach));
            reaches.insert(*id, reach);
        }
        self.reaches = known;
        reaches
    }

    /// The signing keys of yesterday, today and tomorrow.
    fn signing_keys(
        &self,
        key: &AccessKey,
        now: Timestamp,
    ) -> Result<Vec<DatedKey>, SnapshotError> {
        let today = now.date();
        let days = [today.previous(), today, today.next()];
        if let Some(known) = self.derived.get(&key.id)
            && known.iter().map(|dated| dated.date).eq(days)
        {
            return Ok(known.clone());
        }
        let opened = self.keyring.open(&key.key(), &key.sealed_secret)?;
        let secret = SecretAccessKey::new(opened.to_string());
        Ok(days.map(|date| self.signing_key(&secret, date)).to_vec())
    }

    fn signing_key(&self, secret: &SecretAccessKey, date: sigv4::ScopeDate) -> DatedKey {
        derive_for_logins(secret, date, &self.account.region)
    }
}

/// The signing key for database tokens of one day in one region.
pub(crate) fn derive_for_logins(
    secret: &SecretAccessKey,
    date: sigv4::ScopeDate,
    region: &str,
) -> DatedKey {
    let scope = CredentialScope {
        date,
        region: region.to_owned(),
        service: SERVICE.to_owned(),
    };
    DatedKey {
        date,
        key: SigningKey::derive(secret, &scope),
    }
}

/// Tokens name an IPv6 address in brackets.
fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}

/// Each policy once, however many carry it.
#[derive(Default)]
struct PolicyTable {
    documents: BTreeMap<PolicyId, PolicyDocument>,
    numbers: HashMap<String, PolicyId>,
}

impl PolicyTable {
    fn number(&mut self, bound: BoundPolicy) -> PolicyId {
        if let Some(number) = self.numbers.get(&bound.name) {
            return *number;
        }
        let number = PolicyId::try_from(self.documents.len()).unwrap_or(PolicyId::MAX);
        self.numbers.insert(bound.name.clone(), number);
        let kind = origin(bound.kind);
        self.documents.insert(
            number,
            PolicyDocument {
                name: bound.name,
                kind,
                text: bound.text,
            },
        );
        number
    }
}

fn origin(kind: PolicyKind) -> PolicyOrigin {
    match kind {
        PolicyKind::UserInline => PolicyOrigin::UserInline,
        PolicyKind::GroupInline => PolicyOrigin::GroupInline,
        PolicyKind::RoleInline => PolicyOrigin::RoleInline,
        PolicyKind::Scp => PolicyOrigin::Scp,
        _ => PolicyOrigin::Managed,
    }
}
