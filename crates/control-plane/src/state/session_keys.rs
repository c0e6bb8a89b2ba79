//! Which keys session tokens are sealed with. What is on record is how often the key was replaced; the
//! keys are made from the master key (`crate::keyring`).

use serde::{Deserialize, Serialize};

use super::{Changes, Record, State, StateError, UnixSeconds};

/// How long a session may last at most: 36 hours (API reference, *GetSessionToken*).
const MAX_SESSION_SECONDS: i64 = 129_600;

/// How many keys of the past count: so many agents may go within the life of a session before the
/// oldest of their sessions end early. All of them fit into one message to an agent.
const MAX_RETIRED_KEYS: usize = 100;

/// The key that sessions are sealed with, and those before it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionKeys {
    /// How often the key was replaced.
    pub generation: u64,
    /// Those before it, the newest first, for as long as sessions sealed with them may last.
    pub retired: Vec<RetiredKey>,
}

/// A key that seals nothing any more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetiredKey {
    /// Which.
    pub generation: u64,
    /// When the last session that it sealed ends.
    pub until: UnixSeconds,
}

impl Record for SessionKeys {
    const PREFIX: &'static str = "meta/";

    fn id(&self) -> String {
        Self::ID.to_owned()
    }
}

impl SessionKeys {
    const ID: &'static str = "session-keys";

    /// As they are; the first key as long as none was replaced.
    pub fn of(state: &State) -> Result<Self, StateError> {
        let stored = state.get::<Self>(Self::ID)?;
        Ok(stored.map(|stored| stored.record).unwrap_or_default())
    }

    /// The keys that open sessions, the one that seals them first.
    pub fn in_use(&self, now: UnixSeconds) -> impl Iterator<Item = u64> + use<'_> {
        let retired = self.retired.iter().filter(move |key| now <= key.until);
        std::iter::once(self.generation).chain(retired.map(|key| key.generation))
    }

    /// Sessions are sealed with another key from now on, which nobody has yet.
    fn replace(&mut self, now: UnixSeconds) {
        self.retired.retain(|key| now <= key.until);
        let replaced = RetiredKey {
            generation: self.generation,
            until: now.saturating_add(MAX_SESSION_SECONDS),
        };
        self.retired.insert(0, replaced);
        self.retired.truncate(MAX_RETIRED_KEYS);
        self.generation = self.generation.saturating_add(1);
    }
}

impl Changes {
    /// Sessions are sealed with another key from now on: a host that has the present one left.
    pub fn replace_session_key(self, state: &State, now: UnixSeconds) -> Result<Self, StateError> {
        Ok(match state.get::<SessionKeys>(SessionKeys::ID)? {
            Some(mut keys) => {
                keys.record.replace(now);
                self.update(&keys)
            }
            None => {
                let mut keys = SessionKeys::default();
                keys.replace(now);
                self.create(&keys)
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_use(keys: &SessionKeys, now: UnixSeconds) -> Vec<u64> {
        keys.in_use(now).collect()
    }

    #[test]
    fn a_replaced_key_opens_sessions_until_the_last_that_it_sealed_ends() {
        let mut keys = SessionKeys::default();
        assert_eq!(in_use(&keys, 0), [0]);
        keys.replace(1000);
        assert_eq!(in_use(&keys, 1000 + MAX_SESSION_SECONDS), [1, 0]);
        assert_eq!(in_use(&keys, 1001 + MAX_SESSION_SECONDS), [1]);
        keys.replace(1001 + MAX_SESSION_SECONDS);
        assert_eq!(keys.retired.len(), 1, "what is over is not kept on record");
    }

    #[test]
    fn however_many_agents_go_only_so_many_keys_count() {
        let mut keys = SessionKeys::default();
        for _ in 0..=MAX_RETIRED_KEYS {
            keys.replace(0);
        }
        let counting = in_use(&keys, 0);
        assert_eq!(counting.len(), 1 + MAX_RETIRED_KEYS);
        assert_eq!((counting[0], counting[MAX_RETIRED_KEYS]), (101, 1));
    }
}
