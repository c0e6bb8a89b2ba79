//! From JSON to a [`Document`]: the shape of the grammar.
//!
//! Source: IAM User Guide, *Grammar of the IAM JSON policy language* (`reference_policies_grammar`).
//! Only the shape is read here, since Amazon refuses a wrong shape before it looks at what a
//! document says; the rest is in `validate`.

use super::document::{
    Choice, Document, Effect, PrincipalType, Principals, Statement, Test, Text, Version,
};
use super::error::{Fault, PolicyError};
use super::json::{self, Member, Node, Position, Span, Value};
use super::kind::PolicyKind;
use crate::condition::Operator;

type Shape<T> = Result<T, PolicyError>;

/// Reads the shape of a document.
pub(crate) fn document(text: &str, kind: PolicyKind) -> Shape<Document> {
    let reader = Reader { kind };
    if let Some(position) = foreign_character(text) {
        let problem = "a document is written with tabs, line ends and the characters U+0020 to \
                       U+00FF; write others as \\u escapes";
        return reader.fail(Fault::Json, position, problem);
    }
    let node = json::read(text)
        .or_else(|error| reader.fail(Fault::Json, error.position, error.problem))?;
    reader.document(node)
}

/// The first character that the `policyDocumentType` of the IAM API model does not allow.
fn foreign_character(text: &str) -> Option<Position> {
    let mut position = Position::START;
    for c in text.chars() {
        match c {
            '\n' => (position.line, position.column) = (position.line + 1, 1),
            '\t' | '\r' | ' '..='\u{ff}' => position.column += 1,
            _ => return Some(position),
        }
        position.offset += c.len_utf8();
    }
    None
}

struct Reader {
    kind: PolicyKind,
}

impl Reader {
    fn fail<T>(&self, fault: Fault<'_>, at: Position, problem: impl Into<String>) -> Shape<T> {
        Err(PolicyError::malformed(
            fault.message(self.kind),
            at,
            problem,
        ))
    }

    fn unknown<T>(&self, key: &str, span: Span, known: &str) -> Shape<T> {
        let problem = format!("unknown element `{key}`, expected one of {known}");
        self.fail(Fault::Unknown(key), span.start, problem)
    }

    fn document(&self, node: Node) -> Shape<Document> {
        let start = node.span.start;
        let (mut version, mut id, mut statements) = (None, None, None);
        for Member {
            key,
            key_span,
            value,
        } in self.object(node, "a policy document")?
        {
            match key.as_str() {
                "Version" => version = Some(self.version(value)?),
                "Id" => id = Some(self.string(value, "`Id`")?),
                "Statement" => statements = Some(self.statements(value)?),
                _ => return self.unknown(&key, key_span, "Version, Id, Statement"),
            }
        }
        let Some(statements) = statements else {
            let problem = "`Statement` is missing: a policy has at least one statement";
            return self.fail(Fault::Missing("Statement"), start, problem);
        };
        Ok(Document {
            version: version.unwrap_or_default(),
            version_written: version.is_some(),
            id,
            statements,
        })
    }

    fn version(&self, node: Node) -> Shape<Version> {
        let text = self.string(node, "`Version`")?;
        match text.value.as_str() {
            "2008-10-17" => Ok(Version::V2008),
            "2012-10-17" => Ok(Version::V2012),
            other => {
                let problem =
                    format!("`Version` is 2012-10-17 (or, of old, 2008-10-17), not `{other}`");
                self.fail(Fault::Version, text.span.start, problem)
            }
        }
    }

    fn statements(&self, node: Node) -> Shape<Vec<Statement>> {
        let start = node.span.start;
        let (nodes, mut after) = match node.value {
            Value::Array(nodes) => (nodes, start.past_ascii()),
            Value::Object(_) => (vec![node], start),
            other => {
                let problem = format!("`Statement` is an object or a list, not {}", other.kind());
                return self.fail(Fault::Shape, start, problem);
            }
        };
        if nodes.is_empty() {
            let problem = "`Statement` is an empty list: a policy has at least one statement";
            return self.fail(Fault::Shape, start, problem);
        }
        let mut statements = Vec::with_capacity(nodes.len());
        for node in nodes {
            let end = node.span.end;
            statements.push(self.statement(node, after)?);
            after = end;
        }
        Ok(statements)
    }

    fn statement(&self, node: Node, after: Position) -> Shape<Statement> {
        let span = node.span;
        let (mut sid, mut effect, mut conditions) = (None, None, Vec::new());
        let (mut principal, mut action, mut resource) = (None, None, None);
        for Member {
            key,
            key_span,
            value,
        } in self.object(node, "a statement")?
        {
            let negated = key.starts_with("Not");
            match key.as_str() {
                "Sid" => sid = Some(self.string(value, "`Sid`")?),
                "Effect" => effect = Some(self.effect(value)?),
                "Condition" => conditions = self.condition(value)?,
                "Principal" | "NotPrincipal" => {
                    let listed = self.principals(value)?;
                    self.once(&mut principal, negated, listed, key_span, "Principal")?;
                }
                "Action" | "NotAction" => {
                    let listed = self.strings(value, &key)?;
                    self.once(&mut action, negated, listed, key_span, "Action")?;
                }
                "Resource" | "NotResource" => {
                    let listed = self.strings(value, &key)?;
                    self.once(&mut resource, negated, listed, key_span, "Resource")?;
                }
                _ => return self.unknown(&key, key_span, ELEMENTS),
            }
        }
        let Some((effect, effect_text)) = effect else {
            let problem = "`Effect` is missing: a statement says Allow or Deny";
            return self.fail(Fault::Missing("Effect"), span.start, problem);
        };
        let sid = sid.filter(|sid: &Text| !sid.value.is_empty());
        Ok(Statement {
            span,
            after,
            sid,
            effect,
            effect_text,
            principal,
            action,
            resource,
            conditions,
        })
    }

