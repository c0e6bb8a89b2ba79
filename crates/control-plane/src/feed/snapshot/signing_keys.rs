//! The keys that an agent verifies tokens with: derived from a secret for a day, a region and logins.

use iam::login::{DatedKey, MAX_KEY_DATES};
use sigv4::token::SERVICE;
use sigv4::{CredentialScope, ScopeDate, SecretAccessKey, SigningKey, Timestamp};

use crate::keyring::{Keyring, KeyringError};
use crate::state::{AccessKey, Record as _};

/// The days that a key is derived for.
pub(super) type Days = [ScopeDate; MAX_KEY_DATES];

/// Derives the signing keys of yesterday, today and tomorrow.
pub(super) struct KeyDeriver<'a> {
    keyring: &'a Keyring,
    region: &'a str,
    days: Days,
}

impl<'a> KeyDeriver<'a> {
    pub(super) fn at(now: Timestamp, keyring: &'a Keyring, region: &'a str) -> Self {
        let today = now.date();
        Self {
            keyring,
            region,
            days: [today.previous(), today, today.next()],
        }
    }

    pub(super) fn days(&self) -> Days {
        self.days
    }

    /// The keys of an access key; those `known` from before may do.
    pub(super) fn derive(
        &self,
        key: &AccessKey,
        known: Option<&Vec<DatedKey>>,
    ) -> Result<Vec<DatedKey>, KeyringError> {
        if let Some(known) = known
            && known.iter().map(|dated| dated.date).eq(self.days)
        {
            return Ok(known.clone());
        }
        let opened = self.keyring.open(&key.key(), &key.sealed_secret)?;
        let secret = SecretAccessKey::new(opened.to_string());
        let derive = |date| derive_for_logins(&secret, date, self.region);
        Ok(self.days.map(derive).to_vec())
    }
}

/// The signing key for database tokens of one day in one region.
pub(crate) fn derive_for_logins(
    secret: &SecretAccessKey,
    date: ScopeDate,
    region: &str,
) -> DatedKey {
    let scope = CredentialScope {
        date,
        region: region.to_owned(),
        service: SERVICE.to_owned(),
    };
    DatedKey {
        date,
        key: SigningKey::derive(secret, &scope),
    }
}
