//! A MariaDB or MySQL server of somebody's own.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::{
    Certificates, CliOutput, LoginClient, MariaDbOptions, Password, Resumption, Session, mysql_cli,
};

use super::family::{ENGINES, Unpacked, UserServer};
use super::other_host;
use super::{
    Files, assert_attached_once, described, files, killed_at, newer_module, said, switch, token,
};
use crate::processes::wait_until;
use crate::stand_in::{StandIn, access_denied, run, shared};
use crate::travellers::{TRAVELLERS, Travellers};

const PASSWORD: &str = "own-secret";

/// Where MySQL's client is among the unpacked engines.
const MYSQL_CLIENT: &str = "mysql/usr/bin/mysql";

/// Variables that change by themselves, and the module's, which stays in memory until the next start.
const VARIABLES: &str = "SHOW GLOBAL VARIABLES WHERE variable_name NOT LIKE 'awsauth%' \
     AND variable_name NOT LIKE '%gtid%' AND variable_name <> 'timestamp'";

const ACCOUNTS: &str = "SELECT host, user, plugin, authentication_string FROM mysql.user";

/// A server that includes a folder of options, or none.
struct Own {
    server: Box<dyn UserServer>,
    options: Option<TempDir>,
    name: &'static str,
}

/// A server as it is found.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    files: Files,
    tables: String,
    variables: String,
}

impl Own {
    fn with_option_folder(name: &'static str) -> Self {
        Self::with_lines(name, &[])
    }

    fn with_lines(name: &'static str, lines: &[&str]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(folder.path(), mode).unwrap();
        let include = format!("!includedir {}", folder.path().display());
        let options = MariaDbOptions::new().line("max_connections=400");
        let options = lines
            .iter()
            .fold(options, |options, line| options.line(*line));
        let server = options.line(include).start();
        Self::prepared(Box::new(server), Some(folder), name)
    }

    fn with_one_option_file(name: &'static str) -> Self {
        Self::prepared(Box::new(MariaDbOptions::new().start()), None, name)
    }

    fn prepared(server: Box<dyn UserServer>, options: Option<TempDir>, name: &'static str) -> Self {
        let own = Self {
            server,
            options,
            name,
        };
        own.sql("CREATE DATABASE shop");
        own.sql("CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY)");
        own.sql(&format!("CREATE USER local IDENTIFIED BY '{PASSWORD}'"));
        own.sql("GRANT ALL ON shop.* TO local");
        own
    }

    /// Runs a statement as root. Columns by tabs, no headings.
    fn sql(&self, statement: &str) -> String {
        let socket = format!("--socket={}", self.server.socket().display());
        let fixed = [
            "--user=root",
            "--batch",
            "--skip-column-names",
            "-e",
            statement,
        ];
        let output = mysql_cli([socket.as_str()].iter().chain(&fixed));
        let (complaint, log) = (&output.stderr, self.server.error_log());
        assert_eq!(output.code, Some(0), "{statement}: {complaint}{log}");
        output.stdout
    }

    fn url(&self) -> String {
        format!("mysql://root@{}", self.server.socket().display())
    }

    fn folder(&self) -> PathBuf {
        self.server.socket().parent().unwrap().to_owned()
    }

    fn found(&self) -> Found {
        let mut folders = vec![self.server.plugin_folder()];
        folders.extend(self.options.as_ref().map(|folder| folder.path().to_owned()));
        let mut files = files(&folders.iter().map(PathBuf::as_path).collect::<Vec<&Path>>());
        let main = self.folder().join("my.cnf");
        files.insert("my.cnf".to_owned(), (fs::read(main).unwrap(), 0, 0));
        Found {
            files,
            tables: [
                "SELECT * FROM mysql.plugin",
                ACCOUNTS,
                "SELECT * FROM mysql.db",
            ]
            .map(|statement| self.sql(statement))
            .concat(),
            variables: self.sql(VARIABLES),
        }
    }

