//! What RDS keeps of a database and shows, and what changes nothing about a server here.

use serde::{Deserialize, Serialize};

/// As it was asked for, under Amazon's names; `None` for what nobody said.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    pub allocated_storage: Option<i32>,
    pub auto_minor_version_upgrade: Option<bool>,
    pub availability_zone: Option<String>,
    pub availability_zones: Option<Vec<String>>,
    pub backup_retention_period: Option<i32>,
    pub copy_tags_to_snapshot: Option<bool>,
    pub engine_lifecycle_support: Option<String>,
    pub iops: Option<i32>,
    pub license_model: Option<String>,
    pub max_allocated_storage: Option<i32>,
    pub network_type: Option<String>,
    pub option_group: Option<String>,
    pub preferred_backup_window: Option<String>,
    pub preferred_maintenance_window: Option<String>,
    pub promotion_tier: Option<i32>,
    pub publicly_accessible: Option<bool>,
    pub serverless_v2: Option<ServerlessV2>,
    pub storage_throughput: Option<i32>,
    pub storage_type: Option<String>,
    pub vpc_security_group_ids: Option<Vec<String>>,
}

impl Kept {
    /// The tier in which a member would be promoted.
    pub fn tier(&self) -> i32 {
        const SECOND: i32 = 1;
        self.promotion_tier.unwrap_or(SECOND)
    }
}

/// The capacity that a serverless cluster may have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ServerlessV2 {
    pub min_capacity: Option<f64>,
    pub max_capacity: Option<f64>,
    pub seconds_until_auto_pause: Option<i32>,
}
