//! DB instances as answers show them.

use std::borrow::Cow;

use aws_query::{ApiError, Timestamp, rds};

use super::catalog::family;
use super::database::Database as _;
use super::kept::Shows as _;
use super::noun::{Noun as _, find};
use super::parameter_groups::{apply_status, default_name};
use super::server::{certificate_details, hidden, not_yet_so, some_if_any};
use super::tag_list::shown;
use super::{subnet_groups, usual};
use crate::app::Call;
use crate::state::{Cluster, Instance, InstanceBacking, Kept, Server, State};

/// The parameter group of an instance, and how far the server follows it; a reader's is followed from
/// when that becomes the writer.
fn group_status(
    instance: &Instance,
    server: &Server,
    state: &State,
) -> Result<rds::DBParameterGroupStatus, ApiError> {
    let family = family(&server.engine, &server.engine_version);
    let name = instance.parameter_group().map(str::to_owned);
    let follows = instance.groups(state)?.follow_instance(&server.parameters);
    Ok(rds::DBParameterGroupStatus {
        db_parameter_group_name: Some(name.unwrap_or_else(|| default_name(&family))),
        parameter_apply_status: Some(apply_status(server, follows).to_owned()),
    })
}

/// An instance as answers show it.
pub(super) fn shape(instance: &Instance, call: &Call<'_>) -> Result<rds::DBInstance, ApiError> {
    let server = instance.server(call.state)?;
    let cluster = match &instance.backing {
        InstanceBacking::Own(_) => None,
        InstanceBacking::Cluster(cluster) => Some(cluster.clone()),
    };
    let text = |value: &str| Some(value.to_owned());
    let certificate = certificate_details(&server);
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
        instance_create_time: Some(Timestamp::from_unix(instance.created_at)),
        db_parameter_groups: Some(vec![group_status(instance, &server, call.state)?]),
        db_subnet_group: subnet_groups::shown(server.subnet_group.as_deref(), call)?,
        db_cluster_identifier: cluster,
        dbi_resource_id: text(&instance.resource_id),
        ca_certificate_identifier: certificate.as_ref().and_then(|of| of.ca_identifier.clone()),
        certificate_details: certificate,
        db_instance_arn: Some(call.realm.account.rds_arn("db", &instance.identifier)),
        iam_database_authentication_enabled: Some(server.iam_authentication),
        enabled_cloudwatch_logs_exports: some_if_any(server.log_exports.clone()),
        pending_modified_values: Some(pending_shape(instance, &server)),
        deletion_protection: Some(server.deletion_protection),
        tag_list: Some(shown(instance.tags())),
        ..usual::instance(instance, &server, &call.realm.account)
    }
    .with(&*kept_of(instance, call.state)?))
}

/// What is shown of it that has no effect.
fn kept_of<'a>(instance: &'a Instance, state: &State) -> Result<Cow<'a, Kept>, ApiError> {
    Ok(match &instance.backing {
        InstanceBacking::Own(_) => Cow::Borrowed(&instance.kept),
        InstanceBacking::Cluster(name) => {
            let cluster = find::<Cluster>(state, name)?;
            Cow::Owned(instance.kept.of_member(&cluster.kept))
        }
    })
}

fn pending_shape(instance: &Instance, server: &Server) -> rds::PendingModifiedValues {
    let pending = not_yet_so(server);
    rds::PendingModifiedValues {
        db_instance_identifier: instance.pending_identifier().cloned(),
        iam_database_authentication_enabled: pending.iam_authentication,
        master_user_password: pending.sealed_master_password.as_ref().map(|_| hidden()),
        ..Default::default()
    }
}
