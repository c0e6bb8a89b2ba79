//! A server process that outlives us. It is held by a pid file descriptor, so that a number which
//! the system has given to somebody else is never signalled; none of this needs the process to be
//! our child.

use std::fmt;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::process::CommandExt;
use std::process::Command;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use rustix::process::{Pid, PidfdFlags, Signal, WaitId, WaitIdOptions, WaitIdStatus};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::admin::Admin;
use crate::spec::Progress;

/// How long a killed process may take to be gone; the kernel has to free its memory.
const KILL_LIMIT: Duration = Duration::from_secs(30);

/// Why a process could not be watched or signalled.
#[derive(Debug, thiserror::Error)]
pub enum ProcessError {
    /// The program did not start.
    #[error("could not start `{program}`")]
    Spawn {
        /// The program.
        program: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The kernel gives no handle on the process.
    #[error("could not hold on to process {pid} (pid file descriptors need Linux 5.3 or newer)")]
    Open {
        /// The process.
        pid: u32,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The process belongs to somebody else, or the system is out of something.
    #[error("could not signal process {pid}; is it another user's?")]
    Signal {
        /// The process.
        pid: u32,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Waiting failed.
    #[error("could not wait for process {pid} to end")]
    Wait {
        /// The process.
        pid: u32,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Even SIGKILL did not end it: it hangs in the kernel, mostly on a disk that does not answer.
    #[error("process {pid} is still there {seconds} s after it was killed; look at its disk")]
    Immortal {
        /// The process.
        pid: u32,
        /// How long was waited.
        seconds: u64,
    },
}

/// How a server process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// By itself, with this code; 0 is a clean shutdown.
    Code(i32),
    /// By this signal.
    Signal(i32),
    /// It was started by an earlier process of ours, and the system told that one.
    Untold,
}

impl fmt::Display for Exit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(formatter, "exit code {code}"),
            Self::Signal(signal) => write!(formatter, "signal {signal}"),
            Self::Untold => formatter.write_str("unknown exit status"),
        }
    }
}

/// How a stop went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// The server shut down as asked.
    Clean,
    /// It did not within the limit and was killed; it will recover at its next start.
    Killed,
    /// There was nothing to stop.
    AlreadyGone,
}

/// A server that runs, whether we started it or found it running. Dropping this leaves the server
/// alone.
#[derive(Debug)]
pub struct Running {
    process: Process,
    admin: Admin,
}

impl Running {
    pub(crate) fn new(process: Process, admin: Admin) -> Self {
        Self { process, admin }
    }

    /// The server's process number.
    pub fn pid(&self) -> u32 {
        self.process.number()
    }

    /// Administers this server.
    pub fn admin(&self) -> &Admin {
        &self.admin
    }

    /// How the server ended, or `None` while it lives.
    pub fn ended(&self) -> Result<Option<Exit>, ProcessError> {
        self.process.ended()
    }

    /// Returns when the server has ended, whoever ended it; a supervisor then starts it again.
    /// May be awaited by several tasks, and dropped.
    pub async fn wait_exit(&self) -> Result<Exit, ProcessError> {
        self.process.wait().await
    }

    /// Shuts the server down, not waiting for its clients, and kills it when that takes longer than `limit`.
    pub async fn stop(
        &self,
        limit: Duration,
        progress: &dyn Progress,
    ) -> Result<Stopped, ProcessError> {
        let signal = self.admin.stop_signal();
        self.process.stop(signal, limit, progress).await
    }
}

/// One process, by a descriptor that never comes to mean another.
#[derive(Debug)]
pub(crate) struct Process {
    pid: Pid,
    descriptor: OwnedFd,
    /// The system tells a parent once; all who ask get the same answer.
    exit: Mutex<Option<Exit>>,
}

impl Process {
    /// Starts a program in a process group of its own: what a terminal sends to our group, such as
    /// Ctrl-C, does not reach it.
    pub(crate) fn spawn(command: &mut Command) -> Result<Self, ProcessError> {
        let program = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .process_group(0)
            .spawn()
            .map_err(|source| ProcessError::Spawn { program, source })?;
        let opened = i32::try_from(child.id())
            .ok()
            .and_then(Pid::from_raw)
            .map(Self::open);
        match opened {
            Some(Ok(process)) => Ok(process),
            failed => {
                // Not to be left running with nobody holding it. Both fail only if it is gone.
                let _ = child.kill();
                let _ = child.wait();
                let source = io::Error::other("no such process");
                Err(match failed {
                    Some(Err(error)) => error,
                    _ => ProcessError::Open {
                        pid: child.id(),
                        source,
                    },
                })
            }
        }
    }

