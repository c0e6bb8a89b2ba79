//! What an administrator asks a server about, what it answers, and why it does not.

use crate::access::Place;
use crate::files::FileError;
use crate::spec::SpecError;

/// What a driver or the server said, in its own words.
pub type Said = Box<dyn std::error::Error + Send + Sync>;

/// Why the server did not do what its administrator asked.
#[derive(Debug, thiserror::Error)]
pub enum AdminError {
    /// The password could not be read.
    #[error(transparent)]
    Password(#[from] FileError),
    /// The server is not there, or not for us.
    #[error("could not log in to the server as `{user}` through `{place}`")]
    Connect {
        /// The administrator's account.
        user: String,
        /// Where the server listens.
        place: Place,
        /// Whether it was the server that said no.
        by: Obstacle,
        /// What the server or the system said.
        #[source]
        source: Said,
    },
    /// Nobody answers within the limit.
    #[error("the server did not answer on `{place}` within {seconds} s")]
    TimedOut {
        /// Where the server listens.
        place: Place,
        /// How long was waited.
        seconds: u64,
    },
    /// The server refused a statement.
    #[error("the server could not {action}")]
    Statement {
        /// What was being done.
        action: &'static str,
        /// What the server said.
        #[source]
        source: Said,
    },
    /// A variable that is none.
    #[error(transparent)]
    Variable(#[from] SpecError),
    /// Something belongs into a folder of the system's, and we are not root.
    #[error("this takes root once; run\n{command}\nand try again")]
    NeedsRoot {
        /// What to run.
        command: String,
    },
    /// IAM authentication cannot be had like this; nothing was changed.
    #[error("this server cannot be switched to IAM authentication; nothing was changed")]
    Unusable(#[source] Said),
    /// The server says that the module is there and does not count it as active.
    #[error("the login module was installed and is not active; the server's log says why")]
    ModuleInactive,
}

/// What keeps an administrator out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The server is up and says no, so asking again would only fill its log.
    Refusal,
    /// Nobody listens, or the connection broke.
    Absence,
}

impl AdminError {
    pub(crate) fn is_refusal(&self) -> bool {
        matches!(
            self,
            Self::Connect {
                by: Obstacle::Refusal,
                ..
            }
        )
    }
}

/// A variable of a server as it shall be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// Its value; `None` for the server's own default.
    pub value: Option<String>,
}

/// Whether [`Admin::install_module`](crate::Admin::install_module) had anything to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ModuleInstallation {
    /// It was not there and is now.
    Installed,
    /// It was there. If its file was replaced since, the running code is still the old one until
    /// the server's next start.
    AlreadyThere,
}

/// An account, not a role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserAccount {
    /// The name; empty for an anonymous account.
    pub name: String,
    /// Where it may come from, such as `%`.
    pub host: String,
    /// What checks its login, such as `mysql_native_password` or `AWSAuthenticationPlugin`.
    pub plugin: String,
}

/// A connection that a user has open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The number by which the server ends it.
    pub id: u64,
    /// The account's name.
    pub user: String,
    /// The client's address and port, or `localhost` on the Unix socket.
    pub host: String,
    /// The current database.
    pub database: Option<String>,
    /// `Sleep`, `Query`, …
    pub command: String,
    /// How long it has been at that.
    pub seconds: u64,
}

/// An IAM account that can change the server's own tables, and so give itself anything. Amazon
/// shields them on its own clusters; a server of your own has no such shield, and the usual
/// ``GRANT ALL ON `%`.*`` reaches them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantWarning {
    /// The account as its server writes it.
    pub account: String,
    /// The account's name.
    pub user: String,
    /// The grant that reaches the server's own tables, such as `ON *.*` or
    /// ``ON `%`.* through role `r` ``.
    pub grant: String,
}

impl std::fmt::Display for GrantWarning {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (account, grant) = (&self.account, &self.grant);
        write!(
            formatter,
            "{account} can write to the server's own tables ({grant}) and so become any user; \
             grant databases by name instead"
        )
    }
}
