//! The body of a Query request as a tree: `Filters.Filter.1.Values.Value.2=x`.
//!
//! Names are split at their dots and nothing more is assumed; which part is a member and which the
//! number of a list item is known only to the shape that reads it ([`crate::Decode`]).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use zeroize::Zeroizing;

use crate::ApiError;
use crate::error::common::MALFORMED_QUERY_STRING;

/// The most bytes of a body or query string. IAM's largest request, `SimulateCustomPolicy`, carries
/// policies of 131,072 characters.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The most parameters.
pub const MAX_PARAMETERS: usize = 4096;
/// The most bytes of one name, decoded. The longest that a model makes is under 120.
pub const MAX_NAME_BYTES: usize = 256;
/// The most dotted parts of a name. `Filters.Filter.1.Values.Value.1` has six; the deepest shape
/// of a model, an answer's, seventeen.
pub const MAX_DEPTH: usize = 17;
/// The most items of a list.
pub const MAX_LIST_INDEX: usize = 4096;
/// The most items that a list may leave out before one that it has. Amazon's number, seen in its
/// "Excessively sparse input" error.
pub const MAX_LIST_GAP: usize = 10;

/// The parameters of one request, `Action` and `Version` among them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    root: Node,
}

/// One part of a name, with the value that ends there and the parts that go on from there. Values
/// can be passwords: they are wiped, and not printed.
#[derive(Default, PartialEq, Eq)]
pub struct Node {
    text: Option<Zeroizing<String>>,
    children: BTreeMap<String, Node>,
}

impl Parameters {
    /// Reads an `application/x-www-form-urlencoded` body, or the query string of a presigned `GET`.
    ///
    /// # Errors
    /// `MalformedQueryString` for a body past one of the limits above, a broken percent escape, bytes
    /// that are not UTF-8, an empty part of a name, and a name that comes twice. (Amazon takes the
    /// first of two; here nobody has to wonder which one was authorized.)
    pub fn parse(body: &[u8]) -> Result<Self, ApiError> {
        if body.len() > MAX_BYTES {
            return Err(malformed(format!(
                "the request is longer than {MAX_BYTES} bytes"
            )));
        }
        let mut root = Node::default();
        let pairs = body
            .split(|&byte| byte == b'&')
            .filter(|pair| !pair.is_empty());
        for (count, pair) in pairs.enumerate() {
            if count == MAX_PARAMETERS {
                return Err(malformed(format!("more than {MAX_PARAMETERS} parameters")));
            }
            let mut halves = pair.splitn(2, |&byte| byte == b'=');
            let name = unescape(halves.next().unwrap_or_default())?;
            root.insert(&name, unescape(halves.next().unwrap_or_default())?)?;
        }
        Ok(Self { root })
    }

    /// The `Action` parameter.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.text("Action")
    }

    /// The `Version` parameter.
    #[must_use]
    pub fn version(&self) -> Option<&str> {
        self.text("Version")
    }

    /// The value of a parameter at the top.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.root.child(name)?.text()
    }

    /// The whole tree, which an operation's input is read from.
    #[must_use]
    pub const fn root(&self) -> &Node {
        &self.root
    }
}

