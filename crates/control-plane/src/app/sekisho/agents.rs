//! Agents on other hosts: inviting, listing, removing. Joining itself is the feed's
//! (`crate::feed`): who joins has no credentials to sign a request with.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use aws_query::ApiError;
use aws_query::sekisho::error::{
    AGENT_IN_USE, AGENT_LIMIT_EXCEEDED, AGENT_NOT_FOUND, AGENTS_NOT_AWAITED, INVALID_AGENT_ADDRESS,
    LOCAL_AGENT,
};
use aws_query::sekisho::{
    Agent as ShownAgent, CreateAgentInvitation, CreateAgentInvitationRequest,
    CreateAgentInvitationResponse, ListAgents, ListAgentsResponse, RemoveAgent, RemoveAgentRequest,
};
use seal::AgentName;
use seal::join::{JOIN_SECRET_BYTES, JoinCode, JoinSecret};
use sigv4::Timestamp;

use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::entropy::random;
use crate::feed::Seen;
use crate::state::{Agent, AgentInvitation, Changes, Server, State, StateError, servers};

/// How long a join code is good.
const INVITATION_SECONDS: i64 = 15 * 60;

/// How many agents there may be.
const MAX_AGENTS: usize = 1000;

/// The longest host name (RFC 1035, section 2.3.4).
const MAX_HOST_BYTES: usize = 253;

pub(super) const OPERATIONS: &[Entry] = operations![CreateAgentInvitation, ListAgents, RemoveAgent];

impl Handler for CreateAgentInvitation {
    fn permission(
        input: &CreateAgentInvitationRequest,
        asked: &Asked<'_>,
    ) -> Result<Option<Permission>, ApiError> {
        Ok(Some(on_agent(
            "sekisho:CreateAgentInvitation",
            &input.agent_name,
            asked,
        )))
    }

    /// The code is in this answer and nowhere else. A further invitation takes the place of the one
    /// before it.
    fn carry_out(
        call: &Call<'_>,
        input: CreateAgentInvitationRequest,
    ) -> Result<Outcome<CreateAgentInvitationResponse>, ApiError> {
        let name = remote_name(&input.agent_name)?;
        let address = dialled(call, input.address)?;
        if call.state.count::<Agent>() >= MAX_AGENTS {
            return Err(AGENT_LIMIT_EXCEEDED
                .because(format!("There are {MAX_AGENTS} agents; no more may join.")));
        }
        let secret: [u8; JOIN_SECRET_BYTES] = random(&*call.realm.entropy).or_fail()?;
        let secret = JoinSecret::from_bytes(secret);
        let expires_at = call.now.as_unix() + INVITATION_SECONDS;
        let invitation = AgentInvitation {
            name: name.clone(),
            secret: secret.hash(),
            expires_at,
        };
        let changes = match call.state.get::<AgentInvitation>(name.as_str()).or_fail()? {
            Some(mut before) => {
                before.record = invitation;
                Changes::new().update(&before)
            }
            None => Changes::new().create(&invitation),
        };
        let code = JoinCode {
            address: address.clone(),
            authority: call.realm.agents.authority,
            name,
            secret,
        };
        let output = CreateAgentInvitationResponse {
            agent_name: input.agent_name,
            address,
            code: code.encode().to_string(),
            expires_at: aws_query::Timestamp::from_unix(expires_at),
        };
        Ok(Outcome::write(output, changes))
    }
}

impl Handler for ListAgents {
    fn permission((): &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("sekisho:ListAgents", "*")))
    }

    fn carry_out(call: &Call<'_>, (): Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let presence = &call.realm.agents.presence;
        let (latest, seen) = (presence.published(), presence.seen());
        let agents = roll(call.state, call.now).or_fail()?;
        let agents = agents
            .into_iter()
            .map(|(name, listed)| shown(&name, listed, seen.get(&name), latest))
            .collect();
        Ok(Outcome::read(ListAgentsResponse {
            latest_revision: number(latest),
            agents,
        }))
    }
}

impl Handler for RemoveAgent {
    fn permission(
        input: &RemoveAgentRequest,
        asked: &Asked<'_>,
    ) -> Result<Option<Permission>, ApiError> {
        Ok(Some(on_agent(
            "sekisho:RemoveAgent",
            &input.agent_name,
            asked,
        )))
    }

