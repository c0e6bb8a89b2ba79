//! The patterns of the models: a matcher for the little of Java's syntax that they use.
//!
//! Texts come from callers, so matching takes time in proportion to the text: all alternatives are
//! followed at once (Thompson's construction), and nothing is ever tried twice. A pattern is matched
//! against the whole text, as Amazon does with or without `^` and `$`.

use std::iter::Peekable;
use std::str::Chars;

/// Whether all of `text` matches. A pattern that cannot be read matches nothing; a test reads every
/// pattern of every model.
#[must_use]
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let Some(expression) = Parser::parse(pattern) else {
        return false;
    };
    // Nearly all of them, and those of the longest texts: every character is of one class.
    if let Expression::Repeat(inner, min, None) = &expression
        && let Expression::Class(class) = inner.as_ref()
    {
        return text.chars().count() >= *min && text.chars().all(|letter| class.contains(letter));
    }
    Program::compile(&expression).matches(text)
}

/// The most copies that a counted repetition may be written out to.
const MAX_REPEAT: usize = 1024;

#[derive(Debug, Clone)]
enum Expression {
    Class(Class),
    /// `(?!x)`, of one character.
    NotBefore(Class),
    Sequence(Vec<Expression>),
    Either(Vec<Expression>),
    Repeat(Box<Expression>, usize, Option<usize>),
}

#[derive(Debug, Clone, Default)]
struct Class {
    negated: bool,
    items: Vec<Item>,
}

#[derive(Debug, Clone)]
enum Item {
    Range(char, char),
    Letters,
    Numbers,
    Separators,
    Space,
    NotSpace,
}

impl Class {
    fn of(items: Vec<Item>) -> Self {
        Self {
            negated: false,
            items,
        }
    }

    fn contains(&self, letter: char) -> bool {
        self.items.iter().any(|item| item.contains(letter)) != self.negated
    }
}

impl Item {
    /// `\p{L}` is taken as Unicode's Alphabetic, which adds vowel signs: more is let through than at
    /// Amazon's, never less.
    fn contains(&self, letter: char) -> bool {
        match self {
            Self::Range(first, last) => (*first..=*last).contains(&letter),
            Self::Letters => letter.is_alphabetic(),
            Self::Numbers => letter.is_numeric(),
            Self::Space => is_space(letter),
            Self::NotSpace => !is_space(letter),
            Self::Separators => matches!(
                letter,
                ' ' | '\u{A0}' | '\u{1680}' | '\u{2000}'
                    ..='\u{200A}' | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}'
            ),
        }
    }
}

/// Java's `\s`.
const fn is_space(letter: char) -> bool {
    matches!(letter, ' ' | '\t' | '\n' | '\u{B}' | '\u{C}' | '\r')
}

#[derive(Debug)]
enum Step {
    /// Take one character and go on to the next step.
    Take(Class),
    /// Go on if the next character is not one of these.
    NotBefore(Class),
    /// Go on at both.
    Fork(usize, usize),
    Accept,
}

#[derive(Debug)]
struct Program {
    steps: Vec<Step>,
}

impl Program {
    fn compile(expression: &Expression) -> Self {
        let mut program = Self { steps: Vec::new() };
        program.emit(expression);
        program.steps.push(Step::Accept);
        program
    }

    fn matches(&self, text: &str) -> bool {
        let mut rest = text.chars().peekable();
        let mut reached = Reached::new(self.steps.len());
        reached.follow(&self.steps, [0], rest.peek().copied());
        while let Some(letter) = rest.next() {
            let next: Vec<usize> = reached.taking(&self.steps, letter).collect();
            reached.follow(&self.steps, next, rest.peek().copied());
        }
        reached
            .steps
            .iter()
            .any(|&at| matches!(self.steps.get(at), Some(Step::Accept)))
    }

    fn emit(&mut self, expression: &Expression) {
        match expression {
            Expression::Class(class) => self.steps.push(Step::Take(class.clone())),
            Expression::NotBefore(class) => self.steps.push(Step::NotBefore(class.clone())),
            Expression::Sequence(parts) => parts.iter().for_each(|part| self.emit(part)),
            Expression::Either(branches) => self.emit_either(branches),
            Expression::Repeat(inner, min, max) => self.emit_repeat(inner, *min, *max),
        }
    }

