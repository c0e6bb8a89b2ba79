//! The database servers that tests run on: what is installed, and what `make engines` unpacked.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::module::workspace;

/// A database server's programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Engine {
    /// `mariadb` or `mysql`, as the RDS API has it.
    pub name: &'static str,
    /// Where its programs lie.
    pub folders: Vec<PathBuf>,
}

/// What is there of MySQL's family. What is missing is said, once, where it cannot be overlooked.
#[must_use]
pub fn mysql_family() -> &'static [Engine] {
    static FOUND: OnceLock<Vec<Engine>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let installed = Engine {
            name: "mariadb",
            folders: ["/usr/sbin", "/usr/bin"].map(PathBuf::from).to_vec(),
        };
        let unpacked = ["mariadb", "mysql", "mysql-8.4", "mysql-8.0"];
        let unpacked = unpacked.into_iter().filter_map(unpacked_as);
        std::iter::once(installed).chain(unpacked).collect()
    })
}

/// Folders with PostgreSQL's programs: the one of `make engines`, which is the newest, and those that
/// are installed. An engine takes the newest that it finds.
#[must_use]
pub fn postgresql() -> &'static [PathBuf] {
    static FOUND: OnceLock<Vec<PathBuf>> = OnceLock::new();
    FOUND.get_or_init(|| {
        let unpacked = unpacked_as("postgresql").map(|_| folder().join("postgresql"));
        let homes = unpacked.into_iter().chain([PathBuf::from("/")]);
        homes.flat_map(|home| versions(&home)).collect()
    })
}

/// Debian has a folder per major version.
fn versions(home: &Path) -> Vec<PathBuf> {
    let versions = home.join("usr/lib/postgresql").read_dir();
    let found = versions.into_iter().flatten().flatten();
    found.map(|version| version.path().join("bin")).collect()
}

/// What `make engines` calls so: an engine, and a series where there are several.
fn unpacked_as(folder_name: &'static str) -> Option<Engine> {
    let home = folder().join(folder_name);
    // The file that the script writes last.
    if home.join("versions").is_file() {
        let folders = ["usr/sbin", "usr/bin"].map(|folder| home.join(folder));
        return Some(Engine {
            name: folder_name.split('-').next().unwrap_or(folder_name),
            folders: folders.to_vec(),
        });
    }
    // Past the test runner, which keeps what a test that passes prints.
    let _ = writeln!(
        io::stderr(),
        "!!! SKIPPED: no test runs on the {folder_name} of `make engines`, which is not in {}",
        home.display()
    );
    None
}

fn folder() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let output = Command::new(workspace().join("scripts/engines"))
            .arg("--folder")
            .output()
            .expect("scripts/engines runs");
        PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
    })
}

impl Engine {
    /// One of its programs.
    ///
    /// # Panics
    /// When it has none of these names.
    #[must_use]
    pub fn program(&self, names: &[&str]) -> PathBuf {
        names
            .iter()
            .flat_map(|name| self.folders.iter().map(move |folder| folder.join(name)))
            .find(|program| program.is_file())
            .unwrap_or_else(|| panic!("{self:?} has none of {names:?}"))
    }
}
