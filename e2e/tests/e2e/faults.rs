//! What happens when its processes die.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rustix::process::Signal;
use serde_json::Value;
use testkit::{LoginError, Password, Session};

use crate::api::{CallError, element, elements};
use crate::people::{Person, policy};
use crate::processes::{wait_for, wait_until};
use crate::stand_in::{NOT_LOADED, Own, StandIn, access_denied, assert_refused};

/// A user who may log in.
fn traveller(stand_in: &StandIn) -> Person {
    stand_in.create_db_user("traveller");
    let person = Person::new(&stand_in.root(), "traveller");
    person.put_policy("connect", &allow(stand_in));
    person
}

fn allow(stand_in: &StandIn) -> Value {
    policy(
        "Allow",
        "rds-db:connect",
        &stand_in.db_user_arn("traveller"),
    )
}

fn token(stand_in: &StandIn, person: &Person) -> String {
    stand_in.purpose("traveller").token(&person.key)
}

fn log_in(stand_in: &StandIn, person: &Person) -> Result<Session, LoginError> {
    let password = Password::Clear(token(stand_in, person).into_bytes());
    stand_in.client().log_in("traveller", &password)
}

#[track_caller]
fn assert_answers(session: &mut Session) {
    assert_eq!(
        session.value("SELECT COUNT(*) FROM sugi01.sample").unwrap(),
        "3"
    );
}

#[test]
fn logins_are_refused_without_an_agent_and_admitted_when_it_is_back() {
    let stand_in = Own::enabled();
    let person = traveller(&stand_in);
    let mut open = log_in(&stand_in, &person).unwrap();
    let server = stand_in.database_server().unwrap();
    let agent = stand_in.agent().unwrap();
    // Stopped first, so that nobody starts another one before a login has been tried.
    agent.kill(Signal::STOP);
    let hung = stand_in.login("traveller", &token(&stand_in, &person), "SELECT 1");
    assert_refused(&hung, &access_denied("traveller"));
    assert_answers(&mut open);
    assert_eq!(stand_in.admin("SELECT CURRENT_USER()").ok(), "admin@%\n");

    agent.kill(Signal::KILL);
    wait_until("logins with the next agent", || {
        match log_in(&stand_in, &person) {
            Ok(mut session) => {
                assert_answers(&mut session);
                true
            }
            Err(error) => {
                assert_eq!(error.code(), Some(1045), "{error}");
                false
            }
        }
    });
    assert_ne!(stand_in.agent().unwrap().pid, agent.pid);
    assert_answers(&mut open);
    assert!(server.runs(), "the server was touched");
}

#[test]
fn a_right_that_was_taken_while_the_agent_was_away_admits_nobody_when_it_is_back() {
    let stand_in = Own::enabled();
    let person = traveller(&stand_in);
    for round in 0..3 {
        person.put_policy("connect", &allow(&stand_in));
        assert_answers(&mut log_in(&stand_in, &person).unwrap());
        let agent = stand_in.agent().unwrap();
        agent.kill(Signal::KILL);
        wait_until("the agent's end", || !agent.runs());
        person.delete_policy("connect");
        let over = AtomicBool::new(false);
        thread::scope(|scope| {
            let attempts: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        while !over.load(Ordering::Relaxed) {
                            let refused = log_in(&stand_in, &person).map(drop);
                            assert_eq!(refused.unwrap_err().code(), Some(1045), "round {round}");
                        }
                    })
                })
                .collect();
            wait_until("the next agent's word", || {
                let attempts = stand_in.logins("traveller");
                attempts.last().unwrap()["reason"] == "no_policy_allows"
            });
            over.store(true, Ordering::Relaxed);
            for attempt in attempts {
                attempt.join().expect("nobody is admitted");
            }
        });
    }
}

#[test]
fn logins_go_on_without_a_control_plane_and_the_next_one_takes_everything_over() {
    let mut stand_in = Own::enabled();
    let person = traveller(&stand_in);
    let mut open = log_in(&stand_in, &person).unwrap();
    let server = stand_in.database_server().unwrap();
    let before = (
        stand_in.db_port(),
        stand_in.root_key().id,
        stand_in.resource_id(),
    );

    stand_in.end_up(Signal::KILL);
    assert!(
        stand_in
            .root()
            .call("sts", "GetCallerIdentity", &[])
            .is_err()
    );
    assert_answers(&mut log_in(&stand_in, &person).unwrap());
    assert_answers(&mut open);
    assert!(stand_in.agent().is_some());

    stand_in.up();
    assert!(server.runs(), "it was not taken over");
    let after = (
        stand_in.db_port(),
        stand_in.root_key().id,
        stand_in.resource_id(),
    );
    assert_eq!(after, before);
    assert_answers(&mut open);
    assert_answers(&mut log_in(&stand_in, &person).unwrap());
    // And it is the new one that decides about policies.
    person.delete_policy("connect");
    assert_eq!(log_in(&stand_in, &person).unwrap_err().code(), Some(1045));
}

