//! What takes too long for every run: `make storms`.

use testkit::engines::mysql_family;

use crate::each::{self, Stage};

const REPLIES: usize = 20_000;

#[test]
#[ignore = "takes minutes: make storms (#5)"]
fn a_hostile_agent_gets_nobody_in_anywhere() {
    each::on_each(|stage: &Stage| each::outlasts_a_hostile_agent(stage, REPLIES));
}

#[test]
#[ignore = "takes minutes: make storms (#5)"]
fn accounts_come_to_a_replica_and_out_of_a_dump_everywhere() {
    mysql_family().iter().for_each(each::come_to_another);
}
