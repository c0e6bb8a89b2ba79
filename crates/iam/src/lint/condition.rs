//! Conditions: keys, operators and values that do not go together.

use super::{Findings, action, resource};
use crate::condition::operator::{Comparison, Operator, SetOperator};
use crate::condition::{self};
use crate::context::keys::{self, Holds};
use crate::policy::document::{Effect, Statement, Test, Text};
use crate::policy::json::{self, Value};
use crate::policy::{Position, Version};
use crate::text::edit_distance;

pub(super) fn check(statement: &Statement, findings: &mut Findings) {
    let login = action::concerns_login(statement);
    for test in &statement.conditions {
        let known = known_key(&test.key.value);
        key(test, known, login, findings);
        operator(test, known, findings);
        values(test, statement.effect, findings);
        if statement.effect == Effect::Allow {
            traps_of_allow(test, statement, findings);
        }
    }
}

/// What the catalogues say of a key.
#[derive(Clone, Copy)]
struct Known {
    holds: Holds,
    multi_valued: bool,
    /// Whether a login carries it, and if so whether Amazon honours it there.
    at_login: Option<bool>,
}

fn known_key(key: &str) -> Option<Known> {
    let of_login = keys::LOGIN_KEYS
        .iter()
        .find(|(name, ..)| keys::is_named(name, key));
    if let Some((_, holds, documented)) = of_login {
        return Some(Known {
            holds: *holds,
            multi_valued: false,
            at_login: Some(*documented),
        });
    }
    let global = keys::OTHER_GLOBAL_KEYS
        .iter()
        .find(|(name, ..)| keys::is_named(name, key));
    global.map(|(_, holds, multi_valued)| Known {
        holds: *holds,
        multi_valued: *multi_valued,
        at_login: None,
    })
}

fn key(test: &Test, known: Option<Known>, login: bool, findings: &mut Findings) {
    let (key, at) = (&test.key.value, test.key.span.start);
    match known {
        None => unknown_key(key, at, login, findings),
        Some(Known { at_login: None, .. }) if login => findings.note(
            "never-at-login",
            at,
            format!("a database login never carries `{key}`"),
        ),
        Some(Known {
            at_login: Some(false),
            ..
        }) if login => findings.note(
            "beyond-amazon",
            at,
            format!("Amazon does not honour `{key}` for `rds-db`; with strict-aws neither do we"),
        ),
        Some(_) => {}
    }
}

/// Keys of other services are not known here, but those of `aws:` and our own are, and a key without
/// any service is of nobody.
fn unknown_key(key: &str, at: Position, login: bool, findings: &mut Findings) {
    let vendor = key.split(':').next().unwrap_or_default();
    let ours = ["aws", "sekisho", "rds-db"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(vendor));
    if key.contains(':') && !ours && !login {
        return;
    }
    let names = keys::LOGIN_KEYS.iter().map(|(name, ..)| *name);
    let names = names.chain(keys::OTHER_GLOBAL_KEYS.iter().map(|(name, ..)| *name));
    let lower = key.to_ascii_lowercase();
    let nearest = names
        .map(|name| (edit_distance(&lower, &name.to_ascii_lowercase()), name))
        .min()
        .filter(|(distance, _)| *distance <= 2);
    let hint = nearest
        .map(|(_, name)| format!(", did you mean `{name}`?"))
        .unwrap_or_default();
    findings.warn(
        "unknown-key",
        at,
        format!("nothing sets the key `{key}`{hint}"),
    );
}

fn operator(test: &Test, known: Option<Known>, findings: &mut Findings) {
    let at = test.operator_text.span.start;
    let Some(known) = known else { return };
    let operator = &test.operator;
    // The text of a tag may be an ARN.
    let tag = test.key.value.contains('/');
    let arn_of_tag = tag && matches!(operator.comparison, Comparison::Arn { .. });
    if !suits(operator.comparison, known.holds) && !arn_of_tag {
        findings.warn(
            "unsuited-operator",
            at,
            format!(
                "`{}` holds {}: {operator} does not read that",
                test.key.value,
                kind(known.holds)
            ),
        );
    }
    let null = operator.comparison == Comparison::Null;
    match (operator.set, known.multi_valued) {
        (None, true) if !null => findings.warn(
            "set-operator-missing",
            at,
            format!(
                "`{}` has several values: use ForAnyValue:{operator}",
                test.key.value
            ),
        ),
        (Some(_), false) => findings.note(
            "set-operator-needless",
            at,
            format!(
                "`{}` has one value: no set operator is needed",
                test.key.value
            ),
        ),
        _ => {}
    }
}

fn suits(comparison: Comparison, holds: Holds) -> bool {
    use Comparison::{
        Arn, Bool, Date, IpAddress, Null, Numeric, StringEquals, StringEqualsIgnoreCase, StringLike,
    };
    match (comparison, holds) {
        (Null, _) => true,
        (
            StringEquals | StringEqualsIgnoreCase | StringLike,
            Holds::Text | Holds::Arn | Holds::Bool,
        ) => true,
        (Arn { .. }, Holds::Arn) => true,
        (Bool, Holds::Bool) => true,
        (Numeric(_), Holds::Number) => true,
        // Epoch time is both.
        (Numeric(_) | Date(_), Holds::Date) => true,
        (IpAddress, Holds::Address) => true,
        _ => false,
    }
}

