//! Finding a server's process, starting one, and waiting until it answers: the same for every engine.

use std::ffi::OsStr;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::admin::Admin;
use crate::error::{AdoptError, StartError};
use crate::files;
use crate::layout::{self, Layout, LayoutError};
use crate::log::Log;
use crate::os_user::ServerUser;
use crate::process::{self, Exit, Process, ProcessError, Running};
use crate::product::Product;
use crate::spec::{Progress, Spec};
use crate::version::Version;

/// How long a server may take to answer. After a crash it first replays its log, which the
/// configuration keeps small.
const START_LIMIT: Duration = Duration::from_secs(120);

/// How long a server that runs already may take to answer: it may have been started just now.
const ADOPT_LIMIT: Duration = Duration::from_secs(30);

/// How often a starting server is asked.
const ASK_INTERVAL: Duration = Duration::from_millis(50);

/// How often a person is told that the server is still starting.
const REPORT_INTERVAL: Duration = Duration::from_secs(2);

/// A program and the arguments that no other process of this machine has.
#[derive(Debug)]
pub(crate) struct Launch<'a> {
    pub(crate) product: Product,
    pub(crate) version: Version,
    pub(crate) program: &'a Path,
    pub(crate) arguments: &'a [&'a OsStr],
    pub(crate) address: SocketAddr,
}

impl<'a> Launch<'a> {
    /// Starts the server, detached, and returns when it answers.
    pub(crate) async fn start(
        &self,
        user: &ServerUser,
        home: &Layout,
        admin: Admin,
        progress: &dyn Progress,
    ) -> Result<Running, StartError> {
        let Self {
            product,
            version,
            address,
            ..
        } = self;
        check_free(*address)?;
        progress.report(&format!("starting {product} {version} on {address}"));
        let log = Log::open(home, user)?;
        let process = self.spawn(user, &log)?;
        ready(&process, &admin, &log, *address, progress).await?;
        progress.report(&format!(
            "{product} {version} answers on {address} (pid {})",
            process.number()
        ));
        Ok(Running::new(process, admin))
    }

    fn spawn(&self, user: &ServerUser, log: &Log) -> Result<Process, StartError> {
        let (out, error) = log.handles()?;
        let mut command = user.command(self.program);
        command
            .args(self.arguments)
            .current_dir("/")
            .stdin(Stdio::null())
            .stdout(out)
            .stderr(error);
        Ok(Process::spawn(&mut command)?)
    }
}

/// That there is a cluster to start, which does not run, and that its server will get to all it needs.
/// `made` is a file that every finished cluster of the engine has.
pub(crate) fn examine(
    spec: &Spec,
    home: &Layout,
    made: &Path,
    running: Option<Process>,
) -> Result<ServerUser, StartError> {
    if !made.is_file() {
        return Err(StartError::NotCreated {
            directory: home.root().display().to_string(),
        });
    }
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    layout::check_traversable(home.root().parent().unwrap_or(Path::new("/")), &user)?;
    check_agent(spec, &user)?;
    match running {
        Some(process) => Err(StartError::AlreadyRunning {
            pid: process.number(),
        }),
        None => Ok(user),
    }
}

/// Takes over the server of a folder, if it runs.
pub(crate) async fn adopt(
    process: Option<Process>,
    admin: Admin,
) -> Result<Option<Running>, AdoptError> {
    let Some(process) = process else {
        return Ok(None);
    };
    let deadline = Instant::now() + ADOPT_LIMIT;
    loop {
        let Err(source) = admin.ping().await else {
            return Ok(Some(Running::new(process, admin)));
        };
        if process.ended()?.is_some() {
            return Ok(None);
        }
        if source.is_refusal() || Instant::now() >= deadline {
            let server = Box::new(Running::new(process, admin));
            return Err(AdoptError::Unresponsive { server, source });
        }
        sleep(ASK_INTERVAL).await;
    }
}

/// The process that was started with exactly these arguments.
pub(crate) fn find(
    arguments: &[&OsStr],
    pid_file: PathBuf,
) -> Result<Option<Process>, ProcessError> {
    let hint = files::read_if_there(&pid_file).ok().flatten();
    let hint = hint.and_then(|text| text.lines().next()?.trim().parse().ok());
    let arguments: Vec<_> = arguments
        .iter()
        .map(|text| text.as_encoded_bytes())
        .collect();
    process::find(&arguments, hint)
}

/// That this server knows the format of the data; whether it is of an older series.
pub(crate) fn check_data(
    data: Version,
    server: Version,
    home: &Layout,
) -> Result<DataAge, StartError> {
    match data.series().cmp(&server.series()) {
        std::cmp::Ordering::Greater => Err(StartError::DataIsNewer {
            directory: home.root().display().to_string(),
            data,
            server,
        }),
        std::cmp::Ordering::Equal => Ok(DataAge::Current),
        std::cmp::Ordering::Less => Ok(DataAge::Older),
    }
}

/// How data stands to the server that is to use it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DataAge {
    Current,
    Older,
}

/// A server that cannot get to its agent's socket refuses every IAM user, which nobody understands.
fn check_agent(spec: &Spec, user: &ServerUser) -> Result<(), LayoutError> {
    match spec.agent_socket.parent().filter(|folder| folder.exists()) {
        Some(folder) => layout::check_traversable(folder, user),
        None => Ok(()), // Made when the agent starts.
    }
}

/// Asked before the server is, which takes seconds to say so and buries it in its log.
fn check_free(address: SocketAddr) -> Result<(), StartError> {
    match TcpListener::bind(address) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            Err(StartError::PortTaken { address })
        }
        Err(source) => Err(StartError::Address { address, source }),
    }
}

async fn ready(
    process: &Process,
    admin: &Admin,
    log: &Log,
    address: SocketAddr,
    progress: &dyn Progress,
) -> Result<(), StartError> {
    let started = Instant::now();
    let deadline = started + START_LIMIT;
    let mut next_report = started + REPORT_INTERVAL;
    loop {
        let Err(source) = admin.ping().await else {
            return Ok(());
        };
        if let Some(exit) = process.ended()? {
            return Err(died(exit, log, address));
        }
        if source.is_refusal() || Instant::now() >= deadline {
            let seconds = started.elapsed().as_secs();
            let (pid, log) = (process.number(), log.telling_lines());
            return Err(StartError::NotReady {
                pid,
                seconds,
                log,
                source,
            });
        }
        if Instant::now() >= next_report {
            progress.report(&format!("still starting: {}", log.last_line()));
            next_report += REPORT_INTERVAL;
        }
        sleep(ASK_INTERVAL).await;
    }
}

/// What each server says when somebody was faster at its port.
const PORT_TAKEN: [&str; 3] = [
    "Bind on TCP/IP port",
    "Do you already have another mysqld server running on port",
    "could not bind IPv",
];

fn died(exit: Exit, log: &Log, address: SocketAddr) -> StartError {
    let text = log.text();
    if PORT_TAKEN.iter().any(|sentence| text.contains(sentence)) {
        return StartError::PortTaken { address };
    }
    StartError::Died {
        exit,
        log: log.telling_lines(),
    }
}