    fn attach_args(&self) -> [String; 4] {
        ["attach", &self.url(), "--name", self.name].map(str::to_owned)
    }

    #[track_caller]
    fn attach(&self, stand_in: &StandIn, more: &[&str]) -> String {
        let args = self.attach_args();
        let args = args.iter().map(String::as_str).chain(more.iter().copied());
        stand_in.sekisho(args).ok()
    }

    #[track_caller]
    fn detach(&self, stand_in: &StandIn) -> String {
        stand_in.sekisho(["detach", self.name]).ok()
    }

    fn log_in(&self, stand_in: &StandIn, user: &str) -> CliOutput {
        self.log_in_with(user, &token(stand_in, self.server.port(), user))
    }

    fn log_in_with(&self, user: &str, token: &str) -> CliOutput {
        mysql_cli([
            "--host=127.0.0.1",
            &format!("--port={}", self.server.port()),
            &format!("--user={user}"),
            &format!("--password={token}"),
            &format!("--ssl-ca={}", self.server.ca().display()),
            "--ssl-verify-server-cert",
            "--batch",
            "--skip-column-names",
            "-e",
            "SELECT CURRENT_USER()",
        ])
    }

    /// By the cluster's name, and with nothing said of certificates.
    fn connect(&self, stand_in: &StandIn, user: &str) -> CliOutput {
        self.connect_by(stand_in, user, Path::new("mariadb"))
    }

    fn connect_by(&self, stand_in: &StandIn, user: &str, client: &Path) -> CliOutput {
        let of_client = [
            "--batch",
            "--skip-column-names",
            "-e",
            "SELECT CURRENT_USER()",
        ];
        let client = client.to_str().unwrap();
        let connect = [
            "connect", self.name, "--user", user, "--client", client, "--",
        ];
        stand_in.sekisho(connect.iter().chain(&of_client))
    }

    fn local_session(&self) -> Session {
        self.session(&Password::Native(PASSWORD.into()))
    }

    fn session(&self, password: &Password) -> Session {
        let client = LoginClient::over_tls(self.server.port(), &self.server.ca(), Resumption::Off);
        client.log_in("local", password).unwrap()
    }
}

/// One whose local users log in with passwords as MariaDB or MySQL has them.
struct OfAnotherHost {
    own: Own,
    password: Password,
}

pub fn on_another_host() -> Box<dyn other_host::Server> {
    Box::new(OfAnotherHost {
        own: Own::with_option_folder("own-mariadb-there"),
        password: Password::Native(PASSWORD.into()),
    })
}

/// The newest MySQL, if it is there.
pub fn mysql_on_another_host() -> Option<Box<dyn other_host::Server>> {
    let server = Box::new(Unpacked::mysql()?);
    Some(Box::new(OfAnotherHost {
        own: Own::prepared(server, None, "own-mysql-there"),
        password: Password::Sha2(PASSWORD.into()),
    }))
}

impl other_host::Server for OfAnotherHost {
    fn name(&self) -> &str {
        self.own.name
    }

    fn url(&self) -> String {
        self.own.url()
    }

    fn port(&self) -> u16 {
        self.own.server.port()
    }

    fn ca(&self) -> PathBuf {
        self.own.server.ca()
    }

    fn state(&self) -> String {
        format!("{:?}", self.own.found())
    }

