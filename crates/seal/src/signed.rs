//! Documents that an agent believes because the control plane signed them.
//!
//! | octets | field |
//! |---|---|
//! | 8 | magic: `SKSNAP\0\2` for a snapshot, `SKSERV\0\2` for a serving list |
//! | 8 | id of the signing key |
//! | 64 | Ed25519 signature |
//! | … | the document, JSON |
//!
//! The signature is over magic, key id, the name of the agent that it is for (its length in one octet
//! before it) and the SHA-512 of the document (so that a large document is not copied), and it is
//! verified before a byte of the document is parsed. The name itself is not sent: an agent has its
//! own, and what was signed for another does not verify with it.

use std::path::PathBuf;

use aws_lc_rs::digest::{SHA512, digest};
use iam::login::SnapshotDocument;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::agent_name::AgentName;
use crate::keys::{KEY_ID_BYTES, KeyError, KeyId, PublicKey, SIGNATURE_BYTES, Signer};

/// The longest signed snapshot: about 300,000 principals.
pub const MAX_SNAPSHOT_BYTES: usize = 256 * 1024 * 1024;

/// The longest signed serving list.
pub const MAX_SERVING_BYTES: usize = 1024 * 1024;

/// The format of [`ServingDocument`] that this build writes, and the newest it reads.
pub const SERVING_FORMAT: u32 = 1;

const MAGIC_BYTES: usize = 8;
const HEADER_BYTES: usize = MAGIC_BYTES + KEY_ID_BYTES + SIGNATURE_BYTES;

/// Which sockets an agent is to open, and who may ask through each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServingDocument {
    /// [`SERVING_FORMAT`] of the writer.
    pub format: u32,
    /// Rises with every change; an agent refuses an older list than it has.
    pub revision: u64,
    /// Every socket of the host; one that is missing is closed.
    pub sockets: Vec<ServedSocket>,
}

/// One socket for one database server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServedSocket {
    /// The database that questions from this socket are about: `cluster-…` or `db-…`.
    pub resource_id: String,
    /// Where to listen: a file directly in the agent's socket directory, by its name alone for an agent
    /// on another host, whose directories the control plane does not know.
    pub path: PathBuf,
    /// The user that the database server runs as. Others are turned away.
    pub peer_uid: u32,
    /// The group to give the socket to, when the server runs as another user than the agent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub peer_gid: Option<u32>,
}

/// Why a document cannot be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// It does not fit.
    #[error("the {what} has {bytes} bytes, {limit} are allowed")]
    TooLarge {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// Its size, signed.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// It cannot be written as JSON.
    #[error("the {what} cannot be written")]
    Writing {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// What serde says.
        source: serde_json::Error,
    },
    /// Signing failed.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// Why signed bytes are not believed.
#[derive(Debug, thiserror::Error)]
pub enum SignedError {
    /// More than the limit.
    #[error("the {what} has {bytes} bytes, {limit} are allowed")]
    TooLarge {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// How many there are.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Too short, or another kind of thing.
    #[error("this is not a signed {what}")]
    NotSigned {
        /// `snapshot` or `serving list`.
        what: &'static str,
    },
    /// No trusted key has this id.
    #[error(
        "the {what} is signed with the key {key}, which this agent does not trust: join it again"
    )]
    UnknownKey {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// The key that it names.
        key: KeyId,
    },
    /// The signature is not one over these bytes.
    #[error(
        "the signature of the {what} does not match: it was made for another agent, changed on the \
         way, or forged"
    )]
    BadSignature {
        /// `snapshot` or `serving list`.
        what: &'static str,
    },
    /// Genuine, but not readable: a control plane of another version.
    #[error("the signed {what} cannot be read")]
    Reading {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// What serde says.
        source: serde_json::Error,
    },
    /// Genuine, but of a format that this build does not know.
    #[error("the {what} has format {format}, this agent reads up to {newest}: upgrade the agent")]
    NewerFormat {
        /// `snapshot` or `serving list`.
        what: &'static str,
        /// Its format.
        format: u32,
        /// The newest known.
        newest: u32,
    },
}

/// A kind of signed document.
struct Form {
    what: &'static str,
    magic: &'static [u8; MAGIC_BYTES],
    limit: usize,
    newest: u32,
}

const SNAPSHOT: Form = Form {
    what: "snapshot",
    magic: b"SKSNAP\0\x02",
    limit: MAX_SNAPSHOT_BYTES,
    newest: iam::login::SNAPSHOT_FORMAT,
};

const SERVING: Form = Form {
    what: "serving list",
    magic: b"SKSERV\0\x02",
    limit: MAX_SERVING_BYTES,
    newest: SERVING_FORMAT,
};

impl Signer {
    /// The snapshot signed for `agent`, ready for [`crate::feed::ToAgent::Snapshot`].
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign_snapshot(
        &self,
        document: &SnapshotDocument,
        agent: &AgentName,
    ) -> Result<Zeroizing<Vec<u8>>, SignError> {
        self.sign_document(&SNAPSHOT, document, agent)
    }

