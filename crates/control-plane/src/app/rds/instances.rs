//! DB instances: members of a cluster, or with a server of their own.

use aws_query::error::common::INVALID_PARAMETER_COMBINATION;
use aws_query::rds::error::{
    DB_INSTANCE_ALREADY_EXISTS, DB_INSTANCE_NOT_FOUND, INVALID_DB_INSTANCE_STATE,
};
use aws_query::rds::{
    self, CreateDBInstance, DBInstanceMessage, DeleteDBInstance, DescribeDBInstances,
    ModifyDBInstance, RebootDBInstance, StartDBInstance, StopDBInstance,
};
use aws_query::{ApiError, Timestamp};

use super::clusters;
use super::server::{
    Modification, NewServer, hidden, identifier, passes, refuse_final_snapshot, some_if_any,
};
use super::tag_list::{shown, tags};
use crate::app::page::page;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ca::CA_IDENTIFIER;
use crate::ids;
use crate::state::{
    Changes, Cluster, Instance, InstanceBacking, PendingChanges, Server, State, Status, Stored,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateDBInstance,
    DeleteDBInstance,
    DescribeDBInstances,
    ModifyDBInstance,
    RebootDBInstance,
    StartDBInstance,
    StopDBInstance,
];

/// The instance with this identifier or ARN.
pub(super) fn find(state: &State, name: &str) -> Result<Stored<Instance>, ApiError> {
    let name = name.rsplit(':').next().unwrap_or(name);
    state
        .get::<Instance>(name)
        .or_fail()?
        .ok_or_else(|| DB_INSTANCE_NOT_FOUND.because(format!("DBInstance {name} not found.")))
}

fn permission(action: &'static str, name: &str, asked: &Asked<'_>) -> Result<Permission, ApiError> {
    let name = name.rsplit(':').next().unwrap_or(name).to_lowercase();
    let permission = Permission::new(action, asked.realm.account.rds_arn("db", &name));
    Ok(match asked.state.get::<Instance>(&name).or_fail()? {
        Some(instance) => permission.with_resource_tags(match &instance.backing {
            InstanceBacking::Own(server) => &server.tags,
            InstanceBacking::Cluster(_) => &instance.tags,
        }),
        None => permission,
    })
}

impl Handler for CreateDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permission("rds:CreateDBInstance", &input.db_instance_identifier, asked)?;
        Ok(Some(
            permission.with_request_tags(&tags(input.tags.clone())?),
        ))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let identifier = identifier("DBInstanceIdentifier", &input.db_instance_identifier)?;
        if call.state.get::<Instance>(&identifier).or_fail()?.is_some() {
            return Err(DB_INSTANCE_ALREADY_EXISTS.because("DB instance already exists"));
        }
        let resource_id = ids::instance_resource_id(&*call.realm.entropy).or_fail()?;
        let class = input.db_instance_class.clone();
        let tags = tags(input.tags.clone())?;
        let mut changes = Changes::new();
        let backing = match &input.db_cluster_identifier {
            Some(name) => {
                let cluster = clusters::find(call.state, name)?;
                refuse_what_the_cluster_decides(&input, &cluster)?;
                changes = changes.rely_on(&cluster);
                InstanceBacking::Cluster(cluster.identifier.clone())
            }
            None => InstanceBacking::Own(Box::new(own_server(call, input, &resource_id)?)),
        };
        let created_at = call.now.as_unix();
        let instance = Instance {
            identifier,
            resource_id,
            class,
            created_at,
            tags,
            backing,
        };
        let output = rds::CreateDBInstanceResult {
            db_instance: Some(shape(&instance, call)?),
        };
        Ok(Outcome::write(output, changes.create(&instance)))
    }
}

fn own_server(
    call: &Call<'_>,
    input: rds::CreateDBInstanceMessage,
    resource_id: &str,
) -> Result<Server, ApiError> {
    NewServer {
        resource_id: resource_id.to_owned(),
        engine: input.engine,
        engine_version: input.engine_version,
        port: input.port,
        master_username: input.master_username,
        master_password: input.master_user_password,
        managed_password: input.manage_master_user_password.unwrap_or(false),
        database_name: input.db_name,
        iam_authentication: input.enable_iam_database_authentication.unwrap_or(false),
        deletion_protection: input.deletion_protection.unwrap_or(false),
        log_exports: input.enable_cloudwatch_logs_exports.unwrap_or_default(),
        tags: tags(input.tags)?,
    }
    .record(call)
}

