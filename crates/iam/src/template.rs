//! Policy variables: `${key}`, `${key, 'default'}` and the escapes `${*}`, `${?}`, `${$}`.
//!
//! What a variable stands for is literal text: a `*` in a tag's value is a star, not a wildcard.
//! A variable whose key is missing and has no default, or whose key is multi-valued, cannot be
//! resolved; then the pattern as a whole matches nothing.
//!
//! Source: IAM User Guide, *IAM policy elements: Variables and tags* (`reference_policies_variables`).

use std::borrow::Cow;
use std::fmt;

use crate::context::{Context, Values};
use crate::pattern::{self, Case, Pattern, Token};
use crate::policy::Version;

/// A piece of a text with variables.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// As written; wildcards in it are wildcards.
    Text(Box<str>),
    /// The character of an escape; never a wildcard.
    Escape(char),
    Variable(Variable),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Variable {
    pub(crate) key: Box<str>,
    pub(crate) default: Option<Box<str>>,
}

impl Variable {
    /// The text it stands for.
    fn resolve<'a>(&'a self, context: &'a Context) -> Option<&'a str> {
        match context.get(&self.key) {
            Some(Values::One(value)) => Some(value),
            Some(Values::Many(_)) => None,
            None => self.default.as_deref(),
        }
    }
}

/// Splits a text at its variables. In a document of 2008 nothing is a variable, and what only looks
/// like one (`${`, `${}`, `${a, b}`) is plain text in any version.
pub(crate) fn parse(text: &str, version: Version) -> Vec<Part> {
    if version == Version::V2008 {
        return vec![Part::Text(text.into())];
    }
    let mut parts = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        plain.push_str(before);
        match variable(after) {
            Some((part, behind)) => {
                if !plain.is_empty() {
                    parts.push(Part::Text(std::mem::take(&mut plain).into()));
                }
                parts.push(part);
                rest = behind;
            }
            None => {
                plain.push_str("${");
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    if !plain.is_empty() || parts.is_empty() {
        parts.push(Part::Text(plain.into()));
    }
    parts
}

/// What begins behind `${`, and the text behind its `}`.
fn variable(after: &str) -> Option<(Part, &str)> {
    let mut quoted = false;
    let end = after.find(|c| {
        quoted ^= c == '\'';
        c == '}' && !quoted
    })?;
    let (inside, behind) = (after.get(..end)?, after.get(end + 1..)?);
    if let "*" | "?" | "$" = inside {
        return Some((Part::Escape(inside.chars().next()?), behind));
    }
    let (key, default) = match inside.split_once(',') {
        None => (inside.trim(), None),
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (key.trim(), Some(default.into()))
        }
    };
    let plausible = !key.is_empty() && !key.contains(['$', '{', '*', '?']);
    plausible.then(|| {
        (
            Part::Variable(Variable {
                key: key.into(),
                default,
            }),
            behind,
        )
    })
}

fn has_variable(parts: &[Part]) -> bool {
    parts.iter().any(|part| matches!(part, Part::Variable(_)))
}

/// A text with wildcards and variables, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Glob {
    Fixed(Pattern),
    Variable(Box<[Part]>),
}

impl Glob {
    pub(crate) fn compile(text: &str, version: Version) -> Glob {
        Glob::from_parts(parse(text, version))
    }

    pub(crate) fn from_parts(parts: Vec<Part>) -> Glob {
        if has_variable(&parts) {
            return Glob::Variable(parts.into());
        }
        let mut tokens = Vec::new();
        for part in &parts {
            push_tokens(part, &mut tokens);
        }
        Glob::Fixed(Pattern::from_tokens(tokens))
    }

    /// Whether the text matches. A pattern whose variables cannot be resolved matches nothing.
    pub(crate) fn matches(&self, text: &str, context: &Context) -> bool {
        match self {
            Glob::Fixed(pattern) => pattern.matches(text, Case::Counts),
            Glob::Variable(_) => self
                .to_tokens(context)
                .is_some_and(|tokens| pattern::matches(&tokens, text, Case::Counts)),
        }
    }

    /// Whether all variables can be resolved.
    pub(crate) fn resolves(&self, context: &Context) -> bool {
        match self {
            Glob::Fixed(_) => true,
            Glob::Variable(parts) => parts.iter().all(|part| match part {
                Part::Variable(variable) => variable.resolve(context).is_some(),
                Part::Text(_) | Part::Escape(_) => true,
            }),
        }
    }

