//! Just enough of the protocol ("Client/Server Protocol" of the MariaDB and MySQL manuals).

use std::io::{Read, Write};

use aws_lc_rs::digest::{Context, SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};

use super::{LoginError, Row};

const LONG_PASSWORD: u32 = 1;
const PROTOCOL_41: u32 = 0x200;
const TLS: u32 = 0x800;
const TRANSACTIONS: u32 = 0x2000;
const SECURE_CONNECTION: u32 = 0x8000;
const PLUGIN_AUTH: u32 = 0x8_0000;
const PLUGIN_AUTH_LENENC_CLIENT_DATA: u32 = 0x20_0000;
const CAPABILITIES: u32 = LONG_PASSWORD
    | PROTOCOL_41
    | TRANSACTIONS
    | SECURE_CONNECTION
    | PLUGIN_AUTH
    | PLUGIN_AUTH_LENENC_CLIENT_DATA;

const MAX_PACKET: u32 = 1 << 24;
/// `utf8mb4_general_ci`
const CHARSET: u8 = 45;
const SALT_BYTES: usize = 20;

/// Packets on a stream, with their running number.
#[derive(Debug)]
pub(super) struct Packets<S> {
    stream: S,
    sequence: u8,
}

impl<S: Read + Write> Packets<S> {
    pub(super) fn new(stream: S) -> Self {
        Self {
            stream,
            sequence: 0,
        }
    }

    pub(super) fn stream(&self) -> &S {
        &self.stream
    }

    /// Goes on over another stream.
    pub(super) fn map(
        self,
        change: impl FnOnce(S) -> Result<S, LoginError>,
    ) -> Result<Self, LoginError> {
        Ok(Self {
            stream: change(self.stream)?,
            sequence: self.sequence,
        })
    }

    /// Before a command.
    pub(super) fn begin(&mut self) {
        self.sequence = 0;
    }

    pub(super) fn read(&mut self) -> Result<Vec<u8>, LoginError> {
        let mut header = [0; 4];
        self.stream.read_exact(&mut header)?;
        let [a, b, c, sequence] = header;
        self.sequence = sequence.wrapping_add(1);
        let mut packet = vec![0; u32::from_le_bytes([a, b, c, 0]) as usize];
        self.stream.read_exact(&mut packet)?;
        Ok(packet)
    }

    /// Reads a packet that may be an error.
    pub(super) fn read_checked(&mut self) -> Result<Vec<u8>, LoginError> {
        let packet = self.read()?;
        match packet.split_first() {
            Some((0xff, rest)) => Err(server_error(rest)),
            _ => Ok(packet),
        }
    }

    pub(super) fn write(&mut self, packet: &[u8]) -> Result<(), LoginError> {
        let length = u32::try_from(packet.len())
            .ok()
            .filter(|length| *length < MAX_PACKET - 1);
        let length = length.ok_or_else(|| protocol("a packet that would have to be split"))?;
        let [a, b, c, _] = length.to_le_bytes();
        self.stream
            .write_all(&[&[a, b, c, self.sequence], packet].concat())?;
        self.stream.flush()?;
        self.sequence = self.sequence.wrapping_add(1);
        Ok(())
    }
}

/// What the server says first.
#[derive(Debug)]
pub(super) struct Greeting {
    pub(super) connection_id: u32,
    pub(super) salt: Vec<u8>,
}

impl Greeting {
    pub(super) fn parse(packet: &[u8]) -> Result<Self, LoginError> {
        let mut cursor = Cursor(packet);
        match cursor.take(1)? {
            [10] => {}
            [0xff] => return Err(server_error(cursor.0)),
            _ => return Err(protocol("not version 10 of the protocol")),
        }
        cursor.text()?;
        let connection_id = cursor.u32()?;
        let mut salt = cursor.take(8)?.to_vec();
        // Filler, capabilities, character set, status, capabilities, length of the salt, reserve.
        cursor.take(1 + 2 + 1 + 2 + 2 + 1 + 10)?;
        salt.extend_from_slice(cursor.take(SALT_BYTES - salt.len())?);
        Ok(Self {
            connection_id,
            salt,
        })
    }
}

