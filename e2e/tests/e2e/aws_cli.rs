//! The AWS CLI as its makers publish it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::python;

/// The release that the tests are written against.
const RELEASE: &str = "awscli==1.45.11";

/// The folder with the program `aws`.
pub fn folder() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| python::environment(&RELEASE.replace("==", "-"), &[RELEASE.as_ref()]))
}
