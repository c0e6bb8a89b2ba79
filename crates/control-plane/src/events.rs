//! What happens to databases, told in Amazon's words (Aurora guide, *Event categories and messages*)
//! and written in the transaction that makes it so.

use std::sync::Arc;
use std::time::Duration;

use sigv4::Timestamp;
use store::{CommitError, Embedded, ReadError, Store as _};

use crate::clock::Clock;
use crate::state::{Changes, Event, EventSource, ServerPlace, State, StateError, Stored, members};

/// How long an event is told of.
pub const KEPT_SECONDS: i64 = 14 * 24 * 60 * 60;
/// Between two looks for events that are too old.
const FORGET_EVERY: Duration = Duration::from_secs(60 * 60);
/// How many are forgotten at once.
const BATCH_EVENTS: usize = 100;

/// Something that happened to a cluster, an instance or a parameter group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Happening {
    /// It was made and answers.
    Created,
    /// It could not be made.
    NotCreated,
    /// It is gone.
    Deleted,
    /// It was stopped and answers again.
    Started,
    /// It is stopped.
    Stopped,
    /// It was stopped as a part of what was stopped.
    ShutDown,
    /// It was stopped and started, or ended by itself and was started.
    Restarted,
    /// The master user has another password.
    MasterPasswordReset,
    /// IAM logins are answered from now on. Amazon documents no event of this; nor of the next.
    IamAuthenticationEnabled,
    /// IAM logins are refused from now on.
    IamAuthenticationDisabled,
    /// Another member of the cluster becomes its writer.
    FailoverStarted {
        /// The member.
        to: String,
    },
    /// It was the writer and is not any more.
    Demoted,
    /// The member is the writer, and answers.
    FailoverCompleted {
        /// The member.
        to: String,
    },
    /// It has another identifier.
    Renamed {
        /// The one before.
        from: String,
        /// The one that it has now.
        to: String,
    },
    /// It stays at its port, since another program listens at the one that it should have.
    PortTaken(u16),
    /// It is of another class.
    ClassModified,
    /// It takes its parameters from another group.
    ParameterGroupChosen(String),
    /// Its parameters are as the group says.
    ParametersApplied,
    /// A parameter of a group was set.
    ParameterUpdated {
        /// Which.
        name: String,
        /// To what.
        value: String,
        /// `immediate` or `pending-reboot`.
        method: &'static str,
    },
}

impl Happening {
    /// Whether IAM logins are answered.
    pub fn of_switch(enabled: bool) -> Self {
        match enabled {
            true => Self::IamAuthenticationEnabled,
            false => Self::IamAuthenticationDisabled,
        }
    }

    fn category(&self) -> &'static str {
        match self {
            Self::Created => "creation",
            Self::NotCreated | Self::PortTaken(_) => "failure",
            Self::Deleted => "deletion",
            Self::Started | Self::Stopped | Self::Renamed { .. } => "notification",
            Self::ShutDown | Self::Restarted => "availability",
            Self::FailoverStarted { .. } | Self::FailoverCompleted { .. } | Self::Demoted => {
                "failover"
            }
            _ => "configuration change",
        }
    }

    fn message(&self, source: EventSource) -> String {
        let (noun, short) = match source {
            EventSource::Cluster => ("DB cluster", "cluster"),
            EventSource::Instance => ("DB instance", "instance"),
            EventSource::ParameterGroup => ("DB parameter group", "parameter group"),
        };
        match self {
            Self::Created => format!("{noun} created."),
            Self::NotCreated => format!("{noun} could not be created."),
            Self::Deleted => format!("{noun} deleted."),
            Self::Started => format!("{noun} started."),
            Self::Stopped => format!("{noun} stopped."),
            Self::ShutDown => format!("{noun} shutdown."),
            Self::Restarted => format!("{noun} restarted."),
            Self::MasterPasswordReset => "Reset master credentials.".to_owned(),
            Self::IamAuthenticationEnabled => "IAM database authentication enabled.".to_owned(),
            Self::IamAuthenticationDisabled => "IAM database authentication disabled.".to_owned(),
            Self::FailoverStarted { to } => {
                format!("Started cross AZ failover to DB instance: {to}")
            }
            Self::Demoted => {
                "A new writer was promoted. Restarting database as a reader.".to_owned()
            }
            Self::FailoverCompleted { to } => {
                format!("Completed failover to DB instance: {to}")
            }
            Self::PortTaken(port) => format!(
                "{noun} port could not be changed to {port}: another program listens there."
            ),
            Self::Renamed { from, to } => format!("Renamed {short} from {from} to {to}."),
            Self::ClassModified => {
                "Finished applying modification to DB instance class.".to_owned()
            }
            Self::ParameterGroupChosen(name) => format!("Updated to use DBParameterGroup {name}."),
            Self::ParametersApplied => "Finished updating DB parameter group.".to_owned(),
            Self::ParameterUpdated {
                name,
                value,
                method,
            } => format!("Updated parameter {name} to {value} with apply method {method}."),
        }
    }

    /// What the same is to the instances of a cluster.
    fn to_members(&self) -> Option<Self> {
        match self {
            Self::Stopped => Some(Self::ShutDown),
            Self::Started | Self::Restarted | Self::FailoverCompleted { .. } => {
                Some(Self::Restarted)
            }
            _ => None,
        }
    }
}

/// What a change makes happen: nothing, one thing or several, in order.
#[derive(Debug, Clone, Default)]
pub struct Happenings(Vec<Happening>);

impl From<()> for Happenings {
    fn from((): ()) -> Self {
        Self::default()
    }
}

impl From<Happening> for Happenings {
    fn from(happening: Happening) -> Self {
        Self(vec![happening])
    }
}

