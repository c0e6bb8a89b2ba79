//! How an agent on another host joins: the code that an administrator carries there, and the one
//! question that it is good for.
//!
//! | kind | from | payload |
//! |---|---|---|
//! | 32 | agent | [`JoinRequest`], JSON |
//! | 48 | control plane | [`Joined`], JSON |
//! | 49 | control plane | [`JoinRefused`], JSON |
//!
//! Both travel inside TLS 1.3 whose server was proved by the fingerprint in the code. The control
//! plane keeps a hash of the secret, so that reading its store joins nobody.

use std::fmt;

use aws_lc_rs::constant_time::verify_slices_are_equal;
use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use zeroize::{Zeroize as _, ZeroizeOnDrop, Zeroizing};

use crate::agent_name::AgentName;
use crate::der::Der;
use crate::frame::{Frame, FrameError, Message, read_json};
use crate::keys::{AgentsKey, PublicKey};

/// The version of these messages.
pub const JOIN_PROTOCOL: u32 = 1;

/// What joining is called where TLS is negotiated (RFC 7301).
pub const JOIN_ALPN: &[u8] = b"sekisho-join/1";

/// The longest message of either side.
pub const MAX_JOIN_MESSAGE_BYTES: usize = 16 * 1024;

/// Octets of the secret: 160 bits.
pub const JOIN_SECRET_BYTES: usize = 20;

/// The longest code, in characters: room for the longest DNS name and port.
pub const MAX_JOIN_CODE_BYTES: usize = 600;

const PREFIX: &str = "sekisho-join-1.";
const CHECK_BYTES: usize = 4;
const HASH_DOMAIN: &[u8] = b"sekisho join secret 1\0";

/// SHA-256 of a certificate: 32 octets.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(pub [u8; 32]);

impl Fingerprint {
    /// Of a certificate's DER.
    #[must_use]
    pub fn of(certificate: &[u8]) -> Self {
        Self(sha256(&[certificate]))
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Fingerprint({self})")
    }
}

/// What proves that an administrator sent the agent. Wiped when dropped, printed in a code only.
#[derive(Clone, ZeroizeOnDrop)]
pub struct JoinSecret([u8; JOIN_SECRET_BYTES]);

impl JoinSecret {
    /// Takes random octets.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; JOIN_SECRET_BYTES]) -> Self {
        Self(bytes)
    }

    /// What the control plane keeps.
    #[must_use]
    pub fn hash(&self) -> JoinSecretHash {
        JoinSecretHash(sha256(&[HASH_DOMAIN, &self.0]))
    }
}

impl fmt::Debug for JoinSecret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JoinSecret(..)")
    }
}

impl Serialize for JoinSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&Zeroizing::new(URL_SAFE_NO_PAD.encode(self.0)))
    }
}

impl<'de> Deserialize<'de> for JoinSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        exact(&text)
            .map(Self)
            .ok_or_else(|| de::Error::custom("not a join secret"))
    }
}

/// A hash of a [`JoinSecret`]. Nobody finds a secret of 160 random bits by its hash.
#[derive(Clone)]
pub struct JoinSecretHash([u8; 32]);

impl JoinSecretHash {
    /// Whether it is of this secret, in constant time.
    #[must_use]
    pub fn is_of(&self, secret: &JoinSecret) -> bool {
        verify_slices_are_equal(&self.0, &secret.hash().0).is_ok()
    }
}

impl fmt::Debug for JoinSecretHash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("JoinSecretHash(..)")
    }
}

impl Serialize for JoinSecretHash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

impl<'de> Deserialize<'de> for JoinSecretHash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        exact(&String::deserialize(deserializer)?)
            .map(Self)
            .ok_or_else(|| de::Error::custom("not a hash of a join secret"))
    }
}