    fn make_iam_user(&self, user: &str) {
        let create = format!("CREATE USER {user} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
        self.own.sql(&create);
    }

    fn drop_user(&self, user: &str) {
        self.own.sql(&format!("DROP USER {user}"));
    }

    fn log_in_with(&self, user: &str, token: &str) -> CliOutput {
        self.own.log_in_with(user, token)
    }

    fn refusal(&self, user: &str) -> String {
        access_denied(user)
    }

    fn assert_local_user_logs_in(&self) {
        self.own.session(&self.password).quit().unwrap();
    }

    fn restart(&mut self) {
        self.own.server.restart();
    }
}

#[test]
fn a_mariadb_is_attached_used_and_left_as_it_was_found() {
    for own in [
        Own::with_option_folder("own-mariadb-1"),
        Own::with_one_option_file("own-mariadb-2"),
    ] {
        assert_attached_used_and_left(own, "mariadb");
    }
}

#[test]
fn the_other_series_are_attached_used_and_left_as_they_were_found() {
    for (series, name) in [
        ("mysql", "own-mysql-9"),
        ("mysql-8.4", "own-mysql-84"),
        ("mysql-8.0", "own-mysql-80"),
    ] {
        if let Some(server) = Unpacked::mysql_of(series) {
            let own = Own::prepared(Box::new(server), None, name);
            assert_attached_used_and_left(own, "mysql");
        }
    }
    if let Some(server) = Unpacked::mariadb() {
        let own = Own::prepared(Box::new(server), None, "own-mariadb-11");
        assert_attached_used_and_left(own, "mariadb");
    }
}

fn assert_attached_used_and_left(mut own: Own, engine: &str) {
    let stand_in = shared();
    let before = own.found();
    let told = own.attach(
        stand_in,
        &["--tag", "team=shop", "--endpoint", &endpoint(&own)],
    );
    assert!(told.contains("certificate verified"), "{told}");
    let shown = |what| described(stand_in, own.name, what);
    assert_eq!(shown("Status").as_deref(), Some("available"));
    assert_eq!(shown("Engine").as_deref(), Some(engine));
    own.sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice@%\n");
    assert_attached_once(stand_in, &own.url(), own.name);
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice@%\n");
    let refused = stand_in.sekisho(["detach", own.name]);
    assert_eq!(refused.code, Some(1), "{}", said(&refused));
    assert!(refused.stderr.contains("`alice`@`%`"), "{}", refused.stderr);
    own.server.restart();
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice@%\n");
    own.sql("DROP USER alice");
    own.detach(stand_in);
    assert_eq!(own.found(), before);
    assert_eq!(described(stand_in, own.name, "Status"), None);
}

fn endpoint(own: &Own) -> String {
    format!("127.0.0.1:{}", own.server.port())
}

#[test]
fn a_dry_run_tells_everything_and_changes_nothing() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-dry");
    let before = own.found();
    let told = own.attach(stand_in, &["--dry-run"]);
    for part in [
        "INSTALL PLUGIN",
        "aws_auth.so",
        "zz-sekisho.cnf",
        "TLS is on",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
    let json: serde_json::Value =
        serde_json::from_str(&own.attach(stand_in, &["--dry-run", "--json"])).unwrap();
    assert_eq!(json["engine"], "mariadb");
    assert_eq!(json["process"]["pid"], own.server.pid());
    assert_eq!(own.found(), before);
    assert_eq!(described(stand_in, own.name, "Status"), None);
}

#[test]
fn a_file_that_is_no_module_never_comes_near_the_server() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-wrong");
    let before = own.found();
    let wrong = own.folder().join("wrong.so");
    fs::copy("/proc/self/exe", &wrong).unwrap();
    let args = own.attach_args();
    let module = ["--module".to_owned(), wrong.display().to_string()];
    let refused = stand_in.sekisho(args.iter().chain(&module));
    assert_eq!(refused.code, Some(1), "{}", said(&refused));
    assert!(
        refused.stdout.contains("_maria_plugin_"),
        "{}",
        refused.stdout
    );
    assert_eq!(own.found(), before);
}

