//! Which host this is: the control plane's own, or one with an agent of its own.

use std::path::{Path, PathBuf};

use agent::admin::{self, Reply};
use clap::Args;

use crate::api::{Api, Calling};
use crate::failure::Failure;
use crate::place::{Place, agent_sockets_dir, agent_state_dir};

/// The agent beside the server, when the control plane is elsewhere.
#[derive(Debug, Clone, Args)]
pub struct OtherHost {
    /// The directory of this host's own agent, which joined the control plane of --api [default: as for
    /// `agent`]
    #[arg(long, value_name = "DIR", requires = "api")]
    agent_dir: Option<PathBuf>,
    /// Where database servers find that agent [default: as for `agent join`]
    #[arg(long, value_name = "DIR", requires = "api")]
    sockets_dir: Option<PathBuf>,
}

/// Where things are on this host, and whom to call.
#[derive(Debug)]
pub struct Site {
    pub api: Api,
    /// What was done to servers is written down here.
    pub journals: PathBuf,
    /// The agent's sockets.
    pub sockets: PathBuf,
    /// How the agent gets to servers that it switches itself.
    pub switches: PathBuf,
    /// The names of this host.
    pub hosts: Vec<String>,
    /// The agent, unless it is the control plane's own.
    pub agent: Option<String>,
}

impl Site {
    /// This host: one with an agent of its own where the API is elsewhere.
    pub fn find(place: &Place, other: &OtherHost, calling: &Calling) -> Result<Self, Failure> {
        match calling.is_elsewhere() {
            true => Self::elsewhere(place, other, calling),
            false => Self::here(place, calling),
        }
    }

    fn here(place: &Place, calling: &Calling) -> Result<Self, Failure> {
        let (dir, settings) = match (place.with_settings(), place.joined_agent()) {
            (Err(_), Some(agent_dir)) => return Err(api_wanted(&agent_dir)),
            (found, _) => found?,
        };
        Ok(Self {
            api: calling.api(place)?,
            journals: dir.attached(),
            sockets: dir.sockets(),
            switches: agent::Config::new(dir.agent()).switches(),
            hosts: settings.database_hosts(),
            agent: None,
        })
    }

    fn elsewhere(place: &Place, other: &OtherHost, calling: &Calling) -> Result<Self, Failure> {
        let agent_dir = agent_state_dir(other.agent_dir.as_deref())?;
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname")?;
        Ok(Self {
            api: calling.api(place)?,
            journals: agent_dir.join("attached"),
            sockets: agent_sockets_dir(other.sockets_dir.as_deref(), &agent_dir)?,
            switches: agent::Config::new(&agent_dir).switches(),
            hosts: vec![host.trim().to_owned()],
            agent: Some(name_of_agent(agent_dir)?),
        })
    }
}

fn api_wanted(agent_dir: &Path) -> Failure {
    Failure::usage(format!(
        "the agent of this host ({}) belongs to a control plane elsewhere: say where its API is, \
         --api https://HOST:4588 --api-ca FILE, with what `sekisho ca` prints there in FILE",
        agent_dir.display()
    ))
}

fn name_of_agent(state_dir: PathBuf) -> Result<String, Failure> {
    let socket = agent::Config::new(state_dir).admin_socket();
    match admin::ask(&socket, &admin::Command::Status) {
        Ok(Reply::Status(status)) => Ok(status.name),
        _ => Err(Failure::failed(format!(
            "no agent answers at {}: start `sekisho agent` first, or say with --agent-dir where it is",
            socket.display()
        ))),
    }
}
