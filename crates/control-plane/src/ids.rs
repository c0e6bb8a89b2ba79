//! Identifiers in Amazon's forms: unique ids, access key ids, secrets, resource ids, request ids.
//!
//! Prefixes are those of the IAM guide's *Understand unique ID prefixes*. The sixteen characters
//! behind an access key id's prefix are base32 and carry the account number in their first 48 bits,
//! as Amazon's own do, so that `sts:GetAccessKeyInfo` needs no lookup.

use aws_lc_rs::digest;
use sigv4::SecretAccessKey;
use zeroize::Zeroizing;

use crate::account::AccountId;
use crate::entropy::{Entropy, EntropyError, random};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE36: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// What a unique id names, by its four-letter prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdKind {
    /// `AIDA`
    User,
    /// `AGPA`
    Group,
    /// `AROA`
    Role,
    /// `ANPA`
    Policy,
    /// `AIPA`
    InstanceProfile,
}

impl IdKind {
    fn prefix(self) -> &'static str {
        match self {
            Self::User => "AIDA",
            Self::Group => "AGPA",
            Self::Role => "AROA",
            Self::Policy => "ANPA",
            Self::InstanceProfile => "AIPA",
        }
    }
}

/// A 21-character unique id, for example `AIDAQ3EGTKRDV6KPQWXYZ`.
pub fn unique_id(kind: IdKind, entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let bytes: [u8; 17] = random(entropy)?;
    Ok(kind.prefix().to_owned() + &spell(&bytes, BASE32))
}

/// The id of a long-term access key: `AKIA` and sixteen characters.
pub fn access_key_id(account: &AccountId, entropy: &dyn Entropy) -> Result<String, EntropyError> {
    key_id("AKIA", account, entropy)
}

/// The id of a session's access key: `ASIA` and sixteen characters.
pub fn session_key_id(account: &AccountId, entropy: &dyn Entropy) -> Result<String, EntropyError> {
    key_id("ASIA", account, entropy)
}

fn key_id(
    prefix: &str,
    account: &AccountId,
    entropy: &dyn Entropy,
) -> Result<String, EntropyError> {
    let tail: [u8; 5] = random(entropy)?;
    let head = (1_u64 << 47) | (account.number() << 7) | u64::from(tail[0] & 0x7f);
    let number = (u128::from(head) << 32)
        | u128::from(u32::from_be_bytes([tail[1], tail[2], tail[3], tail[4]]));
    let digits: Vec<u8> = (0..16)
        .rev()
        .map(|place| ((number >> (place * 5)) & 31) as u8)
        .collect();
    Ok(prefix.to_owned() + &spell(&digits, BASE32))
}

/// The account number inside an access key id; `None` when it is not one of the known form.
pub fn account_of_key_id(key_id: &str) -> Option<u64> {
    let tail = key_id.get(4..).filter(|tail| tail.len() == 16)?;
    let mut number = 0_u128;
    for letter in tail.bytes() {
        let digit = BASE32.iter().position(|known| *known == letter)?;
        number = (number << 5) | digit as u128;
    }
    Some(((number >> 32) as u64 & 0x7fff_ffff_ff80) >> 7)
}

/// A new secret access key: forty characters, 240 bits.
pub fn secret_access_key(entropy: &dyn Entropy) -> Result<SecretAccessKey, EntropyError> {
    let bytes = Zeroizing::new(random::<30>(entropy)?);
    Ok(secret_from(&bytes))
}

/// Writes 30 bytes as a forty-character secret access key.
pub fn secret_from(bytes: &[u8; 30]) -> SecretAccessKey {
    use base64::Engine as _;
    SecretAccessKey::new(base64::engine::general_purpose::STANDARD.encode(bytes))
}

/// A password that needs no quoting anywhere: 24 characters, 119 bits.
pub fn password(entropy: &dyn Entropy) -> Result<Zeroizing<String>, EntropyError> {
    let bytes = Zeroizing::new(random::<24>(entropy)?);
    Ok(Zeroizing::new(spell(&*bytes, BASE32)))
}

