//! A strict JSON reader that remembers where everything stood.
//!
//! Policies decide who gets in, so the reader takes RFC 8259 and nothing else: one value, no
//! comments, no trailing commas, no key twice in an object (RFC 8259 section 4 leaves that open; the
//! IAM policy grammar forbids it), and a bounded depth. Every value carries the [`Span`] it was
//! written in, so that errors and reasons can point at it.

use std::fmt;

/// How deep values may nest. A policy needs seven levels.
pub const MAX_DEPTH: usize = 32;

/// A place in a text: byte offset, and line and column for people, both from 1.
///
/// Columns count characters, not bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    /// Bytes before the place.
    pub offset: usize,
    /// The line, from 1.
    pub line: u32,
    /// The character in the line, from 1.
    pub column: u32,
}

impl Position {
    /// The beginning of a text.
    pub const START: Position = Position {
        offset: 0,
        line: 1,
        column: 1,
    };

    /// The place past one character here that takes one byte and ends no line.
    pub(crate) fn past_ascii(self) -> Position {
        Position {
            offset: self.offset + 1,
            column: self.column + 1,
            ..self
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A stretch of text: where it begins, and the place just past it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Span {
    /// Where it begins.
    pub start: Position,
    /// The place just past its end.
    pub end: Position,
}

/// A JSON value and where it was written.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) value: Value,
    pub(crate) span: Span,
}

#[derive(Clone, Debug)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As written: `300`, `1.50`, `1e3`.
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Clone, Debug)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) key_span: Span,
    pub(crate) value: Node,
}

impl Value {
    /// What the value is, in words.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        }
    }
}

/// Where a text stopped being JSON, and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SyntaxError {
    pub(crate) position: Position,
    pub(crate) problem: String,
}

/// Reads one JSON value that fills the whole text.
pub(crate) fn read(text: &str) -> Result<Node, SyntaxError> {
    let mut reader = Reader {
        rest: text,
        position: Position {
            offset: 0,
            line: 1,
            column: 1,
        },
    };
    reader.skip_blanks();
    let node = reader.value(0)?;
    reader.skip_blanks();
    match reader.peek() {
        None => Ok(node),
        Some(_) => Err(reader.expected("the end of the document")),
    }
}

