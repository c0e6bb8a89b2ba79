use std::fmt;

use serde::{Deserialize, Serialize};

/// A database server that we know how to run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Product {
    /// MariaDB.
    MariaDb,
    /// Oracle's MySQL, and what is built from it.
    MySql,
    /// PostgreSQL.
    PostgreSql,
}

impl Product {
    /// All of them, in the order in which they are looked for and shown.
    pub const ALL: [Self; 3] = [Self::MariaDb, Self::MySql, Self::PostgreSql];

    /// Where its servers listen by custom.
    pub fn customary_port(self) -> u16 {
        match self {
            Self::MariaDb | Self::MySql => 3306,
            Self::PostgreSql => 5432,
        }
    }

    /// The Debian package that brings the server.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadb-server",
            Self::MySql => "mysql-server",
            Self::PostgreSql => "postgresql",
        }
    }

    /// The longest name of an account, in characters or bytes, whichever the server counts; both are
    /// the same for the names that it is sensible to choose.
    pub(crate) fn account_name_max(self) -> usize {
        match self {
            Self::MariaDb => 128,   // `USERNAME_CHAR_LENGTH` of MariaDB's `mysql_com.h`
            Self::MySql => 32,      // the same of MySQL's
            Self::PostgreSql => 63, // `NAMEDATALEN` less the NUL
        }
    }

    /// Names that belong to us or to the server, as on RDS where they are reserved words.
    pub(crate) fn reserved_names(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => &["rdsadmin", "root", "mysql", "mariadb.sys"],
            Self::MySql => &[
                "rdsadmin",
                "root",
                "mysql",
                "mysql.sys",
                "mysql.session",
                "mysql.infoschema",
                "rds_superuser_role",
                "event_scheduler",
            ],
            Self::PostgreSql => &["rdsadmin", "public", "none"],
        }
    }
}

/// As its makers write it.
impl fmt::Display for Product {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::MariaDb => "MariaDB",
            Self::MySql => "MySQL",
            Self::PostgreSql => "PostgreSQL",
        })
    }
}