#[test]
fn wherever_it_is_killed_it_is_undone_or_finished_by_the_next_run() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-killed");
    let before = own.found();
    let args = own.attach_args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut step = 1;
    while killed_at(stand_in, &args, step) {
        // Nothing was begun before there is a journal, and then there is nothing to detach.
        let journal = stand_in
            .data_dir()
            .join(format!("attached/{}.json", own.name));
        if step % 2 == 0 {
            own.attach(stand_in, &[]);
        }
        if journal.exists() {
            own.detach(stand_in);
        }
        assert_eq!(own.found(), before, "killed at step {step}");
        assert_eq!(
            described(stand_in, own.name, "Status"),
            None,
            "killed at step {step}"
        );
        step += 1;
    }
    assert!(step > 6, "it tells {step} steps only");
    own.detach(stand_in);
    assert_eq!(own.found(), before);
    let users = stand_in.root().iam("ListUsers", &[]);
    assert!(!users.contains("sekisho-trial-"), "{users}");
}

#[test]
fn it_goes_on_working_after_a_restart_and_is_refused_when_switched_off() {
    let stand_in = shared();
    let mut own = Own::with_one_option_file("own-mariadb-restart");
    own.attach(stand_in, &[]);
    own.sql("CREATE USER bob IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    own.server.restart();
    assert_eq!(own.log_in(stand_in, "bob").ok(), "bob@%\n");
    switch(stand_in, own.name, false);
    assert!(own.log_in(stand_in, "bob").stderr.contains("ERROR"));
    own.local_session().quit().unwrap();
    switch(stand_in, own.name, true);
    assert_eq!(own.log_in(stand_in, "bob").ok(), "bob@%\n");
    let told = stand_in.sekisho(["detach", own.name, "--force"]).ok();
    assert!(told.contains("`bob`@`%`"), "{told}");
    assert!(own.log_in(stand_in, "bob").stderr.contains("1045"));
    own.local_session().quit().unwrap();
    own.server.restart();
    assert!(own.log_in(stand_in, "bob").stderr.contains("1524"));
}

#[test]
fn a_server_that_is_gone_is_detached_by_force_only() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-gone");
    own.attach(stand_in, &[]);
    let options = own.options.as_ref().unwrap().path().to_owned();
    let name = own.name;
    assert!(options.join("zz-sekisho.cnf").exists());
    let Own {
        server,
        options: kept,
        ..
    } = own;
    drop(server);
    assert_eq!(stand_in.sekisho(["detach", name]).code, Some(3));
    stand_in.sekisho(["detach", name, "--force"]).ok();
    assert!(!options.join("zz-sekisho.cnf").exists());
    assert_eq!(described(stand_in, name, "Status"), None);
    drop(kept);
}

#[test]
fn a_mysql_with_certificates_of_its_own_is_known_by_their_authority() {
    let Some(server) = Unpacked::mysql_with_certificates_of_its_own() else {
        return;
    };
    let stand_in = shared();
    let own = Own::prepared(Box::new(server), None, "own-mysql-certified");
    let told = own.attach(stand_in, &[]);
    assert!(told.contains("certifies this server alone"), "{told}");
    own.sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    let of_mysql = Path::new(ENGINES).join(MYSQL_CLIENT);
    let connected = own.connect_by(stand_in, "alice", &of_mysql);
    assert_eq!(connected.ok(), "alice@%\n");
    assert_goes_on_without_tls(&own.connect(stand_in, "alice"));

    // Another server in its place, which is nobody that was ever attached.
    let other = Certificates::write_into(&own.folder());
    let data = own.server.ca().parent().unwrap().to_owned();
    for (from, to) in [
        (&other.ca, "ca.pem"),
        (&other.certificate, "server-cert.pem"),
        (&other.key, "server-key.pem"),
    ] {
        let content = fs::read(from).unwrap();
        fs::write(data.join(to), content).unwrap();
    }
    own.sql("ALTER INSTANCE RELOAD TLS");
    let refused = own.connect_by(stand_in, "alice", &of_mysql);
    assert!(refused.stderr.contains("ERROR 2026"), "{refused:?}");
    own.sql("DROP USER alice");
    own.detach(stand_in);
}

