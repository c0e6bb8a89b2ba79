//! What runs the programs: shells and interpreters that are installed, with drivers that are installed or
//! that pip, npm and cargo bring into the target folder, or that `make clients` unpacked.

use std::env;
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use super::clusters;
use crate::product::{target_folder, workspace};
use crate::stand_in::StandIn;
use crate::tools::{Missing, finishes, succeeds, unpacked};
use crate::{go, node, python};

/// In what a program is written, with what must be there for it.
#[derive(Clone, Copy)]
pub enum Language {
    /// And a client.
    Shell(&'static str),
    /// With MySQL's client, not MariaDB's of the same name.
    ShellOfMySql,
    Python,
    Node,
    /// And an extension.
    Php(&'static str),
    /// And a module.
    Perl(&'static str),
    /// And a gem.
    Ruby(&'static str),
    Rust,
    Go,
    /// And a library, by its file's name.
    Java(&'static str),
}

/// A program, ready to run.
pub struct Runtime {
    command: Vec<OsString>,
    variables: Vec<(&'static str, OsString)>,
}

/// The folder with the programs.
pub fn programs() -> PathBuf {
    workspace().join("e2e/drivers")
}

impl Runtime {
    pub fn of(language: Language, program: &str) -> Result<Self, Missing> {
        let script = programs().join(program);
        let with = |interpreter: &OsStr, variables| Self {
            command: vec![interpreter.to_owned(), script.clone().into_os_string()],
            variables,
        };
        match language {
            Language::Shell(client) => {
                succeeds(client, &["--version"])?;
                Ok(with("sh".as_ref(), vec![]))
            }
            Language::ShellOfMySql => Ok(with("sh".as_ref(), vec![("PATH", path_of_mysql()?)])),
            Language::Python => {
                let python = python()?;
                let quiet = ("PYTHONDONTWRITEBYTECODE", "1".into());
                Ok(with(python.as_os_str(), vec![quiet]))
            }
            Language::Node => Ok(with("node".as_ref(), vec![("NODE_PATH", modules()?)])),
            Language::Php(extension) => {
                let loaded = format!("exit(extension_loaded('{extension}') ? 0 : 1);");
                succeeds("php", &["-r", &loaded])?;
                Ok(with("php".as_ref(), vec![]))
            }
            Language::Perl(module) => {
                succeeds("perl", &[&format!("-M{module}"), "-e1"])?;
                Ok(with("perl".as_ref(), vec![]))
            }
            Language::Ruby(gem) => {
                succeeds("ruby", &[&format!("-r{gem}"), "-e1"])?;
                Ok(with("ruby".as_ref(), vec![]))
            }
            Language::Rust => Ok(Self {
                command: vec![binaries()?.join(script.file_stem().unwrap()).into()],
                variables: vec![],
            }),
            Language::Go => Ok(Self {
                command: vec![go_binary(&script)?.into()],
                variables: vec![],
            }),
            Language::Java(library) => {
                succeeds("javac", &["--version"])?;
                let library = unpacked("java")?.join("usr/share/java").join(library);
                Ok(with("java".as_ref(), vec![("CLASSPATH", library.into())]))
            }
        }
    }

    pub fn command(&self, stand_in: &StandIn) -> Command {
        let (program, arguments) = self.command.split_first().unwrap();
        let mut command = stand_in.command(program);
        command
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }
}

#[expect(clippy::disallowed_methods, reason = "the path is handed on")]
fn path_of_mysql() -> Result<OsString, Missing> {
    let engine = clusters::mysql().ok_or("make engines has not unpacked MySQL")?;
    let path = env::var_os("PATH").unwrap();
    let folders = engine
        .folders
        .iter()
        .cloned()
        .chain(env::split_paths(&path));
    Ok(env::join_paths(folders).unwrap())
}

/// Python with the packages of `requirements.txt`.
fn python() -> Result<PathBuf, Missing> {
    succeeds("python3", &["-c", "import ensurepip, venv"])?;
    let requirements = programs().join("python/requirements.txt");
    Ok(python::required("drivers", &requirements).join("python"))
}

/// The folder with the packages of `package-lock.json`.
fn modules() -> Result<OsString, Missing> {
    static INSTALLED: OnceLock<Result<PathBuf, Missing>> = OnceLock::new();
    INSTALLED
        .get_or_init(|| node::modules("drivers-node", &programs().join("node")))
        .clone()
        .map(PathBuf::into_os_string)
}

/// The folder with the programs in Rust.
fn binaries() -> Result<PathBuf, Missing> {
    static BUILT: OnceLock<Result<PathBuf, Missing>> = OnceLock::new();
    BUILT.get_or_init(build).clone()
}

#[expect(clippy::disallowed_methods, reason = "cargo tells which cargo it is")]
fn build() -> Result<PathBuf, Missing> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    finishes(
        Command::new(cargo)
            .args(["build", "--quiet", "--locked", "--manifest-path"])
            .arg(programs().join("rust/Cargo.toml"))
            .arg("--target-dir")
            .arg(target_folder()),
    )?;
    Ok(target_folder().join("debug"))
}

/// The program, which is one file, with what it is told in another.
fn go_binary(script: &Path) -> Result<PathBuf, Missing> {
    let go = go::go()?;
    let binary = target_folder()
        .join("e2e/drivers-go")
        .join(script.file_stem().unwrap());
    finishes(
        Command::new(go.program)
            .args(["build", "-o"])
            .arg(&binary)
            .args([&script.with_file_name("told.go"), script])
            .envs(go.variables)
            .env("HOME", target_folder()),
    )?;
    Ok(binary)
}

#[test]
fn what_is_missing_is_a_reason_and_no_runtime() {
    for language in [
        Language::Shell("no-such-client"),
        Language::Perl("No::Such::Module"),
    ] {
        let reason = Runtime::of(language, "cli/psql.sh").err().unwrap();
        assert!(reason.to_lowercase().contains("such"), "{reason}");
    }
}
