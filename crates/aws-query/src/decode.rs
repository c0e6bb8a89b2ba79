//! From parameters to Rust values, with every broken constraint on the way.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::common::MALFORMED_INPUT;
use crate::pattern;
use crate::query::Node;
use crate::shape::{Blob, Shape};
use crate::validation::{self, Constraint, Shown, Violation};
use crate::{ApiError, Parameters, Secret, Service, Timestamp};

/// A value that can be read from parameters.
pub trait Decode: Sized {
    /// Reads the value at `node`. `None` means that the reader has noted why not.
    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self>;

    /// What it means that the parameter is not there: a broken rule, but for an optional one.
    fn absent(reader: &mut Reader) -> Option<Self> {
        reader.violate(Shown::Null, Constraint::NotNull);
        None
    }

    /// The constraints of one item, as they are told about a list whose items break them.
    fn constraints(shape: &Shape) -> Vec<Constraint> {
        validation::constraints_of(shape)
    }

    /// Whether items of this type are told about by themselves, not by their list.
    const IS_STRUCTURE: bool = false;

    /// The members of a structure, as they are spelled on the wire.
    const MEMBERS: &'static [&'static str] = &[];

    /// Whether the parameter must be there.
    const IS_REQUIRED: bool = true;
}

/// Where the reading stands and what was found wrong so far.
#[derive(Debug)]
pub struct Reader {
    service: Service,
    /// `tags.1.member.key`
    path: String,
    /// `Key`, the member's own name on the wire.
    member: &'static str,
    violations: Vec<Violation>,
    malformed: Option<ApiError>,
}

/// Reads the input of an operation.
pub(crate) fn decode<T: Decode>(service: Service, parameters: &Parameters) -> Result<T, ApiError> {
    let mut reader = Reader {
        service,
        path: String::new(),
        member: "",
        violations: Vec::new(),
        malformed: None,
    };
    let value = T::decode(parameters.root(), &crate::shape::ANY, &mut reader);
    match (reader.malformed, value) {
        (Some(malformed), _) => Err(malformed),
        (None, Some(value)) if reader.violations.is_empty() => Ok(value),
        (None, _) => Err(validation::error(service, &reader.violations)),
    }
}

impl Reader {
    /// Reads one member of a structure.
    pub(crate) fn member<T: Decode>(
        &mut self,
        parent: &Node,
        name: &'static str,
        shape: &'static Shape,
    ) -> Option<T> {
        let outer = (self.path.len(), self.member);
        if !self.path.is_empty() {
            self.path.push('.');
        }
        push_with_small_initial(&mut self.path, name);
        self.member = name;
        let value = match parent.child(name) {
            Some(node) if !self.is_blank::<T>(node) => T::decode(node, shape, self),
            _ => T::absent(self),
        };
        self.path.truncate(outer.0);
        self.member = outer.1;
        value
    }

    /// RDS takes an empty text for none: "must be provided and must not be blank".
    fn is_blank<T: Decode>(&self, node: &Node) -> bool {
        self.service == Service::Rds && T::IS_REQUIRED && node.is_leaf() && node.text() == Some("")
    }

    fn item<T: Decode>(
        &mut self,
        number: usize,
        node: Option<&Node>,
        shape: &'static Shape,
    ) -> Option<T> {
        let outer = self.path.len();
        self.path.push_str(&format!(".{number}.member"));
        let value = match node {
            Some(node) => T::decode(node, shape, self),
            None => T::absent(self),
        };
        self.path.truncate(outer);
        value
    }

    /// Notes a broken constraint at the place of reading.
    pub(crate) fn violate(&mut self, shown: Shown, constraint: Constraint) {
        if self.violations.len() < validation::MAX_VIOLATIONS {
            self.violations.push(Violation {
                path: self.path.clone(),
                member: self.member,
                shown,
                constraint,
            });
        }
    }

    /// Notes a value that is not even of the right kind. The first one is what the caller hears.
    pub(crate) fn malformed<T>(&mut self, what: impl Into<String>) -> Option<T> {
        self.malformed
            .get_or_insert_with(|| MALFORMED_INPUT.because(what));
        None
    }

    /// Notes a word that is not among the values of an enumeration.
    pub(crate) fn not_among<T>(
        &mut self,
        text: &str,
        values: &'static [&'static str],
    ) -> Option<T> {
        self.violate(Shown::Text(text.to_owned()), Constraint::Values(values));
        None
    }

    /// Makes sure that a structure has parts where it has anything.
    pub(crate) fn enter(&mut self, node: &Node) -> Option<()> {
        match node.text() {
            None | Some("") => Some(()),
            Some(_) => self.malformed("Unexpected complex element termination"),
        }
    }

    /// The text of a scalar.
    pub(crate) fn text<'n>(&mut self, node: &'n Node) -> Option<&'n str> {
        match node.text() {
            Some(text) if node.is_leaf() => Some(text),
            _ => self.malformed("Start of structure or map found where not expected."),
        }
    }
}

/// `UserName` → `userName`; only the first letter, as Amazon's `dBInstanceIdentifier` shows.
fn push_with_small_initial(path: &mut String, name: &str) {
    let mut letters = name.chars();
    path.extend(letters.next().map(|first| first.to_ascii_lowercase()));
    path.push_str(letters.as_str());
}

/// An operation without input.
impl Decode for () {
    fn decode(_: &Node, _: &'static Shape, _: &mut Reader) -> Option<Self> {
        Some(())
    }
}

