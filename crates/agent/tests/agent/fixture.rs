//! One host with an agent, a control plane that says what it is told to, and clients.

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

use agent::audit::Entry;
use agent::{Agent, AgentError, Clock, Config};
use agent_protocol::{Answer, Channel, Client, ClientError, Question};
use iam::login::{
    AccessKeyDocument, DatedKey, EndpointDocument, EntityKind, InstanceDocument, KeyStatus,
    PolicyDocument, PolicyOrigin, PrincipalDocument, SNAPSHOT_FORMAT, SnapshotDocument,
};
use seal::feed::{Hello, ToAgent, ToControlPlane};
use seal::frame::{HEADER_BYTES, Header, Message as _};
use seal::{
    AGENT_FILE_FORMAT, AgentFile, AgentName, AgentsKey, FeedAddress, SERVING_FORMAT, ServedSocket,
    ServingDocument, Signer,
};
use sigv4::token::{TokenRequest, mint};
use sigv4::{CredentialScope, ScopeDate, SecretAccessKey, SigningKey, Timestamp};
use tempfile::TempDir;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

pub(crate) const CLUSTER: &str = "cluster-ABC";
pub(crate) const HOST: &str = "mycluster.example.internal";
pub(crate) const PORT: u16 = 3306;
pub(crate) const KEY_ID: &str = "AKIAIOSFODNN7EXAMPLE";
pub(crate) const SECRET: &str = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
pub(crate) const JANE: &str = "arn:aws:iam::123456789012:user/jane";
pub(crate) const NOON: i64 = 1_736_942_400;

/// A clock that stands still until it is moved.
pub(crate) struct HandClock(AtomicI64);

impl HandClock {
    pub(crate) fn advance_seconds(&self, seconds: i64) {
        self.0.fetch_add(1000 * seconds, Ordering::Relaxed);
    }

    pub(crate) fn now(&self) -> Timestamp {
        Timestamp::from_unix(self.now_ms() / 1000)
    }
}

impl Clock for HandClock {
    fn now_ms(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// A host to run agents on.
pub(crate) struct Host {
    dir: TempDir,
    pub(crate) clock: Arc<HandClock>,
    pub(crate) config: Config,
    feed: UnixListener,
}

impl Host {
    pub(crate) fn new() -> Self {
        let dir = tempfile::Builder::new()
            .prefix("sekisho-agent-")
            .tempdir()
            .unwrap();
        let state_dir = dir.path().join("state");
        fs::create_dir(&state_dir).unwrap();
        chmod(&state_dir, 0o700);
        let feed = UnixListener::bind(dir.path().join("feed.sock")).unwrap();
        let host = Self {
            clock: Arc::new(HandClock(AtomicI64::new(1000 * NOON))),
            config: Config {
                question_timeout: Duration::from_millis(300),
                ..Config::new(state_dir)
            },
            feed,
            dir,
        };
        host.write_agent_file(0o600);
        host
    }

    /// What the control plane does when an agent joins.
    pub(crate) fn write_agent_file(&self, mode: u32) {
        let file = AgentFile {
            format: AGENT_FILE_FORMAT,
            name: AgentName::local(),
            feed: FeedAddress::Unix(self.dir.path().join("feed.sock")),
            sockets_dir: self.sockets_dir(),
            control_plane_keys: vec![control_plane().public().clone()],
            agents_keys: vec![agents_key()],
        };
        let _ = fs::remove_file(&self.config.agent_file);
        let mut out = fs::OpenOptions::new()
            .create_new(true)
            .write(true)
            .mode(mode)
            .open(&self.config.agent_file)
            .unwrap();
        out.write_all(&file.to_json().unwrap()).unwrap();
        chmod(&self.config.agent_file, mode);
    }

    pub(crate) fn sockets_dir(&self) -> PathBuf {
        self.dir.path().join("run")
    }

    pub(crate) fn socket(&self) -> PathBuf {
        self.sockets_dir().join("mycluster.sock")
    }

    pub(crate) fn state(&self, name: &str) -> PathBuf {
        self.config.state_dir.join(name)
    }

    pub(crate) fn start(&self) -> Running {
        self.try_start().unwrap()
    }

    /// Starts where no control plane says anything, and waits until logins are answered.
    pub(crate) fn start_alone(&self) -> Running {
        let running = self.start();
        eventually("the sockets are open again", || {
            UnixStream::connect(self.socket()).is_ok()
        });
        running
    }

    pub(crate) fn try_start(&self) -> Result<Running, AgentError> {
        let runtime = Runtime::new().unwrap();
        let clock: Arc<dyn Clock> = Arc::clone(&self.clock) as _;
        let agent = runtime.block_on(Agent::start(
            &self.config,
            clock,
            Arc::new(agent::NoServers),
        ))?;
        let (shutdown, told) = oneshot::channel();
        let task = runtime.spawn(agent.run(async {
            let _ = told.await;
        }));
        Ok(Running {
            runtime: Some(runtime),
            shutdown: Some(shutdown),
            task: Some(task),
        })
    }

    /// The agent's connection to the control plane.
    pub(crate) fn accept_feed(&self) -> Feed {
        let (stream, _) = self.feed.accept().unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(10)))
            .unwrap();
        let mut feed = Feed {
            stream,
            hello: None,
        };
        match feed.receive() {
            ToControlPlane::Hello(hello) => feed.hello = Some(hello),
            other => panic!("expected a hello, got {other:?}"),
        }
        feed
    }

