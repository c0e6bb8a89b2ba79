use std::net::IpAddr;
use std::path::PathBuf;

use super::host::HostError;
use super::journal::JournalError;
use super::module::ModuleError;
use super::mysql::options::OptionsError;
use super::shown::ShownError;
use crate::files::FileError;

/// What a database driver says.
pub(super) type DriverError = Box<dyn std::error::Error + Send + Sync>;

/// Why a server was not examined, attached or detached.
#[derive(Debug, thiserror::Error)]
pub enum AttachError {
    /// The administrator did not get in.
    #[error("could not log in to `{url}`{advice}")]
    Connect {
        /// Where to.
        url: String,
        /// What may help.
        advice: &'static str,
        /// What the server or the system said.
        #[source]
        source: DriverError,
    },
    /// Nobody knows where that is.
    #[error("`{host}` is no name that this machine knows an address of")]
    Unknown {
        /// The name.
        host: String,
        /// What the system said.
        #[source]
        source: DriverError,
    },
    /// The administrator's password would go over a network, to whoever is there.
    #[error(
        "`{host}` ({address}) is no address of this machine: name with --ssl-ca what to verify \
         the server with before a password goes there, or attach through its socket, as in {such_as}"
    )]
    Network {
        /// The name.
        host: String,
        /// What it stands for.
        address: IpAddr,
        /// A way without a network.
        such_as: &'static str,
    },
    /// Who got in is no administrator.
    #[error("`{user}` may not {action}: attach as an administrator, such as {such_as}")]
    Unprivileged {
        /// The database user.
        user: String,
        /// What was being done.
        action: &'static str,
        /// Who may.
        such_as: &'static str,
        /// What the server said.
        #[source]
        source: DriverError,
    },
    /// The server refused a statement.
    #[error("the server could not {action}")]
    Statement {
        /// What was being done.
        action: &'static str,
        /// What the server said.
        #[source]
        source: DriverError,
    },
    /// Nobody got in with a token.
    #[error(
        "no trial login worked, neither at the first endpoint {endpoint} ({why}) nor at {own}; \
         `sekisho logins` says what the agent made of it, and --endpoint where clients reach the server"
    )]
    Trial {
        /// Where clients go.
        endpoint: String,
        /// Why not there.
        why: String,
        /// Where the server itself listens.
        own: String,
        /// Why not there either.
        #[source]
        source: DriverError,
    },
    /// Somebody holds a lock, or the server is stuck.
    #[error("the server did not {action} within {seconds} s; see what holds it up, and try again")]
    TimedOut {
        /// What was being done.
        action: &'static str,
        /// The limit.
        seconds: u64,
    },
    /// The agent does not do its part.
    #[error(
        "the agent did not switch IAM authentication on in the server within {seconds} s; its log \
         says why (`agent.log`, or the journal of its service)"
    )]
    NotSwitched {
        /// The limit.
        seconds: u64,
    },
    /// The server's process.
    #[error(transparent)]
    Host(#[from] HostError),
    /// The login module.
    #[error(transparent)]
    Module(#[from] ModuleError),
    /// The certificate that the server made itself.
    #[error(transparent)]
    Shown(#[from] ShownError),
    /// The server's option files.
    #[error(transparent)]
    Options(#[from] OptionsError),
    /// What was being done is not written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// A file of the server's.
    #[error(transparent)]
    File(#[from] FileError),
    /// Something is in the way; the examination names it.
    #[error("this server cannot be attached as it is:\n{}", .0.join("\n"))]
    Obstacles(Vec<String>),
    /// The server would not read our options at its next start.
    #[error("the server would not read `{}`, where its option files say that it does", .0.display())]
    OptionsUnread(PathBuf),
    /// The module is loaded and not as asked.
    #[error("the login module is loaded, but its {what} is `{found}` in place of `{wanted}`")]
    ModuleState {
        /// Which property.
        what: &'static str,
        /// As it is.
        found: String,
        /// As it should be.
        wanted: String,
    },
    /// Somebody else was at our lines: what is to be left there is not ours to say.
    #[error("our lines in `{}` cannot be taken out: {said}; then run this again", .path.display())]
    Edited {
        /// The file.
        path: PathBuf,
        /// What was found.
        said: String,
    },
    /// The configuration was not accepted and is as before.
    #[error("the server does not accept our lines in `{}`: {said}", .path.display())]
    Configuration {
        /// The file.
        path: PathBuf,
        /// What the server says of it.
        said: String,
    },
}
