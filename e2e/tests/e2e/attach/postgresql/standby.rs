//! A standby of a server that is attached.

use super::super::{said, switch};
use super::{Own, PASSWORD, assert_switched, can_be_had};
use crate::processes::wait_until;
use crate::stand_in::{StandIn, shared};

#[test]
fn members_log_in_at_a_standby_as_at_its_primary_and_promoted_it_is_attached_by_itself() {
    let Some(programs) = can_be_had() else { return };
    let stand_in = shared();
    let primary = Own::start(programs.clone(), "own-pg-primary");
    let standby = Own::planned(programs, "own-pg-standby");
    attach_with_both_endpoints(stand_in, &primary, &standby);
    standby.follow(&primary);
    let create = format!("CREATE USER alice PASSWORD '{PASSWORD}' IN ROLE rds_iam");
    primary.sql(&create);
    wait_for(&standby, "rolname = 'alice'");
    assert_switched(&standby, stand_in, true);

    for on in [false, true] {
        switch(stand_in, &primary.name, on);
        let member = "pg_has_role('rds_iam', 'sekisho_iam', 'MEMBER')";
        wait_for(&standby, &format!("{member} = {on}"));
        assert_switched(&standby, stand_in, on);
    }

    let refused = stand_in.sekisho(standby.attach_args());
    assert_eq!(refused.code, Some(1));
    assert!(said(&refused).contains("standby"), "{}", said(&refused));
    standby.pg_ctl("promote");
    standby.attach(stand_in);
    assert_switched(&standby, stand_in, true);

    for server in [&standby, &primary] {
        server.sql("DROP USER alice");
        server.detach(stand_in);
    }
}

fn attach_with_both_endpoints(stand_in: &StandIn, primary: &Own, standby: &Own) {
    let endpoints = [primary, standby].map(|server| format!("127.0.0.1:{}", server.port));
    let [first, second] = &endpoints;
    let endpoints = ["--endpoint", first, "--endpoint", second].map(str::to_owned);
    let arguments = primary.attach_args().into_iter().chain(endpoints);
    stand_in.sekisho(arguments).ok();
}

/// Until the standby knows of such a role.
fn wait_for(standby: &Own, condition: &str) {
    let known = format!("SELECT EXISTS (SELECT FROM pg_roles WHERE {condition})");
    wait_until("the standby has caught up", || standby.sql(&known) == "t\n");
}

impl Own {
    fn follow(&self, primary: &Self) {
        let (data, from) = (self.data(), primary.folder.path());
        let (data, from) = (data.to_str().unwrap(), from.to_str().unwrap());
        let port = primary.port.to_string();
        let copy = [
            "-D",
            data,
            "-h",
            from,
            "-p",
            &port,
            "-U",
            "postgres",
            "--write-recovery-conf",
            "--checkpoint=fast",
        ];
        self.program("pg_basebackup", &copy).ok();
        self.configure();
        self.pg_ctl("start");
    }
}
