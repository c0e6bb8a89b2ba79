use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

/// Where server programs lie on Debian, Red Hat, FreeBSD-style prefixes and vendor archives. A
/// person's `PATH` seldom has the `sbin` folders, so they are always looked at.
const STANDARD: [&str; 7] = [
    "/usr/sbin",
    "/usr/bin",
    "/usr/libexec",
    "/usr/local/sbin",
    "/usr/local/bin",
    "/usr/local/mysql/bin",
    "/usr/local/mysql/scripts",
];

/// Whose folders are each a version with a `bin`, on Debian.
const VERSIONED: [&str; 1] = ["/usr/lib/postgresql"];

/// The folders in which programs are looked for, first match wins. A value, not the environment,
/// so that a test can make a machine without a server.
#[derive(Debug, Clone)]
pub struct SearchPath(Vec<PathBuf>);

impl SearchPath {
    /// Exactly these folders.
    pub fn new(folders: impl IntoIterator<Item = PathBuf>) -> Self {
        Self(folders.into_iter().collect())
    }

    /// The folders where packages put servers.
    pub fn standard() -> Self {
        Self::new(STANDARD.map(PathBuf::from).into_iter().chain(versioned()))
    }

    /// The folders of a `PATH` variable's value, then the standard ones.
    pub fn from_variable(path: &OsStr) -> Self {
        Self::new(std::env::split_paths(path)).before(Self::standard())
    }

    /// These folders, then the others.
    #[must_use]
    pub fn before(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// The first executable file of one of these names.
    pub(crate) fn find(&self, names: &[&str]) -> Option<PathBuf> {
        self.find_all(names).next()
    }

    /// The executable files of these names: all of a name before those of the next.
    pub(crate) fn find_all(&self, names: &[&str]) -> impl Iterator<Item = PathBuf> {
        let candidates = names
            .iter()
            .flat_map(|name| self.0.iter().map(move |dir| dir.join(name)));
        candidates.filter(|path| is_executable(path))
    }

    /// The folders, for a message that says where was looked.
    pub(crate) fn describe(&self) -> String {
        let folders: Vec<_> = self
            .0
            .iter()
            .map(|folder| folder.display().to_string())
            .collect();
        if folders.is_empty() {
            "no folder at all".to_owned()
        } else {
            folders.join(", ")
        }
    }
}

/// Where packages put PostgreSQL: a folder per major version.
fn versioned() -> Vec<PathBuf> {
    let folders = VERSIONED
        .iter()
        .filter_map(|parent| fs::read_dir(parent).ok());
    let mut found: Vec<_> = folders
        .flatten()
        .flatten()
        .map(|version| version.path().join("bin"))
        .collect();
    found.sort();
    found
}

fn is_executable(path: &Path) -> bool {
    path.is_file() && rustix::fs::access(path, rustix::fs::Access::EXEC_OK).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_folder_that_has_a_program_wins_and_a_name_comes_before_a_folder() {
        let search = SearchPath::new(["/nonexistent".into(), "/bin".into(), "/usr/bin".into()]);
        assert_eq!(
            search.find(&["no-such-program", "sh"]),
            Some("/bin/sh".into())
        );
        assert_eq!(search.find(&["no-such-program"]), None);
    }

    #[test]
    fn a_file_that_cannot_be_run_is_not_a_program() {
        assert_eq!(SearchPath::new(["/etc".into()]).find(&["passwd"]), None);
    }

    #[test]
    fn the_sbin_folders_are_looked_at_whatever_the_variable_says() {
        let search = SearchPath::from_variable(OsStr::new("/opt/bin"));
        assert!(search.describe().starts_with("/opt/bin, /usr/sbin"));
    }
}
