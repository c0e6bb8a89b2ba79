//! The body of a Query request as a tree: `Filters.Filter.1.Values.Value.2=x`.
//!
//! Names are split at their dots and nothing more is assumed; which part is a member and which the
//! number of a list item is known only to the shape that reads it ([`crate::Decode`]).

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::ApiError;
use crate::error::common::MALFORMED_QUERY_STRING;

/// The most bytes of a body or query string. IAM's largest request, `SimulateCustomPolicy`, carries
/// policies of 131,072 characters.
pub const MAX_BYTES: usize = 1024 * 1024;
/// The most parameters.
pub const MAX_PARAMETERS: usize = 4096;
/// The most bytes of one name, decoded. The longest that a model makes is under 120.
pub const MAX_NAME_BYTES: usize = 256;
/// The most dotted parts of a name. `Filters.Filter.1.Values.Value.1` has six.
pub const MAX_DEPTH: usize = 10;
/// The largest number of a list item, which bounds how far apart two items can be.
pub const MAX_LIST_INDEX: usize = 4096;

/// The parameters of one request, `Action` and `Version` among them.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Parameters {
    root: Node,
}

/// One part of a name, with the value that ends there and the parts that go on from there.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Node {
    text: Option<String>,
    children: BTreeMap<String, Node>,
}

impl Parameters {
    /// Reads an `application/x-www-form-urlencoded` body, or the query string of a presigned `GET`.
    ///
    /// # Errors
    /// `MalformedQueryString` for a body past one of the limits above, a broken percent escape, bytes
    /// that are not UTF-8, an empty part of a name, and a name that comes twice.
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
        self.text.as_deref()
    }

    /// What goes on from here by that part.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.get(name)
    }

    /// Whether nothing goes on from here.
    #[must_use]
    pub fn is_leaf(&self) -> bool {
        self.children.is_empty()
    }

    /// The numbered parts, by number; a gap between two is no item.
    ///
    /// # Errors
    /// The part that is no number from 1 to [`MAX_LIST_INDEX`], written without leading zeros.
    pub fn numbered(&self) -> Result<Vec<&Self>, &str> {
        let mut items = self
            .children
            .iter()
            .map(|(name, node)| {
                list_index(name)
                    .map(|index| (index, node))
                    .ok_or(name.as_str())
            })
            .collect::<Result<Vec<_>, _>>()?;
        items.sort_unstable_by_key(|&(index, _)| index);
        Ok(items.into_iter().map(|(_, node)| node).collect())
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
        match node.text.replace(value.into_owned()) {
            Some(_) => Err(malformed(format!("`{name}` is given twice"))),
            None => Ok(()),
        }
    }
}

fn list_index(name: &str) -> Option<usize> {
    let plain = name.bytes().all(|byte| byte.is_ascii_digit()) && !name.starts_with('0');
    name.parse()
        .ok()
        .filter(|&index| plain && index <= MAX_LIST_INDEX)
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
