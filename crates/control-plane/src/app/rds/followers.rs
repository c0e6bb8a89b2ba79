//! Which servers follow a parameter group.

use std::collections::BTreeMap;

use aws_query::ApiError;

use super::database::{Database as _, Group};
use super::layers::Layers;
use crate::app::{Call, OrFail as _};
use crate::parameters::{Apply, of_family};
use crate::state::{
    Changes, Cluster, ClusterParameterGroup, DbParameterGroup, Instance, InstanceBacking,
    Parameters, Server, State, Status, Stored, members,
};

/// A group that servers follow.
pub(super) trait Followed: Group {
    /// Whether anything is in the group of this name.
    fn is_in_use(name: &str, state: &State) -> Result<bool, ApiError>;

    /// Whose servers take parameters from it, none of them somebody's own.
    fn followers(name: &str, state: &State) -> Result<Vec<Follower>, ApiError>;
}

/// A server that takes parameters from a group.
pub(super) struct Follower {
    holder: Holder,
    /// What another group decides, whatever this one says.
    over: Parameters,
    /// What another group decides where this one says nothing.
    under: Parameters,
}

enum Holder {
    Cluster(Box<Stored<Cluster>>),
    Instance(Box<Stored<Instance>>),
}

impl Followed for ClusterParameterGroup {
    fn is_in_use(name: &str, state: &State) -> Result<bool, ApiError> {
        Ok(!clusters(name, state)?.is_empty())
    }

    fn followers(name: &str, state: &State) -> Result<Vec<Follower>, ApiError> {
        let mut found = Vec::new();
        for cluster in clusters(name, state)? {
            found.push(Follower {
                over: cluster.groups(state)?.instance,
                under: Parameters::new(),
                holder: Holder::Cluster(Box::new(cluster)),
            });
        }
        Ok(found)
    }
}

fn clusters(group: &str, state: &State) -> Result<Vec<Stored<Cluster>>, ApiError> {
    let mut found = Vec::new();
    for cluster in state.all::<Cluster>() {
        let cluster = cluster.or_fail()?;
        if cluster.server.parameter_group.as_deref() == Some(group) {
            found.push(cluster);
        }
    }
    found.retain(|cluster| cluster.server.attached.is_none());
    Ok(found)
}

impl Followed for DbParameterGroup {
    fn is_in_use(name: &str, state: &State) -> Result<bool, ApiError> {
        for instance in state.all::<Instance>() {
            if instance.or_fail()?.parameter_group() == Some(name) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn followers(name: &str, state: &State) -> Result<Vec<Follower>, ApiError> {
        let mut found = Vec::new();
        for instance in state.all::<Instance>() {
            let instance = instance.or_fail()?;
            if instance.parameter_group() != Some(name) {
                continue;
            }
            let InstanceBacking::Cluster(of) = &instance.backing else {
                found.push(Follower {
                    holder: Holder::Instance(Box::new(instance)),
                    over: Parameters::new(),
                    under: Parameters::new(),
                });
                continue;
            };
            found.extend(follower_of_writer(&instance, of, state)?);
        }
        Ok(found)
    }
}

/// A cluster's server follows the group of its writer, and of no other member.
fn follower_of_writer(
    member: &Instance,
    cluster: &str,
    state: &State,
) -> Result<Option<Follower>, ApiError> {
    let Some(cluster) = state.get::<Cluster>(cluster).or_fail()? else {
        return Ok(None);
    };
    let members = members(state, &cluster.identifier).or_fail()?;
    let writer = cluster.writer(&members);
    let is_writer = writer.is_some_and(|writer| writer.resource_id == member.resource_id);
    if !is_writer || cluster.server.attached.is_some() {
        return Ok(None);
    }
    Ok(Some(Follower {
        over: Parameters::new(),
        under: cluster.groups(state)?.cluster,
        holder: Holder::Cluster(Box::new(cluster)),
    }))
}

impl Follower {
    /// Has the server take now what its group says from now on of the parameters of these names.
    fn take(&mut self, said: &BTreeMap<&str, Option<String>>) {
        let Self {
            holder,
            over,
            under,
        } = self;
        let server = match holder {
            Holder::Cluster(cluster) => &mut cluster.record.server,
            Holder::Instance(instance) => match &mut instance.record.backing {
                InstanceBacking::Own(server) => server,
                InstanceBacking::Cluster(_) => return,
            },
        };
        let decided = said.iter().map(|(name, said)| {
            let value = over.get(*name).or(said.as_ref()).or(under.get(*name));
            (*name, value)
        });
        take_now(server, decided);
    }

    fn write(&self, changes: Changes) -> Changes {
        match &self.holder {
            Holder::Cluster(cluster) => changes.update(cluster),
            Holder::Instance(instance) => changes.update(instance),
        }
    }
}

/// Has every server that follows the group take now what it says from now on of some parameters.
pub(super) fn tell_followers<G: Followed>(
    call: &Call<'_>,
    mut changes: Changes,
    group: &str,
    said: &BTreeMap<&str, Option<String>>,
) -> Result<Changes, ApiError> {
    if said.is_empty() {
        return Ok(changes);
    }
    for mut follower in G::followers(group, call.state)? {
        follower.take(said);
        changes = follower.write(changes);
    }
    Ok(changes)
}

/// Has a server take these parameters now; `None` is the engine's default.
pub(super) fn take_now<'a>(
    server: &mut Server,
    parameters: impl Iterator<Item = (&'a str, Option<&'a String>)>,
) {
    let known = server.applying.parameters.as_ref();
    let known = known.unwrap_or(&server.parameters);
    let mut wanted = known.clone();
    for (name, value) in parameters {
        put(&mut wanted, name, value.cloned());
    }
    match server.status {
        _ if wanted == *known => {}
        Status::Stopped | Status::Failed => server.parameters = wanted,
        _ => server.applying.parameters = Some(wanted),
    }
}

/// The same of all that two groups say and that needs no restart.
pub(super) fn take_dynamic(server: &mut Server, groups: Layers, family: &str) {
    let wanted = groups.merged();
    let known = of_family(family).iter();
    let dynamic = known.filter(|known| known.apply == Apply::Dynamic);
    take_now(
        server,
        dynamic.map(|known| (known.name, wanted.get(known.name))),
    );
}

/// Sets a parameter, or leaves it to the engine.
pub(super) fn put(parameters: &mut Parameters, name: &str, value: Option<String>) {
    match value {
        Some(value) => parameters.insert(name.to_owned(), value),
        None => parameters.remove(name),
    };
}