struct Reader<'a> {
    rest: &'a str,
    position: Position,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let mut chars = self.rest.chars();
        let c = chars.next()?;
        self.rest = chars.as_str();
        self.position.offset += c.len_utf8();
        if c == '\n' {
            self.position.line += 1;
            self.position.column = 1;
        } else {
            self.position.column += 1;
        }
        Some(c)
    }

    fn skip_blanks(&mut self) {
        while let Some(' ' | '\t' | '\n' | '\r') = self.peek() {
            self.next();
        }
    }

    fn take(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.next();
        }
        found
    }

    fn error(&self, problem: impl Into<String>) -> SyntaxError {
        SyntaxError {
            position: self.position,
            problem: problem.into(),
        }
    }

    fn expected(&self, what: &str) -> SyntaxError {
        self.error(match self.peek() {
            Some(c) => format!("expected {what}, found `{}`", c.escape_debug()),
            None => format!("expected {what}, found the end of the document"),
        })
    }

    fn value(&mut self, depth: usize) -> Result<Node, SyntaxError> {
        if depth > MAX_DEPTH {
            return Err(self.error(format!("values nest more than {MAX_DEPTH} deep")));
        }
        let start = self.position;
        let value = match self.peek() {
            Some('{') => Value::Object(self.members(depth)?),
            Some('[') => Value::Array(self.elements(depth)?),
            Some('"') => Value::String(self.string()?),
            Some('-' | '0'..='9') => Value::Number(self.number()?),
            Some('t') => self.word("true", Value::Bool(true))?,
            Some('f') => self.word("false", Value::Bool(false))?,
            Some('n') => self.word("null", Value::Null)?,
            _ => return Err(self.expected("a JSON value")),
        };
        Ok(Node {
            value,
            span: Span {
                start,
                end: self.position,
            },
        })
    }

    fn word(&mut self, word: &'static str, value: Value) -> Result<Value, SyntaxError> {
        if word.chars().all(|c| self.take(c)) {
            Ok(value)
        } else {
            Err(self.expected(&format!("`{word}`")))
        }
    }

    fn members(&mut self, depth: usize) -> Result<Vec<Member>, SyntaxError> {
        let mut members: Vec<Member> = Vec::new();
        self.next();
        self.skip_blanks();
        if self.take('}') {
            return Ok(members);
        }
        loop {
            let start = self.position;
            if self.peek() != Some('"') {
                return Err(self.expected("a quoted name"));
            }
            let key = self.string()?;
            let key_span = Span {
                start,
                end: self.position,
            };
            if members.iter().any(|member| member.key == key) {
                let problem = format!("`{key}` appears twice in one object");
                return Err(SyntaxError {
                    position: start,
                    problem,
                });
            }
            self.skip_blanks();
            if !self.take(':') {
                return Err(self.expected("`:`"));
            }
            self.skip_blanks();
            members.push(Member {
                key,
                key_span,
                value: self.value(depth + 1)?,
            });
            self.skip_blanks();
            if self.take('}') {
                return Ok(members);
            }
            if !self.take(',') {
                return Err(self.expected("`,` or `}`"));
            }
            self.skip_blanks();
        }
    }

    fn elements(&mut self, depth: usize) -> Result<Vec<Node>, SyntaxError> {
        let mut elements = Vec::new();
        self.next();
        self.skip_blanks();
        if self.take(']') {
            return Ok(elements);
        }
        loop {
            elements.push(self.value(depth + 1)?);
            self.skip_blanks();
            if self.take(']') {
                return Ok(elements);
            }
            if !self.take(',') {
                return Err(self.expected("`,` or `]`"));
            }
            self.skip_blanks();
        }
    }

    fn string(&mut self) -> Result<String, SyntaxError> {
        let mut text = String::new();
        self.next();
        loop {
            match self.peek() {
                Some('"') => {
                    self.next();
                    return Ok(text);
                }
                Some('\\') => {
                    self.next();
                    text.push(self.escape()?);
                }
                Some(c) if c >= ' ' => {
                    self.next();
                    text.push(c);
                }
                Some(_) => {
                    return Err(
                        self.error("a control character in a string is written as an escape")
                    );
                }
                None => return Err(self.expected("`\"`")),
            }
        }
    }

    fn escape(&mut self) -> Result<char, SyntaxError> {
        let c = match self.peek() {
            Some(c @ ('"' | '\\' | '/')) => c,
            Some('b') => '\u{8}',
            Some('f') => '\u{c}',
            Some('n') => '\n',
            Some('r') => '\r',
            Some('t') => '\t',
            Some('u') => {
                self.next();
                return self.unicode_escape();
            }
            _ => return Err(self.expected("an escape: one of `\"\\/bfnrtu`")),
        };
        self.next();
        Ok(c)
    }

    /// RFC 8259 section 7: four hexadecimal digits, or two such escapes for a character beyond the
    /// basic plane.
    fn unicode_escape(&mut self) -> Result<char, SyntaxError> {
        let first = self.hex4()?;
        if let Some(c) = char::from_u32(first) {
            return Ok(c);
        }
        let pair = (0xD800..0xDC00).contains(&first) && self.take('\\') && self.take('u');
        let second = if pair { self.hex4()? } else { 0 };
        (0xDC00..0xE000)
            .contains(&second)
            .then(|| 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
            .and_then(char::from_u32)
            .ok_or_else(|| self.error("half of a surrogate pair is not a character"))
    }

    fn hex4(&mut self) -> Result<u32, SyntaxError> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|c| c.to_digit(16));
            number = number * 16 + digit.ok_or_else(|| self.expected("a hexadecimal digit"))?;
            self.next();
        }
        Ok(number)
    }

    fn number(&mut self) -> Result<String, SyntaxError> {
        let mut text = String::new();
        if self.take('-') {
            text.push('-');
        }
        if self.take('0') {
            text.push('0');
        } else {
            self.digits(&mut text)?;
        }
        if self.take('.') {
            text.push('.');
            self.digits(&mut text)?;
        }
        if let Some('e' | 'E') = self.peek() {
            self.next();
            text.push('e');
            if let Some(sign @ ('+' | '-')) = self.peek() {
                self.next();
                text.push(sign);
            }
            self.digits(&mut text)?;
        }
        Ok(text)
    }

    fn digits(&mut self, text: &mut String) -> Result<(), SyntaxError> {
        if !self.peek().is_some_and(|c| c.is_ascii_digit()) {
            return Err(self.expected("a digit"));
        }
        while let Some(digit) = self.peek().filter(char::is_ascii_digit) {
            self.next();
            text.push(digit);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(text: &str) -> (u32, u32, String) {
        let error = read(text).expect_err(text);
        (error.position.line, error.position.column, error.problem)
    }

    fn string(text: &str) -> String {
        match read(text).expect(text).value {
            Value::String(string) => string,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_key_written_twice_is_an_error_at_its_second_place() {
        assert_eq!(
            problem("{\n  \"a\": 1,\n  \"\\u0061\": 2\n}"),
            (3, 3, "`a` appears twice in one object".to_owned())
        );
        assert!(read(r#"{"a": {"a": 1}, "b": {"a": 2}}"#).is_ok());
    }

    #[test]
    fn what_is_almost_json_is_refused_where_it_goes_wrong() {
        for (text, column, wanted) in [
            ("", 1, "a JSON value"),
            ("{\"a\": 1,}", 9, "a quoted name"),
            ("[1,]", 4, "a JSON value"),
            ("[1 2]", 4, "`,` or `]`"),
            ("{\"a\" 1}", 6, "`:`"),
            ("{} {}", 4, "the end of the document"),
            ("// x\n{}", 1, "a JSON value"),
            ("{'a': 1}", 2, "a quoted name"),
            ("[01]", 3, "`,` or `]`"),
            ("[1.]", 4, "a digit"),
            ("[+1]", 2, "a JSON value"),
            ("[NaN]", 2, "a JSON value"),
            ("[tru]", 5, "`true`"),
            ("\"abc", 5, "`\"`"),
            ("\"\\x41\"", 3, "an escape"),
            ("\"\\u00g0\"", 6, "a hexadecimal digit"),
        ] {
            let (_, at, text_of_problem) = problem(text);
            assert_eq!(at, column, "{text}");
            assert!(
                text_of_problem.contains(wanted),
                "{text}: {text_of_problem}"
            );
        }
    }

    #[test]
    fn every_kind_of_value_is_read_and_named() {
        let Value::Array(values) = read(r#"[null, true, false, -1.5E+3, "", [], {}]"#)
            .unwrap()
            .value
        else {
            panic!()
        };
        let kinds: Vec<_> = values.iter().map(|node| node.value.kind()).collect();
        assert_eq!(
            kinds,
            [
                "null",
                "a boolean",
                "a boolean",
                "a number",
                "a string",
                "a list",
                "an object"
            ]
        );
        assert!(matches!(values[1].value, Value::Bool(true)));
        assert!(matches!(values[2].value, Value::Bool(false)));
        assert!(matches!(&values[3].value, Value::Number(text) if text == "-1.5e+3"));
    }

    #[test]
    fn escapes_are_read_and_halves_of_surrogate_pairs_are_not() {
        assert_eq!(
            string(r#""\u0041\/\\\"\n\t\r\b\f""#),
            "A/\\\"\n\t\r\u{8}\u{c}"
        );
        assert_eq!(string(r#""\uD83D\uDE00""#), "😀");
        for half in [
            r#""\uD83D""#,
            r#""\uDE00""#,
            r#""\uD83Dx""#,
            r#""\uD83D\u0041""#,
        ] {
            assert!(read(half).is_err(), "{half}");
        }
    }

    #[test]
    fn a_raw_control_character_in_a_string_is_refused() {
        assert!(read("\"a\nb\"").is_err());
        assert!(read("\"a\u{7f}b\"").is_ok());
    }

    #[test]
    fn values_nest_to_the_limit_and_no_deeper() {
        for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
            let nested = |depth| format!("{}1{}", open.repeat(depth), close.repeat(depth));
            assert!(read(&nested(MAX_DEPTH)).is_ok());
            assert!(read(&nested(MAX_DEPTH + 1)).is_err());
        }
    }

    #[test]
    fn spans_point_at_what_was_written() {
        let text = "{\n \"é\": [true, 12]}";
        let Value::Object(members) = read(text).unwrap().value else {
            panic!()
        };
        let member = &members[0];
        assert_eq!(
            (member.key_span.start.line, member.key_span.start.column),
            (2, 2)
        );
        assert_eq!(
            text.get(member.value.span.start.offset..member.value.span.end.offset),
            Some("[true, 12]")
        );
        assert_eq!(
            member.value.span.start.column, 7,
            "columns count characters"
        );
    }
}
