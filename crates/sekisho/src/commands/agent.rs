//! `sekisho agent`

use std::process::ExitCode;

use agent::Config;
use tokio::signal::unix::{SignalKind, signal};

use crate::cli::Agent;
use crate::failure::Outcome;

pub fn run(args: &Agent) -> Outcome {
    tracing_subscriber::fmt()
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .init();
    // One thread answers logins far faster than any server on this machine can ask, and needs no
    // other to be woken for them; what takes long is done elsewhere (`spawn_blocking`).
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let shutdown = async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
        };
        agent::run(Config::new(&args.state_dir), shutdown).await?;
        Ok(ExitCode::SUCCESS)
    })
}
