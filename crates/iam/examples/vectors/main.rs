//! Runs the policy cases, prints the case table, and says how many answers were wrong.
//!
//! ```text
//! vectors [FILE…]                 this crate answers; without files, vectors/policy-cases.json
//! vectors [FILE…] -- COMMAND…     another implementation answers
//! vectors --serve                 this crate answers questions on its standard input
//! ```
//!
//! An implementation reads one question per line from its standard input and writes one answer per
//! line to its standard output, in any order, until its input ends:
//!
//! ```json
//! {"id":"a01","principal":{"type":"user","arn":"arn:aws:iam::123456789012:user/jane"},
//!  "action":"rds-db:connect","resource":"arn:aws:rds-db:…","context":{"aws:SourceIp":"10.0.0.1"},
//!  "policies":{"identity":[{"Version":"2012-10-17","Statement":[…]}]}}
//! {"id":"a01","decision":"allowed"}
//! ```
//!
//! A decision is `allowed`, `explicitDeny`, `implicitDeny` (the words of `SimulateCustomPolicy`) or
//! `unsupported`. A context value is a text, or a list of texts for a multi-valued key; a document is
//! JSON, or a text that holds the JSON. `crates/iam/examples/vectors/case.rs` is the whole format.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command-line program"
)]

mod case;

use std::collections::HashMap;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, ExitCode, Stdio};

use case::{Case, FORMAT, File};
use serde::Deserialize;
use serde_json::{Value, json};

type Outcome<T> = Result<T, Box<dyn Error>>;

const CASES: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../vectors/policy-cases.json"
);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.split_first() {
        Some((first, [])) if first == "--serve" => serve().map(|()| true),
        _ => run(&arguments),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("vectors: {error}");
            ExitCode::from(2)
        }
    }
}

fn serve() -> Outcome<()> {
    for line in std::io::stdin().lines() {
        let case: Case = serde_json::from_str(&line?)?;
        println!("{}", json!({ "id": case.id, "decision": ours(&case) }));
    }
    Ok(())
}

fn ours(case: &Case) -> String {
    match case.decide() {
        Ok(decision) => case::word(&decision).to_owned(),
        Err(error) => format!("unsupported: {error}"),
    }
}

fn run(arguments: &[String]) -> Outcome<bool> {
    let mut parts = arguments.splitn(2, |argument| argument == "--");
    let (files, command) = (parts.next().unwrap_or_default(), parts.next());
    let mut cases = Vec::new();
    for file in files {
        cases.extend(read(file)?);
    }
    if files.is_empty() {
        cases = read(CASES)?;
    }
    let answers = match command {
        Some(command) => theirs(command, &cases)?,
        None => cases
            .iter()
            .map(|(_, case)| (case.id.clone(), ours(case)))
            .collect(),
    };
    Ok(table(&cases, &answers))
}

fn read(path: &str) -> Outcome<Vec<(Value, Case)>> {
    let file: File = serde_json::from_str(&std::fs::read_to_string(path)?)?;
    if file.format != FORMAT {
        return Err(format!("{path} is of the format {}, not {FORMAT}", file.format).into());
    }
    file.cases
        .into_iter()
        .map(|value| Ok((value.clone(), serde_json::from_value(value)?)))
        .collect()
}

/// Sends every question to another implementation, and gathers its answers.
fn theirs(command: &[String], cases: &[(Value, Case)]) -> Outcome<HashMap<String, String>> {
    #[derive(Deserialize)]
    struct Answer {
        id: String,
        decision: String,
    }
    let (program, arguments) = command.split_first().ok_or("no command behind --")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().ok_or("no pipe to the command")?;
    let output = child.stdout.take().ok_or("no pipe from the command")?;
    let questions: Vec<String> = cases.iter().map(|(value, _)| question(value)).collect();
    // Its own thread, so that neither side waits for the other with a full pipe.
    let writer = std::thread::spawn(move || {
        questions
            .iter()
            .try_for_each(|question| writeln!(input, "{question}"))
    });
    let mut answers = HashMap::new();
    for line in BufReader::new(output).lines() {
        let answer: Answer = serde_json::from_str(&line?)?;
        answers.insert(answer.id, answer.decision);
    }
    child.wait()?;
    writer
        .join()
        .map_err(|_| "the questions could not be written")??;
    Ok(answers)
}

/// A case without what would give the answer away.
fn question(case: &Value) -> String {
    let mut question = case.clone();
    if let Value::Object(members) = &mut question {
        for private in ["about", "source", "expect"] {
            members.remove(private);
        }
    }
    question.to_string()
}

fn table(cases: &[(Value, Case)], answers: &HashMap<String, String>) -> bool {
    let (mut open, mut closed, mut other) = (0, 0, 0);
    for (_, case) in cases {
        let expected = case.expect.as_deref().unwrap_or("nothing");
        let answer = answers.get(&case.id).map_or("no answer", String::as_str);
        let verdict = match (answer, expected) {
            (answer, expected) if answer == expected => "ok",
            ("allowed", _) => {
                open += 1;
                "WRONG, fails open"
            }
            (_, "allowed") => {
                closed += 1;
                "WRONG, fails closed"
            }
            _ => {
                other += 1;
                "WRONG"
            }
        };
        let about = case.about.as_deref().unwrap_or_default();
        let source = case.source.as_deref().filter(|_| verdict != "ok");
        let source = source.map(|source| format!(" (expected {expected}: {source})"));
        let source = source.unwrap_or_default();
        println!("{:<10} {answer:<13} {verdict:<20} {about}{source}", case.id);
    }
    let wrong = open + closed + other;
    println!(
        "{} cases, {wrong} wrong: {open} fail open, {closed} fail closed, {other} otherwise",
        cases.len()
    );
    wrong == 0
}
