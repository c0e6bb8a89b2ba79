use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::files::{self, Access, FileError};
use crate::os_user::ServerUser;
use crate::spec::{Spec, SpecError, check_socket_path};

/// The file name of the login module in a server's plugin folder; `INSTALL SONAME` names it
/// without its ending.
pub(crate) const MODULE_FILE: &str = "aws_auth.so";

/// The longest name that a server gives its Unix socket.
const LONGEST_SOCKET: &str = ".s.PGSQL.65535";

/// Where everything of one cluster lies, below its folder:
///
/// | path | owner | what |
/// |---|---|---|
/// | `data/` | server | the databases |
/// | `tmp/` | server | temporary tables; shared, one server's start would remove another's |
/// | `run/` | server | its Unix socket, `pid` |
/// | `log/error.log`, `error.log.1` | server | what the server says, and said before it was too much |
/// | `tls/` | ours; the files the server's | `server.pem`, `server.key`, `trust.pem` |
/// | `plugins/` | ours | the login module, links to the server's stock plugins |
/// | `my.cnf`, `init.sql` | ours | MySQL's and MariaDB's, written anew at each start |
/// | `administrator` | ours alone | the password of our own account |
///
/// *Ours* is readable to the server's group, not writable; nothing is readable to others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

/// Why a cluster's folder cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The specification itself is not usable.
    #[error(transparent)]
    Spec(#[from] SpecError),
    /// A parent folder is missing.
    #[error("the folder `{}` is missing; make it first", .path.display())]
    ParentMissing {
        /// The missing folder.
        path: PathBuf,
    },
    /// A parent folder bars the server's user from everything below it.
    #[error(
        "the server's user (number {uid}) cannot enter `{}`; run `chmod o+x {}` or choose \
         another folder",
        .path.display(), .path.display()
    )]
    NotTraversable {
        /// The barring folder.
        path: PathBuf,
        /// The server's user.
        uid: u32,
    },
    /// The file system said no.
    #[error(transparent)]
    File(#[from] FileError),
}

impl Layout {
    /// The layout of a specification's directory; the parent must be there, links in it are
    /// followed, so that one folder has one name.
    pub fn new(spec: &Spec) -> Result<Self, LayoutError> {
        spec.check()?;
        let missing = |path: &Path| LayoutError::ParentMissing {
            path: path.to_owned(),
        };
        let parent = spec
            .directory
            .parent()
            .ok_or_else(|| missing(&spec.directory))?;
        let name = spec
            .directory
            .file_name()
            .ok_or_else(|| missing(&spec.directory))?;
        let root = fs::canonicalize(parent)
            .map_err(|_| missing(parent))?
            .join(name);
        let layout = Self { root };
        check_socket_path(&layout.run(LONGEST_SOCKET))?;
        Ok(layout)
    }

    pub(crate) fn at(root: PathBuf) -> Self {
        Self { root }
    }

    /// The cluster's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The databases.
    pub fn data(&self) -> PathBuf {
        self.root.join("data")
    }

    /// The server's configuration.
    pub fn config(&self) -> PathBuf {
        self.root.join("my.cnf")
    }

    /// Statements that the server executes at each start.
    pub fn init_file(&self) -> PathBuf {
        self.root.join("init.sql")
    }

    /// The password of our own account, readable to us only.
    pub fn administrator(&self) -> PathBuf {
        self.root.join("administrator")
    }

    /// A file of the folder for the server's Unix socket.
    pub fn run(&self, name: &str) -> PathBuf {
        self.root.join("run").join(name)
    }

    /// Temporary tables.
    pub fn temporary(&self) -> PathBuf {
        self.root.join("tmp")
    }

    /// The server's own pid file.
    pub fn pid_file(&self) -> PathBuf {
        self.run("pid")
    }

    /// The server's log.
    pub fn error_log(&self) -> PathBuf {
        self.root.join("log/error.log")
    }

    /// What the server's log was before it was too long.
    pub fn former_error_log(&self) -> PathBuf {
        self.root.join("log/error.log.1")
    }

    /// The server's certificate chain.
    pub fn certificate(&self) -> PathBuf {
        self.root.join("tls/server.pem")
    }

    /// The server's certificate chain and the root above it.
    pub fn trust(&self) -> PathBuf {
        self.root.join("tls/trust.pem")
    }

    /// The server's private key.
    pub fn private_key(&self) -> PathBuf {
        self.root.join("tls/server.key")
    }

    /// The folder that the server loads plugins from.
    pub fn plugins(&self) -> PathBuf {
        self.root.join("plugins")
    }

    /// The login module as the server loads it.
    pub fn module(&self) -> PathBuf {
        self.plugins().join(MODULE_FILE)
    }

    /// Makes all folders, or gives existing ones their owners and modes back.
    pub(crate) fn folders(&self, user: &ServerUser) -> Result<(), FileError> {
        files::folder(&self.root, ours(user, 0o750))?;
        for name in ["data", "tmp", "run", "log"] {
            files::folder(&self.root.join(name), servers(user, 0o700))?;
        }
        for name in ["tls", "plugins"] {
            files::folder(&self.root.join(name), ours(user, 0o750))?;
        }
        Ok(())
    }
}

/// Owned by the server's user; nobody else's business.
pub(crate) fn servers(user: &ServerUser, mode: u32) -> Access {
    Access {
        owner: user.apart.then_some((user.uid, user.gid)),
        mode,
    }
}

/// Owned by us, readable to the server through its group. Where the server runs as we do, the
/// group gets nothing: it may be everybody's.
pub(crate) fn ours(user: &ServerUser, mode: u32) -> Access {
    if user.apart {
        Access {
            owner: Some((rustix::process::geteuid(), user.gid)),
            mode,
        }
    } else {
        Access {
            owner: None,
            mode: mode & 0o700,
        }
    }
}

/// Nobody's business but ours.
pub(crate) const OURS_ALONE: Access = Access {
    owner: None,
    mode: 0o600,
};

/// That the server's user can get to `folder` at all: one execute bit missing anywhere above
/// otherwise shows as a puzzling error of the server's.
pub(crate) fn check_traversable(folder: &Path, user: &ServerUser) -> Result<(), LayoutError> {
    for ancestor in folder.ancestors() {
        let metadata = match fs::metadata(ancestor) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(LayoutError::ParentMissing {
                    path: ancestor.to_owned(),
                });
            }
            metadata => files::AtPath::at(metadata, "look at", ancestor)?,
        };
        let mode = metadata.permissions().mode();
        let execute = if metadata.uid() == user.uid.as_raw() {
            0o100
        } else if metadata.gid() == user.gid.as_raw() {
            0o010
        } else {
            0o001
        };
        if mode & execute == 0 {
            let uid = user.uid.as_raw();
            return Err(LayoutError::NotTraversable {
                path: ancestor.to_owned(),
                uid,
            });
        }
    }
    Ok(())
}
