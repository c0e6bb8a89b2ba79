//! The question: who wants in, from where, over what, with which token.

use std::fmt;
use std::net::IpAddr;

use crate::frame::{DecodeError, EncodeError, Field, Frame, Kind, QuestionId, Reader, Writer};
use crate::limits::{ADDRESS_V4_BYTES, ADDRESS_V6_BYTES, MAX_TOKEN_BYTES};

/// What the token travelled over between client and server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Channel {
    /// The module could not find out.
    Unknown = 0,
    /// TLS, whatever is below it.
    Tls = 1,
    /// TCP without TLS.
    Plain = 2,
    /// A Unix socket without TLS.
    UnixSocket = 3,
}

impl Channel {
    fn from_octet(octet: u8) -> Result<Self, DecodeError> {
        [Self::Unknown, Self::Tls, Self::Plain, Self::UnixSocket]
            .into_iter()
            .find(|channel| *channel as u8 == octet)
            .ok_or(DecodeError::Channel(octet))
    }
}

/// One login, as the database's module saw it. Nothing in it is checked, and nothing in it need be
/// UTF-8.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Question<'a> {
    /// The user name as the client sent it: what the token must be for.
    pub db_user: &'a [u8],
    /// The account that the server matched. It differs from the user name for an anonymous account,
    /// and on MariaDB for a user that does not exist: then a decoy account stands here and the
    /// server refuses whatever the answer is.
    pub account: &'a [u8],
    /// Where the client is, if the server knows.
    pub client: Option<IpAddr>,
    /// What the password came over.
    pub channel: Channel,
    /// The password. Empty when the client sent none, and when the module withheld it, which it does
    /// unless the channel is TLS and the password no longer than [`MAX_TOKEN_BYTES`].
    pub token: &'a [u8],
    /// How many bytes the client presented, also when the module withheld them.
    pub presented_bytes: u32,
}

impl<'a> Question<'a> {
    /// Whether the client presented a password that the module did not hand on.
    #[must_use]
    pub fn is_withheld(&self) -> bool {
        self.token.is_empty() && self.presented_bytes > 0
    }

    /// Whether the password was longer than [`MAX_TOKEN_BYTES`].
    #[must_use]
    pub fn is_oversized(&self) -> bool {
        usize::try_from(self.presented_bytes).map_or(true, |bytes| bytes > MAX_TOKEN_BYTES)
    }

    /// The frame that asks this question, under this id.
    ///
    /// # Errors
    /// A field is longer than its limit.
    pub fn encode(&self, id: QuestionId) -> Result<Frame, EncodeError> {
        let mut frame = Writer::new(Kind::Question, id);
        frame.field(Field::DbUser, self.db_user)?;
        frame.field(Field::Account, self.account)?;
        match self.client {
            Some(IpAddr::V4(address)) => frame.field(Field::Client, &address.octets())?,
            Some(IpAddr::V6(address)) => frame.field(Field::Client, &address.octets())?,
            None => {}
        }
        frame.field(Field::Channel, &[self.channel as u8])?;
        frame.field(Field::Token, self.token)?;
        frame.field(Field::PresentedBytes, &self.presented_bytes.to_be_bytes())?;
        Ok(frame.finish())
    }

    /// Reads a frame without its length prefix. The question borrows from it: whoever owns the
    /// buffer wipes the token with [`wipe`](crate::wipe).
    ///
    /// # Errors
    /// Everything that is not exactly one well-formed question.
    pub fn decode(frame: &'a [u8]) -> Result<(QuestionId, Self), DecodeError> {
        let (id, mut reader) = Reader::open(frame, Kind::Question)?;
        let mut fields = Fields::default();
        let mut last_tag = 0;
        while let Some((tag, value)) = reader.field()? {
            let field = Field::from_tag(tag).filter(|_| tag > last_tag);
            fields.set(field.ok_or(DecodeError::Tag(tag))?, value)?;
            last_tag = tag;
        }
        Ok((id, fields.question()?))
    }
}

impl fmt::Debug for Question<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Question")
            .field(
                "db_user",
                &format_args!("`{}`", self.db_user.escape_ascii()),
            )
            .field(
                "account",
                &format_args!("`{}`", self.account.escape_ascii()),
            )
            .field("client", &self.client)
            .field("channel", &self.channel)
            .field("token", &format_args!("{} bytes", self.token.len()))
            .field("presented_bytes", &self.presented_bytes)
            .finish()
    }
}

