//! Follows the store, and has ready what each agent is to be sent.

use std::sync::Arc;
use std::time::Duration;

use seal::AgentName;
use store::{ReadError, Revision};
use tokio::sync::watch;
use tokio::time::{Instant, sleep};

use super::news::{News, Reader};
use super::presence::Presence;
use super::published::{Novelty, Published};
use super::snapshot::{SnapshotError, SnapshotMaker};
use super::source::Source;

/// A snapshot is published again this often even when nothing changes: its end and its days move on.
const REFRESH: Duration = Duration::from_secs(10 * 60);

/// How long an API call waits for this host's agent before it answers all the same.
const IN_FORCE_LIMIT: Duration = Duration::from_secs(2);

/// Before the store is read again after it could not be.
const PAUSE: Duration = Duration::from_secs(1);

/// Publishes.
#[derive(Debug)]
pub struct Publisher {
    latest: watch::Sender<Option<Arc<Published>>>,
    reached: watch::Sender<Reached>,
    presence: Arc<Presence>,
}

/// Why nothing was published.
#[derive(Debug, thiserror::Error)]
enum PublishError {
    #[error("the state could not be read")]
    Read(#[source] ReadError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

/// How far the publisher has come.
#[derive(Debug, Default, Clone, Copy)]
struct Reached {
    /// The state at this revision...
    read: u64,
    /// ...is what the snapshot of this one shows: what came in between concerns no agent.
    published: u64,
}

impl Publisher {
    /// A publisher for agents that come and go in `presence`.
    pub fn new(presence: Arc<Presence>) -> Self {
        Self {
            latest: watch::Sender::new(None),
            reached: watch::Sender::default(),
            presence,
        }
    }

    /// Publishes every change of the store that concerns agents, until the task is dropped.
    pub async fn run(&self, source: &Source) {
        let mut maker =
            SnapshotMaker::new(&source.account, &source.keyring, &source.endpoint_hosts);
        let mut reader = Reader::of(&source.store);
        loop {
            let told = match reader.next(self.refresh_at()).await {
                Ok(news) => self.take_in(&news, source, &mut maker),
                Err(error) => Err(PublishError::Read(error)),
            };
            if let Err(error) = told {
                tracing::error!(%error, "no snapshot: agents go on with the one they have");
                maker.start_over();
                sleep(PAUSE).await;
            }
        }
    }

    fn refresh_at(&self) -> Instant {
        let latest = self.latest.borrow();
        latest
            .as_ref()
            .map_or_else(Instant::now, |known| known.at())
            + REFRESH
    }

    fn take_in(
        &self,
        news: &News,
        source: &Source,
        maker: &mut SnapshotMaker<'_>,
    ) -> Result<(), PublishError> {
        let latest = self.latest.borrow().clone();
        let known = latest.filter(|known| known.at().elapsed() < REFRESH);
        let (published, novelty) = Published::make(maker, news, source, known.as_deref())?;
        let read = published.revision();
        if novelty == Novelty::Something {
            self.presence.keep(|name| published.knows(name));
            self.presence.publish(read);
            self.latest.send_replace(Some(Arc::new(published)));
        }
        self.reached.send_modify(|reached| {
            reached.read = read;
            if novelty == Novelty::Something {
                reached.published = read;
            }
        });
        Ok(())
    }

    /// Waits until `revision` is read and published, so that an agent that connects from now on begins
    /// with it, and until the agent of this host, if it is here, has it in force. An agent that is stuck
    /// does not hold a call up for longer than two seconds. Agents on other hosts are not waited for: a
    /// lost host or a slow line would hold up every call.
    pub async fn in_force(&self, revision: Revision) {
        let wanted = revision.as_u64();
        let mut reached = self.reached.subscribe();
        let here = async {
            let is_read = reached.wait_for(|reached| reached.read >= wanted).await;
            if let Ok(published) = is_read.map(|reached| reached.published) {
                self.presence.in_force(&AgentName::local(), published).await;
            }
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