    /// The serving list signed for `agent`, ready for [`crate::feed::ToAgent::Serving`].
    ///
    /// # Errors
    /// [`SignError`].
    pub fn sign_serving(
        &self,
        document: &ServingDocument,
        agent: &AgentName,
    ) -> Result<Zeroizing<Vec<u8>>, SignError> {
        self.sign_document(&SERVING, document, agent)
    }

    fn sign_document(
        &self,
        form: &Form,
        document: &impl Serialize,
        agent: &AgentName,
    ) -> Result<Zeroizing<Vec<u8>>, SignError> {
        let what = form.what;
        let mut bytes = Zeroizing::new(vec![0; HEADER_BYTES]);
        serde_json::to_writer(&mut *bytes, document)
            .map_err(|source| SignError::Writing { what, source })?;
        if bytes.len() > form.limit {
            return Err(SignError::TooLarge {
                what,
                bytes: bytes.len(),
                limit: form.limit,
            });
        }
        let (header, payload) = bytes.split_at_mut(HEADER_BYTES);
        let key = self.public().id();
        let signature = self.sign(&message(form, key, agent, payload))?;
        let parts = form.magic.iter().chain(key.as_bytes()).chain(&signature);
        header
            .iter_mut()
            .zip(parts)
            .for_each(|(to, from)| *to = *from);
        Ok(bytes)
    }
}

/// The public keys that an agent believes.
#[derive(Debug, Clone)]
pub struct Verifier {
    keys: Vec<PublicKey>,
}

impl Verifier {
    /// Several keys are trusted at the same time while one replaces another.
    #[must_use]
    pub fn new(keys: Vec<PublicKey>) -> Self {
        Self { keys }
    }

    /// The snapshot in these bytes, if it is genuine and for `agent`.
    ///
    /// # Errors
    /// [`SignedError`].
    pub fn open_snapshot(
        &self,
        bytes: &[u8],
        agent: &AgentName,
    ) -> Result<SnapshotDocument, SignedError> {
        self.open(&SNAPSHOT, bytes, agent)
    }

    /// The serving list in these bytes, if it is genuine and for `agent`.
    ///
    /// # Errors
    /// [`SignedError`].
    pub fn open_serving(
        &self,
        bytes: &[u8],
        agent: &AgentName,
    ) -> Result<ServingDocument, SignedError> {
        self.open(&SERVING, bytes, agent)
    }

    pub(crate) fn key(&self, id: KeyId) -> Option<&PublicKey> {
        self.keys.iter().find(|key| key.id() == id)
    }

    fn open<T: DeserializeOwned>(
        &self,
        form: &Form,
        bytes: &[u8],
        agent: &AgentName,
    ) -> Result<T, SignedError> {
        let payload = self.verified(form, bytes, agent)?;
        let what = form.what;
        let reading = |source| SignedError::Reading { what, source };
        let Format { format } = serde_json::from_slice(payload).map_err(reading)?;
        if format > form.newest {
            return Err(SignedError::NewerFormat {
                what,
                format,
                newest: form.newest,
            });
        }
        serde_json::from_slice(payload).map_err(reading)
    }

    fn verified<'a>(
        &self,
        form: &Form,
        bytes: &'a [u8],
        agent: &AgentName,
    ) -> Result<&'a [u8], SignedError> {
        let what = form.what;
        if bytes.len() > form.limit {
            return Err(SignedError::TooLarge {
                what,
                bytes: bytes.len(),
                limit: form.limit,
            });
        }
        let (id, signature, payload) = split(form, bytes).ok_or(SignedError::NotSigned { what })?;
        let key = self
            .key(id)
            .ok_or(SignedError::UnknownKey { what, key: id })?;
        if key.verifies(&message(form, id, agent, payload), signature) {
            Ok(payload)
        } else {
            Err(SignedError::BadSignature { what })
        }
    }
}

/// What every format has: read first, since the rest of a newer one may look different.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

fn split<'a>(form: &Form, bytes: &'a [u8]) -> Option<(KeyId, &'a [u8; SIGNATURE_BYTES], &'a [u8])> {
    let rest = bytes.strip_prefix(form.magic)?;
    let (id, rest) = rest.split_first_chunk::<KEY_ID_BYTES>()?;
    let (signature, payload) = rest.split_first_chunk::<SIGNATURE_BYTES>()?;
    Some((KeyId::from_bytes(*id), signature, payload))
}

fn message(form: &Form, key: KeyId, agent: &AgentName, payload: &[u8]) -> Vec<u8> {
    let name = agent.as_str().as_bytes();
    // A name has 63 octets at most.
    let length = u8::try_from(name.len()).unwrap_or(u8::MAX);
    [
        form.magic.as_slice(),
        key.as_bytes(),
        &[length],
        name,
        digest(&SHA512, payload).as_ref(),
    ]
    .concat()
}
