//! `generate`: from the trimmed models, the Rust shapes that `aws-query` checks in.
//!
//! The output is a table, not a program: each line names a member, its type and its rules, and the
//! macros in `crates/aws-query/src/macros.rs` say once what such a line means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::model::{Kind, Model, Operation, Reference, Shape};
use crate::{Failure, naming, offered, trim};

/// Writes every generated file.
pub(crate) fn write(aws_query: &Path) -> Result<(), Failure> {
    for (name, text) in files(aws_query)? {
        crate::write(&aws_query.join("src/generated").join(name), &text)?;
    }
    Ok(())
}

/// Fails when a checked-in file is not what `write` would write.
pub(crate) fn check(aws_query: &Path) -> Result<(), Failure> {
    for (name, text) in files(aws_query)? {
        let path = aws_query.join("src/generated").join(name);
        if crate::read(&path)? != text {
            return Err(Failure::new(format!(
                "{} is stale: run `cargo xtask generate`",
                path.display()
            )));
        }
    }
    Ok(())
}

fn files(aws_query: &Path) -> Result<Vec<(String, String)>, Failure> {
    let models = aws_query.join("models");
    offered::parse(&crate::read(&models.join("operations.txt"))?)?
        .into_iter()
        .map(|offered| {
            let path = models.join(format!("{}.json", offered.service));
            let mut model: Model = trim::parse(&crate::read(&path)?, &path)?;
            trim::trim(&mut model, &offered)?;
            let text = Generator::new(&offered.service, &model).file()?;
            Ok((format!("{}.rs", offered.service), text))
        })
        .collect()
}

/// Where a structure travels, which decides what it must be able to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Direction {
    Input,
    Output,
    Both,
}

struct Generator<'m> {
    service: &'m str,
    model: &'m Model,
    inputs: BTreeSet<&'m str>,
    outputs: BTreeSet<&'m str>,
}

