//! Secret access keys, and the signing keys derived from them. Both wipe themselves.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{CredentialScope, Signature, TERMINATOR};

/// A secret access key. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SecretAccessKey(String);

impl SecretAccessKey {
    /// Takes the text over; no other copy is made.
    #[must_use]
    pub const fn new(secret: String) -> Self {
        Self(secret)
    }

    /// The secret itself. Every call site is a place to review.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretAccessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretAccessKey(..)")
    }
}

/// A derived key: it signs for one access key, on one day, in one region, for one service, and
/// the secret access key cannot be computed from it. Wiped when dropped, never printed.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct SigningKey([u8; 32]);

impl SigningKey {
    /// `HMAC(HMAC(HMAC(HMAC("AWS4" + secret, date), region), service), "aws4_request")`.
    #[must_use]
    pub fn derive(secret: &SecretAccessKey, scope: &CredentialScope) -> Self {
        let seed = Zeroizing::new(format!("AWS4{}", secret.0));
        let date = hmac(seed.as_bytes(), scope.date.to_string().as_bytes());
        let region = hmac(&*date, scope.region.as_bytes());
        let service = hmac(&*region, scope.service.as_bytes());
        Self(*hmac(&*service, TERMINATOR.as_bytes()))
    }

    /// A key that was derived elsewhere.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The key itself. Every call site is a place to review.
    #[must_use]
    pub const fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// Signs a string to sign.
    #[must_use]
    pub fn sign(&self, string_to_sign: &[u8]) -> Signature {
        Signature::from_bytes(*hmac(&self.0, string_to_sign))
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(..)")
    }
}

fn hmac(key: &[u8], message: &[u8]) -> Zeroizing<[u8; 32]> {
    #[expect(
        clippy::expect_used,
        reason = "RFC 2104: HMAC takes a key of any length"
    )]
    let mac = Hmac::<Sha256>::new_from_slice(key).expect("any length");
    Zeroizing::new(mac.chain_update(message).finalize().into_bytes().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ScopeDate;

    fn scope() -> CredentialScope {
        let date = ScopeDate::parse("20150830").unwrap();
        CredentialScope {
            date,
            region: "us-east-1".into(),
            service: "iam".into(),
        }
    }

    /// The worked example of the AWS General Reference, *Deriving the signing key*.
    #[test]
    fn amazons_own_example_derives_the_documented_key() {
        let secret = SecretAccessKey::new("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY".into());
        let key = SigningKey::derive(&secret, &scope());
        assert_eq!(
            crate::encode::hex(key.expose()),
            "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9"
        );
    }

    #[test]
    fn secrets_longer_than_a_hash_block_derive_too() {
        let long = |length| SecretAccessKey::new("s".repeat(length));
        let derived = |length| *SigningKey::derive(&long(length), &scope()).expose();
        assert_ne!(derived(60), derived(61));
        assert_ne!(derived(61), derived(200));
    }

    #[test]
    fn debug_shows_nothing_of_a_key() {
        let secret = SecretAccessKey::new("hunter2".into());
        assert_eq!(format!("{secret:?}"), "SecretAccessKey(..)");
        let key = SigningKey::from_bytes([7; 32]);
        assert_eq!(format!("{key:?}"), "SigningKey(..)");
    }
}
