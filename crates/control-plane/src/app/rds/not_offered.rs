//! What calls may ask for that there is none of here: said plainly, since a success would deceive.

use aws_query::error::common::INVALID_PARAMETER_COMBINATION;
use aws_query::{ApiError, Secret, rds};

/// An input that may ask for it.
pub(super) trait NotOffered {
    /// Refuses to be asked for what there is none of.
    fn refuse_what_is_not_offered(&self) -> Result<(), ApiError>;
}

/// Whether a value asks for more than there is without it.
trait Asks {
    fn asks(&self) -> bool;
}

impl Asks for bool {
    fn asks(&self) -> bool {
        *self
    }
}

impl Asks for i32 {
    fn asks(&self) -> bool {
        *self != 0
    }
}

impl Asks for i64 {
    fn asks(&self) -> bool {
        *self != 0
    }
}

impl Asks for String {
    fn asks(&self) -> bool {
        !self.is_empty()
    }
}

impl Asks for Secret {
    fn asks(&self) -> bool {
        true
    }
}

impl<T> Asks for Vec<T> {
    fn asks(&self) -> bool {
        !self.is_empty()
    }
}

impl Asks for rds::DatabaseInsightsMode {
    fn asks(&self) -> bool {
        *self != Self::Standard
    }
}

impl Asks for rds::ClusterScalabilityType {
    fn asks(&self) -> bool {
        *self != Self::Standard
    }
}

impl Asks for rds::MasterUserAuthenticationType {
    fn asks(&self) -> bool {
        *self != Self::Password
    }
}

impl Asks for rds::AutomationMode {
    fn asks(&self) -> bool {
        *self != Self::Full
    }
}

macro_rules! always_asks {
    ($($shape:ident)*) => {$(
        impl Asks for rds::$shape {
            fn asks(&self) -> bool {
                true
            }
        }
    )*};
}

always_asks! { RdsCustomClusterConfiguration ReplicaMode ScalingConfiguration }

const ENCRYPTION: &str = "Storage is not encrypted here: encrypt the file system that the data is \
     on, and leave StorageEncrypted and KmsKeyId out.";
const SECRETS: &str = "There is no Secrets Manager here: give MasterUserPassword instead of \
     ManageMasterUserPassword.";
const MASTER: &str = "A master user logs in with a password here: leave \
     MasterUserAuthenticationType out.";
const MONITORING: &str = "There is no Enhanced Monitoring here: leave MonitoringInterval out.";
const INSIGHTS: &str =
    "There are no Performance Insights here: leave EnablePerformanceInsights out.";
const REPLICAS: &str = "There are no replicas here: leave out what asks for them.";
const DOMAINS: &str = "There are no Active Directory domains here: leave Domain out.";
const CHARACTERS: &str = "Character sets and time zones are those of the engine here: set them in \
     SQL, per database.";
const ORACLE: &str = "This is of engines that are not offered here.";
const HARDWARE: &str = "There is no such hardware here: leave it out.";
const MODE: &str = "Only the engine mode provisioned is offered here.";
const DATA_API: &str = "There is no Data API here: leave EnableHttpEndpoint out.";
const BACKTRACK: &str = "There is no backtracking here: leave BacktrackWindow out.";
const BACKUPS: &str = "There are no backups here: leave out what asks for them.";
const OPTIONS: &str = "Clusters have no option groups here: leave OptionGroupName out.";
const ROLES: &str = "Clusters have no roles here: leave AssociatedRoles out.";
const CLASSIC: &str = "There are no DB security groups here: leave DBSecurityGroups out.";
const MAJOR: &str = "There are no major version upgrades here: leave \
     DBInstanceParameterGroupName out.";

/// For each input, what is answered and which of its parameters ask for it; `except` is a value that
/// asks for nothing.
macro_rules! not_offered {
    ($($input:ident { $($text:ident: $($field:ident $(except $usual:literal)?),*;)* })*) => {$(
        impl NotOffered for rds::$input {
            fn refuse_what_is_not_offered(&self) -> Result<(), ApiError> {
                $($(
                    let given = self.$field.as_ref();
                    $(let given = given.filter(|given| *given != $usual);)?
                    if given.is_some_and(Asks::asks) {
                        return Err(INVALID_PARAMETER_COMBINATION.because($text));
                    }
                )*)*
                Ok(())
            }
        }
    )*};
}

