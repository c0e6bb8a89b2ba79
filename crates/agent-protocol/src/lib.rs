//! One question and one answer between a native module and the agent. std only.
//!
//! A database's login asks *may this user in?* and gets one word back. The module's side is
//! [`Client::ask`]; the agent reads a prefix, [`body_length`] says how much follows, and
//! [`Question::decode`] and [`Answer::encode`] do the rest. Nothing here reads a clock, except the
//! client for its deadline, and nothing panics, whatever the bytes.
//!
//! # The frame
//!
//! | offset | octets | field | value |
//! |---|---|---|---|
//! | 0 | 4 | length | big endian, of everything behind it: at most [`MAX_BODY_BYTES`] |
//! | 4 | 1 | version | 1 |
//! | 5 | 1 | type | 1 question, 2 answer |
//! | 6 | 8 | id | big endian; the answer repeats its question's |
//! | 14 | … | body | below |
//!
//! The id exists so that an answer that arrives late, or twice, is never taken for the answer to the
//! next question on the same socket.
//!
//! ## A question's body
//!
//! Fields of the form *tag (1), length (2, big endian), value*, in ascending order of tags, each
//! at most once; an unknown tag is an error, and all but the address must be there.
//!
//! | tag | field | value | limit |
//! |---|---|---|---|
//! | 1 | database user | the name as the client sent it | [`MAX_USER_BYTES`] |
//! | 2 | account | the account that the server matched (`authenticated_as`) | [`MAX_ACCOUNT_BYTES`] |
//! | 3 | client address | 4 or 16 octets; left out when the server does not know | 16 |
//! | 4 | channel | 0 unknown, 1 TLS, 2 plain TCP, 3 Unix socket | 1 |
//! | 5 | token | the password, or nothing when the module withheld it | [`MAX_TOKEN_BYTES`] |
//! | 6 | presented bytes | how long the password was, big endian | 4 |
//!
//! ## An answer's body
//!
//! One octet: `0xA5` allow, `0x5A` deny, `0x3C` disabled. No two differ in fewer than four bits.

#![warn(missing_docs)]

mod answer;
mod client;
mod frame;
mod limits;
mod question;

pub use answer::{ANSWER_BYTES, Answer};
pub use client::{Client, ClientError, Connect, DEADLINE, POOL_SIZE, Ready, Wait};
pub use frame::{
    DecodeError, EncodeError, Field, Frame, MAX_BODY_BYTES, PREFIX_BYTES, QuestionId, VERSION,
    body_length, wipe,
};
pub use limits::{MAX_ACCOUNT_BYTES, MAX_TOKEN_BYTES, MAX_USER_BYTES};
pub use question::{Channel, Question};
