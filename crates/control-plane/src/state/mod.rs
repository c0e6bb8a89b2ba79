//! The control plane's state: typed records over the store.
//!
//! Reading and writing are separate values. A [`State`] is everything at one revision and never
//! changes; [`Changes`] is what shall be different, and expects that everything it was decided on is
//! still so. Deciding ("what does this call answer and change?") is therefore a pure function from one
//! to the other, and the dispatcher runs it again when the store has moved on meanwhile.

mod agents;
mod changes;
mod kept;
mod members;
mod places;
mod rds;
mod records;
mod session_keys;

use store::{Entry, Revision, View};

pub use agents::{Agent, AgentCertificate, AgentInvitation};
pub use changes::Changes;
pub use kept::{Kept, ServerlessV2};
pub use members::members;
pub use places::{MOST_SERVERS, ServerPlace, servers};
pub use rds::{
    AttachedServer, Cluster, ClusterEndpoint, ClusterParameterGroup, DbParameterGroup, Endpoint,
    Event, EventSource, Instance, InstanceBacking, Member, NewServer, OptionGroup, ParameterGroup,
    Parameters, PendingChanges, Server, ServerTrust, Status, SubnetGroup, VerifiedBy,
};
pub use records::{
    AccessKey, AccountAlias, Attachment, AuditEvent, CredentialReport, Entity, EntityId, Group,
    InstanceProfile, KeyOwner, ManagedPolicy, Membership, OidcProvider, PolicyVersion, Record,
    Role, RoleDeletion, Tags, UnixSeconds, User,
};
pub use session_keys::SessionKeys;

/// Everything, as of one revision.
#[derive(Debug, Clone)]
pub struct State {
    view: View,
}

/// A record as it was read, with the revision that wrote it.
#[derive(Debug, Clone)]
pub struct Stored<R> {
    /// The record.
    pub record: R,
    pub(in crate::state) key: String,
    pub(in crate::state) revision: Revision,
}

impl<R> Stored<R> {
    /// The revision that wrote it.
    pub fn revision(&self) -> Revision {
        self.revision
    }
}

impl<R> std::ops::Deref for Stored<R> {
    type Target = R;

    fn deref(&self) -> &R {
        &self.record
    }
}

/// A record that does not read.
#[derive(Debug, thiserror::Error)]
#[error("the record `{key}` is damaged")]
pub struct StateError {
    /// Where it is.
    pub key: String,
    #[source]
    source: serde_json::Error,
}

impl State {
    /// The state that `view` holds.
    pub fn new(view: View) -> Self {
        Self { view }
    }

    /// The revision this is the state at.
    pub fn revision(&self) -> Revision {
        self.view.revision()
    }

    /// The record with this id; for named records the name in any case.
    pub fn get<R: Record>(&self, id: &str) -> Result<Option<Stored<R>>, StateError> {
        let key = R::PREFIX.to_owned() + &id.to_lowercase();
        self.view.get(&key).map(|entry| read(entry)).transpose()
    }

    /// What is stored under keys that begin with `prefix`, of whatever kind.
    pub fn keys(&self, prefix: &'static str) -> impl Iterator<Item = Stored<()>> + use<'_> {
        self.view.list(prefix).map(|entry| Stored {
            record: (),
            key: entry.key.clone(),
            revision: entry.mod_revision,
        })
    }

    /// The access key with this id. Ids are compared as they are written.
    pub fn access_key(&self, id: &str) -> Result<Option<Stored<AccessKey>>, StateError> {
        let key = AccessKey::PREFIX.to_owned() + id;
        self.view.get(&key).map(|entry| read(entry)).transpose()
    }

    /// How many records of a kind there are.
    pub fn count<R: Record>(&self) -> usize {
        self.view.list(R::PREFIX).count()
    }

    /// All records of a kind, in the order of their keys.
    pub fn all<R: Record>(
        &self,
    ) -> impl Iterator<Item = Result<Stored<R>, StateError>> + use<'_, R> {
        self.under::<R>("")
    }

    /// The records of a kind whose id begins with `start`, in the order of their keys.
    pub fn under<R: Record>(
        &self,
        start: &str,
    ) -> impl Iterator<Item = Result<Stored<R>, StateError>> + use<'_, R> {
        let prefix = R::PREFIX.to_owned() + &start.to_lowercase();
        self.view.list(&prefix).map(|entry| read(entry))
    }

    /// The records of a kind behind the one with this id, in the order of their keys. What is not
    /// taken is not even read.
    pub fn after<R: Record>(
        &self,
        id: &str,
    ) -> impl Iterator<Item = Result<Stored<R>, StateError>> + use<'_, R> {
        let after = R::PREFIX.to_owned() + &id.to_lowercase();
        let entries = self.view.list_after(R::PREFIX, Some(&after));
        entries.map(|entry| read(entry))
    }
}

/// Whatever is stored somewhere, unread.
impl Stored<()> {
    /// Where it is.
    pub fn key(&self) -> &str {
        &self.key
    }
}

fn read<R: Record>(entry: &Entry) -> Result<Stored<R>, StateError> {
    let record = serde_json::from_slice(&entry.value).map_err(|source| StateError {
        key: entry.key.clone(),
        source,
    })?;
    Ok(Stored {
        record,
        key: entry.key.clone(),
        revision: entry.mod_revision,
    })
}
