//! The walk's first steps on other servers than the installed one: whoever asks for Aurora MySQL gets a
//! MySQL where there is one.

use testkit::engines::mysql_family;

use crate::clusters::{self, Cluster, DATABASE, MASTER, MASTER_PASSWORD};
use crate::people::{Person, policy};
use crate::stand_in::{Own, access_denied, assert_refused};
use crate::storms::{self, MySqlFamily};

const CLUSTER: &str = "other";

#[test]
fn an_aurora_mysql_and_a_newer_mariadb_are_made_and_logged_in_to() {
    let mut own = Own::folder_only();
    let unpacked = &mysql_family()[1..];
    let folders = unpacked.iter().flat_map(|engine| engine.folders.clone());
    own.up_on(&std::env::join_paths(folders).unwrap());
    // Of several series the first one is found.
    for (name, asked) in [("mariadb", "mariadb"), ("mysql", "aurora-mysql")] {
        if unpacked.iter().any(|engine| engine.name == name) {
            walk(&own, asked);
        }
    }
}

fn walk(own: &Own, engine: &str) {
    let cluster = Cluster::make(own, CLUSTER, engine);
    let described = |what| clusters::described(own, CLUSTER, what).unwrap();
    assert_eq!(described("Engine"), engine);

    let sql = |user: &str, password: &str, statement: &str| {
        own.login_at(cluster.port, user, password, statement)
    };
    let create = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";
    sql(MASTER, MASTER_PASSWORD, create).ok();
    let table = format!("CREATE TABLE {DATABASE}.t (i INT)");
    sql(MASTER, MASTER_PASSWORD, &table).ok();
    let role = sql(MASTER, MASTER_PASSWORD, "SELECT CURRENT_ROLE()").ok();
    assert!(role.contains("rds_superuser_role"), "{role}");

    let person = Person::new(&own.root(), &format!("on-{engine}"));
    let token = cluster.purpose("iamuser01").token(&person.key);
    let refused = sql("iamuser01", &token, "SELECT 1");
    assert_refused(&refused, &access_denied("iamuser01"));
    let arn = cluster.db_user_arn("iamuser01");
    person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
    let admitted = sql("iamuser01", &token, "SELECT CURRENT_USER()");
    assert_eq!(admitted.ok(), "iamuser01@%\n");

    let target = MySqlFamily::prepared(cluster);
    storms::squall(&target);
    target.into_cluster().delete();
}
