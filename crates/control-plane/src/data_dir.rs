//! The data directory: its layout, its modes, its lock.
//!
//! ```text
//! DATA/                     0711  database servers pass through to their own folders
//!   FORMAT                  0644  version of this layout; a newer one is refused
//!   lock                    0600  held while `up` runs
//!   settings.json           0600  account, region, address: chosen at the first start
//!   aws-credentials         0600  the root access key, as AWS clients read it; `env` points there
//!   admin-password          0600  the first cluster's master password
//!   admin.cnf               0600  an option file with which stock clients log in as the master user
//!   admin.pgservice         0600  the same for `psql`, where the first cluster is PostgreSQL
//!   up.log                  0600  what `up` did
//!   global-bundle.pem       0644  what clients trust
//!   control-plane/          0700  store, master key, certificate authorities, feed socket
//!   agent/                  0700  keys of the agent, snapshot, audit log, admin socket
//!   sockets/                0711  a socket per database server
//!   clusters/               0711  a folder per database server
//!   attached/               0700  what was done to servers that were attached
//!   logins/                 0700  what agents on other hosts tell of logins, a folder per agent
//! ```

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, flock};

/// The version of the layout that this program reads and writes.
pub const FORMAT: u32 = 1;

/// A data directory that exists and is of a version we know.
#[derive(Debug, Clone)]
pub struct DataDir {
    root: PathBuf,
}

/// Held by the one running `up`; released when dropped, also by the death of the process.
#[derive(Debug)]
pub struct DataDirLock {
    _file: File,
}

/// What is wrong with a data directory.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// A file or folder could not be made or read.
    #[error("cannot {action} `{path}`")]
    Io {
        /// What was tried.
        action: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// There is none yet.
    #[error(
        "`{0}` is no data directory yet: start `sekisho up` first, or name another with --data-dir"
    )]
    Absent(PathBuf),
    /// A folder that holds something else.
    #[error(
        "`{0}` is not empty and is no data directory of this program: \
         name an empty folder, or one that does not exist, with --data-dir"
    )]
    Foreign(PathBuf),
    /// A newer program made it.
    #[error(
        "`{path}` was written by a newer version (format {found}, this program knows {FORMAT}): \
         use that version, or another folder with --data-dir"
    )]
    Newer {
        /// The directory.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// `FORMAT` holds no number.
    #[error("`{0}` is damaged: its FORMAT file holds no version number")]
    Damaged(PathBuf),
    /// Another user's.
    #[error(
        "`{path}` belongs to user id {owner}: run as that user, or name another with --data-dir"
    )]
    Owner {
        /// The directory.
        path: PathBuf,
        /// Who owns it.
        owner: u32,
    },
    /// Another `up` is running.
    #[error("`sekisho up` is already running on `{path}` (process {pid})")]
    Locked {
        /// The directory.
        path: PathBuf,
        /// The other process, as it wrote itself down.
        pid: String,
    },
}

impl DataDir {
    /// Opens an existing data directory.
    pub fn open(root: &Path) -> Result<Self, DataDirError> {
        let text = match fs::read_to_string(root.join("FORMAT")) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                return Err(DataDirError::Absent(root.to_owned()));
            }
            Err(source) => return Err(io_error("read", &root.join("FORMAT"))(source)),
        };
        let found: u32 = text
            .trim()
            .parse()
            .map_err(|_| DataDirError::Damaged(root.to_owned()))?;
        if found > FORMAT {
            return Err(DataDirError::Newer {
                path: root.to_owned(),
                found,
            });
        }
        check_owner(root)?;
        Ok(Self {
            root: root.to_owned(),
        })
    }

    /// Opens the data directory at `root`, and makes it first where there is none.
    pub fn open_or_make(root: &Path) -> Result<Self, DataDirError> {
        match Self::open(root) {
            Err(DataDirError::Absent(_)) => Self::make(root),
            opened => opened,
        }
    }

    fn make(root: &Path) -> Result<Self, DataDirError> {
        let occupied = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some());
        // `lock` and the folders may be left of a first start that was cut off before FORMAT.
        if occupied && !root.join("lock").exists() {
            return Err(DataDirError::Foreign(root.to_owned()));
        }
        make_folder(root, 0o711)?;
        check_owner(root)?;
        let dir = Self {
            root: root.to_owned(),
        };
        write_file(&root.join("lock"), b"", 0o600)?;
        for (folder, mode) in [
            (dir.control_plane(), 0o700),
            (dir.agent(), 0o700),
            (dir.sockets(), 0o711),
            (dir.clusters(), 0o711),
        ] {
            make_folder(&folder, mode)?;
        }
        write_file(
            &root.join("FORMAT"),
            format!("{FORMAT}\n").as_bytes(),
            0o644,
        )?;
        Ok(dir)
    }

    /// Takes the lock that only one `up` may hold.
    pub fn lock(&self) -> Result<DataDirLock, DataDirError> {
        let path = self.root.join("lock");
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .mode(0o600)
            .open(&path)
            .map_err(io_error("open", &path))?;
        if flock(&file, FlockOperation::NonBlockingLockExclusive).is_err() {
            let pid = fs::read_to_string(&path)
                .unwrap_or_default()
                .trim()
                .to_owned();
            return Err(DataDirError::Locked {
                path: self.root.clone(),
                pid,
            });
        }
        file.set_len(0)
            .and_then(|()| writeln!(file, "{}", std::process::id()))
            .map_err(io_error("write", &path))?;
        Ok(DataDirLock { _file: file })
    }

    /// Whether an `up` holds the lock, and its process id.
    pub fn running(&self) -> Option<String> {
        match self.lock() {
            Err(DataDirError::Locked { pid, .. }) => Some(pid),
            _ => None,
        }
    }

    /// The directory itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What was chosen at the first start.
    pub fn settings(&self) -> PathBuf {
        self.root.join("settings.json")
    }

    /// The root access key, in the form of `~/.aws/credentials`.
    pub fn aws_credentials(&self) -> PathBuf {
        self.root.join("aws-credentials")
    }

    /// The certificates that clients trust.
    pub fn bundle(&self) -> PathBuf {
        self.root.join("global-bundle.pem")
    }

    /// The control plane's folder.
    pub fn control_plane(&self) -> PathBuf {
        self.root.join("control-plane")
    }

    /// The agent's folder.
    pub fn agent(&self) -> PathBuf {
        self.root.join("agent")
    }

    /// Where the native modules find the agent.
    pub fn sockets(&self) -> PathBuf {
        self.root.join("sockets")
    }

    /// What `sekisho attach` did to servers of somebody's own, and undoes.
    pub fn attached(&self) -> PathBuf {
        self.root.join("attached")
    }

    /// What agents on other hosts tell of logins.
    pub fn logins(&self) -> PathBuf {
        self.root.join("logins")
    }

    /// Where database servers keep their files.
    pub fn clusters(&self) -> PathBuf {
        self.root.join("clusters")
    }
}

