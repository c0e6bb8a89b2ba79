//! What happened in the store since it was looked at last.

use std::collections::BTreeSet;
use std::time::Duration;

use store::{Batch, Embedded, ReadError, Revision, Store as _, Watch, WatchError};
use tokio::time::{Instant, sleep, timeout_at};

use crate::state::State;

/// Before everything is read anew because changes were lost.
const PAUSE: Duration = Duration::from_millis(100);

/// Everything at one revision, and what is different from the news before.
pub(super) struct News {
    pub(super) state: State,
    pub(super) changed: Changed,
}

/// What is different.
#[derive(Debug)]
pub(super) enum Changed {
    /// Nobody knows: all is to be read.
    Everything,
    /// The records with these keys, at most.
    Records(BTreeSet<String>),
}

/// Reads the news of a store.
pub(super) struct Reader<'a> {
    store: &'a Embedded,
    followed: Option<(Watch, State)>,
}

impl<'a> Reader<'a> {
    pub(super) fn of(store: &'a Embedded) -> Self {
        Self {
            store,
            followed: None,
        }
    }

    /// What happens next; that nothing does, at `deadline`.
    pub(super) async fn next(&mut self, deadline: Instant) -> Result<News, ReadError> {
        let followed = match self.followed.take() {
            Some((watch, state)) => Some(self.follow(watch, state, deadline).await),
            None => None,
        };
        match followed {
            Some(Ok(news)) => return Ok(news),
            Some(Err(error)) => {
                tracing::warn!(%error, "the changes of the store are lost: all is read anew");
                sleep(PAUSE).await;
            }
            None => {}
        }
        self.begin().await
    }

    async fn begin(&mut self) -> Result<News, ReadError> {
        let state = State::new(self.store.read().await?);
        let watch = self.store.watch(state.revision());
        self.followed = Some((watch, state.clone()));
        Ok(News {
            state,
            changed: Changed::Everything,
        })
    }

    async fn follow(
        &mut self,
        mut watch: Watch,
        before: State,
        deadline: Instant,
    ) -> Result<News, WatchError> {
        let mut keys = BTreeSet::new();
        let state = match timeout_at(deadline, watch.next()).await {
            Err(_) => before,
            Ok(first) => {
                let mut reached = note(&mut keys, first?);
                let view = self.store.read().await.map_err(|_| WatchError::Closed)?;
                while reached < view.revision() {
                    reached = note(&mut keys, watch.next().await?);
                }
                State::new(view)
            }
        };
        self.followed = Some((watch, state.clone()));
        Ok(News {
            state,
            changed: Changed::Records(keys),
        })
    }
}

fn note(keys: &mut BTreeSet<String>, batch: Batch) -> Revision {
    let changes = batch.changes.iter();
    keys.extend(changes.map(|change| change.key().to_owned()));
    batch.revision
}
