//! A provider's keys: a JSON Web Key Set (RFC 7517).

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED,
    EcdsaVerificationAlgorithm, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384,
    RSA_PKCS1_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::json::{Json, Object};
use crate::{MAX_KEY_SET_BYTES, MAX_KEYS};

/// The algorithms that STS takes (RFC 7518, section 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Es256,
    Es384,
    Es512,
}

impl Algorithm {
    const ALL: [(&'static str, Self); 6] = [
        ("RS256", Self::Rs256),
        ("RS384", Self::Rs384),
        ("RS512", Self::Rs512),
        ("ES256", Self::Es256),
        ("ES384", Self::Es384),
        ("ES512", Self::Es512),
    ];

    pub(crate) fn named(name: &str) -> Option<Self> {
        let found = Self::ALL.iter().find(|(known, _)| *known == name);
        found.map(|(_, algorithm)| *algorithm)
    }

    fn rsa(self) -> Option<&'static RsaParameters> {
        match self {
            Self::Rs256 => Some(&RSA_PKCS1_2048_8192_SHA256),
            Self::Rs384 => Some(&RSA_PKCS1_2048_8192_SHA384),
            Self::Rs512 => Some(&RSA_PKCS1_2048_8192_SHA512),
            Self::Es256 | Self::Es384 | Self::Es512 => None,
        }
    }
}

/// The curves of the three algorithms: each has its own (RFC 7518, section 3.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Curve {
    P256,
    P384,
    P521,
}

impl Curve {
    fn named(name: &str) -> Option<Self> {
        match name {
            "P-256" => Some(Self::P256),
            "P-384" => Some(Self::P384),
            "P-521" => Some(Self::P521),
            _ => None,
        }
    }

    /// Octets of a coordinate.
    fn width(self) -> usize {
        match self {
            Self::P256 => 32,
            Self::P384 => 48,
            Self::P521 => 66,
        }
    }

    fn verification(self, algorithm: Algorithm) -> Option<&'static EcdsaVerificationAlgorithm> {
        match (self, algorithm) {
            (Self::P256, Algorithm::Es256) => Some(&ECDSA_P256_SHA256_FIXED),
            (Self::P384, Algorithm::Es384) => Some(&ECDSA_P384_SHA384_FIXED),
            (Self::P521, Algorithm::Es512) => Some(&ECDSA_P521_SHA512_FIXED),
            _ => None,
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    Ec { curve: Curve, point: Vec<u8> },
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    id: Option<String>,
    /// The one algorithm that it may be used with, when it says so.
    algorithm: Option<Algorithm>,
    material: Material,
}

/// The keys of a provider that signatures can be verified with.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeySet(Vec<Key>);

/// Why a document is no key set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeySetError {
    /// More than [`MAX_KEY_SET_BYTES`].
    #[error("the key set has {0} bytes, and {MAX_KEY_SET_BYTES} are the most")]
    TooLong(usize),
    /// More than [`MAX_KEYS`].
    #[error("the key set has {0} keys, and {MAX_KEYS} are the most")]
    TooMany(usize),
    /// Not of the form of RFC 7517, section 5, or with a member twice.
    #[error("the key set is no JSON object with a list `keys`")]
    Form,
}

impl KeySet {
    /// Reads a key set. Keys that no signature of a token can be verified with are left out: the form
    /// allows for others (RFC 7517, section 5).
    ///
    /// # Errors
    /// [`KeySetError`]: nothing of it is used then.
    pub fn parse(bytes: &[u8]) -> Result<Self, KeySetError> {
        if bytes.len() > MAX_KEY_SET_BYTES {
            return Err(KeySetError::TooLong(bytes.len()));
        }
        let set = Object::parse(bytes).ok_or(KeySetError::Form)?;
        let keys = set
            .get("keys")
            .and_then(Json::list)
            .ok_or(KeySetError::Form)?;
        if keys.len() > MAX_KEYS {
            return Err(KeySetError::TooMany(keys.len()));
        }
        Ok(Self(
            keys.iter()
                .filter_map(|key| Key::read(key.object()?))
                .collect(),
        ))
    }

    /// How many keys there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The keys that a token under `algorithm` can be signed with, by the id that its header names.
    pub(crate) fn candidates<'a>(
        &'a self,
        id: Option<&'a str>,
        algorithm: Algorithm,
    ) -> impl Iterator<Item = &'a Key> {
        self.0.iter().filter(move |key| {
            id.is_none_or(|id| key.id.as_deref() == Some(id)) && key.is_for(algorithm)
        })
    }
}

