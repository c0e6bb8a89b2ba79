//! The AWS CLI as its makers publish it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use crate::product;
use crate::python;

/// The folder with the program `aws`.
pub fn folder() -> &'static Path {
    static INSTALLED: OnceLock<PathBuf> = OnceLock::new();
    INSTALLED.get_or_init(|| {
        let requirements = product::workspace().join("e2e/awscli/requirements.txt");
        python::required("awscli", &requirements)
    })
}
