//! Programs that a machine may lack: what is missing is a reason to skip, loudly, and not a failure.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::product::workspace;

/// What a machine lacks, or why it could not be had.
pub type Missing = String;

pub fn succeeds(program: &str, arguments: &[&str]) -> Result<(), Missing> {
    finishes(Command::new(program).args(arguments))
}

pub fn finishes(command: &mut Command) -> Result<(), Missing> {
    let output = command
        .output()
        .map_err(|error| format!("{}: {error}", Path::new(command.get_program()).display()))?;
    let told = String::from_utf8_lossy(&output.stderr);
    output
        .status
        .success()
        .then_some(())
        .ok_or_else(|| format!("{command:?}: {told}"))
}

/// What `scripts/clients` unpacked under this name, as the root of a file system.
pub fn unpacked(name: &str) -> Result<PathBuf, Missing> {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let mut script = Command::new(workspace().join("scripts/clients"));
        let told = script.arg("--folder").output().expect("a script");
        PathBuf::from(String::from_utf8_lossy(&told.stdout).trim())
    });
    let root = folder.join(name);
    // The file that the script writes last.
    root.join("versions")
        .is_file()
        .then_some(root)
        .ok_or_else(|| format!("make clients has not unpacked {name}"))
}
