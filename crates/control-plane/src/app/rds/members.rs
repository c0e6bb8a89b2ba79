//! What an instance that is a member of a cluster has of its own, and what it cannot be given, since
//! its cluster has it.

use aws_query::error::common::INVALID_PARAMETER_COMBINATION;
use aws_query::rds::error::INVALID_DB_CLUSTER_STATE_FAULT;
use aws_query::{ApiError, rds};

use super::catalog::family;
use super::checks::is_of_series;
use super::database::Database as _;
use super::parameter_groups::{chosen, on_record};
use crate::app::Call;
use crate::state::{Cluster, DbParameterGroup, Server, Status};

/// The class of instances that have the capacity that their cluster says.
const SERVERLESS: &str = "db.serverless";

/// The parameter group that a member of a cluster with this server shall be in; `None` for the default
/// one.
pub(super) fn group(
    call: &Call<'_>,
    name: Option<&str>,
    server: &Server,
) -> Result<Option<String>, ApiError> {
    let family = family(&server.engine, &server.engine_version);
    let group = chosen::<DbParameterGroup>(call, name, &family)?;
    Ok(group.and_then(|group| on_record(&group, &family)))
}

/// The first of the members of an input that is given, in Amazon's words for it.
macro_rules! first_given {
    ($input:ident: $($field:ident $words:literal;)*) => {
        [$(($input.$field.is_some(), $words)),*]
            .into_iter()
            .find_map(|(given, words)| given.then_some(words))
    };
}

/// Refuses a new member what its cluster decides, and another engine than its cluster's.
pub(super) fn check_new_member(
    input: &rds::CreateDBInstanceMessage,
    cluster: &Cluster,
) -> Result<(), ApiError> {
    let server = &cluster.server;
    if !input.engine.eq_ignore_ascii_case(&server.engine) {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The engine name requested for your DB instance ({}) doesn't match the engine name of \
             your DB cluster ({}).",
            input.engine, server.engine
        )));
    }
    if matches!(
        server.status,
        Status::Stopping | Status::Stopped | Status::Deleting
    ) {
        return Err(cluster.not_in(Status::Available));
    }
    if input.db_instance_class == SERVERLESS && cluster.kept.serverless_v2.is_none() {
        return Err(INVALID_DB_CLUSTER_STATE_FAULT.because(
            "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a \
             Serverless v2 DB instance.",
        ));
    }
    let is_aurora = server.engine.starts_with("aurora-");
    if let Some(version) = &input.engine_version
        && !is_aurora
        && !is_of_series(&server.engine_version, version)
    {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The engine version that you requested for your DB instance ({version}) does not match \
             the engine version of your DB cluster ({}).",
            server.engine_version
        )));
    }
    if let Some(group) = &input.db_subnet_group_name
        && server.subnet_group.as_deref() != Some(&*group.to_lowercase())
    {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The DB subnet group that you requested for your DB instance ({group}) does not match \
             the DB subnet group of your DB cluster."
        )));
    }
    let decided = first_given! { input:
        allocated_storage "allocated storage";
        backup_retention_period "backup retention period";
        db_name "database name";
        deletion_protection "deletion protection";
        enable_cloudwatch_logs_exports "cloudwatch logs exports";
        enable_iam_database_authentication "IAM database authentication";
        iops "iops";
        master_user_password "master user password";
        master_username "master user name";
        max_allocated_storage "max allocated storage";
        option_group_name "option group";
        port "database endpoint port number";
        preferred_backup_window "backup window";
        storage_type "storage type";
        vpc_security_group_ids "vpc security group";
    };
    match decided {
        None => Ok(()),
        Some(what) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The requested DB Instance will be a member of a DB Cluster. Set {what} for the DB \
             Cluster."
        ))),
    }
}

/// Refuses to change on a member what is its cluster's.
pub(super) fn check_member_change(input: &rds::ModifyDBInstanceMessage) -> Result<(), ApiError> {
    let decided = first_given! { input:
        allocated_storage "allocated storage";
        backup_retention_period "backup retention";
        cloudwatch_logs_export_configuration "cloudwatch logs exports";
        db_port_number "database endpoint port number";
        db_subnet_group_name "DB subnet group";
        deletion_protection "deletion protection";
        enable_iam_database_authentication "IAM database authentication";
        engine_version "the DB engine version";
        iops "iops";
        master_user_password "master user password";
        max_allocated_storage "max allocated storage";
        option_group_name "option group";
        preferred_backup_window "backup window";
        storage_type "storage type";
        vpc_security_group_ids "vpc security group";
    };
    match decided {
        None => Ok(()),
        Some(what) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The specified DB Instance is a member of a cluster. Modify {what} for the DB Cluster \
             using the ModifyDbCluster API"
        ))),
    }
}