/// What `sekisho agents invite` prints and `sekisho agent join` takes.
///
/// `sekisho-join-1.`, then in base64url without padding (RFC 4648, section 5): the fingerprint, the
/// secret, the length of the name in one octet, the name, the address, and the first four octets of
/// the SHA-256 of all that, so that a code that was not copied whole is known as such.
#[derive(Debug, Clone)]
pub struct JoinCode {
    /// Where the control plane awaits agents: `host:port`.
    pub address: String,
    /// Of the certificate authority that it must prove itself by.
    pub authority: Fingerprint,
    /// The agent's name.
    pub name: AgentName,
    /// The secret.
    pub secret: JoinSecret,
}

/// A text that is no code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is not a join code, or not all of one: copy the whole line that \
     `sekisho agents invite` printed"
)]
pub struct JoinCodeError;

impl JoinCode {
    /// The text to carry.
    #[must_use]
    pub fn encode(&self) -> Zeroizing<String> {
        let name = self.name.as_str().as_bytes();
        let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
        let mut body = Zeroizing::new(
            [
                self.authority.0.as_slice(),
                &self.secret.0,
                &[length],
                name,
                self.address.as_bytes(),
            ]
            .concat(),
        );
        let check = check(&body);
        body.extend_from_slice(&check);
        Zeroizing::new(PREFIX.to_owned() + &Zeroizing::new(URL_SAFE_NO_PAD.encode(&*body)))
    }

    /// Reads what [`JoinCode::encode`] wrote; white space around it does not count.
    ///
    /// # Errors
    /// [`JoinCodeError`].
    pub fn parse(text: &str) -> Result<Self, JoinCodeError> {
        Self::read(text.trim()).ok_or(JoinCodeError)
    }

    fn read(text: &str) -> Option<Self> {
        if text.len() > MAX_JOIN_CODE_BYTES {
            return None;
        }
        let encoded = text.strip_prefix(PREFIX)?;
        let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(encoded).ok()?);
        let (body, found) = bytes.split_last_chunk::<CHECK_BYTES>()?;
        if check(body) != *found {
            return None;
        }
        let (authority, rest) = body.split_first_chunk::<32>()?;
        let (secret, rest) = rest.split_first_chunk::<JOIN_SECRET_BYTES>()?;
        let (length, rest) = rest.split_first()?;
        let (name, address) = rest.split_at_checked(usize::from(*length))?;
        Some(Self {
            address: std::str::from_utf8(address).ok()?.to_owned(),
            authority: Fingerprint(*authority),
            name: AgentName::parse(std::str::from_utf8(name).ok()?).ok()?,
            secret: JoinSecret(*secret),
        })
    }
}

/// May I?
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JoinRequest {
    /// [`JOIN_PROTOCOL`] of the agent.
    pub protocol: u32,
    /// The name in the code.
    pub name: AgentName,
    /// The secret in the code.
    pub secret: JoinSecret,
    /// A request of RFC 2986 for the agent's key, which never leaves its host. Only its key counts.
    pub request: Der,
}

/// What the control plane says to a [`JoinRequest`].
#[derive(Debug, Clone)]
pub enum JoinAnswer {
    /// Yes.
    Joined(Joined),
    /// No.
    Refused(JoinRefused),
}

/// What an agent needs from then on.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Joined {
    /// The agent's certificate.
    pub certificate: Der,
    /// Keys whose signatures the agent believes.
    pub control_plane_keys: Vec<PublicKey>,
    /// Keys that open session tokens.
    pub agents_keys: Vec<AgentsKey>,
}

/// A refusal, with the one sentence that is said whatever the reason.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct JoinRefused {
    /// For who tries to join.
    pub why: String,
}

const REQUEST: u8 = 32;
const JOINED: u8 = 48;
const REFUSED: u8 = 49;

impl Message for JoinRequest {
    fn limit(kind: u8) -> Option<usize> {
        (kind == REQUEST).then_some(MAX_JOIN_MESSAGE_BYTES)
    }

