//! Conditions: what a statement asks of the request's context.
//!
//! The rules, with their sources, are a chapter of `docs/how-a-decision-is-made.md`. Where Amazon
//! documents nothing, the reading that gives less access is taken; such a place says so.

mod arn;
mod date;
mod ip;
mod numeric;
pub mod operator;

use ipnet::IpNet;

use self::arn::ArnPattern;
use self::date::Moment;
use self::numeric::Decimal;
pub use self::operator::Operator;
use self::operator::{Comparison, Relation, SetOperator};
use crate::context::{Context, Values};
use crate::policy::{Effect, Version, document};
use crate::template::{Glob, Words};

/// Whether a text is a date that Amazon's parser takes.
pub(crate) fn is_date(text: &str) -> bool {
    Moment::parse(text).is_some()
}

/// Whether an operator can read a value.
pub(crate) fn is_readable(
    comparison: Comparison,
    value: &document::Text,
    version: Version,
) -> bool {
    let values = std::slice::from_ref(value);
    let mut reader = Reader {
        values,
        version,
        unreadable: false,
    };
    reader.wanted(comparison);
    !reader.unreadable
}

/// One test of a statement, compiled: an operator, a key, the values to compare with.
#[derive(Clone, Debug)]
pub(crate) struct Test {
    pub(crate) operator: Operator,
    pub(crate) key: Box<str>,
    wanted: Wanted,
    /// The values as the policy writes them, for reasons.
    pub(crate) written: Box<str>,
    /// A value that its operator cannot read (`IpAddress` with `10.0.0.0/33`) counts as whatever
    /// gives less access: it never allows, and it makes a `Deny` hold.
    unreadable: bool,
    effect: Effect,
}

/// The values of a test, read as the operator reads them.
#[derive(Clone, Debug)]
enum Wanted {
    Text(Box<[Words]>),
    TextIgnoringCase(Box<[Words]>),
    Like(Box<[Glob]>),
    Number(Relation, Box<[Decimal]>),
    Date(Relation, Box<[Moment]>),
    Truth(Box<[Words]>),
    Binary(Box<[Box<str>]>),
    Address(Box<[IpNet]>),
    Arn(Box<[ArnPattern]>),
    /// Whether the key may be absent.
    Absence(Box<[bool]>),
}

impl Test {
    pub(crate) fn compile(test: &document::Test, effect: Effect, version: Version) -> Test {
        let mut reader = Reader {
            values: &test.values,
            version,
            unreadable: false,
        };
        let wanted = reader.wanted(test.operator.comparison);
        Test {
            operator: test.operator,
            key: test.key.value.as_str().into(),
            wanted,
            written: written(&test.values),
            unreadable: reader.unreadable,
            effect,
        }
    }

    /// Whether the request passes the test.
    pub(crate) fn holds(&self, context: &Context) -> bool {
        let values = context.get(&self.key);
        if let Wanted::Absence(accepted) = &self.wanted {
            let absent = values.is_none_or(|values| values.as_slice().is_empty());
            return accepted.contains(&absent) || (self.unreadable && self.effect == Effect::Deny);
        }
        let Some(values) = values else {
            return self.holds_without_key();
        };
        match (self.operator.set, values) {
            (None, Values::One(value)) => self.compare(value, context),
            // A multi-valued key needs a set operator. Without one nothing matches, and a negated
            // test, which would then hold, holds only where it denies.
            (None, Values::Many(_)) => self.operator.negated && self.effect == Effect::Deny,
            (Some(SetOperator::ForAllValues), values) => values
                .as_slice()
                .iter()
                .all(|value| self.compare(value, context)),
            (Some(SetOperator::ForAnyValue), values) => values
                .as_slice()
                .iter()
                .any(|value| self.compare(value, context)),
        }
    }

    fn holds_without_key(&self) -> bool {
        match (self.operator.if_exists, self.operator.set) {
            (true, _) | (_, Some(SetOperator::ForAllValues)) => true,
            (_, Some(SetOperator::ForAnyValue)) => false,
            (_, None) => self.operator.negated,
        }
    }

    /// Compares one value of the request with all values of the policy: any may match, or, for a
    /// negated operator, none.
    fn compare(&self, value: &str, context: &Context) -> bool {
        let matched = self.wanted.any_matches(value, context);
        match (self.unreadable, self.effect) {
            (false, _) => matched != self.operator.negated,
            (true, Effect::Allow) => matched && !self.operator.negated,
            (true, Effect::Deny) => true,
        }
    }

    /// The keys that the test asks for: its own, and those of variables in its values.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&*self.key).chain(self.wanted.variables())
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        self.key.len() + self.written.len() + self.wanted.heap_bytes()
    }
}

fn written(values: &[document::Text]) -> Box<str> {
    let quoted: Vec<String> = values
        .iter()
        .map(|text| format!("`{}`", text.value))
        .collect();
    quoted.join(" or ").into()
}

/// Reads the values of a test, and remembers when one could not be read.
struct Reader<'a> {
    values: &'a [document::Text],
    version: Version,
    unreadable: bool,
}

