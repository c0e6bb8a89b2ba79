//! The control plane's signing key and the key that all agents share.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{AES_256_GCM_SIV, LessSafeKey, UnboundKey};
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{ED25519, Ed25519KeyPair, KeyPair as _, ParsedPublicKey};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::Zeroizing;

/// Octets of a key id.
pub const KEY_ID_BYTES: usize = 8;

/// Octets of an Ed25519 signature (RFC 8032, section 5.1.6).
pub const SIGNATURE_BYTES: usize = 64;

/// Which key signed or sealed: the start of the SHA-256 of the public key or of the secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct KeyId([u8; KEY_ID_BYTES]);

impl KeyId {
    pub(crate) const fn from_bytes(bytes: [u8; KEY_ID_BYTES]) -> Self {
        Self(bytes)
    }

    pub(crate) const fn as_bytes(&self) -> &[u8; KEY_ID_BYTES] {
        &self.0
    }

    fn of(domain: &[u8], key: &[u8; 32]) -> Self {
        let hashed = digest(&SHA256, &Zeroizing::new([domain, key].concat()));
        Self(hashed.as_ref().first_chunk().copied().unwrap_or_default())
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "KeyId({self})")
    }
}

/// Why bytes or a text are not a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Not base64 of 32 bytes.
    #[error("a key is 32 bytes in base64")]
    Form,
    /// 32 bytes that are no point of the curve.
    #[error("the bytes are not an Ed25519 public key")]
    NotAPublicKey,
    /// The cryptography library refused the bytes.
    #[error("the key could not be loaded")]
    Rejected,
}

/// The control plane's Ed25519 private key. Never printed.
///
/// One key signs several kinds of thing; what is signed begins with the name of its kind, so that a
/// signature over one is none over another.
#[derive(Clone)]
pub struct Signer {
    pair: Arc<Ed25519KeyPair>,
    public: PublicKey,
}

impl Signer {
    /// The key with this seed (RFC 8032, section 5.1.5), which must come from a generator of random
    /// bytes or a derivation from such.
    ///
    /// # Errors
    /// [`KeyError`] when the cryptography library refuses it.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, KeyError> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| KeyError::Rejected)?;
        let public = pair
            .public_key()
            .as_ref()
            .try_into()
            .map_err(|_| KeyError::Rejected)?;
        Ok(Self {
            pair: Arc::new(pair),
            public: PublicKey::from_bytes(public)?,
        })
    }

    /// The key to give to agents.
    #[must_use]
    pub const fn public(&self) -> &PublicKey {
        &self.public
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Result<[u8; SIGNATURE_BYTES], KeyError> {
        let signature = self
            .pair
            .try_sign(message)
            .map_err(|_| KeyError::Rejected)?;
        signature
            .as_ref()
            .try_into()
            .map_err(|_| KeyError::Rejected)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Signer({})", self.public.id)
    }
}

/// The control plane's Ed25519 public key. Written in base64.
#[derive(Clone)]
pub struct PublicKey {
    bytes: [u8; 32],
    id: KeyId,
    parsed: ParsedPublicKey,
}

impl PublicKey {
    /// Takes the 32 bytes of RFC 8032, section 5.1.2.
    ///
    /// # Errors
    /// [`KeyError::NotAPublicKey`].
    pub fn from_bytes(bytes: [u8; 32]) -> Result<Self, KeyError> {
        let parsed = ParsedPublicKey::new(&ED25519, bytes).map_err(|_| KeyError::NotAPublicKey)?;
        Ok(Self {
            bytes,
            id: KeyId::of(b"sekisho public key 1\0", &bytes),
            parsed,
        })
    }

    /// Reads what [`Display`](fmt::Display) writes.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Self::from_bytes(*key_bytes(text)?)
    }

    /// Which key it is.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) fn verifies(&self, message: &[u8], signature: &[u8; SIGNATURE_BYTES]) -> bool {
        self.parsed.verify_sig(message, signature).is_ok()
    }
}

impl PartialEq for PublicKey {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for PublicKey {}

impl fmt::Display for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&STANDARD.encode(self.bytes))
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PublicKey({})", self.id)
    }
}

impl Serialize for PublicKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for PublicKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

/// The AES-256-GCM-SIV key that session tokens are encrypted with: the control plane and every
/// agent hold it. Wiped when dropped, printed never; written in base64 in [`crate::AgentFile`] only.
#[derive(Clone)]
pub struct AgentsKey {
    bytes: Zeroizing<[u8; 32]>,
    id: KeyId,
}

impl AgentsKey {
    /// Takes 32 random or derived bytes.
    #[must_use]
    pub fn from_bytes(bytes: &[u8; 32]) -> Self {
        Self {
            bytes: Zeroizing::new(*bytes),
            id: KeyId::of(b"sekisho agents key 1\0", bytes),
        }
    }

    /// Which key it is.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(crate) fn cipher(&self) -> Result<LessSafeKey, KeyError> {
        UnboundKey::new(&AES_256_GCM_SIV, self.bytes.as_slice())
            .map(LessSafeKey::new)
            .map_err(|_| KeyError::Rejected)
    }
}

/// Compared by id: a hash of the key.
impl PartialEq for AgentsKey {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for AgentsKey {}

impl fmt::Debug for AgentsKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "AgentsKey({})", self.id)
    }
}

impl Serialize for AgentsKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = Zeroizing::new(STANDARD.encode(self.bytes.as_slice()));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for AgentsKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        key_bytes(&text)
            .map(|bytes| Self::from_bytes(&bytes))
            .map_err(de::Error::custom)
    }
}

fn key_bytes(text: &str) -> Result<Zeroizing<[u8; 32]>, KeyError> {
    let mut bytes = Zeroizing::new([0; 32]);
    match STANDARD.decode_slice(text, bytes.as_mut_slice()) {
        Ok(32) => Ok(bytes),
        _ => Err(KeyError::Form),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_always_gives_the_public_key_of_rfc_8032() {
        // Section 7.1, test 1.
        let seed = hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
        let public = hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
        assert_eq!(Signer::from_seed(&seed).unwrap().public().bytes, public);
    }

    #[test]
    fn a_public_key_reads_back_as_written() {
        let key = Signer::from_seed(&[7; 32]).unwrap().public().clone();
        assert_eq!(PublicKey::parse(&key.to_string()), Ok(key));
        assert_eq!(PublicKey::parse("AAAA").unwrap_err(), KeyError::Form);
        assert_eq!(PublicKey::parse("not base64!").unwrap_err(), KeyError::Form);
    }

    #[test]
    fn no_key_prints_more_than_its_id() {
        let signer = Signer::from_seed(&[7; 32]).unwrap();
        let agents = AgentsKey::from_bytes(&[9; 32]);
        assert_eq!(
            format!("{signer:?}"),
            format!("Signer({})", signer.public().id())
        );
        assert_eq!(format!("{agents:?}"), format!("AgentsKey({})", agents.id()));
    }

    fn hex(text: &str) -> [u8; 32] {
        let digits: Vec<u32> = text
            .chars()
            .map(|digit| digit.to_digit(16).unwrap())
            .collect();
        std::array::from_fn(|at| u8::try_from(16 * digits[2 * at] + digits[2 * at + 1]).unwrap())
    }
}
