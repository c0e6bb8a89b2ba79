//! Parameter groups of clusters and of instances: the same but for what they are given to.

use std::collections::BTreeMap;

use aws_query::ApiError;
use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::error::{
    DB_PARAMETER_GROUP_ALREADY_EXISTS, DB_PARAMETER_GROUP_NOT_FOUND,
    INVALID_DB_PARAMETER_GROUP_STATE,
};
use aws_query::rds::{self, ApplyMethod, Filter, Tag};

use super::catalog::{families, serves};
use super::checks::identifier_up_to;
use super::database::Group;
use super::followers::{Followed, put, tell_followers};
use super::listing::{Filters, page_of};
use super::noun::{Noun, find};
use super::tag_list::tags;
use crate::app::page::Page;
use crate::app::{Call, OrFail as _};
use crate::events::Happening;
use crate::parameters::{self, Apply, of_family};
use crate::state::{
    Changes, Cluster, ClusterParameterGroup, DbParameterGroup, EventSource, Instance,
    ParameterGroup, Parameters, Server, State, Stored, Tags,
};

/// Parameters that one call may set (API reference, *ModifyDBParameterGroup*).
const MAX_PARAMETERS: usize = 20;
/// The longest name.
const MAX_NAME: usize = 255;

macro_rules! groups {
    ($($group:ident of $of:ty: $shape:ident, $noun:literal, $kind:literal, $name:ident, $arn:ident;)*) => {$(
        impl Noun for $group {
            const KIND: &'static str = $kind;
            type Shape = rds::$shape;

            fn not_found(name: &str) -> ApiError {
                DB_PARAMETER_GROUP_NOT_FOUND.because(format!("{} not found: {name}", $noun))
            }

            fn tags(&self) -> &Tags {
                &self.0.tags
            }

            fn tags_mut(&mut self) -> &mut Tags {
                &mut self.0.tags
            }

            fn shape(&self, call: &Call<'_>) -> Result<Self::Shape, ApiError> {
                Ok(rds::$shape {
                    $name: Some(self.0.name.clone()),
                    db_parameter_group_family: Some(self.0.family.clone()),
                    description: Some(self.0.description.clone()),
                    $arn: Some(call.realm.account.rds_arn($kind, &self.0.name)),
                })
            }
        }

        impl Group for $group {
            type Of = $of;

            fn new(group: ParameterGroup) -> Self {
                Self(group)
            }

            fn group(&self) -> &ParameterGroup {
                &self.0
            }

            fn group_mut(&mut self) -> &mut ParameterGroup {
                &mut self.0
            }
        }
    )*};
}

groups! {
    ClusterParameterGroup of Cluster: DBClusterParameterGroup, "DBClusterParameterGroup",
        "cluster-pg", db_cluster_parameter_group_name, db_cluster_parameter_group_arn;
    DbParameterGroup of Instance: DBParameterGroup, "DBParameterGroup",
        "pg", db_parameter_group_name, db_parameter_group_arn;
}

/// How the names of default groups begin.
const DEFAULT: &str = "default.";

/// The name of the group that everything is in that is given no other.
pub(super) fn default_name(family: &str) -> String {
    format!("{DEFAULT}{family}")
}

/// The default group of a family: nothing is set in it, and nobody sets anything.
fn default_group(family: &str) -> ParameterGroup {
    ParameterGroup {
        name: default_name(family),
        family: family.to_owned(),
        description: format!("Default parameter group for {family}"),
        parameters: Parameters::new(),
        tags: Tags::new(),
    }
}

fn default_named<G: Group>(call: &Call<'_>, name: &str) -> Option<G> {
    let family = name.strip_prefix(DEFAULT)?;
    let mut families = families(call).into_iter();
    let known = families.any(|known| serves(family, &known));
    known.then(|| G::new(default_group(family)))
}

/// A group to be read, among them the default ones.
fn read<G: Group>(call: &Call<'_>, name: &str) -> Result<G, ApiError> {
    let name = name.rsplit(':').next().unwrap_or(name);
    match default_named(call, name) {
        Some(group) => Ok(group),
        None => Ok(find::<G>(call.state, name)?.record),
    }
}

