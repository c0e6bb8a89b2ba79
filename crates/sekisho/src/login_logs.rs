//! The audit logs that this host has: its own agent's, and at the control plane what agents on other hosts
//! tell of logins, a log for each.

use std::collections::HashMap;
use std::fs::{self, DirBuilder};
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use agent::audit::{self, AuditLog, Entry};
use control_plane::data_dir::DataDir;
use control_plane::{RefusedLogin, RefusedLogins, ReportedLogins};

/// What of an agent on another host is kept: two files of this length.
const MAX_BYTES: u64 = 16 * 1024 * 1024;
const KEEP_FILES: u32 = 1;

/// One agent's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoginLog {
    /// The agent's name, unless it is this host's own.
    pub agent: Option<String>,
    pub folder: PathBuf,
}

impl LoginLog {
    /// This host's own agent's, in its directory.
    pub fn own(folder: PathBuf) -> Self {
        Self {
            agent: None,
            folder,
        }
    }

    /// Those of agents on other hosts that told this control plane of some login yet.
    pub fn of_other_hosts(dir: &DataDir) -> io::Result<Vec<Self>> {
        let entries = match fs::read_dir(dir.logins()) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut logs = Vec::new();
        for entry in entries {
            let entry = entry?;
            let agent = entry.file_name().into_string().ok();
            logs.extend(agent.map(|agent| Self {
                agent: Some(agent),
                folder: entry.path(),
            }));
        }
        logs.sort_by(|one, other| one.agent.cmp(&other.agent));
        Ok(logs)
    }

    /// The entries, the oldest first; none where none was written yet.
    pub fn read(&self) -> io::Result<impl Iterator<Item = Entry>> {
        let entries = match audit::read(&self.folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            entries => Some(entries?),
        };
        Ok(entries.into_iter().flatten())
    }
}

/// All logs of a control plane, read and written.
#[derive(Debug)]
pub struct LoginLogs {
    dir: DataDir,
    open: Mutex<HashMap<String, AuditLog>>,
}

impl LoginLogs {
    pub fn of(dir: DataDir) -> Self {
        Self {
            dir,
            open: Mutex::default(),
        }
    }
}

/// In the words of Amazon's log only: the agents' own reasons stay with who can read these files.
impl RefusedLogins for LoginLogs {
    fn to(&self, resource_id: &str) -> io::Result<Vec<RefusedLogin>> {
        let own = LoginLog::own(self.dir.agent());
        let others = LoginLog::of_other_hosts(&self.dir)?;
        let mut refused = Vec::new();
        for log in std::iter::once(own).chain(others) {
            let entries = log.read()?.filter(|entry| entry.instance == resource_id);
            refused.extend(entries.filter_map(|entry| {
                let Entry {
                    time, amazon_line, ..
                } = entry;
                amazon_line.map(|line| RefusedLogin { time, line })
            }));
        }
        refused.sort_by(|one, other| one.time.cmp(&other.time));
        Ok(refused)
    }
}

impl ReportedLogins for LoginLogs {
    fn keep(&self, agent: &str, entries: Vec<serde_json::Value>) -> io::Result<()> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let log = match open.remove(agent) {
            Some(log) => log,
            None => open_log(&self.dir.logins().join(agent))?,
        };
        for entry in entries {
            // Of a later version, perhaps; it is in the agent's own log.
            if let Ok(entry) = serde_json::from_value(entry) {
                log.write(&entry)?;
            }
        }
        open.insert(agent.to_owned(), log);
        Ok(())
    }
}

fn open_log(folder: &Path) -> io::Result<AuditLog> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)?;
    AuditLog::open(folder, MAX_BYTES, KEEP_FILES)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn entry(instance: &str, time: &str) -> serde_json::Value {
        json!({
            "attempt": "1", "time": time, "instance": instance, "db_user": "u", "channel": "tls",
            "decision": "deny", "reason": "expired", "amazon_line": format!("line {time}"),
        })
    }

    #[test]
    fn what_agents_of_other_hosts_tell_is_kept_and_found_by_its_database() {
        let folder = tempfile::tempdir().unwrap();
        let dir = DataDir::open_or_make(&folder.path().join("data")).unwrap();
        let logs = LoginLogs::of(dir.clone());
        assert!(logs.to("db-1").unwrap().is_empty());
        let later = "2025-08-11T04:00:06.001Z";
        let earlier = "2025-08-11T04:00:05.804Z";
        logs.keep(
            "two",
            vec![entry("db-1", later), json!("of a later version")],
        )
        .unwrap();
        logs.keep("one", vec![entry("db-1", earlier), entry("db-2", earlier)])
            .unwrap();
        let times = |id| {
            let found = logs.to(id).unwrap();
            found
                .into_iter()
                .map(|login| login.time)
                .collect::<Vec<_>>()
        };
        assert_eq!(times("db-1"), [earlier, later]);
        assert_eq!(times("db-2"), [earlier]);
        let known = LoginLog::of_other_hosts(&dir).unwrap();
        let names: Vec<_> = known.iter().map(|log| log.agent.as_deref()).collect();
        assert_eq!(names, [Some("one"), Some("two")]);
        let mode = std::os::unix::fs::MetadataExt::mode(&fs::metadata(dir.logins()).unwrap());
        assert_eq!(mode & 0o7777, 0o700);
    }
}
