//! The instances of a cluster, and which of them is the writer. Each is a name of the cluster's one
//! server: the writer is the one that clients are told it is.

use super::{Cluster, Instance, InstanceBacking, State, StateError, Stored};

/// A cluster's instances, in the order of their identifiers.
pub fn members(state: &State, cluster: &str) -> Result<Vec<Stored<Instance>>, StateError> {
    let is_member = |instance: &Result<Stored<Instance>, _>| {
        instance.as_ref().map_or(
            true,
            |instance| matches!(&instance.backing, InstanceBacking::Cluster(of) if of == cluster),
        )
    };
    state.all::<Instance>().filter(is_member).collect()
}

impl Cluster {
    /// The writer among its members.
    pub fn writer<'a>(&self, members: &'a [Stored<Instance>]) -> Option<&'a Stored<Instance>> {
        let chosen = self.writer.as_deref();
        let chosen = members
            .iter()
            .find(|member| Some(&*member.resource_id) == chosen);
        chosen.or_else(|| members.iter().min_by_key(|member| member.created_at))
    }

    /// The member that follows the writer: of the first tier, and the oldest of that (Aurora guide, *Fault
    /// tolerance*; sizes, which Amazon looks at next, there are none of).
    pub fn successor<'a>(&self, members: &'a [Stored<Instance>]) -> Option<&'a Stored<Instance>> {
        let writer = self.writer(members)?;
        let readers = members
            .iter()
            .filter(|member| member.resource_id != writer.resource_id);
        readers.min_by_key(|member| (member.kept.tier(), member.created_at))
    }
}
