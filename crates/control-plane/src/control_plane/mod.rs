//! Puts the parts together, makes what a first start needs, and runs.

mod first_cluster;
mod secrets;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Installed, Product, Progress};
use seal::{AgentFileError, KeyError};
use store::{CommitError, Embedded, ReadError, Store as _};
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use self::first_cluster::FirstCluster;
use self::secrets::Secrets;
use crate::archive;
use crate::ca::{CaError, CertificateAuthority};
use crate::choices::Choices;
use crate::clock::Clock;
use crate::data_dir::{DataDir, DataDirError};
use crate::denial::Denials;
use crate::engines::{self, Modules, ServerUsers};
use crate::entropy::{Entropy, EntropyError};
use crate::events;
use crate::feed::{
    AgentsAuthority, AgentsListener, AgentsListenerError, Feed, LocalFeedError, Presence,
    Publisher, Served, Source, serve_local,
};
use crate::http::{self, Api, Listening, Serving, Throttle, Tls};
use crate::identity_providers::IdentityProviders;
use crate::keyring::{KeyringError, MASTER_KEY_BYTES};
use crate::logs::{HostLogs, RefusedLogins, ReportedLogins};
use crate::realm::{AgentsOffer, Offer, Realm};
use crate::reset;
use crate::servers::{self, Site};
use crate::settings::{Settings, SettingsError};
use crate::state::{State, StateError};

/// What a control plane is opened with.
pub struct Config {
    /// Its data directory.
    pub data: DataDir,
    /// What was chosen at the first start.
    pub settings: Settings,
    /// The installed database servers.
    pub engines: Installed,
    /// The native login modules.
    pub modules: Modules,
    /// The users that database servers run as.
    pub server_users: ServerUsers,
    /// What was chosen for this start.
    pub choices: Choices,
    /// Told what goes on.
    pub progress: Arc<dyn Progress>,
    /// Where agents on other hosts are awaited, if they are.
    pub agents: Option<AgentsListener>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Draws ids, keys and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// Knows what agents refused.
    pub refused: Arc<dyn RefusedLogins>,
    /// Keeps what those on other hosts tell.
    pub reported: Arc<dyn ReportedLogins>,
}

impl std::fmt::Debug for Config {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Config")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

/// A control plane that is ready to run.
pub struct ControlPlane {
    site: Arc<Site>,
    realm: Arc<Realm>,
    feed: Arc<Feed>,
    agents: Mutex<Option<AgentsListener>>,
    source: Source,
    choices: Choices,
    clock: Arc<dyn Clock>,
    refused: Arc<dyn RefusedLogins>,
}

impl std::fmt::Debug for ControlPlane {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("ControlPlane")
            .field("realm", &self.realm)
            .finish_non_exhaustive()
    }
}

/// How a database server stands, for those who wait for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServerStatus {
    /// The identifier.
    pub identifier: String,
    /// The server behind it.
    pub product: Product,
    /// Amazon's word for where it stands.
    pub status: &'static str,
    /// The port, once chosen.
    pub port: Option<u16>,
    /// Whether IAM logins are answered.
    pub iam_authentication: bool,
    /// What went wrong.
    pub failure: Option<String>,
}

