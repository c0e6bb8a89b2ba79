//! What an agent is given when it joins.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::keys::{AgentsKey, PublicKey};

/// The format that this build writes, and the newest it reads.
pub const AGENT_FILE_FORMAT: u32 = 1;

/// The content of `agent.json`, which the control plane writes with mode 0600 for the agent's user.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentFile {
    /// [`AGENT_FILE_FORMAT`] of the writer.
    pub format: u32,
    /// Where the control plane feeds the agent.
    pub feed: FeedAddress,
    /// The directory of the sockets for database servers: absolute.
    pub sockets_dir: PathBuf,
    /// Keys whose signatures the agent believes; two while one replaces the other.
    pub control_plane_keys: Vec<PublicKey>,
    /// Keys that open session tokens; two while one replaces the other.
    pub agents_keys: Vec<AgentsKey>,
}

/// How to reach the control plane.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FeedAddress {
    /// A Unix socket on the same host.
    Unix(PathBuf),
}

/// Why a text is not an agent file.
#[derive(Debug, thiserror::Error)]
pub enum AgentFileError {
    /// Not JSON of this form.
    #[error("the agent file cannot be read: join the agent again")]
    Form(#[source] serde_json::Error),
    /// Of a later version.
    #[error(
        "the agent file has format {0}, this agent reads up to {AGENT_FILE_FORMAT}: upgrade the agent"
    )]
    NewerFormat(u32),
}

impl AgentFile {
    /// The text to write.
    ///
    /// # Errors
    /// A path that is not UTF-8.
    pub fn to_json(&self) -> Result<Zeroizing<Vec<u8>>, AgentFileError> {
        let text = serde_json::to_vec_pretty(self).map_err(AgentFileError::Form)?;
        Ok(Zeroizing::new(text))
    }

    /// Reads what [`AgentFile::to_json`] wrote.
    ///
    /// # Errors
    /// [`AgentFileError`].
    pub fn from_json(text: &[u8]) -> Result<Self, AgentFileError> {
        #[derive(Deserialize)]
        struct Format {
            format: u32,
        }
        let Format { format } = serde_json::from_slice(text).map_err(AgentFileError::Form)?;
        if format > AGENT_FILE_FORMAT {
            return Err(AgentFileError::NewerFormat(format));
        }
        serde_json::from_slice(text).map_err(AgentFileError::Form)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::keys::Signer;

    fn file() -> AgentFile {
        AgentFile {
            format: AGENT_FILE_FORMAT,
            feed: FeedAddress::Unix("/run/sekisho/feed.sock".into()),
            sockets_dir: "/run/sekisho/agents".into(),
            control_plane_keys: vec![Signer::from_seed(&[1; 32]).unwrap().public().clone()],
            agents_keys: vec![AgentsKey::from_bytes(&[2; 32])],
        }
    }

    #[test]
    fn an_agent_file_reads_back_as_written() {
        let read = AgentFile::from_json(&file().to_json().unwrap()).unwrap();
        assert_eq!(read.feed, file().feed);
        assert_eq!(read.control_plane_keys, file().control_plane_keys);
        assert_eq!(read.agents_keys[0].id(), file().agents_keys[0].id());
    }

    #[test]
    fn a_newer_agent_file_is_refused_with_what_to_do() {
        let newer = AgentFile {
            format: AGENT_FILE_FORMAT + 1,
            ..file()
        };
        let error = AgentFile::from_json(&newer.to_json().unwrap()).unwrap_err();
        assert!(error.to_string().contains("upgrade the agent"), "{error}");
    }

    #[test]
    fn an_unknown_entry_is_refused() {
        let text = String::from_utf8(file().to_json().unwrap().to_vec()).unwrap();
        let text = text.replacen('{', "{\"feeed\": 1,", 1);
        assert!(AgentFile::from_json(text.as_bytes()).is_err());
    }
}
