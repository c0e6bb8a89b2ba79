use rustix::process::Signal;

use crate::access::{Access, Place};
use crate::files::FileError;
use crate::product::Product;
use crate::spec::{MasterUser, SpecError};
use crate::{mariadb, mysql, mysql_family, postgresql};

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

/// Whether [`Admin::install_module`] had anything to do.
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

/// The administrator's access to one server, of whichever kind: over the Unix socket to one of ours,
/// by any [`Access`] to one that was there before us. A connection is made for each request and closed
/// after it.
#[derive(Debug, Clone)]
pub enum Admin {
    /// Of MySQL or MariaDB.
    MySqlFamily(mysql_family::Admin),
    /// Of PostgreSQL.
    PostgreSql(postgresql::Admin),
}

/// The same of whichever it is.
macro_rules! either {
    ($admin:expr, $inner:ident => $does:expr) => {
        match $admin {
            Admin::MySqlFamily($inner) => $does,
            Admin::PostgreSql($inner) => $does,
        }
    };
}

impl Admin {
    /// Of a server that is reached like this.
    pub fn new(product: Product, access: Access) -> Self {
        match product {
            Product::MariaDb => {
                Self::MySqlFamily(mysql_family::Admin::new(&mariadb::MariaDb, access))
            }
            Product::MySql => Self::MySqlFamily(mysql_family::Admin::new(&mysql::MySql, access)),
            Product::PostgreSql => Self::PostgreSql(postgresql::Admin::new(access)),
        }
    }

    /// Whether the server answers.
    pub async fn ping(&self) -> Result<(), AdminError> {
        either!(self, admin => admin.ping().await)
    }

    /// What the server says its version is, such as `10.11.19-MariaDB-0+deb12u1`.
    pub async fn version(&self) -> Result<String, AdminError> {
        either!(self, admin => admin.version().await)
    }

    /// Whether the server has the login module in use.
    pub async fn module_installed(&self) -> Result<bool, AdminError> {
        either!(self, admin => admin.module_installed().await)
    }

    /// Brings the login module into the running server: no restart, no connection lost, and it
    /// stays over restarts. There is no opposite: taken out under traffic it would take servers
    /// down, so IAM authentication is switched off in the agent, which then refuses everybody.
    pub async fn install_module(&self) -> Result<ModuleInstallation, AdminError> {
        either!(self, admin => admin.install_module().await)
    }

    /// Takes the login module out of use where that can be done under traffic (PostgreSQL: members of
    /// `rds_iam` log in like everybody else from then on). Elsewhere it stays, and the agent refuses.
    pub async fn withdraw_module(&self) -> Result<(), AdminError> {
        match self {
            Self::MySqlFamily(_) => Ok(()),
            Self::PostgreSql(admin) => admin.withdraw_module().await,
        }
    }

    /// How the server is told to stop at once, without waiting for its clients to leave.
    pub(crate) fn stop_signal(&self) -> Signal {
        match self {
            Self::MySqlFamily(_) => Signal::TERM,
            Self::PostgreSql(_) => Signal::INT,
        }
    }

    /// Makes the master user, or sets its password and gives lost privileges back, as a master
    /// password reset does on RDS. The password's digest is all that is sent.
    pub async fn put_master(&self, master: &MasterUser) -> Result<(), AdminError> {
        either!(self, admin => admin.put_master(master).await)
    }

    /// Gives the running server other values of its variables. PostgreSQL's are in its files.
    pub(crate) async fn set_variables(&self, variables: &[Variable]) -> Result<(), AdminError> {
        match self {
            Self::MySqlFamily(admin) => admin.set_variables(variables).await,
            Self::PostgreSql(_) => Ok(()),
        }
    }

    /// All accounts and what checks their logins.
    pub async fn users(&self) -> Result<Vec<UserAccount>, AdminError> {
        either!(self, admin => admin.users().await)
    }

    /// IAM accounts with a grant that reaches the server's own tables.
    pub async fn iam_grant_warnings(&self) -> Result<Vec<GrantWarning>, AdminError> {
        either!(self, admin => admin.iam_grant_warnings().await)
    }

    /// The open connections of one user, or of all but ourselves.
    pub async fn sessions(&self, user: Option<&str>) -> Result<Vec<Session>, AdminError> {
        either!(self, admin => admin.sessions(user).await)
    }

    /// How many connections are open, ours not counted.
    pub async fn connection_count(&self) -> Result<usize, AdminError> {
        Ok(self.sessions(None).await?.len())
    }

    /// Ends the open connections of a user, whatever host they come from, and says how many there
    /// were. Transactions that are open in them are rolled back.
    pub async fn kill_sessions(&self, user: &str) -> Result<usize, AdminError> {
        either!(self, admin => admin.kill_sessions(user).await)
    }

    /// Has PostgreSQL read its files again.
    pub(crate) async fn reload_settings(&self) -> Result<(), AdminError> {
        match self {
            Self::MySqlFamily(_) => Ok(()),
            Self::PostgreSql(admin) => admin.reload_settings().await,
        }
    }

    pub(crate) async fn reload_certificate(&self) -> Result<(), AdminError> {
        either!(self, admin => admin.reload_certificate().await)
    }
}
