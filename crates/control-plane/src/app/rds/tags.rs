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
use crate::state::{Changes, Cluster, Instance, InstanceBacking, Record, State, Stored, Tags};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddTagsToResource,
    ListTagsForResource,
    RemoveTagsFromResource
];

/// A kind of record that carries tags.
trait HasTags: Record {
    fn tags(&mut self) -> &mut Tags;
}

impl HasTags for Cluster {
    fn tags(&mut self) -> &mut Tags {
        &mut self.server.tags
    }
}

impl HasTags for Instance {
    fn tags(&mut self) -> &mut Tags {
        match &mut self.backing {
            InstanceBacking::Own(server) => &mut server.tags,
            InstanceBacking::Cluster(_) => &mut self.tags,
        }
    }
}

/// A record that carries tags, of whatever kind.
trait Tagged {
    fn tags(&mut self) -> &mut Tags;
    fn updated(&self) -> Changes;
}

impl<R: HasTags> Tagged for Stored<R> {
    fn tags(&mut self) -> &mut Tags {
        self.record.tags()
    }

    fn updated(&self) -> Changes {
        Changes::new().update(self)
    }
}

/// What an ARN names.
fn tagged(state: &State, arn: &str) -> Result<Box<dyn Tagged>, ApiError> {
    let mut parts = arn.splitn(7, ':').skip(5);
    Ok(match (parts.next(), parts.next()) {
        (Some("cluster"), Some(name)) => Box::new(find::<Cluster>(state, name)?),
        (Some("db"), Some(name)) => Box::new(find::<Instance>(state, name)?),
        _ => {
            let text = format!("Invalid resource name: {arn}");
            return Err(INVALID_PARAMETER_VALUE.because(text));
        }
    })
}

impl Handler for ListTagsForResource {
    fn permission(input: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:ListTagsForResource",
            &*input.resource_name,
        )))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = tagged(call.state, &input.resource_name)?;
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
        let mut tagged = tagged(call.state, &input.resource_name)?;
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
        let mut tagged = tagged(call.state, &input.resource_name)?;
        let gone: BTreeSet<String> = input.tag_keys.into_iter().collect();
        tagged.tags().retain(|key, _| !gone.contains(key));
        Ok(Outcome::done(tagged.updated()))
    }
}
