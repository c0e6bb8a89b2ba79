//! DB clusters.

use std::borrow::Cow;

use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::error::{
    DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_NOT_FOUND_FAULT, DB_CLUSTER_QUOTA_EXCEEDED_FAULT,
    INVALID_DB_CLUSTER_STATE_FAULT,
};
use aws_query::rds::{
    self, CreateDBCluster, DBClusterMember, DBClusterMessage, DeleteDBCluster, DescribeDBClusters,
    ModifyDBCluster, RebootDBCluster, StartDBCluster, StopDBCluster,
};
use aws_query::{ApiError, Timestamp};

use super::catalog::family;
use super::checks::{check_certificate_authority, identifier};
use super::database::{Database, in_state};
use super::kept::{Keeps as _, Shows as _, serverless_shape};
use super::layers::Layers;
use super::moves::{moved, moves};
use super::not_offered::NotOffered as _;
use super::noun::{Besides, Noun, Wanted, find, permission, with_given, with_request_tags};
use super::parameter_groups::{apply_status, default_name, set_by};
use super::server::{
    Deletion, Modification, NewServer, certificate_details, hidden, not_yet_so, some_if_any,
};
use super::subnet_groups::chosen;
use super::tag_list::{shown, tags};
use super::usual;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::engines::EngineName;
use crate::ids;
use crate::realm::Realm;
use crate::renames::rename_cluster;
use crate::state::{
    Changes, Cluster, ClusterEndpoint, ClusterParameterGroup, DbParameterGroup, Instance, Kept,
    Server, State, Status, Stored, SubnetGroup, Tags, members,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateDBCluster,
    DeleteDBCluster,
    DescribeDBClusters,
    ModifyDBCluster,
    RebootDBCluster,
    StartDBCluster,
    StopDBCluster,
];

impl Noun for Cluster {
    const KIND: &'static str = "cluster";
    const FILTERS: &'static [&'static str] = &[
        "clone-group-id",
        "db-cluster-id",
        "db-cluster-resource-id",
        "domain",
        "engine",
    ];
    type Shape = rds::DBCluster;

    fn not_found(name: &str) -> ApiError {
        DB_CLUSTER_NOT_FOUND_FAULT.because(format!("DBCluster {name} not found."))
    }

    fn tags(&self) -> &Tags {
        &self.server.tags
    }

    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.server.tags
    }

    fn value(&self, filter: &str, _: &State) -> Result<Option<Cow<'_, str>>, ApiError> {
        Ok(match filter {
            "db-cluster-id" => Some(self.identifier.as_str().into()),
            "db-cluster-resource-id" => Some(self.server.resource_id.as_str().into()),
            "engine" => Some(self.server.engine.as_str().into()),
            _ => None,
        })
    }

    fn shape(&self, call: &Call<'_>) -> Result<rds::DBCluster, ApiError> {
        shape(self, call)
    }
}

impl Database for Cluster {
    type Group = ClusterParameterGroup;
    const DATABASE_NAME: &'static str = "DatabaseName";

    fn quota_exceeded() -> ApiError {
        DB_CLUSTER_QUOTA_EXCEEDED_FAULT.because("DB Cluster quota exceeded")
    }

    fn not_in(&self, state: Status) -> ApiError {
        INVALID_DB_CLUSTER_STATE_FAULT.because(format!(
            "DbCluster {} is not in {} state.",
            self.identifier,
            state.of_cluster()
        ))
    }

    fn not_movable_from(&self, state: Status) -> ApiError {
        let expected = match state {
            Status::Stopped => "stopped,inaccessible-encryption-credentials-recoverable",
            other => other.of_cluster(),
        };
        INVALID_DB_CLUSTER_STATE_FAULT.because(format!(
            "DbCluster {} is in {} state but expected it to be one of {expected}.",
            self.identifier,
            self.server.status.of_cluster(),
        ))
    }

    fn server(&self, _: &State) -> Result<Cow<'_, Server>, ApiError> {
        Ok(Cow::Borrowed(&self.server))
    }

    fn groups(&self, state: &State) -> Result<Layers, ApiError> {
        let members = members(state, &self.identifier).or_fail()?;
        let writer = self.writer(&members);
        let group = writer.and_then(|writer| writer.parameter_group());
        Ok(Layers {
            cluster: set_by::<ClusterParameterGroup>(
                self.server.parameter_group.as_deref(),
                state,
            )?,
            instance: set_by::<DbParameterGroup>(group, state)?,
        })
    }

    fn own_server(&mut self) -> Result<&mut Server, ApiError> {
        refuse_attached(self)?;
        Ok(&mut self.server)
    }
}

