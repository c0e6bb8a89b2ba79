//! A PostgreSQL server of somebody's own.

mod standby;

use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rustix::process::Signal;
use tempfile::TempDir;
use testkit::{Certificates, CliOutput};

use super::other_host;
use super::{
    Files, assert_attached_once, described, files, killed_at, newer_module, said, switch, token,
};
use crate::processes::{send, wait_until};
use crate::stand_in::{Own as StandInOwn, StandIn, run, shared};
use crate::travellers::{TRAVELLERS, Traveller, Travellers};

/// A server with a data directory of its own, as the system's user `postgres`.
struct Own {
    folder: TempDir,
    programs: PathBuf,
    port: u16,
    name: String,
}

/// A server as it is found.
#[derive(Debug, PartialEq, Eq)]
struct Found {
    files: Files,
    roles: String,
    settings: String,
}

/// Each version that can be had, under a name of its own, the newest first. Attaching writes to
/// `/etc/pam.d`, and the server's own user lets it in.
fn each(name: &str) -> impl Iterator<Item = Own> {
    let programs = all_that_can_be_had().iter().zip(1..);
    programs
        .map(move |(programs, number)| Own::start(programs.clone(), &format!("{name}-{number}")))
}

#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn all_that_can_be_had() -> &'static [PathBuf] {
    let there = testkit::engines::postgresql();
    if there.is_empty() || !rustix::process::geteuid().is_root() {
        eprintln!("SKIPPED: no PostgreSQL, or not root: run `apt install postgresql`");
        return &[];
    }
    there
}

fn can_be_had() -> Option<PathBuf> {
    all_that_can_be_had().first().cloned()
}

fn ids() -> (u32, u32) {
    let number = |what| {
        let output = Command::new("id")
            .args([what, "postgres"])
            .output()
            .unwrap();
        String::from_utf8_lossy(&output.stdout)
            .trim()
            .parse()
            .unwrap()
    };
    (number("-u"), number("-g"))
}

impl Own {
    fn start(programs: PathBuf, name: &str) -> Self {
        let own = Self::planned(programs, name);
        let data = own.data();
        let data = data.to_str().unwrap();
        let initdb = [
            "-D",
            data,
            "-U",
            "postgres",
            "--auth-local=trust",
            "--auth-host=scram-sha-256",
        ];
        own.program("initdb", &initdb).ok();
        own.configure();
        let main = own.data().join("postgresql.conf");
        let text = fs::read_to_string(&main).unwrap() + "include 'more.conf'\n";
        fs::write(&main, text).unwrap();
        own.pg_ctl("start");
        own.sql("CREATE TABLE orders (id serial)");
        own
    }