    /// An invitation that was not used goes with it. The agent knows the key that opens sessions, so that
    /// from now on another one seals them.
    fn carry_out(call: &Call<'_>, input: RemoveAgentRequest) -> Result<Outcome<()>, ApiError> {
        let name = remote_name(&input.agent_name)?;
        let agent = call.state.get::<Agent>(name.as_str()).or_fail()?;
        let invitation = call.state.get::<AgentInvitation>(name.as_str()).or_fail()?;
        if agent.is_none() && invitation.is_none() {
            return Err(AGENT_NOT_FOUND.because(format!("There is no agent {name}.")));
        }
        let databases = databases_of(call.state, &name).or_fail()?;
        if input.force != Some(true)
            && let Some(first) = databases.first()
        {
            return Err(AGENT_IN_USE.because(format!(
                "The agent {name} decides the logins of {first}: detach that first, or say that \
                 nobody shall be let in there any more (Force)."
            )));
        }
        let mut changes = Changes::new();
        if let Some(agent) = agent {
            let removed = changes.delete(&agent);
            changes = removed
                .replace_session_key(call.state, call.now.as_unix())
                .or_fail()?;
        }
        if let Some(invitation) = invitation {
            changes = changes.delete(&invitation);
        }
        Ok(Outcome::done(changes))
    }
}

/// What is on record of an agent, whether it joined or not.
#[derive(Default)]
struct Listed {
    joined_at: Option<i64>,
    certificate_ends_at: Option<i64>,
    invited_until: Option<i64>,
    databases: Vec<String>,
}

fn roll(state: &State, now: Timestamp) -> Result<BTreeMap<AgentName, Listed>, StateError> {
    let mut roll = BTreeMap::from([(AgentName::local(), Listed::default())]);
    for agent in state.all::<Agent>() {
        let agent = agent?.record;
        let listed = roll.entry(agent.name).or_default();
        listed.joined_at = Some(agent.created_at);
        listed.certificate_ends_at = agent.certificates.last().map(|last| last.not_after);
    }
    for invitation in state.all::<AgentInvitation>() {
        let AgentInvitation {
            name, expires_at, ..
        } = invitation?.record;
        if now.as_unix() < expires_at {
            roll.entry(name).or_default().invited_until = Some(expires_at);
        }
    }
    for (place, server) in servers(state)? {
        if let Some(listed) = roll.get_mut(&server.agent()) {
            listed.databases.push(place.identifier().to_owned());
        }
    }
    Ok(roll)
}

fn shown(name: &AgentName, listed: Listed, seen: Option<&Seen>, latest: u64) -> ShownAgent {
    let time = |at: i64| aws_query::Timestamp::from_unix(at);
    let connection = seen.and_then(|seen| seen.connection.as_ref());
    ShownAgent {
        agent_name: name.to_string(),
        joined_at: listed.joined_at.map(time),
        certificate_ends_at: listed.certificate_ends_at.map(time),
        invited_until: listed.invited_until.map(time),
        connected: connection.is_some(),
        up_to_date: connection.is_some() && seen.is_some_and(|seen| seen.revision >= latest),
        last_seen_at: seen.map(|seen| aws_query::Timestamp::from_unix(seen.last_seen.as_unix())),
        from: connection.map(|connection| connection.from.clone()),
        version: connection.map(|connection| connection.version.clone()),
        revision_in_force: seen.map(|seen| number(seen.revision)),
        lag_milliseconds: seen
            .and_then(|seen| seen.lag)
            .map(|lag| i64::try_from(lag.as_millis()).unwrap_or(i64::MAX)),
        db_identifiers: Some(listed.databases),
    }
}

fn databases_of(state: &State, agent: &AgentName) -> Result<Vec<String>, StateError> {
    let servers = servers(state)?.into_iter();
    Ok(servers
        .filter(|(_, server): &(_, Server)| server.agent() == *agent)
        .map(|(place, _)| place.identifier().to_owned())
        .collect())
}

fn on_agent(action: &'static str, name: &str, asked: &Asked<'_>) -> Permission {
    let account = &asked.realm.account;
    let arn = format!(
        "arn:{}:sekisho:{}:{}:agent/{name}",
        account.partition, account.region, account.id
    );
    Permission::new(action, arn)
}

