//! The command line's one clock.

use std::time::{SystemTime, UNIX_EPOCH};

use sigv4::Timestamp;

/// The time by this machine's clock.
#[expect(
    clippy::disallowed_methods,
    reason = "this is the command line's one clock"
)]
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Timestamp::from_unix(i64::try_from(elapsed.as_secs()).unwrap_or(i64::MAX))
}
