// Written by `cargo xtask generate` from models/rds.json.
//! Shapes and operations of RDS 2014-10-31.

use std::collections::BTreeMap;

use crate::macros::{both, enumeration, input, operations, output};
use crate::shape::{ANY, Shape};
use crate::{Secret, Service, Timestamp};

operations!(Service::Rds;
    AddRoleToDBCluster(AddRoleToDBClusterMessage) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_ROLE_ALREADY_EXISTS, DB_CLUSTER_ROLE_QUOTA_EXCEEDED, INVALID_DB_CLUSTER_STATE_FAULT];
    AddRoleToDBInstance(AddRoleToDBInstanceMessage) -> () as None,
        errors[DB_INSTANCE_NOT_FOUND, DB_INSTANCE_ROLE_ALREADY_EXISTS, DB_INSTANCE_ROLE_QUOTA_EXCEEDED, INVALID_DB_INSTANCE_STATE];
    AddTagsToResource(AddTagsToResourceMessage) -> () as None,
        errors[BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, DB_PROXY_NOT_FOUND_FAULT, DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT, DB_SHARD_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND, DB_SNAPSHOT_TENANT_DATABASE_NOT_FOUND_FAULT, INTEGRATION_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_ENDPOINT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, TENANT_DATABASE_NOT_FOUND];
    ApplyPendingMaintenanceAction(ApplyPendingMaintenanceActionMessage) -> ApplyPendingMaintenanceActionResult as Some("ApplyPendingMaintenanceActionResult"),
        errors[INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, RESOURCE_NOT_FOUND_FAULT];
    BacktrackDBCluster(BacktrackDBClusterMessage) -> DBClusterBacktrack as Some("BacktrackDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    CopyDBClusterParameterGroup(CopyDBClusterParameterGroupMessage) -> CopyDBClusterParameterGroupResult as Some("CopyDBClusterParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND, DB_PARAMETER_GROUP_QUOTA_EXCEEDED];
    CopyDBClusterSnapshot(CopyDBClusterSnapshotMessage) -> CopyDBClusterSnapshotResult as Some("CopyDBClusterSnapshotResult"),
        errors[DB_CLUSTER_SNAPSHOT_ALREADY_EXISTS_FAULT, DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, SNAPSHOT_QUOTA_EXCEEDED];
    CopyDBParameterGroup(CopyDBParameterGroupMessage) -> CopyDBParameterGroupResult as Some("CopyDBParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND, DB_PARAMETER_GROUP_QUOTA_EXCEEDED];
    CopyDBSnapshot(CopyDBSnapshotMessage) -> CopyDBSnapshotResult as Some("CopyDBSnapshotResult"),
        errors[CUSTOM_AVAILABILITY_ZONE_NOT_FOUND, DB_SNAPSHOT_ALREADY_EXISTS, DB_SNAPSHOT_NOT_FOUND, INVALID_DB_SNAPSHOT_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT, SNAPSHOT_QUOTA_EXCEEDED];
    CreateDBCluster(CreateDBClusterMessage) -> CreateDBClusterResult as Some("CreateDBClusterResult"),
        errors[DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_PARAMETER_GROUP_NOT_FOUND, DB_CLUSTER_QUOTA_EXCEEDED_FAULT, DB_CLUSTER_ROLE_QUOTA_EXCEEDED, DB_INSTANCE_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, GLOBAL_CLUSTER_NOT_FOUND_FAULT, INSUFFICIENT_DB_INSTANCE_CAPACITY, INSUFFICIENT_STORAGE_CLUSTER_CAPACITY, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SUBNET_GROUP_FAULT, INVALID_DB_SUBNET_GROUP_STATE_FAULT, INVALID_GLOBAL_CLUSTER_STATE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    CreateDBClusterEndpoint(CreateDBClusterEndpointMessage) -> DBClusterEndpoint as Some("CreateDBClusterEndpointResult"),
        errors[DB_CLUSTER_ENDPOINT_ALREADY_EXISTS_FAULT, DB_CLUSTER_ENDPOINT_QUOTA_EXCEEDED_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE];
    CreateDBClusterParameterGroup(CreateDBClusterParameterGroupMessage) -> CreateDBClusterParameterGroupResult as Some("CreateDBClusterParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_ALREADY_EXISTS, DB_PARAMETER_GROUP_QUOTA_EXCEEDED];
    CreateDBClusterSnapshot(CreateDBClusterSnapshotMessage) -> CreateDBClusterSnapshotResult as Some("CreateDBClusterSnapshotResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_SNAPSHOT_ALREADY_EXISTS_FAULT, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, SNAPSHOT_QUOTA_EXCEEDED];
    CreateDBInstance(CreateDBInstanceMessage) -> CreateDBInstanceResult as Some("CreateDBInstanceResult"),
        errors[AUTHORIZATION_NOT_FOUND, BACKUP_POLICY_NOT_FOUND_FAULT, CERTIFICATE_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND, DB_SECURITY_GROUP_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSTANCE_QUOTA_EXCEEDED, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, TENANT_DATABASE_QUOTA_EXCEEDED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    CreateDBInstanceReadReplica(CreateDBInstanceReadReplicaMessage) -> CreateDBInstanceReadReplicaResult as Some("CreateDBInstanceReadReplicaResult"),
        errors[CERTIFICATE_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_ALREADY_EXISTS, DB_INSTANCE_NOT_FOUND, DB_PARAMETER_GROUP_NOT_FOUND, DB_SECURITY_GROUP_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_ALLOWED_FAULT, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSTANCE_QUOTA_EXCEEDED, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SUBNET_GROUP_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, TENANT_DATABASE_QUOTA_EXCEEDED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    CreateDBParameterGroup(CreateDBParameterGroupMessage) -> CreateDBParameterGroupResult as Some("CreateDBParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_ALREADY_EXISTS, DB_PARAMETER_GROUP_QUOTA_EXCEEDED];
    CreateDBProxy(CreateDBProxyRequest) -> CreateDBProxyResponse as Some("CreateDBProxyResult"),
        errors[DB_PROXY_ALREADY_EXISTS_FAULT, DB_PROXY_QUOTA_EXCEEDED_FAULT, INVALID_SUBNET];
    CreateDBSnapshot(CreateDBSnapshotMessage) -> CreateDBSnapshotResult as Some("CreateDBSnapshotResult"),
        errors[DB_INSTANCE_NOT_FOUND, DB_SNAPSHOT_ALREADY_EXISTS, INVALID_DB_INSTANCE_STATE, SNAPSHOT_QUOTA_EXCEEDED];
    CreateDBSubnetGroup(CreateDBSubnetGroupMessage) -> CreateDBSubnetGroupResult as Some("CreateDBSubnetGroupResult"),
        errors[DB_SUBNET_GROUP_ALREADY_EXISTS, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_QUOTA_EXCEEDED, DB_SUBNET_QUOTA_EXCEEDED_FAULT, INVALID_SUBNET];
    CreateEventSubscription(CreateEventSubscriptionMessage) -> CreateEventSubscriptionResult as Some("CreateEventSubscriptionResult"),
        errors[EVENT_SUBSCRIPTION_QUOTA_EXCEEDED, SNS_INVALID_TOPIC, SNS_NO_AUTHORIZATION, SNS_TOPIC_ARN_NOT_FOUND, SOURCE_NOT_FOUND, SUBSCRIPTION_ALREADY_EXIST, SUBSCRIPTION_CATEGORY_NOT_FOUND];
    CreateGlobalCluster(CreateGlobalClusterMessage) -> CreateGlobalClusterResult as Some("CreateGlobalClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, GLOBAL_CLUSTER_ALREADY_EXISTS_FAULT, GLOBAL_CLUSTER_QUOTA_EXCEEDED_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_SHARD_GROUP_STATE, RESOURCE_NOT_FOUND_FAULT];
    CreateOptionGroup(CreateOptionGroupMessage) -> CreateOptionGroupResult as Some("CreateOptionGroupResult"),
        errors[OPTION_GROUP_ALREADY_EXISTS_FAULT, OPTION_GROUP_QUOTA_EXCEEDED_FAULT];
    CreateTenantDatabase(CreateTenantDatabaseMessage) -> CreateTenantDatabaseResult as Some("CreateTenantDatabaseResult"),
        errors[DB_INSTANCE_NOT_FOUND, INVALID_DB_INSTANCE_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT, TENANT_DATABASE_ALREADY_EXISTS, TENANT_DATABASE_QUOTA_EXCEEDED];
    DeleteDBCluster(DeleteDBClusterMessage) -> DeleteDBClusterResult as Some("DeleteDBClusterResult"),
        errors[DB_CLUSTER_AUTOMATED_BACKUP_QUOTA_EXCEEDED_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_SNAPSHOT_ALREADY_EXISTS_FAULT, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_GLOBAL_CLUSTER_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, SNAPSHOT_QUOTA_EXCEEDED];
    DeleteDBClusterEndpoint(DeleteDBClusterEndpointMessage) -> DBClusterEndpoint as Some("DeleteDBClusterEndpointResult"),
        errors[DB_CLUSTER_ENDPOINT_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_ENDPOINT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    DeleteDBClusterParameterGroup(DeleteDBClusterParameterGroupMessage) -> () as None,
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    DeleteDBClusterSnapshot(DeleteDBClusterSnapshotMessage) -> DeleteDBClusterSnapshotResult as Some("DeleteDBClusterSnapshotResult"),
        errors[DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT];
    DeleteDBInstance(DeleteDBInstanceMessage) -> DeleteDBInstanceResult as Some("DeleteDBInstanceResult"),
        errors[DB_INSTANCE_AUTOMATED_BACKUP_QUOTA_EXCEEDED, DB_INSTANCE_NOT_FOUND, DB_SNAPSHOT_ALREADY_EXISTS, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT, SNAPSHOT_QUOTA_EXCEEDED];
    DeleteDBParameterGroup(DeleteDBParameterGroupMessage) -> () as None,
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    DeleteDBSnapshot(DeleteDBSnapshotMessage) -> DeleteDBSnapshotResult as Some("DeleteDBSnapshotResult"),
        errors[DB_SNAPSHOT_NOT_FOUND, INVALID_DB_SNAPSHOT_STATE];
    DeleteDBSubnetGroup(DeleteDBSubnetGroupMessage) -> () as None,
        errors[DB_SUBNET_GROUP_NOT_FOUND_FAULT, INVALID_DB_SUBNET_GROUP_STATE_FAULT, INVALID_DB_SUBNET_STATE_FAULT];
    DeleteOptionGroup(DeleteOptionGroupMessage) -> () as None,
        errors[INVALID_OPTION_GROUP_STATE_FAULT, OPTION_GROUP_NOT_FOUND_FAULT];
    DescribeAccountAttributes(DescribeAccountAttributesMessage) -> AccountAttributesMessage as Some("DescribeAccountAttributesResult"),
        errors[];
    DescribeBlueGreenDeployments(DescribeBlueGreenDeploymentsRequest) -> DescribeBlueGreenDeploymentsResponse as Some("DescribeBlueGreenDeploymentsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT];
    DescribeCertificates(DescribeCertificatesMessage) -> CertificateMessage as Some("DescribeCertificatesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[CERTIFICATE_NOT_FOUND];
    DescribeDBClusterAutomatedBackups(DescribeDBClusterAutomatedBackupsMessage) -> DBClusterAutomatedBackupMessage as Some("DescribeDBClusterAutomatedBackupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT];
    DescribeDBClusterBacktracks(DescribeDBClusterBacktracksMessage) -> DBClusterBacktrackMessage as Some("DescribeDBClusterBacktracksResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_CLUSTER_BACKTRACK_NOT_FOUND_FAULT, DB_CLUSTER_NOT_FOUND_FAULT];
    DescribeDBClusterEndpoints(DescribeDBClusterEndpointsMessage) -> DBClusterEndpointMessage as Some("DescribeDBClusterEndpointsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_CLUSTER_NOT_FOUND_FAULT];
    DescribeDBClusterParameterGroups(DescribeDBClusterParameterGroupsMessage) -> DBClusterParameterGroupsMessage as Some("DescribeDBClusterParameterGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PARAMETER_GROUP_NOT_FOUND];
    DescribeDBClusterParameters(DescribeDBClusterParametersMessage) -> DBClusterParameterGroupDetails as Some("DescribeDBClusterParametersResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PARAMETER_GROUP_NOT_FOUND];
    DescribeDBClusterSnapshotAttributes(DescribeDBClusterSnapshotAttributesMessage) -> DescribeDBClusterSnapshotAttributesResult as Some("DescribeDBClusterSnapshotAttributesResult"),
        errors[DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT];
    DescribeDBClusterSnapshots(DescribeDBClusterSnapshotsMessage) -> DBClusterSnapshotMessage as Some("DescribeDBClusterSnapshotsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT];
    DescribeDBClusters(DescribeDBClustersMessage) -> DBClusterMessage as Some("DescribeDBClustersResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_CLUSTER_NOT_FOUND_FAULT];
    DescribeDBEngineVersions(DescribeDBEngineVersionsMessage) -> DBEngineVersionMessage as Some("DescribeDBEngineVersionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeDBInstanceAutomatedBackups(DescribeDBInstanceAutomatedBackupsMessage) -> DBInstanceAutomatedBackupMessage as Some("DescribeDBInstanceAutomatedBackupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND];
    DescribeDBInstances(DescribeDBInstancesMessage) -> DBInstanceMessage as Some("DescribeDBInstancesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_INSTANCE_NOT_FOUND];
    DescribeDBLogFiles(DescribeDBLogFilesMessage) -> DescribeDBLogFilesResponse as Some("DescribeDBLogFilesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_INSTANCE_NOT_FOUND, DB_INSTANCE_NOT_READY];
    DescribeDBMajorEngineVersions(DescribeDBMajorEngineVersionsRequest) -> DescribeDBMajorEngineVersionsResponse as Some("DescribeDBMajorEngineVersionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeDBParameterGroups(DescribeDBParameterGroupsMessage) -> DBParameterGroupsMessage as Some("DescribeDBParameterGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PARAMETER_GROUP_NOT_FOUND];
    DescribeDBParameters(DescribeDBParametersMessage) -> DBParameterGroupDetails as Some("DescribeDBParametersResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PARAMETER_GROUP_NOT_FOUND];
    DescribeDBProxies(DescribeDBProxiesRequest) -> DescribeDBProxiesResponse as Some("DescribeDBProxiesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PROXY_NOT_FOUND_FAULT];
    DescribeDBProxyEndpoints(DescribeDBProxyEndpointsRequest) -> DescribeDBProxyEndpointsResponse as Some("DescribeDBProxyEndpointsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, DB_PROXY_NOT_FOUND_FAULT];
    DescribeDBProxyTargetGroups(DescribeDBProxyTargetGroupsRequest) -> DescribeDBProxyTargetGroupsResponse as Some("DescribeDBProxyTargetGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PROXY_NOT_FOUND_FAULT, DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT, INVALID_DB_PROXY_STATE_FAULT];
    DescribeDBProxyTargets(DescribeDBProxyTargetsRequest) -> DescribeDBProxyTargetsResponse as Some("DescribeDBProxyTargetsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_PROXY_NOT_FOUND_FAULT, DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT, DB_PROXY_TARGET_NOT_FOUND_FAULT, INVALID_DB_PROXY_STATE_FAULT];
    DescribeDBRecommendations(DescribeDBRecommendationsMessage) -> DBRecommendationsMessage as Some("DescribeDBRecommendationsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeDBSecurityGroups(DescribeDBSecurityGroupsMessage) -> DBSecurityGroupMessage as Some("DescribeDBSecurityGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_SECURITY_GROUP_NOT_FOUND];
    DescribeDBShardGroups(DescribeDBShardGroupsMessage) -> DescribeDBShardGroupsResponse as Some("DescribeDBShardGroupsResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_SHARD_GROUP_NOT_FOUND];
    DescribeDBSnapshotAttributes(DescribeDBSnapshotAttributesMessage) -> DescribeDBSnapshotAttributesResult as Some("DescribeDBSnapshotAttributesResult"),
        errors[DB_SNAPSHOT_NOT_FOUND];
    DescribeDBSnapshotTenantDatabases(DescribeDBSnapshotTenantDatabasesMessage) -> DBSnapshotTenantDatabasesMessage as Some("DescribeDBSnapshotTenantDatabasesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_SNAPSHOT_NOT_FOUND];
    DescribeDBSnapshots(DescribeDBSnapshotsMessage) -> DBSnapshotMessage as Some("DescribeDBSnapshotsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_SNAPSHOT_NOT_FOUND];
    DescribeDBSubnetGroups(DescribeDBSubnetGroupsMessage) -> DBSubnetGroupMessage as Some("DescribeDBSubnetGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_SUBNET_GROUP_NOT_FOUND_FAULT];
    DescribeEngineDefaultClusterParameters(DescribeEngineDefaultClusterParametersMessage) -> DescribeEngineDefaultClusterParametersResult as Some("DescribeEngineDefaultClusterParametersResult"),
        pages("MaxRecords", "Marker", "EngineDefaults.Marker", None)
        errors[];
    DescribeEngineDefaultParameters(DescribeEngineDefaultParametersMessage) -> DescribeEngineDefaultParametersResult as Some("DescribeEngineDefaultParametersResult"),
        pages("MaxRecords", "Marker", "EngineDefaults.Marker", None)
        errors[];
    DescribeEventCategories(DescribeEventCategoriesMessage) -> EventCategoriesMessage as Some("DescribeEventCategoriesResult"),
        errors[];
    DescribeEventSubscriptions(DescribeEventSubscriptionsMessage) -> EventSubscriptionsMessage as Some("DescribeEventSubscriptionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[SUBSCRIPTION_NOT_FOUND];
    DescribeEvents(DescribeEventsMessage) -> EventsMessage as Some("DescribeEventsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeExportTasks(DescribeExportTasksMessage) -> ExportTasksMessage as Some("DescribeExportTasksResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[EXPORT_TASK_NOT_FOUND];
    DescribeGlobalClusters(DescribeGlobalClustersMessage) -> GlobalClustersMessage as Some("DescribeGlobalClustersResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[GLOBAL_CLUSTER_NOT_FOUND_FAULT];
    DescribeIntegrations(DescribeIntegrationsMessage) -> DescribeIntegrationsResponse as Some("DescribeIntegrationsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[INTEGRATION_NOT_FOUND_FAULT];
    DescribeOptionGroupOptions(DescribeOptionGroupOptionsMessage) -> OptionGroupOptionsMessage as Some("DescribeOptionGroupOptionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeOptionGroups(DescribeOptionGroupsMessage) -> OptionGroups as Some("DescribeOptionGroupsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[OPTION_GROUP_NOT_FOUND_FAULT];
    DescribeOrderableDBInstanceOptions(DescribeOrderableDBInstanceOptionsMessage) -> OrderableDBInstanceOptionsMessage as Some("DescribeOrderableDBInstanceOptionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribePendingMaintenanceActions(DescribePendingMaintenanceActionsMessage) -> PendingMaintenanceActionsMessage as Some("DescribePendingMaintenanceActionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[RESOURCE_NOT_FOUND_FAULT];
    DescribeReservedDBInstances(DescribeReservedDBInstancesMessage) -> ReservedDBInstanceMessage as Some("DescribeReservedDBInstancesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[RESERVED_DB_INSTANCE_NOT_FOUND];
    DescribeReservedDBInstancesOfferings(DescribeReservedDBInstancesOfferingsMessage) -> ReservedDBInstancesOfferingMessage as Some("DescribeReservedDBInstancesOfferingsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[RESERVED_DB_INSTANCES_OFFERING_NOT_FOUND];
    DescribeSourceRegions(DescribeSourceRegionsMessage) -> SourceRegionMessage as Some("DescribeSourceRegionsResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[];
    DescribeTenantDatabases(DescribeTenantDatabasesMessage) -> TenantDatabasesMessage as Some("DescribeTenantDatabasesResult"),
        pages("MaxRecords", "Marker", "Marker", None)
        errors[DB_INSTANCE_NOT_FOUND];
    DescribeValidDBInstanceModifications(DescribeValidDBInstanceModificationsMessage) -> DescribeValidDBInstanceModificationsResult as Some("DescribeValidDBInstanceModificationsResult"),
        errors[DB_INSTANCE_NOT_FOUND, INVALID_DB_INSTANCE_STATE];
    DisableHttpEndpoint(DisableHttpEndpointRequest) -> DisableHttpEndpointResponse as Some("DisableHttpEndpointResult"),
        errors[INVALID_RESOURCE_STATE_FAULT, RESOURCE_NOT_FOUND_FAULT];
    DownloadDBLogFilePortion(DownloadDBLogFilePortionMessage) -> DownloadDBLogFilePortionDetails as Some("DownloadDBLogFilePortionResult"),
        pages("NumberOfLines", "Marker", "Marker", Some("AdditionalDataPending"))
        errors[DB_INSTANCE_NOT_FOUND, DB_INSTANCE_NOT_READY, DB_LOG_FILE_NOT_FOUND_FAULT];
    EnableHttpEndpoint(EnableHttpEndpointRequest) -> EnableHttpEndpointResponse as Some("EnableHttpEndpointResult"),
        errors[INVALID_RESOURCE_STATE_FAULT, RESOURCE_NOT_FOUND_FAULT];
    FailoverDBCluster(FailoverDBClusterMessage) -> FailoverDBClusterResult as Some("FailoverDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE];
    ListTagsForResource(ListTagsForResourceMessage) -> TagListMessage as Some("ListTagsForResourceResult"),
        errors[BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, DB_PROXY_NOT_FOUND_FAULT, DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT, DB_SHARD_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND, DB_SNAPSHOT_TENANT_DATABASE_NOT_FOUND_FAULT, INTEGRATION_NOT_FOUND_FAULT, TENANT_DATABASE_NOT_FOUND];
    ModifyCertificates(ModifyCertificatesMessage) -> ModifyCertificatesResult as Some("ModifyCertificatesResult"),
        errors[CERTIFICATE_NOT_FOUND];
    ModifyDBCluster(ModifyDBClusterMessage) -> ModifyDBClusterResult as Some("ModifyDBClusterResult"),
        errors[DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_PARAMETER_GROUP_NOT_FOUND, DB_INSTANCE_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SECURITY_GROUP_STATE, INVALID_DB_SUBNET_GROUP_STATE_FAULT, INVALID_GLOBAL_CLUSTER_STATE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_AVAILABLE_FAULT, STORAGE_TYPE_NOT_SUPPORTED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    ModifyDBClusterEndpoint(ModifyDBClusterEndpointMessage) -> DBClusterEndpoint as Some("ModifyDBClusterEndpointResult"),
        errors[DB_CLUSTER_ENDPOINT_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, INVALID_DB_CLUSTER_ENDPOINT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE];
    ModifyDBClusterParameterGroup(ModifyDBClusterParameterGroupMessage) -> DBClusterParameterGroupNameMessage as Some("ModifyDBClusterParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    ModifyDBInstance(ModifyDBInstanceMessage) -> ModifyDBInstanceResult as Some("ModifyDBInstanceResult"),
        errors[AUTHORIZATION_NOT_FOUND, BACKUP_POLICY_NOT_FOUND_FAULT, CERTIFICATE_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_INSTANCE_ALREADY_EXISTS, DB_INSTANCE_NOT_FOUND, DB_PARAMETER_GROUP_NOT_FOUND, DB_SECURITY_GROUP_NOT_FOUND, DB_UPGRADE_DEPENDENCY_FAILURE, DOMAIN_NOT_FOUND_FAULT, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SECURITY_GROUP_STATE, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, TENANT_DATABASE_QUOTA_EXCEEDED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    ModifyDBParameterGroup(ModifyDBParameterGroupMessage) -> DBParameterGroupNameMessage as Some("ModifyDBParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    ModifyDBSubnetGroup(ModifyDBSubnetGroupMessage) -> ModifyDBSubnetGroupResult as Some("ModifyDBSubnetGroupResult"),
        errors[DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DB_SUBNET_QUOTA_EXCEEDED_FAULT, INVALID_DB_SUBNET_GROUP_STATE_FAULT, INVALID_SUBNET, SUBNET_ALREADY_IN_USE];
    ModifyOptionGroup(ModifyOptionGroupMessage) -> ModifyOptionGroupResult as Some("ModifyOptionGroupResult"),
        errors[INVALID_OPTION_GROUP_STATE_FAULT, OPTION_GROUP_NOT_FOUND_FAULT];
    PromoteReadReplica(PromoteReadReplicaMessage) -> PromoteReadReplicaResult as Some("PromoteReadReplicaResult"),
        errors[DB_INSTANCE_NOT_FOUND, INVALID_DB_INSTANCE_STATE];
    PromoteReadReplicaDBCluster(PromoteReadReplicaDBClusterMessage) -> PromoteReadReplicaDBClusterResult as Some("PromoteReadReplicaDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    RebootDBCluster(RebootDBClusterMessage) -> RebootDBClusterResult as Some("RebootDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE];
    RebootDBInstance(RebootDBInstanceMessage) -> RebootDBInstanceResult as Some("RebootDBInstanceResult"),
        errors[DB_INSTANCE_NOT_FOUND, INVALID_DB_INSTANCE_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT];
    RemoveRoleFromDBCluster(RemoveRoleFromDBClusterMessage) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_ROLE_NOT_FOUND, INVALID_DB_CLUSTER_STATE_FAULT];
    RemoveRoleFromDBInstance(RemoveRoleFromDBInstanceMessage) -> () as None,
        errors[DB_INSTANCE_NOT_FOUND, DB_INSTANCE_ROLE_NOT_FOUND, INVALID_DB_INSTANCE_STATE];
    RemoveTagsFromResource(RemoveTagsFromResourceMessage) -> () as None,
        errors[BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, DB_PROXY_ENDPOINT_NOT_FOUND_FAULT, DB_PROXY_NOT_FOUND_FAULT, DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT, DB_SHARD_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND, DB_SNAPSHOT_TENANT_DATABASE_NOT_FOUND_FAULT, INTEGRATION_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_ENDPOINT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, TENANT_DATABASE_NOT_FOUND];
    ResetDBClusterParameterGroup(ResetDBClusterParameterGroupMessage) -> DBClusterParameterGroupNameMessage as Some("ResetDBClusterParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    ResetDBParameterGroup(ResetDBParameterGroupMessage) -> DBParameterGroupNameMessage as Some("ResetDBParameterGroupResult"),
        errors[DB_PARAMETER_GROUP_NOT_FOUND, INVALID_DB_PARAMETER_GROUP_STATE];
    RestoreDBClusterFromSnapshot(RestoreDBClusterFromSnapshotMessage) -> RestoreDBClusterFromSnapshotResult as Some("RestoreDBClusterFromSnapshotResult"),
        errors[DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_PARAMETER_GROUP_NOT_FOUND, DB_CLUSTER_QUOTA_EXCEEDED_FAULT, DB_CLUSTER_ROLE_QUOTA_EXCEEDED, DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_SNAPSHOT_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSUFFICIENT_DB_CLUSTER_CAPACITY_FAULT, INSUFFICIENT_DB_INSTANCE_CAPACITY, INSUFFICIENT_STORAGE_CLUSTER_CAPACITY, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SNAPSHOT_STATE, INVALID_RESTORE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    RestoreDBClusterToPointInTime(RestoreDBClusterToPointInTimeMessage) -> RestoreDBClusterToPointInTimeResult as Some("RestoreDBClusterToPointInTimeResult"),
        errors[DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_PARAMETER_GROUP_NOT_FOUND, DB_CLUSTER_QUOTA_EXCEEDED_FAULT, DB_CLUSTER_ROLE_QUOTA_EXCEEDED, DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSUFFICIENT_DB_CLUSTER_CAPACITY_FAULT, INSUFFICIENT_DB_INSTANCE_CAPACITY, INSUFFICIENT_STORAGE_CLUSTER_CAPACITY, INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_SNAPSHOT_STATE, INVALID_RESTORE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    RestoreDBInstanceFromDBSnapshot(RestoreDBInstanceFromDBSnapshotMessage) -> RestoreDBInstanceFromDBSnapshotResult as Some("RestoreDBInstanceFromDBSnapshotResult"),
        errors[AUTHORIZATION_NOT_FOUND, BACKUP_POLICY_NOT_FOUND_FAULT, CERTIFICATE_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_INSTANCE_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND, DB_SECURITY_GROUP_NOT_FOUND, DB_SNAPSHOT_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSTANCE_QUOTA_EXCEEDED, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_SNAPSHOT_STATE, INVALID_RESTORE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, TENANT_DATABASE_QUOTA_EXCEEDED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    RestoreDBInstanceToPointInTime(RestoreDBInstanceToPointInTimeMessage) -> RestoreDBInstanceToPointInTimeResult as Some("RestoreDBInstanceToPointInTimeResult"),
        errors[AUTHORIZATION_NOT_FOUND, BACKUP_POLICY_NOT_FOUND_FAULT, CERTIFICATE_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_INSTANCE_ALREADY_EXISTS, DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND, DB_INSTANCE_NOT_FOUND, DB_PARAMETER_GROUP_NOT_FOUND, DB_SECURITY_GROUP_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, DOMAIN_NOT_FOUND_FAULT, INSTANCE_QUOTA_EXCEEDED, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_INSTANCE_STATE, INVALID_RESTORE_FAULT, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, NETWORK_TYPE_NOT_SUPPORTED, OPTION_GROUP_NOT_FOUND_FAULT, POINT_IN_TIME_RESTORE_NOT_ENABLED, PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT, STORAGE_QUOTA_EXCEEDED, STORAGE_TYPE_NOT_SUPPORTED, TENANT_DATABASE_QUOTA_EXCEEDED, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    StartActivityStream(StartActivityStreamRequest) -> StartActivityStreamResponse as Some("StartActivityStreamResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT, RESOURCE_NOT_FOUND_FAULT];
    StartDBCluster(StartDBClusterMessage) -> StartDBClusterResult as Some("StartDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SHARD_GROUP_STATE, KMS_KEY_NOT_ACCESSIBLE_FAULT, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    StartDBInstance(StartDBInstanceMessage) -> StartDBInstanceResult as Some("StartDBInstanceResult"),
        errors[AUTHORIZATION_NOT_FOUND, DB_CAPACITY_RESERVATION_NOT_FOUND, DB_CLUSTER_NOT_FOUND_FAULT, DB_INSTANCE_NOT_FOUND, DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS, DB_SUBNET_GROUP_NOT_FOUND_FAULT, INSUFFICIENT_DB_INSTANCE_CAPACITY, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_SUBNET, INVALID_VPC_NETWORK_STATE_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT, VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION];
    StartExportTask(StartExportTaskMessage) -> ExportTask as Some("StartExportTaskResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT, DB_SNAPSHOT_NOT_FOUND, EXPORT_TASK_ALREADY_EXISTS, IAM_ROLE_MISSING_PERMISSIONS, IAM_ROLE_NOT_FOUND, INVALID_EXPORT_ONLY, INVALID_EXPORT_SOURCE_STATE, INVALID_S3_BUCKET_FAULT, KMS_KEY_NOT_ACCESSIBLE_FAULT];
    StopDBCluster(StopDBClusterMessage) -> StopDBClusterResult as Some("StopDBClusterResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, INVALID_DB_SHARD_GROUP_STATE];
    StopDBInstance(StopDBInstanceMessage) -> StopDBInstanceResult as Some("StopDBInstanceResult"),
        errors[DB_INSTANCE_NOT_FOUND, DB_SNAPSHOT_ALREADY_EXISTS, INVALID_DB_CAPACITY_RESERVATION_STATE, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE, SNAPSHOT_QUOTA_EXCEEDED];
);

output!(#[derive(Default)] AccountAttributesMessage {
    "AccountQuotas" account_quotas: Option<Vec<AccountQuota>> as ACCOUNT_QUOTA_LIST,
});

output!(#[derive(Default)] AccountQuota {
    "AccountQuotaName" account_quota_name: Option<String> as ANY,
    "Used" used: Option<i64> as ANY,
    "Max" max: Option<i64> as ANY,
});

input!(AddRoleToDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "RoleArn" role_arn: String as ANY,
    "FeatureName" feature_name: Option<String> as ANY,
});

input!(AddRoleToDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "RoleArn" role_arn: String as ANY,
    "FeatureName" feature_name: String as ANY,
});

input!(AddTagsToResourceMessage {
    "ResourceName" resource_name: String as ANY,
    "Tags" tags: Vec<Tag> as TAG_LIST,
});

both!(AdditionalStorageVolume {
    "VolumeName" volume_name: String as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "IOPS" iops: Option<i32> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
});

output!(#[derive(Default)] AdditionalStorageVolumeOutput {
    "VolumeName" volume_name: Option<String> as ANY,
    "StorageVolumeStatus" storage_volume_status: Option<String> as ANY,
    "StorageOperationStatus" storage_operation_status: Option<String> as ANY,
    "StorageOperationPercentProgress" storage_operation_percent_progress: Option<i32> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "IOPS" iops: Option<i32> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
});

input!(ApplyPendingMaintenanceActionMessage {
    "ResourceIdentifier" resource_identifier: String as ANY,
    "ApplyAction" apply_action: String as ANY,
    "OptInType" opt_in_type: String as ANY,
});

output!(#[derive(Default)] ApplyPendingMaintenanceActionResult {
    "ResourcePendingMaintenanceActions" resource_pending_maintenance_actions: Option<ResourcePendingMaintenanceActions> as ANY,
});

output!(#[derive(Default)] AvailabilityZone {
    "Name" name: Option<String> as ANY,
});

output!(#[derive(Default)] AvailableAdditionalStorageVolumesOption {
    "SupportsStorageAutoscaling" supports_storage_autoscaling: Option<bool> as ANY,
    "SupportsStorageThroughput" supports_storage_throughput: Option<bool> as ANY,
    "SupportsIops" supports_iops: Option<bool> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "MinStorageSize" min_storage_size: Option<i32> as ANY,
    "MaxStorageSize" max_storage_size: Option<i32> as ANY,
    "MinIops" min_iops: Option<i32> as ANY,
    "MaxIops" max_iops: Option<i32> as ANY,
    "MinIopsPerGib" min_iops_per_gib: Option<f64> as ANY,
    "MaxIopsPerGib" max_iops_per_gib: Option<f64> as ANY,
    "MinStorageThroughput" min_storage_throughput: Option<i32> as ANY,
    "MaxStorageThroughput" max_storage_throughput: Option<i32> as ANY,
});

output!(#[derive(Default)] AvailableProcessorFeature {
    "Name" name: Option<String> as ANY,
    "DefaultValue" default_value: Option<String> as ANY,
    "AllowedValues" allowed_values: Option<String> as ANY,
});

input!(BacktrackDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "BacktrackTo" backtrack_to: Timestamp as ANY,
    "Force" force: Option<bool> as ANY,
    "UseEarliestTimeOnPointInTimeUnavailable" use_earliest_time_on_point_in_time_unavailable: Option<bool> as ANY,
});

output!(#[derive(Default)] BlueGreenDeployment {
    "BlueGreenDeploymentIdentifier" blue_green_deployment_identifier: Option<String> as BLUE_GREEN_DEPLOYMENT_IDENTIFIER,
    "BlueGreenDeploymentName" blue_green_deployment_name: Option<String> as BLUE_GREEN_DEPLOYMENT_NAME,
    "Source" source: Option<String> as DATABASE_ARN,
    "Target" target: Option<String> as DATABASE_ARN,
    "SwitchoverDetails" switchover_details: Option<Vec<SwitchoverDetail>> as SWITCHOVER_DETAIL_LIST,
    "Tasks" tasks: Option<Vec<BlueGreenDeploymentTask>> as BLUE_GREEN_DEPLOYMENT_TASK_LIST,
    "Status" status: Option<String> as ANY,
    "StatusDetails" status_details: Option<String> as ANY,
    "CreateTime" create_time: Option<Timestamp> as ANY,
    "DeleteTime" delete_time: Option<Timestamp> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] BlueGreenDeploymentTask {
    "Name" name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] Certificate {
    "CertificateIdentifier" certificate_identifier: Option<String> as ANY,
    "CertificateType" certificate_type: Option<String> as ANY,
    "Thumbprint" thumbprint: Option<String> as ANY,
    "ValidFrom" valid_from: Option<Timestamp> as ANY,
    "ValidTill" valid_till: Option<Timestamp> as ANY,
    "CertificateArn" certificate_arn: Option<String> as ANY,
    "CustomerOverride" customer_override: Option<bool> as ANY,
    "CustomerOverrideValidTill" customer_override_valid_till: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] CertificateDetails {
    "CAIdentifier" ca_identifier: Option<String> as ANY,
    "ValidTill" valid_till: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] CertificateMessage {
    "DefaultCertificateForNewLaunches" default_certificate_for_new_launches: Option<String> as ANY,
    "Certificates" certificates: Option<Vec<Certificate>> as CERTIFICATE_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] CharacterSet {
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "CharacterSetDescription" character_set_description: Option<String> as ANY,
});

input!(#[derive(Default)] CloudwatchLogsExportConfiguration {
    "EnableLogTypes" enable_log_types: Option<Vec<String>> as LOG_TYPE_LIST,
    "DisableLogTypes" disable_log_types: Option<Vec<String>> as LOG_TYPE_LIST,
});

output!(#[derive(Default)] ClusterPendingModifiedValues {
    "PendingCloudwatchLogsExports" pending_cloudwatch_logs_exports: Option<PendingCloudwatchLogsExports> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "RdsCustomClusterConfiguration" rds_custom_cluster_configuration: Option<RdsCustomClusterConfiguration> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "CertificateDetails" certificate_details: Option<CertificateDetails> as ANY,
});

output!(#[derive(Default)] ConnectionPoolConfigurationInfo {
    "MaxConnectionsPercent" max_connections_percent: Option<i32> as ANY,
    "MaxIdleConnectionsPercent" max_idle_connections_percent: Option<i32> as ANY,
    "ConnectionBorrowTimeout" connection_borrow_timeout: Option<i32> as ANY,
    "SessionPinningFilters" session_pinning_filters: Option<Vec<String>> as STRING_LIST,
    "InitQuery" init_query: Option<Secret> as ANY,
});

output!(#[derive(Default)] ContextAttribute {
    "Key" key: Option<String> as ANY,
    "Value" value: Option<String> as ANY,
});

input!(CopyDBClusterParameterGroupMessage {
    "SourceDBClusterParameterGroupIdentifier" source_db_cluster_parameter_group_identifier: String as ANY,
    "TargetDBClusterParameterGroupIdentifier" target_db_cluster_parameter_group_identifier: String as ANY,
    "TargetDBClusterParameterGroupDescription" target_db_cluster_parameter_group_description: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CopyDBClusterParameterGroupResult {
    "DBClusterParameterGroup" db_cluster_parameter_group: Option<DBClusterParameterGroup> as ANY,
});

input!(CopyDBClusterSnapshotMessage {
    "SourceDBClusterSnapshotIdentifier" source_db_cluster_snapshot_identifier: String as ANY,
    "TargetDBClusterSnapshotIdentifier" target_db_cluster_snapshot_identifier: String as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "PreSignedUrl" pre_signed_url: Option<Secret> as ANY,
    "CopyTags" copy_tags: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CopyDBClusterSnapshotResult {
    "DBClusterSnapshot" db_cluster_snapshot: Option<DBClusterSnapshot> as ANY,
});

input!(CopyDBParameterGroupMessage {
    "SourceDBParameterGroupIdentifier" source_db_parameter_group_identifier: String as ANY,
    "TargetDBParameterGroupIdentifier" target_db_parameter_group_identifier: String as ANY,
    "TargetDBParameterGroupDescription" target_db_parameter_group_description: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CopyDBParameterGroupResult {
    "DBParameterGroup" db_parameter_group: Option<DBParameterGroup> as ANY,
});

input!(CopyDBSnapshotMessage {
    "SourceDBSnapshotIdentifier" source_db_snapshot_identifier: String as ANY,
    "TargetDBSnapshotIdentifier" target_db_snapshot_identifier: String as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "CopyTags" copy_tags: Option<bool> as ANY,
    "PreSignedUrl" pre_signed_url: Option<Secret> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "TargetCustomAvailabilityZone" target_custom_availability_zone: Option<String> as ANY,
    "SnapshotTarget" snapshot_target: Option<String> as ANY,
    "CopyOptionGroup" copy_option_group: Option<bool> as ANY,
    "SnapshotAvailabilityZone" snapshot_availability_zone: Option<String> as ANY,
});

output!(#[derive(Default)] CopyDBSnapshotResult {
    "DBSnapshot" db_snapshot: Option<DBSnapshot> as ANY,
});

input!(CreateDBClusterEndpointMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "DBClusterEndpointIdentifier" db_cluster_endpoint_identifier: String as ANY,
    "EndpointType" endpoint_type: String as ANY,
    "StaticMembers" static_members: Option<Vec<String>> as STRING_LIST,
    "ExcludedMembers" excluded_members: Option<Vec<String>> as STRING_LIST,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

input!(CreateDBClusterMessage {
    "AvailabilityZones" availability_zones: Option<Vec<String>> as AVAILABILITY_ZONES,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "DatabaseName" database_name: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "Engine" engine: String as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "ReplicationSourceIdentifier" replication_source_identifier: Option<String> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "PreSignedUrl" pre_signed_url: Option<Secret> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "BacktrackWindow" backtrack_window: Option<i64> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "EngineMode" engine_mode: Option<String> as ANY,
    "ScalingConfiguration" scaling_configuration: Option<ScalingConfiguration> as ANY,
    "RdsCustomClusterConfiguration" rds_custom_cluster_configuration: Option<RdsCustomClusterConfiguration> as ANY,
    "DBClusterInstanceClass" db_cluster_instance_class: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "GlobalClusterIdentifier" global_cluster_identifier: Option<String> as GLOBAL_CLUSTER_IDENTIFIER,
    "EnableHttpEndpoint" enable_http_endpoint: Option<bool> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "EnableGlobalWriteForwarding" enable_global_write_forwarding: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "ServerlessV2ScalingConfiguration" serverless_v2_scaling_configuration: Option<ServerlessV2ScalingConfiguration> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "EnableLimitlessDatabase" enable_limitless_database: Option<bool> as ANY,
    "ClusterScalabilityType" cluster_scalability_type: Option<ClusterScalabilityType> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "EnableLocalWriteForwarding" enable_local_write_forwarding: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "MasterUserAuthenticationType" master_user_authentication_type: Option<MasterUserAuthenticationType> as ANY,
    "WithExpressConfiguration" with_express_configuration: Option<bool> as ANY,
    "AssociatedRoles" associated_roles: Option<Vec<DBClusterAssociatedRole>> as DB_CLUSTER_ASSOCIATED_ROLES,
});

input!(CreateDBClusterParameterGroupMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: String as ANY,
    "DBParameterGroupFamily" db_parameter_group_family: String as ANY,
    "Description" description: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateDBClusterParameterGroupResult {
    "DBClusterParameterGroup" db_cluster_parameter_group: Option<DBClusterParameterGroup> as ANY,
});

output!(#[derive(Default)] CreateDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(CreateDBClusterSnapshotMessage {
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: String as ANY,
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateDBClusterSnapshotResult {
    "DBClusterSnapshot" db_cluster_snapshot: Option<DBClusterSnapshot> as ANY,
});

input!(CreateDBInstanceMessage {
    "DBName" db_name: Option<String> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "DBInstanceClass" db_instance_class: String as ANY,
    "Engine" engine: String as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "DBSecurityGroups" db_security_groups: Option<Vec<String>> as DB_SECURITY_GROUP_NAME_LIST,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "NcharCharacterSetName" nchar_character_set_name: Option<String> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "TdeCredentialPassword" tde_credential_password: Option<Secret> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainFqdn" domain_fqdn: Option<String> as ANY,
    "DomainOu" domain_ou: Option<String> as ANY,
    "DomainAuthSecretArn" domain_auth_secret_arn: Option<String> as ANY,
    "DomainDnsIps" domain_dns_ips: Option<Vec<String>> as STRING_LIST,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "PromotionTier" promotion_tier: Option<i32> as ANY,
    "Timezone" timezone: Option<String> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "EnableCustomerOwnedIp" enable_customer_owned_ip: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "BackupTarget" backup_target: Option<String> as ANY,
    "CustomIamInstanceProfile" custom_iam_instance_profile: Option<String> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
    "MasterUserAuthenticationType" master_user_authentication_type: Option<MasterUserAuthenticationType> as ANY,
});

input!(CreateDBInstanceReadReplicaMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "SourceDBInstanceIdentifier" source_db_instance_identifier: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "StorageType" storage_type: Option<String> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "PreSignedUrl" pre_signed_url: Option<Secret> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "UseDefaultProcessorFeatures" use_default_processor_features: Option<bool> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "DomainFqdn" domain_fqdn: Option<String> as ANY,
    "DomainOu" domain_ou: Option<String> as ANY,
    "DomainAuthSecretArn" domain_auth_secret_arn: Option<String> as ANY,
    "DomainDnsIps" domain_dns_ips: Option<Vec<String>> as STRING_LIST,
    "ReplicaMode" replica_mode: Option<ReplicaMode> as ANY,
    "EnableCustomerOwnedIp" enable_customer_owned_ip: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "BackupTarget" backup_target: Option<String> as ANY,
    "CustomIamInstanceProfile" custom_iam_instance_profile: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "SourceDBClusterIdentifier" source_db_cluster_identifier: Option<String> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "UpgradeStorageConfig" upgrade_storage_config: Option<bool> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
});

output!(#[derive(Default)] CreateDBInstanceReadReplicaResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

output!(#[derive(Default)] CreateDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

input!(CreateDBParameterGroupMessage {
    "DBParameterGroupName" db_parameter_group_name: String as ANY,
    "DBParameterGroupFamily" db_parameter_group_family: String as ANY,
    "Description" description: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateDBParameterGroupResult {
    "DBParameterGroup" db_parameter_group: Option<DBParameterGroup> as ANY,
});

input!(CreateDBProxyRequest {
    "DBProxyName" db_proxy_name: String as DB_PROXY_NAME,
    "EngineFamily" engine_family: EngineFamily as ANY,
    "DefaultAuthScheme" default_auth_scheme: Option<DefaultAuthScheme> as ANY,
    "Auth" auth: Option<Vec<UserAuthConfig>> as USER_AUTH_CONFIG_LIST,
    "RoleArn" role_arn: String as ARN,
    "VpcSubnetIds" vpc_subnet_ids: Vec<String> as STRING_LIST,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as STRING_LIST,
    "RequireTLS" require_tls: Option<bool> as ANY,
    "IdleClientTimeout" idle_client_timeout: Option<i32> as ANY,
    "DebugLogging" debug_logging: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "EndpointNetworkType" endpoint_network_type: Option<EndpointNetworkType> as ANY,
    "TargetConnectionNetworkType" target_connection_network_type: Option<TargetConnectionNetworkType> as ANY,
});

output!(#[derive(Default)] CreateDBProxyResponse {
    "DBProxy" db_proxy: Option<DBProxy> as ANY,
});

input!(CreateDBSnapshotMessage {
    "DBSnapshotIdentifier" db_snapshot_identifier: String as ANY,
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateDBSnapshotResult {
    "DBSnapshot" db_snapshot: Option<DBSnapshot> as ANY,
});

input!(CreateDBSubnetGroupMessage {
    "DBSubnetGroupName" db_subnet_group_name: String as ANY,
    "DBSubnetGroupDescription" db_subnet_group_description: String as ANY,
    "SubnetIds" subnet_ids: Vec<String> as SUBNET_IDENTIFIER_LIST,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateDBSubnetGroupResult {
    "DBSubnetGroup" db_subnet_group: Option<DBSubnetGroup> as ANY,
});

input!(CreateEventSubscriptionMessage {
    "SubscriptionName" subscription_name: String as ANY,
    "SnsTopicArn" sns_topic_arn: String as ANY,
    "SourceType" source_type: Option<String> as ANY,
    "EventCategories" event_categories: Option<Vec<String>> as EVENT_CATEGORIES_LIST,
    "SourceIds" source_ids: Option<Vec<String>> as SOURCE_IDS_LIST,
    "Enabled" enabled: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateEventSubscriptionResult {
    "EventSubscription" event_subscription: Option<EventSubscription> as ANY,
});

input!(CreateGlobalClusterMessage {
    "GlobalClusterIdentifier" global_cluster_identifier: String as GLOBAL_CLUSTER_IDENTIFIER,
    "SourceDBClusterIdentifier" source_db_cluster_identifier: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "DatabaseName" database_name: Option<String> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateGlobalClusterResult {
    "GlobalCluster" global_cluster: Option<GlobalCluster> as ANY,
});

input!(CreateOptionGroupMessage {
    "OptionGroupName" option_group_name: String as ANY,
    "EngineName" engine_name: String as ANY,
    "MajorEngineVersion" major_engine_version: String as ANY,
    "OptionGroupDescription" option_group_description: String as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateOptionGroupResult {
    "OptionGroup" option_group: Option<OptionGroup> as ANY,
});

input!(CreateTenantDatabaseMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "TenantDBName" tenant_db_name: String as ANY,
    "MasterUsername" master_username: String as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "NcharCharacterSetName" nchar_character_set_name: Option<String> as ANY,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] CreateTenantDatabaseResult {
    "TenantDatabase" tenant_database: Option<TenantDatabase> as ANY,
});

output!(#[derive(Default)] CustomDBEngineVersionAMI {
    "ImageId" image_id: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] DBCluster {
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "AvailabilityZones" availability_zones: Option<Vec<String>> as AVAILABILITY_ZONES,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "DatabaseName" database_name: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "DBClusterParameterGroup" db_cluster_parameter_group: Option<String> as ANY,
    "DBSubnetGroup" db_subnet_group: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "PercentProgress" percent_progress: Option<String> as ANY,
    "EarliestRestorableTime" earliest_restorable_time: Option<Timestamp> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "ReaderEndpoint" reader_endpoint: Option<String> as ANY,
    "CustomEndpoints" custom_endpoints: Option<Vec<String>> as STRING_LIST,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "LatestRestorableTime" latest_restorable_time: Option<Timestamp> as ANY,
    "Port" port: Option<i32> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "DBClusterOptionGroupMemberships" db_cluster_option_group_memberships: Option<Vec<DBClusterOptionGroupStatus>> as DB_CLUSTER_OPTION_GROUP_MEMBERSHIPS,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "UpgradeRolloutOrder" upgrade_rollout_order: Option<UpgradeRolloutOrder> as ANY,
    "ReplicationSourceIdentifier" replication_source_identifier: Option<String> as ANY,
    "ReadReplicaIdentifiers" read_replica_identifiers: Option<Vec<String>> as READ_REPLICA_IDENTIFIER_LIST,
    "StatusInfos" status_infos: Option<Vec<DBClusterStatusInfo>> as DB_CLUSTER_STATUS_INFO_LIST,
    "DBClusterMembers" db_cluster_members: Option<Vec<DBClusterMember>> as DB_CLUSTER_MEMBER_LIST,
    "VpcSecurityGroups" vpc_security_groups: Option<Vec<VpcSecurityGroupMembership>> as VPC_SECURITY_GROUP_MEMBERSHIP_LIST,
    "HostedZoneId" hosted_zone_id: Option<String> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
    "DBClusterArn" db_cluster_arn: Option<String> as ANY,
    "AssociatedRoles" associated_roles: Option<Vec<DBClusterRole>> as DB_CLUSTER_ROLES,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "CloneGroupId" clone_group_id: Option<String> as ANY,
    "ClusterCreateTime" cluster_create_time: Option<Timestamp> as ANY,
    "EarliestBacktrackTime" earliest_backtrack_time: Option<Timestamp> as ANY,
    "BacktrackWindow" backtrack_window: Option<i64> as ANY,
    "BacktrackConsumedChangeRecords" backtrack_consumed_change_records: Option<i64> as ANY,
    "EnabledCloudwatchLogsExports" enabled_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "Capacity" capacity: Option<i32> as ANY,
    "PendingModifiedValues" pending_modified_values: Option<ClusterPendingModifiedValues> as ANY,
    "EngineMode" engine_mode: Option<String> as ANY,
    "ScalingConfigurationInfo" scaling_configuration_info: Option<ScalingConfigurationInfo> as ANY,
    "RdsCustomClusterConfiguration" rds_custom_cluster_configuration: Option<RdsCustomClusterConfiguration> as ANY,
    "DBClusterInstanceClass" db_cluster_instance_class: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "IOOptimizedNextAllowedModificationTime" io_optimized_next_allowed_modification_time: Option<Timestamp> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "HttpEndpointEnabled" http_endpoint_enabled: Option<bool> as ANY,
    "ActivityStreamMode" activity_stream_mode: Option<ActivityStreamMode> as ANY,
    "ActivityStreamStatus" activity_stream_status: Option<ActivityStreamStatus> as ANY,
    "ActivityStreamKmsKeyId" activity_stream_kms_key_id: Option<String> as ANY,
    "ActivityStreamKinesisStreamName" activity_stream_kinesis_stream_name: Option<String> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "CrossAccountClone" cross_account_clone: Option<bool> as ANY,
    "DomainMemberships" domain_memberships: Option<Vec<DomainMembership>> as DOMAIN_MEMBERSHIP_LIST,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "GlobalClusterIdentifier" global_cluster_identifier: Option<String> as GLOBAL_CLUSTER_IDENTIFIER,
    "GlobalWriteForwardingStatus" global_write_forwarding_status: Option<WriteForwardingStatus> as ANY,
    "GlobalWriteForwardingRequested" global_write_forwarding_requested: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "AutomaticRestartTime" automatic_restart_time: Option<Timestamp> as ANY,
    "ServerlessV2ScalingConfiguration" serverless_v2_scaling_configuration: Option<ServerlessV2ScalingConfigurationInfo> as ANY,
    "ServerlessV2PlatformVersion" serverless_v2_platform_version: Option<String> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "PerformanceInsightsEnabled" performance_insights_enabled: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
    "MasterUserSecret" master_user_secret: Option<MasterUserSecret> as ANY,
    "LocalWriteForwardingStatus" local_write_forwarding_status: Option<LocalWriteForwardingStatus> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as ANY,
    "LimitlessDatabase" limitless_database: Option<LimitlessDatabase> as ANY,
    "ClusterScalabilityType" cluster_scalability_type: Option<ClusterScalabilityType> as ANY,
    "CertificateDetails" certificate_details: Option<CertificateDetails> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "VPCNetworkingEnabled" vpc_networking_enabled: Option<bool> as ANY,
    "InternetAccessGatewayEnabled" internet_access_gateway_enabled: Option<bool> as ANY,
});

input!(DBClusterAssociatedRole {
    "RoleArn" role_arn: String as IAM_ROLE_ARN,
    "FeatureName" feature_name: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterAutomatedBackup {
    "Engine" engine: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "DBClusterAutomatedBackupsArn" db_cluster_automated_backups_arn: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "RestoreWindow" restore_window: Option<RestoreWindow> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
    "Region" region: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "ClusterCreateTime" cluster_create_time: Option<Timestamp> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "DBClusterArn" db_cluster_arn: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "EngineMode" engine_mode: Option<String> as ANY,
    "AvailabilityZones" availability_zones: Option<Vec<String>> as AVAILABILITY_ZONES,
    "Port" port: Option<i32> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] DBClusterAutomatedBackupMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusterAutomatedBackups" db_cluster_automated_backups: Option<Vec<DBClusterAutomatedBackup>> as DB_CLUSTER_AUTOMATED_BACKUP_LIST,
});

output!(#[derive(Default)] DBClusterBacktrack {
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "BacktrackIdentifier" backtrack_identifier: Option<String> as ANY,
    "BacktrackTo" backtrack_to: Option<Timestamp> as ANY,
    "BacktrackedFrom" backtracked_from: Option<Timestamp> as ANY,
    "BacktrackRequestCreationTime" backtrack_request_creation_time: Option<Timestamp> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterBacktrackMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusterBacktracks" db_cluster_backtracks: Option<Vec<DBClusterBacktrack>> as DB_CLUSTER_BACKTRACK_LIST,
});

output!(#[derive(Default)] DBClusterEndpoint {
    "DBClusterEndpointIdentifier" db_cluster_endpoint_identifier: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "DBClusterEndpointResourceIdentifier" db_cluster_endpoint_resource_identifier: Option<String> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "EndpointType" endpoint_type: Option<String> as ANY,
    "CustomEndpointType" custom_endpoint_type: Option<String> as ANY,
    "StaticMembers" static_members: Option<Vec<String>> as STRING_LIST,
    "ExcludedMembers" excluded_members: Option<Vec<String>> as STRING_LIST,
    "DBClusterEndpointArn" db_cluster_endpoint_arn: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterEndpointMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusterEndpoints" db_cluster_endpoints: Option<Vec<DBClusterEndpoint>> as DB_CLUSTER_ENDPOINT_LIST,
});

output!(#[derive(Default)] DBClusterMember {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "IsClusterWriter" is_cluster_writer: Option<bool> as ANY,
    "DBClusterParameterGroupStatus" db_cluster_parameter_group_status: Option<String> as ANY,
    "PromotionTier" promotion_tier: Option<i32> as ANY,
});

output!(#[derive(Default)] DBClusterMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusters" db_clusters: Option<Vec<DBCluster>> as DB_CLUSTER_LIST,
});

output!(#[derive(Default)] DBClusterOptionGroupStatus {
    "DBClusterOptionGroupName" db_cluster_option_group_name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterParameterGroup {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "DBParameterGroupFamily" db_parameter_group_family: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "DBClusterParameterGroupArn" db_cluster_parameter_group_arn: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterParameterGroupDetails {
    "Parameters" parameters: Option<Vec<Parameter>> as PARAMETERS_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterParameterGroupNameMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterParameterGroupsMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusterParameterGroups" db_cluster_parameter_groups: Option<Vec<DBClusterParameterGroup>> as DB_CLUSTER_PARAMETER_GROUP_LIST,
});

output!(#[derive(Default)] DBClusterRole {
    "RoleArn" role_arn: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "FeatureName" feature_name: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterSnapshot {
    "AvailabilityZones" availability_zones: Option<Vec<String>> as AVAILABILITY_ZONES,
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "SnapshotCreateTime" snapshot_create_time: Option<Timestamp> as ANY,
    "Engine" engine: Option<String> as ANY,
    "EngineMode" engine_mode: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "Status" status: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "ClusterCreateTime" cluster_create_time: Option<Timestamp> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "PercentProgress" percent_progress: Option<i32> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "DBClusterSnapshotArn" db_cluster_snapshot_arn: Option<String> as ANY,
    "SourceDBClusterSnapshotArn" source_db_cluster_snapshot_arn: Option<String> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "StorageType" storage_type: Option<String> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
});

output!(#[derive(Default)] DBClusterSnapshotAttribute {
    "AttributeName" attribute_name: Option<String> as ANY,
    "AttributeValues" attribute_values: Option<Vec<String>> as ATTRIBUTE_VALUE_LIST,
});

output!(#[derive(Default)] DBClusterSnapshotAttributesResult {
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: Option<String> as ANY,
    "DBClusterSnapshotAttributes" db_cluster_snapshot_attributes: Option<Vec<DBClusterSnapshotAttribute>> as DB_CLUSTER_SNAPSHOT_ATTRIBUTE_LIST,
});

output!(#[derive(Default)] DBClusterSnapshotMessage {
    "Marker" marker: Option<String> as ANY,
    "DBClusterSnapshots" db_cluster_snapshots: Option<Vec<DBClusterSnapshot>> as DB_CLUSTER_SNAPSHOT_LIST,
});

output!(#[derive(Default)] DBClusterStatusInfo {
    "StatusType" status_type: Option<String> as ANY,
    "Normal" normal: Option<bool> as ANY,
    "Status" status: Option<String> as ANY,
    "Message" message: Option<String> as ANY,
});

output!(#[derive(Default)] DBEngineVersion {
    "Engine" engine: Option<String> as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "DatabaseInstallationFilesS3BucketName" database_installation_files_s3_bucket_name: Option<String> as ANY,
    "DatabaseInstallationFilesS3Prefix" database_installation_files_s3_prefix: Option<String> as ANY,
    "DatabaseInstallationFiles" database_installation_files: Option<Vec<String>> as STRING_LIST,
    "CustomDBEngineVersionManifest" custom_db_engine_version_manifest: Option<String> as CUSTOM_DB_ENGINE_VERSION_MANIFEST,
    "DBParameterGroupFamily" db_parameter_group_family: Option<String> as ANY,
    "DBEngineDescription" db_engine_description: Option<String> as ANY,
    "DBEngineVersionArn" db_engine_version_arn: Option<String> as ANY,
    "DBEngineVersionDescription" db_engine_version_description: Option<String> as ANY,
    "DefaultCharacterSet" default_character_set: Option<CharacterSet> as ANY,
    "FailureReason" failure_reason: Option<String> as ANY,
    "Image" image: Option<CustomDBEngineVersionAMI> as ANY,
    "DBEngineMediaType" db_engine_media_type: Option<String> as ANY,
    "KMSKeyId" kms_key_id: Option<String> as ANY,
    "CreateTime" create_time: Option<Timestamp> as ANY,
    "SupportedCharacterSets" supported_character_sets: Option<Vec<CharacterSet>> as SUPPORTED_CHARACTER_SETS_LIST,
    "SupportedNcharCharacterSets" supported_nchar_character_sets: Option<Vec<CharacterSet>> as SUPPORTED_CHARACTER_SETS_LIST,
    "ValidUpgradeTarget" valid_upgrade_target: Option<Vec<UpgradeTarget>> as VALID_UPGRADE_TARGET_LIST,
    "SupportedTimezones" supported_timezones: Option<Vec<Timezone>> as SUPPORTED_TIMEZONES_LIST,
    "ExportableLogTypes" exportable_log_types: Option<Vec<String>> as LOG_TYPE_LIST,
    "SupportsLogExportsToCloudwatchLogs" supports_log_exports_to_cloudwatch_logs: Option<bool> as ANY,
    "SupportsReadReplica" supports_read_replica: Option<bool> as ANY,
    "SupportedEngineModes" supported_engine_modes: Option<Vec<String>> as ENGINE_MODE_LIST,
    "SupportedFeatureNames" supported_feature_names: Option<Vec<String>> as FEATURE_NAME_LIST,
    "Status" status: Option<String> as ANY,
    "SupportsParallelQuery" supports_parallel_query: Option<bool> as ANY,
    "SupportsGlobalDatabases" supports_global_databases: Option<bool> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "SupportsBabelfish" supports_babelfish: Option<bool> as ANY,
    "SupportsLimitlessDatabase" supports_limitless_database: Option<bool> as ANY,
    "SupportsCertificateRotationWithoutRestart" supports_certificate_rotation_without_restart: Option<bool> as ANY,
    "SupportedCACertificateIdentifiers" supported_ca_certificate_identifiers: Option<Vec<String>> as CA_CERTIFICATE_IDENTIFIERS_LIST,
    "SupportsLocalWriteForwarding" supports_local_write_forwarding: Option<bool> as ANY,
    "SupportsIntegrations" supports_integrations: Option<bool> as ANY,
    "ServerlessV2FeaturesSupport" serverless_v2_features_support: Option<ServerlessV2FeaturesSupport> as ANY,
});

output!(#[derive(Default)] DBEngineVersionMessage {
    "Marker" marker: Option<String> as ANY,
    "DBEngineVersions" db_engine_versions: Option<Vec<DBEngineVersion>> as DB_ENGINE_VERSION_LIST,
});

output!(#[derive(Default)] DBInstance {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "DBInstanceStatus" db_instance_status: Option<String> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "DBName" db_name: Option<String> as ANY,
    "Endpoint" endpoint: Option<Endpoint> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "InstanceCreateTime" instance_create_time: Option<Timestamp> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "DBSecurityGroups" db_security_groups: Option<Vec<DBSecurityGroupMembership>> as DB_SECURITY_GROUP_MEMBERSHIP_LIST,
    "VpcSecurityGroups" vpc_security_groups: Option<Vec<VpcSecurityGroupMembership>> as VPC_SECURITY_GROUP_MEMBERSHIP_LIST,
    "DBParameterGroups" db_parameter_groups: Option<Vec<DBParameterGroupStatus>> as DB_PARAMETER_GROUP_STATUS_LIST,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "DBSubnetGroup" db_subnet_group: Option<DBSubnetGroup> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "UpgradeRolloutOrder" upgrade_rollout_order: Option<UpgradeRolloutOrder> as ANY,
    "PendingModifiedValues" pending_modified_values: Option<PendingModifiedValues> as ANY,
    "LatestRestorableTime" latest_restorable_time: Option<Timestamp> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "ReadReplicaSourceDBInstanceIdentifier" read_replica_source_db_instance_identifier: Option<String> as ANY,
    "ReadReplicaDBInstanceIdentifiers" read_replica_db_instance_identifiers: Option<Vec<String>> as READ_REPLICA_DB_INSTANCE_IDENTIFIER_LIST,
    "ReadReplicaDBClusterIdentifiers" read_replica_db_cluster_identifiers: Option<Vec<String>> as READ_REPLICA_DB_CLUSTER_IDENTIFIER_LIST,
    "ReplicaMode" replica_mode: Option<ReplicaMode> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupMemberships" option_group_memberships: Option<Vec<OptionGroupMembership>> as OPTION_GROUP_MEMBERSHIP_LIST,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "NcharCharacterSetName" nchar_character_set_name: Option<String> as ANY,
    "SecondaryAvailabilityZone" secondary_availability_zone: Option<String> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "StatusInfos" status_infos: Option<Vec<DBInstanceStatusInfo>> as DB_INSTANCE_STATUS_INFO_LIST,
    "StorageType" storage_type: Option<String> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "DbInstancePort" db_instance_port: Option<i32> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "DomainMemberships" domain_memberships: Option<Vec<DomainMembership>> as DOMAIN_MEMBERSHIP_LIST,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "EnhancedMonitoringResourceArn" enhanced_monitoring_resource_arn: Option<String> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "PromotionTier" promotion_tier: Option<i32> as ANY,
    "DBInstanceArn" db_instance_arn: Option<String> as ANY,
    "Timezone" timezone: Option<String> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "PerformanceInsightsEnabled" performance_insights_enabled: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "EnabledCloudwatchLogsExports" enabled_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "AssociatedRoles" associated_roles: Option<Vec<DBInstanceRole>> as DB_INSTANCE_ROLES,
    "ListenerEndpoint" listener_endpoint: Option<Endpoint> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "AutomationMode" automation_mode: Option<AutomationMode> as ANY,
    "ResumeFullAutomationModeTime" resume_full_automation_mode_time: Option<Timestamp> as ANY,
    "CustomerOwnedIpEnabled" customer_owned_ip_enabled: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "ActivityStreamStatus" activity_stream_status: Option<ActivityStreamStatus> as ANY,
    "ActivityStreamKmsKeyId" activity_stream_kms_key_id: Option<String> as ANY,
    "ActivityStreamKinesisStreamName" activity_stream_kinesis_stream_name: Option<String> as ANY,
    "ActivityStreamMode" activity_stream_mode: Option<ActivityStreamMode> as ANY,
    "ActivityStreamEngineNativeAuditFieldsIncluded" activity_stream_engine_native_audit_fields_included: Option<bool> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as ANY,
    "DBInstanceAutomatedBackupsReplications" db_instance_automated_backups_replications: Option<Vec<DBInstanceAutomatedBackupsReplication>> as DB_INSTANCE_AUTOMATED_BACKUPS_REPLICATION_LIST,
    "BackupTarget" backup_target: Option<String> as ANY,
    "AutomaticRestartTime" automatic_restart_time: Option<Timestamp> as ANY,
    "CustomIamInstanceProfile" custom_iam_instance_profile: Option<String> as ANY,
    "ActivityStreamPolicyStatus" activity_stream_policy_status: Option<ActivityStreamPolicyStatus> as ANY,
    "CertificateDetails" certificate_details: Option<CertificateDetails> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
    "MasterUserSecret" master_user_secret: Option<MasterUserSecret> as ANY,
    "ReadReplicaSourceDBClusterIdentifier" read_replica_source_db_cluster_identifier: Option<String> as ANY,
    "PercentProgress" percent_progress: Option<String> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "IsStorageConfigUpgradeAvailable" is_storage_config_upgrade_available: Option<bool> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolumeOutput>> as ADDITIONAL_STORAGE_VOLUMES_OUTPUT_LIST,
    "StorageVolumeStatus" storage_volume_status: Option<String> as ANY,
    "StorageOperationStatus" storage_operation_status: Option<String> as ANY,
    "StorageOperationPercentProgress" storage_operation_percent_progress: Option<i32> as ANY,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
});

output!(#[derive(Default)] DBInstanceAutomatedBackup {
    "DBInstanceArn" db_instance_arn: Option<String> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "Region" region: Option<String> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "RestoreWindow" restore_window: Option<RestoreWindow> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "Status" status: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "InstanceCreateTime" instance_create_time: Option<Timestamp> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "Encrypted" encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "Timezone" timezone: Option<String> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "DBInstanceAutomatedBackupsArn" db_instance_automated_backups_arn: Option<String> as ANY,
    "DBInstanceAutomatedBackupsReplications" db_instance_automated_backups_replications: Option<Vec<DBInstanceAutomatedBackupsReplication>> as DB_INSTANCE_AUTOMATED_BACKUPS_REPLICATION_LIST,
    "BackupTarget" backup_target: Option<String> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
});

output!(#[derive(Default)] DBInstanceAutomatedBackupMessage {
    "Marker" marker: Option<String> as ANY,
    "DBInstanceAutomatedBackups" db_instance_automated_backups: Option<Vec<DBInstanceAutomatedBackup>> as DB_INSTANCE_AUTOMATED_BACKUP_LIST,
});

output!(#[derive(Default)] DBInstanceAutomatedBackupsReplication {
    "DBInstanceAutomatedBackupsArn" db_instance_automated_backups_arn: Option<String> as ANY,
});

output!(#[derive(Default)] DBInstanceMessage {
    "Marker" marker: Option<String> as ANY,
    "DBInstances" db_instances: Option<Vec<DBInstance>> as DB_INSTANCE_LIST,
});

output!(#[derive(Default)] DBInstanceRole {
    "RoleArn" role_arn: Option<String> as ANY,
    "FeatureName" feature_name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] DBInstanceStatusInfo {
    "StatusType" status_type: Option<String> as ANY,
    "Normal" normal: Option<bool> as ANY,
    "Status" status: Option<String> as ANY,
    "Message" message: Option<String> as ANY,
});

output!(#[derive(Default)] DBMajorEngineVersion {
    "Engine" engine: Option<String> as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
    "SupportedEngineLifecycles" supported_engine_lifecycles: Option<Vec<SupportedEngineLifecycle>> as SUPPORTED_ENGINE_LIFECYCLE_LIST,
});

output!(#[derive(Default)] DBParameterGroup {
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "DBParameterGroupFamily" db_parameter_group_family: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "DBParameterGroupArn" db_parameter_group_arn: Option<String> as ANY,
});

output!(#[derive(Default)] DBParameterGroupDetails {
    "Parameters" parameters: Option<Vec<Parameter>> as PARAMETERS_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DBParameterGroupNameMessage {
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
});

output!(#[derive(Default)] DBParameterGroupStatus {
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "ParameterApplyStatus" parameter_apply_status: Option<String> as ANY,
});

output!(#[derive(Default)] DBParameterGroupsMessage {
    "Marker" marker: Option<String> as ANY,
    "DBParameterGroups" db_parameter_groups: Option<Vec<DBParameterGroup>> as DB_PARAMETER_GROUP_LIST,
});

output!(#[derive(Default)] DBProxy {
    "DBProxyName" db_proxy_name: Option<String> as ANY,
    "DBProxyArn" db_proxy_arn: Option<String> as ANY,
    "Status" status: Option<DBProxyStatus> as ANY,
    "EngineFamily" engine_family: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as STRING_LIST,
    "VpcSubnetIds" vpc_subnet_ids: Option<Vec<String>> as STRING_LIST,
    "DefaultAuthScheme" default_auth_scheme: Option<String> as ANY,
    "Auth" auth: Option<Vec<UserAuthConfigInfo>> as USER_AUTH_CONFIG_INFO_LIST,
    "RoleArn" role_arn: Option<String> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "RequireTLS" require_tls: Option<bool> as ANY,
    "IdleClientTimeout" idle_client_timeout: Option<i32> as ANY,
    "DebugLogging" debug_logging: Option<bool> as ANY,
    "CreatedDate" created_date: Option<Timestamp> as ANY,
    "UpdatedDate" updated_date: Option<Timestamp> as ANY,
    "EndpointNetworkType" endpoint_network_type: Option<EndpointNetworkType> as ANY,
    "TargetConnectionNetworkType" target_connection_network_type: Option<TargetConnectionNetworkType> as ANY,
});

output!(#[derive(Default)] DBProxyEndpoint {
    "DBProxyEndpointName" db_proxy_endpoint_name: Option<String> as ANY,
    "DBProxyEndpointArn" db_proxy_endpoint_arn: Option<String> as ANY,
    "DBProxyName" db_proxy_name: Option<String> as ANY,
    "Status" status: Option<DBProxyEndpointStatus> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as STRING_LIST,
    "VpcSubnetIds" vpc_subnet_ids: Option<Vec<String>> as STRING_LIST,
    "Endpoint" endpoint: Option<String> as ANY,
    "CreatedDate" created_date: Option<Timestamp> as ANY,
    "TargetRole" target_role: Option<DBProxyEndpointTargetRole> as ANY,
    "IsDefault" is_default: Option<bool> as ANY,
    "EndpointNetworkType" endpoint_network_type: Option<EndpointNetworkType> as ANY,
});

output!(#[derive(Default)] DBProxyTarget {
    "TargetArn" target_arn: Option<String> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "TrackedClusterId" tracked_cluster_id: Option<String> as ANY,
    "RdsResourceId" rds_resource_id: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "Type" r#type: Option<TargetType> as ANY,
    "Role" role: Option<TargetRole> as ANY,
    "TargetHealth" target_health: Option<TargetHealth> as ANY,
});

output!(#[derive(Default)] DBProxyTargetGroup {
    "DBProxyName" db_proxy_name: Option<String> as ANY,
    "TargetGroupName" target_group_name: Option<String> as ANY,
    "TargetGroupArn" target_group_arn: Option<String> as ANY,
    "IsDefault" is_default: Option<bool> as ANY,
    "Status" status: Option<String> as ANY,
    "ConnectionPoolConfig" connection_pool_config: Option<ConnectionPoolConfigurationInfo> as ANY,
    "CreatedDate" created_date: Option<Timestamp> as ANY,
    "UpdatedDate" updated_date: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] DBRecommendation {
    "RecommendationId" recommendation_id: Option<String> as ANY,
    "TypeId" type_id: Option<String> as ANY,
    "Severity" severity: Option<String> as ANY,
    "ResourceArn" resource_arn: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "CreatedTime" created_time: Option<Timestamp> as ANY,
    "UpdatedTime" updated_time: Option<Timestamp> as ANY,
    "Detection" detection: Option<String> as ANY,
    "Recommendation" recommendation: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "Reason" reason: Option<String> as ANY,
    "RecommendedActions" recommended_actions: Option<Vec<RecommendedAction>> as RECOMMENDED_ACTION_LIST,
    "Category" category: Option<String> as ANY,
    "Source" source: Option<String> as ANY,
    "TypeDetection" type_detection: Option<String> as ANY,
    "TypeRecommendation" type_recommendation: Option<String> as ANY,
    "Impact" impact: Option<String> as ANY,
    "AdditionalInfo" additional_info: Option<String> as ANY,
    "Links" links: Option<Vec<DocLink>> as DOC_LINK_LIST,
    "IssueDetails" issue_details: Option<IssueDetails> as ANY,
});

output!(#[derive(Default)] DBRecommendationsMessage {
    "DBRecommendations" db_recommendations: Option<Vec<DBRecommendation>> as DB_RECOMMENDATION_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DBSecurityGroup {
    "OwnerId" owner_id: Option<String> as ANY,
    "DBSecurityGroupName" db_security_group_name: Option<String> as ANY,
    "DBSecurityGroupDescription" db_security_group_description: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "EC2SecurityGroups" ec2_security_groups: Option<Vec<EC2SecurityGroup>> as EC2_SECURITY_GROUP_LIST,
    "IPRanges" ip_ranges: Option<Vec<IPRange>> as IP_RANGE_LIST,
    "DBSecurityGroupArn" db_security_group_arn: Option<String> as ANY,
});

output!(#[derive(Default)] DBSecurityGroupMembership {
    "DBSecurityGroupName" db_security_group_name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] DBSecurityGroupMessage {
    "Marker" marker: Option<String> as ANY,
    "DBSecurityGroups" db_security_groups: Option<Vec<DBSecurityGroup>> as DB_SECURITY_GROUPS,
});

output!(#[derive(Default)] DBShardGroup {
    "DBShardGroupResourceId" db_shard_group_resource_id: Option<String> as ANY,
    "DBShardGroupIdentifier" db_shard_group_identifier: Option<String> as DB_SHARD_GROUP_IDENTIFIER,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "MaxACU" max_acu: Option<f64> as ANY,
    "MinACU" min_acu: Option<f64> as ANY,
    "ComputeRedundancy" compute_redundancy: Option<i32> as ANY,
    "Status" status: Option<String> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "DBShardGroupArn" db_shard_group_arn: Option<String> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] DBSnapshot {
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "SnapshotCreateTime" snapshot_create_time: Option<Timestamp> as ANY,
    "Engine" engine: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "Status" status: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "InstanceCreateTime" instance_create_time: Option<Timestamp> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "PercentProgress" percent_progress: Option<i32> as ANY,
    "SourceRegion" source_region: Option<String> as ANY,
    "SourceDBSnapshotIdentifier" source_db_snapshot_identifier: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "Encrypted" encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "DBSnapshotArn" db_snapshot_arn: Option<String> as ANY,
    "Timezone" timezone: Option<String> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
    "SnapshotTarget" snapshot_target: Option<String> as ANY,
    "OriginalSnapshotCreateTime" original_snapshot_create_time: Option<Timestamp> as ANY,
    "SnapshotDatabaseTime" snapshot_database_time: Option<Timestamp> as ANY,
    "DBSystemId" db_system_id: Option<String> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "SnapshotAvailabilityZone" snapshot_availability_zone: Option<String> as ANY,
    "FullSnapshotSizeInBytes" full_snapshot_size_in_bytes: Option<i64> as ANY,
});

output!(#[derive(Default)] DBSnapshotAttribute {
    "AttributeName" attribute_name: Option<String> as ANY,
    "AttributeValues" attribute_values: Option<Vec<String>> as ATTRIBUTE_VALUE_LIST,
});

output!(#[derive(Default)] DBSnapshotAttributesResult {
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "DBSnapshotAttributes" db_snapshot_attributes: Option<Vec<DBSnapshotAttribute>> as DB_SNAPSHOT_ATTRIBUTE_LIST,
});

output!(#[derive(Default)] DBSnapshotMessage {
    "Marker" marker: Option<String> as ANY,
    "DBSnapshots" db_snapshots: Option<Vec<DBSnapshot>> as DB_SNAPSHOT_LIST,
});

output!(#[derive(Default)] DBSnapshotTenantDatabase {
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "EngineName" engine_name: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "TenantDatabaseCreateTime" tenant_database_create_time: Option<Timestamp> as ANY,
    "TenantDBName" tenant_db_name: Option<String> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "TenantDatabaseResourceId" tenant_database_resource_id: Option<String> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "DBSnapshotTenantDatabaseARN" db_snapshot_tenant_database_arn: Option<String> as ANY,
    "NcharCharacterSetName" nchar_character_set_name: Option<String> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] DBSnapshotTenantDatabasesMessage {
    "Marker" marker: Option<String> as ANY,
    "DBSnapshotTenantDatabases" db_snapshot_tenant_databases: Option<Vec<DBSnapshotTenantDatabase>> as DB_SNAPSHOT_TENANT_DATABASES_LIST,
});

output!(#[derive(Default)] DBSubnetGroup {
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "DBSubnetGroupDescription" db_subnet_group_description: Option<String> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "SubnetGroupStatus" subnet_group_status: Option<String> as ANY,
    "Subnets" subnets: Option<Vec<Subnet>> as SUBNET_LIST,
    "DBSubnetGroupArn" db_subnet_group_arn: Option<String> as ANY,
    "SupportedNetworkTypes" supported_network_types: Option<Vec<String>> as STRING_LIST,
});

output!(#[derive(Default)] DBSubnetGroupMessage {
    "Marker" marker: Option<String> as ANY,
    "DBSubnetGroups" db_subnet_groups: Option<Vec<DBSubnetGroup>> as DB_SUBNET_GROUPS,
});

input!(DeleteDBClusterEndpointMessage {
    "DBClusterEndpointIdentifier" db_cluster_endpoint_identifier: String as ANY,
});

input!(DeleteDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "SkipFinalSnapshot" skip_final_snapshot: Option<bool> as ANY,
    "FinalDBSnapshotIdentifier" final_db_snapshot_identifier: Option<String> as ANY,
    "DeleteAutomatedBackups" delete_automated_backups: Option<bool> as ANY,
});

input!(DeleteDBClusterParameterGroupMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: String as ANY,
});

output!(#[derive(Default)] DeleteDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(DeleteDBClusterSnapshotMessage {
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: String as ANY,
});

output!(#[derive(Default)] DeleteDBClusterSnapshotResult {
    "DBClusterSnapshot" db_cluster_snapshot: Option<DBClusterSnapshot> as ANY,
});

input!(DeleteDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "SkipFinalSnapshot" skip_final_snapshot: Option<bool> as ANY,
    "FinalDBSnapshotIdentifier" final_db_snapshot_identifier: Option<String> as ANY,
    "DeleteAutomatedBackups" delete_automated_backups: Option<bool> as ANY,
});

output!(#[derive(Default)] DeleteDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

input!(DeleteDBParameterGroupMessage {
    "DBParameterGroupName" db_parameter_group_name: String as ANY,
});

input!(DeleteDBSnapshotMessage {
    "DBSnapshotIdentifier" db_snapshot_identifier: String as ANY,
});

output!(#[derive(Default)] DeleteDBSnapshotResult {
    "DBSnapshot" db_snapshot: Option<DBSnapshot> as ANY,
});

input!(DeleteDBSubnetGroupMessage {
    "DBSubnetGroupName" db_subnet_group_name: String as ANY,
});

input!(DeleteOptionGroupMessage {
    "OptionGroupName" option_group_name: String as ANY,
});

input!(#[derive(Default)] DescribeAccountAttributesMessage {
});

input!(#[derive(Default)] DescribeBlueGreenDeploymentsRequest {
    "BlueGreenDeploymentIdentifier" blue_green_deployment_identifier: Option<String> as BLUE_GREEN_DEPLOYMENT_IDENTIFIER,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeBlueGreenDeploymentsResponse {
    "BlueGreenDeployments" blue_green_deployments: Option<Vec<BlueGreenDeployment>> as BLUE_GREEN_DEPLOYMENT_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeCertificatesMessage {
    "CertificateIdentifier" certificate_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBClusterAutomatedBackupsMessage {
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBClusterBacktracksMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "BacktrackIdentifier" backtrack_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBClusterEndpointsMessage {
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "DBClusterEndpointIdentifier" db_cluster_endpoint_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBClusterParameterGroupsMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBClusterParametersMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: String as ANY,
    "Source" source: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBClusterSnapshotAttributesMessage {
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: String as ANY,
});

output!(#[derive(Default)] DescribeDBClusterSnapshotAttributesResult {
    "DBClusterSnapshotAttributesResult" db_cluster_snapshot_attributes_result: Option<DBClusterSnapshotAttributesResult> as ANY,
});

input!(#[derive(Default)] DescribeDBClusterSnapshotsMessage {
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "IncludeShared" include_shared: Option<bool> as ANY,
    "IncludePublic" include_public: Option<bool> as ANY,
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBClustersMessage {
    "DBClusterIdentifier" db_cluster_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "IncludeShared" include_shared: Option<bool> as ANY,
});

input!(#[derive(Default)] DescribeDBEngineVersionsMessage {
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "DBParameterGroupFamily" db_parameter_group_family: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "DefaultOnly" default_only: Option<bool> as ANY,
    "ListSupportedCharacterSets" list_supported_character_sets: Option<bool> as ANY,
    "ListSupportedTimezones" list_supported_timezones: Option<bool> as ANY,
    "IncludeAll" include_all: Option<bool> as ANY,
});

input!(#[derive(Default)] DescribeDBInstanceAutomatedBackupsMessage {
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "DBInstanceAutomatedBackupsArn" db_instance_automated_backups_arn: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBInstancesMessage {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DescribeDBLogFilesDetails {
    "LogFileName" log_file_name: Option<String> as ANY,
    "LastWritten" last_written: Option<i64> as ANY,
    "Size" size: Option<i64> as ANY,
});

input!(DescribeDBLogFilesMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "FilenameContains" filename_contains: Option<String> as ANY,
    "FileLastWritten" file_last_written: Option<i64> as ANY,
    "FileSize" file_size: Option<i64> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DescribeDBLogFilesResponse {
    "DescribeDBLogFiles" describe_db_log_files: Option<Vec<DescribeDBLogFilesDetails>> as DESCRIBE_DB_LOG_FILES_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBMajorEngineVersionsRequest {
    "Engine" engine: Option<String> as ENGINE,
    "MajorEngineVersion" major_engine_version: Option<String> as MAJOR_ENGINE_VERSION,
    "Marker" marker: Option<String> as MARKER,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBMajorEngineVersionsResponse {
    "DBMajorEngineVersions" db_major_engine_versions: Option<Vec<DBMajorEngineVersion>> as DB_MAJOR_ENGINE_VERSIONS_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBParameterGroupsMessage {
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBParametersMessage {
    "DBParameterGroupName" db_parameter_group_name: String as ANY,
    "Source" source: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBProxiesRequest {
    "DBProxyName" db_proxy_name: Option<String> as DB_PROXY_NAME,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBProxiesResponse {
    "DBProxies" db_proxies: Option<Vec<DBProxy>> as DB_PROXY_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBProxyEndpointsRequest {
    "DBProxyName" db_proxy_name: Option<String> as DB_PROXY_NAME,
    "DBProxyEndpointName" db_proxy_endpoint_name: Option<String> as DB_PROXY_ENDPOINT_NAME,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBProxyEndpointsResponse {
    "DBProxyEndpoints" db_proxy_endpoints: Option<Vec<DBProxyEndpoint>> as DB_PROXY_ENDPOINT_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBProxyTargetGroupsRequest {
    "DBProxyName" db_proxy_name: String as DB_PROXY_NAME,
    "TargetGroupName" target_group_name: Option<String> as DB_PROXY_TARGET_GROUP_NAME,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBProxyTargetGroupsResponse {
    "TargetGroups" target_groups: Option<Vec<DBProxyTargetGroup>> as TARGET_GROUP_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBProxyTargetsRequest {
    "DBProxyName" db_proxy_name: String as DB_PROXY_NAME,
    "TargetGroupName" target_group_name: Option<String> as DB_PROXY_TARGET_GROUP_NAME,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBProxyTargetsResponse {
    "Targets" targets: Option<Vec<DBProxyTarget>> as TARGET_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBRecommendationsMessage {
    "LastUpdatedAfter" last_updated_after: Option<Timestamp> as ANY,
    "LastUpdatedBefore" last_updated_before: Option<Timestamp> as ANY,
    "Locale" locale: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBSecurityGroupsMessage {
    "DBSecurityGroupName" db_security_group_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBShardGroupsMessage {
    "DBShardGroupIdentifier" db_shard_group_identifier: Option<String> as DB_SHARD_GROUP_IDENTIFIER,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
});

output!(#[derive(Default)] DescribeDBShardGroupsResponse {
    "DBShardGroups" db_shard_groups: Option<Vec<DBShardGroup>> as DB_SHARD_GROUPS_LIST,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeDBSnapshotAttributesMessage {
    "DBSnapshotIdentifier" db_snapshot_identifier: String as ANY,
});

output!(#[derive(Default)] DescribeDBSnapshotAttributesResult {
    "DBSnapshotAttributesResult" db_snapshot_attributes_result: Option<DBSnapshotAttributesResult> as ANY,
});

input!(#[derive(Default)] DescribeDBSnapshotTenantDatabasesMessage {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBSnapshotsMessage {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "SnapshotType" snapshot_type: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "IncludeShared" include_shared: Option<bool> as ANY,
    "IncludePublic" include_public: Option<bool> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeDBSubnetGroupsMessage {
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(DescribeEngineDefaultClusterParametersMessage {
    "DBParameterGroupFamily" db_parameter_group_family: String as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DescribeEngineDefaultClusterParametersResult {
    "EngineDefaults" engine_defaults: Option<EngineDefaults> as ANY,
});

input!(DescribeEngineDefaultParametersMessage {
    "DBParameterGroupFamily" db_parameter_group_family: String as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] DescribeEngineDefaultParametersResult {
    "EngineDefaults" engine_defaults: Option<EngineDefaults> as ANY,
});

input!(#[derive(Default)] DescribeEventCategoriesMessage {
    "SourceType" source_type: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
});

input!(#[derive(Default)] DescribeEventSubscriptionsMessage {
    "SubscriptionName" subscription_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeEventsMessage {
    "SourceIdentifier" source_identifier: Option<String> as ANY,
    "SourceType" source_type: Option<SourceType> as ANY,
    "StartTime" start_time: Option<Timestamp> as ANY,
    "EndTime" end_time: Option<Timestamp> as ANY,
    "Duration" duration: Option<i32> as ANY,
    "EventCategories" event_categories: Option<Vec<String>> as EVENT_CATEGORIES_LIST,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeExportTasksMessage {
    "ExportTaskIdentifier" export_task_identifier: Option<String> as ANY,
    "SourceArn" source_arn: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as MAX_RECORDS,
    "SourceType" source_type: Option<ExportSourceType> as ANY,
});

input!(#[derive(Default)] DescribeGlobalClustersMessage {
    "GlobalClusterIdentifier" global_cluster_identifier: Option<String> as GLOBAL_CLUSTER_IDENTIFIER,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeIntegrationsMessage {
    "IntegrationIdentifier" integration_identifier: Option<String> as INTEGRATION_IDENTIFIER,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as MARKER,
});

output!(#[derive(Default)] DescribeIntegrationsResponse {
    "Marker" marker: Option<String> as MARKER,
    "Integrations" integrations: Option<Vec<Integration>> as INTEGRATION_LIST,
});

input!(DescribeOptionGroupOptionsMessage {
    "EngineName" engine_name: String as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeOptionGroupsMessage {
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as ANY,
    "EngineName" engine_name: Option<String> as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
});

input!(DescribeOrderableDBInstanceOptionsMessage {
    "Engine" engine: String as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "AvailabilityZoneGroup" availability_zone_group: Option<String> as ANY,
    "Vpc" vpc: Option<bool> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribePendingMaintenanceActionsMessage {
    "ResourceIdentifier" resource_identifier: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as ANY,
});

input!(#[derive(Default)] DescribeReservedDBInstancesMessage {
    "ReservedDBInstanceId" reserved_db_instance_id: Option<String> as ANY,
    "ReservedDBInstancesOfferingId" reserved_db_instances_offering_id: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Duration" duration: Option<String> as ANY,
    "ProductDescription" product_description: Option<String> as ANY,
    "OfferingType" offering_type: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "LeaseId" lease_id: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeReservedDBInstancesOfferingsMessage {
    "ReservedDBInstancesOfferingId" reserved_db_instances_offering_id: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Duration" duration: Option<String> as ANY,
    "ProductDescription" product_description: Option<String> as ANY,
    "OfferingType" offering_type: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
});

input!(#[derive(Default)] DescribeSourceRegionsMessage {
    "RegionName" region_name: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as ANY,
    "Marker" marker: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
});

input!(#[derive(Default)] DescribeTenantDatabasesMessage {
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "TenantDBName" tenant_db_name: Option<String> as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
    "Marker" marker: Option<String> as ANY,
    "MaxRecords" max_records: Option<i32> as ANY,
});

input!(DescribeValidDBInstanceModificationsMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
});

output!(#[derive(Default)] DescribeValidDBInstanceModificationsResult {
    "ValidDBInstanceModificationsMessage" valid_db_instance_modifications_message: Option<ValidDBInstanceModificationsMessage> as ANY,
});

input!(DisableHttpEndpointRequest {
    "ResourceArn" resource_arn: String as ANY,
});

output!(#[derive(Default)] DisableHttpEndpointResponse {
    "ResourceArn" resource_arn: Option<String> as ANY,
    "HttpEndpointEnabled" http_endpoint_enabled: Option<bool> as ANY,
});

output!(#[derive(Default)] DocLink {
    "Text" text: Option<String> as ANY,
    "Url" url: Option<String> as ANY,
});

output!(#[derive(Default)] DomainMembership {
    "Domain" domain: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "FQDN" fqdn: Option<String> as ANY,
    "IAMRoleName" iam_role_name: Option<String> as ANY,
    "OU" ou: Option<String> as ANY,
    "AuthSecretArn" auth_secret_arn: Option<String> as ANY,
    "DnsIps" dns_ips: Option<Vec<String>> as STRING_LIST,
});

output!(#[derive(Default)] DoubleRange {
    "From" from: Option<f64> as ANY,
    "To" to: Option<f64> as ANY,
});

output!(#[derive(Default)] DownloadDBLogFilePortionDetails {
    "LogFileData" log_file_data: Option<Secret> as ANY,
    "Marker" marker: Option<String> as ANY,
    "AdditionalDataPending" additional_data_pending: Option<bool> as ANY,
});

input!(DownloadDBLogFilePortionMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "LogFileName" log_file_name: String as ANY,
    "Marker" marker: Option<String> as ANY,
    "NumberOfLines" number_of_lines: Option<i32> as ANY,
});

output!(#[derive(Default)] EC2SecurityGroup {
    "Status" status: Option<String> as ANY,
    "EC2SecurityGroupName" ec2_security_group_name: Option<String> as ANY,
    "EC2SecurityGroupId" ec2_security_group_id: Option<String> as ANY,
    "EC2SecurityGroupOwnerId" ec2_security_group_owner_id: Option<String> as ANY,
});

input!(EnableHttpEndpointRequest {
    "ResourceArn" resource_arn: String as ANY,
});

output!(#[derive(Default)] EnableHttpEndpointResponse {
    "ResourceArn" resource_arn: Option<String> as ANY,
    "HttpEndpointEnabled" http_endpoint_enabled: Option<bool> as ANY,
});

output!(#[derive(Default)] Endpoint {
    "Address" address: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "HostedZoneId" hosted_zone_id: Option<String> as ANY,
});

output!(#[derive(Default)] EngineDefaults {
    "DBParameterGroupFamily" db_parameter_group_family: Option<String> as ANY,
    "Marker" marker: Option<String> as ANY,
    "Parameters" parameters: Option<Vec<Parameter>> as PARAMETERS_LIST,
});

output!(#[derive(Default)] Event {
    "SourceIdentifier" source_identifier: Option<String> as ANY,
    "SourceType" source_type: Option<SourceType> as ANY,
    "Message" message: Option<String> as ANY,
    "EventCategories" event_categories: Option<Vec<String>> as EVENT_CATEGORIES_LIST,
    "Date" date: Option<Timestamp> as ANY,
    "SourceArn" source_arn: Option<String> as ANY,
});

output!(#[derive(Default)] EventCategoriesMap {
    "SourceType" source_type: Option<String> as ANY,
    "EventCategories" event_categories: Option<Vec<String>> as EVENT_CATEGORIES_LIST,
});

output!(#[derive(Default)] EventCategoriesMessage {
    "EventCategoriesMapList" event_categories_map_list: Option<Vec<EventCategoriesMap>> as EVENT_CATEGORIES_MAP_LIST,
});

output!(#[derive(Default)] EventSubscription {
    "CustomerAwsId" customer_aws_id: Option<String> as ANY,
    "CustSubscriptionId" cust_subscription_id: Option<String> as ANY,
    "SnsTopicArn" sns_topic_arn: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "SubscriptionCreationTime" subscription_creation_time: Option<String> as ANY,
    "SourceType" source_type: Option<String> as ANY,
    "SourceIdsList" source_ids_list: Option<Vec<String>> as SOURCE_IDS_LIST,
    "EventCategoriesList" event_categories_list: Option<Vec<String>> as EVENT_CATEGORIES_LIST,
    "Enabled" enabled: Option<bool> as ANY,
    "EventSubscriptionArn" event_subscription_arn: Option<String> as ANY,
});

output!(#[derive(Default)] EventSubscriptionsMessage {
    "Marker" marker: Option<String> as ANY,
    "EventSubscriptionsList" event_subscriptions_list: Option<Vec<EventSubscription>> as EVENT_SUBSCRIPTIONS_LIST,
});

output!(#[derive(Default)] EventsMessage {
    "Marker" marker: Option<String> as ANY,
    "Events" events: Option<Vec<Event>> as EVENT_LIST,
});

output!(#[derive(Default)] ExportTask {
    "ExportTaskIdentifier" export_task_identifier: Option<String> as ANY,
    "SourceArn" source_arn: Option<String> as ANY,
    "ExportOnly" export_only: Option<Vec<String>> as STRING_LIST,
    "SnapshotTime" snapshot_time: Option<Timestamp> as ANY,
    "TaskStartTime" task_start_time: Option<Timestamp> as ANY,
    "TaskEndTime" task_end_time: Option<Timestamp> as ANY,
    "S3Bucket" s3_bucket: Option<String> as ANY,
    "S3Prefix" s3_prefix: Option<String> as ANY,
    "IamRoleArn" iam_role_arn: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "PercentProgress" percent_progress: Option<i32> as ANY,
    "TotalExtractedDataInGB" total_extracted_data_in_gb: Option<i32> as ANY,
    "FailureCause" failure_cause: Option<String> as ANY,
    "WarningMessage" warning_message: Option<String> as ANY,
    "SourceType" source_type: Option<ExportSourceType> as ANY,
});

output!(#[derive(Default)] ExportTasksMessage {
    "Marker" marker: Option<String> as ANY,
    "ExportTasks" export_tasks: Option<Vec<ExportTask>> as EXPORT_TASKS_LIST,
});

input!(FailoverDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "TargetDBInstanceIdentifier" target_db_instance_identifier: Option<String> as ANY,
});

output!(#[derive(Default)] FailoverDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

output!(#[derive(Default)] FailoverState {
    "Status" status: Option<FailoverStatus> as ANY,
    "FromDbClusterArn" from_db_cluster_arn: Option<String> as ANY,
    "ToDbClusterArn" to_db_cluster_arn: Option<String> as ANY,
    "IsDataLossAllowed" is_data_loss_allowed: Option<bool> as ANY,
});

input!(Filter {
    "Name" name: String as ANY,
    "Values" values: Vec<String> as FILTER_VALUE_LIST,
});

output!(#[derive(Default)] GlobalCluster {
    "GlobalClusterIdentifier" global_cluster_identifier: Option<String> as GLOBAL_CLUSTER_IDENTIFIER,
    "GlobalClusterResourceId" global_cluster_resource_id: Option<String> as ANY,
    "GlobalClusterArn" global_cluster_arn: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "DatabaseName" database_name: Option<String> as ANY,
    "StorageEncrypted" storage_encrypted: Option<bool> as ANY,
    "StorageEncryptionType" storage_encryption_type: Option<StorageEncryptionType> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "GlobalClusterMembers" global_cluster_members: Option<Vec<GlobalClusterMember>> as GLOBAL_CLUSTER_MEMBER_LIST,
    "Endpoint" endpoint: Option<String> as ANY,
    "FailoverState" failover_state: Option<FailoverState> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] GlobalClusterMember {
    "DBClusterArn" db_cluster_arn: Option<String> as ANY,
    "Readers" readers: Option<Vec<String>> as READERS_ARN_LIST,
    "IsWriter" is_writer: Option<bool> as ANY,
    "GlobalWriteForwardingStatus" global_write_forwarding_status: Option<WriteForwardingStatus> as ANY,
    "SynchronizationStatus" synchronization_status: Option<GlobalClusterMemberSynchronizationStatus> as ANY,
});

output!(#[derive(Default)] GlobalClustersMessage {
    "Marker" marker: Option<String> as ANY,
    "GlobalClusters" global_clusters: Option<Vec<GlobalCluster>> as GLOBAL_CLUSTER_LIST,
});

output!(#[derive(Default)] IPRange {
    "Status" status: Option<String> as ANY,
    "CIDRIP" cidrip: Option<String> as ANY,
});

