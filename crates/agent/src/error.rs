//! Why an agent does not start.

use std::io;
use std::path::PathBuf;

use seal::{AgentFileError, KeyError};

use crate::state::StateError;

/// Why an agent does not start, or stopped by itself.
#[derive(Debug, thiserror::Error)]
pub enum AgentError {
    /// Its directory or agent file is not as it must be.
    #[error(transparent)]
    State(#[from] StateError),
    /// The agent file cannot be used.
    #[error("`{}` is not usable", path.display())]
    AgentFile {
        /// Which file.
        path: PathBuf,
        /// Why not.
        source: AgentFileError,
    },
    /// A key of the agent file cannot be used.
    #[error("a key of the agent file is not usable: join the agent again")]
    Key(#[from] KeyError),
    /// Without an audit log nobody may log in.
    #[error("cannot open the audit log in `{}`", dir.display())]
    Audit {
        /// The state directory.
        dir: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// The operator could not ask.
    #[error("cannot open `{}`", path.display())]
    AdminSocket {
        /// The socket.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A part ended that never should.
    #[error("a part of the agent panicked: start it again, and report it")]
    Panicked,
}
