//! `sekisho attach` and `detach` on database servers that were there before us: servers of the tests'
//! own, with data, users, open connections and option files that nothing of ours has made.
//!
//! Their clusters have names that come after `mycluster` in the alphabet: tests of the stand-in look at
//! the first.

mod family;
mod mariadb;
mod other_host;
mod postgresql;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
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

/// A server that is attached stays so when it is attached again, and gets no second name.
#[track_caller]
fn assert_attached_once(stand_in: &StandIn, url: &str, name: &str) {
    let again = stand_in.sekisho(["attach", url, "--name", name]).ok();
    assert!(again.starts_with("Already attached"), "{again}");
    let json = stand_in.sekisho(["attach", url, "--name", name, "--json"]);
    assert_eq!(crate::stand_in::json(json)["already_attached"], true);
    let refused = stand_in.sekisho(["attach", url, "--name", "own-second-name"]);
    assert_eq!(refused.code, Some(1), "{}", said(&refused));
    let said = format!("attached already, as `{name}`");
    assert!(refused.stdout.contains(&said), "{}", refused.stdout);
    assert_eq!(described(stand_in, "own-second-name", "Status"), None);
}

/// A login module as a later version might be: the same with another content.
fn newer_module(module: &Path, folder: &Path) -> PathBuf {
    let newer = folder.join("newer.so");
    let mut content = fs::read(module).unwrap();
    content.push(0);
    fs::write(&newer, content).unwrap();
    newer
}

/// Everything that a command said.
fn said(output: &CliOutput) -> String {
    format!("{}{}", output.stdout, output.stderr)
}

#[test]
fn a_name_that_is_none_is_refused_and_is_no_path() {
    let stand_in = crate::stand_in::shared();
    for name in ["../elsewhere", "or ders"] {
        let refused = stand_in.sekisho(["attach", "mysql://root@localhost", "--name", name]);
        assert_eq!(refused.code, Some(2), "{}", said(&refused));
    }
    assert!(!stand_in.data_dir().join("elsewhere.json").exists());
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