output!(#[derive(Default)] Integration {
    "SourceArn" source_arn: Option<String> as SOURCE_ARN,
    "TargetArn" target_arn: Option<String> as ARN,
    "IntegrationName" integration_name: Option<String> as INTEGRATION_NAME,
    "IntegrationArn" integration_arn: Option<String> as INTEGRATION_ARN,
    "KMSKeyId" kms_key_id: Option<String> as ANY,
    "AdditionalEncryptionContext" additional_encryption_context: Option<BTreeMap<String, String>> as ENCRYPTION_CONTEXT_MAP,
    "Status" status: Option<IntegrationStatus> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "DataFilter" data_filter: Option<String> as DATA_FILTER,
    "Description" description: Option<String> as INTEGRATION_DESCRIPTION,
    "CreateTime" create_time: Option<Timestamp> as ANY,
    "Errors" errors: Option<Vec<IntegrationError>> as INTEGRATION_ERROR_LIST,
});

output!(IntegrationError {
    "ErrorCode" error_code: String as ANY,
    "ErrorMessage" error_message: Option<String> as ANY,
});

output!(#[derive(Default)] IssueDetails {
    "PerformanceIssueDetails" performance_issue_details: Option<PerformanceIssueDetails> as ANY,
});

output!(#[derive(Default)] LimitlessDatabase {
    "Status" status: Option<LimitlessDatabaseStatus> as ANY,
    "MinRequiredACU" min_required_acu: Option<f64> as ANY,
});

