//! Text patterns: `*` for any run of characters, `?` for exactly one.
//!
//! No regular expressions and no recursion. A match walks text and pattern once and, on a mismatch,
//! goes back to the last `*` only, so the worst case is the product of both lengths.

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
        match pattern.find(['*', '?']) {
            None => Pattern::Exact(pattern.into()),
            Some(0) if pattern == "*" => Pattern::Any,
            Some(first) => match pattern.split_at_checked(first) {
                Some((prefix, "*")) => Pattern::Prefix(prefix.into()),
                _ => Pattern::Glob(tokens(pattern).collect()),
            },
        }
    }

    pub(crate) fn matches(&self, text: &str, case: Case) -> bool {
        match (self, case) {
            (Pattern::Any, _) => true,
            (Pattern::Exact(wanted), Case::Counts) => **wanted == *text,
            (Pattern::Exact(wanted), Case::Ignored) => wanted.eq_ignore_ascii_case(text),
            (Pattern::Prefix(prefix), _) => {
                text.as_bytes()
                    .get(..prefix.len())
                    .is_some_and(|head| match case {
                        Case::Counts => head == prefix.as_bytes(),
                        Case::Ignored => head.eq_ignore_ascii_case(prefix.as_bytes()),
                    })
            }
            (Pattern::Glob(pattern), case) => matches(pattern, text, case),
        }
    }
}
