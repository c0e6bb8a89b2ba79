//! The native modules, built.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The plugin for MariaDB and MySQL, built once in this process with the profile and into the target
/// directory of whoever calls.
#[must_use]
pub fn aws_auth() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("aws-auth", "libaws_auth.so"))
}

/// The PAM module for PostgreSQL, built in the same way.
#[must_use]
pub fn pam_rds_iam() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| build("pam-rds-iam", "libpam_rds_iam.so"))
}

/// What `program` of the binutils says of `module`.
#[must_use]
pub fn inspect(module: &Path, program: &str, args: &[&str]) -> String {
    let output = Command::new(program)
        .args(args)
        .arg(module)
        .output()
        .expect("the program runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    String::from_utf8(output.stdout).expect("text")
}

fn build(package: &str, file: &str) -> PathBuf {
    let profile = profile_folder();
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["build", "--quiet", "--lib", "--package", package]);
    cargo
        .arg("--manifest-path")
        .arg(workspace().join("Cargo.toml"));
    cargo
        .arg("--target-dir")
        .arg(profile.parent().expect("a target directory"));
    if profile.ends_with("release") {
        cargo.arg("--release");
    }
    let status = cargo.status().expect("cargo runs");
    assert!(status.success(), "{package} does not build");
    profile.join(file)
}

/// `target/debug`, for a test in `target/debug/deps` and for a program next to it.
fn profile_folder() -> PathBuf {
    let program = env::current_exe().expect("the path of this program");
    let folder = program.parent().expect("a folder");
    if folder.ends_with("deps") {
        folder.parent().expect("a profile's folder").to_owned()
    } else {
        folder.to_owned()
    }
}

pub(crate) fn target_folder() -> PathBuf {
    profile_folder()
        .parent()
        .expect("a target directory")
        .to_owned()
}

pub(crate) fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .nth(2)
        .expect("the workspace")
}
