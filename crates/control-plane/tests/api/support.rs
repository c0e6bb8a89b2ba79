//! A control plane in a folder of its own, a client that signs, and an agent that does as it is told.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use control_plane::clock::{Clock, SystemClock};
use control_plane::data_dir::DataDir;
use control_plane::entropy::SystemEntropy;
use control_plane::settings::Settings;
use control_plane::{
    AgentsListener, Choices, Config, ControlPlane, Modules, RefusedLogin, RefusedLogins,
    ReportedLogins, Resets, ServerUsers, listen, listen_for_agents,
};
use engine::{Engine, Installed, MariaDbInstallation, Programs, Version};
use sigv4::request::{HttpRequest, PathForm, Signer, sign};
use sigv4::{SecretAccessKey, Timestamp};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// 2025-01-15T12:00:00Z, and later when a test says so.
pub struct TestClock(AtomicI64);

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.0.load(Ordering::SeqCst))
    }
}

impl TestClock {
    pub fn pass(&self, seconds: i64) {
        self.0.fetch_add(seconds, Ordering::SeqCst);
    }
}

const NOON: i64 = 1_736_942_400;

pub struct Plane {
    pub data: DataDir,
    pub address: SocketAddr,
    pub clock: Arc<TestClock>,
    pub root: Credentials,
    pub told: Arc<Told>,
    agents: Option<SocketAddr>,
    stop: watch::Sender<bool>,
    running: JoinHandle<Result<(), control_plane::RunError>>,
    _folder: tempfile::TempDir,
}

#[derive(Clone)]
pub struct Credentials {
    pub id: String,
    pub secret: String,
}

/// An agent that refused nobody.
struct Nobody;

impl RefusedLogins for Nobody {
    fn to(&self, _: &str) -> std::io::Result<Vec<RefusedLogin>> {
        Ok(Vec::new())
    }
}

/// What agents told of logins, each with its name.
#[derive(Default)]
pub struct Told(pub Mutex<Vec<(String, serde_json::Value)>>);

impl ReportedLogins for Told {
    fn keep(&self, agent: &str, entries: Vec<serde_json::Value>) -> std::io::Result<()> {
        let of_agent = entries.into_iter().map(|entry| (agent.to_string(), entry));
        self.0.lock().unwrap().extend(of_agent);
        Ok(())
    }
}

/// An installation that nobody starts anything from.
fn no_engine() -> Installed {
    let nowhere = std::path::PathBuf::from("/nonexistent");
    let programs = Programs {
        version: Version {
            major: 10,
            minor: 11,
            patch: Some(19),
        },
        server: nowhere.clone(),
        base_directory: None,
        plugin_directory: nowhere.clone(),
    };
    Installed::new([Engine::MariaDb(MariaDbInstallation {
        programs,
        install_db: nowhere,
    })])
}

impl Plane {
    /// At noon of 2025-01-15.
    pub async fn start() -> Self {
        Self::start_with(NOON, None).await
    }

    /// For who verifies certificates by the machine's clock.
    pub async fn start_at_the_real_time() -> Self {
        Self::start_with(SystemClock.now().as_unix(), None).await
    }

    /// One that agents of other hosts may come to.
    pub async fn awaiting_agents() -> Self {
        let agents = listen_for_agents((Ipv4Addr::LOCALHOST, 0).into()).await;
        Self::start_with(NOON, Some(agents.unwrap())).await
    }

    pub fn agents_address(&self) -> SocketAddr {
        self.agents.unwrap()
    }

    async fn start_with(now: i64, agents: Option<AgentsListener>) -> Self {
        let awaited = agents.as_ref().map(|listener| listener.address);
        let folder = tempfile::tempdir().unwrap();
        let data = DataDir::open_or_make(&folder.path().join("data")).unwrap();
        let keys = folder.path().join("jwks.json");
        std::fs::write(&keys, web_identities()["keys"].to_string()).unwrap();
        let clock = Arc::new(TestClock(AtomicI64::new(now)));
        let told = Arc::new(Told::default());
        let as_root = rustix::process::geteuid().is_root();
        let plane = ControlPlane::open(Config {
            data: data.clone(),
            settings: Settings::default(),
            engines: no_engine(),
            modules: Modules {
                mysql: "/nonexistent".into(),
                postgresql: "/nonexistent".into(),
            },
            server_users: ServerUsers {
                mysql: as_root.then(|| "nobody".to_owned()),
                postgresql: None,
            },
            choices: Choices {
                resets: Resets::Allowed,
                pinned_keys: [("idp.example.com".to_owned(), keys)].into(),
                ..Choices::default()
            },
            progress: Arc::new(|_: &str| {}),
            agents,
            clock: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            refused: Arc::new(Nobody),
            reported: told.clone(),
        })
        .await
        .unwrap();
        let port = listen((Ipv4Addr::LOCALHOST, 0).into()).await.unwrap();
        let address = port.address;
        let (stop, stopped) = watch::channel(false);
        let running = tokio::spawn(Arc::new(plane).run(port, stopped));
        let root = root_credentials(&data);
        Self {
            data,
            address,
            clock,
            root,
            told,
            agents: awaited,
            stop,
            running,
            _folder: folder,
        }
    }

    pub async fn stop(self) {
        self.stop.send_replace(true);
        self.running.await.unwrap().unwrap();
    }