impl Key {
    fn read(key: &Object) -> Option<Self> {
        let for_signatures = match key.get("use") {
            Some(named) => named.text() == Some("sig"),
            None => true,
        };
        let material = match key.text("kty").filter(|_| for_signatures)? {
            "RSA" => Material::Rsa {
                modulus: number(key, "n")?,
                exponent: number(key, "e")?,
            },
            "EC" => point(key)?,
            _ => return None,
        };
        let algorithm = match key.get("alg") {
            Some(named) => Some(Algorithm::named(named.text()?)?),
            None => None,
        };
        Some(Self {
            id: key.text("kid").map(str::to_owned),
            algorithm,
            material,
        })
    }

    fn is_for(&self, algorithm: Algorithm) -> bool {
        let fits = match &self.material {
            Material::Rsa { .. } => algorithm.rsa().is_some(),
            Material::Ec { curve, .. } => curve.verification(algorithm).is_some(),
        };
        fits && self.algorithm.is_none_or(|own| own == algorithm)
    }

    /// Whether the signature is this key's.
    pub(crate) fn signed(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        match &self.material {
            Material::Rsa { modulus, exponent } => algorithm.rsa().is_some_and(|parameters| {
                let key = RsaPublicKeyComponents {
                    n: modulus,
                    e: exponent,
                };
                key.verify(parameters, message, signature).is_ok()
            }),
            Material::Ec { curve, point } => curve.verification(algorithm).is_some_and(|with| {
                UnparsedPublicKey::new(with, point)
                    .verify(message, signature)
                    .is_ok()
            }),
        }
    }
}

/// `Base64urlUInt` (RFC 7518, section 2), without the zeros in front that some write.
fn number(key: &Object, name: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(key.text(name)?).ok()?;
    let digits: Vec<u8> = bytes.into_iter().skip_while(|byte| *byte == 0).collect();
    (!digits.is_empty()).then_some(digits)
}

/// The uncompressed point (SEC 1, section 2.3.3); coordinates have the curve's whole width.
fn point(key: &Object) -> Option<Material> {
    let curve = Curve::named(key.text("crv")?)?;
    let mut point = vec![4];
    for name in ["x", "y"] {
        let coordinate = URL_SAFE_NO_PAD.decode(key.text(name)?).ok()?;
        if coordinate.len() != curve.width() {
            return None;
        }
        point.extend(coordinate);
    }
    Some(Material::Ec { curve, point })
}

#[cfg(test)]
mod tests {
    use super::*;

    const RSA: &str = r#"{"kty":"RSA","kid":"a","n":"wUrM","e":"AQAB"}"#;

    fn set(keys: &[&str]) -> Result<KeySet, KeySetError> {
        KeySet::parse(format!(r#"{{"keys":[{}]}}"#, keys.join(",")).as_bytes())
    }

    #[test]
    fn keys_for_other_ends_are_left_out() {
        let others = [
            r#"{"kty":"oct","k":"c2VjcmV0"}"#,
            r#"{"kty":"RSA","use":"enc","n":"wUrM","e":"AQAB"}"#,
            r#"{"kty":"RSA","alg":"PS256","n":"wUrM","e":"AQAB"}"#,
            r#"{"kty":"RSA","n":"AA","e":"AQAB"}"#,
            r#"{"kty":"OKP","crv":"Ed25519","x":"AAAA"}"#,
            r#"{"kty":"EC","crv":"P-256","x":"AAAA","y":"AAAA"}"#,
            r#"{"kty":"EC","crv":"secp256k1","x":"AAAA","y":"AAAA"}"#,
            "7",
        ];
        assert_eq!(set(&others).unwrap().len(), 0);
        assert_eq!(set(&[RSA, others[0]]).unwrap().len(), 1);
    }

    #[test]
    fn what_is_no_key_set_is_refused_whole() {
        assert_eq!(KeySet::parse(b"{}"), Err(KeySetError::Form));
        assert_eq!(KeySet::parse(b"[]"), Err(KeySetError::Form));
        let twice = RSA.replace(r#""kid":"a""#, r#""kid":"a","kid":"b""#);
        assert_eq!(set(&[&twice]), Err(KeySetError::Form));
    }

    #[test]
    fn a_key_set_has_200_keys_and_256_kibibytes_at_most() {
        assert_eq!(set(&[RSA; MAX_KEYS]).unwrap().len(), MAX_KEYS);
        assert_eq!(
            set(&[RSA; MAX_KEYS + 1]),
            Err(KeySetError::TooMany(MAX_KEYS + 1))
        );
        let padded = |size: usize| format!(r#"{{"keys":[]{}}}"#, " ".repeat(size - 11));
        assert!(KeySet::parse(padded(MAX_KEY_SET_BYTES).as_bytes()).is_ok());
        assert_eq!(
            KeySet::parse(padded(MAX_KEY_SET_BYTES + 1).as_bytes()),
            Err(KeySetError::TooLong(MAX_KEY_SET_BYTES + 1))
        );
    }
}