/// A group to be changed.
fn own<G: Group>(call: &Call<'_>, name: &str) -> Result<Stored<G>, ApiError> {
    if default_named::<G>(call, name).is_some() {
        return Err(INVALID_DB_PARAMETER_GROUP_STATE.because(format!(
            "The parameter group {name} is a default group and cannot be changed or deleted."
        )));
    }
    find::<G>(call.state, name)
}

/// The group that a new or changed server of a family shall be in: `None` for the default one.
pub(super) fn chosen<G: Group>(
    call: &Call<'_>,
    name: Option<&str>,
    family: &str,
) -> Result<Option<ParameterGroup>, ApiError> {
    let Some(name) = name else {
        return Ok(None);
    };
    let group = read::<G>(call, name)?;
    let group = group.group();
    if !serves(&group.family, family) {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "The parameter group {name} with DBParameterGroupFamily {} cannot be used for this \
             instance. Please use a parameter group with DBParameterGroupFamily {family}",
            group.family
        )));
    }
    Ok(Some(group.clone()))
}

/// The name of a group, unless it is the default one of a server's family, which is not on record.
pub(super) fn on_record(group: &ParameterGroup, family: &str) -> Option<String> {
    let named = group.name != default_name(family);
    named.then(|| group.name.clone())
}

/// What the group of this name sets; nothing where none is chosen.
pub(super) fn set_by<G: Group>(group: Option<&str>, state: &State) -> Result<Parameters, ApiError> {
    let Some(name) = group else {
        return Ok(Parameters::new());
    };
    let group = state.get::<G>(name).or_fail()?;
    Ok(group
        .map(|group| group.record.group().parameters.clone())
        .unwrap_or_default())
}

/// How far a server follows a group; `follows` is whether what it runs with is what the group says.
pub(super) fn apply_status(server: &Server, follows: bool) -> &'static str {
    match (&server.applying.parameters, follows) {
        (Some(_), _) => "applying",
        (None, true) => "in-sync",
        (None, false) => "pending-reboot",
    }
}

/// What a new group is asked to be.
pub(super) struct NewGroup<'a> {
    pub(super) name: &'a str,
    pub(super) family: String,
    pub(super) description: String,
    pub(super) tags: Option<Vec<Tag>>,
}

pub(super) fn create<G: Group>(
    call: &Call<'_>,
    asked: NewGroup<'_>,
    parameters: Parameters,
) -> Result<(G::Shape, Changes), ApiError> {
    let name = identifier_up_to(MAX_NAME, "DBParameterGroupName", asked.name)?;
    if call.state.get::<G>(&name).or_fail()?.is_some() {
        let text = format!("Parameter group {name} already exists");
        return Err(DB_PARAMETER_GROUP_ALREADY_EXISTS.because(text));
    }
    let group = G::new(ParameterGroup {
        name,
        family: known_family(call, asked.family)?,
        description: asked.description,
        parameters,
        tags: tags(asked.tags)?,
    });
    Ok((group.shape(call)?, Changes::new().create(&group)))
}

fn known_family(call: &Call<'_>, family: String) -> Result<String, ApiError> {
    let families = families(call);
    if families.iter().any(|known| serves(&family, known)) {
        return Ok(family);
    }
    Err(INVALID_PARAMETER_VALUE.because(format!(
        "ParameterGroupFamily {family} is not a valid parameter group family. Offered here: {}.",
        families.join(", ")
    )))
}

pub(super) fn copy<G: Group>(
    call: &Call<'_>,
    source: &str,
    asked: NewGroup<'_>,
) -> Result<(G::Shape, Changes), ApiError> {
    let source = read::<G>(call, source)?;
    let ParameterGroup {
        family, parameters, ..
    } = source.group().clone();
    create::<G>(call, NewGroup { family, ..asked }, parameters)
}

/// Which records a listing is to show.
pub(super) struct Pages<'a> {
    pub(super) filters: Option<Vec<Filter>>,
    pub(super) marker: Option<&'a str>,
    pub(super) max_records: Option<i32>,
}

