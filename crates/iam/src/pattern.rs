//! Text patterns: `*` for any run of characters, `?` for exactly one.
//!
//! No regular expressions and no recursion. A match walks text and pattern once and, on a mismatch,
//! goes back to the last `*` only, so the worst case is the product of both lengths.

use std::fmt;

/// One unit of a pattern. `Byte` is a byte of UTF-8.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Token {
    Byte(u8),
    /// `?`: one character.
    One,
    /// `*`: any run of characters, also an empty one.
    Run,
}

/// Whether the ASCII case of letters counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Case {
    Counts,
    Ignored,
}

impl Case {
    fn same(self, a: u8, b: u8) -> bool {
        match self {
            Case::Counts => a == b,
            Case::Ignored => a.eq_ignore_ascii_case(&b),
        }
    }

    fn equal(self, a: &[u8], b: &[u8]) -> bool {
        match self {
            Case::Counts => a == b,
            Case::Ignored => a.eq_ignore_ascii_case(b),
        }
    }
}

/// Reads `*` and `?`; everything else is literal.
pub(crate) fn tokens(pattern: &str) -> impl Iterator<Item = Token> + '_ {
    pattern.bytes().map(|byte| match byte {
        b'*' => Token::Run,
        b'?' => Token::One,
        byte => Token::Byte(byte),
    })
}

/// Whether the whole text matches the pattern.
pub(crate) fn matches(pattern: &[Token], text: &str, case: Case) -> bool {
    let text = text.as_bytes();
    let (mut at, mut unit) = (0, 0);
    // Where to go on after a mismatch: the pattern just behind the last `*`, and the text from the
    // next character after what that `*` has swallowed so far.
    let mut retry: Option<(usize, usize)> = None;
    while let Some(&byte) = text.get(at) {
        match pattern.get(unit) {
            Some(Token::Run) => {
                unit += 1;
                retry = Some((unit, at));
                continue;
            }
            Some(Token::One) => {
                at += char_len(byte);
                unit += 1;
                continue;
            }
            Some(&Token::Byte(wanted)) if case.same(wanted, byte) => {
                at += 1;
                unit += 1;
                continue;
            }
            _ => {}
        }
        let Some((behind, from)) = retry else {
            return false;
        };
        let from = from + text.get(from).copied().map_or(1, char_len);
        retry = Some((behind, from));
        (unit, at) = (behind, from);
    }
    pattern
        .get(unit..)
        .is_none_or(|rest| rest.iter().all(|token| *token == Token::Run))
}

/// The length of the UTF-8 character that begins with this byte.
fn char_len(first: u8) -> usize {
    match first {
        0xF0.. => 4,
        0xE0.. => 3,
        0xC0.. => 2,
        _ => 1,
    }
}

/// A pattern, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// `*`.
    Any,
    /// No wildcard.
    Exact(Box<str>),
    /// A single `*`, at the end.
    Prefix(Box<str>),
    Glob(Box<[Token]>),
}

impl Pattern {
    pub(crate) fn compile(pattern: &str) -> Pattern {
        Pattern::from_tokens(tokens(pattern).collect())
    }

    /// Picks the cheapest form that says the same.
    pub(crate) fn from_tokens(tokens: Vec<Token>) -> Pattern {
        let literal = |tokens: &[Token]| -> Option<Box<str>> {
            let bytes = tokens.iter().map(|token| match token {
                Token::Byte(byte) => Some(*byte),
                Token::One | Token::Run => None,
            });
            String::from_utf8(bytes.collect::<Option<Vec<u8>>>()?)
                .ok()
                .map(Into::into)
        };
        if let Some(text) = literal(&tokens) {
            return Pattern::Exact(text);
        }
        match tokens.split_last() {
            Some((Token::Run, [])) => Some(Pattern::Any),
            Some((Token::Run, head)) => literal(head).map(Pattern::Prefix),
            _ => None,
        }
        .unwrap_or_else(|| Pattern::Glob(tokens.into()))
    }

