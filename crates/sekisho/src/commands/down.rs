//! `sekisho down`

use std::process::ExitCode;
use std::time::Duration;

use control_plane::Choices;
use rustix::process::{Pid, Signal, kill_process};

use super::up::{Parts, stop_servers};
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::ui::{Progress, good, say};

/// How long `up` may take to stop everything.
const LIMIT: Duration = Duration::from_secs(60);

pub fn run(place: &Place) -> Outcome {
    let (dir, settings) = place.with_settings()?;
    let progress = Progress::begin();
    if let Some(pid) = dir.running() {
        progress.step("asking `sekisho up` to stop");
        terminate(&pid)?;
        let mut waited = Duration::ZERO;
        while dir.running().is_some() {
            if waited > LIMIT {
                return Err(Failure::failed(format!(
                    "`sekisho up` (process {pid}) does not stop"
                )));
            }
            std::thread::sleep(Duration::from_millis(100));
            waited += Duration::from_millis(100);
        }
    } else {
        let lock = dir.lock()?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        runtime.block_on(stop_servers(Parts {
            dir,
            settings,
            progress: progress.clone(),
            agents_listen: None,
            choices: Choices::default(),
        }))?;
        drop(lock);
    }
    progress.end();
    say(good("Everything is stopped."));
    Ok(ExitCode::SUCCESS)
}

/// Sends SIGTERM.
pub fn terminate(pid: &str) -> Result<(), Failure> {
    let pid = pid.parse().ok().and_then(Pid::from_raw);
    let pid = pid.ok_or_else(|| Failure::failed("the lock names no process"))?;
    Ok(kill_process(pid, Signal::TERM)?)
}
