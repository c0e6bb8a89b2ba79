//! The module's side of the socket.

use std::error::Error;
use std::fmt;
use std::io::{self, Read, Write};
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::answer::{ANSWER_BYTES, Answer};
use crate::frame::{DecodeError, EncodeError, Frame, QuestionId, body_length};
use crate::question::Question;

/// How long one question may take, everything included: connecting, asking, waiting, and asking
/// once more. A login waits this long and no longer, and in a server with a pool of threads the
/// logins behind it.
pub const DEADLINE: Duration = Duration::from_secs(1);

/// How many connections wait for the next question. More than this many at the same time work; the
/// surplus is closed afterwards.
pub const POOL_SIZE: usize = 32;

/// Opens the socket, in at most the time given.
///
/// The caller brings this along because std cannot: its `UnixStream::connect` has no time-out, and
/// it blocks for as long as the agent's queue of connections is full, which is exactly when an agent
/// hangs under load. It takes `SO_SNDTIMEO`, set between `socket` and `connect`.
pub type Connect = fn(&Path, Duration) -> io::Result<UnixStream>;

/// Waits until a connection is ready, for at most the time given; it may return sooner.
///
/// The caller brings this along because std has no poll(2). Connections do not block, since a time-out
/// for each call would be a system call more; and who sleeps in recv(2) at a Unix socket is woken also
/// when the other side has taken the question (`unix_write_space` in the kernel), so that each login
/// would wake twice.
pub type Wait = fn(&UnixStream, Ready, Duration);

/// What a connection is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ready {
    /// There is something to read, or the end.
    ToRead,
    /// There is room for more.
    ToWrite,
}

/// Asks the agent behind one socket. Shared by all logins of a server.
pub struct Client {
    path: PathBuf,
    connect: Connect,
    wait: Wait,
    idle: Mutex<Vec<UnixStream>>,
    next_id: AtomicU64,
}

impl Client {
    /// A client that has not connected yet.
    #[must_use]
    pub fn new(path: PathBuf, connect: Connect, wait: Wait) -> Self {
        Self {
            path,
            connect,
            wait,
            idle: Mutex::new(Vec::new()),
            next_id: AtomicU64::new(1),
        }
    }

    /// Where the agent listens.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Asks, and waits for the answer until [`DEADLINE`].
    ///
    /// A connection that waited in the pool may have been closed by an agent that was restarted. Then,
    /// and only then, the question is asked once more, over a new one.
    ///
    /// # Errors
    /// Whatever went wrong, nobody has allowed the login.
    pub fn ask(&self, question: &Question<'_>) -> Result<Answer, ClientError> {
        let deadline = Deadline::new(DEADLINE);
        let id = QuestionId::new(self.next_id.fetch_add(1, Ordering::Relaxed));
        let frame = question.encode(id).map_err(ClientError::Question)?;
        let pooled = self.idle().pop();
        if let Some(stream) = pooled {
            match self.exchange(&stream, id, &frame, &deadline) {
                Err(error) if error.is_stale() => self.idle().clear(),
                outcome => return self.finish(stream, outcome),
            }
        }
        let stream = self.open(&deadline)?;
        let outcome = self.exchange(&stream, id, &frame, &deadline);
        self.finish(stream, outcome)
    }

    fn exchange(
        &self,
        stream: &UnixStream,
        id: QuestionId,
        question: &Frame,
        deadline: &Deadline,
    ) -> Result<Answer, ClientError> {
        write_all(stream, question.as_bytes(), self.wait, deadline)?;
        let mut frame = [0; ANSWER_BYTES];
        read_exact(stream, &mut frame, self.wait, deadline)?;
        let Some((prefix, body)) = frame.split_first_chunk() else {
            return Err(ClientError::Answer(DecodeError::Truncated));
        };
        match body_length(*prefix).map_err(ClientError::Answer)? {
            length if length == body.len() => {}
            _ => return Err(ClientError::Answer(DecodeError::AnswerLength)),
        }
        match Answer::decode(body).map_err(ClientError::Answer)? {
            (answered, answer) if answered == id => Ok(answer),
            _ => Err(ClientError::AnotherQuestion),
        }
    }

    /// Keeps the connection if it is in order. After any failure an answer may still be under way on
    /// it, so it is closed.
    fn finish(
        &self,
        stream: UnixStream,
        outcome: Result<Answer, ClientError>,
    ) -> Result<Answer, ClientError> {
        let answer = outcome?;
        let mut idle = self.idle();
        if idle.len() < POOL_SIZE {
            idle.push(stream);
        }
        Ok(answer)
    }

