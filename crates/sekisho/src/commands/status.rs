//! `sekisho status`

use std::process::ExitCode;

use agent::admin::{self, Command, Reply};
use control_plane::data_dir::DataDir;

use super::agents::{Listed, listed};
use crate::api::Calling;
use crate::cli::Status;
use crate::failure::{Failure, Outcome, code};
use crate::place::Place;
use crate::ui::{bad, good, say};

pub fn run(place: &Place, args: &Status) -> Outcome {
    let (dir, settings) = place.with_settings()?;
    let up = dir.running();
    let agent = of_agent(&dir).ok();
    let others = up.as_ref().map(|_| other_agents(place)).transpose()?;
    let others = others.unwrap_or_default();
    if args.json {
        let object = serde_json::json!({
            "data_dir": dir.root(),
            "up": up.is_some(),
            "endpoint_port": settings.port,
            "agent": agent,
            "other_agents": others.iter().map(Listed::json).collect::<Vec<_>>(),
        });
        say(object.to_string());
        return Ok(exit_code(up.is_some()));
    }
    let state = |runs: bool| {
        if runs {
            good("runs")
        } else {
            bad("does not run")
        }
    };
    say(format!(
        "control plane  {}  port {}",
        state(up.is_some()),
        settings.port
    ));
    say(format!("agent          {}", state(agent.is_some())));
    for instance in agent
        .into_iter()
        .filter_map(|agent| agent.snapshot)
        .flat_map(|at| at.instances)
    {
        let iam = if instance.iam_enabled { "on" } else { "off" };
        let endpoint = instance.endpoints.first().cloned().unwrap_or_default();
        say(format!(
            "{:<14} {endpoint}  IAM authentication {iam}",
            instance.identifier
        ));
    }
    others.iter().for_each(|agent| say(agent.line()));
    Ok(exit_code(up.is_some()))
}

/// Agents on other hosts. That the API cannot tell is no reason to tell nothing else.
fn other_agents(place: &Place) -> Result<Vec<Listed>, Failure> {
    let api = Calling::default().api(place)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let mut agents = runtime.block_on(listed(&api)).unwrap_or_default();
    agents.retain(|agent| !agent.is_local());
    Ok(agents)
}

fn exit_code(up: bool) -> ExitCode {
    if up {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(code::NO)
    }
}

/// What the agent of this data directory says of itself.
pub fn of_agent(dir: &DataDir) -> Result<admin::Status, Failure> {
    let socket = agent::Config::new(dir.agent()).admin_socket();
    match admin::ask(&socket, &Command::Status) {
        Ok(Reply::Status(status)) => Ok(status),
        Ok(other) => Err(Failure::failed(format!("the agent answered {other:?}"))),
        Err(_) => Err(Failure::failed(format!(
            "no agent answers at {}: start `sekisho up`",
            socket.display()
        ))),
    }
}