input!(ListTagsForResourceMessage {
    "ResourceName" resource_name: String as ANY,
    "Filters" filters: Option<Vec<Filter>> as FILTER_LIST,
});

output!(#[derive(Default)] MasterUserSecret {
    "SecretArn" secret_arn: Option<String> as ANY,
    "SecretStatus" secret_status: Option<String> as ANY,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
});

output!(#[derive(Default)] Metric {
    "Name" name: Option<String> as ANY,
    "References" references: Option<Vec<MetricReference>> as METRIC_REFERENCE_LIST,
    "StatisticsDetails" statistics_details: Option<String> as ANY,
    "MetricQuery" metric_query: Option<MetricQuery> as ANY,
});

output!(#[derive(Default)] MetricQuery {
    "PerformanceInsightsMetricQuery" performance_insights_metric_query: Option<PerformanceInsightsMetricQuery> as ANY,
});

output!(#[derive(Default)] MetricReference {
    "Name" name: Option<String> as ANY,
    "ReferenceDetails" reference_details: Option<ReferenceDetails> as ANY,
});

output!(#[derive(Default)] MinimumEngineVersionPerAllowedValue {
    "AllowedValue" allowed_value: Option<String> as ANY,
    "MinimumEngineVersion" minimum_engine_version: Option<String> as ANY,
});

