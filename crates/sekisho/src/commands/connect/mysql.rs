//! The clients of MySQL and MariaDB.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Login, in_memory};
use crate::failure::{Failure, Outcome};

/// MariaDB's clients cut a line of an option file here, and print what is behind.
const MAX_OPTION_BYTES: usize = 4000;

/// Hands everything over in an option file.
pub(super) fn become_client(login: &Login<'_>) -> Outcome {
    let client = Client::find(login.client)?;
    let token = login.token.expose();
    if token.len() > MAX_OPTION_BYTES {
        return Err(Failure::failed(format!(
            "the token has {} characters, and clients cut a line of their option files at \
             {MAX_OPTION_BYTES}: use credentials with a shorter session token",
            token.len()
        )));
    }
    let target = login.target;
    let options = zeroize::Zeroizing::new(format!(
        "[client]\nhost={}\nport={}\nuser={}\npassword={}\nssl-ca={}\n{}",
        quoted(&target.host),
        target.port,
        quoted(login.user),
        quoted(token),
        quoted(&target.ssl_ca.display().to_string()),
        client.options(target.by_name)
    ));
    let file = in_memory(options.as_bytes())?;
    let error = Command::new(&client.program)
        .arg(format!("--defaults-extra-file={}", file.path()))
        .args(login.client_args)
        .exec();
    Err(Failure::failed(format!(
        "cannot run {}: {error}",
        client.program.display()
    )))
}

/// A client program and whose it is: their options differ.
struct Client {
    program: PathBuf,
    mariadb: bool,
}

impl Client {
    fn find(chosen: Option<&Path>) -> Result<Self, Failure> {
        let candidates: Vec<PathBuf> = match chosen {
            Some(program) => vec![program.to_owned()],
            None => ["mariadb", "mysql"].map(PathBuf::from).to_vec(),
        };
        for program in &candidates {
            let version = Command::new(program)
                .arg("--version")
                .stderr(Stdio::null())
                .output();
            if let Ok(version) = version {
                let mariadb = String::from_utf8_lossy(&version.stdout).contains("MariaDB");
                return Ok(Self {
                    program: program.clone(),
                    mariadb,
                });
            }
        }
        Err(Failure::failed(
            "no client program is found: install mariadb-client or mysql-client, or name one with \
             --client",
        ))
    }

    /// The options that verify the server and allow the token to be sent. MariaDB's clients verify who
    /// certified it in either case.
    fn options(&self, by_name: bool) -> &'static str {
        match (self.mariadb, by_name) {
            (true, true) => "ssl-verify-server-cert\n",
            (true, false) => "ssl-verify-server-cert=0\n",
            (false, true) => "ssl-mode=VERIFY_IDENTITY\nenable-cleartext-plugin\n",
            (false, false) => "ssl-mode=VERIFY_CA\nenable-cleartext-plugin\n",
        }
    }
}

/// For an option file: in quotes, with backslashes and quotes escaped.
fn quoted(value: &str) -> String {
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_option_keeps_its_quotes_and_backslashes() {
        assert_eq!(quoted(r#"a"b\c"#), r#""a\"b\\c""#);
    }
}
