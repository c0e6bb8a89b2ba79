//! Percent-encoding as SigV4 wants it (RFC 3986, section 2), and hex.
//!
//! The encoder knows one spelling for every text. [`decode_exact`] reads that one and refuses all
//! others, so that a token has no twins; the two more forgiving decoders say whom they forgive.

use std::borrow::Cow;

const UPPER_HEX: &[u8; 16] = b"0123456789ABCDEF";
const LOWER_HEX: &[u8; 16] = b"0123456789abcdef";

/// What is wrong with a percent-encoded value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    /// A `%` with fewer than two characters after it, or with something other than hex digits.
    #[error("a `%` is not followed by two hex digits")]
    NotAnEscape,
    /// `%2f` where every signer prints `%2F`.
    #[error("a percent-escape is written in lower case")]
    LowerCaseEscape,
    /// `%7E` where every signer prints `~`.
    #[error("a character that needs no percent-escape is written as one")]
    NeedlessEscape,
    /// A byte that must be percent-encoded stands for itself.
    #[error("byte 0x{0:02X} must be percent-encoded")]
    Unescaped(u8),
    /// The decoded bytes are not UTF-8 (overlong forms and lone surrogates included).
    #[error("the decoded value is not UTF-8")]
    NotUtf8,
}

/// RFC 3986, section 2.3.
pub(crate) const fn is_unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

/// Appends `bytes`, percent-encoded, all but the unreserved characters.
pub(crate) fn encode_into(out: &mut String, bytes: &[u8]) {
    encode_keeping(out, bytes, |_| false);
}

/// Appends a path, percent-encoded, all but the unreserved characters and `/`.
pub(crate) fn encode_path_into(out: &mut String, bytes: &[u8]) {
    encode_keeping(out, bytes, |byte| byte == b'/');
}

fn encode_keeping(out: &mut String, bytes: &[u8], keep: impl Fn(u8) -> bool) {
    for &byte in bytes {
        if is_unreserved(byte) || keep(byte) {
            out.push(char::from(byte));
        } else {
            out.push('%');
            push_hex(out, byte, UPPER_HEX);
        }
    }
}

/// Re-encodes one side of a query's `name=value` as the canonical query has it. Forgives what HTTP
/// clients send: escapes in lower case, needless or missing ones, and `+` for a space, since that
/// is how the services read their parameters. `None` for a `%` that starts no escape.
pub(crate) fn normalize_component(value: &str) -> Option<String> {
    let mut out = String::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        let byte = match byte {
            b'%' => escape(bytes.next(), bytes.next())?,
            b'+' => b' ',
            _ => byte,
        };
        encode_into(&mut out, &[byte]);
    }
    Some(out)
}

/// Lower-case hex.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(2 * bytes.len());
    for &byte in bytes {
        push_hex(&mut out, byte, LOWER_HEX);
    }
    out
}

fn push_hex(out: &mut String, byte: u8, alphabet: &[u8; 16]) {
    for nibble in [byte >> 4, byte & 15] {
        out.extend(alphabet.get(usize::from(nibble)).copied().map(char::from));
    }
}

/// Reads what [`encode_into`] writes, and nothing else: `decode_exact(v) == Ok(t)` holds for
/// exactly one `v` per text `t`.
pub(crate) fn decode_exact(value: &str) -> Result<Cow<'_, str>, EncodingError> {
    decode(value, |byte| Err(EncodingError::Unescaped(byte)))
}

/// Like [`decode_exact`] in what it refuses of percent-escapes, but printable characters may also
/// stand for themselves, and a `+` is a space. This is how the Rust SDK prints a user name:
/// not encoded at all, then signed as a form value.
pub(crate) fn decode_unencoded(value: &str) -> Result<Cow<'_, str>, EncodingError> {
    decode(value, |byte| match byte {
        b'+' => Ok(b' '),
        0x21..=0x7e => Ok(byte),
        _ => Err(EncodingError::Unescaped(byte)),
    })
}