    /// A folder of the server's user, and nothing in it yet.
    fn planned(programs: PathBuf, name: &str) -> Self {
        let folder = tempfile::Builder::new()
            .prefix("own-postgres-")
            .tempdir()
            .unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        let (uid, gid) = ids();
        std::os::unix::fs::chown(folder.path(), Some(uid), Some(gid)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        Self {
            folder,
            programs,
            port,
            name: name.to_owned(),
        }
    }

    /// A certificate, and the options that its main file includes.
    fn configure(&self) {
        let (uid, gid) = ids();
        let files = Certificates::write_into(self.folder.path());
        std::os::unix::fs::chown(&files.key, Some(uid), Some(gid)).unwrap();
        fs::set_permissions(&files.key, fs::Permissions::from_mode(0o600)).unwrap();
        let config = format!(
            "port={port}\nlisten_addresses='127.0.0.1'\nunix_socket_directories='{folder}'\n\
             max_connections=300\nshared_buffers=16MB\nfsync=off\nssl=on\n\
             ssl_cert_file='{}'\nssl_key_file='{}'\n",
            files.certificate.display(),
            files.key.display(),
            port = self.port,
            folder = self.folder.path().display(),
        );
        let path = self.data().join("more.conf");
        fs::write(&path, config).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    fn program(&self, name: &str, args: &[&str]) -> CliOutput {
        let (uid, gid) = ids();
        let mut command = Command::new(self.programs.join(name));
        run(command.args(args).uid(uid).gid(gid).current_dir("/"))
    }

    fn pg_ctl(&self, what: &str) {
        let (data, log) = (self.data(), self.data().join("log"));
        let (data, log) = (data.to_str().unwrap(), log.to_str().unwrap());
        let mut command = Command::new(self.programs.join("pg_ctl"));
        let (uid, gid) = ids();
        let ended = command
            .args(["-D", data, "-l", log, "-w", "-m", "fast", what])
            .uid(uid)
            .gid(gid)
            .current_dir("/")
            .stdout(std::process::Stdio::null())
            .status();
        assert!(ended.unwrap().success(), "{what}");
    }

    fn sql(&self, statement: &str) -> String {
        let mut command = Command::new("psql");
        let host = self.folder.path().to_str().unwrap();
        let port = self.port.to_string();
        command.args([
            "-XqAt", "-h", host, "-p", &port, "-U", "postgres", "-c", statement,
        ]);
        run(&mut command).ok()
    }

    fn url(&self) -> String {
        let folder = self.folder.path().to_str().unwrap().replace('/', "%2F");
        format!("postgres://postgres@{folder}:{}", self.port)
    }

    fn found(&self) -> Found {
        let mut files = files(&[Path::new("/etc/pam.d")]);
        // Other tests have services of their own there.
        files.retain(|name, _| !name.contains("sekisho-"));
        let hba = self.data().join("pg_hba.conf");
        let mode = fs::metadata(&hba).unwrap().permissions().mode();
        files.insert("pg_hba.conf".to_owned(), (fs::read(hba).unwrap(), mode, 0));
        Found {
            files,
            roles: self.sql("SELECT rolname, rolsuper, rolcanlogin FROM pg_roles ORDER BY 1"),
            settings: self.sql("SELECT name, setting FROM pg_settings ORDER BY 1"),
        }
    }

    fn service(&self, resource_id: &str) -> PathBuf {
        Path::new("/etc/pam.d").join(format!("sekisho-{}", resource_id.to_lowercase()))
    }

    fn attach_args(&self) -> [String; 6] {
        let ca = self.folder.path().join("ca.pem");
        let ca = ca.to_str().unwrap();
        ["attach", &self.url(), "--name", &self.name, "--ssl-ca", ca].map(str::to_owned)
    }

    #[track_caller]
    fn attach(&self, stand_in: &StandIn) -> String {
        stand_in.sekisho(self.attach_args()).ok()
    }

    #[track_caller]
    fn detach(&self, stand_in: &StandIn) -> String {
        stand_in.sekisho(["detach", &self.name]).ok()
    }

    /// By the cluster's name, and with nothing said of certificates.
    fn connect(&self, stand_in: &StandIn, user: &str) -> CliOutput {
        let statement = "SELECT current_user";
        stand_in.sekisho([
            "connect", &self.name, "--user", user, "--", "-XqAtc", statement,
        ])
    }

    /// A certificate as PostgreSQL's manual has people make one (*Creating Certificates*).
    fn sign_its_own_certificate(&self) {
        let at = |name: &str| self.folder.path().join(name).display().to_string();
        let files = ["-out", &at("server.pem"), "-keyout", &at("server.key")];
        let fixed = ["req", "-new", "-x509", "-days", "365", "-nodes", "-text"];
        let mut openssl = Command::new("openssl");
        openssl
            .args(fixed)
            .args(["-subj", "/CN=dbhost.example.com"]);
        run(openssl.args(files)).ok();
        let (uid, gid) = ids();
        std::os::unix::fs::chown(at("server.key"), Some(uid), Some(gid)).unwrap();
        fs::set_permissions(at("server.key"), fs::Permissions::from_mode(0o600)).unwrap();
        self.sql(&format!(
            "ALTER SYSTEM SET ssl_cert_file = '{}'",
            at("server.pem")
        ));
        self.sql(&format!(
            "ALTER SYSTEM SET ssl_key_file = '{}'",
            at("server.key")
        ));
        self.pg_ctl("restart");
    }

    fn log_in(&self, stand_in: &StandIn, user: &str) -> CliOutput {
        self.log_in_with(user, &token(stand_in, self.port, user))
    }

    fn log_in_with(&self, user: &str, password: &str) -> CliOutput {
        let address = format!(
            "host=127.0.0.1 port={} user={user} dbname=postgres sslmode=verify-full sslrootcert={}",
            self.port,
            self.folder.path().join("ca.pem").display()
        );
        let mut command = Command::new("psql");
        command
            .args(["-XqAt", &address, "-c", "SELECT current_user"])
            .env("PGPASSWORD", password);
        run(&mut command)
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.pg_ctl("stop");
        self.leave_nothing_on_the_machine();
    }
}

impl Own {
    /// What a test that failed did not detach.
    fn leave_nothing_on_the_machine(&self) {
        let hba = fs::read_to_string(self.data().join("pg_hba.conf")).unwrap_or_default();
        let service = hba.split("pamservice=").nth(1);
        let Some(service) = service.and_then(|rest| rest.split_whitespace().next()) else {
            return;
        };
        let service = Path::new("/etc/pam.d").join(service);
        let text = fs::read_to_string(&service).unwrap_or_default();
        let mut words = text.split_whitespace();
        let module = words.find(|word| word.contains("/pam_rds_iam-"));
        for file in module.map(PathBuf::from).into_iter().chain([service]) {
            let _ = fs::remove_file(file);
        }
    }
}

/// The newest, if there is one.
pub fn on_another_host() -> Option<Box<dyn other_host::Server>> {
    let own = Own::start(can_be_had()?, "own-postgres-there");
    own.sql(&format!("CREATE USER local PASSWORD '{PASSWORD}'"));
    Some(Box::new(own))
}

impl other_host::Server for Own {
    fn name(&self) -> &str {
        &self.name
    }

    fn url(&self) -> String {
        Own::url(self)
    }

    fn port(&self) -> u16 {
        self.port
    }

    fn ca(&self) -> PathBuf {
        self.folder.path().join("ca.pem")
    }

    fn state(&self) -> String {
        format!("{:?}", self.found())
    }

    fn make_iam_user(&self, user: &str) {
        self.sql(&format!("CREATE USER {user} IN ROLE rds_iam"));
    }

    fn drop_user(&self, user: &str) {
        self.sql(&format!("DROP USER {user}"));
    }

    fn log_in_with(&self, user: &str, token: &str) -> CliOutput {
        Own::log_in_with(self, user, token)
    }

    fn refusal(&self, user: &str) -> String {
        format!("FATAL:  PAM authentication failed for user \"{user}\"")
    }

    fn assert_local_user_logs_in(&self) {
        assert_eq!(self.log_in_with("local", PASSWORD).ok(), "local\n");
    }

    fn restart(&mut self) {
        self.pg_ctl("restart");
    }
}

#[test]
fn every_postgresql_is_attached_used_and_left_as_it_was_found() {
    for own in each("own-postgres") {
        assert_attached_used_and_left(&own);
    }
}

fn assert_attached_used_and_left(own: &Own) {
    let stand_in = shared();
    let before = own.found();
    let told = own.attach(stand_in);
    assert!(told.contains("certificate verified"), "{told}");
    let shown = |what| described(stand_in, &own.name, what);
    assert_eq!(shown("Status").as_deref(), Some("available"));
    let id = shown("DbClusterResourceId").unwrap();
    let mode = fs::metadata(own.service(&id)).unwrap().permissions().mode();
    assert_eq!(mode & 0o7777, 0o644);
    own.sql("CREATE USER alice; GRANT rds_iam TO alice");
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice\n");
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice\n");
    assert_attached_once(stand_in, &own.url(), &own.name);
    let refused = stand_in.sekisho(["detach", &own.name]);
    assert_eq!(refused.code, Some(1), "{}", said(&refused));
    assert!(refused.stderr.contains("alice"), "{}", refused.stderr);
    own.pg_ctl("restart");
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice\n");
    own.sql("DROP USER alice");
    own.detach(stand_in);
    assert_eq!(own.found(), before);
    assert!(!own.service(&id).exists());
    assert_eq!(described(stand_in, &own.name, "Status"), None);
}

const PASSWORD: &str = "a password of her own";

/// What each way in comes to, by the way that IAM authentication is switched.
#[track_caller]
fn assert_switched(own: &Own, stand_in: &StandIn, on: bool) {
    let with_token = own.log_in(stand_in, "alice");
    let with_password = own.log_in_with("alice", PASSWORD);
    let (good, bad, method) = match on {
        true => (with_token, with_password, "PAM"),
        false => (with_password, with_token, "password"),
    };
    assert_eq!(good.ok(), "alice\n");
    let refusal = format!("FATAL:  {method} authentication failed for user \"alice\"");
    assert!(bad.stderr.trim_end().ends_with(&refusal), "{bad:?}");
}

#[test]
fn switched_off_membership_is_without_effect_and_switched_on_it_counts_again() {
    for own in each("own-pg-off") {
        let stand_in = shared();
        let before = own.found();
        own.attach(stand_in);
        let create = format!("CREATE USER alice PASSWORD '{PASSWORD}' IN ROLE rds_iam");
        own.sql(&create);
        let lines = fs::read(own.data().join("pg_hba.conf")).unwrap();
        let mut open = Connection::open(&own);
        open.query("BEGIN");
        for _ in 0..3 {
            assert_switched(&own, stand_in, true);
            switch(stand_in, &own.name, false);
            assert_switched(&own, stand_in, false);
            switch(stand_in, &own.name, true);
        }
        open.commit();
        assert_eq!(fs::read(own.data().join("pg_hba.conf")).unwrap(), lines);

        // Who may switch it can do nothing else, and no token makes anybody him.
        let refused = own.log_in(stand_in, "sekisho_agent").stderr;
        assert!(
            refused.contains("password authentication failed"),
            "{refused}"
        );

        // Attached again, it stays as it is switched.
        switch(stand_in, &own.name, false);
        own.attach(stand_in);
        assert_switched(&own, stand_in, false);

        own.sql("DROP USER alice");
        own.detach(stand_in);
        assert_eq!(own.found(), before);
    }
}

#[test]
fn a_server_or_an_agent_that_was_away_is_switched_when_it_is_back() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = StandInOwn::enabled();
    let own = Own::start(programs, "own-pg-away");
    own.attach(&stand_in);
    own.sql(&format!(
        "CREATE USER alice PASSWORD '{PASSWORD}' IN ROLE rds_iam"
    ));
    own.pg_ctl("stop");
    switch(&stand_in, &own.name, false);
    own.pg_ctl("start");
    wait_until("the server is switched off", || {
        own.log_in_with("alice", PASSWORD).code == Some(0)
    });
    send(stand_in.agent().unwrap().pid, Signal::KILL);
    switch(&stand_in, &own.name, true);
    wait_until("the agent is back, and the server switched on", || {
        own.log_in(&stand_in, "alice").code == Some(0)
    });
    assert_switched(&own, &stand_in, true);
    own.sql("DROP USER alice");
    own.detach(&stand_in);
}

#[test]
fn wherever_it_is_killed_it_is_undone_or_finished_by_the_next_run() {
    for own in each("own-postgres-killed") {
        assert_undone_or_finished(&own);
    }
}

fn assert_undone_or_finished(own: &Own) {
    let stand_in = shared();
    let before = own.found();
    let args = own.attach_args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let mut step = 1;
    while killed_at(stand_in, &args, step) {
        let journal = stand_in
            .data_dir()
            .join(format!("attached/{}.json", own.name));
        if step % 2 == 0 {
            own.attach(stand_in);
        }
        if journal.exists() {
            own.detach(stand_in);
        }
        assert_eq!(own.found(), before, "killed at step {step}");
        step += 1;
    }
    assert!(step > 6, "it tells {step} steps only");
    own.detach(stand_in);
    assert_eq!(own.found(), before);
}

/// A connection over the Unix socket, in PostgreSQL's simple query protocol (*Message Flow*).
struct Connection(UnixStream);

impl Connection {
    fn open(own: &Own) -> Self {
        let socket = own.folder.path().join(format!(".s.PGSQL.{}", own.port));
        let mut connection = Self(UnixStream::connect(socket).unwrap());
        let parameters = b"\0\x03\0\0user\0postgres\0database\0postgres\0\0";
        connection.send(None, parameters);
        connection.read_until_ready();
        connection
    }

