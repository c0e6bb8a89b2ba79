use std::path::{Path, PathBuf};

use crate::discover::{DiscoverError, output};
use crate::product::Product;
use crate::search::SearchPath;
use crate::version::Version;

/// PostgreSQL's programs on this machine. Several major versions live side by side there, and the
/// data of one is no other's.
#[derive(Debug, Clone)]
pub struct Installation {
    newest: Programs,
    older: Vec<Programs>,
}

/// One version's programs.
#[derive(Debug, Clone)]
pub(crate) struct Programs {
    pub(crate) version: Version,
    pub(crate) server: PathBuf,
    pub(crate) initdb: PathBuf,
}

impl Installation {
    pub(crate) fn version(&self) -> Version {
        self.newest.version
    }

    /// What new clusters are made with.
    pub(crate) fn newest(&self) -> &Programs {
        &self.newest
    }

    /// What runs data of this major version.
    pub(crate) fn of_major(&self, major: u32) -> Option<&Programs> {
        [&self.newest]
            .into_iter()
            .chain(&self.older)
            .find(|programs| programs.version.major == major)
    }
}

pub(crate) async fn discover(search: &SearchPath) -> Result<Installation, DiscoverError> {
    let mut found = Vec::new();
    let mut wrong = None;
    for server in search.find_all(&["postgres"]) {
        match programs(server).await {
            Ok(programs) => found.push(programs),
            Err(error) => wrong = wrong.or(Some(error)),
        }
    }
    // Of two that are the same the first that was found, as with every other program.
    found.sort_by_key(|programs| std::cmp::Reverse(programs.version));
    let mut found = found.into_iter();
    match (found.next(), wrong) {
        (Some(newest), _) => Ok(Installation {
            newest,
            older: found.collect(),
        }),
        (None, Some(error)) => Err(error),
        (None, None) => Err(DiscoverError::ServerMissing {
            product: Product::PostgreSql,
            searched: search.describe(),
        }),
    }
}

/// The server and its helpers lie together, always: they are of one version and find each other so.
/// What is found in a `PATH` may be a link to it.
async fn programs(found: PathBuf) -> Result<Programs, DiscoverError> {
    let server = found.canonicalize().unwrap_or(found);
    let said = output(&server, &["--version"]).await?;
    let version = parse_version(&said).ok_or_else(|| DiscoverError::Other {
        product: Product::PostgreSql,
        program: server.clone(),
        said: said.trim().to_owned(),
    })?;
    let initdb = server.with_file_name("initdb");
    if !initdb.is_file() {
        return Err(DiscoverError::HelperMissing {
            product: Product::PostgreSql,
            helper: "initdb",
            searched: server
                .parent()
                .unwrap_or(Path::new("/"))
                .display()
                .to_string(),
        });
    }
    Ok(Programs {
        version,
        server,
        initdb,
    })
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)`
fn parse_version(said: &str) -> Option<Version> {
    let number = said.strip_prefix("postgres (PostgreSQL) ")?;
    Version::parse_two(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_postgresql_counts() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(parse_version(debian).unwrap().to_string(), "15.18");
        assert_eq!(
            parse_version("postgres (PostgreSQL) 17.2\n")
                .unwrap()
                .to_string(),
            "17.2"
        );
        for other in ["mysqld  Ver 9.7.4", "postgres (PostgreSQL) 18beta1", ""] {
            assert_eq!(parse_version(other), None, "{other}");
        }
    }
}
