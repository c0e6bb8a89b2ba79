//! From JSON to a [`Document`]: the shape of the grammar.

use super::document::{
    Choice, Document, Effect, PrincipalType, Principals, Statement, Test, Text, Version,
};
use super::error::PolicyError;
use super::json::{self, Member, Node, Position, Span, Value};

const SYNTAX: &str = "Syntax errors in policy.";

type Shape<T> = Result<T, PolicyError>;

fn wrong<T>(position: Position, problem: impl Into<String>) -> Shape<T> {
    Err(PolicyError::malformed(SYNTAX, position, problem))
}

/// Reads the shape of a document; what it says is checked later.
pub(crate) fn document(text: &str) -> Shape<Document> {
    let node = json::read(text)
        .map_err(|error| PolicyError::malformed(SYNTAX, error.position, error.problem))?;
    let start = node.span.start;
    let mut document = Document {
        version: Version::V2008,
        version_written: false,
        id: None,
        statements: Vec::new(),
    };
    for Member {
        key,
        key_span,
        value,
    } in object(node, "a policy document")?
    {
        match key.as_str() {
            "Version" => {
                document.version = version(value)?;
                document.version_written = true;
            }
            "Id" => document.id = Some(string(value, "`Id`")?),
            "Statement" => document.statements = statements(value)?,
            _ => return unknown(&key, key_span, "Version, Id, Statement"),
        }
    }
    if document.statements.is_empty() {
        return wrong(
            start,
            "`Statement` is missing: a policy has at least one statement",
        );
    }
    Ok(document)
}

fn unknown<T>(key: &str, span: Span, known: &str) -> Shape<T> {
    wrong(
        span.start,
        format!("unknown element `{key}`, expected one of {known}"),
    )
}

fn version(node: Node) -> Shape<Version> {
    let text = string(node, "`Version`")?;
    match text.value.as_str() {
        "2008-10-17" => Ok(Version::V2008),
        "2012-10-17" => Ok(Version::V2012),
        _ => wrong(
            text.span.start,
            "`Version` is 2012-10-17 (or, of old, 2008-10-17), not another date",
        ),
    }
}

fn statements(node: Node) -> Shape<Vec<Statement>> {
    let start = node.span.start;
    let nodes = match node.value {
        Value::Array(nodes) => nodes,
        Value::Object(_) => vec![node],
        other => {
            return wrong(
                start,
                format!("`Statement` is an object or a list, not {}", other.kind()),
            );
        }
    };
    if nodes.is_empty() {
        return wrong(
            start,
            "`Statement` is an empty list: a policy has at least one statement",
        );
    }
    nodes.into_iter().map(statement).collect()
}

const STATEMENT_ELEMENTS: &str =
    "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";

fn statement(node: Node) -> Shape<Statement> {
    let span = node.span;
    let (mut sid, mut effect, mut conditions) = (None, None, Vec::new());
    let (mut principal, mut action, mut resource) = (None, None, None);
    for Member {
        key,
        key_span,
        value,
    } in object(node, "a statement")?
    {
        match key.as_str() {
            "Sid" => sid = Some(string(value, "`Sid`")?).filter(|sid| !sid.value.is_empty()),
            "Effect" => effect = Some(self::effect(value)?),
            "Condition" => conditions = condition(value)?,
            "Principal" => once(
                &mut principal,
                Choice::Only(principals(value)?),
                key_span,
                "Principal",
            )?,
            "NotPrincipal" => {
                once(
                    &mut principal,
                    Choice::AllBut(principals(value)?),
                    key_span,
                    "Principal",
                )?;
            }
            "Action" => once(
                &mut action,
                Choice::Only(strings(value, &key)?),
                key_span,
                "Action",
            )?,
            "NotAction" => {
                once(
                    &mut action,
                    Choice::AllBut(strings(value, &key)?),
                    key_span,
                    "Action",
                )?;
            }
            "Resource" => {
                once(
                    &mut resource,
                    Choice::Only(strings(value, &key)?),
                    key_span,
                    "Resource",
                )?;
            }
            "NotResource" => {
                once(
                    &mut resource,
                    Choice::AllBut(strings(value, &key)?),
                    key_span,
                    "Resource",
                )?;
            }
            _ => return unknown(&key, key_span, STATEMENT_ELEMENTS),
        }
    }
    let Some(effect) = effect else {
        return wrong(
            span.start,
            "`Effect` is missing: a statement says Allow or Deny",
        );
    };
    Ok(Statement {
        span,
        sid,
        effect,
        principal,
        action,
        resource,
        conditions,
    })
}

