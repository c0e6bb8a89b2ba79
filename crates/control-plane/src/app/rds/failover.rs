//! Which member of a cluster is the writer, and how another one becomes it. Members are names of one
//! server, so what moves is the name: data stays where it is. Connections end, as they do on Aurora, since
//! the server starts anew.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::error::{
    DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT, INVALID_DB_INSTANCE_STATE,
};
use aws_query::rds::{self, FailoverDBCluster};

use super::catalog::family;
use super::database::Database as _;
use super::followers::take_dynamic;
use super::layers::Layers;
use super::noun::{Noun as _, find, permission};
use super::parameter_groups::set_by;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::events::Happening;
use crate::state::{
    Changes, Cluster, DbParameterGroup, EventSource, Instance, Member, Server, Status, Stored,
    members,
};

pub(super) const OPERATIONS: &[Entry] = operations![FailoverDBCluster];

impl Handler for FailoverDBCluster {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission::<Cluster>("rds:FailoverDBCluster", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let target = input.target_db_instance_identifier.as_deref();
        let target = target.map(|name| target_named(call, name)).transpose()?;
        let mut cluster = source(call, &input.db_cluster_identifier)?;
        let members = members(call.state, &cluster.identifier).or_fail()?;
        let to = chosen(&cluster, &members, target.as_ref())?;
        if cluster.server.status != Status::Available {
            return Err(cluster.not_in(Status::Available));
        }
        cluster.record.own_server()?.status = Status::FailingOver;
        let mut teller = call.teller();
        let to_name = to.identifier.clone();
        let started = Happening::FailoverStarted { to: to_name };
        let name = &cluster.identifier;
        let mut changes = teller.tell(Changes::new(), EventSource::Cluster, name, started);
        if let Some(from) = cluster.writer(&members) {
            let name = &from.identifier;
            changes = teller.tell(changes, EventSource::Instance, name, Happening::Demoted);
        }
        cluster.record.writer = Some(to.resource_id.clone());
        let groups = cluster.groups(call.state)?;
        cluster.record.server.parameters = groups.merged();
        let output = rds::FailoverDBClusterResult {
            db_cluster: Some(cluster.shape(call)?),
        };
        Ok(Outcome::write(output, changes.update(&cluster)))
    }
}

/// Amazon looks for the target before it looks for the cluster.
fn target_named(call: &Call<'_>, name: &str) -> Result<Stored<Instance>, ApiError> {
    let found = find::<Instance>(call.state, name).map_err(|_| {
        INVALID_PARAMETER_VALUE.because(format!("Cannot find target instance: {name}"))
    })?;
    match found.server(call.state)?.status {
        Status::Available => Ok(found),
        _ => Err(INVALID_DB_INSTANCE_STATE.because(format!(
            "Instance {} should be in valid state for failover.",
            found.identifier
        ))),
    }
}

fn source(call: &Call<'_>, name: &str) -> Result<Stored<Cluster>, ApiError> {
    find::<Cluster>(call.state, name).map_err(|_| {
        DB_CLUSTER_NOT_FOUND_FAULT.because(format!(
            "The source cluster could not be found or cannot be accessed: {name}"
        ))
    })
}

/// The member that shall be the writer: the one that is asked for, or the one whose turn it is.
fn chosen<'a>(
    cluster: &Cluster,
    members: &'a [Stored<Instance>],
    target: Option<&Stored<Instance>>,
) -> Result<&'a Stored<Instance>, ApiError> {
    let Some(next) = cluster.successor(members) else {
        return Err(INVALID_DB_CLUSTER_STATE_FAULT.because(format!(
            "Database cluster:{} should have at least two database instances for failover",
            cluster.identifier
        )));
    };
    let Some(target) = target else {
        return Ok(next);
    };
    let refuse = |why: &str| {
        let (target, cluster) = (&target.identifier, &cluster.identifier);
        let text = format!("Instance {target} {why} of database cluster {cluster}.");
        Err(INVALID_DB_INSTANCE_STATE.because(text))
    };
    let same = |member: &&Stored<Instance>| member.resource_id == target.resource_id;
    match members.iter().find(same) {
        None => refuse("is not a member"),
        Some(_) if cluster.writer(members).is_some_and(|writer| same(&writer)) => {
            refuse("is already the writer")
        }
        Some(member) => Ok(member),
    }
}

/// The cluster of a member that is being deleted, if that is the writer: the next one takes over, if
/// there is one. The server goes on running.
pub(super) fn without(
    call: &Call<'_>,
    member: &Instance,
    cluster: &str,
) -> Result<Changes, ApiError> {
    let mut cluster = find::<Cluster>(call.state, cluster)?;
    let members = members(call.state, &cluster.identifier).or_fail()?;
    let writer = cluster.writer(&members);
    if writer.is_none_or(|writer| writer.resource_id != member.resource_id) {
        return Ok(Changes::new().rely_on(&cluster));
    }
    let next = cluster.successor(&members);
    let happenings = next.map_or_else(Vec::new, |next| {
        let to = next.identifier.clone();
        vec![
            Happening::FailoverStarted { to: to.clone() },
            Happening::FailoverCompleted { to },
        ]
    });
    cluster.record.writer = next.map(|next| next.resource_id.clone());
    let cluster_only = cluster.groups(call.state)?.cluster;
    let groups = match next {
        Some(next) => next.groups(call.state)?,
        None => Layers {
            cluster: cluster_only,
            ..Layers::default()
        },
    };
    follow(&mut cluster.record.server, groups);
    let mut teller = call.teller();
    let name = &cluster.identifier;
    let changes = teller.tell(Changes::new(), EventSource::Cluster, name, happenings);
    Ok(changes.update(&cluster))
}

/// Another writer's group is in force, as far as no restart is needed for that.
fn follow(server: &mut Server, groups: Layers) {
    let family = family(&server.engine, &server.engine_version);
    if server.attached.is_none() {
        take_dynamic(server, groups, &family);
    }
}

/// The cluster of a member that is being made: the first one is the writer.
pub(super) fn with(
    call: &Call<'_>,
    resource_id: &str,
    member: &Member,
    mut cluster: Stored<Cluster>,
) -> Result<Changes, ApiError> {
    let members = members(call.state, &cluster.identifier).or_fail()?;
    if !members.is_empty() {
        return Ok(Changes::new().rely_on(&cluster));
    }
    cluster.record.writer = Some(resource_id.to_owned());
    let groups = Layers {
        cluster: cluster.groups(call.state)?.cluster,
        instance: set_by::<DbParameterGroup>(member.parameter_group.as_deref(), call.state)?,
    };
    follow(&mut cluster.record.server, groups);
    Ok(Changes::new().update(&cluster))
}
