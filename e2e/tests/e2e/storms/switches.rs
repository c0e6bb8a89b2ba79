//! The feature switched on and off, under logins and beside connections with running transactions.

use super::{Storm, Target, tell};
use crate::travellers::Travellers;

pub fn switches_disturb_nobody<T: Target>(storm: &Storm<'_, T>) {
    let target = storm.target;
    let cluster = target.cluster();
    let server = cluster.server();
    let before = target.orders();
    let travellers = (0..storm.extent.travellers).map(|place| traveller(storm, place));
    let travellers = travellers.collect();
    let load = storm.under_load(|| {
        // The logins alone slow everybody down; what counts is what the switch adds to that.
        let travellers = Travellers::set_out(travellers);
        for _ in 0..storm.extent.switches / 2 {
            cluster.switch(false);
            cluster.switch(true);
        }
        travellers.arrive();
    });
    assert_eq!(
        target.orders(),
        before + storm.extent.travellers,
        "transactions are lost"
    );
    tell(&format!("{} switches: {load:?}", storm.extent.switches));
    let off = if target.off() == super::Refusal::Off {
        assert_eq!(load.denied, 0, "{load:?}");
        load.off
    } else {
        load.denied
    };
    assert!(load.admitted > 0 && off > 0 && load.local > 0, "{load:?}");
    assert!(server.runs(), "the server is another one now");
    assert!(target.log_in_by_token(&storm.token()).is_ok());
}

/// Local users and IAM users in turn.
fn traveller<T: Target>(storm: &Storm<'_, T>, place: usize) -> T::Connection {
    let admitted = match place % 2 {
        0 => storm.target.log_in_by_password(),
        _ => storm.target.log_in_by_token(&storm.token()),
    };
    let mut connection = admitted.expect("a traveller's login");
    storm.target.begin(&mut connection);
    connection
}
