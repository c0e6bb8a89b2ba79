//! Patterns for the `Resource` element.

use std::fmt;

use crate::arn::Parts;
use crate::context::Context;
use crate::pattern::{Case, Pattern, Token};
use crate::policy::Version;
use crate::template::Glob;

/// A pattern for the resource of a request: `*`, or an ARN with wildcards in it.
///
/// The first five parts are matched one by one. The sixth takes the rest of the request's ARN,
/// colons and slashes included, and only there variables are variables. Parts that are left out are
/// `*`: `arn:aws:rds-db` is `arn:aws:rds-db:*:*:*`.
///
/// Source: IAM User Guide, *IAM JSON policy elements: Resource* (`reference_policies_elements_resource`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ResourcePattern {
    Any,
    /// Without wildcards but for a `*` at the end, and without variables: the whole text, which by
    /// far the most patterns are.
    Text(Pattern),
    Arn(Box<ArnPattern>),
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ArnPattern {
    head: Head,
    resource: Glob,
    /// Whether a `*` at the end of a part may reach beyond it.
    crosses: bool,
}

/// Partition, service, region and account.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Head {
    /// All as written, with the colon behind: `arn:aws:rds-db:us-east-1:123456789012:`.
    Literal(Box<str>),
    Patterns([Pattern; 4]),
}

impl ResourcePattern {
    /// Compiles a pattern that passed the checks on its form.
    ///
    /// The guide says of a `*` that ends one of the parts: *it can expand to match beyond the colon
    /// boundaries*. With `crosses` it does. Statements take the reading that gives less access: a
    /// `Deny` crosses, an `Allow` does not, since a database user may be named
    /// `x:dbuser:cluster-A/admin`.
    pub(crate) fn compile(text: &str, version: Version, crosses: bool) -> ResourcePattern {
        if text == "*" {
            return ResourcePattern::Any;
        }
        let mut parts = text.splitn(6, ':').skip(1);
        let mut part = || parts.next().unwrap_or("*");
        let head = [part(), part(), part(), part()];
        let resource = Glob::compile(part(), version);
        let crosses = crosses && head.iter().any(|part| part.ends_with('*'));
        if head.iter().any(|part| part.contains(['*', '?'])) {
            let head = Head::Patterns(head.map(Pattern::compile));
            return ResourcePattern::Arn(Box::new(ArnPattern {
                head,
                resource,
                crosses,
            }));
        }
        let [partition, service, region, account] = head;
        let head = format!("arn:{partition}:{service}:{region}:{account}:");
        match &resource {
            Glob::Fixed(Pattern::Exact(rest)) => {
                ResourcePattern::Text(Pattern::Exact((head + rest).into()))
            }
            Glob::Fixed(Pattern::Prefix(rest)) => {
                ResourcePattern::Text(Pattern::Prefix((head + rest).into()))
            }
            Glob::Fixed(Pattern::Any) => ResourcePattern::Text(Pattern::Prefix(head.into())),
            _ => {
                let head = Head::Literal(head.into());
                ResourcePattern::Arn(Box::new(ArnPattern {
                    head,
                    resource,
                    crosses,
                }))
            }
        }
    }

    /// Whether the resource matches. A pattern whose variables cannot be resolved matches nothing.
    pub(crate) fn matches(&self, resource: &Resource<'_>, context: &Context) -> bool {
        match self {
            ResourcePattern::Any => true,
            ResourcePattern::Text(pattern) => pattern.matches(resource.text, Case::Counts),
            ResourcePattern::Arn(pattern) => pattern.matches(resource, context),
        }
    }

    /// Whether all variables can be resolved.
    pub(crate) fn resolves(&self, context: &Context) -> bool {
        match self {
            ResourcePattern::Any | ResourcePattern::Text(_) => true,
            ResourcePattern::Arn(pattern) => pattern.resource.resolves(context),
        }
    }

