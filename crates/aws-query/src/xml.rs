//! The texts of XML. Escaped by hand: the one writer library that was tried lets U+0001 through, which
//! breaks every SDK's parser.

/// What stands in for a character that XML 1.0 cannot hold (section 2.2), escaped or not.
pub const REPLACEMENT: char = '\u{FFFD}';

/// Writes a text as the content of an element.
pub fn escape(text: &str, out: &mut String) {
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            // A bare carriage return would be read back as a line feed (XML 1.0, section 2.11).
            '\r' => out.push_str("&#xD;"),
            letter if is_xml(letter) => out.push(letter),
            _ => out.push(REPLACEMENT),
        }
    }
}

/// The `Char` production of XML 1.0.
const fn is_xml(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// A policy document as IAM puts it into answers: percent-encoded, everything but RFC 3986's
/// unreserved characters (section 2.3).
#[must_use]
pub fn percent_encode(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.extend([hex_digit(byte >> 4), hex_digit(byte & 0xF)]);
        }
    }
    encoded
}

fn hex_digit(value: u8) -> char {
    char::from_digit(u32::from(value), 16)
        .unwrap_or('0')
        .to_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use quick_xml::events::Event;

    use super::*;

    fn text_of(text: &str) -> String {
        let mut out = "<T>".to_owned();
        escape(text, &mut out);
        out + "</T>"
    }

    #[test]
    fn markup_in_a_text_is_escaped() {
        assert_eq!(
            text_of(r#"<a b="c">&'"#),
            "<T>&lt;a b=&quot;c&quot;&gt;&amp;&apos;</T>"
        );
    }

    #[test]
    fn characters_that_xml_cannot_hold_are_replaced() {
        assert_eq!(
            text_of("\0\u{1}\u{B}\u{1F}\u{FFFE}\u{FFFF}"),
            format!("<T>{}</T>", "\u{FFFD}".repeat(6))
        );
        assert_eq!(
            text_of("\t\n\r \u{7F}\u{D7FF}\u{E000}\u{10FFFF}"),
            "<T>\t\n&#xD; \u{7F}\u{D7FF}\u{E000}\u{10FFFF}</T>"
        );
    }

    #[test]
    fn a_policy_document_is_percent_encoded() {
        assert_eq!(
            percent_encode("{\"a\": \"é~-._\"}"),
            "%7B%22a%22%3A%20%22%C3%A9~-._%22%7D"
        );
    }

    /// The text of the one element, as an independent parser reads it.
    fn read_back(xml: &str) -> String {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                Event::Text(part) => text.push_str(&part),
                Event::GeneralRef(name) => {
                    let escape = format!("&{};", &*name);
                    text.push_str(&quick_xml::escape::unescape(&escape).unwrap());
                }
                Event::Eof => return text,
                _ => {}
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in any::<String>()) {
            let expected: String =
                text.chars().map(|letter| if is_xml(letter) { letter } else { REPLACEMENT }).collect();
            prop_assert_eq!(read_back(&text_of(&text)), expected);
        }

        #[test]
        fn a_percent_encoded_text_is_read_back_as_it_was(text in any::<String>()) {
            let body = format!("v={}", percent_encode(&text));
            let parameters = crate::Parameters::parse(body.as_bytes()).unwrap();
            prop_assert_eq!(parameters.text("v"), Some(text.as_str()));
        }
    }
}
