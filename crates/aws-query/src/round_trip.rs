//! Every shape of every operation, there and back: botocore spelled a value of each as parameters
//! (`tests/botocore/samples.py`), and what is read from them and written as XML says the same.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use quick_xml::Reader as XmlReader;
use quick_xml::escape::unescape;
use quick_xml::events::Event;
use serde_json::Value;

use crate::shape::{ANY, Shape};
use crate::{
    ApiError, Decode, Encode, Form, Parameters, Reader, Service, Writer, decode, iam, operation,
    query::Node, rds, sekisho, sts,
};

type Trip = fn(Service, &Parameters) -> Result<String, ApiError>;
/// The name of an operation, and what reads and writes back its two sides.
pub(crate) type RoundTrip = (&'static str, Trip, Trip);

pub(crate) fn there_and_back<T: Decode + Encode>(
    service: Service,
    parameters: &Parameters,
) -> Result<String, ApiError> {
    let value: T = decode::decode(service, parameters)?;
    let written = |form| {
        let mut out = Writer::new(form);
        value.encode("Value", &ANY, &mut out);
        out.finish()
    };
    let json = written(Form::Json);
    serde_json::from_str::<Value>(&json).unwrap_or_else(|error| panic!("{error}: {json}"));
    Ok(written(Form::Xml))
}

/// No offered request holds a map, so only these tests read one.
impl<K: Decode + Ord, V: Decode> Decode for BTreeMap<K, V> {
    fn decode(node: &Node, shape: &'static Shape, reader: &mut Reader) -> Option<Self> {
        let entries = node.child("entry")?.numbered().ok()?;
        entries
            .into_iter()
            .map(|entry| {
                let key = K::decode(entry?.child("key")?, &ANY, reader)?;
                let value = V::decode(entry?.child("value")?, shape.item(), reader)?;
                Some((key, value))
            })
            .collect()
    }
}

struct Sample {
    record: Value,
    parameters: Parameters,
    xml: String,
}

impl Sample {
    fn text(&self, name: &str) -> &str {
        self.record[name].as_str().unwrap()
    }
}

fn samples() -> Vec<Sample> {
    read(include_str!("../tests/botocore/samples.jsonl"))
}

/// Those that Amazon documents: fewer members, likelier values.
fn examples() -> Vec<Sample> {
    read(include_str!("../tests/botocore/examples.jsonl"))
}

fn read(records: &str) -> Vec<Sample> {
    records
        .lines()
        .map(|line| {
            let record: Value = serde_json::from_str(line).unwrap();
            let parameters =
                Parameters::parse(record["query"].as_str().unwrap().as_bytes()).unwrap();
            let service = Service::from_name(record["service"].as_str().unwrap()).unwrap();
            let trips = match service {
                Service::Iam => iam::ROUND_TRIPS,
                Service::Sts => sts::ROUND_TRIPS,
                Service::Rds => rds::ROUND_TRIPS,
                Service::Sekisho => sekisho::ROUND_TRIPS,
            };
            let (_, input, output) = trips
                .iter()
                .find(|(name, ..)| *name == record["operation"])
                .unwrap();
            let trip = if record["side"] == "input" {
                input
            } else {
                output
            };
            let xml = trip(service, &parameters)
                .unwrap_or_else(|error| panic!("{}: {error}", record["operation"]));
            Sample {
                record,
                parameters,
                xml,
            }
        })
        .collect()
}

/// `Tags.member.1.Key=a` and `<Tags><member><Key>a</Key></member></Tags>` are both `Tags.member.Key`, `a`.
fn parameter_leaves(node: &Node, path: &str, leaves: &mut Vec<(String, String)>) {
    if let Some(text) = node.text() {
        leaves.push((path.to_owned(), text.to_owned()));
    }
    for (part, child) in node.children() {
        let inner = if part.parse::<usize>().is_ok() {
            path.to_owned()
        } else {
            format!("{path}.{part}")
        };
        parameter_leaves(child, &inner, leaves);
    }
}

fn xml_leaves(xml: &str) -> Vec<(String, String)> {
    let mut reader = XmlReader::from_str(xml);
    let mut path: Vec<String> = Vec::new();
    let mut leaf = None;
    let mut leaves = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) => {
                path.push(start.name().as_ref().to_owned());
                leaf = Some(String::new());
            }
            Event::Text(part) => leaf.as_mut().unwrap().push_str(&part),
            Event::GeneralRef(reference) => {
                let escape = format!("&{};", &*reference);
                leaf.as_mut().unwrap().push_str(&unescape(&escape).unwrap());
            }
            Event::End(_) => {
                leaves.extend(leaf.take().map(|text| (path.join("."), text)));
                path.pop();
            }
            Event::Eof => return leaves,
            other => panic!("{other:?}"),
        }
    }
}

/// Amazon's clients undo the encoding of policy documents; so does this.
fn percent_decoded(text: &str) -> String {
    let pair = format!("v={}", text.replace('+', "%2B").replace('&', "%26"));
    Parameters::parse(pair.as_bytes()).map_or_else(
        |_| text.to_owned(),
        |parameters| parameters.text("v").unwrap().to_owned(),
    )
}

#[test]
fn every_operation_has_its_samples() {
    let samples = samples();
    for service in Service::ALL {
        for operation in operation::all(service) {
            let of_it = samples.iter().filter(|sample| {
                sample.text("service") == service.name()
                    && sample.text("operation") == operation.name
            });
            assert!(
                // That one takes nothing, and gives nothing.
                of_it.count() > 0 || operation.name == "DeleteAccountPasswordPolicy",
                "{}",
                operation.name
            );
        }
    }
}

#[test]
fn what_botocore_spells_as_parameters_comes_out_as_the_same_xml() {
    for sample in samples().into_iter().chain(examples()) {
        let mut expected = Vec::new();
        parameter_leaves(sample.parameters.root(), "Value", &mut expected);
        let mut found = xml_leaves(&sample.xml);
        found.retain(|(path, _)| path != "Value");
        if sample.text("service") == "iam" {
            for (_, text) in &mut found {
                *text = percent_decoded(text);
            }
        }
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{}", sample.text("operation"));
    }
}

/// Needs Python with botocore, which is looked for and loudly missed.
#[test]
fn botocore_reads_our_xml_as_it_was_meant() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/botocore/samples.py");
    let available = Command::new("python3")
        .args(["-c", "import botocore"])
        .output();
    if !available.is_ok_and(|output| output.status.success()) {
        // Past the test harness, which keeps what a passing test prints to itself.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: python3 has no botocore (pip install botocore)"
        );
        return;
    }
    let mut python = Command::new("python3")
        .args([script, "compare"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = python.stdin.take().unwrap();
    for sample in samples() {
        let Value::Object(mut answer) = sample.record else {
            panic!("not an object")
        };
        answer.remove("query");
        answer.insert("xml".to_owned(), Value::String(envelope(&sample.xml)));
        writeln!(stdin, "{}", Value::Object(answer)).unwrap();
    }
    drop(stdin);
    let output = python.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

/// The parser looks for the result inside a response.
fn envelope(result: &str) -> String {
    format!(
        "<Response>{result}<ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></Response>"
    )
}
