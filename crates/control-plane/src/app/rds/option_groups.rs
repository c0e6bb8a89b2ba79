//! Option groups without options: names that clients want to give an instance. There are no options
//! here, so a group has no effect.

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::error::{
    INVALID_OPTION_GROUP_STATE_FAULT, OPTION_GROUP_ALREADY_EXISTS_FAULT,
    OPTION_GROUP_NOT_FOUND_FAULT,
};
use aws_query::rds::{
    self, CreateOptionGroup, DeleteOptionGroup, DescribeOptionGroups, ModifyOptionGroup,
    OptionGroups,
};

use super::catalog::{default_option_group, series};
use super::checks::{identifier_up_to, offered_engine};
use super::listing::{Filters, page_of};
use super::noun::{Noun, find, permission, with_request_tags};
use super::tag_list::tags;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::state::{Changes, Instance, OptionGroup, Server, Stored, Tags};

pub(super) const OPERATIONS: &[Entry] = operations![
    CreateOptionGroup,
    DeleteOptionGroup,
    DescribeOptionGroups,
    ModifyOptionGroup,
];

/// The longest name.
const MAX_NAME: usize = 255;

impl Noun for OptionGroup {
    const KIND: &'static str = "og";
    type Shape = rds::OptionGroup;

    fn not_found(name: &str) -> ApiError {
        let text = format!("Specified OptionGroupName: {name} not found.");
        OPTION_GROUP_NOT_FOUND_FAULT.because(text)
    }

    fn tags(&self) -> &Tags {
        &self.tags
    }

    fn tags_mut(&mut self) -> &mut Tags {
        &mut self.tags
    }

    fn shape(&self, call: &Call<'_>) -> Result<rds::OptionGroup, ApiError> {
        Ok(rds::OptionGroup {
            option_group_name: Some(self.name.clone()),
            option_group_description: Some(self.description.clone()),
            engine_name: Some(self.engine.clone()),
            major_engine_version: Some(self.major_version.clone()),
            options: Some(Vec::new()),
            allows_vpc_and_non_vpc_instance_memberships: Some(true),
            option_group_arn: Some(call.realm.account.rds_arn(Self::KIND, &self.name)),
            ..rds::OptionGroup::default()
        })
    }
}

/// The groups that nobody made.
fn defaults<'a>(call: &'a Call<'_>) -> impl Iterator<Item = OptionGroup> + 'a {
    let offered = call.realm.offer.engines.iter();
    offered.map(|engine| OptionGroup {
        name: default_option_group(engine.name.as_str(), &engine.version),
        description: format!(
            "Default option group for {} {}",
            engine.name,
            series(&engine.version)
        ),
        engine: engine.name.to_string(),
        major_version: series(&engine.version).to_owned(),
        tags: Tags::new(),
    })
}

/// A group to be shown or chosen, among them the default ones.
fn read(call: &Call<'_>, name: &str) -> Result<OptionGroup, ApiError> {
    match defaults(call).find(|group| group.name == name) {
        Some(group) => Ok(group),
        None => Ok(find::<OptionGroup>(call.state, name)?.record),
    }
}

/// A group to be changed.
fn own(call: &Call<'_>, name: &str) -> Result<Stored<OptionGroup>, ApiError> {
    if defaults(call).any(|group| group.name == name) {
        return Err(INVALID_OPTION_GROUP_STATE_FAULT.because(format!(
            "The option group {name} is a default group and cannot be changed or deleted."
        )));
    }
    find(call.state, name)
}

/// The name of a group, unless it is a default one: those need no permission.
pub(super) fn made(name: Option<&str>) -> Option<&str> {
    name.filter(|name| !name.starts_with(DEFAULT))
}

/// How the names of default groups begin.
const DEFAULT: &str = "default:";

/// The name of the group that an instance with this server shall be in.
pub(super) fn chosen(
    call: &Call<'_>,
    name: Option<&str>,
    server: &Server,
) -> Result<Option<String>, ApiError> {
    let Some(name) = name else {
        return Ok(None);
    };
    let group = read(call, name)?;
    let (engine, version) = (&*server.engine, &*server.engine_version);
    if (&*group.engine, &*group.major_version) == (engine, series(version)) {
        return Ok(Some(group.name));
    }
    Err(INVALID_PARAMETER_COMBINATION.because(format!(
        "The option group {} is for {} {}, and cannot be used with {engine} {version}.",
        group.name, group.engine, group.major_version
    )))
}

