//! The names of condition operators: `ForAnyValue:StringNotLikeIfExists` taken apart.

use std::fmt;

/// A condition operator with its modifiers.
///
/// Source: IAM User Guide, *Condition operators* (`reference_policies_elements_condition_operators`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Operator {
    /// `ForAllValues:` or `ForAnyValue:`.
    pub set: Option<SetOperator>,
    /// What is compared, and how.
    pub comparison: Comparison,
    /// `…Not…`.
    pub negated: bool,
    /// `…IfExists`.
    pub if_exists: bool,
}

/// How a multi-valued key is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SetOperator {
    /// Every value of the request; true when there is none.
    ForAllValues,
    /// At least one value of the request; false when there is none.
    ForAnyValue,
}

/// The comparison behind an operator, negation left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Comparison {
    /// `StringEquals`.
    StringEquals,
    /// `StringEqualsIgnoreCase`.
    StringEqualsIgnoreCase,
    /// `StringLike`.
    StringLike,
    /// `Numeric…`.
    Numeric(Relation),
    /// `Date…`.
    Date(Relation),
    /// `Bool`.
    Bool,
    /// `BinaryEquals`.
    BinaryEquals,
    /// `IpAddress`.
    IpAddress,
    /// `ArnEquals` and `ArnLike`, which are the same.
    Arn {
        /// Whether it was written `ArnLike`.
        like: bool,
    },
    /// `Null`.
    Null,
}

/// How two numbers or dates relate: the value of the request is on the left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// `…Equals`.
    Equal,
    /// `…LessThan`.
    Less,
    /// `…LessThanEquals`.
    LessOrEqual,
    /// `…GreaterThan`.
    Greater,
    /// `…GreaterThanEquals`.
    GreaterOrEqual,
}

impl Relation {
    pub(crate) fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Relation::Equal => ordering.is_eq(),
            Relation::Less => ordering.is_lt(),
            Relation::LessOrEqual => ordering.is_le(),
            Relation::Greater => ordering.is_gt(),
            Relation::GreaterOrEqual => ordering.is_ge(),
        }
    }
}

/// Every operator without its modifiers: the name as Amazon writes it, what it compares, and
/// whether it is the negated form.
pub const OPERATORS: [(&str, Comparison, bool); 27] = [
    ("StringEquals", Comparison::StringEquals, false),
    ("StringNotEquals", Comparison::StringEquals, true),
    (
        "StringEqualsIgnoreCase",
        Comparison::StringEqualsIgnoreCase,
        false,
    ),
    (
        "StringNotEqualsIgnoreCase",
        Comparison::StringEqualsIgnoreCase,
        true,
    ),
    ("StringLike", Comparison::StringLike, false),
    ("StringNotLike", Comparison::StringLike, true),
    ("NumericEquals", Comparison::Numeric(Relation::Equal), false),
    (
        "NumericNotEquals",
        Comparison::Numeric(Relation::Equal),
        true,
    ),
    (
        "NumericLessThan",
        Comparison::Numeric(Relation::Less),
        false,
    ),
    (
        "NumericLessThanEquals",
        Comparison::Numeric(Relation::LessOrEqual),
        false,
    ),
    (
        "NumericGreaterThan",
        Comparison::Numeric(Relation::Greater),
        false,
    ),
    (
        "NumericGreaterThanEquals",
        Comparison::Numeric(Relation::GreaterOrEqual),
        false,
    ),
    ("DateEquals", Comparison::Date(Relation::Equal), false),
    ("DateNotEquals", Comparison::Date(Relation::Equal), true),
    ("DateLessThan", Comparison::Date(Relation::Less), false),
    (
        "DateLessThanEquals",
        Comparison::Date(Relation::LessOrEqual),
        false,
    ),
    (
        "DateGreaterThan",
        Comparison::Date(Relation::Greater),
        false,
    ),
    (
        "DateGreaterThanEquals",
        Comparison::Date(Relation::GreaterOrEqual),
        false,
    ),
    ("Bool", Comparison::Bool, false),
    ("BinaryEquals", Comparison::BinaryEquals, false),
    ("IpAddress", Comparison::IpAddress, false),
    ("NotIpAddress", Comparison::IpAddress, true),
    ("ArnEquals", Comparison::Arn { like: false }, false),
    ("ArnNotEquals", Comparison::Arn { like: false }, true),
    ("ArnLike", Comparison::Arn { like: true }, false),
    ("ArnNotLike", Comparison::Arn { like: true }, true),
    ("Null", Comparison::Null, false),
];

impl Operator {
    /// Reads an operator's name, ignoring case. `Null` takes no modifiers.
    pub fn parse(name: &str) -> Option<Operator> {
        let (set, rest) = match name.split_once(':') {
            None => (None, name),
            Some((prefix, rest)) => (Some(SetOperator::parse(prefix)?), rest),
        };
        let (base, if_exists) = match strip_suffix_ignoring_case(rest, "IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let (_, comparison, negated) = *OPERATORS
            .iter()
            .find(|(known, ..)| known.eq_ignore_ascii_case(base))?;
        let modified = set.is_some() || if_exists;
        (comparison != Comparison::Null || !modified).then_some(Operator {
            set,
            comparison,
            negated,
            if_exists,
        })
    }
}

impl SetOperator {
    fn parse(name: &str) -> Option<SetOperator> {
        if name.eq_ignore_ascii_case("ForAllValues") {
            Some(SetOperator::ForAllValues)
        } else if name.eq_ignore_ascii_case("ForAnyValue") {
            Some(SetOperator::ForAnyValue)
        } else {
            None
        }
    }
}

fn strip_suffix_ignoring_case<'a>(text: &'a str, suffix: &str) -> Option<&'a str> {
    let (head, tail) = text.split_at_checked(text.len().checked_sub(suffix.len())?)?;
    tail.eq_ignore_ascii_case(suffix).then_some(head)
}

/// As Amazon writes it.
impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.set {
            Some(SetOperator::ForAllValues) => f.write_str("ForAllValues:")?,
            Some(SetOperator::ForAnyValue) => f.write_str("ForAnyValue:")?,
            None => {}
        }
        let same = |(_, comparison, negated): &&(&str, Comparison, bool)| {
            (*comparison, *negated) == (self.comparison, self.negated)
        };
        f.write_str(OPERATORS.iter().find(same).map_or("", |(name, ..)| name))?;
        f.write_str(if self.if_exists { "IfExists" } else { "" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_operator_is_read_with_every_modifier_and_printed_as_it_was() {
        for (name, ..) in OPERATORS {
            for set in ["", "ForAllValues:", "ForAnyValue:"] {
                for suffix in ["", "IfExists"] {
                    let written = format!("{set}{name}{suffix}");
                    let read = Operator::parse(&written).map(|operator| operator.to_string());
                    let plain = set.is_empty() && suffix.is_empty();
                    let expected = (name != "Null" || plain).then_some(written);
                    assert_eq!(read, expected);
                }
            }
        }
    }

    #[test]
    fn names_ignore_case() {
        let operator = Operator::parse("forallvalues:stringNOTlikeifexists").unwrap();
        assert_eq!(operator.to_string(), "ForAllValues:StringNotLikeIfExists");
    }

    #[test]
    fn what_is_no_operator_is_not_read() {
        for name in [
            "",
            "String",
            "StringMatches",
            "ForSome:StringLike",
            "IfExists",
            "ForAnyValue:",
            "é",
        ] {
            assert_eq!(Operator::parse(name), None, "{name}");
        }
    }
}
