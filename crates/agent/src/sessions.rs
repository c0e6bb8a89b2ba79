//! Sessions that were opened lately. Opening one takes an Ed25519 verification, ten times the rest
//! of a login.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwap;
use iam::login::{Session, SessionRefusal, Sessions};
use seal::SessionOpener;
use sigv4::Timestamp;

/// How many sessions are kept; the least recently used goes first.
pub(crate) const MAX_CACHED_SESSIONS: usize = 1024;

/// An opener with a memory. Only genuine sessions get into it, and whether they are still in force
/// is asked each time.
pub(crate) struct CachedSessions {
    opener: ArcSwap<SessionOpener>,
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
            opener: ArcSwap::from_pointee(opener),
            cache: Mutex::default(),
        }
    }

    /// From here on sessions are opened with other keys; those that the old ones opened are asked again.
    pub(crate) fn replace_opener(&self, opener: SessionOpener) {
        self.opener.store(Arc::new(opener));
        self.lock().sessions.clear();
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
        let session = self.opener.load().open(session_token, now)?;
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

#[cfg(test)]
mod tests {
    use iam::login::{SessionDocument, SessionKind};
    use seal::{AgentsKey, SessionSealer, Signer, Verifier};

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_736_942_400);

    fn signer() -> Signer {
        Signer::from_seed(&[1; 32]).unwrap()
    }

    fn agents_key() -> AgentsKey {
        AgentsKey::from_bytes(&[2; 32])
    }

    fn token(number: usize) -> String {
        let session = SessionDocument {
            access_key_id: format!("ASIA{number}"),
            region: "us-east-1".into(),
            signing_keys: Vec::new(),
            principal_id: "AROA".into(),
            kind: SessionKind::AssumedRole("s".into()),
            issued_at: NOW,
            expires_at: NOW.plus_seconds(900),
            source_identity: None,
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            policy: None,
            policy_arns: Vec::new(),
            mfa_at: None,
            federated_provider: None,
            federated_claims: Vec::new(),
        };
        let sealer = SessionSealer::new(signer(), &agents_key()).unwrap();
        sealer.seal(&session, [0; 12]).unwrap().token.to_string()
    }

    fn cached() -> CachedSessions {
        let verifier = Verifier::new(vec![signer().public().clone()]);
        CachedSessions::new(SessionOpener::new(verifier, &[agents_key()]).unwrap())
    }

    #[test]
    fn the_same_session_is_opened_once() {
        let sessions = cached();
        let token = token(0);
        let first = sessions.open(&token, NOW).unwrap();
        assert!(Arc::ptr_eq(&first, &sessions.open(&token, NOW).unwrap()));
    }

    #[test]
    fn a_session_expires_in_the_cache_too() {
        let sessions = cached();
        let token = token(0);
        let end = sessions.open(&token, NOW).unwrap().document().expires_at;
        assert!(matches!(
            sessions.open(&token, end),
            Err(SessionRefusal::Expired { .. })
        ));
    }

    #[test]
    fn what_does_not_open_takes_no_place() {
        let sessions = cached();
        assert!(sessions.open("Sekisho1AAAA", NOW).is_err());
        assert!(sessions.open(&token(0), NOW.plus_seconds(900)).is_err());
        assert_eq!(sessions.len(), 0);
    }

    #[test]
    fn the_cache_is_full_at_its_limit_and_forgets_what_was_used_least() {
        let sessions = cached();
        let used = token(0);
        let first = sessions.open(&used, NOW).unwrap();
        for number in 1..MAX_CACHED_SESSIONS {
            let _ = sessions.open(&token(number), NOW).unwrap();
        }
        assert_eq!(sessions.len(), MAX_CACHED_SESSIONS);
        let _ = sessions.open(&used, NOW).unwrap();
        let _ = sessions.open(&token(MAX_CACHED_SESSIONS), NOW).unwrap();
        assert_eq!(sessions.len(), MAX_CACHED_SESSIONS);
        assert!(
            Arc::ptr_eq(&first, &sessions.open(&used, NOW).unwrap()),
            "it was used just now"
        );
        assert!(
            !sessions.lock().sessions.contains_key(token(1).as_str()),
            "it was not"
        );
    }
}
