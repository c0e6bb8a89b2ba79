//! Moves old audit events out of the store, which keeps everything in memory, into a file.
//!
//! An event is written in the same transaction as the change that it tells of, so none is missing. From
//! there it goes to `api-audit.jsonl` first and out of the store second: whatever is cut off in between
//! is in the file twice, never not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use store::{CommitError, Embedded, ReadError, Store as _};

use crate::state::{AuditEvent, Changes, State, StateError, Stored};

/// How many events stay in the store.
pub const KEPT_EVENTS: usize = 10_000;
/// How many are moved at once.
const BATCH_EVENTS: usize = 100;
/// Between two looks.
const EVERY: Duration = Duration::from_secs(60);

#[derive(Debug, thiserror::Error)]
enum ArchiveError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    Commit(#[from] CommitError),
    #[error("cannot write `{path}`")]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
}

/// Moves what is too much from `store` to `file`, again and again, until the task is dropped.
pub async fn keep_short(store: &Embedded, file: &Path) {
    loop {
        if let Err(error) = shorten(store, file, KEPT_EVENTS).await {
            tracing::error!(%error, "audit events stay in the store");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn shorten(store: &Embedded, file: &Path, keep: usize) -> Result<(), ArchiveError> {
    loop {
        let state = State::new(store.read().await?);
        let surplus = state
            .count::<AuditEvent>()
            .saturating_sub(keep)
            .min(BATCH_EVENTS);
        if surplus == 0 {
            return Ok(());
        }
        let oldest: Vec<Stored<AuditEvent>> = state
            .all::<AuditEvent>()
            .take(surplus)
            .collect::<Result<_, _>>()?;
        append(file, &oldest).map_err(|source| ArchiveError::File {
            path: file.to_owned(),
            source,
        })?;
        let changes = oldest
            .iter()
            .fold(Changes::new(), |changes, event| changes.delete(event));
        store.commit(changes.into_txn()).await?;
    }
}

fn append(path: &Path, events: &[Stored<AuditEvent>]) -> io::Result<()> {
    let mut lines = Vec::new();
    for event in events {
        serde_json::to_writer(&mut lines, &event.record)?;
        lines.push(b'\n');
    }
    let mut file: File = OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(&lines)?;
    file.sync_data()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn event(number: i64) -> AuditEvent {
        AuditEvent {
            time: number,
            request_id: format!("request-{number}"),
            action: "iam:CreateUser".into(),
            resource: "*".into(),
            principal: "root".into(),
            access_key_id: "AKIA".into(),
        }
    }

    #[tokio::test]
    async fn the_oldest_events_go_to_the_file_and_the_newest_stay() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let store = Embedded::open(&folder.path().join("store.sqlite")).unwrap();
        for number in 0..250 {
            store
                .commit(Changes::new().create(&event(number)).into_txn())
                .await
                .unwrap();
        }
        let file = folder.path().join("api-audit.jsonl");
        shorten(&store, &file, 20).await.unwrap();
        let state = State::new(store.read().await.unwrap());
        let kept: Vec<i64> = state
            .all::<AuditEvent>()
            .map(|event| event.unwrap().time)
            .collect();
        assert_eq!(kept, (230..250).collect::<Vec<_>>());
        let written = std::fs::read_to_string(&file).unwrap();
        let times: Vec<i64> = written
            .lines()
            .map(|line| serde_json::from_str::<AuditEvent>(line).unwrap().time)
            .collect();
        assert_eq!(times, (0..230).collect::<Vec<_>>());
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn an_event_that_cannot_be_written_stays_in_the_store() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let store = Embedded::open(&folder.path().join("store.sqlite")).unwrap();
        store
            .commit(Changes::new().create(&event(1)).into_txn())
            .await
            .unwrap();
        assert!(shorten(&store, Path::new("/dev/full"), 0).await.is_err());
        let state = State::new(store.read().await.unwrap());
        assert_eq!(state.count::<AuditEvent>(), 1);
    }
}
