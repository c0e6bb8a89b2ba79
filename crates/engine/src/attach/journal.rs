//! What was done to a server, written down before it is done, so that it can be undone whenever and
//! wherever we were cut off.

use std::fmt;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use serde::{Deserialize, Serialize};

use super::shown::OwnSocket;
use super::url::DatabaseUrl;
use crate::files::{self, AtPath as _, FileError};
use crate::layout;

/// How long one `attach` or `detach` waits for the end of another.
const TURN_LIMIT: Duration = Duration::from_secs(60);
const TURN_INTERVAL: Duration = Duration::from_millis(50);

/// The format that this build writes, and the newest it reads.
const FORMAT: u32 = 1;

/// Something of ours on a server's host or in the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// A file that was not there.
    File(PathBuf),
    /// Lines between our marks in a file of the server's.
    Lines(PathBuf),
    /// The login module in a running MariaDB or MySQL, and the row that loads it at the next start.
    Module,
    /// The role `rds_iam` of PostgreSQL.
    Role,
    /// The roles by which IAM authentication is switched on and off in a PostgreSQL.
    Switch,
    /// The self-test's database account.
    Account(String),
}

impl fmt::Display for Change {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => write!(out, "the file {}", path.display()),
            Self::Lines(path) => write!(out, "our lines in {}", path.display()),
            Self::Module => out.write_str("the login module in the server"),
            Self::Role => out.write_str("the role rds_iam"),
            Self::Switch => out.write_str("the roles sekisho_iam and sekisho_agent"),
            Self::Account(user) => write!(out, "the trial user `{user}`"),
        }
    }
}

/// What is written down of one server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    format: u32,
    /// The cluster's identifier.
    pub name: String,
    /// How to get to the server.
    pub url: DatabaseUrl,
    /// All that is to be undone, oldest first.
    pub changes: Vec<Change>,
    /// The self-test's IAM user.
    pub iam_user: Option<String>,
    /// Where it shows the certificate that clients here verify it with, when that is in no file.
    #[serde(default)]
    pub own_socket: Option<OwnSocket>,
    /// Whether everything was done.
    pub complete: bool,
}

/// One server's record, ours until this is dropped.
#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    record: Record,
    _lock: File,
}

/// Why a journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file system said no.
    #[error(transparent)]
    File(#[from] FileError),
    /// Somebody else is at it.
    #[error("another `sekisho attach` or `detach` is at work here; wait for its end")]
    Busy,
    /// The file is damaged or of a later version.
    #[error("`{}` does not read: it is damaged, or of a later version of sekisho", .path.display())]
    Form {
        /// The file.
        path: PathBuf,
    },
}

impl Record {
    /// What is written down of the server of this name, whoever is at it.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn of(folder: &Path, name: &str) -> Result<Option<Self>, JournalError> {
        read(&path(folder, name))
    }
}

impl Journal {
    /// The journal of the server of this name, made if there is none; kept in `folder`.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn open(folder: &Path, name: &str, url: &DatabaseUrl) -> Result<Self, JournalError> {
        let private = layout::OURS_ALONE;
        files::folder(
            folder,
            files::Access {
                mode: 0o700,
                ..private
            },
        )?;
        let lock = lock(folder, TURN_LIMIT)?;
        let path = path(folder, name);
        let record = match read(&path)? {
            Some(record) => record,
            None => Record {
                format: FORMAT,
                name: name.to_owned(),
                url: url.clone(),
                changes: Vec::new(),
                iam_user: None,
                own_socket: None,
                complete: false,
            },
        };
        Ok(Self {
            path,
            record,
            _lock: lock,
        })
    }

    /// The journal of the server of this name, if there is one.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn find(folder: &Path, name: &str) -> Result<Option<Self>, JournalError> {
        match read(&path(folder, name))? {
            Some(record) => Self::open(folder, name, &record.url).map(Some),
            None => Ok(None),
        }
    }

    /// What is written down.
    pub fn record(&self) -> &Record {
        &self.record
    }

    /// Changes what is written down; when this returns it survives a crash.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn write(&mut self, change: impl FnOnce(&mut Record)) -> Result<(), JournalError> {
        change(&mut self.record);
        let text = serde_json::to_vec_pretty(&self.record).map_err(|_| self.form())?;
        files::write(&self.path, &text, layout::OURS_ALONE)?;
        self.sync()
    }

    pub(super) fn note(&mut self, change: Change) -> Result<(), JournalError> {
        if self.record.changes.contains(&change) {
            return Ok(());
        }
        self.write(|record| record.changes.push(change))
    }

    /// Notes a file that is going to be put in place, unless it is there already and nobody attached
    /// brought it: what a package brought stays when we go.
    pub(super) fn note_file(&mut self, path: &Path, content: &[u8]) -> Result<(), JournalError> {
        let change = Change::File(path.to_owned());
        let is_there = fs::read(path).is_ok_and(|present| present == content);
        if is_there && !self.is_shared(&change)? {
            return Ok(());
        }
        self.note(change)
    }

    pub(super) fn forget(&mut self, change: &Change) -> Result<(), JournalError> {
        self.write(|record| record.changes.retain(|noted| noted != change))
    }

    /// Whether another server that is attached relies on the same thing.
    pub(super) fn is_shared(&self, change: &Change) -> Result<bool, JournalError> {
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        let others = all(folder)?.into_iter();
        let mut others = others.filter(|other| other.name != self.record.name);
        Ok(others.any(|other| other.changes.contains(change)))
    }

    /// There is nothing of ours on that server any more.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn remove(self) -> Result<(), JournalError> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(error).at("remove", &self.path)?;
            }
            _ => {}
        }
        self.sync()
    }

    fn sync(&self) -> Result<(), JournalError> {
        let folder = self.path.parent().unwrap_or(Path::new("/"));
        Ok(files::sync_folder(folder)?)
    }

    fn form(&self) -> JournalError {
        JournalError::Form {
            path: self.path.clone(),
        }
    }
}

