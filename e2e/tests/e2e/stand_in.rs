//! A running `sekisho up`, and everything that a user does with it.

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::net::TcpListener;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rustix::process::Signal;
use serde_json::Value;
use testkit::{CliOutput, LoginClient, Password, Resumption, Session};

use crate::api::{Api, element};
use crate::people::{Key, Purpose};
use crate::processes::{self, Process, wait_for, wait_until};
use crate::{aws_cli, product};

/// The cluster that the first start makes.
pub const CLUSTER: &str = "mycluster";
pub const ACCOUNT: &str = "123456789012";
pub const REGION: &str = "us-west-2";

/// An identity provider, and the file with its keys, into which a test may write some.
const ISSUER: &str = "https://idp.example.com";
const JWKS: &str = "jwks.json";

/// What `up` prints when everything is there.
const READY: &str = "Sekisho is up.";

/// Waits for the end of the tests, however they end, and leaves nothing behind.
const WATCHDOG: &str = r#"
mine() { printf %s "$FOLDER" | grep -lsF -f - /proc/[0-9]*/cmdline | cut -d/ -f3; }
cat > /dev/null
for pid in $(mine); do kill -TERM "$pid"; done
for tick in $(seq 300); do [ -n "$(mine)" ] || break; sleep 0.1; done
for pid in $(mine); do kill -KILL "$pid"; done
rm -rf "$FOLDER"
"#;

/// A stand-in in a folder of its own.
#[derive(Debug)]
pub struct StandIn {
    folder: PathBuf,
    api_port: u16,
    up: Option<Child>,
    watchdog: Child,
}

/// A stand-in that no other test uses. There is one at a time: while it is down, another one would
/// take its database's port.
#[derive(Debug)]
pub struct Own {
    stand_in: StandIn,
    _turn: MutexGuard<'static, ()>,
}

fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Own {
    /// Starts one.
    pub fn start() -> Self {
        let turn = turn();
        Self {
            stand_in: StandIn::start(),
            _turn: turn,
        }
    }

    /// Starts one, and switches IAM authentication on.
    pub fn enabled() -> Self {
        let own = Self::start();
        own.switch_iam_authentication(true);
        own
    }

    /// The folder of one, with nothing started.
    pub fn folder_only() -> Self {
        let turn = turn();
        Self {
            stand_in: StandIn::down(),
            _turn: turn,
        }
    }
}

impl Deref for Own {
    type Target = StandIn;

    fn deref(&self) -> &StandIn {
        &self.stand_in
    }
}

impl DerefMut for Own {
    fn deref_mut(&mut self) -> &mut StandIn {
        &mut self.stand_in
    }
}

/// The stand-in of all tests that break nothing, with IAM authentication on.
pub fn shared() -> &'static StandIn {
    static SHARED: OnceLock<StandIn> = OnceLock::new();
    SHARED.get_or_init(|| {
        let _turn = turn();
        let stand_in = StandIn::start();
        stand_in.switch_iam_authentication(true);
        stand_in
    })
}

impl StandIn {
    fn start() -> Self {
        let mut stand_in = Self::down();
        stand_in.up();
        stand_in
    }

    fn down() -> Self {
        let folder = tempfile::Builder::new()
            .prefix("sekisho-e2e-")
            .tempdir()
            .unwrap()
            .keep();
        // The database server, another user, passes through.
        fs::set_permissions(&folder, Permissions::from_mode(0o711)).unwrap();
        fs::write(folder.join(JWKS), r#"{"keys":[]}"#).unwrap();
        let watchdog = Command::new("sh")
            .args(["-c", WATCHDOG])
            .env("FOLDER", &folder)
            .stdin(Stdio::piped())
            .process_group(0)
            .spawn()
            .expect("sh");
        Self {
            folder,
            api_port: free_port(),
            up: None,
            watchdog,
        }
    }

    /// A folder of the tests' own: the home, outputs, the data directory.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn data_dir(&self) -> PathBuf {
        self.folder.join("data")
    }

    pub fn api_port(&self) -> u16 {
        self.api_port
    }

    /// Runs `sekisho up` until it says that everything is there.
    pub fn up(&mut self) {
        self.up_begins();
        self.wait_until_ready();
    }

    /// Starts `sekisho up` with the database servers of these folders before the installed ones.
    pub fn up_on(&mut self, engines: &OsStr) {
        self.up_begins_with(&[OsStr::new("--engine-path"), engines]);
        self.wait_until_ready();
    }

