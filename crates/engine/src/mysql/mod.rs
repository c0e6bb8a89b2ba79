//! MySQL: what it has in a way of its own.

mod accounts;
mod caching_sha2;
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

/// MySQL's ways.
#[derive(Debug)]
pub(crate) struct MySql;

impl Dialect for MySql {
    fn product(&self) -> Product {
        Product::MySql
    }

    fn socket(&self) -> &'static str {
        "mysql.sock"
    }

    /// The X protocol has a port and a login of its own, which no token can pass. The module takes care
    /// of itself that nobody takes it out.
    fn options(&self) -> &'static str {
        "\
mysqlx = OFF
secure_file_priv = NULL
auto_generate_certs = OFF
innodb_redo_log_capacity = 32M
"
    }

    /// The newest of the server's own notes on who has used the data (a file since 8.3, JSON; earlier
    /// servers noted one version in another file).
    fn data_version(&self, data: &Path) -> Option<Version> {
        let read = |name| fs::read_to_string(data.join(name)).ok();
        match read("mysql_upgrade_history") {
            Some(history) => newest(&history),
            None => Version::parse(read("mysql_upgrade_info")?.trim()),
        }
    }

    fn upgrade_notice(&self, data: Version, server: Version) -> String {
        format!(
            "the data is of version {data}; the server brings it to {server} now, and there is no \
             way back"
        )
    }

    /// `ALTER INSTANCE RELOAD TLS` fails with 3888 otherwise.
    fn tracing(&self) -> Tracing {
        Tracing::Yes
    }

    fn login(&self, password: &Password) -> io::Result<String> {
        let digest = caching_sha2::digest(password.expose(), &caching_sha2::salt()?);
        let hex = digest
            .iter()
            .fold(String::new(), |text, byte| format!("{text}{byte:02X}"));
        Ok(format!("IDENTIFIED WITH caching_sha2_password AS 0x{hex}"))
    }

    fn administrator(&self, login: &str) -> Vec<String> {
        accounts::administrator(login)
    }

    fn master(&self, name: &str, login: &str) -> Vec<String> {
        accounts::master(name, login)
    }

    /// `max_execution_time` is for queries only; what installs waits for locks, if for anything.
    fn statement_limit(&self) -> String {
        "SET lock_wait_timeout = 5, max_execution_time = 5000".to_owned()
    }

    fn install_module(&self) -> &'static str {
        "INSTALL PLUGIN AWSAuthenticationPlugin SONAME 'aws_auth.so'"
    }

    fn reload_certificate(&self) -> &'static str {
        "ALTER INSTANCE RELOAD TLS"
    }

    fn accounts(&self) -> &'static str {
        accounts::ACCOUNTS
    }

    fn holders(&self) -> &'static str {
        accounts::HOLDERS
    }
}

fn newest(history: &str) -> Option<Version> {
    let entries = history.split("\"version\":\"").skip(1);
    entries.filter_map(Version::parse).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_version_of_the_history_counts() {
        // As MySQL 9.7.4 of Debian wrote it, and an entry before it.
        let history = r#"{"file_format":"1","upgrade_history":[
            {"date":"2024-01-01 00:00:00","version":"8.4.3","maturity":"LTS","initialize":true},
            {"date":"2026-11-24 01:29:03","version":"9.7.4-2","maturity":"LTS","update_history":
             [{"date":"2026-11-24 01:29:03","version_with_update":"9.7.4.0-2"}]}]}"#;
        assert_eq!(newest(history).unwrap().to_string(), "9.7.4");
        assert_eq!(newest("{}"), None);
    }
}
