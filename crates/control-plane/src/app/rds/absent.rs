//! What there is none of: snapshots, backups, replicas, proxies. Listings answer that they are empty,
//! and what names one is told that it is not there.

use aws_query::ApiError;
use aws_query::rds::error::{
    BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT,
    DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND,
    DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, DB_PROXY_NOT_FOUND_FAULT, DB_SECURITY_GROUP_NOT_FOUND,
    DB_SHARD_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND, EXPORT_TASK_NOT_FOUND,
    GLOBAL_CLUSTER_NOT_FOUND_FAULT, INTEGRATION_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT,
    INVALID_DB_INSTANCE_STATE, RESERVED_DB_INSTANCE_NOT_FOUND,
    RESERVED_DB_INSTANCES_OFFERING_NOT_FOUND,
};
use aws_query::rds::{
    DBClusterAutomatedBackupMessage, DBClusterBacktrackMessage, DBClusterSnapshotMessage,
    DBInstanceAutomatedBackupMessage, DBRecommendationsMessage, DBSecurityGroupMessage,
    DBSnapshotMessage, DBSnapshotTenantDatabasesMessage, DeleteDBClusterSnapshot, DeleteDBSnapshot,
    DescribeBlueGreenDeployments, DescribeBlueGreenDeploymentsResponse,
    DescribeDBClusterAutomatedBackups, DescribeDBClusterBacktracks,
    DescribeDBClusterSnapshotAttributes, DescribeDBClusterSnapshots,
    DescribeDBInstanceAutomatedBackups, DescribeDBProxies, DescribeDBProxiesResponse,
    DescribeDBProxyEndpoints, DescribeDBProxyEndpointsResponse, DescribeDBProxyTargetGroups,
    DescribeDBProxyTargets, DescribeDBRecommendations, DescribeDBSecurityGroups,
    DescribeDBShardGroups, DescribeDBShardGroupsResponse, DescribeDBSnapshotAttributes,
    DescribeDBSnapshotTenantDatabases, DescribeDBSnapshots, DescribeExportTasks,
    DescribeGlobalClusters, DescribeIntegrations, DescribeIntegrationsResponse,
    DescribeOptionGroupOptions, DescribeReservedDBInstances, DescribeReservedDBInstancesOfferings,
    DescribeSourceRegions, DescribeTenantDatabases, ExportTasksMessage, GlobalClustersMessage,
    OptionGroupOptionsMessage, PromoteReadReplica, PromoteReadReplicaDBCluster,
    ReservedDBInstanceMessage, ReservedDBInstancesOfferingMessage, SourceRegionMessage,
    TenantDatabasesMessage,
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
    DescribeDBClusterBacktracks,
    DescribeDBClusterSnapshotAttributes,
    DescribeDBClusterSnapshots,
    DescribeDBInstanceAutomatedBackups,
    DescribeDBProxies,
    DescribeDBProxyEndpoints,
    DescribeDBProxyTargetGroups,
    DescribeDBProxyTargets,
    DescribeDBRecommendations,
    DescribeDBSecurityGroups,
    DescribeDBShardGroups,
    DescribeDBSnapshotAttributes,
    DescribeDBSnapshotTenantDatabases,
    DescribeDBSnapshots,
    DescribeExportTasks,
    DescribeGlobalClusters,
    DescribeIntegrations,
    DescribeOptionGroupOptions,
    DescribeReservedDBInstances,
    DescribeReservedDBInstancesOfferings,
    DescribeSourceRegions,
    DescribeTenantDatabases,
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
    DescribeDBProxyEndpoints: "rds:DescribeDBProxyEndpoints",
        db_proxy_endpoint_name in "db-proxy-endpoint"
        => DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, "DBProxyEndpoint";
        &[];
        DescribeDBProxyEndpointsResponse { db_proxy_endpoints };
    DescribeDBSecurityGroups: "rds:DescribeDBSecurityGroups", db_security_group_name in "secgrp"
        => DB_SECURITY_GROUP_NOT_FOUND, "DBSecurityGroup";
        &[];
        DBSecurityGroupMessage { db_security_groups };
    DescribeDBShardGroups: "rds:DescribeDBShardGroups", db_shard_group_identifier in "shard-group"
        => DB_SHARD_GROUP_NOT_FOUND, "DBShardGroup";
        &["db-cluster-id", "db-shard-group-id"];
        DescribeDBShardGroupsResponse { db_shard_groups };
    DescribeDBSnapshotTenantDatabases: "rds:DescribeDBSnapshotTenantDatabases",
        db_snapshot_identifier in "snapshot"
        => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
        &[
            "tenant-db-name",
            "tenant-database-resource-id",
            "dbi-resource-id",
            "db-instance-id",
            "db-snapshot-id",
            "snapshot-type",
        ];
        DBSnapshotTenantDatabasesMessage { db_snapshot_tenant_databases };
    DescribeDBSnapshots: "rds:DescribeDBSnapshots", db_snapshot_identifier in "snapshot"
        => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
        &["db-instance-id", "db-snapshot-id", "dbi-resource-id", "snapshot-type", "engine"];
        DBSnapshotMessage { db_snapshots };
    DescribeIntegrations: "rds:DescribeIntegrations", integration_identifier in "integration"
        => INTEGRATION_NOT_FOUND_FAULT, "Integration";
        &["integration-arn", "integration-name", "source-arn", "source-types", "status"];
        DescribeIntegrationsResponse { integrations };
    DescribeReservedDBInstances: "rds:DescribeReservedDBInstances", reserved_db_instance_id in "ri"
        => RESERVED_DB_INSTANCE_NOT_FOUND, "ReservedDBInstance";
        &[];
        ReservedDBInstanceMessage { reserved_db_instances };
}

