//! Where a store lies: its files, who may see them, and who has it open.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

/// The mode of every file of a store.
const FILE_MODE: u32 = 0o600;
/// The permissions that nobody but the owner may have.
const OTHERS: u32 = 0o077;

/// The paths of a store, in a directory that is the owner's alone.
#[derive(Debug)]
pub(super) struct Place {
    database: PathBuf,
    directory: PathBuf,
}

impl Place {
    pub(super) fn new(database: &Path) -> Result<Self, OpenError> {
        let directory = match database.parent() {
            Some(parent) if parent != Path::new("") => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        let place = Self {
            database: database.to_owned(),
            directory,
        };
        place.check_directory()?;
        place.check_modes()?;
        Ok(place)
    }

    /// The file itself.
    pub(super) fn database(&self) -> &Path {
        &self.database
    }

    /// A file beside it, such as `-wal`.
    pub(super) fn beside(&self, suffix: &str) -> PathBuf {
        let mut path = OsString::from(&self.database);
        path.push(suffix);
        path.into()
    }

    /// Keeps everybody else out, also within this process.
    pub(super) fn lock(&self) -> Result<Lock, OpenError> {
        let path = self.beside("-lock");
        let mut options = OpenOptions::new();
        options
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(FILE_MODE);
        let mut file = options
            .open(&path)
            .map_err(|error| OpenError::io(&path, error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(self.in_use(&mut file)),
            Err(TryLockError::Error(error)) => return Err(OpenError::io(&path, error)),
        }
        sign(&mut file).map_err(|error| OpenError::io(&path, error))?;
        Ok(Lock { file })
    }

    /// Every file of the store that exists is a file, ours, and closed to others.
    pub(super) fn check_modes(&self) -> Result<(), OpenError> {
        for suffix in ["", "-wal", "-shm", "-lock"] {
            let path = self.beside(suffix);
            match fs::symlink_metadata(&path) {
                Ok(found) if !found.is_file() => return Err(OpenError::NotAFile { path }),
                Ok(found) => check_owner(&path, &found, FILE_MODE)?,
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(OpenError::io(&path, error)),
            }
        }
        Ok(())
    }

    fn check_directory(&self) -> Result<(), OpenError> {
        let path = &self.directory;
        match fs::metadata(path) {
            Ok(found) if found.is_dir() => check_owner(path, &found, 0o700),
            Ok(_) => Err(OpenError::NoDirectory { path: path.clone() }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(OpenError::NoDirectory { path: path.clone() })
            }
            Err(error) => Err(OpenError::io(path, error)),
        }
    }

    fn in_use(&self, lock: &mut File) -> OpenError {
        let mut holder = String::new();
        let read = lock.take(20).read_to_string(&mut holder);
        let process = read.ok().and_then(|_| holder.trim().parse().ok());
        OpenError::InUse {
            path: self.database.clone(),
            process,
        }
    }

    /// What an error of SQLite means to whoever opens the store.
    pub(super) fn fault(&self, error: rusqlite::Error) -> OpenError {
        use rusqlite::ErrorCode::{DatabaseCorrupt, NotADatabase, Unknown};
        let damaged = match &error {
            // `Unknown` is SQLITE_ERROR: a table or column that should be there is not.
            rusqlite::Error::SqliteFailure(failure, _) => {
                matches!(failure.code, DatabaseCorrupt | NotADatabase | Unknown)
            }
            rusqlite::Error::SqlInputError { .. }
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::QueryReturnedNoRows => true,
            _ => false,
        };
        if damaged {
            self.damaged(error.to_string())
        } else {
            self.io(io::Error::other(error))
        }
    }

    pub(super) fn damaged(&self, what: impl Into<String>) -> OpenError {
        OpenError::Damaged {
            path: self.database.clone(),
            what: what.into(),
        }
    }

    pub(super) fn io(&self, error: io::Error) -> OpenError {
        OpenError::io(&self.database, error)
    }

    /// A file for its owner alone, which must not exist yet.
    pub(super) fn create(&self, path: &Path) -> Result<(), OpenError> {
        let created = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(FILE_MODE)
            .open(path);
        created
            .map(drop)
            .map_err(|error| OpenError::io(path, error))
    }

    /// Makes a file the database; afterwards it is, also if the power fails.
    pub(super) fn promote(&self, finished: &Path) -> Result<(), OpenError> {
        fs::rename(finished, &self.database)
            .and_then(|()| File::open(&self.directory)?.sync_all())
            .map_err(|error| self.io(error))
    }
}

/// Held for as long as the store is open.
#[derive(Debug)]
pub(super) struct Lock {
    file: File,
}

impl Drop for Lock {
    /// Closing the file is not enough: a process that is being started just now has it too, between
    /// its fork and its exec. If unlocking fails, closing is what remains.
    fn drop(&mut self) {
        _ = self.file.unlock();
    }
}

/// Leaves the process id in the lock file, for the message that another opener gets.
fn sign(file: &mut File) -> io::Result<()> {
    file.set_len(0)?;
    writeln!(file, "{}", std::process::id())
}

fn check_owner(path: &Path, found: &Metadata, wanted: u32) -> Result<(), OpenError> {
    let us = rustix::process::geteuid().as_raw();
    judge(
        path,
        found.uid(),
        us,
        found.permissions().mode() & 0o7777,
        wanted,
    )
}

fn judge(path: &Path, owner: u32, us: u32, mode: u32, wanted: u32) -> Result<(), OpenError> {
    let path = path.to_owned();
    if owner != us {
        return Err(OpenError::NotOurs { path, owner, us });
    }
    if mode & OTHERS != 0 {
        return Err(OpenError::Exposed { path, mode, wanted });
    }
    Ok(())
}

/// Why a store could not be opened. Every message says what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OpenError {
    /// The directory of the file does not exist, or is something else.
    #[error("there is no directory `{}`: make it with mode 0700", path.display())]
    NoDirectory {
        /// The directory.
        path: PathBuf,
    },
    /// One of the files is a directory, a link or a device.
    #[error("`{}` is not a plain file: move it away", path.display())]
    NotAFile {
        /// The file.
        path: PathBuf,
    },
    /// Somebody else may get at the file or its directory.
    #[error(
        "`{}` has mode {mode:04o} and is open to other users: run `chmod {wanted:04o} {}`",
        path.display(), path.display()
    )]
    Exposed {
        /// The file or the directory.
        path: PathBuf,
        /// Its mode.
        mode: u32,
        /// The mode it should have.
        wanted: u32,
    },
    /// The file or its directory belongs to somebody else.
    #[error(
        "`{}` belongs to user {owner} and this process runs as user {us}: run it as its owner, \
         or give the file to user {us}", path.display()
    )]
    NotOurs {
        /// The file or the directory.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
        /// Who we are.
        us: u32,
    },
    /// The store is open already.
    #[error(
        "`{}` is in use{}: stop that one first, a store is for one process at a time",
        path.display(), by(*process)
    )]
    InUse {
        /// The store.
        path: PathBuf,
        /// Who has it open, if that could be found out; it may be this process.
        process: Option<u32>,
    },
    /// A SQLite database of something else.
    #[error("`{}` is a database, but not a store: give another path", path.display())]
    Foreign {
        /// The file.
        path: PathBuf,
    },
    /// Written by a later version.
    #[error(
        "`{}` has format {found}, and this version reads formats up to {known}: start the version \
         that wrote it, or a later one", path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format that this version knows.
        known: i64,
    },
    /// The file is not what was written.
    #[error(
        "`{}` is damaged ({what}): move it and the files beside it away and restore a backup",
        path.display()
    )]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The operating system said no.
    #[error("`{}` cannot be opened", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl OpenError {
    fn io(path: &Path, source: io::Error) -> Self {
        Self::Io {
            path: path.to_owned(),
            source,
        }
    }
}

fn by(process: Option<u32>) -> String {
    process
        .map(|id| format!(" by process {id}"))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(owner: u32, mode: u32) -> Option<String> {
        let judged = judge(Path::new("/data/store.db"), owner, 1000, mode, FILE_MODE);
        judged.err().map(|error| error.to_string())
    }

    #[test]
    fn what_is_ours_and_closed_is_fine() {
        for mode in [0o600, 0o400, 0o700] {
            assert_eq!(verdict(1000, mode), None);
        }
    }

    #[test]
    fn any_permission_of_others_is_one_too_many() {
        for bit in 0..6 {
            let mode = 0o600 | 1 << bit;
            let said = verdict(1000, mode).unwrap();
            assert!(said.ends_with("run `chmod 0600 /data/store.db`"), "{said}");
            assert!(said.contains(&format!("mode {mode:04o}")), "{said}");
        }
    }

    #[test]
    fn what_belongs_to_somebody_else_is_refused_and_both_are_named() {
        let said = verdict(33, 0o600).unwrap();
        assert!(
            said.contains("belongs to user 33 and this process runs as user 1000"),
            "{said}"
        );
    }
}
