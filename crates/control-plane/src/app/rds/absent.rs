//! What there is none of: snapshots, backups, replicas, proxies. Listings answer that they are empty,
//! and what names one is told that it is not there.

use aws_query::ApiError;
use aws_query::rds::error::{
    BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT,
    DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND,
    DB_PROXY_NOT_FOUND_FAULT, DB_SECURITY_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND,
    INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE,
};
use aws_query::rds::{
    DBClusterAutomatedBackupMessage, DBClusterSnapshotMessage, DBInstanceAutomatedBackupMessage,
    DBSecurityGroupMessage, DBSnapshotMessage, DeleteDBClusterSnapshot, DeleteDBSnapshot,
    DescribeBlueGreenDeployments, DescribeBlueGreenDeploymentsResponse,
    DescribeDBClusterAutomatedBackups, DescribeDBClusterSnapshots,
    DescribeDBInstanceAutomatedBackups, DescribeDBProxies, DescribeDBProxiesResponse,
    DescribeDBSecurityGroups, DescribeDBSnapshots, PromoteReadReplica, PromoteReadReplicaDBCluster,
};

use super::listing::{Filters, page_of};
use super::noun::{find, permission};
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{Cluster, Instance};

pub(super) const OPERATIONS: &[Entry] = operations![
    DeleteDBClusterSnapshot,
    DeleteDBSnapshot,
    DescribeBlueGreenDeployments,
    DescribeDBClusterAutomatedBackups,
    DescribeDBClusterSnapshots,
    DescribeDBInstanceAutomatedBackups,
    DescribeDBProxies,
    DescribeDBSecurityGroups,
    DescribeDBSnapshots,
    PromoteReadReplica,
    PromoteReadReplicaDBCluster,
];

/// Listings without an item: `Operation: action, what it names and its kind in ARNs => the error and
/// its text; the filters; the answer and its list;`.
macro_rules! empty {
    ($(
        $operation:ident: $action:literal, $named:ident in $kind:literal => $error:ident, $noun:literal;
        $filters:expr; $message:ident { $list:ident };
    )*) => {$(
        impl Handler for $operation {
            fn permission(
                input: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                let name = input.$named.as_deref().unwrap_or("*");
                let arn = asked.realm.account.rds_arn($kind, name);
                Ok(Some(Permission::new($action, arn)))
            }

            fn carry_out(
                _: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                Filters::new(input.filters, $filters)?;
                if let Some(name) = input.$named {
                    return Err($error.because(format!("{} {name} not found.", $noun)));
                }
                let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
                Ok(Outcome::read($message { $list: Some(page.items), marker: page.next }))
            }
        }
    )*};
}

empty! {
    DescribeBlueGreenDeployments: "rds:DescribeBlueGreenDeployments",
        blue_green_deployment_identifier in "deployment"
        => BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, "BlueGreenDeployment";
        &["blue-green-deployment-identifier", "blue-green-deployment-name", "source", "target"];
        DescribeBlueGreenDeploymentsResponse { blue_green_deployments };
    DescribeDBClusterAutomatedBackups: "rds:DescribeDBClusterAutomatedBackups",
        db_cluster_resource_id in "cluster-auto-backup"
        => DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT, "DBClusterAutomatedBackup";
        &["status", "db-cluster-id", "db-cluster-resource-id"];
        DBClusterAutomatedBackupMessage { db_cluster_automated_backups };
    DescribeDBClusterSnapshots: "rds:DescribeDBClusterSnapshots",
        db_cluster_snapshot_identifier in "cluster-snapshot"
        => DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, "DBClusterSnapshot";
        &["db-cluster-id", "db-cluster-snapshot-id", "snapshot-type", "engine"];
        DBClusterSnapshotMessage { db_cluster_snapshots };
    DescribeDBInstanceAutomatedBackups: "rds:DescribeDBInstanceAutomatedBackups",
        db_instance_automated_backups_arn in "auto-backup"
        => DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND, "DBInstanceAutomatedBackup";
        &["status", "db-instance-id", "dbi-resource-id"];
        DBInstanceAutomatedBackupMessage { db_instance_automated_backups };
    DescribeDBProxies: "rds:DescribeDBProxies", db_proxy_name in "db-proxy"
        => DB_PROXY_NOT_FOUND_FAULT, "DBProxy";
        &[];
        DescribeDBProxiesResponse { db_proxies };
    DescribeDBSecurityGroups: "rds:DescribeDBSecurityGroups", db_security_group_name in "secgrp"
        => DB_SECURITY_GROUP_NOT_FOUND, "DBSecurityGroup";
        &[];
        DBSecurityGroupMessage { db_security_groups };
    DescribeDBSnapshots: "rds:DescribeDBSnapshots", db_snapshot_identifier in "snapshot"
        => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
        &["db-instance-id", "db-snapshot-id", "dbi-resource-id", "snapshot-type", "engine"];
        DBSnapshotMessage { db_snapshots };
}

/// What would go, and is not there.
macro_rules! none_to_delete {
    ($($operation:ident: $action:literal, $named:ident in $kind:literal => $error:ident, $noun:literal;)*) => {$(
        impl Handler for $operation {
            fn permission(
                input: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                let arn = asked.realm.account.rds_arn($kind, &input.$named);
                Ok(Some(Permission::new($action, arn)))
            }

            fn carry_out(
                _: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                Err($error.because(format!("{} {} not found.", $noun, input.$named)))
            }
        }
    )*};
}

none_to_delete! {
    DeleteDBClusterSnapshot: "rds:DeleteDBClusterSnapshot",
        db_cluster_snapshot_identifier in "cluster-snapshot"
        => DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, "DBClusterSnapshot";
    DeleteDBSnapshot: "rds:DeleteDBSnapshot", db_snapshot_identifier in "snapshot"
        => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
}

impl Handler for PromoteReadReplica {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_instance_identifier;
        permission::<Instance>("rds:PromoteReadReplica", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        find::<Instance>(call.state, &input.db_instance_identifier)?;
        Err(INVALID_DB_INSTANCE_STATE.because("DB Instance is not a read replica."))
    }
}

impl Handler for PromoteReadReplicaDBCluster {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission::<Cluster>("rds:PromoteReadReplicaDBCluster", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        find::<Cluster>(call.state, &input.db_cluster_identifier)?;
        Err(INVALID_DB_CLUSTER_STATE_FAULT.because("DB Cluster is not a read replica."))
    }
}
