//! The module inside a program that uses libpam as PostgreSQL does, before agents of every kind.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod faults;
mod library;
mod logins;
mod memory;
mod storms;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;
use testkit::host::{Host, printed};
use testkit::module::pam_rds_iam;
use testkit::{Script, ScriptedAgent};

/// PAM's codes, by `_pam_types.h`.
const SUCCESS: i32 = 0;
const PERM_DENIED: i32 = 6;
const AUTHINFO_UNAVAIL: i32 = 9;

/// A service file of our own in a folder of our own, so that none of this needs root.
struct Service(TempDir);

impl Service {
    fn asking(socket: &Path) -> Self {
        Self::with(&format!("socket={}", socket.display()))
    }

    fn with(arguments: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let module = pam_rds_iam().display();
        let lines = ["auth", "account", "session", "password"]
            .map(|kind| format!("{kind} required {module} {arguments}\n"));
        fs::write(folder.path().join("rds-iam"), lines.concat()).unwrap();
        Self(folder)
    }

    fn log_in(&self, password: &[u8]) -> Codes {
        self.log_in_from("127.0.0.1", password)
    }

    fn log_in_from(&self, remote_host: &str, password: &[u8]) -> Codes {
        let mut command = Command::new(host().program());
        Codes::parse(&self.run(&mut command, remote_host, 1, password))
    }

    /// Runs the host, or a program around it.
    fn run(
        &self,
        command: &mut Command,
        remote_host: &str,
        rounds: u32,
        password: &[u8],
    ) -> String {
        command
            .arg(self.0.path())
            .args(["rds-iam", "iamuser01", remote_host, &rounds.to_string()]);
        printed(command, password)
    }
}

/// What one round of the host printed.
#[derive(Debug, PartialEq, Eq)]
struct Codes {
    before: i32,
    authenticate: i32,
    account: i32,
    setcred: i32,
    sessions_and_passwords: [i32; 3],
    asked: i32,
    copies: i32,
}

impl Codes {
    fn parse(line: &str) -> Self {
        let value = |name: &str| {
            let word = line
                .split_whitespace()
                .find_map(|word| word.strip_prefix(name)?.strip_prefix('='));
            word.unwrap_or_else(|| panic!("no `{name}` in {line}"))
                .parse()
                .unwrap()
        };
        Self {
            before: value("before"),
            authenticate: value("authenticate"),
            account: value("account"),
            setcred: value("setcred"),
            sessions_and_passwords: ["open", "close", "chauthtok"].map(value),
            asked: value("asked"),
            copies: value("copies"),
        }
    }
}

fn stage(script: Script) -> (ScriptedAgent, Service) {
    let agent = ScriptedAgent::start(script);
    let service = Service::asking(&agent.path());
    (agent, service)
}

/// The host, compiled once.
fn host() -> &'static Host {
    static BUILT: OnceLock<Host> = OnceLock::new();
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/host/host.c");
    BUILT.get_or_init(|| Host::compile(source, &["-lpam"]))
}

/// A token of this length, recognisable.
fn token(length: usize) -> Vec<u8> {
    b"db.example:5432/?Action=connect&X-Amz-Signature="
        .iter()
        .copied()
        .cycle()
        .take(length)
        .collect()
}