    fn decode(kind: u8, payload: Zeroizing<Vec<u8>>) -> Result<Self, FrameError> {
        read_json(kind, &payload)
    }

    fn frame(&self) -> Result<Frame<'_>, FrameError> {
        Frame::json::<Self>(REQUEST, self)
    }
}

impl Message for JoinAnswer {
    fn limit(kind: u8) -> Option<usize> {
        matches!(kind, JOINED | REFUSED).then_some(MAX_JOIN_MESSAGE_BYTES)
    }

    fn decode(kind: u8, payload: Zeroizing<Vec<u8>>) -> Result<Self, FrameError> {
        match kind {
            JOINED => read_json(kind, &payload).map(Self::Joined),
            REFUSED => read_json(kind, &payload).map(Self::Refused),
            other => Err(FrameError::Kind(other)),
        }
    }

    fn frame(&self) -> Result<Frame<'_>, FrameError> {
        match self {
            Self::Joined(joined) => Frame::json::<Self>(JOINED, joined),
            Self::Refused(refused) => Frame::json::<Self>(REFUSED, refused),
        }
    }
}

fn check(body: &[u8]) -> [u8; CHECK_BYTES] {
    sha256(&[body]).first_chunk().copied().unwrap_or_default()
}

fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut message = Zeroizing::new(parts.concat());
    let hash = digest(&SHA256, &message);
    message.zeroize();
    hash.as_ref().try_into().unwrap_or_default()
}

fn exact<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes = Zeroizing::new(URL_SAFE_NO_PAD.decode(text).ok()?);
    bytes.as_slice().try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code() -> JoinCode {
        JoinCode {
            address: "plane.example.com:4590".into(),
            authority: Fingerprint([7; 32]),
            name: AgentName::parse("db1").unwrap(),
            secret: JoinSecret::from_bytes([9; JOIN_SECRET_BYTES]),
        }
    }

    #[test]
    fn a_code_reads_back_as_written_white_space_aside() {
        let text = format!("  {}\n", *code().encode());
        let read = JoinCode::parse(&text).unwrap();
        assert_eq!(read.address, code().address);
        assert_eq!(read.authority, code().authority);
        assert_eq!(read.name, code().name);
        assert!(code().secret.hash().is_of(&read.secret));
    }

    #[test]
    fn a_code_that_was_not_copied_whole_is_known_as_such() {
        let whole = code().encode();
        for end in 0..whole.len() {
            assert_eq!(
                JoinCode::parse(whole.get(..end).unwrap()).unwrap_err(),
                JoinCodeError
            );
        }
        let longer = "A".repeat(MAX_JOIN_CODE_BYTES);
        assert!(JoinCode::parse(&(whole.to_string() + &longer)).is_err());
        assert!(JoinCode::parse("hunter2").is_err());
    }

    #[test]
    fn the_longest_host_name_fits_into_a_code() {
        let longest = JoinCode {
            address: format!("{}:65535", "h".repeat(253)),
            name: AgentName::parse(&"n".repeat(63)).unwrap(),
            ..code()
        };
        assert!(JoinCode::parse(&longest.encode()).is_ok());
    }

    #[test]
    fn a_hash_is_of_one_secret_and_reads_back() {
        let hash = code().secret.hash();
        let text = serde_json::to_string(&hash).unwrap();
        let read: JoinSecretHash = serde_json::from_str(&text).unwrap();
        assert!(read.is_of(&code().secret));
        for bit in 0..8 {
            let mut other = [9; JOIN_SECRET_BYTES];
            other[JOIN_SECRET_BYTES - 1] ^= 1 << bit;
            assert!(!read.is_of(&JoinSecret::from_bytes(other)));
        }
    }

    #[test]
    fn no_secret_is_printed() {
        let printed = format!("{:?} {:?}", code(), code().secret.hash());
        assert!(
            printed.contains("JoinSecret(..)") && !printed.contains("9, 9"),
            "{printed}"
        );
    }
}
