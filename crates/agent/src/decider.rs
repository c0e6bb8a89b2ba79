//! From a question to an answer: decide, write it down, answer.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use agent_protocol::{Answer, Question};
use arc_swap::ArcSwapOption;
use iam::login::{Channel, Login, LoginDecision, Refusal, Snapshot, connect};
use seal::SessionOpener;
use sigv4::Timestamp;

use crate::audit::{AuditLog, Entry, Verdict};
use crate::clock::{Clock, rfc3339_ms, seconds};
use crate::metrics::{Metrics, MetricsReport};
use crate::sessions::CachedSessions;

/// Everything that a decision needs. Shared by all sockets.
pub(crate) struct Decider {
    snapshot: ArcSwapOption<Snapshot>,
    sessions: CachedSessions,
    audit: AuditLog,
    clock: Arc<dyn Clock>,
    pub(crate) metrics: Metrics,
    started_ms: i64,
    attempts: AtomicU64,
}

impl Decider {
    pub(crate) fn new(sessions: CachedSessions, audit: AuditLog, clock: Arc<dyn Clock>) -> Self {
        Self {
            snapshot: ArcSwapOption::empty(),
            sessions,
            audit,
            started_ms: clock.now_ms(),
            clock,
            metrics: Metrics::new(),
            attempts: AtomicU64::new(0),
        }
    }

    /// What logins are decided by at the moment.
    pub(crate) fn snapshot(&self) -> Option<Arc<Snapshot>> {
        self.snapshot.load_full()
    }

    /// From here on, logins are decided by this one.
    pub(crate) fn replace_snapshot(&self, snapshot: Snapshot) {
        self.snapshot.store(Some(Arc::new(snapshot)));
    }

    /// From here on, nobody is let in.
    pub(crate) fn forget_snapshot(&self) {
        self.snapshot.store(None);
    }

    /// From here on, sessions are opened with other keys.
    pub(crate) fn replace_opener(&self, opener: SessionOpener) {
        self.sessions.replace_opener(opener);
    }

    /// The clock that decisions are made by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    pub(crate) fn now_ms(&self) -> i64 {
        self.clock.now_ms()
    }

    /// Answers a question that came through the socket of `instance`. The audit line is written
    /// before this returns; if it cannot be, the answer is no.
    pub(crate) fn answer(&self, instance: &str, question: &Question<'_>) -> Answer {
        let started = Instant::now();
        let now_ms = self.clock.now_ms();
        let decision = self.decide(&login(instance, question), seconds(now_ms));
        let entry = self.entry(instance, question, &decision, now_ms);
        if let Err(error) = self.audit.write(&entry) {
            tracing::error!(%error, attempt = entry.attempt, "cannot write the audit log: login refused");
            self.metrics.audit_failures.fetch_add(1, Ordering::Relaxed);
            self.metrics.count_attempt("internal", started.elapsed());
            return Answer::Deny;
        }
        self.metrics
            .count_attempt(decision.code(), started.elapsed());
        match decision {
            LoginDecision::Allow(_) => Answer::Allow,
            LoginDecision::Deny(_) if is_feature_off(&decision) => Answer::Disabled,
            LoginDecision::Deny(_) => Answer::Deny,
        }
    }

    /// Decides without writing anything down.
    pub(crate) fn decide(&self, login: &Login<'_>, now: Timestamp) -> LoginDecision {
        let snapshot = self.snapshot.load();
        let Some(snapshot) = snapshot.as_deref() else {
            return LoginDecision::internal("the agent has had no snapshot from its control plane");
        };
        guarded(|| connect(login, snapshot, &self.sessions, now))
    }

    /// The counters, with what is known of the snapshot.
    pub(crate) fn report(&self) -> MetricsReport {
        let snapshot = self.snapshot();
        let now = seconds(self.clock.now_ms());
        MetricsReport {
            snapshot_revision: snapshot.as_ref().map(|snapshot| snapshot.revision()),
            snapshot_age_seconds: snapshot
                .as_ref()
                .map(|snapshot| now.seconds_since(snapshot.issued_at())),
            snapshot_remaining_seconds: snapshot
                .as_ref()
                .map(|snapshot| snapshot.valid_until().seconds_since(now)),
            ..self.metrics.report()
        }
    }

    fn entry(
        &self,
        instance: &str,
        question: &Question<'_>,
        decision: &LoginDecision,
        now_ms: i64,
    ) -> Entry {
        let snapshot = self.snapshot.load();
        let served = snapshot
            .as_deref()
            .and_then(|snapshot| snapshot.instance(instance));
        let identity = decision.identity();
        let refusal = decision.refusal();
        let db_user = printable(question.db_user);
        let class = refusal.map(Refusal::amazon_class);
        let principal_arn = identity.map(|identity| identity.principal_arn.clone());
        Entry {
            attempt: self.next_attempt(),
            time: rfc3339_ms(now_ms),
            instance: instance.to_owned(),
            identifier: served.map(|instance| instance.identifier.clone()),
            account: (question.account != question.db_user).then(|| printable(question.account)),
            client: question.client.map(|client| client.to_canonical()),
            channel: channel(question).as_str().to_owned(),
            access_key_id: decision.access_key_id().map(str::to_owned),
            session_name: identity.and_then(|identity| identity.session_name.clone()),
            source_identity: identity.and_then(|identity| identity.source_identity.clone()),
            decision: if decision.is_allow() {
                Verdict::Allow
            } else {
                Verdict::Deny
            },
            reason: decision.code().to_owned(),
            detail: refusal.map(Refusal::to_string),
            advice: refusal.map(Refusal::advice),
            statements: decision
                .statements()
                .iter()
                .map(ToString::to_string)
                .collect(),
            amazon_code: class.map(|class| class.error_code().to_owned()),
            amazon_line: class.map(|class| class.log_line(&db_user, principal_arn.as_deref())),
            principal_arn,
            db_user,
        }
    }

    /// Unique among all attempts of this agent: when it started, and a number.
    fn next_attempt(&self) -> String {
        let number = self.attempts.fetch_add(1, Ordering::Relaxed);
        format!("{:x}-{number}", self.started_ms)
    }
}