/// Writes a whole file so that it is either the old one or the new one, never a part, and never
/// readable by more than `mode` allows.
pub fn write_file(path: &Path, bytes: &[u8], mode: u32) -> Result<(), DataDirError> {
    let temporary = path.with_extension("new");
    let write = || -> io::Result<()> {
        match fs::remove_file(&temporary) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut file = OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(mode)
            .open(&temporary)?;
        file.set_permissions(fs::Permissions::from_mode(mode))?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        path.parent()
            .map_or(Ok(()), |folder| File::open(folder)?.sync_all())
    };
    write().map_err(io_error("write", path))
}

fn make_folder(path: &Path, mode: u32) -> Result<(), DataDirError> {
    let make = || -> io::Result<()> {
        DirBuilder::new().recursive(true).mode(mode).create(path)?;
        fs::set_permissions(path, fs::Permissions::from_mode(mode))
    };
    make().map_err(io_error("make the folder", path))
}

fn check_owner(root: &Path) -> Result<(), DataDirError> {
    let owner = fs::metadata(root).map_err(io_error("read", root))?.uid();
    if owner == rustix::process::geteuid().as_raw() {
        return Ok(());
    }
    Err(DataDirError::Owner {
        path: root.to_owned(),
        owner,
    })
}

fn io_error(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> DataDirError + use<> {
    let path = path.to_owned();
    move |source| DataDirError::Io {
        action,
        path,
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn a_new_data_directory_lets_others_pass_through_but_read_nothing() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open_or_make(&temp.path().join("data")).unwrap();
        assert_eq!(mode(dir.root()), 0o711);
        assert_eq!(mode(&dir.control_plane()), 0o700);
        assert_eq!(mode(&dir.agent()), 0o700);
        assert_eq!(mode(&dir.sockets()), 0o711);
        assert_eq!(mode(&dir.clusters()), 0o711);
        assert_eq!(mode(&dir.root().join("lock")), 0o600);
    }

    #[test]
    fn a_directory_of_a_newer_version_is_refused_with_what_to_do() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("FORMAT"), "2\n").unwrap();
        let error = DataDir::open_or_make(temp.path()).unwrap_err().to_string();
        assert!(
            error.contains("newer version") && error.contains("--data-dir"),
            "{error}"
        );
        fs::write(temp.path().join("FORMAT"), "two").unwrap();
        assert!(matches!(
            DataDir::open_or_make(temp.path()),
            Err(DataDirError::Damaged(_))
        ));
    }

    #[test]
    fn a_folder_with_other_things_in_it_is_left_alone() {
        let temp = tempfile::tempdir().unwrap();
        fs::write(temp.path().join("thesis.txt"), "chapter 1").unwrap();
        assert!(matches!(
            DataDir::open_or_make(temp.path()),
            Err(DataDirError::Foreign(_))
        ));
        assert!(!temp.path().join("control-plane").exists());
    }

    #[test]
    fn a_first_start_that_was_cut_off_is_taken_up_again() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open_or_make(temp.path()).unwrap();
        fs::remove_file(dir.root().join("FORMAT")).unwrap();
        DataDir::open_or_make(temp.path()).unwrap();
    }

    #[test]
    fn only_one_may_hold_the_lock_and_the_other_is_named() {
        let temp = tempfile::tempdir().unwrap();
        let dir = DataDir::open_or_make(temp.path()).unwrap();
        let held = dir.lock().unwrap();
        let error = dir.lock().unwrap_err().to_string();
        assert!(error.contains(&std::process::id().to_string()), "{error}");
        assert_eq!(dir.running(), Some(std::process::id().to_string()));
        drop(held);
        assert_eq!(dir.running(), None);
    }

    #[test]
    fn a_file_is_written_whole_and_with_its_mode() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("secret");
        write_file(&path, b"one", 0o600).unwrap();
        write_file(&path, b"two", 0o600).unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(mode(&path), 0o600);
    }
}
