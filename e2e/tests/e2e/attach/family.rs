//! Servers of MariaDB and MySQL that were there before us: the installed MariaDB, and those that
//! `make engines` unpacks.

use std::fs;
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rustix::process::Signal;
use tempfile::TempDir;
use testkit::{Certificates, MariaDb, mysql_cli};

use crate::processes::{send, wait_for, wait_until};

/// Where `make engines` puts them.
pub const ENGINES: &str = "/var/cache/sekisho-engines";

/// A running server, reached as `root` through its socket.
pub trait UserServer {
    fn socket(&self) -> PathBuf;
    fn port(&self) -> u16;
    fn pid(&self) -> u32;
    fn ca(&self) -> PathBuf;
    fn plugin_folder(&self) -> PathBuf;
    /// What it wrote to its error log.
    fn error_log(&self) -> String;
    fn restart(&mut self);
}

impl UserServer for MariaDb {
    fn socket(&self) -> PathBuf {
        MariaDb::socket(self)
    }

    fn port(&self) -> u16 {
        MariaDb::port(self)
    }

    fn pid(&self) -> u32 {
        MariaDb::pid(self)
    }

    fn ca(&self) -> PathBuf {
        MariaDb::ca(self).to_owned()
    }

    fn plugin_folder(&self) -> PathBuf {
        MariaDb::plugin_folder(self)
    }

    fn error_log(&self) -> String {
        MariaDb::error_log(self)
    }

    fn restart(&mut self) {
        MariaDb::restart(self);
    }
}

const MYSQL_LINES: &str = "mysqlx=OFF\nsecure-file-priv=NULL\n";

/// Where a server's certificate comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tls {
    /// It names the server.
    Given,
    /// The server makes one, for no name, and an authority for it.
    Own,
}

fn initialize_mysql(base: &Path, config: &str) -> Command {
    let mut command = Command::new(base.join("sbin/mysqld"));
    command.arg(config).arg("--initialize-insecure");
    command
}

fn initialize_mariadb(base: &Path, config: &str) -> Command {
    let mut command = Command::new(base.join("bin/mariadb-install-db"));
    command
        .arg(config)
        .arg(format!("--basedir={}", base.display()))
        .args(["--skip-test-db", "--auth-root-authentication-method=normal"]);
    command
}

/// A server of another series than the installed one.
pub struct Unpacked {
    folder: TempDir,
    ca: PathBuf,
    base: PathBuf,
    program: &'static str,
    port: u16,
    child: Child,
}

impl Unpacked {
    /// The newest MySQL, if it is there.
    pub fn mysql() -> Option<Self> {
        Self::mysql_of("mysql")
    }

    /// MySQL of the series that `make engines` calls so, if it is there.
    pub fn mysql_of(series: &str) -> Option<Self> {
        Self::start(series, "mysqld", MYSQL_LINES, Tls::Given, initialize_mysql)
    }

    /// The newest MySQL with the certificates that it makes itself when it is given none.
    pub fn mysql_with_certificates_of_its_own() -> Option<Self> {
        Self::start("mysql", "mysqld", MYSQL_LINES, Tls::Own, initialize_mysql)
    }

    /// A newer MariaDB, if it is there.
    pub fn mariadb() -> Option<Self> {
        Self::start("mariadb", "mariadbd", "", Tls::Given, initialize_mariadb)
    }

    /// A newer MariaDB with the certificate that it makes at each start when it is given none.
    pub fn mariadb_with_certificates_of_its_own() -> Option<Self> {
        Self::start("mariadb", "mariadbd", "", Tls::Own, initialize_mariadb)
    }

