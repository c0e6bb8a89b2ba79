//! What is kept and shown, and what changes nothing about a server: windows, storage, zones, networks,
//! backups, of which there are none.

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds;

use crate::state::{Kept, ServerlessV2};

/// The longest that backups can be asked to be retained.
const MOST_RETENTION_DAYS: i32 = 35;
/// The last of the tiers in which readers of a cluster are promoted.
const LAST_TIER: i32 = 15;
/// The shortest window.
const WINDOW_MINUTES_MIN: u32 = 30;
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
        self.write_into(kept);
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
                self.vpc_security_groups = kept.vpc_security_group_ids.as_deref().map(security_groups);
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

fn check(kept: &Kept, least_days: i32) -> Result<(), ApiError> {
    let refuse = |text: String| Err(INVALID_PARAMETER_VALUE.because(text));
    if let Some(days) = kept.backup_retention_period
        && !(least_days..=MOST_RETENTION_DAYS).contains(&days)
    {
        return refuse(format!(
            "Invalid backup retention period: {days}. Must be between {least_days} and \
             {MOST_RETENTION_DAYS}."
        ));
    }
    if let Some(tier) = kept.promotion_tier
        && !(0..=LAST_TIER).contains(&tier)
    {
        return refuse(format!(
            "Invalid promotion tier: {tier}. Must be between 0 and {LAST_TIER}."
        ));
    }
    if let Some(window) = &kept.preferred_backup_window
        && backup_window_minutes(window).is_none_or(|minutes| minutes < WINDOW_MINUTES_MIN)
    {
        return refuse(format!(
            "Invalid backup window format: {window}. Should be specified as a range \
             hh24:mi-hh24:mi (24H Clock UTC) of at least 30 minutes. Example: 04:52-05:22"
        ));
    }
    if let Some(window) = &kept.preferred_maintenance_window
        && maintenance_window_minutes(window).is_none_or(|minutes| minutes < WINDOW_MINUTES_MIN)
    {
        return refuse(format!(
            "Invalid maintenance window format: {window}. Should be specified as a range \
             ddd:hh24:mi-ddd:hh24:mi (24H Clock UTC) of at least 30 minutes. \
             Example: sun:23:45-mon:00:15"
        ));
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

const DAY_MINUTES: u32 = 24 * 60;
const WEEK_MINUTES: u32 = 7 * DAY_MINUTES;

/// How long a window of every day is.
fn backup_window_minutes(window: &str) -> Option<u32> {
    let (from, to) = window.split_once('-')?;
    Some((DAY_MINUTES + minute_of_day(to)? - minute_of_day(from)?) % DAY_MINUTES)
}

/// How long a window of every week is.
fn maintenance_window_minutes(window: &str) -> Option<u32> {
    let (from, to) = window.split_once('-')?;
    Some((WEEK_MINUTES + minute_of_week(to)? - minute_of_week(from)?) % WEEK_MINUTES)
}

fn minute_of_week(time: &str) -> Option<u32> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let (day, time) = time.split_once(':')?;
    let day = DAYS.iter().position(|known| *known == day)?;
    Some(u32::try_from(day).ok()? * DAY_MINUTES + minute_of_day(time)?)
}

fn minute_of_day(time: &str) -> Option<u32> {
    let (hour, minute) = time.split_once(':')?;
    let number = |text: &str, limit: u32| {
        let two_digits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| two_digits);
        number.filter(|number| *number < limit)
    };
    Some(number(hour, 24)? * 60 + number(minute, 60)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_of_half_an_hour_is_one_and_a_shorter_one_is_none() {
        for (window, minutes) in [
            ("04:52-05:22", Some(30)),
            ("23:45-00:15", Some(30)),
            ("04:52-05:21", Some(29)),
            ("04:00-04:00", Some(0)),
            ("4:00-05:00", None),
            ("24:00-00:30", None),
            ("04:60-05:30", None),
            ("+4:00-05:00", None),
            ("04:00", None),
            ("", None),
        ] {
            assert_eq!(backup_window_minutes(window), minutes, "{window}");
        }
        for (window, minutes) in [
            ("sun:23:45-mon:00:15", Some(30)),
            ("mon:00:00-mon:03:00", Some(180)),
            ("day:00:00-mon:03:00", None),
            ("00:00-03:00", None),
        ] {
            assert_eq!(maintenance_window_minutes(window), minutes, "{window}");
        }
    }

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
