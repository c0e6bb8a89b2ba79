use std::process::{Command, Stdio};

use engine::{AdminError, AdoptError, MasterUser, Obstacle, Password, Product, UserAccount};

use crate::support::{Cluster, MASTER, MASTER_PASSWORD, STOP_LIMIT, silent};

#[tokio::test]
async fn a_new_server_has_the_administrator_the_master_and_nobody_else_who_can_log_in() {
    let (cluster, running) = Cluster::started().await;
    let users = running.admin().users().await.unwrap();
    let account = |name: &str, host: &str, plugin: &str| UserAccount {
        name: name.to_owned(),
        host: host.to_owned(),
        plugin: plugin.to_owned(),
    };
    let expected = [
        account(MASTER, "%", "mysql_native_password"),
        account("mariadb.sys", "localhost", "mysql_native_password"),
        account("rdsadmin", "localhost", "mysql_native_password"),
    ];
    assert_eq!(users, expected);
    let locked = "SELECT JSON_VALUE(priv, '$.account_locked') FROM mysql.global_priv \
                  WHERE user = 'mariadb.sys'";
    assert_eq!(cluster.sql_as_master(locked).unwrap(), "1");
    assert_eq!(
        cluster
            .sql_as_master("SELECT COUNT(*) FROM mysql.proxies_priv")
            .unwrap(),
        "0"
    );
    assert!(
        cluster.sql("", "", "SELECT 1").is_err(),
        "an anonymous user logged in"
    );
}

#[tokio::test]
async fn the_master_can_grant_all_on_every_database_as_in_the_walk() {
    let (cluster, running) = Cluster::started().await;
    cluster
        .sql_as_master("CREATE USER `a``b'c`@'%' IDENTIFIED BY 'pw'")
        .unwrap();
    cluster
        .sql_as_master("GRANT ALL ON `%`.* TO `a``b'c`@'%'")
        .unwrap();
    let grants = cluster.sql_as_master("SHOW GRANTS FOR `a``b'c`").unwrap();
    assert!(
        grants.contains("GRANT ALL PRIVILEGES ON `%`.* TO"),
        "{grants}"
    );
    assert_eq!(
        cluster
            .sql("a`b'c", "pw", "SELECT name FROM sugi01.sample LIMIT 1")
            .unwrap(),
        "sugi"
    );
    assert!(
        running
            .admin()
            .iam_grant_warnings()
            .await
            .unwrap()
            .is_empty(),
        "it is no IAM account"
    );
}

#[tokio::test]
async fn the_master_is_no_superuser() {
    let (cluster, running) = Cluster::started().await;
    for statement in [
        "SET GLOBAL max_connections = 1",
        "SET GLOBAL general_log = ON",
        "SHUTDOWN",
        "SELECT LOAD_FILE('/etc/passwd') INTO OUTFILE '/tmp/engine-outfile'",
        "LOAD DATA INFILE '/etc/passwd' INTO TABLE sugi01.sample",
        "GRANT SUPER ON *.* TO admin",
        "GRANT FILE ON *.* TO admin",
        "GRANT ALL ON *.* TO admin",
    ] {
        let error = cluster.sql_as_master(statement).unwrap_err();
        assert!(error.contains("Access denied"), "{statement}: {error}");
    }
    assert!(running.ended().unwrap().is_none());
}

#[tokio::test]
async fn a_master_password_reset_takes_effect_and_gives_lost_privileges_back() {
    let (cluster, running) = Cluster::started().await;
    cluster
        .sql_as_master("REVOKE CREATE USER ON *.* FROM admin")
        .unwrap();
    let reset = MasterUser::new(
        Product::MariaDb,
        MASTER,
        Password::new("another secret".to_owned()),
    )
    .unwrap();
    running.admin().put_master(&reset).await.unwrap();
    assert!(
        cluster.sql_as_master("SELECT 1").is_err(),
        "the old password still works"
    );
    cluster
        .sql(MASTER, "another secret", "CREATE USER u1")
        .unwrap();
}

#[tokio::test]
async fn an_administrator_that_was_dropped_is_back_after_a_restart() {
    let (cluster, running) = Cluster::started().await;
    cluster
        .sql_as_master("DROP USER rdsadmin@localhost")
        .unwrap();
    let error = running.admin().ping().await.unwrap_err();
    assert!(
        matches!(
            error,
            AdminError::Connect {
                by: Obstacle::Refusal,
                ..
            }
        ),
        "{error}"
    );
    let error = cluster.engine.adopt(&cluster.spec).await.unwrap_err();
    assert!(
        error.to_string().contains("stop it and start it"),
        "{error}"
    );
    let AdoptError::Unresponsive { server, .. } = error else {
        panic!("a server that lets nobody in was taken over");
    };
    server.stop(STOP_LIMIT, &silent).await.unwrap();
    let running = cluster.start().await;
    running
        .admin()
        .put_master(&crate::support::master())
        .await
        .unwrap();
}

#[tokio::test]
async fn sessions_of_one_user_are_listed_and_ended_and_nobody_elses() {
    let (cluster, running) = Cluster::started().await;
    cluster
        .sql_as_master("CREATE USER u1 IDENTIFIED BY 'pw'; CREATE USER U1 IDENTIFIED BY 'pw'")
        .unwrap();
    let admin = running.admin();
    assert_eq!(admin.connection_count().await.unwrap(), 0);
    let mut clients: Vec<_> = ["u1", "u1", "U1"]
        .iter()
        .map(|user| sleeper(&cluster, user))
        .collect();
    while admin.sessions(None).await.unwrap().len() < 3 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    let sessions = admin.sessions(Some("u1")).await.unwrap();
    assert_eq!(
        sessions.iter().map(|s| s.user.as_str()).collect::<Vec<_>>(),
        ["u1", "u1"]
    );
    assert!(
        sessions
            .iter()
            .all(|session| session.host.starts_with("127.0.0.1:")),
        "{sessions:?}"
    );
    assert_eq!(admin.kill_sessions("u1").await.unwrap(), 2);
    for client in clients.drain(..2) {
        let output = client.wait_with_output().unwrap();
        assert!(!output.status.success());
    }
    assert_eq!(admin.sessions(None).await.unwrap().len(), 1);
    assert_eq!(admin.kill_sessions("nobody").await.unwrap(), 0);
    assert_eq!(admin.kill_sessions("U1").await.unwrap(), 1);
    clients.remove(0).wait().unwrap();
}

pub(crate) fn sleeper(cluster: &Cluster, user: &str) -> std::process::Child {
    let mut command = Command::new("mariadb");
    command.args([
        "--no-defaults",
        "--protocol=tcp",
        "--host=127.0.0.1",
        "--ssl",
    ]);
    command
        .arg(format!("--port={}", cluster.spec.port))
        .arg(format!("--user={user}"));
    command
        .args(["--execute", "SELECT SLEEP(600)"])
        .env("MYSQL_PWD", "pw");
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn the_password_is_on_no_command_line_and_in_no_log_when_it_is_set() {
    let (cluster, running) = Cluster::started().await;
    running
        .admin()
        .put_master(&crate::support::master())
        .await
        .unwrap();
    let line = std::fs::read(format!("/proc/{}/cmdline", running.pid())).unwrap();
    let log = std::fs::read(cluster.path("log/error.log")).unwrap();
    for text in [line, log] {
        assert!(!String::from_utf8_lossy(&text).contains(MASTER_PASSWORD));
    }
}
