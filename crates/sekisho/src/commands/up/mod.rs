//! `sekisho up`

mod agent_process;
mod greeting;
mod logs;
mod master_login;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use agent::admin;
use control_plane::clock::SystemClock;
use control_plane::data_dir::{DataDir, write_file};
use control_plane::entropy::SystemEntropy;
use control_plane::settings::Settings;
use control_plane::{
    Choices, Config, ControlPlane, FirstCluster, Listening, Modules, PlainHttp, Resets,
    ServerStatus, ServerUsers, listen, listen_for_agents,
};
use engine::{Installed, SearchPath};
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use zeroize::Zeroizing;

use super::status::of_agent;
use crate::cli::Up;
use crate::failure::{Failure, Outcome};
use crate::login_logs::LoginLogs;
use crate::place::{Place, native_module};
use crate::ui::{Progress, dim, good, note, say};
use agent_process::{keep_agent, stop_orphan};
use greeting::greet;
use logs::log_to;
use master_login::MasterLogin;

/// How long the first cluster may take to be made.
const READY_LIMIT: Duration = Duration::from_secs(120);
const POLL: Duration = Duration::from_millis(50);

const FIRST_CLUSTER: &str = "mycluster";
const MASTER_USERNAME: &str = "admin";

pub fn run(place: &Place, args: &Up) -> Outcome {
    let dir = DataDir::open_or_make(&place.path()?)?;
    let _lock = dir.lock()?;
    log_to(&dir.root().join("up.log"))?;
    let settings = settle(&dir, args)?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let progress = Progress::begin();
    let ended = runtime.block_on(up(
        Parts {
            dir,
            settings,
            progress: progress.clone(),
            agents_listen: args.agents_listen,
            choices: Choices {
                resets: match args.allow_reset {
                    true => Resets::Allowed,
                    false => Resets::Refused,
                },
                pinned_keys: args.oidc_jwks.iter().cloned().collect(),
                plain_http: match args.allow_plain_http {
                    true => PlainHttp::Everybody,
                    false => PlainHttp::ThisMachine,
                },
                api_rate: args.api_rate,
            },
        },
        args,
    ));
    progress.end();
    ended
}

/// What everything here needs.
pub struct Parts {
    pub dir: DataDir,
    pub settings: Settings,
    pub progress: Progress,
    pub choices: Choices,
    /// Where agents of other hosts are awaited.
    pub agents_listen: Option<SocketAddr>,
}

async fn up(parts: Parts, args: &Up) -> Outcome {
    let mut interrupted = Interrupted::listen()?;
    let module = native_module(args.module.as_deref())?;
    let (plane, port) = open(&parts, module).await?;
    let (stop, stopped) = watch::channel(false);
    let agent = tokio::spawn(keep_agent(parts.dir.clone(), stopped.clone()));
    let running = tokio::spawn(plane.clone().run(port, stopped));
    if !args.no_cluster {
        make_first_cluster(&parts.dir, &plane, args).await?;
    }
    let ready = tokio::select! {
        ready = wait_until_ready(&parts, &plane) => Some(ready),
        () = interrupted.wait() => None,
    };
    parts.progress.end();
    if let Some(ready) = ready {
        match ready {
            Ok(servers) => {
                let master = MasterLogin::write(&parts.dir, &servers)?;
                greet(&parts, &servers, master.as_ref())?;
            }
            Err(failure) => {
                failure.tell();
            }
        }
        interrupted.wait().await;
    }
    note(dim("stopping …"));
    stop.send_replace(true);
    agent.await?;
    running.await??;
    say(good(
        "Everything is stopped. `sekisho up` finds it as it was.",
    ));
    Ok(ExitCode::SUCCESS)
}

async fn open(parts: &Parts, module: PathBuf) -> Result<(Arc<ControlPlane>, Listening), Failure> {
    parts.progress.step("looking for database servers");
    let folders = SearchPath::new(parts.settings.engine_path.clone());
    let (engines, missing) = Installed::discover(&folders.before(SearchPath::standard())).await;
    if let (true, Some(missing)) = (engines.is_empty(), missing.into_iter().next()) {
        return Err(missing.into());
    }
    let port = listen(SocketAddr::new(parts.settings.address, parts.settings.port)).await?;
    let agents = match parts.agents_listen {
        Some(address) => Some(listen_for_agents(address).await?),
        None => None,
    };
    let as_root = rustix::process::geteuid().is_root();
    let logs = Arc::new(LoginLogs::of(parts.dir.clone()));
    let plane = ControlPlane::open(Config {
        data: parts.dir.clone(),
        settings: parts.settings.clone(),
        engines,
        modules: Modules {
            postgresql: module.with_file_name("libpam_rds_iam.so"),
            mysql: module,
        },
        server_users: ServerUsers {
            mysql: as_root.then(|| "mysql".to_owned()),
            postgresql: as_root.then(|| "postgres".to_owned()),
        },
        choices: parts.choices.clone(),
        agents,
        progress: Arc::new(parts.progress.clone()),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        refused: logs.clone(),
        reported: logs,
    })
    .await?;
    Ok((Arc::new(plane), port))
}