pub(super) fn list<G: Group>(
    call: &Call<'_>,
    name: Option<&str>,
    pages: Pages<'_>,
) -> Result<Page<G::Shape>, ApiError> {
    Filters::new(pages.filters, &[])?;
    let groups = match name {
        Some(name) => vec![read::<G>(call, name)?],
        None => every::<G>(call)?,
    };
    let shapes = groups.iter().map(|group| group.shape(call));
    page_of(
        shapes.collect::<Result<_, _>>()?,
        pages.marker,
        pages.max_records,
    )
}

fn every<G: Group>(call: &Call<'_>) -> Result<Vec<G>, ApiError> {
    let defaults = families(call).into_iter();
    let mut groups: Vec<G> = defaults
        .map(|family| G::new(default_group(&family)))
        .collect();
    for group in call.state.all::<G>() {
        groups.push(group.or_fail()?.record);
    }
    Ok(groups)
}

/// The parameters of a group, those that it sets and those that it leaves.
pub(super) fn parameters_of<G: Group>(
    call: &Call<'_>,
    name: &str,
    source: Option<&str>,
    pages: Pages<'_>,
) -> Result<Page<rds::Parameter>, ApiError> {
    let group = read::<G>(call, name)?;
    parameters_page(group.group(), source, pages)
}

/// The parameters of a family, of which nothing is set.
pub(super) fn defaults(
    call: &Call<'_>,
    family: String,
    pages: Pages<'_>,
) -> Result<rds::EngineDefaults, ApiError> {
    let family = known_family(call, family)?;
    let page = parameters_page(&default_group(&family), None, pages)?;
    Ok(rds::EngineDefaults {
        db_parameter_group_family: Some(family),
        marker: page.next,
        parameters: Some(page.items),
    })
}

fn parameters_page(
    group: &ParameterGroup,
    source: Option<&str>,
    pages: Pages<'_>,
) -> Result<Page<rds::Parameter>, ApiError> {
    let filters = Filters::new(pages.filters, &["parameter-name"])?;
    let mut shapes = Vec::new();
    for known in of_family(&group.family) {
        let shape = shape(known, group.parameters.get(known.name));
        let of_source = source.is_none_or(|source| shape.source.as_deref() == Some(source));
        if of_source && filters.pass(|_| Ok(Some(known.name.into())))? {
            shapes.push(shape);
        }
    }
    page_of(shapes, pages.marker, pages.max_records)
}

fn shape(known: &parameters::Parameter, value: Option<&String>) -> rds::Parameter {
    let source = if value.is_some() {
        "user"
    } else {
        "engine-default"
    };
    rds::Parameter {
        parameter_name: Some(known.name.to_owned()),
        parameter_value: value.cloned(),
        description: Some(known.description.to_owned()),
        source: Some(source.to_owned()),
        apply_type: Some(known.apply.as_str().to_owned()),
        data_type: Some(known.values.data_type().to_owned()),
        allowed_values: Some(known.values.allowed()),
        is_modifiable: Some(true),
        apply_method: Some(match known.apply {
            Apply::Dynamic => ApplyMethod::Immediate,
            Apply::Static => ApplyMethod::PendingReboot,
        }),
        ..Default::default()
    }
}

/// One parameter as a call wants it: `None` for what the server itself takes.
struct Setting {
    known: &'static parameters::Parameter,
    value: Option<String>,
    method: ApplyMethod,
}

pub(super) fn modify<G: Followed>(
    call: &Call<'_>,
    name: &str,
    given: Vec<rds::Parameter>,
) -> Result<(String, Changes), ApiError> {
    let group = own::<G>(call, name)?;
    let settings = given.into_iter().map(|parameter| {
        let (known, method) = named(&parameter, group.group())?;
        let value = parameter.parameter_value.unwrap_or_default();
        if !known.values.contains(&value) {
            return Err(INVALID_PARAMETER_VALUE.because(format!(
                "Invalid parameter value: {value} for: {} allowed values are: {}",
                known.name,
                known.values.allowed()
            )));
        }
        let value = Some(value);
        Ok(Setting {
            known,
            value,
            method,
        })
    });
    let settings = settings.collect::<Result<_, _>>()?;
    write(call, group, settings)
}