    fn emit_either(&mut self, branches: &[Expression]) {
        let Some((first, others)) = branches.split_first() else {
            return;
        };
        if others.is_empty() {
            return self.emit(first);
        }
        let fork = self.placeholder();
        self.emit(first);
        let jump = self.placeholder();
        self.fork(fork, fork + 1, self.steps.len());
        self.emit_either(others);
        self.fork(jump, self.steps.len(), self.steps.len());
    }

    fn emit_repeat(&mut self, inner: &Expression, min: usize, max: Option<usize>) {
        (0..min).for_each(|_| self.emit(inner));
        let Some(max) = max else {
            let fork = self.placeholder();
            self.emit(inner);
            let back = self.placeholder();
            self.fork(back, fork, fork);
            return self.fork(fork, fork + 1, self.steps.len());
        };
        let forks: Vec<usize> = (min..max)
            .map(|_| {
                let fork = self.placeholder();
                self.emit(inner);
                fork
            })
            .collect();
        for fork in forks {
            self.fork(fork, fork + 1, self.steps.len());
        }
    }

    fn placeholder(&mut self) -> usize {
        self.steps.push(Step::Accept);
        self.steps.len() - 1
    }

    fn fork(&mut self, at: usize, one: usize, other: usize) {
        if let Some(step) = self.steps.get_mut(at) {
            *step = Step::Fork(one, other);
        }
    }
}

/// The steps that wait for the next character.
struct Reached {
    steps: Vec<usize>,
    /// By step, the round in which it was last seen, so that none is followed twice in a round.
    seen: Vec<usize>,
    round: usize,
}

impl Reached {
    fn new(count: usize) -> Self {
        Self {
            steps: Vec::new(),
            seen: vec![0; count],
            round: 0,
        }
    }

    fn taking(&self, steps: &[Step], letter: char) -> impl Iterator<Item = usize> {
        self.steps
            .iter()
            .copied()
            .filter_map(move |at| match steps.get(at) {
                Some(Step::Take(class)) if class.contains(letter) => Some(at + 1),
                _ => None,
            })
    }

    /// All steps that are reached from these without taking a character.
    fn follow(&mut self, steps: &[Step], from: impl Into<Vec<usize>>, next: Option<char>) {
        self.round += 1;
        self.steps.clear();
        let mut pending = from.into();
        while let Some(at) = pending.pop() {
            match self.seen.get_mut(at) {
                Some(seen) if *seen != self.round => *seen = self.round,
                _ => continue,
            }
            match steps.get(at) {
                Some(Step::Fork(one, other)) => pending.extend([*one, *other]),
                Some(Step::NotBefore(class)) => {
                    if !next.is_some_and(|letter| class.contains(letter)) {
                        pending.push(at + 1);
                    }
                }
                _ => self.steps.push(at),
            }
        }
    }
}

/// Recursive descent; `None` is a syntax that no model uses.
struct Parser<'p> {
    rest: Peekable<Chars<'p>>,
}

impl<'p> Parser<'p> {
    fn parse(pattern: &'p str) -> Option<Expression> {
        let mut parser = Self {
            rest: pattern.chars().peekable(),
        };
        let expression = parser.alternatives()?;
        parser.rest.next().is_none().then_some(expression)
    }

    fn alternatives(&mut self) -> Option<Expression> {
        let mut branches = vec![self.sequence()?];
        while self.rest.next_if_eq(&'|').is_some() {
            branches.push(self.sequence()?);
        }
        Some(only(branches, Expression::Either))
    }

    fn sequence(&mut self) -> Option<Expression> {
        let mut parts = Vec::new();
        while self
            .rest
            .peek()
            .is_some_and(|&next| next != '|' && next != ')')
        {
            if self
                .rest
                .next_if(|&next| next == '^' || next == '$')
                .is_some()
            {
                continue;
            }
            let atom = self.atom()?;
            parts.push(self.repeated(atom)?);
        }
        Some(only(parts, Expression::Sequence))
    }

    fn atom(&mut self) -> Option<Expression> {
        match self.rest.next()? {
            '(' => self.group(),
            '[' => self.class().map(Expression::Class),
            '.' => Some(Expression::Class(Class {
                negated: true,
                items: vec![Item::Range('\n', '\n'), Item::Range('\r', '\r')],
            })),
            '\\' => self
                .escape()
                .map(|items| Expression::Class(Class::of(items))),
            '*' | '+' | '?' | '{' => None,
            letter => Some(Expression::Class(Class::of(vec![Item::Range(
                letter, letter,
            )]))),
        }
    }