not_offered! {
    CreateDBClusterMessage {
        ENCRYPTION: storage_encrypted, kms_key_id;
        SECRETS: manage_master_user_password, master_user_secret_kms_key_id;
        MASTER: master_user_authentication_type, with_express_configuration;
        MONITORING: monitoring_interval, monitoring_role_arn;
        INSIGHTS: enable_performance_insights, performance_insights_kms_key_id,
            performance_insights_retention_period, database_insights_mode;
        REPLICAS: replication_source_identifier, pre_signed_url, global_cluster_identifier,
            enable_global_write_forwarding, enable_local_write_forwarding, enable_limitless_database,
            cluster_scalability_type, db_cluster_instance_class;
        DOMAINS: domain, domain_iam_role_name;
        CHARACTERS: character_set_name;
        ORACLE: db_system_id, rds_custom_cluster_configuration;
        MODE: engine_mode except "provisioned", scaling_configuration;
        DATA_API: enable_http_endpoint;
        BACKTRACK: backtrack_window;
        OPTIONS: option_group_name;
        ROLES: associated_roles;
    }
    ModifyDBClusterMessage {
        SECRETS: manage_master_user_password, rotate_master_user_password,
            master_user_secret_kms_key_id;
        MASTER: master_user_authentication_type;
        MONITORING: monitoring_interval, monitoring_role_arn;
        INSIGHTS: enable_performance_insights, performance_insights_kms_key_id,
            performance_insights_retention_period, database_insights_mode;
        REPLICAS: enable_global_write_forwarding, enable_local_write_forwarding,
            enable_limitless_database, db_cluster_instance_class;
        DOMAINS: domain, domain_iam_role_name;
        MODE: engine_mode except "provisioned", allow_engine_mode_change, scaling_configuration;
        DATA_API: enable_http_endpoint;
        BACKTRACK: backtrack_window;
        BACKUPS: aws_backup_recovery_point_arn;
        OPTIONS: option_group_name;
        MAJOR: db_instance_parameter_group_name;
    }
    CreateDBInstanceMessage {
        ENCRYPTION: storage_encrypted, kms_key_id;
        SECRETS: manage_master_user_password, master_user_secret_kms_key_id;
        MASTER: master_user_authentication_type;
        MONITORING: monitoring_interval, monitoring_role_arn;
        INSIGHTS: enable_performance_insights, performance_insights_kms_key_id,
            performance_insights_retention_period, database_insights_mode;
        REPLICAS: multi_az;
        DOMAINS: domain, domain_fqdn, domain_ou, domain_auth_secret_arn, domain_dns_ips,
            domain_iam_role_name;
        CHARACTERS: character_set_name, nchar_character_set_name, timezone;
        ORACLE: tde_credential_arn, tde_credential_password, db_system_id, multi_tenant,
            custom_iam_instance_profile;
        HARDWARE: processor_features, dedicated_log_volume, additional_storage_volumes,
            enable_customer_owned_ip, db_capacity_reservation_identifier;
        BACKUPS: backup_target except "region";
        CLASSIC: db_security_groups;
    }
    ModifyDBInstanceMessage {
        SECRETS: manage_master_user_password, rotate_master_user_password,
            master_user_secret_kms_key_id;
        MASTER: master_user_authentication_type;
        MONITORING: monitoring_interval, monitoring_role_arn;
        INSIGHTS: enable_performance_insights, performance_insights_kms_key_id,
            performance_insights_retention_period, database_insights_mode;
        REPLICAS: multi_az, replica_mode;
        DOMAINS: domain, domain_fqdn, domain_ou, domain_auth_secret_arn, domain_dns_ips,
            domain_iam_role_name;
        ORACLE: tde_credential_arn, tde_credential_password, multi_tenant, engine, automation_mode,
            resume_full_automation_mode_minutes;
        HARDWARE: processor_features, dedicated_log_volume, additional_storage_volumes,
            enable_customer_owned_ip, db_capacity_reservation_identifier;
        BACKUPS: aws_backup_recovery_point_arn;
        CLASSIC: db_security_groups;
    }
}
