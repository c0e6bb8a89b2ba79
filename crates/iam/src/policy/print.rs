//! A document printed again.

use std::fmt;

use serde_json::json;

use super::document::{Choice, Document, Principals, Statement, Test, Text};

/// As JSON with one statement per line; what it says is what was read, in the same order, the
/// spelling need not be.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        if self.version_written {
            write!(f, "\"Version\":\"{}\",", self.version)?;
        }
        if let Some(id) = &self.id {
            write!(f, "\"Id\":{},", quoted(&id.value))?;
        }
        f.write_str("\"Statement\":[")?;
        for (at, one) in self.statements.iter().enumerate() {
            write!(
                f,
                "{}\n  {}",
                if at == 0 { "" } else { "," },
                statement(one)
            )?;
        }
        f.write_str("\n]}\n")
    }
}

/// The members of an object, printed in the order in which they are added.
#[derive(Default)]
struct Object(Vec<String>);

impl Object {
    fn add(&mut self, name: &str, value: impl fmt::Display) {
        self.0.push(format!("{}:{value}", quoted(name)));
    }

    fn add_choice<T>(
        &mut self,
        name: &str,
        choice: Option<&Choice<T>>,
        print: impl Fn(&T) -> String,
    ) {
        if let Some(choice) = choice {
            let prefix = if choice.is_negated() { "Not" } else { "" };
            self.add(&format!("{prefix}{name}"), print(choice.listed()));
        }
    }
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}", self.0.join(","))
    }
}

fn statement(from: &Statement) -> Object {
    let mut object = Object::default();
    if let Some(sid) = &from.sid {
        object.add("Sid", quoted(&sid.value));
    }
    object.add("Effect", quoted(&from.effect_text.value));
    object.add_choice("Principal", from.principal.as_ref(), principals);
    object.add_choice("Action", from.action.as_ref(), |all| texts(all));
    object.add_choice("Resource", from.resource.as_ref(), |all| texts(all));
    if !from.conditions.is_empty() {
        object.add("Condition", conditions(&from.conditions));
    }
    object
}

/// A JSON string of the characters that a document may be written with.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for c in json!(text).to_string().chars() {
        if c <= '\u{ff}' {
            quoted.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                quoted.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    quoted
}

fn texts(all: &[Text]) -> String {
    match all {
        [one] => quoted(&one.value),
        all => {
            let quoted: Vec<String> = all.iter().map(|text| quoted(&text.value)).collect();
            format!("[{}]", quoted.join(","))
        }
    }
}

fn principals(from: &Principals) -> String {
    let Principals::Listed(listed) = from else {
        return "\"*\"".to_owned();
    };
    let mut object = Object::default();
    for of_kind in listed.chunk_by(|(a, _), (b, _)| a == b) {
        let all: Vec<Text> = of_kind.iter().map(|(_, text)| text.clone()).collect();
        if let Some((kind, _)) = of_kind.first() {
            object.add(kind.name(), texts(&all));
        }
    }
    object.to_string()
}

fn conditions(tests: &[Test]) -> Object {
    let mut operators = Object::default();
    for block in tests.chunk_by(|a, b| a.operator_text == b.operator_text) {
        let mut keys = Object::default();
        for test in block {
            keys.add(&test.key.value, texts(&test.values));
        }
        if let Some(first) = block.first() {
            operators.add(&first.operator_text.value, keys);
        }
    }
    operators
}

#[cfg(test)]
mod tests {
    use super::super::PolicyKind;
    use super::*;

    #[test]
    fn characters_that_a_document_may_not_be_written_with_are_escaped() {
        let text =
            r#"{"Statement":{"Effect":"Allow","Action":"a:\u95a2\ud83d\ude00é\n","Resource":"*"}}"#;
        let document = Document::parse(text, PolicyKind::RoleInline).unwrap();
        let printed = document.to_string();
        assert!(
            printed.contains(r#""Action":"a:\u95a2\ud83d\ude00é\n""#),
            "{printed}"
        );
        assert_eq!(
            Document::parse(&printed, PolicyKind::RoleInline).as_ref(),
            Ok(&document)
        );
    }

    #[test]
    fn a_document_prints_in_its_own_order_one_statement_a_line() {
        let text = concat!(
            "{\"Version\":\"2012-10-17\",\"Id\":\"a\\\"b\",\"Statement\":[\n",
            "  {\"Sid\":\"S1\",\"Effect\":\"Allow\",\"NotPrincipal\":{\"Service\":\"b.c\",\"AWS\":[\"*\",\"123456789012\"]},",
            "\"NotAction\":[\"z:b\",\"a:b\"],\"Resource\":\"*\",",
            "\"Condition\":{\"StringLike\":{\"z\":[],\"a\":\"b\"},\"Bool\":{\"c\":\"true\"}}},\n",
            "  {\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"a:b\",\"NotResource\":\"*\"}\n",
            "]}\n"
        );
        let document = Document::parse(text, PolicyKind::Resource).unwrap();
        assert_eq!(document.to_string(), text);
        let old = text.replace("\"Version\":\"2012-10-17\",\"Id\":\"a\\\"b\",", "");
        let document = Document::parse(&old, PolicyKind::Resource).unwrap();
        assert_eq!(document.to_string(), old);
    }
}
