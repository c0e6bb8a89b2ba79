//! The agent of this host, as a child of `up`.

use std::process::Stdio;
use std::time::Duration;

use control_plane::data_dir::DataDir;
use rustix::process::{Pid, Signal, kill_process};
use tokio::process::{Child, Command};
use tokio::sync::watch;

use super::POLL;
use super::logs;
use crate::commands::status::of_agent;
use crate::failure::Failure;

/// How long the agent may take to stop.
const STOP_LIMIT: Duration = Duration::from_secs(5);
/// Between two attempts to start an agent that does not stay up.
const RESTART_PAUSE: Duration = Duration::from_millis(500);

/// Runs the agent, and starts it again when it ends, until `stopped` turns true.
pub(super) async fn keep_agent(dir: DataDir, mut stopped: watch::Receiver<bool>) {
    stop_orphan(&dir).await;
    loop {
        let mut child = match spawn_agent(&dir) {
            Ok(child) => child,
            Err(failure) => {
                failure.tell();
                return;
            }
        };
        tokio::select! {
            ended = child.wait() => {
                tracing::warn!(?ended, "the agent ended, starting it again");
                tokio::time::sleep(RESTART_PAUSE).await;
            }
            _ = stopped.changed() => return stop_agent(child).await,
        }
    }
}

/// A process group of its own: what a terminal sends to ours does not reach it.
fn spawn_agent(dir: &DataDir) -> Result<Child, Failure> {
    let log = logs::append(&dir.agent().join("agent.log"))?;
    Ok(Command::new(std::env::current_exe()?)
        .arg("agent")
        .arg("--state-dir")
        .arg(dir.agent())
        .stdin(Stdio::null())
        .stdout(log.try_clone()?)
        .stderr(log)
        .process_group(0)
        .spawn()?)
}

async fn stop_agent(mut child: Child) {
    if let Some(pid) = child
        .id()
        .and_then(|pid| Pid::from_raw(pid.try_into().ok()?))
    {
        let _ = kill_process(pid, Signal::TERM);
    }
    if tokio::time::timeout(STOP_LIMIT, child.wait())
        .await
        .is_err()
    {
        let _ = child.kill().await;
    }
}

/// An agent that outlived the `up` that started it makes place for ours: it may be of an older
/// version, and nobody would start it again.
pub(super) async fn stop_orphan(dir: &DataDir) {
    let Ok(orphan) = of_agent(dir) else { return };
    tracing::info!(pid = orphan.pid, "stopping the agent of an earlier run");
    if let Some(pid) = orphan.pid.try_into().ok().and_then(Pid::from_raw) {
        let _ = kill_process(pid, Signal::TERM);
    }
    let gone = async {
        while of_agent(dir).is_ok() {
            tokio::time::sleep(POLL).await;
        }
    };
    let _ = tokio::time::timeout(STOP_LIMIT, gone).await;
}