    fn send(&mut self, kind: Option<u8>, body: &[u8]) {
        let length = u32::try_from(body.len() + 4).unwrap().to_be_bytes();
        let kind = kind.map(|kind| vec![kind]).unwrap_or_default();
        self.0
            .write_all(&[&kind, &length[..], body].concat())
            .unwrap();
    }

    fn read_until_ready(&mut self) {
        loop {
            let mut head = [0; 5];
            self.0.read_exact(&mut head).unwrap();
            let length = u32::from_be_bytes(head[1..].try_into().unwrap());
            let mut body = vec![0; usize::try_from(length).unwrap() - 4];
            self.0.read_exact(&mut body).unwrap();
            assert_ne!(head[0], b'E', "{}", String::from_utf8_lossy(&body));
            if head[0] == b'Z' {
                return;
            }
        }
    }

    fn query(&mut self, statement: &str) {
        self.send(Some(b'Q'), format!("{statement}\0").as_bytes());
        self.read_until_ready();
    }
}

impl Traveller for Connection {
    fn ask(&mut self) {
        self.query("SELECT count(*) FROM orders");
    }

    fn commit(&mut self) {
        self.query("COMMIT");
    }
}

#[test]
fn two_hundred_connections_notice_nothing() {
    for own in each("own-postgres-travel") {
        assert_nothing_is_noticed(&own);
    }
}

fn assert_nothing_is_noticed(own: &Own) {
    let stand_in = shared();
    let travellers: Vec<Connection> = (0..TRAVELLERS)
        .map(|_| {
            let mut connection = Connection::open(own);
            connection.query("BEGIN");
            connection.query("INSERT INTO orders DEFAULT VALUES");
            connection
        })
        .collect();
    let travellers = Travellers::set_out(travellers);
    own.attach(stand_in);
    switch(stand_in, &own.name, false);
    switch(stand_in, &own.name, true);
    let newer = newer_module(testkit::module::pam_rds_iam(), own.folder.path());
    let module = ["--module".to_owned(), newer.display().to_string()];
    stand_in
        .sekisho(own.attach_args().iter().chain(&module))
        .ok();
    own.sql("CREATE USER alice IN ROLE rds_iam");
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice\n");
    own.sql("DROP USER alice");
    own.detach(stand_in);
    travellers.arrive();
    let rows = own.sql("SELECT count(*) FROM orders");
    assert_eq!(rows.trim(), TRAVELLERS.to_string());
}

#[test]
fn a_self_signed_certificate_is_known_without_its_name() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = shared();
    let own = Own::start(programs, "own-pg-certified");
    own.sign_its_own_certificate();
    let attach = ["attach", &own.url(), "--name", &own.name];
    let told = stand_in.sekisho(attach).ok();
    assert!(told.contains("certifies this server alone"), "{told}");
    own.sql("CREATE USER alice IN ROLE rds_iam");
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice\n");

