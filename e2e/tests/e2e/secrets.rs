//! What nobody else may read, and what is in no log.

use std::fs;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::path::{Path, PathBuf};

use testkit::{CliOutput, Password};

use crate::api::Api;
use crate::people::{Key, Person, policy};
use crate::processes;
use crate::stand_in::{Own, StandIn, shared};

/// Everything below a folder, without following links.
fn walk(folder: &Path) -> Vec<(PathBuf, fs::Metadata)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // Servers remove temporary files while we look.
        let Ok(metadata) = fs::symlink_metadata(&path) else {
            continue;
        };
        if metadata.is_dir() {
            found.extend(walk(&path));
        }
        found.push((path, metadata));
    }
    found
}

/// Files for everybody.
const PUBLIC: [&str; 2] = ["FORMAT", "global-bundle.pem"];

/// Folders that others pass through, and cannot list.
const PASSAGES: [&str; 2] = ["sockets", "clusters"];

#[test]
fn nobody_else_reads_what_is_not_public() {
    let stand_in = shared();
    let root = stand_in.data_dir();
    assert_eq!(fs::metadata(&root).unwrap().mode() & 0o7777, 0o711);
    let own = fs::metadata(&root).unwrap().uid();
    let first = format!("sockets/{}.sock", stand_in.resource_id());
    assert!(root.join(&first).exists());
    for (path, metadata) in walk(&root) {
        let name = path
            .strip_prefix(&root)
            .unwrap()
            .to_str()
            .unwrap()
            .to_owned();
        let mode = metadata.mode() & 0o7777;
        let shown = format!("{name}: {mode:o}, {}:{}", metadata.uid(), metadata.gid());
        // A link has no mode of its own. The server's folder `run` is its alone.
        if metadata.is_symlink() || name.ends_with("run/mariadb.sock") {
            continue;
        }
        if PUBLIC.contains(&name.as_str()) {
            assert_eq!(mode, 0o644, "{shown}");
        } else if PASSAGES.contains(&name.as_str()) {
            assert_eq!(mode, 0o711, "{shown}");
        } else {
            assert_eq!(mode & 0o007, 0, "for others: {shown}");
        }
        if name.starts_with("agent") || name.starts_with("control-plane") || !name.contains('/') {
            assert_eq!(metadata.uid(), own, "{shown}");
            assert_eq!(mode & 0o020, 0, "writable for the group: {shown}");
        }
        if metadata.file_type().is_socket() && name.starts_with("sockets/") {
            assert_eq!((mode, metadata.uid()), (0o660, own), "{shown}");
            // Others are of servers that other tests attach, which run as whoever they do.
            if name == first {
                assert_eq!(metadata.gid(), group_of_servers(&root), "{shown}");
            }
        }
    }
}

/// The group that database servers run as, which is let in to the sockets that they ask at.
fn group_of_servers(root: &Path) -> u32 {
    let found = walk(&root.join("clusters"));
    let (_, data) = found
        .iter()
        .find(|(path, _)| path.ends_with("data"))
        .unwrap();
    data.gid()
}

#[test]
fn files_with_secrets_are_their_owners_alone() {
    let stand_in = shared();
    let root = stand_in.data_dir();
    for name in [
        "aws-credentials",
        "admin-password",
        "admin.cnf",
        "settings.json",
        "up.log",
        "control-plane/master.key",
        "control-plane/ca.key",
        "control-plane/store.sqlite",
        "agent/snapshot",
        "agent/agent.json",
        "agent/audit.jsonl",
        "agent/agent.log",
    ] {
        let metadata = fs::metadata(root.join(name)).unwrap();
        assert_eq!(metadata.mode() & 0o7777, 0o600, "{name}");
    }
    for name in ["control-plane", "agent"] {
        let metadata = fs::metadata(root.join(name)).unwrap();
        assert_eq!(metadata.mode() & 0o7777, 0o700, "{name}");
    }
}