    fn open(&self, deadline: &Deadline) -> Result<UnixStream, ClientError> {
        let opened = (self.connect)(&self.path, deadline.left()?).and_then(|stream| {
            stream.set_nonblocking(true)?;
            Ok(stream)
        });
        opened.map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => ClientError::TimedOut,
            _ => ClientError::Connect {
                path: self.path.clone(),
                error,
            },
        })
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<UnixStream>> {
        // A panic between lock and unlock would leave a shorter list behind, never a wrong one.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum ClientError {
    /// The question does not fit into a frame.
    Question(EncodeError),
    /// Nobody listens at the socket.
    Connect {
        /// Where.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// The agent did not answer in time.
    TimedOut,
    /// The connection broke while asking.
    Write(io::Error),
    /// The connection broke while waiting for the answer.
    Read(io::Error),
    /// The agent closed the connection instead of answering.
    Closed,
    /// What came back is not an answer.
    Answer(DecodeError),
    /// What came back answers another question.
    AnotherQuestion,
}

impl ClientError {
    /// Whether this is how a connection fails that was closed while it waited in the pool.
    fn is_stale(&self) -> bool {
        use io::ErrorKind::{BrokenPipe, ConnectionReset};
        match self {
            Self::Closed => true,
            Self::Write(error) | Self::Read(error) => {
                matches!(error.kind(), BrokenPipe | ConnectionReset)
            }
            _ => false,
        }
    }
}

impl fmt::Display for ClientError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Question(error) => write!(f, "the question cannot be asked: {error}"),
            Self::Connect { path, error } => {
                write!(
                    f,
                    "cannot connect to `{}`: {error}",
                    path.as_os_str().as_encoded_bytes().escape_ascii()
                )
            }
            Self::TimedOut => write!(f, "no answer within {} ms", DEADLINE.as_millis()),
            Self::Write(error) => write!(f, "cannot send the question: {error}"),
            Self::Read(error) => write!(f, "cannot read the answer: {error}"),
            Self::Closed => f.write_str("the connection was closed instead of an answer"),
            Self::Answer(error) => write!(f, "not an answer: {error}"),
            Self::AnotherQuestion => f.write_str("the answer belongs to another question"),
        }
    }
}

impl Error for ClientError {}

/// The moment at which patience ends.
struct Deadline(Instant);

impl Deadline {
    fn new(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// What is left; never zero, which a socket would take for "for ever".
    fn left(&self) -> Result<Duration, ClientError> {
        match self.0.saturating_duration_since(Instant::now()) {
            Duration::ZERO => Err(ClientError::TimedOut),
            left => Ok(left),
        }
    }
}

/// There is room for a question, unless the agent answers without reading.
fn write_all(
    mut stream: &UnixStream,
    mut bytes: &[u8],
    wait: Wait,
    deadline: &Deadline,
) -> Result<(), ClientError> {
    while !bytes.is_empty() {
        match stream.write(bytes) {
            Ok(sent) => bytes = bytes.get(sent..).unwrap_or_default(),
            Err(error) => {
                pass_over(error, ClientError::Write)?;
                wait(stream, Ready::ToWrite, deadline.left()?);
            }
        }
    }
    Ok(())
}

fn read_exact(
    mut stream: &UnixStream,
    buffer: &mut [u8],
    wait: Wait,
    deadline: &Deadline,
) -> Result<(), ClientError> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        wait(stream, Ready::ToRead, deadline.left()?);
        match stream.read(rest) {
            Ok(0) if filled == 0 => return Err(ClientError::Closed),
            Ok(0) => return Err(ClientError::Answer(DecodeError::Truncated)),
            Ok(read) => filled += read,
            Err(error) => pass_over(error, ClientError::Read)?,
        }
    }
    Ok(())
}

