//! Agents on other hosts, each in a folder of its own: joining, being fed, being cut, and those who
//! only pretend.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use agent::join::{JoinCode, JoinError, join_at};
use agent::{Agent, AgentError, Config, StateError};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use seal::feed::{CONTROL_PLANE_NAME, FEED_ALPN};
use seal::join::{Fingerprint, JOIN_ALPN, JOIN_SECRET_BYTES, JoinSecret};
use seal::{AgentFile, FeedAddress, TlsFeed};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use crate::support::{Plane, TestClock};

impl agent::Clock for TestClock {
    fn now_ms(&self) -> i64 {
        1000 * control_plane::clock::Clock::now(self).as_unix()
    }
}

/// A host without a control plane.
struct Host {
    folder: tempfile::TempDir,
    config: Config,
}

/// An agent at work; it stops as `kill -9` stops it when this is dropped.
struct Running {
    _stop: oneshot::Sender<()>,
    task: JoinHandle<()>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Host {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let config = Config::new(folder.path().join("state"));
        Self { folder, config }
    }

    fn sockets(&self) -> PathBuf {
        self.folder.path().join("run")
    }

    async fn join(&self, plane: &Plane, code: &str) -> Result<(), JoinError> {
        let code = JoinCode::parse(code).unwrap();
        self.join_with(plane, &code).await
    }

    async fn join_with(&self, plane: &Plane, code: &JoinCode) -> Result<(), JoinError> {
        let clock = plane.clock.clone();
        join_at(&self.config, &self.sockets(), code, clock)
            .await
            .map(drop)
    }

    async fn run(&self, plane: &Plane) -> Running {
        // One that was killed lets go of its directory a moment later.
        let agent = loop {
            match Agent::start(
                &self.config,
                plane.clock.clone(),
                Arc::new(agent::NoServers),
            )
            .await
            {
                Ok(agent) => break agent,
                Err(AgentError::State(StateError::Running(_))) => tokio::task::yield_now().await,
                Err(error) => panic!("{error}"),
            }
        };
        let (stop, stopped) = oneshot::channel();
        let ended = async move { drop(stopped.await) };
        let task = tokio::spawn(async move { drop(agent.run(ended).await) });
        Running { _stop: stop, task }
    }

    fn file(&self) -> AgentFile {
        let text = std::fs::read(&self.config.agent_file).unwrap();
        AgentFile::from_json(&text).unwrap()
    }

    fn tls(&self) -> TlsFeed {
        match self.file().feed {
            FeedAddress::Tls(feed) => feed,
            other => panic!("{other:?}"),
        }
    }

    fn has_snapshot(&self) -> bool {
        self.config.state_dir.join("snapshot").exists()
    }
}

async fn invite(plane: &Plane, name: &str) -> String {
    let answer = plane
        .own("CreateAgentInvitation", &format!("AgentName={name}"))
        .await;
    answer.expect(200).between("Code")
}

async fn joined(plane: &Plane, name: &str) -> Host {
    let host = Host::new();
    host.join(plane, &invite(plane, name).await).await.unwrap();
    host
}

