use std::path::PathBuf;

use crate::discover::DiscoverError;
use crate::mysql_family::Programs;
use crate::mysql_family::discover::version_word;
use crate::product::Product;
use crate::search::SearchPath;
use crate::version::Version;

/// MariaDB's programs on this machine.
#[derive(Debug, Clone)]
pub struct Installation {
    /// The server.
    pub programs: Programs,
    /// The program that makes a new data directory.
    pub install_db: PathBuf,
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Installation, DiscoverError> {
    let names = ["mariadbd", "mysqld"];
    let programs = Programs::find(Product::MariaDb, &names, search, parse_version).await?;
    let install_db = search
        .find(&["mariadb-install-db", "mysql_install_db"])
        .ok_or_else(|| DiscoverError::HelperMissing {
            product: Product::MariaDb,
            helper: "mariadb-install-db",
            searched: search.describe(),
        })?;
    Ok(Installation {
        programs,
        install_db,
    })
}

fn parse_version(said: &str) -> Option<Version> {
    let word = version_word(said)?;
    word.contains("MariaDB").then(|| Version::parse(word))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mariadb_counts() {
        let debian = "mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64";
        assert_eq!(parse_version(debian).unwrap().to_string(), "10.11.19");
        let upstream = "mysqld  Ver 11.8.9-MariaDB for linux-systemd on x86_64";
        assert_eq!(parse_version(upstream).unwrap().to_string(), "11.8.9");
        assert_eq!(
            parse_version("mysqld  Ver 9.7.4 for Linux on x86_64 (Debian)"),
            None
        );
        assert_eq!(parse_version("Ver"), None);
    }
}
