//! What the RDS API says of a database, seen from inside of it: its initial database, its port, its
//! parameters, its log.

use std::net::TcpListener;

use rustix::process::Signal;
use serde_json::Value;
use testkit::CliOutput;

use crate::people::{Person, policy};
use crate::processes::wait_until;
use crate::stand_in::{ACCOUNT, Own, REGION, access_denied, assert_refused, free_port, run};

const PASSWORD: &str = "correct-horse-battery";
const MASTER: [&str; 4] = [
    "--master-username",
    "admin",
    "--master-user-password",
    PASSWORD,
];

#[test]
fn a_cluster_has_its_database_and_moves_to_another_port_even_if_up_is_killed_meanwhile() {
    let mut own = Own::start();
    let named = ["--db-cluster-identifier", "moving"];
    let create = ["rds", "create-db-cluster", "--engine", "aurora-mysql"];
    let database = ["--database-name", "Shop_1"];
    let switch = ["--enable-iam-database-authentication"];
    own.aws(&[&create[..], &named, &database, &MASTER, &switch].concat())
        .ok();
    let describe = ["rds", "describe-db-clusters", "--query", "DBClusters[0]"];
    let shown = |own: &Own| own.aws_json(&[&describe[..], &named].concat());
    let available = |own: &Own| wait_for_status(|| shown(own)["Status"].clone(), "available");
    available(&own);
    let cluster = shown(&own);
    assert_eq!(cluster["DatabaseName"], "Shop_1");
    let first = port(&cluster["Port"]);
    let inside = "CREATE TABLE Shop_1.t (i INT); \
         CREATE USER app IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";
    own.login_at(first, "admin", PASSWORD, inside).ok();

    let person = Person::new(&own.root(), "mover");
    let resource = cluster["DbClusterResourceId"].as_str().unwrap();
    let arn = format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/app");
    person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
    let token = |port| own.purpose_at(port, "app").token(&person.key);
    own.login_at(first, "app", &token(first), "SELECT 1").ok();

    let second = free_port();
    let (text, former) = (second.to_string(), token(first));
    let modify = ["rds", "modify-db-cluster", "--port", &text];
    let modified = own.aws_json(&[&modify[..], &named].concat());
    assert_eq!(modified["DBCluster"]["Status"], "modifying");
    own.end_up(Signal::KILL);
    own.up();
    available(&own);
    assert_eq!(port(&shown(&own)["Port"]), second);
    let token = own.purpose_at(second, "app").token(&person.key);
    own.login_at(second, "app", &token, "SELECT 1").ok();
    let refused = own.login_at(second, "app", &former, "SELECT 1");
    assert_refused(&refused, &access_denied("app"));
    assert_eq!(own.last_login("app")["reason"], "wrong_host");
    let gone = own.login_at(first, "app", &former, "SELECT 1");
    assert!(gone.stderr.contains("Can't connect"), "{gone:?}");

    // Where another program listens it stays, and says so.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let text = taken.local_addr().unwrap().port().to_string();
    let modify = ["rds", "modify-db-cluster", "--port", &text];
    own.aws(&[&modify[..], &named].concat()).ok();
    available(&own);
    assert_eq!(port(&shown(&own)["Port"]), second);
    own.login_at(second, "app", &token, "SELECT 1").ok();
    let events = ["rds", "describe-events", "--source-type", "db-cluster"];
    let of_it = ["--source-identifier", "moving", "--output", "text"];
    let told = own.aws(&[&events[..], &of_it].concat()).ok();
    let sentence = format!("could not be changed to {text}: another program listens there");
    assert!(told.contains(&sentence), "{told}");
}