    /// Starts `sekisho up` without a cluster of its own, and awaits agents of other hosts at this port.
    pub fn up_for_agents(&mut self, port: u16) {
        let address = format!("127.0.0.1:{port}");
        let more = ["--no-cluster", "--agents-listen", &address];
        self.up_begins_with(&more.map(OsStr::new));
        self.wait_until_it_is_up();
    }

    /// Starts `sekisho up` and does not wait.
    pub fn up_begins(&mut self) {
        self.up_begins_with(&[]);
    }

    fn up_begins_with(&mut self, more: &[&OsStr]) {
        assert!(self.up.is_none(), "it is up");
        let out = File::create(self.output_file()).unwrap();
        let child = self
            .command(product::sekisho())
            .args(["up", "--sample", "--port", &self.api_port.to_string()])
            .arg("--data-dir")
            .arg(self.data_dir())
            .arg("--oidc-jwks")
            .arg(format!("{ISSUER}={}", self.folder.join(JWKS).display()))
            .args(more)
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .process_group(0)
            .spawn()
            .expect("sekisho runs");
        self.up = Some(child);
    }

    pub fn wait_until_ready(&mut self) {
        self.wait_until_it_is_up();
        assert!(self.output().contains("available"), "{}", self.output());
    }

    fn wait_until_it_is_up(&mut self) {
        wait_until("sekisho up", || {
            let said = self.output();
            let ended = self.up.as_mut().unwrap().try_wait().unwrap();
            assert!(ended.is_none(), "sekisho up ended: {ended:?}\n{said}");
            said.contains(READY)
        });
    }

    /// What the last `up` printed so far.
    pub fn output(&self) -> String {
        fs::read_to_string(self.output_file()).unwrap()
    }

    fn output_file(&self) -> PathBuf {
        self.folder.join("up.out")
    }

    /// Sends a signal to `up` and waits until it has ended.
    pub fn end_up(&mut self, signal: Signal) -> ExitStatus {
        let mut child = self.up.take().expect("it is up");
        processes::send(child.id(), signal);
        wait_for("the end of sekisho up", || child.try_wait().unwrap())
    }

    /// Everything that runs of it, by the words that tell which is which.
    pub fn processes(&self) -> Vec<Process> {
        processes::of(&self.data_dir())
    }

    pub fn agent(&self) -> Option<Process> {
        let mut found = self.processes();
        found.retain(|process| process.command_line.contains(" agent "));
        found.pop()
    }

    pub fn database_server(&self) -> Option<Process> {
        let mut found = self.processes();
        found.retain(|process| process.command_line.contains("/my.cnf"));
        found.pop()
    }

