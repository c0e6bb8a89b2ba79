//! A bound on how often one caller calls, in a form that SDKs wait and try again on. There is none unless
//! the start asked for one: nobody's test shall fail because it is fast, and whoever holds a key of an
//! account of their own has nobody else to keep waiting.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_query::ApiError;
use aws_query::error::common::THROTTLING;
use tokio::time::Instant;

/// The most callers that are counted at once. Past it those that have rested are forgotten.
const MAX_CALLERS: usize = 10_000;

/// Counts calls by caller: a bucket each, which holds a second's worth of calls and fills steadily.
#[derive(Debug)]
pub struct Throttle {
    rate: Option<NonZeroU32>,
    /// When each bucket would be full again.
    full_at: Mutex<HashMap<String, Instant>>,
}

impl Throttle {
    /// At most this many calls a second for each caller; `None` for as many as they come.
    pub fn new(rate: Option<NonZeroU32>) -> Self {
        Self {
            rate,
            full_at: Mutex::default(),
        }
    }

    /// Lets a call of this caller pass, or has it wait and try again.
    pub fn admit(&self, caller: &str) -> Result<(), ApiError> {
        let Some(rate) = self.rate else {
            return Ok(());
        };
        let now = Instant::now();
        let one_call = Duration::from_secs(1) / rate.get();
        let mut full_at = self.full_at.lock().unwrap_or_else(PoisonError::into_inner);
        if full_at.len() >= MAX_CALLERS {
            full_at.retain(|_, at| *at > now);
        }
        let known = full_at.get(caller).copied();
        let next = known.filter(|at| *at > now).unwrap_or(now) + one_call;
        if next.duration_since(now) > Duration::from_secs(1) {
            return Err(THROTTLING.because("Rate exceeded"));
        }
        full_at.insert(caller.to_owned(), next);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(throttle: &Throttle, caller: &str) -> usize {
        (0..100)
            .take_while(|_| throttle.admit(caller).is_ok())
            .count()
    }

    #[tokio::test(start_paused = true)]
    async fn a_caller_has_a_seconds_worth_at_once_and_then_one_at_a_time() {
        let throttle = Throttle::new(NonZeroU32::new(5));
        assert_eq!(admitted(&throttle, "alice"), 5);
        assert_eq!(throttle.admit("alice").unwrap_err().code(), "Throttling");
        assert_eq!(admitted(&throttle, "bob"), 5, "each has its own");
        tokio::time::advance(Duration::from_millis(199)).await;
        assert_eq!(admitted(&throttle, "alice"), 0);
        tokio::time::advance(Duration::from_millis(1)).await;
        assert_eq!(admitted(&throttle, "alice"), 1);
        tokio::time::advance(Duration::from_secs(60)).await;
        assert_eq!(admitted(&throttle, "alice"), 5);
    }

    #[test]
    fn nobody_waits_where_no_rate_was_asked_for() {
        assert_eq!(admitted(&Throttle::new(None), "alice"), 100);
    }

    #[tokio::test(start_paused = true)]
    async fn callers_that_have_rested_are_forgotten() {
        let throttle = Throttle::new(NonZeroU32::new(1));
        for number in 0..MAX_CALLERS {
            throttle.admit(&number.to_string()).unwrap();
        }
        tokio::time::advance(Duration::from_secs(1)).await;
        throttle.admit("alice").unwrap();
        assert_eq!(throttle.full_at.lock().unwrap().len(), 1);
    }
}
