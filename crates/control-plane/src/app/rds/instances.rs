//! DB instances: members of a cluster, or with a server of their own.

use std::borrow::Cow;

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_COMBINATION;
use aws_query::rds::error::{
    DB_INSTANCE_ALREADY_EXISTS, DB_INSTANCE_NOT_FOUND, INSTANCE_QUOTA_EXCEEDED,
    INVALID_DB_INSTANCE_STATE,
};
use aws_query::rds::{
    self, CreateDBInstance, DBInstanceMessage, DeleteDBInstance, DescribeDBInstances,
    ModifyDBInstance, RebootDBInstance, StartDBInstance, StopDBInstance,
};

use super::checks::{check_certificate_authority, check_class, check_zone, identifier};
use super::database::Database;
use super::instance_shape::shape;
use super::kept::Keeps as _;
use super::layers::Layers;
use super::members::{check_member_change, check_new_member};
use super::moves::{moved, moves};
use super::not_offered::NotOffered as _;
use super::noun::{Besides, Noun, Wanted, find, permission, with_given, with_request_tags};
use super::parameter_groups::set_by;
use super::server::{Deletion, Modification, NewServer};
use super::tag_list::tags;
use super::usual::STORAGE_GB;
use super::{failover, members, option_groups, subnet_groups};
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::events::Happening;
use crate::ids;
use crate::renames::rename_instance;
use crate::state::{
    Changes, Cluster, DbParameterGroup, EventSource, Instance, InstanceBacking, Kept, Member,
    OptionGroup, Parameters, Server, State, Status, Stored, SubnetGroup, Tags,
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

impl Noun for Instance {
    const KIND: &'static str = "db";
    const FILTERS: &'static [&'static str] = &[
        "db-cluster-id",
        "db-instance-id",
        "dbi-resource-id",
        "domain",
        "engine",
    ];
    type Shape = rds::DBInstance;

    fn not_found(name: &str) -> ApiError {
        DB_INSTANCE_NOT_FOUND.because(format!("DBInstance {name} not found."))
    }

    fn tags(&self) -> &Tags {
        match &self.backing {
            InstanceBacking::Own(server) => &server.tags,
            InstanceBacking::Cluster(_) => &self.tags,
        }
    }

    fn tags_mut(&mut self) -> &mut Tags {
        match &mut self.backing {
            InstanceBacking::Own(server) => &mut server.tags,
            InstanceBacking::Cluster(_) => &mut self.tags,
        }
    }

    fn value(&self, filter: &str, state: &State) -> Result<Option<Cow<'_, str>>, ApiError> {
        Ok(match (filter, &self.backing) {
            ("db-cluster-id", InstanceBacking::Cluster(cluster)) => Some(cluster.into()),
            ("db-instance-id", _) => Some(self.identifier.as_str().into()),
            ("dbi-resource-id", _) => Some(self.resource_id.as_str().into()),
            ("engine", _) => Some(self.server(state)?.engine.clone().into()),
            _ => None,
        })
    }

    fn conditions(&self, permission: Permission, state: &State) -> Result<Permission, ApiError> {
        let server = self.server(state)?;
        let storage = self.kept.allocated_storage.unwrap_or(STORAGE_GB);
        let permission = permission
            .with("rds:DatabaseClass", &*self.class)
            .with("rds:DatabaseEngine", &*server.engine)
            .with("rds:MultiAz", "false")
            .with("rds:StorageEncrypted", "false")
            .with("rds:StorageSize", storage.to_string());
        let name = server.database_name.as_ref();
        let permission = with_given(permission, "rds:DatabaseName", name);
        Ok(with_given(permission, "rds:Piops", self.kept.iops))
    }

    fn shape(&self, call: &Call<'_>) -> Result<rds::DBInstance, ApiError> {
        shape(self, call)
    }
}

impl Database for Instance {
    type Group = DbParameterGroup;
    const DATABASE_NAME: &'static str = "DBName";

    fn quota_exceeded() -> ApiError {
        INSTANCE_QUOTA_EXCEEDED.because("DB Instance quota exceeded")
    }

    fn not_in(&self, state: Status) -> ApiError {
        INVALID_DB_INSTANCE_STATE.because(format!(
            "Instance {} is not in {} state.",
            self.identifier,
            state.of_instance()
        ))
    }

    fn not_movable_from(&self, state: Status) -> ApiError {
        match state {
            Status::Stopped => INVALID_DB_INSTANCE_STATE.because(format!(
                "Instance {} cannot be started as it is not in one of the following statuses: \
                 'stopped, inaccessible-encryption-credentials-recoverable'.",
                self.identifier
            )),
            other => self.not_in(other),
        }
    }