impl Node {
    /// The value given to exactly this name.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        self.text.as_deref().map(String::as_str)
    }

    /// What goes on from here by that part.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    /// What goes on from here, by part.
    #[cfg(test)]
    pub(crate) fn children(&self) -> impl Iterator<Item = (&str, &Self)> {
        self.children
            .iter()
            .map(|(part, node)| (part.as_str(), node))
    }

    /// Whether nothing goes on from here.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The items of a list, by number; `None` stands for one that was left out.
    ///
    /// # Errors
    /// Amazon's text about a part that is no item's number.
    pub fn numbered(&self) -> Result<Vec<Option<&Self>>, String> {
        let mut numbered = BTreeMap::new();
        for (part, node) in &self.children {
            numbered.insert(list_index(part)?, node);
        }
        let mut items = Vec::with_capacity(numbered.len());
        for (index, node) in numbered {
            let gap = index - 1 - items.len();
            if gap > MAX_LIST_GAP {
                return Err(format!(
                    "Excessively sparse input would skip {gap} list elements"
                ));
            }
            items.extend((0..gap).map(|_| None));
            items.push(Some(node));
        }
        Ok(items)
    }

    fn insert(&mut self, name: &str, value: Cow<'_, str>) -> Result<(), ApiError> {
        if name.len() > MAX_NAME_BYTES {
            return Err(malformed(format!(
                "a parameter's name is longer than {MAX_NAME_BYTES} bytes"
            )));
        }
        let mut node = self;
        for (depth, part) in name.split('.').enumerate() {
            if depth == MAX_DEPTH {
                return Err(malformed(format!(
                    "`{name}` has more than {MAX_DEPTH} parts"
                )));
            }
            if part.is_empty() {
                return Err(malformed(format!("`{name}` has an empty part")));
            }
            node = node.children.entry(part.to_owned()).or_default();
        }
        match node.text.replace(Zeroizing::new(value.into_owned())) {
            Some(_) => Err(malformed(format!("`{name}` is given twice"))),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Node {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_map().entries(&self.children).finish()
    }
}

/// The number of a list item, from 1, without leading zeros.
fn list_index(part: &str) -> Result<usize, String> {
    if !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("Start of list found where not expected".to_owned());
    }
    match part.parse() {
        Ok(0) => Err("0 is not a valid index".to_owned()),
        _ if part.starts_with('0') => Err("Value found where not expected".to_owned()),
        Ok(index) if index <= MAX_LIST_INDEX => Ok(index),
        _ => Err(format!("Index {part} is illegal")),
    }
}

/// Undoes the form encoding of one name or value: `+` is a space, `%XX` a byte.
fn unescape(text: &[u8]) -> Result<Cow<'_, str>, ApiError> {
    let bytes = if text.iter().any(|byte| matches!(byte, b'%' | b'+')) {
        Cow::Owned(unescape_bytes(text)?)
    } else {
        Cow::Borrowed(text)
    };
    match bytes {
        Cow::Borrowed(bytes) => std::str::from_utf8(bytes)
            .map(Cow::Borrowed)
            .map_err(not_utf8),
        Cow::Owned(bytes) => String::from_utf8(bytes).map(Cow::Owned).map_err(not_utf8),
    }
}

fn unescape_bytes(text: &[u8]) -> Result<Vec<u8>, ApiError> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(&byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(rest.next())
                .zip(hex(rest.next()))
                .map(|(high, low)| high << 4 | low)
                .ok_or_else(|| malformed("a percent sign without two hexadecimal digits"))?,
            byte => byte,
        });
    }
    Ok(bytes)
}

fn hex(byte: Option<&u8>) -> Option<u8> {
    let digit = char::from(*byte?).to_digit(16)?;
    u8::try_from(digit).ok()
}

fn not_utf8<E>(_: E) -> ApiError {
    malformed("a parameter is not UTF-8")
}

