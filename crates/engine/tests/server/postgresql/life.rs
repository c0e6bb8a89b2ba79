//! Starting, taking over, renewing, stopping.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Command;

use engine::{StartError, Stopped};

use super::support::Cluster;
use crate::support::{MASTER_PASSWORD, STOP_LIMIT, certificates, silent};

#[tokio::test(flavor = "multi_thread")]
async fn a_running_server_is_taken_over_and_not_started_twice() {
    let cluster = Cluster::started().await;
    let adopted = cluster.engine.adopt(&cluster.spec).await.unwrap().unwrap();
    assert_eq!(adopted.pid(), cluster.running().pid());
    let again = cluster.engine.start(&cluster.spec, &silent).await;
    assert!(matches!(again, Err(StartError::AlreadyRunning { pid }) if pid == adopted.pid()));
}

#[tokio::test(flavor = "multi_thread")]
async fn stopping_does_not_wait_for_clients_to_leave() {
    let cluster = Cluster::started().await;
    let mut session = cluster.session("admin", crate::support::MASTER_PASSWORD);
    let mut input = session.stdin.take().unwrap();
    writeln!(input, "SELECT 1;").unwrap();
    let mut output = BufReader::new(session.stdout.take().unwrap());
    output.read_line(&mut String::new()).unwrap();
    let stopped = cluster.running().stop(STOP_LIMIT, &silent).await.unwrap();
    assert_eq!(stopped, Stopped::Clean);
    assert!(cluster.engine.adopt(&cluster.spec).await.unwrap().is_none());
    drop(input);
    session.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_killed_server_starts_again_with_its_data() {
    let cluster = Cluster::started().await;
    cluster
        .sql_as_master("CREATE TABLE kept AS SELECT 7 AS n")
        .unwrap();
    let pid = cluster.running().pid().to_string();
    Command::new("kill").args(["-9", &pid]).status().unwrap();
    cluster.running().wait_exit().await.unwrap();
    // What the dead one's children hold is let go in a moment.
    let started = async {
        while cluster.engine.start(&cluster.spec, &silent).await.is_err() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(60), started)
        .await
        .unwrap();
    assert_eq!(cluster.sql_as_master("SELECT n FROM kept").unwrap(), "7");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let mut cluster = Cluster::started().await;
    let pid = cluster.running().pid();
    let (root, tls) = certificates();
    fs::write(cluster.folder.path().join("ca.pem"), root).unwrap();
    assert!(
        cluster.sql_as_master("SELECT 1").is_err(),
        "the old one is still shown"
    );
    cluster.spec.tls = tls;
    cluster
        .engine
        .renew_certificate(&cluster.spec)
        .await
        .unwrap();
    assert!(cluster.sql_as_master("SELECT 1").is_ok());
    assert_eq!(cluster.running().pid(), pid);
}

#[tokio::test(flavor = "multi_thread")]
async fn variables_and_whether_plain_tcp_is_welcome_change_while_the_server_runs() {
    let mut cluster = Cluster::switched_on().await;
    let pid = cluster.running().pid();
    let member = "CREATE USER clerk PASSWORD 'secret'; GRANT rds_iam TO clerk";
    cluster.sql_as_master(member).unwrap();
    let plain = |cluster: &Cluster, user: &str, password: &str| {
        cluster.sql_with(&cluster.plain(user), password, "SELECT 1")
    };
    assert!(plain(&cluster, "admin", MASTER_PASSWORD).is_err());

    cluster.spec.require_secure_transport = false;
    let variables = [("statement_timeout", "1234"), ("max_connections", "44")];
    cluster.spec.variables = variables
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into();
    cluster
        .engine
        .reconfigure(&cluster.spec, &[])
        .await
        .unwrap();
    let shown = "SELECT name, setting, pending_restart FROM pg_settings \
                 WHERE name IN ('statement_timeout', 'max_connections') ORDER BY 1";
    assert_eq!(
        cluster.sql_as_master(shown).unwrap(),
        "max_connections|500|t\nstatement_timeout|1234|f"
    );
    assert!(plain(&cluster, "admin", MASTER_PASSWORD).is_ok());
    let refused = plain(&cluster, "clerk", "secret").unwrap_err();
    assert!(refused.contains("no encryption"), "{refused}");

    // Switched off and on by whoever does not know: it stays.
    let admin = cluster.running().admin();
    admin.withdraw_module().await.unwrap();
    admin.install_module().await.unwrap();
    assert!(plain(&cluster, "admin", MASTER_PASSWORD).is_ok());

    cluster.spec.require_secure_transport = true;
    cluster.spec.variables.clear();
    cluster
        .engine
        .reconfigure(&cluster.spec, &[])
        .await
        .unwrap();
    assert!(plain(&cluster, "admin", MASTER_PASSWORD).is_err());
    assert_eq!(
        cluster.sql_as_master("SHOW statement_timeout").unwrap(),
        "0"
    );
    assert_eq!(cluster.running().pid(), pid);
}

#[tokio::test(flavor = "multi_thread")]
async fn data_of_another_major_version_is_left_alone_and_said_so() {
    let cluster = Cluster::created().await;
    let version = cluster.path("data/PG_VERSION");
    let kept = fs::read_to_string(&version).unwrap();
    fs::write(&version, "9\n").unwrap();
    let error = cluster
        .engine
        .start(&cluster.spec, &silent)
        .await
        .unwrap_err();
    assert!(
        matches!(error, StartError::OtherMajor { data: 9, .. }),
        "{error}"
    );
    fs::write(&version, kept).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_outside_the_folder() {
    let cluster = Cluster::switched_on().await;
    assert!(cluster.pam_service().exists());
    cluster.running().stop(STOP_LIMIT, &silent).await.unwrap();
    cluster.engine.clean_up(&cluster.spec).unwrap();
    assert!(!cluster.pam_service().exists());
}
