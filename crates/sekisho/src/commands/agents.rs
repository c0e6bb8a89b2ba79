//! `sekisho agents`

use std::process::ExitCode;
use std::time::Duration;

use aws_query::Service;
use serde_json::json;

use crate::api::{Answer, Api, CallError};
use crate::cli::{Agents, AgentsCommand, Invite, RemoveAgent};
use crate::failure::{Failure, Outcome};
use crate::place::Place;
use crate::ui::{bad, dim, good, note, say};

/// How long agents that are connected may take to have a new key.
const NEW_KEY_LIMIT: Duration = Duration::from_secs(5);
const POLL: Duration = Duration::from_millis(100);

pub fn run(place: &Place, args: &Agents) -> Outcome {
    let api = args.calling.api(place)?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        match &args.command {
            AgentsCommand::Invite(args) => invite(&api, args).await,
            AgentsCommand::List { json } => list(&api, *json).await,
            AgentsCommand::Remove(args) => remove(&api, args).await,
        }
    })
}

/// The code alone on standard output, so that it can be piped to where it is needed.
async fn invite(api: &Api, args: &Invite) -> Outcome {
    let mut parameters = vec![("AgentName", args.name.as_str())];
    parameters.extend(args.address.as_deref().map(|at| ("Address", at)));
    let answer = call(api, "CreateAgentInvitation", &parameters).await?;
    let text = |element| answer.text(element).unwrap_or_default();
    if args.json {
        let object = json!({
            "name": text("AgentName"),
            "address": text("Address"),
            "code": text("Code"),
            "expires_at": text("ExpiresAt"),
        });
        say(object.to_string());
        return Ok(ExitCode::SUCCESS);
    }
    say(text("Code"));
    note(dim(&format!(
        "Good once, until {}. On the host {}: sekisho agent join, and paste it there.",
        text("ExpiresAt"),
        text("AgentName")
    )));
    Ok(ExitCode::SUCCESS)
}

async fn list(api: &Api, json: bool) -> Outcome {
    let agents = listed(api).await?;
    if json {
        let agents: Vec<_> = agents.iter().map(Listed::json).collect();
        say(serde_json::to_string(&agents)?);
        return Ok(ExitCode::SUCCESS);
    }
    agents.iter().for_each(|agent| say(agent.line()));
    Ok(ExitCode::SUCCESS)
}

async fn remove(api: &Api, args: &RemoveAgent) -> Outcome {
    let mut parameters = vec![("AgentName", args.name.as_str())];
    parameters.extend(args.force.then_some(("Force", "true")));
    call(api, "RemoveAgent", &parameters).await?;
    say(good(&format!(
        "{} is removed; it is refused from now on.",
        args.name
    )));
    let without = without_the_new_key(api).await?;
    if without.is_empty() {
        say("The other agents have another key for sessions, which it does not know.");
    }
    for agent in without {
        note(format!(
            "{} does not have the new key for sessions yet: sessions made from now on are refused \
             there until it has (users with access keys and sessions from before are not)",
            agent.line()
        ));
    }
    Ok(ExitCode::SUCCESS)
}

/// The agents that have not said in time that they have what the removal brought.
async fn without_the_new_key(api: &Api) -> Result<Vec<Listed>, Failure> {
    let mut waited = Duration::ZERO;
    loop {
        let mut agents = listed(api).await?;
        agents.retain(|agent| agent.has_joined() && !agent.is("UpToDate"));
        let awaited = agents.iter().any(|agent| agent.is("Connected"));
        if !awaited || waited >= NEW_KEY_LIMIT {
            return Ok(agents);
        }
        tokio::time::sleep(POLL).await;
        waited += POLL;
    }
}

async fn call(api: &Api, action: &str, parameters: &[(&str, &str)]) -> Result<Answer, CallError> {
    api.call(Service::Sekisho, action, parameters).await
}

/// An agent as the API tells of it.
#[derive(Debug)]
pub struct Listed(Answer);

/// Every agent, this host's too.
pub async fn listed(api: &Api) -> Result<Vec<Listed>, CallError> {
    let answer = call(api, "ListAgents", &[]).await?;
    let records = answer.records("Agents.member", "AgentName");
    Ok(records.into_iter().map(Listed).collect())
}

impl Listed {
    /// Whether it is the one beside the control plane.
    pub fn is_local(&self) -> bool {
        self.0.text("AgentName") == Some("local")
    }

    fn has_joined(&self) -> bool {
        self.is_local() || self.0.text("JoinedAt").is_some()
    }

    /// For machines.
    pub fn json(&self) -> serde_json::Value {
        let number = |element| self.0.text(element)?.parse::<i64>().ok();
        json!({
            "name": self.0.text("AgentName"),
            "connected": self.is("Connected"),
            "up_to_date": self.is("UpToDate"),
            "lag_ms": number("LagMilliseconds"),
            "revision_in_force": number("RevisionInForce"),
            "joined_at": self.0.text("JoinedAt"),
            "invited_until": self.0.text("InvitedUntil"),
            "certificate_ends_at": self.0.text("CertificateEndsAt"),
            "last_seen_at": self.0.text("LastSeenAt"),
            "from": self.0.text("From"),
            "version": self.0.text("Version"),
            "databases": self.0.all("DBIdentifiers.member").collect::<Vec<_>>(),
        })
    }

    /// For people.
    pub fn line(&self) -> String {
        let name = self.0.text("AgentName").unwrap_or_default();
        let databases: Vec<&str> = self.0.all("DBIdentifiers.member").collect();
        let databases = match databases.is_empty() {
            true => String::new(),
            false => format!("  decides {}", databases.join(", ")),
        };
        format!("{name:<20} {}{databases}", self.state())
    }

    fn state(&self) -> String {
        let text = |element| self.0.text(element);
        if self.is("Connected") {
            let from = text("From").unwrap_or_default();
            let lag =
                text("LagMilliseconds").map(|lag| format!(", last change in force after {lag} ms"));
            let lag = lag.unwrap_or_default();
            return match self.is("UpToDate") {
                true => format!("{} from {from}{lag}", good("here")),
                false => format!("{} from {from}{lag}", bad("behind")),
            };
        }
        match (text("LastSeenAt"), text("JoinedAt"), text("InvitedUntil")) {
            (Some(last), ..) => format!("{}, last seen {last}", bad("away")),
            (None, Some(_), _) => format!("{}, not seen since the start", bad("away")),
            (None, None, Some(until)) => format!("invited until {until}"),
            (None, None, None) => bad("away"),
        }
    }

    fn is(&self, element: &str) -> bool {
        self.0.text(element) == Some("true")
    }
}