    pub(crate) fn open(pid: Pid) -> Result<Self, ProcessError> {
        let descriptor =
            rustix::process::pidfd_open(pid, PidfdFlags::empty()).map_err(|errno| {
                ProcessError::Open {
                    pid: number(pid),
                    source: errno.into(),
                }
            })?;
        Ok(Self {
            pid,
            descriptor,
            exit: Mutex::new(None),
        })
    }

    pub(crate) fn number(&self) -> u32 {
        number(self.pid)
    }

    pub(crate) fn ended(&self) -> Result<Option<Exit>, ProcessError> {
        let mut known = self.exit.lock().unwrap_or_else(PoisonError::into_inner);
        if known.is_none() {
            *known = self.reap()?;
        }
        Ok(*known)
    }

    fn reap(&self) -> Result<Option<Exit>, ProcessError> {
        let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG;
        match rustix::process::waitid(WaitId::PidFd(self.descriptor.as_fd()), options) {
            Ok(status) => Ok(status.map(|status| exit(&status))),
            // Not our child, so ask whether it is there; a zombie of others counts as ended.
            Err(rustix::io::Errno::CHILD) => Ok(self.is_readable()?.then_some(Exit::Untold)),
            Err(errno) => Err(self.wait_error(errno.into())),
        }
    }

    fn is_readable(&self) -> Result<bool, ProcessError> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};
        let mut descriptors = [PollFd::new(&self.descriptor, PollFlags::IN)];
        let now = Timespec {
            tv_sec: 0,
            tv_nsec: 0,
        };
        let ready = poll(&mut descriptors, Some(&now));
        ready
            .map(|count| count > 0)
            .map_err(|errno| self.wait_error(errno.into()))
    }

    pub(crate) async fn wait(&self) -> Result<Exit, ProcessError> {
        let watched = self.watched().map_err(|source| self.wait_error(source))?;
        loop {
            if let Some(exit) = self.ended()? {
                return Ok(exit);
            }
            let mut ready = watched
                .readable()
                .await
                .map_err(|source| self.wait_error(source))?;
            ready.clear_ready();
        }
    }

    /// Registered with the runtime by a descriptor of its own, since one can be registered only
    /// once and several may wait.
    #[expect(
        deprecated,
        reason = "its replacement is unsafe, for types that may close their descriptor while \
                  registered, which an owned one cannot"
    )]
    fn watched(&self) -> io::Result<AsyncFd<OwnedFd>> {
        AsyncFd::with_interest(self.descriptor.try_clone()?, Interest::READABLE)
    }

    async fn stop(
        &self,
        request: Signal,
        limit: Duration,
        progress: &dyn Progress,
    ) -> Result<Stopped, ProcessError> {
        if self.ended()?.is_some() || !self.signal(request)? {
            return Ok(Stopped::AlreadyGone);
        }
        if let Ok(ended) = tokio::time::timeout(limit, self.wait()).await {
            return ended.map(|_| Stopped::Clean);
        }
        let seconds = limit.as_secs();
        let pid = self.number();
        progress.report(&format!(
            "the server (pid {pid}) did not stop within {seconds} s; killing it"
        ));
        tracing::warn!(
            pid,
            seconds,
            "the server did not stop in time and is killed"
        );
        self.signal(Signal::KILL)?;
        match tokio::time::timeout(KILL_LIMIT, self.wait()).await {
            Ok(ended) => ended.map(|_| Stopped::Killed),
            Err(_) => Err(ProcessError::Immortal {
                pid,
                seconds: KILL_LIMIT.as_secs(),
            }),
        }
    }

    /// Whether there was a process to signal.
    fn signal(&self, signal: Signal) -> Result<bool, ProcessError> {
        match rustix::process::pidfd_send_signal(&self.descriptor, signal) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::SRCH) => Ok(false),
            Err(errno) => Err(ProcessError::Signal {
                pid: self.number(),
                source: errno.into(),
            }),
        }
    }

    fn wait_error(&self, source: io::Error) -> ProcessError {
        ProcessError::Wait {
            pid: self.number(),
            source,
        }
    }
}

fn number(pid: Pid) -> u32 {
    pid.as_raw_nonzero().get().unsigned_abs()
}

fn exit(status: &WaitIdStatus) -> Exit {
    match (status.exit_status(), status.terminating_signal()) {
        (Some(code), _) => Exit::Code(code),
        (None, Some(signal)) => Exit::Signal(signal),
        (None, None) => Exit::Untold,
    }
}

