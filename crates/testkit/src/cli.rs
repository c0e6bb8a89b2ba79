//! The unmodified command-line client.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::programs::find;

/// What a run of the client left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CliOutput {
    /// Its exit code; nothing when a signal ended it.
    pub code: Option<i32>,
    /// What it printed.
    pub stdout: String,
    /// What it complained about.
    pub stderr: String,
}

impl CliOutput {
    /// What it printed.
    ///
    /// # Panics
    /// When it did not end well.
    pub fn ok(self) -> String {
        assert_eq!(self.code, Some(0), "{}", self.stderr);
        self.stdout
    }
}

/// Runs `mariadb`, or `mysql` where there is no `mariadb`, without any option file.
#[must_use]
pub fn mysql_cli<Arg: AsRef<OsStr>>(args: impl IntoIterator<Item = Arg>) -> CliOutput {
    mysql_program(&client(), args, Stdio::null())
}

/// Runs a client program of an engine's own, without any option file.
///
/// # Panics
/// When it does not start.
#[must_use]
pub fn mysql_program<Arg: AsRef<OsStr>>(
    program: &Path,
    args: impl IntoIterator<Item = Arg>,
    input: Stdio,
) -> CliOutput {
    let output = Command::new(program)
        .arg("--no-defaults")
        .args(args)
        .env_remove("MYSQL_PWD")
        .stdin(input)
        .output()
        .expect("the client runs");
    CliOutput {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn client() -> PathBuf {
    find(&["mariadb", "mysql"], "mariadb-client")
}
