//! Adds IAM logins to a database server that somebody runs already, and takes them away again:
//! examined first, every change written down before it is made, all of it undone on failure and by
//! `detach`. Nothing is restarted and no connection is cut.
//!
//! ```no_run
//! # async fn attach(request: engine::attach::Request) -> Result<(), Box<dyn std::error::Error>> {
//! use engine::attach::{DatabaseUrl, Journal, Server};
//!
//! let progress = |message: &str| tracing::info!("{message}");
//! let url = DatabaseUrl::parse("mysql://root@localhost")?;
//! let server = Server::at(&url, None, None);
//! println!("{}", server.examine(&request).await?); // what would change
//! let mut journal = Journal::open("/var/lib/sekisho/attached".as_ref(), "orders", &url)?;
//! let socket = "/var/lib/sekisho/run/cluster-EXAMPLE.sock".as_ref();
//! server.attach(&request, socket, &mut journal, &progress).await?;
//! # Ok(())
//! # }
//! ```

mod administrator;
mod block;
mod dial;
mod elf;
mod error;
mod examination;
mod host;
mod host_files;
mod journal;
mod login;
mod module;
mod mysql;
mod postgresql;
mod shown;
mod tls;
mod url;

use std::path::Path;

pub use error::AttachError;
pub use examination::{Examination, Request, Tls};
pub use host::{HostError, HostProcess};
pub use journal::{Change, Journal, JournalError, Record};
pub use login::{Proof, TrialLogin};
pub use module::ModuleError;
pub use mysql::OptionsError;
pub use postgresql::Switches;
pub use shown::{OwnSocket, ShownError};
pub use url::{DatabaseUrl, Family, Place, UrlError};

use self::administrator::Administrator;
use self::mysql::MySqlServer;
use self::postgresql::PostgreSqlServer;
use crate::spec::{Password, Progress};

/// A database server of somebody's own, reached as its administrator.
#[derive(Debug)]
pub struct Server(Kind);

#[derive(Debug)]
enum Kind {
    MySql(MySqlServer),
    PostgreSql(PostgreSqlServer),
}

impl Server {
    /// The server at this address. No connection is made yet. Over TCP it has to prove itself by one of
    /// these authorities, if any are named.
    pub fn at(url: &DatabaseUrl, password: Option<&Password>, authority: Option<&Path>) -> Self {
        let administrator = Administrator {
            url: url.clone(),
            password: password.cloned(),
            authority: authority.map(Path::to_owned),
        };
        match url.family {
            Family::MySql => Self(Kind::MySql(MySqlServer::new(administrator))),
            Family::PostgreSql => Self(Kind::PostgreSql(PostgreSqlServer::new(administrator))),
        }
    }

    /// Looks at everything and changes nothing.
    ///
    /// # Errors
    /// [`AttachError`]; what merely stands in the way is in the examination.
    pub async fn examine(&self, request: &Request) -> Result<Examination, AttachError> {
        match &self.0 {
            Kind::MySql(server) => server.examine(request).await,
            Kind::PostgreSql(server) => server.examine(request).await,
        }
    }

    /// Makes every change that the examination names; on failure all are undone. On a server that is
    /// attached already it brings everything up to date.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn attach(
        &self,
        request: &Request,
        agent_socket: &Path,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<Examination, AttachError> {
        match &self.0 {
            Kind::MySql(server) => {
                server
                    .attach(request, agent_socket, journal, progress)
                    .await
            }
            Kind::PostgreSql(server) => {
                server
                    .attach(request, agent_socket, journal, progress)
                    .await
            }
        }
    }

    /// Undoes what the journal holds, the latest first. What is gone already is no error.
    ///
    /// # Errors
    /// [`AttachError`]; what is not undone stays in the journal.
    pub async fn undo(
        &self,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<(), AttachError> {
        for change in journal.record().changes.clone().into_iter().rev() {
            self.undo_one(&change, journal, progress).await?;
        }
        Ok(())
    }

    async fn undo_one(
        &self,
        change: &Change,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<(), AttachError> {
        progress.report(&format!("taking away {change}"));
        match change {
            Change::File(path) if journal.is_shared(change)? => {
                progress.report(&format!("{} stays for another server", path.display()));
            }
            Change::File(path) => host_files::remove_file(path)?,
            _ => match &self.0 {
                Kind::MySql(server) => server.undo(change, &journal.record().name).await?,
                Kind::PostgreSql(server) => server.undo(change).await?,
            },
        }
        Ok(journal.forget(change)?)
    }

    /// Undoes what lies on this host, for a server that is gone for good or does not run: what is in
    /// its own tables stays there, and is said.
    ///
    /// # Errors
    /// [`AttachError`]
    pub fn undo_without_server(
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<(), AttachError> {
        for change in journal.record().changes.clone().into_iter().rev() {
            match &change {
                Change::File(path) if !journal.is_shared(&change)? => {
                    progress.report(&format!("taking away {change}"));
                    host_files::remove_file(path)?;
                }
                Change::Lines(path) => {
                    progress.report(&format!("taking away {change}"));
                    host_files::remove_lines(path, &journal.record().name)?;
                    host_files::rewrite(path, postgresql::without_block)?;
                }
                _ => progress.report(&format!("{change} stays")),
            }
            journal.forget(&change)?;
        }
        Ok(())
    }

    /// Returns when the agent has switched IAM authentication on in the server itself, where that is
    /// to be done.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn switched_on(&self) -> Result<(), AttachError> {
        match &self.0 {
            // The agent's answers are all there is to switch.
            Kind::MySql(_) => Ok(()),
            Kind::PostgreSql(server) => server.switched_on().await,
        }
    }

    /// Database users that log in by IAM.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn iam_accounts(&self) -> Result<Vec<String>, AttachError> {
        match &self.0 {
            Kind::MySql(server) => server.accounts().await,
            Kind::PostgreSql(server) => server.accounts().await,
        }
    }

    /// Whether the module that runs is the one that is installed now. A newer one is active after the
    /// server's next start.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn runs_current_module(&self) -> Result<bool, AttachError> {
        match &self.0 {
            Kind::MySql(server) => server.runs_current_module().await,
            // Each login loads it anew.
            Kind::PostgreSql(_) => Ok(true),
        }
    }

