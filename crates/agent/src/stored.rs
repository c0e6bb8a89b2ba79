//! The snapshot on an agent's disk, for its operator to ask: read beside the running agent, and
//! believed for the same reasons.

use iam::login::{Snapshot, SnapshotError};
use seal::{SignedError, Verifier};

use crate::config::Config;
use crate::documents::SNAPSHOT_FILE;
use crate::error::AgentError;
use crate::membership::agent_file;
use crate::state::{StateError, read_private};

/// Why there is no snapshot to ask.
#[derive(Debug, thiserror::Error)]
pub enum StoredSnapshotError {
    /// The agent's directory or file is not as it must be.
    #[error(transparent)]
    Agent(#[from] AgentError),
    /// It is not there, or not ours.
    #[error(
        "there is no snapshot yet: start `sekisho up`, or let the agent reach its control plane"
    )]
    File(#[from] StateError),
    /// It is not believed.
    #[error(transparent)]
    Signed(#[from] SignedError),
    /// It cannot be decided by.
    #[error(transparent)]
    Snapshot(#[from] SnapshotError),
}

/// The snapshot that the agent of this directory decides by, or did when it ran last.
///
/// # Errors
/// [`StoredSnapshotError`].
pub fn stored_snapshot(config: &Config) -> Result<Snapshot, StoredSnapshotError> {
    let file = agent_file(config)?;
    let verifier = Verifier::new(file.control_plane_keys);
    let signed = read_private(&config.state_dir.join(SNAPSHOT_FILE))?;
    Ok(Snapshot::compile(
        verifier.open_snapshot(&signed, &file.name)?,
    )?)
}