    fn server(&self, state: &State) -> Result<Cow<'_, Server>, ApiError> {
        match &self.backing {
            InstanceBacking::Own(server) => Ok(Cow::Borrowed(server)),
            InstanceBacking::Cluster(name) => {
                Ok(Cow::Owned(find::<Cluster>(state, name)?.record.server))
            }
        }
    }

    fn groups(&self, state: &State) -> Result<Layers, ApiError> {
        let cluster = match &self.backing {
            InstanceBacking::Own(_) => Parameters::new(),
            InstanceBacking::Cluster(name) => find::<Cluster>(state, name)?.groups(state)?.cluster,
        };
        Ok(Layers {
            cluster,
            instance: set_by::<DbParameterGroup>(self.parameter_group(), state)?,
        })
    }

    fn own_server(&mut self) -> Result<&mut Server, ApiError> {
        match &mut self.backing {
            InstanceBacking::Own(server) => Ok(server),
            InstanceBacking::Cluster(_) => Err(INVALID_PARAMETER_COMBINATION.because(
                "DB instances of DB clusters are not eligible for stopping and starting.",
            )),
        }
    }
}

const CREATE: &str = "rds:CreateDBInstance";

/// What conditions may ask about a request to make one.
fn with_request(
    permission: Permission,
    input: &rds::CreateDBInstanceMessage,
) -> Result<Permission, ApiError> {
    let permission = with_request_tags(permission, &tags(input.tags.clone())?);
    let encrypted = input.storage_encrypted.unwrap_or(false).to_string();
    let managed = input.manage_master_user_password.unwrap_or(false);
    let permission = permission
        .with("rds:DatabaseEngine", &*input.engine)
        .with("rds:DatabaseClass", &*input.db_instance_class)
        .with("rds:StorageEncrypted", encrypted)
        .with("rds:ManageMasterUserPassword", managed.to_string())
        .with("rds:MultiAz", input.multi_az.unwrap_or(false).to_string());
    let permission = with_given(permission, "rds:DatabaseName", input.db_name.as_ref());
    let permission = with_given(permission, "rds:Piops", input.iops);
    let public = input.publicly_accessible;
    let permission = with_given(permission, "rds:PubliclyAccessible", public);
    let target = input.backup_target.as_ref();
    let permission = with_given(permission, "rds:BackupTarget", target);
    Ok(with_given(
        permission,
        "rds:StorageSize",
        input.allocated_storage,
    ))
}

impl Handler for CreateDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permission::<Instance>(CREATE, &input.db_instance_identifier, asked)?;
        with_request(permission, input).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let request = with_request(Permission::default(), &input)?;
        Besides::new(call, CREATE, request)
            .may_use::<Cluster>(input.db_cluster_identifier.as_deref())?
            .may_use::<DbParameterGroup>(input.db_parameter_group_name.as_deref())?
            .may_use::<OptionGroup>(option_groups::made(input.option_group_name.as_deref()))?
            .may_use::<SubnetGroup>(input.db_subnet_group_name.as_deref())?;
        input.refuse_what_is_not_offered()?;
        check_class(&input.db_instance_class)?;
        check_certificate_authority(input.ca_certificate_identifier.as_deref())?;
        check_zone(input.availability_zone.as_deref(), &call.realm.account)?;
        let mut kept = Kept::default();
        input.keep(&mut kept)?;
        let identifier = identifier("DBInstanceIdentifier", &input.db_instance_identifier)?;
        refuse_taken(call.state, &identifier)?;
        let resource_id = ids::instance_resource_id(&*call.realm.entropy).or_fail()?;
        let class = input.db_instance_class.clone();
        let tags = tags(input.tags.clone())?;
        let mut changes = Changes::new();
        let mut member = Member::default();
        let backing = match &input.db_cluster_identifier {
            Some(name) => {
                let cluster = find::<Cluster>(call.state, name)?;
                check_new_member(&input, &cluster)?;
                let of = cluster.identifier.clone();
                let group = input.db_parameter_group_name.as_deref();
                member.parameter_group = members::group(call, group, &cluster.server)?;
                changes = failover::with(call, &resource_id, &member, cluster)?;
                changes = instance_event(call, changes, &identifier, Happening::Created);
                InstanceBacking::Cluster(of)
            }
            None => {
                let options = input.option_group_name.clone();
                let server = own_server(call, input, &resource_id)?;
                kept.option_group = option_groups::chosen(call, options.as_deref(), &server)?;
                InstanceBacking::Own(Box::new(server))
            }
        };
        let created_at = call.now.as_unix();
        let instance = Instance {
            identifier,
            resource_id,
            class,
            created_at,
            tags,
            backing,
            member,
            kept,
        };
        let mut shown = shape(&instance, call)?;
        shown.db_instance_status = Some(Status::Creating.of_instance().to_owned());
        let db_instance = Some(shown);
        let output = rds::CreateDBInstanceResult { db_instance };
        Ok(Outcome::write(output, changes.create(&instance)))
    }
}

