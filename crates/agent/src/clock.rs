//! The one place of the agent that reads the clock.

use sigv4::Timestamp;

/// Tells the time; tests tell their own.
pub trait Clock: Send + Sync + 'static {
    /// Milliseconds since the unix epoch.
    fn now_ms(&self) -> i64;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the agent's one clock")]
    fn now_ms(&self) -> i64 {
        let since_epoch = std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX)
    }
}

/// The second that these milliseconds are in.
pub(crate) fn seconds(now_ms: i64) -> Timestamp {
    Timestamp::from_unix(now_ms.div_euclid(1000))
}

/// RFC 3339 with milliseconds: `2025-01-15T12:00:00.250Z`.
pub(crate) fn rfc3339_ms(now_ms: i64) -> String {
    let text = seconds(now_ms).to_string();
    format!(
        "{}.{:03}Z",
        text.trim_end_matches('Z'),
        now_ms.rem_euclid(1000)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_are_printed_with_three_digits() {
        assert_eq!(rfc3339_ms(1_736_942_400_007), "2025-01-15T12:00:00.007Z");
        assert_eq!(rfc3339_ms(-1), "1969-12-31T23:59:59.999Z");
    }
}
