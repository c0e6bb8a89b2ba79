//! The one place where a value becomes SQL text, for statements that take no parameters. Values
//! that are no names (a password's digest, a session's number) are made by us and need no quoting.

/// An identifier, an account's name or its host: `` `name` ``. Doubling the backtick is the only
/// escape there is inside, in every SQL mode, so an account is written this way too
/// (``CREATE USER `u`@`%` ``).
pub(crate) fn identifier(name: &str) -> String {
    format!("`{}`", name.replace('`', "``"))
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
}
