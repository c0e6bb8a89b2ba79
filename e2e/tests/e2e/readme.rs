//! What the README tells people to do, done as it is written.

use std::fs;
use std::os::unix::fs::symlink;

use testkit::MariaDbOptions;

use crate::stand_in::{Own, StandIn, run, shared};
use crate::{aws_cli, product};

/// Printed before each command's output; in no output.
const MARK: &str = "\u{1}";

/// A command of a transcript, and what it prints; `…` stands for anything within a line.
#[derive(Debug, PartialEq, Eq)]
struct Step {
    command: String,
    output: Vec<String>,
}

#[test]
fn the_walk_in_the_readme_is_what_happens() {
    let steps = steps(&section(&readme(), "The walk"));
    assert!(steps.len() > 15, "where is the walk? {steps:?}");
    perform(&Own::start(), "checkout", &steps);
}

/// The server of the readers is one of the tests' own, elsewhere than theirs.
#[test]
fn attaching_as_the_readme_says_is_what_happens() {
    let server = MariaDbOptions::new().start();
    let own = [
        (
            "root@localhost",
            format!("root@{}", server.socket().display()),
        ),
        ("3306", server.port().to_string()),
        (
            "$ mysql -e",
            format!("$ mysql --no-defaults -S {} -e", server.socket().display()),
        ),
        ("orders", "own-readme".to_owned()),
    ];
    let mut page = section(&readme(), "Your own database");
    for (theirs, ours) in own {
        assert!(page.contains(theirs), "{theirs}");
        page = page.replace(theirs, &ours);
    }
    let steps = steps(&page);
    assert!(steps.len() > 6, "where is it? {steps:?}");
    perform(shared(), "own-database", &steps);
}

/// Does as written, in a folder where somebody has built the product, and holds what is printed against
/// what is promised.
fn perform(stand_in: &StandIn, folder: &str, steps: &[Step]) {
    let folder = stand_in.folder().join(folder);
    fs::create_dir_all(folder.join("target")).unwrap();
    let built = product::sekisho().parent().unwrap();
    symlink(built, folder.join("target/release")).unwrap();
    fs::write(folder.join("walk.sh"), script(steps)).unwrap();
    let path = std::env::join_paths(
        [aws_cli::folder().to_owned(), built.to_owned()]
            .into_iter()
            .chain(path_folders()),
    );
    let mut bash = stand_in.command("bash");
    let told = run(bash
        .args(["--noprofile", "--norc", "walk.sh"])
        .env("PATH", path.unwrap())
        .env("SEKISHO_DATA_DIR", stand_in.data_dir())
        .current_dir(&folder));
    // What each command says is compared, errors included; how the last one ended says nothing.
    let mut outputs = told.stdout.split(MARK).skip(1);
    for step in steps {
        let printed: Vec<&str> = outputs.next().unwrap_or_default().lines().collect();
        let fits = printed.len() == step.output.len()
            && step
                .output
                .iter()
                .zip(&printed)
                .all(|(pattern, line)| matches(pattern, line));
        assert!(
            fits,
            "$ {}\nthe README says:\n{}\nit printed:\n{}",
            step.command,
            step.output.join("\n"),
            printed.join("\n")
        );
    }
}

#[expect(clippy::disallowed_methods, reason = "the path is handed on")]
fn path_folders() -> Vec<std::path::PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH").unwrap()).collect()
}

fn readme() -> String {
    fs::read_to_string(product::workspace().join("README.md")).expect("the README")
}

/// A second-level section, without its heading.
fn section(page: &str, heading: &str) -> String {
    let (_, rest) = page
        .split_once(&format!("\n## {heading}\n"))
        .expect("the section");
    rest.split("\n## ").next().unwrap().to_owned()
}

/// Commands start with `$ `; a line ending in a backslash goes on in the next one.
fn steps(section: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for block in section.split("```console\n").skip(1) {
        let block = block.split("\n```").next().unwrap();
        for line in block.lines() {
            match (line.strip_prefix("$ "), steps.last_mut()) {
                (Some(command), _) => steps.push(Step {
                    command: command.to_owned(),
                    output: Vec::new(),
                }),
                (None, Some(step)) if step.command.ends_with('\\') => {
                    step.command = format!("{}\n{line}", step.command);
                }
                (None, Some(step)) => step.output.push(line.to_owned()),
                (None, None) => panic!("output before any command: {line}"),
            }
        }
    }
    steps
}

/// One shell runs them all, so that variables, functions and aliases carry over as they do for a
/// person.
fn script(steps: &[Step]) -> String {
    let commands: String = steps
        .iter()
        .map(|step| format!("printf '{MARK}'\n{}\n", step.command))
        .collect();
    format!("exec 2>&1\nshopt -s expand_aliases\n{commands}")
}

fn matches(pattern: &str, line: &str) -> bool {
    let mut parts = pattern.split('…');
    let Some(mut rest) = line.strip_prefix(parts.next().unwrap_or_default()) else {
        return false;
    };
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return rest.is_empty();
    };
    for part in middle {
        let Some((_, behind)) = rest.split_once(part) else {
            return false;
        };
        rest = behind;
    }
    rest.ends_with(last)
}

#[test]
fn an_ellipsis_in_a_transcript_stands_for_anything_in_its_line() {
    assert!(matches("a … c … e", "a b c d e"));
    assert!(matches("… x", "anything x"));
    assert!(matches("same", "same"));
    assert!(!matches("same", "same but longer"));
    assert!(!matches("a … c", "a b d"));
    assert!(!matches("a…b…b", "ab"));
}

#[test]
fn a_transcript_is_commands_with_their_output() {
    let page = "text\n```console\n$ one \\\n  more\nout\n$ two\n```\n```sh\n$ no\n```\n";
    let step = |command: &str, output: &[&str]| Step {
        command: command.to_owned(),
        output: output.iter().map(|&line| line.to_owned()).collect(),
    };
    assert_eq!(
        steps(page),
        [step("one \\\n  more", &["out"]), step("two", &[])]
    );
}