    pub(crate) fn matches(&self, text: &str, case: Case) -> bool {
        match self {
            Pattern::Any => true,
            Pattern::Exact(wanted) => case.equal(wanted.as_bytes(), text.as_bytes()),
            Pattern::Prefix(prefix) => text
                .as_bytes()
                .get(..prefix.len())
                .is_some_and(|head| case.equal(prefix.as_bytes(), head)),
            Pattern::Glob(pattern) => matches(pattern, text, case),
        }
    }

    /// The pattern as tokens, for matchers that join several.
    pub(crate) fn to_tokens(&self) -> Vec<Token> {
        let bytes = |text: &str| text.bytes().map(Token::Byte).collect::<Vec<_>>();
        match self {
            Pattern::Any => vec![Token::Run],
            Pattern::Exact(text) => bytes(text),
            Pattern::Prefix(text) => {
                let mut tokens = bytes(text);
                tokens.push(Token::Run);
                tokens
            }
            Pattern::Glob(tokens) => tokens.to_vec(),
        }
    }

    /// The bytes the pattern holds beyond its own size.
    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Pattern::Any => 0,
            Pattern::Exact(text) | Pattern::Prefix(text) => text.len(),
            Pattern::Glob(tokens) => size_of_val::<[Token]>(tokens),
        }
    }
}

/// As it would be written in a policy.
impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Pattern::Any => f.write_str("*"),
            Pattern::Exact(text) => f.write_str(text),
            Pattern::Prefix(text) => write!(f, "{text}*"),
            Pattern::Glob(tokens) => write_tokens(tokens, f),
        }
    }
}

fn write_tokens(tokens: &[Token], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let mut bytes = Vec::with_capacity(tokens.len());
    for token in tokens {
        match token {
            Token::Run => bytes.push(b'*'),
            Token::One => bytes.push(b'?'),
            Token::Byte(b'*') => bytes.extend(b"${*}"),
            Token::Byte(b'?') => bytes.extend(b"${?}"),
            Token::Byte(byte) => bytes.push(*byte),
        }
    }
    f.write_str(&String::from_utf8_lossy(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn like(pattern: &str, text: &str) -> bool {
        Pattern::compile(pattern).matches(text, Case::Counts)
    }

    #[test]
    fn a_star_is_any_run_and_a_question_mark_one_character() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("**", "", true),
            ("?", "", false),
            ("?*", "a", true),
            ("a*c", "ac", true),
            ("a*c", "abcbc", true),
            ("a*c", "abcb", false),
            ("*abc*", "ababc", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("*a*b*c*", "xxaxxbxxc", true),
            ("*a*b*c*", "xxaxxcxxb", false),
            ("abc", "abcd", false),
            ("abc*", "abcd", true),
            ("abc*", "ab", false),
        ] {
            assert_eq!(like(pattern, text), expected, "{pattern} on {text}");
        }
    }

    #[test]
    fn a_question_mark_takes_a_whole_character_of_several_bytes() {
        for character in ["é", "関", "😀"] {
            assert!(like("a?b", &format!("a{character}b")), "{character}");
            assert!(like("*?b", &format!("{character}b")), "{character}");
            assert!(!like("a??b", &format!("a{character}b")), "{character}");
        }
    }

    #[test]
    fn ascii_case_is_ignored_only_when_asked() {
        for pattern in ["RDS-DB:Connect", "rds-db:CON*", "RDS-db:connec?"] {
            let pattern = Pattern::compile(pattern);
            assert!(pattern.matches("rds-db:connect", Case::Ignored));
            assert!(!pattern.matches("rds-db:connect", Case::Counts));
        }
    }

    #[test]
    fn each_pattern_takes_its_cheapest_form_and_prints_as_written() {
        assert_eq!(Pattern::compile("*"), Pattern::Any);
        assert_eq!(Pattern::compile("ab"), Pattern::Exact("ab".into()));
        assert_eq!(Pattern::compile("ab*"), Pattern::Prefix("ab".into()));
        assert!(matches!(Pattern::compile("a*b"), Pattern::Glob(_)));
        assert!(matches!(Pattern::compile("**"), Pattern::Glob(_)));
        for text in ["*", "ab", "ab*", "a*b?c", "**"] {
            let pattern = Pattern::compile(text);
            assert_eq!(pattern.to_string(), text);
            assert_eq!(Pattern::from_tokens(pattern.to_tokens()), pattern);
        }
    }
}