    /// The keys of the variables.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &str> {
        let pattern = match self {
            ResourcePattern::Any | ResourcePattern::Text(_) => None,
            ResourcePattern::Arn(pattern) => Some(pattern),
        };
        pattern
            .into_iter()
            .flat_map(|pattern| pattern.resource.keys())
    }

    /// The first part in which the resource differs; nothing where none does.
    pub(crate) fn differs_in(&self, resource: &Resource<'_>, context: &Context) -> Option<Part> {
        let Some(asked) = resource.parts else {
            return Some(Part::Resource);
        };
        let heads = [asked.partition, asked.service, asked.region, asked.account];
        let differs = |same: [bool; 4]| {
            let names = [Part::Partition, Part::Service, Part::Region, Part::Account];
            same.into_iter()
                .zip(names)
                .find(|(same, _)| !same)
                .map(|(_, name)| name)
        };
        let head = match self {
            ResourcePattern::Any => None,
            ResourcePattern::Text(Pattern::Exact(text) | Pattern::Prefix(text)) => {
                differs(same_head(text, heads))
            }
            ResourcePattern::Text(_) => None,
            ResourcePattern::Arn(pattern) => match &pattern.head {
                Head::Literal(text) => differs(same_head(text, heads)),
                Head::Patterns([a, b, c, d]) => {
                    let [w, x, y, z] = heads;
                    let same = |pattern: &Pattern, part| pattern.matches(part, Case::Counts);
                    differs([same(a, w), same(b, x), same(c, y), same(d, z)])
                }
            },
        };
        head.or_else(|| (!self.matches(resource, context)).then_some(Part::Resource))
    }

    /// The parts from the partition to the resource as patterns, with variables resolved as far as
    /// they can be; none for `*`.
    pub(crate) fn parts(&self, context: &Context) -> Option<[Pattern; 5]> {
        let exact = |part: &str| Pattern::Exact(part.into());
        let split = |text: &str, resource: &dyn Fn(&str) -> Pattern| {
            let parts = Parts::split(text)?;
            let head = [parts.partition, parts.service, parts.region, parts.account].map(exact);
            let [partition, service, region, account] = head;
            Some([
                partition,
                service,
                region,
                account,
                resource(parts.resource),
            ])
        };
        match self {
            ResourcePattern::Text(Pattern::Exact(text)) => split(text, &exact),
            ResourcePattern::Text(Pattern::Prefix(text)) => {
                split(text, &|resource| Pattern::Prefix(resource.into()))
            }
            ResourcePattern::Any | ResourcePattern::Text(_) => None,
            ResourcePattern::Arn(pattern) => {
                let resource = match pattern.resource.to_tokens(context) {
                    Some(tokens) => Pattern::from_tokens(tokens),
                    None => Pattern::compile(&pattern.resource.to_string()),
                };
                match &pattern.head {
                    Head::Literal(text) => split(text, &|_| resource.clone()),
                    Head::Patterns([a, b, c, d]) => {
                        Some([a.clone(), b.clone(), c.clone(), d.clone(), resource])
                    }
                }
            }
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let ResourcePattern::Arn(pattern) = self else {
            return 0;
        };
        let head = match &pattern.head {
            Head::Literal(text) => text.len(),
            Head::Patterns(patterns) => patterns.iter().map(Pattern::heap_bytes).sum(),
        };
        size_of::<ArnPattern>() + head + pattern.resource.heap_bytes()
    }
}

/// The parts of an ARN.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Partition,
    Service,
    Region,
    Account,
    Resource,
}

fn same_head(text: &str, asked: [&str; 4]) -> [bool; 4] {
    let parts = Parts::split(text).unwrap_or_default();
    let own = [parts.partition, parts.service, parts.region, parts.account];
    let mut same = [true; 4];
    for ((same, own), asked) in same.iter_mut().zip(own).zip(asked) {
        *same = own == asked;
    }
    same
}

impl ArnPattern {
    fn matches(&self, resource: &Resource<'_>, context: &Context) -> bool {
        let Some(parts) = resource.parts else {
            return false;
        };
        let head = match &self.head {
            Head::Literal(text) => resource.text.starts_with(&**text),
            Head::Patterns([partition, service, region, account]) => {
                partition.matches(parts.partition, Case::Counts)
                    && service.matches(parts.service, Case::Counts)
                    && region.matches(parts.region, Case::Counts)
                    && account.matches(parts.account, Case::Counts)
            }
        };
        (head && self.resource.matches(parts.resource, context))
            || (self.crosses && self.matches_crossing(resource.text, context))
    }

    /// Matches the ARN as one text, in which a `*` that ends a part reaches beyond it.
    ///
    /// Keeps the set of pattern places that a text so far can have led to: the length of the pattern
    /// times the length of the text, whatever they hold.
    fn matches_crossing(&self, text: &str, context: &Context) -> bool {
        let Some(pattern) = self.crossing_units(context) else {
            return false;
        };
        let mut places = vec![false; pattern.len() + 1];
        if let Some(first) = places.first_mut() {
            *first = true;
        }
        skip_runs(&pattern, &mut places);
        for c in text.chars() {
            let mut next = vec![false; places.len()];
            for (at, unit) in pattern.iter().enumerate() {
                if places.get(at) != Some(&true) {
                    continue;
                }
                let (takes, stays) = unit.take(c);
                if let (true, Some(place)) = (takes, next.get_mut(if stays { at } else { at + 1 }))
                {
                    *place = true;
                }
            }
            skip_runs(&pattern, &mut next);
            places = next;
        }
        places.last() == Some(&true)
    }