    /// An agent with a snapshot and a socket, the usual start of a test.
    pub(crate) fn start_serving(&self) -> (Running, Feed) {
        let running = self.start();
        let mut feed = self.accept_feed();
        feed.apply(&snapshot(1));
        feed.serve(&self.serving(1));
        (running, feed)
    }

    pub(crate) fn serving(&self, revision: u64) -> ServingDocument {
        ServingDocument {
            format: SERVING_FORMAT,
            revision,
            sockets: vec![self.served()],
        }
    }

    pub(crate) fn served(&self) -> ServedSocket {
        ServedSocket {
            resource_id: CLUSTER.into(),
            path: self.socket(),
            peer_uid: own_uid(),
            peer_gid: None,
        }
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(self.socket(), connect, |_, _, _| {
            std::thread::sleep(Duration::from_millis(1));
        })
    }

    /// Asks with a good token for this user; nothing else is wrong.
    pub(crate) fn login(&self, user: &str) -> Result<Answer, ClientError> {
        let token = self.token(user);
        self.client()
            .ask(&question(user.as_bytes(), token.as_bytes()))
    }

    pub(crate) fn token(&self, user: &str) -> String {
        token_of(
            user,
            KEY_ID,
            &SecretAccessKey::new(SECRET.into()),
            None,
            self.clock.now(),
        )
    }

    pub(crate) fn entries(&self) -> Vec<Entry> {
        agent::audit::read(&self.config.state_dir)
            .unwrap()
            .collect()
    }

    pub(crate) fn last_reason(&self) -> String {
        self.entries().pop().unwrap().reason
    }
}

/// An agent at work; stopped when dropped.
pub(crate) struct Running {
    pub(crate) runtime: Option<Runtime>,
    shutdown: Option<oneshot::Sender<()>>,
    task: Option<tokio::task::JoinHandle<Result<(), AgentError>>>,
}

impl Running {
    /// As `SIGTERM` does.
    pub(crate) fn stop(mut self) {
        self.shutdown.take().unwrap().send(()).unwrap();
        let runtime = self.runtime.take().unwrap();
        runtime
            .block_on(self.task.take().unwrap())
            .unwrap()
            .unwrap();
    }

    /// As `kill -9` does: nothing is put in order. What a process lets go of, a runtime does too.
    pub(crate) fn kill(mut self) {
        self.task.take().unwrap().abort();
        std::mem::forget(self.shutdown.take());
        self.runtime.take().unwrap().shutdown_background();
    }

    pub(crate) fn alive_tasks(&self) -> usize {
        self.runtime.as_ref().unwrap().metrics().num_alive_tasks()
    }
}

/// The control plane's end of the feed.
pub(crate) struct Feed {
    stream: UnixStream,
    hello: Option<Hello>,
}

impl Feed {
    pub(crate) fn hello(&self) -> &Hello {
        self.hello.as_ref().unwrap()
    }

    pub(crate) fn send(&mut self, message: &ToAgent) -> ToControlPlane {
        let frame = message.frame().unwrap();
        self.stream.write_all(&frame.header).unwrap();
        self.stream.write_all(&frame.payload).unwrap();
        self.receive()
    }

    pub(crate) fn send_raw(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).unwrap();
    }

    /// Whether the agent hangs up.
    pub(crate) fn is_closed(&mut self) -> bool {
        match self.stream.read(&mut [0]) {
            Ok(bytes) => bytes == 0,
            // Bytes of ours that it did not read turn the end into a reset.
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }

    fn receive(&mut self) -> ToControlPlane {
        let mut header = [0; HEADER_BYTES];
        self.stream.read_exact(&mut header).unwrap();
        let header = Header::decode::<ToControlPlane>(header).unwrap();
        let mut payload = vec![0; header.payload_bytes()];
        self.stream.read_exact(&mut payload).unwrap();
        ToControlPlane::decode(header.kind(), payload.into()).unwrap()
    }

    /// Sends a snapshot that must be taken.
    pub(crate) fn apply(&mut self, document: &SnapshotDocument) {
        let signed = control_plane()
            .sign_snapshot(document, &AgentName::local())
            .unwrap();
        match self.send(&ToAgent::Snapshot(signed)) {
            ToControlPlane::Applied(applied) => {
                assert_eq!(
                    (applied.revision, applied.problems),
                    (document.revision, vec![])
                );
            }
            other => panic!("{other:?}"),
        }
    }

    /// Sends a snapshot that must be refused; says why it was.
    pub(crate) fn refused(&mut self, signed: Vec<u8>) -> String {
        match self.send(&ToAgent::Snapshot(signed.into())) {
            ToControlPlane::Refused(refused) => refused.why,
            other => panic!("{other:?}"),
        }
    }

    /// Sends a serving list that must be taken; returns the problems with it.
    pub(crate) fn serve(&mut self, document: &ServingDocument) -> Vec<String> {
        let signed = control_plane()
            .sign_serving(document, &AgentName::local())
            .unwrap();
        match self.send(&ToAgent::Serving(signed)) {
            ToControlPlane::Applied(applied) => applied.problems,
            other => panic!("{other:?}"),
        }
    }
}

