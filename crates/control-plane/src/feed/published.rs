//! What was published last, and the part of it that each agent may have.

use std::collections::{BTreeMap, HashMap, HashSet};

use iam::login::{EntityKind, PolicyId, SnapshotDocument};
use seal::feed::{Keys, ToAgent};
use seal::{AgentName, SERVING_FORMAT, ServedSocket, ServingDocument, SignError, Signer};
use sigv4::Timestamp;
use store::Revision;
use tokio::time::Instant;

use super::admission::Standing;
use super::news::News;
use super::snapshot::{Everything, SnapshotError, SnapshotMaker};
use super::source::{Served, Source};
use crate::state::{Agent, AgentCertificate, AttachedServer, Server, State, Status, servers};

/// Everything at one revision. What an agent is sent is made from it when that agent is sent it: one
/// that is away costs nothing, and one that is slow skips what is over.
pub(super) struct Published {
    at: Instant,
    everything: Everything,
    hosts: BTreeMap<AgentName, Hosted>,
    keys: Keys,
    signer: Signer,
}

/// Whether agents have something to learn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Novelty {
    /// They know it all.
    Nothing,
    /// They do not.
    Something,
}

/// What there is of one agent.
#[derive(Debug, Default, PartialEq, Eq)]
struct Hosted {
    /// That of its record: an agent waits for what is not older.
    revision: Option<Revision>,
    /// Those that count; none for the agent beside the control plane.
    certificates: Vec<AgentCertificate>,
    sockets: Vec<ServedSocket>,
    /// Resource ids of its databases, those without a socket too.
    databases: HashSet<String>,
}

impl std::fmt::Debug for Published {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Published")
            .field("revision", &self.revision())
            .finish_non_exhaustive()
    }
}

impl Published {
    /// What there is to know after `news`, and whether it is something else than `before` says.
    pub(super) fn make(
        maker: &mut SnapshotMaker<'_>,
        news: &News,
        source: &Source,
        before: Option<&Self>,
    ) -> Result<(Self, Novelty), SnapshotError> {
        let now = source.clock.now();
        let (everything, altered) = maker.make(news, now)?;
        let published = Self {
            at: Instant::now(),
            everything,
            hosts: hosts(&news.state, &source.served)?,
            keys: source.session_tokens.keys(&news.state, now)?,
            signer: source.signer.clone(),
        };
        let is_known = altered.is_empty() && before.is_some_and(|known| published.is_as(known));
        let novelty = match is_known {
            true => Novelty::Nothing,
            false => Novelty::Something,
        };
        Ok((published, novelty))
    }

    /// Whether all but the parts is the same.
    fn is_as(&self, other: &Self) -> bool {
        let (ours, theirs) = (&self.everything.instances, &other.everything.instances);
        ours == theirs && self.hosts == other.hosts && self.keys == other.keys
    }

    pub(super) fn revision(&self) -> u64 {
        self.everything.revision
    }

    /// When it was published.
    pub(super) fn at(&self) -> Instant {
        self.at
    }

    pub(super) fn knows(&self, agent: &AgentName) -> bool {
        self.hosts.contains_key(agent)
    }

    /// Whether this agent decides the logins of this database.
    pub(super) fn decides(&self, agent: &AgentName, resource_id: &str) -> bool {
        let host = self.hosts.get(agent);
        host.is_some_and(|host| host.databases.contains(resource_id))
    }

    /// How the agent stands that has shown the certificate with this serial number.
    pub(super) fn standing(&self, agent: &AgentName, serial: &str, now: Timestamp) -> Standing {
        let host = self.hosts.get(agent);
        let certificates = host.map(|host| host.certificates.as_slice());
        Standing::of(certificates, serial, now)
    }

