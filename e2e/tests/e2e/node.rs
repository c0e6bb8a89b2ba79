//! Packages of Node.js as their makers publish them, in a folder of the tests' own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::product::target_folder;
use crate::tools::{Missing, finishes, succeeds};

/// The folder with the packages of the `package-lock.json` that is in a folder of the sources.
pub fn modules(name: &str, sources: &Path) -> Result<PathBuf, Missing> {
    succeeds("npm", &["--version"])?;
    let home = target_folder().join("e2e").join(name);
    fs::create_dir_all(&home).unwrap();
    for file in ["package.json", "package-lock.json"] {
        fs::copy(sources.join(file), home.join(file)).unwrap();
    }
    let quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--silent"];
    finishes(Command::new("npm").arg("ci").args(quiet).current_dir(&home))?;
    Ok(home.join("node_modules"))
}