    fn group(&mut self) -> Option<Expression> {
        let mut negative = false;
        if self.rest.next_if_eq(&'?').is_some() {
            match self.rest.next()? {
                ':' => {}
                '!' => negative = true,
                _ => return None,
            }
        }
        let inner = self.alternatives()?;
        self.rest.next_if_eq(&')')?;
        if negative {
            not_before(inner)
        } else {
            Some(inner)
        }
    }

    fn repeated(&mut self, atom: Expression) -> Option<Expression> {
        let (min, max) = match self.rest.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => return self.counted(atom),
            _ => return Some(atom),
        };
        self.rest.next();
        Some(Expression::Repeat(Box::new(atom), min, max))
    }

    fn counted(&mut self, atom: Expression) -> Option<Expression> {
        self.rest.next();
        let min = self.number()?;
        let max = if self.rest.next_if_eq(&',').is_none() {
            Some(min)
        } else {
            self.number()
        };
        self.rest.next_if_eq(&'}')?;
        let bounded = min.max(max.unwrap_or(min)) <= MAX_REPEAT;
        bounded.then(|| Expression::Repeat(Box::new(atom), min, max))
    }

    fn number(&mut self) -> Option<usize> {
        let mut digits = String::new();
        while let Some(digit) = self.rest.next_if(char::is_ascii_digit) {
            digits.push(digit);
        }
        digits.parse().ok()
    }

    fn class(&mut self) -> Option<Class> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut items = Vec::new();
        loop {
            let first = match self.rest.next()? {
                ']' => return Some(Class { negated, items }),
                '\\' => self.escape()?,
                letter => vec![Item::Range(letter, letter)],
            };
            match (first.as_slice(), self.range_end()?) {
                ([Item::Range(first, _)], Some(last)) => items.push(Item::Range(*first, last)),
                (_, Some(_)) => return None,
                (_, None) => items.extend(first),
            }
        }
    }

    /// The end of a range, when a hyphen follows that does not close the class.
    #[expect(clippy::option_option, reason = "the outer one is a syntax error")]
    fn range_end(&mut self) -> Option<Option<char>> {
        let mut ahead = self.rest.clone();
        if ahead.next() != Some('-') || ahead.next() == Some(']') {
            return Some(None);
        }
        self.rest.next();
        match self.rest.next()? {
            '\\' => match self.escape()?.as_slice() {
                [Item::Range(first, last)] if first == last => Some(Some(*last)),
                _ => None,
            },
            letter => Some(Some(letter)),
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Option<Vec<Item>> {
        let single = |letter| vec![Item::Range(letter, letter)];
        Some(match self.rest.next()? {
            'd' => vec![Item::Range('0', '9')],
            's' => vec![Item::Space],
            'S' => vec![Item::NotSpace],
            'w' => vec![
                Item::Range('a', 'z'),
                Item::Range('A', 'Z'),
                Item::Range('0', '9'),
                Item::Range('_', '_'),
            ],
            'u' => single(self.four_digits()?),
            'p' => vec![self.category()?],
            letter if letter.is_ascii_alphanumeric() => return None,
            letter => single(letter),
        })
    }

    /// Java reads four hexadecimal digits and no more, also where a model means five.
    fn four_digits(&mut self) -> Option<char> {
        let mut code = 0;
        for _ in 0..4 {
            code = code * 16 + self.rest.next()?.to_digit(16)?;
        }
        char::from_u32(code)
    }

    fn category(&mut self) -> Option<Item> {
        self.rest.next_if_eq(&'{')?;
        let item = match self.rest.next()? {
            'L' => Item::Letters,
            'N' => Item::Numbers,
            'Z' => Item::Separators,
            _ => return None,
        };
        self.rest.next_if_eq(&'}').map(|_| item)
    }
}

/// One part needs nothing around it.
fn only(mut parts: Vec<Expression>, many: fn(Vec<Expression>) -> Expression) -> Expression {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        last => many(parts.into_iter().chain(last).collect()),
    }
}

