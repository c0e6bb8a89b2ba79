//! The sockets that database servers ask through: one each, for one user each.

use std::collections::HashMap;
use std::fs::{self, Permissions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::{UnixListener as StdListener, UnixStream as StdStream};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use agent_protocol::{DecodeError, MAX_BODY_BYTES, PREFIX_BYTES, Question, body_length, wipe};
use seal::ServedSocket;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::timeout;

use crate::config::Config;
use crate::decider::Decider;
use crate::state::own_uid;

const SOCKET_MODE: u32 = 0o660;

/// What fits into `sockaddr_un` (unix(7)), less the terminating NUL.
const MAX_PATH_BYTES: usize = 107;

/// How long to wait before accepting again when the process has run out of file descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// How long to wait for whoever may be listening at a path already.
const PROBE_TIMEOUT: Duration = Duration::from_millis(200);

/// The sockets that are open.
pub(crate) struct Sockets {
    sockets_dir: PathBuf,
    decider: Arc<Decider>,
    limits: Limits,
    open: HashMap<PathBuf, OpenSocket>,
}

#[derive(Clone, Copy)]
struct Limits {
    connections: usize,
    question: Duration,
    idle: Duration,
}

struct OpenSocket {
    served: ServedSocket,
    /// The server stops when this is dropped.
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

impl OpenSocket {
    /// When this returns, nobody is answered through the socket any more.
    async fn close(self) {
        let _ = fs::remove_file(&self.served.path);
        drop(self.stop);
        if self.server.await.is_err() {
            tracing::error!(
                instance = self.served.resource_id,
                "the server of a socket panicked"
            );
        }
    }
}

impl Sockets {
    pub(crate) fn new(config: &Config, sockets_dir: PathBuf, decider: Arc<Decider>) -> Self {
        let limits = Limits {
            connections: config.max_connections,
            question: config.question_timeout,
            idle: config.idle_timeout,
        };
        Self {
            sockets_dir,
            decider,
            limits,
            open: HashMap::new(),
        }
    }

    /// Where the list names a file alone, it is one of our directory.
    fn placed(&self, list: &[ServedSocket]) -> Vec<ServedSocket> {
        list.iter()
            .map(|served| ServedSocket {
                path: self.sockets_dir.join(&served.path),
                ..served.clone()
            })
            .collect()
    }

    /// Opens what is on the list and not open, closes what is open and not on the list. Returns one
    /// sentence for each socket that does not open; the others do.
    pub(crate) async fn serve(&mut self, list: &[ServedSocket]) -> Vec<String> {
        let list = self.placed(list);
        for (_, gone) in self.open.extract_if(|_, open| !list.contains(&open.served)) {
            gone.close().await;
        }
        let mut problems = Vec::new();
        for served in &list {
            let opened = match self.open.get(&served.path) {
                Some(open) if open.served == *served => continue,
                Some(_) => Err("it is on the list twice".to_owned()),
                None => self.open(served).await,
            };
            match opened {
                Ok(open) => {
                    self.open.insert(served.path.clone(), open);
                }
                Err(why) => {
                    tracing::error!(socket = %served.path.display(), why, "cannot open a socket");
                    problems.push(format!("socket `{}`: {why}", served.path.display()));
                }
            }
        }
        problems
    }

    /// What is served at the moment.
    pub(crate) fn served(&self) -> impl Iterator<Item = &ServedSocket> {
        self.open.values().map(|open| &open.served)
    }

    async fn open(&self, served: &ServedSocket) -> Result<OpenSocket, String> {
        check_path(&self.sockets_dir, &served.path)?;
        if is_listened_at(&served.path).await {
            return Err("another process listens there: stop it".to_owned());
        }
        let listener = bind(served).map_err(|error| error.to_string())?;
        let server = Server {
            resource_id: served.resource_id.as_str().into(),
            peer_uid: served.peer_uid,
            decider: Arc::clone(&self.decider),
            limits: self.limits,
        };
        let (stop, stopped) = oneshot::channel();
        tracing::info!(socket = %served.path.display(), instance = served.resource_id, "serving");
        Ok(OpenSocket {
            served: served.clone(),
            stop,
            server: tokio::spawn(server.accept(listener, stopped)),
        })
    }
}

/// The list comes signed, but a file anywhere else is none of the agent's business.
fn check_path(sockets_dir: &Path, path: &Path) -> Result<(), String> {
    let hidden = path
        .file_name()
        .is_none_or(|name| name.as_encoded_bytes().starts_with(b"."));
    if path.parent() != Some(sockets_dir) || hidden {
        return Err(format!("it is not directly in `{}`", sockets_dir.display()));
    }
    let bytes = path.as_os_str().len();
    if bytes > MAX_PATH_BYTES {
        return Err(format!(
            "its path has {bytes} bytes, {MAX_PATH_BYTES} are allowed"
        ));
    }
    match fs::symlink_metadata(path) {
        Ok(metadata) if !std::os::unix::fs::FileTypeExt::is_socket(&metadata.file_type()) => {
            Err("there is a file that is no socket: remove it".to_owned())
        }
        _ => Ok(()),
    }
}

async fn is_listened_at(path: &Path) -> bool {
    match timeout(PROBE_TIMEOUT, UnixStream::connect(path)).await {
        Ok(Err(error)) => !matches!(
            error.kind(),
            io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused
        ),
        Ok(Ok(_)) | Err(_) => true,
    }
}

/// Makes the socket under a name that nobody looks for, and gives it its own once mode and group are
/// right. That also takes the place of what a killed agent left behind.
fn bind(served: &ServedSocket) -> io::Result<UnixListener> {
    let new = served
        .path
        .with_file_name(format!(".{}", std::process::id()));
    let _ = fs::remove_file(&new);
    let listener = StdListener::bind(&new)?;
    let prepared = prepare(&new, served).and_then(|()| fs::rename(&new, &served.path));
    if let Err(error) = prepared {
        let _ = fs::remove_file(&new);
        return Err(error);
    }
    listener.set_nonblocking(true)?;
    UnixListener::from_std(listener)
}

fn prepare(path: &Path, served: &ServedSocket) -> io::Result<()> {
    if let Some(gid) = served.peer_gid {
        std::os::unix::fs::chown(path, None, Some(gid)).map_err(|error| {
            let why = format!(
                "cannot give it to group {gid} ({error}): add the agent's user to that group"
            );
            io::Error::new(error.kind(), why)
        })?;
    } else if served.peer_uid != own_uid() {
        let why = format!(
            "user {} could not open it: the serving list names no group for it",
            served.peer_uid
        );
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, why));
    }
    fs::set_permissions(path, Permissions::from_mode(SOCKET_MODE))
}

