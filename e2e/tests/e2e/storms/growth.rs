//! A hundred thousand logins, and what they leave behind in the server and in the agent.

use std::fs;
use std::time::Instant;

use super::{Storm, Target, tell};
use crate::processes::{Process, wait_until};

/// Until pools and caches are as large as they become.
const WARM_UP: usize = 2_000;

/// What allocators take or give back by themselves: some 80 bytes for each of 100,000 logins. A token
/// lost in each would be twenty times that.
const GROWTH_MAX_KB: u64 = 8 * 1024;
const FILES_MAX: usize = 16;

/// What a process holds.
#[derive(Clone, Copy, Debug)]
struct Footprint {
    memory_kb: u64,
    files: usize,
}

impl Footprint {
    fn of(pid: u32) -> Self {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
        let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kb = resident.unwrap().trim_end_matches("kB").trim();
        Self {
            memory_kb: kb.parse().unwrap(),
            files: fs::read_dir(format!("/proc/{pid}/fd")).unwrap().count(),
        }
    }

    fn grown_since(&self, before: &Self) -> Self {
        Self {
            memory_kb: self.memory_kb.saturating_sub(before.memory_kb),
            files: self.files.saturating_sub(before.files),
        }
    }

    fn exceeds(&self, other: &Self) -> bool {
        self.memory_kb > other.memory_kb + GROWTH_MAX_KB || self.files > other.files + FILES_MAX
    }
}

/// Nothing more, that is, than as many logins with a password do just before: MariaDB 11.8 grows by some
/// 40 bytes with each login, whoever it is.
pub fn logins_leave_nothing_behind<T: Target>(storm: &Storm<'_, T>) {
    let cluster = storm.target.cluster();
    let processes = [
        ("the server", cluster.server()),
        ("the agent", cluster.stand_in.agent().unwrap()),
    ];
    let footprints = || {
        let of = |(_, process): &(_, Process)| Footprint::of(process.pid);
        processes.each_ref().map(of)
    };
    let logins = storm.extent.logins;
    storm.log_in(WARM_UP.min(logins));
    let at_first = footprints();
    storm.log_in_locally(logins);
    let before = footprints();
    let begin = Instant::now();
    storm.log_in(logins);
    let (took, token) = (begin.elapsed().as_secs_f64(), storm.token().len());
    tell(&format!(
        "{logins} logins in {took:.0} s with tokens of {token} bytes"
    ));
    for (((name, process), at_first), before) in processes.iter().zip(at_first).zip(before) {
        let by_passwords = before.grown_since(&at_first);
        let by_tokens = || Footprint::of(process.pid).grown_since(&before);
        wait_until(
            &format!("{name} grows no more than by {by_passwords:?}"),
            || !by_tokens().exceeds(&by_passwords),
        );
        let grown = by_tokens();
        tell(&format!(
            "{name}: {before:?}, grown by {by_passwords:?} with passwords, by {grown:?} with tokens"
        ));
        assert!(process.runs(), "{name} is another one now");
    }
}
