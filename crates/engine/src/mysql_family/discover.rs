use std::path::{Path, PathBuf};

use crate::discover::{DiscoverError, output};
use crate::product::Product;
use crate::search::SearchPath;
use crate::version::Version;

/// A server's program, and what belongs to it.
#[derive(Debug, Clone)]
pub struct Programs {
    /// What the server says of itself.
    pub version: Version,
    /// The server program.
    pub server: PathBuf,
    /// Above `sbin` or `bin` and `share`, where the server lies elsewhere than it was built for.
    pub base_directory: Option<PathBuf>,
    /// Where the package keeps the server's plugins.
    pub plugin_directory: PathBuf,
}

impl Programs {
    /// The first program of these names for whose version `parse` has an answer: `mysqld` is MySQL's
    /// server on one machine and a link to MariaDB's on another.
    pub(crate) async fn find(
        product: Product,
        names: &[&str],
        search: &SearchPath,
        parse: fn(&str) -> Option<Version>,
    ) -> Result<Self, DiscoverError> {
        let mut others = Vec::new();
        for server in search.find_all(names) {
            let said = output(&server, &["--no-defaults", "--version"]).await?;
            let Some(version) = parse(&said) else {
                others.push((server, said.trim().to_owned()));
                continue;
            };
            let base_directory = base_directory(&server);
            let plugin_directory = match elsewhere(base_directory.as_deref()) {
                Some(folder) => folder,
                None => plugin_directory(&server).await?,
            };
            return Ok(Self {
                version,
                server,
                base_directory,
                plugin_directory,
            });
        }
        Err(match others.into_iter().next() {
            Some((program, said)) => DiscoverError::Other {
                product,
                program,
                said,
            },
            None => DiscoverError::ServerMissing {
                product,
                searched: search.describe(),
            },
        })
    }

    /// `--basedir`, where the server has to be told.
    pub(crate) fn base_option(&self) -> Option<std::ffi::OsString> {
        let base = self.base_directory.as_deref();
        base.map(|base| crate::create::option("--basedir=", base))
    }
}

/// A server that was built for `/usr` and lies elsewhere looks for its messages in `/usr` all the same.
fn base_directory(server: &Path) -> Option<PathBuf> {
    let base = server.parent()?.parent()?;
    let is_elsewhere = base != Path::new("/usr") && base != Path::new("/");
    let has_messages = ["share/mysql", "share/mariadb", "share/english"]
        .iter()
        .any(|folder| base.join(folder).is_dir());
    (is_elsewhere && has_messages).then(|| base.to_owned())
}

fn elsewhere(base: Option<&Path>) -> Option<PathBuf> {
    let candidates = ["lib/mysql/plugin", "lib/plugin", "lib64/mysql/plugin"];
    let base = base?;
    candidates
        .iter()
        .map(|folder| base.join(folder))
        .find(|folder| folder.is_dir())
}

/// `mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu on x86_64 (Debian 12)`: the word
/// after `Ver`.
pub(crate) fn version_word(said: &str) -> Option<&str> {
    said.split_whitespace()
        .skip_while(|word| *word != "Ver")
        .nth(1)
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