/// Each client program here, which differ in how they verify a server.
fn clients() -> impl Iterator<Item = PathBuf> {
    std::iter::once(PathBuf::from("mariadb")).chain(clients_without_names())
}

/// Those that can verify one without its name; the installed one cannot.
fn clients_without_names() -> impl Iterator<Item = PathBuf> {
    let unpacked = ["mariadb/usr/bin/mariadb", MYSQL_CLIENT];
    let unpacked = unpacked.map(|program| Path::new(ENGINES).join(program));
    unpacked.into_iter().filter(|program| program.exists())
}

fn assert_goes_on_without_tls(refused: &CliOutput) {
    assert_eq!(refused.code, Some(3), "{refused:?}");
    assert!(refused.stderr.contains("without TLS"), "{refused:?}");
}

#[test]
fn a_mariadb_that_makes_a_certificate_at_each_start_is_known_by_what_it_shows_at_its_socket() {
    let other = Unpacked::mariadb_with_certificates_of_its_own();
    let (Some(server), Some(other)) = (Unpacked::mariadb_with_certificates_of_its_own(), other)
    else {
        return;
    };
    let stand_in = shared();
    let mut own = Own::prepared(Box::new(server), None, "own-mariadb-certified");
    let before = own.found();
    let told = own.attach(stand_in, &[]);
    assert!(told.contains("shows at its own socket"), "{told}");
    assert!(told.contains("makes one at each start"), "{told}");
    own.sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    assert_goes_on_without_tls(&own.connect(stand_in, "alice"));
    for _start in 0..2 {
        for client in clients_without_names() {
            assert_eq!(own.connect_by(stand_in, "alice", &client).ok(), "alice@%\n");
        }
        own.server.restart();
    }

    // Whoever listens on the port is not who is at the socket.
    let journal = stand_in
        .data_dir()
        .join("attached/own-mariadb-certified.json");
    let true_record = fs::read_to_string(&journal).unwrap();
    let socket = |server: &dyn UserServer| server.socket().display().to_string();
    let own_socket = format!("\"path\": \"{}\"", socket(&*own.server));
    assert!(true_record.contains(&own_socket), "{true_record}");
    let others = format!("\"path\": \"{}\"", socket(&other));
    fs::write(&journal, true_record.replace(&own_socket, &others)).unwrap();
    for client in clients_without_names() {
        let refused = own.connect_by(stand_in, "alice", &client);
        assert!(refused.stderr.contains("ERROR 2026"), "{refused:?}");
    }
    fs::write(&journal, true_record).unwrap();
    own.sql("DROP USER alice");
    own.detach(stand_in);
    assert_eq!(own.found(), before);
}

/// Such a client talks to no server without TLS, so that a test could not see one start.
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn the_client_wants_tls() -> bool {
    let wants = mysql_cli(["--help"]).stdout.contains("--ssl-fp=");
    if wants {
        eprintln!("SKIPPED: it takes a client of MariaDB before 11.4, as the server is");
    }
    wants
}

#[test]
fn a_server_without_tls_gets_it_by_the_commands_that_the_refusal_says() {
    if the_client_wants_tls() {
        return;
    }
    let stand_in = shared();
    let mut own = Own::with_lines("own-mariadb-plain", &["skip-ssl"]);
    let refused = stand_in.sekisho(own.attach_args());
    assert_eq!(refused.code, Some(1), "{}", said(&refused));
    let commands = refused
        .stdout
        .lines()
        .filter(|line| line.starts_with("      "));
    let commands: Vec<_> = commands.map(str::trim).collect();
    let [certificate, options, restart] = commands[..] else {
        panic!("{refused:?}")
    };
    assert_eq!(restart, "systemctl restart mariadb");
    for command in [certificate, options] {
        let mut shell = std::process::Command::new("sh");
        run(shell.args(["-c", command])).ok();
    }
    own.server.restart();
    let told = own.attach(stand_in, &[]);
    assert!(told.contains("certificate verified"), "{told}");
    own.sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    for client in clients() {
        assert_eq!(own.connect_by(stand_in, "alice", &client).ok(), "alice@%\n");
    }
    own.sql("DROP USER alice");
    own.detach(stand_in);
}

