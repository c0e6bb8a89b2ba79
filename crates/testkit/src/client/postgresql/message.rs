//! Messages (*Message Formats*).

use std::io::{self, Read, Write};

use super::super::Stream;
use super::PostgresError;

/// `SSLRequest`.
pub(super) const TLS_REQUEST: [u8; 4] = 80_877_103_u32.to_be_bytes();

/// Longer than anything that these tests are answered.
const BODY_BYTES_MAX: usize = 1 << 20;

/// What the server says, as far as it matters here.
pub(super) enum Incoming {
    Authentication(Authentication),
    /// With the first value.
    Row(Option<String>),
    Ready,
    Error(PostgresError),
    Other,
}

/// What it wants of a user, or that it has enough.
pub(super) enum Authentication {
    Ok,
    Cleartext,
    Sasl,
    SaslContinue(String),
    SaslFinal,
}

pub(super) fn startup(user: &str) -> Vec<u8> {
    let version = 196_608_u32.to_be_bytes();
    let parameters = format!("user\0{user}\0database\0postgres\0\0");
    [&version, parameters.as_bytes()].concat()
}

pub(super) fn text(text: &str) -> Vec<u8> {
    format!("{text}\0").into_bytes()
}

pub(super) fn send(to: &mut impl Write, kind: Option<u8>, body: &[u8]) -> io::Result<()> {
    let length = u32::try_from(body.len() + 4).map_err(io::Error::other)?;
    let kind = kind.as_slice();
    to.write_all(&[kind, &length.to_be_bytes(), body].concat())?;
    to.flush()
}

/// A connection, message by message.
#[derive(Debug)]
pub(super) struct Messages {
    stream: io::BufReader<Stream>,
}

impl Messages {
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            stream: io::BufReader::new(stream),
        }
    }

    pub(super) fn send(&mut self, kind: Option<u8>, body: &[u8]) -> io::Result<()> {
        send(self.stream.get_mut(), kind, body)
    }

    pub(super) fn receive(&mut self) -> Result<Incoming, PostgresError> {
        let mut head = [0; 5];
        self.stream.read_exact(&mut head)?;
        let [kind, length @ ..] = head;
        let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
        let length = length
            .checked_sub(4)
            .filter(|length| *length <= BODY_BYTES_MAX);
        let mut body = vec![0; length.ok_or(PostgresError::protocol("a length that is none"))?];
        self.stream.read_exact(&mut body)?;
        Ok(match kind {
            b'R' => Incoming::Authentication(authentication(&body)?),
            b'D' => Incoming::Row(first_value(&body)),
            b'E' => Incoming::Error(error(&body)),
            b'Z' => Incoming::Ready,
            _ => Incoming::Other,
        })
    }
}

fn authentication(body: &[u8]) -> Result<Authentication, PostgresError> {
    let (kind, rest) = body
        .split_first_chunk()
        .ok_or(PostgresError::protocol("a short question"))?;
    Ok(match u32::from_be_bytes(*kind) {
        0 => Authentication::Ok,
        3 => Authentication::Cleartext,
        10 => Authentication::Sasl,
        11 => Authentication::SaslContinue(String::from_utf8_lossy(rest).into_owned()),
        12 => Authentication::SaslFinal,
        other => return Err(PostgresError::Protocol(format!("method {other}"))),
    })
}

/// `DataRow`: a count, then each value with its length, which is negative for `NULL`.
fn first_value(body: &[u8]) -> Option<String> {
    let (length, rest) = body.get(2..)?.split_first_chunk()?;
    let length = usize::try_from(i32::from_be_bytes(*length)).ok()?;
    Some(String::from_utf8_lossy(rest.get(..length)?).into_owned())
}

/// `ErrorResponse`: fields with a letter each.
fn error(body: &[u8]) -> PostgresError {
    let field = |letter: u8| {
        let mut fields = body.split(|byte| *byte == 0);
        let found = fields.find_map(|field| field.strip_prefix(&[letter]));
        String::from_utf8_lossy(found.unwrap_or_default()).into_owned()
    };
    PostgresError::Server {
        severity: field(b'V'),
        state: field(b'C'),
        message: field(b'M'),
    }
}