#[test]
fn a_second_up_on_the_same_directory_says_so() {
    let stand_in = Own::start();
    let data_dir = stand_in.data_dir();
    let output = stand_in.sekisho(["up".as_ref(), "--data-dir".as_ref(), data_dir.as_os_str()]);
    assert_eq!(output.code, Some(3));
    let pid = std::fs::read_to_string(data_dir.join("lock")).unwrap();
    assert_eq!(
        output.stderr,
        format!(
            "sekisho: `sekisho up` is already running on `{}` (process {})\n",
            data_dir.display(),
            pid.trim()
        )
    );
    assert_eq!(stand_in.sekisho(["status"]).code, Some(0));
}

#[test]
fn a_database_server_that_dies_comes_back() {
    let stand_in = Own::enabled();
    let person = traveller(&stand_in);
    let insert = "INSERT INTO sugi01.sample VALUES (4, 'momi', 33.3)";
    stand_in.admin(insert).ok();
    let server = stand_in.database_server().unwrap();
    server.kill(Signal::KILL);
    wait_until("logins at the next server", || {
        log_in(&stand_in, &person).is_ok()
    });
    let mut session = log_in(&stand_in, &person).unwrap();
    assert_eq!(
        session.value("SELECT COUNT(*) FROM sugi01.sample").unwrap(),
        "4"
    );
    assert_ne!(stand_in.database_server().unwrap().pid, server.pid);
}

#[test]
fn what_was_answered_is_kept_when_up_is_killed_in_the_middle_of_writes() {
    const ROUNDS: usize = 4;
    const WRITERS: usize = 4;
    let mut stand_in = Own::start();
    let mut answered = BTreeSet::new();
    let mut asked = BTreeSet::new();
    for round in 0..ROUNDS {
        let root = stand_in.root();
        let count = AtomicUsize::new(0);
        let (kept, tried) = thread::scope(|scope| {
            let writers: Vec<_> = (0..WRITERS)
                .map(|writer| {
                    let (root, count) = (&root, &count);
                    scope.spawn(move || {
                        let (mut kept, mut tried) = (Vec::new(), Vec::new());
                        for number in 0.. {
                            let name = format!("w{round}-{writer}-{number}");
                            tried.push(name.clone());
                            let tag = [
                                ("Tags.member.1.Key", "name"),
                                ("Tags.member.1.Value", &name),
                            ];
                            let parameters = [&[("UserName", name.as_str())][..], &tag].concat();
                            match root.call("iam", "CreateUser", &parameters) {
                                Ok(_) => kept.push(name),
                                Err(CallError::Unanswered(_)) => break,
                                Err(refused) => panic!("{refused:?}"),
                            }
                            count.fetch_add(1, Ordering::Relaxed);
                        }
                        (kept, tried)
                    })
                })
                .collect();
            wait_until("some writes", || {
                count.load(Ordering::Relaxed) >= 5 + 7 * round
            });
            stand_in.end_up(Signal::KILL);
            let (mut kept, mut tried) = (Vec::new(), Vec::new());
            for writer in writers {
                let (of_one, of_one_tried) = writer.join().unwrap();
                kept.extend(of_one);
                tried.extend(of_one_tried);
            }
            (kept, tried)
        });
        answered.extend(kept);
        asked.extend(tried);
        stand_in.up();
        assert_state(&stand_in, &answered, &asked);
    }
    assert!(answered.len() > ROUNDS * 5, "{} writes", answered.len());
}

/// Everything answered is there, nothing that was not asked for is, and nothing is there by half.
fn assert_state(stand_in: &StandIn, answered: &BTreeSet<String>, asked: &BTreeSet<String>) {
    let root = stand_in.root();
    let xml = root.iam("ListUsers", &[("MaxItems", "1000")]);
    assert_eq!(element(&xml, "IsTruncated"), Some("false"));
    let there: BTreeSet<String> = elements(&xml, "UserName")
        .into_iter()
        .map(str::to_owned)
        .collect();
    let lost: Vec<_> = answered.difference(&there).collect();
    assert!(lost.is_empty(), "answered and lost: {lost:?}");
    let strange: Vec<_> = there.difference(asked).collect();
    assert!(strange.is_empty(), "never asked for: {strange:?}");
    for unanswered in there.difference(answered) {
        let tags = root.iam("ListUserTags", &[("UserName", unanswered)]);
        assert_eq!(
            element(&tags, "Value"),
            Some(unanswered.as_str()),
            "half of a user"
        );
    }
}

