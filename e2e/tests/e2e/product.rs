//! What is tested: `sekisho` and its login modules, built once.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The program, with the login modules beside it.
pub fn sekisho() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(build)
}

#[expect(clippy::disallowed_methods, reason = "cargo tells which cargo it is")]
fn build() -> PathBuf {
    let profile = profile_folder();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "build",
            "--quiet",
            "--package=sekisho",
            "--package=aws-auth",
            "--package=pam-rds-iam",
        ])
        .arg("--manifest-path")
        .arg(workspace().join("Cargo.toml"))
        .arg("--target-dir")
        .arg(target_folder());
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let output = cargo.output().expect("cargo runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "sekisho does not build:\n{told}");
    profile.join("sekisho")
}

/// `target/debug`, for a test in `target/debug/deps`.
fn profile_folder() -> PathBuf {
    let program = env::current_exe().expect("the path of this program");
    let profile = program.ancestors().nth(2).expect("a profile's folder");
    profile.to_owned()
}

/// The folder for what is built.
pub fn target_folder() -> PathBuf {
    let profile = profile_folder();
    profile.parent().expect("a target directory").to_owned()
}

/// The root of the repository.
pub fn workspace() -> &'static Path {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package
        .ancestors()
        .find(|folder| folder.join("ARCHITECTURE.md").exists())
        .expect("the workspace")
}
