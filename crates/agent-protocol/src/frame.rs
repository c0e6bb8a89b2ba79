//! What questions and answers have in common: the frame around them, and what can be wrong with it.

use std::error::Error;
use std::fmt;
use std::hint::black_box;

use crate::limits::{
    ADDRESS_V6_BYTES, CHANNEL_BYTES, MAX_ACCOUNT_BYTES, MAX_TOKEN_BYTES, MAX_USER_BYTES,
    PRESENTED_BYTES,
};

/// The only version of the protocol so far. A module that is loaded in a database stays there for
/// months, so an agent keeps answering every version that was ever released.
pub const VERSION: u8 = 1;

/// Octets of the length in front of every frame.
pub const PREFIX_BYTES: usize = 4;

/// Version, type and id: what every frame has behind its length.
pub(crate) const HEADER_BYTES: usize = 1 + 1 + 8;

/// Tag and length of a field.
const FIELD_HEADER_BYTES: usize = 1 + 2;

/// The longest frame, without the length in front: a question with every field at its limit.
pub const MAX_BODY_BYTES: usize = HEADER_BYTES
    + 6 * FIELD_HEADER_BYTES
    + MAX_USER_BYTES
    + MAX_ACCOUNT_BYTES
    + ADDRESS_V6_BYTES
    + CHANNEL_BYTES
    + MAX_TOKEN_BYTES
    + PRESENTED_BYTES;

/// How many octets follow the length prefix of a frame; what the reader allocates.
///
/// # Errors
/// [`DecodeError::Length`] when no frame can have that length. Close the connection: there is no
/// way to find the next frame.
pub fn body_length(prefix: [u8; PREFIX_BYTES]) -> Result<usize, DecodeError> {
    let length = u32::from_be_bytes(prefix);
    match usize::try_from(length) {
        Ok(bytes) if (HEADER_BYTES..=MAX_BODY_BYTES).contains(&bytes) => Ok(bytes),
        _ => Err(DecodeError::Length(length)),
    }
}

/// Ties an answer to its question. Given out by the client, repeated by the agent, meaningless
/// otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuestionId(u64);

impl QuestionId {
    /// The id with this number.
    #[must_use]
    pub const fn new(number: u64) -> Self {
        Self(number)
    }

    /// As it stands in the frame.
    #[must_use]
    pub const fn to_be_bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }
}

/// What a frame holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Question = 1,
    Answer = 2,
}

/// A question ready to be sent. It holds a token, so it is overwritten when dropped and does not
/// print itself.
pub struct Frame(Vec<u8>);

impl Frame {
    /// The octets to send, length prefix included.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Debug for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Frame({} bytes)", self.0.len())
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Overwrites `bytes` with zeros.
///
/// Without `unsafe` there is no volatile write to be had; handing the buffer to [`black_box`]
/// afterwards makes the compiler assume that somebody reads the zeros, which is the most that safe
/// Rust offers ("best effort" in the words of its documentation) and what it compiles to today.
pub fn wipe(bytes: &mut [u8]) {
    bytes.fill(0);
    black_box(bytes);
}

/// Builds a frame; the buffer never grows, so no copy of a token is left behind by a reallocation.
pub(crate) struct Writer(Frame);

impl Writer {
    pub(crate) fn new(kind: Kind, id: QuestionId) -> Self {
        let mut bytes = Vec::with_capacity(PREFIX_BYTES + MAX_BODY_BYTES);
        bytes.extend_from_slice(&[0; PREFIX_BYTES]);
        bytes.push(VERSION);
        bytes.push(kind as u8);
        bytes.extend_from_slice(&id.to_be_bytes());
        Self(Frame(bytes))
    }

    pub(crate) fn field(&mut self, field: Field, value: &[u8]) -> Result<(), EncodeError> {
        let length = u16::try_from(value.len())
            .ok()
            .filter(|_| value.len() <= field.limit())
            .ok_or(EncodeError::FieldTooLong {
                field,
                length: value.len(),
            })?;
        let bytes = &mut self.0.0;
        bytes.push(field as u8);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(value);
        Ok(())
    }

    pub(crate) fn finish(mut self) -> Frame {
        let length = self.0.0.len().saturating_sub(PREFIX_BYTES);
        // Every field is within its limit, so the sum is within `MAX_BODY_BYTES`.
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        if let Some(prefix) = self.0.0.first_chunk_mut() {
            *prefix = length.to_be_bytes();
        }
        self.0
    }
}

/// Reads a frame from the front.
pub(crate) struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    /// Checks version and type; what is left to read is the body.
    pub(crate) fn open(frame: &'a [u8], kind: Kind) -> Result<(QuestionId, Self), DecodeError> {
        let mut reader = Self(frame);
        match reader.byte()? {
            VERSION => {}
            other => return Err(DecodeError::Version(other)),
        }
        match reader.byte()? {
            found if found == kind as u8 => {}
            other => return Err(DecodeError::Type(other)),
        }
        let id = QuestionId(u64::from_be_bytes(*reader.array()?));
        Ok((id, reader))
    }

    pub(crate) fn byte(&mut self) -> Result<u8, DecodeError> {
        let [byte] = *self.array()?;
        Ok(byte)
    }

