//! Calls by several clients at a time, and how long each took.

use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use crate::servers::Server;

pub const CLIENTS: usize = 8;

/// What is there in the first comparison.
pub const FEW: usize = 100;

/// How long one turn lasts.
const TURN: Duration = Duration::from_secs(1);

/// From one user that is asked for to the next: far, so that no cache of the last one answers.
const STRIDE: usize = 7_919;

#[derive(Clone, Copy, Debug)]
pub enum Call {
    GetUser,
    CreateUser,
}

/// What one server's turn came to.
pub struct Turn {
    pub rate: f64,
    pub median_ms: f64,
    pub p99_ms: f64,
}

pub fn turn(server: &Server, call: Call) -> Turn {
    let begin = Instant::now();
    let clients = || {
        let mut took = Vec::new();
        while begin.elapsed() < TURN {
            let called = Instant::now();
            make(server, call);
            took.push(called.elapsed().as_secs_f64() * 1e3);
        }
        took
    };
    let mut took: Vec<f64> = thread::scope(|scope| {
        let threads: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(clients)).collect();
        threads
            .into_iter()
            .flat_map(|thread| thread.join().unwrap())
            .collect()
    });
    let rate = took.len() as f64 / begin.elapsed().as_secs_f64();
    took.sort_by(f64::total_cmp);
    let at = |percent: usize| took[(took.len() - 1) * percent / 100];
    Turn {
        rate,
        median_ms: at(50),
        p99_ms: at(99),
    }
}

fn make(server: &Server, call: Call) {
    match call {
        Call::CreateUser => create(server),
        Call::GetUser => {
            let there = server.users.load(Ordering::Relaxed);
            let asked = server.asked.fetch_add(STRIDE, Ordering::Relaxed);
            server.call("GetUser", &name(asked % there));
        }
    }
}

fn create(server: &Server) {
    let number = server.users.fetch_add(1, Ordering::Relaxed);
    server.call("CreateUser", &name(number));
}

fn name(number: usize) -> String {
    format!("user-{number:07}")
}

/// Creates users until there are so many; both servers at the same time, as nothing is measured.
pub fn populate(servers: &[Server; 2], users: usize) {
    thread::scope(|scope| {
        for server in servers {
            for _ in 0..CLIENTS {
                scope.spawn(move || {
                    while server.users.load(Ordering::Relaxed) < users {
                        create(server);
                    }
                });
            }
        }
    });
}
