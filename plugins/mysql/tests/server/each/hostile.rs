//! An agent that is somebody else's: it gets nobody in, and does the server no harm.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use testkit::{Password, Script, hostile};

use super::Stage;
use crate::{USER, token};

const THREADS: usize = 8;

/// Every kind of reply, and some by lot.
pub(super) const SOME: usize = hostile::KINDS + 200;

pub(crate) fn outlasts_a_hostile_agent(stage: &Stage, replies: usize) {
    let pid = stage.running.pid();
    stage.agent.set(Script::Hostile);
    let left = AtomicUsize::new(replies);
    let next = || {
        left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            left.checked_sub(1)
        })
    };
    let client = stage.client();
    let token = Password::Clear(token(1_700).into_bytes());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while next().is_ok() {
                    let refused = client.log_in(USER, &token).unwrap_err();
                    assert_eq!(refused.code(), Some(1045), "{refused}");
                }
            });
        }
        assert_eq!(stage.as_master("SELECT 1").ok(), "1\n", "nobody else waits");
    });
    stage.agent.set(Script::Allow);
    client.log_in(USER, &token).unwrap().quit().unwrap();
    assert_eq!(stage.running.pid(), pid);
    drop(stage.agent.take_questions());
}