input!(ModifyAdditionalStorageVolume {
    "VolumeName" volume_name: String as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "IOPS" iops: Option<i32> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "SetForDelete" set_for_delete: Option<bool> as ANY,
});

input!(#[derive(Default)] ModifyCertificatesMessage {
    "CertificateIdentifier" certificate_identifier: Option<String> as ANY,
    "RemoveCustomerOverride" remove_customer_override: Option<bool> as ANY,
});

output!(#[derive(Default)] ModifyCertificatesResult {
    "Certificate" certificate: Option<Certificate> as ANY,
});

input!(ModifyDBClusterEndpointMessage {
    "DBClusterEndpointIdentifier" db_cluster_endpoint_identifier: String as ANY,
    "EndpointType" endpoint_type: Option<String> as ANY,
    "StaticMembers" static_members: Option<Vec<String>> as STRING_LIST,
    "ExcludedMembers" excluded_members: Option<Vec<String>> as STRING_LIST,
});

input!(ModifyDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "NewDBClusterIdentifier" new_db_cluster_identifier: Option<String> as ANY,
    "ApplyImmediately" apply_immediately: Option<bool> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "Port" port: Option<i32> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "BacktrackWindow" backtrack_window: Option<i64> as ANY,
    "CloudwatchLogsExportConfiguration" cloudwatch_logs_export_configuration: Option<CloudwatchLogsExportConfiguration> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "AllowMajorVersionUpgrade" allow_major_version_upgrade: Option<bool> as ANY,
    "DBInstanceParameterGroupName" db_instance_parameter_group_name: Option<String> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "ScalingConfiguration" scaling_configuration: Option<ScalingConfiguration> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "EnableHttpEndpoint" enable_http_endpoint: Option<bool> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "EnableGlobalWriteForwarding" enable_global_write_forwarding: Option<bool> as ANY,
    "DBClusterInstanceClass" db_cluster_instance_class: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "ServerlessV2ScalingConfiguration" serverless_v2_scaling_configuration: Option<ServerlessV2ScalingConfiguration> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "RotateMasterUserPassword" rotate_master_user_password: Option<bool> as ANY,
    "EnableLocalWriteForwarding" enable_local_write_forwarding: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
    "EngineMode" engine_mode: Option<String> as ANY,
    "AllowEngineModeChange" allow_engine_mode_change: Option<bool> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as AWS_BACKUP_RECOVERY_POINT_ARN,
    "EnableLimitlessDatabase" enable_limitless_database: Option<bool> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "MasterUserAuthenticationType" master_user_authentication_type: Option<MasterUserAuthenticationType> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
});

input!(ModifyDBClusterParameterGroupMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: String as ANY,
    "Parameters" parameters: Vec<Parameter> as PARAMETERS_LIST,
});

output!(#[derive(Default)] ModifyDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(ModifyDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "DBSecurityGroups" db_security_groups: Option<Vec<String>> as DB_SECURITY_GROUP_NAME_LIST,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "ApplyImmediately" apply_immediately: Option<bool> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "PreferredMaintenanceWindow" preferred_maintenance_window: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "AllowMajorVersionUpgrade" allow_major_version_upgrade: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "NewDBInstanceIdentifier" new_db_instance_identifier: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "TdeCredentialPassword" tde_credential_password: Option<Secret> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainFqdn" domain_fqdn: Option<String> as ANY,
    "DomainOu" domain_ou: Option<String> as ANY,
    "DomainAuthSecretArn" domain_auth_secret_arn: Option<String> as ANY,
    "DomainDnsIps" domain_dns_ips: Option<Vec<String>> as STRING_LIST,
    "DisableDomain" disable_domain: Option<bool> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "DBPortNumber" db_port_number: Option<i32> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "PromotionTier" promotion_tier: Option<i32> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "DatabaseInsightsMode" database_insights_mode: Option<DatabaseInsightsMode> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "CloudwatchLogsExportConfiguration" cloudwatch_logs_export_configuration: Option<CloudwatchLogsExportConfiguration> as ANY,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "UseDefaultProcessorFeatures" use_default_processor_features: Option<bool> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "CertificateRotationRestart" certificate_rotation_restart: Option<bool> as ANY,
    "ReplicaMode" replica_mode: Option<ReplicaMode> as ANY,
    "AutomationMode" automation_mode: Option<AutomationMode> as ANY,
    "ResumeFullAutomationModeMinutes" resume_full_automation_mode_minutes: Option<i32> as ANY,
    "EnableCustomerOwnedIp" enable_customer_owned_ip: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "AwsBackupRecoveryPointArn" aws_backup_recovery_point_arn: Option<String> as AWS_BACKUP_RECOVERY_POINT_ARN,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "RotateMasterUserPassword" rotate_master_user_password: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "Engine" engine: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<ModifyAdditionalStorageVolume>> as MODIFY_ADDITIONAL_STORAGE_VOLUMES_LIST,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "MasterUserAuthenticationType" master_user_authentication_type: Option<MasterUserAuthenticationType> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
});

output!(#[derive(Default)] ModifyDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

input!(ModifyDBParameterGroupMessage {
    "DBParameterGroupName" db_parameter_group_name: String as ANY,
    "Parameters" parameters: Vec<Parameter> as PARAMETERS_LIST,
});

input!(ModifyDBSubnetGroupMessage {
    "DBSubnetGroupName" db_subnet_group_name: String as ANY,
    "DBSubnetGroupDescription" db_subnet_group_description: Option<String> as ANY,
    "SubnetIds" subnet_ids: Vec<String> as SUBNET_IDENTIFIER_LIST,
});

output!(#[derive(Default)] ModifyDBSubnetGroupResult {
    "DBSubnetGroup" db_subnet_group: Option<DBSubnetGroup> as ANY,
});

input!(ModifyOptionGroupMessage {
    "OptionGroupName" option_group_name: String as ANY,
    "OptionsToInclude" options_to_include: Option<Vec<OptionConfiguration>> as OPTION_CONFIGURATION_LIST,
    "OptionsToRemove" options_to_remove: Option<Vec<String>> as OPTION_NAMES_LIST,
    "ApplyImmediately" apply_immediately: Option<bool> as ANY,
});

output!(#[derive(Default)] ModifyOptionGroupResult {
    "OptionGroup" option_group: Option<OptionGroup> as ANY,
});

output!(#[derive(Default)] OptionShape {
    "OptionName" option_name: Option<String> as ANY,
    "OptionDescription" option_description: Option<String> as ANY,
    "Persistent" persistent: Option<bool> as ANY,
    "Permanent" permanent: Option<bool> as ANY,
    "Port" port: Option<i32> as ANY,
    "OptionVersion" option_version: Option<String> as ANY,
    "OptionSettings" option_settings: Option<Vec<OptionSetting>> as OPTION_SETTING_CONFIGURATION_LIST,
    "DBSecurityGroupMemberships" db_security_group_memberships: Option<Vec<DBSecurityGroupMembership>> as DB_SECURITY_GROUP_MEMBERSHIP_LIST,
    "VpcSecurityGroupMemberships" vpc_security_group_memberships: Option<Vec<VpcSecurityGroupMembership>> as VPC_SECURITY_GROUP_MEMBERSHIP_LIST,
});

input!(OptionConfiguration {
    "OptionName" option_name: String as ANY,
    "Port" port: Option<i32> as ANY,
    "OptionVersion" option_version: Option<String> as ANY,
    "DBSecurityGroupMemberships" db_security_group_memberships: Option<Vec<String>> as DB_SECURITY_GROUP_NAME_LIST,
    "VpcSecurityGroupMemberships" vpc_security_group_memberships: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "OptionSettings" option_settings: Option<Vec<OptionSetting>> as OPTION_SETTINGS_LIST,
});

output!(#[derive(Default)] OptionGroup {
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "OptionGroupDescription" option_group_description: Option<String> as ANY,
    "EngineName" engine_name: Option<String> as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
    "Options" options: Option<Vec<OptionShape>> as OPTIONS_LIST,
    "AllowsVpcAndNonVpcInstanceMemberships" allows_vpc_and_non_vpc_instance_memberships: Option<bool> as ANY,
    "VpcId" vpc_id: Option<String> as ANY,
    "OptionGroupArn" option_group_arn: Option<String> as ANY,
    "SourceOptionGroup" source_option_group: Option<String> as ANY,
    "SourceAccountId" source_account_id: Option<String> as ANY,
    "CopyTimestamp" copy_timestamp: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] OptionGroupMembership {
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

output!(#[derive(Default)] OptionGroupOption {
    "Name" name: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "EngineName" engine_name: Option<String> as ANY,
    "MajorEngineVersion" major_engine_version: Option<String> as ANY,
    "MinimumRequiredMinorEngineVersion" minimum_required_minor_engine_version: Option<String> as ANY,
    "PortRequired" port_required: Option<bool> as ANY,
    "DefaultPort" default_port: Option<i32> as ANY,
    "OptionsDependedOn" options_depended_on: Option<Vec<String>> as OPTIONS_DEPENDED_ON,
    "OptionsConflictsWith" options_conflicts_with: Option<Vec<String>> as OPTIONS_CONFLICTS_WITH,
    "Persistent" persistent: Option<bool> as ANY,
    "Permanent" permanent: Option<bool> as ANY,
    "RequiresAutoMinorEngineVersionUpgrade" requires_auto_minor_engine_version_upgrade: Option<bool> as ANY,
    "VpcOnly" vpc_only: Option<bool> as ANY,
    "SupportsOptionVersionDowngrade" supports_option_version_downgrade: Option<bool> as ANY,
    "OptionGroupOptionSettings" option_group_option_settings: Option<Vec<OptionGroupOptionSetting>> as OPTION_GROUP_OPTION_SETTINGS_LIST,
    "OptionGroupOptionVersions" option_group_option_versions: Option<Vec<OptionVersion>> as OPTION_GROUP_OPTION_VERSIONS_LIST,
    "CopyableCrossAccount" copyable_cross_account: Option<bool> as ANY,
});

output!(#[derive(Default)] OptionGroupOptionSetting {
    "SettingName" setting_name: Option<String> as ANY,
    "SettingDescription" setting_description: Option<String> as ANY,
    "DefaultValue" default_value: Option<String> as ANY,
    "ApplyType" apply_type: Option<String> as ANY,
    "AllowedValues" allowed_values: Option<String> as ANY,
    "IsModifiable" is_modifiable: Option<bool> as ANY,
    "IsRequired" is_required: Option<bool> as ANY,
    "MinimumEngineVersionPerAllowedValue" minimum_engine_version_per_allowed_value: Option<Vec<MinimumEngineVersionPerAllowedValue>> as MINIMUM_ENGINE_VERSION_PER_ALLOWED_VALUE_LIST,
});

output!(#[derive(Default)] OptionGroupOptionsMessage {
    "OptionGroupOptions" option_group_options: Option<Vec<OptionGroupOption>> as OPTION_GROUP_OPTIONS_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] OptionGroups {
    "OptionGroupsList" option_groups_list: Option<Vec<OptionGroup>> as OPTION_GROUPS_LIST,
    "Marker" marker: Option<String> as ANY,
});

both!(#[derive(Default)] OptionSetting {
    "Name" name: Option<String> as ANY,
    "Value" value: Option<Secret> as ANY,
    "DefaultValue" default_value: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "ApplyType" apply_type: Option<String> as ANY,
    "DataType" data_type: Option<String> as ANY,
    "AllowedValues" allowed_values: Option<String> as ANY,
    "IsModifiable" is_modifiable: Option<bool> as ANY,
    "IsCollection" is_collection: Option<bool> as ANY,
});

output!(#[derive(Default)] OptionVersion {
    "Version" version: Option<String> as ANY,
    "IsDefault" is_default: Option<bool> as ANY,
});

output!(#[derive(Default)] OrderableDBInstanceOption {
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "AvailabilityZoneGroup" availability_zone_group: Option<String> as ANY,
    "AvailabilityZones" availability_zones: Option<Vec<AvailabilityZone>> as AVAILABILITY_ZONE_LIST,
    "MultiAZCapable" multi_az_capable: Option<bool> as ANY,
    "ReadReplicaCapable" read_replica_capable: Option<bool> as ANY,
    "Vpc" vpc: Option<bool> as ANY,
    "SupportsStorageEncryption" supports_storage_encryption: Option<bool> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "SupportsIops" supports_iops: Option<bool> as ANY,
    "SupportsStorageThroughput" supports_storage_throughput: Option<bool> as ANY,
    "SupportsEnhancedMonitoring" supports_enhanced_monitoring: Option<bool> as ANY,
    "SupportsIAMDatabaseAuthentication" supports_iam_database_authentication: Option<bool> as ANY,
    "SupportsPerformanceInsights" supports_performance_insights: Option<bool> as ANY,
    "MinStorageSize" min_storage_size: Option<i32> as ANY,
    "MaxStorageSize" max_storage_size: Option<i32> as ANY,
    "MinIopsPerDbInstance" min_iops_per_db_instance: Option<i32> as ANY,
    "MaxIopsPerDbInstance" max_iops_per_db_instance: Option<i32> as ANY,
    "MinIopsPerGib" min_iops_per_gib: Option<f64> as ANY,
    "MaxIopsPerGib" max_iops_per_gib: Option<f64> as ANY,
    "MinStorageThroughputPerDbInstance" min_storage_throughput_per_db_instance: Option<i32> as ANY,
    "MaxStorageThroughputPerDbInstance" max_storage_throughput_per_db_instance: Option<i32> as ANY,
    "MinStorageThroughputPerIops" min_storage_throughput_per_iops: Option<f64> as ANY,
    "MaxStorageThroughputPerIops" max_storage_throughput_per_iops: Option<f64> as ANY,
    "AvailableProcessorFeatures" available_processor_features: Option<Vec<AvailableProcessorFeature>> as AVAILABLE_PROCESSOR_FEATURE_LIST,
    "SupportedEngineModes" supported_engine_modes: Option<Vec<String>> as ENGINE_MODE_LIST,
    "SupportsStorageAutoscaling" supports_storage_autoscaling: Option<bool> as ANY,
    "SupportsKerberosAuthentication" supports_kerberos_authentication: Option<bool> as ANY,
    "OutpostCapable" outpost_capable: Option<bool> as ANY,
    "SupportedActivityStreamModes" supported_activity_stream_modes: Option<Vec<String>> as ACTIVITY_STREAM_MODE_LIST,
    "SupportsGlobalDatabases" supports_global_databases: Option<bool> as ANY,
    "SupportedNetworkTypes" supported_network_types: Option<Vec<String>> as STRING_LIST,
    "SupportsClusters" supports_clusters: Option<bool> as ANY,
    "SupportsDedicatedLogVolume" supports_dedicated_log_volume: Option<bool> as ANY,
    "SupportsAdditionalStorageVolumes" supports_additional_storage_volumes: Option<bool> as ANY,
    "SupportsHttpEndpoint" supports_http_endpoint: Option<bool> as ANY,
    "AvailableAdditionalStorageVolumesOptions" available_additional_storage_volumes_options: Option<Vec<AvailableAdditionalStorageVolumesOption>> as AVAILABLE_ADDITIONAL_STORAGE_VOLUMES_OPTION_LIST,
});

output!(#[derive(Default)] OrderableDBInstanceOptionsMessage {
    "OrderableDBInstanceOptions" orderable_db_instance_options: Option<Vec<OrderableDBInstanceOption>> as ORDERABLE_DB_INSTANCE_OPTIONS_LIST,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] Outpost {
    "Arn" arn: Option<String> as ANY,
});

both!(#[derive(Default)] Parameter {
    "ParameterName" parameter_name: Option<String> as ANY,
    "ParameterValue" parameter_value: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "Source" source: Option<String> as ANY,
    "ApplyType" apply_type: Option<String> as ANY,
    "DataType" data_type: Option<String> as ANY,
    "AllowedValues" allowed_values: Option<String> as ANY,
    "IsModifiable" is_modifiable: Option<bool> as ANY,
    "MinimumEngineVersion" minimum_engine_version: Option<String> as ANY,
    "ApplyMethod" apply_method: Option<ApplyMethod> as ANY,
    "SupportedEngineModes" supported_engine_modes: Option<Vec<String>> as ENGINE_MODE_LIST,
});

output!(#[derive(Default)] PendingCloudwatchLogsExports {
    "LogTypesToEnable" log_types_to_enable: Option<Vec<String>> as LOG_TYPE_LIST,
    "LogTypesToDisable" log_types_to_disable: Option<Vec<String>> as LOG_TYPE_LIST,
});

output!(#[derive(Default)] PendingMaintenanceAction {
    "Action" action: Option<String> as ANY,
    "AutoAppliedAfterDate" auto_applied_after_date: Option<Timestamp> as ANY,
    "ForcedApplyDate" forced_apply_date: Option<Timestamp> as ANY,
    "OptInStatus" opt_in_status: Option<String> as ANY,
    "CurrentApplyDate" current_apply_date: Option<Timestamp> as ANY,
    "Description" description: Option<String> as ANY,
});

