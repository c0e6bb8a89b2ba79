//! PostgreSQL.

use std::fs;

use testkit::{PostgresClient, PostgresError, PostgresSession};

use super::{Begun, IAM_USER, LOCAL_PASSWORD, LOCAL_USER, Refusal, Target};
use crate::clusters::{Cluster, MASTER, MASTER_PASSWORD};
use crate::travellers::Traveller;

pub struct PostgreSql<'s> {
    cluster: Cluster<'s>,
    client: PostgresClient,
}

/// What the server's own processes call themselves.
const SERVANTS: [&str; 10] = [
    "archiver",
    "autovacuum",
    "background writer",
    "checkpointer",
    "io worker",
    "launcher",
    "logger",
    "slotsync",
    "startup",
    "walwriter",
];

impl<'s> PostgreSql<'s> {
    /// A cluster, with what a storm needs in it.
    pub fn prepared(cluster: Cluster<'s>) -> Self {
        let ca = cluster.stand_in.data_dir().join("global-bundle.pem");
        let client = PostgresClient::over_tls(cluster.port, &ca);
        let target = Self { cluster, client };
        let mut master = target.master();
        for statement in [
            format!("CREATE USER {IAM_USER} IN ROLE rds_iam"),
            format!("CREATE USER {LOCAL_USER} PASSWORD '{LOCAL_PASSWORD}'"),
            "CREATE SCHEMA storm".to_owned(),
            "CREATE TABLE storm.orders (id serial)".to_owned(),
            format!("GRANT ALL ON SCHEMA storm TO {IAM_USER}, {LOCAL_USER}"),
            format!("GRANT ALL ON ALL TABLES IN SCHEMA storm TO {IAM_USER}, {LOCAL_USER}"),
            format!("GRANT ALL ON ALL SEQUENCES IN SCHEMA storm TO {IAM_USER}, {LOCAL_USER}"),
        ] {
            master.query(&statement).unwrap();
        }
        target
    }

    pub fn into_cluster(self) -> Cluster<'s> {
        self.cluster
    }

    fn master(&self) -> PostgresSession {
        let password = MASTER_PASSWORD.as_bytes();
        self.client.log_in(MASTER, password).unwrap()
    }
}

impl Traveller for PostgresSession {
    fn ask(&mut self) {
        self.query("SELECT count(*) FROM storm.orders").unwrap();
    }

    fn commit(&mut self) {
        self.query("COMMIT").unwrap();
    }
}

impl Target for PostgreSql<'_> {
    type Connection = PostgresSession;

    fn cluster(&self) -> &Cluster<'_> {
        &self.cluster
    }

    fn log_in_by_token(&self, token: &str) -> Result<PostgresSession, Refusal> {
        let admitted = self.client.log_in(IAM_USER, token.as_bytes());
        admitted.map_err(refusal)
    }

    fn log_in_by_password(&self) -> Result<PostgresSession, Refusal> {
        let admitted = self.client.log_in(LOCAL_USER, LOCAL_PASSWORD.as_bytes());
        admitted.map_err(refusal)
    }

    /// He is asked for a password then, and a token is a wrong one.
    fn off(&self) -> Refusal {
        Refusal::Denied
    }

    fn log_out(&self, connection: PostgresSession) {
        connection.quit().unwrap();
    }

    fn begin(&self, connection: &mut PostgresSession) {
        for statement in ["BEGIN", "INSERT INTO storm.orders DEFAULT VALUES"] {
            connection.query(statement).unwrap();
        }
    }

    fn orders(&self) -> usize {
        let count = self.master().query("SELECT count(*) FROM storm.orders");
        count.unwrap().unwrap().parse().unwrap()
    }

    /// A process each.
    fn connections(&self) -> usize {
        let server = self.cluster.server().pid;
        let children = format!("/proc/{server}/task/{server}/children");
        let children = fs::read_to_string(children).unwrap();
        let is_servant = |child: &&str| {
            let title = fs::read_to_string(format!("/proc/{child}/cmdline"));
            title.is_ok_and(|title| SERVANTS.iter().any(|servant| title.contains(servant)))
        };
        let all = children.split_whitespace();
        all.filter(|child| !is_servant(child)).count()
    }

    fn begin_login(&self, token: &str, octets: usize) -> Begun {
        let begun = self.client.begin(IAM_USER, token.as_bytes(), octets);
        let begun = begun.unwrap();
        Begun::new(begun.sent, begun)
    }
}

fn refusal(error: PostgresError) -> Refusal {
    match error.state() {
        // `invalid_authorization_specification`, `invalid_password`.
        Some("28000" | "28P01") => Refusal::Denied,
        _ => Refusal::Fault(error.to_string()),
    }
}
