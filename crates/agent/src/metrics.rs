//! What the agent counts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Upper bounds of the latency histogram, in microseconds.
const LATENCY_BOUNDS_US: [u64; 10] = [
    25, 50, 100, 250, 500, 1_000, 5_000, 25_000, 100_000, 1_000_000,
];

/// Counters of one agent. All of them only rise, but for the gauges.
#[derive(Debug, Default)]
pub struct Metrics {
    attempts: Mutex<BTreeMap<&'static str, u64>>,
    latency: [AtomicU64; LATENCY_BOUNDS_US.len()],
    latency_count: AtomicU64,
    latency_sum_us: AtomicU64,
    pub(crate) connections: AtomicI64,
    pub(crate) peers_refused: AtomicU64,
    pub(crate) connections_refused: AtomicU64,
    pub(crate) questions_malformed: AtomicU64,
    pub(crate) audit_failures: AtomicU64,
    pub(crate) documents_refused: AtomicU64,
    pub(crate) feed_connected: AtomicBool,
    /// -1 until a snapshot with a time of change arrived.
    pub(crate) snapshot_lag_ms: AtomicI64,
}

/// The counters at one moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetricsReport {
    /// Logins by reason code; `allowed` for those that were let in.
    pub attempts: BTreeMap<String, u64>,
    /// Decisions that took at most so many microseconds, cumulative, audit line included.
    pub latency_us: Vec<(u64, u64)>,
    /// All decisions.
    pub latency_count: u64,
    /// Their time together, in microseconds.
    pub latency_sum_us: u64,
    /// Open connections of database servers.
    pub connections: i64,
    /// Connections of a user that may not ask.
    pub peers_refused: u64,
    /// Connections above the limit.
    pub connections_refused: u64,
    /// Questions that could not be read, or came too slowly.
    pub questions_malformed: u64,
    /// Logins refused because they could not be written down.
    pub audit_failures: u64,
    /// Snapshots and serving lists refused.
    pub documents_refused: u64,
    /// Whether the control plane is connected.
    pub feed_connected: bool,
    /// Revision of the snapshot in force.
    pub snapshot_revision: Option<u64>,
    /// Seconds since it was issued.
    pub snapshot_age_seconds: Option<i64>,
    /// Seconds until it ends; negative afterwards, when every login is refused.
    pub snapshot_remaining_seconds: Option<i64>,
    /// Milliseconds from the commit of the newest change until it was in force here.
    pub snapshot_lag_ms: Option<i64>,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        Self {
            snapshot_lag_ms: AtomicI64::new(-1),
            ..Self::default()
        }
    }

    pub(crate) fn count_attempt(&self, code: &'static str, took: Duration) {
        *self
            .attempts
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .entry(code)
            .or_default() += 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        for (bound, count) in LATENCY_BOUNDS_US.iter().zip(&self.latency) {
            if micros <= *bound {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
        self.latency_count.fetch_add(1, Ordering::Relaxed);
        self.latency_sum_us.fetch_add(micros, Ordering::Relaxed);
    }

    /// The counters, without what is known of the snapshot.
    pub(crate) fn report(&self) -> MetricsReport {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let attempts = self.attempts.lock().unwrap_or_else(PoisonError::into_inner);
        let lag = self.snapshot_lag_ms.load(Ordering::Relaxed);
        MetricsReport {
            attempts: attempts
                .iter()
                .map(|(code, count)| ((*code).to_owned(), *count))
                .collect(),
            latency_us: LATENCY_BOUNDS_US
                .iter()
                .copied()
                .zip(self.latency.iter().map(read))
                .collect(),
            latency_count: read(&self.latency_count),
            latency_sum_us: read(&self.latency_sum_us),
            connections: self.connections.load(Ordering::Relaxed),
            peers_refused: read(&self.peers_refused),
            connections_refused: read(&self.connections_refused),
            questions_malformed: read(&self.questions_malformed),
            audit_failures: read(&self.audit_failures),
            documents_refused: read(&self.documents_refused),
            feed_connected: self.feed_connected.load(Ordering::Relaxed),
            snapshot_revision: None,
            snapshot_age_seconds: None,
            snapshot_remaining_seconds: None,
            snapshot_lag_ms: (lag >= 0).then_some(lag),
        }
    }
}

impl MetricsReport {
    /// The Prometheus text format, version 0.0.4.
    pub fn to_prometheus(&self) -> String {
        let mut out = String::new();
        self.write_attempts(&mut out);
        self.write_latency(&mut out);
        for (name, kind, value) in self.singles() {
            if let Some(value) = value {
                // Writing to a String cannot fail.
                let _ = writeln!(out, "# TYPE {name} {kind}\n{name} {value}");
            }
        }
        out
    }

    fn write_attempts(&self, out: &mut String) {
        let name = "sekisho_agent_login_attempts_total";
        let _ = writeln!(
            out,
            "# HELP {name} Logins decided, by reason.\n# TYPE {name} counter"
        );
        for (code, count) in &self.attempts {
            let _ = writeln!(out, "{name}{{reason=\"{code}\"}} {count}");
        }
    }

    fn write_latency(&self, out: &mut String) {
        let name = "sekisho_agent_decision_seconds";
        let _ = writeln!(
            out,
            "# HELP {name} Time to decide and write down.\n# TYPE {name} histogram"
        );
        for (bound_us, count) in &self.latency_us {
            let _ = writeln!(
                out,
                "{name}_bucket{{le=\"{}\"}} {count}",
                seconds(*bound_us)
            );
        }
        let _ = writeln!(out, "{name}_bucket{{le=\"+Inf\"}} {}", self.latency_count);
        let _ = writeln!(out, "{name}_sum {}", seconds(self.latency_sum_us));
        let _ = writeln!(out, "{name}_count {}", self.latency_count);
    }

    fn singles(&self) -> [(&'static str, &'static str, Option<i64>); 11] {
        let count = |value: u64| Some(i64::try_from(value).unwrap_or(i64::MAX));
        [
            ("sekisho_agent_connections", "gauge", Some(self.connections)),
            (
                "sekisho_agent_peers_refused_total",
                "counter",
                count(self.peers_refused),
            ),
            (
                "sekisho_agent_connections_refused_total",
                "counter",
                count(self.connections_refused),
            ),
            (
                "sekisho_agent_questions_malformed_total",
                "counter",
                count(self.questions_malformed),
            ),
            (
                "sekisho_agent_audit_failures_total",
                "counter",
                count(self.audit_failures),
            ),
            (
                "sekisho_agent_documents_refused_total",
                "counter",
                count(self.documents_refused),
            ),
            (
                "sekisho_agent_feed_connected",
                "gauge",
                Some(i64::from(self.feed_connected)),
            ),
            (
                "sekisho_agent_snapshot_revision",
                "gauge",
                self.snapshot_revision.and_then(count),
            ),
            (
                "sekisho_agent_snapshot_age_seconds",
                "gauge",
                self.snapshot_age_seconds,
            ),
            (
                "sekisho_agent_snapshot_remaining_seconds",
                "gauge",
                self.snapshot_remaining_seconds,
            ),
            (
                "sekisho_agent_snapshot_lag_milliseconds",
                "gauge",
                self.snapshot_lag_ms,
            ),
        ]
    }
}

/// Microseconds as seconds, without rounding.
fn seconds(micros: u64) -> String {
    format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_reasons_counted() {
        let metrics = Metrics::new();
        metrics.count_attempt("allowed", Duration::from_micros(25));
        metrics.count_attempt("expired", Duration::from_micros(26));
        metrics.count_attempt("expired", Duration::from_secs(2));
        let text = metrics.report().to_prometheus();
        for line in [
            "sekisho_agent_login_attempts_total{reason=\"expired\"} 2",
            "sekisho_agent_decision_seconds_bucket{le=\"0.000025\"} 1",
            "sekisho_agent_decision_seconds_bucket{le=\"0.000050\"} 2",
            "sekisho_agent_decision_seconds_bucket{le=\"1.000000\"} 2",
            "sekisho_agent_decision_seconds_bucket{le=\"+Inf\"} 3",
            "sekisho_agent_decision_seconds_sum 2.000051",
            "sekisho_agent_feed_connected 0",
        ] {
            assert!(
                text.lines().any(|each| each == line),
                "{line} not in\n{text}"
            );
        }
        assert!(
            !text.contains("snapshot_lag"),
            "nothing is known of a lag yet"
        );
    }
}
