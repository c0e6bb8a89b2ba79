//! Session tokens, made and opened with the keys that count at the time.

use std::sync::Arc;

use seal::feed::Keys;
use seal::{AgentsKey, KeyError, PublicKey, SessionOpener, SessionSealer, Signer, Verifier};
use sigv4::Timestamp;

use crate::keyring::Keyring;
use crate::state::{SessionKeys, State, StateError};

/// Makes and opens session tokens. Which keys that takes is on record; the keys are the keyring's.
pub struct SessionTokens {
    keyring: Arc<Keyring>,
    signer: Signer,
}

impl std::fmt::Debug for SessionTokens {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "SessionTokens({:?})", self.signer)
    }
}

/// Why session tokens cannot be made or opened.
#[derive(Debug, thiserror::Error)]
pub enum SessionTokensError {
    /// Which keys count is not to be read.
    #[error(transparent)]
    State(#[from] StateError),
    /// The cryptography library refused one.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SessionTokens {
    /// Of these keys; the signer is what agents believe.
    pub fn new(keyring: Arc<Keyring>) -> Result<Self, KeyError> {
        let signer = Signer::from_seed(keyring.signing_seed())?;
        Ok(Self { keyring, signer })
    }

    /// What agents verify signatures with.
    pub fn public_key(&self) -> &PublicKey {
        self.signer.public()
    }

    /// The keys that agents are to have.
    pub fn keys(&self, state: &State, now: Timestamp) -> Result<Keys, StateError> {
        let on_record = SessionKeys::of(state)?;
        let counting = on_record.in_use(now.as_unix());
        Ok(Keys {
            generation: on_record.generation,
            agents_keys: counting.map(|generation| self.key(generation)).collect(),
        })
    }

    /// Seals with the newest key.
    pub fn sealer(&self, state: &State) -> Result<SessionSealer, SessionTokensError> {
        let newest = SessionKeys::of(state)?.generation;
        Ok(SessionSealer::new(self.signer.clone(), &self.key(newest))?)
    }

    /// Opens what the keys that count sealed.
    pub fn opener(
        &self,
        state: &State,
        now: Timestamp,
    ) -> Result<SessionOpener, SessionTokensError> {
        let verifier = Verifier::new(vec![self.public_key().clone()]);
        let keys = self.keys(state, now)?;
        Ok(SessionOpener::new(verifier, &keys.agents_keys)?)
    }

    fn key(&self, generation: u64) -> AgentsKey {
        AgentsKey::from_bytes(&self.keyring.agents_key(generation))
    }
}
