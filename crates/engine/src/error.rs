//! Why a cluster could not be made, started, taken over, renewed or reconfigured: an enum for each.

use crate::administration::AdminError;
use crate::files::FileError;
use crate::layout::LayoutError;
use crate::os_user::OsUserError;
use crate::process::{Exit, ProcessError, Running};
use crate::version::Version;

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
    /// No digest of a password, for want of randomness.
    #[error("could not digest the master password")]
    Digest(#[source] std::io::Error),
    /// The new server did not run, to be given its accounts.
    #[error("the new server did not start")]
    Start(#[source] Box<StartError>),
    /// The new server did not take its accounts.
    #[error("the new server did not take its accounts")]
    Accounts(#[source] AdminError),
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
    /// Data of another major version than any that is installed.
    #[error(
        "the data in `{directory}` is of version {data} and the newest installed server is \
         {server}; install version {data}, or bring the data to another one with `pg_upgrade`"
    )]
    OtherMajor {
        /// The cluster's folder.
        directory: String,
        /// The major version that wrote the data.
        data: u32,
        /// The newest installed version.
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

/// Why a running server does not have the variables that it should.
#[derive(Debug, thiserror::Error)]
pub enum ReconfigureError {
    /// The folder cannot be used.
    #[error(transparent)]
    Layout(#[from] LayoutError),
    /// The server's user cannot be used.
    #[error(transparent)]
    OsUser(#[from] OsUserError),
    /// A file could not be written.
    #[error(transparent)]
    File(#[from] FileError),
    /// The server did not take them.
    #[error(transparent)]
    Admin(#[from] AdminError),
}
