//! A real MariaDB server, alone in a folder.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU16, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, geteuid, kill_process};
use tempfile::TempDir;

use crate::certificates::Certificates;
use crate::cli::{CliOutput, mysql_cli};
use crate::module;
use crate::programs::find;

/// How long a server may take to start and to stop, on a slow and busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a server is to be.
#[derive(Clone, Debug, Default)]
pub struct MariaDbOptions {
    lines: Vec<String>,
    agent_socket: Option<PathBuf>,
}

impl MariaDbOptions {
    /// Nothing but what every server here has: TLS, names not resolved, no plugin.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A line for the `[mariadbd]` section of its option file.
    #[must_use]
    pub fn line(mut self, line: impl Into<String>) -> Self {
        self.lines.push(line.into());
        self
    }

    /// With our plugin, which asks here.
    #[must_use]
    pub fn agent_socket(mut self, path: impl Into<PathBuf>) -> Self {
        self.agent_socket = Some(path.into());
        self
    }

    /// With a pool of so many threads instead of one for each connection.
    #[must_use]
    pub fn pool_of_threads(self, size: usize) -> Self {
        self.line("thread_handling=pool-of-threads")
            .line(format!("thread_pool_size={size}"))
    }

    /// Starts the server and waits until it answers.
    #[must_use]
    pub fn start(self) -> MariaDb {
        MariaDb::start(self)
    }
}

/// A running server. It is stopped, by its process id, when this is dropped.
#[derive(Debug)]
pub struct MariaDb {
    folder: TempDir,
    options: MariaDbOptions,
    certificates: Certificates,
    port: u16,
    child: Child,
    watchdog: Watchdog,
}

