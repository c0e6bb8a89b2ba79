//! Members of `rds_iam` as they come to another cluster.

use std::fs;
use std::path::Path;
use std::process::Command;

use testkit::engines::postgresql;

use super::support::Cluster;
use crate::support::said;

#[tokio::test(flavor = "multi_thread")]
async fn a_dump_of_all_roles_makes_the_same_members_in_another_cluster() {
    let (cluster, other) = (Cluster::switched_on().await, Cluster::switched_on().await);
    let roles = "CREATE ROLE team; GRANT rds_iam TO team; CREATE USER nested IN ROLE team; \
                 CREATE USER iamuser01; GRANT rds_iam TO iamuser01; \
                 CREATE USER local PASSWORD 'secret'";
    cluster.sql_as_master(roles).unwrap();
    assert!(other.sql("iamuser01", "token", "SELECT 1").is_err());

    let dump_all = postgresql().first().unwrap().join("pg_dumpall");
    let dump = as_administrator(&dump_all, &cluster, &["--roles-only"]).unwrap();
    let file = other.folder.path().join("roles.sql");
    fs::write(&file, dump).unwrap();
    // Roles that are there already are an error each, after which it goes on.
    let restore = ["-X", "-q", "-f", file.to_str().unwrap(), "postgres"];
    as_administrator(Path::new("psql"), &other, &restore).unwrap();

    for user in ["nested", "iamuser01"] {
        let admitted = other.sql(user, "token", "SELECT current_user");
        assert_eq!(admitted.as_deref(), Ok(user));
    }
    assert!(other.sql("local", "secret", "SELECT 1").is_ok());
    assert!(other.sql("local", "token", "SELECT 1").is_err());
}

/// Our own account, over the Unix socket.
fn as_administrator(
    program: &Path,
    cluster: &Cluster,
    arguments: &[&str],
) -> Result<String, String> {
    let mut command = Command::new(program);
    command
        .arg("--host")
        .arg(cluster.path("run"))
        .args(["--port", &cluster.spec.port.to_string()])
        .args(["--username", "rdsadmin"])
        .args(arguments);
    said(&command.output().unwrap())
}