/// Tells of what happens to an instance by the call itself.
fn instance_event(call: &Call<'_>, changes: Changes, name: &str, what: Happening) -> Changes {
    call.teller()
        .tell(changes, EventSource::Instance, name, what)
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
        database_name: input.db_name,
        iam_authentication: input.enable_iam_database_authentication.unwrap_or(false),
        deletion_protection: input.deletion_protection.unwrap_or(false),
        log_exports: input.enable_cloudwatch_logs_exports.unwrap_or_default(),
        subnet_group: subnet_groups::chosen(input.db_subnet_group_name.as_deref(), call.state)?,
        parameter_group: input.db_parameter_group_name,
        tags: tags(input.tags)?,
    }
    .record::<DbParameterGroup>(call)
}

impl Handler for DescribeDBInstances {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.db_instance_identifier.as_deref().unwrap_or("*");
        permission::<Instance>("rds:DescribeDBInstances", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let wanted = Wanted {
            name: input.db_instance_identifier.as_deref(),
            filters: input.filters,
            marker: input.marker.as_deref(),
            max_records: input.max_records,
        };
        let page = wanted.list::<Instance>(call)?;
        let db_instances = Some(page.items);
        Ok(Outcome::read(DBInstanceMessage {
            db_instances,
            marker: page.next,
        }))
    }
}

const MODIFY: &str = "rds:ModifyDBInstance";

/// What conditions may ask about a request to change one.
fn with_change(permission: Permission, input: &rds::ModifyDBInstanceMessage) -> Permission {
    let managed = input.manage_master_user_password;
    with_given(permission, "rds:ManageMasterUserPassword", managed)
}

impl Handler for ModifyDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permission::<Instance>(MODIFY, &input.db_instance_identifier, asked)?;
        Ok(Some(with_change(permission, input)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Besides::new(call, MODIFY, with_change(Permission::default(), &input))
            .may_use::<DbParameterGroup>(input.db_parameter_group_name.as_deref())?
            .may_use::<OptionGroup>(option_groups::made(input.option_group_name.as_deref()))?
            .may_use::<SubnetGroup>(input.db_subnet_group_name.as_deref())?;
        input.refuse_what_is_not_offered()?;
        input
            .db_instance_class
            .as_deref()
            .map_or(Ok(()), check_class)?;
        check_certificate_authority(input.ca_certificate_identifier.as_deref())?;
        let mut instance = to_be_modified(call, &input.db_instance_identifier)?;
        if matches!(instance.backing, InstanceBacking::Cluster(_)) {
            check_member_change(&input)?;
        }
        input.keep(&mut instance.record.kept)?;
        let before = instance.parameter_group().map(str::to_owned);
        let mut teller = call.teller();
        let mut changes = Changes::new();
        if let Some(class) = input
            .db_instance_class
            .filter(|class| *class != instance.class)
        {
            let done = Happening::ClassModified;
            changes = teller.tell(changes, EventSource::Instance, &instance.identifier, done);
            instance.record.class = class;
        }
        let modification = Modification {
            iam_authentication: input.enable_iam_database_authentication,
            master_password: input.master_user_password,
            deletion_protection: input.deletion_protection,
            logs: input.cloudwatch_logs_export_configuration,
            parameter_group: input.db_parameter_group_name,
            identifier: new_identifier(call.state, input.new_db_instance_identifier.as_deref())?,
            port: input.db_port_number,
            engine_version: input.engine_version,
            immediately: input.apply_immediately.unwrap_or(false),
        };
        let renamed = match &mut instance.record.backing {
            InstanceBacking::Own(server) => {
                if let Some(group) =
                    subnet_groups::chosen(input.db_subnet_group_name.as_deref(), call.state)?
                {
                    server.subnet_group = Some(group);
                }
                if let Some(group) =
                    option_groups::chosen(call, input.option_group_name.as_deref(), server)?
                {
                    instance.record.kept.option_group = Some(group);
                }
                modification.write_into::<DbParameterGroup>(server, call)?
            }
            InstanceBacking::Cluster(of) => {
                let server = find::<Cluster>(call.state, of)?.record.server;
                modification.write_into_member(&mut instance.record.member, &server, call)?
            }
        };
        let group = instance.parameter_group().map(str::to_owned);
        if let Some(group) = group.filter(|now| Some(now) != before.as_ref()) {
            let chosen = Happening::ParameterGroupChosen(group);
            changes = teller.tell(changes, EventSource::Instance, &instance.identifier, chosen);
        }
        if let Some(to) = renamed {
            refuse_taken(call.state, &to)?;
            changes = rename_instance(&mut teller, changes, &mut instance.record, to);
        }
        let output = rds::ModifyDBInstanceResult {
            db_instance: Some(shape(&instance, call)?),
        };
        Ok(Outcome::write(output, changes.replace(&instance)))
    }
}

