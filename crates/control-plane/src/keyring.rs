//! The control plane's secrets: one master key on disk, everything else derived from it or sealed
//! under it.
//!
//! | derived key | what for |
//! |---|---|
//! | `records` | seals secrets inside stored records (AES-256-GCM-SIV, bound to the record's key) |
//! | `sessions` | makes the secret access key of a session from its key id, so none is stored |
//! | `signing` | Ed25519 seed: snapshots and session tokens |
//! | `agents`, `agents 1`, … | the keys that agents open session tokens with, one after the other |

use aws_lc_rs::aead::{AES_256_GCM_SIV, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sigv4::SecretAccessKey;
use zeroize::Zeroizing;

use crate::entropy::{Entropy, EntropyError, random};
use crate::ids;

const SEALED_PREFIX: &str = "v1.";
const NONCE_BYTES: usize = 12;

/// Length of the master key file, in bytes.
pub const MASTER_KEY_BYTES: usize = 32;

/// Keys derived from the master key; wiped when dropped, printed never.
pub struct Keyring {
    records: LessSafeKey,
    sessions: Zeroizing<[u8; 32]>,
    signing_seed: Zeroizing<[u8; 32]>,
    master: Zeroizing<[u8; 32]>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Keyring(..)")
    }
}

/// A sealed secret that does not open.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The text is not of the sealed form.
    #[error("the sealed secret of `{record}` is not of a known form")]
    Form {
        /// Key of the record that holds it.
        record: String,
    },
    /// Another master key made it, or it was moved or changed.
    #[error(
        "the sealed secret of `{record}` does not open with this master key: \
         restore the `master.key` that belongs to this store"
    )]
    Opening {
        /// Key of the record that holds it.
        record: String,
    },
    /// Sealing failed in the cryptography library.
    #[error("the secret of `{record}` could not be sealed")]
    Sealing {
        /// Key of the record that was to hold it.
        record: String,
    },
    /// No random bytes for a nonce.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
}

impl Keyring {
    /// Derives the keys.
    pub fn new(master: &[u8; MASTER_KEY_BYTES]) -> Self {
        let records = derive(master, "records");
        let Ok(unbound) = UnboundKey::new(&AES_256_GCM_SIV, &*records) else {
            unreachable!("AES-256-GCM-SIV takes a key of 32 bytes")
        };
        Self {
            records: LessSafeKey::new(unbound),
            sessions: derive(master, "sessions"),
            signing_seed: derive(master, "signing"),
            master: Zeroizing::new(*master),
        }
    }

    /// Seals `secret` for the record with key `record`; it opens in no other record.
    pub fn seal(
        &self,
        record: &str,
        secret: &str,
        entropy: &dyn Entropy,
    ) -> Result<String, KeyringError> {
        let nonce: [u8; NONCE_BYTES] = random(entropy)?;
        let mut sealed = secret.as_bytes().to_vec();
        self.records
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(record.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| KeyringError::Sealing {
                record: record.to_owned(),
            })?;
        Ok(SEALED_PREFIX.to_owned() + &STANDARD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Opens what [`Keyring::seal`] made for the same record.
    pub fn open(&self, record: &str, sealed: &str) -> Result<Zeroizing<String>, KeyringError> {
        let form = || KeyringError::Form {
            record: record.to_owned(),
        };
        let opening = || KeyringError::Opening {
            record: record.to_owned(),
        };
        let encoded = sealed.strip_prefix(SEALED_PREFIX).ok_or_else(form)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| form())?;
        let (nonce, body) = bytes.split_first_chunk::<NONCE_BYTES>().ok_or_else(form)?;
        let mut body = Zeroizing::new(body.to_vec());
        let plain = self
            .records
            .open_in_place(
                Nonce::assume_unique_for_key(*nonce),
                Aad::from(record.as_bytes()),
                &mut body,
            )
            .map_err(|_| opening())?;
        let text = std::str::from_utf8(plain).map_err(|_| opening())?;
        Ok(Zeroizing::new(text.to_owned()))
    }

    /// The secret access key of the session with this access key id.
    pub fn session_secret(&self, access_key_id: &str) -> SecretAccessKey {
        let tag = mac(&self.sessions, access_key_id.as_bytes());
        let mut bytes = Zeroizing::new([0; 30]);
        for (to, from) in bytes.iter_mut().zip(tag.iter()) {
            *to = *from;
        }
        ids::secret_from(&bytes)
    }

    /// Seed of the Ed25519 key that signs snapshots and session tokens.
    pub fn signing_seed(&self) -> &[u8; 32] {
        &self.signing_seed
    }

    /// The key that agents open session tokens with after it was replaced so many times.
    pub fn agents_key(&self, generation: u64) -> Zeroizing<[u8; 32]> {
        match generation {
            0 => derive(&self.master, "agents"),
            later => derive(&self.master, &format!("agents {later}")),
        }
    }
}

fn derive(master: &[u8; MASTER_KEY_BYTES], purpose: &str) -> Zeroizing<[u8; 32]> {
    mac(master, format!("sekisho keyring 1: {purpose}").as_bytes())
}

fn mac(key: &[u8; 32], message: &[u8]) -> Zeroizing<[u8; 32]> {
    let key = hmac::Key::new(hmac::HMAC_SHA256, key);
    let tag = hmac::sign(&key, message);
    let mut bytes = Zeroizing::new([0; 32]);
    for (to, from) in bytes.iter_mut().zip(tag.as_ref()) {
        *to = *from;
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    #[test]
    fn a_sealed_secret_opens_in_its_own_record_only() {
        let keyring = Keyring::new(&[7; 32]);
        let sealed = keyring
            .seal("iam/access-key/A", SECRET, &SystemEntropy)
            .unwrap();
        assert!(!sealed.contains("wJalr"));
        assert_eq!(*keyring.open("iam/access-key/A", &sealed).unwrap(), SECRET);
        assert!(matches!(
            keyring.open("iam/access-key/B", &sealed),
            Err(KeyringError::Opening { .. })
        ));
    }

    #[test]
    fn another_master_key_opens_nothing_and_says_what_to_do() {
        let sealed = Keyring::new(&[7; 32])
            .seal("r", SECRET, &SystemEntropy)
            .unwrap();
        let error = Keyring::new(&[8; 32]).open("r", &sealed).unwrap_err();
        assert!(
            error.to_string().contains("restore the `master.key`"),
            "{error}"
        );
        assert!(matches!(
            Keyring::new(&[7; 32]).open("r", "plain text"),
            Err(KeyringError::Form { .. })
        ));
    }

    #[test]
    fn a_sessions_secret_is_the_same_each_time_and_another_for_another_key() {
        let keyring = Keyring::new(&[7; 32]);
        let first = keyring.session_secret("ASIAAAAAAAAAAAAAAAAA");
        assert_eq!(first.expose().len(), 40);
        assert_eq!(
            first.expose(),
            keyring.session_secret("ASIAAAAAAAAAAAAAAAAA").expose()
        );
        assert_ne!(
            first.expose(),
            keyring.session_secret("ASIAAAAAAAAAAAAAAAAB").expose()
        );
    }

    #[test]
    fn each_key_for_agents_is_another_and_the_same_each_time() {
        let keyring = Keyring::new(&[7; 32]);
        let mut keys: Vec<[u8; 32]> = (0..10).map(|at| *keyring.agents_key(at)).collect();
        assert_eq!(keys[3], *keyring.agents_key(3));
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), 10);
    }

    #[test]
    fn the_keyring_prints_no_key() {
        assert_eq!(format!("{:?}", Keyring::new(&[7; 32])), "Keyring(..)");
    }
}
