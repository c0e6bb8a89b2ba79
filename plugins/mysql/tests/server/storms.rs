//! What takes too long for every run: `make storms`.

use crate::each::{self, Stage};

const REPLIES: usize = 20_000;

#[test]
#[ignore = "takes minutes: make storms (#5)"]
fn a_hostile_agent_gets_nobody_in_anywhere() {
    each::on_each(|stage: &Stage| each::outlasts_a_hostile_agent(stage, REPLIES));
}
