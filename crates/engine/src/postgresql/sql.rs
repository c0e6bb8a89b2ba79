//! The one place where a value becomes SQL text, for statements that take no parameters.

/// An identifier: `"name"`. Doubling the quote is the only escape there is inside.
pub(crate) fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// A text: `'value'`, as the standard has it (`standard_conforming_strings`, on since 9.1).
pub(crate) fn literal(value: &str) -> String {
    format!("'{}'", value.replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quote_is_doubled_and_nothing_else_is_touched() {
        assert_eq!(identifier("admin"), r#""admin""#);
        assert_eq!(identifier(r#"a"; DROP ROLE "b"#), r#""a""; DROP ROLE ""b""#);
        assert_eq!(literal(r"it's \ fine"), r"'it''s \ fine'");
    }
}
