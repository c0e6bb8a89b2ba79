//! Session tokens: what `AssumeRole`, `GetSessionToken` and `GetFederationToken` hand out.
//!
//! A token carries the whole session, encrypted for agents and signed by the control plane, so that
//! an agent verifies a login of a session that it has never heard of without a call.
//!
//! `Sekisho1`, then in base64 (RFC 4648, section 4, with padding, as Amazon's tokens are):
//!
//! | octets | field |
//! |---|---|
//! | 8 | id of the signing key |
//! | 8 | id of the agents' key |
//! | 12 | nonce |
//! | … | [`SessionDocument`] as JSON, under AES-256-GCM-SIV (RFC 8452), and its 16-octet tag |
//! | 64 | Ed25519 signature over `sekisho session token 1\0` and all octets before it |
//!
//! Reading one takes the agents' key; making one takes the control plane's private key.

use std::fmt;
use std::sync::Arc;

use aws_lc_rs::aead::{Aad, LessSafeKey, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use iam::login::{Session, SessionDocument, SessionRefusal, Sessions};
use sigv4::Timestamp;
use zeroize::Zeroizing;

use crate::keys::{AgentsKey, KEY_ID_BYTES, KeyError, KeyId, SIGNATURE_BYTES, Signer};
use crate::signed::Verifier;

/// The longest session token, in characters. With it a database token stays below the 8,192 of
/// [`sigv4::token::MAX_TOKEN_BYTES`], percent-encoding included.
pub const MAX_SESSION_TOKEN_BYTES: usize = 6144;

/// How many octets session policies, their ARNs and session tags may have together once packed.
/// Amazon's own limit is not published; its API shows a percentage of it, and so does ours.
pub const MAX_PACKED_BYTES: usize = 3584;

/// Octets of the nonce that [`SessionSealer::seal`] takes (RFC 8452, section 4).
pub const NONCE_BYTES: usize = 12;

const PREFIX: &str = "Sekisho1";
const DOMAIN: &[u8] = b"sekisho session token 1\0";
const TAG_BYTES: usize = 16;

/// Makes session tokens; the control plane's.
pub struct SessionSealer {
    signer: Signer,
    agents_key: KeyId,
    cipher: LessSafeKey,
}

/// A session token, and how much of the room for policies and tags it takes.
pub struct SealedSession {
    /// `SessionToken` of the answer.
    pub token: Zeroizing<String>,
    /// `PackedPolicySize` of the answer; `None` when there is neither policy nor tag.
    pub packed_percent: Option<u32>,
}

impl fmt::Debug for SealedSession {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "SealedSession({} characters)", self.token.len())
    }
}

/// Why a session cannot be sealed.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// STS answers `PackedPolicyTooLarge` with the percentage.
    #[error("session policies and tags take {percent} percent of the room there is for them")]
    PackedTooLarge {
        /// More than 100.
        percent: u32,
    },
    /// Names and identities are too long together, policies and tags aside.
    #[error(
        "the session token would have {bytes} characters, {MAX_SESSION_TOKEN_BYTES} are allowed"
    )]
    TooLong {
        /// How long it would be.
        bytes: usize,
    },
    /// It cannot be written as JSON.
    #[error("the session cannot be written")]
    Writing(#[from] serde_json::Error),
    /// Encrypting or signing failed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl SessionSealer {
    /// A sealer whose tokens open with `agents_key` and are believed by who trusts `signer`.
    ///
    /// # Errors
    /// [`KeyError`] when the cryptography library refuses the key.
    pub fn new(signer: Signer, agents_key: &AgentsKey) -> Result<Self, KeyError> {
        Ok(Self {
            signer,
            agents_key: agents_key.id(),
            cipher: agents_key.cipher()?,
        })
    }

    /// The token that carries `session`. The nonce must be random: twice the same nonce shows
    /// whether two sessions are the same, and nothing more (RFC 8452).
    ///
    /// # Errors
    /// [`SealError::PackedTooLarge`] is the caller's fault, the others are not.
    pub fn seal(
        &self,
        session: &SessionDocument,
        nonce: [u8; NONCE_BYTES],
    ) -> Result<SealedSession, SealError> {
        let packed_percent = packed_percent(session)?;
        if let Some(percent) = packed_percent.filter(|percent| *percent > 100) {
            return Err(SealError::PackedTooLarge { percent });
        }
        let mut sealed = Zeroizing::new(serde_json::to_vec(session)?);
        let header = [
            self.signer.public().id().as_bytes().as_slice(),
            self.agents_key.as_bytes(),
        ]
        .concat();
        self.cipher
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(&header),
                &mut *sealed,
            )
            .map_err(|_| KeyError::Rejected)?;
        let mut body = [DOMAIN, &header, &nonce, &sealed].concat();
        let signature = self.signer.sign(&body)?;
        body.extend_from_slice(&signature);
        let body = body.strip_prefix(DOMAIN).unwrap_or_default();
        let token = Zeroizing::new(PREFIX.to_owned() + &STANDARD.encode(body));
        if token.len() > MAX_SESSION_TOKEN_BYTES {
            return Err(SealError::TooLong { bytes: token.len() });
        }
        Ok(SealedSession {
            token,
            packed_percent,
        })
    }
}

