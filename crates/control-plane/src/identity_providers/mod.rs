//! The keys of OpenID Connect providers: fetched from them, or read from a file, and kept for a while.
//!
//! A token is presented by who has no credentials, so what it may cause is little: only providers that are
//! registered are asked, one question at a time for each, and not again for a while, whatever they said.

mod fetch;
mod trust;

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use sigv4::Timestamp;
use web_identity::KeySet;

pub use fetch::FetchError;

use crate::state::OidcProvider;

/// How long keys are used, in seconds.
const KEYS_LAST: i64 = 60 * 60;
/// Before a provider is asked again because a token names a key that it did not have, in seconds.
const NEWER_AFTER: i64 = 10;
/// Before a provider that did not answer is asked again, in seconds.
const FAILURE_LASTS: i64 = 5;
/// The most providers that are remembered. Past it all are forgotten, and asked anew.
const MAX_REMEMBERED: usize = 1000;

/// What is known of the providers' keys.
#[derive(Debug, Default)]
pub struct IdentityProviders {
    pinned: BTreeMap<String, PathBuf>,
    known: Mutex<HashMap<Place, Arc<Slot>>>,
}

/// Which keys a token takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Those that are known, if they are.
    Known,
    /// Newer ones: the known ones do not have the token's.
    Newer,
}

/// Where keys come from. Another thumbprint is another place.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Place {
    issuer: String,
    thumbprints: Vec<String>,
}

/// One asks at a time; the others wait and have the answer.
type Slot = tokio::sync::Mutex<Option<Fetched>>;
type Keys = Result<Arc<KeySet>, Arc<FetchError>>;

#[derive(Debug, Clone)]
struct Fetched {
    at: Timestamp,
    keys: Keys,
}

impl Fetched {
    fn serves(&self, wanted: Wanted, now: Timestamp) -> bool {
        let lasts = match (&self.keys, wanted) {
            (Err(_), _) => FAILURE_LASTS,
            (Ok(_), Wanted::Known) => KEYS_LAST,
            (Ok(_), Wanted::Newer) => NEWER_AFTER,
        };
        (0..lasts).contains(&(now.as_unix() - self.at.as_unix()))
    }
}

impl IdentityProviders {
    /// Providers of which some, by their issuer without `https://`, have their keys in a file.
    pub fn new(pinned: BTreeMap<String, PathBuf>) -> Self {
        Self {
            pinned,
            ..Self::default()
        }
    }

    /// The provider's keys.
    pub async fn keys(&self, provider: &OidcProvider, wanted: Wanted, now: Timestamp) -> Keys {
        let slot = self.slot(provider);
        let mut fetched = slot.lock().await;
        if let Some(known) = fetched.as_ref().filter(|known| known.serves(wanted, now)) {
            return known.keys.clone();
        }
        let keys = self.ask(provider).await.map(Arc::new).map_err(Arc::new);
        if let Err(error) = &keys {
            let error: &dyn std::error::Error = &**error;
            tracing::warn!(
                issuer = provider.issuer,
                error,
                "no keys of the identity provider"
            );
        }
        *fetched = Some(Fetched {
            at: now,
            keys: keys.clone(),
        });
        keys
    }

    fn slot(&self, provider: &OidcProvider) -> Arc<Slot> {
        let place = Place {
            issuer: provider.issuer.clone(),
            thumbprints: provider.thumbprints.clone(),
        };
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_REMEMBERED {
            known.clear();
        }
        known.entry(place).or_default().clone()
    }

    async fn ask(&self, provider: &OidcProvider) -> Result<KeySet, FetchError> {
        match self.pinned.get(&provider.issuer) {
            Some(file) => fetch::from_file(file).await,
            None => fetch::over_https(&provider.issuer, &provider.thumbprints).await,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = r#"{"kty":"RSA","kid":"a","n":"wUrM","e":"AQAB"}"#;

    fn provider() -> OidcProvider {
        OidcProvider {
            issuer: "idp.example.com".to_owned(),
            client_ids: Vec::new(),
            thumbprints: Vec::new(),
            created_at: 0,
            tags: Default::default(),
        }
    }

    fn write(file: &std::path::Path, keys: usize) {
        let keys = vec![KEY; keys].join(",");
        std::fs::write(file, format!(r#"{{"keys":[{keys}]}}"#)).unwrap();
    }

    #[tokio::test]
    async fn keys_are_asked_for_again_when_they_are_old_or_lack_the_tokens() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("jwks.json");
        let pinned = BTreeMap::from([("idp.example.com".to_owned(), file.clone())]);
        let providers = IdentityProviders::new(pinned);
        let provider = provider();
        let count = async |wanted, second| {
            let keys = providers.keys(&provider, wanted, Timestamp::from_unix(second));
            keys.await.map(|keys| keys.len()).ok()
        };
        assert_eq!(count(Wanted::Known, 0).await, None);
        write(&file, 1);
        assert_eq!(count(Wanted::Known, FAILURE_LASTS - 1).await, None);
        assert_eq!(count(Wanted::Known, FAILURE_LASTS).await, Some(1));
        write(&file, 2);
        assert_eq!(
            count(Wanted::Newer, FAILURE_LASTS + NEWER_AFTER - 1).await,
            Some(1)
        );
        assert_eq!(
            count(Wanted::Newer, FAILURE_LASTS + NEWER_AFTER).await,
            Some(2)
        );
        write(&file, 3);
        let at = FAILURE_LASTS + NEWER_AFTER;
        assert_eq!(count(Wanted::Known, at + KEYS_LAST - 1).await, Some(2));
        assert_eq!(count(Wanted::Known, at + KEYS_LAST).await, Some(3));
        assert_eq!(
            count(Wanted::Known, 0).await,
            Some(3),
            "a clock that was set back"
        );
    }
}