/// The agent beside the control plane neither joins nor leaves.
fn remote_name(text: &str) -> Result<AgentName, ApiError> {
    match AgentName::parse(text) {
        Ok(name) if !name.is_local() => Ok(name),
        _ => Err(LOCAL_AGENT
            .because("The agent `local` is the one beside the control plane: it is always there.")),
    }
}

/// Where the agent is to dial: as asked, else where agents are awaited, if that says where.
fn dialled(call: &Call<'_>, asked: Option<String>) -> Result<String, ApiError> {
    let awaited = call.realm.agents.address.ok_or_else(|| {
        AGENTS_NOT_AWAITED.because(
            "This control plane awaits no agents from other hosts: start it with \
             --agents-listen ADDRESS:PORT.",
        )
    })?;
    match asked {
        Some(address) if is_host_and_port(&address) => Ok(address),
        Some(address) => Err(INVALID_AGENT_ADDRESS.because(format!(
            "`{address}` is no address to dial: it takes a host name or address, a colon and a port."
        ))),
        None if awaited.ip().is_unspecified() => Err(INVALID_AGENT_ADDRESS.because(
            "Agents are awaited on every address of this host: say which one, or which name, the \
             agent is to dial (Address).",
        )),
        None => Ok(awaited.to_string()),
    }
}

fn is_host_and_port(address: &str) -> bool {
    if address
        .parse::<SocketAddr>()
        .is_ok_and(|address| address.port() != 0)
    {
        return true;
    }
    let within = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.';
    address.rsplit_once(':').is_some_and(|(host, port)| {
        !host.is_empty()
            && host.len() <= MAX_HOST_BYTES
            && host.bytes().all(within)
            && port.parse::<u16>().is_ok_and(|port| port != 0)
    })
}

