//! The walk on PostgreSQL: a cluster made by the unmodified AWS CLI, its users by `psql`.

use std::process::Command;

use serde_json::Value;
use testkit::CliOutput;

use crate::people::{Person, Purpose, policy};
use crate::processes::wait_until;
use crate::stand_in::{ACCOUNT, Own, REGION, StandIn, run};

const CLUSTER: &str = "pgcluster";
const MASTER: &str = "postgres";
const MASTER_PASSWORD: &str = "correct-horse-battery";
const USER: &str = "iamuser01";
const ENABLE: &str = "--enable-iam-database-authentication";
const DISABLE: &str = "--no-enable-iam-database-authentication";

#[test]
fn the_walk_works_on_postgresql_as_it_does_on_mysql() {
    let own = Own::start();
    let cluster = PostgreSql::made_by_the_aws_cli(&own);
    cluster
        .as_master("CREATE USER iamuser01; GRANT rds_iam TO iamuser01")
        .ok();
    let alice = Person::new(&own.root(), "alice");
    let token = || cluster.purpose().token(&alice.key);

    let off = cluster.log_in(&token(), "SELECT 1");
    assert_fatal(
        &off,
        "password authentication failed for user \"iamuser01\"",
    );

    cluster.switch(ENABLE);
    assert_refused(&cluster.log_in(&token(), "SELECT 1"));
    assert_eq!(own.last_login(USER)["reason"], "no_policy_allows");
    alice.put_policy("p", &policy("Allow", "rds-db:connect", &cluster.user_arn()));
    let who =
        "SELECT current_user, session_user, ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let logged_in = cluster.log_in(&cluster.token_of_the_aws_cli(&alice), who);
    assert_eq!(logged_in.ok(), "iamuser01|iamuser01|t\n");
    assert_refused(&cluster.log_in("not a token", "SELECT 1"));
    assert_eq!(own.last_login(USER)["reason"], "malformed_token");
    let plain = cluster.psql(&cluster.conninfo(USER, "disable"), &token(), "SELECT 1");
    assert_fatal(&plain, "no encryption");

    connect_becomes_psql(&own, &alice);

    cluster.switch(DISABLE);
    let off = cluster.log_in(&token(), "SELECT 1");
    assert_fatal(
        &off,
        "password authentication failed for user \"iamuser01\"",
    );
    cluster.is_deleted_without_a_trace();
}

/// Its process list shows no token, and what it opened is what libpq verified.
fn connect_becomes_psql(own: &Own, person: &Person) {
    let statement = "SELECT current_user";
    let further = ["--", "-XAtc", statement];
    let connect = ["connect", CLUSTER, "--user", USER];
    let output = own.sekisho_as(&person.key, [&connect[..], &further].concat());
    assert_eq!(output.ok(), "iamuser01\n");
    let cmdline = "\\! tr '\\0' ' ' < /proc/$PPID/cmdline; tr '\\0' ' ' < /proc/$PPID/environ";
    let further = ["--", "-Xc", cmdline];
    let shown = own.sekisho_as(&person.key, [&connect[..], &further].concat());
    let shown = shown.ok();
    assert!(shown.contains("PGSSLMODE=verify-full"), "{shown}");
    assert!(!shown.contains("X-Amz-Signature"), "{shown}");
}

struct PostgreSql<'s> {
    stand_in: &'s StandIn,
    port: u16,
    resource_id: String,
}

impl<'s> PostgreSql<'s> {
    fn made_by_the_aws_cli(stand_in: &'s StandIn) -> Self {
        let create = ["rds", "create-db-cluster", "--engine", "aurora-postgresql"];
        let named = ["--db-cluster-identifier", CLUSTER];
        let master = ["--master-username", MASTER, "--master-user-password"];
        let made = stand_in.aws_json(&[&create[..], &named, &master, &[MASTER_PASSWORD]].concat());
        assert_eq!(made["DBCluster"]["Engine"], "aurora-postgresql");
        let described = wait_until_available(stand_in);
        Self {
            stand_in,
            port: described["Port"].as_u64().unwrap().try_into().unwrap(),
            resource_id: described["DbClusterResourceId"]
                .as_str()
                .unwrap()
                .to_owned(),
        }
    }