/// The head of a login, which is all of a request for TLS.
fn login_head(tls: bool) -> Vec<u8> {
    let capabilities = if tls {
        CAPABILITIES | TLS
    } else {
        CAPABILITIES
    };
    let mut packet = capabilities.to_le_bytes().to_vec();
    packet.extend_from_slice(&MAX_PACKET.to_le_bytes());
    packet.push(CHARSET);
    packet.extend_from_slice(&[0; 23]);
    packet
}

pub(super) fn tls_request() -> Vec<u8> {
    login_head(true)
}

pub(super) fn login(tls: bool, user: &str, response: &[u8], plugin: &str) -> Vec<u8> {
    let mut packet = login_head(tls);
    push_text(&mut packet, user);
    push_length(&mut packet, response.len());
    packet.extend_from_slice(response);
    push_text(&mut packet, plugin);
    packet
}

pub(super) fn change_user(user: &str, plugin: &str) -> Vec<u8> {
    let mut packet = vec![0x11];
    push_text(&mut packet, user);
    // No response yet, and no database.
    packet.extend_from_slice(&[0, 0]);
    packet.extend_from_slice(&u16::from(CHARSET).to_le_bytes());
    push_text(&mut packet, plugin);
    packet
}

pub(super) fn query(statement: &str) -> Vec<u8> {
    [&[3], statement.as_bytes()].concat()
}

pub(super) fn quit() -> Vec<u8> {
    vec![1]
}

/// Which method the server wants instead, and its salt.
pub(super) fn auth_switch(rest: &[u8]) -> Result<(&str, &[u8]), LoginError> {
    let mut cursor = Cursor(rest);
    let plugin = cursor.text()?;
    Ok((plugin, cursor.0.strip_suffix(&[0]).unwrap_or(cursor.0)))
}

/// The end of the columns, and of the rows.
pub(super) fn is_end(packet: &[u8]) -> bool {
    packet.first() == Some(&0xfe) && packet.len() < 9
}

pub(super) fn column_count(packet: &[u8]) -> Result<usize, LoginError> {
    Cursor(packet)
        .length()?
        .ok_or_else(|| protocol("no number of columns"))
}

pub(super) fn row(packet: &[u8], columns: usize) -> Result<Row, LoginError> {
    let mut cursor = Cursor(packet);
    (0..columns)
        .map(|_| {
            let Some(length) = cursor.length()? else {
                return Ok(None);
            };
            Ok(Some(
                String::from_utf8_lossy(cursor.take(length)?).into_owned(),
            ))
        })
        .collect()
}

/// `SHA1(password) XOR SHA1(salt, SHA1(SHA1(password)))`
pub(super) fn native_password(password: &[u8], salt: &[u8]) -> Vec<u8> {
    if password.is_empty() {
        return Vec::new();
    }
    let once = digest(&SHA1_FOR_LEGACY_USE_ONLY, password);
    let twice = digest(&SHA1_FOR_LEGACY_USE_ONLY, once.as_ref());
    let mut mask = Context::new(&SHA1_FOR_LEGACY_USE_ONLY);
    mask.update(salt);
    mask.update(twice.as_ref());
    xor(once.as_ref(), mask.finish().as_ref())
}

/// `SHA256(password) XOR SHA256(SHA256(SHA256(password)), salt)`
pub(super) fn sha2_password(password: &[u8], salt: &[u8]) -> Vec<u8> {
    if password.is_empty() {
        return Vec::new();
    }
    let once = digest(&SHA256, password);
    let twice = digest(&SHA256, once.as_ref());
    let mut mask = Context::new(&SHA256);
    mask.update(twice.as_ref());
    mask.update(salt);
    xor(once.as_ref(), mask.finish().as_ref())
}

/// What `caching_sha2_password` says to a scrambled password: that it is right, or that the whole
/// password is wanted.
pub(super) const SHA2_IS_KNOWN: u8 = 3;
pub(super) const SHA2_WANTS_ALL: u8 = 4;

fn xor(one: &[u8], other: &[u8]) -> Vec<u8> {
    one.iter()
        .zip(other)
        .map(|(one, other)| one ^ other)
        .collect()
}