/// Stops what an `up` that was killed left running.
pub async fn stop_servers(parts: Parts) -> Result<(), Failure> {
    stop_orphan(&parts.dir).await;
    let Ok(module) = native_module(None) else {
        return Ok(());
    };
    let (plane, port) = open(&parts, module).await?;
    let (stop, stopped) = watch::channel(false);
    let running = tokio::spawn(plane.clone().run(port, stopped));
    // Taking a server over is what it takes to stop it.
    let _ = wait_for_servers(&plane).await;
    stop.send_replace(true);
    running.await??;
    Ok(())
}

/// The settings of the directory, with what the command line changes. What cannot change later is
/// refused in a sentence.
fn settle(dir: &DataDir, args: &Up) -> Result<Settings, Failure> {
    let known = Settings::load(dir)?;
    let first = known.is_none();
    let mut settings = known.unwrap_or_default();
    let fixed = [
        ("--account-id", &args.account_id, &mut settings.account_id),
        ("--region", &args.region, &mut settings.region),
    ];
    for (flag, asked, kept) in fixed {
        match asked {
            Some(asked) if first => asked.clone_into(kept),
            Some(asked) if asked != kept => {
                return Err(Failure::usage(format!(
                    "this data directory was made with {flag} {kept}; another takes another \
                     directory (--data-dir)"
                )));
            }
            _ => {}
        }
    }
    settings.port = args.port.unwrap_or(settings.port);
    settings.address = args.bind.unwrap_or(settings.address);
    if !args.endpoint_hosts.is_empty() {
        settings.endpoint_hosts.clone_from(&args.endpoint_hosts);
    }
    for folder in &args.engine_path {
        if !folder.is_absolute() {
            return Err(Failure::usage(format!(
                "--engine-path takes folders from the root, unlike `{}`",
                folder.display()
            )));
        }
    }
    if !args.engine_path.is_empty() {
        settings.engine_path.clone_from(&args.engine_path);
    }
    settings.save(dir)?;
    Ok(settings)
}

/// The master password is in its file before the cluster is on record: whatever is cut off in
/// between, a cluster's password is known.
async fn make_first_cluster(dir: &DataDir, plane: &ControlPlane, args: &Up) -> Result<(), Failure> {
    let path = dir.root().join("admin-password");
    let password = match std::fs::read_to_string(&path) {
        Ok(password) => Zeroizing::new(password.trim().to_owned()),
        Err(_) => {
            let password = plane.draw_password()?;
            write_file(&path, format!("{}\n", *password).as_bytes(), 0o600)?;
            password
        }
    };
    let wanted = FirstCluster {
        identifier: FIRST_CLUSTER.to_owned(),
        engine: args.engine.clone(),
        master_username: MASTER_USERNAME.to_owned(),
        sample: args.sample,
        require_secure_transport: !args.allow_plain_connections,
    };
    Ok(plane.first_cluster(&wanted, &password).await?)
}

async fn wait_until_ready(
    parts: &Parts,
    plane: &ControlPlane,
) -> Result<Vec<ServerStatus>, Failure> {
    let servers = wait_for_servers(plane).await?;
    parts.progress.step("waiting for the agent");
    let agent_is_here = async {
        let decides = |agent: admin::Status| agent.feed_connected && agent.snapshot.is_some();
        while !of_agent(&parts.dir).is_ok_and(decides) {
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(READY_LIMIT, agent_is_here)
        .await
        .map_err(|_| {
            let log = parts.dir.agent().join("agent.log");
            Failure::failed(format!("the agent does not answer; see {}", log.display()))
        })?;
    Ok(servers)
}

/// Waits until no server is on its way to somewhere.
async fn wait_for_servers(plane: &ControlPlane) -> Result<Vec<ServerStatus>, Failure> {
    let settled = async {
        loop {
            let servers = plane.servers().await?;
            if servers.iter().all(|server| {
                matches!(server.status, "available" | "stopped" | "failed")
                    || server.failure.is_some()
            }) {
                return Ok::<_, Failure>(servers);
            }
            tokio::time::sleep(POLL).await;
        }
    };
    tokio::time::timeout(READY_LIMIT, settled)
        .await
        .map_err(|_| Failure::failed("the database servers take too long to start; see up.log"))?
}

/// Ctrl-C, and what a service manager sends.
struct Interrupted {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
    hangup: tokio::signal::unix::Signal,
}

impl Interrupted {
    fn listen() -> Result<Self, Failure> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
        })
    }

    async fn wait(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
            _ = self.hangup.recv() => {}
        }
    }
}