/// The same of what no policy names: `Operation: action; named what => the error and its text; …`.
macro_rules! empty_everywhere {
    ($(
        $operation:ident: $action:literal;
        $(named $named:ident => $error:ident, $noun:literal;)?
        filters $filters:expr; $message:ident { $list:ident };
    )*) => {$(
        impl Handler for $operation {
            fn permission(
                _: &Self::Input,
                _: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                Ok(Some(Permission::new($action, "*")))
            }

            fn carry_out(
                _: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                Filters::new(input.filters, $filters)?;
                $(if let Some(name) = input.$named {
                    return Err($error.because(format!("{} {name} not found.", $noun)));
                })?
                let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
                Ok(Outcome::read($message { $list: Some(page.items), marker: page.next }))
            }
        }
    )*};
}

empty_everywhere! {
    DescribeDBRecommendations: "rds:DescribeDBRecommendations";
        filters &["recommendation-id", "status", "severity", "type-id", "dbi-resource-id",
            "cluster-resource-id", "pg-arn", "cluster-pg-arn"];
        DBRecommendationsMessage { db_recommendations };
    DescribeExportTasks: "rds:DescribeExportTasks";
        named export_task_identifier => EXPORT_TASK_NOT_FOUND, "ExportTask";
        filters &["export-task-identifier", "s3-bucket", "source-arn", "status"];
        ExportTasksMessage { export_tasks };
    DescribeOptionGroupOptions: "rds:DescribeOptionGroupOptions";
        filters &[];
        OptionGroupOptionsMessage { option_group_options };
    DescribeReservedDBInstancesOfferings: "rds:DescribeReservedDBInstancesOfferings";
        named reserved_db_instances_offering_id
        => RESERVED_DB_INSTANCES_OFFERING_NOT_FOUND, "ReservedDBInstancesOffering";
        filters &[];
        ReservedDBInstancesOfferingMessage { reserved_db_instances_offerings };
    DescribeSourceRegions: "rds:DescribeSourceRegions";
        filters &[];
        SourceRegionMessage { source_regions };
}

/// The same of a database that a call names, which must be there: `Operation: action, its noun and where
/// it is named …`.
macro_rules! empty_of {
    ($(
        $operation:ident: $action:literal, $of:ty, |$input:ident| $name:expr;
        $filters:expr; $message:ident { $list:ident };
    )*) => {$(
        impl Handler for $operation {
            fn permission(
                $input: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                let name: Option<&str> = $name;
                permission::<$of>($action, name.unwrap_or("*"), asked).map(Some)
            }

            fn carry_out(
                call: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                let $input = &input;
                if let Some(name) = $name {
                    find::<$of>(call.state, name)?;
                }
                Filters::new(input.filters, $filters)?;
                let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
                Ok(Outcome::read($message { $list: Some(page.items), marker: page.next }))
            }
        }
    )*};
}

empty_of! {
    DescribeDBClusterBacktracks: "rds:DescribeDBClusterBacktracks",
        Cluster, |input| Some(&*input.db_cluster_identifier);
        &["db-cluster-backtrack-id", "db-cluster-backtrack-status"];
        DBClusterBacktrackMessage { db_cluster_backtracks };
    DescribeTenantDatabases: "rds:DescribeTenantDatabases",
        Instance, |input| input.db_instance_identifier.as_deref();
        &["dbi-resource-id", "tenant-database-resource-id", "tenant-db-name"];
        TenantDatabasesMessage { tenant_databases };
}

/// Global clusters are of no region.
impl Handler for DescribeGlobalClusters {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let account = &asked.realm.account;
        let name = input.global_cluster_identifier.as_deref().unwrap_or("*");
        let (partition, id) = (&account.partition, &account.id);
        let arn = format!("arn:{partition}:rds::{id}:global-cluster:{name}");
        Ok(Some(Permission::new("rds:DescribeGlobalClusters", arn)))
    }

    fn carry_out(_: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters, &["db-cluster-id", "region"])?;
        if let Some(name) = input.global_cluster_identifier {
            let text = format!("Global cluster {name} not found.");
            return Err(GLOBAL_CLUSTER_NOT_FOUND_FAULT.because(text));
        }
        let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(GlobalClustersMessage {
            global_clusters: Some(page.items),
            marker: page.next,
        }))
    }
}

/// What a call names, and is not there.
macro_rules! not_there {
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

not_there! {
    DeleteDBClusterSnapshot: "rds:DeleteDBClusterSnapshot",
        db_cluster_snapshot_identifier in "cluster-snapshot"
        => DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, "DBClusterSnapshot";
    DeleteDBSnapshot: "rds:DeleteDBSnapshot", db_snapshot_identifier in "snapshot"
        => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
    DescribeDBClusterSnapshotAttributes: "rds:DescribeDBClusterSnapshotAttributes",
        db_cluster_snapshot_identifier in "cluster-snapshot"
        => DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, "DBClusterSnapshot";
    DescribeDBProxyTargetGroups: "rds:DescribeDBProxyTargetGroups", db_proxy_name in "db-proxy"
        => DB_PROXY_NOT_FOUND_FAULT, "DBProxy";
    DescribeDBProxyTargets: "rds:DescribeDBProxyTargets", db_proxy_name in "db-proxy"
        => DB_PROXY_NOT_FOUND_FAULT, "DBProxy";
    DescribeDBSnapshotAttributes: "rds:DescribeDBSnapshotAttributes",
        db_snapshot_identifier in "snapshot" => DB_SNAPSHOT_NOT_FOUND, "DBSnapshot";
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
