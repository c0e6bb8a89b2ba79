//! Which agents are here, and how far each of them is.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use seal::AgentName;
use sigv4::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

/// What is known of agents since this control plane was started.
#[derive(Debug)]
pub struct Presence {
    agents: watch::Sender<BTreeMap<AgentName, Seen>>,
    connections: AtomicU64,
    published: AtomicU64,
}

/// What is known of one.
#[derive(Debug, Clone)]
pub struct Seen {
    /// Its connection, while it has one.
    pub connection: Option<Connection>,
    /// When it was heard last.
    pub last_seen: Timestamp,
    /// The newest revision that it said is in force there.
    pub revision: u64,
    /// How long the last change took from being published here to being in force there.
    pub lag: Option<Duration>,
}

/// The connection of an agent.
#[derive(Debug, Clone)]
pub struct Connection {
    number: u64,
    /// From where.
    pub from: String,
    /// Version of the agent's program.
    pub version: String,
}

impl Default for Presence {
    fn default() -> Self {
        Self {
            agents: watch::Sender::new(BTreeMap::new()),
            connections: AtomicU64::new(0),
            published: AtomicU64::new(0),
        }
    }
}

/// An agent that is here, until this is dropped or another connection takes its place.
pub(super) struct Attendance<'a> {
    presence: &'a Presence,
    name: AgentName,
    number: u64,
    since: Instant,
}

impl Presence {
    /// What is known of every agent that was here.
    pub fn seen(&self) -> BTreeMap<AgentName, Seen> {
        self.agents.borrow().clone()
    }

    /// The revision that agents are to have in force. The state's may be newer: some writes concern no
    /// agent.
    pub fn published(&self) -> u64 {
        self.published.load(Ordering::Relaxed)
    }

    pub(super) fn publish(&self, revision: u64) {
        self.published.store(revision, Ordering::Relaxed);
    }

    /// An agent is here. Of two connections of one agent the newer one counts: the older is of a host
    /// that lost its power, or of a copy.
    pub(super) fn enter(
        &self,
        name: &AgentName,
        from: &str,
        version: &str,
        now: Timestamp,
    ) -> Attendance<'_> {
        let number = self.connections.fetch_add(1, Ordering::Relaxed);
        let seen = Seen {
            connection: Some(Connection {
                number,
                from: from.to_owned(),
                version: version.to_owned(),
            }),
            last_seen: now,
            revision: 0,
            lag: None,
        };
        self.agents
            .send_modify(|agents| drop(agents.insert(name.clone(), seen)));
        Attendance {
            presence: self,
            name: name.clone(),
            number,
            since: Instant::now(),
        }
    }

    /// Forgets agents that are not on record any more.
    pub(super) fn keep(&self, known: impl Fn(&AgentName) -> bool) {
        self.agents.send_if_modified(|agents| {
            let before = agents.len();
            agents.retain(|name, seen| seen.connection.is_some() || known(name));
            agents.len() != before
        });
    }

    /// Returns once this agent has `revision` in force, or is not connected.
    pub(super) async fn in_force(&self, name: &AgentName, revision: u64) {
        let mut agents = self.agents.subscribe();
        let caught_up = |agents: &BTreeMap<AgentName, Seen>| {
            agents
                .get(name)
                .filter(|seen| seen.connection.is_some())
                .is_none_or(|seen| seen.revision >= revision)
        };
        let _ = agents.wait_for(caught_up).await;
    }
}

impl Attendance<'_> {
    pub(super) fn name(&self) -> &AgentName {
        &self.name
    }

    /// Since when it is here.
    pub(super) fn since(&self) -> Instant {
        self.since
    }

    /// The agent was heard.
    pub(super) fn heard(&self, now: Timestamp) {
        self.change(|seen| {
            let moved = seen.last_seen != now;
            seen.last_seen = now;
            moved
        });
    }

    /// The agent has this revision in force, so long after it was published.
    pub(super) fn has_in_force(&self, revision: u64, lag: Option<Duration>) {
        self.change(|seen| {
            seen.revision = seen.revision.max(revision);
            seen.lag = lag.or(seen.lag);
            true
        });
    }

    /// Returns once another connection of the same agent has taken the place of this one.
    pub(super) async fn superseded(&self) {
        let mut agents = self.presence.agents.subscribe();
        let _ = agents.wait_for(|agents| !self.is_in(agents)).await;
    }

    fn is_in(&self, agents: &BTreeMap<AgentName, Seen>) -> bool {
        agents
            .get(&self.name)
            .and_then(|seen| seen.connection.as_ref())
            .is_some_and(|connection| connection.number == self.number)
    }

    fn change(&self, change: impl FnOnce(&mut Seen) -> bool) {
        self.presence.agents.send_if_modified(|agents| {
            self.is_in(agents) && agents.get_mut(&self.name).is_some_and(change)
        });
    }
}

impl Drop for Attendance<'_> {
    fn drop(&mut self) {
        self.change(|seen| {
            seen.connection = None;
            true
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(0);

    fn db1() -> AgentName {
        AgentName::parse("db1").unwrap()
    }

    #[tokio::test]
    async fn of_two_connections_of_an_agent_the_newer_one_counts() {
        let presence = Presence::default();
        let old = presence.enter(&db1(), "10.0.0.1", "1", NOW);
        let new = presence.enter(&db1(), "10.0.0.2", "1", NOW);
        old.superseded().await;
        old.has_in_force(7, None);
        assert_eq!(presence.seen()[&db1()].revision, 0);
        drop(old);
        assert!(presence.seen()[&db1()].connection.is_some());
        new.has_in_force(7, None);
        drop(new);
        assert!(presence.seen()[&db1()].connection.is_none());
        assert_eq!(presence.seen()[&db1()].revision, 7);
    }

    #[tokio::test]
    async fn who_is_gone_is_not_waited_for() {
        let presence = Presence::default();
        presence.in_force(&db1(), 9).await;
        let here = presence.enter(&db1(), "", "1", NOW);
        let name = db1();
        let waiting = presence.in_force(&name, 9);
        let leaving = async move { drop(here) };
        tokio::join!(waiting, leaving);
    }
}
