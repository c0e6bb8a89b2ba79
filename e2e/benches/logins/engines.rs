//! The engines of this machine.

use std::fmt;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::Command;

use testkit::engines;

use crate::families::{Family, MARIADB, MYSQL, PostgreSql};
use crate::stand_in::Own;

/// A database server's programs.
pub struct Engine {
    pub family: &'static dyn Family,
    /// As people call it: `10.11`, `9.7`, `18`.
    series: String,
    folders: Vec<PathBuf>,
}

/// All that are there. What is missing is said where it cannot be overlooked.
pub fn found() -> Vec<Engine> {
    let of_mysqls = engines::mysql_family().iter().map(|engine| {
        let family: &dyn Family = match engine.name {
            "mariadb" => &MARIADB,
            _ => &MYSQL,
        };
        Engine::new(family, engine.folders.clone())
    });
    of_mysqls.chain(postgresql()).collect()
}

/// The installed one first. Its login service is a file in `/etc/pam.d`.
fn postgresql() -> Vec<Engine> {
    let folders = engines::postgresql();
    if folders.is_empty() || !rustix::process::geteuid().is_root() {
        let _ = writeln!(
            io::stderr(),
            "!!! SKIPPED: PostgreSQL, which is not there, or you are not root"
        );
        return Vec::new();
    }
    let folders = folders.iter().rev().cloned();
    folders
        .map(|folder| Engine::new(&PostgreSql, vec![folder]))
        .collect()
}

impl Engine {
    fn new(family: &'static dyn Family, folders: Vec<PathBuf>) -> Self {
        let programs = family.programs().iter();
        let program = programs
            .flat_map(|name| folders.iter().map(move |folder| folder.join(name)))
            .find(|program| program.is_file())
            .unwrap_or_else(|| panic!("no {} in {folders:?}", family.name()));
        let output = Command::new(program).arg("--version").output().unwrap();
        Self {
            family,
            series: series(&String::from_utf8_lossy(&output.stdout)),
            folders,
        }
    }

    /// How it is asked for: `mariadb-10.11`.
    pub fn word(&self) -> String {
        format!("{}-{}", self.family.name().to_lowercase(), self.series)
    }

    /// Whether it is measured without being asked for: of MySQL's series the newest is.
    pub fn is_usual(&self) -> bool {
        !self.word().starts_with("mysql-8.")
    }

    /// A stand-in that makes its clusters of this engine.
    pub fn stand_in(&self) -> Own {
        let mut own = Own::folder_only();
        own.up_on(&std::env::join_paths(&self.folders).unwrap());
        own
    }
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.family.name(), self.series)
    }
}

/// `10.11` of `mariadbd  Ver 10.11.19-MariaDB-…`, and `18` of `postgres (PostgreSQL) 18.6 …`: what
/// stands before the last number.
fn series(told: &str) -> String {
    let mut words = told.split_whitespace();
    let version = words.find(|word| word.starts_with(|first: char| first.is_ascii_digit()));
    let version = version.and_then(|word| word.split('-').next());
    let series = version.and_then(|version| version.rsplit_once('.'));
    series
        .unwrap_or_else(|| panic!("no version in `{told}`"))
        .0
        .to_owned()
}
