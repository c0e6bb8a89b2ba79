use rustix::process::Signal;

use crate::access::Access;
use crate::administration::{
    AdminError, GrantWarning, ModuleInstallation, Session, UserAccount, Variable,
};
use crate::product::Product;
use crate::spec::MasterUser;
use crate::{mariadb, mysql, mysql_family, postgresql};

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

impl From<mysql_family::Admin> for Admin {
    fn from(admin: mysql_family::Admin) -> Self {
        Self::MySqlFamily(admin)
    }
}

impl From<postgresql::Admin> for Admin {
    fn from(admin: postgresql::Admin) -> Self {
        Self::PostgreSql(admin)
    }
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
            Product::MariaDb => mysql_family::Admin::new(&mariadb::MariaDb, access).into(),
            Product::MySql => mysql_family::Admin::new(&mysql::MySql, access).into(),
            Product::PostgreSql => postgresql::Admin::new(access).into(),
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
}
