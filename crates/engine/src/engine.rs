use std::fmt;

use crate::layout::LayoutError;
use crate::mariadb;
use crate::mariadb::admin::{AdminError, MariaDb};
use crate::mariadb::discover::{DiscoverError, Installation};
use crate::os_user::OsUserError;
use crate::process::{Exit, ProcessError, Running};
use crate::search::SearchPath;
use crate::spec::{MasterUser, Progress, Sample, Spec};
use crate::{files::FileError, layout::Layout};

/// A database engine that is installed here. Its siblings will be MySQL and PostgreSQL.
#[derive(Debug, Clone)]
pub enum Engine {
    /// MariaDB's server.
    MariaDb(Installation),
}

impl Engine {
    /// The installed MariaDB, or what to install.
    pub async fn mariadb(search: &SearchPath) -> Result<Self, DiscoverError> {
        mariadb::discover::discover(search).await.map(Self::MariaDb)
    }

    /// `mariadb`: the `Engine` of the RDS API.
    pub fn name(&self) -> &'static str {
        match self {
            Self::MariaDb(_) => "mariadb",
        }
    }

    /// The `EngineVersion` of the RDS API.
    pub fn version(&self) -> Version {
        match self {
            Self::MariaDb(installation) => installation.version,
        }
    }

    /// Makes a cluster's folder with an initialised server in it, not started. Nothing is left at
    /// [`Spec::directory`] unless all of it is there; what an interrupted attempt left is removed.
    pub async fn create(
        &self,
        spec: &Spec,
        master: &MasterUser,
        sample: Sample,
        progress: &dyn Progress,
    ) -> Result<(), CreateError> {
        match self {
            Self::MariaDb(installation) => {
                mariadb::create(installation, spec, master, sample, progress).await
            }
        }
    }

    /// Starts the server, detached, and returns when it answers. Certificate, configuration and
    /// login module are brought to what `spec` says first.
    pub async fn start(&self, spec: &Spec, progress: &dyn Progress) -> Result<Running, StartError> {
        match self {
            Self::MariaDb(installation) => mariadb::start(installation, spec, progress).await,
        }
    }

    /// The server of this very folder, if it runs: after a restart of ours it is taken over
    /// instead of started.
    pub async fn adopt(&self, spec: &Spec) -> Result<Option<Running>, AdoptError> {
        match self {
            Self::MariaDb(_) => mariadb::adopt(spec).await,
        }
    }

    /// Shows clients the certificate that `spec` has now, without a restart; open connections keep
    /// the one they were made with. A server that does not run shows it at its next start.
    pub async fn renew_certificate(&self, spec: &Spec) -> Result<(), RenewError> {
        match self {
            Self::MariaDb(_) => mariadb::renew_certificate(spec).await,
        }
    }

    /// Administers the server of this folder over its Unix socket, whether or not it runs now.
    pub fn admin(&self, spec: &Spec) -> Result<MariaDb, LayoutError> {
        match self {
            Self::MariaDb(_) => Ok(MariaDb::new(&Layout::new(spec)?)),
        }
    }
}

/// A server's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    /// 10 of 10.11.19.
    pub major: u32,
    /// 11 of 10.11.19.
    pub minor: u32,
    /// 19 of 10.11.19.
    pub patch: u32,
}

impl Version {
    /// The first three numbers of a text such as `10.11.19-MariaDB-0+deb12u1`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let end = text
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(text.len());
        let mut numbers = text.get(..end)?.split('.').map(str::parse);
        let mut next = || numbers.next()?.ok();
        Some(Self {
            major: next()?,
            minor: next()?,
            patch: next()?,
        })
    }

    /// The release series, within which data files fit each other.
    pub(crate) fn series(self) -> (u32, u32) {
        (self.major, self.minor)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.major, self.minor, self.patch)
    }
}