/// Amazon does not name the instance that is in another state.
fn to_be_modified(call: &Call<'_>, name: &str) -> Result<Stored<Instance>, ApiError> {
    let instance = find::<Instance>(call.state, name)?;
    match instance.server(call.state)?.status {
        Status::Available => Ok(instance),
        _ => Err(INVALID_DB_INSTANCE_STATE.because("Database instance is not in available state.")),
    }
}

/// One that is stopped is in the wrong state; one that is on its way is left alone.
fn to_be_rebooted(call: &Call<'_>, name: &str) -> Result<Stored<Instance>, ApiError> {
    let instance = find::<Instance>(call.state, name)?;
    match instance.server(call.state)?.status {
        Status::Available => Ok(instance),
        Status::Stopped | Status::Failed => Err(instance.not_in(Status::Available)),
        _ => Err(INVALID_DB_INSTANCE_STATE.because(
            "Instance cannot currently reboot due to an in-progress management operation.",
        )),
    }
}

fn new_identifier(state: &State, given: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(given) = given else {
        return Ok(None);
    };
    let identifier = identifier("NewDBInstanceIdentifier", given)?;
    refuse_taken(state, &identifier)?;
    Ok(Some(identifier))
}

fn refuse_taken(state: &State, identifier: &str) -> Result<(), ApiError> {
    match state.get::<Instance>(identifier).or_fail()? {
        Some(_) => Err(DB_INSTANCE_ALREADY_EXISTS.because("DB instance already exists")),
        None => Ok(()),
    }
}

impl Handler for DeleteDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission::<Instance>("rds:DeleteDBInstance", &input.db_instance_identifier, asked)
            .map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut instance = find::<Instance>(call.state, &input.db_instance_identifier)?;
        if instance.server(call.state)?.status == Status::Deleting {
            return Err(INVALID_DB_INSTANCE_STATE.because(format!(
                "Instance {} is already being deleted.",
                instance.identifier
            )));
        }
        let changes = match &mut instance.record.backing {
            // The member is a record only: the server is the cluster's.
            InstanceBacking::Cluster(of) => {
                if input.final_db_snapshot_identifier.is_some() {
                    return Err(INVALID_PARAMETER_COMBINATION.because(
                        "FinalDBSnapshotIdentifier can not be specified when deleting a cluster \
                         instance",
                    ));
                }
                let of = of.clone();
                let changes = failover::without(call, &instance, &of)?.delete(&instance);
                instance_event(call, changes, &instance.identifier, Happening::Deleted)
            }
            InstanceBacking::Own(server) => {
                let deletion = Deletion {
                    skip_final_snapshot: input.skip_final_snapshot,
                    final_snapshot: input.final_db_snapshot_identifier.as_deref(),
                    noun: "DB Instance",
                };
                deletion.write_into(server)?;
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

moves! {
    Instance, db_instance_identifier => db_instance;
    StartDBInstance: "rds:StartDBInstance", Stopped -> Starting, StartDBInstanceResult;
    StopDBInstance: "rds:StopDBInstance", Available -> Stopping, StopDBInstanceResult;
}

/// A member of a cluster has no server of its own: the cluster's is rebooted.
impl Handler for RebootDBInstance {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_instance_identifier;
        permission::<Instance>("rds:RebootDBInstance", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let name = &input.db_instance_identifier;
        let mut instance = to_be_rebooted(call, name)?;
        if input.force_failover.unwrap_or(false) {
            return Err(INVALID_PARAMETER_COMBINATION.because(
                "A failover cannot be forced: the DB instance is not a Multi-AZ deployment.",
            ));
        }
        let groups = instance.groups(call.state)?;
        let (mut shown, changes) = match &mut instance.record.backing {
            InstanceBacking::Own(server) => {
                server.status = Status::Rebooting;
                server.parameters = groups.merged();
                (shape(&instance, call)?, Changes::new().update(&instance))
            }
            InstanceBacking::Cluster(of) => {
                let mut cluster = find::<Cluster>(call.state, of)?;
                let groups = cluster.groups(call.state)?;
                let server = &mut cluster.record.server;
                server.status = Status::Rebooting;
                server.parameters = groups.merged();
                (shape(&instance, call)?, Changes::new().update(&cluster))
            }
        };
        shown.db_instance_status = Some(Status::Rebooting.of_instance().to_owned());
        let db_instance = Some(shown);
        Ok(Outcome::write(
            rds::RebootDBInstanceResult { db_instance },
            changes,
        ))
    }
}