/// One socket's side of things.
struct Server {
    resource_id: Arc<str>,
    peer_uid: u32,
    decider: Arc<Decider>,
    limits: Limits,
}

impl Server {
    /// Accepts until it is told to stop, then closes its connections.
    async fn accept(self, listener: UnixListener, mut stopped: oneshot::Receiver<()>) {
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                accepted = listener.accept() => match accepted {
                    Ok((stream, _)) => self.admit(stream, &mut connections),
                    Err(error) => {
                        tracing::warn!(%error, instance = %self.resource_id, "cannot accept");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                Some(_) = connections.join_next() => {}
                _ = &mut stopped => break,
            }
        }
        connections.shutdown().await;
    }

    fn admit(&self, stream: UnixStream, connections: &mut JoinSet<()>) {
        let metrics = &self.decider.metrics;
        match stream.peer_cred() {
            Ok(peer) if peer.uid() == self.peer_uid => {}
            Ok(peer) => {
                metrics.peers_refused.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(
                    instance = %self.resource_id, uid = peer.uid(), allowed = self.peer_uid,
                    "closed a connection of another user"
                );
                return;
            }
            Err(error) => {
                metrics.peers_refused.fetch_add(1, Ordering::Relaxed);
                tracing::warn!(%error, instance = %self.resource_id, "cannot tell who connects");
                return;
            }
        }
        if connections.len() >= self.limits.connections {
            metrics.connections_refused.fetch_add(1, Ordering::Relaxed);
            tracing::warn!(instance = %self.resource_id, "too many connections");
            return;
        }
        match readable_only(stream) {
            Ok(stream) => {
                let connection = Connection {
                    stream,
                    open: Gauge::raise(Arc::clone(&self.decider)),
                    resource_id: Arc::clone(&self.resource_id),
                    limits: self.limits,
                };
                connections.spawn(connection.serve());
            }
            Err(error) => {
                tracing::warn!(%error, instance = %self.resource_id, "cannot wait for questions");
            }
        }
    }
}

