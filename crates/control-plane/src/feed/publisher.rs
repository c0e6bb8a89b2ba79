//! Follows the store, and has ready what each agent is to be sent.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use seal::{AgentName, Signer};
use store::{Change, Embedded, Revision, Store as _, Watch};
use tokio::sync::watch;

use super::presence::Presence;
use super::published::Published;
use super::snapshot::{SnapshotError, SnapshotMaker};
use crate::account::Account;
use crate::clock::Clock;
use crate::engines::Peers;
use crate::keyring::Keyring;
use crate::last_use::LastUse;
use crate::session_tokens::SessionTokens;
use crate::state::{AuditEvent, Record as _, State};

/// A snapshot is made anew this often even when nothing changes: its end and its days move on.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// How long an API call waits for this host's agent before it answers all the same.
const IN_FORCE_LIMIT: Duration = Duration::from_secs(2);

/// Records that no agent learns of, and that alone make no snapshot.
const UNTOLD: [&str; 2] = [AuditEvent::PREFIX, LastUse::PREFIX];

/// Which sockets the agent of this host serves, and for whom.
#[derive(Debug, Clone)]
pub struct Served {
    /// Where the sockets are.
    pub(super) folder: PathBuf,
    /// The users that database servers run as.
    pub(super) peers: Peers,
}

impl Served {
    /// The sockets in this folder, for these users.
    pub(crate) fn at(folder: PathBuf, peers: Peers) -> Self {
        Self { folder, peers }
    }
}

/// Publishes.
#[derive(Debug)]
pub struct Publisher {
    latest: watch::Sender<Option<Arc<Published>>>,
    presence: Arc<Presence>,
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
    /// Knows what opens session tokens.
    pub session_tokens: Arc<SessionTokens>,
    /// Names that tokens may be signed for.
    pub endpoint_hosts: Vec<String>,
    /// The sockets of this host.
    pub served: Served,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Source")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Passes when something changed that agents must know, or when everything is to be read anew.
async fn news(changes: &mut Watch) {
    let untold = |change: &Change| UNTOLD.iter().any(|prefix| change.key().starts_with(prefix));
    while let Ok(batch) = changes.next().await {
        if !batch.changes.iter().all(untold) {
            return;
        }
    }
}

impl Publisher {
    /// A publisher for agents that come and go in `presence`.
    pub fn new(presence: Arc<Presence>) -> Self {
        Self {
            latest: watch::Sender::new(None),
            presence,
        }
    }

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
                () = news(&mut changes) => {}
                () = tokio::time::sleep(REFRESH) => {}
            }
        }
    }

    fn publish(&self, source: &Source, maker: &mut SnapshotMaker<'_>, state: &State) {
        let now = source.clock.now();
        let made = source
            .session_tokens
            .keys(state, now)
            .map_err(SnapshotError::from)
            .and_then(|keys| {
                Published::make(maker, state, &source.served, &source.signer, keys, now)
            });
        match made {
            Ok(published) => {
                self.presence.keep(|name| published.knows(name));
                self.presence.publish(published.revision());
                self.latest.send_replace(Some(Arc::new(published)));
            }
            Err(error) => {
                tracing::error!(%error, "no snapshot: agents go on with the one they have");
            }
        }
    }

    /// Waits until `revision` is published, so that an agent that connects from now on begins with it,
    /// and until the agent of this host, if it is here, has it in force. An agent that is stuck does not
    /// hold a call up for longer than two seconds. Agents on other hosts are not waited for: a lost
    /// host or a slow line would hold up every call.
    pub async fn in_force(&self, revision: Revision) {
        let wanted = revision.as_u64();
        let here = async {
            let is_published = |latest: &Option<Arc<Published>>| {
                latest
                    .as_ref()
                    .is_some_and(|published| published.revision() >= wanted)
            };
            let _ = self.latest.subscribe().wait_for(is_published).await;
            self.presence.in_force(&AgentName::local(), wanted).await;
        };
        if tokio::time::timeout(IN_FORCE_LIMIT, here).await.is_err() {
            tracing::warn!(revision = wanted, "a change is not in force here in time");
        }
    }

    pub(super) fn presence(&self) -> &Presence {
        &self.presence
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Option<Arc<Published>>> {
        self.latest.subscribe()
    }
}