    fn switch(&self, to: &str) {
        let modify = ["rds", "modify-db-cluster", "--apply-immediately", to];
        let named = ["--db-cluster-identifier", CLUSTER];
        self.stand_in.aws_json(&[&modify[..], &named].concat());
        let described = wait_until_available(self.stand_in);
        assert_eq!(
            described["IAMDatabaseAuthenticationEnabled"],
            to == ENABLE,
            "{described}"
        );
    }

    fn purpose(&self) -> Purpose<'static> {
        Purpose {
            host: "127.0.0.1",
            port: self.port,
            db_user: USER,
            region: REGION,
        }
    }

    fn user_arn(&self) -> String {
        let resource = &self.resource_id;
        format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/{USER}")
    }

    fn token_of_the_aws_cli(&self, person: &Person) -> String {
        let port = self.port.to_string();
        let generate = ["rds", "generate-db-auth-token", "--hostname", "127.0.0.1"];
        let whose = ["--username", USER, "--port", &port];
        let token = self
            .stand_in
            .aws_as(&person.key, &[&generate[..], &whose].concat());
        token.ok().trim().to_owned()
    }

    fn conninfo(&self, user: &str, tls: &str) -> String {
        let bundle = self.stand_in.data_dir().join("global-bundle.pem");
        format!(
            "host=127.0.0.1 port={} dbname=postgres user={user} sslmode={tls} sslrootcert={}",
            self.port,
            bundle.display()
        )
    }

    fn as_master(&self, statements: &str) -> CliOutput {
        let conninfo = self.conninfo(MASTER, "verify-full");
        self.psql(&conninfo, MASTER_PASSWORD, statements)
    }

    fn log_in(&self, token: &str, statements: &str) -> CliOutput {
        self.psql(&self.conninfo(USER, "verify-full"), token, statements)
    }

    fn psql(&self, conninfo: &str, password: &str, statements: &str) -> CliOutput {
        let mut command: Command = self.stand_in.command("psql");
        command.env("PGPASSWORD", password);
        run(command.args(["-XqAt", conninfo, "-c", statements]))
    }

    fn is_deleted_without_a_trace(&self) {
        let service = format!("/etc/pam.d/sekisho-{}", self.resource_id.to_lowercase());
        assert!(std::path::Path::new(&service).exists());
        let delete = ["rds", "delete-db-cluster", "--skip-final-snapshot"];
        let named = ["--db-cluster-identifier", CLUSTER];
        self.stand_in.aws_json(&[&delete[..], &named].concat());
        wait_until("the cluster is gone", || {
            let described = ["rds", "describe-db-clusters"];
            self.stand_in.aws(&[&described[..], &named].concat()).code != Some(0)
        });
        assert!(!std::path::Path::new(&service).exists());
    }
}

fn wait_until_available(stand_in: &StandIn) -> Value {
    let mut described = Value::Null;
    let describe = ["rds", "describe-db-clusters", "--query", "DBClusters[0]"];
    let named = ["--db-cluster-identifier", CLUSTER];
    wait_until("the cluster is available", || {
        described = stand_in.aws_json(&[&describe[..], &named].concat());
        described["Status"] == "available"
    });
    described
}

/// RDS's own words, and nothing else.
#[track_caller]
fn assert_refused(output: &CliOutput) {
    assert_fatal(
        output,
        "FATAL:  PAM authentication failed for user \"iamuser01\"",
    );
}

#[track_caller]
fn assert_fatal(output: &CliOutput, end: &str) {
    assert_eq!(output.code, Some(2), "{output:?}");
    assert!(output.stderr.trim_end().ends_with(end), "{output:?}");
}
