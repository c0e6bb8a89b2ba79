//! `generate`: from the trimmed models, the Rust shapes that `aws-query` checks in.
//!
//! The output is a table, not a program: each line names a member, its type and its rules, and the
//! macros in `crates/aws-query/src/macros.rs` say once what such a line means.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::model::{Fault, Kind, Model, Operation, Reference, Shape};
use crate::{Failure, code, naming, offered, trim};

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
            loosen(&mut model);
            let text = Generator::new(&offered.service, &model).file()?;
            Ok((format!("{}.rs", offered.service), text))
        })
        .collect()
}

/// Enumerations of answers whose words AWS does not keep to: texts here.
/// `PolicySourceType`: a simulation says `IAM Policy`, and never `user` or `aws-managed`.
const LOOSE: [&str; 1] = ["PolicySourceType"];

fn loosen(model: &mut Model) {
    for name in LOOSE {
        if let Some(shape) = model.shapes.get_mut(name) {
            shape.values.clear();
        }
    }
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
        let inputs = model.reached(roots(|operation| operation.input.as_ref()));
        let outputs = model.reached(roots(|operation| operation.output.as_ref()));
        Self {
            service,
            model,
            inputs,
            outputs,
        }
    }

    fn file(&self) -> Result<String, Failure> {
        self.refuse_collisions()?;
        let mut body = String::new();
        self.operations(&mut body)?;
        self.structures(&mut body)?;
        self.enumerations(&mut body)?;
        self.rules(&mut body)?;
        self.errors(&mut body)?;

        let mut text = String::new();
        writeln!(
            text,
            "// Written by `cargo xtask generate` from models/{}.json.",
            self.service
        )?;
        writeln!(text, "//! Shapes and operations of {}.", self.title())?;
        text.push_str(&imports(&body));
        text.push_str(&body);
        Ok(text)
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
        writeln!(
            text,
            "\n/// The error codes that the operations of {} declare.",
            self.title()
        )?;
        writeln!(text, "pub mod error {{")?;
        writeln!(text, "    use crate::error::ErrorCode;")?;
        for (code, fault) in self.faults()? {
            let status = fault.http_status_code;
            let side = if fault.sender_fault || status < 500 {
                "sender"
            } else {
                "receiver"
            };
            let name = naming::constant(code);
            writeln!(text, "\n    /// `{code}`, HTTP {status}.")?;
            writeln!(
                text,
                "    pub const {name}: ErrorCode = ErrorCode::{side}({code:?}, {status});"
            )?;
        }
        writeln!(text, "}}")?;
        Ok(())
    }

    /// Several shapes may share a code; they must then mean the same.
    fn faults(&self) -> Result<BTreeMap<&'m str, &'m Fault>, Failure> {
        let mut faults: BTreeMap<&str, &Fault> = BTreeMap::new();
        for fault in self
            .model
            .shapes
            .iter()
            .filter_map(|(_, shape)| shape.error.as_ref())
        {
            match faults.insert(&fault.code, fault) {
                Some(other) if other != fault => {
                    return Err(Failure::new(format!(
                        "`{}` answers in two ways",
                        fault.code
                    )));
                }
                _ => {}
            }
        }
        Ok(faults)
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

fn part(reference: &Option<Reference>) -> Result<&Reference, Failure> {
    reference
        .as_ref()
        .ok_or_else(|| Failure::new("a list or map without its parts"))
}

fn raw_string(text: &str) -> String {
    let fence = if text.contains('"') { "#" } else { "" };
    format!("r{fence}\"{text}\"{fence}")
}

/// The imports that this body needs: not every service has maps, secrets or enumerations.
fn imports(body: &str) -> String {
    let code = code::without_comments(body);
    let used = |names: &[&'static str]| -> Vec<&'static str> {
        names
            .iter()
            .copied()
            .filter(|name| code::has_word(&code, name))
            .collect()
    };
    let map = if code::has_word(&code, "BTreeMap") {
        "use std::collections::BTreeMap;\n\n"
    } else {
        ""
    };
    let macros = used(&["both", "enumeration", "input", "operations", "output"]).join(", ");
    let shapes = used(&["ANY", "Shape"]).join(", ");
    let types = match used(&["Blob", "Secret", "Service", "Timestamp"])[..] {
        [one] => one.to_owned(),
        ref several => format!("{{{}}}", several.join(", ")),
    };
    format!(
        "\n{map}use crate::macros::{{{macros}}};\nuse crate::shape::{{{shapes}}};\nuse crate::{types};\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r#"{
        "metadata": {"apiVersion": "2010-05-08", "endpointPrefix": "iam", "xmlNamespace": "n"},
        "operations": {
            "Make": {"name": "Make", "input": {"shape": "MakeRequest"},
                     "output": {"shape": "MakeResponse", "resultWrapper": "MakeResult"},
                     "errors": [{"shape": "Taken"}], "authtype": "none"},
            "Drop": {"name": "Drop", "input": {"shape": "DropRequest"}}
        },
        "shapes": {
            "MakeRequest": {"type": "structure", "required": ["Name"], "members": {
                "Name": {"shape": "nameType"}, "Tags": {"shape": "tagList"}, "Type": {"shape": "kindType"},
                "Password": {"shape": "passwordType"}}},
            "DropRequest": {"type": "structure", "members": {"Name": {"shape": "plain"}}},
            "MakeResponse": {"type": "structure", "members": {
                "At": {"shape": "time"}, "Counts": {"shape": "countMap"}}},
            "tagList": {"type": "list", "member": {"shape": "tag", "locationName": "Tag"}, "max": 50},
            "tag": {"type": "structure", "required": ["Key"], "members": {"Key": {"shape": "plain"}}},
            "countMap": {"type": "map", "key": {"shape": "nameType"}, "value": {"shape": "count"}},
            "nameType": {"type": "string", "min": 1, "max": 64, "pattern": "[\\w\"]+"},
            "kindType": {"type": "string", "enum": ["big", "very-small"]},
            "passwordType": {"type": "string", "sensitive": true, "max": 128},
            "plain": {"type": "string"}, "time": {"type": "timestamp"}, "count": {"type": "integer"},
            "Taken": {"type": "structure", "error": {"code": "TakenAlready", "httpStatusCode": 409}}
        },
        "pagination": {"Drop": {"limit_key": "Max", "input_token": "In", "output_token": "Out"}}
    }"#;

    fn generated(model: &str) -> Result<String, Failure> {
        let model: Model = trim::parse(model, Path::new("test")).unwrap();
        Generator::new("iam", &model).file()
    }

    #[test]
    fn operations_name_their_sides_pages_and_errors() {
        let text = generated(MODEL).unwrap();
        for line in [
            "operations!(Service::Iam;",
            "    Make(MakeRequest) -> MakeResponse as Some(\"MakeResult\"),\n        [unsigned]\n        errors[TAKEN_ALREADY];",
            "    Drop(DropRequest) -> () as None,\n        pages(\"Max\", \"In\", \"Out\", None)\n        errors[];",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn members_have_types_and_rules() {
        let text = generated(MODEL).unwrap();
        for line in [
            "input!(MakeRequest {\n    \"Name\" name: String as NAME_TYPE,",
            "    \"Tags\" tags: Option<Vec<Tag>> as TAG_LIST,",
            "    \"Type\" r#type: Option<KindType> as ANY,",
            "    \"Password\" password: Option<Secret> as PASSWORD_TYPE,",
            "output!(#[derive(Default)] MakeResponse {\n    \"At\" at: Option<Timestamp> as ANY,",
            "    \"Counts\" counts: Option<BTreeMap<String, i32>> as COUNT_MAP,",
            "static TAG_LIST: Shape = Shape::list(\"Tag\", &ANY).max(50);",
            "static NAME_TYPE: Shape = Shape::any().min(1).max(64).pattern(r#\"[\\w\"]+\"#);",
            "enumeration!(KindType {\n    Big = \"big\",\n    VerySmall = \"very-small\",\n});",
            "    pub const TAKEN_ALREADY: ErrorCode = ErrorCode::sender(\"TakenAlready\", 409);",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }

    #[test]
    fn only_what_is_used_is_imported() {
        let text = generated(MODEL).unwrap();
        assert!(text.contains("use std::collections::BTreeMap;"), "{text}");
        assert!(
            text.contains("use crate::macros::{enumeration, input, operations, output};"),
            "{text}"
        );
        assert!(
            text.contains("use crate::{Secret, Service, Timestamp};"),
            "{text}"
        );
    }

    #[test]
    fn what_could_not_be_told_apart_is_refused() {
        for (from, to) in [
            ("\"DropRequest\"", "\"Make\""),
            (
                "\"member\": {\"shape\": \"tag\"",
                "\"flattened\": true, \"member\": {\"shape\": \"tag\"",
            ),
            (
                "\"Taken\": {",
                "\"Other\": {\"type\": \"structure\", \"error\": {\"code\": \"TakenAlready\", \"httpStatusCode\": 400}}, \"Taken\": {",
            ),
            ("\"shape\": \"time\"", "\"shape\": \"missing\""),
        ] {
            let spoiled = MODEL.replace(from, to);
            assert_ne!(spoiled, MODEL, "{from}");
            assert!(generated(&spoiled).is_err(), "{to}");
        }
    }

    #[test]
    fn what_is_checked_in_is_what_would_be_written() {
        check(&crate::workspace_root().join("crates/aws-query")).unwrap();
    }
}
