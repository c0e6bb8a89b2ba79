//! An agent that is gone, stuck, slow or mad.

use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use agent_protocol::DEADLINE;
use testkit::{DeafAgent, Script};

use crate::{AUTHINFO_UNAVAIL, Codes, SUCCESS, Service, stage};

const PROCESSES: u32 = 8;

/// Far more than the agent's second, far less than for ever: what a refusal may take on a machine
/// that has other things to do.
const BOUNDED: Duration = Duration::from_secs(4);

fn unavailable_in(service: &Service) -> Duration {
    let begin = Instant::now();
    let codes = service.log_in(b"token");
    assert_eq!(codes.authenticate, AUTHINFO_UNAVAIL);
    assert_ne!(codes.account, SUCCESS);
    begin.elapsed()
}

#[test]
fn while_the_agent_is_gone_nobody_is_let_in_and_afterwards_they_are_again() {
    let (mut agent, service) = stage(Script::Allow);
    assert_eq!(service.log_in(b"token").authenticate, SUCCESS);
    agent.stop();
    assert!(unavailable_in(&service) < BOUNDED);
    agent.resume();
    assert_eq!(service.log_in(b"token").authenticate, SUCCESS);
}

#[test]
fn an_agent_that_hangs_is_slow_or_does_not_accept_is_given_up_after_its_second() {
    let (agent, service) = stage(Script::Hang);
    let hung = unavailable_in(&service);
    agent.set(Script::Slow(DEADLINE * 2));
    let slow = unavailable_in(&service);
    let deaf = DeafAgent::start();
    let unaccepted = unavailable_in(&Service::asking(&deaf.path()));
    for took in [hung, slow, unaccepted] {
        assert!(took >= DEADLINE && took < BOUNDED, "{took:?}");
    }
}

#[test]
fn whatever_an_agent_says_that_is_not_an_answer_lets_nobody_in() {
    let (agent, service) = stage(Script::Allow);
    let garbage: [&[u8]; 8] = [
        &[0xff; 64],
        &[0; 64],
        b"OK\n",
        // The answer to another question, of another version, of another type, and with a yes that
        // lost a bit.
        &[0, 0, 0, 11, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0xA5],
        &[0, 0, 0, 11, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0xA5],
        &[0, 0, 0, 11, 1, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xA5],
        &[0, 0, 0, 11, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0xA4],
        &[0x7f, 0xff, 0xff, 0xff],
    ];
    for octets in garbage {
        agent.set(Script::Garbage(octets.to_vec()));
        assert!(unavailable_in(&service) < BOUNDED, "{octets:?}");
    }
    agent.set(Script::Close);
    assert!(unavailable_in(&service) < BOUNDED);
    agent.set(Script::Garbage(vec![
        0, 0, 0, 11, 1, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0xA5,
    ]));
    assert_eq!(
        service.log_in(b"token").authenticate,
        SUCCESS,
        "the same octets, undamaged, are a yes"
    );
}

/// Whatever it says to so many logins in several of these programs.
pub(crate) fn a_hostile_agent_lets_nobody_in(replies: u32, host: impl Fn() -> Command + Sync) {
    let (agent, service) = stage(Script::Hostile);
    let rounds = replies.div_ceil(PROCESSES);
    let logins = || service.run(&mut host(), "127.0.0.1", rounds, b"short token");
    let printed = thread::scope(|scope| {
        let hosts: Vec<_> = (0..PROCESSES).map(|_| scope.spawn(logins)).collect();
        let printed = hosts.into_iter().map(|host| host.join().unwrap());
        printed.collect::<String>()
    });
    let codes: Vec<_> = printed.lines().map(Codes::parse).collect();
    assert_eq!(codes.len(), (rounds * PROCESSES) as usize);
    for codes in codes {
        assert_eq!(codes.authenticate, AUTHINFO_UNAVAIL, "{codes:?}");
        assert_ne!(codes.account, SUCCESS, "{codes:?}");
    }
    agent.set(Script::Allow);
    assert_eq!(service.log_in(b"token").authenticate, SUCCESS);
}
