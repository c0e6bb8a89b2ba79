//! Follows the store, signs what agents need, and knows how far each agent is.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use seal::feed::ToAgent;
use seal::{SERVING_FORMAT, ServedSocket, ServingDocument, Signer};
use store::{Embedded, Revision, Store as _};
use tokio::sync::watch;

use super::snapshot::{SnapshotError, SnapshotMaker};
use crate::account::Account;
use crate::clock::Clock;
use crate::keyring::Keyring;
use crate::state::{AttachedServer, Server, State, Status, servers};

/// A snapshot is made anew this often even when nothing changes: its end and its days move on.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// How long an API call waits for connected agents before it answers all the same.
const IN_FORCE_LIMIT: Duration = Duration::from_secs(2);

/// Which sockets the agent of this host serves, and for whom.
#[derive(Debug, Clone)]
pub struct Served {
    /// Where the sockets are.
    pub folder: PathBuf,
    /// The user that database servers run as.
    pub peer_uid: u32,
    /// Its group, where it is another user than the agent's.
    pub peer_gid: Option<u32>,
}

/// What was published last.
#[derive(Debug, Clone)]
pub(super) struct Published {
    revision: u64,
    /// Signed.
    pub(super) messages: Arc<[ToAgent]>,
}

/// Signs and publishes.
#[derive(Debug)]
pub struct Publisher {
    latest: watch::Sender<Option<Published>>,
    acknowledged: watch::Sender<BTreeMap<u64, u64>>,
}

/// What a publisher works with.
pub struct Source {
    /// The state.
    pub store: Arc<Embedded>,
    /// Whose state it is.
    pub account: Account,
    /// Opens secrets, to derive keys from them.
    pub keyring: Arc<Keyring>,
    /// Signs what agents believe.
    pub signer: Signer,
    /// Names that tokens may be signed for.
    pub endpoint_hosts: Vec<String>,
    /// The sockets of this host.
    pub served: Served,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl Default for Publisher {
    fn default() -> Self {
        Self {
            latest: watch::Sender::new(None),
            acknowledged: watch::Sender::new(BTreeMap::new()),
        }
    }
}

impl Publisher {
    /// Publishes every change of the store until the task is dropped.
    pub async fn run(&self, source: &Source) {
        let mut maker =
            SnapshotMaker::new(&source.account, &source.keyring, &source.endpoint_hosts);
        let mut revision = Revision::from_u64(0);
        loop {
            match source.store.read().await {
                Ok(view) => {
                    revision = view.revision();
                    self.publish(source, &mut maker, &State::new(view));
                }
                Err(error) => tracing::error!(%error, "the state could not be read for the agents"),
            }
            let mut changes = source.store.watch(revision);
            tokio::select! {
                _ = changes.next() => {}
                () = tokio::time::sleep(REFRESH) => {}
            }
        }
    }

    fn publish(&self, source: &Source, maker: &mut SnapshotMaker<'_>, state: &State) {
        match signed(source, maker, state) {
            Ok(messages) => {
                let revision = state.revision().as_u64();
                let published = Published { revision, messages };
                self.latest.send_replace(Some(published));
            }
            Err(error) => {
                tracing::error!(%error, "no snapshot: agents go on with the one they have");
            }
        }
    }

    /// Waits until `revision` is published, so that an agent that connects from now on begins with it,
    /// and until every connected agent has it in force. Agents that are slow or stuck do not hold a
    /// call up for longer than two seconds; agents that are away catch up when they come.
    pub async fn in_force(&self, revision: Revision) {
        let wanted = revision.as_u64();
        let everywhere = async {
            let is_published = |latest: &Option<Published>| {
                latest
                    .as_ref()
                    .is_some_and(|published| published.revision >= wanted)
            };
            let _ = self.latest.subscribe().wait_for(is_published).await;
            let mut agents = self.acknowledged.subscribe();
            let _ = agents
                .wait_for(|agents| agents.values().all(|at| *at >= wanted))
                .await;
        };
        if tokio::time::timeout(IN_FORCE_LIMIT, everywhere)
            .await
            .is_err()
        {
            tracing::warn!(
                revision = wanted,
                "a change is not in force everywhere in time"
            );
        }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Option<Published>> {
        self.latest.subscribe()
    }

    pub(super) fn acknowledge(&self, agent: u64, revision: u64) {
        self.acknowledged.send_modify(|agents| {
            let at = agents.entry(agent).or_default();
            *at = revision.max(*at);
        });
    }

    pub(super) fn forget(&self, agent: u64) {
        self.acknowledged.send_modify(|agents| {
            agents.remove(&agent);
        });
    }
}

#[derive(Debug, thiserror::Error)]
enum PublishError {
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error(transparent)]
    Sign(#[from] seal::SignError),
}

fn signed(
    source: &Source,
    maker: &mut SnapshotMaker<'_>,
    state: &State,
) -> Result<Arc<[ToAgent]>, PublishError> {
    let now = source.clock.now();
    let changed_at_ms = now.as_unix().checked_mul(1000);
    let snapshot = maker.make(state, now, changed_at_ms)?;
    let serving = serving(source, state).map_err(SnapshotError::from)?;
    // The snapshot first: a socket that opens answers by it.
    Ok(Arc::new([
        ToAgent::Snapshot(source.signer.sign_snapshot(&snapshot)?),
        ToAgent::Serving(source.signer.sign_serving(&serving)?),
    ]))
}

fn serving(source: &Source, state: &State) -> Result<ServingDocument, crate::state::StateError> {
    let sockets = servers(state)?
        .into_values()
        .filter(|server| server.status != Status::Deleting)
        .map(|server| served_socket(&source.served, server))
        .collect();
    Ok(ServingDocument {
        format: SERVING_FORMAT,
        revision: state.revision().as_u64(),
        sockets,
    })
}

/// A server of ours runs as one user, one of somebody's own as another.
fn served_socket(served: &Served, server: Server) -> ServedSocket {
    let path = served.folder.join(format!("{}.sock", server.resource_id));
    let (peer_uid, peer_gid) = match server.attached.as_deref() {
        Some(AttachedServer {
            server_uid,
            server_gid,
            ..
        }) => (*server_uid, Some(*server_gid)),
        None => (served.peer_uid, served.peer_gid),
    };
    ServedSocket {
        resource_id: server.resource_id,
        path,
        peer_uid,
        peer_gid,
    }
}
