//! Puts the parts together, makes what a first start needs, and runs.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use engine::{Installed, Product, Progress};
use seal::{
    AGENT_FILE_FORMAT, AgentFile, AgentFileError, AgentName, AgentsKey, FeedAddress, KeyError,
    SessionOpener, SessionSealer, Signer, Verifier,
};
use sigv4::SecretAccessKey;
use store::{CommitError, Embedded, ReadError, Store as _};
use tokio::sync::watch;
use tokio::task::JoinSet;
use zeroize::Zeroizing;

use crate::account::Account;
use crate::archive;
use crate::ca::{CaError, CertificateAuthority, NewRoot};
use crate::choices::Choices;
use crate::clock::Clock;
use crate::data_dir::{DataDir, DataDirError, write_file};
use crate::engines::{self, Modules, OfferedEngine, ServerUsers};
use crate::entropy::{Entropy, EntropyError, random};
use crate::events;
use crate::feed::{
    Admission, AgentsAuthority, AgentsListener, AgentsListenerError, Feed, LocalFeedError,
    Presence, Publisher, Served, Source, serve_local,
};
use crate::http::{self, Api, Listening, Serving, Throttle, Tls};
use crate::identity_providers::IdentityProviders;
use crate::ids;
use crate::keyring::{Keyring, KeyringError, MASTER_KEY_BYTES};
use crate::logs::{HostLogs, RefusedLogins};
use crate::realm::{AgentsOffer, Offer, Realm};
use crate::reset;
use crate::servers::{self, Site};
use crate::settings::{Settings, SettingsError};
use crate::state::{
    AccessKey, Changes, Cluster, Instance, InstanceBacking, KeyOwner, NewServer, Record as _,
    Server, State, StateError,
};

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
    /// Knows what this host's agent refused.
    pub refused: Arc<dyn RefusedLogins>,
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
        let ca = Arc::new(certificate_authority(&data, &account, &*clock)?);
        let authority = agents_authority(&data, &account, &*clock)?;
        let store = Arc::new(Embedded::open(&data.control_plane().join("store.sqlite"))?);
        let endpoint_hosts = settings.database_hosts();
        let presence = Arc::<Presence>::default();
        let realm = Arc::new(Realm {
            sealer: SessionSealer::new(secrets.signer.clone(), &secrets.agents_key)?,
            opener: secrets.opener()?,
            offer: offer(&config.engines, &endpoint_hosts, &ca),
            account: account.clone(),
            keyring: secrets.keyring.clone(),
            entropy: entropy.clone(),
            resets: config.choices.resets,
            agents: agents_offer(config.agents.as_ref(), &authority, &presence),
        });
        join_local_agent(&data, &secrets)?;
        let peers = config.server_users.resolve(&config.engines)?;
        finish_reset(&store).await?;
        root_credentials(&data, &store, &realm, &*clock).await?;
        let publisher = Arc::new(Publisher::new(presence));
        let feed = Feed {
            publisher: publisher.clone(),
            admission: secrets.admission(authority, &store, &clock, entropy),
        };
        let source = Source {
            store: store.clone(),
            account,
            keyring: secrets.keyring.clone(),
            signer: secrets.signer,
            agents_key: secrets.agents_key,
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
        };
        let changes = Changes::new()
            .create(&FirstStart { at: now })
            .create(&Cluster {
                identifier: wanted.identifier.clone(),
                server,
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

fn offer(engines: &Installed, endpoint_hosts: &[String], ca: &CertificateAuthority) -> Offer {
    Offer {
        engines: engines::offered(engines),
        endpoint_host: endpoint_hosts.first().cloned().unwrap_or_default(),
        ca_certificate_pem: ca.certificate_pem().to_owned(),
    }
}

fn master_key(
    data: &DataDir,
    entropy: &dyn Entropy,
) -> Result<Zeroizing<[u8; MASTER_KEY_BYTES]>, OpenError> {
    let path = data.control_plane().join("master.key");
    match std::fs::read(&path).map(Zeroizing::new) {
        Ok(bytes) => {
            let key = <[u8; MASTER_KEY_BYTES]>::try_from(bytes.as_slice());
            key.map(Zeroizing::new)
                .map_err(|_| OpenError::MasterKey(path))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let key = Zeroizing::new(random::<MASTER_KEY_BYTES>(entropy)?);
            write_file(&path, &*key, 0o600)?;
            Ok(key)
        }
        Err(source) => Err(DataDirError::Io {
            action: "read",
            path,
            source,
        }
        .into()),
    }
}

fn certificate_authority(
    data: &DataDir,
    account: &Account,
    clock: &dyn Clock,
) -> Result<CertificateAuthority, OpenError> {
    let root = kept_root(data, "ca", || {
        CertificateAuthority::make(account.id.as_str(), &account.region, clock.now())
    })?;
    let ca = CertificateAuthority::load(&root.certificate_pem, &root.key_pem)?;
    write_file(&data.bundle(), root.certificate_pem.as_bytes(), 0o644)?;
    Ok(ca)
}

fn agents_authority(
    data: &DataDir,
    account: &Account,
    clock: &dyn Clock,
) -> Result<AgentsAuthority, OpenError> {
    let root = kept_root(data, "agents-ca", || {
        AgentsAuthority::make(&account.id, clock.now())
    })?;
    Ok(AgentsAuthority::load(
        &account.id,
        &root.certificate_pem,
        &root.key_pem,
    )?)
}

/// A root as it was made at the first start. Its key is written before its certificate: what is there
/// whole is taken, and a first start that was cut off between the two makes both anew.
fn kept_root(
    data: &DataDir,
    name: &str,
    make: impl FnOnce() -> Result<NewRoot, CaError>,
) -> Result<NewRoot, OpenError> {
    let file = |extension: &str| data.control_plane().join(format!("{name}.{extension}"));
    let (key, certificate) = (file("key"), file("pem"));
    if !certificate.exists() {
        let root = make()?;
        write_file(&key, root.key_pem.as_bytes(), 0o600)?;
        write_file(&certificate, root.certificate_pem.as_bytes(), 0o600)?;
    }
    let read = |path: PathBuf| {
        std::fs::read_to_string(&path).map_err(|source| DataDirError::Io {
            action: "read",
            path,
            source,
        })
    };
    Ok(NewRoot {
        certificate_pem: read(certificate)?,
        key_pem: Zeroizing::new(read(key)?),
    })
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

/// The keys that everything else is kept and proved by.
struct Secrets {
    keyring: Arc<Keyring>,
    signer: Signer,
    agents_key: AgentsKey,
}

impl Secrets {
    fn load(data: &DataDir, entropy: &dyn Entropy) -> Result<Self, OpenError> {
        let keyring = Keyring::new(&*master_key(data, entropy)?);
        Ok(Self {
            signer: Signer::from_seed(keyring.signing_seed())?,
            agents_key: AgentsKey::from_bytes(keyring.agents_key()),
            keyring: Arc::new(keyring),
        })
    }

    fn admission(
        &self,
        authority: AgentsAuthority,
        store: &Arc<Embedded>,
        clock: &Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
    ) -> Admission {
        Admission {
            store: store.clone(),
            authority,
            control_plane_key: self.signer.public().clone(),
            agents_key: self.agents_key.clone(),
            clock: clock.clone(),
            entropy,
        }
    }

    fn opener(&self) -> Result<SessionOpener, KeyError> {
        let verifier = Verifier::new(vec![self.signer.public().clone()]);
        SessionOpener::new(verifier, std::slice::from_ref(&self.agents_key))
    }
}

/// Gives this host's agent its keys.
fn join_local_agent(data: &DataDir, secrets: &Secrets) -> Result<(), OpenError> {
    let file = AgentFile {
        format: AGENT_FILE_FORMAT,
        name: AgentName::local(),
        feed: FeedAddress::Unix(data.control_plane().join("feed.sock")),
        sockets_dir: data.sockets(),
        control_plane_keys: vec![secrets.signer.public().clone()],
        agents_keys: vec![secrets.agents_key.clone()],
    };
    Ok(write_file(
        &data.agent().join("agent.json"),
        &file.to_json()?,
        0o600,
    )?)
}

/// A reset that was cut off goes on: an account that is half wiped is nobody's wish.
async fn finish_reset(store: &Embedded) -> Result<(), OpenError> {
    loop {
        let step = reset::step(&State::new(store.read().await?))?;
        if step.is_empty() {
            return Ok(());
        }
        store.commit(step.into_txn()).await?;
    }
}

/// The root access key: made at the first start, and written to its file whenever that is missing.
async fn root_credentials(
    data: &DataDir,
    store: &Embedded,
    realm: &Realm,
    clock: &dyn Clock,
) -> Result<(), OpenError> {
    if data.aws_credentials().exists() {
        return Ok(());
    }
    let state = State::new(store.read().await?);
    for key in state.all::<AccessKey>() {
        let key = key?;
        if key.owner == KeyOwner::Root && key.active {
            let opened = realm.keyring.open(&key.key(), &key.sealed_secret)?;
            return write_credentials(data, &key.id, &SecretAccessKey::new(opened.to_string()));
        }
    }
    let secret = ids::secret_access_key(&*realm.entropy)?;
    let mut key = AccessKey {
        id: ids::access_key_id(&realm.account.id, &*realm.entropy)?,
        owner: KeyOwner::Root,
        active: true,
        created_at: clock.now().as_unix(),
        sealed_secret: String::new(),
    };
    key.sealed_secret = realm
        .keyring
        .seal(&key.key(), secret.expose(), &*realm.entropy)?;
    store.commit(Changes::new().create(&key).into_txn()).await?;
    write_credentials(data, &key.id, &secret)
}

fn write_credentials(data: &DataDir, id: &str, secret: &SecretAccessKey) -> Result<(), OpenError> {
    let text = Zeroizing::new(format!(
        "[default]\naws_access_key_id = {id}\naws_secret_access_key = {}\n",
        secret.expose()
    ));
    Ok(write_file(&data.aws_credentials(), text.as_bytes(), 0o600)?)
}
