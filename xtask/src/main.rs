//! The chores of this workspace: `cargo xtask --help`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line prints"
)]

mod code;
mod generate;
mod layout;
mod model;
mod naming;
mod offered;
mod trim;

use std::fmt::{self, Display};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const HELP: &str = "\
The chores of this workspace. None of them is needed to compile the product.

usage: cargo xtask <command>

  generate [--check]           write crates/aws-query/src/generated/ from the trimmed models;
                               with --check, fail when what is checked in is stale
  trim-models --from <dir>     write crates/aws-query/models/<service>.json from botocore's
                               `botocore/data` folder: the operations named in operations.txt and
                               the shapes that they reach, without documentation
  layout                       check the rules that no compiler holds, against xtask/layout.txt: who
                               depends on whom, what a native module links, where `unsafe` stands,
                               lints, profiles, descriptions, ignored tests, stale generated code,
                               names of machines, folders that pages name
  help                         this text

To offer another operation: name it in crates/aws-query/models/operations.txt, then
  pip download --no-deps botocore && unzip botocore-*.whl -d /tmp/botocore
  cargo xtask trim-models --from /tmp/botocore/botocore/data
  cargo xtask generate
One of our own is written into crates/aws-query/models/sekisho.json instead.

To let a package depend on another: write it into [graph] of xtask/layout.txt, and say in the commit
why the architecture changes.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let root = workspace_root();
    let aws_query = root.join("crates/aws-query");
    let outcome = match arguments.as_slice() {
        ["generate"] => generate::write(&aws_query),
        ["generate", "--check"] => generate::check(&aws_query),
        ["trim-models", "--from", from] => trim::run(&aws_query.join("models"), Path::new(from)),
        ["layout"] => layout::run(&root),
        [] | ["help" | "--help" | "-h"] => {
            print!("{HELP}");
            Ok(())
        }
        _ => Err(Failure::new(format!("unknown command\n\n{HELP}"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Why a chore did not end well, for the person who started it.
#[derive(Debug)]
struct Failure(String);

impl Failure {
    fn new(reason: impl Display) -> Self {
        Self(reason.to_string())
    }
}

impl Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<fmt::Error> for Failure {
    fn from(error: fmt::Error) -> Self {
        Self::new(error)
    }
}

/// Cargo says where this package is; the workspace is the folder above.
fn workspace_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, text).map_err(|error| Failure::new(format!("{}: {error}", path.display())))
}