impl MariaDb {
    /// Starts a server.
    ///
    /// # Panics
    /// With a sentence, when there is none on the machine or it does not start.
    #[must_use]
    pub fn start(options: MariaDbOptions) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("testkit-mariadb-")
            .tempdir()
            .expect("a folder");
        copy(&template(), &folder.path().join("data"));
        let certificates = Certificates::write_into(folder.path());
        let plugins = folder.path().join("plugin");
        fs::create_dir(&plugins).expect("a folder");
        if options.agent_socket.is_some() {
            fs::copy(module::aws_auth(), plugins.join("aws_auth.so"))
                .expect("a copy of the plugin");
        }
        let port = free_port();
        let config = config(folder.path(), &certificates, port, &options);
        fs::write(folder.path().join("my.cnf"), config).expect("an option file");
        give_to_server(folder.path());
        let child = spawn(folder.path());
        let watchdog = Watchdog::over(&child);
        let mut server = Self {
            folder,
            options,
            certificates,
            port,
            child,
            watchdog,
        };
        server.wait_until_it_answers();
        if server.options.agent_socket.is_some() {
            server.sql("INSTALL SONAME 'aws_auth'");
        }
        server
    }

    /// The port on 127.0.0.1.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its process.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Its Unix socket.
    #[must_use]
    pub fn socket(&self) -> PathBuf {
        self.folder.path().join("mariadb.sock")
    }

    /// The certificate of the CA that signed the server's.
    #[must_use]
    pub fn ca(&self) -> &Path {
        &self.certificates.ca
    }

    /// Where it loads plugins from.
    #[must_use]
    pub fn plugin_folder(&self) -> PathBuf {
        self.folder.path().join("plugin")
    }

    /// Runs statements as root and returns what they print: columns by tabs, no headings.
    ///
    /// # Panics
    /// When a statement fails.
    pub fn sql(&self, statements: &str) -> String {
        self.try_sql(statements).ok()
    }

    /// Runs statements as root, up to the first that fails.
    #[must_use]
    pub fn try_sql(&self, statements: &str) -> CliOutput {
        let socket = format!("--socket={}", self.socket().display());
        let fixed = [
            socket.as_str(),
            "--user=root",
            "--batch",
            "--skip-column-names",
        ];
        mysql_cli(fixed.iter().chain(&["-e", statements]))
    }

    /// A number among the status variables.
    #[must_use]
    pub fn status(&self, name: &str) -> u64 {
        let row = self.sql(&format!("SHOW GLOBAL STATUS LIKE '{name}'"));
        let value = row.trim().rsplit('\t').next().unwrap_or_default();
        value.parse().unwrap_or_else(|_| panic!("{name}: `{row}`"))
    }

    /// Runs the command-line client over TCP and TLS, verified.
    #[must_use]
    pub fn cli(&self, user: &str, password: &str, args: &[&str]) -> CliOutput {
        let ca = format!("--ssl-ca={}", self.ca().display());
        self.cli_with(
            user,
            password,
            &[&[ca.as_str(), "--ssl-verify-server-cert"], args].concat(),
        )
    }

    /// Runs the command-line client over TCP, with whatever else is asked.
    #[must_use]
    pub fn cli_with(&self, user: &str, password: &str, args: &[&str]) -> CliOutput {
        let fixed = [
            "--host=127.0.0.1".to_owned(),
            format!("--port={}", self.port),
            format!("--user={user}"),
            format!("--password={password}"),
            "--batch".to_owned(),
            "--skip-column-names".to_owned(),
        ];
        mysql_cli(fixed.iter().map(String::as_str).chain(args.iter().copied()))
    }

    /// What it wrote to its error log.
    #[must_use]
    pub fn error_log(&self) -> String {
        read_error_log(self.folder.path())
    }

    /// Whether the process that was started is still there.
    pub fn is_alive(&mut self) -> bool {
        self.child
            .try_wait()
            .expect("the state of a child")
            .is_none()
    }

    /// Stops it and starts it again, on the same data.
    pub fn restart(&mut self) {
        self.stop();
        self.child = spawn(self.folder.path());
        self.watchdog = Watchdog::over(&self.child);
        self.wait_until_it_answers();
    }

    fn wait_until_it_answers(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while self.try_sql("SELECT 1").code != Some(0) {
            let state = self.child.try_wait().expect("the state of a child");
            assert!(
                state.is_none(),
                "the server ended, {state:?}:\n{}",
                self.error_log()
            );
            assert!(
                Instant::now() < deadline,
                "the server does not answer:\n{}",
                self.error_log()
            );
            sleep(Duration::from_millis(50));
        }
    }

    fn stop(&mut self) {
        if !self.is_alive() {
            return;
        }
        signal(&self.child, Signal::TERM);
        let deadline = Instant::now() + PATIENCE;
        while self.is_alive() {
            if Instant::now() > deadline {
                signal(&self.child, Signal::KILL);
            }
            sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for MariaDb {
    fn drop(&mut self) {
        self.stop();
    }
}

/// Ends the server also when this process is killed and drops nothing.
#[derive(Debug)]
struct Watchdog(Child);

impl Watchdog {
    fn over(server: &Child) -> Self {
        // The end of its input is the end of this process: nobody else has the other end of the pipe.
        let watchdog = Command::new("sh")
            .args(["-c", "read -r _; kill -9 \"$0\""])
            .arg(server.id().to_string())
            .stdin(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        Self(watchdog.expect("sh starts"))
    }
}

impl Drop for Watchdog {
    /// Calls it off: the server has been stopped.
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn signal(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id())
        .ok()
        .and_then(Pid::from_raw)
        .expect("a process id");
    let _ = kill_process(pid, signal);
}

/// A data directory as it is before the first start, made once for each version of the server and
/// kept in the target directory: to make one takes longer than most tests.
fn template() -> PathBuf {
    let installer = find(
        &["mariadb-install-db", "mysql_install_db"],
        "mariadb-server",
    );
    let folder = module::target_folder().join("testkit");
    let template = folder.join(format!("mariadb-{}", version()));
    if template.exists() {
        return template;
    }
    fs::create_dir_all(&folder).expect("a folder");
    let unfinished = tempfile::Builder::new()
        .prefix("unfinished-")
        .tempdir_in(&folder)
        .expect("a folder");
    let data = unfinished.path().join("data");
    let output = Command::new(installer)
        .arg("--no-defaults")
        .arg(format!("--datadir={}", data.display()))
        .args([
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
        ])
        .args(["--innodb-log-file-size=4M", "--innodb-fast-shutdown=0"])
        .args(as_user())
        .output()
        .expect("mariadb-install-db runs");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "mariadb-install-db: {told}");
    match fs::rename(&data, &template) {
        // Another test was faster.
        Err(error) if error.kind() == ErrorKind::DirectoryNotEmpty => {}
        done => done.expect("the finished data directory in its place"),
    }
    template
}

fn version() -> String {
    let output = Command::new(find(&["mariadbd", "mysqld"], "mariadb-server"))
        .args(["--no-defaults", "--version"])
        .output()
        .expect("mariadbd runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text
        .split_whitespace()
        .skip_while(|word| *word != "Ver")
        .nth(1);
    version.unwrap_or("unknown").to_owned()
}

/// Servers refuse to run as root.
fn as_user() -> Option<&'static str> {
    geteuid().is_root().then_some("--user=mysql")
}

fn give_to_server(folder: &Path) {
    if geteuid().is_root() {
        run(Command::new("chown").args(["-R", "mysql:"]).arg(folder));
    }
}

fn copy(from: &Path, to: &Path) {
    run(Command::new("cp")
        .args(["-R", "--reflink=auto"])
        .arg(from)
        .arg(to));
}

fn run(command: &mut Command) {
    let status = command
        .status()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    assert!(status.success(), "{command:?}: {status}");
}

/// Without the kernel's asynchronous I/O, of which all servers of a machine have one store: MariaDB
/// aborts when its ring refuses a request, and a test has dozens of servers.
fn config(
    folder: &Path,
    certificates: &Certificates,
    port: u16,
    options: &MariaDbOptions,
) -> String {
    let folder = folder.display();
    let mut config = format!(
        "[mariadbd]\n\
         datadir={folder}/data\nsocket={folder}/mariadb.sock\npid-file={folder}/mariadb.pid\n\
         log-error={folder}/error.log\nplugin-dir={folder}/plugin\n\
         bind-address=127.0.0.1\nport={port}\nskip-name-resolve\nskip-log-bin\n\
         ssl-ca={}\nssl-cert={}\nssl-key={}\n\
         innodb-log-file-size=4M\ninnodb-buffer-pool-size=16M\ninnodb-flush-log-at-trx-commit=2\n\
         innodb-use-native-aio=0\n\
         max-connections=500\n",
        certificates.ca.display(),
        certificates.certificate.display(),
        certificates.key.display(),
    );
    let socket = options.agent_socket.as_ref().map(|path| {
        format!(
            "loose-awsauthenticationplugin-agent-socket={}",
            path.display()
        )
    });
    for line in socket.iter().chain(&options.lines) {
        writeln!(config, "{line}").expect("a string");
    }
    config
}

fn spawn(folder: &Path) -> Child {
    let log = File::options()
        .create(true)
        .append(true)
        .open(folder.join("stderr.log"));
    Command::new(find(&["mariadbd", "mysqld"], "mariadb-server"))
        .arg(format!("--defaults-file={}/my.cnf", folder.display()))
        .args(as_user())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log.expect("a file"))
        .spawn()
        .expect("mariadbd starts")
}

fn read_error_log(folder: &Path) -> String {
    ["error.log", "stderr.log"]
        .map(|name| fs::read(folder.join(name)).unwrap_or_default())
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .concat()
}

/// A port that nobody listens on, below those that the kernel gives to outgoing connections, where
/// one that is free now may be taken a moment later.
#[must_use]
pub fn free_port() -> u16 {
    const FIRST: u16 = 20_000;
    const COUNT: u16 = 12_000;
    static NEXT: AtomicU16 = AtomicU16::new(0);
    // Processes that run at the same time begin at different places.
    let offset = u16::try_from(process::id() % u32::from(COUNT)).unwrap_or_default();
    (0..COUNT)
        .map(|_| {
            let number = NEXT
                .fetch_add(1, Ordering::Relaxed)
                .wrapping_mul(7)
                .wrapping_add(offset);
            FIRST + number % COUNT
        })
        .find(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, *port)).is_ok())
        .expect("a free port")
}