    fn crossing_units(&self, context: &Context) -> Option<Vec<Unit>> {
        let Head::Patterns(head) = &self.head else {
            return None;
        };
        let mut units: Vec<Unit> = "arn:".chars().map(Unit::Char).collect();
        for part in head {
            let tokens = part.to_tokens();
            units.extend(characters(&tokens, Unit::RunWithin, Unit::OneWithin));
            if let Some(last @ Unit::RunWithin) = units.last_mut() {
                *last = Unit::Run;
            }
            units.push(Unit::Char(':'));
        }
        units.extend(characters(
            &self.resource.to_tokens(context)?,
            Unit::Run,
            Unit::One,
        ));
        Some(units)
    }
}

/// A unit of a pattern in which some wildcards stop at colons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Unit {
    Char(char),
    One,
    OneWithin,
    Run,
    RunWithin,
}

impl Unit {
    /// Whether the unit takes the character, and whether it may take more.
    fn take(self, c: char) -> (bool, bool) {
        match self {
            Unit::Char(wanted) => (wanted == c, false),
            Unit::One => (true, false),
            Unit::OneWithin => (c != ':', false),
            Unit::Run => (true, true),
            Unit::RunWithin => (c != ':', true),
        }
    }
}

fn skip_runs(pattern: &[Unit], places: &mut [bool]) {
    for (at, unit) in pattern.iter().enumerate() {
        let run = matches!(unit, Unit::Run | Unit::RunWithin);
        if let (true, Some(true), Some(next)) =
            (run, places.get(at).copied(), places.get_mut(at + 1))
        {
            *next = true;
        }
    }
}

fn characters(tokens: &[Token], run: Unit, one: Unit) -> Vec<Unit> {
    let mut units = Vec::new();
    for pieces in tokens.chunk_by(|a, b| matches!((a, b), (Token::Byte(_), Token::Byte(_)))) {
        match pieces {
            [Token::Run] => units.push(run),
            [Token::One] => units.push(one),
            bytes => {
                let bytes: Vec<u8> = bytes
                    .iter()
                    .filter_map(|token| {
                        if let Token::Byte(byte) = token {
                            Some(*byte)
                        } else {
                            None
                        }
                    })
                    .collect();
                units.extend(String::from_utf8_lossy(&bytes).chars().map(Unit::Char));
            }
        }
    }
    units
}

impl fmt::Display for ResourcePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ResourcePattern::Any => f.write_str("*"),
            ResourcePattern::Text(pattern) => pattern.fmt(f),
            ResourcePattern::Arn(pattern) => {
                match &pattern.head {
                    Head::Literal(text) => f.write_str(text)?,
                    Head::Patterns([partition, service, region, account]) => {
                        write!(f, "arn:{partition}:{service}:{region}:{account}:")?;
                    }
                }
                pattern.resource.fmt(f)
            }
        }
    }
}

/// The resource of a request, taken apart once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Resource<'a> {
    pub(crate) text: &'a str,
    pub(crate) parts: Option<Parts<'a>>,
}

