//! Endpoints of clusters. A cluster is one server at one address, so each of them is that address; a
//! token for it is good for all of them.

use std::borrow::Cow;

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::error::{
    DB_CLUSTER_ENDPOINT_ALREADY_EXISTS_FAULT, DB_CLUSTER_ENDPOINT_NOT_FOUND_FAULT,
    DB_CLUSTER_ENDPOINT_QUOTA_EXCEEDED_FAULT, DB_INSTANCE_NOT_FOUND,
};
use aws_query::rds::{
    self, CreateDBClusterEndpoint, DBClusterEndpointMessage, DeleteDBClusterEndpoint,
    DescribeDBClusterEndpoints, ModifyDBClusterEndpoint,
};

use super::checks::identifier;
use super::clusters::{custom_endpoints, endpoint_host};
use super::database::in_state;
use super::listing::{Filters, page_of};
use super::noun::{Besides, Noun, find, permission, with_request_tags};
use super::tag_list::tags;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ids;
use crate::state::{Changes, Cluster, ClusterEndpoint, Instance, State, Status, Tags, members};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateDBClusterEndpoint,
    DeleteDBClusterEndpoint,
    DescribeDBClusterEndpoints,
    ModifyDBClusterEndpoint,
];

/// Custom endpoints per cluster (Aurora guide, *Quotas*).
const MAX_ENDPOINTS: usize = 5;

impl Noun for ClusterEndpoint {
    const KIND: &'static str = "cluster-endpoint";
    const FILTERS: &'static [&'static str] = &[
        "db-cluster-endpoint-custom-type",
        "db-cluster-endpoint-id",
        "db-cluster-endpoint-status",
        "db-cluster-endpoint-type",
    ];
    type Shape = rds::DBClusterEndpoint;

    fn not_found(name: &str) -> ApiError {
        let text = format!("DBClusterEndpoint {name} not found.");
        DB_CLUSTER_ENDPOINT_NOT_FOUND_FAULT.because(text)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }

    fn value(&self, _: &str, _: &State) -> Result<Option<Cow<'_, str>>, ApiError> {
        Ok(None)
    }

    fn shape(&self, call: &Call<'_>) -> Result<rds::DBClusterEndpoint, ApiError> {
        let cluster = cluster_of(self, call.state)?;
        let text = |value: &str| Some(value.to_owned());
        Ok(rds::DBClusterEndpoint {
            db_cluster_endpoint_identifier: text(&self.identifier),
            db_cluster_endpoint_resource_identifier: text(&self.resource_id),
            custom_endpoint_type: text(&self.custom_type),
            static_members: Some(names(&self.static_members, call.state)?),
            excluded_members: Some(names(&self.excluded_members, call.state)?),
            db_cluster_endpoint_arn: Some(call.realm.account.rds_arn(Self::KIND, &self.identifier)),
            ..of_cluster(&cluster, CUSTOM, call)
        })
    }
}

const CUSTOM: &str = "CUSTOM";

/// What every endpoint of a cluster shows.
fn of_cluster(cluster: &Cluster, endpoint_type: &str, call: &Call<'_>) -> rds::DBClusterEndpoint {
    rds::DBClusterEndpoint {
        db_cluster_identifier: Some(cluster.identifier.clone()),
        endpoint: endpoint_host(cluster, call),
        status: Some("available".to_owned()),
        endpoint_type: Some(endpoint_type.to_owned()),
        ..Default::default()
    }
}

fn cluster_of(endpoint: &ClusterEndpoint, state: &State) -> Result<Cluster, ApiError> {
    for cluster in state.all::<Cluster>() {
        let cluster = cluster.or_fail()?.record;
        if cluster.server.resource_id == endpoint.cluster {
            return Ok(cluster);
        }
    }
    Err(ClusterEndpoint::not_found(&endpoint.identifier))
}

/// The identifiers that instances of these resource ids have now.
fn names(resource_ids: &[String], state: &State) -> Result<Vec<String>, ApiError> {
    let mut names = Vec::new();
    for instance in state.all::<Instance>() {
        let instance = instance.or_fail()?.record;
        if resource_ids.contains(&instance.resource_id) {
            names.push(instance.identifier);
        }
    }
    Ok(names)
}

