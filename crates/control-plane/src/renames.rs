//! Other identifiers for clusters and instances: what changes along with them, and what is told.

use crate::events::{Happening, Teller};
use crate::state::{Changes, Cluster, EventSource, Instance, InstanceBacking, Stored};

/// Gives a cluster another identifier, which is nobody's. Its resource id stays, and with it every
/// policy.
pub fn rename_cluster(
    teller: &mut Teller<'_>,
    cluster: &mut Stored<Cluster>,
    members: Vec<Stored<Instance>>,
    to: String,
) -> Changes {
    let from = std::mem::replace(&mut cluster.record.identifier, to.clone());
    cluster.record.server.pending.identifier = None;
    let mut changes = Changes::new().replace(cluster);
    for mut member in members {
        member.record.backing = InstanceBacking::Cluster(to.clone());
        changes = changes.update(&member);
    }
    let name = to.clone();
    teller.tell(
        changes,
        EventSource::Cluster,
        &name,
        Happening::Renamed { from, to },
    )
}

/// Gives an instance another identifier, which is nobody's. The record is left for the caller to write.
pub fn rename_instance(
    teller: &mut Teller<'_>,
    changes: Changes,
    instance: &mut Instance,
    to: String,
) -> Changes {
    let from = std::mem::replace(&mut instance.identifier, to.clone());
    *instance.pending_identifier_mut() = None;
    let name = to.clone();
    teller.tell(
        changes,
        EventSource::Instance,
        &name,
        Happening::Renamed { from, to },
    )
}
