//! Clusters besides the one that the first start makes.

use crate::api::element;
use crate::people::Purpose;
use crate::processes::{Process, wait_until};
use crate::stand_in::{ACCOUNT, REGION, StandIn};

pub const MASTER: &str = "captain";
pub const MASTER_PASSWORD: &str = "correct-horse-battery";

/// The database that it is made with.
pub const DATABASE: &str = "shop";

/// A cluster with IAM authentication on, until it is switched off.
#[derive(Debug)]
pub struct Cluster<'s> {
    pub stand_in: &'s StandIn,
    pub port: u16,
    name: &'static str,
    pub resource_id: String,
}

impl<'s> Cluster<'s> {
    /// Makes one of `engine`, as the RDS API calls it, and waits until it is there.
    pub fn make(stand_in: &'s StandIn, name: &'static str, engine: &str) -> Self {
        let parameters = [
            ("DBClusterIdentifier", name),
            ("Engine", engine),
            ("MasterUsername", MASTER),
            ("MasterUserPassword", MASTER_PASSWORD),
            ("DatabaseName", DATABASE),
            ("EnableIAMDatabaseAuthentication", "true"),
        ];
        stand_in.root().ok("rds", "CreateDBCluster", &parameters);
        Self::at(stand_in, name)
    }

    /// One that is made already.
    pub fn at(stand_in: &'s StandIn, name: &'static str) -> Self {
        wait_until("the cluster is available", || {
            described(stand_in, name, "Status").as_deref() == Some("available")
        });
        let known = |what| described(stand_in, name, what).unwrap();
        Self {
            port: known("Port").parse().unwrap(),
            resource_id: known("DbClusterResourceId"),
            stand_in,
            name,
        }
    }

    /// Switches IAM authentication, and waits until it is so.
    pub fn switch(&self, on: bool) {
        switch(self.stand_in, self.name, on);
    }

    /// What a token is minted for.
    pub fn purpose<'a>(&self, db_user: &'a str) -> Purpose<'a> {
        self.stand_in.purpose_at(self.port, db_user)
    }

    /// What a policy calls a user of it.
    pub fn db_user_arn(&self, db_user: &str) -> String {
        let resource = &self.resource_id;
        format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:{resource}/{db_user}")
    }

    /// The server's first process.
    pub fn server(&self) -> Process {
        let mut found = self.stand_in.processes();
        let folder = format!("/{}/", self.resource_id);
        found.retain(|process| process.command_line.contains(&folder));
        found.into_iter().next().expect("a database server")
    }

    pub fn delete(self) {
        let named = [
            ("DBClusterIdentifier", self.name),
            ("SkipFinalSnapshot", "true"),
        ];
        self.stand_in.root().ok("rds", "DeleteDBCluster", &named);
        wait_until("the cluster is gone", || {
            described(self.stand_in, self.name, "Status").is_none()
        });
    }
}

/// Switches the IAM authentication of one cluster, and waits until it is so.
pub fn switch(stand_in: &StandIn, cluster: &str, on: bool) {
    let on = on.to_string();
    let named = ("DBClusterIdentifier", cluster);
    let parameters = [
        named,
        ("EnableIAMDatabaseAuthentication", on.as_str()),
        ("ApplyImmediately", "true"),
    ];
    stand_in.root().ok("rds", "ModifyDBCluster", &parameters);
    wait_until("the switch of a cluster", || {
        let xml = stand_in.root().ok("rds", "DescribeDBClusters", &[named]);
        element(&xml, "Status") == Some("available")
            && element(&xml, "IAMDatabaseAuthenticationEnabled") == Some(on.as_str())
    });
}

/// What `describe-db-clusters` says of one cluster; `None` when there is none.
pub fn described(stand_in: &StandIn, cluster: &str, what: &str) -> Option<String> {
    let named = [("DBClusterIdentifier", cluster)];
    let xml = stand_in
        .root()
        .call("rds", "DescribeDBClusters", &named)
        .ok()?;
    element(&xml, what).map(str::to_owned)
}
