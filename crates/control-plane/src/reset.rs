//! Wiping the account: what goes, in steps that each fit into a transaction, and what outlives it.
//!
//! A reset that was begun is on record until its last step, so that one that was cut off is finished at
//! the next start. The root's access keys stay, and so do servers that are somebody's own (`sekisho
//! attach`): nobody is left who could log in to them.

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::state::{
    AccessKey, Changes, Cluster, Instance, InstanceBacking, KeyOwner, Record, Server, State,
    StateError, Status, Stored, UnixSeconds,
};

/// The most servers, and the most other records, that one step changes.
const STEP: usize = 50;

/// Everything that an account holds is under these.
const WIPED: [&str; 2] = ["iam/", "rds/"];

/// How often the account was wiped.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Reset {
    /// Counted from one.
    pub number: u32,
    /// When it was wiped last.
    pub at: UnixSeconds,
    /// Whether something of the last time is left to do.
    pub under_way: bool,
}

/// The key of the record that [`root_id`] goes by.
pub const ROOT_RECORD: &str = "meta/reset";

impl Record for Reset {
    const PREFIX: &'static str = "meta/";

    fn id(&self) -> String {
        Self::ID.to_owned()
    }
}

impl Reset {
    const ID: &'static str = "reset";
}

/// The unique id of the account's root, by which sessions name it. After a reset it is another one, so
/// that sessions from before name nobody.
pub fn root_id(state: &State, account: &Account) -> Result<String, StateError> {
    let last = state.get::<Reset>(Reset::ID)?;
    Ok(last.map_or_else(
        || account.id.to_string(),
        |last| format!("{}/{}", account.id, last.number),
    ))
}

/// Begins a reset; [`step`] does it.
pub fn begin(state: &State, now: UnixSeconds) -> Result<Changes, StateError> {
    let after = |number: u32| Reset {
        number: number.saturating_add(1),
        at: now,
        under_way: true,
    };
    Ok(match state.get::<Reset>(Reset::ID)? {
        Some(mut last) => {
            last.record = after(last.number);
            Changes::new().update(&last)
        }
        None => Changes::new().create(&after(0)),
    })
}

/// The next step of a reset that is under way; no changes when there is none.
pub fn step(state: &State) -> Result<Changes, StateError> {
    let Some(mut reset) = state.get::<Reset>(Reset::ID)?.filter(|last| last.under_way) else {
        return Ok(Changes::new());
    };
    let changes = remove_records(state, delete_servers(state)?)?;
    if !changes.is_empty() {
        return Ok(changes);
    }
    reset.record.under_way = false;
    Ok(changes.update(&reset))
}

/// The identifiers of the clusters, and of the instances outside of clusters, that a reset deletes.
pub fn doomed_servers(state: &State) -> Result<(Vec<String>, Vec<String>), StateError> {
    let (clusters, instances) = (clusters(state)?, instances(state)?);
    Ok((
        clusters.iter().map(|it| it.identifier.clone()).collect(),
        instances.iter().map(|it| it.identifier.clone()).collect(),
    ))
}

/// Servers are not forgotten but deleted: their keepers stop them and remove their files.
fn delete_servers(state: &State) -> Result<Changes, StateError> {
    let mut changes = Changes::new();
    for mut cluster in clusters(state)?.into_iter().take(STEP) {
        cluster.record.server.status = Status::Deleting;
        changes = changes.update(&cluster);
    }
    for mut instance in instances(state)?.into_iter().take(STEP) {
        if let InstanceBacking::Own(server) = &mut instance.record.backing {
            server.status = Status::Deleting;
        }
        changes = changes.update(&instance);
    }
    Ok(changes)
}

fn clusters(state: &State) -> Result<Vec<Stored<Cluster>>, StateError> {
    let all = state.all::<Cluster>();
    all.filter(|cluster| !matches!(cluster, Ok(cluster) if !goes(&cluster.server)))
        .collect()
}

fn instances(state: &State) -> Result<Vec<Stored<Instance>>, StateError> {
    let all = state.all::<Instance>();
    all.filter(|instance| match instance {
        Ok(instance) => {
            matches!(&instance.backing, InstanceBacking::Own(server) if goes(server))
        }
        Err(_) => true,
    })
    .collect()
}

fn goes(server: &Server) -> bool {
    server.status != Status::Deleting && server.attached.is_none()
}

fn remove_records(state: &State, mut changes: Changes) -> Result<Changes, StateError> {
    let all = WIPED.into_iter().flat_map(|prefix| state.keys(prefix));
    let mut left = STEP - STEP.min(changes.count());
    for record in all {
        if left == 0 {
            break;
        }
        if !stays(record.key(), state)? {
            changes = changes.delete(&record);
            left -= 1;
        }
    }
    Ok(changes)
}

/// Keepers remove the records of servers, with those of their members.
fn stays(key: &str, state: &State) -> Result<bool, StateError> {
    if let Some(id) = key.strip_prefix(AccessKey::PREFIX) {
        let found = state.access_key(id)?;
        return Ok(found.is_some_and(|key| key.owner == KeyOwner::Root));
    }
    Ok(key.starts_with(Cluster::PREFIX) || key.starts_with(Instance::PREFIX))
}
