//! What an operator asks a running agent: one line of JSON there, one back.
//!
//! The socket is `admin.sock` in the state directory, mode 0600; only the agent's own user is
//! answered.

use std::fmt;
use std::fs::{self, Permissions};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::IpAddr;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream as StdStream;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use iam::login::{Channel, Identity, InstanceDocument, Login, LoginDecision, Refusal, Snapshot};
use serde::{Deserialize, Serialize};
use sigv4::token::Token;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{UnixListener, UnixStream};
use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::audit::Verdict;
use crate::clock::seconds;
use crate::decider::Decider;
use crate::documents::Documents;
use crate::metrics::MetricsReport;
use crate::state::own_uid;

/// The longest command, in bytes: a token in JSON, and room to spare.
pub const MAX_COMMAND_BYTES: u64 = 64 * 1024;

/// The longest reply that [`ask`] reads.
const MAX_REPLY_BYTES: u64 = 16 * 1024 * 1024;

const SOCKET_MODE: u32 = 0o600;
const MAX_CONNECTIONS: usize = 16;
const TIMEOUT: Duration = Duration::from_secs(5);

/// A question of the operator's.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// What is in force and what is served.
    Status,
    /// The counters.
    Metrics,
    /// The counters in Prometheus's text format.
    Prometheus,
    /// What would be decided on a login with this token. Not audited as a login.
    Explain {
        /// The token.
        token: String,
        /// The database user; the token's own if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        user: Option<String>,
        /// Resource id or name of the database; found by the token's host and port if left out.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        instance: Option<String>,
        /// The client's address, for policies that ask about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        client: Option<IpAddr>,
    },
}

/// Shows no token.
impl fmt::Debug for Command {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Status => f.write_str("Status"),
            Self::Metrics => f.write_str("Metrics"),
            Self::Prometheus => f.write_str("Prometheus"),
            Self::Explain { user, instance, .. } => f
                .debug_struct("Explain")
                .field("user", user)
                .field("instance", instance)
                .finish_non_exhaustive(),
        }
    }
}

/// An answer to the operator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case")]
pub enum Reply {
    /// To [`Command::Status`].
    Status(Status),
    /// To [`Command::Metrics`].
    Metrics(MetricsReport),
    /// To [`Command::Prometheus`].
    Prometheus {
        /// The exposition.
        text: String,
    },
    /// To [`Command::Explain`].
    Explanation(Box<Explanation>),
    /// The command could not be read.
    Error {
        /// Why not.
        why: String,
    },
}

/// What an agent has and does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The agent's name.
    pub name: String,
    /// Version of the agent's program.
    pub version: String,
    /// Its process.
    pub pid: u32,
    /// Whether the control plane is connected.
    pub feed_connected: bool,
    /// The snapshot that logins are decided by.
    pub snapshot: Option<SnapshotStatus>,
    /// The sockets that are open.
    pub sockets: Vec<SocketStatus>,
}

/// What is known of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotStatus {
    /// The store's revision.
    pub revision: u64,
    /// When it was made, RFC 3339.
    pub issued_at: String,
    /// Until when it decides, RFC 3339.
    pub valid_until: String,
    /// Whether that is still ahead.
    pub in_force: bool,
    /// How many users and roles it knows.
    pub principals: usize,
    /// The databases it knows.
    pub instances: Vec<InstanceStatus>,
}

/// A database of a snapshot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceStatus {
    /// `cluster-…` or `db-…`.
    pub resource_id: String,
    /// Its name.
    pub identifier: String,
    /// `mariadb`, `mysql`, `postgres`, `aurora-mysql`, …
    pub engine: String,
    /// Whether IAM authentication is on.
    pub iam_enabled: bool,
    /// `host:port` of each endpoint.
    pub endpoints: Vec<String>,
}

/// An open socket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SocketStatus {
    /// Whose.
    pub resource_id: String,
    /// Where.
    pub path: PathBuf,
    /// Who may ask.
    pub peer_uid: u32,
}

/// A decision that was only tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Explanation {
    /// What the answer would be.
    pub decision: Verdict,
    /// `allowed` or the code of the refusal.
    pub reason: String,
    /// The facts of the refusal.
    pub detail: Option<String>,
    /// What to change.
    pub advice: Option<String>,
    /// The statements that decided.
    pub statements: Vec<String>,
    /// Who signed, once the signature is verified.
    pub principal_arn: Option<String>,
    /// Name of the role session.
    pub session_name: Option<String>,
    /// Which database it was tried on.
    pub resource_id: Option<String>,
    /// Its name.
    pub identifier: Option<String>,
    /// As which user.
    pub db_user: Option<String>,
    /// The line that Amazon's log would show.
    pub amazon_line: Option<String>,
    /// What the token says; nothing when it does not parse.
    pub claims: Option<Claims>,
}

