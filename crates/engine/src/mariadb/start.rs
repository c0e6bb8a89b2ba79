use std::fs;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::admin::MariaDb;
use super::config::{self, ConfigError};
use super::discover::Installation;
use super::log::Log;
use crate::engine::{AdoptError, RenewError, StartError, Version};
use crate::layout::{self, Layout, LayoutError};
use crate::os_user::ServerUser;
use crate::process::{self, Exit, Process, ProcessError, Running};
use crate::spec::{Progress, Spec};

/// How long a server may take to answer. After a crash it first replays its log, of which the
/// configuration allows 32 MB.
const START_LIMIT: Duration = Duration::from_secs(120);

/// How long a server that runs already may take to answer: it may have been started just now.
const ADOPT_LIMIT: Duration = Duration::from_secs(30);

/// How often a starting server is asked.
const ASK_INTERVAL: Duration = Duration::from_millis(50);

/// How often a person is told that the server is still starting.
const REPORT_INTERVAL: Duration = Duration::from_secs(2);

pub(crate) async fn start(
    installation: &Installation,
    spec: &Spec,
    progress: &dyn Progress,
) -> Result<Running, StartError> {
    let home = Layout::new(spec)?;
    if !home.config().is_file() {
        return Err(StartError::NotCreated {
            directory: home.root().display().to_string(),
        });
    }
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    layout::check_traversable(home.root().parent().unwrap_or(Path::new("/")), &user)?;
    check_agent(spec, &user)?;
    if let Some(process) = find(&home)? {
        return Err(StartError::AlreadyRunning {
            pid: process.number(),
        });
    }
    check_data(installation, &home, progress)?;
    config::write(installation, spec, &user, &home, &home)?;
    let address = SocketAddr::new(spec.address, spec.port);
    check_free(address)?;
    let version = installation.version;
    progress.report(&format!("starting MariaDB {version} on {address}"));
    let log = Log::open(&home, &user)?;
    let process = spawn(installation, &user, &home, &log)?;
    let admin = MariaDb::new(&home);
    ready(&process, &admin, &log, address, progress).await?;
    progress.report(&format!(
        "MariaDB {version} answers on {address} (pid {})",
        process.number()
    ));
    Ok(Running::new(process, admin))
}

pub(crate) async fn adopt(spec: &Spec) -> Result<Option<Running>, AdoptError> {
    let home = Layout::new(spec)?;
    let Some(process) = find(&home)? else {
        return Ok(None);
    };
    let admin = MariaDb::new(&home);
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

pub(crate) async fn renew_certificate(spec: &Spec) -> Result<(), RenewError> {
    let home = Layout::new(spec)?;
    let user = ServerUser::resolve(spec.server_user.as_deref())?;
    config::write_certificate(spec, &user, &home)?;
    if find(&home)?.is_some() {
        MariaDb::new(&home).reload_certificate().await?;
    }
    Ok(())
}

/// The server of this folder: it alone was started with this folder's configuration.
fn find(home: &Layout) -> Result<Option<Process>, ProcessError> {
    let hint = fs::read_to_string(home.pid_file())
        .ok()
        .and_then(|text| text.trim().parse().ok());
    process::find(&[defaults_file(home).as_encoded_bytes()], hint)
}

fn defaults_file(home: &Layout) -> std::ffi::OsString {
    let mut option = std::ffi::OsString::from("--defaults-file=");
    option.push(home.config());
    option
}

/// That this server knows the format of the data.
fn check_data(
    installation: &Installation,
    home: &Layout,
    progress: &dyn Progress,
) -> Result<(), StartError> {
    let server = installation.version;
    let Some(data) = data_version(home) else {
        return Ok(());
    };
    if data.series() > server.series() {
        let directory = home.root().display().to_string();
        return Err(StartError::DataIsNewer {
            directory,
            data,
            server,
        });
    }
    if data.series() < server.series() {
        progress.report(&format!(
            "the system tables are of version {data}; `mariadb-upgrade` brings them to {server}"
        ));
    }
    Ok(())
}

/// The version that last upgraded the data, as `mariadb-install-db` and `mariadb-upgrade` note it;
/// the file was renamed in the 11 series.
fn data_version(home: &Layout) -> Option<Version> {
    let notes = ["mariadb_upgrade_info", "mysql_upgrade_info"];
    let texts = notes
        .iter()
        .filter_map(|name| fs::read_to_string(home.data().join(name)).ok());
    texts.filter_map(|text| Version::parse(text.trim())).max()
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

fn spawn(
    installation: &Installation,
    user: &ServerUser,
    home: &Layout,
    log: &Log,
) -> Result<Process, StartError> {
    let (out, error) = log.handles()?;
    let mut command = user.command(&installation.server);
    command
        .arg(defaults_file(home))
        .current_dir("/")
        .stdin(Stdio::null())
        .stdout(out)
        .stderr(error);
    Ok(Process::spawn(&mut command)?)
}

async fn ready(
    process: &Process,
    admin: &MariaDb,
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

fn died(exit: Exit, log: &Log, address: SocketAddr) -> StartError {
    if log.text().contains("Bind on TCP/IP port") {
        return StartError::PortTaken { address };
    }
    StartError::Died {
        exit,
        log: log.telling_lines(),
    }
}

impl From<ConfigError> for StartError {
    fn from(error: ConfigError) -> Self {
        match error {
            ConfigError::Spec(error) => Self::Layout(error.into()),
            ConfigError::File(error) => Self::File(error),
            ConfigError::Module(error) => Self::Module(error),
        }
    }
}