pub(super) fn reset<G: Followed>(
    call: &Call<'_>,
    name: &str,
    all: Option<bool>,
    given: Option<Vec<rds::Parameter>>,
) -> Result<(String, Changes), ApiError> {
    let given = given.unwrap_or_default();
    let group = own::<G>(call, name)?;
    if all.unwrap_or(false) {
        // Amazon: dynamic parameters at once, static ones at the next reboot.
        let ParameterGroup {
            family, parameters, ..
        } = group.group();
        let set = of_family(family)
            .iter()
            .filter(|known| parameters.contains_key(known.name));
        let settings = set.map(|known| Setting {
            known,
            value: None,
            method: match known.apply {
                Apply::Dynamic => ApplyMethod::Immediate,
                Apply::Static => ApplyMethod::PendingReboot,
            },
        });
        let settings = settings.collect();
        return write(call, group, settings);
    }
    if given.is_empty() {
        return Err(INVALID_PARAMETER_COMBINATION
            .because("Either ResetAllParameters or Parameters must be specified."));
    }
    let settings = given.iter().map(|parameter| {
        let (known, method) = named(parameter, group.group())?;
        let value = None;
        Ok(Setting {
            known,
            value,
            method,
        })
    });
    let settings = settings.collect::<Result<_, _>>()?;
    write(call, group, settings)
}

/// The parameter that is meant, which must be one that we carry out, and when it is to take effect.
fn named(
    given: &rds::Parameter,
    group: &ParameterGroup,
) -> Result<(&'static parameters::Parameter, ApplyMethod), ApiError> {
    let name = given.parameter_name.as_deref().unwrap_or_default();
    let mut known = of_family(&group.family).iter();
    let known = known.find(|known| known.name == name).ok_or_else(|| {
        INVALID_PARAMETER_VALUE.because(format!(
            "Could not find parameter with name: {name}. The parameters that servers here can be \
             given are those that are described."
        ))
    })?;
    let method = given.apply_method.unwrap_or(ApplyMethod::PendingReboot);
    if known.apply == Apply::Static && method == ApplyMethod::Immediate {
        return Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "cannot use immediate apply method for static parameter: {name}"
        )));
    }
    Ok((known, method))
}

fn write<G: Followed>(
    call: &Call<'_>,
    mut group: Stored<G>,
    settings: Vec<Setting>,
) -> Result<(String, Changes), ApiError> {
    if settings.len() > MAX_PARAMETERS {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "At most {MAX_PARAMETERS} parameters can be modified at once."
        )));
    }
    let mut teller = call.teller();
    let mut changes = Changes::new();
    let mut at_once = BTreeMap::new();
    for setting in settings {
        let Setting {
            known,
            value,
            method,
        } = setting;
        put(
            &mut group.record.group_mut().parameters,
            known.name,
            value.clone(),
        );
        if method == ApplyMethod::Immediate {
            at_once.insert(known.name, value.clone());
        }
        let updated = Happening::ParameterUpdated {
            name: known.name.to_owned(),
            value: value.unwrap_or_else(|| "its default".to_owned()),
            method: method.as_str(),
        };
        let group_name = &group.record.group().name;
        changes = teller.tell(changes, EventSource::ParameterGroup, group_name, updated);
    }
    let changes = changes.update(&group);
    let name = group.record.group().name.clone();
    let changes = tell_followers::<G>(call, changes, &name, &at_once)?;
    Ok((name, changes))
}

pub(super) fn delete<G: Followed>(call: &Call<'_>, name: &str) -> Result<Changes, ApiError> {
    let group = own::<G>(call, name)?;
    let name = &group.record.group().name;
    if G::is_in_use(name, call.state)? {
        return Err(INVALID_DB_PARAMETER_GROUP_STATE.because(format!(
            "One or more database instances are still members of this parameter group {name}, so the \
             group cannot be deleted"
        )));
    }
    Ok(Changes::new().delete(&group))
}