/// Secrets of a stand-in after a day's work, each with what to call it.
struct Secrets(Vec<(&'static str, String)>);

impl Secrets {
    /// The name of the first that stands in these bytes.
    fn found_in(&self, bytes: &[u8]) -> Option<&'static str> {
        let contains = |secret: &str| {
            bytes
                .windows(secret.len())
                .any(|window| window == secret.as_bytes())
        };
        let found = self.0.iter().find(|(_, secret)| contains(secret))?;
        Some(found.0)
    }
}

#[test]
fn no_secret_is_in_a_log_a_process_list_a_snapshot_or_an_error() {
    let stand_in = Own::enabled();
    let (secrets, failed) = a_days_work(&stand_in);
    for output in failed {
        assert_ne!(output.code, Some(0), "{output:?}");
        assert_eq!(
            secrets.found_in(output.stderr.as_bytes()),
            None,
            "{output:?}"
        );
        assert_eq!(
            secrets.found_in(output.stdout.as_bytes()),
            None,
            "{output:?}"
        );
    }
    assert_eq!(
        secrets.found_in(stand_in.output().as_bytes()),
        None,
        "sekisho up's output"
    );
    for process in processes::all() {
        let found = secrets.found_in(process.command_line.as_bytes());
        assert_eq!(found, None, "process {}", process.pid);
    }
    for process in stand_in.processes() {
        let environment = fs::read(format!("/proc/{}/environ", process.pid)).unwrap();
        assert_eq!(secrets.found_in(&environment), None, "{process:?}");
    }
    assert_files_hold_no_secret(&stand_in.data_dir(), &secrets);
}

/// Logins that succeed and that fail, and commands that fail: every secret is used. Gives the secrets,
/// and what the failed commands said.
fn a_days_work(stand_in: &StandIn) -> (Secrets, Vec<CliOutput>) {
    stand_in.create_db_user("discreet");
    let person = Person::new(&stand_in.root(), "discreet");
    let arn = stand_in.db_user_arn("discreet");
    person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
    let key = &person.key;
    let session = session_of(&Api {
        key: key.clone(),
        ..stand_in.root()
    });
    let forged = Key {
        secret: "f".repeat(40),
        ..key.clone()
    };
    let purpose = stand_in.purpose("discreet");
    let tokens = [key, &session, &forged].map(|key| purpose.token(key));
    let logins = tokens.each_ref().map(|token| {
        let password = Password::Clear(token.clone().into_bytes());
        stand_in.client().log_in("discreet", &password).is_ok()
    });
    assert_eq!(logins, [true, true, false]);
    let no_host = ["token", "--hostname", "", "--port", "1", "--username", "x"];
    let failed = vec![
        stand_in.sekisho_as(key, ["connect", "nowhere", "--user", "discreet"]),
        stand_in.sekisho_as(key, no_host),
        stand_in.sekisho(["why", &tokens[2]]),
        stand_in.sekisho(["why", &format!("{}&Colour=red", tokens[0])]),
        stand_in.aws_as(key, &["iam", "list-users"]),
        stand_in.login("discreet", &tokens[2], "SELECT 1"),
    ];
    let signature = |token: &str| token.split_once("X-Amz-Signature=").unwrap().1.to_owned();
    let secrets = Secrets(vec![
        ("the root's secret access key", stand_in.root_key().secret),
        ("the user's secret access key", key.secret.clone()),
        ("the session's secret access key", session.secret),
        ("the session token", session.session_token.unwrap()),
        ("the master password", stand_in.master_password()),
        ("a token", signature(&tokens[0])),
        ("a token of a session", signature(&tokens[1])),
        ("a forged token", signature(&tokens[2])),
    ]);
    (secrets, failed)
}

/// Secrets stand only in the files that are for them.
fn assert_files_hold_no_secret(root: &Path, secrets: &Secrets) {
    const FOR_THEM: [&str; 3] = ["aws-credentials", "admin-password", "admin.cnf"];
    let mut logs = 0;
    for (path, metadata) in walk(root) {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        if !metadata.is_file() || FOR_THEM.contains(&name) || name.contains("/data/") {
            continue;
        }
        let bytes = fs::read(&path).unwrap_or_default();
        assert_eq!(secrets.found_in(&bytes), None, "{name}");
        let log = [".log", ".jsonl"].iter().any(|end| name.ends_with(end));
        logs += usize::from(log && !bytes.is_empty());
    }
    // up.log, agent.log, audit.jsonl, error.log
    assert!(logs >= 4, "only {logs} logs were looked at");
}

/// Credentials of `GetSessionToken`.
fn session_of(api: &Api) -> Key {
    let xml = api.ok("sts", "GetSessionToken", &[]);
    let text = |name: &str| crate::api::element(&xml, name).unwrap().to_owned();
    Key {
        id: text("AccessKeyId"),
        secret: text("SecretAccessKey"),
        session_token: Some(text("SessionToken")),
    }
}
