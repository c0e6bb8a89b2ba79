//! The AWS CLI as its makers publish it.

use std::env;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::product;
use crate::python;

/// Names the folder of another AWS CLI, with which everything here is tested as well: `make sdk`.
const OTHER: &str = "SEKISHO_AWS_CLI";

/// The folder with the program `aws`: version 1, the one that pip brings, unless there is [`OTHER`].
#[expect(clippy::disallowed_methods, reason = "an unset variable is no choice")]
pub fn folder() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| env::var_os(OTHER).map_or_else(install, PathBuf::from))
}

fn install() -> PathBuf {
    let requirements = product::workspace().join("e2e/awscli/requirements.txt");
    python::required("awscli", &requirements)
}