fn once<T>(slot: &mut Option<T>, value: T, span: Span, name: &str) -> Shape<()> {
    if slot.is_some() {
        return wrong(
            span.start,
            format!("a statement has either `{name}` or `Not{name}`, not both"),
        );
    }
    *slot = Some(value);
    Ok(())
}

fn effect(node: Node) -> Shape<Effect> {
    let text = string(node, "`Effect`")?;
    match text.value.as_str() {
        "Allow" => Ok(Effect::Allow),
        "Deny" => Ok(Effect::Deny),
        _ => wrong(text.span.start, "`Effect` is Allow or Deny"),
    }
}

fn principals(node: Node) -> Shape<Principals> {
    let start = node.span.start;
    match node.value {
        Value::String(text) if text == "*" => Ok(Principals::Anyone),
        Value::Object(members) => {
            let mut listed = Vec::new();
            for Member {
                key,
                key_span,
                value,
            } in members
            {
                let kind = match key.as_str() {
                    "AWS" => PrincipalType::Aws,
                    "Service" => PrincipalType::Service,
                    "Federated" => PrincipalType::Federated,
                    "CanonicalUser" => PrincipalType::CanonicalUser,
                    _ => return unknown(&key, key_span, "AWS, Service, Federated, CanonicalUser"),
                };
                listed.extend(strings(value, &key)?.into_iter().map(|text| (kind, text)));
            }
            Ok(Principals::Listed(listed))
        }
        other => wrong(
            start,
            format!("a principal is \"*\" or an object, not {}", other.kind()),
        ),
    }
}

fn condition(node: Node) -> Shape<Vec<Test>> {
    let mut tests = Vec::new();
    for Member {
        key: operator,
        key_span,
        value,
    } in object(node, "`Condition`")?
    {
        let operator = Text {
            value: operator,
            span: key_span,
        };
        for Member {
            key,
            key_span,
            value,
        } in object(value, "the tests of an operator")?
        {
            tests.push(Test {
                operator: operator.clone(),
                key: Text {
                    value: key,
                    span: key_span,
                },
                values: values(value)?,
            });
        }
    }
    Ok(tests)
}

fn values(node: Node) -> Shape<Vec<Text>> {
    match node.value {
        Value::Array(nodes) => nodes.into_iter().map(scalar).collect(),
        _ => Ok(vec![scalar(node)?]),
    }
}

fn scalar(node: Node) -> Shape<Text> {
    let value = match node.value {
        Value::String(text) | Value::Number(text) => text,
        Value::Bool(truth) => truth.to_string(),
        other => {
            let problem = format!(
                "a condition value is a string, number or boolean, not {}",
                other.kind()
            );
            return wrong(node.span.start, problem);
        }
    };
    Ok(Text {
        value,
        span: node.span,
    })
}

fn object(node: Node, what: &str) -> Shape<Vec<Member>> {
    match node.value {
        Value::Object(members) => Ok(members),
        other => wrong(
            node.span.start,
            format!("{what} is an object, not {}", other.kind()),
        ),
    }
}

fn string(node: Node, what: &str) -> Shape<Text> {
    match node.value {
        Value::String(value) => Ok(Text {
            value,
            span: node.span,
        }),
        other => wrong(
            node.span.start,
            format!("{what} is a string, not {}", other.kind()),
        ),
    }
}

fn strings(node: Node, name: &str) -> Shape<Vec<Text>> {
    let what = format!("`{name}`");
    match node.value {
        Value::Array(nodes) => nodes.into_iter().map(|node| string(node, &what)).collect(),
        _ => Ok(vec![string(
            node,
            &format!("{what}, where it is no list,"),
        )?]),
    }
}
