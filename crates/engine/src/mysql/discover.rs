use crate::discover::DiscoverError;
use crate::mysql_family::Programs;
use crate::mysql_family::discover::version_word;
use crate::product::Product;
use crate::search::SearchPath;
use crate::version::Version;

/// MySQL's programs on this machine.
#[derive(Debug, Clone)]
pub struct Installation {
    /// The server, which also makes new data directories.
    pub programs: Programs,
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Installation, DiscoverError> {
    let programs = Programs::find(Product::MySql, &["mysqld"], search, parse_version).await?;
    Ok(Installation { programs })
}

/// `mysqld  Ver 9.7.4 for Linux on x86_64 (MySQL Community Server - GPL)`. MariaDB has its name in the
/// version.
fn parse_version(said: &str) -> Option<Version> {
    let word = version_word(said)?;
    (!word.contains("MariaDB")).then(|| Version::parse(word))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_mysql_counts() {
        let debian = "/usr/sbin/mysqld  Ver 9.7.4-2 for Linux on x86_64 ((Debian))";
        assert_eq!(parse_version(debian).unwrap().to_string(), "9.7.4");
        let percona =
            "mysqld  Ver 8.0.36-28 for Linux on x86_64 (Percona Server (GPL), Release 28)";
        assert_eq!(parse_version(percona).unwrap().to_string(), "8.0.36");
        let mariadb = "mysqld  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64";
        assert_eq!(parse_version(mariadb), None);
    }
}