async fn eventually(what: &str, holds: impl AsyncFn() -> bool) {
    for _ in 0..1000 {
        if holds().await {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("not in time: {what}");
}

/// What the control plane says of this agent.
async fn shown(plane: &Plane, name: &str) -> String {
    let body = plane.own("ListAgents", "").await.expect(200).body;
    let start = body
        .find(&format!("<AgentName>{name}<"))
        .unwrap_or(body.len());
    let rest = &body[start..];
    rest[..rest.find("<DBIdentifiers").unwrap_or(rest.len())].to_owned()
}

async fn is_here(plane: &Plane, name: &str) -> bool {
    shown(plane, name).await.contains("<UpToDate>true<")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_joins_once_with_a_code_and_is_fed_its_own_databases_only() {
    let plane = Plane::awaiting_agents().await;
    let (one, other) = (joined(&plane, "db1").await, joined(&plane, "db2").await);
    let orders = plane.database("orders", "db1").await;
    let (_one, _other) = (one.run(&plane).await, other.run(&plane).await);
    eventually("both agents are here", async || {
        is_here(&plane, "db1").await && is_here(&plane, "db2").await
    })
    .await;
    let socket = format!("{orders}.sock");
    eventually("the socket opens", async || {
        one.sockets().join(&socket).exists()
    })
    .await;
    assert!(!other.sockets().join(&socket).exists());
    let snapshot = |host: &Host| std::fs::read(host.config.state_dir.join("snapshot")).unwrap();
    let holds = |host: &Host| String::from_utf8_lossy(&snapshot(host)).contains(&orders);
    assert!(holds(&one) && !holds(&other));
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stolen_snapshot_opens_at_no_other_agent() {
    let plane = Plane::awaiting_agents().await;
    let (one, other) = (joined(&plane, "db1").await, joined(&plane, "db2").await);
    let running = one.run(&plane).await;
    eventually("a snapshot arrives", async || one.has_snapshot()).await;
    drop(running);
    let thief = other.config.clone();
    std::fs::create_dir_all(&thief.state_dir).unwrap();
    assert!(agent::stored_snapshot(&one.config).is_ok());
    std::fs::copy(
        one.config.state_dir.join("snapshot"),
        thief.state_dir.join("snapshot"),
    )
    .unwrap();
    let error = agent::stored_snapshot(&thief).unwrap_err();
    assert!(error.to_string().contains("for another agent"), "{error}");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_once() {
    let plane = Plane::awaiting_agents().await;
    let code = invite(&plane, "db1").await;
    Host::new().join(&plane, &code).await.unwrap();
    let late = Host::new();
    let error = late.join(&plane, &code).await.unwrap_err();
    assert!(matches!(error, JoinError::Refused(_)), "{error}");
    assert!(!late.config.agent_file.exists(), "nothing is written");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_use_one_code_at_once_one_joins() {
    let plane = Arc::new(Plane::awaiting_agents().await);
    let code = invite(&plane, "db1").await;
    let tries: Vec<_> = (0..6)
        .map(|_| {
            let (plane, code) = (plane.clone(), code.clone());
            tokio::spawn(async move { Host::new().join(&plane, &code).await.is_ok() })
        })
        .collect();
    let mut joined = 0;
    for one in tries {
        joined += u32::from(one.await.unwrap());
    }
    assert_eq!(joined, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_is_good_for_fifteen_minutes() {
    let plane = Plane::awaiting_agents().await;
    let (first, second) = (invite(&plane, "db1").await, invite(&plane, "db2").await);
    plane.clock.pass(15 * 60 - 1);
    Host::new().join(&plane, &first).await.unwrap();
    plane.clock.pass(1);
    let error = Host::new().join(&plane, &second).await.unwrap_err();
    assert!(matches!(error, JoinError::Refused(_)), "{error}");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_secret_and_a_wrong_name_are_refused_in_the_same_words_and_use_nothing_up() {
    let plane = Plane::awaiting_agents().await;
    let code = invite(&plane, "db1").await;
    let good = JoinCode::parse(&code).unwrap();
    let wrong_secret = JoinCode {
        secret: JoinSecret::from_bytes([1; JOIN_SECRET_BYTES]),
        ..good.clone()
    };
    let wrong_name = JoinCode {
        name: "db2".parse().unwrap(),
        ..good.clone()
    };
    let mut said = Vec::new();
    for wrong in [wrong_secret, wrong_name] {
        let refused = Host::new().join_with(&plane, &wrong).await.unwrap_err();
        said.push(refused.to_string());
    }
    assert_eq!(said[0], said[1]);
    Host::new().join_with(&plane, &good).await.unwrap();
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_guesses_codes_is_not_heard_any_more() {
    let plane = Plane::awaiting_agents().await;
    let good = JoinCode::parse(&invite(&plane, "db1").await).unwrap();
    let wrong = JoinCode {
        secret: JoinSecret::from_bytes([1; JOIN_SECRET_BYTES]),
        ..good.clone()
    };
    for _ in 0..10 {
        let error = Host::new().join_with(&plane, &wrong).await.unwrap_err();
        assert!(matches!(error, JoinError::Refused(_)), "{error}");
    }
    let error = Host::new().join_with(&plane, &good).await.unwrap_err();
    assert!(matches!(error, JoinError::Answer(_)), "{error}");
    plane.clock.pass(60);
    Host::new().join_with(&plane, &good).await.unwrap();
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_plane_of_another_authority_gets_no_secret() {
    let (plane, other) = (
        Plane::awaiting_agents().await,
        Plane::awaiting_agents().await,
    );
    let code = JoinCode::parse(&invite(&plane, "db1").await).unwrap();
    let misled = JoinCode {
        address: other.agents_address().to_string(),
        ..code.clone()
    };
    let error = Host::new().join_with(&plane, &misled).await.unwrap_err();
    assert!(matches!(error, JoinError::Tls(_)), "{error}");
    let mut pin = code.authority.0;
    pin[0] ^= 1;
    let mistyped = JoinCode {
        authority: Fingerprint(pin),
        ..code
    };
    let error = Host::new().join_with(&plane, &mistyped).await.unwrap_err();
    assert!(matches!(error, JoinError::Tls(_)), "{error}");
    plane.stop().await;
    other.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sits_in_the_middle_changes_nothing_unnoticed() {
    let plane = Plane::awaiting_agents().await;
    let code = JoinCode::parse(&invite(&plane, "db1").await).unwrap();
    let middle = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let through = JoinCode {
        address: middle.local_addr().unwrap().to_string(),
        ..code.clone()
    };
    let server = plane.agents_address();
    let meddling = tokio::spawn(async move {
        let (mut victim, _) = middle.accept().await.unwrap();
        let mut server = TcpStream::connect(server).await.unwrap();
        let mut buffer = vec![0; 64 * 1024];
        // The first flight passes; in what the victim sends after it one bit is another.
        let read = victim.read(&mut buffer).await.unwrap();
        server.write_all(&buffer[..read]).await.unwrap();
        let read = server.read(&mut buffer).await.unwrap();
        victim.write_all(&buffer[..read]).await.unwrap();
        let read = victim.read(&mut buffer).await.unwrap();
        buffer[read - 1] ^= 1;
        server.write_all(&buffer[..read]).await.unwrap();
        let _ = tokio::io::copy(&mut server, &mut victim).await;
    });
    let host = Host::new();
    assert!(host.join_with(&plane, &through).await.is_err());
    assert!(!host.config.agent_file.exists());
    meddling.abort();
    Host::new().join_with(&plane, &code).await.unwrap();
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_agent_is_cut_at_once_and_refused_from_then_on() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let running = host.run(&plane).await;
    eventually("the agent is here", async || is_here(&plane, "db1").await).await;
    eventually("its snapshot is on disk", async || host.has_snapshot()).await;
    plane.own("RemoveAgent", "AgentName=db1").await.expect(200);
    eventually("it has forgotten", async || !host.has_snapshot()).await;
    drop(running);
    assert_eq!(shown(&plane, "db1").await, "");
    let mut stream = dial(&plane, &host.tls(), FEED_ALPN).await.unwrap();
    stream.write_all(HELLO).await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    assert_eq!(said.get(4), Some(&21), "dismissed, and nothing else");
    assert_eq!(said.len(), 4 + usize::try_from(length(&said)).unwrap());
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_an_agent_goes_the_others_get_another_key_for_sessions_and_it_does_not() {
    let plane = Plane::awaiting_agents().await;
    let (goes, stays, is_away) = (
        joined(&plane, "db1").await,
        joined(&plane, "db2").await,
        joined(&plane, "db3").await,
    );
    let _running = (goes.run(&plane).await, stays.run(&plane).await);
    for name in ["db1", "db2"] {
        eventually("it is here", async || is_here(&plane, name).await).await;
    }
    let shared = goes.file().agents_keys;
    assert_eq!(stays.file().agents_keys, shared);
    plane.own("RemoveAgent", "AgentName=db1").await.expect(200);
    eventually("the new key", async || stays.file().agents_keys.len() == 2).await;
    let after = stays.file().agents_keys;
    assert_ne!(after[0], shared[0]);
    assert_eq!(after[1..], shared, "sessions from before are good still");
    eventually("it has forgotten", async || !goes.has_snapshot()).await;
    assert_eq!(goes.file().agents_keys, shared);
    // Who was away has it when it comes, and before it decides anything.
    let _late = is_away.run(&plane).await;
    eventually("it is here", async || is_here(&plane, "db3").await).await;
    assert_eq!(is_away.file().agents_keys, after);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_joins_in_the_place_of_an_agent_leaves_it_an_old_key() {
    let plane = Plane::awaiting_agents().await;
    let before = joined(&plane, "db1").await.file().agents_keys;
    let again = joined(&plane, "db1").await;
    let _running = again.run(&plane).await;
    eventually("it is here", async || is_here(&plane, "db1").await).await;
    assert_ne!(again.file().agents_keys[0], before[0]);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_agent_that_joins_again_leaves_its_old_certificate_worthless() {
    let plane = Plane::awaiting_agents().await;
    let old = joined(&plane, "db1").await;
    let _new = joined(&plane, "db1").await;
    let mut stream = dial(&plane, &old.tls(), FEED_ALPN).await.unwrap();
    stream.write_all(HELLO).await.unwrap();
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    assert!(said.is_empty(), "a copy is told nothing");
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_renewed_before_it_ends_and_refused_after_it() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let idle = joined(&plane, "db2").await;
    let first = host.tls().certificate;
    plane.clock.pass(25 * 86_400);
    let running = host.run(&plane).await;
    eventually("the certificate is renewed", async || {
        host.tls().certificate != first
    })
    .await;
    eventually("it comes with the new one", async || {
        is_here(&plane, "db1").await
    })
    .await;
    drop(running);
    plane.clock.pass(6 * 86_400);
    let _running = host.run(&plane).await;
    eventually("the new one is good", async || is_here(&plane, "db1").await).await;
    let ended = dial(&plane, &idle.tls(), FEED_ALPN).await;
    assert!(is_refused(ended).await);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_servers_certificate_is_no_agents() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let root = |file: &str| std::fs::read_to_string(plane.data.control_plane().join(file)).unwrap();
    let ca = control_plane::ca::CertificateAuthority::load(&root("ca.pem"), &root("ca.key"));
    let now = control_plane::clock::Clock::now(&*plane.clock);
    let issued = ca.unwrap().issue(&["db1".to_owned()], now).unwrap();
    let certificate = CertificateDer::from_pem_slice(issued.chain_pem.as_bytes()).unwrap();
    let key = PrivatePkcs8KeyDer::from_pem_slice(issued.key_pem.as_bytes()).unwrap();
    let pretender = TlsFeed {
        certificate: seal::Der(certificate.to_vec()),
        key: seal::PrivateKeyDer::new(key.secret_pkcs8_der().to_vec().into()),
        ..host.tls()
    };
    assert!(is_refused(dial(&plane, &pretender, FEED_ALPN).await).await);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_older_than_tls_1_3_and_no_other_protocol_is_spoken() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let older = dial_by(&plane, &host.tls(), FEED_ALPN, &rustls::version::TLS12).await;
    assert!(older.is_err());
    assert!(dial(&plane, &host.tls(), b"h2").await.is_err());
    // Who has a certificate does not join, who has none is not fed.
    let crossed = dial(&plane, &host.tls(), JOIN_ALPN).await;
    assert!(is_refused(crossed).await);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn hostile_frames_end_the_connection_and_nothing_else() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let fronts: [&[u8]; 6] = [
        &[0xFF; 64],
        &[0, 0, 0, 0, 1],
        &[0x10, 0, 0, 0, 16],
        &[0, 1, 0, 2, 1],
        b"\0\0\0\x03\x01{}",
        b"GET / HTTP/1.1\r\n\r\n",
    ];
    for front in fronts {
        let mut stream = dial(&plane, &host.tls(), FEED_ALPN).await.unwrap();
        stream.write_all(front).await.unwrap();
        let mut said = Vec::new();
        let read = tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut said));
        let _ = read.await.expect("the connection is not ended");
        assert!(said.is_empty(), "{front:?}");
    }
    let _running = host.run(&plane).await;
    eventually("the agent is here", async || is_here(&plane, "db1").await).await;
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_host_that_says_nothing_does_not_hold_calls_up() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let mut stuck = dial(&plane, &host.tls(), FEED_ALPN).await.unwrap();
    stuck.write_all(HELLO).await.unwrap();
    eventually("it is here", async || {
        shown(&plane, "db1").await.contains("<Connected>true<")
    })
    .await;
    let started = std::time::Instant::now();
    for number in 0..5 {
        let name = format!("UserName=user{number}");
        plane.iam("CreateUser", &name).await.expect(200);
    }
    assert!(
        started.elapsed() < Duration::from_secs(5),
        "each waits for the lost host"
    );
    assert!(!is_here(&plane, "db1").await);
    plane.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_private_key_leaves_its_host_and_its_file_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let mode = std::fs::metadata(&host.config.agent_file)
        .unwrap()
        .permissions()
        .mode();
    assert_eq!(mode & 0o7777, 0o600);
    let key = host.tls().key;
    let store = std::fs::read(plane.data.control_plane().join("store.sqlite")).unwrap();
    let contains = |needle: &[u8]| store.windows(needle.len()).any(|part| part == needle);
    assert!(!contains(key.expose()));
    plane.stop().await;
}

/// A hello that is taken.
const HELLO: &[u8] = b"\0\0\0\x51\x01{\"protocol\":3,\"version\":\"test\",\
                       \"snapshot_revision\":null,\"serving_revision\":null}";

fn length(frame: &[u8]) -> u32 {
    u32::from_be_bytes(*frame.first_chunk().unwrap())
}

#[test]
fn the_hello_is_as_long_as_it_says() {
    assert_eq!(usize::try_from(length(HELLO)).unwrap(), HELLO.len() - 4);
}

async fn dial(
    plane: &Plane,
    feed: &TlsFeed,
    protocol: &[u8],
) -> std::io::Result<TlsStream<TcpStream>> {
    dial_by(plane, feed, protocol, &rustls::version::TLS13).await
}

async fn dial_by(
    plane: &Plane,
    feed: &TlsFeed,
    protocol: &[u8],
    version: &'static rustls::SupportedProtocolVersion,
) -> std::io::Result<TlsStream<TcpStream>> {
    let address: SocketAddr = plane.agents_address();
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from(feed.authority.0.clone()))
        .unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let time = Arc::new(Time(plane.clock.clone()));
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(feed.key.expose().to_vec()));
    let mut config = ClientConfig::builder_with_details(provider, time)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_client_auth_cert(vec![CertificateDer::from(feed.certificate.0.clone())], key)
        .unwrap();
    config.alpn_protocols = vec![protocol.to_vec()];
    let name = ServerName::try_from(CONTROL_PLANE_NAME).unwrap();
    let tcp = TcpStream::connect(address).await?;
    TlsConnector::from(Arc::new(config))
        .connect(name, tcp)
        .await
}

/// In TLS 1.3 a client learns that its certificate is refused with the first thing it reads.
async fn is_refused(dialled: std::io::Result<TlsStream<TcpStream>>) -> bool {
    let Ok(mut stream) = dialled else { return true };
    let _ = stream.write_all(HELLO).await;
    let mut said = Vec::new();
    let _ = stream.read_to_end(&mut said).await;
    said.is_empty()
}

struct Time(Arc<TestClock>);

impl std::fmt::Debug for Time {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Time")
    }
}

impl rustls::time_provider::TimeProvider for Time {
    fn current_time(&self) -> Option<rustls::pki_types::UnixTime> {
        let now = control_plane::clock::Clock::now(&*self.0).as_unix();
        let since = Duration::from_secs(u64::try_from(now).unwrap());
        Some(rustls::pki_types::UnixTime::since_unix_epoch(since))
    }
}

#[tokio::test]
async fn an_agent_tells_of_logins_to_its_own_databases_and_of_no_others() {
    let plane = Plane::awaiting_agents().await;
    let host = joined(&plane, "db1").await;
    let _agent = host.run(&plane).await;
    let its_own = plane.database("orders", "db1").await;
    let another = plane.database("billing", "local").await;
    eventually("the agent serves its database", async || {
        std::fs::read_dir(host.sockets()).is_ok_and(|sockets| sockets.count() == 1)
    })
    .await;
    // As the agent writes it down, and as one that was taken over might.
    let log = host.config.state_dir.join("audit.jsonl");
    let mut log = std::fs::File::options().append(true).open(log).unwrap();
    for (instance, user) in [(&another, "forged"), (&its_own, "told")] {
        let entry = serde_json::json!({
            "attempt": "1", "time": "2025-01-15T12:00:00.000Z", "instance": instance, "db_user": user,
            "channel": "tls", "decision": "deny", "reason": "expired",
        });
        std::io::Write::write_all(&mut log, format!("{entry}\n").as_bytes()).unwrap();
    }
    eventually("the control plane knows", async || {
        !plane.told.0.lock().unwrap().is_empty()
    })
    .await;
    let told = plane.told.0.lock().unwrap().clone();
    let told: Vec<_> = told
        .iter()
        .map(|(agent, entry)| (agent.as_str(), entry["db_user"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("db1", "told")]);
}
