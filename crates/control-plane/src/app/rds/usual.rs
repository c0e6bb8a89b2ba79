//! What Amazon shows of every cluster and instance, and what it is here where nobody said anything.
//! Clients read it without asking whether it is there.

use aws_query::rds;

use super::catalog::{default_option_group, license, zone};
use crate::account::Account;
use crate::state::{Instance, InstanceBacking, Server};
use crate::windows::{BACKUP_WINDOW, MAINTENANCE_WINDOW};

/// The fewest days and gigabytes that Amazon shows.
const RETENTION_DAYS: i32 = 1;
pub(super) const STORAGE_GB: i32 = 1;

pub(super) fn cluster(account: &Account) -> rds::DBCluster {
    let text = |value: &str| Some(value.to_owned());
    rds::DBCluster {
        activity_stream_status: Some(rds::ActivityStreamStatus::Stopped),
        allocated_storage: Some(STORAGE_GB),
        associated_roles: Some(Vec::new()),
        auto_minor_version_upgrade: Some(false),
        availability_zones: Some(vec![zone(account)]),
        backup_retention_period: Some(RETENTION_DAYS),
        copy_tags_to_snapshot: Some(false),
        cross_account_clone: Some(false),
        database_insights_mode: Some(rds::DatabaseInsightsMode::Standard),
        domain_memberships: Some(Vec::new()),
        engine_mode: text("provisioned"),
        http_endpoint_enabled: Some(false),
        multi_az: Some(false),
        network_type: text("IPV4"),
        preferred_backup_window: text(BACKUP_WINDOW),
        preferred_maintenance_window: text(MAINTENANCE_WINDOW),
        read_replica_identifiers: Some(Vec::new()),
        storage_encrypted: Some(false),
        vpc_security_groups: Some(Vec::new()),
        ..rds::DBCluster::default()
    }
}

pub(super) fn instance(instance: &Instance, server: &Server, account: &Account) -> rds::DBInstance {
    let text = |value: &str| Some(value.to_owned());
    let storage_type = match &instance.backing {
        InstanceBacking::Cluster(_) => "aurora",
        InstanceBacking::Own(_) => "gp2",
    };
    let options = instance.kept.option_group.clone();
    let options =
        options.unwrap_or_else(|| default_option_group(&server.engine, &server.engine_version));
    rds::DBInstance {
        activity_stream_status: Some(rds::ActivityStreamStatus::Stopped),
        allocated_storage: Some(STORAGE_GB),
        associated_roles: Some(Vec::new()),
        auto_minor_version_upgrade: Some(false),
        availability_zone: Some(zone(account)),
        backup_retention_period: Some(RETENTION_DAYS),
        backup_target: text("region"),
        copy_tags_to_snapshot: Some(false),
        customer_owned_ip_enabled: Some(false),
        database_insights_mode: Some(rds::DatabaseInsightsMode::Standard),
        // Amazon shows a zero: the port is that of the endpoint.
        db_instance_port: Some(0),
        db_security_groups: Some(Vec::new()),
        dedicated_log_volume: Some(false),
        domain_memberships: Some(Vec::new()),
        is_storage_config_upgrade_available: Some(false),
        license_model: text(license(server.product)),
        monitoring_interval: Some(0),
        multi_az: Some(false),
        network_type: text("IPV4"),
        option_group_memberships: Some(vec![rds::OptionGroupMembership {
            option_group_name: Some(options),
            status: text("in-sync"),
        }]),
        performance_insights_enabled: Some(false),
        preferred_backup_window: text(BACKUP_WINDOW),
        preferred_maintenance_window: text(MAINTENANCE_WINDOW),
        publicly_accessible: Some(false),
        read_replica_db_instance_identifiers: Some(Vec::new()),
        storage_encrypted: Some(false),
        storage_type: text(storage_type),
        vpc_security_groups: Some(Vec::new()),
        ..rds::DBInstance::default()
    }
}