/// Why a control plane does not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// A file of the data directory.
    #[error(transparent)]
    DataDir(#[from] DataDirError),
    /// The settings.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The master key file has another length.
    #[error(
        "`{0}` is not a master key: it takes {MASTER_KEY_BYTES} bytes; restore it from your backup"
    )]
    MasterKey(PathBuf),
    /// No random bytes.
    #[error(transparent)]
    Entropy(#[from] EntropyError),
    /// The store.
    #[error(transparent)]
    Store(#[from] store::OpenError),
    /// The certificate authority.
    #[error(transparent)]
    Ca(#[from] CaError),
    /// A key does not load.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A secret does not open or seal.
    #[error(transparent)]
    Keyring(#[from] KeyringError),
    /// The agent's file.
    #[error(transparent)]
    AgentFile(#[from] AgentFileError),
    /// No database server to make the first cluster with.
    #[error("no database server is installed; run `apt install mariadb-server`")]
    NoEngine,
    /// The first cluster is to have an engine that is not to be had.
    #[error("there is no engine `{name}` here; there is: {offered}")]
    EngineNotOffered {
        /// The engine's name.
        name: String,
        /// Those that there are.
        offered: String,
    },
    /// The user that database servers run as.
    #[error(transparent)]
    ServerUser(#[from] engine::OsUserError),
    /// The state does not read.
    #[error(transparent)]
    State(#[from] StateError),
    /// The store does not answer.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The store is not written.
    #[error(transparent)]
    Commit(#[from] CommitError),
    /// A database server's record.
    #[error(transparent)]
    Server(#[from] servers::RecordError),
}

/// Why a running control plane ended.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// This host's agent cannot be fed.
    #[error(transparent)]
    Feed(#[from] LocalFeedError),
    /// Those of other hosts cannot.
    #[error(transparent)]
    Agents(#[from] AgentsListenerError),
}

impl ControlPlane {
    /// Opens the data directory's control plane; at the first start its keys, its certificate
    /// authority, its store and the account's root access key are made.
    pub async fn open(config: Config) -> Result<Self, OpenError> {
        let Config {
            data,
            settings,
            clock,
            entropy,
            ..
        } = config;
        let account = settings.account()?;
        let secrets = Secrets::load(&data, &*entropy)?;
        let ca = Arc::new(secrets::certificate_authority(&data, &account, &*clock)?);
        let authority = secrets::agents_authority(&data, &account, &*clock)?;
        let store = Arc::new(open_store(&data).await?);
        let endpoint_hosts = settings.database_hosts();
        let presence = Arc::<Presence>::default();
        let realm = Arc::new(Realm {
            session_tokens: secrets.session_tokens.clone(),
            offer: offer(&config.engines, &endpoint_hosts, &ca),
            account: account.clone(),
            keyring: secrets.keyring.clone(),
            entropy: entropy.clone(),
            resets: config.choices.resets,
            agents: agents_offer(config.agents.as_ref(), &authority, &presence),
            denials: Denials::default(),
        });
        let state = State::new(store.read().await?);
        secrets::join_local_agent(&data, &secrets.session_tokens, &state, clock.now())?;
        let peers = config.server_users.resolve(&config.engines)?;
        secrets::root_credentials(&data, &store, &realm, &*clock).await?;
        let publisher = Arc::new(Publisher::new(presence));
        let admission = secrets.admission(authority, &store, &clock, entropy);
        let feed = Feed::new(publisher.clone(), admission, config.reported);
        let source = Source {
            store: store.clone(),
            account,
            keyring: secrets.keyring.clone(),
            signer: secrets.signer,
            session_tokens: secrets.session_tokens,
            endpoint_hosts: endpoint_hosts.clone(),
            served: Served::at(data.sockets(), peers),
            clock: clock.clone(),
        };
        let site = Arc::new(Site {
            data,
            store,
            engines: config.engines,
            ca,
            keyring: secrets.keyring,
            clock: clock.clone(),
            modules: config.modules,
            server_users: config.server_users,
            address: settings.address,
            endpoint_hosts,
            progress: config.progress,
            publisher,
        });
        site.nothing_runs_yet().await?;
        Ok(Self {
            site,
            realm,
            feed: Arc::new(feed),
            agents: Mutex::new(config.agents),
            source,
            choices: config.choices,
            clock,
            refused: config.refused,
        })
    }

    /// How every database server stands.
    pub async fn servers(&self) -> Result<Vec<ServerStatus>, OpenError> {
        let servers = crate::state::servers(&self.site.state().await?)?;
        Ok(servers
            .into_iter()
            .map(|(place, server)| ServerStatus {
                identifier: place.identifier().to_owned(),
                product: server.product,
                status: server.status.of_cluster(),
                port: server.port,
                iam_authentication: server.iam_authentication,
                failure: server.failure,
            })
            .collect())
    }

    /// How the API is served.
    fn serving(&self) -> Serving {
        let Choices {
            plain_http,
            api_rate,
            pinned_keys,
            ..
        } = self.choices.clone();
        let api = Api::new(
            self.site.store.clone(),
            self.realm.clone(),
            self.clock.clone(),
            self.feed.publisher.clone(),
            Arc::new(HostLogs {
                clusters: self.site.data.clusters(),
                refused: self.refused.clone(),
            }),
            IdentityProviders::new(pinned_keys),
            Throttle::new(api_rate),
        );
        let Site {
            ca, endpoint_hosts, ..
        } = &*self.site;
        Serving {
            routes: http::routes(Arc::new(api)),
            tls: Arc::new(Tls::new(ca.clone(), endpoint_hosts, self.clock.clone())),
            plain: plain_http,
        }
    }

    /// Answers the API at `port`, feeds agents and keeps the database servers, until `shutdown` turns
    /// true; then stops the database servers and returns.
    pub async fn run(
        self: Arc<Self>,
        port: Listening,
        shutdown: watch::Receiver<bool>,
    ) -> Result<(), RunError> {
        let serving = self.serving();
        let feed_socket = self.site.data.control_plane().join("feed.sock");
        let mut tasks = JoinSet::new();
        let this = self.clone();
        tasks.spawn(async move {
            this.feed.publisher.run(&this.source).await;
            Ok(())
        });
        let feed = self.feed.clone();
        tasks.spawn(async move { Ok(serve_local(&feed_socket, feed).await?) });
        if let Some(agents) = self.take_agents_listener() {
            let feed = self.feed.clone();
            tasks.spawn(async move { Ok(agents.serve(feed).await?) });
        }
        let this = self.clone();
        tasks.spawn(async move {
            let file = this.site.data.control_plane().join("api-audit.jsonl");
            archive::keep_short(&this.site.store, &file).await;
            Ok(())
        });
        let this = self.clone();
        tasks.spawn(async move {
            events::forget_old(&this.site.store, &this.clock).await;
            Ok(())
        });
        let site = self.site.clone();
        tasks.spawn(async move {
            servers::follow_windows(&site).await;
            Ok(())
        });
        tasks.spawn(async move {
            port.serve(serving).await;
            Ok(())
        });
        let keepers = tokio::spawn(servers::keep_all(self.site.clone(), shutdown.clone()));
        let mut until = shutdown;
        let ended = tokio::select! {
            ended = tasks.join_next() => ended,
            _ = until.wait_for(|stop| *stop) => None,
        };
        if let Some(Ok(Err(error))) = ended {
            return Err(error);
        }
        let _ = keepers.await;
        Ok(())
    }
}

impl ControlPlane {
    fn take_agents_listener(&self) -> Option<AgentsListener> {
        // It is taken in one step.
        let mut listener = self.agents.lock().unwrap_or_else(PoisonError::into_inner);
        listener.take()
    }
}

fn offer(engines: &Installed, endpoint_hosts: &[String], ca: &CertificateAuthority) -> Offer {
    Offer {
        engines: engines::offered(engines),
        endpoint_host: endpoint_hosts.first().cloned().unwrap_or_default(),
        ca_certificate_pem: ca.certificate_pem().to_owned(),
    }
}

fn agents_offer(
    listener: Option<&AgentsListener>,
    authority: &AgentsAuthority,
    presence: &Arc<Presence>,
) -> AgentsOffer {
    AgentsOffer {
        address: listener.map(|listener| listener.address),
        authority: authority.fingerprint(),
        presence: presence.clone(),
    }
}

/// A reset that was cut off goes on: an account that is half wiped is nobody's wish.
async fn open_store(data: &DataDir) -> Result<Embedded, OpenError> {
    let store = Embedded::open(&data.control_plane().join("store.sqlite"))?;
    loop {
        let step = reset::step(&State::new(store.read().await?))?;
        if step.is_empty() {
            return Ok(store);
        }
        store.commit(step.into_txn()).await?;
    }
}