#[test]
fn a_postgresql_takes_its_database_and_its_parameters_and_its_log_is_named_as_amazons() {
    let own = Own::start();
    let versions = ["rds", "describe-db-engine-versions", "--engine", "postgres"];
    let newest = own.aws_json(&versions)["DBEngineVersions"][0].clone();
    let family = newest["DBParameterGroupFamily"].as_str().unwrap();
    let group = ["--db-parameter-group-name", "tuned"];
    let create = ["rds", "create-db-parameter-group", "--description", "ours"];
    let of_family = ["--db-parameter-group-family", family];
    own.aws(&[&create[..], &group, &of_family].concat()).ok();
    let named = ["--db-instance-identifier", "tuned"];
    let create = ["rds", "create-db-instance", "--engine", "postgres"];
    let given = ["--db-instance-class", "db.t4g.micro", "--db-name", "shop"];
    let switch = ["--enable-iam-database-authentication"];
    own.aws(&[&create[..], &named, &given, &group, &MASTER, &switch].concat())
        .ok();
    let describe = ["rds", "describe-db-instances", "--query", "DBInstances[0]"];
    let shown = || own.aws_json(&[&describe[..], &named].concat());
    let available = || wait_for_status(|| shown()["DBInstanceStatus"].clone(), "available");
    let group_is = |wanted| {
        let status = || shown()["DBParameterGroups"][0]["ParameterApplyStatus"].clone();
        wait_for_status(status, wanted);
    };
    available();
    let at = port(&shown()["Endpoint"]["Port"]);
    let psql = |tls: &str, statement: &str| {
        let target = format!("host=127.0.0.1 port={at} dbname=shop user=admin sslmode={tls}");
        let mut command = own.command("psql");
        command.env("PGPASSWORD", PASSWORD);
        run(command.args(["-XqAt", &target, "-c", statement]))
    };
    let refused =
        |output: CliOutput| assert!(output.stderr.contains("no encryption"), "{output:?}");
    psql("require", "CREATE TABLE t (i int)").ok();
    refused(psql("disable", "SELECT 1"));

    let modify = ["rds", "modify-db-parameter-group"];
    let parameters = [
        "--parameters",
        "ParameterName=rds.force_ssl,ParameterValue=0,ApplyMethod=immediate",
        "ParameterName=statement_timeout,ParameterValue=4321,ApplyMethod=immediate",
        "ParameterName=log_statement,ParameterValue=ddl,ApplyMethod=immediate",
        "ParameterName=max_connections,ParameterValue=44,ApplyMethod=pending-reboot",
    ];
    own.aws(&[&modify[..], &group, &parameters].concat()).ok();
    group_is("pending-reboot");
    let settings =
        "SELECT current_setting('statement_timeout'), current_setting('max_connections')";
    assert_eq!(psql("disable", settings).ok(), "4321ms|500\n");
    own.aws(&[&["rds", "reboot-db-instance"][..], &named].concat())
        .ok();
    available();
    group_is("in-sync");
    assert_eq!(psql("disable", settings).ok(), "4321ms|44\n");

    psql("disable", "CREATE TABLE told_of (i int)").ok();
    let log = ["--log-file-name", "error/postgresql.log"];
    let download = ["rds", "download-db-log-file-portion", "--output", "text"];
    let told = own.aws(&[&download[..], &named, &log].concat()).ok();
    assert!(told.contains("CREATE TABLE told_of"), "{told}");
    let reset = ["rds", "reset-db-parameter-group", "--reset-all-parameters"];
    own.aws(&[&reset[..], &group].concat()).ok();
    group_is("pending-reboot");
    refused(psql("disable", "SELECT 1"));

    // Else its PAM service would stay on the machine.
    let delete = ["rds", "delete-db-instance", "--skip-final-snapshot"];
    own.aws(&[&delete[..], &named].concat()).ok();
    wait_until("the instance is gone", || {
        own.aws(&[&describe[..], &named].concat()).code != Some(0)
    });
}

#[track_caller]
fn wait_for_status(mut status: impl FnMut() -> Value, wanted: &str) {
    wait_until(wanted, || status() == wanted);
}

fn port(value: &Value) -> u16 {
    value.as_u64().unwrap().try_into().unwrap()
}