impl Reader<'_> {
    fn wanted(&mut self, comparison: Comparison) -> Wanted {
        let version = self.version;
        let words = |text: &str| Some(Words::compile(text, version));
        match comparison {
            Comparison::StringEquals => Wanted::Text(self.all(words)),
            Comparison::StringEqualsIgnoreCase => Wanted::TextIgnoringCase(self.all(words)),
            Comparison::StringLike => {
                Wanted::Like(self.all(|text| Some(Glob::compile(text, version))))
            }
            Comparison::Numeric(relation) => Wanted::Number(relation, self.all(Decimal::parse)),
            Comparison::Date(relation) => Wanted::Date(relation, self.all(Moment::parse)),
            Comparison::Bool => Wanted::Truth(self.all(|text| {
                let words = Words::compile(text, version);
                let readable = words.keys().next().is_some() || truth(text).is_some();
                readable.then_some(words)
            })),
            Comparison::BinaryEquals => {
                Wanted::Binary(self.all(|text| is_base64(text).then(|| text.into())))
            }
            Comparison::IpAddress => Wanted::Address(self.all(ip::range)),
            Comparison::Arn { .. } => {
                Wanted::Arn(self.all(|text| ArnPattern::compile(text, version)))
            }
            Comparison::Null => Wanted::Absence(self.all(truth)),
        }
    }

    fn all<T>(&mut self, read: impl Fn(&str) -> Option<T>) -> Box<[T]> {
        let read: Box<[T]> = self
            .values
            .iter()
            .filter_map(|text| read(&text.value))
            .collect();
        self.unreadable |= read.len() < self.values.len();
        read
    }
}

impl Wanted {
    /// Whether the value matches at least one of the policy's. A value whose variable cannot be
    /// resolved matches nothing.
    fn any_matches(&self, value: &str, context: &Context) -> bool {
        match self {
            Wanted::Text(all) => all
                .iter()
                .any(|words| words.resolve(context).is_some_and(|text| text == value)),
            Wanted::TextIgnoringCase(all) => all.iter().any(|words| {
                words
                    .resolve(context)
                    .is_some_and(|text| equal_ignoring_case(&text, value))
            }),
            Wanted::Like(all) => all.iter().any(|glob| glob.matches(value, context)),
            Wanted::Number(relation, all) => Decimal::parse(value)
                .is_some_and(|number| all.iter().any(|wanted| relation.holds(number.cmp(wanted)))),
            Wanted::Date(relation, all) => Moment::parse(value)
                .is_some_and(|moment| all.iter().any(|wanted| relation.holds(moment.cmp(wanted)))),
            Wanted::Truth(all) => truth(value).is_some_and(|value| {
                all.iter().any(|words| {
                    words.resolve(context).and_then(|text| truth(&text)) == Some(value)
                })
            }),
            Wanted::Binary(all) => all.iter().any(|wanted| **wanted == *value),
            Wanted::Address(all) => ip::address(value)
                .is_some_and(|address| all.iter().any(|range| range.contains(&address))),
            Wanted::Arn(all) => all.iter().any(|pattern| pattern.matches(value, context)),
            Wanted::Absence(_) => false,
        }
    }

    fn variables(&self) -> Box<dyn Iterator<Item = &str> + '_> {
        match self {
            Wanted::Text(all) | Wanted::TextIgnoringCase(all) | Wanted::Truth(all) => {
                Box::new(all.iter().flat_map(Words::keys))
            }
            Wanted::Like(all) => Box::new(all.iter().flat_map(Glob::keys)),
            Wanted::Arn(all) => Box::new(all.iter().flat_map(ArnPattern::keys)),
            _ => Box::new(std::iter::empty()),
        }
    }

    fn heap_bytes(&self) -> usize {
        fn sum<T>(all: &[T], inside: impl Fn(&T) -> usize) -> usize {
            size_of_val(all) + all.iter().map(inside).sum::<usize>()
        }
        match self {
            Wanted::Text(all) | Wanted::TextIgnoringCase(all) | Wanted::Truth(all) => {
                sum(all, Words::heap_bytes)
            }
            Wanted::Like(all) => sum(all, Glob::heap_bytes),
            Wanted::Number(_, all) => sum(all, Decimal::heap_bytes),
            Wanted::Date(_, all) => size_of_val::<[Moment]>(all),
            Wanted::Binary(all) => sum(all, |text| text.len()),
            Wanted::Address(all) => size_of_val::<[IpNet]>(all),
            Wanted::Arn(all) => sum(all, ArnPattern::heap_bytes),
            Wanted::Absence(all) => all.len(),
        }
    }
}

fn equal_ignoring_case(a: &str, b: &str) -> bool {
    let fold = |text: &'_ str| -> String { text.chars().flat_map(char::to_lowercase).collect() };
    a == b || fold(a) == fold(b)
}

fn truth(text: &str) -> Option<bool> {
    if text.eq_ignore_ascii_case("true") {
        Some(true)
    } else if text.eq_ignore_ascii_case("false") {
        Some(false)
    } else {
        None
    }
}

/// RFC 4648 section 4, with padding.
fn is_base64(text: &str) -> bool {
    let data = text.trim_end_matches('=');
    let alphabet = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'+' || byte == b'/';
    text.len().is_multiple_of(4) && text.len() - data.len() <= 2 && data.bytes().all(alphabet)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_whole_groups_of_its_alphabet_with_padding_at_the_end() {
        for text in [
            "",
            "QQ==",
            "QUI=",
            "QUJD",
            "a+/9",
            "QmluYXJ5VmFsdWVJbkJhc2U2NA==",
        ] {
            assert!(is_base64(text), "{text}");
        }
        for text in [
            "Q", "QQ", "QQ=", "QQ=Q", "Q===", "====", "QUJDR", "QU-_", "QU D", "QQé",
        ] {
            assert!(!is_base64(text), "{text}");
        }
    }
}