fn server_error(rest: &[u8]) -> LoginError {
    let mut cursor = Cursor(rest);
    let code = cursor
        .take(2)
        .map_or(0, |code| u16::from_le_bytes([code[0], code[1]]));
    // `#` and five characters of SQLSTATE; not there before the client has said what it speaks.
    let state = match cursor.0.split_first() {
        Some((b'#', rest)) if rest.len() >= 5 => {
            cursor.0 = &rest[5..];
            String::from_utf8_lossy(&rest[..5]).into_owned()
        }
        _ => String::new(),
    };
    LoginError::Server {
        code,
        state,
        message: String::from_utf8_lossy(cursor.0).into_owned(),
    }
}

fn protocol(what: &str) -> LoginError {
    LoginError::Protocol(what.to_owned())
}

fn push_text(packet: &mut Vec<u8>, text: &str) {
    packet.extend_from_slice(text.as_bytes());
    packet.push(0);
}

fn push_length(packet: &mut Vec<u8>, length: usize) {
    match u32::try_from(length).expect("a length of four bytes") {
        length @ 0..251 => packet.push(length as u8),
        length @ 251..0x1_0000 => {
            packet.push(0xfc);
            packet.extend_from_slice(&length.to_le_bytes()[..2]);
        }
        length => {
            packet.push(0xfd);
            packet.extend_from_slice(&length.to_le_bytes()[..3]);
        }
    }
}

/// Reads a packet from the front.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, length: usize) -> Result<&'a [u8], LoginError> {
        let (head, rest) = self
            .0
            .split_at_checked(length)
            .ok_or_else(|| protocol("a packet that is too short"))?;
        self.0 = rest;
        Ok(head)
    }

    fn u32(&mut self) -> Result<u32, LoginError> {
        let octets = self.take(4)?;
        Ok(u32::from_le_bytes([
            octets[0], octets[1], octets[2], octets[3],
        ]))
    }

    fn text(&mut self) -> Result<&'a str, LoginError> {
        let end = self.0.iter().position(|octet| *octet == 0);
        let text = self.take(end.ok_or_else(|| protocol("text without an end"))?)?;
        self.take(1)?;
        str::from_utf8(text).map_err(|_| protocol("text that is not UTF-8"))
    }

    /// A length that says how long it is; nothing for `NULL`.
    fn length(&mut self) -> Result<Option<usize>, LoginError> {
        let octets = match self.take(1)?[0] {
            0xfb => return Ok(None),
            0xfc => self.take(2)?,
            0xfd => self.take(3)?,
            0xfe => self.take(8)?,
            length => return Ok(Some(usize::from(length))),
        };
        let length = octets
            .iter()
            .rev()
            .fold(0, |length, octet| length << 8 | usize::from(*octet));
        Ok(Some(length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_written_as_they_are_read() {
        for length in [0, 1, 250, 251, 252, 65_535, 65_536, 197_398] {
            let mut packet = Vec::new();
            push_length(&mut packet, length);
            let mut cursor = Cursor(&packet);
            assert_eq!(cursor.length().unwrap(), Some(length));
            assert!(cursor.0.is_empty());
        }
    }

    #[test]
    fn null_is_no_text() {
        assert_eq!(
            row(b"\x02ab\xfb\x00", 3).unwrap(),
            [Some("ab".into()), None, Some("".into())]
        );
    }

    #[test]
    fn an_error_has_code_state_and_message() {
        let mut wire = vec![0xff, 0x15, 0x04];
        wire.extend_from_slice(b"#28000Access denied");
        let error = server_error(&wire[1..]);
        assert_eq!(error.to_string(), "ERROR 1045 (28000): Access denied");
    }

    #[test]
    fn a_native_password_is_scrambled_with_the_salt() {
        let one = native_password(b"secret", &[1; SALT_BYTES]);
        let other = native_password(b"secret", &[2; SALT_BYTES]);
        assert_eq!(one.len(), 20);
        assert_ne!(one, other);
        assert!(native_password(b"", &[1; SALT_BYTES]).is_empty());
    }
}
