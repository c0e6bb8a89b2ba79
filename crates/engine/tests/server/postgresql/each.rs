//! What could differ between the versions of PostgreSQL that there are here.

use std::slice;

use engine::InitialDatabase;
use testkit::Script;
use testkit::engines::postgresql;

use super::support::Cluster;
use crate::support::{MASTER, MASTER_PASSWORD};

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_of_each_version_runs_scripts_written_for_aurora_and_lets_members_in() {
    for programs in postgresql() {
        let mut cluster = Cluster::planned_on(slice::from_ref(programs)).await;
        println!("PostgreSQL {}", cluster.engine.version());
        cluster.create_with(&InitialDatabase::None).await;
        cluster.start().await;
        runs_scripts_written_for_aurora(&cluster);
        cluster.admin().install_module().await.unwrap();
        lets_members_in_over_tls_only(&cluster);
        passes_tokens_whole_up_to_the_limit(&cluster);
        switches(&cluster).await;
        lets_the_master_user_back_in(&cluster).await;
    }
}

/// What people have in their scripts for a new cluster.
fn runs_scripts_written_for_aurora(cluster: &Cluster) {
    for statement in [
        "CREATE ROLE dba LOGIN PASSWORD 'pw'; GRANT rds_superuser TO dba",
        "CREATE ROLE team; GRANT rds_iam TO team; CREATE USER nested IN ROLE team",
        "CREATE USER iamuser01 WITH LOGIN; GRANT rds_iam TO iamuser01",
        "CREATE USER sync PASSWORD 'pw'; GRANT rds_replication TO sync",
        "CREATE USER clerk PASSWORD 'pw'; GRANT rds_password TO clerk",
        "CREATE SCHEMA app AUTHORIZATION CURRENT_USER; GRANT USAGE ON SCHEMA app TO team",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT ON TABLES TO team",
        "CREATE TABLE app.orders (id int); ALTER USER clerk CONNECTION LIMIT 5",
        "CREATE EXTENSION pgcrypto; CREATE EXTENSION IF NOT EXISTS \"uuid-ossp\"",
        "REVOKE ALL ON DATABASE postgres FROM PUBLIC",
        "GRANT CONNECT ON DATABASE postgres TO team, iamuser01, dba",
        "ALTER DATABASE postgres SET statement_timeout = '1h'",
    ] {
        let done = cluster.sql_as_master(statement);
        assert!(done.is_ok(), "{statement}: {done:?}");
    }
    let watched = "SELECT count(*) > 0, pg_terminate_backend(0) FROM pg_stat_activity \
                   WHERE usename = 'rdsadmin' OR backend_type = 'checkpointer'";
    let dba = cluster.sql("dba", "pw", watched);
    assert_eq!(dba.as_deref(), Ok("t|f"), "{dba:?}");
    let untrusted = cluster.sql_as_master("CREATE EXTENSION pg_stat_statements");
    assert!(untrusted.unwrap_err().contains("42501"));
}

fn lets_members_in_over_tls_only(cluster: &Cluster) {
    for user in ["iamuser01", "nested"] {
        let admitted = cluster.sql(user, "token", "SELECT current_user");
        assert_eq!(admitted.as_deref(), Ok(user));
        let error = cluster.sql(user, "tokem", "SELECT 1").unwrap_err();
        let refusal = format!("FATAL:  PAM authentication failed for user \"{user}\"");
        assert!(error.ends_with(&refusal), "{error}");
        for way in [cluster.plain(user), cluster.over_unix_socket(user)] {
            let error = cluster.sql_with(&way, "token", "SELECT 1").unwrap_err();
            assert!(error.contains("pg_hba.conf rejects connection"), "{error}");
        }
    }
    assert!(cluster.sql("nested", "token", "TABLE app.orders").is_ok());
    assert!(!cluster.log().contains("tokem"));
}

fn passes_tokens_whole_up_to_the_limit(cluster: &Cluster) {
    cluster.agent.set(Script::Allow);
    drop(cluster.agent.take_questions());
    for length in [2_500, agent_protocol::MAX_TOKEN_BYTES] {
        let token = "x".repeat(length);
        cluster.sql("iamuser01", &token, "SELECT 1").unwrap();
        assert_eq!(cluster.agent.take_questions()[0].token, token.as_bytes());
    }
    let longer = "x".repeat(agent_protocol::MAX_TOKEN_BYTES + 1);
    assert!(cluster.sql("iamuser01", &longer, "SELECT 1").is_err());
    cluster.agent.set(Script::AllowToken(b"token".to_vec()));
}

/// As a role without effect.
async fn switches(cluster: &Cluster) {
    let password = "ALTER USER iamuser01 PASSWORD 'pw'";
    cluster.sql_as_master(password).unwrap();
    let let_in = |password| cluster.sql("iamuser01", password, "SELECT 1").is_ok();
    assert!(let_in("token") && !let_in("pw"));
    cluster.admin().withdraw_module().await.unwrap();
    assert!(let_in("pw") && !let_in("token"));
    cluster.admin().install_module().await.unwrap();
    assert!(let_in("token") && !let_in("pw"));
}

/// From 16 on he cannot lock himself out.
async fn lets_the_master_user_back_in(cluster: &Cluster) {
    let lock_out = format!("GRANT rds_iam TO {MASTER}");
    let _ = cluster.sql_as_master(&lock_out);
    let let_in = cluster.sql_as_master("SELECT 1").is_ok();
    assert_eq!(let_in, cluster.engine.version().major >= 16);
    let master = super::support::master();
    cluster.admin().put_master(&master).await.unwrap();
    assert!(cluster.sql(MASTER, MASTER_PASSWORD, "SELECT 1").is_ok());
}