    // Another server in its place, which is nobody that was ever attached.
    own.sign_its_own_certificate();
    let refused = own.connect(stand_in, "alice");
    assert!(
        refused.stderr.contains("certificate verify failed"),
        "{refused:?}"
    );
    stand_in.sekisho(attach).ok();
    assert_eq!(own.connect(stand_in, "alice").ok(), "alice\n");
    own.sql("DROP USER alice");
    own.detach(stand_in);
}

#[test]
fn an_administrator_comes_over_tls_where_the_server_offers_it() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = shared();
    let own = Own::start(programs, "own-pg-tcp");
    let hba = own.data().join("pg_hba.conf");
    let text = fs::read_to_string(&hba).unwrap();
    let over_tls = "hostssl all dba 127.0.0.1/32 password\nhost all dba all reject\n";
    fs::write(&hba, format!("{over_tls}{text}")).unwrap();
    own.sql(&format!("CREATE USER dba SUPERUSER PASSWORD '{PASSWORD}'"));
    own.sql("SELECT pg_reload_conf()");
    let before = own.found();
    let password = own.folder.path().join("password");
    fs::write(&password, PASSWORD).unwrap();
    let password = ["--password-file", password.to_str().unwrap()];
    let url = format!("postgres://dba@127.0.0.1:{}", own.port);
    let attach = |ca: &Path| {
        let args = [
            "attach",
            &url,
            "--name",
            &own.name,
            "--ssl-ca",
            ca.to_str().unwrap(),
        ];
        stand_in.sekisho(args.iter().chain(&password))
    };
    let elsewhere = tempfile::tempdir().unwrap();
    let refused = attach(&Certificates::write_into(elsewhere.path()).ca);
    assert_eq!(refused.code, Some(3), "{}", said(&refused));
    assert!(
        refused.stderr.contains("--ssl-ca must certify"),
        "{refused:?}"
    );
    assert_eq!(own.found(), before);
    attach(&own.folder.path().join("ca.pem")).ok();
    let again = ["attach", &url, "--name", &own.name];
    let told = stand_in.sekisho(again.iter().chain(&password)).ok();
    assert!(told.starts_with("Already attached"), "{told}");
    stand_in
        .sekisho(["detach", &own.name].iter().chain(&password))
        .ok();
    assert_eq!(own.found(), before);
}