output!(#[derive(Default)] PendingMaintenanceActionsMessage {
    "PendingMaintenanceActions" pending_maintenance_actions: Option<Vec<ResourcePendingMaintenanceActions>> as PENDING_MAINTENANCE_ACTIONS,
    "Marker" marker: Option<String> as ANY,
});

output!(#[derive(Default)] PendingModifiedValues {
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "Port" port: Option<i32> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "PendingCloudwatchLogsExports" pending_cloudwatch_logs_exports: Option<PendingCloudwatchLogsExports> as ANY,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "AutomationMode" automation_mode: Option<AutomationMode> as ANY,
    "ResumeFullAutomationModeTime" resume_full_automation_mode_time: Option<Timestamp> as ANY,
    "MultiTenant" multi_tenant: Option<bool> as ANY,
    "IAMDatabaseAuthenticationEnabled" iam_database_authentication_enabled: Option<bool> as ANY,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "Engine" engine: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
});

output!(#[derive(Default)] PerformanceInsightsMetricDimensionGroup {
    "Dimensions" dimensions: Option<Vec<String>> as STRING_LIST,
    "Group" group: Option<String> as ANY,
    "Limit" limit: Option<i32> as ANY,
});

output!(#[derive(Default)] PerformanceInsightsMetricQuery {
    "GroupBy" group_by: Option<PerformanceInsightsMetricDimensionGroup> as ANY,
    "Metric" metric: Option<String> as ANY,
});

output!(#[derive(Default)] PerformanceIssueDetails {
    "StartTime" start_time: Option<Timestamp> as ANY,
    "EndTime" end_time: Option<Timestamp> as ANY,
    "Metrics" metrics: Option<Vec<Metric>> as METRIC_LIST,
    "Analysis" analysis: Option<String> as ANY,
});

both!(#[derive(Default)] ProcessorFeature {
    "Name" name: Option<String> as ANY,
    "Value" value: Option<String> as ANY,
});

input!(PromoteReadReplicaDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
});

output!(#[derive(Default)] PromoteReadReplicaDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(PromoteReadReplicaMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
});

output!(#[derive(Default)] PromoteReadReplicaResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

output!(#[derive(Default)] Range {
    "From" from: Option<i32> as ANY,
    "To" to: Option<i32> as ANY,
    "Step" step: Option<i32> as ANY,
});

both!(#[derive(Default)] RdsCustomClusterConfiguration {
    "InterconnectSubnetId" interconnect_subnet_id: Option<String> as ANY,
    "TransitGatewayMulticastDomainId" transit_gateway_multicast_domain_id: Option<String> as ANY,
    "ReplicaMode" replica_mode: Option<ReplicaMode> as ANY,
});

input!(RebootDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
});

output!(#[derive(Default)] RebootDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(RebootDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "ForceFailover" force_failover: Option<bool> as ANY,
});

output!(#[derive(Default)] RebootDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

output!(#[derive(Default)] RecommendedAction {
    "ActionId" action_id: Option<String> as ANY,
    "Title" title: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "Operation" operation: Option<String> as ANY,
    "Parameters" parameters: Option<Vec<RecommendedActionParameter>> as RECOMMENDED_ACTION_PARAMETER_LIST,
    "ApplyModes" apply_modes: Option<Vec<String>> as STRING_LIST,
    "Status" status: Option<String> as ANY,
    "IssueDetails" issue_details: Option<IssueDetails> as ANY,
    "ContextAttributes" context_attributes: Option<Vec<ContextAttribute>> as CONTEXT_ATTRIBUTE_LIST,
});

output!(#[derive(Default)] RecommendedActionParameter {
    "Key" key: Option<String> as ANY,
    "Value" value: Option<String> as ANY,
});

output!(#[derive(Default)] RecurringCharge {
    "RecurringChargeAmount" recurring_charge_amount: Option<f64> as ANY,
    "RecurringChargeFrequency" recurring_charge_frequency: Option<String> as ANY,
});

output!(#[derive(Default)] ReferenceDetails {
    "ScalarReferenceDetails" scalar_reference_details: Option<ScalarReferenceDetails> as ANY,
});

input!(RemoveRoleFromDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "RoleArn" role_arn: String as ANY,
    "FeatureName" feature_name: Option<String> as ANY,
});

input!(RemoveRoleFromDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "RoleArn" role_arn: String as ANY,
    "FeatureName" feature_name: String as ANY,
});

input!(RemoveTagsFromResourceMessage {
    "ResourceName" resource_name: String as ANY,
    "TagKeys" tag_keys: Vec<String> as KEY_LIST,
});

output!(#[derive(Default)] ReservedDBInstance {
    "ReservedDBInstanceId" reserved_db_instance_id: Option<String> as ANY,
    "ReservedDBInstancesOfferingId" reserved_db_instances_offering_id: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "StartTime" start_time: Option<Timestamp> as ANY,
    "Duration" duration: Option<i32> as ANY,
    "FixedPrice" fixed_price: Option<f64> as ANY,
    "UsagePrice" usage_price: Option<f64> as ANY,
    "CurrencyCode" currency_code: Option<String> as ANY,
    "DBInstanceCount" db_instance_count: Option<i32> as ANY,
    "ProductDescription" product_description: Option<String> as ANY,
    "OfferingType" offering_type: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "State" state: Option<String> as ANY,
    "RecurringCharges" recurring_charges: Option<Vec<RecurringCharge>> as RECURRING_CHARGE_LIST,
    "ReservedDBInstanceArn" reserved_db_instance_arn: Option<String> as ANY,
    "LeaseId" lease_id: Option<String> as ANY,
});

output!(#[derive(Default)] ReservedDBInstanceMessage {
    "Marker" marker: Option<String> as ANY,
    "ReservedDBInstances" reserved_db_instances: Option<Vec<ReservedDBInstance>> as RESERVED_DB_INSTANCE_LIST,
});

output!(#[derive(Default)] ReservedDBInstancesOffering {
    "ReservedDBInstancesOfferingId" reserved_db_instances_offering_id: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Duration" duration: Option<i32> as ANY,
    "FixedPrice" fixed_price: Option<f64> as ANY,
    "UsagePrice" usage_price: Option<f64> as ANY,
    "CurrencyCode" currency_code: Option<String> as ANY,
    "ProductDescription" product_description: Option<String> as ANY,
    "OfferingType" offering_type: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "RecurringCharges" recurring_charges: Option<Vec<RecurringCharge>> as RECURRING_CHARGE_LIST,
});

output!(#[derive(Default)] ReservedDBInstancesOfferingMessage {
    "Marker" marker: Option<String> as ANY,
    "ReservedDBInstancesOfferings" reserved_db_instances_offerings: Option<Vec<ReservedDBInstancesOffering>> as RESERVED_DB_INSTANCES_OFFERING_LIST,
});

input!(ResetDBClusterParameterGroupMessage {
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: String as ANY,
    "ResetAllParameters" reset_all_parameters: Option<bool> as ANY,
    "Parameters" parameters: Option<Vec<Parameter>> as PARAMETERS_LIST,
});

input!(ResetDBParameterGroupMessage {
    "DBParameterGroupName" db_parameter_group_name: String as ANY,
    "ResetAllParameters" reset_all_parameters: Option<bool> as ANY,
    "Parameters" parameters: Option<Vec<Parameter>> as PARAMETERS_LIST,
});

output!(#[derive(Default)] ResourcePendingMaintenanceActions {
    "ResourceIdentifier" resource_identifier: Option<String> as ANY,
    "PendingMaintenanceActionDetails" pending_maintenance_action_details: Option<Vec<PendingMaintenanceAction>> as PENDING_MAINTENANCE_ACTION_DETAILS,
});

input!(RestoreDBClusterFromSnapshotMessage {
    "AvailabilityZones" availability_zones: Option<Vec<String>> as AVAILABILITY_ZONES,
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "SnapshotIdentifier" snapshot_identifier: String as ANY,
    "Engine" engine: String as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "DatabaseName" database_name: Option<String> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "BacktrackWindow" backtrack_window: Option<i64> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "EngineMode" engine_mode: Option<String> as ANY,
    "ScalingConfiguration" scaling_configuration: Option<ScalingConfiguration> as ANY,
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "DBClusterInstanceClass" db_cluster_instance_class: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "ServerlessV2ScalingConfiguration" serverless_v2_scaling_configuration: Option<ServerlessV2ScalingConfiguration> as ANY,
    "RdsCustomClusterConfiguration" rds_custom_cluster_configuration: Option<RdsCustomClusterConfiguration> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "EnableVPCNetworking" enable_vpc_networking: Option<bool> as ANY,
    "EnableInternetAccessGateway" enable_internet_access_gateway: Option<bool> as ANY,
    "AssociatedRoles" associated_roles: Option<Vec<DBClusterAssociatedRole>> as DB_CLUSTER_ASSOCIATED_ROLES,
});

output!(#[derive(Default)] RestoreDBClusterFromSnapshotResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(RestoreDBClusterToPointInTimeMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
    "RestoreType" restore_type: Option<String> as ANY,
    "SourceDBClusterIdentifier" source_db_cluster_identifier: Option<String> as ANY,
    "RestoreToTime" restore_to_time: Option<Timestamp> as ANY,
    "UseLatestRestorableTime" use_latest_restorable_time: Option<bool> as ANY,
    "Port" port: Option<i32> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "BacktrackWindow" backtrack_window: Option<i64> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "DBClusterParameterGroupName" db_cluster_parameter_group_name: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "DBClusterInstanceClass" db_cluster_instance_class: Option<String> as ANY,
    "StorageType" storage_type: Option<String> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "SourceDbClusterResourceId" source_db_cluster_resource_id: Option<String> as ANY,
    "ServerlessV2ScalingConfiguration" serverless_v2_scaling_configuration: Option<ServerlessV2ScalingConfiguration> as ANY,
    "ScalingConfiguration" scaling_configuration: Option<ScalingConfiguration> as ANY,
    "EngineMode" engine_mode: Option<String> as ANY,
    "RdsCustomClusterConfiguration" rds_custom_cluster_configuration: Option<RdsCustomClusterConfiguration> as ANY,
    "MonitoringInterval" monitoring_interval: Option<i32> as ANY,
    "MonitoringRoleArn" monitoring_role_arn: Option<String> as ANY,
    "EnablePerformanceInsights" enable_performance_insights: Option<bool> as ANY,
    "PerformanceInsightsKMSKeyId" performance_insights_kms_key_id: Option<String> as ANY,
    "PerformanceInsightsRetentionPeriod" performance_insights_retention_period: Option<i32> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "EnableVPCNetworking" enable_vpc_networking: Option<bool> as ANY,
    "EnableInternetAccessGateway" enable_internet_access_gateway: Option<bool> as ANY,
    "AssociatedRoles" associated_roles: Option<Vec<DBClusterAssociatedRole>> as DB_CLUSTER_ASSOCIATED_ROLES,
});

output!(#[derive(Default)] RestoreDBClusterToPointInTimeResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(RestoreDBInstanceFromDBSnapshotMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "DBName" db_name: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "StorageType" storage_type: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "TdeCredentialPassword" tde_credential_password: Option<Secret> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "Domain" domain: Option<String> as ANY,
    "DomainFqdn" domain_fqdn: Option<String> as ANY,
    "DomainOu" domain_ou: Option<String> as ANY,
    "DomainAuthSecretArn" domain_auth_secret_arn: Option<String> as ANY,
    "DomainDnsIps" domain_dns_ips: Option<Vec<String>> as STRING_LIST,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "UseDefaultProcessorFeatures" use_default_processor_features: Option<bool> as ANY,
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "EnableCustomerOwnedIp" enable_customer_owned_ip: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "BackupTarget" backup_target: Option<String> as ANY,
    "CustomIamInstanceProfile" custom_iam_instance_profile: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "DBClusterSnapshotIdentifier" db_cluster_snapshot_identifier: Option<String> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
});

output!(#[derive(Default)] RestoreDBInstanceFromDBSnapshotResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

input!(RestoreDBInstanceToPointInTimeMessage {
    "SourceDBInstanceIdentifier" source_db_instance_identifier: Option<String> as ANY,
    "TargetDBInstanceIdentifier" target_db_instance_identifier: String as ANY,
    "RestoreTime" restore_time: Option<Timestamp> as ANY,
    "UseLatestRestorableTime" use_latest_restorable_time: Option<bool> as ANY,
    "DBInstanceClass" db_instance_class: Option<String> as ANY,
    "Port" port: Option<i32> as ANY,
    "AvailabilityZone" availability_zone: Option<String> as ANY,
    "DBSubnetGroupName" db_subnet_group_name: Option<String> as ANY,
    "MultiAZ" multi_az: Option<bool> as ANY,
    "PubliclyAccessible" publicly_accessible: Option<bool> as ANY,
    "AutoMinorVersionUpgrade" auto_minor_version_upgrade: Option<bool> as ANY,
    "LicenseModel" license_model: Option<String> as ANY,
    "DBName" db_name: Option<String> as ANY,
    "Engine" engine: Option<String> as ANY,
    "Iops" iops: Option<i32> as ANY,
    "StorageThroughput" storage_throughput: Option<i32> as ANY,
    "OptionGroupName" option_group_name: Option<String> as ANY,
    "CopyTagsToSnapshot" copy_tags_to_snapshot: Option<bool> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
    "StorageType" storage_type: Option<String> as ANY,
    "TdeCredentialArn" tde_credential_arn: Option<String> as ANY,
    "TdeCredentialPassword" tde_credential_password: Option<Secret> as ANY,
    "VpcSecurityGroupIds" vpc_security_group_ids: Option<Vec<String>> as VPC_SECURITY_GROUP_ID_LIST,
    "Domain" domain: Option<String> as ANY,
    "DomainIAMRoleName" domain_iam_role_name: Option<String> as ANY,
    "DomainFqdn" domain_fqdn: Option<String> as ANY,
    "DomainOu" domain_ou: Option<String> as ANY,
    "DomainAuthSecretArn" domain_auth_secret_arn: Option<String> as ANY,
    "DomainDnsIps" domain_dns_ips: Option<Vec<String>> as STRING_LIST,
    "EnableIAMDatabaseAuthentication" enable_iam_database_authentication: Option<bool> as ANY,
    "EnableCloudwatchLogsExports" enable_cloudwatch_logs_exports: Option<Vec<String>> as LOG_TYPE_LIST,
    "ProcessorFeatures" processor_features: Option<Vec<ProcessorFeature>> as PROCESSOR_FEATURE_LIST,
    "UseDefaultProcessorFeatures" use_default_processor_features: Option<bool> as ANY,
    "DBParameterGroupName" db_parameter_group_name: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "SourceDbiResourceId" source_dbi_resource_id: Option<String> as ANY,
    "MaxAllocatedStorage" max_allocated_storage: Option<i32> as ANY,
    "EnableCustomerOwnedIp" enable_customer_owned_ip: Option<bool> as ANY,
    "NetworkType" network_type: Option<String> as ANY,
    "SourceDBInstanceAutomatedBackupsArn" source_db_instance_automated_backups_arn: Option<String> as ANY,
    "BackupTarget" backup_target: Option<String> as ANY,
    "CustomIamInstanceProfile" custom_iam_instance_profile: Option<String> as ANY,
    "AllocatedStorage" allocated_storage: Option<i32> as ANY,
    "BackupRetentionPeriod" backup_retention_period: Option<i32> as ANY,
    "PreferredBackupWindow" preferred_backup_window: Option<String> as ANY,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
    "DedicatedLogVolume" dedicated_log_volume: Option<bool> as ANY,
    "CACertificateIdentifier" ca_certificate_identifier: Option<String> as ANY,
    "EngineLifecycleSupport" engine_lifecycle_support: Option<String> as ANY,
    "AdditionalStorageVolumes" additional_storage_volumes: Option<Vec<AdditionalStorageVolume>> as ADDITIONAL_STORAGE_VOLUMES_LIST,
    "TagSpecifications" tag_specifications: Option<Vec<TagSpecification>> as TAG_SPECIFICATION_LIST,
    "ManageMasterUserPassword" manage_master_user_password: Option<bool> as ANY,
    "MasterUserSecretKmsKeyId" master_user_secret_kms_key_id: Option<String> as ANY,
});

output!(#[derive(Default)] RestoreDBInstanceToPointInTimeResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

output!(#[derive(Default)] RestoreWindow {
    "EarliestTime" earliest_time: Option<Timestamp> as ANY,
    "LatestTime" latest_time: Option<Timestamp> as ANY,
});

output!(#[derive(Default)] ScalarReferenceDetails {
    "Value" value: Option<f64> as ANY,
});

input!(#[derive(Default)] ScalingConfiguration {
    "MinCapacity" min_capacity: Option<i32> as ANY,
    "MaxCapacity" max_capacity: Option<i32> as ANY,
    "AutoPause" auto_pause: Option<bool> as ANY,
    "SecondsUntilAutoPause" seconds_until_auto_pause: Option<i32> as ANY,
    "TimeoutAction" timeout_action: Option<String> as ANY,
    "SecondsBeforeTimeout" seconds_before_timeout: Option<i32> as ANY,
});

output!(#[derive(Default)] ScalingConfigurationInfo {
    "MinCapacity" min_capacity: Option<i32> as ANY,
    "MaxCapacity" max_capacity: Option<i32> as ANY,
    "AutoPause" auto_pause: Option<bool> as ANY,
    "SecondsUntilAutoPause" seconds_until_auto_pause: Option<i32> as ANY,
    "TimeoutAction" timeout_action: Option<String> as ANY,
    "SecondsBeforeTimeout" seconds_before_timeout: Option<i32> as ANY,
});

output!(#[derive(Default)] ServerlessV2FeaturesSupport {
    "MinCapacity" min_capacity: Option<f64> as ANY,
    "MaxCapacity" max_capacity: Option<f64> as ANY,
});

input!(#[derive(Default)] ServerlessV2ScalingConfiguration {
    "MinCapacity" min_capacity: Option<f64> as ANY,
    "MaxCapacity" max_capacity: Option<f64> as ANY,
    "SecondsUntilAutoPause" seconds_until_auto_pause: Option<i32> as ANY,
});

output!(#[derive(Default)] ServerlessV2ScalingConfigurationInfo {
    "MinCapacity" min_capacity: Option<f64> as ANY,
    "MaxCapacity" max_capacity: Option<f64> as ANY,
    "SecondsUntilAutoPause" seconds_until_auto_pause: Option<i32> as ANY,
});

output!(#[derive(Default)] SourceRegion {
    "RegionName" region_name: Option<String> as ANY,
    "Endpoint" endpoint: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "SupportsDBInstanceAutomatedBackupsReplication" supports_db_instance_automated_backups_replication: Option<bool> as ANY,
});

output!(#[derive(Default)] SourceRegionMessage {
    "Marker" marker: Option<String> as ANY,
    "SourceRegions" source_regions: Option<Vec<SourceRegion>> as SOURCE_REGION_LIST,
});

input!(StartActivityStreamRequest {
    "ResourceArn" resource_arn: String as ANY,
    "Mode" mode: ActivityStreamMode as ANY,
    "KmsKeyId" kms_key_id: String as ANY,
    "ApplyImmediately" apply_immediately: Option<bool> as ANY,
    "EngineNativeAuditFieldsIncluded" engine_native_audit_fields_included: Option<bool> as ANY,
});

output!(#[derive(Default)] StartActivityStreamResponse {
    "KmsKeyId" kms_key_id: Option<String> as ANY,
    "KinesisStreamName" kinesis_stream_name: Option<String> as ANY,
    "Status" status: Option<ActivityStreamStatus> as ANY,
    "Mode" mode: Option<ActivityStreamMode> as ANY,
    "EngineNativeAuditFieldsIncluded" engine_native_audit_fields_included: Option<bool> as ANY,
    "ApplyImmediately" apply_immediately: Option<bool> as ANY,
});

input!(StartDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
});

output!(#[derive(Default)] StartDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(StartDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "DBCapacityReservationIdentifier" db_capacity_reservation_identifier: Option<String> as DB_CAPACITY_RESERVATION_IDENTIFIER,
});

output!(#[derive(Default)] StartDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

input!(StartExportTaskMessage {
    "ExportTaskIdentifier" export_task_identifier: String as ANY,
    "SourceArn" source_arn: String as ANY,
    "S3BucketName" s3_bucket_name: String as ANY,
    "IamRoleArn" iam_role_arn: String as ANY,
    "KmsKeyId" kms_key_id: String as ANY,
    "S3Prefix" s3_prefix: Option<String> as ANY,
    "ExportOnly" export_only: Option<Vec<String>> as STRING_LIST,
});

input!(StopDBClusterMessage {
    "DBClusterIdentifier" db_cluster_identifier: String as ANY,
});

output!(#[derive(Default)] StopDBClusterResult {
    "DBCluster" db_cluster: Option<DBCluster> as ANY,
});

input!(StopDBInstanceMessage {
    "DBInstanceIdentifier" db_instance_identifier: String as ANY,
    "DBSnapshotIdentifier" db_snapshot_identifier: Option<String> as ANY,
    "DetachFromDBCapacityReservation" detach_from_db_capacity_reservation: Option<bool> as ANY,
});

output!(#[derive(Default)] StopDBInstanceResult {
    "DBInstance" db_instance: Option<DBInstance> as ANY,
});

output!(#[derive(Default)] Subnet {
    "SubnetIdentifier" subnet_identifier: Option<String> as ANY,
    "SubnetAvailabilityZone" subnet_availability_zone: Option<AvailabilityZone> as ANY,
    "SubnetOutpost" subnet_outpost: Option<Outpost> as ANY,
    "SubnetStatus" subnet_status: Option<String> as ANY,
});

output!(SupportedEngineLifecycle {
    "LifecycleSupportName" lifecycle_support_name: LifecycleSupportName as ANY,
    "LifecycleSupportStartDate" lifecycle_support_start_date: Timestamp as ANY,
    "LifecycleSupportEndDate" lifecycle_support_end_date: Timestamp as ANY,
});

output!(#[derive(Default)] SwitchoverDetail {
    "SourceMember" source_member: Option<String> as DATABASE_ARN,
    "TargetMember" target_member: Option<String> as DATABASE_ARN,
    "Status" status: Option<String> as ANY,
});

both!(#[derive(Default)] Tag {
    "Key" key: Option<String> as ANY,
    "Value" value: Option<String> as ANY,
});

output!(#[derive(Default)] TagListMessage {
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

input!(#[derive(Default)] TagSpecification {
    "ResourceType" resource_type: Option<String> as ANY,
    "Tags" tags: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] TargetHealth {
    "State" state: Option<TargetState> as ANY,
    "Reason" reason: Option<TargetHealthReason> as ANY,
    "Description" description: Option<String> as ANY,
});

output!(#[derive(Default)] TenantDatabase {
    "TenantDatabaseCreateTime" tenant_database_create_time: Option<Timestamp> as ANY,
    "DBInstanceIdentifier" db_instance_identifier: Option<String> as ANY,
    "TenantDBName" tenant_db_name: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
    "MasterUsername" master_username: Option<String> as ANY,
    "DbiResourceId" dbi_resource_id: Option<String> as ANY,
    "TenantDatabaseResourceId" tenant_database_resource_id: Option<String> as ANY,
    "TenantDatabaseARN" tenant_database_arn: Option<String> as ANY,
    "CharacterSetName" character_set_name: Option<String> as ANY,
    "NcharCharacterSetName" nchar_character_set_name: Option<String> as ANY,
    "DeletionProtection" deletion_protection: Option<bool> as ANY,
    "PendingModifiedValues" pending_modified_values: Option<TenantDatabasePendingModifiedValues> as ANY,
    "MasterUserSecret" master_user_secret: Option<MasterUserSecret> as ANY,
    "TagList" tag_list: Option<Vec<Tag>> as TAG_LIST,
});

output!(#[derive(Default)] TenantDatabasePendingModifiedValues {
    "MasterUserPassword" master_user_password: Option<Secret> as ANY,
    "TenantDBName" tenant_db_name: Option<String> as ANY,
});

output!(#[derive(Default)] TenantDatabasesMessage {
    "Marker" marker: Option<String> as ANY,
    "TenantDatabases" tenant_databases: Option<Vec<TenantDatabase>> as TENANT_DATABASES_LIST,
});