impl<T: Decode> Decode for Option<T> {
    const IS_REQUIRED: bool = false;

    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
        T::decode(node, shape, reader).map(Some)
    }

    fn absent(_: &mut Reader) -> Option<Self> {
        Some(None)
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let nodes = items(node, shape, reader)?;
        check_bounds(nodes.len(), shape, &Shown::Missing, reader);
        if T::IS_STRUCTURE {
            let read = nodes.iter().zip(1..);
            return collect(read.map(|(&node, number)| reader.item(number, node, shape.item())));
        }
        decode_scalars(&nodes, shape, reader)
    }
}

/// Reads all, so that every item is looked at even after one that was wrong.
fn collect<T>(values: impl Iterator<Item = Option<T>>) -> Option<Vec<T>> {
    let values: Vec<Option<T>> = values.collect();
    values.into_iter().collect()
}

/// A list of scalars is told about as a whole, with all the constraints of an item:
/// `Value at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: […]`.
fn decode_scalars<T: Decode>(
    nodes: &[Option<&Node>],
    shape: &'static Shape,
    reader: &mut Reader,
) -> Option<Vec<T>> {
    let mark = reader.violations.len();
    let values = collect(nodes.iter().map(|node| match node {
        Some(node) => T::decode(node, shape.item(), reader),
        None => T::absent(reader),
    }));
    if reader.violations.len() > mark {
        reader.violations.truncate(mark);
        let texts: Vec<&str> = nodes.iter().filter_map(|node| (*node)?.text()).collect();
        let shown = Shown::Text(format!("[{}]", texts.join(", ")));
        reader.violate(shown, Constraint::EachItem(T::constraints(shape.item())));
    }
    values
}

/// The nodes of a list: under the name that the model gives to items, or under `member`, which RDS
/// takes as well (its API reference writes `Filters.member.1`). An empty list is an empty value.
fn items<'n>(node: &'n Node, shape: &Shape, reader: &mut Reader) -> Option<Vec<Option<&'n Node>>> {
    if node.is_leaf() {
        return match node.text() {
            Some("") | None => Some(Vec::new()),
            Some(_) => reader.malformed("Unexpected list element termination"),
        };
    }
    match node
        .child(shape.element_name())
        .or_else(|| node.child("member"))
    {
        Some(inner) => inner
            .numbered()
            .map_or_else(|what| reader.malformed(what), Some),
        None => reader.malformed("Start of structure or map found where not expected."),
    }
}

impl Decode for String {
    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(node)?;
        check_text(text, || Shown::Text(text.to_owned()), shape, reader);
        Some(text.to_owned())
    }
}

impl Decode for Secret {
    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(node)?;
        check_text(text, || Shown::Missing, shape, reader);
        Some(Self::new(text.to_owned()))
    }
}

/// Tells what is wrong with the characters before what is wrong with their number, as STS does.
fn check_text(text: &str, shown: impl Fn() -> Shown, shape: &'static Shape, reader: &mut Reader) {
    if let Some(pattern) = shape
        .pattern_text()
        .filter(|pattern| !pattern::matches(pattern, text))
    {
        reader.violate(shown(), Constraint::Pattern(pattern));
    }
    check_bounds(text.chars().count(), shape, &shown(), reader);
}

fn check_bounds(length: usize, shape: &Shape, shown: &Shown, reader: &mut Reader) {
    let length = as_i64(length);
    if let Some(max) = shape.upper_bound().filter(|&max| length > max) {
        reader.violate(shown.clone(), Constraint::MaxLength(max));
    }
    if let Some(min) = shape.lower_bound().filter(|&min| length < min) {
        reader.violate(shown.clone(), Constraint::MinLength(min));
    }
}

fn as_i64(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

macro_rules! decode_integer {
    ($($type:ty),*) => {$(
        impl Decode for $type {
            fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
                let text = reader.text(node)?;
                let Ok(value) = text.parse::<$type>() else {
                    return reader.malformed(format!("`{text}` is not an integer."));
                };
                let wide = i64::from(value);
                if let Some(max) = shape.upper_bound().filter(|&max| wide > max) {
                    reader.violate(Shown::Text(text.to_owned()), Constraint::MaxValue(max));
                }
                if let Some(min) = shape.lower_bound().filter(|&min| wide < min) {
                    reader.violate(Shown::Text(text.to_owned()), Constraint::MinValue(min));
                }
                Some(value)
            }
        }
    )*};
}
decode_integer!(i32, i64);

impl Decode for f64 {
    fn decode(node: &Node, _: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(node)?;
        match text.parse::<Self>() {
            Ok(value) if value.is_finite() => Some(value),
            _ => reader.malformed(format!("`{text}` is not a number.")),
        }
    }
}

impl Decode for bool {
    fn decode(node: &Node, _: &'static Shape, reader: &mut Reader) -> Option<Self> {
        match reader.text(node)? {
            "true" | "1" => Some(true),
            "false" | "0" => Some(false),
            "" => reader.malformed("missing value for boolean type"),
            _ => reader.malformed("boolean must follow xsd1.1 definition"),
        }
    }
}

impl Decode for Timestamp {
    fn decode(node: &Node, _: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(node)?;
        Self::parse(text).or_else(|| reader.malformed("timestamp must follow ISO8601"))
    }
}

impl Decode for Blob {
    fn decode(node: &Node, _: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let text = reader.text(node)?;
        match STANDARD.decode(text) {
            Ok(bytes) => Some(Self(bytes)),
            Err(_) => reader.malformed("blob must be base64"),
        }
    }
}
