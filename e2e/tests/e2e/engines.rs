//! The walk's first steps on other servers than the installed one: whoever asks for Aurora MySQL gets a
//! MySQL where there is one.

use testkit::engines::mysql_family;

use crate::people::{Person, policy};
use crate::processes::wait_until;
use crate::stand_in::{ACCOUNT, Own, REGION, access_denied, assert_refused};

const CLUSTER: &str = "other";
const MASTER_PASSWORD: &str = "correct-horse-battery";

#[test]
fn an_aurora_mysql_and_a_newer_mariadb_are_made_and_logged_in_to() {
    let mut own = Own::folder_only();
    let unpacked = || mysql_family().iter().skip(1);
    let folders = unpacked().flat_map(|engine| engine.folders.clone());
    own.up_on(&std::env::join_paths(folders).unwrap());
    for engine in unpacked() {
        let asked = match engine.name {
            "mysql" => "aurora-mysql",
            other => other,
        };
        walk(&own, asked);
    }
}

fn walk(own: &Own, engine: &str) {
    own.aws(&[
        "rds",
        "create-db-cluster",
        "--db-cluster-identifier",
        CLUSTER,
        "--engine",
        engine,
        "--master-username",
        "admin",
        "--master-user-password",
        MASTER_PASSWORD,
        "--enable-iam-database-authentication",
    ])
    .ok();
    let find = |query: &str| {
        let name = ["--db-cluster-identifier", CLUSTER];
        let asked = ["rds", "describe-db-clusters", "--output", "text", "--query"];
        let query = format!("DBClusters[0].{query}");
        let arguments = [&asked[..], &[query.as_str()], &name].concat();
        own.aws(&arguments).ok().trim().to_owned()
    };
    wait_until("the cluster is available", || find("Status") == "available");
    assert_eq!(find("Engine"), engine);
    let port = find("Port").parse().unwrap();
    let resource = find("DbClusterResourceId");

    let sql =
        |user: &str, password: &str, statement: &str| own.login_at(port, user, password, statement);
    let create = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";
    sql("admin", MASTER_PASSWORD, create).ok();
    let role = sql("admin", MASTER_PASSWORD, "SELECT CURRENT_ROLE()").ok();
    assert!(role.contains("rds_superuser_role"), "{role}");

    let person = Person::new(&own.root(), &format!("on-{engine}"));
    let token = own.purpose_at(port, "iamuser01").token(&person.key);
    let refused = sql("iamuser01", &token, "SELECT 1");
    assert_refused(&refused, &access_denied("iamuser01"));
    let arn = format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/iamuser01");
    person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
    let admitted = sql("iamuser01", &token, "SELECT CURRENT_USER()");
    assert_eq!(admitted.ok(), "iamuser01@%\n");

    own.aws(&[
        "rds",
        "delete-db-cluster",
        "--db-cluster-identifier",
        CLUSTER,
        "--skip-final-snapshot",
    ])
    .ok();
    let deleted = || own.aws(&["rds", "describe-db-clusters"]).ok();
    wait_until("the cluster is gone", || !deleted().contains(CLUSTER));
}