fn decode(
    value: &str,
    reserved: impl Fn(u8) -> Result<u8, EncodingError>,
) -> Result<Cow<'_, str>, EncodingError> {
    if value.bytes().all(is_unreserved) {
        return Ok(Cow::Borrowed(value));
    }
    let mut decoded = Vec::with_capacity(value.len());
    let mut bytes = value.bytes();
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => exact_escape(bytes.next(), bytes.next())?,
            _ if is_unreserved(byte) => byte,
            _ => reserved(byte)?,
        });
    }
    String::from_utf8(decoded)
        .map(Cow::Owned)
        .map_err(|_| EncodingError::NotUtf8)
}

fn exact_escape(high: Option<u8>, low: Option<u8>) -> Result<u8, EncodingError> {
    let byte = escape(high, low).ok_or(EncodingError::NotAnEscape)?;
    if [high, low].iter().flatten().any(u8::is_ascii_lowercase) {
        return Err(EncodingError::LowerCaseEscape);
    }
    if is_unreserved(byte) {
        return Err(EncodingError::NeedlessEscape);
    }
    Ok(byte)
}

fn escape(high: Option<u8>, low: Option<u8>) -> Option<u8> {
    let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
    u8::try_from(digit(high)? << 4 | digit(low)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(text: &str) -> String {
        let mut out = String::new();
        encode_into(&mut out, text.as_bytes());
        out
    }

    #[test]
    fn only_unreserved_characters_stand_for_themselves() {
        assert_eq!(encoded("AZaz09-._~"), "AZaz09-._~");
        assert_eq!(encoded("j d~%é+/@"), "j%20d~%25%C3%A9%2B%2F%40");
        let mut path = String::new();
        encode_path_into(&mut path, "/a b/ሴ".as_bytes());
        assert_eq!(path, "/a%20b/%E1%88%B4");
    }

    #[test]
    fn the_exact_decoder_reads_one_spelling_per_text() {
        use EncodingError::*;
        assert_eq!(decode_exact("a%2Fb").unwrap(), "a/b");
        for (value, error) in [
            ("%2f", LowerCaseEscape),
            ("%aF", LowerCaseEscape),
            ("%7E", NeedlessEscape),
            ("%41", NeedlessEscape),
            ("%7e", LowerCaseEscape),
            ("%", NotAnEscape),
            ("%2", NotAnEscape),
            ("%zz", NotAnEscape),
            ("%%20", NotAnEscape),
            ("%+1", NotAnEscape),
            ("a+b", Unescaped(b'+')),
            ("a/b", Unescaped(b'/')),
            ("a\0b", Unescaped(0)),
            ("é", Unescaped(0xC3)),
            ("%C0%AF", NotUtf8),
            ("%ED%A0%80", NotUtf8),
            ("%FF", NotUtf8),
        ] {
            assert_eq!(decode_exact(value), Err(error), "{value}");
        }
    }

    #[test]
    fn a_query_component_is_brought_to_its_one_spelling() {
        assert_eq!(
            normalize_component("a%2fb+c%7E/é").unwrap(),
            "a%2Fb%20c~%2F%C3%A9"
        );
        assert_eq!(normalize_component("%FF%00").unwrap(), "%FF%00");
        for broken in ["%", "%2", "%zz", "a%+1"] {
            assert_eq!(normalize_component(broken), None, "{broken}");
        }
    }

    #[test]
    fn the_unencoded_form_keeps_printable_characters_and_reads_plus_as_space() {
        assert_eq!(decode_unencoded("a.b@c/d+e").unwrap(), "a.b@c/d e");
        assert_eq!(decode_unencoded("%C3%A9@x").unwrap(), "é@x");
        for value in ["a b", "a\tb", "a\u{7f}b", "é"] {
            assert!(
                matches!(decode_unencoded(value), Err(EncodingError::Unescaped(_))),
                "{value}"
            );
        }
        assert_eq!(decode_unencoded("100%"), Err(EncodingError::NotAnEscape));
    }
}
