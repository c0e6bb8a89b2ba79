//! The tests' one clock.

use std::time::{SystemTime, UNIX_EPOCH};

use sigv4::Timestamp;

/// The time by this machine's clock.
#[expect(clippy::disallowed_methods, reason = "this is the tests' one clock")]
pub fn now() -> Timestamp {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    Timestamp::from_unix(i64::try_from(elapsed.as_secs()).unwrap())
}

/// So many seconds from now; negative ones are past.
pub fn in_seconds(seconds: i64) -> Timestamp {
    Timestamp::from_unix(now().as_unix() + seconds)
}
