//! Accounts as they come to another server: by replication, and by dump and restore.

use std::fs::{self, File};
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use engine::Product;
use testkit::engines::{Engine, mysql_family};
use testkit::mysql_program;

use super::{MASTER_PASSWORD, PATIENCE, Scenery, Stage};
use crate::CREATE_USER;

/// The first server of each product; the rest comes with the storms.
#[test]
fn accounts_come_to_a_replica_and_out_of_a_dump() {
    for product in ["mariadb", "mysql"] {
        let first = mysql_family().iter().find(|found| found.name == product);
        first.into_iter().for_each(come_to_another);
    }
}

pub(crate) fn come_to_another(found: &'static Engine) {
    let source = Stage::start(found, &writing_a_binary_log(found));
    let other = Scenery {
        server_id: 2,
        has_module: false,
        ..writing_a_binary_log(found)
    };
    let other = Stage::start(found, &other);
    let replica = Replica::of(&source, &other);
    come_to_a_replica_as_soon_as_it_has_the_module(&replica);
    follow_what_becomes_of_them(&replica);
    replica.stop();
    come_out_of_a_dump(&source, &other);
}

fn writing_a_binary_log(found: &Engine) -> Scenery {
    let variables: &[(&str, &str)] = match found.name {
        "mysql" => &[("gtid_mode", "ON"), ("enforce_gtid_consistency", "ON")],
        _ => &[("log_bin", "binlog")],
    };
    Scenery {
        variables,
        ..Scenery::default()
    }
}

/// A server that repeats what happens on another from now on.
struct Replica<'s> {
    source: &'s Stage,
    stage: &'s Stage,
}

impl<'s> Replica<'s> {
    fn of(source: &'s Stage, stage: &'s Stage) -> Self {
        // From the master user, who logs in with a password over TLS; our own accounts differ.
        let (port, password) = (source.port, MASTER_PASSWORD);
        let begin = match source.product {
            Product::MySql => format!(
                "SET GLOBAL gtid_purged = '+{}'; CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', \
                 SOURCE_PORT = {port}, SOURCE_USER = 'admin', SOURCE_PASSWORD = '{password}', \
                 SOURCE_SSL = 1, SOURCE_AUTO_POSITION = 1",
                done(source)
            ),
            _ => format!(
                "SET GLOBAL gtid_slave_pos = '{}'; CHANGE MASTER TO MASTER_HOST = '127.0.0.1', \
                 MASTER_PORT = {port}, MASTER_USER = 'admin', MASTER_PASSWORD = '{password}', \
                 MASTER_SSL = 1, MASTER_SSL_VERIFY_SERVER_CERT = 0, MASTER_USE_GTID = slave_pos",
                done(source)
            ),
        };
        stage.as_administrator(&begin).ok();
        let replica = Self { source, stage };
        replica.go_on();
        replica
    }

    fn go_on(&self) {
        self.told("START REPLICA", "START SLAVE");
    }

    fn stop(&self) {
        self.told("STOP REPLICA", "STOP SLAVE");
    }

    fn told(&self, mysql: &str, mariadb: &str) {
        let statement = match self.stage.product {
            Product::MySql => mysql,
            _ => mariadb,
        };
        self.stage.as_administrator(statement).ok();
    }

    /// On the source, and then on the replica.
    fn everywhere(&self, statement: &str) {
        self.source.as_master(statement).ok();
        let done = done(self.source);
        let wait = match self.stage.product {
            Product::MySql => format!("SELECT WAIT_FOR_EXECUTED_GTID_SET('{done}', 30)"),
            _ => format!("SELECT MASTER_GTID_WAIT('{done}', 30)"),
        };
        let waited = self.stage.as_administrator(&wait).ok();
        assert_eq!(waited, "0\n", "{statement}: {}", self.error());
    }

    /// Why it does not go on, if it does not.
    fn error(&self) -> String {
        let status = match self.stage.product {
            Product::MySql => {
                "SELECT last_error_message FROM \
                               performance_schema.replication_applier_status_by_worker"
            }
            _ => "SHOW SLAVE STATUS",
        };
        self.stage.as_administrator(status).ok()
    }

