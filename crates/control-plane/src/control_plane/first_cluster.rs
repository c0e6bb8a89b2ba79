//! The cluster that a first start makes.

use store::Store as _;
use zeroize::Zeroizing;

use super::{ControlPlane, OpenError};
use crate::engines::OfferedEngine;
use crate::entropy::EntropyError;
use crate::ids;
use crate::state::{Changes, Cluster, Instance, InstanceBacking, NewServer, Server};

/// The cluster that a first start makes.
#[derive(Debug, Clone)]
pub struct FirstCluster {
    /// Its identifier.
    pub identifier: String,
    /// Its engine, by its name in the RDS API; whichever is there first unless one is named.
    pub engine: Option<String>,
    /// The master user's name.
    pub master_username: String,
    /// Whether the walk's sample table is made.
    pub sample: bool,
    /// Whether every connection must use TLS.
    pub require_secure_transport: bool,
}

impl ControlPlane {
    /// A password for a master user.
    pub fn draw_password(&self) -> Result<Zeroizing<String>, EntropyError> {
        ids::password(&*self.realm.entropy)
    }

    /// Makes the first cluster, unless there was a first start before: a cluster that was deleted
    /// stays deleted.
    pub async fn first_cluster(
        &self,
        wanted: &FirstCluster,
        password: &str,
    ) -> Result<(), OpenError> {
        let state = self.site.state().await?;
        if state.get::<FirstStart>(FirstStart::ID)?.is_some() {
            return Ok(());
        }
        let engine = self.first_engine(wanted.engine.as_deref())?;
        let entropy = &*self.realm.entropy;
        let resource_id = ids::cluster_resource_id(entropy)?;
        let sealed = self.realm.keyring.seal(&resource_id, password, entropy)?;
        let now = self.clock.now().as_unix();
        let asked = NewServer {
            resource_id,
            engine: engine.name.to_string(),
            product: engine.product,
            engine_version: engine.version.clone(),
            master_username: wanted.master_username.clone(),
            sealed_master_password: Some(sealed),
        };
        let server = Server {
            require_secure_transport: wanted.require_secure_transport,
            sample: wanted.sample,
            ..Server::to_be_made(asked, now)
        };
        let member = Instance {
            identifier: format!("{}-instance-1", wanted.identifier),
            resource_id: ids::instance_resource_id(entropy)?,
            class: "db.t4g.medium".to_owned(),
            created_at: now,
            tags: Default::default(),
            backing: InstanceBacking::Cluster(wanted.identifier.clone()),
            member: Default::default(),
            kept: Default::default(),
        };
        let changes = Changes::new()
            .create(&FirstStart { at: now })
            .create(&Cluster {
                identifier: wanted.identifier.clone(),
                server,
                writer: Some(member.resource_id.clone()),
                kept: Default::default(),
            })
            .create(&member);
        self.site.store.commit(changes.into_txn()).await?;
        Ok(())
    }

    /// The engine of this name, or the one that comes first.
    fn first_engine(&self, name: Option<&str>) -> Result<&OfferedEngine, OpenError> {
        let mut offered = self.realm.offer.engines.iter();
        let Some(name) = name else {
            return offered.next().ok_or(OpenError::NoEngine);
        };
        let names = offered.clone().map(|engine| engine.name.as_str());
        let unknown = || OpenError::EngineNotOffered {
            name: name.to_owned(),
            offered: names.collect::<Vec<_>>().join(", "),
        };
        offered
            .find(|engine| engine.name.as_str() == name)
            .ok_or_else(unknown)
    }
}

/// That there was a first start.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
struct FirstStart {
    at: crate::state::UnixSeconds,
}

impl FirstStart {
    const ID: &'static str = "first-start";
}

impl crate::state::Record for FirstStart {
    const PREFIX: &'static str = "meta/";

    fn id(&self) -> String {
        Self::ID.to_owned()
    }
}
