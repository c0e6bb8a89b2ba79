//! `sekisho agent`

use std::io::{BufRead as _, IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::process::ExitCode;
use std::sync::Arc;

use agent::admin::{self, Reply};
use agent::join::{JoinCode, MAX_JOIN_CODE_BYTES, join};
use agent::{Config, Servers, Switched};
use engine::attach::Switches;
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

use crate::cli::{Agent, AgentCommand, Join};
use crate::failure::{Failure, Outcome};
use crate::place::{agent_sockets_dir, agent_state_dir};
use crate::ui::{dim, good, note, say, strong};

pub fn run(args: &Agent) -> Outcome {
    let state_dir = agent_state_dir(args.state_dir.as_deref())?;
    match &args.command {
        None => serve(&state_dir),
        Some(AgentCommand::Join(args)) => join_here(&state_dir, args),
        Some(AgentCommand::Status) => status(&state_dir),
    }
}

fn serve(state_dir: &Path) -> Outcome {
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
        let config = Config::new(state_dir);
        let servers = Arc::new(Attached(Switches::in_folder(config.switches())));
        agent::run(config, servers, shutdown).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// The servers of this host that `attach` taught to be switched.
struct Attached(Switches);

impl Servers for Attached {
    fn bring<'a>(
        &'a self,
        wanted: &'a Switched,
    ) -> Pin<Box<dyn Future<Output = Vec<String>> + Send + 'a>> {
        Box::pin(self.0.bring(wanted))
    }
}

fn join_here(state_dir: &Path, args: &Join) -> Outcome {
    let sockets_dir = agent_sockets_dir(args.sockets_dir.as_deref(), state_dir)?;
    let code = JoinCode::parse(&code_text(args.code_file.as_deref())?)
        .map_err(|error| Failure::usage(error.to_string()))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let config = Config::new(state_dir);
    let name = runtime.block_on(join(&config, &sockets_dir, &code))?;
    say(good(&format!("This host is the agent {name} now.")));
    let own = std::env::current_exe()?;
    note(dim("Run it, as a service or by hand:"));
    note(strong(&format!(
        "  {} agent --state-dir {}",
        own.display(),
        state_dir.display()
    )));
    Ok(ExitCode::SUCCESS)
}

/// The code is a password for fifteen minutes: it is read, and never stands on a command line, where
/// every user of the host could see it before it is used.
fn code_text(file: Option<&Path>) -> Result<Zeroizing<String>, Failure> {
    let mut text = Zeroizing::new(String::new());
    let limit = u64::try_from(2 * MAX_JOIN_CODE_BYTES).unwrap_or(u64::MAX);
    let stdin = std::io::stdin();
    match file {
        Some(path) => drop(
            std::fs::File::open(path)?
                .take(limit)
                .read_to_string(&mut text)?,
        ),
        None if stdin.is_terminal() => {
            note("Paste the code that `sekisho agents invite` printed:");
            stdin.lock().take(limit).read_line(&mut text)?;
        }
        None => drop(stdin.lock().take(limit).read_to_string(&mut text)?),
    }
    Ok(text)
}

fn status(state_dir: &Path) -> Outcome {
    let socket: PathBuf = Config::new(state_dir).admin_socket();
    match admin::ask(&socket, &admin::Command::Status) {
        Ok(Reply::Status(status)) => {
            say(serde_json::to_string_pretty(&status)?);
            Ok(ExitCode::SUCCESS)
        }
        Ok(other) => Err(Failure::failed(format!("the agent answered {other:?}"))),
        Err(_) => Err(Failure::failed(format!(
            "no agent answers at {}",
            socket.display()
        ))),
    }
}