#[test]
fn lines_that_somebody_edited_are_left_and_said_before_anything_is_taken_away() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = shared();
    let own = Own::start(programs, "own-pg-edited");
    let before = own.found();
    own.attach(stand_in);
    let hba = own.data().join("pg_hba.conf");
    let ours = fs::read_to_string(&hba).unwrap();
    fs::write(&hba, ours.replacen("hostssl ", "hostssl  ", 1)).unwrap();
    let refused = stand_in.sekisho(["detach", &own.name]);
    assert_eq!(refused.code, Some(3), "{}", said(&refused));
    assert!(refused.stderr.contains("by hand"), "{}", refused.stderr);
    assert_eq!(
        described(stand_in, &own.name, "Status").as_deref(),
        Some("available")
    );
    own.sql("CREATE USER alice IN ROLE rds_iam");
    assert_eq!(own.log_in(stand_in, "alice").ok(), "alice\n");
    own.sql("DROP USER alice");

    let (_, theirs) = ours.split_once("# END sekisho\n").unwrap();
    fs::write(&hba, theirs).unwrap();
    own.detach(stand_in);
    assert_eq!(own.found(), before);
}

#[test]
fn a_fault_in_a_file_that_is_included_is_named() {
    let stand_in = shared();
    // Files include others since version 16.
    let includes = |own: &Own| own.sql("SHOW server_version_num").trim() >= "160000";
    for own in each("own-pg-included").filter(includes) {
        let more = own.data().join("more_hba.conf");
        fs::write(&more, "hos all all all trust\n").unwrap();
        let hba = own.data().join("pg_hba.conf");
        let text = fs::read_to_string(&hba).unwrap() + "include more_hba.conf\n";
        fs::write(&hba, text).unwrap();
        let refused = stand_in.sekisho(own.attach_args());
        assert_eq!(refused.code, Some(1), "{}", said(&refused));
        assert!(
            refused.stdout.contains("more_hba.conf line 1"),
            "{}",
            refused.stdout
        );
        // And one that is right is no hindrance.
        fs::write(&more, "host all all 127.0.0.1/32 scram-sha-256\n").unwrap();
        own.attach(stand_in);
        own.detach(stand_in);
    }
}

#[test]
fn who_is_no_superuser_is_told_so_and_read_only_by_default_is_no_hindrance() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = shared();
    let own = Own::start(programs, "own-pg-lesser");
    own.sql("CREATE USER lesser");
    let lesser = own.url().replace("postgres@", "lesser@");
    let refused = stand_in.sekisho(["attach", &lesser, "--name", &own.name]);
    assert_eq!(refused.code, Some(3), "{}", said(&refused));
    let told = &refused.stderr;
    assert!(told.contains("attach as an administrator"), "{told}");
    own.sql("ALTER SYSTEM SET default_transaction_read_only = on");
    own.sql("SELECT pg_reload_conf()");
    own.attach(stand_in);
    own.detach(stand_in);
}
