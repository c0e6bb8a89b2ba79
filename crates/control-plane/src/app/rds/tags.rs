//! Tags of whatever carries tags.

use std::collections::BTreeSet;

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::{
    AddTagsToResource, ListTagsForResource, RemoveTagsFromResource, TagListMessage,
};

use super::noun::{Noun, find, permission, with_request_tags};
use super::tag_list::{check_count, shown, tags};
use crate::account::Account;
use crate::app::{Asked, Call, Entry, Handler, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{
    Changes, Cluster, ClusterEndpoint, ClusterParameterGroup, DbParameterGroup, Instance,
    OptionGroup, State, Stored, SubnetGroup, Tags,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    AddTagsToResource,
    ListTagsForResource,
    RemoveTagsFromResource
];

/// A record that carries tags, of whatever kind.
trait Tagged {
    fn tags(&mut self) -> &mut Tags;
    fn updated(&self) -> Changes;
}

impl<N: Noun> Tagged for Stored<N> {
    fn tags(&mut self) -> &mut Tags {
        self.record.tags_mut()
    }

    fn updated(&self) -> Changes {
        Changes::new().update(self)
    }
}

/// What an ARN names.
fn tagged(state: &State, arn: &str) -> Result<Box<dyn Tagged>, ApiError> {
    Ok(match kind_of(arn) {
        Cluster::KIND => Box::new(find::<Cluster>(state, arn)?),
        ClusterEndpoint::KIND => Box::new(find::<ClusterEndpoint>(state, arn)?),
        Instance::KIND => Box::new(find::<Instance>(state, arn)?),
        ClusterParameterGroup::KIND => Box::new(find::<ClusterParameterGroup>(state, arn)?),
        DbParameterGroup::KIND => Box::new(find::<DbParameterGroup>(state, arn)?),
        OptionGroup::KIND => Box::new(find::<OptionGroup>(state, arn)?),
        SubnetGroup::KIND => Box::new(find::<SubnetGroup>(state, arn)?),
        _ => return Err(invalid(arn)),
    })
}

/// Refuses what is no ARN of this account in this region.
fn check_ours(arn: &str, account: &Account) -> Result<(), ApiError> {
    let name = arn.splitn(7, ':').nth(6).ok_or_else(|| invalid(arn))?;
    match account.rds_arn(kind_of(arn), name) == arn {
        true => Ok(()),
        false => Err(INVALID_PARAMETER_VALUE.because(format!(
            "The specified resource name does not match an RDS resource in this region: {arn}"
        ))),
    }
}

/// The permission to read or change the tags of what an ARN names.
fn permitted(action: &'static str, arn: &str, asked: &Asked<'_>) -> Result<Permission, ApiError> {
    check_ours(arn, &asked.realm.account)?;
    match kind_of(arn) {
        Cluster::KIND => permission::<Cluster>(action, arn, asked),
        ClusterEndpoint::KIND => permission::<ClusterEndpoint>(action, arn, asked),
        Instance::KIND => permission::<Instance>(action, arn, asked),
        ClusterParameterGroup::KIND => permission::<ClusterParameterGroup>(action, arn, asked),
        DbParameterGroup::KIND => permission::<DbParameterGroup>(action, arn, asked),
        OptionGroup::KIND => permission::<OptionGroup>(action, arn, asked),
        SubnetGroup::KIND => permission::<SubnetGroup>(action, arn, asked),
        _ => Err(invalid(arn)),
    }
}

/// `cluster` of `arn:aws:rds:REGION:ACCOUNT:cluster:NAME`.
fn kind_of(arn: &str) -> &str {
    arn.split(':').nth(5).unwrap_or_default()
}

fn invalid(arn: &str) -> ApiError {
    INVALID_PARAMETER_VALUE.because(format!("Invalid resource name: {arn}"))
}

impl Handler for ListTagsForResource {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        permitted("rds:ListTagsForResource", &input.resource_name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = tagged(call.state, &input.resource_name)?;
        Ok(Outcome::read(TagListMessage {
            tag_list: Some(shown(tagged.tags())),
        }))
    }
}

impl Handler for AddTagsToResource {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let tags = tags(Some(input.tags.clone()))?;
        let permission = permitted("rds:AddTagsToResource", &input.resource_name, asked)?;
        Ok(Some(with_request_tags(permission, &tags)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = tagged(call.state, &input.resource_name)?;
        tagged.tags().extend(tags(Some(input.tags))?);
        check_count(tagged.tags())?;
        Ok(Outcome::done(tagged.updated()))
    }
}

impl Handler for RemoveTagsFromResource {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = permitted("rds:RemoveTagsFromResource", &input.resource_name, asked)?;
        Ok(Some(
            permission.with_list("aws:TagKeys", input.tag_keys.clone()),
        ))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut tagged = tagged(call.state, &input.resource_name)?;
        let gone: BTreeSet<String> = input.tag_keys.into_iter().collect();
        tagged.tags().retain(|key, _| !gone.contains(key));
        Ok(Outcome::done(tagged.updated()))
    }
}
