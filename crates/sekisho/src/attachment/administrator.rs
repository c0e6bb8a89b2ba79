//! Getting in as the server's administrator. The password is never an argument.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use engine::Password;
use engine::attach::{AttachError, DatabaseUrl, Server};
use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

use crate::failure::Failure;

/// The variable that may hold the password.
const VARIABLE: &str = "SEKISHO_DATABASE_PASSWORD";

/// Where the administrator's password comes from.
#[derive(Debug, Clone, Args)]
pub struct Administrator {
    /// A file with the administrator's password [default: SEKISHO_DATABASE_PASSWORD, else a prompt
    /// where one is needed]
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
    /// Certificates to verify the server with, before a password goes to it over TCP and in the trial
    /// [default for the trial: those that it names itself]
    #[arg(long, value_name = "FILE")]
    pub ssl_ca: Option<PathBuf>,
}

impl Administrator {
    fn given(&self) -> Result<Option<Password>, Failure> {
        match &self.password_file {
            Some(path) => from_file(path).map(Some),
            None => Ok(from_environment()),
        }
    }
}

/// Does something as the administrator. One that needs a password is asked for it once, at a terminal.
pub async fn as_administrator<T>(
    administrator: &Administrator,
    url: &DatabaseUrl,
    work: impl AsyncFn(&Server) -> Result<T, AttachError>,
) -> Result<(Server, T), Failure> {
    let given = administrator.given()?;
    let authority = administrator.ssl_ca.as_deref();
    let server = Server::at(url, given.as_ref(), authority);
    match work(&server).await {
        Ok(done) => Ok((server, done)),
        Err(AttachError::Connect { .. }) if given.is_none() && std::io::stdin().is_terminal() => {
            let password = prompt(url)?;
            let server = Server::at(url, Some(&password), authority);
            let done = work(&server).await?;
            Ok((server, done))
        }
        Err(error) => Err(error.into()),
    }
}

fn from_file(path: &Path) -> Result<Password, Failure> {
    let text = std::fs::read_to_string(path).map_err(|error| {
        Failure::usage(format!(
            "cannot read the password file {}: {error}",
            path.display()
        ))
    })?;
    Ok(Password::new(without_line_break(text)))
}

/// Editors and terminals end a line with a break that is no part of the password.
fn without_line_break(mut text: String) -> String {
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    text
}

#[expect(
    clippy::disallowed_methods,
    reason = "the binary reads the environment"
)]
fn from_environment() -> Option<Password> {
    std::env::var(VARIABLE).ok().map(Password::new)
}

/// Asks at the terminal, which shows nothing of the answer.
fn prompt(url: &DatabaseUrl) -> Result<Password, Failure> {
    let stdin = std::io::stdin();
    let shown = tcgetattr(&stdin)?;
    let mut hidden = shown.clone();
    hidden.local_modes.remove(LocalModes::ECHO);
    write!(std::io::stderr(), "Password of `{}` at {url}: ", url.user)?;
    tcsetattr(&stdin, OptionalActions::Flush, &hidden)?;
    let mut answer = String::new();
    let read = stdin.lock().read_line(&mut answer);
    tcsetattr(&stdin, OptionalActions::Flush, &shown)?;
    writeln!(std::io::stderr())?;
    read?;
    Ok(Password::new(without_line_break(answer)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_break_at_the_end_is_no_part_of_a_password() {
        assert_eq!(
            without_line_break(" two words \r\n".to_owned()),
            " two words "
        );
        assert_eq!(without_line_break("plain".to_owned()), "plain");
    }
}