    /// Stops, and tells of every change what was written down with it.
    pub async fn stop_and_audit(self) -> Vec<serde_json::Value> {
        self.stop.send_replace(true);
        self.running.await.unwrap().unwrap();
        let file = self.data.control_plane().join("store.sqlite");
        // Connections that are still open hold the store for a moment.
        let store = loop {
            match store::Embedded::open(&file) {
                Err(store::OpenError::InUse { .. }) => tokio::task::yield_now().await,
                opened => break opened.unwrap(),
            }
        };
        let view = store::Store::read(&store).await.unwrap();
        view.list("audit/")
            .map(|entry| serde_json::from_slice(&entry.value).unwrap())
            .collect()
    }

    /// Calls `action` of IAM as the root.
    pub async fn iam(&self, action: &str, parameters: &str) -> Answer {
        self.call_as(&self.root, action, parameters).await
    }

    pub async fn call_as(&self, who: &Credentials, action: &str, parameters: &str) -> Answer {
        self.call(who, ("iam", "2010-05-08"), action, parameters)
            .await
    }

    /// Calls `action` of our own service as the root.
    pub async fn own(&self, action: &str, parameters: &str) -> Answer {
        self.call(&self.root, ("sekisho", "2026-11-24"), action, parameters)
            .await
    }

    /// Calls `action` of RDS as the root.
    pub async fn rds(&self, action: &str, parameters: &str) -> Answer {
        self.call(&self.root, ("rds", "2014-10-31"), action, parameters)
            .await
    }

    async fn call(
        &self,
        who: &Credentials,
        (service, version): (&str, &str),
        action: &str,
        parameters: &str,
    ) -> Answer {
        let body = format!("Action={action}&Version={version}&{parameters}");
        let headers = signed_headers(self.address, &body, who, service, self.clock.now());
        post(self.address, &headers, &body).await
    }

    /// Puts a database server on record whose logins `agent` decides; returns its resource id.
    pub async fn database(&self, name: &str, agent: &str) -> String {
        let parameters = format!(
            "DBClusterIdentifier={name}&Engine=mariadb&EngineVersion=10.11.19&MasterUsername=root\
             &Endpoints.member.1.Host=db.example.com&Endpoints.member.1.Port=3306\
             &ServerUid={}&ServerGid={}&Agent={agent}",
            rustix::process::geteuid().as_raw(),
            rustix::process::getegid().as_raw(),
        );
        let answer = self.own("AttachDBServer", &parameters).await.expect(200);
        answer.between("DbClusterResourceId")
    }

    /// A new user with an access key.
    pub async fn user(&self, name: &str) -> Credentials {
        self.iam("CreateUser", &format!("UserName={name}"))
            .await
            .expect(200);
        let key = self
            .iam("CreateAccessKey", &format!("UserName={name}"))
            .await
            .expect(200);
        Credentials {
            id: key.between("AccessKeyId"),
            secret: key.between("SecretAccessKey"),
        }
    }
}

/// `vectors/web-identity.json`: a provider's keys, and tokens.
pub fn web_identities() -> serde_json::Value {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../vectors/web-identity.json"
    );
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn root_credentials(data: &DataDir) -> Credentials {
    let text = std::fs::read_to_string(data.aws_credentials()).unwrap();
    let value = |name: &str| {
        let line = text.lines().find(|line| line.starts_with(name)).unwrap();
        line.split(" = ").nth(1).unwrap().to_owned()
    };
    Credentials {
        id: value("aws_access_key_id"),
        secret: value("aws_secret_access_key"),
    }
}

pub fn signed_headers(
    address: SocketAddr,
    body: &str,
    who: &Credentials,
    service: &str,
    now: Timestamp,
) -> Vec<(String, String)> {
    signed_headers_for(address, body, who, ("us-west-2", service), now)
}

/// With `authorization` as the last.
pub fn signed_headers_for(
    address: SocketAddr,
    body: &str,
    who: &Credentials,
    (region, service): (&str, &str),
    now: Timestamp,
) -> Vec<(String, String)> {
    let host = address.to_string();
    let secret = SecretAccessKey::new(who.secret.clone());
    let signer = Signer {
        access_key_id: &who.id,
        secret: &secret,
        session_token: None,
        region,
        service,
        path_form: PathForm::Normalized,
    };
    let request = HttpRequest {
        method: "POST",
        path: "/",
        query: "",
        headers: &[("host", host.as_bytes())],
        body: body.as_bytes(),
    };
    let signed = sign(&request, &signer, now).unwrap();
    vec![
        ("host".into(), host),
        ("x-amz-date".into(), signed.amz_date),
        ("authorization".into(), signed.authorization),
    ]
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The text of the first element of this name.
    pub fn between(&self, element: &str) -> String {
        let (open, close) = (format!("<{element}>"), format!("</{element}>"));
        let from = self.body.find(&open).unwrap() + open.len();
        let to = self.body.find(&close).unwrap();
        self.body[from..to].to_owned()
    }

    pub fn code(&self) -> String {
        self.between("Code")
    }
}

pub async fn post(address: SocketAddr, headers: &[(String, String)], body: &str) -> Answer {
    let mut request = "POST / HTTP/1.1\r\n".to_owned();
    for (name, value) in headers {
        request.push_str(&format!("{name}: {value}\r\n"));
    }
    request.push_str(&format!(
        "content-length: {}\r\nconnection: close\r\n\r\n",
        body.len()
    ));
    exchange(address, &(request + body)).await
}

pub async fn get(address: SocketAddr, path: &str) -> Answer {
    exchange(
        address,
        &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n"),
    )
    .await
}

async fn exchange(address: SocketAddr, request: &str) -> Answer {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // A server that refuses a long body answers before it has read it all.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    let answer = String::from_utf8(answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        body: body.to_owned(),
    }
}
