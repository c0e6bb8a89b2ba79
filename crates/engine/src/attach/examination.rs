//! What was found out about a server, and what attaching it would change. For people and machines.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::host::{self, HostProcess};
use super::journal::{self, JournalError};
use super::url::{DatabaseUrl, Place};

/// What attaching is asked for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The cluster's identifier.
    pub name: String,
    /// The native module: the plugin for MariaDB and MySQL, the PAM module for PostgreSQL.
    pub module: PathBuf,
    /// The folder of the agent's sockets.
    pub sockets: PathBuf,
    /// Where the agent finds the servers that it switches itself ([`super::Switches`]).
    pub switches: PathBuf,
}

/// How a server shows itself to clients.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Tls {
    /// Whether it offers TLS at all.
    pub on: bool,
    /// Its certificate, as a path of this host's.
    pub certificate: Option<PathBuf>,
    /// What it says clients may verify it with.
    pub certificate_authority: Option<PathBuf>,
}

/// What was found out.
#[derive(Debug, Clone, Serialize)]
pub struct Examination {
    /// `mariadb`, `mysql` or `postgres`.
    pub engine: String,
    /// Its version.
    pub version: String,
    /// The port that it listens on.
    pub port: u16,
    /// Its process.
    pub process: HostProcess,
    /// TLS.
    pub tls: Tls,
    /// Database users that log in by IAM already.
    pub iam_accounts: Vec<String>,
    /// What would be done, in order.
    pub changes: Vec<String>,
    /// What is good to know.
    pub notes: Vec<String>,
    /// What must be changed first.
    pub obstacles: Vec<String>,
}

impl Examination {
    /// The other name by which this very server is attached already, as the journals in `folder` have it.
    ///
    /// # Errors
    /// [`JournalError`]
    pub fn other_name(&self, folder: &Path, name: &str) -> Result<Option<String>, JournalError> {
        let attached = journal::all(folder)?.into_iter();
        let mut others = attached.filter(|record| record.name != name);
        let same = others.find(|record| self.is_at(&record.url));
        Ok(same.map(|record| record.name))
    }

    fn is_at(&self, url: &DatabaseUrl) -> bool {
        match (&url.place, url.socket()) {
            (Place::Tcp { port, .. }, _) => *port == self.port,
            (_, Some(socket)) => host::peer_of(&socket) == Some(self.process.pid),
            (_, None) => false,
        }
    }
}

impl fmt::Display for Examination {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { process, tls, .. } = self;
        writeln!(
            out,
            "{} {} on port {}, pid {}, user {}",
            self.engine, self.version, self.port, process.pid, process.uid
        )?;
        let path = |path: &Option<PathBuf>| match path {
            Some(path) => path.display().to_string(),
            None => "none".to_owned(),
        };
        match tls.on {
            true if tls.certificate.is_none() => {
                writeln!(
                    out,
                    "TLS is on: certificate made by the server at each start, authority none"
                )?;
            }
            true => writeln!(
                out,
                "TLS is on: certificate {}, authority {}",
                path(&tls.certificate),
                path(&tls.certificate_authority)
            )?,
            false => writeln!(out, "TLS is off")?,
        }
        match self.iam_accounts.as_slice() {
            [] => writeln!(out, "no database user logs in by IAM yet")?,
            accounts => writeln!(out, "log in by IAM already: {}", accounts.join(", "))?,
        }
        section(out, "What would be done:", &self.changes)?;
        section(out, "Good to know:", &self.notes)?;
        section(out, "In the way:", &self.obstacles)
    }
}

fn section(out: &mut fmt::Formatter<'_>, title: &str, lines: &[String]) -> fmt::Result {
    if lines.is_empty() {
        return Ok(());
    }
    writeln!(out, "{title}")?;
    for line in lines {
        writeln!(out, "  - {line}")?;
    }
    Ok(())
}
