//! A MariaDB or MySQL server of somebody's own.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::{
    Certificates, CliOutput, LoginClient, MariaDbOptions, Password, Resumption, Session, mysql_cli,
};

use super::family::{Unpacked, UserServer};
use super::other_host;
use super::{
    Files, assert_attached_once, described, files, killed_at, newer_module, said, switch, token,
};
use crate::stand_in::{StandIn, access_denied, shared};
use crate::travellers::{TRAVELLERS, Travellers};

const PASSWORD: &str = "own-secret";

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
        let folder = tempfile::tempdir().unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        fs::set_permissions(folder.path(), mode).unwrap();
        let include = format!("!includedir {}", folder.path().display());
        let server = MariaDbOptions::new()
            .line("max_connections=400")
            .line(include)
            .start();
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
        let of_client = [
            "--batch",
            "--skip-column-names",
            "-e",
            "SELECT CURRENT_USER()",
        ];
        let connect = ["connect", self.name, "--user", user, "--"];
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
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice@%\n");

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
    let refused = own.connect(stand_in, "alice");
    assert!(refused.stderr.contains("ERROR 2026"), "{refused:?}");
    own.sql("DROP USER alice");
    own.detach(stand_in);
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