impl From<Option<Happening>> for Happenings {
    fn from(happening: Option<Happening>) -> Self {
        Self(happening.into_iter().collect())
    }
}

impl From<Vec<Happening>> for Happenings {
    fn from(happenings: Vec<Happening>) -> Self {
        Self(happenings)
    }
}

impl FromIterator<Happening> for Happenings {
    fn from_iter<I: IntoIterator<Item = Happening>>(happenings: I) -> Self {
        Self(happenings.into_iter().collect())
    }
}

/// The categories of events that can happen here to sources of a type.
pub fn categories(source: EventSource) -> &'static [&'static str] {
    match source {
        EventSource::Instance => &[
            "availability",
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
            "notification",
        ],
        EventSource::Cluster => &[
            "availability",
            "configuration change",
            "creation",
            "deletion",
            "failover",
            "failure",
            "notification",
        ],
        EventSource::ParameterGroup => &["configuration change"],
    }
}

/// Tells of what happens along with changes. One teller speaks for one transaction, of which `state`
/// is the ground.
#[derive(Debug)]
pub struct Teller<'a> {
    state: &'a State,
    now: Timestamp,
    told: u32,
}

impl<'a> Teller<'a> {
    /// Tells of changes that are made at `now` to `state`.
    pub fn new(state: &'a State, now: Timestamp) -> Self {
        let told = 0;
        Self { state, now, told }
    }

    /// `changes`, with events of what they make happen to a source.
    pub fn tell(
        &mut self,
        changes: Changes,
        source_type: EventSource,
        source: &str,
        happenings: impl Into<Happenings>,
    ) -> Changes {
        let happenings = happenings.into().0;
        happenings.iter().fold(changes, |changes, happening| {
            self.told += 1;
            changes.create(&Event {
                time: self.now.as_unix(),
                after: self.state.revision().as_u64(),
                number: self.told,
                source_type,
                source: source.to_owned(),
                category: happening.category().to_owned(),
                message: happening.message(source_type),
            })
        })
    }

    /// The same of a server, and of the instances that are members of its cluster.
    pub fn tell_of_server(
        &mut self,
        changes: Changes,
        place: &ServerPlace,
        happenings: impl Into<Happenings>,
    ) -> Result<Changes, StateError> {
        let happenings = happenings.into();
        let to_members: Vec<_> = happenings
            .0
            .iter()
            .filter_map(Happening::to_members)
            .collect();
        let cluster = match place {
            ServerPlace::Instance(name) => {
                return Ok(self.tell(changes, EventSource::Instance, name, happenings));
            }
            ServerPlace::Cluster(name) => name,
        };
        let mut changes = self.tell(changes, EventSource::Cluster, cluster, happenings);
        for member in members(self.state, cluster)? {
            let name = &member.identifier;
            changes = self.tell(changes, EventSource::Instance, name, to_members.clone());
        }
        Ok(changes)
    }
}

#[derive(Debug, thiserror::Error)]
enum ForgetError {
    #[error(transparent)]
    Read(#[from] ReadError),
    #[error(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    Commit(#[from] CommitError),
}

/// Forgets events that are too old, again and again, until the task is dropped.
pub async fn forget_old(store: &Embedded, clock: &Arc<dyn Clock>) {
    loop {
        if let Err(error) = forget_before(store, clock.now().as_unix() - KEPT_SECONDS).await {
            tracing::error!(%error, "old events stay in the store");
        }
        tokio::time::sleep(FORGET_EVERY).await;
    }
}

async fn forget_before(store: &Embedded, time: i64) -> Result<(), ForgetError> {
    loop {
        let state = State::new(store.read().await?);
        let old: Vec<Stored<Event>> = state
            .all::<Event>()
            .take(BATCH_EVENTS)
            .take_while(|event| event.as_ref().is_ok_and(|event| event.time < time))
            .collect::<Result<_, _>>()?;
        if old.is_empty() {
            return Ok(());
        }
        let changes = old.iter().fold(Changes::new(), Changes::delete);
        store.commit(changes.into_txn()).await?;
    }
}

/// The events from `start` on that come before `end`, the oldest first.
pub fn between(
    state: &State,
    start: i64,
    end: i64,
) -> impl Iterator<Item = Result<Stored<Event>, StateError>> + '_ {
    let start = Event::id_before(start);
    state
        .after::<Event>(&start)
        .take_while(move |event| event.as_ref().map_or(true, |event| event.time < end))
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[tokio::test]
    async fn events_are_found_by_time_and_forgotten_when_they_are_too_old() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::set_permissions(folder.path(), std::fs::Permissions::from_mode(0o700)).unwrap();
        let store = Embedded::open(&folder.path().join("store.sqlite")).unwrap();
        for time in 0..250 {
            let state = State::new(store.read().await.unwrap());
            let mut teller = Teller::new(&state, Timestamp::from_unix(1000 + time));
            let both = vec![Happening::Stopped, Happening::Started];
            let changes = teller.tell(Changes::new(), EventSource::Cluster, "orders", both);
            store.commit(changes.into_txn()).await.unwrap();
        }
        forget_before(&store, 1120).await.unwrap();
        let state = State::new(store.read().await.unwrap());
        assert_eq!(state.all::<Event>().next().unwrap().unwrap().time, 1120);
        let found: Vec<_> = between(&state, 1200, 1202)
            .map(|event| event.unwrap().record)
            .map(|event| (event.time, event.message))
            .collect();
        let (stopped, started) = ("DB cluster stopped.", "DB cluster started.");
        let expected = [1200, 1201].map(|time| [(time, stopped), (time, started)]);
        let found: Vec<_> = found.iter().map(|(time, text)| (*time, &**text)).collect();
        assert_eq!(found, expected.concat());
    }
}
