//! Who is an agent of this control plane: by a join code, and from then on by a certificate.

use std::sync::Arc;

use seal::join::{JOIN_PROTOCOL, JoinRequest, Joined};
use seal::{AgentName, Der};
use sigv4::Timestamp;
use store::{CommitError, Embedded, ReadError, Store as _};

use super::authority::{AgentsAuthority, IssueError};
use crate::clock::Clock;
use crate::entropy::Entropy;
use crate::session_tokens::SessionTokens;
use crate::state::{Agent, AgentCertificate, AgentInvitation, Changes, State, StateError, Stored};

/// How often a write is tried again because somebody else changed the same record.
const MAX_ATTEMPTS: usize = 8;

/// Lets agents in and keeps their certificates fresh.
pub struct Admission {
    /// Where agents are on record.
    pub store: Arc<Embedded>,
    /// Issues their certificates.
    pub authority: AgentsAuthority,
    /// Knows what agents believe, and what opens sessions.
    pub session_tokens: Arc<SessionTokens>,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
    /// Draws serial numbers.
    pub entropy: Arc<dyn Entropy>,
}

/// Whether an agent may be here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub(super) enum Standing {
    /// It may.
    Member,
    /// Nobody of that name is on record.
    Unknown,
    /// The agent is, with another certificate.
    Superseded,
    /// Its certificate has ended.
    Ended,
}

impl Standing {
    /// Of who shows the certificate with this serial number, where these count.
    pub(super) fn of(
        certificates: Option<&[AgentCertificate]>,
        serial: &str,
        now: Timestamp,
    ) -> Self {
        let Some(certificates) = certificates else {
            return Self::Unknown;
        };
        match certificates.iter().find(|one| one.serial == serial) {
            None => Self::Superseded,
            Some(certificate) if now.as_unix() > certificate.not_after => Self::Ended,
            Some(_) => Self::Member,
        }
    }
}

impl std::fmt::Debug for Admission {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Admission")
            .field("authority", &self.authority)
            .finish_non_exhaustive()
    }
}

/// Why somebody does not join, or does not get another certificate. The other side learns less.
#[derive(Debug, thiserror::Error)]
pub(super) enum AdmissionError {
    #[error("it speaks version {0} of joining, this control plane {JOIN_PROTOCOL}")]
    Protocol(u32),
    #[error("nobody of this name is invited")]
    NotInvited,
    #[error("the invitation ended")]
    TooLate,
    #[error("the secret is wrong")]
    WrongSecret,
    #[error("the agent is not on record")]
    Unknown,
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error("the records of agents could not be read")]
    Read(#[from] ReadError),
    #[error(transparent)]
    State(#[from] StateError),
    #[error("the records of agents could not be written")]
    Commit(#[from] CommitError),
}

impl Admission {
    /// Joins an agent, once for one invitation. An agent of that name which joined before is replaced:
    /// its certificates count no more.
    pub(super) async fn join(&self, request: &JoinRequest) -> Result<Joined, AdmissionError> {
        if request.protocol != JOIN_PROTOCOL {
            return Err(AdmissionError::Protocol(request.protocol));
        }
        self.retrying(|state| self.joining(request, state)).await
    }

    fn joining(
        &self,
        request: &JoinRequest,
        state: &State,
    ) -> Result<(Joined, Changes), AdmissionError> {
        let JoinRequest {
            name,
            secret,
            request,
            ..
        } = request;
        let now = self.clock.now();
        let invitation = state
            .get::<AgentInvitation>(name.as_str())?
            .ok_or(AdmissionError::NotInvited)?;
        if !invitation.secret.is_of(secret) {
            return Err(AdmissionError::WrongSecret);
        }
        if now.as_unix() >= invitation.expires_at {
            return Err(AdmissionError::TooLate);
        }
        let issued = self.authority.issue(name, request, now, &*self.entropy)?;
        let agent = Agent {
            name: name.clone(),
            created_at: now.as_unix(),
            certificates: vec![issued.record],
        };
        let used_up = Changes::new().delete(&invitation);
        let changes = match state.get::<Agent>(name.as_str())? {
            // Who was it until now knows the key for sessions, and is not among us any more.
            Some(mut before) => {
                before.record = agent;
                let replaced = used_up.update(&before);
                replaced.replace_session_key(state, now.as_unix())?
            }
            None => used_up.create(&agent),
        };
        let joined = Joined {
            certificate: issued.certificate,
            control_plane_keys: vec![self.session_tokens.public_key().clone()],
            agents_keys: self.session_tokens.keys(state, now)?.agents_keys,
        };
        Ok((joined, changes))
    }

    /// A further certificate for an agent that is here; the one that it has counts until it comes with
    /// the new one.
    pub(super) async fn renew(
        &self,
        name: &AgentName,
        request: &Der,
    ) -> Result<Der, AdmissionError> {
        self.retrying(|state| {
            let now = self.clock.now();
            let mut agent = state
                .get::<Agent>(name.as_str())?
                .ok_or(AdmissionError::Unknown)?;
            let issued = self.authority.issue(name, request, now, &*self.entropy)?;
            agent.record.certify(issued.record);
            Ok((issued.certificate, Changes::new().update(&agent)))
        })
        .await
    }

    /// How the agent stands that shows the certificate with this serial number, and the revision since
    /// when. One that may be here is on record as seen with it: older ones count no more.
    pub(super) async fn settle(
        &self,
        name: &AgentName,
        serial: &str,
    ) -> Result<(Standing, u64), AdmissionError> {
        self.retrying(|state| {
            let stored = state.get::<Agent>(name.as_str())?;
            // Not the state's: some writes make no snapshot.
            let revision = stored.as_ref().map_or(0, |agent| agent.revision().as_u64());
            let certificates = stored.as_ref().map(|agent| agent.certificates.as_slice());
            let standing = Standing::of(certificates, serial, self.clock.now());
            let changes = match (standing, stored) {
                (Standing::Member, Some(agent)) => settled(agent, serial),
                _ => Changes::new(),
            };
            Ok(((standing, revision), changes))
        })
        .await
    }

    async fn retrying<T>(
        &self,
        decide: impl Fn(&State) -> Result<(T, Changes), AdmissionError>,
    ) -> Result<T, AdmissionError> {
        let mut attempts = 1;
        loop {
            let (outcome, changes) = decide(&State::new(self.store.read().await?))?;
            if changes.is_empty() {
                return Ok(outcome);
            }
            match self.store.commit(changes.into_txn()).await {
                Ok(_) => return Ok(outcome),
                Err(CommitError::Conflict { .. }) if attempts < MAX_ATTEMPTS => attempts += 1,
                Err(error) => return Err(error.into()),
            }
        }
    }
}

fn settled(mut agent: Stored<Agent>, serial: &str) -> Changes {
    let before = agent.certificates.len();
    agent.record.settle(serial);
    match agent.certificates.len() == before {
        true => Changes::new(),
        false => Changes::new().update(&agent),
    }
}
