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

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

use tempfile::TempDir;
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
        let output = self.run(Command::new(host()), remote_host, 1, password);
        Codes::parse(&output)
    }

    /// Runs the host, or a program around it.
    fn run(&self, mut command: Command, remote_host: &str, rounds: u32, password: &[u8]) -> String {
        let mut child = command
            .arg(self.0.path())
            .args(["rds-iam", "iamuser01", remote_host, &rounds.to_string()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(password).unwrap();
        let output = child.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{}: {complaints}", output.status);
        String::from_utf8(output.stdout).unwrap()
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

/// The host, compiled once. Its symbols are bound when it starts, as PostgreSQL's are: binding later
/// saves the processor's registers to the stack, with whatever was last copied through them.
fn host() -> &'static Path {
    static BUILT: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, program) = BUILT.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let program = folder.path().join("host");
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/host/host.c");
        let status = Command::new("cc")
            .args(["-g", "-O1", "-Wall", "-Werror", "-o"])
            .arg(&program)
            .args([source, "-lpam", "-Wl,-z,now"])
            .status()
            .expect("a C compiler (`make deps`)");
        assert!(status.success(), "host.c does not compile");
        (folder, program)
    });
    program
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
