//! Agents that do as they are told.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::net::{IpAddr, Shutdown};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use agent_protocol::{Answer, Channel, PREFIX_BYTES, Question, QuestionId, body_length};
use rustix::net::{AddressFamily, SocketAddrUnix, SocketType};
use tempfile::TempDir;

use crate::hostile::{self, Then};

/// What an agent does with a question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Script {
    /// Says yes to everything.
    Allow,
    /// Says yes to this token only.
    AllowToken(Vec<u8>),
    /// Says no.
    Deny,
    /// Says that the feature is off.
    Disabled,
    /// Never answers.
    Hang,
    /// Says yes, too late.
    Slow(Duration),
    /// Sends these octets instead of an answer.
    Garbage(Vec<u8>),
    /// Closes the connection.
    Close,
    /// Says all that a hostile agent may think of, one [`hostile::reply`] after the other.
    Hostile,
}

/// A question as the agent read it.
#[derive(Clone, PartialEq, Eq)]
pub struct Asked {
    /// The user name that the client sent.
    pub db_user: Vec<u8>,
    /// The account that the server matched.
    pub account: Vec<u8>,
    /// Where the client is.
    pub client: Option<IpAddr>,
    /// What the token came over.
    pub channel: Channel,
    /// The token, unless the module withheld it.
    pub token: Vec<u8>,
    /// How long the password was.
    pub presented_bytes: u32,
}

impl std::fmt::Debug for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.question().fmt(f)
    }
}

impl Asked {
    fn new(question: &Question<'_>) -> Self {
        Self {
            db_user: question.db_user.to_vec(),
            account: question.account.to_vec(),
            client: question.client,
            channel: question.channel,
            token: question.token.to_vec(),
            presented_bytes: question.presented_bytes,
        }
    }

    fn question(&self) -> Question<'_> {
        Question {
            db_user: &self.db_user,
            account: &self.account,
            client: self.client,
            channel: self.channel,
            token: &self.token,
            presented_bytes: self.presented_bytes,
        }
    }
}

/// An agent on a Unix socket in a folder of its own, which every user of the machine may enter.
#[derive(Debug)]
pub struct ScriptedAgent {
    folder: TempDir,
    state: Arc<State>,
    listener: Option<JoinHandle<()>>,
}

#[derive(Debug)]
struct State {
    script: Mutex<Script>,
    asked: Mutex<Vec<Asked>>,
    /// How many hostile replies there were.
    hostile: AtomicUsize,
    /// How many connections there were.
    accepted: AtomicUsize,
    /// Those that are open, of the agent that runs now; nothing while it is stopped.
    connections: Mutex<Option<BTreeMap<usize, UnixStream>>>,
}

impl State {
    fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The connection's number, if the agent still runs.
    fn accept(&self, stream: &UnixStream) -> Option<usize> {
        let number = self.accepted.fetch_add(1, Ordering::Relaxed);
        let handle = stream.try_clone().expect("another handle of a socket");
        Self::lock(&self.connections)
            .as_mut()?
            .insert(number, handle);
        Some(number)
    }

    fn forget(&self, number: usize) {
        if let Some(connections) = &mut *Self::lock(&self.connections) {
            connections.remove(&number);
        }
    }
}

impl ScriptedAgent {
    /// Starts one.
    #[must_use]
    pub fn start(script: Script) -> Self {
        let state = State {
            script: Mutex::new(script),
            asked: Mutex::new(Vec::new()),
            hostile: AtomicUsize::new(0),
            accepted: AtomicUsize::new(0),
            connections: Mutex::new(None),
        };
        let mut agent = Self {
            folder: open_folder(),
            state: Arc::new(state),
            listener: None,
        };
        agent.resume();
        agent
    }