    fn start(
        engine: &str,
        program: &'static str,
        lines: &str,
        tls: Tls,
        initialize: impl Fn(&Path, &str) -> Command,
    ) -> Option<Self> {
        let base = Path::new(ENGINES).join(engine).join("usr");
        if !base.join("sbin").join(program).exists() {
            skipped(engine);
            return None;
        }
        let folder = tempfile::Builder::new()
            .prefix("own-family-")
            .tempdir()
            .unwrap();
        let certificates = Certificates::write_into(folder.path());
        fs::create_dir(folder.path().join("plugin")).unwrap();
        let port = TcpListener::bind("127.0.0.1:0")
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let at = folder.path().display();
        let (ca, tls) = match tls {
            Tls::Own => (folder.path().join("data/ca.pem"), String::new()),
            Tls::Given => {
                let Certificates {
                    ca,
                    certificate,
                    key,
                } = &certificates;
                let [shown_ca, certificate, key] =
                    [ca, certificate, key].map(|path| path.display());
                let lines = format!("ssl-ca={shown_ca}\nssl-cert={certificate}\nssl-key={key}\n");
                (ca.clone(), lines)
            }
        };
        let config = format!(
            "[mysqld]\nbasedir={base}\ndatadir={at}/data\nsocket={at}/own.sock\npid-file={at}/pid\n\
             log-error={at}/error.log\nplugin-dir={at}/plugin\nbind-address=127.0.0.1\nport={port}\n\
             {lines}skip-name-resolve\nmax-connections=400\n{tls}innodb-buffer-pool-size=32M\n\
             innodb-use-native-aio=0\n",
            base = base.display(),
        );
        fs::write(folder.path().join("my.cnf"), config).unwrap();
        run(Command::new("chown")
            .args(["-R", "mysql:mysql"])
            .arg(folder.path()));
        let file = format!("--defaults-file={at}/my.cnf");
        run(as_mysql(&mut initialize(&base, &file)));
        let child = spawn(&base, program, folder.path());
        let server = Self {
            folder,
            ca,
            base,
            program,
            port,
            child,
        };
        server.wait_until_it_answers();
        Some(server)
    }

    fn wait_until_it_answers(&self) {
        let socket = format!("--socket={}", self.socket().display());
        wait_until("the server answers", || {
            mysql_cli([socket.as_str(), "--user=root", "-e", "SELECT 1"]).code == Some(0)
        });
    }

    fn stop(&mut self) {
        send(self.child.id(), Signal::TERM);
        wait_for("the server's end", || self.child.try_wait().unwrap());
    }
}

impl UserServer for Unpacked {
    fn socket(&self) -> PathBuf {
        self.folder.path().join("own.sock")
    }

    fn port(&self) -> u16 {
        self.port
    }

    fn pid(&self) -> u32 {
        self.child.id()
    }

    fn ca(&self) -> PathBuf {
        self.ca.clone()
    }

    fn plugin_folder(&self) -> PathBuf {
        self.folder.path().join("plugin")
    }

    fn error_log(&self) -> String {
        let bytes = fs::read(self.folder.path().join("error.log"));
        String::from_utf8_lossy(&bytes.unwrap_or_default()).into_owned()
    }

    fn restart(&mut self) {
        self.stop();
        self.child = spawn(&self.base, self.program, self.folder.path());
        self.wait_until_it_answers();
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        self.stop();
    }
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn skipped(engine: &str) {
    eprintln!("SKIPPED: no {engine} in {ENGINES}: run `make engines`");
}

/// Servers do not run as root.
fn as_mysql(command: &mut Command) -> &mut Command {
    if !rustix::process::geteuid().is_root() {
        return command;
    }
    let id = |what| {
        let output = Command::new("id").args([what, "mysql"]).output().unwrap();
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .unwrap()
    };
    command.uid(id("-u")).gid(id("-g"))
}

fn run(command: &mut Command) {
    let output = command.current_dir("/").output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {told}");
}

fn spawn(base: &Path, program: &str, folder: &Path) -> Child {
    let mut command = Command::new(base.join("sbin").join(program));
    command
        .arg(format!("--defaults-file={}/my.cnf", folder.display()))
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    as_mysql(&mut command).spawn().unwrap()
}
