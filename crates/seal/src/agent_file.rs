//! What an agent is given when it joins.

use std::fmt;
use std::path::PathBuf;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

use crate::agent_name::AgentName;
use crate::der::Der;
use crate::keys::{AgentsKey, PublicKey};

/// The format that this build writes, and the newest it reads.
pub const AGENT_FILE_FORMAT: u32 = 2;

/// The content of `agent.json`, mode 0600: written by the control plane for the agent beside it, and at
/// joining by every other agent for itself.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgentFile {
    /// [`AGENT_FILE_FORMAT`] of the writer.
    pub format: u32,
    /// What the agent is called; it believes what is signed for this name.
    pub name: AgentName,
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
    /// Mutual TLS, from another host.
    Tls(TlsFeed),
}

/// How to reach the control plane from another host, and who is who there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TlsFeed {
    /// `host:port`.
    pub address: String,
    /// The certificate authority that the control plane proves itself by, and no other.
    pub authority: Der,
    /// The agent's certificate.
    pub certificate: Der,
    /// Its private key, PKCS #8.
    pub key: PrivateKeyDer,
}

/// A private key. Wiped when dropped, printed never; written in base64 in [`AgentFile`] only.
#[derive(Clone, PartialEq, Eq)]
pub struct PrivateKeyDer(Zeroizing<Vec<u8>>);

impl PrivateKeyDer {
    /// Takes PKCS #8 octets.
    #[must_use]
    pub const fn new(pkcs8: Zeroizing<Vec<u8>>) -> Self {
        Self(pkcs8)
    }

    /// The octets, for the TLS library.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for PrivateKeyDer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("PrivateKeyDer(..)")
    }
}

impl Serialize for PrivateKeyDer {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(STANDARD.encode(&*self.0)))
    }
}

impl<'de> Deserialize<'de> for PrivateKeyDer {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        STANDARD
            .decode(&*text)
            .map(|bytes| Self(Zeroizing::new(bytes)))
            .map_err(|_| de::Error::custom("not base64"))
    }
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
            name: AgentName::local(),
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
    fn the_file_of_another_host_reads_back_and_prints_no_key() {
        let feed = FeedAddress::Tls(TlsFeed {
            address: "plane.example.com:4590".into(),
            authority: Der(vec![1, 2, 3]),
            certificate: Der(vec![4, 5, 6]),
            key: PrivateKeyDer::new(Zeroizing::new(vec![77; 5])),
        });
        let file = AgentFile { feed, ..file() };
        let read = AgentFile::from_json(&file.to_json().unwrap()).unwrap();
        assert_eq!(read.feed, file.feed);
        assert!(!format!("{file:?}").contains("77"));
    }

    #[test]
    fn an_unknown_entry_is_refused() {
        let text = String::from_utf8(file().to_json().unwrap().to_vec()).unwrap();
        let text = text.replacen('{', "{\"feeed\": 1,", 1);
        assert!(AgentFile::from_json(text.as_bytes()).is_err());
    }
}
