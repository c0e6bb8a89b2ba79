//! Where the agent keeps its things, and its limits.

use std::path::PathBuf;
use std::time::Duration;

/// What the agent is told when it starts. The rest is in the agent file, which the control plane
/// wrote when the agent joined ([`seal::AgentFile`]).
#[derive(Debug, Clone)]
pub struct Config {
    /// The agent's own directory, mode 0700: snapshot, serving list, audit log, admin socket.
    pub state_dir: PathBuf,
    /// The agent file, mode 0600.
    pub agent_file: PathBuf,
    /// When the audit log is rotated, in bytes.
    pub audit_max_bytes: u64,
    /// How many rotated audit logs are kept besides the one that is written.
    pub audit_keep_files: u32,
    /// How many connections a socket has at most; more are closed at once. The default leaves room
    /// below the 1,024 open files that a process may have unless it is told otherwise.
    pub max_connections: usize,
    /// How long a question may take to arrive once its first byte is there.
    pub question_timeout: Duration,
    /// How long a connection may wait for its next question.
    pub idle_timeout: Duration,
}

impl Config {
    /// The defaults, with everything in `state_dir`.
    pub fn new(state_dir: impl Into<PathBuf>) -> Self {
        let state_dir = state_dir.into();
        Self {
            agent_file: state_dir.join("agent.json"),
            state_dir,
            audit_max_bytes: 64 * 1024 * 1024,
            audit_keep_files: 8,
            max_connections: 512,
            question_timeout: Duration::from_secs(1),
            idle_timeout: Duration::from_secs(300),
        }
    }

    /// Where is written down how to get to servers that are switched themselves.
    pub fn switches(&self) -> PathBuf {
        self.state_dir.join("switches")
    }

    /// Where [`crate::admin`] listens.
    pub fn admin_socket(&self) -> PathBuf {
        self.state_dir.join("admin.sock")
    }
}