#[test]
fn ctrl_c_stops_everything_and_the_next_up_finds_it_as_it_was() {
    let mut stand_in = Own::enabled();
    let person = traveller(&stand_in);
    stand_in
        .admin("INSERT INTO sugi01.sample VALUES (4, 'momi', 33.3)")
        .ok();
    let before = (
        stand_in.db_port(),
        stand_in.root_key().id,
        stand_in.resource_id(),
    );
    let attempts = stand_in.logins("traveller").len();

    let ended = stand_in.end_up(Signal::INT);
    assert!(ended.success(), "{ended}: {}", stand_in.output());
    assert!(
        stand_in.output().contains("Everything is stopped."),
        "{}",
        stand_in.output()
    );
    stand_in.assert_nothing_runs();
    assert_eq!(stand_in.sekisho(["status"]).code, Some(1));

    stand_in.up();
    let after = (
        stand_in.db_port(),
        stand_in.root_key().id,
        stand_in.resource_id(),
    );
    assert_eq!(after, before);
    let mut session = log_in(&stand_in, &person).unwrap();
    assert_eq!(
        session.value("SELECT COUNT(*) FROM sugi01.sample").unwrap(),
        "4"
    );
    assert_eq!(stand_in.logins("traveller").len(), attempts + 1);
}

#[test]
fn ctrl_c_in_the_middle_of_the_first_start_leaves_no_process() {
    let mut stand_in = Own::folder_only();
    stand_in.up_begins();
    wait_for("the server's first start", || {
        stand_in.output().contains("starting MariaDB").then_some(())
    });
    let ended = stand_in.end_up(Signal::INT);
    assert!(ended.success(), "{ended}: {}", stand_in.output());
    stand_in.assert_nothing_runs();
    stand_in.up();
    assert_eq!(
        stand_in.admin("SELECT COUNT(*) FROM sugi01.sample").ok(),
        "3\n"
    );
}

#[test]
fn a_first_start_that_was_killed_is_finished_by_the_next() {
    for step in [
        "creating the system tables",
        "creating the accounts",
        "starting MariaDB",
    ] {
        let mut stand_in = Own::folder_only();
        stand_in.up_begins();
        wait_for(step, || stand_in.output().contains(step).then_some(()));
        stand_in.end_up(Signal::KILL);
        stand_in.up();
        assert_eq!(
            stand_in.admin("SELECT COUNT(*) FROM sugi01.sample").ok(),
            "3\n"
        );
        stand_in.switch_iam_authentication(true);
        let person = traveller(&stand_in);
        assert_answers(&mut log_in(&stand_in, &person).unwrap());
    }
}

#[test]
fn down_stops_what_a_killed_up_left() {
    let mut stand_in = Own::enabled();
    stand_in.end_up(Signal::KILL);
    assert!(stand_in.database_server().is_some() && stand_in.agent().is_some());
    let output = stand_in.sekisho(["down"]);
    assert!(
        output.clone().ok().contains("Everything is stopped."),
        "{output:?}"
    );
    stand_in.assert_nothing_runs();
}

#[test]
fn logins_and_the_switch_do_not_trip_over_each_other() {
    const THREADS: usize = 8;
    const SWITCHES: usize = 12;
    let stand_in = Own::enabled();
    let person = traveller(&stand_in);
    let server = stand_in.database_server().unwrap();
    let over = AtomicBool::new(false);
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..THREADS)
            .map(|_| scope.spawn(|| attempts_until(&over, &stand_in, &person)))
            .collect();
        for _ in 0..SWITCHES {
            stand_in.switch_iam_authentication(false);
            stand_in.switch_iam_authentication(true);
        }
        over.store(true, Ordering::Relaxed);
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap())
            .collect::<Vec<_>>()
    });
    let (admitted, refused) = counts
        .iter()
        .fold((0, 0), |(yes, no), count| (yes + count.0, no + count.1));
    assert!(
        admitted > 0 && refused > 0,
        "{admitted} admitted, {refused} refused"
    );
    assert!(server.runs(), "the server died");
    assert_answers(&mut log_in(&stand_in, &person).unwrap());
    stand_in.switch_iam_authentication(false);
    let off = stand_in.login("traveller", &token(&stand_in, &person), "SELECT 1");
    assert_refused(&off, NOT_LOADED);
}

/// How many were admitted, and how many refused.
fn attempts_until(over: &AtomicBool, stand_in: &StandIn, person: &Person) -> (usize, usize) {
    let (mut admitted, mut refused) = (0, 0);
    let client = stand_in.client();
    while !over.load(Ordering::Relaxed) {
        let password = Password::Clear(token(stand_in, person).into_bytes());
        match client.log_in("traveller", &password) {
            Ok(mut session) => {
                assert_answers(&mut session);
                admitted += 1;
            }
            Err(error) => {
                assert_eq!(error.code(), Some(1524), "{error}");
                refused += 1;
            }
        }
    }
    (admitted, refused)
}
