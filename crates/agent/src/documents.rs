//! What the control plane sends: verified, never older than what is there, kept on disk, in force.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use iam::login::{Snapshot, SnapshotError};
use seal::{AgentName, ServingDocument, SignedError};
use tokio::sync::{Mutex, Notify};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::decider::Decider;
use crate::membership::Membership;
use crate::sockets::Sockets;
use crate::state::{StateDir, StateError};
use crate::switches::Switches;

pub(crate) const SNAPSHOT_FILE: &str = "snapshot";
const SERVING_FILE: &str = "serving";

/// How long a start waits for a control plane that can be reached and says nothing.
const FIRST_WORD_LIMIT: Duration = Duration::from_secs(2);

/// Why a document does not come into force. What was in force before still is.
#[derive(Debug, thiserror::Error)]
pub(crate) enum DocumentError {
    #[error(transparent)]
    Signed(#[from] SignedError),
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
    #[error(
        "the {what} has revision {offered}, older than {held}, which this agent has: somebody replays \
         it, or the control plane was restored from a backup; if it was, stop the agent, remove \
         `snapshot` and `serving` from its state directory and start it again"
    )]
    Older {
        what: &'static str,
        offered: u64,
        held: u64,
    },
    #[error("reading the {what} panicked")]
    Panicked { what: &'static str },
}

/// A document that is in force now.
pub(crate) struct InForce {
    pub(crate) revision: u64,
    /// Parts that could not be done, one sentence each.
    pub(crate) problems: Vec<String>,
}

/// Takes documents in, from the feed and at the start from the disk.
pub(crate) struct Documents {
    membership: Arc<Membership>,
    state: Arc<StateDir>,
    decider: Arc<Decider>,
    sockets: Mutex<Sockets>,
    serving: Mutex<Option<ServingDocument>>,
    switches: Arc<Switches>,
    first_word: Notify,
}

impl Documents {
    pub(crate) fn new(
        membership: Arc<Membership>,
        state: StateDir,
        decider: Arc<Decider>,
        sockets: Sockets,
        switches: Arc<Switches>,
    ) -> Self {
        Self {
            membership,
            state: Arc::new(state),
            decider,
            sockets: Mutex::new(sockets),
            serving: Mutex::new(None),
            switches,
            first_word: Notify::new(),
        }
    }

    /// Whose documents these are.
    pub(crate) fn agent_name(&self) -> &AgentName {
        self.membership.name()
    }

    /// Puts in force the snapshot that was in force when the agent ran last. A file that cannot be
    /// used is left where it is and logged: the feed brings another one.
    pub(crate) async fn load_snapshot(&self) {
        match self.state.load(SNAPSHOT_FILE) {
            Ok(Some(bytes)) => log_unusable("snapshot", self.read_snapshot(bytes, None).await),
            Ok(None) => tracing::info!("no snapshot yet: every login is refused until one arrives"),
            Err(error) => tracing::error!(%error, "cannot read the snapshot"),
        }
    }

    /// Opens the sockets that were open when the agent ran last. Not before the control plane said
    /// what changed since, if it can be reached: until then, a login would be decided by what may be
    /// over.
    pub(crate) async fn reopen_sockets(&self) {
        let _ = timeout(FIRST_WORD_LIMIT, self.first_word.notified()).await;
        self.load_serving().await;
    }

    /// The control plane has spoken, or cannot.
    pub(crate) fn nothing_to_wait_for(&self) {
        self.first_word.notify_one();
    }

