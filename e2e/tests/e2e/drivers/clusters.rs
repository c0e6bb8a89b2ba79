//! A cluster of every engine that there is, each with the user who logs in.

use std::env;
use std::process::Command;

use testkit::engines::{Engine, mysql_family};

use crate::people::Purpose;
use crate::processes::wait_until;
use crate::stand_in::{CLUSTER, Own, REGION, StandIn, run};

pub const USER: &str = "driver";

const POSTGRESQL: &str = "drivers-pg";
const MASTER: &str = "captain";
const MASTER_PASSWORD: &str = "correct-horse-battery";

/// Whose protocol is spoken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Family {
    MySql,
    PostgreSql,
}

pub struct Cluster {
    pub engine: &'static str,
    pub family: Family,
    pub port: u16,
}

/// MySQL, where `make engines` unpacked it.
pub fn mysql() -> Option<&'static Engine> {
    mysql_family().iter().find(|engine| engine.name == "mysql")
}

/// Starts a stand-in that finds MySQL too, with IAM authentication on in its first cluster.
pub fn stand_in() -> Own {
    let mut own = Own::folder_only();
    match mysql() {
        Some(engine) => own.up_on(&env::join_paths(&engine.folders).unwrap()),
        None => own.up(),
    }
    own.switch_iam_authentication(true);
    own
}

/// One of each engine.
pub fn all(stand_in: &StandIn) -> Vec<Cluster> {
    let mut clusters = vec![mariadb(stand_in), postgresql(stand_in)];
    clusters.extend(mysql().map(|_| mysql_itself(stand_in)));
    clusters
}

fn mariadb(stand_in: &StandIn) -> Cluster {
    let version = stand_in.admin("SELECT VERSION()").ok();
    assert!(version.contains("MariaDB"), "{version}");
    stand_in.create_db_user(USER);
    Cluster {
        engine: "MariaDB",
        family: Family::MySql,
        port: stand_in.db_port(),
    }
}

fn mysql_itself(stand_in: &StandIn) -> Cluster {
    let port = create(stand_in, "drivers-mysql", "mysql");
    let mut client = as_master(stand_in, "mysql");
    let create = format!("CREATE USER {USER} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'");
    run(client
        .args(["--no-defaults", "--protocol=tcp", "--host=127.0.0.1"])
        .arg(format!("--ssl-ca={}", bundle(stand_in)))
        .args([format!("--port={port}"), format!("--user={MASTER}")])
        .args(["-e", &create]))
    .ok();
    Cluster {
        engine: "MySQL",
        family: Family::MySql,
        port,
    }
}

fn postgresql(stand_in: &StandIn) -> Cluster {
    let port = create(stand_in, POSTGRESQL, "aurora-postgresql");
    let mut client = as_master(stand_in, "psql");
    let conninfo = format!(
        "host=127.0.0.1 port={port} dbname=postgres user={MASTER} sslmode=verify-full sslrootcert={}",
        bundle(stand_in)
    );
    let create = format!("CREATE USER {USER}; GRANT rds_iam TO {USER}");
    run(client.args(["-Xq", &conninfo, "-c", &create])).ok();
    Cluster {
        engine: "PostgreSQL",
        family: Family::PostgreSql,
        port,
    }
}

/// PostgreSQL's login service is a file of the machine's, which goes with the cluster.
pub fn delete_postgresql(stand_in: &StandIn) {
    let named = ["--db-cluster-identifier", POSTGRESQL];
    let delete = ["rds", "delete-db-cluster", "--skip-final-snapshot"];
    stand_in.aws_json(&[&delete[..], &named].concat());
    let describe = [&["rds", "describe-db-clusters"][..], &named].concat();
    wait_until("the cluster is gone", || {
        stand_in.aws(&describe).code != Some(0)
    });
}

fn bundle(stand_in: &StandIn) -> String {
    stand_in
        .data_dir()
        .join("global-bundle.pem")
        .display()
        .to_string()
}

fn as_master(stand_in: &StandIn, program: &str) -> Command {
    let mut command = stand_in.command(program);
    command
        .env("MYSQL_PWD", MASTER_PASSWORD)
        .env("PGPASSWORD", MASTER_PASSWORD);
    command
}

/// Makes a cluster with IAM authentication on, and tells its port.
fn create(stand_in: &StandIn, name: &str, engine: &str) -> u16 {
    assert_ne!(name, CLUSTER, "the first one is there");
    let named = ["--db-cluster-identifier", name];
    let master = ["--master-username", MASTER, "--master-user-password"];
    let create = ["rds", "create-db-cluster", "--engine", engine];
    let enable = [MASTER_PASSWORD, "--enable-iam-database-authentication"];
    stand_in.aws_json(&[&create[..], &named, &master, &enable].concat());
    let describe = ["rds", "describe-db-clusters", "--query", "DBClusters[0]"];
    let mut port = None;
    wait_until("the cluster is available", || {
        let described = stand_in.aws_json(&[&describe[..], &named].concat());
        port = described["Port"].as_u64();
        described["Status"] == "available" && described["IAMDatabaseAuthenticationEnabled"] == true
    });
    port.unwrap().try_into().unwrap()
}

impl Cluster {
    #[expect(clippy::unused_self, reason = "all of them are here")]
    pub fn host(&self) -> &'static str {
        "127.0.0.1"
    }

    pub fn purpose(&self) -> Purpose<'static> {
        Purpose {
            host: self.host(),
            port: self.port,
            db_user: USER,
            region: REGION,
        }
    }

    /// What the server calls the user who logged in.
    pub fn current_user(&self) -> String {
        match self.family {
            Family::MySql => format!("{USER}@%"),
            Family::PostgreSql => USER.to_owned(),
        }
    }

    /// The server's words to somebody it does not let in.
    pub fn refusal(&self) -> &'static str {
        match self.family {
            Family::MySql => "Access denied for user 'driver'@'127.0.0.1'",
            Family::PostgreSql => "PAM authentication failed for user \"driver\"",
        }
    }
}
