//! An agent that is gone, stuck, slow or mad.

use std::thread;
use std::time::{Duration, Instant};

use agent_protocol::DEADLINE;
use testkit::{DeafAgent, LoginClient, MariaDbOptions, Password, Resumption, Script};

use crate::{ACCESS_DENIED, BOUNDED, CREATE_USER, Stage, USER};

fn refused_in(stage: &Stage) -> Duration {
    let begin = Instant::now();
    let output = stage.server.cli(USER, "token", &["-e", "SELECT 1"]);
    assert_eq!(
        (output.code, output.stderr.as_str()),
        (Some(1), ACCESS_DENIED)
    );
    begin.elapsed()
}

#[test]
fn while_the_agent_is_gone_tokens_are_refused_and_afterwards_they_work_again() {
    let mut stage = Stage::new(Script::Allow);
    stage.server.sql("CREATE USER local IDENTIFIED BY 'secret'");
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );

    stage.agent.stop();
    for _ in 0..3 {
        assert!(refused_in(&stage) < BOUNDED);
    }
    assert_eq!(
        stage
            .server
            .cli("local", "secret", &["-e", "SELECT 1"])
            .ok(),
        "1\n"
    );
    let log = stage.server.error_log();
    assert!(
        log.contains("without an answer from the agent: cannot connect to `"),
        "{log}"
    );

    stage.agent.resume();
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );
    assert_eq!(stage.counts(), [2, 0, 3]);
    assert!(stage.server.is_alive());
}

#[test]
fn an_agent_that_was_restarted_costs_nobody_a_login() {
    let mut stage = Stage::new(Script::Allow);
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::On);
    let password = Password::Clear(b"token".to_vec());
    for _ in 0..5 {
        thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| client.log_in(USER, &password).unwrap().quit().unwrap());
            }
        });
        // Up to eight connections to the old agent are in the plugin's pool now.
        stage.agent.stop();
        stage.agent.resume();
        client.log_in(USER, &password).unwrap().quit().unwrap();
    }
    assert_eq!(stage.counts(), [45, 0, 0]);
}

#[test]
fn a_slow_agent_is_given_up_and_nobody_else_waits_for_it() {
    let stage = Stage::new(Script::Slow(Duration::from_secs(2)));
    stage.server.sql("CREATE USER local IDENTIFIED BY 'secret'");
    thread::scope(|scope| {
        let slow = scope.spawn(|| refused_in(&stage));
        let begin = Instant::now();
        while !slow.is_finished() {
            assert_eq!(
                stage
                    .server
                    .cli("local", "secret", &["-e", "SELECT 1"])
                    .ok(),
                "1\n"
            );
        }
        let took = slow.join().unwrap();
        assert!(took >= DEADLINE && took < BOUNDED, "{took:?}");
        assert!(begin.elapsed() < BOUNDED);
    });
    // The answer that came too late is nobody's.
    stage.agent.set(Script::Deny);
    thread::sleep(Duration::from_millis(1_200));
    refused_in(&stage);
    assert_eq!(stage.counts(), [0, 1, 1]);
}

#[test]
fn an_agent_whose_queue_is_full_is_given_up_too() {
    let agent = DeafAgent::start();
    let server = MariaDbOptions::new().agent_socket(agent.path()).start();
    server.sql(CREATE_USER);
    let begin = Instant::now();
    assert_eq!(
        server.cli(USER, "token", &["-e", "SELECT 1"]).stderr,
        ACCESS_DENIED
    );
    assert!(begin.elapsed() >= DEADLINE, "the queue was not full");
    assert!(begin.elapsed() < BOUNDED);
}

#[test]
fn whatever_an_agent_says_that_is_not_an_answer_is_a_refusal() {
    let stage = Stage::new(Script::Allow);
    let garbage: [&[u8]; 6] = [
        &[0xff; 64],
        &[0; 64],
        b"OK\n",
        &[0, 0, 0, 11, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0xA5],
        &[0, 0, 0, 11, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0xA5],
        &[0x7f, 0xff, 0xff, 0xff],
    ];
    for octets in garbage {
        stage.agent.set(Script::Garbage(octets.to_vec()));
        assert!(refused_in(&stage) < BOUNDED, "{octets:?}");
    }
    stage.agent.set(Script::Close);
    assert!(refused_in(&stage) < BOUNDED);
    assert_eq!(stage.counts(), [0, 0, 7]);
    stage.agent.set(Script::Allow);
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );
}

#[test]
fn in_a_pool_of_threads_other_logins_are_not_held_up_by_a_hung_agent() {
    let stage = Stage::with(Script::Hang, MariaDbOptions::new().pool_of_threads(2));
    stage.server.sql("CREATE USER local IDENTIFIED BY 'secret'");
    let (port, ca) = (stage.server.port(), stage.server.ca());
    let client = LoginClient::over_tls(port, ca, Resumption::Off);
    thread::scope(|scope| {
        let hung: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| client.log_in(USER, &Password::Clear(b"token".to_vec()))))
            .collect();
        stage.wait_for_question();
        let mut others = Vec::new();
        while !hung.iter().all(thread::ScopedJoinHandle::is_finished) {
            let begin = Instant::now();
            client
                .log_in("local", &Password::Native(b"secret".to_vec()))
                .unwrap();
            others.push(begin.elapsed());
        }
        for hung in hung {
            assert_eq!(hung.join().unwrap().unwrap_err().code(), Some(1045));
        }
        let longest = others.iter().max().unwrap();
        println!(
            "longest of {} logins next to 8 hung ones: {longest:?}",
            others.len()
        );
        assert!(*longest < BOUNDED, "{others:?}");
    });
}

#[test]
fn an_agent_that_is_down_does_not_count_as_a_wrong_password_and_a_no_does() {
    let mut stage = Stage::with(
        Script::Deny,
        MariaDbOptions::new().line("max_password_errors=3"),
    );
    stage.agent.stop();
    for _ in 0..5 {
        refused_in(&stage);
    }
    stage.agent.resume();
    stage.agent.set(Script::Disabled);
    for _ in 0..5 {
        let _ = stage.server.cli(USER, "token", &["-e", "SELECT 1"]);
    }
    stage.agent.set(Script::Allow);
    assert_eq!(
        stage.server.cli(USER, "token", &["-e", "SELECT 1"]).ok(),
        "1\n"
    );

    stage.agent.set(Script::Deny);
    for _ in 0..3 {
        refused_in(&stage);
    }
    stage.agent.set(Script::Allow);
    let blocked = stage.server.cli(USER, "token", &["-e", "SELECT 1"]);
    assert!(
        blocked.stderr.starts_with("ERROR 4150"),
        "{}",
        blocked.stderr
    );
}