fn refuse_what_the_cluster_decides(
    input: &rds::CreateDBInstanceMessage,
    cluster: &Cluster,
) -> Result<(), ApiError> {
    if input.engine != cluster.server.engine {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The engine name requested for your DB instance ({}) doesn't match the engine name of \
             your DB cluster ({}).",
            input.engine, cluster.server.engine
        )));
    }
    if input.master_user_password.is_some() || input.master_username.is_some() {
        return Err(managed_by_the_cluster("master user"));
    }
    if input.enable_iam_database_authentication.is_some() {
        return Err(managed_by_the_cluster("IAM database authentication"));
    }
    Ok(())
}

fn managed_by_the_cluster(what: &str) -> ApiError {
    INVALID_PARAMETER_COMBINATION.because(format!(
        "The requested DB Instance will be a member of a DB Cluster. Set {what} for the DB Cluster."
    ))
}

impl Handler for DescribeDBInstances {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.db_instance_identifier.as_deref().unwrap_or("*");
        permission("rds:DescribeDBInstances", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let instances = match &input.db_instance_identifier {
            Some(name) => vec![find(call.state, name)?],
            None => call
                .state
                .all::<Instance>()
                .collect::<Result<_, _>>()
                .or_fail()?,
        };
        let filters = input.filters.unwrap_or_default();
        let mut found = Vec::new();
        for instance in instances {
            let server = server_of(&instance, call.state)?;
            if passes(&filters, |name| filtered(&instance, &server, name))? {
                found.push(shape(&instance, call)?);
            }
        }
        let page = page(found, input.marker.as_deref(), input.max_records)?;
        let db_instances = Some(page.items);
        Ok(Outcome::read(DBInstanceMessage {
            db_instances,
            marker: page.next,
        }))
    }
}

fn filtered<'a>(instance: &'a Instance, server: &'a Server, name: &str) -> Option<Vec<&'a str>> {
    Some(match name {
        "db-cluster-id" => match &instance.backing {
            InstanceBacking::Cluster(cluster) => vec![cluster],
            InstanceBacking::Own(_) => Vec::new(),
        },
        "db-instance-id" => vec![&instance.identifier],
        "dbi-resource-id" => vec![&instance.resource_id],
        "engine" => vec![&server.engine],
        "domain" => Vec::new(),
        _ => return None,
    })
}

impl Handler for ModifyDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("rds:ModifyDBInstance", &input.db_instance_identifier, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut instance = in_state(call, &input.db_instance_identifier, Status::Available)?;
        if let Some(class) = input.db_instance_class {
            instance.record.class = class;
        }
        let modification = Modification {
            iam_authentication: input.enable_iam_database_authentication,
            master_password: input.master_user_password,
            deletion_protection: input.deletion_protection,
            logs: input.cloudwatch_logs_export_configuration,
            immediately: input.apply_immediately.unwrap_or(false),
        };
        match &mut instance.record.backing {
            InstanceBacking::Own(server) => modification.write_into(server, call)?,
            InstanceBacking::Cluster(_) if modification.iam_authentication.is_some() => {
                return Err(managed_by_the_cluster("IAM database authentication"));
            }
            InstanceBacking::Cluster(_) if modification.master_password.is_some() => {
                return Err(managed_by_the_cluster("master user password"));
            }
            InstanceBacking::Cluster(_) => {}
        }
        let output = rds::ModifyDBInstanceResult {
            db_instance: Some(shape(&instance, call)?),
        };
        Ok(Outcome::write(output, Changes::new().update(&instance)))
    }
}

impl Handler for DeleteDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission("rds:DeleteDBInstance", &input.db_instance_identifier, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut instance = find(call.state, &input.db_instance_identifier)?;
        let changes = match &mut instance.record.backing {
            // The member is a record only: the server is the cluster's.
            InstanceBacking::Cluster(_) => Changes::new().delete(&instance),
            InstanceBacking::Own(server) => {
                let snapshot = input.final_db_snapshot_identifier.as_deref();
                let parameter = "FinalDBSnapshotIdentifier";
                refuse_final_snapshot(input.skip_final_snapshot, snapshot, parameter)?;
                if server.deletion_protection {
                    return Err(INVALID_PARAMETER_COMBINATION.because(
                        "Cannot delete protected DB Instance, please disable deletion protection \
                         and try again.",
                    ));
                }
                server.status = Status::Deleting;
                Changes::new().update(&instance)
            }
        };
        let mut shown = shape(&instance, call)?;
        shown.db_instance_status = Some(Status::Deleting.of_instance().to_owned());
        Ok(Outcome::write(
            rds::DeleteDBInstanceResult {
                db_instance: Some(shown),
            },
            changes,
        ))
    }
}