pub(crate) fn control_plane() -> Signer {
    Signer::from_seed(&[1; 32]).unwrap()
}

pub(crate) fn agents_key() -> AgentsKey {
    AgentsKey::from_bytes(&[2; 32])
}

/// Jane may log in as `jane` and `app`; `bob` is for nobody.
pub(crate) fn snapshot(revision: u64) -> SnapshotDocument {
    let noon = Timestamp::from_unix(NOON);
    SnapshotDocument {
        format: SNAPSHOT_FORMAT,
        revision,
        issued_at: noon,
        valid_until: noon.plus_seconds(86_400),
        changed_at_ms: Some(1000 * NOON - 250),
        account_id: "123456789012".into(),
        partition: "aws".into(),
        region: "us-east-1".into(),
        instances: vec![InstanceDocument {
            resource_id: CLUSTER.into(),
            identifier: "mycluster".into(),
            engine: "mariadb".into(),
            iam_enabled: true,
            endpoints: vec![EndpointDocument {
                host: HOST.into(),
                port: PORT,
            }],
            tags: BTreeMap::new(),
            strict_aws: false,
        }],
        policies: BTreeMap::from([(1, policy("Allow", &["jane", "app"]))]),
        principals: vec![PrincipalDocument {
            id: "AIDAJANE".into(),
            arn: JANE.into(),
            kind: EntityKind::User,
            name: "jane".into(),
            tags: BTreeMap::new(),
            policies: vec![1],
            boundary: None,
        }],
        access_keys: vec![AccessKeyDocument {
            id: KEY_ID.into(),
            principal: "AIDAJANE".into(),
            status: KeyStatus::Active,
            signing_keys: keys(&SecretAccessKey::new(SECRET.into()), noon.date()),
        }],
        scps: Vec::new(),
    }
}

pub(crate) fn policy(effect: &str, users: &[&str]) -> PolicyDocument {
    let resource = |user| format!("arn:aws:rds-db:us-east-1:123456789012:dbuser:{CLUSTER}/{user}");
    let text = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "Connect",
            "Effect": effect,
            "Action": "rds-db:connect",
            "Resource": users.iter().map(resource).collect::<Vec<_>>(),
        }],
    });
    PolicyDocument {
        name: "arn:aws:iam::123456789012:policy/Connect".into(),
        kind: PolicyOrigin::Managed,
        text: text.to_string(),
    }
}

/// Keys for yesterday, today and tomorrow.
pub(crate) fn keys(secret: &SecretAccessKey, today: ScopeDate) -> Vec<DatedKey> {
    let key = |date| {
        let scope = CredentialScope {
            date,
            region: "us-east-1".into(),
            service: "rds-db".into(),
        };
        DatedKey {
            date,
            key: SigningKey::derive(secret, &scope),
        }
    };
    [today.previous(), today, today.next()].map(key).into()
}

pub(crate) fn token_of(
    user: &str,
    access_key_id: &str,
    secret: &SecretAccessKey,
    session_token: Option<&str>,
    now: Timestamp,
) -> String {
    let request = TokenRequest {
        host: HOST,
        port: PORT,
        db_user: user,
        region: "us-east-1",
        access_key_id,
        session_token,
    };
    mint(&request, secret, now).unwrap().expose().to_owned()
}

pub(crate) fn question<'a>(user: &'a [u8], token: &'a [u8]) -> Question<'a> {
    Question {
        db_user: user,
        account: user,
        client: Some([10, 0, 0, 7].into()),
        channel: Channel::Tls,
        token,
        presented_bytes: u32::try_from(token.len()).unwrap(),
    }
}

pub(crate) fn connect(path: &Path, _: Duration) -> std::io::Result<UnixStream> {
    let stream = UnixStream::connect(path)?;
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    Ok(stream)
}

pub(crate) fn own_uid() -> u32 {
    fs::metadata("/proc/self").unwrap().uid()
}

pub(crate) fn own_gid() -> u32 {
    fs::metadata("/proc/self").unwrap().gid()
}

pub(crate) fn chmod(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Waits for something that happens by itself, at most ten seconds.
pub(crate) fn eventually(what: &str, mut happened: impl FnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(10);
    while !happened() {
        assert!(Instant::now() < deadline, "never happened: {what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}