/// Only a single character can be looked ahead for: it is all that the models ask.
fn not_before(inner: Expression) -> Option<Expression> {
    match inner {
        Expression::Class(class) => Some(Expression::NotBefore(class)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(pattern: &str, matching: &[&str], others: &[&str]) {
        assert!(Parser::parse(pattern).is_some(), "{pattern} cannot be read");
        for text in matching {
            assert!(matches(pattern, text), "{pattern} should match {text:?}");
        }
        for text in others {
            assert!(
                !matches(pattern, text),
                "{pattern} should not match {text:?}"
            );
        }
    }

    #[test]
    fn names_are_classes_of_characters() {
        check(
            r"[\w+=,.@-]+",
            &["jane", "a-b", "A_1+=,.@-"],
            &["", "a b", "a/b", "é"],
        );
        check(r"[\w+=,.@-]*", &["", "x"], &[" "]);
        check(r"[\w+=,.@\:-]*", &["a:b-c"], &["a\\b"]);
    }

    #[test]
    fn tags_may_hold_letters_of_every_script() {
        let pattern = r"[\p{L}\p{Z}\p{N}_.:/=+\-@]+";
        check(
            pattern,
            &["関所 1", "é", "a\u{2003}b", "٣", "-@"],
            &["", "a#b", "a\tb", "a\nb"],
        );
    }

    #[test]
    fn paths_are_alternatives_and_groups() {
        let path = r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)";
        check(
            path,
            &["/", "/a/", "/a/b/"],
            &["", "a", "/a", "//a /", "/é/"],
        );
        check(
            r"((/[A-Za-z0-9\.,\+@=_-]+)*)/",
            &["/", "/a/b/"],
            &["//", "/a"],
        );
    }

    #[test]
    fn counts_and_a_look_ahead_make_an_account_alias() {
        let alias = r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$";
        check(
            alias,
            &["abc", "a-b", &"a".repeat(63)],
            &["ab", "a--b", "-ab", "ab-", &"a".repeat(64)],
        );
        check(
            r"\d{12}",
            &["123456789012"],
            &["12345678901", "1234567890123"],
        );
        check(
            r"[a-z](?:-?[a-z0-9]+){0,15}",
            &["a", "a-b", "ab1"],
            &["-a", "a-", "a--b"],
        );
    }

    #[test]
    fn a_version_has_an_optional_tail() {
        let version = r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?";
        check(
            version,
            &["v1", "v10", "v1.", "v1.a-B"],
            &["v0", "1", "v1.é", "V1"],
        );
    }

    #[test]
    fn escapes_are_java_s() {
        check(
            r"[\u0009\u000A\u000D\u0020-\u00FF]+",
            &["\t\n\r ÿ"],
            &["Ā", "\0"],
        );
        check(r"[\s\S]*", &["", "any\nthing"], &[]);
        check(".*", &["", "any"], &["two\nlines"]);
    }

    #[test]
    fn every_pattern_of_every_model_can_be_read() {
        let mut read = 0;
        for model in ["iam", "sts", "rds"] {
            let path = format!("{}/models/{model}.json", env!("CARGO_MANIFEST_DIR"));
            let text = std::fs::read_to_string(path).unwrap();
            let model: serde_json::Value = serde_json::from_str(&text).unwrap();
            for (name, shape) in model["shapes"].as_object().unwrap() {
                if let Some(pattern) = shape["pattern"].as_str() {
                    assert!(Parser::parse(pattern).is_some(), "{name}: {pattern}");
                    read += 1;
                }
            }
        }
        assert!(read > 40, "{read}");
    }

    #[test]
    fn what_no_model_uses_is_not_read() {
        for pattern in [
            "(", "[a", "a{", "a{2,", "*", r"\p{X}", r"\k", "(?=a)", "(?!ab)", "a)", "a{9999}",
        ] {
            assert!(Parser::parse(pattern).is_none(), "{pattern}");
        }
    }

    #[test]
    fn a_pattern_that_would_trap_a_backtracking_matcher_takes_no_time() {
        let text = format!("{}!", "a".repeat(20_000));
        assert!(!matches("([a-z]+)+", &text));
        assert!(!matches("[a-z](?:-?[a-z0-9]+){0,15}", &text));
    }

    proptest! {
        #[test]
        fn no_pattern_and_no_text_make_it_panic(pattern in ".{0,20}", text in ".{0,20}") {
            let _ = matches(&pattern, &text);
        }

        #[test]
        fn a_text_without_meta_characters_matches_only_itself(
            pattern in "[a-z0-9 ]{0,12}", text in "[a-z0-9 ]{0,12}"
        ) {
            prop_assert_eq!(matches(&pattern, &text), pattern == text);
        }
    }
}
