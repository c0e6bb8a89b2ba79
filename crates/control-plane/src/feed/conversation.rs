//! What is said with an agent, whichever way it came.

use std::sync::Arc;
use std::time::Duration;

use seal::feed::{
    Applied, Attempts, Certificate, Dismissed, Document, FEED_PROTOCOL, Hello, PING_SECONDS,
    ToAgent, ToControlPlane,
};
use seal::{AgentName, SignError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc;
use tokio::time::{interval, timeout};

use super::admission::{Admission, AdmissionError, Standing};
use super::presence::Attendance;
use super::published::Published;
use super::publisher::Publisher;
use super::stream::{StreamError, receive, send};
use crate::logs::ReportedLogins;

/// How long an agent may take to say who it is.
const HELLO_LIMIT: Duration = Duration::from_secs(5);

/// How many certificates an agent may ask for in one conversation; it comes again with the new one.
const MAX_RENEWALS: usize = 1;

/// Everything that talking with agents takes.
pub struct Feed {
    /// What they are sent.
    pub publisher: Arc<Publisher>,
    /// Who they are.
    pub admission: Admission,
    /// Who keeps what they tell of logins.
    reported: Arc<dyn ReportedLogins>,
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Feed")
            .field("publisher", &self.publisher)
            .finish_non_exhaustive()
    }
}

/// Who is at the other end.
#[derive(Debug, Clone)]
pub(super) struct Peer {
    pub(super) name: AgentName,
    /// Of the certificate that it has shown; none for the agent beside us, which the operating system
    /// vouches for.
    pub(super) serial: Option<String>,
    pub(super) from: String,
}

/// What who hears the agent has who speaks to it do.
#[derive(Debug)]
enum Order {
    Say(ToAgent),
    /// The agent does not have what it was sent: next time it is sent everything.
    Forget,
}

