//! `trim-models`: from botocore's data files, keep the offered operations and the shapes they reach.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Failure;
use crate::model::{Model, Ordered, Pagination, Reference};
use crate::offered::{self, Offered, Origin};

/// Writes `models/<service>.json` for every service of Amazon's in `operations.txt`.
pub(crate) fn run(models: &Path, botocore: &Path) -> Result<(), Failure> {
    let services = offered::parse(&crate::read(&models.join("operations.txt"))?)?;
    for offered in services
        .into_iter()
        .filter(|service| service.origin == Origin::Botocore)
    {
        let folder = botocore.join(&offered.service).join(&offered.version);
        let mut model: Model = parse(&read_model(&folder)?, &folder)?;
        model.pagination = paginators(&folder)?;
        trim(&mut model, &offered)?;
        crate::write(
            &models.join(format!("{}.json", offered.service)),
            &render(&model)?,
        )?;
    }
    Ok(())
}

/// Drops every operation that is not offered and every shape that no offered operation reaches.
pub(crate) fn trim(model: &mut Model, offered: &Offered) -> Result<(), Failure> {
    if let Some(unknown) = offered
        .operations
        .iter()
        .find(|name| model.operations.get(name).is_none())
    {
        return Err(Failure::new(format!(
            "{} has no operation `{unknown}`",
            offered.service
        )));
    }
    model
        .operations
        .retain(|name| offered.operations.iter().any(|wanted| wanted == name));
    model
        .pagination
        .retain(|name| offered.operations.iter().any(|wanted| wanted == name));
    let reached: BTreeSet<String> = model
        .reached(mentions(model))
        .into_iter()
        .map(str::to_owned)
        .collect();
    model.shapes.retain(|name| reached.contains(name));
    Ok(())
}

fn mentions(model: &Model) -> impl Iterator<Item = &Reference> {
    model.operations.iter().flat_map(|(_, operation)| {
        operation
            .input
            .iter()
            .chain(&operation.output)
            .chain(&operation.errors)
    })
}

/// One line per operation and shape: a diff then shows which of them changed.
fn render(model: &Model) -> Result<String, Failure> {
    let mut text = format!("{{\n\"metadata\": {}", json(&model.metadata)?);
    section(&mut text, "operations", &model.operations)?;
    section(&mut text, "shapes", &model.shapes)?;
    section(&mut text, "pagination", &model.pagination)?;
    text.push_str("\n}\n");
    Ok(text)
}

fn section<V: serde::Serialize>(
    text: &mut String,
    title: &str,
    entries: &Ordered<V>,
) -> Result<(), Failure> {
    let lines: Vec<String> = entries
        .iter()
        .map(|(name, value)| Ok(format!("  \"{name}\": {}", json(value)?)))
        .collect::<Result<_, Failure>>()?;
    write!(text, ",\n\"{title}\": {{\n{}\n}}", lines.join(",\n"))?;
    Ok(())
}

fn json(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string(value).map_err(Failure::new)
}

/// botocore ships its larger models compressed.
fn read_model(folder: &Path) -> Result<String, Failure> {
    let plain = folder.join("service-2.json");
    if plain.exists() {
        return crate::read(&plain);
    }
    let packed: PathBuf = folder.join("service-2.json.gz");
    let output = Command::new("gzip")
        .arg("-dc")
        .arg(&packed)
        .output()
        .map_err(Failure::new)?;
    if !output.status.success() {
        return Err(Failure::new(format!(
            "gzip cannot read {}",
            packed.display()
        )));
    }
    String::from_utf8(output.stdout).map_err(Failure::new)
}

#[derive(Deserialize)]
struct Paginators {
    pagination: Ordered<Pagination>,
}

fn paginators(folder: &Path) -> Result<Ordered<Pagination>, Failure> {
    let path = folder.join("paginators-1.json");
    if !path.exists() {
        return Ok(Ordered::default());
    }
    let text = fs::read_to_string(&path).map_err(Failure::new)?;
    Ok(parse::<Paginators>(&text, &path)?.pagination)
}

pub(crate) fn parse<T: for<'de> Deserialize<'de>>(text: &str, origin: &Path) -> Result<T, Failure> {
    serde_json::from_str(text)
        .map_err(|error| Failure::new(format!("{}: {error}", origin.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODEL: &str = r#"{
        "metadata": {"apiVersion": "1", "endpointPrefix": "x", "xmlNamespace": "n", "uid": "dropped"},
        "operations": {
            "Keep": {"name": "Keep", "input": {"shape": "In"}, "errors": [{"shape": "Oops"}]},
            "Drop": {"name": "Drop", "input": {"shape": "Other"}}
        },
        "shapes": {
            "In": {"type": "structure", "documentation": "dropped", "members": {"B": {"shape": "L"}}},
            "L": {"type": "list", "member": {"shape": "S"}},
            "S": {"type": "string", "max": 3},
            "Oops": {"type": "structure", "error": {"code": "Oops", "httpStatusCode": 400}},
            "Other": {"type": "structure"}
        }
    }"#;

    fn trimmed(operations: &[&str]) -> Result<Model, Failure> {
        let mut model = parse(MODEL, Path::new("test")).unwrap();
        let offered = Offered {
            service: "x".to_owned(),
            version: "1".to_owned(),
            origin: Origin::Botocore,
            operations: operations.iter().map(|&name| name.to_owned()).collect(),
        };
        trim(&mut model, &offered).map(|()| model)
    }

    #[test]
    fn only_what_an_offered_operation_reaches_is_kept() {
        let model = trimmed(&["Keep"]).unwrap();
        let shapes: Vec<&str> = model.shapes.iter().map(|(name, _)| name).collect();
        assert_eq!(shapes, ["In", "L", "S", "Oops"]);
        let text = render(&model).unwrap();
        assert!(
            !text.contains("dropped") && !text.contains("Drop"),
            "{text}"
        );
    }

    #[test]
    fn an_operation_that_the_service_does_not_have_is_an_error() {
        assert!(trimmed(&["Keep", "Nonsense"]).is_err());
    }

    #[test]
    fn a_trimmed_model_reads_back_as_itself() {
        let text = render(&trimmed(&["Keep"]).unwrap()).unwrap();
        let again: Model = parse(&text, Path::new("test")).unwrap();
        assert_eq!(render(&again).unwrap(), text);
    }
}