/// What a policy must allow. The names of default groups have a colon, as ARNs have.
fn named(action: &'static str, name: &str, asked: &Asked<'_>) -> Result<Permission, ApiError> {
    match made(Some(name)) {
        None => {
            let arn = asked.realm.account.rds_arn(OptionGroup::KIND, name);
            Ok(Permission::new(action, arn))
        }
        Some(name) => permission::<OptionGroup>(action, name, asked),
    }
}

impl Handler for CreateOptionGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let permission = named("rds:CreateOptionGroup", &input.option_group_name, asked)?;
        let tags = tags(input.tags.clone())?;
        Ok(Some(with_request_tags(permission, &tags)))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let name = identifier_up_to(MAX_NAME, "OptionGroupName", &input.option_group_name)?;
        if call.state.get::<OptionGroup>(&name).or_fail()?.is_some() {
            let text = format!("An option group named {name} already exists.");
            return Err(OPTION_GROUP_ALREADY_EXISTS_FAULT.because(text));
        }
        let engine = offered_engine(&input.engine_name, None, call)?;
        if series(&engine.version) != input.major_engine_version {
            return Err(INVALID_PARAMETER_COMBINATION.because(format!(
                "Cannot find major version {} for {}. Installed here: {}.",
                input.major_engine_version,
                engine.name,
                series(&engine.version)
            )));
        }
        let group = OptionGroup {
            name,
            description: input.option_group_description,
            engine: engine.name.to_string(),
            major_version: input.major_engine_version,
            tags: tags(input.tags)?,
        };
        let output = rds::CreateOptionGroupResult {
            option_group: Some(group.shape(call)?),
        };
        Ok(Outcome::write(output, Changes::new().create(&group)))
    }
}

impl Handler for DescribeOptionGroups {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = input.option_group_name.as_deref().unwrap_or("*");
        named("rds:DescribeOptionGroups", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters, OptionGroup::FILTERS)?;
        let mut groups: Vec<OptionGroup> = match &input.option_group_name {
            Some(name) => vec![read(call, name)?],
            None => defaults(call).collect(),
        };
        if input.option_group_name.is_none() {
            for group in call.state.all::<OptionGroup>() {
                groups.push(group.or_fail()?.record);
            }
        }
        let (engine, version) = (input.engine_name, input.major_engine_version);
        groups.retain(|group| engine.as_ref().is_none_or(|asked| *asked == group.engine));
        groups.retain(|group| {
            version
                .as_ref()
                .is_none_or(|asked| *asked == group.major_version)
        });
        let shapes = groups.iter().map(|group| group.shape(call));
        let shapes = shapes.collect::<Result<_, _>>()?;
        let page = page_of(shapes, input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(OptionGroups {
            option_groups_list: Some(page.items),
            marker: page.next,
        }))
    }
}

/// There is nothing to include and nothing to remove.
impl Handler for ModifyOptionGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        named("rds:ModifyOptionGroup", &input.option_group_name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let group = own(call, &input.option_group_name)?;
        let included = input.options_to_include.unwrap_or_default();
        let included = included.first().map(|option| option.option_name.clone());
        let removed = input.options_to_remove.unwrap_or_default();
        if let Some(option) = included.or_else(|| removed.first().cloned()) {
            return Err(INVALID_PARAMETER_VALUE.because(format!(
                "Invalid option: {option}. There are no options here: leave them out."
            )));
        }
        Ok(Outcome::read(rds::ModifyOptionGroupResult {
            option_group: Some(group.shape(call)?),
        }))
    }
}

impl Handler for DeleteOptionGroup {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        named("rds:DeleteOptionGroup", &input.option_group_name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let group = own(call, &input.option_group_name)?;
        for instance in call.state.all::<Instance>() {
            if instance.or_fail()?.kept.option_group.as_ref() == Some(&group.name) {
                return Err(INVALID_OPTION_GROUP_STATE_FAULT.because(format!(
                    "The option group '{}' cannot be deleted because it is in use.",
                    group.name
                )));
            }
        }
        Ok(Outcome::done(Changes::new().delete(&group)))
    }
}
