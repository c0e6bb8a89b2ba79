//! The one place where a value becomes SQL text, for statements that take no parameters.

/// An identifier, an account's name or its host: `` `name` ``. Doubling the backtick is the only
/// escape there is inside, in every SQL mode, so an account is written this way too
/// (``CREATE USER `u`@`%` ``).
pub(crate) fn identifier(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
}

/// A string literal that reads the same with and without `NO_BACKSLASH_ESCAPES`, and in a
/// statement file that is split at line ends: only printable ASCII goes through as it is, anything
/// else makes it `None`.
pub(crate) fn plain_literal(text: &str) -> Option<String> {
    let plain = text
        .bytes()
        .all(|byte| matches!(byte, b' '..=b'~') && !matches!(byte, b'\'' | b'\\'));
    plain.then(|| format!("'{text}'"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backtick_in_a_name_is_doubled_and_nothing_else_is_touched() {
        assert_eq!(identifier("admin"), "`admin`");
        assert_eq!(identifier("a`; DROP USER `b"), "`a``; DROP USER ``b`");
        assert_eq!(identifier(r"back\slash'quote%_"), r"`back\slash'quote%_`");
        assert_eq!(identifier(""), "``");
    }

    #[test]
    fn a_literal_with_anything_that_needs_an_escape_is_refused() {
        assert_eq!(plain_literal("root"), Some("'root'".to_owned()));
        for text in ["o'neil", r"DOMAIN\user", "a\nb", "a\0b", "ü"] {
            assert_eq!(plain_literal(text), None, "{text:?}");
        }
    }
}
