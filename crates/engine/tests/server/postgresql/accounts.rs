//! What the administrator sees and does.

use std::io::{BufRead, BufReader, Write};

use engine::{MasterUser, Password, Product};

use super::support::Cluster;
use crate::support::MASTER;

#[tokio::test(flavor = "multi_thread")]
async fn accounts_are_listed_with_what_checks_them() {
    let cluster = Cluster::started().await;
    cluster
        .sql_as_master(
            "CREATE ROLE team; GRANT rds_iam TO team; CREATE USER nested PASSWORD 'x' IN ROLE team; \
             CREATE USER nobody; CREATE USER local PASSWORD 'x'",
        )
        .unwrap();
    let users = cluster.admin().users().await.unwrap();
    let listed: Vec<_> = users
        .iter()
        .filter(|user| user.name != MASTER)
        .map(|user| (user.name.as_str(), user.plugin.as_str()))
        .collect();
    assert_eq!(
        listed,
        [
            ("local", "scram-sha-256"),
            ("nested", "rds_iam"),
            ("nobody", ""),
            ("rdsadmin", ""),
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn sessions_are_listed_and_ended_by_user() {
    let cluster = Cluster::started().await;
    cluster
        .sql_as_master("CREATE USER clerk PASSWORD 'secret'")
        .unwrap();
    let mut session = cluster.session("clerk", "secret");
    let mut output = BufReader::new(session.stdout.take().unwrap());
    let mut input = session.stdin.take().unwrap();
    writeln!(input, "SELECT 1;").unwrap();
    output.read_line(&mut String::new()).unwrap();

    let admin = cluster.admin();
    let sessions = admin.sessions(Some("clerk")).await.unwrap();
    assert_eq!(sessions.len(), 1);
    let clerk = &sessions[0];
    assert_eq!(clerk.database.as_deref(), Some("postgres"));
    assert_eq!(clerk.command, "idle");
    assert!(clerk.host.starts_with("127.0.0.1:"), "{}", clerk.host);
    assert_eq!(admin.connection_count().await.unwrap(), 1);
    assert!(admin.sessions(Some("nobody")).await.unwrap().is_empty());

    assert_eq!(admin.kill_sessions("clerk").await.unwrap(), 1);
    let _ = writeln!(input, "SELECT 1;");
    drop(input);
    assert!(!session.wait().unwrap().success());
    assert_eq!(admin.kill_sessions("clerk").await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_of_the_master_password_gives_lost_privileges_back_and_shows_no_password() {
    let cluster = Cluster::started().await;
    cluster
        .sql_as_master("ALTER USER admin NOCREATEROLE")
        .unwrap_or_default();
    let password = "another 'secret'";
    let master = MasterUser::new(
        Product::PostgreSql,
        MASTER,
        Password::new(password.to_owned()),
    )
    .unwrap();
    cluster.admin().put_master(&master).await.unwrap();
    let query = "SELECT rolcreaterole FROM pg_roles WHERE rolname = 'admin'";
    assert_eq!(cluster.sql(MASTER, password, query).unwrap(), "t");
    assert!(cluster.sql_as_master("SELECT 1").is_err());
    assert!(!cluster.log().contains("another"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_of_rds_iam_who_can_become_anybody_is_told() {
    let cluster = Cluster::started().await;
    cluster
        .sql_as_master("CREATE USER fine; GRANT rds_iam TO fine")
        .unwrap();
    let iam = |warnings: Vec<engine::GrantWarning>| -> Vec<_> {
        warnings
            .into_iter()
            .filter(|warning| warning.user != MASTER)
            .map(|warning| (warning.user, warning.grant))
            .collect()
    };
    let admin = cluster.admin();
    assert_eq!(iam(admin.iam_grant_warnings().await.unwrap()), []);
    // Only a superuser could grant this; PostgreSQL before 16 lets CREATEROLE do it too.
    if cluster.engine.version().major < 16 {
        cluster
            .sql_as_master("GRANT pg_write_server_files TO fine")
            .unwrap();
        let expected = ("fine".to_owned(), "role pg_write_server_files".to_owned());
        assert_eq!(iam(admin.iam_grant_warnings().await.unwrap()), [expected]);
    }
}