output!(#[derive(Default)] Timezone {
    "TimezoneName" timezone_name: Option<String> as ANY,
});

output!(#[derive(Default)] UpgradeTarget {
    "Engine" engine: Option<String> as ANY,
    "EngineVersion" engine_version: Option<String> as ANY,
    "Description" description: Option<String> as ANY,
    "AutoUpgrade" auto_upgrade: Option<bool> as ANY,
    "IsMajorVersionUpgrade" is_major_version_upgrade: Option<bool> as ANY,
    "SupportedEngineModes" supported_engine_modes: Option<Vec<String>> as ENGINE_MODE_LIST,
    "SupportsParallelQuery" supports_parallel_query: Option<bool> as ANY,
    "SupportsGlobalDatabases" supports_global_databases: Option<bool> as ANY,
    "SupportsBabelfish" supports_babelfish: Option<bool> as ANY,
    "SupportsLimitlessDatabase" supports_limitless_database: Option<bool> as ANY,
    "SupportsLocalWriteForwarding" supports_local_write_forwarding: Option<bool> as ANY,
    "SupportsIntegrations" supports_integrations: Option<bool> as ANY,
});

input!(#[derive(Default)] UserAuthConfig {
    "Description" description: Option<String> as DESCRIPTION,
    "UserName" user_name: Option<String> as AUTH_USER_NAME,
    "AuthScheme" auth_scheme: Option<AuthScheme> as ANY,
    "SecretArn" secret_arn: Option<String> as ARN,
    "IAMAuth" iam_auth: Option<IAMAuthMode> as ANY,
    "ClientPasswordAuthType" client_password_auth_type: Option<ClientPasswordAuthType> as ANY,
});

output!(#[derive(Default)] UserAuthConfigInfo {
    "Description" description: Option<String> as ANY,
    "UserName" user_name: Option<String> as ANY,
    "AuthScheme" auth_scheme: Option<AuthScheme> as ANY,
    "SecretArn" secret_arn: Option<String> as ANY,
    "IAMAuth" iam_auth: Option<IAMAuthMode> as ANY,
    "ClientPasswordAuthType" client_password_auth_type: Option<ClientPasswordAuthType> as ANY,
});

output!(#[derive(Default)] ValidAdditionalStorageOptions {
    "SupportsAdditionalStorageVolumes" supports_additional_storage_volumes: Option<bool> as ANY,
    "Volumes" volumes: Option<Vec<ValidVolumeOptions>> as VALID_VOLUME_OPTIONS_LIST,
});

output!(#[derive(Default)] ValidDBInstanceModificationsMessage {
    "Storage" storage: Option<Vec<ValidStorageOptions>> as VALID_STORAGE_OPTIONS_LIST,
    "ValidProcessorFeatures" valid_processor_features: Option<Vec<AvailableProcessorFeature>> as AVAILABLE_PROCESSOR_FEATURE_LIST,
    "SupportsDedicatedLogVolume" supports_dedicated_log_volume: Option<bool> as ANY,
    "AdditionalStorage" additional_storage: Option<ValidAdditionalStorageOptions> as ANY,
});

output!(#[derive(Default)] ValidStorageOptions {
    "StorageType" storage_type: Option<String> as ANY,
    "StorageSize" storage_size: Option<Vec<Range>> as RANGE_LIST,
    "ProvisionedIops" provisioned_iops: Option<Vec<Range>> as RANGE_LIST,
    "IopsToStorageRatio" iops_to_storage_ratio: Option<Vec<DoubleRange>> as DOUBLE_RANGE_LIST,
    "ProvisionedStorageThroughput" provisioned_storage_throughput: Option<Vec<Range>> as RANGE_LIST,
    "StorageThroughputToIopsRatio" storage_throughput_to_iops_ratio: Option<Vec<DoubleRange>> as DOUBLE_RANGE_LIST,
    "SupportsStorageAutoscaling" supports_storage_autoscaling: Option<bool> as ANY,
});

output!(#[derive(Default)] ValidVolumeOptions {
    "VolumeName" volume_name: Option<String> as ANY,
    "Storage" storage: Option<Vec<ValidStorageOptions>> as VALID_STORAGE_OPTIONS_LIST,
});

output!(#[derive(Default)] VpcSecurityGroupMembership {
    "VpcSecurityGroupId" vpc_security_group_id: Option<String> as ANY,
    "Status" status: Option<String> as ANY,
});

enumeration!(ActivityStreamMode {
    Sync = "sync",
    Async = "async",
});

enumeration!(ActivityStreamPolicyStatus {
    Locked = "locked",
    Unlocked = "unlocked",
    LockingPolicy = "locking-policy",
    UnlockingPolicy = "unlocking-policy",
});

enumeration!(ActivityStreamStatus {
    Stopped = "stopped",
    Starting = "starting",
    Started = "started",
    Stopping = "stopping",
});

enumeration!(ApplyMethod {
    Immediate = "immediate",
    PendingReboot = "pending-reboot",
});

enumeration!(AuthScheme {
    Secrets = "SECRETS",
});

enumeration!(AutomationMode {
    Full = "full",
    AllPaused = "all-paused",
});

enumeration!(ClientPasswordAuthType {
    MysqlNativePassword = "MYSQL_NATIVE_PASSWORD",
    MysqlCachingSha2Password = "MYSQL_CACHING_SHA2_PASSWORD",
    PostgresScramSha256 = "POSTGRES_SCRAM_SHA_256",
    PostgresMd5 = "POSTGRES_MD5",
    SqlServerAuthentication = "SQL_SERVER_AUTHENTICATION",
});

enumeration!(ClusterScalabilityType {
    Standard = "standard",
    Limitless = "limitless",
});

enumeration!(DBProxyEndpointStatus {
    Available = "available",
    Modifying = "modifying",
    IncompatibleNetwork = "incompatible-network",
    InsufficientResourceLimits = "insufficient-resource-limits",
    Creating = "creating",
    Deleting = "deleting",
});

enumeration!(DBProxyEndpointTargetRole {
    ReadWrite = "READ_WRITE",
    ReadOnly = "READ_ONLY",
});

enumeration!(DBProxyStatus {
    Available = "available",
    Modifying = "modifying",
    IncompatibleNetwork = "incompatible-network",
    InsufficientResourceLimits = "insufficient-resource-limits",
    Creating = "creating",
    Deleting = "deleting",
    Suspended = "suspended",
    Suspending = "suspending",
    Reactivating = "reactivating",
});

enumeration!(DatabaseInsightsMode {
    Standard = "standard",
    Advanced = "advanced",
});

enumeration!(DefaultAuthScheme {
    IamAuth = "IAM_AUTH",
    None = "NONE",
});

enumeration!(EndpointNetworkType {
    Ipv4 = "IPV4",
    Ipv6 = "IPV6",
    Dual = "DUAL",
});

enumeration!(EngineFamily {
    Mysql = "MYSQL",
    Postgresql = "POSTGRESQL",
    Sqlserver = "SQLSERVER",
});

enumeration!(ExportSourceType {
    Snapshot = "SNAPSHOT",
    Cluster = "CLUSTER",
});

enumeration!(FailoverStatus {
    Pending = "pending",
    FailingOver = "failing-over",
    Cancelling = "cancelling",
});

enumeration!(GlobalClusterMemberSynchronizationStatus {
    Connected = "connected",
    PendingResync = "pending-resync",
});

enumeration!(IAMAuthMode {
    Disabled = "DISABLED",
    Required = "REQUIRED",
    Enabled = "ENABLED",
});

enumeration!(IntegrationStatus {
    Creating = "creating",
    Active = "active",
    Modifying = "modifying",
    Failed = "failed",
    Deleting = "deleting",
    Syncing = "syncing",
    NeedsAttention = "needs_attention",
});

enumeration!(LifecycleSupportName {
    OpenSourceRdsStandardSupport = "open-source-rds-standard-support",
    OpenSourceRdsExtendedSupport = "open-source-rds-extended-support",
});

enumeration!(LimitlessDatabaseStatus {
    Active = "active",
    NotInUse = "not-in-use",
    Enabled = "enabled",
    Disabled = "disabled",
    Enabling = "enabling",
    Disabling = "disabling",
    ModifyingMaxCapacity = "modifying-max-capacity",
    Error = "error",
});

enumeration!(LocalWriteForwardingStatus {
    Enabled = "enabled",
    Disabled = "disabled",
    Enabling = "enabling",
    Disabling = "disabling",
    Requested = "requested",
});

enumeration!(MasterUserAuthenticationType {
    Password = "password",
    IamDbAuth = "iam-db-auth",
});

enumeration!(ReplicaMode {
    OpenReadOnly = "open-read-only",
    Mounted = "mounted",
});

enumeration!(SourceType {
    DbInstance = "db-instance",
    DbParameterGroup = "db-parameter-group",
    DbSecurityGroup = "db-security-group",
    DbSnapshot = "db-snapshot",
    DbCluster = "db-cluster",
    DbClusterSnapshot = "db-cluster-snapshot",
    CustomEngineVersion = "custom-engine-version",
    DbProxy = "db-proxy",
    BlueGreenDeployment = "blue-green-deployment",
    DbShardGroup = "db-shard-group",
    ZeroEtl = "zero-etl",
});

enumeration!(StorageEncryptionType {
    None = "none",
    SseKms = "sse-kms",
    SseRds = "sse-rds",
});

enumeration!(TargetConnectionNetworkType {
    Ipv4 = "IPV4",
    Ipv6 = "IPV6",
});

enumeration!(TargetHealthReason {
    Unreachable = "UNREACHABLE",
    ConnectionFailed = "CONNECTION_FAILED",
    AuthFailure = "AUTH_FAILURE",
    PendingProxyCapacity = "PENDING_PROXY_CAPACITY",
    InvalidReplicationState = "INVALID_REPLICATION_STATE",
    Promoted = "PROMOTED",
});

enumeration!(TargetRole {
    ReadWrite = "READ_WRITE",
    ReadOnly = "READ_ONLY",
    Unknown = "UNKNOWN",
});

enumeration!(TargetState {
    Registering = "REGISTERING",
    Available = "AVAILABLE",
    Unavailable = "UNAVAILABLE",
    Unused = "UNUSED",
});

enumeration!(TargetType {
    RdsInstance = "RDS_INSTANCE",
    RdsServerlessEndpoint = "RDS_SERVERLESS_ENDPOINT",
    TrackedCluster = "TRACKED_CLUSTER",
});

enumeration!(UpgradeRolloutOrder {
    First = "first",
    Second = "second",
    Last = "last",
});

enumeration!(WriteForwardingStatus {
    Enabled = "enabled",
    Disabled = "disabled",
    Enabling = "enabling",
    Disabling = "disabling",
    Unknown = "unknown",
});

