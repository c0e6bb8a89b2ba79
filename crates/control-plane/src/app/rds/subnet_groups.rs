//! DB subnet groups: names that clients want to give a cluster. There is no network of Amazon's kind
//! here, so a group has no VPC, and its subnets are taken as they are named.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::rds::error::{
    DB_SUBNET_GROUP_ALREADY_EXISTS, DB_SUBNET_GROUP_NOT_FOUND_FAULT,
    INVALID_DB_SUBNET_GROUP_STATE_FAULT, INVALID_SUBNET,
};
use aws_query::rds::{
    self, CreateDBSubnetGroup, DBSubnetGroupMessage, DeleteDBSubnetGroup, DescribeDBSubnetGroups,
    ModifyDBSubnetGroup,
};

use super::noun::{Noun, Wanted, find, permission, with_request_tags};
use super::tag_list::tags;
use crate::account::Account;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{Changes, State, SubnetGroup, Tags, servers};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateDBSubnetGroup,
    DeleteDBSubnetGroup,
    DescribeDBSubnetGroups,
    ModifyDBSubnetGroup,
];

impl Noun for SubnetGroup {
    const KIND: &'static str = "subgrp";
    type Shape = rds::DBSubnetGroup;

    fn not_found(name: &str) -> ApiError {
        let text = format!("DB subnet group '{name}' does not exist.");
        DB_SUBNET_GROUP_NOT_FOUND_FAULT.because(text)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }

    fn shape(&self, call: &Call<'_>) -> Result<rds::DBSubnetGroup, ApiError> {
        Ok(shape(self, &call.realm.account))
    }
}

fn shape(group: &SubnetGroup, account: &Account) -> rds::DBSubnetGroup {
    let zone = rds::AvailabilityZone {
        name: Some(format!("{}a", account.region)),
    };
    let subnet = |id: &String| rds::Subnet {
        subnet_identifier: Some(id.clone()),
        subnet_availability_zone: Some(zone.clone()),
        subnet_status: Some("Active".to_owned()),
        subnet_outpost: None,
    };
    rds::DBSubnetGroup {
        db_subnet_group_name: Some(group.name.clone()),
        db_subnet_group_description: Some(group.description.clone()),
        vpc_id: None,
        subnet_group_status: Some("Complete".to_owned()),
        subnets: Some(group.subnets.iter().map(subnet).collect()),
        db_subnet_group_arn: Some(account.rds_arn(SubnetGroup::KIND, &group.name)),
        supported_network_types: Some(vec!["IPV4".to_owned()]),
    }
}

/// The group of this name as clusters and instances show it; one that is gone does not show.
pub(super) fn shown(
    name: Option<&str>,
    call: &Call<'_>,
) -> Result<Option<rds::DBSubnetGroup>, ApiError> {
    let Some(name) = name else {
        return Ok(None);
    };
    let group = call.state.get::<SubnetGroup>(name).or_fail()?;
    Ok(group.map(|group| shape(&group, &call.realm.account)))
}

/// The name of a group that is asked for, which must be there.
pub(super) fn chosen(name: Option<&str>, state: &State) -> Result<Option<String>, ApiError> {
    let found = name
        .map(|name| find::<SubnetGroup>(state, name))
        .transpose()?;
    Ok(found.map(|group| group.record.name))
}

impl Handler for CreateDBSubnetGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_subnet_group_name;
        let permission = permission::<SubnetGroup>("rds:CreateDBSubnetGroup", name, asked)?;
        let tags = tags(input.tags.clone())?;
        Ok(Some(with_request_tags(permission, &tags)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let name = group_name(&input.db_subnet_group_name)?;
        if call.state.get::<SubnetGroup>(&name).or_fail()?.is_some() {
            let text = format!("The DB subnet group '{name}' already exists.");
            return Err(DB_SUBNET_GROUP_ALREADY_EXISTS.because(text));
        }
        let group = SubnetGroup {
            name,
            description: input.db_subnet_group_description,
            subnets: checked(input.subnet_ids)?,
            tags: tags(input.tags)?,
        };
        let output = rds::CreateDBSubnetGroupResult {
            db_subnet_group: Some(shape(&group, &call.realm.account)),
        };
        Ok(Outcome::write(output, Changes::new().create(&group)))
    }
}

/// Letters, digits, periods, underscores, spaces and hyphens, 255 at most, not `default` (API
/// reference, *CreateDBSubnetGroup*); kept in lower case.
fn group_name(given: &str) -> Result<String, ApiError> {
    let known = |letter: char| letter.is_ascii_alphanumeric() || "._- ".contains(letter);
    let name = given.to_ascii_lowercase();
    if (1..=255).contains(&given.len()) && given.chars().all(known) && name != "default" {
        return Ok(name);
    }
    Err(INVALID_PARAMETER_VALUE.because(
        "The parameter DBSubnetGroupName must contain only ASCII letters, digits, periods, \
         underscores, spaces and hyphens, 255 at most, and must not be default.",
    ))
}

fn checked(subnets: Vec<String>) -> Result<Vec<String>, ApiError> {
    match subnets.iter().find(|id| !id.starts_with("subnet-")) {
        None if subnets.is_empty() => {
            Err(INVALID_PARAMETER_VALUE.because("The parameter SubnetIds must name a subnet."))
        }
        None => Ok(subnets),
        Some(id) => Err(INVALID_SUBNET.because(format!("The subnet ID '{id}' is not valid."))),
    }
}

impl Handler for DescribeDBSubnetGroups {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.db_subnet_group_name.as_deref().unwrap_or("*");
        permission::<SubnetGroup>("rds:DescribeDBSubnetGroups", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let wanted = Wanted {
            name: input.db_subnet_group_name.as_deref(),
            filters: input.filters,
            marker: input.marker.as_deref(),
            max_records: input.max_records,
        };
        let page = wanted.list::<SubnetGroup>(call)?;
        Ok(Outcome::read(DBSubnetGroupMessage {
            db_subnet_groups: Some(page.items),
            marker: page.next,
        }))
    }
}

impl Handler for ModifyDBSubnetGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_subnet_group_name;
        permission::<SubnetGroup>("rds:ModifyDBSubnetGroup", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut group = find::<SubnetGroup>(call.state, &input.db_subnet_group_name)?;
        group.record.subnets = checked(input.subnet_ids)?;
        if let Some(description) = input.db_subnet_group_description {
            group.record.description = description;
        }
        let output = rds::ModifyDBSubnetGroupResult {
            db_subnet_group: Some(shape(&group, &call.realm.account)),
        };
        Ok(Outcome::write(output, Changes::new().update(&group)))
    }
}

impl Handler for DeleteDBSubnetGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_subnet_group_name;
        permission::<SubnetGroup>("rds:DeleteDBSubnetGroup", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let group = find::<SubnetGroup>(call.state, &input.db_subnet_group_name)?;
        let name = &group.name;
        for (place, server) in servers(call.state).or_fail()? {
            if server.subnet_group.as_ref() == Some(name) {
                return Err(INVALID_DB_SUBNET_GROUP_STATE_FAULT.because(format!(
                    "Cannot delete the subnet group '{name}' because at least one database instance: \
                     {} is still using it.",
                    place.identifier()
                )));
            }
        }
        Ok(Outcome::done(Changes::new().delete(&group)))
    }
}
