//! A document printed again.

use std::fmt;

use serde_json::{Map, Value, json};

use super::document::{Choice, Document, Principals, Statement, Test, Text};

/// As JSON with one statement per line; what it says is what was read, the spelling need not be.
impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        if self.version_written {
            write!(f, "\"Version\":\"{}\",", self.version)?;
        }
        if let Some(id) = &self.id {
            write!(f, "\"Id\":{},", json!(id.value))?;
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

fn statement(from: &Statement) -> Value {
    let mut members = Map::new();
    if let Some(sid) = &from.sid {
        members.insert("Sid".to_owned(), json!(sid.value));
    }
    members.insert("Effect".to_owned(), json!(from.effect_text.value));
    insert(
        &mut members,
        "Principal",
        from.principal.as_ref(),
        principals,
    );
    insert(&mut members, "Action", from.action.as_ref(), |all| {
        texts(all)
    });
    insert(&mut members, "Resource", from.resource.as_ref(), |all| {
        texts(all)
    });
    if !from.conditions.is_empty() {
        members.insert("Condition".to_owned(), conditions(&from.conditions));
    }
    Value::Object(members)
}

fn insert<T>(
    members: &mut Map<String, Value>,
    name: &str,
    choice: Option<&Choice<T>>,
    value: impl Fn(&T) -> Value,
) {
    if let Some(choice) = choice {
        let prefix = if choice.is_negated() { "Not" } else { "" };
        members.insert(format!("{prefix}{name}"), value(choice.listed()));
    }
}

fn texts(all: &[Text]) -> Value {
    match all {
        [one] => json!(one.value),
        all => all.iter().map(|text| json!(text.value)).collect(),
    }
}

fn principals(from: &Principals) -> Value {
    let Principals::Listed(listed) = from else {
        return json!("*");
    };
    let mut members: Map<String, Value> = Map::new();
    for (kind, text) in listed {
        let list = members.entry(kind.name()).or_insert_with(|| json!([]));
        if let Value::Array(list) = list {
            list.push(json!(text.value));
        }
    }
    Value::Object(members)
}

fn conditions(tests: &[Test]) -> Value {
    let mut operators: Map<String, Value> = Map::new();
    for Test {
        operator_text,
        key,
        values,
        ..
    } in tests
    {
        let block = operators
            .entry(operator_text.value.clone())
            .or_insert_with(|| json!({}));
        if let Value::Object(block) = block {
            block.insert(key.value.clone(), texts(values));
        }
    }
    Value::Object(operators)
}
