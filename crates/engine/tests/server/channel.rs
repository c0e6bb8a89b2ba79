use std::process::{Command, Stdio};

use crate::support::{Cluster, MASTER, MASTER_PASSWORD, STOP_LIMIT, certificates, silent};

#[tokio::test]
async fn the_stock_client_verifies_the_servers_certificate() {
    let (cluster, _running) = Cluster::started().await;
    let cipher = cluster
        .sql_as_master("SHOW STATUS LIKE 'Ssl_cipher'")
        .unwrap();
    assert!(cipher.starts_with("Ssl_cipher\tTLS_"), "{cipher}");
    let key = cluster
        .sql_as_master("SHOW STATUS LIKE 'Ssl_version'")
        .unwrap();
    assert_eq!(key, "Ssl_version\tTLSv1.3");

    // The same with another root: else the check above would prove nothing.
    let (other_root, _) = certificates();
    std::fs::write(cluster.folder.path().join("ca.pem"), other_root).unwrap();
    let error = cluster.sql_as_master("SELECT 1").unwrap_err();
    assert!(error.contains("ERROR 2026"), "{error}");
}

#[tokio::test]
async fn plain_tcp_is_refused_for_local_users_too_unless_it_is_allowed() {
    let (mut cluster, running) = Cluster::started().await;
    let error = cluster
        .client(MASTER, MASTER_PASSWORD, &["--skip-ssl"], "SELECT 1")
        .unwrap_err();
    assert!(error.contains("ERROR 1045"), "{error}");
    running.stop(STOP_LIMIT, &silent).await.unwrap();

    cluster.spec.require_secure_transport = false;
    cluster.start().await;
    let one = cluster
        .client(MASTER, MASTER_PASSWORD, &["--skip-ssl"], "SELECT 1")
        .unwrap();
    assert_eq!(one, "1");
}

#[tokio::test]
async fn tls_before_1_2_is_refused_by_the_server() {
    let (cluster, _running) = Cluster::started().await;
    let handshake = |version: &str| {
        let mut command = Command::new("openssl");
        command.args([
            "s_client",
            "-starttls",
            "mysql",
            version,
            "-cipher",
            "ALL:@SECLEVEL=0",
        ]);
        command.args(["-connect", &format!("127.0.0.1:{}", cluster.spec.port)]);
        let output = command.stdin(Stdio::null()).output().expect("openssl runs");
        let text = [output.stdout, output.stderr].concat();
        String::from_utf8_lossy(&text).into_owned()
    };
    let refused = handshake("-tls1_1");
    assert!(refused.contains("alert protocol version"), "{refused}");
    let accepted = handshake("-tls1_2");
    assert!(accepted.contains("Protocol  : TLSv1.2"), "{accepted}");
}

#[tokio::test]
async fn the_administrator_cannot_log_in_over_tcp() {
    let (cluster, running) = Cluster::started().await;
    running.admin().ping().await.unwrap();
    let password = std::fs::read_to_string(cluster.path("administrator")).unwrap();
    assert_eq!(password.len(), 64);
    let error = cluster.sql("rdsadmin", &password, "SELECT 1").unwrap_err();
    assert!(error.contains("ERROR 1045"), "{error}");
}

#[tokio::test]
async fn another_user_of_the_machine_is_not_the_administrator() {
    let (cluster, _running) = Cluster::started().await;
    if cluster.spec.server_user.is_none() {
        return; // Needs to become somebody else, hence root.
    }
    let socket = format!("--socket={}", cluster.path("run/mariadb.sock").display());
    let mut client = Command::new("setpriv");
    // The server's own user can reach the socket, and is still not us.
    client.args([
        "--reuid=mysql",
        "--regid=mysql",
        "--clear-groups",
        "mariadb",
        "--no-defaults",
    ]);
    client.args([&socket, "--user=rdsadmin", "--execute=SELECT 1"]);
    let error = crate::support::said(&client.output().unwrap()).unwrap_err();
    assert!(
        error.contains("ERROR 1698") || error.contains("ERROR 1045"),
        "{error}"
    );
}

#[tokio::test]
async fn a_renewed_certificate_is_shown_without_a_restart() {
    let (mut cluster, running) = Cluster::started().await;
    let (root, tls) = certificates();
    std::fs::write(cluster.folder.path().join("ca.pem"), root).unwrap();
    assert!(
        cluster.sql_as_master("SELECT 1").is_err(),
        "the old certificate is not of this root"
    );
    cluster.spec.tls = tls;
    cluster
        .engine
        .renew_certificate(&cluster.spec)
        .await
        .unwrap();
    cluster.sql_as_master("SELECT 1").unwrap();
    assert!(running.ended().unwrap().is_none());
}