/// The operations that only move an instance from one state to another.
macro_rules! moves {
    ($($operation:ident: $action:literal, $from:ident -> $to:ident, $result:ident;)*) => {$(
        impl Handler for $operation {
            fn permission(
                input: &Self::Input,
                asked: &Asked<'_>,
            ) -> Result<Option<Permission>, ApiError> {
                permission($action, &input.db_instance_identifier, asked).map(Some)
            }

            fn carry_out(
                call: &Call<'_>,
                input: Self::Input,
            ) -> Result<Outcome<Self::Output>, ApiError> {
                let mut instance = in_state(call, &input.db_instance_identifier, Status::$from)?;
                own(&mut instance.record)?.status = Status::$to;
                let output = rds::$result { db_instance: Some(shape(&instance, call)?) };
                Ok(Outcome::write(output, Changes::new().update(&instance)))
            }
        }
    )*};
}

moves! {
    StartDBInstance: "rds:StartDBInstance", Stopped -> Starting, StartDBInstanceResult;
    StopDBInstance: "rds:StopDBInstance", Available -> Stopping, StopDBInstanceResult;
    RebootDBInstance: "rds:RebootDBInstance", Available -> Rebooting, RebootDBInstanceResult;
}

fn own(instance: &mut Instance) -> Result<&mut Server, ApiError> {
    match &mut instance.backing {
        InstanceBacking::Own(server) => Ok(server),
        InstanceBacking::Cluster(_) => Err(INVALID_PARAMETER_COMBINATION.because(
            "The DB instance is a member of a DB cluster: start, stop and reboot the DB cluster.",
        )),
    }
}

fn in_state(call: &Call<'_>, name: &str, wanted: Status) -> Result<Stored<Instance>, ApiError> {
    let instance = find(call.state, name)?;
    if server_of(&instance, call.state)?.status == wanted {
        return Ok(instance);
    }
    Err(INVALID_DB_INSTANCE_STATE.because(format!(
        "Instance {} is not in {} state.",
        instance.identifier,
        wanted.of_instance()
    )))
}

fn server_of(instance: &Instance, state: &State) -> Result<Server, ApiError> {
    match &instance.backing {
        InstanceBacking::Own(server) => Ok((**server).clone()),
        InstanceBacking::Cluster(name) => Ok(clusters::find(state, name)?.record.server),
    }
}

/// An instance as answers show it.
fn shape(instance: &Instance, call: &Call<'_>) -> Result<rds::DBInstance, ApiError> {
    let server = server_of(instance, call.state)?;
    let (tags, cluster) = match &instance.backing {
        InstanceBacking::Own(_) => (&server.tags, None),
        InstanceBacking::Cluster(cluster) => (&instance.tags, Some(cluster.clone())),
    };
    let text = |value: &str| Some(value.to_owned());
    Ok(rds::DBInstance {
        db_instance_identifier: text(&instance.identifier),
        db_instance_class: text(&instance.class),
        engine: text(&server.engine),
        engine_version: text(&server.engine_version),
        db_instance_status: text(server.status.of_instance()),
        master_username: text(&server.master_username),
        db_name: server.database_name.clone(),
        endpoint: server.port.map(|port| rds::Endpoint {
            address: text(&call.realm.offer.endpoint_host),
            port: Some(port.into()),
            hosted_zone_id: None,
        }),
        allocated_storage: Some(1),
        instance_create_time: Some(Timestamp::from_unix(instance.created_at)),
        backup_retention_period: Some(1),
        multi_az: Some(false),
        auto_minor_version_upgrade: Some(false),
        publicly_accessible: Some(false),
        storage_encrypted: Some(false),
        db_instance_port: Some(0),
        db_cluster_identifier: cluster,
        dbi_resource_id: text(&instance.resource_id),
        ca_certificate_identifier: text(CA_IDENTIFIER),
        db_instance_arn: Some(call.realm.account.rds_arn("db", &instance.identifier)),
        iam_database_authentication_enabled: Some(server.iam_authentication),
        enabled_cloudwatch_logs_exports: some_if_any(server.log_exports.clone()),
        pending_modified_values: Some(pending_shape(&server.pending)),
        deletion_protection: Some(server.deletion_protection),
        copy_tags_to_snapshot: Some(false),
        tag_list: Some(shown(tags)),
        ..rds::DBInstance::default()
    })
}

fn pending_shape(pending: &PendingChanges) -> rds::PendingModifiedValues {
    rds::PendingModifiedValues {
        iam_database_authentication_enabled: pending.iam_authentication,
        master_user_password: pending.sealed_master_password.as_ref().map(|_| hidden()),
        ..Default::default()
    }
}
