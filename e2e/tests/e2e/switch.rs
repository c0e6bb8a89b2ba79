//! Items 1 to 3 of the walk: the switch, under connections that go on.

use serde_json::{Value, json};
use testkit::{Password, Session};

use crate::people::{Person, policy};
use crate::stand_in::{CLUSTER, NOT_LOADED, Own, StandIn, access_denied, assert_refused};

const CREATE: &str = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";
const ENABLE: &str = "--enable-iam-database-authentication";
const DISABLE: &str = "--no-enable-iam-database-authentication";
const NOW: &str = "--apply-immediately";
const WHO: &str = "SELECT CURRENT_USER(), USER()";

#[test]
fn iam_authentication_is_switched_on_and_off_while_connections_go_on() {
    let stand_in = &Own::start();
    let server = stand_in.database_server().unwrap();
    a_cluster_begins_with_local_users_only(stand_in);
    let mut travellers = Travellers::set_out(stand_in);
    a_change_waits_until_it_is_to_be_applied(stand_in);
    modify(stand_in, &[ENABLE, NOW]);
    let wait = ["rds", "wait", "db-cluster-available"];
    let named = ["--db-cluster-identifier", CLUSTER];
    assert_eq!(stand_in.aws(&[&wait[..], &named].concat()).ok(), "");
    let state = ".[Status,IAMDatabaseAuthenticationEnabled,PendingModifiedValues]";
    assert_eq!(describe(stand_in, state), json!(["available", true, null]));
    travellers.assert_undisturbed();

    an_account_is_made_as_in_the_walk(stand_in);
    let alice = Person::new(&stand_in.root(), "alice");
    let arn = stand_in.db_user_arn("iamuser01");
    alice.put_policy("p", &policy("Allow", "rds-db:connect", &arn));
    let mut with_token = a_token_logs_in_beside_passwords(stand_in, &alice);

    modify(stand_in, &[DISABLE, NOW]);
    stand_in.wait_until_iam_authentication_is(false);
    assert_refused(&log_in(stand_in, &alice), NOT_LOADED);
    assert_eq!(stand_in.last_login("iamuser01")["reason"], "feature_off");
    assert_eq!(
        with_token.value("SELECT CURRENT_USER()").unwrap(),
        "iamuser01@%"
    );
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
    travellers.assert_undisturbed();

    modify(stand_in, &[ENABLE, NOW]);
    stand_in.wait_until_iam_authentication_is(true);
    log_in(stand_in, &alice).ok();
    let wrong = stand_in.login("iamuser01", "not a token", WHO);
    assert_refused(&wrong, &access_denied("iamuser01"));
    assert_eq!(
        with_token.value("SELECT CURRENT_USER()").unwrap(),
        "iamuser01@%"
    );
    travellers.arrive();
    assert!(server.runs(), "the server was started again");
}

fn describe(stand_in: &StandIn, what: &str) -> Value {
    let query = format!("DBClusters[0]{what}");
    let named = ["--db-cluster-identifier", CLUSTER];
    let arguments = ["rds", "describe-db-clusters", "--query", &query];
    stand_in.aws_json(&[&arguments[..], &named].concat())
}

fn modify(stand_in: &StandIn, further: &[&str]) -> Value {
    let arguments = [
        "rds",
        "modify-db-cluster",
        "--db-cluster-identifier",
        CLUSTER,
    ];
    let answer = stand_in.aws_json(&[&arguments[..], further].concat());
    answer["DBCluster"].clone()
}

fn a_cluster_begins_with_local_users_only(stand_in: &StandIn) {
    let cluster = describe(stand_in, "");
    assert_eq!(cluster["IAMDatabaseAuthenticationEnabled"], false);
    assert_eq!(cluster["Endpoint"], "127.0.0.1");
    assert_eq!(cluster["Port"], stand_in.db_port());
    assert_eq!(cluster["Status"], "available");
    assert_eq!(cluster["MasterUsername"], "admin");
    let resource = cluster["DbClusterResourceId"].as_str().unwrap();
    assert!(resource.starts_with("cluster-"), "{cluster}");
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
    let refused = stand_in.admin(CREATE);
    let said = NOT_LOADED.replace(": ", " at line 1: ");
    assert!(refused.stderr.contains(&said), "{refused:?}");
}

fn a_change_waits_until_it_is_to_be_applied(stand_in: &StandIn) {
    let asked = modify(stand_in, &[ENABLE]);
    let pending = json!({ "IAMDatabaseAuthenticationEnabled": true });
    assert_eq!(asked["PendingModifiedValues"], pending);
    let state = ".[PendingModifiedValues,IAMDatabaseAuthenticationEnabled]";
    assert_eq!(describe(stand_in, state), json!([pending, false]));
}

fn an_account_is_made_as_in_the_walk(stand_in: &StandIn) {
    stand_in.admin(CREATE).ok();
    let users = stand_in.admin("SELECT user, host FROM mysql.user WHERE user = 'iamuser01'");
    assert_eq!(users.ok(), "iamuser01\t%\n");
    stand_in.admin("GRANT ALL ON `%`.* TO 'iamuser01'@'%'").ok();
    assert_eq!(
        stand_in.admin("SHOW GRANTS FOR iamuser01").ok(),
        "GRANT USAGE ON *.* TO `iamuser01`@`%` IDENTIFIED VIA AWSAuthenticationPlugin USING 'RDS'\n\
         GRANT ALL PRIVILEGES ON `%`.* TO `iamuser01`@`%`\n"
    );
}

fn log_in(stand_in: &StandIn, person: &Person) -> testkit::CliOutput {
    let token = stand_in.purpose("iamuser01").token(&person.key);
    stand_in.login("iamuser01", &token, WHO)
}

/// Gives a connection that goes on.
fn a_token_logs_in_beside_passwords(stand_in: &StandIn, person: &Person) -> Session {
    assert_eq!(
        log_in(stand_in, person).ok(),
        "iamuser01@%\tiamuser01@127.0.0.1\n"
    );
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
    let token = stand_in.purpose("iamuser01").token(&person.key);
    let password = Password::Clear(token.into_bytes());
    stand_in.client().log_in("iamuser01", &password).unwrap()
}

/// Two connections of before: one in the middle of a transaction, and one that does not see its row.
struct Travellers {
    writing: Session,
    watching: Session,
}

impl Travellers {
    fn set_out(stand_in: &StandIn) -> Self {
        let mut writing = stand_in.admin_session();
        writing.query("START TRANSACTION").unwrap();
        writing
            .query("INSERT INTO sugi01.sample VALUES (4, 'momi', 33.3)")
            .unwrap();
        let watching = stand_in.admin_session();
        let mut travellers = Self { writing, watching };
        travellers.assert_undisturbed();
        travellers
    }

    #[track_caller]
    fn assert_undisturbed(&mut self) {
        assert_eq!(rows(&mut self.writing), "4");
        assert_eq!(rows(&mut self.watching), "3");
    }

    fn arrive(mut self) {
        self.assert_undisturbed();
        self.writing.query("COMMIT").unwrap();
        assert_eq!(rows(&mut self.watching), "4");
    }
}

#[track_caller]
fn rows(connection: &mut Session) -> String {
    connection
        .value("SELECT COUNT(*) FROM sugi01.sample")
        .unwrap()
}