/// The live process whose command line is exactly this; `hint` (a pid file's content) is looked at
/// first. All processes are looked at after it, since the starter may have died before the server
/// wrote its pid file, and a second server on the same data must never be tried.
pub(crate) fn find(
    command_line: &[&[u8]],
    hint: Option<i32>,
) -> Result<Option<Process>, ProcessError> {
    let listed = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let others = listed.filter_map(|entry| entry.file_name().to_str()?.parse().ok());
    for pid in hint.into_iter().chain(others).filter_map(Pid::from_raw) {
        if !has_command_line(pid, command_line) {
            continue;
        }
        let process = match Process::open(pid) {
            Err(ProcessError::Open { source, .. }) if is_gone(&source) => continue,
            opened => opened?,
        };
        // Asked again with the process held: the number may have changed hands in between.
        if has_command_line(pid, command_line) && process.ended()?.is_none() {
            return Ok(Some(process));
        }
    }
    Ok(None)
}

fn is_gone(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::SRCH.raw_os_error())
}

fn has_command_line(pid: Pid, expected: &[&[u8]]) -> bool {
    let path = format!("/proc/{}/cmdline", pid.as_raw_nonzero());
    // Gone meanwhile, or not ours to look at: either way not the server we can manage.
    let Ok(line) = std::fs::read(path) else {
        return false;
    };
    let arguments = line
        .strip_suffix(b"\0")
        .unwrap_or(&line)
        .split(|byte| *byte == 0);
    arguments.skip(1).eq(expected.iter().copied())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Stdio;

    fn sleeper(seconds: &str) -> Command {
        let mut command = Command::new("sleep");
        command
            .arg(seconds)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn silent(_: &str) {}

    #[tokio::test]
    async fn an_exit_is_told_to_all_who_wait() {
        let process = Process::spawn(&mut sleeper("0.05")).unwrap();
        let (one, two) = tokio::join!(process.wait(), process.wait());
        assert_eq!((one.unwrap(), two.unwrap()), (Exit::Code(0), Exit::Code(0)));
        assert_eq!(
            process
                .stop(Signal::TERM, Duration::ZERO, &silent)
                .await
                .unwrap(),
            Stopped::AlreadyGone
        );
    }

    #[tokio::test]
    async fn a_process_that_heeds_the_request_is_stopped_and_not_killed() {
        let process = Process::spawn(&mut sleeper("1000")).unwrap();
        assert_eq!(process.ended().unwrap(), None);
        let stopped = process
            .stop(Signal::TERM, Duration::from_secs(20), &silent)
            .await
            .unwrap();
        assert_eq!(
            (stopped, process.ended().unwrap()),
            (Stopped::Clean, Some(Exit::Signal(15)))
        );
    }

    #[tokio::test]
    async fn a_process_that_ignores_the_request_is_killed_with_a_warning() {
        let mut command = Command::new("sh");
        let (mut ready, output) = io::pipe().unwrap();
        command.args(["-c", "trap '' TERM; echo; while :; do sleep 0.05; done"]);
        command.stdin(Stdio::null()).stdout(output);
        let process = Process::spawn(&mut command).unwrap();
        io::Read::read_exact(&mut ready, &mut [0]).unwrap();
        let warnings = Mutex::new(Vec::new());
        let note = |message: &str| warnings.lock().unwrap().push(message.to_owned());
        let stopped = process
            .stop(Signal::TERM, Duration::from_millis(50), &note)
            .await
            .unwrap();
        assert_eq!(
            (stopped, process.ended().unwrap()),
            (Stopped::Killed, Some(Exit::Signal(9)))
        );
        assert!(
            warnings
                .lock()
                .unwrap()
                .iter()
                .any(|line| line.contains("killing it"))
        );
    }

    #[test]
    fn a_process_is_found_by_its_whole_command_line_even_with_a_wrong_hint() {
        let unique = format!("1000.{}", std::process::id());
        let process = Process::spawn(&mut sleeper(&unique)).unwrap();
        let own = i32::try_from(std::process::id()).unwrap();
        let find = |hint| find(&[unique.as_bytes()], hint).unwrap();
        // A program that has only just been started shows its command line a moment later.
        let found = std::iter::repeat_with(|| find(Some(own)))
            .find_map(|found| found)
            .unwrap();
        assert_eq!(found.number(), process.number());
        process.signal(Signal::KILL).unwrap();
        while process.ended().unwrap().is_none() {
            std::thread::yield_now();
        }
        assert!(find(None).is_none(), "a dead process was found");
    }

    #[test]
    fn a_longer_or_shorter_command_line_is_another_program() {
        let own = Pid::from_raw(i32::try_from(std::process::id()).unwrap()).unwrap();
        let line = std::fs::read("/proc/self/cmdline").unwrap();
        let line = line.strip_suffix(b"\0").unwrap();
        let mut arguments: Vec<_> = line.split(|byte| *byte == 0).skip(1).collect();
        assert!(has_command_line(own, &arguments));
        arguments.push(b"more");
        assert!(!has_command_line(own, &arguments));
    }
}