impl fmt::Debug for SessionSealer {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            out,
            "SessionSealer({:?}, agents' key {})",
            self.signer, self.agents_key
        )
    }
}

/// How much of [`MAX_PACKED_BYTES`] policies and tags take, rounded up.
fn packed_percent(session: &SessionDocument) -> Result<Option<u32>, serde_json::Error> {
    if session.policy.is_none() && session.policy_arns.is_empty() && session.tags.is_empty() {
        return Ok(None);
    }
    let packed = (
        &session.policy,
        &session.policy_arns,
        &session.tags,
        &session.transitive_tag_keys,
    );
    let bytes = serde_json::to_vec(&packed)?.len();
    Ok(Some(
        u32::try_from((100 * bytes).div_ceil(MAX_PACKED_BYTES)).unwrap_or(u32::MAX),
    ))
}

/// Opens session tokens; an agent's, and the control plane's for its own API.
pub struct SessionOpener {
    verifier: Verifier,
    ciphers: Vec<(KeyId, LessSafeKey)>,
}

impl SessionOpener {
    /// Believes tokens signed with a key that `verifier` trusts and encrypted with one of these.
    ///
    /// # Errors
    /// [`KeyError`] when the cryptography library refuses a key.
    pub fn new(verifier: Verifier, agents_keys: &[AgentsKey]) -> Result<Self, KeyError> {
        let ciphers = agents_keys
            .iter()
            .map(|key| Ok((key.id(), key.cipher()?)))
            .collect::<Result<_, KeyError>>()?;
        Ok(Self { verifier, ciphers })
    }

    fn open_document(&self, token: &str) -> Result<SessionDocument, &'static str> {
        let body = decode(token)?;
        let parts = Parts::split(&body).ok_or("the session token is cut off")?;
        let signer = self
            .verifier
            .key(parts.signer)
            .ok_or("the session token is signed by another control plane")?;
        if !signer.verifies(&[DOMAIN, parts.signed].concat(), parts.signature) {
            return Err("the signature of the session token does not match");
        }
        let plain = self.decrypt(&parts)?;
        serde_json::from_slice(&plain).map_err(|_| "the session token is of another version")
    }

    fn decrypt(&self, parts: &Parts<'_>) -> Result<Zeroizing<Vec<u8>>, &'static str> {
        let (_, cipher) = self
            .ciphers
            .iter()
            .find(|(id, _)| *id == parts.agents_key)
            .ok_or("the session token was made for other agents")?;
        let mut sealed = Zeroizing::new(parts.sealed.to_vec());
        cipher
            .open_in_place(
                Nonce::assume_unique_for_key(*parts.nonce),
                Aad::from(parts.header),
                &mut sealed,
            )
            .map_err(|_| "the session token does not decrypt")?;
        let plain_bytes = sealed.len().saturating_sub(TAG_BYTES);
        sealed.truncate(plain_bytes);
        Ok(sealed)
    }
}

impl Sessions for SessionOpener {
    fn open(&self, session_token: &str, now: Timestamp) -> Result<Arc<Session>, SessionRefusal> {
        let document = self
            .open_document(session_token)
            .map_err(|why| SessionRefusal::Invalid(why.to_owned()))?;
        let session = Session::compile(document)?;
        session.in_force(now)?;
        Ok(Arc::new(session))
    }
}

impl fmt::Debug for SessionOpener {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("SessionOpener")
            .field("verifier", &self.verifier)
            .finish_non_exhaustive()
    }
}

fn decode(token: &str) -> Result<Vec<u8>, &'static str> {
    if token.len() > MAX_SESSION_TOKEN_BYTES {
        return Err("the session token is too long to be one of ours");
    }
    let encoded = token.strip_prefix(PREFIX).ok_or(
        "the session token is not one of ours: it was issued by another service, such as Amazon's STS",
    )?;
    STANDARD
        .decode(encoded)
        .map_err(|_| "the session token is not base64: it was changed")
}

/// A session token's octets, cut at their places and not believed.
struct Parts<'a> {
    signed: &'a [u8],
    signature: &'a [u8; SIGNATURE_BYTES],
    header: &'a [u8],
    signer: KeyId,
    agents_key: KeyId,
    nonce: &'a [u8; NONCE_BYTES],
    sealed: &'a [u8],
}

impl<'a> Parts<'a> {
    fn split(body: &'a [u8]) -> Option<Self> {
        let (signed, signature) = body.split_last_chunk::<SIGNATURE_BYTES>()?;
        let (header, _) = signed.split_at_checked(2 * KEY_ID_BYTES)?;
        let (signer, rest) = signed.split_first_chunk::<KEY_ID_BYTES>()?;
        let (agents_key, rest) = rest.split_first_chunk::<KEY_ID_BYTES>()?;
        let (nonce, sealed) = rest.split_first_chunk::<NONCE_BYTES>()?;
        Some(Self {
            signed,
            signature,
            header,
            signer: KeyId::from_bytes(*signer),
            agents_key: KeyId::from_bytes(*agents_key),
            nonce,
            sealed,
        })
    }
}
