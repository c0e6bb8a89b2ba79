//! From a canonical request to a signature.

use sha2::{Digest, Sha256};

use crate::{ALGORITHM, CredentialScope, Signature, SigningKey, Timestamp, encode};

/// `hex(SHA256(""))`: the payload hash of a request without a body.
pub(crate) const EMPTY_SHA256: &str =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// The string to sign for the canonical request that `hashed` has taken in.
pub(crate) fn string_to_sign(at: Timestamp, scope: &CredentialScope, hashed: Sha256) -> String {
    let digest = encode::hex(&hashed.finalize());
    format!("{ALGORITHM}\n{}\n{scope}\n{digest}", at.to_amz())
}

/// Signs the canonical request that `hashed` has taken in.
pub(crate) fn sign(
    key: &SigningKey,
    at: Timestamp,
    scope: &CredentialScope,
    hashed: Sha256,
) -> Signature {
    key.sign(string_to_sign(at, scope, hashed).as_bytes())
}

/// Lower-case hex of a SHA-256.
pub(crate) fn sha256_hex(bytes: &[u8]) -> String {
    encode::hex(&Sha256::digest(bytes))
}
