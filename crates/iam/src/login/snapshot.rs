//! A snapshot made ready to decide by: policies compiled, everything found by its id.

use std::collections::HashMap;
use std::sync::Arc;

use sigv4::token::Endpoint;
use sigv4::{ScopeDate, SigningKey, Timestamp};

use super::document::{
    AccessKeyDocument, DatedKey, EntityKind, InstanceDocument, KeyStatus, MAX_KEY_DATES, PolicyId,
    PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT, SnapshotDocument,
};
use crate::arn::{Arn, ArnError};
use crate::policy::{Policy, PolicyError, PolicyKind};
use crate::{NamedPolicy, Principal};

/// What logins are decided by. Immutable: a new one takes its place.
///
/// A login looks up its instance, its key and its principal by hash; what it costs does not depend
/// on how many there are.
#[derive(Debug)]
pub struct Snapshot {
    pub(super) revision: u64,
    pub(super) issued_at: Timestamp,
    pub(super) valid_until: Timestamp,
    changed_at_ms: Option<i64>,
    pub(super) account_id: String,
    pub(super) partition: String,
    pub(super) region: String,
    instances: HashMap<String, Instance>,
    principals: HashMap<String, Arc<Entity>>,
    access_keys: HashMap<String, AccessKey>,
    managed_policies: HashMap<String, NamedPolicy>,
    pub(super) scps: Vec<Vec<NamedPolicy>>,
    /// Unknown keys are verified against this one, so that they cost what known ones cost.
    pub(super) decoy_key: SigningKey,
}

/// A database.
#[derive(Debug)]
pub(super) struct Instance {
    pub(super) document: InstanceDocument,
    pub(super) endpoints: Vec<Endpoint>,
    pub(super) tags: Box<[(String, String)]>,
}

/// A user, a role or the root, with its policies.
#[derive(Debug)]
pub(super) struct Entity {
    pub(super) id: String,
    pub(super) kind: EntityKind,
    pub(super) name: String,
    pub(super) tags: Box<[(String, String)]>,
    /// As it signs itself; of a role, as its sessions are built from.
    pub(super) principal: Principal,
    pub(super) policies: Box<[NamedPolicy]>,
    pub(super) boundary: Option<NamedPolicy>,
}

/// A long-term access key.
#[derive(Debug)]
pub(super) struct AccessKey {
    pub(super) owner: Arc<Entity>,
    pub(super) status: KeyStatus,
    signing_keys: Box<[DatedKey]>,
}

impl AccessKey {
    /// A principal that may connect nowhere comes without.
    pub(super) fn has_signing_keys(&self) -> bool {
        !self.signing_keys.is_empty()
    }

    pub(super) fn signing_key(&self, date: ScopeDate) -> Option<&SigningKey> {
        self.signing_keys
            .iter()
            .find(|dated| dated.date == date)
            .map(|dated| &dated.key)
    }
}

/// Why a document is no snapshot to decide by. Each names the record that is wrong; the agent goes
/// on with the snapshot it has.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// Of a later version.
    #[error(
        "the snapshot has format {0}, this agent reads up to {SNAPSHOT_FORMAT}: upgrade the agent"
    )]
    NewerFormat(u32),
    /// It would never be in force.
    #[error("the snapshot is valid until {valid_until}, before it was issued at {issued_at}")]
    Validity {
        /// When it was made.
        issued_at: Timestamp,
        /// Its end.
        valid_until: Timestamp,
    },
    /// The same id or name twice.
    #[error("{what} `{id}` is in the snapshot twice")]
    Twice {
        /// `instance`, `policy`, `principal` or `access key`.
        what: &'static str,
        /// Which.
        id: String,
    },
    /// A resource id with characters that would change the meaning of its ARN.
    #[error("`{0}` is not a resource id: letters, digits and hyphens")]
    ResourceId(String),
    /// A policy that this agent cannot read. It must not decide without it.
    #[error("the policy `{name}` does not compile")]
    Policy {
        /// Its name.
        name: String,
        /// Line, column, and what was expected.
        source: PolicyError,
    },
    /// A number that no policy has.
    #[error("{of} names policy {id}, which is not in the snapshot")]
    UnknownPolicy {
        /// Who names it.
        of: String,
        /// The number.
        id: PolicyId,
    },
    /// An ARN that does not parse.
    #[error("the ARN of principal `{id}` is wrong")]
    Arn {
        /// The principal's id.
        id: String,
        /// What is wrong.
        source: ArnError,
    },
    /// An ARN of another kind or account.
    #[error("principal `{id}` is a {kind:?} of account {account_id}, but its ARN is `{arn}`")]
    ArnOfAnother {
        /// The principal's id.
        id: String,
        /// What it is said to be.
        kind: EntityKind,
        /// The snapshot's account.
        account_id: String,
        /// Its ARN.
        arn: String,
    },
    /// An access key of nobody, or of a role, which has none.
    #[error(
        "the access key `{key}` belongs to `{owner}`, which is no user and no root of the snapshot"
    )]
    Owner {
        /// The key.
        key: String,
        /// Its owner's id.
        owner: String,
    },
    /// More derived keys than days.
    #[error("the access key `{key}` has {count} derived keys, more than {MAX_KEY_DATES}")]
    TooManyKeys {
        /// The key.
        key: String,
        /// How many.
        count: usize,
    },
}

