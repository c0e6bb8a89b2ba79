//! What a running MariaDB or MySQL says of itself.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::super::error::AttachError;
use super::super::login;
use super::super::module::{MARIADB_SYMBOLS, MYSQL_SYMBOLS};
use super::session::Session;

/// The name under which accounts ask for the login module.
pub(super) const PLUGIN: &str = "AWSAuthenticationPlugin";

/// Which of the two it is: their modules differ in their symbols, their options in the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    MariaDb,
    MySql,
}

impl Product {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadb",
            Self::MySql => "mysql",
        }
    }

    pub(super) fn symbols(self) -> &'static [&'static str] {
        match self {
            Self::MariaDb => &MARIADB_SYMBOLS,
            Self::MySql => &MYSQL_SYMBOLS,
        }
    }

    pub(super) fn option_group(self) -> &'static str {
        match self {
            Self::MariaDb => "mariadbd",
            Self::MySql => "mysqld",
        }
    }
}

/// Servers that the login module was tried in, by release series.
const TRIED: [(Product, Series); 5] = [
    (Product::MariaDb, (10, 11)),
    (Product::MariaDb, (11, 8)),
    (Product::MySql, (8, 0)),
    (Product::MySql, (8, 4)),
    (Product::MySql, (9, 7)),
];

/// The major and the minor number of a version.
type Series = (u32, u32);

/// What is known of the login module in servers of a version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Support {
    /// It was tried in this series.
    Tried,
    /// The interface has the same major version; nobody has tried.
    Untried,
    /// The interface is another one: it would crash the server.
    TooOld {
        /// From which on it is this one.
        first: Series,
    },
}

impl Product {
    /// The first series with the interface that the module is built for: MariaDB's has room for
    /// `preprocess_hash` since 10.4, MySQL's for `check_uninstall` since 8.0.
    fn first_series(self) -> Series {
        match self {
            Self::MariaDb => (10, 4),
            Self::MySql => (8, 0),
        }
    }

    /// What is known of a version such as `8.0.46`.
    pub(super) fn support(self, version: &str) -> Support {
        let mut numbers = version.split('.').map(|number| number.parse().unwrap_or(0));
        let series = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
        let first = self.first_series();
        match TRIED.contains(&(self, series)) {
            true => Support::Tried,
            false if series < first => Support::TooOld { first },
            false => Support::Untried,
        }
    }
}

/// How the login module stands in a server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ModuleState {
    /// Its `load_option`, when it is loaded.
    pub(super) loaded: Option<String>,
    /// Whether it is loaded at the next start too.
    pub(super) in_table: bool,
}

/// What the server says of itself.
#[derive(Debug, Clone)]
pub(super) struct Facts {
    pub(super) product: Product,
    /// `10.11.19`
    pub(super) version: String,
    pub(super) module: ModuleState,
    /// Accounts that log in by the module, as `` `user`@`host` ``.
    pub(super) accounts: Vec<String>,
    /// Whether there are accounts without a name.
    pub(super) anonymous: bool,
    /// Whether it lets everybody in, unasked (`--skip-grant-tables`).
    pub(super) unguarded: bool,
    settings: HashMap<String, String>,
}

impl Facts {
    pub(super) async fn ask(session: &mut Session) -> Result<Self, AttachError> {
        let rows: Vec<(String, String)> = session.query("tell its settings", SETTINGS, ()).await?;
        let settings: HashMap<_, _> = rows.into_iter().collect();
        let version = settings.get("version").cloned().unwrap_or_default();
        let product = match version.contains("MariaDB") {
            true => Product::MariaDb,
            false => Product::MySql,
        };
        let anonymous: Vec<u64> = session.query("list its accounts", ANONYMOUS, ()).await?;
        let user: Vec<String> = session.query("tell who is here", CURRENT_USER, ()).await?;
        let end = version.find(|c: char| !c.is_ascii_digit() && c != '.');
        Ok(Self {
            product,
            version: version
                .get(..end.unwrap_or(version.len()))
                .unwrap_or_default()
                .to_owned(),
            module: module_state(session).await?,
            accounts: accounts(session, product).await?,
            anonymous: anonymous.first().is_some_and(|count| *count > 0),
            unguarded: user.first().is_some_and(|user| user == NOBODY),
            settings,
        })
    }

    fn setting(&self, name: &str) -> Option<&str> {
        self.settings
            .get(name)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }

    pub(super) fn host(&self) -> &str {
        self.setting("hostname").unwrap_or_default()
    }

    pub(super) fn port(&self) -> Option<u16> {
        let networking = self.setting("skip_networking") != Some("ON");
        self.setting("port")?
            .parse()
            .ok()
            .filter(|port| *port != 0 && networking)
    }

    /// Where it is reached on its own host. An empty setting means everywhere.
    pub(super) fn own_address(&self) -> String {
        let listens_on = self.setting("bind_address").unwrap_or("*");
        login::own_address(listens_on).unwrap_or_else(|| "127.0.0.1".to_owned())
    }

    pub(super) fn pid_file(&self) -> Option<PathBuf> {
        self.path("pid_file")
    }

    pub(super) fn plugin_directory(&self) -> Option<PathBuf> {
        self.path("plugin_dir")
    }

