//! Logins that break off, or stall, after each octet.

use std::time::Duration;

use super::{Storm, Target, tell};
use crate::processes::wait_until;

/// Logins that stall at the same time, each at another octet.
const STALLED: usize = 60;

/// What a login of somebody else may take meanwhile, on a machine that has much to do.
const WAIT_MAX: Duration = Duration::from_secs(5);

pub fn logins_that_break_off_harm_nobody<T: Target>(storm: &Storm<'_, T>) {
    let target = storm.target;
    let server = target.cluster().server();
    let before = target.connections();
    let octets = target.begin_login(&storm.token(), usize::MAX).octets;
    let load = storm.under_load(|| {
        for at in (0..octets).step_by(storm.extent.stride) {
            drop(target.begin_login(&storm.token(), at));
        }
    });
    tell(&format!(
        "logins of {octets} octets broke off at each {}: {load:?}",
        storm.extent.stride
    ));
    storm.nobody_else_was_harmed(&load);
    let mut stalled = Vec::new();
    let load = storm.under_load(|| {
        let places = (0..STALLED).map(|place| octets * place / STALLED);
        stalled.extend(places.map(|at| target.begin_login(&storm.token(), at)));
    });
    tell(&format!("{STALLED} logins stall: {load:?}"));
    storm.nobody_else_was_harmed(&load);
    drop(stalled);
    wait_until("the server has given all of them up", || {
        target.connections() <= before
    });
    assert!(server.runs(), "the server is another one now");
}

impl<T: Target> Storm<'_, T> {
    fn nobody_else_was_harmed(&self, load: &super::load::Load) {
        assert!(load.admitted > 0 && load.local > 0, "{load:?}");
        assert_eq!((load.denied, load.off), (0, 0), "{load:?}");
        assert!(load.slowest_local < WAIT_MAX, "{load:?}");
    }
}
