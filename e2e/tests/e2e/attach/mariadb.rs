//! A MariaDB server of somebody's own.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use testkit::{LoginClient, MariaDb, MariaDbOptions, Password, Resumption, Session};

use super::travellers::{TRAVELLERS, Traveller, Travellers};
use super::{Files, described, files, killed_at, said, switch, token};
use crate::stand_in::{StandIn, shared};

const PASSWORD: &str = "own-secret";

/// Variables that change by themselves, and the module's, which stays in memory until the next start.
const VARIABLES: &str = "SELECT variable_name, variable_value FROM information_schema.global_variables \
     WHERE variable_name NOT LIKE 'awsauth%' AND variable_name NOT LIKE '%gtid%' ORDER BY 1";

/// A server that includes a folder of options, or none.
struct Own {
    server: MariaDb,
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
        Self::prepared(server, Some(folder), name)
    }

    fn with_one_option_file(name: &'static str) -> Self {
        Self::prepared(MariaDbOptions::new().start(), None, name)
    }

    fn prepared(server: MariaDb, options: Option<TempDir>, name: &'static str) -> Self {
        server.sql(&format!(
            "CREATE DATABASE shop; CREATE TABLE shop.orders (id INT AUTO_INCREMENT PRIMARY KEY); \
             CREATE USER local IDENTIFIED BY '{PASSWORD}'; GRANT ALL ON shop.* TO local"
        ));
        Self {
            server,
            options,
            name,
        }
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
            tables: self.server.sql(
                "SELECT * FROM mysql.plugin; SELECT host, user, priv FROM mysql.global_priv; \
                 SELECT * FROM mysql.db",
            ),
            variables: self.server.sql(VARIABLES),
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

    fn log_in(&self, stand_in: &StandIn, user: &str) -> testkit::CliOutput {
        let token = token(stand_in, self.server.port(), user);
        self.server
            .cli(user, &token, &["-e", "SELECT CURRENT_USER()"])
    }

    fn local_session(&self) -> Session {
        let client = LoginClient::over_tls(self.server.port(), self.server.ca(), Resumption::Off);
        let password = Password::Native(PASSWORD.as_bytes().to_vec());
        client.log_in("local", &password).unwrap()
    }
}

#[test]
fn a_mariadb_is_attached_used_and_left_as_it_was_found() {
    let stand_in = shared();
    for own in [
        Own::with_option_folder("own-mariadb-1"),
        Own::with_one_option_file("own-mariadb-2"),
    ] {
        let before = own.found();
        let told = own.attach(
            stand_in,
            &["--tag", "team=shop", "--endpoint", &endpoint(&own)],
        );
        assert!(told.contains("certificate verified"), "{told}");
        assert_eq!(
            described(stand_in, own.name, "Status").as_deref(),
            Some("available")
        );
        assert_eq!(
            described(stand_in, own.name, "Engine").as_deref(),
            Some("mariadb")
        );
        own.server
            .sql("CREATE USER alice IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
        assert_eq!(own.log_in(stand_in, "alice").ok(), "alice@%\n");
        let refused = stand_in.sekisho(["detach", own.name]);
        assert_eq!(refused.code, Some(1), "{}", said(&refused));
        assert!(refused.stderr.contains("`alice`@`%`"), "{}", refused.stderr);
        own.server.sql("DROP USER alice");
        own.detach(stand_in);
        assert_eq!(own.found(), before);
        assert_eq!(described(stand_in, own.name, "Status"), None);
    }
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
    own.server
        .sql("CREATE USER bob IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
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

impl Traveller for Session {
    fn ask(&mut self) {
        self.query("SELECT COUNT(*) FROM shop.orders").unwrap();
    }

    fn commit(&mut self) {
        self.query("COMMIT").unwrap();
    }
}

#[test]
fn two_hundred_connections_notice_nothing() {
    let stand_in = shared();
    let own = Own::with_option_folder("own-mariadb-travel");
    let travellers: Vec<Session> = (0..TRAVELLERS)
        .map(|_| {
            let mut session = own.local_session();
            session.query("START TRANSACTION").unwrap();
            session
                .query("INSERT INTO shop.orders () VALUES ()")
                .unwrap();
            session
        })
        .collect();
    let travellers = Travellers::set_out(travellers);
    own.attach(stand_in, &[]);
    switch(stand_in, own.name, false);
    switch(stand_in, own.name, true);
    let newer = own.folder().join("newer.so");
    let mut module = fs::read(testkit::module::aws_auth()).unwrap();
    module.push(0);
    fs::write(&newer, module).unwrap();
    let told = own.attach(stand_in, &["--module", newer.to_str().unwrap()]);
    assert!(told.contains("after the server's next start"), "{told}");
    own.detach(stand_in);
    travellers.arrive();
    let rows = own.server.sql("SELECT COUNT(*) FROM shop.orders");
    assert_eq!(rows.trim(), TRAVELLERS.to_string());
}