impl Snapshot {
    /// Compiles a document.
    ///
    /// # Errors
    /// [`SnapshotError`]. A policy that does not compile fails the whole: leaving it out could widen
    /// what is allowed.
    pub fn compile(document: SnapshotDocument) -> Result<Self, SnapshotError> {
        if document.format > SNAPSHOT_FORMAT {
            return Err(SnapshotError::NewerFormat(document.format));
        }
        let (issued_at, valid_until) = (document.issued_at, document.valid_until);
        if valid_until < issued_at {
            return Err(SnapshotError::Validity {
                issued_at,
                valid_until,
            });
        }
        let policies = Policies::compile(&document)?;
        let principals = principals(&document.account_id, document.principals, &policies)?;
        Ok(Self {
            revision: document.revision,
            issued_at,
            valid_until,
            changed_at_ms: document.changed_at_ms,
            instances: instances(document.instances)?,
            access_keys: access_keys(document.access_keys, &principals)?,
            scps: policies.levels(&document.scps)?,
            managed_policies: policies.managed(),
            principals,
            account_id: document.account_id,
            partition: document.partition,
            region: document.region,
            decoy_key: SigningKey::from_bytes([0; 32]),
        })
    }

    /// The store's revision that it shows.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// When it was made.
    pub fn issued_at(&self) -> Timestamp {
        self.issued_at
    }

    /// The last second at which it decides.
    pub fn valid_until(&self) -> Timestamp {
        self.valid_until
    }

    /// When the newest change it shows was committed, in unix milliseconds.
    pub fn changed_at_ms(&self) -> Option<i64> {
        self.changed_at_ms
    }

    /// How many principals it knows.
    pub fn principal_count(&self) -> usize {
        self.principals.len()
    }

    /// The databases, in no order.
    pub fn instances(&self) -> impl Iterator<Item = &InstanceDocument> {
        self.instances.values().map(|instance| &instance.document)
    }

    /// The database with this resource id.
    pub fn instance(&self, resource_id: &str) -> Option<&InstanceDocument> {
        self.instances
            .get(resource_id)
            .map(|instance| &instance.document)
    }

    pub(super) fn served(&self, resource_id: &str) -> Option<&Instance> {
        self.instances.get(resource_id)
    }

    pub(super) fn served_all(&self) -> impl Iterator<Item = &Instance> {
        self.instances.values()
    }

    pub(super) fn entities(&self) -> impl Iterator<Item = &Entity> {
        self.principals.values().map(|entity| &**entity)
    }

    pub(super) fn access_key(&self, id: &str) -> Option<&AccessKey> {
        self.access_keys.get(id)
    }

    pub(super) fn entity(&self, id: &str) -> Option<&Arc<Entity>> {
        self.principals.get(id)
    }

    pub(super) fn managed_policy(&self, arn: &str) -> Option<&NamedPolicy> {
        self.managed_policies.get(arn)
    }
}

/// The compiled policies by number, and which of them are managed.
struct Policies {
    compiled: HashMap<PolicyId, (PolicyOrigin, NamedPolicy)>,
}

impl Policies {
    fn compile(document: &SnapshotDocument) -> Result<Self, SnapshotError> {
        let mut names = std::collections::HashSet::new();
        let mut compiled = HashMap::with_capacity(document.policies.len());
        for (id, policy) in &document.policies {
            if !names.insert(policy.name.as_str()) {
                return Err(twice("policy", &policy.name));
            }
            let parsed =
                Policy::parse(&policy.text, policy_kind(policy.kind)).map_err(|source| {
                    SnapshotError::Policy {
                        name: policy.name.clone(),
                        source,
                    }
                })?;
            let named = NamedPolicy::new(policy.name.as_str(), Arc::new(parsed));
            compiled.insert(*id, (policy.kind, named));
        }
        Ok(Self { compiled })
    }

    fn one(&self, id: PolicyId, of: impl FnOnce() -> String) -> Result<NamedPolicy, SnapshotError> {
        let found = self.compiled.get(&id).map(|(_, named)| named.clone());
        found.ok_or_else(|| SnapshotError::UnknownPolicy { of: of(), id })
    }

    fn many(
        &self,
        ids: &[PolicyId],
        of: impl Fn() -> String,
    ) -> Result<Vec<NamedPolicy>, SnapshotError> {
        ids.iter().map(|id| self.one(*id, &of)).collect()
    }

    fn levels(&self, levels: &[Vec<PolicyId>]) -> Result<Vec<Vec<NamedPolicy>>, SnapshotError> {
        let of = || "a level of service control policies".to_owned();
        levels.iter().map(|ids| self.many(ids, of)).collect()
    }

