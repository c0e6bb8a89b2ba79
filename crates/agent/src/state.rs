//! The agent's directory: who may read it, and files that are there whole or not at all.

use std::fs::{self, File, OpenOptions, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{
    DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

const DIR_MODE: u32 = 0o700;
const FILE_MODE: u32 = 0o600;
const SOCKETS_DIR_MODE: u32 = 0o711;
const OTHERS: u32 = 0o077;
const OTHERS_WRITE: u32 = 0o022;

/// What is wrong with a directory or file of the agent.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The operating system said no.
    #[error("cannot {doing} `{}`", path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// With which file.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// Somebody else's.
    #[error("`{}` belongs to user {owner}, the agent runs as user {agent}: chown it, or start the agent as its owner", path.display())]
    Owner {
        /// Which file.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The agent's user.
        agent: u32,
    },
    /// Others may read or write it.
    #[error("`{}` has mode {mode:o}: others must not get in, chmod it to {wanted:o}", path.display())]
    Mode {
        /// Which file.
        path: PathBuf,
        /// Its mode.
        mode: u32,
        /// What it should be.
        wanted: u32,
    },
    /// Two agents in one directory would overwrite each other.
    #[error("another agent is running in `{}`", .0.display())]
    Running(PathBuf),
}

impl StateError {
    fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io {
            doing,
            path,
            source,
        }
    }
}

/// The directory, and the lock that says that it is ours while we run.
#[derive(Debug)]
pub(crate) struct StateDir {
    path: PathBuf,
    _lock: File,
}

impl StateDir {
    /// Makes the directory if need be, refuses one that others can read, and locks it.
    pub(crate) fn open(path: &Path) -> Result<Self, StateError> {
        make_dir(path, DIR_MODE)?;
        check_private(path, DIR_MODE)?;
        let lock_path = path.join("agent.lock");
        let lock = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .mode(FILE_MODE)
            .open(&lock_path)
            .map_err(StateError::io("open", &lock_path))?;
        match lock.try_lock() {
            Ok(()) => Ok(Self {
                path: path.to_owned(),
                _lock: lock,
            }),
            Err(fs::TryLockError::WouldBlock) => Err(StateError::Running(path.to_owned())),
            Err(fs::TryLockError::Error(source)) => Err(StateError::io("lock", &lock_path)(source)),
        }
    }

    /// What [`StateDir::save`] saved last under this name.
    pub(crate) fn load(&self, name: &str) -> Result<Option<Zeroizing<Vec<u8>>>, StateError> {
        match read_private(&self.path.join(name)) {
            Err(StateError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                Ok(None)
            }
            read => read.map(Some),
        }
    }

    /// Replaces a file: after a crash the old one is there or the new one, never half of one.
    pub(crate) fn save(&self, name: &str, bytes: &[u8]) -> Result<(), StateError> {
        replace_private(&self.path.join(name), bytes)
    }

    /// Removes what [`StateDir::save`] saved, if there is any.
    pub(crate) fn remove(&self, name: &str) -> Result<(), StateError> {
        let path = self.path.join(name);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                Err(StateError::io("remove", &path)(error))
            }
            _ => Ok(()),
        }
    }
}

/// Replaces a file that nobody else may read: after a crash the old one is there or the new one, never
/// half of one.
pub(crate) fn replace_private(path: &Path, bytes: &[u8]) -> Result<(), StateError> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    write_synced(&new, bytes).map_err(StateError::io("write", &new))?;
    fs::rename(&new, path).map_err(StateError::io("replace", path))?;
    let dir = path.parent().unwrap_or(Path::new("/"));
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(StateError::io("sync", dir))
}

/// Reads a file that nobody else may read.
pub(crate) fn read_private(path: &Path) -> Result<Zeroizing<Vec<u8>>, StateError> {
    check_private(path, FILE_MODE)?;
    let mut file = File::open(path).map_err(StateError::io("open", path))?;
    let size = file.metadata().map_err(StateError::io("read", path))?.len();
    // With room for all of it, no copy is left behind by a growing buffer.
    let room = usize::try_from(size).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.read_to_end(&mut bytes)
        .map_err(StateError::io("read", path))?;
    Ok(bytes)
}

/// Makes the directory of the sockets: others may pass through it, not list it. One that is there
/// already is left as it is, unless others could put sockets of theirs in place of ours.
pub(crate) fn make_sockets_dir(path: &Path) -> Result<(), StateError> {
    if !path.exists() {
        make_dir(path, SOCKETS_DIR_MODE)?;
        // The umask may have taken away what others need to pass through.
        fs::set_permissions(path, Permissions::from_mode(SOCKETS_DIR_MODE))
            .map_err(StateError::io("chmod", path))?;
    }
    check_mode(path, OTHERS_WRITE, SOCKETS_DIR_MODE)
}

fn make_dir(path: &Path, mode: u32) -> Result<(), StateError> {
    fs::DirBuilder::new()
        .recursive(true)
        .mode(mode)
        .create(path)
        .map_err(StateError::io("create", path))
}

fn check_private(path: &Path, wanted: u32) -> Result<(), StateError> {
    check_mode(path, OTHERS, wanted)
}

fn check_mode(path: &Path, forbidden: u32, wanted: u32) -> Result<(), StateError> {
    let mode = check_owner(path)? & 0o7777;
    if mode & forbidden == 0 {
        return Ok(());
    }
    Err(StateError::Mode {
        path: path.to_owned(),
        mode,
        wanted,
    })
}

fn check_owner(path: &Path) -> Result<u32, StateError> {
    let metadata = fs::metadata(path).map_err(StateError::io("read", path))?;
    let (owner, agent) = (metadata.uid(), own_uid());
    if owner == agent {
        return Ok(metadata.mode());
    }
    Err(StateError::Owner {
        path: path.to_owned(),
        owner,
        agent,
    })
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new()
        .create(true)
        .truncate(true)
        .write(true)
        .mode(FILE_MODE)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The user that this process runs as.
pub(crate) fn own_uid() -> u32 {
    rustix::process::geteuid().as_raw()
}