fn number(revision: u64) -> i64 {
    i64::try_from(revision).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use iam::login::Sessions as _;
    use seal::join::JoinCode;

    use super::*;
    use crate::app::fixture::{ACCOUNT, Person, World};
    use crate::state::SessionKeys;

    fn awaiting() -> World {
        let mut world = World::new();
        world.realm.agents.address = Some(([127, 0, 0, 1], 4590).into());
        world
    }

    #[test]
    fn an_invitation_is_a_code_whose_secret_is_nowhere_else() {
        let world = awaiting();
        let answer = world.root("CreateAgentInvitation", &[("AgentName", "db1")]);
        let code = JoinCode::parse(&answer.text("Code")).unwrap();
        assert_eq!(code.address, "127.0.0.1:4590");
        assert_eq!(code.name.as_str(), "db1");
        assert_eq!(code.authority, world.realm.agents.authority);
        let kept = world
            .state()
            .get::<AgentInvitation>("db1")
            .unwrap()
            .unwrap();
        assert!(kept.secret.is_of(&code.secret));
        assert_eq!(kept.expires_at, world.now().as_unix() + 900);
    }

    #[test]
    fn a_further_invitation_takes_the_place_of_the_one_before() {
        let world = awaiting();
        let invite = || {
            let answer = world.root("CreateAgentInvitation", &[("AgentName", "db1")]);
            JoinCode::parse(&answer.text("Code")).unwrap().secret
        };
        let (first, second) = (invite(), invite());
        let kept = world
            .state()
            .get::<AgentInvitation>("db1")
            .unwrap()
            .unwrap();
        assert!(!kept.secret.is_of(&first) && kept.secret.is_of(&second));
    }

    #[test]
    fn nobody_is_invited_to_where_nobody_is_awaited_nor_under_the_local_name() {
        let name = [("AgentName", "db1")];
        let (code, text) = World::new().refused("CreateAgentInvitation", &name);
        assert_eq!(code, "AgentsNotAwaited");
        assert!(text.contains("--agents-listen"), "{text}");
        let world = awaiting();
        for action in ["CreateAgentInvitation", "RemoveAgent"] {
            let (code, _) = world.refused(action, &[("AgentName", "local")]);
            assert_eq!(code, "LocalAgent");
        }
        let (code, _) = world.refused("CreateAgentInvitation", &[("AgentName", "../x")]);
        assert_eq!(code, "ValidationError");
    }

    #[test]
    fn the_address_is_one_that_can_be_dialled() {
        let mut world = awaiting();
        for good in [
            "plane.example.com:4590",
            "10.0.0.1:1",
            "[2001:db8::1]:65535",
        ] {
            let asked = [("AgentName", "db1"), ("Address", good)];
            let answer = world.root("CreateAgentInvitation", &asked);
            assert_eq!(answer.text("Address"), good);
        }
        for bad in [
            "plane",
            "plane:",
            ":1",
            "plane:0",
            "plane:65536",
            "a b:1",
            "2001:db8::1:1:",
        ] {
            let asked = [("AgentName", "db1"), ("Address", bad)];
            let (code, _) = world.refused("CreateAgentInvitation", &asked);
            assert_eq!(code, "InvalidAgentAddress", "{bad}");
        }
        world.realm.agents.address = Some(([0, 0, 0, 0], 4590).into());
        let (code, _) = world.refused("CreateAgentInvitation", &[("AgentName", "db1")]);
        assert_eq!(code, "InvalidAgentAddress");
    }

    #[test]
    fn the_list_has_the_local_agent_and_who_is_invited_until_that_is_over() {
        let world = awaiting();
        world.root("CreateAgentInvitation", &[("AgentName", "db1")]);
        let names = |world: &World| world.root("ListAgents", &[]).all("AgentName");
        assert_eq!(names(&world), ["db1", "local"]);
        world.root("RemoveAgent", &[("AgentName", "db1")]);
        assert_eq!(names(&world), ["local"]);
        let (code, _) = world.refused("RemoveAgent", &[("AgentName", "db1")]);
        assert_eq!(code, "AgentNotFound");
    }

    fn join(world: &World, name: &str) {
        let agent = Agent {
            name: AgentName::parse(name).unwrap(),
            created_at: 0,
            certificates: Vec::new(),
        };
        world.commit(Changes::new().create(&agent));
    }

    fn session(world: &World) -> Person {
        Person::of(&world.root("GetSessionToken", &[("DurationSeconds", "3600")]))
    }

    #[test]
    fn what_a_removed_agent_knows_opens_no_session_from_then_on() {
        let world = awaiting();
        join(&world, "db1");
        let before = session(&world);
        let tokens = &world.realm.session_tokens;
        let taken_along = tokens.opener(&world.state(), world.now()).unwrap();
        assert!(taken_along.open(before.token(), world.now()).is_ok());
        world.root("RemoveAgent", &[("AgentName", "db1")]);
        let after = session(&world);
        assert!(taken_along.open(after.token(), world.now()).is_err());
        // For everybody else both are good, here and at the hosts that are left.
        world.opened(after.token());
        world.opened(before.token());
        for session in [&before, &after] {
            world.call(session, "GetCallerIdentity", &[]).unwrap();
        }
        let keys = tokens.keys(&world.state(), world.now()).unwrap();
        assert_eq!((keys.generation, keys.agents_keys.len()), (1, 2));
        let longest_session = 36 * 3600;
        let later = Timestamp::from_unix(world.now().as_unix() + longest_session + 1);
        let keys = tokens.keys(&world.state(), later).unwrap();
        assert_eq!(keys.agents_keys.len(), 1, "the old one is forgotten");
    }

    #[test]
    fn an_invitation_that_is_taken_back_replaces_no_key() {
        let world = awaiting();
        world.root("CreateAgentInvitation", &[("AgentName", "db1")]);
        world.root("RemoveAgent", &[("AgentName", "db1")]);
        assert_eq!(SessionKeys::of(&world.state()).unwrap().generation, 0);
    }

    #[test]
    fn each_operation_needs_its_permission_on_that_agent() {
        let world = awaiting();
        let bob = world.user("bob");
        let name = [("AgentName", "db1")];
        assert!(world.call(&bob, "CreateAgentInvitation", &name).is_err());
        assert!(world.call(&bob, "ListAgents", &[]).is_err());
        let db1 = format!("arn:aws:sekisho:us-east-1:{ACCOUNT}:agent/db1");
        world.allow("bob", "inviting", "sekisho:CreateAgentInvitation", &db1);
        world.call(&bob, "CreateAgentInvitation", &name).unwrap();
        let other = [("AgentName", "db2")];
        assert!(world.call(&bob, "CreateAgentInvitation", &other).is_err());
        assert!(world.call(&bob, "RemoveAgent", &name).is_err());
    }
}