/// Why a conversation ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Departure {
    #[error(transparent)]
    Stream(#[from] StreamError),
    #[error("the agent did not say who it is")]
    NoHello,
    #[error("the agent speaks version {0} of the feed, this control plane {FEED_PROTOCOL}")]
    Protocol(u32),
    #[error("the agent is not on record")]
    Unknown,
    #[error("the agent has another certificate by now: this one is of a copy, or of a backup")]
    Superseded,
    #[error("the certificate has ended")]
    Ended,
    #[error("another connection of the same agent took the place of this one")]
    Replaced,
    #[error("the agent asks for more than {MAX_RENEWALS} certificate")]
    Insatiable,
    #[error(transparent)]
    Admission(#[from] AdmissionError),
    #[error(transparent)]
    Sign(#[from] SignError),
    #[error("making a snapshot panicked")]
    Panicked,
}

impl Feed {
    /// Agents that are sent this, are let in by this, and whose word of logins is kept there.
    pub fn new(
        publisher: Arc<Publisher>,
        admission: Admission,
        reported: Arc<dyn ReportedLogins>,
    ) -> Self {
        Self {
            publisher,
            admission,
            reported,
        }
    }

    /// Feeds an agent until it leaves, or must.
    pub(super) async fn attend(
        &self,
        stream: impl AsyncRead + AsyncWrite,
        peer: &Peer,
    ) -> Result<(), Departure> {
        let (mut reader, mut writer) = tokio::io::split(stream);
        let hello = timeout(HELLO_LIMIT, receive(&mut reader)).await;
        let hello = known_hello(hello.map_err(|_| Departure::NoHello)??)?;
        let since = match self.admitted(peer).await {
            Err(Departure::Unknown) => return dismiss(&mut writer).await,
            admitted => admitted?,
        };
        let Peer { name, from, .. } = peer;
        tracing::info!(agent = %name, from, version = %hello.version, "an agent is here");
        let now = self.admission.clock.now();
        let here = self
            .publisher
            .presence()
            .enter(name, from, &hello.version, now);
        let (orders, ordered) = mpsc::channel(1);
        tokio::select! {
            ended = self.send_all(writer, peer, since, ordered) => ended,
            ended = self.hear_all(reader, peer, &here, orders) => ended,
            () = here.superseded() => Err(Departure::Replaced),
        }
    }

    /// The revision from which on the agent is on record as what it shows.
    async fn admitted(&self, peer: &Peer) -> Result<u64, Departure> {
        match &peer.serial {
            Some(serial) => {
                let (standing, revision) = self.admission.settle(&peer.name, serial).await?;
                member(standing).map(|()| revision)
            }
            None => Ok(0),
        }
    }

    async fn send_all(
        &self,
        mut writer: impl AsyncWrite + Unpin,
        peer: &Peer,
        since: u64,
        mut ordered: mpsc::Receiver<Order>,
    ) -> Result<(), Departure> {
        let mut latest = self.publisher.subscribe();
        latest.mark_changed();
        let mut pings = interval(Duration::from_secs(PING_SECONDS));
        let mut sent: Option<Arc<Published>> = None;
        loop {
            tokio::select! {
                Ok(()) = latest.changed() => {
                    let published = latest.borrow_and_update().clone();
                    // One that is older than the agent's record does not know it yet.
                    let Some(published) = published.filter(|one| one.revision() >= since) else {
                        continue;
                    };
                    match self.still_member(peer, &published) {
                        Err(Departure::Unknown) => return dismiss(&mut writer).await,
                        standing => standing?,
                    }
                    for message in messages(&published, sent, &peer.name).await? {
                        send(&mut writer, &message).await?;
                    }
                    sent = Some(published);
                }
                Some(order) = ordered.recv() => match order {
                    Order::Say(message) => send(&mut writer, &message).await?,
                    Order::Forget => sent = None,
                },
                _ = pings.tick() => send(&mut writer, &ToAgent::Ping).await?,
            }
        }
    }

    fn still_member(&self, peer: &Peer, published: &Published) -> Result<(), Departure> {
        match &peer.serial {
            Some(serial) => {
                let now = self.admission.clock.now();
                member(published.standing(&peer.name, serial, now))
            }
            None => Ok(()),
        }
    }

    async fn hear_all(
        &self,
        mut reader: impl AsyncRead + Unpin,
        peer: &Peer,
        here: &Attendance<'_>,
        orders: mpsc::Sender<Order>,
    ) -> Result<(), Departure> {
        let mut renewals = 0;
        loop {
            let message = receive(&mut reader).await?;
            here.heard(self.admission.clock.now());
            match message {
                ToControlPlane::Pong => {}
                ToControlPlane::Applied(applied) => self.applied(here, applied),
                ToControlPlane::Refused(refused) => {
                    tracing::error!(agent = %here.name(), document = ?refused.document, why = %refused.why, "an agent refused what it was sent");
                    let _ = orders.send(Order::Forget).await;
                }
                ToControlPlane::Renew(renew) if peer.serial.is_some() => {
                    renewals += 1;
                    if renewals > MAX_RENEWALS {
                        return Err(Departure::Insatiable);
                    }
                    let issued = self.admission.renew(&peer.name, &renew.request).await?;
                    tracing::info!(agent = %peer.name, "a new certificate for an agent");
                    let certificate = Certificate {
                        certificate: issued,
                    };
                    let certificate = ToAgent::Certificate(certificate);
                    let _ = orders.send(Order::Say(certificate)).await;
                }
                ToControlPlane::Attempts(attempts) if peer.serial.is_some() => {
                    self.keep(peer, attempts).await;
                }
                ToControlPlane::Hello(_)
                | ToControlPlane::Renew(_)
                | ToControlPlane::Attempts(_) => {
                    return Err(Departure::NoHello);
                }
            }
        }
    }

    /// An agent may speak of its own databases only. That it cannot be kept is no reason to part: it is
    /// in the agent's own log.
    async fn keep(&self, peer: &Peer, attempts: Attempts) {
        let Some(latest) = self.publisher.subscribe().borrow().clone() else {
            return;
        };
        let Attempts { mut entries } = attempts;
        entries.retain(|entry| {
            let database = entry.get("instance").and_then(serde_json::Value::as_str);
            database.is_some_and(|database| latest.decides(&peer.name, database))
        });
        let (reported, agent) = (Arc::clone(&self.reported), peer.name.clone());
        let kept = tokio::task::spawn_blocking(move || reported.keep(agent.as_str(), entries));
        match kept.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => {
                tracing::error!(agent = %peer.name, %error, "what an agent tells of logins is not kept");
            }
            Err(_) => tracing::error!(agent = %peer.name, "keeping what an agent tells panicked"),
        }
    }

    fn applied(&self, here: &Attendance<'_>, applied: Applied) {
        for problem in applied.problems {
            tracing::error!(agent = %here.name(), %problem, "an agent could not do a part");
        }
        if applied.document == Document::Snapshot {
            let latest = self.publisher.subscribe().borrow().clone();
            let lag = latest
                .filter(|published| published.revision() == applied.revision)
                // For an agent that was away, its coming is where the time begins.
                .map(|published| published.at().max(here.since()).elapsed());
            here.has_in_force(applied.revision, lag);
        }
    }
}

fn known_hello(message: ToControlPlane) -> Result<Hello, Departure> {
    match message {
        ToControlPlane::Hello(hello) if hello.protocol == FEED_PROTOCOL => Ok(hello),
        ToControlPlane::Hello(hello) => Err(Departure::Protocol(hello.protocol)),
        _ => Err(Departure::NoHello),
    }
}

fn member(standing: Standing) -> Result<(), Departure> {
    match standing {
        Standing::Member => Ok(()),
        Standing::Unknown => Err(Departure::Unknown),
        Standing::Superseded => Err(Departure::Superseded),
        Standing::Ended => Err(Departure::Ended),
    }
}

async fn dismiss(writer: &mut (impl AsyncWrite + Unpin)) -> Result<(), Departure> {
    let why = "this agent was removed from its control plane".to_owned();
    send(writer, &ToAgent::Dismissed(Dismissed { why })).await?;
    Err(Departure::Unknown)
}

/// Making a large snapshot takes long enough to be kept off the threads that serve others.
async fn messages(
    published: &Arc<Published>,
    sent: Option<Arc<Published>>,
    agent: &AgentName,
) -> Result<Vec<ToAgent>, Departure> {
    let (published, agent) = (published.clone(), agent.clone());
    let made = tokio::task::spawn_blocking(move || published.messages(&agent, sent.as_deref()));
    Ok(made.await.map_err(|_| Departure::Panicked)??)
}