    /// Unless the feed has said already which sockets to open.
    async fn load_serving(&self) {
        if self.serving.lock().await.is_some() {
            return;
        }
        match self.state.load(SERVING_FILE) {
            Ok(Some(bytes)) => log_unusable("serving list", self.read_serving(&bytes).await),
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "cannot read the serving list"),
        }
    }

    /// Revisions of what is in force.
    pub(crate) async fn held(&self) -> (Option<u64>, Option<u64>) {
        let snapshot = self.decider.snapshot().map(|snapshot| snapshot.revision());
        let serving = self
            .serving
            .lock()
            .await
            .as_ref()
            .map(|document| document.revision);
        (snapshot, serving)
    }

    /// The sockets that are open.
    pub(crate) async fn served(&self) -> Vec<seal::ServedSocket> {
        self.sockets.lock().await.served().cloned().collect()
    }

    /// Closes all sockets and removes their files.
    pub(crate) async fn close(&self) {
        self.sockets.lock().await.serve(&[]).await;
    }

    /// A snapshot from the feed.
    pub(crate) async fn apply_snapshot(
        &self,
        bytes: Zeroizing<Vec<u8>>,
    ) -> Result<InForce, DocumentError> {
        let mut applied = self.read_snapshot(bytes, Some(&self.state)).await;
        if let Ok(applied) = &mut applied {
            applied.problems.extend(self.switches.follow().await);
        }
        self.count(&applied);
        self.nothing_to_wait_for();
        applied
    }

    /// A serving list from the feed.
    pub(crate) async fn apply_serving(&self, bytes: &[u8]) -> Result<InForce, DocumentError> {
        let mut applied = self.read_serving(bytes).await;
        if let Ok(applied) = &mut applied {
            applied.problems.extend(self.save_serving(bytes).await);
        }
        self.count(&applied);
        applied
    }

    /// The control plane knows this agent no more: nobody is let in here from now on.
    pub(crate) async fn forget(&self) {
        self.close().await;
        *self.serving.lock().await = None;
        self.decider.forget_snapshot();
        for name in [SERVING_FILE, SNAPSHOT_FILE] {
            if let Err(error) = self.state.remove(name) {
                tracing::error!(why = chain(&error), "cannot forget");
            }
        }
        self.nothing_to_wait_for();
    }

    async fn save_serving(&self, bytes: &[u8]) -> Option<String> {
        let (state, bytes) = (Arc::clone(&self.state), bytes.to_vec());
        let save = tokio::task::spawn_blocking(move || state.save(SERVING_FILE, &bytes));
        match save.await {
            Ok(saved) => unsaved(saved),
            Err(_) => Some(
                DocumentError::Panicked {
                    what: "serving list",
                }
                .to_string(),
            ),
        }
    }

    fn count(&self, applied: &Result<InForce, DocumentError>) {
        if applied.is_err() {
            self.decider
                .metrics
                .documents_refused
                .fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Verifying and compiling a large snapshot takes long enough to be kept off the threads that
    /// answer logins; so does dropping the one before it.
    async fn read_snapshot(
        &self,
        bytes: Zeroizing<Vec<u8>>,
        save_to: Option<&Arc<StateDir>>,
    ) -> Result<InForce, DocumentError> {
        let membership = Arc::clone(&self.membership);
        let decider = Arc::clone(&self.decider);
        let save_to = save_to.map(Arc::clone);
        let read = tokio::task::spawn_blocking(move || {
            let snapshot = open_snapshot(&membership, &bytes, decider.snapshot().as_deref())?;
            let saved = save_to.map(|state| state.save(SNAPSHOT_FILE, &bytes));
            let problem = saved.and_then(unsaved);
            let revision = put_in_force(&decider, snapshot);
            Ok(InForce {
                revision,
                problems: problem.into_iter().collect(),
            })
        });
        read.await
            .unwrap_or(Err(DocumentError::Panicked { what: "snapshot" }))
    }

    async fn read_serving(&self, bytes: &[u8]) -> Result<InForce, DocumentError> {
        let document = self.membership.open_serving(bytes)?;
        let mut serving = self.serving.lock().await;
        if let Some(held) = serving.as_ref() {
            check_age("serving list", document.revision, held.revision)?;
        }
        let problems = self.sockets.lock().await.serve(&document.sockets).await;
        let revision = document.revision;
        *serving = Some(document);
        Ok(InForce { revision, problems })
    }
}

fn put_in_force(decider: &Decider, snapshot: Snapshot) -> u64 {
    let revision = snapshot.revision();
    let changed_at_ms = snapshot.changed_at_ms();
    decider.replace_snapshot(snapshot);
    if let Some(changed_at_ms) = changed_at_ms {
        let lag = decider.now_ms().saturating_sub(changed_at_ms).max(0);
        decider
            .metrics
            .snapshot_lag_ms
            .store(lag, Ordering::Relaxed);
    }
    tracing::info!(revision, "snapshot in force");
    revision
}

fn open_snapshot(
    membership: &Membership,
    bytes: &[u8],
    held: Option<&Snapshot>,
) -> Result<Snapshot, DocumentError> {
    let document = membership.open_snapshot(bytes)?;
    if let Some(held) = held {
        check_age("snapshot", document.revision, held.revision())?;
        // The same revision is sent again to prolong it, never to shorten it.
        if document.revision == held.revision() && document.issued_at < held.issued_at() {
            let (offered, held) = (document.revision, held.revision());
            return Err(DocumentError::Older {
                what: "snapshot",
                offered,
                held,
            });
        }
    }
    Ok(Snapshot::compile(document)?)
}

fn check_age(what: &'static str, offered: u64, held: u64) -> Result<(), DocumentError> {
    if offered < held {
        Err(DocumentError::Older {
            what,
            offered,
            held,
        })
    } else {
        Ok(())
    }
}

/// A document in force that is not on disk would be forgotten at the next start.
fn unsaved(saved: Result<(), StateError>) -> Option<String> {
    let error = saved.err()?;
    let why = chain(&error);
    tracing::error!(why, "in force, but not on disk");
    Some(format!(
        "in force until the agent stops, but not on its disk: {why}"
    ))
}

fn log_unusable(what: &str, read: Result<InForce, DocumentError>) {
    if let Err(error) = read {
        tracing::error!(why = chain(&error), "cannot use the {what} on disk");
    }
}

/// An error with its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