impl<'m> Generator<'m> {
    fn new(service: &'m str, model: &'m Model) -> Self {
        let roots = |pick: fn(&'m Operation) -> Option<&'m Reference>| {
            model
                .operations
                .iter()
                .filter_map(move |(_, operation)| pick(operation))
        };
        let inputs = closure(model, roots(|operation| operation.input.as_ref()));
        let outputs = closure(model, roots(|operation| operation.output.as_ref()));
        Self {
            service,
            model,
            inputs,
            outputs,
        }
    }

    fn file(&self) -> Result<String, Failure> {
        self.refuse_collisions()?;
        let mut text = String::new();
        writeln!(
            text,
            "// Written by `cargo xtask generate` from models/{}.json.",
            self.service
        )?;
        writeln!(text, "//! Shapes and operations of {}.", self.title())?;
        writeln!(text)?;
        writeln!(text, "use std::collections::BTreeMap;")?;
        writeln!(text)?;
        writeln!(
            text,
            "use crate::macros::{{both, enumeration, input, operations, output}};"
        )?;
        writeln!(text, "use crate::shape::{{ANY, Shape}};")?;
        writeln!(text, "use crate::{{Blob, Secret, Service, Timestamp}};")?;
        self.operations(&mut text)?;
        self.structures(&mut text)?;
        self.enumerations(&mut text)?;
        self.rules(&mut text)?;
        self.errors(&mut text)?;
        Ok(drop_unused_imports(text))
    }

    fn title(&self) -> String {
        format!(
            "{} {}",
            self.service.to_uppercase(),
            self.model.metadata.api_version
        )
    }

    /// A marker type and a structure of the same name would be one too many.
    fn refuse_collisions(&self) -> Result<(), Failure> {
        let types = self.model.shapes.iter().filter(|(_, shape)| is_type(shape));
        let mut seen: BTreeSet<String> = self
            .model
            .operations
            .iter()
            .map(|(name, _)| name.to_owned())
            .collect();
        for (name, _) in types {
            if !seen.insert(naming::type_name(name)) {
                return Err(Failure::new(format!("two things would be named `{name}`")));
            }
        }
        Ok(())
    }

    fn operations(&self, text: &mut String) -> Result<(), Failure> {
        let service = naming::type_name(self.service);
        writeln!(text, "\noperations!(Service::{service};")?;
        for (name, operation) in self.model.operations.iter() {
            let input = self.side(operation.input.as_ref());
            let output = self.side(operation.output.as_ref());
            let wrapper = operation
                .output
                .as_ref()
                .and_then(|output| output.result_wrapper.as_deref());
            writeln!(text, "    {name}({input}) -> {output} as {wrapper:?},")?;
            if operation.authtype.as_deref() == Some("none") {
                writeln!(text, "        [unsigned]")?;
            }
            if let Some(pages) = self.model.pagination.get(name) {
                let (limit, marker) = (&pages.limit_key, &pages.input_token);
                let (next, more) = (&pages.output_token, pages.more_results.as_deref());
                writeln!(
                    text,
                    "        pages({limit:?}, {marker:?}, {next:?}, {more:?})"
                )?;
            }
            writeln!(
                text,
                "        errors[{}];",
                self.error_names(operation).join(", ")
            )?;
        }
        writeln!(text, ");")?;
        Ok(())
    }

    fn side(&self, reference: Option<&Reference>) -> String {
        reference.map_or_else(
            || "()".to_owned(),
            |reference| naming::type_name(&reference.shape),
        )
    }

    fn error_names(&self, operation: &Operation) -> Vec<String> {
        let names: BTreeSet<String> = operation
            .errors
            .iter()
            .filter_map(|reference| self.model.shapes.get(&reference.shape)?.error.as_ref())
            .map(|fault| naming::constant(&fault.code))
            .collect();
        names.into_iter().collect()
    }

    fn structures(&self, text: &mut String) -> Result<(), Failure> {
        for (name, shape) in self.model.shapes.iter() {
            let Some(direction) = self.direction(name) else {
                continue;
            };
            if shape.kind != Kind::Structure {
                continue;
            }
            let macro_name = match direction {
                Direction::Input => "input",
                Direction::Output => "output",
                Direction::Both => "both",
            };
            let default = if shape.required.is_empty() {
                "#[derive(Default)] "
            } else {
                ""
            };
            writeln!(
                text,
                "\n{macro_name}!({default}{} {{",
                naming::type_name(name)
            )?;
            for (member, reference) in shape.members.iter() {
                self.member(text, shape, member, reference)?;
            }
            writeln!(text, "}});")?;
        }
        Ok(())
    }

    fn direction(&self, name: &str) -> Option<Direction> {
        match (self.inputs.contains(name), self.outputs.contains(name)) {
            (true, true) => Some(Direction::Both),
            (true, false) => Some(Direction::Input),
            (false, true) => Some(Direction::Output),
            (false, false) => None,
        }
    }

    fn member(
        &self,
        text: &mut String,
        owner: &Shape,
        member: &str,
        reference: &Reference,
    ) -> Result<(), Failure> {
        let wire = reference.location_name.as_deref().unwrap_or(member);
        let inner = self.rust_type(&reference.shape)?;
        let rust = if owner.required.iter().any(|name| name == member) {
            inner
        } else {
            format!("Option<{inner}>")
        };
        let rules = self.rules_name(&reference.shape);
        writeln!(
            text,
            "    {wire:?} {}: {rust} as {rules},",
            naming::field(member)
        )?;
        Ok(())
    }

    fn rust_type(&self, name: &str) -> Result<String, Failure> {
        let shape = self.shape(name)?;
        Ok(match shape.kind {
            Kind::Structure => naming::type_name(name),
            Kind::String if !shape.values.is_empty() => naming::type_name(name),
            Kind::String if shape.sensitive => "Secret".to_owned(),
            Kind::String => "String".to_owned(),
            Kind::Integer => "i32".to_owned(),
            Kind::Long => "i64".to_owned(),
            Kind::Double => "f64".to_owned(),
            Kind::Boolean => "bool".to_owned(),
            Kind::Timestamp => "Timestamp".to_owned(),
            Kind::Blob => "Blob".to_owned(),
            Kind::List => format!("Vec<{}>", self.rust_type(&part(&shape.member)?.shape)?),
            Kind::Map => format!(
                "BTreeMap<{}, {}>",
                self.rust_type(&part(&shape.key)?.shape)?,
                self.rust_type(&part(&shape.value)?.shape)?
            ),
        })
    }

    fn shape(&self, name: &str) -> Result<&'m Shape, Failure> {
        self.model
            .shapes
            .get(name)
            .ok_or_else(|| Failure::new(format!("no shape `{name}`")))
    }

    fn enumerations(&self, text: &mut String) -> Result<(), Failure> {
        for (name, shape) in self.model.shapes.iter() {
            if shape.values.is_empty() || self.direction(name).is_none() {
                continue;
            }
            writeln!(text, "\nenumeration!({} {{", naming::type_name(name))?;
            for value in &shape.values {
                writeln!(text, "    {} = {value:?},", naming::variant(value))?;
            }
            writeln!(text, "}});")?;
        }
        Ok(())
    }

    /// The constraints and list forms, each under the shape's own name.
    fn rules(&self, text: &mut String) -> Result<(), Failure> {
        writeln!(text)?;
        for (name, shape) in self.model.shapes.iter() {
            if !self.is_ruled(name) || self.rules_name(name) == "ANY" {
                continue;
            }
            let rules = self.rules_of(name, shape)?;
            writeln!(text, "static {}: Shape = {rules};", naming::constant(name))?;
        }
        Ok(())
    }

    /// Whether anything looks at the rules of this shape. Nobody looks at those of a map's keys.
    fn is_ruled(&self, name: &str) -> bool {
        self.model
            .shapes
            .iter()
            .filter(|(owner, _)| self.direction(owner).is_some())
            .any(|(_, shape)| {
                let members = shape.members.iter().map(|(_, member)| member);
                members
                    .chain(&shape.member)
                    .chain(&shape.value)
                    .any(|part| part.shape == name)
            })
    }

    fn rules_name(&self, name: &str) -> String {
        match self.model.shapes.get(name) {
            Some(shape) if has_rules(name, shape) => naming::constant(name),
            _ => "ANY".to_owned(),
        }
    }

