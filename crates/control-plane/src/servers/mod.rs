//! The database servers: brought to the state that their records ask for, and kept there.
//!
//! API calls only write what shall be (`creating`, `configuring-iam-database-auth`, `stopping`, …). One keeper per
//! server reads that, acts through `engine`, and writes what is. A control plane that died in the middle
//! of anything begins where the record stands.

mod certificates;
mod grants;
mod keeper;
mod maintenance;
mod ports;
mod spec;

pub use maintenance::follow_windows;

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use engine::{Engine, Installed, Product};
use store::{CommitError, Embedded, ReadError, Revision, Store as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::ca::CertificateAuthority;
use crate::clock::Clock;
use crate::data_dir::DataDir;
use crate::engines::{Modules, ServerUsers};
use crate::events::{Happening, Happenings, Teller};
use crate::feed::Publisher;
use crate::keyring::Keyring;
use crate::state::{
    Changes, Cluster, ClusterEndpoint, Instance, InstanceBacking, Server, ServerPlace, State,
    StateError, Status, members, servers,
};

/// All that a keeper needs besides its server's record.
pub struct Site {
    /// Where the servers' folders are.
    pub data: DataDir,
    /// The state.
    pub store: Arc<Embedded>,
    /// The installed database servers.
    pub engines: Installed,
    /// Issues server certificates.
    pub ca: Arc<CertificateAuthority>,
    /// Opens master passwords.
    pub keyring: Arc<Keyring>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// The native login modules.
    pub modules: Modules,
    /// The users that servers run as.
    pub server_users: ServerUsers,
    /// The address that servers listen on.
    pub address: IpAddr,
    /// Names and addresses that clients reach the servers by; the first one is shown.
    pub endpoint_hosts: Vec<String>,
    /// Told what goes on.
    pub progress: Arc<dyn engine::Progress>,
    /// Knows what agents have in force.
    pub publisher: Arc<Publisher>,
}

impl fmt::Debug for Site {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Site")
            .field("data", &self.data)
            .finish_non_exhaustive()
    }
}

/// The server that a record was made with is not installed any more.
#[derive(Debug, thiserror::Error)]
#[error("{0} is not installed here any more: install it again")]
pub struct NotInstalled(Product);

impl Site {
    /// The installed server behind a record.
    fn engine(&self, server: &Server) -> Result<&Engine, NotInstalled> {
        let product = server.product;
        self.engines.of(product).ok_or(NotInstalled(product))
    }
}

/// Why a server's record could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The store was not read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The record is damaged.
    #[error(transparent)]
    State(#[from] StateError),
    /// The store was not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
}

impl Site {
    /// The state as it is now.
    pub async fn state(&self) -> Result<State, ReadError> {
        Ok(State::new(self.store.read().await?))
    }

    /// Changes the record of the server at `place`, whatever else happens to it meanwhile, tells what
    /// the change makes happen, and says at which revision. Nothing happens when it is gone.
    pub async fn update<H: Into<Happenings>>(
        &self,
        place: &ServerPlace,
        change: impl Fn(&mut Server) -> H,
    ) -> Result<Option<Revision>, RecordError> {
        loop {
            let state = self.state().await?;
            let Some((changes, happenings)) = updated(&state, place, &change)? else {
                return Ok(None);
            };
            let mut teller = Teller::new(&state, self.clock.now());
            let changes = teller.tell_of_server(changes, place, happenings)?;
            match self.store.commit(changes.into_txn()).await {
                Err(CommitError::Conflict { .. }) => {}
                done => return Ok(Some(done?)),
            }
        }
    }

    /// At the start of a control plane: a server that was available is on its way to be it again, and
    /// nobody may take it for available before its keeper has seen it. One that could not be made is
    /// tried again: what was in its way may be gone.
    pub async fn nothing_runs_yet(&self) -> Result<(), RecordError> {
        for (place, server) in servers(&self.state().await?)? {
            let begins_as = match server.status {
                Status::Available if server.applying.is_empty() => Status::Starting,
                Status::Failed => Status::Creating,
                _ => continue,
            };
            if server.attached.is_none() {
                self.update(&place, |server| {
                    server.status = begins_as;
                    server.failure = None;
                })
                .await?;
            }
        }
        Ok(())
    }

    /// The identifier of the writer of the cluster at `place`.
    async fn writer(&self, place: &ServerPlace) -> Result<Option<String>, RecordError> {
        let state = self.state().await?;
        let cluster = state.get::<Cluster>(place.identifier())?;
        let members = members(&state, place.identifier())?;
        let writer = cluster
            .as_ref()
            .and_then(|cluster| cluster.writer(&members));
        Ok(writer.map(|writer| writer.identifier.clone()))
    }