/// Why a cluster could not be made.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Something is there already, and it is not removed.
    #[error("`{directory}` is there already; start it, or remove it first")]
    Exists {
        /// The cluster's folder.
        directory: String,
    },
    /// The folder cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The server's user cannot be used.
    #[error(transparent)]
    OsUser(#[from] OsUserError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The login module is not where the specification says.
    #[error("the login module is not usable; build or install it, or say where it is")]
    Module(#[source] FileError),
    /// One of the server's programs did not run.
    #[error("could not run `{program}`")]
    Run {
        /// The program.
        program: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// One of the server's programs failed.
    #[error("{step} failed ({status}):\n{output}")]
    Failed {
        /// What was being done.
        step: &'static str,
        /// How the program ended.
        status: std::process::ExitStatus,
        /// The last lines that it wrote.
        output: String,
    },
}

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// There is no cluster to start.
    #[error("there is no cluster in `{directory}`; create it first")]
    NotCreated {
        /// The cluster's folder.
        directory: String,
    },
    /// It runs; use [`Engine::adopt`].
    #[error("the server of this folder runs already (pid {pid})")]
    AlreadyRunning {
        /// Its process.
        pid: u32,
    },
    /// Somebody else listens there.
    #[error(
        "{address} is taken by another program; stop it (`ss -ltnp` shows which it is) or choose another port"
    )]
    PortTaken {
        /// Address and port.
        address: std::net::SocketAddr,
    },
    /// The address is not this machine's, or the port needs privileges.
    #[error("cannot listen on {address}")]
    Address {
        /// Address and port.
        address: std::net::SocketAddr,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The data was written by a newer series, whose files an older server would damage.
    #[error(
        "the data in `{directory}` is of version {data} and the installed server is {server}; install {data} or newer"
    )]
    DataIsNewer {
        /// The cluster's folder.
        directory: String,
        /// The version that wrote the data.
        data: Version,
        /// The installed version.
        server: Version,
    },
    /// The folder cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The server's user cannot be used.
    #[error(transparent)]
    OsUser(#[from] OsUserError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The login module is not where the specification says.
    #[error("the login module is not usable; build or install it, or say where it is")]
    Module(#[source] FileError),
    /// The process could not be started or watched.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The server ended before it answered.
    #[error("the server ended at its start ({exit}); it says:\n{log}")]
    Died {
        /// How it ended.
        exit: Exit,
        /// The telling lines of its log.
        log: String,
    },
    /// The server still runs but has not answered; it is left running, since it may be recovering.
    #[error(
        "the server (pid {pid}) has not answered for {seconds} s and still runs; it says:\n{log}"
    )]
    NotReady {
        /// Its process.
        pid: u32,
        /// How long was waited.
        seconds: u64,
        /// The telling lines of its log.
        log: String,
        /// What the last attempt got.
        #[source]
        source: AdminError,
    },
}

/// Why a running server could not be taken over.
#[derive(Debug, thiserror::Error)]
pub enum AdoptError {
    /// The folder cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// Processes could not be looked at.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The server runs and does not answer, or does not let us in: it hangs, or its master user
    /// removed our account. Stopped and started again it has it back.
    #[error(
        "the server (pid {}) runs but does not answer its administrator; stop it and start it",
        .server.pid()
    )]
    Unresponsive {
        /// The server, for being stopped.
        server: Box<Running>,
        /// What the last attempt got.
        #[source]
        source: AdminError,
    },
}

/// Why a certificate could not be renewed.
#[derive(Debug, thiserror::Error)]
pub enum RenewError {
    /// The folder cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The server's user cannot be used.
    #[error(transparent)]
    OsUser(#[from] OsUserError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// Processes could not be looked at.
    #[error(transparent)]
    Process(#[from] ProcessError),
    /// The server does not read it.
    #[error(transparent)]
    Admin(#[from] AdminError),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_the_first_three_numbers() {
        let version = Version::parse("10.11.19-MariaDB-0+deb12u1").unwrap();
        assert_eq!(version.to_string(), "10.11.19");
        assert_eq!(
            Version::parse("11.8.9"),
            Some(Version {
                major: 11,
                minor: 8,
                patch: 9
            })
        );
        for text in ["", "10.11", "MariaDB", "10.x.1", "99999999999.1.1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
