//! The engines of the RDS API, and the installed servers that stand behind them.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use engine::{Installed, OsUserError, Product, ServerUser};

/// An engine by the name that the RDS API knows it by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EngineName {
    /// `mariadb`
    MariaDb,
    /// `mysql`
    MySql,
    /// `aurora-mysql`
    AuroraMySql,
    /// `postgres`
    PostgreSql,
    /// `aurora-postgresql`
    AuroraPostgreSql,
}

impl EngineName {
    const ALL: [Self; 5] = [
        Self::MariaDb,
        Self::MySql,
        Self::AuroraMySql,
        Self::PostgreSql,
        Self::AuroraPostgreSql,
    ];

    /// The name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadb",
            Self::MySql => "mysql",
            Self::AuroraMySql => "aurora-mysql",
            Self::PostgreSql => "postgres",
            Self::AuroraPostgreSql => "aurora-postgresql",
        }
    }

    /// The engine of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|engine| engine.as_str() == name)
    }

    /// The server that it is, where nothing has to stand in for it.
    pub fn best_product(self) -> Product {
        match self {
            Self::MariaDb => Product::MariaDb,
            Self::MySql | Self::AuroraMySql => Product::MySql,
            Self::PostgreSql | Self::AuroraPostgreSql => Product::PostgreSql,
        }
    }

    /// The servers that can stand behind it, the best one first: Aurora MySQL is a MySQL.
    fn stand_ins(self) -> &'static [Product] {
        match self {
            Self::MariaDb => &[Product::MariaDb],
            Self::MySql => &[Product::MySql],
            Self::AuroraMySql => &[Product::MySql, Product::MariaDb],
            Self::PostgreSql | Self::AuroraPostgreSql => &[Product::PostgreSql],
        }
    }

    /// Aurora has versions of its own, of which nothing here has any; all of them are taken.
    pub fn is_aurora(self) -> bool {
        matches!(self, Self::AuroraMySql | Self::AuroraPostgreSql)
    }
}

impl fmt::Display for EngineName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// An engine that can be had here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferedEngine {
    /// Its name.
    pub name: EngineName,
    /// The server behind it.
    pub product: Product,
    /// That server's version, for example `10.11.19`.
    pub version: String,
}

/// What can be had of what is installed. Those with a name of their own come before Aurora's.
pub fn offered(installed: &Installed) -> Vec<OfferedEngine> {
    let offer = |name: EngineName| {
        let engine = name
            .stand_ins()
            .iter()
            .find_map(|product| installed.of(*product))?;
        Some(OfferedEngine {
            name,
            product: engine.product(),
            version: engine.version().to_string(),
        })
    };
    EngineName::ALL.into_iter().filter_map(offer).collect()
}

/// The native login modules.
#[derive(Debug, Clone)]
pub struct Modules {
    /// The plugin for MySQL and MariaDB.
    pub mysql: PathBuf,
    /// The PAM module for PostgreSQL.
    pub postgresql: PathBuf,
}

impl Modules {
    /// The one that this server loads.
    pub fn of(&self, product: Product) -> &PathBuf {
        match product {
            Product::MariaDb | Product::MySql => &self.mysql,
            Product::PostgreSql => &self.postgresql,
        }
    }
}

/// The users that database servers run as; `None` for our own.
#[derive(Debug, Clone, Default)]
pub struct ServerUsers {
    /// That of MySQL and MariaDB.
    pub mysql: Option<String>,
    /// That of PostgreSQL.
    pub postgresql: Option<String>,
}

impl ServerUsers {
    /// The one that this server runs as.
    pub fn of(&self, product: Product) -> Option<&str> {
        match product {
            Product::MariaDb | Product::MySql => self.mysql.as_deref(),
            Product::PostgreSql => self.postgresql.as_deref(),
        }
    }

    /// Their numbers, for the servers that are installed: the package of one that is not may be what
    /// makes its user.
    pub(crate) fn resolve(&self, installed: &Installed) -> Result<Peers, OsUserError> {
        let peers = installed.iter().map(|engine| {
            let product = engine.product();
            Ok((product, ServerUser::resolve(self.of(product))?))
        });
        Ok(Peers(peers.collect::<Result<_, _>>()?))
    }
}

/// Who is at the other end of a database server's socket.
#[derive(Debug, Clone, Default)]
pub(crate) struct Peers(BTreeMap<Product, ServerUser>);

impl Peers {
    /// The user that this server runs as; nothing while it is not installed.
    pub(crate) fn of(&self, product: Product) -> Option<&ServerUser> {
        self.0.get(&product)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::{Engine, MariaDbInstallation, MySqlInstallation, Programs, SearchPath, Version};

    fn programs(major: u32) -> Programs {
        Programs {
            version: Version {
                major,
                minor: 1,
                patch: Some(2),
            },
            server: PathBuf::new(),
            base_directory: None,
            plugin_directory: PathBuf::new(),
        }
    }

    fn mariadb() -> Engine {
        Engine::MariaDb(MariaDbInstallation {
            programs: programs(11),
            install_db: PathBuf::new(),
        })
    }

    fn mysql() -> Engine {
        Engine::MySql(MySqlInstallation {
            programs: programs(9),
        })
    }

    fn names(installed: &Installed) -> Vec<(&'static str, Product)> {
        offered(installed)
            .iter()
            .map(|engine| (engine.name.as_str(), engine.product))
            .collect()
    }

    #[test]
    fn mysql_stands_for_aurora_mysql_and_mariadb_where_there_is_none() {
        assert_eq!(
            names(&Installed::new([mariadb(), mysql()])),
            [
                ("mariadb", Product::MariaDb),
                ("mysql", Product::MySql),
                ("aurora-mysql", Product::MySql)
            ]
        );
        assert_eq!(
            names(&Installed::new([mariadb()])),
            [
                ("mariadb", Product::MariaDb),
                ("aurora-mysql", Product::MariaDb)
            ]
        );
        assert!(names(&Installed::default()).is_empty());
    }

    #[tokio::test]
    async fn a_machine_without_servers_offers_nothing_and_says_what_to_install() {
        let (installed, missing) = Installed::discover(&SearchPath::new([])).await;
        assert!(offered(&installed).is_empty());
        assert_eq!(missing.len(), Product::ALL.len());
    }
}