static ACCOUNT_QUOTA_LIST: Shape = Shape::list("AccountQuota", &ANY);
static ACTIVITY_STREAM_MODE_LIST: Shape = Shape::list("member", &ANY);
static ADDITIONAL_STORAGE_VOLUMES_LIST: Shape = Shape::list("member", &ANY);
static ADDITIONAL_STORAGE_VOLUMES_OUTPUT_LIST: Shape = Shape::list("member", &ANY);
static ARN: Shape = Shape::any().min(20).max(2048);
static ATTRIBUTE_VALUE_LIST: Shape = Shape::list("AttributeValue", &ANY);
static AUTH_USER_NAME: Shape = Shape::any().min(1).max(128);
static AVAILABILITY_ZONE_LIST: Shape = Shape::list("AvailabilityZone", &ANY);
static AVAILABILITY_ZONES: Shape = Shape::list("AvailabilityZone", &ANY);
static AVAILABLE_ADDITIONAL_STORAGE_VOLUMES_OPTION_LIST: Shape = Shape::list("AvailableAdditionalStorageVolumesOption", &ANY);
static AVAILABLE_PROCESSOR_FEATURE_LIST: Shape = Shape::list("AvailableProcessorFeature", &ANY);
static AWS_BACKUP_RECOVERY_POINT_ARN: Shape = Shape::any().min(43).max(350).pattern(r"arn:aws[a-z-]*:backup:[-a-z0-9]+:[0-9]{12}:[-a-z]+:([a-z0-9\-]+:)?[a-z][a-z0-9\-]{0,255}");
static BLUE_GREEN_DEPLOYMENT_IDENTIFIER: Shape = Shape::any().min(1).max(255).pattern(r"[A-Za-z][0-9A-Za-z-:._]*");
static BLUE_GREEN_DEPLOYMENT_LIST: Shape = Shape::list("member", &ANY);
static BLUE_GREEN_DEPLOYMENT_NAME: Shape = Shape::any().min(1).max(60).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static BLUE_GREEN_DEPLOYMENT_TASK_LIST: Shape = Shape::list("member", &ANY);
static CA_CERTIFICATE_IDENTIFIERS_LIST: Shape = Shape::list("member", &ANY);
static CERTIFICATE_LIST: Shape = Shape::list("Certificate", &ANY);
static CONTEXT_ATTRIBUTE_LIST: Shape = Shape::list("member", &ANY);
static CUSTOM_DB_ENGINE_VERSION_MANIFEST: Shape = Shape::any().min(1).max(51000).pattern(r"[\s\S]*");
static DB_CAPACITY_RESERVATION_IDENTIFIER: Shape = Shape::any().min(1).max(63).pattern(r"[a-z](?:-?[a-z0-9]+){0,15}");
static DB_CLUSTER_ASSOCIATED_ROLES: Shape = Shape::list("DBClusterAssociatedRole", &ANY).min(0).max(15);
static DB_CLUSTER_AUTOMATED_BACKUP_LIST: Shape = Shape::list("DBClusterAutomatedBackup", &ANY);
static DB_CLUSTER_BACKTRACK_LIST: Shape = Shape::list("DBClusterBacktrack", &ANY);
static DB_CLUSTER_ENDPOINT_LIST: Shape = Shape::list("DBClusterEndpointList", &ANY);
static DB_CLUSTER_LIST: Shape = Shape::list("DBCluster", &ANY);
static DB_CLUSTER_MEMBER_LIST: Shape = Shape::list("DBClusterMember", &ANY);
static DB_CLUSTER_OPTION_GROUP_MEMBERSHIPS: Shape = Shape::list("DBClusterOptionGroup", &ANY);
static DB_CLUSTER_PARAMETER_GROUP_LIST: Shape = Shape::list("DBClusterParameterGroup", &ANY);
static DB_CLUSTER_ROLES: Shape = Shape::list("DBClusterRole", &ANY);
static DB_CLUSTER_SNAPSHOT_ATTRIBUTE_LIST: Shape = Shape::list("DBClusterSnapshotAttribute", &ANY);
static DB_CLUSTER_SNAPSHOT_LIST: Shape = Shape::list("DBClusterSnapshot", &ANY);
static DB_CLUSTER_STATUS_INFO_LIST: Shape = Shape::list("DBClusterStatusInfo", &ANY);
static DB_ENGINE_VERSION_LIST: Shape = Shape::list("DBEngineVersion", &ANY);
static DB_INSTANCE_AUTOMATED_BACKUP_LIST: Shape = Shape::list("DBInstanceAutomatedBackup", &ANY);
static DB_INSTANCE_AUTOMATED_BACKUPS_REPLICATION_LIST: Shape = Shape::list("DBInstanceAutomatedBackupsReplication", &ANY);
static DB_INSTANCE_LIST: Shape = Shape::list("DBInstance", &ANY);
static DB_INSTANCE_ROLES: Shape = Shape::list("DBInstanceRole", &ANY);
static DB_INSTANCE_STATUS_INFO_LIST: Shape = Shape::list("DBInstanceStatusInfo", &ANY);
static DB_MAJOR_ENGINE_VERSIONS_LIST: Shape = Shape::list("DBMajorEngineVersion", &ANY);
static DB_PARAMETER_GROUP_LIST: Shape = Shape::list("DBParameterGroup", &ANY);
static DB_PARAMETER_GROUP_STATUS_LIST: Shape = Shape::list("DBParameterGroup", &ANY);
static DB_PROXY_ENDPOINT_LIST: Shape = Shape::list("member", &ANY);
static DB_PROXY_ENDPOINT_NAME: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static DB_PROXY_LIST: Shape = Shape::list("member", &ANY);
static DB_PROXY_NAME: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static DB_PROXY_TARGET_GROUP_NAME: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static DB_RECOMMENDATION_LIST: Shape = Shape::list("member", &ANY);
static DB_SECURITY_GROUP_MEMBERSHIP_LIST: Shape = Shape::list("DBSecurityGroup", &ANY);
static DB_SECURITY_GROUP_NAME_LIST: Shape = Shape::list("DBSecurityGroupName", &ANY);
static DB_SECURITY_GROUPS: Shape = Shape::list("DBSecurityGroup", &ANY);
static DB_SHARD_GROUP_IDENTIFIER: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static DB_SHARD_GROUPS_LIST: Shape = Shape::list("DBShardGroup", &ANY);
static DB_SNAPSHOT_ATTRIBUTE_LIST: Shape = Shape::list("DBSnapshotAttribute", &ANY);
static DB_SNAPSHOT_LIST: Shape = Shape::list("DBSnapshot", &ANY);
static DB_SNAPSHOT_TENANT_DATABASES_LIST: Shape = Shape::list("DBSnapshotTenantDatabase", &ANY);
static DB_SUBNET_GROUPS: Shape = Shape::list("DBSubnetGroup", &ANY);
static DATA_FILTER: Shape = Shape::any().min(1).max(25600).pattern(r#"[a-zA-Z0-9_ "\\\-$,*.:?+\/]*"#);
static DATABASE_ARN: Shape = Shape::any().min(1).max(2048).pattern(r"arn:[A-Za-z][0-9A-Za-z-:._]*");
static DESCRIBE_DB_LOG_FILES_LIST: Shape = Shape::list("DescribeDBLogFilesDetails", &ANY);
static DESCRIPTION: Shape = Shape::any().min(1).max(1000).pattern(r".*");
static DOC_LINK_LIST: Shape = Shape::list("member", &ANY);
static DOMAIN_MEMBERSHIP_LIST: Shape = Shape::list("DomainMembership", &ANY);
static DOUBLE_RANGE_LIST: Shape = Shape::list("DoubleRange", &ANY);
static EC2_SECURITY_GROUP_LIST: Shape = Shape::list("EC2SecurityGroup", &ANY);
static ENCRYPTION_CONTEXT_MAP: Shape = Shape::map("key", "value", &ANY);
static ENGINE: Shape = Shape::any().min(1).max(50);
static ENGINE_MODE_LIST: Shape = Shape::list("member", &ANY);
static EVENT_CATEGORIES_LIST: Shape = Shape::list("EventCategory", &ANY);
static EVENT_CATEGORIES_MAP_LIST: Shape = Shape::list("EventCategoriesMap", &ANY);
static EVENT_LIST: Shape = Shape::list("Event", &ANY);
static EVENT_SUBSCRIPTIONS_LIST: Shape = Shape::list("EventSubscription", &ANY);
static EXPORT_TASKS_LIST: Shape = Shape::list("ExportTask", &ANY);
static FEATURE_NAME_LIST: Shape = Shape::list("member", &ANY);
static FILTER_LIST: Shape = Shape::list("Filter", &ANY);
static FILTER_VALUE_LIST: Shape = Shape::list("Value", &ANY);
static GLOBAL_CLUSTER_IDENTIFIER: Shape = Shape::any().min(1).max(255).pattern(r"[A-Za-z][0-9A-Za-z-:._]*");
static GLOBAL_CLUSTER_LIST: Shape = Shape::list("GlobalClusterMember", &ANY);
static GLOBAL_CLUSTER_MEMBER_LIST: Shape = Shape::list("GlobalClusterMember", &ANY);
static IAM_ROLE_ARN: Shape = Shape::any().min(20).max(2048).pattern(r"arn:aws[a-z-]*:iam::[0-9]*:role/.*");
static IP_RANGE_LIST: Shape = Shape::list("IPRange", &ANY);
static INTEGRATION_ARN: Shape = Shape::any().min(1).max(255).pattern(r"arn:aws[a-z\-]*:rds(-[a-z]*)?:[a-z0-9\-]*:[0-9]*:integration:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
static INTEGRATION_DESCRIPTION: Shape = Shape::any().min(0).max(1000).pattern(r".*");
static INTEGRATION_ERROR_LIST: Shape = Shape::list("IntegrationError", &ANY);
static INTEGRATION_IDENTIFIER: Shape = Shape::any().min(1).max(255).pattern(r"[a-zA-Z0-9_:\-\/]+");
static INTEGRATION_LIST: Shape = Shape::list("Integration", &ANY);
static INTEGRATION_NAME: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](?:-?[a-zA-Z0-9]+)*");
static KEY_LIST: Shape = Shape::list("member", &ANY);
static LOG_TYPE_LIST: Shape = Shape::list("member", &ANY);
static MAJOR_ENGINE_VERSION: Shape = Shape::any().min(1).max(50);
static MARKER: Shape = Shape::any().min(1).max(340);
static MAX_RECORDS: Shape = Shape::any().min(20).max(100);
static METRIC_LIST: Shape = Shape::list("member", &ANY);
static METRIC_REFERENCE_LIST: Shape = Shape::list("member", &ANY);
static MINIMUM_ENGINE_VERSION_PER_ALLOWED_VALUE_LIST: Shape = Shape::list("MinimumEngineVersionPerAllowedValue", &ANY);
static MODIFY_ADDITIONAL_STORAGE_VOLUMES_LIST: Shape = Shape::list("member", &ANY);
static OPTION_CONFIGURATION_LIST: Shape = Shape::list("OptionConfiguration", &ANY);
static OPTION_GROUP_MEMBERSHIP_LIST: Shape = Shape::list("OptionGroupMembership", &ANY);
static OPTION_GROUP_OPTION_SETTINGS_LIST: Shape = Shape::list("OptionGroupOptionSetting", &ANY);
static OPTION_GROUP_OPTION_VERSIONS_LIST: Shape = Shape::list("OptionVersion", &ANY);
static OPTION_GROUP_OPTIONS_LIST: Shape = Shape::list("OptionGroupOption", &ANY);
static OPTION_GROUPS_LIST: Shape = Shape::list("OptionGroup", &ANY);
static OPTION_NAMES_LIST: Shape = Shape::list("member", &ANY);
static OPTION_SETTING_CONFIGURATION_LIST: Shape = Shape::list("OptionSetting", &ANY);
static OPTION_SETTINGS_LIST: Shape = Shape::list("OptionSetting", &ANY);
static OPTIONS_CONFLICTS_WITH: Shape = Shape::list("OptionConflictName", &ANY);
static OPTIONS_DEPENDED_ON: Shape = Shape::list("OptionName", &ANY);
static OPTIONS_LIST: Shape = Shape::list("Option", &ANY);
static ORDERABLE_DB_INSTANCE_OPTIONS_LIST: Shape = Shape::list("OrderableDBInstanceOption", &ANY);
static PARAMETERS_LIST: Shape = Shape::list("Parameter", &ANY);
static PENDING_MAINTENANCE_ACTION_DETAILS: Shape = Shape::list("PendingMaintenanceAction", &ANY);
static PENDING_MAINTENANCE_ACTIONS: Shape = Shape::list("ResourcePendingMaintenanceActions", &ANY);
static PROCESSOR_FEATURE_LIST: Shape = Shape::list("ProcessorFeature", &ANY);
static RANGE_LIST: Shape = Shape::list("Range", &ANY);
static READ_REPLICA_DB_CLUSTER_IDENTIFIER_LIST: Shape = Shape::list("ReadReplicaDBClusterIdentifier", &ANY);
static READ_REPLICA_DB_INSTANCE_IDENTIFIER_LIST: Shape = Shape::list("ReadReplicaDBInstanceIdentifier", &ANY);
static READ_REPLICA_IDENTIFIER_LIST: Shape = Shape::list("ReadReplicaIdentifier", &ANY);
static READERS_ARN_LIST: Shape = Shape::list("member", &ANY);
static RECOMMENDED_ACTION_LIST: Shape = Shape::list("member", &ANY);
static RECOMMENDED_ACTION_PARAMETER_LIST: Shape = Shape::list("member", &ANY);
static RECURRING_CHARGE_LIST: Shape = Shape::list("RecurringCharge", &ANY);
static RESERVED_DB_INSTANCE_LIST: Shape = Shape::list("ReservedDBInstance", &ANY);
static RESERVED_DB_INSTANCES_OFFERING_LIST: Shape = Shape::list("ReservedDBInstancesOffering", &ANY);
static SOURCE_ARN: Shape = Shape::any().min(1).max(255).pattern(r"arn:aws[a-z\-]*:rds(-[a-z]*)?:[a-z0-9\-]*:[0-9]*:(cluster|db):[a-z][a-z0-9]*(-[a-z0-9]+)*");
static SOURCE_IDS_LIST: Shape = Shape::list("SourceId", &ANY);
static SOURCE_REGION_LIST: Shape = Shape::list("SourceRegion", &ANY);
static STRING_LIST: Shape = Shape::list("member", &ANY);
static SUBNET_IDENTIFIER_LIST: Shape = Shape::list("SubnetIdentifier", &ANY);
static SUBNET_LIST: Shape = Shape::list("Subnet", &ANY);
static SUPPORTED_CHARACTER_SETS_LIST: Shape = Shape::list("CharacterSet", &ANY);
static SUPPORTED_ENGINE_LIFECYCLE_LIST: Shape = Shape::list("SupportedEngineLifecycle", &ANY);
static SUPPORTED_TIMEZONES_LIST: Shape = Shape::list("Timezone", &ANY);
static SWITCHOVER_DETAIL_LIST: Shape = Shape::list("member", &ANY);
static TAG_LIST: Shape = Shape::list("Tag", &ANY);
static TAG_SPECIFICATION_LIST: Shape = Shape::list("item", &ANY);
static TARGET_GROUP_LIST: Shape = Shape::list("member", &ANY);
static TARGET_LIST: Shape = Shape::list("member", &ANY);
static TENANT_DATABASES_LIST: Shape = Shape::list("TenantDatabase", &ANY);
static USER_AUTH_CONFIG_INFO_LIST: Shape = Shape::list("member", &ANY);
static USER_AUTH_CONFIG_LIST: Shape = Shape::list("member", &ANY).min(0).max(200);
static VALID_STORAGE_OPTIONS_LIST: Shape = Shape::list("ValidStorageOptions", &ANY);
static VALID_UPGRADE_TARGET_LIST: Shape = Shape::list("UpgradeTarget", &ANY);
static VALID_VOLUME_OPTIONS_LIST: Shape = Shape::list("member", &ANY);
static VPC_SECURITY_GROUP_ID_LIST: Shape = Shape::list("VpcSecurityGroupId", &ANY);
static VPC_SECURITY_GROUP_MEMBERSHIP_LIST: Shape = Shape::list("VpcSecurityGroupMembership", &ANY);

/// The error codes that the operations of RDS 2014-10-31 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `AuthorizationNotFound`, HTTP 404.
    pub const AUTHORIZATION_NOT_FOUND: ErrorCode = ErrorCode::sender("AuthorizationNotFound", 404);

    /// `BackupPolicyNotFoundFault`, HTTP 404.
    pub const BACKUP_POLICY_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("BackupPolicyNotFoundFault", 404);

    /// `BlueGreenDeploymentNotFoundFault`, HTTP 404.
    pub const BLUE_GREEN_DEPLOYMENT_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("BlueGreenDeploymentNotFoundFault", 404);

    /// `CertificateNotFound`, HTTP 404.
    pub const CERTIFICATE_NOT_FOUND: ErrorCode = ErrorCode::sender("CertificateNotFound", 404);

    /// `CustomAvailabilityZoneNotFound`, HTTP 404.
    pub const CUSTOM_AVAILABILITY_ZONE_NOT_FOUND: ErrorCode = ErrorCode::sender("CustomAvailabilityZoneNotFound", 404);

    /// `DBCapacityReservationNotFound`, HTTP 404.
    pub const DB_CAPACITY_RESERVATION_NOT_FOUND: ErrorCode = ErrorCode::sender("DBCapacityReservationNotFound", 404);

    /// `DBClusterAlreadyExistsFault`, HTTP 400.
    pub const DB_CLUSTER_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBClusterAlreadyExistsFault", 400);

    /// `DBClusterAutomatedBackupNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_AUTOMATED_BACKUP_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterAutomatedBackupNotFoundFault", 404);

    /// `DBClusterAutomatedBackupQuotaExceededFault`, HTTP 400.
    pub const DB_CLUSTER_AUTOMATED_BACKUP_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("DBClusterAutomatedBackupQuotaExceededFault", 400);

    /// `DBClusterBacktrackNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_BACKTRACK_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterBacktrackNotFoundFault", 404);

    /// `DBClusterEndpointAlreadyExistsFault`, HTTP 400.
    pub const DB_CLUSTER_ENDPOINT_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBClusterEndpointAlreadyExistsFault", 400);

    /// `DBClusterEndpointNotFoundFault`, HTTP 400.
    pub const DB_CLUSTER_ENDPOINT_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterEndpointNotFoundFault", 400);

    /// `DBClusterEndpointQuotaExceededFault`, HTTP 403.
    pub const DB_CLUSTER_ENDPOINT_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("DBClusterEndpointQuotaExceededFault", 403);

    /// `DBClusterNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterNotFoundFault", 404);

    /// `DBClusterParameterGroupNotFound`, HTTP 404.
    pub const DB_CLUSTER_PARAMETER_GROUP_NOT_FOUND: ErrorCode = ErrorCode::sender("DBClusterParameterGroupNotFound", 404);

    /// `DBClusterQuotaExceededFault`, HTTP 403.
    pub const DB_CLUSTER_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("DBClusterQuotaExceededFault", 403);

    /// `DBClusterRoleAlreadyExists`, HTTP 400.
    pub const DB_CLUSTER_ROLE_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBClusterRoleAlreadyExists", 400);

    /// `DBClusterRoleNotFound`, HTTP 404.
    pub const DB_CLUSTER_ROLE_NOT_FOUND: ErrorCode = ErrorCode::sender("DBClusterRoleNotFound", 404);

    /// `DBClusterRoleQuotaExceeded`, HTTP 400.
    pub const DB_CLUSTER_ROLE_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("DBClusterRoleQuotaExceeded", 400);

    /// `DBClusterSnapshotAlreadyExistsFault`, HTTP 400.
    pub const DB_CLUSTER_SNAPSHOT_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBClusterSnapshotAlreadyExistsFault", 400);

    /// `DBClusterSnapshotNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_SNAPSHOT_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterSnapshotNotFoundFault", 404);

    /// `DBInstanceAlreadyExists`, HTTP 400.
    pub const DB_INSTANCE_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBInstanceAlreadyExists", 400);

    /// `DBInstanceAutomatedBackupNotFound`, HTTP 404.
    pub const DB_INSTANCE_AUTOMATED_BACKUP_NOT_FOUND: ErrorCode = ErrorCode::sender("DBInstanceAutomatedBackupNotFound", 404);

    /// `DBInstanceAutomatedBackupQuotaExceeded`, HTTP 400.
    pub const DB_INSTANCE_AUTOMATED_BACKUP_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("DBInstanceAutomatedBackupQuotaExceeded", 400);

    /// `DBInstanceNotFound`, HTTP 404.
    pub const DB_INSTANCE_NOT_FOUND: ErrorCode = ErrorCode::sender("DBInstanceNotFound", 404);

    /// `DBInstanceNotReady`, HTTP 400.
    pub const DB_INSTANCE_NOT_READY: ErrorCode = ErrorCode::sender("DBInstanceNotReady", 400);

    /// `DBInstanceRoleAlreadyExists`, HTTP 400.
    pub const DB_INSTANCE_ROLE_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBInstanceRoleAlreadyExists", 400);

    /// `DBInstanceRoleNotFound`, HTTP 404.
    pub const DB_INSTANCE_ROLE_NOT_FOUND: ErrorCode = ErrorCode::sender("DBInstanceRoleNotFound", 404);

    /// `DBInstanceRoleQuotaExceeded`, HTTP 400.
    pub const DB_INSTANCE_ROLE_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("DBInstanceRoleQuotaExceeded", 400);

    /// `DBLogFileNotFoundFault`, HTTP 404.
    pub const DB_LOG_FILE_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBLogFileNotFoundFault", 404);

    /// `DBParameterGroupAlreadyExists`, HTTP 400.
    pub const DB_PARAMETER_GROUP_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBParameterGroupAlreadyExists", 400);

    /// `DBParameterGroupNotFound`, HTTP 404.
    pub const DB_PARAMETER_GROUP_NOT_FOUND: ErrorCode = ErrorCode::sender("DBParameterGroupNotFound", 404);

    /// `DBParameterGroupQuotaExceeded`, HTTP 400.
    pub const DB_PARAMETER_GROUP_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("DBParameterGroupQuotaExceeded", 400);

    /// `DBProxyAlreadyExistsFault`, HTTP 400.
    pub const DB_PROXY_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBProxyAlreadyExistsFault", 400);

    /// `DBProxyEndpointNotFoundFault`, HTTP 404.
    pub const DB_PROXY_ENDPOINT_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBProxyEndpointNotFoundFault", 404);

    /// `DBProxyNotFoundFault`, HTTP 404.
    pub const DB_PROXY_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBProxyNotFoundFault", 404);

    /// `DBProxyQuotaExceededFault`, HTTP 400.
    pub const DB_PROXY_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("DBProxyQuotaExceededFault", 400);

    /// `DBProxyTargetGroupNotFoundFault`, HTTP 404.
    pub const DB_PROXY_TARGET_GROUP_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBProxyTargetGroupNotFoundFault", 404);

    /// `DBProxyTargetNotFoundFault`, HTTP 404.
    pub const DB_PROXY_TARGET_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBProxyTargetNotFoundFault", 404);

    /// `DBSecurityGroupNotFound`, HTTP 404.
    pub const DB_SECURITY_GROUP_NOT_FOUND: ErrorCode = ErrorCode::sender("DBSecurityGroupNotFound", 404);

    /// `DBShardGroupNotFound`, HTTP 404.
    pub const DB_SHARD_GROUP_NOT_FOUND: ErrorCode = ErrorCode::sender("DBShardGroupNotFound", 404);

    /// `DBSnapshotAlreadyExists`, HTTP 400.
    pub const DB_SNAPSHOT_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBSnapshotAlreadyExists", 400);

    /// `DBSnapshotNotFound`, HTTP 404.
    pub const DB_SNAPSHOT_NOT_FOUND: ErrorCode = ErrorCode::sender("DBSnapshotNotFound", 404);

    /// `DBSnapshotTenantDatabaseNotFoundFault`, HTTP 404.
    pub const DB_SNAPSHOT_TENANT_DATABASE_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBSnapshotTenantDatabaseNotFoundFault", 404);

    /// `DBSubnetGroupAlreadyExists`, HTTP 400.
    pub const DB_SUBNET_GROUP_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("DBSubnetGroupAlreadyExists", 400);

    /// `DBSubnetGroupDoesNotCoverEnoughAZs`, HTTP 400.
    pub const DB_SUBNET_GROUP_DOES_NOT_COVER_ENOUGH_A_ZS: ErrorCode = ErrorCode::sender("DBSubnetGroupDoesNotCoverEnoughAZs", 400);

    /// `DBSubnetGroupNotAllowedFault`, HTTP 400.
    pub const DB_SUBNET_GROUP_NOT_ALLOWED_FAULT: ErrorCode = ErrorCode::sender("DBSubnetGroupNotAllowedFault", 400);

    /// `DBSubnetGroupNotFoundFault`, HTTP 404.
    pub const DB_SUBNET_GROUP_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBSubnetGroupNotFoundFault", 404);

    /// `DBSubnetGroupQuotaExceeded`, HTTP 400.
    pub const DB_SUBNET_GROUP_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("DBSubnetGroupQuotaExceeded", 400);

    /// `DBSubnetQuotaExceededFault`, HTTP 400.
    pub const DB_SUBNET_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("DBSubnetQuotaExceededFault", 400);

    /// `DBUpgradeDependencyFailure`, HTTP 400.
    pub const DB_UPGRADE_DEPENDENCY_FAILURE: ErrorCode = ErrorCode::sender("DBUpgradeDependencyFailure", 400);

    /// `DomainNotFoundFault`, HTTP 404.
    pub const DOMAIN_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DomainNotFoundFault", 404);

    /// `EventSubscriptionQuotaExceeded`, HTTP 400.
    pub const EVENT_SUBSCRIPTION_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("EventSubscriptionQuotaExceeded", 400);

    /// `ExportTaskAlreadyExists`, HTTP 400.
    pub const EXPORT_TASK_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("ExportTaskAlreadyExists", 400);

    /// `ExportTaskNotFound`, HTTP 404.
    pub const EXPORT_TASK_NOT_FOUND: ErrorCode = ErrorCode::sender("ExportTaskNotFound", 404);

    /// `GlobalClusterAlreadyExistsFault`, HTTP 400.
    pub const GLOBAL_CLUSTER_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("GlobalClusterAlreadyExistsFault", 400);

    /// `GlobalClusterNotFoundFault`, HTTP 404.
    pub const GLOBAL_CLUSTER_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("GlobalClusterNotFoundFault", 404);

    /// `GlobalClusterQuotaExceededFault`, HTTP 400.
    pub const GLOBAL_CLUSTER_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("GlobalClusterQuotaExceededFault", 400);

    /// `IamRoleMissingPermissions`, HTTP 400.
    pub const IAM_ROLE_MISSING_PERMISSIONS: ErrorCode = ErrorCode::sender("IamRoleMissingPermissions", 400);

    /// `IamRoleNotFound`, HTTP 404.
    pub const IAM_ROLE_NOT_FOUND: ErrorCode = ErrorCode::sender("IamRoleNotFound", 404);

    /// `InstanceQuotaExceeded`, HTTP 400.
    pub const INSTANCE_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("InstanceQuotaExceeded", 400);

    /// `InsufficientDBClusterCapacityFault`, HTTP 403.
    pub const INSUFFICIENT_DB_CLUSTER_CAPACITY_FAULT: ErrorCode = ErrorCode::sender("InsufficientDBClusterCapacityFault", 403);

    /// `InsufficientDBInstanceCapacity`, HTTP 400.
    pub const INSUFFICIENT_DB_INSTANCE_CAPACITY: ErrorCode = ErrorCode::sender("InsufficientDBInstanceCapacity", 400);

    /// `InsufficientStorageClusterCapacity`, HTTP 400.
    pub const INSUFFICIENT_STORAGE_CLUSTER_CAPACITY: ErrorCode = ErrorCode::sender("InsufficientStorageClusterCapacity", 400);

    /// `IntegrationNotFoundFault`, HTTP 404.
    pub const INTEGRATION_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("IntegrationNotFoundFault", 404);

    /// `InvalidDBCapacityReservationState`, HTTP 400.
    pub const INVALID_DB_CAPACITY_RESERVATION_STATE: ErrorCode = ErrorCode::sender("InvalidDBCapacityReservationState", 400);

    /// `InvalidDBClusterEndpointStateFault`, HTTP 400.
    pub const INVALID_DB_CLUSTER_ENDPOINT_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBClusterEndpointStateFault", 400);

    /// `InvalidDBClusterSnapshotStateFault`, HTTP 400.
    pub const INVALID_DB_CLUSTER_SNAPSHOT_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBClusterSnapshotStateFault", 400);

    /// `InvalidDBClusterStateFault`, HTTP 400.
    pub const INVALID_DB_CLUSTER_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBClusterStateFault", 400);

    /// `InvalidDBInstanceState`, HTTP 400.
    pub const INVALID_DB_INSTANCE_STATE: ErrorCode = ErrorCode::sender("InvalidDBInstanceState", 400);

    /// `InvalidDBParameterGroupState`, HTTP 400.
    pub const INVALID_DB_PARAMETER_GROUP_STATE: ErrorCode = ErrorCode::sender("InvalidDBParameterGroupState", 400);

    /// `InvalidDBProxyStateFault`, HTTP 400.
    pub const INVALID_DB_PROXY_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBProxyStateFault", 400);

    /// `InvalidDBSecurityGroupState`, HTTP 400.
    pub const INVALID_DB_SECURITY_GROUP_STATE: ErrorCode = ErrorCode::sender("InvalidDBSecurityGroupState", 400);

    /// `InvalidDBShardGroupState`, HTTP 400.
    pub const INVALID_DB_SHARD_GROUP_STATE: ErrorCode = ErrorCode::sender("InvalidDBShardGroupState", 400);

    /// `InvalidDBSnapshotState`, HTTP 400.
    pub const INVALID_DB_SNAPSHOT_STATE: ErrorCode = ErrorCode::sender("InvalidDBSnapshotState", 400);

    /// `InvalidDBSubnetGroupFault`, HTTP 400.
    pub const INVALID_DB_SUBNET_GROUP_FAULT: ErrorCode = ErrorCode::sender("InvalidDBSubnetGroupFault", 400);

    /// `InvalidDBSubnetGroupStateFault`, HTTP 400.
    pub const INVALID_DB_SUBNET_GROUP_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBSubnetGroupStateFault", 400);

    /// `InvalidDBSubnetStateFault`, HTTP 400.
    pub const INVALID_DB_SUBNET_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBSubnetStateFault", 400);

    /// `InvalidExportOnly`, HTTP 400.
    pub const INVALID_EXPORT_ONLY: ErrorCode = ErrorCode::sender("InvalidExportOnly", 400);

    /// `InvalidExportSourceState`, HTTP 400.
    pub const INVALID_EXPORT_SOURCE_STATE: ErrorCode = ErrorCode::sender("InvalidExportSourceState", 400);

    /// `InvalidGlobalClusterStateFault`, HTTP 400.
    pub const INVALID_GLOBAL_CLUSTER_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidGlobalClusterStateFault", 400);

    /// `InvalidOptionGroupStateFault`, HTTP 400.
    pub const INVALID_OPTION_GROUP_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidOptionGroupStateFault", 400);

    /// `InvalidResourceStateFault`, HTTP 400.
    pub const INVALID_RESOURCE_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidResourceStateFault", 400);

    /// `InvalidRestoreFault`, HTTP 400.
    pub const INVALID_RESTORE_FAULT: ErrorCode = ErrorCode::sender("InvalidRestoreFault", 400);

    /// `InvalidS3BucketFault`, HTTP 400.
    pub const INVALID_S3_BUCKET_FAULT: ErrorCode = ErrorCode::sender("InvalidS3BucketFault", 400);

    /// `InvalidSubnet`, HTTP 400.
    pub const INVALID_SUBNET: ErrorCode = ErrorCode::sender("InvalidSubnet", 400);

    /// `InvalidVPCNetworkStateFault`, HTTP 400.
    pub const INVALID_VPC_NETWORK_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidVPCNetworkStateFault", 400);

    /// `KMSKeyNotAccessibleFault`, HTTP 400.
    pub const KMS_KEY_NOT_ACCESSIBLE_FAULT: ErrorCode = ErrorCode::sender("KMSKeyNotAccessibleFault", 400);

    /// `NetworkTypeNotSupported`, HTTP 400.
    pub const NETWORK_TYPE_NOT_SUPPORTED: ErrorCode = ErrorCode::sender("NetworkTypeNotSupported", 400);

    /// `OptionGroupAlreadyExistsFault`, HTTP 400.
    pub const OPTION_GROUP_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("OptionGroupAlreadyExistsFault", 400);

    /// `OptionGroupNotFoundFault`, HTTP 404.
    pub const OPTION_GROUP_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("OptionGroupNotFoundFault", 404);

    /// `OptionGroupQuotaExceededFault`, HTTP 400.
    pub const OPTION_GROUP_QUOTA_EXCEEDED_FAULT: ErrorCode = ErrorCode::sender("OptionGroupQuotaExceededFault", 400);

    /// `PointInTimeRestoreNotEnabled`, HTTP 400.
    pub const POINT_IN_TIME_RESTORE_NOT_ENABLED: ErrorCode = ErrorCode::sender("PointInTimeRestoreNotEnabled", 400);

    /// `ProvisionedIopsNotAvailableInAZFault`, HTTP 400.
    pub const PROVISIONED_IOPS_NOT_AVAILABLE_IN_AZ_FAULT: ErrorCode = ErrorCode::sender("ProvisionedIopsNotAvailableInAZFault", 400);

    /// `ReservedDBInstanceNotFound`, HTTP 404.
    pub const RESERVED_DB_INSTANCE_NOT_FOUND: ErrorCode = ErrorCode::sender("ReservedDBInstanceNotFound", 404);

    /// `ReservedDBInstancesOfferingNotFound`, HTTP 404.
    pub const RESERVED_DB_INSTANCES_OFFERING_NOT_FOUND: ErrorCode = ErrorCode::sender("ReservedDBInstancesOfferingNotFound", 404);

    /// `ResourceNotFoundFault`, HTTP 404.
    pub const RESOURCE_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("ResourceNotFoundFault", 404);

    /// `SNSInvalidTopic`, HTTP 400.
    pub const SNS_INVALID_TOPIC: ErrorCode = ErrorCode::sender("SNSInvalidTopic", 400);

    /// `SNSNoAuthorization`, HTTP 400.
    pub const SNS_NO_AUTHORIZATION: ErrorCode = ErrorCode::sender("SNSNoAuthorization", 400);

    /// `SNSTopicArnNotFound`, HTTP 404.
    pub const SNS_TOPIC_ARN_NOT_FOUND: ErrorCode = ErrorCode::sender("SNSTopicArnNotFound", 404);

    /// `SnapshotQuotaExceeded`, HTTP 400.
    pub const SNAPSHOT_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("SnapshotQuotaExceeded", 400);

    /// `SourceNotFound`, HTTP 404.
    pub const SOURCE_NOT_FOUND: ErrorCode = ErrorCode::sender("SourceNotFound", 404);

    /// `StorageQuotaExceeded`, HTTP 400.
    pub const STORAGE_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("StorageQuotaExceeded", 400);

    /// `StorageTypeNotAvailableFault`, HTTP 400.
    pub const STORAGE_TYPE_NOT_AVAILABLE_FAULT: ErrorCode = ErrorCode::sender("StorageTypeNotAvailableFault", 400);

    /// `StorageTypeNotSupported`, HTTP 400.
    pub const STORAGE_TYPE_NOT_SUPPORTED: ErrorCode = ErrorCode::sender("StorageTypeNotSupported", 400);

    /// `SubnetAlreadyInUse`, HTTP 400.
    pub const SUBNET_ALREADY_IN_USE: ErrorCode = ErrorCode::sender("SubnetAlreadyInUse", 400);

    /// `SubscriptionAlreadyExist`, HTTP 400.
    pub const SUBSCRIPTION_ALREADY_EXIST: ErrorCode = ErrorCode::sender("SubscriptionAlreadyExist", 400);

    /// `SubscriptionCategoryNotFound`, HTTP 404.
    pub const SUBSCRIPTION_CATEGORY_NOT_FOUND: ErrorCode = ErrorCode::sender("SubscriptionCategoryNotFound", 404);

    /// `SubscriptionNotFound`, HTTP 404.
    pub const SUBSCRIPTION_NOT_FOUND: ErrorCode = ErrorCode::sender("SubscriptionNotFound", 404);

    /// `TenantDatabaseAlreadyExists`, HTTP 400.
    pub const TENANT_DATABASE_ALREADY_EXISTS: ErrorCode = ErrorCode::sender("TenantDatabaseAlreadyExists", 400);

    /// `TenantDatabaseNotFound`, HTTP 404.
    pub const TENANT_DATABASE_NOT_FOUND: ErrorCode = ErrorCode::sender("TenantDatabaseNotFound", 404);

    /// `TenantDatabaseQuotaExceeded`, HTTP 400.
    pub const TENANT_DATABASE_QUOTA_EXCEEDED: ErrorCode = ErrorCode::sender("TenantDatabaseQuotaExceeded", 400);

    /// `VpcEncryptionControlViolationException`, HTTP 400.
    pub const VPC_ENCRYPTION_CONTROL_VIOLATION_EXCEPTION: ErrorCode = ErrorCode::sender("VpcEncryptionControlViolationException", 400);
}