    /// Runs `sekisho` with the root of the account's credentials.
    pub fn sekisho<Arg: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = Arg>) -> CliOutput {
        self.sekisho_with(&[], args)
    }

    /// Runs `sekisho` with this key.
    pub fn sekisho_as<Arg: AsRef<OsStr>>(
        &self,
        key: &Key,
        args: impl IntoIterator<Item = Arg>,
    ) -> CliOutput {
        self.sekisho_with(&key.environment(), args)
    }

    fn sekisho_with<Arg: AsRef<OsStr>>(
        &self,
        variables: &[(&str, String)],
        args: impl IntoIterator<Item = Arg>,
    ) -> CliOutput {
        let mut command = self.command(product::sekisho());
        command.envs(self.variables());
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        run(command.args(args))
    }

    /// Runs the AWS CLI with the root of the account's credentials.
    pub fn aws(&self, args: &[&str]) -> CliOutput {
        run(self.aws_command().args(args))
    }

    /// Runs the AWS CLI with this key.
    pub fn aws_as(&self, key: &Key, args: &[&str]) -> CliOutput {
        let mut command = self.aws_command();
        command.envs(key.environment());
        run(command.args(args))
    }

    /// Runs the AWS CLI, which must succeed, and reads the JSON that it prints.
    pub fn aws_json(&self, args: &[&str]) -> Value {
        json(self.aws(args))
    }

    /// The same with this key.
    pub fn aws_json_as(&self, key: &Key, args: &[&str]) -> Value {
        json(self.aws_as(key, args))
    }

    fn aws_command(&self) -> Command {
        let mut command = self.command(aws_cli::folder().join("aws"));
        command.envs(self.variables());
        command
    }

    /// A program with nothing of the tester's own environment but the path.
    #[expect(clippy::disallowed_methods, reason = "the path is handed on")]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap())
            .env("HOME", &self.folder)
            .env("LANG", "C.UTF-8")
            .current_dir(&self.folder)
            .stdin(Stdio::null());
        command
    }

    /// What `eval "$(sekisho env)"` sets.
    pub fn variables(&self) -> Vec<(String, String)> {
        let mut command = self.command(product::sekisho());
        let told = run(command
            .args(["env", "--json"])
            .arg("--data-dir")
            .arg(self.data_dir()));
        let Value::Object(variables) = json(told) else {
            panic!("no object")
        };
        variables
            .into_iter()
            .map(|(name, value)| (name, value.as_str().unwrap().to_owned()))
            .collect()
    }

    /// The root access key, as it stands in its file.
    pub fn root_key(&self) -> Key {
        let text = fs::read_to_string(self.data_dir().join("aws-credentials")).unwrap();
        let value = |name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            let value = line.unwrap().trim_start_matches([' ', '=']);
            value.trim().to_owned()
        };
        Key {
            id: value("aws_access_key_id"),
            secret: value("aws_secret_access_key"),
            session_token: None,
        }
    }

    /// The API, called by the root of the account.
    pub fn root(&self) -> Api {
        Api {
            port: self.api_port,
            region: REGION.to_owned(),
            key: self.root_key(),
        }
    }

    pub fn master_password(&self) -> String {
        let text = fs::read_to_string(self.data_dir().join("admin-password")).unwrap();
        text.trim().to_owned()
    }

    /// Runs statements as the master user, with the stock client and the option file that `up`
    /// leaves for it. Columns by tabs, no headings.
    pub fn admin(&self, statements: &str) -> CliOutput {
        let options = self.data_dir().join("admin.cnf");
        let mut command = self.command("mysql");
        command.arg(format!("--defaults-extra-file={}", options.display()));
        run(command.args(["--batch", "--skip-column-names", "-e", statements]))
    }

    /// An account that logs in with tokens.
    pub fn create_db_user(&self, name: &str) {
        let create = format!(
            "CREATE USER {name} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'; \
             GRANT SELECT ON sugi01.* TO {name}"
        );
        self.admin(&create).ok();
    }

    /// Logs in with the stock client as a person does, and runs statements.
    pub fn login(&self, user: &str, token: &str, statements: &str) -> CliOutput {
        let ca = self.data_dir().join("global-bundle.pem");
        self.login_with(
            user,
            token,
            &[
                &format!("--ssl-ca={}", ca.display()),
                "--ssl-verify-server-cert",
                "-e",
                statements,
            ],
        )
    }

    /// The same at a server of another port.
    pub fn login_at(&self, port: u16, user: &str, token: &str, statements: &str) -> CliOutput {
        let ca = format!(
            "--ssl-ca={}",
            self.data_dir().join("global-bundle.pem").display()
        );
        let arguments = [&ca, "--ssl-verify-server-cert", "-e", statements];
        self.login_with_at(port, user, token, &arguments)
    }

    /// Runs the stock client over TCP with whatever else is asked.
    pub fn login_with(&self, user: &str, token: &str, args: &[&str]) -> CliOutput {
        self.login_with_at(self.db_port(), user, token, args)
    }

    fn login_with_at(&self, port: u16, user: &str, token: &str, args: &[&str]) -> CliOutput {
        let mut command = self.command("mysql");
        command
            .arg("--no-defaults")
            .args([
                "--host=127.0.0.1",
                "--protocol=tcp",
                "--batch",
                "--skip-column-names",
            ])
            .arg(format!("--port={port}"))
            .arg(format!("--user={user}"))
            .arg(format!("--password={token}"));
        run(command.args(args))
    }

    /// Logs in as drivers do.
    pub fn client(&self) -> LoginClient {
        let ca = self.data_dir().join("global-bundle.pem");
        LoginClient::over_tls(self.db_port(), &ca, Resumption::Off)
    }

    /// An open connection of the master user.
    pub fn admin_session(&self) -> Session {
        let password = Password::Native(self.master_password().into_bytes());
        self.client().log_in("admin", &password).unwrap()
    }

    /// The database's port, as the option file for the master user says.
    pub fn db_port(&self) -> u16 {
        let text = fs::read_to_string(self.data_dir().join("admin.cnf")).unwrap();
        let port = text.lines().find_map(|line| line.strip_prefix("port="));
        port.unwrap().parse().unwrap()
    }

    pub fn resource_id(&self) -> String {
        let xml = self.root().ok("rds", "DescribeDBClusters", &[]);
        element(&xml, "DbClusterResourceId").unwrap().to_owned()
    }

    /// What a policy calls a user of the database.
    pub fn db_user_arn(&self, db_user: &str) -> String {
        let resource = self.resource_id();
        format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/{db_user}")
    }

    /// What a token for the database is minted for.
    pub fn purpose<'a>(&self, db_user: &'a str) -> Purpose<'a> {
        self.purpose_at(self.db_port(), db_user)
    }

    /// The same at a server of another port.
    pub fn purpose_at<'a>(&self, port: u16, db_user: &'a str) -> Purpose<'a> {
        Purpose {
            host: "127.0.0.1",
            port,
            db_user,
            region: REGION,
        }
    }

    /// Switches IAM authentication, and waits until it is so.
    pub fn switch_iam_authentication(&self, on: bool) {
        let on = on.to_string();
        let parameters = [
            ("DBClusterIdentifier", CLUSTER),
            ("EnableIAMDatabaseAuthentication", on.as_str()),
            ("ApplyImmediately", "true"),
        ];
        self.root().ok("rds", "ModifyDBCluster", &parameters);
        self.wait_until_iam_authentication_is(on == "true");
    }

    /// What `aws rds wait` does, which looks every 30 seconds.
    pub fn wait_until_iam_authentication_is(&self, on: bool) {
        let on = on.to_string();
        wait_until("the cluster is available again", || {
            let xml = self.root().ok("rds", "DescribeDBClusters", &[]);
            element(&xml, "Status") == Some("available")
                && element(&xml, "IAMDatabaseAuthenticationEnabled") == Some(on.as_str())
        });
    }

    /// What `sekisho logins` shows of a database user, the oldest first.
    pub fn logins(&self, db_user: &str) -> Vec<Value> {
        let told = self.sekisho(["logins", "--json", "--last", "100000"]).ok();
        let mut entries: Vec<Value> = told
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect();
        entries.retain(|entry| entry["db_user"] == db_user);
        entries
    }

    /// The last attempt of a database user.
    pub fn last_login(&self, db_user: &str) -> Value {
        self.logins(db_user).pop().expect("an attempt")
    }

    /// Asserts that nothing of it runs.
    pub fn assert_nothing_runs(&self) {
        let left = self.processes();
        assert!(left.is_empty(), "still there: {left:?}");
    }
}