/// A question of which not everything has been read.
#[derive(Default)]
struct Fields<'a> {
    db_user: Option<&'a [u8]>,
    account: Option<&'a [u8]>,
    client: Option<IpAddr>,
    channel: Option<Channel>,
    token: Option<&'a [u8]>,
    presented_bytes: Option<u32>,
}

impl<'a> Fields<'a> {
    fn set(&mut self, field: Field, value: &'a [u8]) -> Result<(), DecodeError> {
        if value.len() > field.limit() {
            return Err(DecodeError::FieldLength(field));
        }
        match field {
            Field::DbUser => self.db_user = Some(value),
            Field::Account => self.account = Some(value),
            Field::Client => self.client = Some(address(value)?),
            Field::Channel => {
                let [octet] = fixed(field, value)?;
                self.channel = Some(Channel::from_octet(octet)?);
            }
            Field::Token => self.token = Some(value),
            Field::PresentedBytes => {
                self.presented_bytes = Some(u32::from_be_bytes(fixed(field, value)?));
            }
        }
        Ok(())
    }

    fn question(self) -> Result<Question<'a>, DecodeError> {
        let question = Question {
            db_user: self.db_user.ok_or(DecodeError::Missing(Field::DbUser))?,
            account: self.account.ok_or(DecodeError::Missing(Field::Account))?,
            client: self.client,
            channel: self.channel.ok_or(DecodeError::Missing(Field::Channel))?,
            token: self.token.ok_or(DecodeError::Missing(Field::Token))?,
            presented_bytes: self
                .presented_bytes
                .ok_or(DecodeError::Missing(Field::PresentedBytes))?,
        };
        match u32::try_from(question.token.len()) {
            Ok(length) if length <= question.presented_bytes => Ok(question),
            _ => Err(DecodeError::PresentedBytes),
        }
    }
}

fn fixed<const N: usize>(field: Field, value: &[u8]) -> Result<[u8; N], DecodeError> {
    value
        .try_into()
        .map_err(|_| DecodeError::FieldLength(field))
}