impl<'a> Resource<'a> {
    pub(crate) fn new(text: &'a str) -> Resource<'a> {
        Resource {
            text,
            parts: Parts::split(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JANE: &str = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/jane";

    fn like(pattern: &str, resource: &str, crosses: bool) -> bool {
        let mut context = Context::new();
        context.set("aws:username", "jane");
        ResourcePattern::compile(pattern, Version::V2012, crosses)
            .matches(&Resource::new(resource), &context)
    }

    #[test]
    fn wildcards_work_in_every_part() {
        for pattern in [
            "*",
            JANE,
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/*",
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:*/jane",
            "arn:aws:rds-db:us-east-1:123456789012:*",
            "arn:aws:rds-db:us-*-1:1234567890??:dbuser:cluster-?/j*e",
            "arn:*:rds-db:*:*:*",
            "arn:aws:rds-db:*:*:dbuser:*/${aws:username}",
        ] {
            for crosses in [false, true] {
                assert!(like(pattern, JANE, crosses), "{pattern}");
            }
        }
    }

    #[test]
    fn parts_that_are_left_out_are_any() {
        for pattern in [
            "arn:aws:rds-db",
            "arn:aws:rds-db:us-east-1",
            "arn:aws:rds-db:*:123456789012",
        ] {
            assert!(like(pattern, JANE, false), "{pattern}");
        }
        assert!(!like("arn:aws:rds", JANE, false));
    }

    #[test]
    fn every_part_counts_and_case_does_too() {
        for pattern in [
            "arn:aws-cn:rds-db:us-east-1:123456789012:dbuser:cluster-A/jane",
            "arn:aws:rds:us-east-1:123456789012:dbuser:cluster-A/jane",
            "arn:aws:rds-db:us-east-2:123456789012:dbuser:cluster-A/jane",
            "arn:aws:rds-db:us-east-1:123456789013:dbuser:cluster-A/jane",
            "arn:aws:rds-db:::dbuser:cluster-A/jane",
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-a/jane",
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-A/jane2",
            "arn:*:rds-db:*:*:dbuser:cluster-B/*",
        ] {
            for crosses in [false, true] {
                assert!(!like(pattern, JANE, crosses), "{pattern}");
            }
        }
    }

    #[test]
    fn a_star_at_the_end_of_a_part_crosses_only_when_it_may() {
        let pattern = "arn:aws:rds-db:us-east-1:*:dbuser:cluster-A/admin";
        let nested =
            "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-B/x:dbuser:cluster-A/admin";
        assert!(!like(pattern, nested, false));
        assert!(like(pattern, nested, true));
        let inside = "arn:aws:rds-db:us-*-1:123456789012:dbuser:cluster-A/admin";
        let nested = "arn:aws:rds-db:us-x:y-1:123456789012:dbuser:cluster-A/admin";
        assert!(
            !like(inside, nested, true),
            "this one does not end its part"
        );
        let one = "arn:aws:rds-db:us-east-?*:12:a";
        assert!(!like(one, "arn:aws:rds-db:us-east-::12:a", true));
        assert!(like(one, "arn:aws:rds-db:us-east-1::12:a", true));
    }

    #[test]
    fn an_unresolvable_variable_matches_nothing() {
        for crosses in [false, true] {
            assert!(!like("arn:aws:rds-db:*:*:*${aws:nope}*", JANE, crosses));
        }
        let pattern = ResourcePattern::compile("arn:aws:x:::${a:b}", Version::V2012, false);
        assert!(!pattern.resolves(&Context::new()));
        assert!(ResourcePattern::Any.resolves(&Context::new()));
    }

    #[test]
    fn a_variable_before_the_fifth_colon_is_plain_text() {
        assert!(!like(
            "arn:aws:rds-db:${aws:username}:1:x",
            "arn:aws:rds-db:jane:1:x",
            false
        ));
    }

    #[test]
    fn a_request_without_an_arn_matches_only_the_star() {
        assert!(like("*", "*", false));
        assert!(!like("arn:aws:rds-db:*:*:*", "*", false));
    }

    #[test]
    fn wildcards_that_do_not_end_their_part_stay_within_it_where_others_cross() {
        for (pattern, resource, expected) in [
            (
                "arn:aws:rds-db:us-*-1:*:dbuser:x",
                "arn:aws:rds-db:us-a-1:1:2:dbuser:x",
                true,
            ),
            (
                "arn:aws:rds-db:us-*-1:*:dbuser:x",
                "arn:aws:rds-db:us-a:b-1:1:2:dbuser:x",
                false,
            ),
            (
                "arn:aws:rds-db:us-?:*:dbuser:x",
                "arn:aws:rds-db:us-a:1:2:dbuser:x",
                true,
            ),
            (
                "arn:aws:rds-db:us-?:*:dbuser:x",
                "arn:aws:rds-db:us-::1:2:dbuser:x",
                false,
            ),
        ] {
            assert_eq!(
                like(pattern, resource, true),
                expected,
                "{pattern} on {resource}"
            );
            assert!(!like(pattern, resource, false), "{pattern} on {resource}");
        }
    }

    #[test]
    fn a_pattern_without_wildcards_before_its_end_is_one_text() {
        let compile = |text: &str| ResourcePattern::compile(text, Version::V2012, true);
        let head = "arn:aws:rds-db:us-east-1:1:";
        for (text, expected) in [
            ("x/y", Pattern::Exact(format!("{head}x/y").into())),
            ("x/*", Pattern::Prefix(format!("{head}x/").into())),
            ("*", Pattern::Prefix(head.into())),
        ] {
            assert_eq!(
                compile(&format!("{head}{text}")),
                ResourcePattern::Text(expected)
            );
        }
        for text in ["x*y", "${aws:username}"] {
            assert!(
                matches!(compile(&format!("{head}{text}")), ResourcePattern::Arn(_)),
                "{text}"
            );
        }
    }

    #[test]
    fn patterns_print_as_written() {
        for text in ["*", JANE, "arn:aws:rds-db:*:1?:dbuser:*/${aws:username}"] {
            assert_eq!(
                ResourcePattern::compile(text, Version::V2012, false).to_string(),
                text
            );
        }
    }
}