    /// Where it listens.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("agent.sock")
    }

    /// What it does with the next question.
    pub fn set(&self, script: Script) {
        *State::lock(&self.state.script) = script;
    }

    /// The questions since the last call.
    #[must_use]
    pub fn take_questions(&self) -> Vec<Asked> {
        std::mem::take(&mut *State::lock(&self.state.asked))
    }

    /// Ends it as a killed process ends: every connection is closed, nobody listens.
    pub fn stop(&mut self) {
        let Some(connections) = State::lock(&self.state.connections).take() else {
            return;
        };
        for connection in connections.into_values() {
            let _ = connection.shutdown(Shutdown::Both);
        }
        // Wakes the listener up, so that it sees that it is over.
        let _ = UnixStream::connect(self.path());
        if let Some(listener) = self.listener.take() {
            listener.join().expect("the listener ends");
        }
        let _ = fs::remove_file(self.path());
    }

    /// Starts it again at the same place.
    pub fn resume(&mut self) {
        *State::lock(&self.state.connections) = Some(BTreeMap::new());
        let listener = UnixListener::bind(self.path()).expect("a socket to listen at");
        open_to_all(&self.path());
        let state = Arc::clone(&self.state);
        self.listener = Some(thread::spawn(move || {
            for stream in listener.incoming() {
                let stream = stream.expect("a connection");
                let Some(number) = state.accept(&stream) else {
                    return;
                };
                let state = Arc::clone(&state);
                thread::spawn(move || {
                    serve(&state, stream);
                    state.forget(number);
                });
            }
        }));
    }
}

impl Drop for ScriptedAgent {
    fn drop(&mut self) {
        self.stop();
    }
}

fn serve(state: &State, mut stream: UnixStream) {
    while let Ok(frame) = read_frame(&mut stream) {
        let (id, question) = Question::decode(&frame).expect("a question");
        State::lock(&state.asked).push(Asked::new(&question));
        let script = State::lock(&state.script).clone();
        if act(state, &script, id, &question, &mut stream).is_err() {
            return;
        }
    }
}

fn act(
    state: &State,
    script: &Script,
    id: QuestionId,
    question: &Question<'_>,
    stream: &mut UnixStream,
) -> io::Result<()> {
    let mut answer = |answer: Answer| stream.write_all(&answer.encode(id));
    match script {
        Script::Allow => answer(Answer::Allow),
        Script::AllowToken(token) if token == question.token => answer(Answer::Allow),
        Script::AllowToken(_) | Script::Deny => answer(Answer::Deny),
        Script::Disabled => answer(Answer::Disabled),
        // Until the other side has had enough of it.
        Script::Hang => stream.read(&mut [0]).map(drop),
        Script::Slow(delay) => {
            thread::sleep(*delay);
            answer(Answer::Allow)
        }
        Script::Garbage(octets) => stream.write_all(octets),
        Script::Close => Err(io::ErrorKind::ConnectionAborted.into()),
        Script::Hostile => {
            let number = state.hostile.fetch_add(1, Ordering::Relaxed);
            match hostile::reply(stream, id, number)? {
                Then::Listen => Ok(()),
                Then::Close => Err(io::ErrorKind::ConnectionAborted.into()),
            }
        }
    }
}

fn read_frame(stream: &mut UnixStream) -> io::Result<Vec<u8>> {
    let mut prefix = [0; PREFIX_BYTES];
    stream.read_exact(&mut prefix)?;
    let mut frame = vec![0; body_length(prefix).expect("the length of a question")];
    stream.read_exact(&mut frame)?;
    Ok(frame)
}

/// An agent that is stuck before it accepts: its queue holds a connection or two, and whoever comes
/// then blocks in connect(2).
#[derive(Debug)]
pub struct DeafAgent {
    folder: TempDir,
    _socket: rustix::fd::OwnedFd,
    _queued: Vec<UnixStream>,
}

impl DeafAgent {
    /// Starts one, and fills its queue.
    #[must_use]
    pub fn start() -> Self {
        let folder = open_folder();
        let path = folder.path().join("agent.sock");
        let socket =
            rustix::net::socket(AddressFamily::UNIX, SocketType::STREAM, None).expect("a socket");
        rustix::net::bind(&socket, &SocketAddrUnix::new(&path).expect("an address"))
            .expect("a socket's name");
        rustix::net::listen(&socket, 0).expect("a queue");
        open_to_all(&path);
        let queued = vec![UnixStream::connect(&path).expect("the only place in the queue")];
        Self {
            folder,
            _socket: socket,
            _queued: queued,
        }
    }

    /// Where it does not listen.
    #[must_use]
    pub fn path(&self) -> PathBuf {
        self.folder.path().join("agent.sock")
    }
}

/// A database server runs as another user, who has to get to the socket.
fn open_folder() -> TempDir {
    let folder = tempfile::Builder::new()
        .prefix("testkit-agent-")
        .tempdir()
        .expect("a folder");
    open_to_all(folder.path());
    folder
}

fn open_to_all(path: &Path) {
    fs::set_permissions(path, fs::Permissions::from_mode(0o777)).expect("permissions");
}