fn address(value: &[u8]) -> Result<IpAddr, DecodeError> {
    match value.len() {
        ADDRESS_V4_BYTES => fixed::<ADDRESS_V4_BYTES>(Field::Client, value).map(IpAddr::from),
        _ => fixed::<ADDRESS_V6_BYTES>(Field::Client, value).map(IpAddr::from),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::{MAX_BODY_BYTES, PREFIX_BYTES, body_length};
    use crate::limits::{MAX_ACCOUNT_BYTES, MAX_USER_BYTES};
    use proptest::prelude::*;
    use std::net::{Ipv4Addr, Ipv6Addr};

    const ID: QuestionId = QuestionId::new(0x0102_0304_0506_0708);

    fn question<'a>(db_user: &'a [u8], account: &'a [u8], token: &'a [u8]) -> Question<'a> {
        Question {
            db_user,
            account,
            client: Some(Ipv4Addr::LOCALHOST.into()),
            channel: Channel::Tls,
            token,
            presented_bytes: u32::try_from(token.len()).unwrap(),
        }
    }

    /// The frame of a question, without its length.
    fn body(question: &Question<'_>) -> Vec<u8> {
        let frame = question.encode(ID).unwrap();
        let (prefix, body) = frame
            .as_bytes()
            .split_first_chunk::<PREFIX_BYTES>()
            .unwrap();
        assert_eq!(body_length(*prefix), Ok(body.len()));
        body.to_vec()
    }

    /// A frame of these fields.
    fn frame(fields: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![1, 1, 0, 0, 0, 0, 0, 0, 0, 9];
        for (tag, value) in fields {
            bytes.push(*tag);
            bytes.extend_from_slice(&u16::try_from(value.len()).unwrap().to_be_bytes());
            bytes.extend_from_slice(value);
        }
        bytes
    }

    const USER: (u8, &[u8]) = (1, b"u");
    const ACCOUNT: (u8, &[u8]) = (2, b"a");
    const ADDRESS: (u8, &[u8]) = (3, &[127, 0, 0, 1]);
    const TLS: (u8, &[u8]) = (4, &[1]);
    const TOKEN: (u8, &[u8]) = (5, b"t");
    const PRESENTED: (u8, &[u8]) = (6, &[0, 0, 0, 1]);

    fn refusal(fields: &[(u8, &[u8])]) -> DecodeError {
        Question::decode(&frame(fields)).unwrap_err()
    }

    #[test]
    fn a_question_looks_as_documented() {
        let frame = question(b"iam", b"acc", b"tok").encode(ID).unwrap();
        let expected = [
            &[0, 0, 0, 46, 1, 1, 1, 2, 3, 4, 5, 6, 7, 8][..],
            b"\x01\x00\x03iam",
            b"\x02\x00\x03acc",
            &[3, 0, 4, 127, 0, 0, 1],
            &[4, 0, 1, 1],
            b"\x05\x00\x03tok",
            &[6, 0, 4, 0, 0, 0, 3],
        ];
        assert_eq!(frame.as_bytes(), expected.concat());
    }

    #[test]
    fn every_channel_and_address_survives_the_wire() {
        let clients = [
            None,
            Some(Ipv4Addr::LOCALHOST.into()),
            Some(Ipv6Addr::LOCALHOST.into()),
        ];
        for channel in [
            Channel::Unknown,
            Channel::Tls,
            Channel::Plain,
            Channel::UnixSocket,
        ] {
            for client in clients {
                let asked = Question {
                    channel,
                    client,
                    ..question(b"u", b"", b"\0\xff")
                };
                assert_eq!(Question::decode(&body(&asked)), Ok((ID, asked)));
            }
        }
    }

    #[test]
    fn every_field_fits_at_its_limit() {
        let user = [b'u'; MAX_USER_BYTES];
        let account = [b'a'; MAX_ACCOUNT_BYTES];
        let token = vec![b't'; MAX_TOKEN_BYTES];
        let asked = Question {
            client: Some(Ipv6Addr::LOCALHOST.into()),
            ..question(&user, &account, &token)
        };
        let body = body(&asked);
        assert_eq!(body.len(), MAX_BODY_BYTES);
        assert_eq!(Question::decode(&body), Ok((ID, asked)));
    }

    #[test]
    fn no_field_fits_one_past_its_limit() {
        let long = vec![b'x'; MAX_TOKEN_BYTES + 1];
        let cases = [
            (Field::DbUser, question(&long[..=MAX_USER_BYTES], b"", b"")),
            (
                Field::Account,
                question(b"", &long[..=MAX_ACCOUNT_BYTES], b""),
            ),
            (Field::Token, question(b"", b"", &long)),
        ];
        for (field, question) in cases {
            let length = field.limit() + 1;
            let error = question.encode(ID).unwrap_err();
            assert_eq!(error, EncodeError::FieldTooLong { field, length });
        }
    }

    #[test]
    fn a_field_one_past_its_limit_is_refused_by_the_reader_too() {
        let long = vec![b'x'; MAX_TOKEN_BYTES + 1];
        let token = refusal(&[USER, ACCOUNT, TLS, (5, &long), (6, &[0, 1, 0, 0])]);
        assert_eq!(token, DecodeError::FieldLength(Field::Token));
        let user = refusal(&[(1, &long[..=MAX_USER_BYTES])]);
        assert_eq!(user, DecodeError::FieldLength(Field::DbUser));
        let account = refusal(&[USER, (2, &long[..=MAX_ACCOUNT_BYTES])]);
        assert_eq!(account, DecodeError::FieldLength(Field::Account));
    }

    #[test]
    fn only_the_address_may_be_missing() {
        let all = [USER, ACCOUNT, ADDRESS, TLS, TOKEN, PRESENTED];
        assert!(Question::decode(&frame(&all)).is_ok());
        for (missing, (tag, _)) in all.iter().enumerate() {
            let mut fields = all.to_vec();
            fields.remove(missing);
            match Field::from_tag(*tag).unwrap() {
                Field::Client => {
                    let bytes = frame(&fields);
                    assert_eq!(Question::decode(&bytes).unwrap().1.client, None);
                }
                field => assert_eq!(refusal(&fields), DecodeError::Missing(field)),
            }
        }
    }

    #[test]
    fn repeated_unknown_and_unordered_fields_are_refused() {
        assert_eq!(refusal(&[USER, USER]), DecodeError::Tag(1));
        assert_eq!(refusal(&[ACCOUNT, USER]), DecodeError::Tag(1));
        assert_eq!(refusal(&[(0, b"")]), DecodeError::Tag(0));
        let seventh = [USER, ACCOUNT, TLS, TOKEN, PRESENTED, (7, b"")];
        assert_eq!(refusal(&seventh), DecodeError::Tag(7));
    }

    #[test]
    fn fixed_fields_have_exactly_one_length() {
        for value in [&[][..], &[0; 3], &[0; 5], &[0; 15]] {
            let found = refusal(&[USER, ACCOUNT, (3, value)]);
            assert_eq!(found, DecodeError::FieldLength(Field::Client), "{value:?}");
        }
        for value in [&[][..], &[1, 1]] {
            let found = refusal(&[USER, ACCOUNT, (4, value)]);
            assert_eq!(found, DecodeError::FieldLength(Field::Channel), "{value:?}");
        }
        let short = refusal(&[USER, ACCOUNT, TLS, TOKEN, (6, &[0, 0, 1])]);
        assert_eq!(short, DecodeError::FieldLength(Field::PresentedBytes));
    }

    #[test]
    fn a_channel_that_does_not_exist_is_refused() {
        assert_eq!(
            refusal(&[USER, ACCOUNT, (4, &[4])]),
            DecodeError::Channel(4)
        );
    }

    #[test]
    fn a_token_longer_than_what_was_presented_is_refused() {
        let fields = [USER, ACCOUNT, TLS, TOKEN, (6, &[0, 0, 0, 0][..])];
        assert_eq!(refusal(&fields), DecodeError::PresentedBytes);
    }

    #[test]
    fn another_version_and_another_type_are_refused() {
        let mut bytes = body(&question(b"u", b"a", b"t"));
        bytes[0] = 2;
        assert_eq!(Question::decode(&bytes), Err(DecodeError::Version(2)));
        bytes[..2].copy_from_slice(&[1, 2]);
        assert_eq!(Question::decode(&bytes), Err(DecodeError::Type(2)));
    }

    #[test]
    fn a_question_cut_anywhere_is_refused() {
        let bytes = body(&question(b"iamuser01", b"iamuser01", b"token"));
        for end in 0..bytes.len() {
            assert!(Question::decode(&bytes[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn a_withheld_token_can_be_told_from_none_and_from_too_long_a_one() {
        let none = question(b"u", b"a", b"");
        assert!(!none.is_withheld() && !none.is_oversized());
        let at_limit = u32::try_from(MAX_TOKEN_BYTES).unwrap();
        let withheld = Question {
            presented_bytes: at_limit,
            ..none
        };
        assert!(withheld.is_withheld() && !withheld.is_oversized());
        let oversized = Question {
            presented_bytes: at_limit + 1,
            ..none
        };
        assert!(oversized.is_withheld() && oversized.is_oversized());
    }

    #[test]
    fn a_question_does_not_print_its_token() {
        let printed = format!(
            "{:?}",
            question(b"iam\n", b"iamuser01", b"X-Amz-Signature=1234")
        );
        assert!(
            printed.contains("iam\\n") && printed.contains("20 bytes"),
            "{printed}"
        );
        assert!(
            !printed.contains("Signature") && !printed.contains("1234"),
            "{printed}"
        );
    }

    proptest! {
        #[test]
        fn what_is_encoded_is_decoded(
            user in proptest::collection::vec(any::<u8>(), 0..64),
            account in proptest::collection::vec(any::<u8>(), 0..64),
            client in any::<Option<IpAddr>>(),
            token in proptest::collection::vec(any::<u8>(), 0..2048),
            id in any::<u64>(),
        ) {
            let asked = Question { client, ..question(&user, &account, &token) };
            let frame = asked.encode(QuestionId::new(id)).unwrap();
            let decoded = Question::decode(&frame.as_bytes()[PREFIX_BYTES..]);
            prop_assert_eq!(decoded, Ok((QuestionId::new(id), asked)));
        }

        #[test]
        fn any_bytes_at_all_are_decoded_without_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..512),
        ) {
            let _ = Question::decode(&bytes);
        }

        #[test]
        fn a_damaged_question_is_refused_or_says_what_its_bytes_say(
            at in 0_usize..48,
            value in any::<u8>(),
        ) {
            let mut bytes = body(&question(b"iamuser01", b"iamuser01", b"token"));
            let at = at % bytes.len();
            bytes[at] = value;
            if let Ok((id, read)) = Question::decode(&bytes) {
                let frame = read.encode(id).unwrap();
                prop_assert_eq!(&frame.as_bytes()[PREFIX_BYTES..], &bytes[..]);
            }
        }
    }
}
