//! What takes too long for every run: `make storms`.

use std::process::Command;

use crate::faults::a_hostile_agent_lets_nobody_in;
use crate::host;

const REPLIES: u32 = 20_000;

#[test]
#[ignore = "takes minutes: make storms (#5)"]
fn a_hostile_agent_lets_nobody_in_for_long() {
    a_hostile_agent_lets_nobody_in(REPLIES, || Command::new(host().program()));
}