    /// What `agent` is to be sent, to whom `before` was sent: its own databases, and the keys of those
    /// who may log in to them.
    pub(super) fn messages(
        &self,
        agent: &AgentName,
        before: Option<&Self>,
    ) -> Result<Vec<ToAgent>, SignError> {
        let nothing = Hosted::default();
        let host = self.hosts.get(agent).unwrap_or(&nothing);
        let mut messages = Vec::new();
        // The keys first: a session of today may need them. The sockets last: they answer by the
        // snapshot.
        if before.is_none_or(|before| before.keys != self.keys) {
            messages.push(ToAgent::Keys(self.keys.clone()));
        }
        let snapshot = self.signer.sign_snapshot(&self.snapshot(host), agent)?;
        messages.push(ToAgent::Snapshot(snapshot));
        let known = before.and_then(|before| before.hosts.get(agent));
        if known.is_none_or(|known| known.sockets != host.sockets) {
            let serving = ServingDocument {
                format: SERVING_FORMAT,
                revision: self.revision(),
                sockets: host.sockets.clone(),
            };
            messages.push(ToAgent::Serving(self.signer.sign_serving(&serving, agent)?));
        }
        Ok(messages)
    }

    fn snapshot(&self, host: &Hosted) -> SnapshotDocument {
        let mut snapshot = self.everything.document();
        let is_here = |resource_id: &str| host.databases.contains(resource_id);
        snapshot
            .instances
            .retain(|instance| is_here(&instance.resource_id));
        let connecting = self.connecting(host);
        let connects: HashMap<&str, bool> = snapshot
            .principals
            .iter()
            .map(|principal| {
                let may = match principal.kind {
                    // No policy is asked for the root.
                    EntityKind::Root => !host.databases.is_empty(),
                    _ => principal.policies.iter().any(|id| connecting.contains(id)),
                };
                (principal.id.as_str(), may)
            })
            .collect();
        for key in &mut snapshot.access_keys {
            if connects.get(key.principal.as_str()) != Some(&true) {
                key.signing_keys.clear();
            }
        }
        snapshot
    }

    /// The policies that could let somebody log in to a database of this host.
    fn connecting(&self, host: &Hosted) -> HashSet<PolicyId> {
        let policies = self.everything.policies.iter();
        policies
            .filter(|(_, policy)| host.databases.iter().any(|id| policy.reach.covers(id)))
            .map(|(number, _)| *number)
            .collect()
    }
}

fn hosts(
    state: &State,
    served: &Served,
) -> Result<BTreeMap<AgentName, Hosted>, crate::state::StateError> {
    let mut hosts = BTreeMap::from([(AgentName::local(), Hosted::default())]);
    for agent in state.all::<Agent>() {
        let agent = agent?;
        let revision = Some(agent.revision());
        let Agent {
            name, certificates, ..
        } = agent.record;
        let host = Hosted {
            revision,
            certificates,
            ..Hosted::default()
        };
        hosts.insert(name, host);
    }
    let servers = servers(state)?.into_values();
    for server in servers.filter(|server| server.status != Status::Deleting) {
        let agent = server.agent();
        // A server whose agent was removed is served by nobody.
        if let Some(host) = hosts.get_mut(&agent) {
            host.databases.insert(server.resource_id.clone());
            host.sockets.extend(socket(served, &agent, server));
        }
    }
    Ok(hosts)
}

/// A server of ours runs as one user, one of somebody's own as another, and one that is not installed
/// any more not at all. Where sockets are on another host, its agent knows.
fn socket(served: &Served, agent: &AgentName, server: Server) -> Option<ServedSocket> {
    let file = format!("{}.sock", server.resource_id);
    let (peer_uid, peer_gid) = match server.attached.as_deref() {
        Some(AttachedServer {
            server_uid,
            server_gid,
            ..
        }) => (*server_uid, Some(*server_gid)),
        None => {
            let user = served.peers.of(server.product)?;
            (user.uid(), user.is_apart().then(|| user.gid()))
        }
    };
    Some(ServedSocket {
        resource_id: server.resource_id,
        path: match agent.is_local() {
            true => served.folder.join(file),
            false => file.into(),
        },
        peer_uid,
        peer_gid,
    })
}