/// Amazon's code with a text of ours: what Amazon says here is not known.
fn malformed(what: impl Into<String>) -> ApiError {
    MALFORMED_QUERY_STRING.because(what)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn parse(body: &str) -> Result<Parameters, ApiError> {
        Parameters::parse(body.as_bytes())
    }

    fn texts(body: &str) -> Result<Vec<Option<String>>, String> {
        let parameters = parse(body).unwrap();
        let items = parameters.root().child("L").unwrap().numbered()?;
        Ok(items
            .iter()
            .map(|item| item.map(|node| node.text().unwrap().to_owned()))
            .collect())
    }

    #[test]
    fn dots_make_a_tree() {
        let parameters = parse("Action=A&Filters.Filter.1.Values.Value.2=x%20y+z&Empty=&").unwrap();
        assert_eq!(parameters.action(), Some("A"));
        assert_eq!(parameters.text("Empty"), Some(""));
        assert_eq!(parameters.text("Filters"), None);
        let path = ["Filters", "Filter", "1", "Values", "Value", "2"];
        let value = path
            .iter()
            .fold(parameters.root(), |node, part| node.child(part).unwrap());
        assert_eq!(value.text(), Some("x y z"));
        assert!(value.is_leaf());
    }

    #[test]
    fn a_parameter_without_a_value_is_empty() {
        assert_eq!(parse("A&B=c=d").unwrap().text("A"), Some(""));
        assert_eq!(parse("A&B=c=d").unwrap().text("B"), Some("c=d"));
    }

    #[test]
    fn what_is_no_list_of_parameters_is_malformed() {
        let bodies: [&[u8]; 9] = [
            b"A=1&A=2", b"A=%", b"A=%2", b"A=%zz", b"A=%ff", b"A=\xff", b"A..B=1", b".A=1", b"=1",
        ];
        for body in bodies {
            let error = Parameters::parse(body).unwrap_err();
            assert_eq!(error.code(), "MalformedQueryString", "{body:?}");
        }
    }

    #[test]
    fn a_name_may_be_both_a_value_and_a_beginning() {
        let parameters = parse("Tags=&Tags.member.1=x").unwrap();
        assert_eq!(parameters.text("Tags"), Some(""));
        assert!(!parameters.root().child("Tags").unwrap().is_leaf());
    }

    #[test]
    fn each_limit_holds_at_its_number_and_one_past_it() {
        let many = |count: usize| {
            (0..count)
                .map(|number| format!("P{number}="))
                .collect::<Vec<_>>()
                .join("&")
        };
        assert!(parse(&many(MAX_PARAMETERS)).is_ok());
        assert!(parse(&many(MAX_PARAMETERS + 1)).is_err());

        assert!(parse(&vec!["a"; MAX_DEPTH].join(".")).is_ok());
        assert!(parse(&vec!["a"; MAX_DEPTH + 1].join(".")).is_err());

        assert!(parse(&"n".repeat(MAX_NAME_BYTES)).is_ok());
        assert!(parse(&"n".repeat(MAX_NAME_BYTES + 1)).is_err());

        assert!(parse(&format!("A={}", "v".repeat(MAX_BYTES - 2))).is_ok());
        assert!(parse(&format!("A={}", "v".repeat(MAX_BYTES - 1))).is_err());
    }

    #[test]
    fn items_are_ordered_by_number() {
        let item = |text: &str| Some(text.to_owned());
        assert_eq!(
            texts("L.10=j&L.2=b&L.1=a").unwrap()[..2],
            [item("a"), item("b")]
        );
        assert_eq!(texts("L.2=b").unwrap(), [None, item("b")]);
    }

    #[test]
    fn what_is_no_number_of_an_item_is_told_as_amazon_tells_it() {
        for (body, message) in [
            ("L.x=", "Start of list found where not expected"),
            ("L.-1=", "Start of list found where not expected"),
            ("L.0=", "0 is not a valid index"),
            ("L.01=", "Value found where not expected"),
            ("L.4097=", "Index 4097 is illegal"),
            (
                "L.99999999999999999999=",
                "Index 99999999999999999999 is illegal",
            ),
            (
                "L.12=",
                "Excessively sparse input would skip 11 list elements",
            ),
            (
                "L.1=&L.13=",
                "Excessively sparse input would skip 11 list elements",
            ),
        ] {
            assert_eq!(texts(body).unwrap_err(), message, "{body}");
        }
        assert_eq!(texts("L.11=").unwrap().len(), MAX_LIST_GAP + 1);
    }

    #[test]
    fn values_are_not_printed() {
        let printed = format!("{:?}", parse("MasterUserPassword=hunter2").unwrap());
        assert!(printed.contains("MasterUserPassword") && !printed.contains("hunter2"));
    }

    proptest! {
        #[test]
        fn no_bytes_make_the_parser_panic(body in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = Parameters::parse(&body);
        }

        #[test]
        fn nothing_that_looks_like_parameters_makes_the_reader_panic(
            body in "(Action=[A-Z]|Tags|UserName|\\.|member|1|0|=|&|%[0-9a-f]{0,2}|\\+){0,40}"
        ) {
            if let Ok(parameters) = parse(&body) {
                for service in crate::Service::ALL {
                    for operation in crate::operation::all(service) {
                        let _ = operation.validate(&parameters);
                    }
                }
            }
        }
    }
}
