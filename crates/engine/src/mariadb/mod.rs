//! MariaDB: what it has in a way of its own.

mod accounts;
mod create;
mod discover;

use std::fs;
use std::io;
use std::path::Path;

pub(crate) use create::create;
pub use discover::Installation;
pub(crate) use discover::discover;

use crate::mysql_family::dialect::{Dialect, Tracing};
use crate::product::Product;
use crate::spec::Password;
use crate::version::Version;

/// MariaDB's ways.
#[derive(Debug)]
pub(crate) struct MariaDb;

impl Dialect for MariaDb {
    fn product(&self) -> Product {
        Product::MariaDb
    }

    fn socket(&self) -> &'static str {
        "mariadb.sock"
    }

    fn options(&self) -> &'static str {
        "\
# The server crashes when the module is taken out and put in again under logins: it cannot be.
loose_awsauthenticationplugin = FORCE_PLUS_PERMANENT
collation_server = utf8mb4_general_ci
innodb_log_file_size = 32M
performance_schema = OFF
"
    }

    /// As `mariadb-install-db` and `mariadb-upgrade` note it; the file was renamed in the 11 series.
    fn data_version(&self, data: &Path) -> Option<Version> {
        let notes = ["mariadb_upgrade_info", "mysql_upgrade_info"];
        let texts = notes
            .iter()
            .filter_map(|name| fs::read_to_string(data.join(name)).ok());
        texts.filter_map(|text| Version::parse(text.trim())).max()
    }

    fn upgrade_notice(&self, data: Version, server: Version) -> String {
        format!(
            "the system tables are of version {data}; `mariadb-upgrade` brings them to {server}"
        )
    }

    fn tracing(&self) -> Tracing {
        Tracing::No
    }

    fn login(&self, password: &Password) -> io::Result<String> {
        Ok(accounts::login(password))
    }

    fn administrator(&self, login: &str) -> Vec<String> {
        accounts::administrator(login)
    }

    fn master(&self, name: &str, login: &str) -> Vec<String> {
        accounts::master(name, login)
    }

    /// For `INSTALL SONAME` the server heeds no `lock_wait_timeout`.
    fn statement_limit(&self) -> String {
        "SET max_statement_time = 5".to_owned()
    }

    fn install_module(&self) -> &'static str {
        "INSTALL SONAME 'aws_auth'"
    }

    fn reload_certificate(&self) -> &'static str {
        "FLUSH SSL"
    }

    fn accounts(&self) -> &'static str {
        accounts::ACCOUNTS
    }

    fn holders(&self) -> &'static str {
        accounts::HOLDERS
    }
}