    /// The pattern with its variables resolved.
    pub(crate) fn to_tokens(&self, context: &Context) -> Option<Vec<Token>> {
        let parts = match self {
            Glob::Fixed(pattern) => return Some(pattern.to_tokens()),
            Glob::Variable(parts) => parts,
        };
        let mut tokens = Vec::new();
        for part in parts {
            match part {
                Part::Variable(variable) => {
                    tokens.extend(variable.resolve(context)?.bytes().map(Token::Byte));
                }
                part => push_tokens(part, &mut tokens),
            }
        }
        Some(tokens)
    }

    /// The keys of the variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let parts: &[Part] = match self {
            Glob::Fixed(_) => &[],
            Glob::Variable(parts) => parts,
        };
        keys(parts)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Glob::Fixed(pattern) => pattern.heap_bytes(),
            Glob::Variable(parts) => heap_bytes(parts),
        }
    }
}

impl fmt::Display for Glob {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Glob::Fixed(pattern) => pattern.fmt(f),
            Glob::Variable(parts) => write_parts(parts, f),
        }
    }
}

/// A text with variables and without wildcards, compiled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Words {
    Fixed(Box<str>),
    Variable(Box<[Part]>),
}

impl Words {
    pub(crate) fn compile(text: &str, version: Version) -> Words {
        let parts = parse(text, version);
        if has_variable(&parts) {
            return Words::Variable(parts.into());
        }
        let mut plain = String::new();
        for part in &parts {
            push_words(part, &mut plain);
        }
        Words::Fixed(plain.into())
    }

    /// The text with its variables resolved.
    pub(crate) fn resolve(&self, context: &Context) -> Option<Cow<'_, str>> {
        let parts = match self {
            Words::Fixed(text) => return Some(Cow::Borrowed(text)),
            Words::Variable(parts) => parts,
        };
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Variable(variable) => text.push_str(variable.resolve(context)?),
                part => push_words(part, &mut text),
            }
        }
        Some(Cow::Owned(text))
    }

    /// The keys of the variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let parts: &[Part] = match self {
            Words::Fixed(_) => &[],
            Words::Variable(parts) => parts,
        };
        keys(parts)
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        match self {
            Words::Fixed(text) => text.len(),
            Words::Variable(parts) => heap_bytes(parts),
        }
    }
}

fn push_tokens(part: &Part, tokens: &mut Vec<Token>) {
    match part {
        Part::Text(text) => tokens.extend(pattern::tokens(text)),
        Part::Escape(c) => {
            tokens.extend(c.encode_utf8(&mut [0; 4]).bytes().map(Token::Byte));
        }
        Part::Variable(_) => {}
    }
}

fn push_words(part: &Part, words: &mut String) {
    match part {
        Part::Text(text) => words.push_str(text),
        Part::Escape(c) => words.push(*c),
        Part::Variable(_) => {}
    }
}

/// The keys of all variables in these parts.
pub(crate) fn keys(parts: &[Part]) -> impl Iterator<Item = &str> {
    parts.iter().filter_map(|part| match part {
        Part::Variable(variable) => Some(&*variable.key),
        Part::Text(_) | Part::Escape(_) => None,
    })
}

fn heap_bytes(parts: &[Part]) -> usize {
    let inside = |part: &Part| match part {
        Part::Text(text) => text.len(),
        Part::Escape(_) => 0,
        Part::Variable(variable) => {
            variable.key.len() + variable.default.as_ref().map_or(0, |default| default.len())
        }
    };
    size_of_val(parts) + parts.iter().map(inside).sum::<usize>()
}