    fn once<T>(
        &self,
        slot: &mut Option<Choice<T>>,
        negated: bool,
        listed: T,
        span: Span,
        name: &str,
    ) -> Shape<()> {
        if slot.is_some() {
            let problem = format!("a statement has either `{name}` or `Not{name}`, not both");
            return self.fail(Fault::Shape, span.start, problem);
        }
        *slot = Some(if negated {
            Choice::AllBut(listed)
        } else {
            Choice::Only(listed)
        });
        Ok(())
    }

    fn effect(&self, node: Node) -> Shape<(Effect, Text)> {
        let text = self.string(node, "`Effect`")?;
        if text.value.eq_ignore_ascii_case("Allow") {
            Ok((Effect::Allow, text))
        } else if text.value.eq_ignore_ascii_case("Deny") {
            Ok((Effect::Deny, text))
        } else {
            let problem = format!("`Effect` is Allow or Deny, not `{}`", text.value);
            self.fail(Fault::Effect(&text.value), text.span.start, problem)
        }
    }

    fn principals(&self, node: Node) -> Shape<Principals> {
        let start = node.span.start;
        let members = match node.value {
            Value::String(text) if text == "*" => return Ok(Principals::Anyone),
            Value::Object(members) => members,
            other => {
                let problem = format!("a principal is \"*\" or an object, not {}", other.kind());
                return self.fail(Fault::Shape, start, problem);
            }
        };
        let mut listed = Vec::new();
        for Member {
            key,
            key_span,
            value,
        } in members
        {
            let Some(kind) = PrincipalType::parse(&key) else {
                return self.unknown(&key, key_span, "AWS, Service, Federated, CanonicalUser");
            };
            listed.extend(
                self.strings(value, &key)?
                    .into_iter()
                    .map(|text| (kind, text)),
            );
        }
        Ok(Principals::Listed(listed))
    }

    fn condition(&self, node: Node) -> Shape<Vec<Test>> {
        let mut tests = Vec::new();
        for Member {
            key: name,
            key_span: span,
            value,
        } in self.object(node, "`Condition`")?
        {
            let operator = Operator::parse(&name);
            for Member {
                key,
                key_span,
                value,
            } in self.object(value, "what an operator tests")?
            {
                // An unknown operator without tests is let through, as recorded answers show.
                let Some(operator) = operator else {
                    let problem = format!("unknown condition operator `{name}`");
                    return self.fail(Fault::Shape, span.start, problem);
                };
                tests.push(Test {
                    operator,
                    operator_text: Text {
                        value: name.clone(),
                        span,
                    },
                    key: Text {
                        value: key,
                        span: key_span,
                    },
                    values: self.values(value)?,
                });
            }
        }
        Ok(tests)
    }

    fn values(&self, node: Node) -> Shape<Vec<Text>> {
        match node.value {
            Value::Array(nodes) => nodes.into_iter().map(|node| self.scalar(node)).collect(),
            _ => Ok(vec![self.scalar(node)?]),
        }
    }

    /// A condition's value. JSON numbers and booleans count as their text.
    fn scalar(&self, node: Node) -> Shape<Text> {
        let value = match node.value {
            Value::String(text) | Value::Number(text) => text,
            Value::Bool(truth) => truth.to_string(),
            other => {
                let kind = other.kind();
                let problem =
                    format!("a condition value is a string, number or boolean, not {kind}");
                return self.fail(Fault::Shape, node.span.start, problem);
            }
        };
        Ok(Text {
            value,
            span: node.span,
        })
    }

    fn object(&self, node: Node, what: &str) -> Shape<Vec<Member>> {
        match node.value {
            Value::Object(members) => Ok(members),
            other => {
                let problem = format!("{what} is an object, not {}", other.kind());
                self.fail(Fault::Shape, node.span.start, problem)
            }
        }
    }

    fn string(&self, node: Node, what: &str) -> Shape<Text> {
        match node.value {
            Value::String(value) => Ok(Text {
                value,
                span: node.span,
            }),
            other => {
                let problem = format!("{what} is a string, not {}", other.kind());
                self.fail(Fault::Shape, node.span.start, problem)
            }
        }
    }

    /// A list of strings, or one string in place of a list of one.
    fn strings(&self, node: Node, name: &str) -> Shape<Vec<Text>> {
        match node.value {
            Value::Array(nodes) => {
                let what = format!("each entry of `{name}`");
                nodes
                    .into_iter()
                    .map(|node| self.string(node, &what))
                    .collect()
            }
            _ => {
                Ok(vec![self.string(
                    node,
                    &format!("`{name}`, where it is no list,"),
                )?])
            }
        }
    }
}

const ELEMENTS: &str =
    "Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition";
