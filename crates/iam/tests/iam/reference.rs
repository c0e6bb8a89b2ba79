//! A second evaluator, written for clarity: it reads documents as JSON every time, follows the
//! guide sentence by sentence, and takes as long as it likes.
//!
//! It knows the parts of the language that `properties` generates: no `Principal`, IPv4 only,
//! whole numbers, dates as epoch seconds.

use std::collections::BTreeMap;

use serde_json::Value;

/// A request and everything that bears on it.
#[derive(Clone, Debug, Default)]
pub(crate) struct World {
    pub(crate) action: String,
    pub(crate) resource: String,
    pub(crate) context: BTreeMap<String, Vec<String>>,
    /// Whether a key of the context is multi-valued.
    pub(crate) multi: BTreeMap<String, bool>,
    pub(crate) identity: Vec<Value>,
    pub(crate) boundary: Option<Value>,
    pub(crate) session: Option<Vec<Value>>,
    pub(crate) scps: Vec<Vec<Value>>,
}

/// `allowed`, `explicitDeny` or `implicitDeny`.
pub(crate) fn decide(world: &World) -> &'static str {
    let mut all: Vec<&Value> = world.scps.iter().flatten().collect();
    all.extend(&world.identity);
    all.extend(&world.boundary);
    all.extend(world.session.iter().flatten());
    if all.iter().any(|policy| says(policy, "Deny", world)) {
        return "explicitDeny";
    }
    let some = |policies: &[Value]| policies.iter().any(|policy| says(policy, "Allow", world));
    let allowed = world.scps.iter().all(|level| some(level))
        && some(&world.identity)
        && world
            .boundary
            .as_ref()
            .is_none_or(|boundary| says(boundary, "Allow", world))
        && world.session.as_ref().is_none_or(|session| some(session));
    if allowed { "allowed" } else { "implicitDeny" }
}

fn says(policy: &Value, effect: &str, world: &World) -> bool {
    let variables = policy.get("Version").and_then(Value::as_str) == Some("2012-10-17");
    list(&policy["Statement"])
        .iter()
        .any(|statement| statement["Effect"] == effect && applies(statement, variables, world))
}

fn applies(statement: &Value, variables: bool, world: &World) -> bool {
    action_applies(statement, world)
        && resource_applies(statement, variables, world)
        && condition_holds(statement, variables, world)
}

fn action_applies(statement: &Value, world: &World) -> bool {
    let matches = |one: &Value| {
        let pattern = one.as_str().unwrap().to_lowercase();
        glob(&wild(&pattern), &chars(&world.action.to_lowercase()))
    };
    match statement.get("Action") {
        Some(actions) => list(actions).iter().any(matches),
        None => !list(&statement["NotAction"]).iter().any(matches),
    }
}

fn resource_applies(statement: &Value, variables: bool, world: &World) -> bool {
    let unresolved =
        |one: &Value| variables && resolve(one.as_str().unwrap(), true, world).is_none();
    let matches = |one: &Value| {
        let pattern = one.as_str().unwrap();
        if pattern == "*" {
            return true;
        }
        // `arn:a:b:c:d:` and the rest; only the rest has variables.
        let patterns: Vec<&str> = pattern.splitn(6, ':').collect();
        let parts: Vec<&str> = world.resource.splitn(6, ':').collect();
        let Some(rest) = resolve(patterns[5], variables, world) else {
            return false;
        };
        (0..5).all(|at| glob(&wild(patterns[at]), &chars(parts[at])))
            && glob(&rest, &chars(parts[5]))
    };
    match statement.get("Resource") {
        Some(resources) => list(resources).iter().any(matches),
        None => {
            let listed = list(&statement["NotResource"]);
            let allow = statement["Effect"] == "Allow";
            let unclear = allow && listed.iter().any(unresolved);
            !unclear && !listed.iter().any(matches)
        }
    }
}

fn condition_holds(statement: &Value, variables: bool, world: &World) -> bool {
    let Some(condition) = statement.get("Condition") else {
        return true;
    };
    condition
        .as_object()
        .unwrap()
        .iter()
        .all(|(operator, tests)| {
            tests.as_object().unwrap().iter().all(|(key, values)| {
                test_holds(statement, operator, key, &list(values), variables, world)
            })
        })
}

fn test_holds(
    statement: &Value,
    operator: &str,
    key: &str,
    values: &[Value],
    variables: bool,
    world: &World,
) -> bool {
    let key = key.to_lowercase();
    let had = world.context.get(&key);
    if operator == "Null" {
        let absent = had.is_none_or(Vec::is_empty);
        return values
            .iter()
            .any(|value| value.as_str() == Some(if absent { "true" } else { "false" }));
    }
    let (set, rest) = operator
        .split_once(':')
        .map_or(("", operator), |(set, rest)| (set, rest));
    let (base, if_exists) = rest
        .strip_suffix("IfExists")
        .map_or((rest, false), |base| (base, true));
    let negated = base.contains("Not");
    let positive = base.replace("Not", "");
    let Some(had) = had else {
        return if_exists || set == "ForAllValues" || (set.is_empty() && negated);
    };
    let one = |value: &String| {
        let some = values
            .iter()
            .any(|wanted| compare(&positive, wanted.as_str().unwrap(), value, variables, world));
        some != negated
    };
    match set {
        "ForAllValues" => had.iter().all(one),
        "ForAnyValue" => had.iter().any(one),
        _ if world.multi[&key] => negated && statement["Effect"] == "Deny",
        _ => one(&had[0]),
    }
}