fn write_parts(parts: &[Part], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for part in parts {
        match part {
            Part::Text(text) => f.write_str(text)?,
            Part::Escape(c) => write!(f, "${{{c}}}")?,
            Part::Variable(Variable { key, default: None }) => write!(f, "${{{key}}}")?,
            Part::Variable(Variable {
                key,
                default: Some(default),
            }) => {
                write!(f, "${{{key}, '{default}'}}")?;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context() -> Context {
        let mut context = Context::new();
        context
            .set("aws:username", "jane")
            .set("aws:PrincipalTag/star", "*");
        context.set_many("aws:TagKeys", ["a"]);
        context
    }

    fn like(pattern: &str, text: &str) -> bool {
        Glob::compile(pattern, Version::V2012).matches(text, &context())
    }

    fn words(text: &str) -> Option<String> {
        Words::compile(text, Version::V2012)
            .resolve(&context())
            .map(Cow::into_owned)
    }

    #[test]
    fn a_variable_is_replaced_ignoring_the_case_of_its_key() {
        assert!(like("dbuser:*/${AWS:Username}", "dbuser:x/jane"));
        assert!(!like("dbuser:*/${aws:username}", "dbuser:x/joe"));
        assert_eq!(words("${aws:username}@x").as_deref(), Some("jane@x"));
    }

    #[test]
    fn what_a_variable_stands_for_is_literal() {
        assert!(!like("${aws:PrincipalTag/star}", "anything"));
        assert!(like("${aws:PrincipalTag/star}", "*"));
        assert!(like("a${aws:PrincipalTag/star}*", "a*bc"));
    }

    #[test]
    fn an_unresolvable_variable_leaves_no_meaning() {
        assert!(!like("x${aws:nope}*", "xyz"));
        assert!(!Glob::compile("x${aws:nope}*", Version::V2012).resolves(&context()));
        assert!(Glob::compile("x${aws:username}*", Version::V2012).resolves(&context()));
        assert_eq!(words("${aws:nope}"), None);
        assert_eq!(words("${aws:TagKeys}"), None, "multi-valued");
        assert_eq!(
            words("${aws:TagKeys, 'd'}"),
            None,
            "multi-valued, though it has a default"
        );
    }

    #[test]
    fn a_default_stands_in_for_a_missing_key_only() {
        assert_eq!(words("${aws:nope, 'app'}").as_deref(), Some("app"));
        assert_eq!(words("${aws:nope,'a}, b'}!").as_deref(), Some("a}, b!"));
        assert_eq!(words("${aws:username, 'app'}").as_deref(), Some("jane"));
        assert_eq!(words("${aws:nope, ''}").as_deref(), Some(""));
        assert!(!like("${aws:nope, '*'}", "x"), "a default is literal too");
    }

    #[test]
    fn escapes_are_characters_not_wildcards() {
        assert!(like("file${*}", "file*"));
        assert!(!like("file${*}", "file1"));
        assert!(like("${?}*${$}", "?abc$"));
        assert_eq!(
            words("${$}{aws:username}").as_deref(),
            Some("${aws:username}")
        );
    }

    #[test]
    fn in_2008_and_where_it_only_looks_like_one_there_is_no_variable() {
        let old = Glob::compile("${aws:username}", Version::V2008);
        assert!(old.matches("${aws:username}", &context()));
        assert!(!old.matches("jane", &context()));
        for text in [
            "${",
            "${}",
            "a${aws:username",
            "${a, b}",
            "${ }",
            "$aws:username",
        ] {
            assert_eq!(words(text).as_deref(), Some(text), "{text}");
        }
        assert_eq!(words("${${aws:username}").as_deref(), Some("${jane"));
    }

    #[test]
    fn what_has_no_variable_is_compiled_once_and_for_all() {
        for text in ["", "a*b", "f${*}", "${", "${aws:username"] {
            assert!(
                matches!(Glob::compile(text, Version::V2012), Glob::Fixed(_)),
                "{text}"
            );
            assert!(
                matches!(Words::compile(text, Version::V2012), Words::Fixed(_)),
                "{text}"
            );
        }
        let text = "${aws:username}";
        assert!(matches!(
            Glob::compile(text, Version::V2012),
            Glob::Variable(_)
        ));
        assert!(matches!(
            Words::compile(text, Version::V2008),
            Words::Fixed(_)
        ));
    }

    #[test]
    fn templates_print_as_written() {
        for text in ["a/${aws:username}/*", "${aws:x, 'd'}", "f${*}?", "${$}"] {
            let printed = Glob::compile(text, Version::V2012).to_string();
            let again = Glob::compile(&printed, Version::V2012);
            assert_eq!(
                again,
                Glob::compile(text, Version::V2012),
                "{text} -> {printed}"
            );
        }
    }
}
