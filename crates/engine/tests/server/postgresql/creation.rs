//! What a new cluster has.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use engine::{DatabaseName, InitialDatabase, Product};

use super::support::Cluster;

#[tokio::test(flavor = "multi_thread")]
async fn a_new_cluster_has_the_roles_of_rds_and_a_master_user_who_is_no_superuser() {
    let cluster = Cluster::started().await;
    let groups = cluster
        .sql_as_master(
            "SELECT rolname FROM pg_roles WHERE rolname LIKE 'rds%' AND NOT rolcanlogin ORDER BY 1",
        )
        .unwrap();
    assert_eq!(
        groups,
        "rds_ad\nrds_iam\nrds_password\nrds_replication\nrds_superuser"
    );
    let master = cluster
        .sql_as_master(
            "SELECT rolsuper, rolinherit, rolcreaterole, rolcreatedb, rolreplication, \
             rolbypassrls, rolvaliduntil FROM pg_roles WHERE rolname = current_user",
        )
        .unwrap();
    assert_eq!(master, "f|t|t|t|f|f|infinity");
    let superusers = cluster
        .sql_as_master("SELECT rolname FROM pg_roles WHERE rolsuper")
        .unwrap();
    assert_eq!(superusers, "rdsadmin");
    let included = cluster
        .sql_as_master(
            "SELECT string_agg(role, ',' ORDER BY role) FROM unnest(array['rds_superuser', \
             'pg_monitor', 'pg_signal_backend', 'rds_replication', 'rds_password']) role \
             WHERE pg_has_role(current_user, role, 'USAGE')",
        )
        .unwrap();
    assert_eq!(
        included,
        "pg_monitor,pg_signal_backend,rds_password,rds_replication,rds_superuser"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cluster_that_is_made_with_a_database_has_it_and_the_master_user_owns_it() {
    for (asked, databases) in [("_Shop", "_Shop\npostgres"), ("postgres", "postgres")] {
        let mut cluster = Cluster::planned().await;
        let name = DatabaseName::new(Product::PostgreSql, asked).unwrap();
        cluster.create_with(&InitialDatabase::Named(name)).await;
        cluster.start().await;
        let owned = "SELECT datname FROM pg_database d JOIN pg_roles r ON r.oid = d.datdba \
                     WHERE r.rolname = current_user ORDER BY 1";
        assert_eq!(cluster.sql_as_master(owned).unwrap(), databases);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_master_user_makes_databases_and_users_and_not_superusers() {
    let cluster = Cluster::started().await;
    cluster.sql_as_master("CREATE DATABASE shop").unwrap();
    cluster
        .sql_as_master("CREATE USER clerk PASSWORD 'secret'; GRANT pg_monitor TO clerk")
        .unwrap();
    for forbidden in [
        "CREATE USER root SUPERUSER",
        "ALTER USER rdsadmin PASSWORD 'mine'",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "ALTER SYSTEM SET ssl = off",
    ] {
        let error = cluster.sql_as_master(forbidden).unwrap_err();
        assert!(error.contains("42501"), "{forbidden}: {error}");
    }
    let error = cluster
        .sql_with(
            &cluster
                .verified("clerk")
                .replace("dbname=postgres", "dbname=rdsadmin"),
            "secret",
            "SELECT 1",
        )
        .unwrap_err();
    assert!(error.contains("permission denied for database"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_sample_is_there_and_the_settings_are_those_of_rds() {
    let cluster = Cluster::started().await;
    let sample = cluster
        .sql_with(
            &cluster
                .verified("admin")
                .replace("dbname=postgres", "dbname=sugi01"),
            crate::support::MASTER_PASSWORD,
            "SELECT * FROM sample ORDER BY id",
        )
        .unwrap();
    assert_eq!(sample, "1|sugi|38.5\n2|hinoki|30.0\n3|matsu|24.2");
    for (setting, value) in [
        ("data_checksums", "on"),
        ("password_encryption", "scram-sha-256"),
        ("ssl", "on"),
        ("ssl_min_protocol_version", "TLSv1.2"),
        ("rds.force_ssl", "1"),
        ("TimeZone", "UTC"),
    ] {
        let shown = cluster.sql_as_master(&format!("SHOW {setting}")).unwrap();
        assert_eq!(shown, value, "{setting}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_in_the_folder_is_anybody_elses_business() {
    let cluster = Cluster::started().await;
    let root = &cluster.spec.directory;
    let mode = |name: &str| {
        let metadata = fs::metadata(root.join(name)).unwrap();
        metadata.permissions().mode() & 0o7777
    };
    for name in ["data", "run", "log"] {
        assert_eq!(mode(name), 0o700, "{name}");
    }
    for name in ["tls/server.key", "tls/server.pem"] {
        assert_eq!(mode(name), 0o600, "{name}");
    }
    let as_root = rustix::process::geteuid().is_root();
    for name in ["postgresql.conf", "pg_hba.conf", "pg_ident.conf", "master"] {
        let expected = if as_root { 0o640 } else { 0o600 };
        assert_eq!(mode(name), expected, "{name}");
        let owner = fs::metadata(root.join(name)).unwrap().uid();
        assert_eq!(owner, rustix::process::geteuid().as_raw(), "{name}");
    }
    let log = cluster.log();
    assert!(!log.contains("SCRAM") && !log.contains("ERROR"), "{log}");
}