/// Neither a signal is a failure nor that there is nothing yet.
fn pass_over(error: io::Error, failure: fn(io::Error) -> ClientError) -> Result<(), ClientError> {
    match error.kind() {
        io::ErrorKind::Interrupted | io::ErrorKind::WouldBlock => Ok(()),
        _ => Err(failure(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_TOKEN_BYTES;
    use crate::question::Channel;
    use std::os::unix::net::UnixListener;
    use std::sync::Arc;
    use std::sync::mpsc::{Receiver, channel};
    use std::thread;

    const ASKED: Question<'_> = Question {
        db_user: b"iamuser01",
        account: b"iamuser01",
        client: None,
        channel: Channel::Tls,
        token: b"token",
        presented_bytes: 5,
    };

    fn client(path: &Path) -> Client {
        Client::new(
            path.to_owned(),
            |path, _| UnixStream::connect(path),
            |_, _, _| thread::sleep(Duration::from_millis(1)),
        )
    }

    fn read_question(stream: &mut UnixStream) -> io::Result<QuestionId> {
        let mut prefix = [0; 4];
        stream.read_exact(&mut prefix)?;
        let mut body = vec![0; body_length(prefix).unwrap()];
        stream.read_exact(&mut body)?;
        Ok(Question::decode(&body).unwrap().0)
    }

    /// An agent that treats each connection as `serve` says, one after another; the receiver counts
    /// the connections.
    fn agent(
        serve: impl Fn(usize, UnixStream) + Send + Sync + 'static,
    ) -> (tempfile::TempDir, Client, Receiver<()>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("agent.sock");
        let listener = UnixListener::bind(&path).unwrap();
        let (accepted, connections) = channel();
        let serve = Arc::new(serve);
        thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                let serve = Arc::clone(&serve);
                if accepted.send(()).is_err() {
                    return;
                }
                thread::spawn(move || serve(number, stream.unwrap()));
            }
        });
        (folder, client(&path), connections)
    }

    fn allow_for_ever(_: usize, mut stream: UnixStream) {
        while let Ok(id) = read_question(&mut stream) {
            stream.write_all(&Answer::Allow.encode(id)).unwrap();
        }
    }

    fn allow_once(_: usize, mut stream: UnixStream) {
        let id = read_question(&mut stream).unwrap();
        stream.write_all(&Answer::Allow.encode(id)).unwrap();
    }

    #[test]
    fn a_connection_is_used_again() {
        let (_folder, client, connections) = agent(allow_for_ever);
        for _ in 0..10 {
            assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
        }
        assert_eq!(connections.try_iter().count(), 1);
    }

    #[test]
    fn each_answer_is_waited_for_as_the_caller_says_and_never_past_the_deadline() {
        static WAITS: AtomicU64 = AtomicU64::new(0);
        let (folder, _client, _connections) = agent(allow_for_ever);
        let path = folder.path().join("agent.sock");
        let client = Client {
            wait: |_, ready, left| {
                assert_eq!(ready, Ready::ToRead, "there is room for every question");
                assert!(left <= DEADLINE);
                WAITS.fetch_add(1, Ordering::Relaxed);
                thread::sleep(Duration::from_millis(1));
            },
            ..client(&path)
        };
        for asked in 1..=3 {
            assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
            assert!(WAITS.load(Ordering::Relaxed) >= asked);
        }
    }

    #[test]
    fn an_agent_that_answers_without_reading_is_given_up_after_the_deadline_when_there_is_no_more_room()
     {
        let (_folder, client, _connections) = agent(|_, mut stream| {
            let ids = (1..).map(QuestionId::new);
            for id in ids {
                if stream.write_all(&Answer::Deny.encode(id)).is_err() {
                    return;
                }
            }
        });
        let token = vec![b't'; MAX_TOKEN_BYTES];
        let asked = Question {
            token: &token,
            presented_bytes: u32::try_from(token.len()).unwrap(),
            ..ASKED
        };
        let mut answers = 0;
        let (error, took) = loop {
            let begin = Instant::now();
            match client.ask(&asked) {
                Ok(answer) => assert_eq!(answer, Answer::Deny),
                Err(error) => break (error, begin.elapsed()),
            }
            answers += 1;
        };
        assert!(matches!(error, ClientError::TimedOut), "{error}");
        assert!(answers > 1 && took >= DEADLINE && took < DEADLINE * 3);
    }

    #[test]
    fn a_connection_that_was_closed_in_the_pool_costs_one_retry_and_no_login() {
        let (_folder, client, connections) = agent(allow_once);
        for _ in 0..10 {
            assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
        }
        assert_eq!(connections.try_iter().count(), 10);
    }

    #[test]
    fn a_new_connection_that_fails_is_not_tried_again() {
        let (_folder, client, connections) = agent(|_, mut stream| {
            let _ = read_question(&mut stream);
        });
        assert!(matches!(client.ask(&ASKED), Err(ClientError::Closed)));
        assert_eq!(connections.try_iter().count(), 1);
    }

    #[test]
    fn a_stale_connection_is_followed_by_one_new_one_only() {
        let (_folder, client, connections) = agent(|number, mut stream| {
            let id = read_question(&mut stream).unwrap();
            if number == 0 {
                stream.write_all(&Answer::Allow.encode(id)).unwrap();
            }
        });
        assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
        assert!(matches!(client.ask(&ASKED), Err(ClientError::Closed)));
        assert_eq!(connections.try_iter().count(), 2);
    }

    #[test]
    fn after_one_stale_connection_none_of_the_others_is_tried() {
        let (_folder, client, connections) = agent(allow_once);
        let both = Arc::new(std::sync::Barrier::new(2));
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    both.wait();
                    client.ask(&ASKED).unwrap()
                });
            }
        });
        let _ = connections.try_iter().count();
        assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
        assert_eq!(client.idle().len(), 1);
    }

    #[test]
    fn an_agent_that_never_answers_is_given_up_after_the_deadline() {
        let (_folder, client, connections) = agent(|_, mut stream| {
            let _ = read_question(&mut stream);
            thread::sleep(Duration::from_secs(20));
        });
        let begin = Instant::now();
        assert!(matches!(client.ask(&ASKED), Err(ClientError::TimedOut)));
        assert!(begin.elapsed() < DEADLINE * 3);
        assert_eq!(
            connections.try_iter().count(),
            1,
            "a time-out is not retried"
        );
    }

    #[test]
    fn an_agent_that_trickles_its_answer_is_given_up_after_the_same_deadline() {
        let (_folder, client, _connections) = agent(|_, mut stream| {
            let id = read_question(&mut stream).unwrap();
            for octet in Answer::Allow.encode(id) {
                thread::sleep(Duration::from_millis(400));
                if stream.write_all(&[octet]).is_err() {
                    return;
                }
            }
        });
        let begin = Instant::now();
        assert!(matches!(client.ask(&ASKED), Err(ClientError::TimedOut)));
        assert!(begin.elapsed() < DEADLINE * 3);
    }

    #[test]
    fn an_answer_that_comes_too_late_is_not_the_next_ones_answer() {
        let (_folder, client, connections) = agent(|number, mut stream| {
            let id = read_question(&mut stream).unwrap();
            if number == 0 {
                thread::sleep(DEADLINE + Duration::from_millis(300));
                let _ = stream.write_all(&Answer::Allow.encode(id));
            } else {
                stream.write_all(&Answer::Deny.encode(id)).unwrap();
            }
        });
        assert!(matches!(client.ask(&ASKED), Err(ClientError::TimedOut)));
        thread::sleep(Duration::from_millis(600));
        assert_eq!(client.ask(&ASKED).unwrap(), Answer::Deny);
        assert_eq!(connections.try_iter().count(), 2);
    }

    #[test]
    fn an_answer_given_twice_is_not_the_next_ones_answer() {
        let (_folder, client, _connections) = agent(|_, mut stream| {
            while let Ok(id) = read_question(&mut stream) {
                let twice = [Answer::Allow.encode(id), Answer::Allow.encode(id)].concat();
                stream.write_all(&twice).unwrap();
            }
        });
        assert_eq!(client.ask(&ASKED).unwrap(), Answer::Allow);
        assert!(matches!(
            client.ask(&ASKED),
            Err(ClientError::AnotherQuestion)
        ));
    }

    #[test]
    fn garbage_is_not_an_answer() {
        for garbage in [
            &[0xff; 64][..],
            &[0; 64],
            b"HTTP/1.1 200 OK\r\n\r\n",
            &[0, 0, 0, 11, 1, 1],
        ] {
            let (_folder, client, _connections) = agent(move |_, mut stream| {
                let _ = read_question(&mut stream);
                let _ = stream.write_all(garbage);
            });
            let error = client.ask(&ASKED).unwrap_err();
            assert!(
                matches!(error, ClientError::Answer(_)),
                "{garbage:?}: {error}"
            );
        }
    }

    #[test]
    fn an_allow_in_a_longer_frame_is_not_an_answer() {
        let (_folder, client, _connections) = agent(|_, mut stream| {
            let id = read_question(&mut stream).unwrap();
            let mut frame = Answer::Allow.encode(id);
            frame[3] += 1;
            let _ = stream.write_all(&frame);
        });
        let error = client.ask(&ASKED).unwrap_err();
        assert!(
            matches!(error, ClientError::Answer(DecodeError::AnswerLength)),
            "{error}"
        );
    }

    #[test]
    fn the_pool_is_bounded() {
        let (_folder, client, _connections) = agent(|number, stream| {
            thread::sleep(Duration::from_millis(300));
            allow_for_ever(number, stream);
        });
        thread::scope(|scope| {
            for _ in 0..POOL_SIZE + 8 {
                scope.spawn(|| client.ask(&ASKED).unwrap());
            }
        });
        assert_eq!(client.idle().len(), POOL_SIZE);
    }

    #[test]
    fn nobody_listening_is_an_error_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let client = client(&folder.path().join("absent.sock"));
        let begin = Instant::now();
        assert!(matches!(
            client.ask(&ASKED),
            Err(ClientError::Connect { .. })
        ));
        assert!(begin.elapsed() < DEADLINE);
    }

    #[test]
    fn a_question_that_is_too_long_never_reaches_the_socket() {
        let (_folder, client, connections) = agent(allow_for_ever);
        let token = vec![b't'; MAX_TOKEN_BYTES + 1];
        let asked = Question {
            token: &token,
            ..ASKED
        };
        assert!(matches!(client.ask(&asked), Err(ClientError::Question(_))));
        assert_eq!(connections.try_iter().count(), 0);
    }
}
