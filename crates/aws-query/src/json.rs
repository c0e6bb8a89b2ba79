//! The texts of JSON.

use std::fmt::Write as _;

/// Writes a text in quotes (RFC 8259, section 7). What a page would take for markup is escaped too.
pub fn quote(text: &str, out: &mut String) {
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\0'..' ' | '<' | '>' | '&' | '\u{7F}' => {
                // Writing into a text cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(letter));
            }
            letter => out.push(letter),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn quoted(text: &str) -> String {
        let mut out = String::new();
        quote(text, &mut out);
        out
    }

    #[test]
    fn quotes_controls_and_markup_are_escaped() {
        assert_eq!(
            quoted("a\"b\\c\n\0<é>"),
            "\"a\\\"b\\\\c\\u000a\\u0000\\u003cé\\u003e\""
        );
    }

    proptest! {
        #[test]
        fn any_text_is_read_back_as_it_was(text in any::<String>()) {
            let read: String = serde_json::from_str(&quoted(&text)).unwrap();
            prop_assert_eq!(read, text);
        }
    }
}