const CREATE: &str = "rds:CreateDBCluster";

/// What conditions may ask about a request to make one.
fn with_request(
    permission: Permission,
    input: &rds::CreateDBClusterMessage,
) -> Result<Permission, ApiError> {
    let permission = with_request_tags(permission, &tags(input.tags.clone())?);
    let encrypted = input.storage_encrypted.unwrap_or(false).to_string();
    let managed = input.manage_master_user_password.unwrap_or(false);
    let permission = permission
        .with("rds:DatabaseEngine", &*input.engine)
        .with("rds:StorageEncrypted", encrypted)
        .with("rds:ManageMasterUserPassword", managed.to_string());
    let permission = with_given(permission, "rds:DatabaseName", input.database_name.as_ref());
    let permission = with_given(permission, "rds:Piops", input.iops);
    Ok(with_given(
        permission,
        "rds:StorageSize",
        input.allocated_storage,
    ))
}

impl Handler for CreateDBCluster {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permission::<Cluster>(CREATE, &input.db_cluster_identifier, asked)?;
        with_request(permission, input).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let request = with_request(Permission::default(), &input)?;
        Besides::new(call, CREATE, request)
            .may_use::<ClusterParameterGroup>(input.db_cluster_parameter_group_name.as_deref())?
            .may_use::<SubnetGroup>(input.db_subnet_group_name.as_deref())?;
        input.refuse_what_is_not_offered()?;
        check_certificate_authority(input.ca_certificate_identifier.as_deref())?;
        let mut kept = Kept::default();
        input.keep(&mut kept)?;
        let identifier = identifier("DBClusterIdentifier", &input.db_cluster_identifier)?;
        refuse_taken(call.state, &identifier)?;
        given("MasterUsername", input.master_username.is_some())?;
        given("MasterUserPassword", input.master_user_password.is_some())?;
        let server = NewServer {
            resource_id: ids::cluster_resource_id(&*call.realm.entropy).or_fail()?,
            engine: input.engine,
            engine_version: input.engine_version,
            port: input.port,
            master_username: input.master_username,
            master_password: input.master_user_password,
            database_name: input.database_name,
            iam_authentication: input.enable_iam_database_authentication.unwrap_or(false),
            deletion_protection: input.deletion_protection.unwrap_or(false),
            log_exports: input.enable_cloudwatch_logs_exports.unwrap_or_default(),
            subnet_group: chosen(input.db_subnet_group_name.as_deref(), call.state)?,
            parameter_group: input.db_cluster_parameter_group_name,
            tags: tags(input.tags)?,
        };
        let cluster = Cluster {
            identifier,
            server: server.record::<ClusterParameterGroup>(call)?,
            writer: None,
            kept,
        };
        let output = rds::CreateDBClusterResult {
            db_cluster: Some(shape(&cluster, call)?),
        };
        Ok(Outcome::write(output, Changes::new().create(&cluster)))
    }
}

impl Handler for DescribeDBClusters {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.db_cluster_identifier.as_deref().unwrap_or("*");
        permission::<Cluster>("rds:DescribeDBClusters", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let wanted = Wanted {
            name: input.db_cluster_identifier.as_deref(),
            filters: input.filters,
            marker: input.marker.as_deref(),
            max_records: input.max_records,
        };
        let page = wanted.list::<Cluster>(call)?;
        let db_clusters = Some(page.items);
        Ok(Outcome::read(DBClusterMessage {
            db_clusters,
            marker: page.next,
        }))
    }
}

const MODIFY: &str = "rds:ModifyDBCluster";

/// What conditions may ask about a request to change one.
fn with_change(permission: Permission, input: &rds::ModifyDBClusterMessage) -> Permission {
    let class = input.db_cluster_instance_class.as_ref();
    let managed = input.manage_master_user_password;
    let permission = with_given(permission, "rds:DatabaseClass", class);
    let permission = with_given(permission, "rds:StorageSize", input.allocated_storage);
    let permission = with_given(permission, "rds:Piops", input.iops);
    with_given(permission, "rds:ManageMasterUserPassword", managed)
}

