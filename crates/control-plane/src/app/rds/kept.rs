//! What is kept and shown, and what changes nothing about a server: windows, storage, zones, networks,
//! backups, of which there are none.

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds;

use super::windows::check_windows;
use crate::state::{Kept, ServerlessV2};

/// The longest that backups can be asked to be retained.
const MOST_RETENTION_DAYS: i32 = 35;
/// The last of the tiers in which readers of a cluster are promoted.
const LAST_TIER: i32 = 15;
/// The kinds of storage that there are at Amazon.
const STORAGE_TYPES: [&str; 7] = [
    "aurora",
    "aurora-iopt1",
    "gp2",
    "gp3",
    "io1",
    "io2",
    "standard",
];
/// The most capacity that a serverless cluster can be given.
const MOST_CAPACITY: f64 = 256.0;

/// An input that says some of it.
pub(super) trait Keeps {
    /// The fewest days that backups are retained.
    const LEAST_RETENTION_DAYS: i32;

    /// Writes into `kept` what it says.
    fn write_into(&self, kept: &mut Kept);

    /// The same, checked as Amazon checks it.
    fn keep(&self, kept: &mut Kept) -> Result<(), ApiError> {
        let before = kept.allocated_storage;
        self.write_into(kept);
        check_growth(before, kept.allocated_storage)?;
        if let Some(window) = &mut kept.preferred_maintenance_window {
            window.make_ascii_lowercase();
        }
        check(kept, Self::LEAST_RETENTION_DAYS)
    }
}

macro_rules! keeps {
    ($($input:ident retains $least:literal: $($field:ident)* $(, $scaling:ident)?;)*) => {$(
        impl Keeps for rds::$input {
            const LEAST_RETENTION_DAYS: i32 = $least;

            fn write_into(&self, kept: &mut Kept) {
                $(if self.$field.is_some() {
                    kept.$field.clone_from(&self.$field);
                })*
                $(if let Some(scaling) = &self.$scaling {
                    kept.serverless_v2 = Some(ServerlessV2 {
                        min_capacity: scaling.min_capacity,
                        max_capacity: scaling.max_capacity,
                        seconds_until_auto_pause: scaling.seconds_until_auto_pause,
                    });
                })?
            }
        }
    )*};
}

keeps! {
    CreateDBClusterMessage retains 1:
        allocated_storage auto_minor_version_upgrade availability_zones backup_retention_period
        copy_tags_to_snapshot engine_lifecycle_support iops network_type preferred_backup_window
        preferred_maintenance_window publicly_accessible storage_type vpc_security_group_ids,
        serverless_v2_scaling_configuration;
    ModifyDBClusterMessage retains 1:
        allocated_storage auto_minor_version_upgrade backup_retention_period copy_tags_to_snapshot
        engine_lifecycle_support iops network_type preferred_backup_window
        preferred_maintenance_window storage_type vpc_security_group_ids,
        serverless_v2_scaling_configuration;
    CreateDBInstanceMessage retains 0:
        allocated_storage auto_minor_version_upgrade availability_zone backup_retention_period
        copy_tags_to_snapshot engine_lifecycle_support iops license_model max_allocated_storage
        network_type preferred_backup_window preferred_maintenance_window promotion_tier
        publicly_accessible storage_throughput storage_type vpc_security_group_ids;
    ModifyDBInstanceMessage retains 0:
        allocated_storage auto_minor_version_upgrade backup_retention_period copy_tags_to_snapshot
        engine_lifecycle_support iops license_model max_allocated_storage network_type
        preferred_backup_window preferred_maintenance_window promotion_tier publicly_accessible
        storage_throughput storage_type vpc_security_group_ids;
}

/// A shape that shows some of it.
pub(super) trait Shows {
    /// With what is kept, in the place of what is shown where nobody said anything.
    #[must_use]
    fn with(self, kept: &Kept) -> Self;
}

macro_rules! shows {
    ($($shape:ident: $($field:ident)*;)*) => {$(
        impl Shows for rds::$shape {
            fn with(mut self, kept: &Kept) -> Self {
                $(if kept.$field.is_some() {
                    self.$field.clone_from(&kept.$field);
                })*
                if let Some(ids) = &kept.vpc_security_group_ids {
                    self.vpc_security_groups = Some(security_groups(ids));
                }
                self
            }
        }
    )*};
}

shows! {
    DBCluster:
        allocated_storage auto_minor_version_upgrade availability_zones backup_retention_period
        copy_tags_to_snapshot engine_lifecycle_support iops network_type preferred_backup_window
        preferred_maintenance_window publicly_accessible storage_type;
    DBInstance:
        allocated_storage auto_minor_version_upgrade availability_zone backup_retention_period
        copy_tags_to_snapshot engine_lifecycle_support iops license_model max_allocated_storage
        network_type preferred_backup_window preferred_maintenance_window promotion_tier
        publicly_accessible storage_throughput storage_type;
}

fn security_groups(ids: &[String]) -> Vec<rds::VpcSecurityGroupMembership> {
    let membership = |id: &String| rds::VpcSecurityGroupMembership {
        vpc_security_group_id: Some(id.clone()),
        status: Some("active".to_owned()),
    };
    ids.iter().map(membership).collect()
}