/// A panic is a no, and not the end of the agent.
fn guarded(decide: impl FnOnce() -> LoginDecision) -> LoginDecision {
    // A decision changes nothing but the cache of sessions, which no panic leaves half changed.
    catch_unwind(AssertUnwindSafe(decide))
        .unwrap_or_else(|_| LoginDecision::internal("the decision panicked"))
}

fn login<'a>(instance: &'a str, question: &Question<'a>) -> Login<'a> {
    Login {
        instance,
        db_user: question.db_user,
        client: question.client,
        channel: channel(question),
        token: question.token,
        presented_bytes: usize::try_from(question.presented_bytes).unwrap_or(usize::MAX),
    }
}

fn channel(question: &Question<'_>) -> Channel {
    match question.channel {
        agent_protocol::Channel::Tls => Channel::Tls,
        agent_protocol::Channel::Plain => Channel::Plain,
        agent_protocol::Channel::UnixSocket => Channel::UnixSocket,
        agent_protocol::Channel::Unknown => Channel::Unknown,
    }
}

fn is_feature_off(decision: &LoginDecision) -> bool {
    matches!(decision.refusal(), Some(Refusal::FeatureOff { .. }))
}

/// A name for a log: as it is if it is UTF-8 without control characters, else escaped.
fn printable(name: &[u8]) -> String {
    match std::str::from_utf8(name) {
        Ok(text) if !text.chars().any(char::is_control) => text.to_owned(),
        _ => name.escape_ascii().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_that_panics_is_a_no() {
        let decision = guarded(|| panic!("a test of panics"));
        assert_eq!(decision.code(), "internal");
        assert!(!decision.is_allow());
    }

    #[test]
    fn names_are_shown_as_they_are_or_escaped_and_never_with_control_characters() {
        assert_eq!(printable("jürgen".as_bytes()), "jürgen");
        assert_eq!(printable(b"a\nb"), "a\\nb");
        assert_eq!(printable(b"a\xFF\x1b[2J"), "a\\xff\\x1b[2J");
    }
}