/// What conditions may ask about a request to make one.
fn with_request(
    permission: Permission,
    input: &rds::CreateDBClusterEndpointMessage,
) -> Result<Permission, ApiError> {
    let permission = with_request_tags(permission, &tags(input.tags.clone())?);
    Ok(permission.with("rds:EndpointType", CUSTOM))
}

impl Handler for CreateDBClusterEndpoint {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_endpoint_identifier;
        let action = "rds:CreateDBClusterEndpoint";
        let permission = permission::<ClusterEndpoint>(action, name, asked)?;
        with_request(permission, input).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let action = "rds:CreateDBClusterEndpoint";
        let of = &input.db_cluster_identifier;
        let request = with_request(Permission::default(), &input)?;
        Besides::new(call, action, request).may_use::<Cluster>(Some(of))?;
        let given = &input.db_cluster_endpoint_identifier;
        let identifier = identifier("DBClusterEndpointIdentifier", given)?;
        if call
            .state
            .get::<ClusterEndpoint>(&identifier)
            .or_fail()?
            .is_some()
        {
            return Err(DB_CLUSTER_ENDPOINT_ALREADY_EXISTS_FAULT
                .because(format!("DBClusterEndpoint {identifier} already exists.")));
        }
        let cluster = in_state::<Cluster>(call, of, Status::Available)?;
        if custom_endpoints(&cluster, call.state)?.len() >= MAX_ENDPOINTS {
            return Err(DB_CLUSTER_ENDPOINT_QUOTA_EXCEEDED_FAULT.because(format!(
                "The cluster already has the maximum number of custom endpoints: {MAX_ENDPOINTS}."
            )));
        }
        let (static_members, excluded_members) = (input.static_members, input.excluded_members);
        let (static_members, excluded_members) =
            checked_members(call, &cluster, static_members, excluded_members)?;
        let endpoint = ClusterEndpoint {
            identifier,
            resource_id: ids::endpoint_resource_id(&*call.realm.entropy).or_fail()?,
            cluster: cluster.server.resource_id.clone(),
            custom_type: custom_type(&input.endpoint_type)?,
            static_members: static_members.unwrap_or_default(),
            excluded_members: excluded_members.unwrap_or_default(),
            tags: tags(input.tags)?,
        };
        let changes = Changes::new().rely_on(&cluster).create(&endpoint);
        Ok(Outcome::write(endpoint.shape(call)?, changes))
    }
}

fn custom_type(given: &str) -> Result<String, ApiError> {
    match given.to_ascii_uppercase().as_str() {
        known @ ("READER" | "ANY") => Ok(known.to_owned()),
        _ => Err(INVALID_PARAMETER_VALUE.because(format!(
            "Invalid endpoint type: {given}. A custom endpoint is of type READER or ANY."
        ))),
    }
}

type Members = Option<Vec<String>>;

/// The resource ids of members by name; only one of the two lists may name any.
fn checked_members(
    call: &Call<'_>,
    cluster: &Cluster,
    included: Members,
    excluded: Members,
) -> Result<(Members, Members), ApiError> {
    let any = |members: &Members| members.as_ref().is_some_and(|names| !names.is_empty());
    if any(&included) && any(&excluded) {
        return Err(INVALID_PARAMETER_COMBINATION
            .because("StaticMembers and ExcludedMembers cannot both be specified."));
    }
    let own = members(call.state, &cluster.identifier).or_fail()?;
    let id_of = |name: &String| {
        let instance = find::<Instance>(call.state, name)?;
        let is_own = own
            .iter()
            .any(|member| member.identifier == instance.identifier);
        match is_own {
            true => Ok(instance.record.resource_id),
            false => Err(DB_INSTANCE_NOT_FOUND.because(format!(
                "DBInstance {name} is not a member of DBCluster {}.",
                cluster.identifier
            ))),
        }
    };
    let ids = |members: Members| {
        let ids = members.map(|names| names.iter().map(id_of).collect::<Result<Vec<_>, _>>());
        ids.transpose()
    };
    Ok((ids(included)?, ids(excluded)?))
}