impl Handler for ModifyDBCluster {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permission::<Cluster>(MODIFY, &input.db_cluster_identifier, asked)?;
        Ok(Some(with_change(permission, input)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Besides::new(call, MODIFY, with_change(Permission::default(), &input))
            .may_use::<ClusterParameterGroup>(input.db_cluster_parameter_group_name.as_deref())?;
        input.refuse_what_is_not_offered()?;
        check_certificate_authority(input.ca_certificate_identifier.as_deref())?;
        let mut cluster =
            in_state::<Cluster>(call, &input.db_cluster_identifier, Status::Available)?;
        if input.master_user_password.is_some() || input.port.is_some() {
            refuse_attached(&cluster)?;
        }
        input.keep(&mut cluster.record.kept)?;
        let modification = Modification {
            iam_authentication: input.enable_iam_database_authentication,
            master_password: input.master_user_password,
            deletion_protection: input.deletion_protection,
            logs: input.cloudwatch_logs_export_configuration,
            parameter_group: input.db_cluster_parameter_group_name,
            identifier: new_identifier(call.state, input.new_db_cluster_identifier.as_deref())?,
            port: input.port,
            engine_version: input.engine_version,
            immediately: input.apply_immediately.unwrap_or(false),
        };
        let server = &mut cluster.record.server;
        let renamed = modification.write_into::<ClusterParameterGroup>(server, call)?;
        // Amazon too answers with the identifier that the call named.
        let output = rds::ModifyDBClusterResult {
            db_cluster: Some(shape(&cluster, call)?),
        };
        let changes = match renamed {
            Some(name) => rename(call, &mut cluster, name)?,
            None => Changes::new().update(&cluster),
        };
        Ok(Outcome::write(output, changes))
    }
}

/// How Amazon asks for what a cluster cannot be made without.
fn given(parameter: &str, is_given: bool) -> Result<(), ApiError> {
    match is_given {
        true => Ok(()),
        false => Err(INVALID_PARAMETER_VALUE.because(format!(
            "The parameter {parameter} must be provided and must not be blank."
        ))),
    }
}

fn new_identifier(state: &State, given: Option<&str>) -> Result<Option<String>, ApiError> {
    let Some(given) = given else {
        return Ok(None);
    };
    let identifier = identifier("NewDBClusterIdentifier", given)?;
    refuse_taken(state, &identifier)?;
    Ok(Some(identifier))
}

fn refuse_taken(state: &State, identifier: &str) -> Result<(), ApiError> {
    match state.get::<Cluster>(identifier).or_fail()? {
        Some(_) => Err(DB_CLUSTER_ALREADY_EXISTS_FAULT.because("DB Cluster already exists")),
        None => Ok(()),
    }
}

/// Gives the cluster another identifier, unless that is taken by now.
fn rename(call: &Call<'_>, cluster: &mut Stored<Cluster>, to: String) -> Result<Changes, ApiError> {
    refuse_taken(call.state, &to)?;
    let members = members(call.state, &cluster.identifier).or_fail()?;
    Ok(rename_cluster(&mut call.teller(), cluster, members, to))
}

impl Handler for DeleteDBCluster {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permission::<Cluster>("rds:DeleteDBCluster", &input.db_cluster_identifier, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut cluster = find::<Cluster>(call.state, &input.db_cluster_identifier)?;
        if cluster.server.status == Status::Deleting {
            return Err(cluster.not_in(Status::Available));
        }
        let deletion = Deletion {
            skip_final_snapshot: input.skip_final_snapshot,
            final_snapshot: input.final_db_snapshot_identifier.as_deref(),
            noun: "Cluster",
        };
        deletion.write_into(cluster.record.own_server()?)?;
        let members = members(call.state, &cluster.identifier).or_fail()?;
        if !members.is_empty() {
            return Err(INVALID_DB_CLUSTER_STATE_FAULT.because(
                "Cluster cannot be deleted, it still contains DB instances in non-deleting state.",
            ));
        }
        let output = rds::DeleteDBClusterResult {
            db_cluster: Some(shape(&cluster, call)?),
        };
        Ok(Outcome::write(output, Changes::new().update(&cluster)))
    }
}

moves! {
    Cluster, db_cluster_identifier => db_cluster;
    StartDBCluster: "rds:StartDBCluster", Stopped -> Starting, StartDBClusterResult;
    StopDBCluster: "rds:StopDBCluster", Available -> Stopping, StopDBClusterResult;
    RebootDBCluster: "rds:RebootDBCluster", Available -> Rebooting, RebootDBClusterResult;
}

/// Refuses what a database server of somebody's own is not ours to be asked for.
fn refuse_attached(cluster: &Cluster) -> Result<(), ApiError> {
    if cluster.server.attached.is_none() {
        return Ok(());
    }
    let name = &cluster.identifier;
    Err(INVALID_DB_CLUSTER_STATE_FAULT.because(format!(
        "DbCluster {name} is a database server of your own that was attached: its starts, stops, \
         master user and data are yours. `sekisho detach {name}` ends IAM logins to it."
    )))
}

/// The name of a cluster's parameter group, and how far the server follows it.
fn group_status(cluster: &Cluster, state: &State) -> Result<(String, &'static str), ApiError> {
    let server = &cluster.server;
    let family = family(&server.engine, &server.engine_version);
    let name = server.parameter_group.clone();
    let follows = cluster.groups(state)?.follow_cluster(&server.parameters);
    Ok((
        name.unwrap_or_else(|| default_name(&family)),
        apply_status(server, follows),
    ))
}

/// The custom endpoints of a cluster.
pub(super) fn custom_endpoints(
    cluster: &Cluster,
    state: &State,
) -> Result<Vec<ClusterEndpoint>, ApiError> {
    let all: Vec<_> = state
        .all::<ClusterEndpoint>()
        .collect::<Result<_, _>>()
        .or_fail()?;
    let own = |endpoint: &Stored<ClusterEndpoint>| endpoint.cluster == cluster.server.resource_id;
    let own = all.into_iter().filter(own);
    Ok(own.map(|endpoint| endpoint.record).collect())
}

/// Where clients reach a cluster.
pub(super) fn endpoint_host(cluster: &Cluster, call: &Call<'_>) -> Option<String> {
    match &cluster.server.attached {
        Some(attached) => attached.endpoints.first().map(|first| first.host.clone()),
        None => Some(call.realm.offer.endpoint_host.clone()),
    }
}

/// A cluster as answers show it.
fn shape(cluster: &Cluster, call: &Call<'_>) -> Result<rds::DBCluster, ApiError> {
    let server = &cluster.server;
    let Realm { account, .. } = call.realm;
    let text = |value: &str| Some(value.to_owned());
    let endpoint_host = endpoint_host(cluster, call);
    let custom = custom_endpoints(cluster, call.state)?;
    let (group, group_status) = group_status(cluster, call.state)?;
    Ok(rds::DBCluster {
        db_cluster_identifier: text(&cluster.identifier),
        status: text(server.status.of_cluster()),
        endpoint: endpoint_host.clone(),
        reader_endpoint: endpoint_host.clone(),
        custom_endpoints: some_if_any(
            custom
                .iter()
                .filter_map(|_| endpoint_host.clone())
                .collect(),
        ),
        db_subnet_group: server.subnet_group.clone(),
        db_cluster_parameter_group: Some(group),
        engine: text(&server.engine),
        engine_version: text(&server.engine_version),
        port: server.port.map(i32::from),
        database_name: server.database_name.clone(),
        master_username: text(&server.master_username),
        certificate_details: certificate_shown(server),
        db_cluster_members: Some(member_shapes(call.state, cluster, group_status)?),
        db_cluster_resource_id: text(&server.resource_id),
        db_cluster_arn: Some(account.rds_arn("cluster", &cluster.identifier)),
        iam_database_authentication_enabled: Some(server.iam_authentication),
        cluster_create_time: Some(Timestamp::from_unix(server.created_at)),
        enabled_cloudwatch_logs_exports: some_if_any(server.log_exports.clone()),
        pending_modified_values: pending_shape(server),
        deletion_protection: Some(server.deletion_protection),
        tag_list: Some(shown(&server.tags)),
        serverless_v2_scaling_configuration: serverless_shape(&cluster.kept),
        ..usual::cluster(account)
    }
    .with(&cluster.kept))
}

/// Amazon shows one of clusters that are not Aurora's, whose instances have one each.
fn certificate_shown(server: &Server) -> Option<rds::CertificateDetails> {
    let is_aurora = EngineName::parse(&server.engine).is_some_and(EngineName::is_aurora);
    certificate_details(server).filter(|_| !is_aurora)
}

fn member_shapes(
    state: &State,
    cluster: &Cluster,
    group_status: &str,
) -> Result<Vec<DBClusterMember>, ApiError> {
    let members = members(state, &cluster.identifier).or_fail()?;
    let writer = cluster.writer(&members).map(|writer| &*writer.resource_id);
    let shape = |member: &Stored<Instance>| DBClusterMember {
        promotion_tier: Some(member.kept.tier()),
        is_cluster_writer: Some(Some(&*member.resource_id) == writer),
        db_cluster_parameter_group_status: Some(group_status.to_owned()),
        db_instance_identifier: Some(member.identifier.clone()),
    };
    Ok(members.iter().map(shape).collect())
}

fn pending_shape(server: &Server) -> Option<rds::ClusterPendingModifiedValues> {
    let pending = not_yet_so(server);
    (!pending.is_empty()).then(|| rds::ClusterPendingModifiedValues {
        db_cluster_identifier: pending.identifier.clone(),
        iam_database_authentication_enabled: pending.iam_authentication,
        master_user_password: pending.sealed_master_password.as_ref().map(|_| hidden()),
        ..Default::default()
    })
}