    fn rules_of(&self, name: &str, shape: &Shape) -> Result<String, Failure> {
        let mut rules = match shape.kind {
            Kind::List => {
                let member = part(&shape.member)?;
                let element = member.location_name.as_deref().unwrap_or("member");
                format!(
                    "Shape::list({element:?}, &{})",
                    self.rules_name(&member.shape)
                )
            }
            Kind::Map => {
                let (key, value) = (part(&shape.key)?, part(&shape.value)?);
                format!(
                    "Shape::map({:?}, {:?}, &{})",
                    key.location_name.as_deref().unwrap_or("key"),
                    value.location_name.as_deref().unwrap_or("value"),
                    self.rules_name(&value.shape)
                )
            }
            _ => "Shape::any()".to_owned(),
        };
        if shape.flattened {
            return Err(Failure::new(format!(
                "`{name}` is flattened, which no reader is written for"
            )));
        }
        for (bound, value) in [("min", shape.min), ("max", shape.max)] {
            if let Some(value) = value {
                write!(rules, ".{bound}({value})")?;
            }
        }
        if let Some(pattern) = &shape.pattern {
            write!(rules, ".pattern({})", raw_string(pattern))?;
        }
        if name == POLICY_DOCUMENT {
            rules.push_str(".percent_encoded_in_answers()");
        }
        Ok(rules)
    }

    fn errors(&self, text: &mut String) -> Result<(), Failure> {
        let faults: BTreeMap<String, (&str, u16, bool)> = self
            .model
            .shapes
            .iter()
            .filter_map(|(_, shape)| shape.error.as_ref())
            .map(|fault| {
                let sender = fault.sender_fault || fault.http_status_code < 500;
                (
                    naming::constant(&fault.code),
                    (fault.code.as_str(), fault.http_status_code, sender),
                )
            })
            .collect();
        writeln!(
            text,
            "\n/// The error codes that the operations of {} declare.",
            self.title()
        )?;
        writeln!(text, "pub mod error {{")?;
        writeln!(text, "    use crate::error::ErrorCode;")?;
        writeln!(text)?;
        for (name, (code, status, sender)) in faults {
            let side = if sender { "sender" } else { "receiver" };
            writeln!(text, "    /// `{code}`, HTTP {status}.")?;
            writeln!(
                text,
                "    pub const {name}: ErrorCode = ErrorCode::{side}({code:?}, {status});"
            )?;
        }
        writeln!(text, "}}")?;
        Ok(())
    }
}

/// IAM answers a policy document percent-encoded; botocore decodes what has this shape.
const POLICY_DOCUMENT: &str = "policyDocumentType";

fn is_type(shape: &Shape) -> bool {
    (shape.kind == Kind::Structure && shape.error.is_none()) || !shape.values.is_empty()
}

fn has_rules(name: &str, shape: &Shape) -> bool {
    matches!(shape.kind, Kind::List | Kind::Map)
        || name == POLICY_DOCUMENT
        || (shape.values.is_empty()
            && (shape.min.is_some() || shape.max.is_some() || shape.pattern.is_some()))
}

fn closure<'m>(model: &'m Model, roots: impl Iterator<Item = &'m Reference>) -> BTreeSet<&'m str> {
    let mut reached = BTreeSet::new();
    let mut pending: Vec<&str> = roots.map(|reference| reference.shape.as_str()).collect();
    while let Some(name) = pending.pop() {
        let Some(shape) = model.shapes.get(name) else {
            continue;
        };
        if !reached.insert(name) {
            continue;
        }
        let members = shape.members.iter().map(|(_, reference)| reference);
        let parts = shape.member.iter().chain(&shape.key).chain(&shape.value);
        pending.extend(
            members
                .chain(parts)
                .map(|reference| reference.shape.as_str()),
        );
    }
    reached
}

fn part(reference: &Option<Reference>) -> Result<&Reference, Failure> {
    reference
        .as_ref()
        .ok_or_else(|| Failure::new("a list or map without its parts"))
}

fn raw_string(text: &str) -> String {
    let fence = if text.contains('"') { "#" } else { "" };
    format!("r{fence}\"{text}\"{fence}")
}

/// A service that has no map needs no `BTreeMap`.
fn drop_unused_imports(text: String) -> String {
    let mut text = text;
    if !text.contains("BTreeMap<") {
        text = text.replacen("use std::collections::BTreeMap;\n\n", "", 1);
    }
    for (word, used) in [("both", "\nboth!("), ("enumeration", "\nenumeration!(")] {
        if !text.contains(used) {
            text = text.replacen(&format!("{word}, "), "", 1);
        }
    }
    for (word, used) in [
        ("Blob", "Blob>"),
        ("Secret", "Secret"),
        ("Timestamp", "Timestamp"),
    ] {
        let body = text.split_once("operations!(").map_or("", |(_, body)| body);
        if !body.contains(&format!(": {used}")) && !body.contains(&format!("<{word}>")) {
            text =
                text.replacen(&format!("{word}, "), "", 1)
                    .replacen(&format!(", {word}}}"), "}", 1);
        }
    }
    text
}
