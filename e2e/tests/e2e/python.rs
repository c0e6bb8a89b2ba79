//! Python programs as their makers publish them, in virtual environments of the tests' own.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::fs::{FlockOperation, flock};

use crate::product::target_folder;

const ADVICE: &str = "these tests install packages with pip into a virtual environment: they need \
                      python3 with its venv module (apt install python3-venv) and a package index";

/// The folder with the programs of an environment that holds what this file of requirements names, each
/// package with the hash it was published with. Another text makes another environment.
pub fn required(name: &str, requirements: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    fs::read(requirements)
        .expect("the requirements")
        .hash(&mut hasher);
    let packages = ["--require-hashes".as_ref(), "-r".as_ref()];
    let packages = [&packages[..], &[requirements.as_os_str()]].concat();
    environment(&format!("{name}-{:x}", hasher.finish()), &packages)
}

/// The folder with the programs of an environment of this name, into which `pip install` brought
/// `packages`. It is made once: another set of packages takes another name.
pub fn environment(name: &str, packages: &[&OsStr]) -> PathBuf {
    let home = target_folder().join("e2e");
    fs::create_dir_all(&home).expect("a folder");
    let lock = File::create(home.join("lock")).expect("a file");
    flock(&lock, FlockOperation::LockExclusive).expect("a lock");
    let environment = home.join(name);
    let finished = environment.join("finished");
    if !finished.exists() {
        let _ = fs::remove_dir_all(&environment);
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment));
        run(Command::new(environment.join("bin/pip"))
            .args(["install", "--quiet"])
            .args(packages));
        File::create(finished).expect("a file");
    }
    environment.join("bin")
}

fn run(command: &mut Command) {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}\n{ADVICE}"));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}\n{ADVICE}");
}