/// What a token says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// For which host.
    pub host: String,
    /// For which port; left out when it is a default one.
    pub port: Option<u16>,
    /// For which database user.
    pub db_user: String,
    /// For which region.
    pub region: String,
    /// For which service.
    pub service: String,
    /// Signed by which key.
    pub access_key_id: String,
    /// Whether it carries a session token.
    pub has_session_token: bool,
    /// When, RFC 3339.
    pub signed_at: String,
    /// Its last second, RFC 3339.
    pub expires_at: String,
}

/// Asks the agent whose admin socket this is, and waits for its reply.
///
/// # Errors
/// There is no agent, it is not ours, or it does not reply in time.
pub fn ask(socket: &Path, command: &Command) -> io::Result<Reply> {
    let mut stream = StdStream::connect(socket)?;
    stream.set_read_timeout(Some(TIMEOUT))?;
    stream.set_write_timeout(Some(TIMEOUT))?;
    let mut line = serde_json::to_vec(command)?;
    line.push(b'\n');
    stream.write_all(&line)?;
    let mut reply = Vec::new();
    BufReader::new(stream.take(MAX_REPLY_BYTES)).read_until(b'\n', &mut reply)?;
    Ok(serde_json::from_slice(&reply)?)
}

/// The agent's side.
#[derive(Clone)]
pub(crate) struct Admin {
    decider: Arc<Decider>,
    documents: Arc<Documents>,
}

impl Admin {
    pub(crate) fn new(decider: Arc<Decider>, documents: Arc<Documents>) -> Self {
        Self { decider, documents }
    }

    /// Opens the socket. The state directory is ours alone, so whatever lies there is a leftover.
    pub(crate) fn bind(path: &Path) -> io::Result<UnixListener> {
        match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(path)?;
        fs::set_permissions(path, Permissions::from_mode(SOCKET_MODE))?;
        Ok(listener)
    }

    pub(crate) async fn serve(self, listener: UnixListener) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => if let Ok((stream, _)) = accepted {
                    let ours = stream.peer_cred().is_ok_and(|peer| peer.uid() == own_uid());
                    if ours && connections.len() < MAX_CONNECTIONS {
                        let admin = self.clone();
                        connections.spawn(async move {
                            let _ = timeout(TIMEOUT, admin.converse(stream)).await;
                        });
                    }
                } else {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                },
                Some(_) = connections.join_next() => {}
            }
        }
    }

    async fn converse(self, stream: UnixStream) -> io::Result<()> {
        let (reader, mut writer) = stream.into_split();
        let mut line = Vec::new();
        let mut reader = tokio::io::BufReader::new(reader.take(MAX_COMMAND_BYTES));
        reader.read_until(b'\n', &mut line).await?;
        let mut reply = serde_json::to_vec(&self.reply(&line).await)?;
        agent_protocol::wipe(&mut line);
        reply.push(b'\n');
        writer.write_all(&reply).await
    }

    async fn reply(&self, line: &[u8]) -> Reply {
        match serde_json::from_slice(line) {
            Ok(Command::Status) => Reply::Status(self.status().await),
            Ok(Command::Metrics) => Reply::Metrics(self.decider.report()),
            Ok(Command::Prometheus) => Reply::Prometheus {
                text: self.decider.report().to_prometheus(),
            },
            Ok(Command::Explain {
                token,
                user,
                instance,
                client,
            }) => {
                let try_on = Trial {
                    token,
                    user,
                    instance,
                    client,
                };
                Reply::Explanation(Box::new(self.explain(&try_on)))
            }
            Err(error) => Reply::Error {
                why: format!("this is no command: {error}"),
            },
        }
    }

    async fn status(&self) -> Status {
        let now = seconds(self.decider.now_ms());
        let report = self.decider.report();
        let snapshot = self.decider.snapshot().map(|snapshot| SnapshotStatus {
            revision: snapshot.revision(),
            issued_at: snapshot.issued_at().to_string(),
            valid_until: snapshot.valid_until().to_string(),
            in_force: now <= snapshot.valid_until(),
            principals: snapshot.principal_count(),
            instances: snapshot.instances().map(instance_status).collect(),
        });
        let sockets = self
            .documents
            .served()
            .await
            .into_iter()
            .map(|served| SocketStatus {
                resource_id: served.resource_id,
                path: served.path,
                peer_uid: served.peer_uid,
            });
        Status {
            name: self.documents.agent_name().to_string(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            pid: std::process::id(),
            feed_connected: report.feed_connected,
            snapshot,
            sockets: sockets.collect(),
        }
    }

    fn explain(&self, trial: &Trial) -> Explanation {
        let token = Token::parse(trial.token.as_bytes()).ok();
        let snapshot = self.decider.snapshot();
        let found = snapshot
            .as_deref()
            .and_then(|snapshot| trial.find(snapshot, token.as_ref()));
        let user = trial.user.as_deref().or(token.as_ref().map(Token::db_user));
        let asked_for = trial.instance.as_deref().unwrap_or_default();
        let decision = self.decider.decide(
            &Login {
                instance: found.map_or(asked_for, |instance| &instance.resource_id),
                db_user: user.unwrap_or_default().as_bytes(),
                client: trial.client,
                channel: Channel::Tls,
                token: trial.token.as_bytes(),
                presented_bytes: trial.token.len(),
            },
            seconds(self.decider.now_ms()),
        );
        tracing::info!(
            reason = decision.code(),
            "explained a token; it is no login"
        );
        explanation(&decision, found, user, token.as_ref().map(claims))
    }
}

