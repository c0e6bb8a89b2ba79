//! Which host this is: the control plane's own, or one with an agent of its own.

use std::net::SocketAddr;
use std::path::PathBuf;

use agent::admin::{self, Reply};
use clap::Args;

use crate::api::Api;
use crate::credentials::resolve;
use crate::failure::Failure;
use crate::place::{Place, agent_sockets_dir, agent_state_dir};

/// The agent beside the server, when the control plane is elsewhere.
#[derive(Debug, Clone, Args)]
pub struct OtherHost {
    /// This host has an agent of its own, which joined a control plane elsewhere: its directory
    #[arg(long, value_name = "DIR", requires = "api")]
    agent_dir: Option<PathBuf>,
    /// Where database servers find that agent [default: as for `agent join`]
    #[arg(long, value_name = "DIR", requires = "agent_dir")]
    sockets_dir: Option<PathBuf>,
    /// Where the control plane's API is brought to this host, for example by
    /// `ssh -L 4588:127.0.0.1:4588 CONTROL-PLANE`
    #[arg(long, value_name = "ADDRESS:PORT", requires = "agent_dir")]
    api: Option<SocketAddr>,
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
    /// The region that tokens are for.
    pub region: String,
    /// The names of this host.
    pub hosts: Vec<String>,
    /// The agent, unless it is the control plane's own.
    pub agent: Option<String>,
}

impl Site {
    /// This host, with `profile` to call the API by; on the control plane's own host that may be left
    /// out for the account's root.
    pub fn find(place: &Place, other: &OtherHost, profile: Option<&str>) -> Result<Self, Failure> {
        match (&other.agent_dir, other.api) {
            (Some(agent_dir), Some(api)) => Self::elsewhere(other, agent_dir.clone(), api, profile),
            _ => Self::here(place, profile),
        }
    }

    fn here(place: &Place, profile: Option<&str>) -> Result<Self, Failure> {
        let (dir, settings) = place.with_settings()?;
        Ok(Self {
            api: Api::of(place, profile)?,
            journals: dir.attached(),
            sockets: dir.sockets(),
            switches: agent::Config::new(dir.agent()).switches(),
            hosts: settings.database_hosts(),
            region: settings.region,
            agent: None,
        })
    }

    fn elsewhere(
        other: &OtherHost,
        agent_dir: PathBuf,
        api: SocketAddr,
        profile: Option<&str>,
    ) -> Result<Self, Failure> {
        if !api.ip().is_loopback() {
            return Err(Failure::usage(format!(
                "the API at {api} speaks plain HTTP: bring it to this host through an encrypted \
                 tunnel, `ssh -L 4588:127.0.0.1:4588 CONTROL-PLANE`, and say --api 127.0.0.1:4588"
            )));
        }
        let agent_dir = agent_state_dir(Some(&agent_dir))?;
        let caller = resolve(profile)?;
        let region = caller.region.clone().ok_or_else(|| {
            Failure::usage(
                "no region: set AWS_REGION to the control plane's, or give the profile one",
            )
        })?;
        let host = std::fs::read_to_string("/proc/sys/kernel/hostname")?;
        Ok(Self {
            api: Api::at(api, region.clone(), caller),
            journals: agent_dir.join("attached"),
            sockets: agent_sockets_dir(other.sockets_dir.as_deref(), &agent_dir)?,
            switches: agent::Config::new(&agent_dir).switches(),
            region,
            hosts: vec![host.trim().to_owned()],
            agent: Some(name_of_agent(agent_dir)?),
        })
    }
}

fn name_of_agent(state_dir: PathBuf) -> Result<String, Failure> {
    let socket = agent::Config::new(state_dir).admin_socket();
    match admin::ask(&socket, &admin::Command::Status) {
        Ok(Reply::Status(status)) => Ok(status.name),
        _ => Err(Failure::failed(format!(
            "no agent answers at {}: start `sekisho agent` first",
            socket.display()
        ))),
    }
}
