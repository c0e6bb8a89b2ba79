//! Items 1 to 3 of the walk: the switch, under connections that go on.

use serde_json::json;
use testkit::Password;

use crate::people::{Person, policy};
use crate::stand_in::{CLUSTER, NOT_LOADED, Own, access_denied, assert_refused};

const CREATE: &str = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

#[test]
fn iam_authentication_is_switched_on_and_off_while_connections_go_on() {
    let stand_in = Own::start();
    let describe = |query: &str| {
        let arguments = [
            "rds",
            "describe-db-clusters",
            "--db-cluster-identifier",
            CLUSTER,
        ];
        stand_in.aws_json(&[arguments.as_slice(), &["--query", query]].concat())
    };
    let modify = |further: &[&str]| {
        let arguments = [
            "rds",
            "modify-db-cluster",
            "--db-cluster-identifier",
            CLUSTER,
        ];
        stand_in.aws_json(&[arguments.as_slice(), further].concat())["DBCluster"].clone()
    };

    // A cluster as it is made: local users only.
    let cluster = describe("DBClusters[0]");
    assert_eq!(cluster["IAMDatabaseAuthenticationEnabled"], false);
    assert_eq!(cluster["Endpoint"], "127.0.0.1");
    assert_eq!(cluster["Port"], stand_in.db_port());
    assert_eq!(cluster["Status"], "available");
    assert_eq!(cluster["MasterUsername"], "admin");
    assert!(
        cluster["DbClusterResourceId"]
            .as_str()
            .unwrap()
            .starts_with("cluster-"),
        "{cluster}"
    );
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
    let refused = stand_in.admin(CREATE);
    assert!(
        refused
            .stderr
            .contains(&NOT_LOADED.replace(": ", " at line 1: ")),
        "{refused:?}"
    );

    // Somebody is in the middle of a transaction.
    let server = stand_in.database_server().unwrap();
    let mut open = stand_in.admin_session();
    open.query("START TRANSACTION").unwrap();
    open.query("INSERT INTO sugi01.sample VALUES (4, 'momi', 33.3)")
        .unwrap();
    let rows = |connection: &mut testkit::Session| {
        connection
            .value("SELECT COUNT(*) FROM sugi01.sample")
            .unwrap()
    };
    let mut watching = stand_in.admin_session();

    // Asked for, and not yet applied.
    let asked = modify(&["--enable-iam-database-authentication"]);
    let pending = json!({ "IAMDatabaseAuthenticationEnabled": true });
    assert_eq!(asked["PendingModifiedValues"], pending);
    assert_eq!(describe("DBClusters[0].PendingModifiedValues"), pending);
    assert_eq!(
        describe("DBClusters[0].IAMDatabaseAuthenticationEnabled"),
        false
    );

    // Applied.
    modify(&[
        "--enable-iam-database-authentication",
        "--apply-immediately",
    ]);
    let wait = [
        "rds",
        "wait",
        "db-cluster-available",
        "--db-cluster-identifier",
        CLUSTER,
    ];
    assert_eq!(stand_in.aws(&wait).ok(), "");
    let state =
        describe("DBClusters[0].[Status,IAMDatabaseAuthenticationEnabled,PendingModifiedValues]");
    assert_eq!(state, json!(["available", true, null]));

    // An account, as in the walk.
    stand_in.admin(CREATE).ok();
    let users = stand_in.admin("SELECT user, host FROM mysql.user WHERE user = 'iamuser01'");
    assert_eq!(users.ok(), "iamuser01\t%\n");
    stand_in.admin("GRANT ALL ON `%`.* TO 'iamuser01'@'%'").ok();
    assert_eq!(
        stand_in.admin("SHOW GRANTS FOR iamuser01").ok(),
        "GRANT USAGE ON *.* TO `iamuser01`@`%` IDENTIFIED VIA AWSAuthenticationPlugin USING 'RDS'\n\
         GRANT ALL PRIVILEGES ON `%`.* TO `iamuser01`@`%`\n"
    );

    // It logs in, and local users go on.
    let alice = Person::new(&stand_in.root(), "alice");
    alice.put_policy(
        "p",
        &policy(
            "Allow",
            "rds-db:connect",
            &stand_in.db_user_arn("iamuser01"),
        ),
    );
    let token = || stand_in.purpose("iamuser01").token(&alice.key);
    let greeting = "SELECT CURRENT_USER(), USER()";
    assert_eq!(
        stand_in.login("iamuser01", &token(), greeting).ok(),
        "iamuser01@%\tiamuser01@127.0.0.1\n"
    );
    let mut with_token = stand_in
        .client()
        .log_in("iamuser01", &Password::Clear(token().into_bytes()))
        .unwrap();
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");
    assert_eq!(
        (rows(&mut open), rows(&mut watching)),
        ("4".into(), "3".into())
    );

    // Off again: no new logins, and the open ones go on.
    modify(&[
        "--no-enable-iam-database-authentication",
        "--apply-immediately",
    ]);
    stand_in.wait_until_iam_authentication_is(false);
    assert_eq!(
        describe("DBClusters[0].IAMDatabaseAuthenticationEnabled"),
        false
    );
    assert_refused(&stand_in.login("iamuser01", &token(), greeting), NOT_LOADED);
    assert_eq!(stand_in.last_login("iamuser01")["reason"], "feature_off");
    assert_eq!(
        with_token.value("SELECT CURRENT_USER()").unwrap(),
        "iamuser01@%"
    );
    assert_eq!(
        (rows(&mut open), rows(&mut watching)),
        ("4".into(), "3".into())
    );

    // And on.
    modify(&[
        "--enable-iam-database-authentication",
        "--apply-immediately",
    ]);
    stand_in.wait_until_iam_authentication_is(true);
    stand_in.login("iamuser01", &token(), greeting).ok();
    let wrong = stand_in.login("iamuser01", "not a token", greeting);
    assert_refused(&wrong, &access_denied("iamuser01"));

    open.query("COMMIT").unwrap();
    assert_eq!(rows(&mut watching), "4");
    assert_eq!(
        with_token.value("SELECT CURRENT_USER()").unwrap(),
        "iamuser01@%"
    );
    assert!(server.runs(), "the server was started again");
}
