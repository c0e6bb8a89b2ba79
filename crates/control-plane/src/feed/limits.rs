//! How much strangers may ask for before it is known who they are.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use sigv4::Timestamp;

/// Connections that have not shown yet who they are, of all addresses; further ones wait.
pub(super) const MAX_NEWCOMERS: usize = 64;
/// Of one address; further ones are closed.
pub(super) const MAX_NEWCOMERS_PER_ADDRESS: usize = 8;
/// Attempts to join in a minute, of one address.
pub(super) const MAX_JOINS_PER_ADDRESS: u32 = 10;
/// Attempts to join in a minute, of all addresses.
pub(super) const MAX_JOINS: u32 = 120;

const MINUTE_SECONDS: i64 = 60;

/// Who stands at the door.
#[derive(Debug, Default)]
pub(super) struct Newcomers(Mutex<HashMap<IpAddr, usize>>);

/// A place at the door, until it is dropped.
#[derive(Debug)]
pub(super) struct Newcomer {
    all: Arc<Newcomers>,
    address: IpAddr,
}

impl Newcomers {
    /// A place for somebody from this address, if there is one left.
    pub(super) fn place(self: &Arc<Self>, address: IpAddr) -> Option<Newcomer> {
        let address = network(address);
        let mut all = self.lock();
        let here = all.entry(address).or_default();
        if *here >= MAX_NEWCOMERS_PER_ADDRESS {
            return None;
        }
        *here += 1;
        Some(Newcomer {
            all: self.clone(),
            address,
        })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<IpAddr, usize>> {
        // A count is changed in one step.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Newcomer {
    fn drop(&mut self) {
        let mut all = self.all.lock();
        if let Some(here) = all.get_mut(&self.address) {
            *here -= 1;
            if *here == 0 {
                all.remove(&self.address);
            }
        }
    }
}

/// Counts attempts to join by the minute.
#[derive(Debug, Default)]
pub(super) struct JoinAttempts {
    minute: i64,
    all: u32,
    by_address: HashMap<IpAddr, u32>,
}

impl JoinAttempts {
    /// Whether one more from this address is heard at all.
    pub(super) fn allow(&mut self, address: IpAddr, now: Timestamp) -> bool {
        let minute = now.as_unix().div_euclid(MINUTE_SECONDS);
        if minute != self.minute {
            *self = Self {
                minute,
                ..Self::default()
            };
        }
        // At most MAX_JOINS addresses are remembered.
        if self.all >= MAX_JOINS {
            return false;
        }
        let own = self.by_address.entry(network(address)).or_default();
        if *own >= MAX_JOINS_PER_ADDRESS {
            return false;
        }
        *own += 1;
        self.all += 1;
        true
    }
}

/// Who has one IPv6 address has its /64.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0).into()
        }
        canonical => canonical,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn an_address_has_so_many_places_at_the_door_and_gets_them_back() {
        let door = Arc::new(Newcomers::default());
        let mut places: Vec<_> = (0..MAX_NEWCOMERS_PER_ADDRESS)
            .map(|_| door.place(address("10.0.0.1")).unwrap())
            .collect();
        assert!(door.place(address("10.0.0.1")).is_none());
        assert!(door.place(address("10.0.0.2")).is_some());
        places.pop();
        assert!(door.place(address("10.0.0.1")).is_some());
        drop(places);
        assert!(door.lock().is_empty());
    }

    #[test]
    fn an_address_may_try_to_join_so_often_in_a_minute() {
        let mut attempts = JoinAttempts::default();
        let now = Timestamp::from_unix(600);
        for _ in 0..MAX_JOINS_PER_ADDRESS {
            assert!(attempts.allow(address("2001:db8::1"), now));
        }
        assert!(!attempts.allow(address("2001:db8::2"), now), "the same /64");
        assert!(attempts.allow(address("2001:db8:1::1"), now));
        assert!(attempts.allow(address("2001:db8::1"), Timestamp::from_unix(660)));
    }

    #[test]
    fn all_addresses_together_may_try_so_often() {
        let mut attempts = JoinAttempts::default();
        let now = Timestamp::from_unix(600);
        for number in 0..MAX_JOINS {
            let from = address(&format!("10.0.{}.{}", number / 200, number % 200));
            assert!(attempts.allow(from, now));
        }
        assert!(!attempts.allow(address("10.9.9.9"), now));
    }
}
