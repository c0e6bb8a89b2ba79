//! The AWS CLI as its makers publish it, in a virtual environment of the tests' own.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use rustix::fs::{FlockOperation, flock};

use crate::product::target_folder;

/// The release that the tests are written against.
const RELEASE: &str = "awscli==1.45.11";

/// The folder with the program `aws`.
pub fn folder() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(install)
}

fn install() -> PathBuf {
    let home = target_folder().join("e2e");
    fs::create_dir_all(&home).expect("a folder");
    let lock = File::create(home.join("lock")).expect("a file");
    flock(&lock, FlockOperation::LockExclusive).expect("a lock");
    let environment = home.join(RELEASE.replace("==", "-"));
    let finished = environment.join("finished");
    if !finished.exists() {
        let _ = fs::remove_dir_all(&environment);
        run(Command::new("python3")
            .args(["-m", "venv"])
            .arg(&environment));
        run(Command::new(environment.join("bin/pip")).args(["install", "--quiet", RELEASE]));
        File::create(finished).expect("a file");
    }
    environment.join("bin")
}

fn run(command: &mut Command) {
    let advice = format!(
        "these tests install {RELEASE} with pip into a virtual environment: they need python3 with \
         its venv module (apt install python3-venv) and a package index"
    );
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}\n{advice}"));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}\n{advice}");
}
