//! Where database servers are on record: in a cluster, or in an instance of their own.

use std::collections::BTreeMap;
use std::fmt;

use super::{Cluster, Instance, InstanceBacking, Server, State, StateError};

/// How many servers there may be: one for each port that is tried, which are the customary one and its
/// neighbours, all below the range that systems give to outgoing connections.
pub const MOST_SERVERS: u16 = 94;

/// Where a server's record is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ServerPlace {
    /// In the cluster of this identifier.
    Cluster(String),
    /// In the instance of this identifier, which is in no cluster.
    Instance(String),
}

impl fmt::Display for ServerPlace {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cluster(name) => write!(out, "cluster `{name}`"),
            Self::Instance(name) => write!(out, "instance `{name}`"),
        }
    }
}

impl ServerPlace {
    /// The identifier that people gave it.
    pub fn identifier(&self) -> &str {
        match self {
            Self::Cluster(name) | Self::Instance(name) => name,
        }
    }
}

/// Every server there is, by place.
pub fn servers(state: &State) -> Result<BTreeMap<ServerPlace, Server>, StateError> {
    let mut found = BTreeMap::new();
    for cluster in state.all::<Cluster>() {
        let Cluster {
            identifier, server, ..
        } = cluster?.record;
        found.insert(ServerPlace::Cluster(identifier), server);
    }
    for instance in state.all::<Instance>() {
        let Instance {
            identifier,
            backing,
            ..
        } = instance?.record;
        if let InstanceBacking::Own(server) = backing {
            found.insert(ServerPlace::Instance(identifier), *server);
        }
    }
    Ok(found)
}