/// What is written down of every server.
pub(super) fn all(folder: &Path) -> Result<Vec<Record>, JournalError> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.at("read", folder)?,
    };
    let mut records = Vec::new();
    for entry in entries {
        let path = entry.at("read", folder)?.path();
        if path.extension().is_some_and(|ending| ending == "json") {
            records.extend(read(&path)?);
        }
    }
    Ok(records)
}

fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.json"))
}

fn lock(folder: &Path, limit: Duration) -> Result<File, JournalError> {
    let path = folder.join("lock");
    let file = files::append(&path, layout::OURS_ALONE)?;
    let mut waited = Duration::ZERO;
    loop {
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => return Ok(file),
            Err(rustix::io::Errno::WOULDBLOCK) if waited >= limit => {
                return Err(JournalError::Busy);
            }
            Err(rustix::io::Errno::WOULDBLOCK) => {
                std::thread::sleep(TURN_INTERVAL);
                waited += TURN_INTERVAL;
            }
            Err(error) => return Ok(Err(error).at("lock", &path)?),
        }
    }
}

fn read(path: &Path) -> Result<Option<Record>, JournalError> {
    let text = match fs::read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        text => text.at("read", path)?,
    };
    let record: Option<Record> = serde_json::from_slice(&text).ok();
    match record.filter(|record| record.format <= FORMAT) {
        Some(record) => Ok(Some(record)),
        None => Err(JournalError::Form {
            path: path.to_owned(),
        }),
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn url() -> DatabaseUrl {
        DatabaseUrl::parse("mysql://root@localhost").unwrap()
    }

    #[test]
    fn what_was_noted_is_found_again_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("attached");
        let mut journal = Journal::open(&at, "db", &url()).unwrap();
        journal.note(Change::Module).unwrap();
        journal.note(Change::Module).unwrap();
        let record = journal.record().clone();
        drop(journal);
        let found = Journal::find(&at, "db").unwrap().unwrap();
        assert_eq!(*found.record(), record);
        assert_eq!(record.changes, [Change::Module]);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(&at), mode(&at.join("db.json"))), (0o700, 0o600));
        found.remove().unwrap();
        assert!(Journal::find(&at, "db").unwrap().is_none());
    }

    #[test]
    fn two_at_once_do_not_get_in() {
        let folder = tempfile::tempdir().unwrap();
        let _journal = Journal::open(folder.path(), "db", &url()).unwrap();
        let second = lock(folder.path(), TURN_INTERVAL);
        assert!(matches!(second, Err(JournalError::Busy)));
    }

    #[test]
    fn a_file_that_was_there_is_not_ours_unless_another_attached_server_brought_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("module.so");
        fs::write(&file, "module").unwrap();
        let at = folder.path().join("attached");
        let mut journal = Journal::open(&at, "db", &url()).unwrap();
        journal.note_file(&file, b"module").unwrap();
        assert!(journal.record().changes.is_empty());
        journal.note_file(&file, b"newer").unwrap();
        let ours = Change::File(file.clone());
        assert_eq!(journal.record().changes, std::slice::from_ref(&ours));
        drop(journal);
        let mut other = Journal::open(&at, "other", &url()).unwrap();
        other.note_file(&file, b"module").unwrap();
        assert_eq!(other.record().changes, std::slice::from_ref(&ours));
        assert!(other.is_shared(&ours).unwrap());
    }

    #[test]
    fn a_journal_of_a_later_version_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("db.json"), r#"{"format": 2}"#).unwrap();
        assert!(matches!(
            Journal::find(folder.path(), "db"),
            Err(JournalError::Form { .. })
        ));
    }
}
