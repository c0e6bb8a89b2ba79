//! The agent killed under logins: IAM users are refused meanwhile and nobody else is, and it comes back
//! by itself.

use rustix::process::Signal;

use super::{Storm, Target, tell};
use crate::processes::wait_until;

pub fn an_agents_death_is_felt_by_iam_users_alone<T: Target>(storm: &Storm<'_, T>) {
    let target = storm.target;
    let stand_in = target.cluster().stand_in;
    let server = target.cluster().server();
    let admitted = || target.log_in_by_token(&storm.token());
    let mut open = admitted().expect("a login before");
    target.begin(&mut open);
    let load = storm.under_load(|| {
        for _ in 0..storm.extent.deaths {
            let agent = stand_in.agent().expect("an agent");
            // Stopped first, so that nobody starts another one before a login has been tried.
            agent.kill(Signal::STOP);
            assert!(admitted().is_err(), "nobody decides");
            agent.kill(Signal::KILL);
            wait_until("logins with the next agent", || admitted().is_ok());
        }
    });
    tell(&format!(
        "{} deaths of the agent: {load:?}",
        storm.extent.deaths
    ));
    assert!(
        load.denied > 0 && load.admitted > 0 && load.local > 0,
        "{load:?}"
    );
    assert_eq!(load.off, 0, "{load:?}");
    assert!(server.runs(), "the server is another one now");
    crate::travellers::Traveller::ask(&mut open);
}
