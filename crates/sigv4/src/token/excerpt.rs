//! Somebody else's text, made fit for a log line.

use std::fmt;

/// A piece of somebody else's text, short enough for a log line.
#[derive(Clone, PartialEq, Eq)]
pub struct Excerpt(String);

impl Excerpt {
    const MAX_CHARS: usize = 100;
}

impl From<&str> for Excerpt {
    fn from(text: &str) -> Self {
        let mut excerpt: String = text.chars().take(Self::MAX_CHARS).collect();
        if excerpt.len() < text.len() {
            excerpt.push('…');
        }
        Self(excerpt)
    }
}

/// Control characters are escaped: this goes to logs and terminals.
impl fmt::Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().try_for_each(|c| {
            if c.is_control() {
                write!(f, "{}", c.escape_default())
            } else {
                write!(f, "{c}")
            }
        })
    }
}

impl fmt::Debug for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_excerpt_is_short_and_prints_no_control_characters() {
        assert_eq!(
            Excerpt::from("x".repeat(100).as_str()).to_string(),
            "x".repeat(100)
        );
        let long = Excerpt::from("é".repeat(101).as_str()).to_string();
        assert_eq!(long, "é".repeat(100) + "…");
        assert_eq!(
            Excerpt::from("a\u{1b}[31m\n").to_string(),
            "a\\u{1b}[31m\\n"
        );
    }
}
