//! `sekisho attach` and `detach` on database servers that were there before us: servers of the tests'
//! own, with data, users, open connections and option files that nothing of ours has made.
//!
//! Their clusters have names that come after `mycluster` in the alphabet: tests of the stand-in look at
//! the first.

mod family;
mod mariadb;
mod postgresql;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Stdio;

use rustix::process::Signal;
use testkit::CliOutput;

use crate::clusters::{described, switch};
use crate::processes::send;
use crate::product;
use crate::stand_in::StandIn;

/// Every file below these folders, with its content, mode and owner.
type Files = BTreeMap<String, (Vec<u8>, u32, u32)>;

fn files(folders: &[&Path]) -> Files {
    let mut found = Files::new();
    for folder in folders {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let metadata = fs::metadata(&path).unwrap();
            if metadata.is_file() {
                let content = fs::read(&path).unwrap();
                let mode = metadata.permissions().mode();
                found.insert(path.display().to_string(), (content, mode, metadata.uid()));
            }
        }
    }
    found
}

/// Starts `sekisho attach` and kills it when it has told the step of this number. `false` when it came
/// to its end before.
fn killed_at(stand_in: &StandIn, args: &[&str], step: usize) -> bool {
    let mut command = stand_in.command(product::sekisho());
    let mut child = command
        .envs(stand_in.variables())
        .args(args)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let told = lines.take(step).count();
    if told == step {
        send(child.id(), Signal::KILL);
    }
    let ended = child.wait().unwrap();
    !ended.success()
}

/// A token of the root of the account, for a database user at this port of this machine.
fn token(stand_in: &StandIn, port: u16, user: &str) -> String {
    let port = port.to_string();
    let told = stand_in.sekisho([
        "token",
        "--hostname",
        "127.0.0.1",
        "--port",
        &port,
        "--username",
        user,
    ]);
    told.ok().trim().to_owned()
}

/// Everything that a command said.
fn said(output: &CliOutput) -> String {
    format!("{}{}", output.stdout, output.stderr)
}

#[test]
fn a_password_in_the_address_is_refused_and_not_repeated() {
    let stand_in = crate::stand_in::shared();
    let refused = stand_in.sekisho(["attach", "mysql://root:hush@localhost", "--name", "own-x"]);
    assert_eq!(refused.code, Some(2));
    assert!(
        refused.stderr.contains("--password-file"),
        "{}",
        refused.stderr
    );
    assert!(!said(&refused).contains("hush"));
}
