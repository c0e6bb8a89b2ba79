//! The agent file: who this agent is, whom it believes, and the few things of it that change.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use iam::login::SnapshotDocument;
use seal::feed::Keys;
use seal::{
    AgentFile, AgentName, Der, FeedAddress, KeyError, PrivateKeyDer, ServingDocument,
    SessionOpener, SignedError, Verifier,
};

use crate::config::Config;
use crate::error::AgentError;
use crate::state::{read_private, replace_private};

/// The agent file, in memory and on disk.
pub(crate) struct Membership {
    name: AgentName,
    verifier: Verifier,
    path: PathBuf,
    file: Mutex<AgentFile>,
}

impl Membership {
    pub(crate) fn load(config: &Config) -> Result<Self, AgentError> {
        let file = agent_file(config)?;
        Ok(Self {
            name: file.name.clone(),
            verifier: Verifier::new(file.control_plane_keys.clone()),
            path: config.agent_file.clone(),
            file: Mutex::new(file),
        })
    }

    pub(crate) fn name(&self) -> &AgentName {
        &self.name
    }

    pub(crate) fn sockets_dir(&self) -> PathBuf {
        self.lock().sockets_dir.clone()
    }

    pub(crate) fn feed(&self) -> FeedAddress {
        self.lock().feed.clone()
    }

    pub(crate) fn opener(&self) -> Result<SessionOpener, KeyError> {
        SessionOpener::new(self.verifier.clone(), &self.lock().agents_keys)
    }

    pub(crate) fn open_snapshot(&self, bytes: &[u8]) -> Result<SnapshotDocument, SignedError> {
        self.verifier.open_snapshot(bytes, &self.name)
    }

    pub(crate) fn open_serving(&self, bytes: &[u8]) -> Result<ServingDocument, SignedError> {
        self.verifier.open_serving(bytes, &self.name)
    }

    /// Keeps other keys for sessions, and returns what opens with them; nothing when they are the ones
    /// that are there.
    pub(crate) fn keep_keys(&self, keys: Keys) -> Result<Option<SessionOpener>, AgentError> {
        if self.lock().agents_keys == keys.agents_keys {
            return Ok(None);
        }
        let opener = SessionOpener::new(self.verifier.clone(), &keys.agents_keys)?;
        self.change(|file| file.agents_keys = keys.agents_keys)?;
        Ok(Some(opener))
    }

    /// Keeps the next certificate, with the key that it is for.
    pub(crate) fn keep_certificate(
        &self,
        certificate: Der,
        key: PrivateKeyDer,
    ) -> Result<(), AgentError> {
        self.change(|file| {
            if let FeedAddress::Tls(feed) = &mut file.feed {
                feed.certificate = certificate;
                feed.key = key;
            }
        })
    }

    /// On disk first: what is in memory is never ahead of it.
    fn change(&self, change: impl FnOnce(&mut AgentFile)) -> Result<(), AgentError> {
        let mut file = self.lock();
        let mut changed = file.clone();
        change(&mut changed);
        let text = changed.to_json().map_err(|source| AgentError::AgentFile {
            path: self.path.clone(),
            source,
        })?;
        replace_private(&self.path, &text)?;
        *file = changed;
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, AgentFile> {
        // It is replaced whole.
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Membership {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Membership")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}

pub(crate) fn agent_file(config: &Config) -> Result<AgentFile, AgentError> {
    let path = &config.agent_file;
    let text = read_private(path)?;
    AgentFile::from_json(&text).map_err(|source| AgentError::AgentFile {
        path: path.clone(),
        source,
    })
}