/// The resource id of a cluster: `cluster-` and 26 characters, never changed and never reused.
pub fn cluster_resource_id(entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let bytes: [u8; 26] = random(entropy)?;
    Ok("cluster-".to_owned() + &spell(&bytes, BASE36))
}

/// The resource id of an instance: `db-` and 26 characters.
pub fn instance_resource_id(entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let bytes: [u8; 26] = random(entropy)?;
    Ok("db-".to_owned() + &spell(&bytes, BASE36))
}

/// The resource id of a custom endpoint: `cluster-endpoint-` and 26 characters.
pub fn endpoint_resource_id(entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let bytes: [u8; 26] = random(entropy)?;
    Ok("cluster-endpoint-".to_owned() + &spell(&bytes, BASE36))
}

/// A request id: a version 4 UUID.
pub fn request_id(entropy: &dyn Entropy) -> Result<String, EntropyError> {
    let bytes: [u8; 16] = random(entropy)?;
    let number = u128::from_be_bytes(bytes) & !(0xf << 76) & !(0x3 << 62) | (4 << 76) | (2 << 62);
    let hex = format!("{number:032x}");
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or_default();
    Ok([
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ]
    .join("-"))
}

/// The SHA-1 thumbprint of a certificate's DER bytes, as `DescribeCertificates` shows it.
pub fn thumbprint(der: &[u8]) -> String {
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, der);
    hash.as_ref()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Each byte as one character of `alphabet`. With 36 characters a byte's remainder favours the first
/// four by 1 in 64, which costs a 26-character id less than one bit.
fn spell(bytes: &[u8], alphabet: &[u8]) -> String {
    bytes
        .iter()
        .filter_map(|byte| alphabet.get(usize::from(*byte) % alphabet.len()))
        .map(|letter| char::from(*letter))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entropy::SystemEntropy;

    #[test]
    fn unique_ids_have_amazons_length_prefix_and_alphabet() {
        let id = unique_id(IdKind::User, &SystemEntropy).unwrap();
        assert!(id.starts_with("AIDA") && id.len() == 21, "{id}");
        assert!(id.bytes().all(|byte| BASE32.contains(&byte)));
    }

    #[test]
    fn an_access_key_id_tells_its_account() {
        for account in ["123456789012", "000000000000", "999999999999"] {
            let account = AccountId::parse(account).unwrap();
            let id = access_key_id(&account, &SystemEntropy).unwrap();
            assert!(id.starts_with("AKIA") && id.len() == 20, "{id}");
            assert_eq!(account_of_key_id(&id), Some(account.number()));
        }
    }

    #[test]
    fn amazons_published_key_id_decodes_to_its_account() {
        // The example of AWS's own documentation of GetAccessKeyInfo's encoding.
        assert_eq!(
            account_of_key_id("ASIAY34FZKBOKMUTVV7A"),
            Some(609_629_065_308)
        );
        assert_eq!(account_of_key_id("AKIA"), None);
        assert_eq!(account_of_key_id("AKIA000000000000000!"), None);
    }

    #[test]
    fn a_secret_has_forty_characters_and_differs_each_time() {
        let first = secret_access_key(&SystemEntropy).unwrap();
        assert_eq!(first.expose().len(), 40);
        assert_ne!(
            first.expose(),
            secret_access_key(&SystemEntropy).unwrap().expose()
        );
    }

    #[test]
    fn a_request_id_is_a_version_4_uuid() {
        let id = request_id(&SystemEntropy).unwrap();
        let parts: Vec<&str> = id.split('-').collect();
        assert_eq!(
            parts.iter().map(|part| part.len()).collect::<Vec<_>>(),
            [8, 4, 4, 4, 12]
        );
        assert!(
            parts[2].starts_with('4') && parts[3].starts_with(['8', '9', 'a', 'b']),
            "{id}"
        );
    }
}
