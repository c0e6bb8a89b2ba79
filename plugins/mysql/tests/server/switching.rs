//! On and off, hundreds of times, while users log in.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use testkit::{LoginClient, Password, Resumption, Script};

use crate::{Stage, USER};

const SWITCHES: u32 = 500;

#[test]
fn switching_500_times_under_8_threads_of_logins_breaks_nothing() {
    let mut stage = Stage::new(Script::Allow);
    let client = LoginClient::over_tls(stage.server.port(), stage.server.ca(), Resumption::On);
    let password = Password::Clear(b"token".to_vec());
    let mut held = client.log_in(USER, &password).unwrap();
    held.query("START TRANSACTION").unwrap();
    held.query("SET @held = 42").unwrap();

    let done = AtomicBool::new(false);
    let (allowed, off) = (AtomicU64::new(0), AtomicU64::new(0));
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                while !done.load(Ordering::Relaxed) {
                    match client.log_in(USER, &password) {
                        Ok(session) => {
                            allowed.fetch_add(1, Ordering::Relaxed);
                            session.quit().unwrap();
                        }
                        Err(error) => {
                            assert_eq!(error.code(), Some(1524), "{error}");
                            off.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
        for switch in 0..SWITCHES {
            stage.agent.set(if switch % 2 == 0 {
                Script::Disabled
            } else {
                Script::Allow
            });
            thread::sleep(Duration::from_millis(10));
        }
        done.store(true, Ordering::Relaxed);
    });
    let (allowed, off) = (allowed.into_inner(), off.into_inner());
    println!("{allowed} logins, {off} refusals");
    assert!(
        allowed > 100 && off > 100,
        "{allowed} logins, {off} refusals"
    );

    assert!(stage.server.is_alive());
    assert_eq!(
        held.value("SELECT @held").unwrap(),
        "42",
        "an open connection is left alone"
    );
    assert_eq!(stage.counts(), [allowed + 1, off, 0]);
    nothing_is_stuck(&stage, &client, &password);
}

/// Both states still mean what they say, at once.
fn nothing_is_stuck(stage: &Stage, client: &LoginClient, password: &Password) {
    let begin = Instant::now();
    for _ in 0..5 {
        stage.agent.set(Script::Disabled);
        assert_eq!(
            client.log_in(USER, password).unwrap_err().code(),
            Some(1524)
        );
        stage.agent.set(Script::Allow);
        client.log_in(USER, password).unwrap().quit().unwrap();
    }
    assert!(begin.elapsed() < Duration::from_secs(10));
}