/// The capacity as a cluster shows it.
pub(super) fn serverless_shape(kept: &Kept) -> Option<rds::ServerlessV2ScalingConfigurationInfo> {
    let scaling = kept.serverless_v2.as_ref()?;
    Some(rds::ServerlessV2ScalingConfigurationInfo {
        min_capacity: scaling.min_capacity,
        max_capacity: scaling.max_capacity,
        seconds_until_auto_pause: scaling.seconds_until_auto_pause,
    })
}

impl Kept {
    /// Of a member of a cluster: what is the cluster's is shown by the members too.
    pub(super) fn of_member(&self, cluster: &Self) -> Self {
        Self {
            backup_retention_period: cluster.backup_retention_period,
            preferred_backup_window: cluster.preferred_backup_window.clone(),
            vpc_security_group_ids: cluster.vpc_security_group_ids.clone(),
            storage_type: cluster.storage_type.clone(),
            network_type: cluster.network_type.clone(),
            promotion_tier: Some(self.tier()),
            ..self.clone()
        }
    }
}

/// Storage grows and never shrinks.
fn check_growth(before: Option<i32>, now: Option<i32>) -> Result<(), ApiError> {
    match (before, now) {
        (Some(before), Some(now)) if now < before => {
            Err(INVALID_PARAMETER_COMBINATION.because(format!(
                "Requested storage size ({now}) cannot be less than the current storage size \
                 ({before})"
            )))
        }
        _ => Ok(()),
    }
}

fn check(kept: &Kept, least_days: i32) -> Result<(), ApiError> {
    let refuse = |text: String| Err(INVALID_PARAMETER_VALUE.because(text));
    if let Some(days) = kept.backup_retention_period
        && !(least_days..=MOST_RETENTION_DAYS).contains(&days)
    {
        return refuse(format!(
            "Invalid backup retention period: {days}. Retention period must be between {least_days} \
             and {MOST_RETENTION_DAYS}."
        ));
    }
    if let Some(tier) = kept.promotion_tier
        && !(0..=LAST_TIER).contains(&tier)
    {
        return refuse(format!(
            "Invalid promotion tier: {tier}. Must be between 0 and {LAST_TIER}."
        ));
    }
    check_windows(
        kept.preferred_backup_window.as_deref(),
        kept.preferred_maintenance_window.as_deref(),
    )?;
    if let (Some(most), Some(now)) = (kept.max_allocated_storage, kept.allocated_storage)
        && most <= now
    {
        return Err(INVALID_PARAMETER_COMBINATION
            .because("Max storage size must be greater than storage size"));
    }
    if let Some(unknown) = kept.storage_type.as_deref()
        && !STORAGE_TYPES.contains(&unknown)
    {
        return refuse(format!("Invalid storage type: {unknown}"));
    }
    let groups = kept.vpc_security_group_ids.iter().flatten();
    if let Some(unknown) = groups.clone().find(|id| !id.starts_with("sg-")) {
        return refuse(format!(
            "Invalid security group , groupId= {unknown}, groupName=."
        ));
    }
    kept.serverless_v2.as_ref().map_or(Ok(()), check_capacity)
}

fn check_capacity(scaling: &ServerlessV2) -> Result<(), ApiError> {
    let (Some(least), Some(most)) = (scaling.min_capacity, scaling.max_capacity) else {
        return Err(INVALID_PARAMETER_COMBINATION
            .because("A serverless scaling configuration needs MinCapacity and MaxCapacity."));
    };
    let in_halves = |capacity: f64| (capacity * 2.0).fract() == 0.0;
    if (0.0..=most).contains(&least) && most <= MOST_CAPACITY && in_halves(least) && in_halves(most)
    {
        return Ok(());
    }
    Err(INVALID_PARAMETER_VALUE.because(format!(
        "Serverless v2 maximum capacity {most} and minimum capacity {least} must be multiples of \
         0.5 between 0 and {MOST_CAPACITY}, the minimum not above the maximum."
    )))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_tiers_and_capacities_are_taken_at_their_limits_and_not_one_past_them() {
        let days = |days| Kept {
            backup_retention_period: Some(days),
            ..Kept::default()
        };
        assert!(check(&days(1), 1).is_ok() && check(&days(35), 1).is_ok());
        assert!(check(&days(0), 1).is_err() && check(&days(36), 1).is_err());
        assert!(check(&days(0), 0).is_ok());
        let tier = |tier| Kept {
            promotion_tier: Some(tier),
            ..Kept::default()
        };
        assert!(check(&tier(0), 0).is_ok() && check(&tier(15), 0).is_ok());
        assert!(check(&tier(-1), 0).is_err() && check(&tier(16), 0).is_err());
        let capacity = |least, most| {
            check_capacity(&ServerlessV2 {
                min_capacity: Some(least),
                max_capacity: Some(most),
                seconds_until_auto_pause: None,
            })
        };
        assert!(capacity(0.5, 256.0).is_ok() && capacity(1.0, 1.0).is_ok());
        assert!(capacity(0.5, 256.5).is_err() && capacity(2.0, 1.0).is_err());
        assert!(capacity(0.3, 1.0).is_err() && capacity(-0.5, 1.0).is_err());
        assert!(capacity(f64::NAN, 1.0).is_err());
    }
}
