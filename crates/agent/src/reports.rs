//! What an agent on another host tells the control plane of logins: what its audit log says, after the
//! fact, a little at a time. No login waits for it, and none is lost here: the log stays.

use std::collections::VecDeque;
use std::io;
use std::path::Path;

use seal::feed::Attempts;
use serde_json::Value;

use crate::audit::Follower;

/// How much one message holds, with room for what is around the entries.
const MAX_BATCH_BYTES: usize = seal::feed::MAX_AGENT_MESSAGE_BYTES - 1024;

/// How many entries are read from the log at once.
const READ_ENTRIES: usize = 256;

/// Follows the audit log from where it ended when the agent was started.
pub(crate) struct Reports {
    follower: Follower,
    /// Read, and not told yet.
    waiting: VecDeque<Value>,
}

impl Reports {
    pub(crate) fn from_now(state_dir: &Path) -> io::Result<Self> {
        Ok(Self {
            follower: Follower::from_end(state_dir)?,
            waiting: VecDeque::new(),
        })
    }

    /// What is to be told next. It is told again until [`Self::told`].
    pub(crate) fn next(&mut self) -> io::Result<Option<Attempts>> {
        if self.waiting.is_empty() {
            let entries = self.follower.read_at_most(READ_ENTRIES)?;
            let values = entries
                .iter()
                .filter_map(|entry| serde_json::to_value(entry).ok());
            // One that no message holds stays in the log alone.
            let fitting = values.filter(|value| bytes(value) <= MAX_BATCH_BYTES);
            self.waiting.extend(fitting);
        }
        let mut room = MAX_BATCH_BYTES;
        let fits = |entry: &&Value| {
            let left = room.checked_sub(bytes(entry));
            room = left.unwrap_or_default();
            left.is_some()
        };
        let entries: Vec<Value> = self.waiting.iter().take_while(fits).cloned().collect();
        Ok((!entries.is_empty()).then_some(Attempts { entries }))
    }

    /// It was sent.
    pub(crate) fn told(&mut self, attempts: &Attempts) {
        self.waiting
            .drain(..attempts.entries.len().min(self.waiting.len()));
    }
}

/// In a list of JSON.
fn bytes(entry: &Value) -> usize {
    entry.to_string().len() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::audit::{AuditLog, Entry};

    fn entry(attempt: &str, detail_bytes: usize) -> Entry {
        let entry = serde_json::json!({
            "attempt": attempt, "time": "2025-08-11T04:00:05.804Z", "instance": "db-1",
            "db_user": "u", "channel": "tls", "decision": "deny", "reason": "expired",
            "detail": "x".repeat(detail_bytes),
        });
        serde_json::from_value(entry).unwrap()
    }

    fn attempts(batch: Option<&Attempts>) -> Vec<&str> {
        let entries = batch.iter().flat_map(|batch| &batch.entries);
        entries
            .map(|entry| entry["attempt"].as_str().unwrap())
            .collect()
    }

    #[test]
    fn logins_are_told_in_messages_that_fit_and_again_until_they_are_told() {
        let folder = tempfile::tempdir().unwrap();
        let log = AuditLog::open(folder.path(), u64::MAX, 1).unwrap();
        log.write(&entry("before", 1)).unwrap();
        let mut reports = Reports::from_now(folder.path()).unwrap();
        assert_eq!(reports.next().unwrap(), None);
        for (attempt, bytes) in [
            ("1", 30_000),
            ("too long", MAX_BATCH_BYTES),
            ("2", 30_000),
            ("3", 30_000),
        ] {
            log.write(&entry(attempt, bytes)).unwrap();
        }
        for _ in 0..2 {
            let batch = reports.next().unwrap();
            assert_eq!(attempts(batch.as_ref()), ["1", "2"]);
        }
        let batch = reports.next().unwrap().unwrap();
        reports.told(&batch);
        let batch = reports.next().unwrap().unwrap();
        assert_eq!(attempts(Some(&batch)), ["3"]);
        reports.told(&batch);
        assert_eq!(reports.next().unwrap(), None);
    }
}