/// A socket that wakes nobody when it can be written to again, which it can after each answer that a
/// server reads: that would double the times that a login wakes the agent.
#[expect(
    deprecated,
    reason = "its successor is unsafe; what that asks for, a descriptor that stays, a socket of std has"
)]
fn readable_only(stream: UnixStream) -> io::Result<AsyncFd<StdStream>> {
    AsyncFd::with_interest(stream.into_std()?, Interest::READABLE)
}

/// Counts a connection for as long as it is open, however it ends.
struct Gauge(Arc<Decider>);

impl Gauge {
    fn raise(decider: Arc<Decider>) -> Self {
        decider.metrics.connections.fetch_add(1, Ordering::Relaxed);
        Self(decider)
    }
}

impl Drop for Gauge {
    fn drop(&mut self) {
        self.0.metrics.connections.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A database server's connection: question, answer, question, answer.
struct Connection {
    stream: AsyncFd<StdStream>,
    open: Gauge,
    resource_id: Arc<str>,
    limits: Limits,
}

impl Connection {
    async fn serve(mut self) {
        let mut inbox = Inbox::new();
        loop {
            if inbox.is_empty() {
                let first = timeout(self.limits.idle, inbox.fill(&self.stream));
                let Ok(Ok(())) = first.await else { return };
            }
            match timeout(self.limits.question, self.exchange(&mut inbox)).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => return,
                Ok(Err(error)) => return self.close(&error.to_string()),
                Err(_) => return self.close("it did not arrive in time"),
            }
        }
    }

    async fn exchange(&mut self, inbox: &mut Inbox) -> io::Result<()> {
        let end = loop {
            match inbox.question_end().map_err(io::Error::other)? {
                Some(end) => break end,
                None => inbox.fill(&self.stream).await?,
            }
        };
        let (id, question) = Question::decode(inbox.body(end)).map_err(io::Error::other)?;
        let answer = self.open.0.answer(&self.resource_id, &question);
        inbox.forget(end);
        self.send(&answer.encode(id))
    }

    /// Answers are so short that there is no room for one only if the server does not read them.
    fn send(&self, answer: &[u8]) -> io::Result<()> {
        match self.stream.get_ref().write(answer)? {
            sent if sent == answer.len() => Ok(()),
            _ => Err(io::ErrorKind::WriteZero.into()),
        }
    }

    fn close(&self, why: &str) {
        self.open
            .0
            .metrics
            .questions_malformed
            .fetch_add(1, Ordering::Relaxed);
        tracing::warn!(instance = %self.resource_id, why, "closed a connection: bad question");
    }
}

/// What has arrived and is not answered yet; wiped at the end, whatever the end is.
///
/// There is room for the longest question, so that one read brings all of it.
struct Inbox {
    bytes: Box<[u8]>,
    filled: usize,
}

impl Inbox {
    fn new() -> Self {
        Self {
            bytes: vec![0; PREFIX_BYTES + MAX_BODY_BYTES].into(),
            filled: 0,
        }
    }

    fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Reads what is there, and waits for it if need be. To be called when there is no whole question,
    /// so there is room.
    async fn fill(&mut self, stream: &AsyncFd<StdStream>) -> io::Result<()> {
        let room = self.bytes.get_mut(self.filled..).unwrap_or_default();
        loop {
            let mut ready = stream.readable().await?;
            let Ok(read) = ready.try_io(|stream| stream.get_ref().read(room)) else {
                continue;
            };
            let read = read?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if read < room.len() {
                // That was all there is (epoll(7)), so the next call need not find out.
                ready.clear_ready();
            }
            self.filled += read;
            return Ok(());
        }
    }

    /// Where the first question ends, once all of it is there.
    fn question_end(&self) -> Result<Option<usize>, DecodeError> {
        let arrived = self.bytes.get(..self.filled).unwrap_or_default();
        let Some(prefix) = arrived.first_chunk() else {
            return Ok(None);
        };
        let end = PREFIX_BYTES + body_length(*prefix)?;
        Ok((end <= self.filled).then_some(end))
    }

    fn body(&self, end: usize) -> &[u8] {
        self.bytes.get(PREFIX_BYTES..end).unwrap_or_default()
    }

    /// Makes what follows the first question the beginning.
    fn forget(&mut self, end: usize) {
        let arrived = self.bytes.get_mut(..self.filled).unwrap_or_default();
        let end = end.min(arrived.len());
        arrived.rotate_left(end);
        self.filled = arrived.len() - end;
        wipe(arrived.get_mut(self.filled..).unwrap_or_default());
    }
}

impl Drop for Inbox {
    fn drop(&mut self) {
        wipe(&mut self.bytes);
    }
}