fn kind(holds: Holds) -> &'static str {
    match holds {
        Holds::Text => "text",
        Holds::Arn => "an ARN",
        Holds::Bool => "true or false",
        Holds::Number => "a number",
        Holds::Date => "a date",
        Holds::Address => "an address",
    }
}

fn values(test: &Test, effect: Effect, findings: &mut Findings) {
    let comparison = test.operator.comparison;
    let outcome = match effect {
        Effect::Allow => "never allows",
        Effect::Deny => "denies whatever the request holds",
    };
    for value in &test.values {
        let at = value.span.start;
        if !condition::is_readable(comparison, value, findings.version) {
            findings.warn(
                "unreadable-value",
                at,
                format!(
                    "{} cannot read `{}`, so it {outcome}",
                    test.operator, value.value
                ),
            );
        }
        let text = matches!(
            comparison,
            Comparison::StringEquals | Comparison::StringEqualsIgnoreCase
        );
        if text
            && value
                .value
                .replace("${*}", "")
                .replace("${?}", "")
                .contains('*')
        {
            let message = format!("{} takes the `*` literally: use StringLike", test.operator);
            findings.warn("literal-wildcard", at, message);
        }
        variable(comparison, value, findings);
    }
}

fn variable(comparison: Comparison, value: &Text, findings: &mut Findings) {
    use Comparison::{Arn, Bool, StringEquals, StringEqualsIgnoreCase, StringLike};
    let at = value.span.start;
    if findings.version == Version::V2008 {
        resource::variable_in_2008(&value.value, at, findings);
        return;
    }
    let taken = matches!(
        comparison,
        Arn { .. } | Bool | StringEquals | StringEqualsIgnoreCase | StringLike
    );
    if !taken && value.value.contains("${") {
        let message = "only string, ARN and Bool operators take variables";
        findings.warn("variable-misplaced", at, message);
    }
}

fn traps_of_allow(test: &Test, statement: &Statement, findings: &mut Findings) {
    let (key, at) = (&test.key.value, test.operator_text.span.start);
    let operator = &test.operator;
    let guarded = statement
        .conditions
        .iter()
        .any(|other| requires(other, key));
    if operator.set == Some(SetOperator::ForAllValues) && !guarded {
        findings.warn(
            "for-all-values-unguarded",
            at,
            format!(
                "ForAllValues holds when `{key}` is missing: add \"Null\": {{\"{key}\": \"false\"}}"
            ),
        );
    }
    let negated_alone = operator.negated && operator.set.is_none() && !operator.if_exists;
    if negated_alone && !guarded && !always_there(key) {
        findings.note(
            "negated-without-key",
            at,
            format!(
                "{operator} holds when `{key}` is missing: add \"Null\": {{\"{key}\": \"false\"}} \
                 where the key must be there"
            ),
        );
    }
}

/// Whether a test holds only when the key is there.
fn requires(test: &Test, key: &str) -> bool {
    let same = test.key.value.eq_ignore_ascii_case(key);
    let Operator {
        set,
        comparison,
        negated,
        if_exists,
    } = test.operator;
    match comparison {
        Comparison::Null => {
            same && test
                .values
                .iter()
                .all(|v| v.value.eq_ignore_ascii_case("false"))
        }
        _ => same && !negated && !if_exists && set != Some(SetOperator::ForAllValues),
    }
}

/// The keys that every login carries.
fn always_there(key: &str) -> bool {
    [
        keys::CURRENT_TIME,
        keys::EPOCH_TIME,
        keys::SECURE_TRANSPORT,
        keys::PRINCIPAL_ARN,
        keys::USER_ID,
    ]
    .iter()
    .any(|known| known.eq_ignore_ascii_case(key))
}

/// An unknown operator with no tests is let through by Amazon; the document does not keep it, so it
/// is looked for in the JSON.
pub(super) fn unknown_operators(text: &str, findings: &mut Findings) {
    let Ok(root) = json::read(text) else { return };
    let statements = member(&root.value, "Statement").map(|node| match &node.value {
        Value::Array(nodes) => nodes.iter().collect(),
        _ => vec![node],
    });
    for statement in statements.unwrap_or_default() {
        let Some(condition) = member(&statement.value, "Condition") else {
            continue;
        };
        let Value::Object(operators) = &condition.value else {
            continue;
        };
        for operator in operators
            .iter()
            .filter(|one| Operator::parse(&one.key).is_none())
        {
            findings.warn(
                "unknown-operator",
                operator.key_span.start,
                format!("there is no condition operator `{}`", operator.key),
            );
        }
    }
}

fn member<'a>(value: &'a Value, name: &str) -> Option<&'a json::Node> {
    let Value::Object(members) = value else {
        return None;
    };
    members
        .iter()
        .find(|member| member.key == name)
        .map(|member| &member.value)
}