    #[track_caller]
    fn lets_in(&self, user: &str) {
        let who = self.stage.over_tls(user, "token", "SELECT CURRENT_USER()");
        assert_eq!(who.ok(), format!("{user}@%\n"));
    }
}

/// What is in a server's binary log.
fn done(stage: &Stage) -> String {
    let transactions = match stage.product {
        Product::MySql => "SELECT @@GLOBAL.gtid_executed",
        _ => "SELECT @@GLOBAL.gtid_binlog_pos",
    };
    let transactions = stage.as_administrator(transactions).ok();
    transactions.replace("\\n", "").trim().to_owned()
}

/// Without it the server that repeats the statement says what it says to anybody, and stays there.
fn come_to_a_replica_as_soon_as_it_has_the_module(replica: &Replica<'_>) {
    let create = CREATE_USER.replace("iamuser01", "early");
    replica.source.as_master(&create).ok();
    let begin = Instant::now();
    while !replica
        .error()
        .contains("Plugin 'AWSAuthenticationPlugin' is not loaded")
    {
        assert!(begin.elapsed() < PATIENCE, "{}", replica.error());
        sleep(Duration::from_millis(100));
    }
    replica.stage.install_module();
    replica.go_on();
    replica.everywhere("CREATE DATABASE harbour");
    replica.lets_in("early");
}

fn follow_what_becomes_of_them(replica: &Replica<'_>) {
    replica.everywhere("CREATE USER later IDENTIFIED BY 'secret'");
    replica.everywhere("ALTER USER later IDENTIFIED WITH awsauthenticationplugin AS 'rds'");
    replica.everywhere("GRANT SELECT ON harbour.* TO later");
    replica.everywhere("CREATE TABLE harbour.berths (id INT)");
    let read = "SELECT COUNT(*) FROM harbour.berths";
    assert_eq!(replica.stage.over_tls("later", "token", read).ok(), "0\n");
    replica.everywhere("RENAME USER later TO captain");
    replica.lets_in("captain");
    replica.everywhere("DROP USER captain");
    let gone = replica.stage.over_tls("captain", "token", "SELECT 1");
    assert!(gone.stderr.contains("ERROR 1045 (28000)"), "{gone:?}");
}

/// Into a server that has the module, with their roles.
fn come_out_of_a_dump(source: &Stage, other: &Stage) {
    let role =
        "CREATE ROLE crew; GRANT SELECT ON harbour.* TO crew; GRANT crew TO iamuser01, early";
    source.as_master(role).ok();
    let mut schema = vec!["--flush-privileges", "mysql"];
    if source.product == Product::MySql {
        schema.push("--set-gtid-purged=OFF");
    } else {
        // The master user may not repeat what our own account has, and goes on.
        let master = [
            "--user=admin".to_owned(),
            format!("--password={MASTER_PASSWORD}"),
        ];
        let dump = dump(source, &["--system=users", "--insert-ignore"]);
        restore(
            &dump,
            other,
            &[&master[..], &["--force".to_owned()]].concat(),
        );
    }
    let [_, user, password] = other.administrator();
    restore(&dump(source, &schema), other, &[user, password]);
}

fn dump(source: &Stage, what: &[&str]) -> String {
    let program = source.found.program(&["mariadb-dump", "mysqldump"]);
    let administrator = source.administrator();
    let arguments = administrator.iter().map(String::as_str);
    mysql_program(
        &program,
        arguments.chain(what.iter().copied()),
        Stdio::null(),
    )
    .ok()
}

fn restore(dump: &str, other: &Stage, user: &[String]) {
    other
        .as_master("DROP USER IF EXISTS iamuser01, early; DROP ROLE IF EXISTS crew")
        .ok();
    let file = other.folder.path().join("dump.sql");
    fs::write(&file, dump).unwrap();
    let program = other.found.program(&["mariadb", "mysql"]);
    let place = [other.socket(), "--database=mysql".to_owned()];
    let input = Stdio::from(File::open(&file).unwrap());
    let restored = mysql_program(&program, place.iter().chain(user), input);
    let read = "SET ROLE crew; SELECT COUNT(*) FROM harbour.berths";
    for user in ["iamuser01", "early"] {
        let admitted = other.over_tls(user, "token", read);
        assert_eq!(admitted.stdout, "0\n", "{admitted:?}, {restored:?}");
    }
}
