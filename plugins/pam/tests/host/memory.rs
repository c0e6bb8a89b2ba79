//! What a login leaves in the process.

use std::process::Command;

use testkit::{Script, hostile};

use crate::faults::a_hostile_agent_lets_nobody_in;
use crate::{Codes, SUCCESS, host, stage, token};

#[test]
fn no_copy_of_the_token_is_left_when_the_login_is_decided() {
    let (agent, service) = stage(Script::Allow);
    let allowed = service.log_in(&token(1_700));
    assert_eq!((allowed.authenticate, allowed.copies), (SUCCESS, 0));
    for script in [Script::Deny, Script::Close, Script::Garbage(vec![0; 64])] {
        agent.set(script);
        assert_eq!(service.log_in(&token(1_700)).copies, 0);
    }
}

#[test]
fn valgrind_finds_no_error_and_no_leak_in_a_hundred_logins() {
    let (agent, service) = stage(Script::Allow);
    let output = service.run(&mut watched(), "127.0.0.1", 100, b"short token");
    assert_eq!(output.lines().count(), 100);
    for line in output.lines() {
        assert_eq!(Codes::parse(line).authenticate, SUCCESS);
    }
    assert_eq!(agent.take_questions().len(), 100);
}

#[test]
fn a_hostile_agent_lets_nobody_in_and_valgrind_finds_no_error_and_no_leak() {
    a_hostile_agent_lets_nobody_in(hostile::KINDS as u32 + 60, watched);
}

/// Not its memory for copies, which takes long and reads what is not initialised.
fn watched() -> Command {
    host().watched(&["--undef-value-errors=no"])
}
