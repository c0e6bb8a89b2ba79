//! Sessions that were opened lately. Opening one takes an Ed25519 verification, ten times the rest
//! of a login.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use iam::login::{Session, SessionRefusal, Sessions};
use seal::SessionOpener;
use sigv4::Timestamp;

/// How many sessions are kept; the least recently used goes first.
pub(crate) const MAX_CACHED_SESSIONS: usize = 1024;

/// An opener with a memory. Only genuine sessions get into it, and whether they are still in force
/// is asked each time.
pub(crate) struct CachedSessions {
    opener: SessionOpener,
    cache: Mutex<Cache>,
}

#[derive(Default)]
struct Cache {
    sessions: HashMap<Box<str>, Cached>,
    uses: u64,
}

struct Cached {
    session: Arc<Session>,
    last_use: u64,
}

impl CachedSessions {
    pub(crate) fn new(opener: SessionOpener) -> Self {
        Self {
            opener,
            cache: Mutex::default(),
        }
    }

    #[cfg(test)]
    fn len(&self) -> usize {
        self.lock().sessions.len()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Cache> {
        // No invariant spans the lock: at worst a session is missing from the cache.
        self.cache.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Sessions for CachedSessions {
    fn open(&self, session_token: &str, now: Timestamp) -> Result<Arc<Session>, SessionRefusal> {
        let cached = self.lock().find(session_token);
        if let Some(session) = cached {
            session.in_force(now)?;
            return Ok(session);
        }
        let session = self.opener.open(session_token, now)?;
        self.lock().insert(session_token, Arc::clone(&session));
        Ok(session)
    }
}

impl Cache {
    fn find(&mut self, token: &str) -> Option<Arc<Session>> {
        self.uses += 1;
        let cached = self.sessions.get_mut(token)?;
        cached.last_use = self.uses;
        Some(Arc::clone(&cached.session))
    }

    fn insert(&mut self, token: &str, session: Arc<Session>) {
        if self.sessions.len() >= MAX_CACHED_SESSIONS {
            self.evict();
        }
        self.sessions.insert(
            token.into(),
            Cached {
                session,
                last_use: self.uses,
            },
        );
    }

    fn evict(&mut self) {
        let oldest = self
            .sessions
            .iter()
            .min_by_key(|(_, cached)| cached.last_use);
        if let Some(token) = oldest.map(|(token, _)| token.clone()) {
            self.sessions.remove(&token);
        }
    }
}