impl Drop for StandIn {
    fn drop(&mut self) {
        if self.up.is_some() {
            let ended = self.end_up(Signal::TERM);
            if !std::thread::panicking() {
                assert!(ended.success(), "{ended}:\n{}", self.output());
                self.assert_nothing_runs();
            }
        }
        drop(self.watchdog.stdin.take());
        let _ = self.watchdog.wait();
    }
}

/// What the server says to a user whom it does not let in.
pub fn access_denied(user: &str) -> String {
    format!("ERROR 1045 (28000): Access denied for user '{user}'@'127.0.0.1' (using password: YES)")
}

/// What the server says where the feature is off.
pub const NOT_LOADED: &str = "ERROR 1524 (HY000): Plugin 'AWSAuthenticationPlugin' is not loaded";

/// Asserts that the client was refused with exactly this line.
#[track_caller]
pub fn assert_refused(output: &CliOutput, line: &str) {
    assert_eq!(output.code, Some(1), "{output:?}");
    assert_eq!(output.stderr.trim(), line);
    assert_eq!(output.stdout, "");
}

pub fn run(command: &mut Command) -> CliOutput {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap_or_else(|error| {
        panic!("{:?} does not run: {error}", command.get_program());
    });
    CliOutput {
        code: status.code(),
        stdout: String::from_utf8_lossy(&stdout).into_owned(),
        stderr: String::from_utf8_lossy(&stderr).into_owned(),
    }
}

pub fn json(output: CliOutput) -> Value {
    let text = output.ok();
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// A port that nobody listens on, below those that the kernel gives to outgoing connections. None is given
/// twice: who was given one may not listen there yet.
pub fn free_port() -> u16 {
    static LAST: Mutex<u16> = Mutex::new(0);
    let mut last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    let first = 14_000 + u16::try_from(std::process::id() % 5000).unwrap();
    let first = first.max(*last + 1);
    let free = (first..20_000).find(|port| TcpListener::bind(("127.0.0.1", *port)).is_ok());
    *last = free.expect("a free port");
    *last
}