fn compare(operator: &str, wanted: &str, had: &str, variables: bool, world: &World) -> bool {
    let text = || resolve(wanted, variables, world);
    // In what is compared as text, wildcards are plain.
    let plain = || -> Option<String> {
        text().map(|units| {
            units
                .into_iter()
                .map(|unit| match unit {
                    Unit::Char(c) => c,
                    Unit::Star => '*',
                    Unit::Mark => '?',
                })
                .collect()
        })
    };
    let ordering = || Some(had.parse::<i64>().ok()?.cmp(&wanted.parse::<i64>().ok()?));
    match operator {
        "StringEquals" => plain().as_deref() == Some(had),
        "StringEqualsIgnoreCase" => {
            plain().is_some_and(|text| text.to_lowercase() == had.to_lowercase())
        }
        "StringLike" => text().is_some_and(|units| glob(&units, &chars(had))),
        "NumericEquals" | "DateEquals" => ordering().is_some_and(|o| o.is_eq()),
        "NumericLessThan" | "DateLessThan" => ordering().is_some_and(|o| o.is_lt()),
        "NumericLessThanEquals" | "DateLessThanEquals" => ordering().is_some_and(|o| o.is_le()),
        "NumericGreaterThan" | "DateGreaterThan" => ordering().is_some_and(|o| o.is_gt()),
        "NumericGreaterThanEquals" | "DateGreaterThanEquals" => {
            ordering().is_some_and(|o| o.is_ge())
        }
        "Bool" => had.eq_ignore_ascii_case(wanted),
        "IpAddress" => {
            let (net, length) = wanted.split_once('/').unwrap_or((wanted, "32"));
            let bits = |text: &str| text.parse().ok().map(|ip: std::net::Ipv4Addr| ip.to_bits());
            let shift = 32 - length.parse::<u32>().unwrap();
            let high = |ip: u32| u64::from(ip) >> shift;
            bits(had)
                .zip(bits(net))
                .is_some_and(|(had, net)| high(had) == high(net))
        }
        "ArnEquals" | "ArnLike" => {
            let (wanted, had): (Vec<&str>, Vec<&str>) = (
                wanted.splitn(6, ':').collect(),
                had.splitn(6, ':').collect(),
            );
            had.len() == 6
                && (0..6).all(|at| {
                    resolve(wanted[at], variables, world)
                        .is_some_and(|units| glob(&units, &chars(had[at])))
                })
        }
        other => panic!("{other}"),
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Unit {
    Char(char),
    Star,
    Mark,
}

pub(crate) fn wild(pattern: &str) -> Vec<Unit> {
    pattern
        .chars()
        .map(|c| match c {
            '*' => Unit::Star,
            '?' => Unit::Mark,
            c => Unit::Char(c),
        })
        .collect()
}

pub(crate) fn chars(text: &str) -> Vec<char> {
    text.chars().collect()
}

/// The definition of a wildcard, and nothing else.
pub(crate) fn glob(pattern: &[Unit], text: &[char]) -> bool {
    match (pattern, text) {
        ([], text) => text.is_empty(),
        ([Unit::Star, pattern @ ..], _) => {
            (0..=text.len()).any(|taken| glob(pattern, &text[taken..]))
        }
        ([Unit::Mark, pattern @ ..], [_, text @ ..]) => glob(pattern, text),
        ([Unit::Char(wanted), pattern @ ..], [c, text @ ..]) => wanted == c && glob(pattern, text),
        _ => false,
    }
}

/// Replaces variables; what they stand for is plain. The texts generated have no odd ones.
fn resolve(text: &str, variables: bool, world: &World) -> Option<Vec<Unit>> {
    if !variables {
        return Some(wild(text));
    }
    let mut units = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let (inside, behind) = after.split_once('}').unwrap();
        units.extend(wild(before));
        let (key, default) = match inside.split_once(", ") {
            Some((key, default)) => (key, Some(default.trim_matches('\''))),
            None => (inside, None),
        };
        let key = key.to_lowercase();
        let value = match world.context.get(&key) {
            _ if ["*", "?", "$"].contains(&inside) => inside,
            Some(_) if world.multi[&key] => return None,
            Some(values) => &values[0],
            None => default?,
        };
        units.extend(value.chars().map(Unit::Char));
        rest = behind;
    }
    units.extend(wild(rest));
    Some(units)
}

fn list(value: &Value) -> Vec<Value> {
    match value {
        Value::Array(values) => values.clone(),
        other => vec![other.clone()],
    }
}
