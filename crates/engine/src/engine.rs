use crate::admin::Admin;
use crate::administration::Variable;
use crate::database::InitialDatabase;
use crate::discover::DiscoverError;
use crate::error::{AdoptError, CreateError, ReconfigureError, RenewError, StartError};
use crate::layout::{Layout, LayoutError};
use crate::process::Running;
use crate::product::Product;
use crate::search::SearchPath;
use crate::spec::{MasterUser, Progress, Spec};
use crate::version::Version;
use crate::{mariadb, mysql, mysql_family, postgresql};

/// A database server that is installed here. What it does with a cluster is in the folder of its name;
/// what MySQL and MariaDB do alike is in `mysql_family`, what all do alike in the files beside this one.
#[derive(Debug, Clone)]
pub enum Engine {
    /// MariaDB's server.
    MariaDb(mariadb::Installation),
    /// MySQL's server.
    MySql(mysql::Installation),
    /// PostgreSQL's server.
    PostgreSql(postgresql::Installation),
}

impl Engine {
    /// The installed server of this kind, or what to install.
    pub async fn discover(product: Product, search: &SearchPath) -> Result<Self, DiscoverError> {
        match product {
            Product::MariaDb => mariadb::discover(search).await.map(Self::MariaDb),
            Product::MySql => mysql::discover(search).await.map(Self::MySql),
            Product::PostgreSql => postgresql::discover(search).await.map(Self::PostgreSql),
        }
    }

    /// Which server it is.
    pub fn product(&self) -> Product {
        match self {
            Self::MariaDb(_) => Product::MariaDb,
            Self::MySql(_) => Product::MySql,
            Self::PostgreSql(_) => Product::PostgreSql,
        }
    }

    /// The `EngineVersion` of the RDS API.
    pub fn version(&self) -> Version {
        match self {
            Self::MariaDb(installation) => installation.programs.version,
            Self::MySql(installation) => installation.programs.version,
            Self::PostgreSql(installation) => installation.version(),
        }
    }

    /// Makes a cluster's folder with an initialised server in it, not started. Nothing is left at
    /// [`Spec::directory`] unless all of it is there; what an interrupted attempt left is removed.
    pub async fn create(
        &self,
        spec: &Spec,
        master: &MasterUser,
        database: &InitialDatabase,
        progress: &dyn Progress,
    ) -> Result<(), CreateError> {
        match self {
            Self::MariaDb(installation) => {
                mariadb::create(installation, spec, master, database, progress).await
            }
            Self::MySql(installation) => {
                mysql::create(installation, spec, master, database, progress).await
            }
            Self::PostgreSql(installation) => {
                postgresql::create(installation, spec, master, database, progress).await
            }
        }
    }

    /// Starts the server, detached, and returns when it answers. Certificate, configuration and
    /// login module are brought to what `spec` says first.
    pub async fn start(&self, spec: &Spec, progress: &dyn Progress) -> Result<Running, StartError> {
        match self {
            Self::MariaDb(installation) => {
                mysql_family::start(&mariadb::MariaDb, &installation.programs, spec, progress).await
            }
            Self::MySql(installation) => {
                mysql_family::start(&mysql::MySql, &installation.programs, spec, progress).await
            }
            Self::PostgreSql(installation) => postgresql::start(installation, spec, progress).await,
        }
    }

    /// The server of this very folder, if it runs: after a restart of ours it is taken over
    /// instead of started.
    pub async fn adopt(&self, spec: &Spec) -> Result<Option<Running>, AdoptError> {
        match self {
            Self::MariaDb(_) => mysql_family::adopt(&mariadb::MariaDb, spec).await,
            Self::MySql(_) => mysql_family::adopt(&mysql::MySql, spec).await,
            Self::PostgreSql(_) => postgresql::adopt(spec).await,
        }
    }

    /// Brings the variables of the running server to what `spec` says. Connections that are open keep
    /// those that they were made with. `dynamic` are all that can be set while a server of MySQL's family
    /// runs; PostgreSQL reads its files again, plain TCP included.
    pub async fn reconfigure(
        &self,
        spec: &Spec,
        dynamic: &[Variable],
    ) -> Result<(), ReconfigureError> {
        match self {
            Self::MariaDb(_) | Self::MySql(_) => {
                Ok(self.admin(spec)?.set_variables(dynamic).await?)
            }
            Self::PostgreSql(_) => postgresql::reconfigure(spec).await,
        }
    }

    /// Shows clients the certificate that `spec` has now, without a restart; open connections keep
    /// the one they were made with. A server that does not run shows it at its next start.
    pub async fn renew_certificate(&self, spec: &Spec) -> Result<(), RenewError> {
        match self {
            Self::MariaDb(_) => mysql_family::renew_certificate(&mariadb::MariaDb, spec).await,
            Self::MySql(_) => mysql_family::renew_certificate(&mysql::MySql, spec).await,
            Self::PostgreSql(_) => postgresql::renew_certificate(spec).await,
        }
    }

    /// Administers the server of this folder over its Unix socket, whether or not it runs now.
    pub fn admin(&self, spec: &Spec) -> Result<Admin, LayoutError> {
        let home = Layout::new(spec)?;
        Ok(match self {
            Self::MariaDb(_) => mysql_family::admin(&mariadb::MariaDb, &home).into(),
            Self::MySql(_) => mysql_family::admin(&mysql::MySql, &home).into(),
            Self::PostgreSql(_) => postgresql::admin(spec, &home)?.into(),
        })
    }

    /// Removes what a cluster has outside its folder, before that is removed.
    pub fn clean_up(&self, spec: &Spec) -> Result<(), LayoutError> {
        match self {
            Self::MariaDb(_) | Self::MySql(_) => Ok(()),
            Self::PostgreSql(_) => postgresql::clean_up(spec),
        }
    }
}
