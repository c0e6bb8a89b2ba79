//! The clients of MySQL and MariaDB.

use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Login, Target, in_memory};
use crate::failure::{Failure, Outcome};

/// MariaDB's clients cut a line of an option file here, and print what is behind.
const MAX_OPTION_BYTES: usize = 4000;

/// Has a client send the token with its first packet inside TLS, which spares the round trip in which
/// the server would ask for it.
const AT_ONCE: &str = "default-auth=mysql_clear_password\n";

/// Hands everything over in an option file.
pub(super) fn become_client(login: &Login<'_>) -> Outcome {
    let client = Client::find(login.client, login.target)?;
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
        "[client]\nhost={}\nport={}\nuser={}\npassword={}\nssl-ca={}\n{AT_ONCE}{}",
        quoted(&target.host),
        target.port,
        quoted(login.user),
        quoted(token),
        quoted(&target.ssl_ca.display().to_string()),
        client.options(target)
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
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    MySql,
    MariaDb,
    /// One that takes a certificate's fingerprint (`ssl-fp`, since 11.4), and with `ssl-ca` wants the
    /// name in it too, whatever it is told.
    MariaDbWithFingerprints,
}

/// Since when MariaDB's clients take a fingerprint.
const FIRST_WITH_FINGERPRINTS: (u32, u32) = (11, 4);

impl Kind {
    /// By what a program says of its version, such as `mariadb from 11.8.9-MariaDB, client 15.2`.
    fn of(told: &str) -> Self {
        let mut words = told.split([' ', ',']);
        let Some(version) = words.find_map(|word| word.split_once("-MariaDB")) else {
            return Self::MySql;
        };
        let mut numbers = version.0.split('.').map(|number| number.parse().ok());
        let series = (numbers.next().flatten(), numbers.next().flatten());
        match series {
            (Some(major), Some(minor)) if (major, minor) >= FIRST_WITH_FINGERPRINTS => {
                Self::MariaDbWithFingerprints
            }
            _ => Self::MariaDb,
        }
    }

    /// Whether it gives up where there is no TLS. MariaDB's do if they are to check the server's name or
    /// its fingerprint, and in no other case.
    fn insists_on_tls(self, target: &Target) -> bool {
        match self {
            Self::MySql => true,
            Self::MariaDb => target.by_name,
            Self::MariaDbWithFingerprints => target.by_name || target.fingerprint.is_some(),
        }
    }
}

impl Client {
    /// The program that was chosen, or the first that is there; only one that will not go on without TLS.
    fn find(chosen: Option<&Path>, target: &Target) -> Result<Self, Failure> {
        let candidates: Vec<PathBuf> = match chosen {
            Some(program) => vec![program.to_owned()],
            None => ["mariadb", "mysql"].map(PathBuf::from).to_vec(),
        };
        let mut found = candidates.into_iter().filter_map(Self::examine).peekable();
        if found.peek().is_none() {
            return Err(Failure::failed(
                "no client program is found: install mariadb-client or mysql-client, or name one with \
                 --client",
            ));
        }
        let sure = found.find(|client| client.kind.insists_on_tls(target));
        sure.ok_or_else(|| {
            Failure::failed(
                "the server's certificate does not name it, and this client of MariaDB's, which then goes on \
                 without TLS, would give the token to whoever answers: install MySQL's client or name it \
                 with --client, or give the server a certificate with its name and attach it again",
            )
        })
    }

    fn examine(program: PathBuf) -> Option<Self> {
        let version = Command::new(&program)
            .arg("--version")
            .stderr(Stdio::null())
            .output()
            .ok()?;
        let kind = Kind::of(&String::from_utf8_lossy(&version.stdout));
        Some(Self { program, kind })
    }

    /// The options that verify the server and allow the token to be sent.
    fn options(&self, target: &Target) -> String {
        match (self.kind, &target.fingerprint) {
            (Kind::MariaDbWithFingerprints, Some(fingerprint)) => format!("ssl-fp={fingerprint}\n"),
            (Kind::MySql, _) if target.by_name => {
                "ssl-mode=VERIFY_IDENTITY\nenable-cleartext-plugin\n".to_owned()
            }
            (Kind::MySql, _) => "ssl-mode=VERIFY_CA\nenable-cleartext-plugin\n".to_owned(),
            (_, _) => "ssl-verify-server-cert\n".to_owned(),
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

    #[test]
    fn a_client_is_known_by_what_it_says_of_its_version() {
        for (told, kind) in [
            (
                "mariadb from 11.8.9-MariaDB, client 15.2 for debian-linux-gnu",
                Kind::MariaDbWithFingerprints,
            ),
            ("mariadb from 11.4.0-MariaDB", Kind::MariaDbWithFingerprints),
            ("mariadb from 12.1.2-MariaDB", Kind::MariaDbWithFingerprints),
            ("mariadb from 11.3.2-MariaDB", Kind::MariaDb),
            (
                "mysql  Ver 15.1 Distrib 10.11.19-MariaDB, for debian-linux-gnu",
                Kind::MariaDb,
            ),
            (
                "mysql  Ver 8.0.46-0ubuntu0.24.04.1 for Linux on x86_64",
                Kind::MySql,
            ),
            ("", Kind::MySql),
        ] {
            assert_eq!(Kind::of(told), kind, "{told}");
        }
    }

    #[test]
    fn no_client_is_taken_that_would_go_on_without_tls() {
        let insists = |kind: Kind, by_name, fingerprint: Option<&str>| {
            kind.insists_on_tls(&Target {
                family: super::super::Family::MySql,
                host: "127.0.0.1".to_owned(),
                port: 3306,
                region: None,
                ssl_ca: PathBuf::from("ca.pem"),
                by_name,
                fingerprint: fingerprint.map(str::to_owned),
                _kept: None,
            })
        };
        for (by_name, fingerprint) in [(true, None), (false, Some("00")), (false, None)] {
            assert!(insists(Kind::MySql, by_name, fingerprint));
            assert_eq!(insists(Kind::MariaDb, by_name, fingerprint), by_name);
        }
        assert!(insists(Kind::MariaDbWithFingerprints, true, None));
        assert!(insists(Kind::MariaDbWithFingerprints, false, Some("00")));
        assert!(!insists(Kind::MariaDbWithFingerprints, false, None));
    }
}
