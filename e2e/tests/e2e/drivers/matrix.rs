//! The drivers, one line each.

use super::clusters::Family::{self, MySql, PostgreSql};
use super::runtimes::{Language, Runtime};

/// A driver, and the program in `e2e/drivers` that logs in with it.
pub struct Driver {
    pub name: &'static str,
    pub family: Family,
    pub program: &'static str,
    pub known: Known,
    language: Language,
}

/// What a driver is known not to do. A test fails when it does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Known {
    Nothing,
    /// It ends with these words before it sends anything.
    CannotDemandTls(&'static str),
    /// It checks another name when the host is an address.
    ChecksNoAddress,
}

impl Known {
    pub fn verdict(self) -> &'static str {
        match self {
            Self::Nothing => "ok",
            Self::CannotDemandTls(_) => "CANNOT (no way to demand TLS), as documented",
            Self::ChecksNoAddress => "ok with host names; checks NO ADDRESS, as documented",
        }
    }
}

const fn driver(
    name: &'static str,
    family: Family,
    language: Language,
    program: &'static str,
) -> Driver {
    Driver {
        name,
        family,
        program,
        known: Known::Nothing,
        language,
    }
}

pub const DRIVERS: &[Driver] = &[
    driver(
        "`mysql` of MariaDB",
        MySql,
        Language::Shell("mysql"),
        "cli/mariadb.sh",
    ),
    driver(
        "`mysql` of MySQL",
        MySql,
        Language::ShellOfMySql,
        "cli/mysql.sh",
    ),
    driver(
        "PyMySQL",
        MySql,
        Language::Python,
        "python/pymysql_login.py",
    ),
    driver(
        "mysqlclient",
        MySql,
        Language::Python,
        "python/mysqlclient_login.py",
    ),
    driver(
        "mysql-connector-python",
        MySql,
        Language::Python,
        "python/connector_login.py",
    ),
    driver("mysql2", MySql, Language::Node, "node/mysql2_login.js").known(Known::ChecksNoAddress),
    driver(
        "mariadb (Node.js)",
        MySql,
        Language::Node,
        "node/mariadb_login.js",
    ),
    driver(
        "mysqli",
        MySql,
        Language::Php("mysqli"),
        "php/mysqli_login.php",
    ),
    driver(
        "PDO_MYSQL",
        MySql,
        Language::Php("pdo_mysql"),
        "php/pdo_mysql_login.php",
    ),
    driver(
        "DBD::mysql",
        MySql,
        Language::Perl("DBD::mysql"),
        "perl/dbd_mysql_login.pl",
    )
    .known(Known::CannotDemandTls(
        "Enforcing SSL encryption is not supported",
    )),
    driver(
        "DBD::MariaDB",
        MySql,
        Language::Perl("DBD::MariaDB"),
        "perl/dbd_mariadb_login.pl",
    ),
    driver(
        "mysql2 (Ruby)",
        MySql,
        Language::Ruby("mysql2"),
        "ruby/mysql2_login.rb",
    ),
    driver(
        "mysql_async",
        MySql,
        Language::Rust,
        "rust/src/bin/mysql_async.rs",
    ),
    driver(
        "sqlx (MySQL)",
        MySql,
        Language::Rust,
        "rust/src/bin/sqlx_mysql.rs",
    ),
    driver(
        "go-sql-driver/mysql",
        MySql,
        Language::Go,
        "go/mysql_login.go",
    ),
    driver(
        "MariaDB Connector/J",
        MySql,
        Language::Java("mariadb-java-client.jar"),
        "java/MariaDbLogin.java",
    ),
    driver("`psql`", PostgreSql, Language::Shell("psql"), "cli/psql.sh"),
    driver(
        "psycopg",
        PostgreSql,
        Language::Python,
        "python/psycopg_login.py",
    ),
    driver(
        "asyncpg",
        PostgreSql,
        Language::Python,
        "python/asyncpg_login.py",
    ),
    driver(
        "pg (Node.js)",
        PostgreSql,
        Language::Node,
        "node/pg_login.js",
    ),
    driver(
        "PDO_PGSQL",
        PostgreSql,
        Language::Php("pdo_pgsql"),
        "php/pdo_pgsql_login.php",
    ),
    driver(
        "DBD::Pg",
        PostgreSql,
        Language::Perl("DBD::Pg"),
        "perl/dbd_pg_login.pl",
    ),
    driver(
        "pg (Ruby)",
        PostgreSql,
        Language::Ruby("pg"),
        "ruby/pg_login.rb",
    ),
    driver(
        "tokio-postgres",
        PostgreSql,
        Language::Rust,
        "rust/src/bin/tokio_postgres.rs",
    ),
    driver(
        "sqlx (PostgreSQL)",
        PostgreSql,
        Language::Rust,
        "rust/src/bin/sqlx_postgres.rs",
    ),
    driver("lib/pq", PostgreSql, Language::Go, "go/pq_login.go"),
    driver("pgx", PostgreSql, Language::Go, "go/pgx_login.go"),
    driver(
        "pgJDBC",
        PostgreSql,
        Language::Java("postgresql.jar"),
        "java/PgLogin.java",
    ),
];

impl Driver {
    const fn known(self, known: Known) -> Self {
        Self { known, ..self }
    }

    /// What runs the program, or what is missing.
    pub fn runtime(&self) -> Result<Runtime, String> {
        Runtime::of(self.language, self.program)
    }
}
