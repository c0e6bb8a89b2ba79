//! A hundred thousand logins, and what they leave behind in the server and in the agent.

use std::fs;
use std::time::Instant;

use super::{Storm, Target, tell};
use crate::processes::wait_until;

/// Until pools and caches are as large as they become.
const WARM_UP: usize = 2_000;

/// What allocators take or give back by themselves. Were one word lost in each of 100,000 logins with
/// tokens of 1,700 bytes, it would be told; a token lost, twenty times over.
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

    fn has_outgrown(&self, before: &Self) -> bool {
        self.memory_kb > before.memory_kb + GROWTH_MAX_KB || self.files > before.files + FILES_MAX
    }
}

pub fn logins_leave_nothing_behind<T: Target>(storm: &Storm<'_, T>) {
    let cluster = storm.target.cluster();
    let processes = [
        ("the server", cluster.server()),
        ("the agent", cluster.stand_in.agent().unwrap()),
    ];
    storm.log_in(WARM_UP.min(storm.extent.logins));
    let before = processes
        .each_ref()
        .map(|(_, process)| Footprint::of(process.pid));
    let begin = Instant::now();
    storm.log_in(storm.extent.logins);
    let took = begin.elapsed().as_secs_f64();
    tell(&format!(
        "{} logins in {took:.0} s with tokens of {} bytes",
        storm.extent.logins,
        storm.token().len()
    ));
    for ((name, process), before) in processes.iter().zip(before) {
        wait_until(&format!("{name} is no larger than before"), || {
            !Footprint::of(process.pid).has_outgrown(&before)
        });
        let after = Footprint::of(process.pid);
        tell(&format!("{name}: {before:?}, then {after:?}"));
        assert!(process.runs(), "{name} is another one now");
    }
}