    /// Makes a database user for a trial login, which may do nothing else.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn make_trial_user(
        &self,
        user: &str,
        journal: &mut Journal,
    ) -> Result<(), AttachError> {
        journal.note(Change::Account(user.to_owned()))?;
        match &self.0 {
            Kind::MySql(server) => server.make_account(user).await,
            Kind::PostgreSql(server) => server.make_account(user).await,
        }
    }

    /// Removes every trial user that the journal holds.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn remove_trial_users(
        &self,
        journal: &mut Journal,
        progress: &dyn Progress,
    ) -> Result<(), AttachError> {
        let changes = journal.record().changes.clone();
        for change in changes
            .iter()
            .filter(|change| matches!(change, Change::Account(_)))
        {
            self.undo_one(change, journal, progress).await?;
        }
        Ok(())
    }

    /// Logs in with a token, as a client would.
    ///
    /// # Errors
    /// [`AttachError`]
    pub async fn log_in(&self, login: &TrialLogin<'_>) -> Result<Proof, AttachError> {
        match &self.0 {
            Kind::MySql(server) => server.log_in(login).await,
            Kind::PostgreSql(server) => server.log_in(login).await,
        }
    }
}

/// What keeps a server from its agent's socket.
fn sight(process: &HostProcess, sockets: &Path) -> Option<String> {
    let folder = sockets.display();
    if process.in_sight(sockets).is_none() {
        return Some(format!(
            "the server does not see the agent's folder {folder}: it runs in a chroot, a container or \
             with a private file system (systemd's PrivateTmp, ProtectHome); make the data directory \
             where it sees it, below /var/lib or /run"
        ));
    }
    process.barred_from(sockets)
}

/// Why a file of ours cannot be put into a folder of the server's.
fn unwritable(folder: &Path) -> Option<String> {
    use rustix::fs::Access;
    let refused = rustix::fs::access(folder, Access::WRITE_OK | Access::EXEC_OK).err()?;
    let refused = std::io::Error::from(refused);
    Some(format!(
        "{} cannot be written to ({refused}): a file of ours goes there; run `sekisho attach` as root, \
         and mount the folder writable for as long as that takes",
        folder.display()
    ))
}

/// What keeps the server from seeing a file that is put into this folder of the host's.
fn hidden(process: &HostProcess, folder: &Path) -> Option<String> {
    (folder.exists() && process.in_sight(folder).is_none()).then(|| {
        format!(
            "the server does not see this host's {}: it runs in a container or another mount \
             namespace; run the agent and `sekisho attach` inside of it",
            folder.display()
        )
    })
}

/// An error with all its causes, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_on_this_host_is_taken_away_without_the_server() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("aws_auth.so"), "module").unwrap();
        std::fs::write(at("my.cnf"), "[mysqld]\n").unwrap();
        let position = block::Position::Last;
        host_files::put_lines(&at("my.cnf"), "db", "x = 1\n", position).unwrap();
        let url = DatabaseUrl::parse("mysql://root@localhost").unwrap();
        let mut journal = Journal::open(&at("attached"), "db", &url).unwrap();
        for change in [
            Change::File(at("aws_auth.so")),
            Change::Lines(at("my.cnf")),
            Change::Module,
        ] {
            journal.note(change).unwrap();
        }
        Server::undo_without_server(&mut journal, &|_: &str| ()).unwrap();
        assert!(journal.record().changes.is_empty());
        assert!(!at("aws_auth.so").exists());
        let text = std::fs::read_to_string(at("my.cnf")).unwrap();
        assert_eq!(text, "[mysqld]\n");
    }
}