#[test]
fn a_running_replica_is_attached_while_it_replicates_and_takes_over_the_sources_iam_users() {
    let stand_in = shared();
    let source = Own::with_lines("own-mariadb-source", &["log_bin=log", "server_id=1"]);
    let lines = [
        "log_bin=log",
        "server_id=2",
        "read_only=ON",
        "log_slave_updates=ON",
    ];
    let replica = Own::with_lines("own-mariadb-replica", &lines);
    source.sql("CREATE USER repl IDENTIFIED BY 'repl'");
    source.sql("GRANT REPLICATION SLAVE ON *.* TO repl");
    let begin = source.sql("SELECT @@gtid_binlog_pos");
    replica.sql(&format!("SET GLOBAL gtid_slave_pos = '{}'", begin.trim()));
    replica.sql(&format!(
        "CHANGE MASTER TO master_host='127.0.0.1', master_port={}, master_user='repl', \
         master_password='repl', master_use_gtid=slave_pos",
        source.server.port()
    ));
    replica.sql("START REPLICA");
    let written = || replica.sql("SELECT @@gtid_binlog_pos");
    let before = written();
    replica.attach(stand_in, &[]);
    source.attach(stand_in, &[]);
    assert_eq!(written(), before, "attaching is in the replica's own log");
    source.sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    wait_until("alice is on the replica", || {
        let count = "SELECT COUNT(*) FROM mysql.user WHERE user = 'alice'";
        replica.sql(count).trim() == "1"
    });
    for server in [&source, &replica] {
        assert_eq!(server.connect(stand_in, "alice").ok(), "alice@%\n");
    }
    source.sql("DROP USER alice");
    wait_until("alice is gone from the replica", || {
        let count = "SELECT COUNT(*) FROM mysql.user WHERE user = 'alice'";
        replica.sql(count).trim() == "0"
    });
    replica.detach(stand_in);
    source.detach(stand_in);
    let running = replica.sql("SHOW GLOBAL STATUS LIKE 'Slave_running'");
    assert_eq!(running.trim(), "Slave_running\tON");
}

#[test]
fn a_copy_of_an_attached_servers_data_is_attached_as_any_other() {
    let stand_in = shared();
    let mut own = Own::with_option_folder("own-mariadb-copy");
    // What such a copy brings: the row that loads the module, accounts of it, and no module.
    own.sql("INSERT INTO mysql.plugin VALUES ('AWSAuthenticationPlugin', 'aws_auth.so')");
    own.sql(
        "INSERT INTO mysql.global_priv VALUES ('%', 'alice', \
         '{\"plugin\": \"AWSAuthenticationPlugin\", \"authentication_string\": \"RDS\"}')",
    );
    own.server.restart();
    let refused = own.log_in(stand_in, "alice");
    assert!(refused.stderr.contains("1524"), "{refused:?}");
    let told = own.attach(stand_in, &["--dry-run"]);
    assert!(
        told.contains("log in by IAM already: `alice`@`%`"),
        "{told}"
    );
    own.attach(stand_in, &[]);
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice@%\n");
    own.server.restart();
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice@%\n");
    own.sql("DROP USER alice");
    own.detach(stand_in);
    assert_eq!(own.sql("SELECT * FROM mysql.plugin"), "");
}

