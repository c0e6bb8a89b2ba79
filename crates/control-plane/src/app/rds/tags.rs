//! Tags of clusters and instances.

use std::collections::BTreeSet;

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::{
    AddTagsToResource, ListTagsForResource, RemoveTagsFromResource, TagListMessage,
};

use super::database::find;
use super::tag_list::{check_count, shown, tags};
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{Changes, Cluster, Instance, InstanceBacking, State, Stored, Tags};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddTagsToResource,
    ListTagsForResource,
    RemoveTagsFromResource
];

/// What carries tags.
enum Tagged {
    Cluster(Stored<Cluster>),
    Instance(Stored<Instance>),
}

impl Tagged {
    fn find(state: &State, arn: &str) -> Result<Self, ApiError> {
        let mut parts = arn.splitn(7, ':').skip(5);
        match (parts.next(), parts.next()) {
            (Some("cluster"), Some(name)) => find(state, name).map(Self::Cluster),
            (Some("db"), Some(name)) => find(state, name).map(Self::Instance),
            _ => Err(INVALID_PARAMETER_VALUE.because(format!("Invalid resource name: {arn}"))),
        }
    }

    fn tags(&mut self) -> &mut Tags {
        match self {
            Self::Cluster(cluster) => &mut cluster.record.server.tags,
            Self::Instance(instance) => match &mut instance.record.backing {
                InstanceBacking::Own(server) => &mut server.tags,
                InstanceBacking::Cluster(_) => &mut instance.record.tags,
            },
        }
    }

    fn updated(&self) -> Changes {
        match self {
            Self::Cluster(cluster) => Changes::new().update(cluster),
            Self::Instance(instance) => Changes::new().update(instance),
        }
    }
}

impl Handler for ListTagsForResource {
    fn permission(input: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:ListTagsForResource",
            &*input.resource_name,
        )))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = Tagged::find(call.state, &input.resource_name)?;
        Ok(Outcome::read(TagListMessage {
            tag_list: Some(shown(tagged.tags())),
        }))
    }
}

impl Handler for AddTagsToResource {
    fn permission(input: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let tags = tags(Some(input.tags.clone()))?;
        let permission = Permission::new("rds:AddTagsToResource", &*input.resource_name);
        Ok(Some(permission.with_request_tags(&tags)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = Tagged::find(call.state, &input.resource_name)?;
        tagged.tags().extend(tags(Some(input.tags))?);
        check_count(tagged.tags())?;
        Ok(Outcome::done(tagged.updated()))
    }
}

impl Handler for RemoveTagsFromResource {
    fn permission(input: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:RemoveTagsFromResource",
            &*input.resource_name,
        )))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = Tagged::find(call.state, &input.resource_name)?;
        let gone: BTreeSet<String> = input.tag_keys.into_iter().collect();
        tagged.tags().retain(|key, _| !gone.contains(key));
        Ok(Outcome::done(tagged.updated()))
    }
}