impl Handler for DescribeDBClusterEndpoints {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.db_cluster_endpoint_identifier.as_deref();
        let action = "rds:DescribeDBClusterEndpoints";
        permission::<ClusterEndpoint>(action, name.unwrap_or("*"), asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let filters = Filters::new(input.filters, ClusterEndpoint::FILTERS)?;
        let clusters = match &input.db_cluster_identifier {
            Some(name) => vec![find::<Cluster>(call.state, name)?],
            None => call
                .state
                .all::<Cluster>()
                .collect::<Result<_, _>>()
                .or_fail()?,
        };
        let mut found = Vec::new();
        for cluster in clusters {
            found.extend(all_of(&cluster, call)?);
        }
        if let Some(name) = &input.db_cluster_endpoint_identifier {
            let name = Some(find::<ClusterEndpoint>(call.state, name)?.record.identifier);
            found.retain(|shape| shape.db_cluster_endpoint_identifier == name);
        }
        let mut passed = Vec::new();
        for shape in found {
            if filters.pass(|name| Ok(value(&shape, name)))? {
                passed.push(shape);
            }
        }
        let page = page_of(passed, input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(DBClusterEndpointMessage {
            db_cluster_endpoints: Some(page.items),
            marker: page.next,
        }))
    }
}

/// The two that every cluster has, and the custom ones.
fn all_of(cluster: &Cluster, call: &Call<'_>) -> Result<Vec<rds::DBClusterEndpoint>, ApiError> {
    let mut shapes = vec![
        of_cluster(cluster, "WRITER", call),
        of_cluster(cluster, "READER", call),
    ];
    for endpoint in custom_endpoints(cluster, call.state)? {
        shapes.push(endpoint.shape(call)?);
    }
    Ok(shapes)
}

/// Amazon spells types in capitals in answers and in lower case in filters.
fn value<'a>(shape: &'a rds::DBClusterEndpoint, filter: &str) -> Option<Cow<'a, str>> {
    let lower = |text: &Option<String>| text.as_ref().map(|text| text.to_lowercase().into());
    match filter {
        "db-cluster-endpoint-custom-type" => lower(&shape.custom_endpoint_type),
        "db-cluster-endpoint-id" => lower(&shape.db_cluster_endpoint_identifier),
        "db-cluster-endpoint-type" => lower(&shape.endpoint_type),
        _ => lower(&shape.status),
    }
}

impl Handler for ModifyDBClusterEndpoint {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_endpoint_identifier;
        permission::<ClusterEndpoint>("rds:ModifyDBClusterEndpoint", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let name = &input.db_cluster_endpoint_identifier;
        let mut endpoint = find::<ClusterEndpoint>(call.state, name)?;
        let cluster = cluster_of(&endpoint, call.state)?;
        let (included, excluded) = (input.static_members, input.excluded_members);
        match checked_members(call, &cluster, included, excluded)? {
            (Some(included), _) if !included.is_empty() => {
                endpoint.record.static_members = included;
                endpoint.record.excluded_members = Vec::new();
            }
            (included, Some(excluded)) => {
                endpoint.record.static_members = included.unwrap_or_default();
                endpoint.record.excluded_members = excluded;
            }
            (Some(_), None) => endpoint.record.static_members = Vec::new(),
            (None, None) => {}
        }
        if let Some(given) = &input.endpoint_type {
            endpoint.record.custom_type = custom_type(given)?;
        }
        let output = endpoint.shape(call)?;
        Ok(Outcome::write(output, Changes::new().update(&endpoint)))
    }
}

impl Handler for DeleteDBClusterEndpoint {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_endpoint_identifier;
        permission::<ClusterEndpoint>("rds:DeleteDBClusterEndpoint", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let name = &input.db_cluster_endpoint_identifier;
        let endpoint = find::<ClusterEndpoint>(call.state, name)?;
        let output = rds::DBClusterEndpoint {
            status: Some("deleting".to_owned()),
            ..endpoint.shape(call)?
        };
        Ok(Outcome::write(output, Changes::new().delete(&endpoint)))
    }
}
