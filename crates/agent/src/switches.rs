//! Servers that are told themselves when IAM authentication is switched, besides being answered
//! differently. Which ones, and how, is not the agent's to know.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use iam::login::Snapshot;
use tokio::sync::Mutex;
use tokio::time::{sleep, timeout};

use crate::decider::Decider;

/// How often servers are looked for that are new or were not reached.
const INTERVAL: Duration = Duration::from_secs(1);

/// How long the control plane waits to hear that a switch is in force everywhere. A server that does
/// not answer is switched later.
const PATIENCE: Duration = Duration::from_secs(1);

/// Whether IAM authentication is on, by resource id.
pub type Switched = BTreeMap<String, bool>;

/// The servers of this host that are to be told.
pub trait Servers: Send + Sync {
    /// Brings them to where they are wanted; what is there already is left alone. Returns what could
    /// not be done, a sentence each.
    fn bring<'a>(
        &'a self,
        wanted: &'a Switched,
    ) -> Pin<Box<dyn Future<Output = Vec<String>> + Send + 'a>>;
}

/// No server.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoServers;

impl Servers for NoServers {
    fn bring<'a>(
        &'a self,
        _wanted: &'a Switched,
    ) -> Pin<Box<dyn Future<Output = Vec<String>> + Send + 'a>> {
        Box::pin(std::future::ready(Vec::new()))
    }
}

/// Tells the servers what the snapshot in force says.
pub(crate) struct Switches {
    servers: Arc<dyn Servers>,
    decider: Arc<Decider>,
    /// What they were told last.
    told: Mutex<Switched>,
}

impl Switches {
    pub(crate) fn new(servers: Arc<dyn Servers>, decider: Arc<Decider>) -> Self {
        Self {
            servers,
            decider,
            told: Mutex::default(),
        }
    }

    /// A snapshot came into force: servers follow at once, those that can. Most snapshots switch
    /// nothing.
    pub(crate) async fn follow(&self) -> Vec<String> {
        let wanted = self.wanted();
        {
            let mut told = self.told.lock().await;
            if *told == wanted {
                return Vec::new();
            }
            told.clone_from(&wanted);
        }
        match timeout(PATIENCE, self.servers.bring(&wanted)).await {
            Ok(problems) => problems,
            Err(_) => vec!["a server was not switched in time; it is tried again".to_owned()],
        }
    }

    /// Again and again: servers come, and come back. Never returns.
    pub(crate) async fn keep(self: Arc<Self>) {
        let mut known = Vec::new();
        loop {
            let problems = self.servers.bring(&self.wanted()).await;
            for problem in problems.iter().filter(|problem| !known.contains(*problem)) {
                tracing::error!(problem, "tried again until it is done");
            }
            known = problems;
            sleep(INTERVAL).await;
        }
    }

    fn wanted(&self) -> Switched {
        self.decider
            .snapshot()
            .map(|snapshot| switched(&snapshot))
            .unwrap_or_default()
    }
}

fn switched(snapshot: &Snapshot) -> Switched {
    let instances = snapshot.instances();
    instances
        .map(|instance| (instance.resource_id.clone(), instance.iam_enabled))
        .collect()
}