    /// The next field, or nothing at the end.
    pub(crate) fn field(&mut self) -> Result<Option<(u8, &'a [u8])>, DecodeError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let tag = self.byte()?;
        let length = u16::from_be_bytes(*self.array()?);
        let (value, rest) = self
            .0
            .split_at_checked(usize::from(length))
            .ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(Some((tag, value)))
    }

    pub(crate) fn end(&self) -> Result<(), DecodeError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(DecodeError::TrailingBytes)
        }
    }

    fn array<const N: usize>(&mut self) -> Result<&'a [u8; N], DecodeError> {
        let (head, rest) = self.0.split_first_chunk().ok_or(DecodeError::Truncated)?;
        self.0 = rest;
        Ok(head)
    }
}

/// A field of a question; its number is its tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The user name that the client sent.
    DbUser = 1,
    /// The account that the server matched.
    Account = 2,
    /// Where the client is.
    Client = 3,
    /// What the token travelled over.
    Channel = 4,
    /// The token.
    Token = 5,
    /// How long the password was.
    PresentedBytes = 6,
}

impl Field {
    pub(crate) fn from_tag(tag: u8) -> Option<Self> {
        [
            Self::DbUser,
            Self::Account,
            Self::Client,
            Self::Channel,
            Self::Token,
            Self::PresentedBytes,
        ]
        .into_iter()
        .find(|field| *field as u8 == tag)
    }

    /// The most octets that its value may have.
    #[must_use]
    pub const fn limit(self) -> usize {
        match self {
            Self::DbUser => MAX_USER_BYTES,
            Self::Account => MAX_ACCOUNT_BYTES,
            Self::Client => ADDRESS_V6_BYTES,
            Self::Channel => CHANNEL_BYTES,
            Self::Token => MAX_TOKEN_BYTES,
            Self::PresentedBytes => PRESENTED_BYTES,
        }
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DbUser => "database user",
            Self::Account => "account",
            Self::Client => "client address",
            Self::Channel => "channel",
            Self::Token => "token",
            Self::PresentedBytes => "presented bytes",
        })
    }
}

/// Why a question cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeError {
    /// A field is longer than [`Field::limit`].
    FieldTooLong {
        /// Which one.
        field: Field,
        /// How long it is.
        length: usize,
    },
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::FieldTooLong { field, length } = self;
        write!(
            f,
            "the {field} has {length} bytes, {} are allowed",
            field.limit()
        )
    }
}

impl Error for EncodeError {}

/// What is wrong with a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecodeError {
    /// No frame has this length.
    Length(u32),
    /// The frame ends in the middle of something.
    Truncated,
    /// The frame goes on behind its end.
    TrailingBytes,
    /// A version that this side does not know.
    Version(u8),
    /// Not the type of frame that belongs here.
    Type(u8),
    /// A tag that no field has, or one that is not greater than the one before it.
    Tag(u8),
    /// A field that must be there is not.
    Missing(Field),
    /// A field's value has a length that it cannot have.
    FieldLength(Field),
    /// A channel that does not exist.
    Channel(u8),
    /// Fewer bytes were presented than the token has.
    PresentedBytes,
    /// A frame in an answer's place that has not an answer's length.
    AnswerLength,
    /// An answer that does not exist.
    Answer(u8),
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Length(length) => {
                write!(
                    f,
                    "a frame of {length} bytes, {HEADER_BYTES} to {MAX_BODY_BYTES} are allowed"
                )
            }
            Self::Truncated => f.write_str("the frame ends too early"),
            Self::TrailingBytes => f.write_str("the frame goes on behind its end"),
            Self::Version(version) => write!(f, "protocol version {version}, not {VERSION}"),
            Self::Type(kind) => write!(f, "frame type {kind} does not belong here"),
            Self::Tag(tag) => write!(f, "field {tag} is unknown, repeated or out of order"),
            Self::Missing(field) => write!(f, "the {field} is missing"),
            Self::FieldLength(field) => write!(f, "the {field} has an impossible length"),
            Self::Channel(channel) => write!(f, "channel {channel} does not exist"),
            Self::PresentedBytes => f.write_str("the token is longer than what was presented"),
            Self::AnswerLength => f.write_str("the frame is not as long as an answer"),
            Self::Answer(answer) => write!(f, "answer {answer:#04x} does not exist"),
        }
    }
}

impl Error for DecodeError {}

#[cfg(test)]
mod tests {
    use super::*;

    fn prefix(length: usize) -> [u8; PREFIX_BYTES] {
        u32::try_from(length).unwrap().to_be_bytes()
    }

    #[test]
    fn a_frame_is_as_long_as_its_limits_and_no_longer() {
        assert_eq!(body_length(prefix(HEADER_BYTES)), Ok(HEADER_BYTES));
        assert_eq!(body_length(prefix(MAX_BODY_BYTES)), Ok(MAX_BODY_BYTES));
        for length in [0, HEADER_BYTES - 1, MAX_BODY_BYTES + 1, u32::MAX as usize] {
            assert!(
                matches!(body_length(prefix(length)), Err(DecodeError::Length(_))),
                "{length}"
            );
        }
    }

    #[test]
    fn wiped_bytes_are_gone() {
        let mut secret = *b"secret";
        wipe(&mut secret);
        assert_eq!(secret, [0; 6]);
    }

    #[test]
    fn a_frame_does_not_print_what_it_holds() {
        let frame = Frame(b"X-Amz-Signature".to_vec());
        assert_eq!(format!("{frame:?}"), "Frame(15 bytes)");
    }
}