    pub(super) fn certificate(&self) -> Option<PathBuf> {
        self.path("ssl_cert")
    }

    pub(super) fn certificate_authority(&self) -> Option<PathBuf> {
        self.path("ssl_ca")
    }

    /// Whether its certificate is in its memory alone, and another one after each start: MariaDB's since
    /// 11.4, where it is given none.
    pub(super) fn makes_certificates(&self) -> bool {
        self.tls_is_on() && self.certificate().is_none()
    }

    pub(super) fn data_directory(&self) -> Option<PathBuf> {
        self.path("datadir")
    }

    /// Its Unix socket.
    pub(super) fn socket(&self) -> Option<PathBuf> {
        self.path("socket")
    }

    /// An authority in its data directory: MySQL makes one at its first start, for itself alone (MySQL
    /// manual, *Creating SSL and RSA Certificates and Keys using MySQL*).
    pub(super) fn authority_of_its_own(&self) -> Option<PathBuf> {
        let authority = self.certificate_authority()?;
        let data = Path::new(self.setting("datadir")?);
        (authority.parent() == Some(data)).then_some(authority)
    }

    /// MariaDB says so itself; of MySQL, which makes a certificate at its first start, what it shows
    /// is the answer.
    pub(super) fn tls_is_on(&self) -> bool {
        match self.setting("have_ssl") {
            Some(answer) => answer == "YES",
            None => self.certificate().is_some(),
        }
    }

    pub(super) fn is_read_only(&self) -> bool {
        self.setting("super_read_only") == Some("ON")
    }

    /// Relative ones begin at the data directory.
    fn path(&self, name: &str) -> Option<PathBuf> {
        let path = Path::new(self.setting(name)?);
        Some(Path::new(self.setting("datadir")?).join(path))
    }
}

pub(super) async fn module_state(session: &mut Session) -> Result<ModuleState, AttachError> {
    let loaded: Vec<String> = session.query("list its plugins", LOADED, (PLUGIN,)).await?;
    let table: Vec<String> = session
        .query("list its plugins", IN_TABLE, (PLUGIN,))
        .await?;
    Ok(ModuleState {
        loaded: loaded.into_iter().next(),
        in_table: !table.is_empty(),
    })
}

/// An account may name several ways to log in, of which the module is one.
pub(super) async fn accounts(
    session: &mut Session,
    product: Product,
) -> Result<Vec<String>, AttachError> {
    let statement = match product {
        Product::MariaDb => MARIADB_ACCOUNTS,
        Product::MySql => MYSQL_ACCOUNTS,
    };
    session.query("list its accounts", statement, ()).await
}

const SETTINGS: &str = "SHOW GLOBAL VARIABLES WHERE Variable_name IN ('version', 'hostname', \
     'pid_file', 'datadir', 'plugin_dir', 'port', 'skip_networking', 'have_ssl', 'ssl_cert', \
     'ssl_ca', 'super_read_only', 'bind_address', 'socket')";

const LOADED: &str = "SELECT load_option FROM information_schema.plugins \
     WHERE plugin_name = ? AND plugin_status = 'ACTIVE'";

const IN_TABLE: &str = "SELECT dl FROM mysql.plugin WHERE LOWER(name) = LOWER(?)";

/// Nobody, where nobody was asked who he is.
const CURRENT_USER: &str = "SELECT CURRENT_USER()";
const NOBODY: &str = "@";

const ANONYMOUS: &str = "SELECT COUNT(*) FROM mysql.user WHERE user = ''";

const MARIADB_ACCOUNTS: &str = "SELECT CONCAT('`', user, '`@`', host, '`') FROM mysql.global_priv \
     WHERE CONVERT(priv USING utf8mb4) COLLATE utf8mb4_general_ci LIKE '%awsauthenticationplugin%' \
     ORDER BY user, host";

const MYSQL_ACCOUNTS: &str = "SELECT CONCAT('`', user, '`@`', host, '`') FROM mysql.user \
     WHERE LOWER(plugin) = 'awsauthenticationplugin' \
        OR LOWER(CAST(user_attributes AS CHAR)) LIKE '%awsauthenticationplugin%' \
     ORDER BY user, host";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_with_another_interface_is_told_from_one_that_nobody_has_tried() {
        let too_old = |first| Support::TooOld { first };
        for (product, version, support) in [
            (Product::MariaDb, "10.11.19", Support::Tried),
            (Product::MariaDb, "11.8.9", Support::Tried),
            (Product::MariaDb, "10.4.0", Support::Untried),
            (Product::MariaDb, "12.1.2", Support::Untried),
            (Product::MariaDb, "10.3.39", too_old((10, 4))),
            (Product::MariaDb, "5.5.68", too_old((10, 4))),
            (Product::MySql, "8.0.46", Support::Tried),
            (Product::MySql, "8.4.13", Support::Tried),
            (Product::MySql, "9.7.4", Support::Tried),
            (Product::MySql, "9.1.0", Support::Untried),
            (Product::MySql, "5.7.44", too_old((8, 0))),
            (Product::MySql, "", too_old((8, 0))),
        ] {
            assert_eq!(product.support(version), support, "{product:?} {version}");
        }
    }
}