/// A login to try.
struct Trial {
    token: String,
    user: Option<String>,
    instance: Option<String>,
    client: Option<IpAddr>,
}

impl Trial {
    /// The database that was named; else the one that the token is for; else any, so that the answer
    /// says what the token should have been for.
    fn find<'a>(
        &self,
        snapshot: &'a Snapshot,
        token: Option<&Token>,
    ) -> Option<&'a InstanceDocument> {
        if let Some(name) = &self.instance {
            let named =
                |one: &&InstanceDocument| one.resource_id == *name || one.identifier == *name;
            return snapshot.instances().find(named);
        }
        let for_it = |one: &&InstanceDocument| token.is_some_and(|token| is_for(token, one));
        let first = || {
            snapshot
                .instances()
                .min_by(|a, b| a.identifier.cmp(&b.identifier))
        };
        snapshot.instances().find(for_it).or_else(first)
    }
}

impl Drop for Trial {
    fn drop(&mut self) {
        let mut token = std::mem::take(&mut self.token).into_bytes();
        agent_protocol::wipe(&mut token);
    }
}

fn is_for(token: &Token, instance: &InstanceDocument) -> bool {
    instance.endpoints.iter().any(|endpoint| {
        endpoint.host.eq_ignore_ascii_case(token.host())
            && token.port().is_none_or(|port| port == endpoint.port)
    })
}

fn explanation(
    decision: &LoginDecision,
    instance: Option<&InstanceDocument>,
    user: Option<&str>,
    claims: Option<Claims>,
) -> Explanation {
    let refusal = decision.refusal();
    let identity = decision.identity();
    let principal_arn = identity.map(|identity: &Identity| identity.principal_arn.clone());
    Explanation {
        decision: if decision.is_allow() {
            Verdict::Allow
        } else {
            Verdict::Deny
        },
        reason: decision.code().to_owned(),
        detail: refusal.map(Refusal::to_string),
        advice: refusal.map(Refusal::advice),
        statements: decision
            .statements()
            .iter()
            .map(ToString::to_string)
            .collect(),
        session_name: identity.and_then(|identity| identity.session_name.clone()),
        resource_id: instance.map(|instance| instance.resource_id.clone()),
        identifier: instance.map(|instance| instance.identifier.clone()),
        db_user: user.map(str::to_owned),
        amazon_line: refusal.map(|refusal| {
            let user = user.unwrap_or_default();
            refusal
                .amazon_class()
                .log_line(user, principal_arn.as_deref())
        }),
        principal_arn,
        claims,
    }
}

fn claims(token: &Token) -> Claims {
    Claims {
        host: token.host().to_owned(),
        port: token.port(),
        db_user: token.db_user().to_owned(),
        region: token.scope().region.clone(),
        service: token.scope().service.clone(),
        access_key_id: token.access_key_id().to_owned(),
        has_session_token: token.session_token().is_some(),
        signed_at: token.signed_at().to_string(),
        expires_at: token.expires_at().to_string(),
    }
}

fn instance_status(instance: &InstanceDocument) -> InstanceStatus {
    let endpoints = instance.endpoints.iter();
    InstanceStatus {
        resource_id: instance.resource_id.clone(),
        identifier: instance.identifier.clone(),
        engine: instance.engine.clone(),
        iam_enabled: instance.iam_enabled,
        endpoints: endpoints
            .map(|one| format!("{}:{}", one.host, one.port))
            .collect(),
    }
}
