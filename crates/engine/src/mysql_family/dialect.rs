use std::fmt::Debug;
use std::io;
use std::path::Path;

use crate::product::Product;
use crate::spec::Password;
use crate::version::Version;

/// The name under which accounts ask for the login module, as on RDS.
pub(crate) const MODULE_PLUGIN: &str = "AWSAuthenticationPlugin";

/// Whether a server traces its own certificate to a root, and refuses to change to one that it cannot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tracing {
    Yes,
    No,
}

/// All in which the servers of the family differ, for what is done with them alike.
pub(crate) trait Dialect: Debug + Send + Sync {
    fn product(&self) -> Product;

    /// The Unix socket's file name.
    fn socket(&self) -> &'static str;

    /// The lines of the option file that only this server knows.
    fn options(&self) -> &'static str;

    /// Whether it traces its own certificate to a root before it shows it.
    fn tracing(&self) -> Tracing;

    /// The version of the server that the data was last used by.
    fn data_version(&self, data: &Path) -> Option<Version>;

    /// What a person is told when older data meets this server.
    fn upgrade_notice(&self, data: Version, server: Version) -> String;

    /// `IDENTIFIED …` with a digest, so that the password itself is in no statement, log or process
    /// list of the server.
    fn login(&self, password: &Password) -> io::Result<String>;

    /// Makes our own account, or gives it back what it lost: executed at each start, since a master
    /// user can drop any account.
    fn administrator(&self, login: &str) -> Vec<String>;

    /// Makes the master user, or sets its password and privileges anew.
    fn master(&self, name: &str, login: &str) -> Vec<String>;

    /// Lets no statement of an administrator wait without an end where somebody has locked everything.
    fn statement_limit(&self) -> String;

    /// Loads the login module into the running server.
    fn install_module(&self) -> &'static str;

    /// Makes the running server read its certificate again.
    fn reload_certificate(&self) -> &'static str;

    /// All accounts that are no roles: name, host, plugin.
    fn accounts(&self) -> &'static str;

    /// The query, recursive in `holder`, of the accounts of the plugin in the parameter, each with
    /// itself and with the roles that it holds directly and through other roles.
    fn holders(&self) -> &'static str;
}