/// Attaches over TCP as an administrator who gets in with a password and over TLS alone.
fn over_tcp(own: &Own, stand_in: &StandIn, more: &[&str]) -> CliOutput {
    let password = own.folder().join("password");
    fs::write(&password, PASSWORD).unwrap();
    let url = format!("mysql://dba@127.0.0.1:{}", own.server.port());
    let args = ["attach", &url, "--name", own.name, "--password-file"];
    let args = args.into_iter().chain([password.to_str().unwrap()]);
    stand_in.sekisho(args.chain(more.iter().copied()))
}

#[test]
fn an_administrator_comes_over_tls_and_says_no_password_to_a_server_that_does_not_prove_itself() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-tcp");
    let dba = format!("CREATE USER dba IDENTIFIED BY '{PASSWORD}' REQUIRE SSL");
    own.sql(&dba);
    own.sql("GRANT ALL ON *.* TO dba WITH GRANT OPTION");
    let before = own.found();
    let elsewhere = tempfile::tempdir().unwrap();
    let other = Certificates::write_into(elsewhere.path());
    let refused = over_tcp(&own, stand_in, &["--ssl-ca", other.ca.to_str().unwrap()]);
    assert_eq!(refused.code, Some(3), "{}", said(&refused));
    assert!(
        refused.stderr.contains("--ssl-ca must certify"),
        "{refused:?}"
    );
    assert_eq!(own.found(), before);
    over_tcp(
        &own,
        stand_in,
        &["--ssl-ca", own.server.ca().to_str().unwrap()],
    )
    .ok();
    let told = over_tcp(&own, stand_in, &[]).ok();
    assert!(told.starts_with("Already attached"), "{told}");
    let password = own.folder().join("password");
    let detach = ["detach", own.name, "--password-file"];
    let detach = detach.into_iter().chain([password.to_str().unwrap()]);
    stand_in.sekisho(detach).ok();
    assert_eq!(own.found(), before);
}

#[test]
fn a_password_goes_to_no_other_machine_that_does_not_prove_itself() {
    let stand_in = shared();
    // For documentation only (RFC 5737): nobody is dialled.
    for url in ["mysql://dba@198.51.100.1", "postgres://dba@198.51.100.1"] {
        let refused = stand_in.sekisho(["attach", url, "--name", "own-elsewhere"]);
        assert_eq!(refused.code, Some(3), "{}", said(&refused));
        assert!(
            refused.stderr.contains("no address of this machine"),
            "{refused:?}"
        );
    }
}

#[test]
fn two_hundred_connections_notice_nothing() {
    let own = Own::with_option_folder("own-mariadb-travel");
    let password = Password::Native(PASSWORD.into());
    assert_nothing_is_noticed(&own, &password);
}

#[test]
fn two_hundred_connections_to_mysql_notice_nothing() {
    let Some(server) = Unpacked::mysql() else {
        return;
    };
    let own = Own::prepared(Box::new(server), None, "own-mysql-travel");
    let password = Password::Sha2(PASSWORD.into());
    assert_nothing_is_noticed(&own, &password);
}

fn traveller(own: &Own, password: &Password) -> Session {
    let mut session = own.session(password);
    for statement in [
        "USE shop",
        "START TRANSACTION",
        "INSERT INTO orders VALUES ()",
    ] {
        session.query(statement).unwrap();
    }
    session
}

fn assert_nothing_is_noticed(own: &Own, password: &Password) {
    let stand_in = shared();
    let travellers = (0..TRAVELLERS).map(|_| traveller(own, password));
    let travellers = Travellers::set_out(travellers.collect());
    own.attach(stand_in, &[]);
    switch(stand_in, own.name, false);
    switch(stand_in, own.name, true);
    let newer = newer_module(testkit::module::aws_auth(), &own.folder());
    let told = own.attach(stand_in, &["--module", newer.to_str().unwrap()]);
    assert!(told.contains("after the server's next start"), "{told}");
    own.detach(stand_in);
    travellers.arrive();
    let rows = own.sql("SELECT COUNT(*) FROM shop.orders");
    assert_eq!(rows.trim(), TRAVELLERS.to_string());
}