    fn managed(self) -> HashMap<String, NamedPolicy> {
        self.compiled
            .into_values()
            .filter(|(origin, _)| *origin == PolicyOrigin::Managed)
            .map(|(_, named)| (named.name.as_str().to_owned(), named))
            .collect()
    }
}

fn policy_kind(origin: PolicyOrigin) -> PolicyKind {
    match origin {
        PolicyOrigin::Managed => PolicyKind::Managed,
        PolicyOrigin::UserInline => PolicyKind::UserInline,
        PolicyOrigin::GroupInline => PolicyKind::GroupInline,
        PolicyOrigin::RoleInline => PolicyKind::RoleInline,
        PolicyOrigin::Scp => PolicyKind::Scp,
    }
}

fn instances(documents: Vec<InstanceDocument>) -> Result<HashMap<String, Instance>, SnapshotError> {
    let mut instances = HashMap::with_capacity(documents.len());
    for document in documents {
        let id = document.resource_id.clone();
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        if id.is_empty() || !id.bytes().all(plain) {
            return Err(SnapshotError::ResourceId(id));
        }
        let endpoints = document.endpoints.iter().map(|endpoint| Endpoint {
            host: endpoint.host.to_ascii_lowercase(),
            port: endpoint.port,
        });
        let instance = Instance {
            endpoints: endpoints.collect(),
            tags: document.tags.clone().into_iter().collect(),
            document,
        };
        if instances.insert(id.clone(), instance).is_some() {
            return Err(twice("instance", &id));
        }
    }
    Ok(instances)
}

fn principals(
    account_id: &str,
    documents: Vec<PrincipalDocument>,
    policies: &Policies,
) -> Result<HashMap<String, Arc<Entity>>, SnapshotError> {
    let mut principals = HashMap::with_capacity(documents.len());
    for document in documents {
        let id = document.id.clone();
        let entity = Arc::new(entity(account_id, document, policies)?);
        if principals.insert(id.clone(), entity).is_some() {
            return Err(twice("principal", &id));
        }
    }
    Ok(principals)
}

fn entity(
    account_id: &str,
    document: PrincipalDocument,
    policies: &Policies,
) -> Result<Entity, SnapshotError> {
    let of = || format!("principal `{}`", document.arn);
    check_arn(account_id, &document)?;
    let attached = policies.many(&document.policies, of)?;
    let boundary = document
        .boundary
        .map(|id| policies.one(id, of))
        .transpose()?;
    let principal = match document.kind {
        EntityKind::Root => Principal {
            arn: document.arn,
            ..Principal::root("", account_id)
        },
        EntityKind::User | EntityKind::Role => Principal::user(&document.arn),
    };
    Ok(Entity {
        principal: principal.with_id(&document.id),
        id: document.id,
        kind: document.kind,
        name: document.name,
        tags: document.tags.into_iter().collect(),
        policies: attached.into(),
        boundary,
    })
}

/// An ARN decides what policies say about a principal, so it must be of its kind and account.
fn check_arn(account_id: &str, document: &PrincipalDocument) -> Result<(), SnapshotError> {
    let arn = Arn::parse(&document.arn).map_err(|source| SnapshotError::Arn {
        id: document.id.clone(),
        source,
    })?;
    let resource = arn.resource();
    let of_kind = match document.kind {
        EntityKind::User => resource.starts_with("user/"),
        EntityKind::Role => resource.starts_with("role/"),
        EntityKind::Root => resource == "root",
    };
    if of_kind && arn.service() == "iam" && arn.account() == account_id {
        return Ok(());
    }
    Err(SnapshotError::ArnOfAnother {
        id: document.id.clone(),
        kind: document.kind,
        account_id: account_id.to_owned(),
        arn: document.arn.clone(),
    })
}

fn access_keys(
    documents: Vec<AccessKeyDocument>,
    principals: &HashMap<String, Arc<Entity>>,
) -> Result<HashMap<String, AccessKey>, SnapshotError> {
    let mut access_keys = HashMap::with_capacity(documents.len());
    for document in documents {
        let key = document.id.clone();
        if access_keys
            .insert(document.id.clone(), access_key(document, principals)?)
            .is_some()
        {
            return Err(twice("access key", &key));
        }
    }
    Ok(access_keys)
}

fn access_key(
    document: AccessKeyDocument,
    principals: &HashMap<String, Arc<Entity>>,
) -> Result<AccessKey, SnapshotError> {
    let count = document.signing_keys.len();
    if count > MAX_KEY_DATES {
        return Err(SnapshotError::TooManyKeys {
            key: document.id,
            count,
        });
    }
    match principals
        .get(&document.principal)
        .filter(|owner| owner.kind != EntityKind::Role)
    {
        Some(owner) => Ok(AccessKey {
            owner: Arc::clone(owner),
            status: document.status,
            signing_keys: document.signing_keys.into(),
        }),
        None => Err(SnapshotError::Owner {
            key: document.id,
            owner: document.principal,
        }),
    }
}

fn twice(what: &'static str, id: &str) -> SnapshotError {
    SnapshotError::Twice {
        what,
        id: id.to_owned(),
    }
}
