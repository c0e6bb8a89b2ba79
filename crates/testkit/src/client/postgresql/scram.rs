//! SCRAM-SHA-256 without channel binding (RFC 5802, RFC 7677), the client's side.

use std::num::NonZeroU32;
use std::sync::PoisonError;

use aws_lc_rs::{digest, hmac, pbkdf2};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{Derivation, PostgresError};

const MECHANISM: &str = "SCRAM-SHA-256\0";
/// No channel binding, no other identity.
const HEADER: &str = "n,,";
/// The server knows the user from the startup message.
const FIRST_BARE: &str = "n=,r=";

/// A key derived from a password, and what it was derived with.
#[derive(Clone)]
pub struct SaltedPassword {
    salt: Vec<u8>,
    iterations: NonZeroU32,
    key: [u8; 32],
}

impl std::fmt::Debug for SaltedPassword {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SaltedPassword(..)")
    }
}

impl SaltedPassword {
    fn derive(password: &[u8], salt: Vec<u8>, iterations: NonZeroU32) -> Self {
        let mut key = [0; 32];
        pbkdf2::derive(
            pbkdf2::PBKDF2_HMAC_SHA256,
            iterations,
            &salt,
            password,
            &mut key,
        );
        Self {
            salt,
            iterations,
            key,
        }
    }

    fn of(password: &[u8], salt: Vec<u8>, iterations: NonZeroU32, derivation: &Derivation) -> Self {
        let Derivation::Once(known) = derivation else {
            return Self::derive(password, salt, iterations);
        };
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        match &*known {
            Some(known) if known.salt == salt && known.iterations == iterations => known.clone(),
            _ => known
                .insert(Self::derive(password, salt, iterations))
                .clone(),
        }
    }
}

/// One login.
pub(super) struct Conversation {
    first_bare: String,
}

impl Conversation {
    pub(super) fn begin() -> Self {
        let mut nonce = [0; 18];
        aws_lc_rs::rand::fill(&mut nonce).expect("random octets");
        Self {
            first_bare: format!("{FIRST_BARE}{}", STANDARD.encode(nonce)),
        }
    }

    /// The body of `SASLInitialResponse`.
    pub(super) fn first(&self) -> Vec<u8> {
        let first = format!("{HEADER}{}", self.first_bare);
        let length = u32::try_from(first.len()).unwrap_or(u32::MAX).to_be_bytes();
        [MECHANISM.as_bytes(), &length, first.as_bytes()].concat()
    }

    /// The answer to the server's challenge.
    pub(super) fn proof(
        &self,
        challenge: &str,
        password: &[u8],
        derivation: &Derivation,
    ) -> Result<String, PostgresError> {
        let wrong = || PostgresError::protocol("a challenge that is none");
        let part = |name: &str| {
            let mut parts = challenge.split(',');
            parts
                .find_map(|part| part.strip_prefix(name))
                .ok_or_else(wrong)
        };
        let salt = STANDARD.decode(part("s=")?).map_err(|_| wrong())?;
        let iterations = part("i=")?.parse().map_err(|_| wrong())?;
        let salted = SaltedPassword::of(password, salt, iterations, derivation);
        let last = format!("c={},r={}", STANDARD.encode(HEADER), part("r=")?);
        let signed = format!("{},{challenge},{last}", self.first_bare);
        let key = sign(&salted.key, b"Client Key");
        let stored = digest::digest(&digest::SHA256, key.as_ref());
        let signature = sign(stored.as_ref(), signed.as_bytes());
        let proof: Vec<u8> = key
            .as_ref()
            .iter()
            .zip(signature.as_ref())
            .map(|(key, signature)| key ^ signature)
            .collect();
        Ok(format!("{last},p={}", STANDARD.encode(proof)))
    }
}

fn sign(key: &[u8], text: &[u8]) -> hmac::Tag {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text)
}