    /// Removes the record of the server at `place`, and of the instances that are its members.
    pub async fn remove(&self, place: &ServerPlace) -> Result<(), RecordError> {
        loop {
            let state = self.state().await?;
            let mut teller = Teller::new(&state, self.clock.now());
            let changes = removed(&state, place)?;
            let changes = teller.tell_of_server(changes, place, Happening::Deleted)?;
            match self.store.commit(changes.into_txn()).await {
                Err(CommitError::Conflict { .. }) => {}
                done => return Ok(done.map(|_| ())?),
            }
        }
    }
}

fn updated<H: Into<Happenings>>(
    state: &State,
    place: &ServerPlace,
    change: impl Fn(&mut Server) -> H,
) -> Result<Option<(Changes, Happenings)>, StateError> {
    Ok(match place {
        ServerPlace::Cluster(name) => state.get::<Cluster>(name)?.map(|mut cluster| {
            let happenings = change(&mut cluster.record.server).into();
            (Changes::new().update(&cluster), happenings)
        }),
        ServerPlace::Instance(name) => state.get::<Instance>(name)?.and_then(|mut instance| {
            let InstanceBacking::Own(server) = &mut instance.record.backing else {
                return None;
            };
            let happenings = change(server).into();
            Some((Changes::new().update(&instance), happenings))
        }),
    })
}

fn removed(state: &State, place: &ServerPlace) -> Result<Changes, StateError> {
    let mut changes = Changes::new();
    if let ServerPlace::Cluster(name) = place
        && let Some(cluster) = state.get::<Cluster>(name)?
    {
        changes = changes.delete(&cluster);
        for endpoint in state.all::<ClusterEndpoint>() {
            let endpoint = endpoint?;
            if endpoint.cluster == cluster.server.resource_id {
                changes = changes.delete(&endpoint);
            }
        }
    }
    for instance in state.all::<Instance>() {
        let instance = instance?;
        let gone = match (&instance.backing, place) {
            (InstanceBacking::Cluster(of), ServerPlace::Cluster(name)) => of == name,
            (InstanceBacking::Own(_), ServerPlace::Instance(name)) => instance.identifier == *name,
            _ => false,
        };
        if gone {
            changes = changes.delete(&instance);
        }
    }
    Ok(changes)
}

/// A server's record, and where it is now: a server keeps its keeper when it is renamed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Wanted {
    place: ServerPlace,
    server: Server,
}

/// Keeps every server as its record asks until `shutdown` turns true, then stops them all (their
/// records still ask for them, so the next start brings them back).
pub async fn keep_all(site: Arc<Site>, mut shutdown: watch::Receiver<bool>) {
    let mut keepers: BTreeMap<String, watch::Sender<Wanted>> = BTreeMap::new();
    let mut tasks = JoinSet::new();
    let mut revision = store::Revision::from_u64(0);
    while !*shutdown.borrow() {
        match current(&site).await {
            Ok((at, servers)) => {
                revision = at;
                keepers.retain(|resource_id, _| servers.contains_key(resource_id));
                for wanted in servers.into_values() {
                    wake_or_start(&mut keepers, &mut tasks, &site, wanted, &shutdown);
                }
            }
            Err(error) => tracing::error!(%error, "the servers' records could not be read"),
        }
        let mut changed = site.store.watch(revision);
        tokio::select! {
            _ = changed.next() => {}
            _ = shutdown.changed() => {}
        }
    }
    while tasks.join_next().await.is_some() {}
}

/// What is wanted now, by resource id.
async fn current(site: &Site) -> Result<(store::Revision, BTreeMap<String, Wanted>), RecordError> {
    let state = site.state().await?;
    let wanted = servers(&state)?.into_iter().map(|(place, server)| {
        let resource_id = server.resource_id.clone();
        (resource_id, Wanted { place, server })
    });
    Ok((state.revision(), wanted.collect()))
}

fn wake_or_start(
    keepers: &mut BTreeMap<String, watch::Sender<Wanted>>,
    tasks: &mut JoinSet<()>,
    site: &Arc<Site>,
    wanted: Wanted,
    shutdown: &watch::Receiver<bool>,
) {
    if let Some(keeper) = keepers.get(&wanted.server.resource_id)
        && !keeper.is_closed()
    {
        keeper.send_if_modified(|known| {
            let changed = *known != wanted;
            *known = wanted;
            changed
        });
        return;
    }
    let resource_id = wanted.server.resource_id.clone();
    let (sender, receiver) = watch::channel(wanted);
    keepers.insert(resource_id, sender);
    tasks.spawn(keeper::keep(site.clone(), receiver, shutdown.clone()));
}
