use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::engine::Version;
use crate::search::SearchPath;

/// MariaDB's programs on this machine.
#[derive(Debug, Clone)]
pub struct Installation {
    /// What the server says of itself.
    pub version: Version,
    /// The server program.
    pub server: PathBuf,
    /// The program that makes a new data directory.
    pub install_db: PathBuf,
    /// Where the package keeps the server's plugins.
    pub plugin_directory: PathBuf,
}

/// Why there is no MariaDB to use.
#[derive(Debug, thiserror::Error)]
pub enum DiscoverError {
    /// No server program.
    #[error(
        "MariaDB's server is not installed (looked in {searched}); run `apt install mariadb-server`"
    )]
    ServerMissing {
        /// The folders that were looked at.
        searched: String,
    },
    /// The server without its helper.
    #[error(
        "`mariadb-install-db`, which makes new data directories, is not installed (looked in \
         {searched}); run `apt install mariadb-server-core`"
    )]
    InstallDbMissing {
        /// The folders that were looked at.
        searched: String,
    },
    /// The server program does not run.
    #[error("could not run `{}`; reinstall it with `apt install --reinstall mariadb-server-core`", .program.display())]
    Run {
        /// The program.
        program: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A program of that name that is not MariaDB.
    #[error(
        "`{}` is not MariaDB: it calls itself `{said}`; run `apt install mariadb-server`",
        .program.display()
    )]
    NotMariaDb {
        /// The program.
        program: PathBuf,
        /// What it printed for `--version`.
        said: String,
    },
    /// MariaDB that does not say where its plugins are.
    #[error("`{}` does not say where its plugins are", .program.display())]
    NoPluginDirectory {
        /// The program.
        program: PathBuf,
    },
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Installation, DiscoverError> {
    let searched = || search.describe();
    let server =
        search
            .find(&["mariadbd", "mysqld"])
            .ok_or_else(|| DiscoverError::ServerMissing {
                searched: searched(),
            })?;
    let version = version(&server).await?;
    let install_db = search
        .find(&["mariadb-install-db", "mysql_install_db"])
        .ok_or_else(|| DiscoverError::InstallDbMissing {
            searched: searched(),
        })?;
    let plugin_directory = plugin_directory(&server).await?;
    Ok(Installation {
        version,
        server,
        install_db,
        plugin_directory,
    })
}

async fn version(server: &Path) -> Result<Version, DiscoverError> {
    let said = output(server, &["--no-defaults", "--version"]).await?;
    parse_version(&said).ok_or_else(|| DiscoverError::NotMariaDb {
        program: server.to_owned(),
        said: said.trim().to_owned(),
    })
}

/// `mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)`
fn parse_version(said: &str) -> Option<Version> {
    let word = said
        .split_whitespace()
        .skip_while(|word| *word != "Ver")
        .nth(1)?;
    word.contains("MariaDB").then(|| Version::parse(word))?
}

async fn plugin_directory(server: &Path) -> Result<PathBuf, DiscoverError> {
    let help = output(server, &["--no-defaults", "--verbose", "--help"]).await?;
    let folder = help
        .lines()
        .find_map(|line| line.strip_prefix("plugin-dir "))
        .map(str::trim);
    let folder = folder.filter(|folder| folder.starts_with('/'));
    folder
        .map(PathBuf::from)
        .ok_or_else(|| DiscoverError::NoPluginDirectory {
            program: server.to_owned(),
        })
}

async fn output(program: &Path, arguments: &[&str]) -> Result<String, DiscoverError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .env_clear()
        .env("LC_ALL", "C")
        .stdin(Stdio::null());
    let output = command
        .output()
        .await
        .map_err(|source| DiscoverError::Run {
            program: program.to_owned(),
            source,
        })?;
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
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
