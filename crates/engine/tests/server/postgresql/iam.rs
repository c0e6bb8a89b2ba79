//! Members of `rds_iam`: with a token, over TLS, and in no other way.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;

use testkit::Script;

use super::support::Cluster;
use crate::support::{MASTER, MASTER_PASSWORD};

const USER: &str = "iamuser01";

fn refusal(user: &str) -> String {
    format!("FATAL:  PAM authentication failed for user \"{user}\"")
}

fn with_user(cluster: &Cluster) {
    cluster
        .sql_as_master("CREATE USER iamuser01; GRANT rds_iam TO iamuser01")
        .unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_logs_in_with_a_token_and_is_refused_in_rds_own_words() {
    let cluster = Cluster::switched_on().await;
    with_user(&cluster);
    let user = cluster.sql(USER, "token", "SELECT current_user, session_user");
    assert_eq!(user.unwrap(), "iamuser01|iamuser01");
    let error = cluster.sql(USER, "tokem", "SELECT 1").unwrap_err();
    assert!(error.ends_with(&refusal(USER)), "{error}");
    assert!(
        cluster
            .log()
            .contains("LOG:  pam_authenticate failed: Permission denied"),
        "{}",
        cluster.log()
    );
    assert!(!cluster.log().contains("tokem"));
    let service = fs::metadata(cluster.pam_service()).unwrap();
    assert_eq!(service.permissions().mode() & 0o7777, 0o644);
}

#[tokio::test(flavor = "multi_thread")]
async fn membership_counts_through_other_roles_and_wins_over_a_password() {
    let cluster = Cluster::switched_on().await;
    cluster
        .sql_as_master(
            "CREATE ROLE team; GRANT rds_iam TO team; \
             CREATE USER nested PASSWORD 'secret' IN ROLE team; \
             CREATE USER local PASSWORD 'secret'",
        )
        .unwrap();
    assert!(cluster.sql("nested", "token", "SELECT 1").is_ok());
    let error = cluster.sql("nested", "secret", "SELECT 1").unwrap_err();
    assert!(error.ends_with(&refusal("nested")), "{error}");
    assert!(cluster.sql("local", "secret", "SELECT 1").is_ok());
    let error = cluster.sql("local", "token", "SELECT 1").unwrap_err();
    assert!(
        error.contains("password authentication failed for user \"local\""),
        "{error}"
    );
    cluster.sql_as_master("REVOKE rds_iam FROM team").unwrap();
    assert!(cluster.sql("nested", "secret", "SELECT 1").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_tls_and_over_the_unix_socket_a_member_is_refused_before_any_token() {
    let cluster = Cluster::switched_on().await;
    with_user(&cluster);
    cluster.agent.set(Script::Allow);
    let plain = cluster.sql_with(&cluster.plain(USER), "token", "SELECT 1");
    let plain = plain.unwrap_err();
    assert!(
        plain.contains("pg_hba.conf rejects connection for host \"127.0.0.1\", user \"iamuser01\"")
            && plain.ends_with("no encryption"),
        "{plain}"
    );
    let socket = cluster.sql_with(&cluster.over_unix_socket(USER), "token", "SELECT 1");
    let socket = socket.unwrap_err();
    assert!(
        socket.contains("pg_hba.conf rejects connection"),
        "{socket}"
    );
    let replication = cluster.verified(USER) + " replication=true";
    let replication = cluster.sql_with(&replication, "token", "IDENTIFY_SYSTEM");
    assert!(replication.unwrap_err().contains("rejects"));
    assert!(cluster.agent.take_questions().is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn long_tokens_arrive_whole() {
    let cluster = Cluster::switched_on().await;
    with_user(&cluster);
    cluster.agent.set(Script::Allow);
    for length in [2_500, 8_192, agent_protocol::MAX_TOKEN_BYTES] {
        let token: String = "db:5432/?Action=connect&"
            .chars()
            .cycle()
            .take(length)
            .collect();
        cluster.sql(USER, &token, "SELECT 1").unwrap();
        assert_eq!(cluster.agent.take_questions()[0].token, token.as_bytes());
    }
    let longer = "x".repeat(agent_protocol::MAX_TOKEN_BYTES + 1);
    let error = cluster.sql(USER, &longer, "SELECT 1").unwrap_err();
    assert!(error.ends_with(&refusal(USER)), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn off_membership_is_without_effect_and_nobody_is_disconnected_by_switching() {
    let cluster = Cluster::switched_on().await;
    with_user(&cluster);
    cluster
        .sql_as_master("ALTER USER iamuser01 PASSWORD 'secret'")
        .unwrap();
    let mut session = cluster.session(USER, "token");
    let mut input = session.stdin.take().unwrap();
    let mut output = BufReader::new(session.stdout.take().unwrap());
    let mut answer = |question: &str| {
        writeln!(input, "{question};").unwrap();
        let mut line = String::new();
        output.read_line(&mut line).unwrap();
        line
    };
    let backend = answer("SELECT pg_backend_pid()");
    for _ in 0..5 {
        cluster.admin().withdraw_module().await.unwrap();
        assert!(!cluster.admin().module_installed().await.unwrap());
        assert!(cluster.sql(USER, "secret", "SELECT 1").is_ok());
        let error = cluster.sql(USER, "token", "SELECT 1").unwrap_err();
        assert!(error.contains("password authentication failed"), "{error}");
        cluster.admin().install_module().await.unwrap();
        assert!(cluster.admin().module_installed().await.unwrap());
        assert!(cluster.sql(USER, "token", "SELECT 1").is_ok());
        assert!(cluster.sql(USER, "secret", "SELECT 1").is_err());
        assert_eq!(answer("SELECT pg_backend_pid()"), backend);
    }
    drop(input);
    session.wait().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_is_gone_refuses_members_and_nobody_else() {
    let mut cluster = Cluster::switched_on().await;
    with_user(&cluster);
    cluster.agent.stop();
    let error = cluster.sql(USER, "token", "SELECT 1").unwrap_err();
    assert!(error.ends_with(&refusal(USER)), "{error}");
    assert!(cluster.sql_as_master("SELECT 1").is_ok());
    cluster.agent.resume();
    assert!(cluster.sql(USER, "token", "SELECT 1").is_ok());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_restart_keeps_it_on_and_keeps_it_off() {
    let mut cluster = Cluster::switched_on().await;
    with_user(&cluster);
    cluster.stop().await;
    cluster.start().await;
    assert!(cluster.sql(USER, "token", "SELECT 1").is_ok());
    cluster.admin().withdraw_module().await.unwrap();
    cluster.stop().await;
    cluster.start().await;
    assert!(cluster.sql(USER, "token", "SELECT 1").is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_master_user_who_locks_himself_out_is_let_in_again_by_our_own_account() {
    let cluster = Cluster::switched_on().await;
    cluster
        .sql_as_master(&format!("GRANT rds_iam TO {MASTER}"))
        .unwrap_or_default();
    cluster
        .sql_as_master("GRANT rds_iam TO rdsadmin")
        .unwrap_or_default();
    // From version 16 on he is exempt, because whoever can grant the role is a member of it.
    let is_exempt = cluster.engine.version().major >= 16;
    let let_in = cluster.sql_as_master("SELECT 1").is_ok();
    assert_eq!(let_in, is_exempt);
    cluster
        .admin()
        .put_master(&super::support::master())
        .await
        .unwrap();
    assert!(cluster.sql(MASTER, MASTER_PASSWORD, "SELECT 1").is_ok());
}
