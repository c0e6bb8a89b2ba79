//! Processes, as `ps` shows them.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How long anything may take that is only waited for, on a slow and busy machine.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// A running process.
#[derive(Clone, Debug)]
pub struct Process {
    pub pid: u32,
    pub command_line: String,
}

impl Process {
    /// Whether it still runs. One that has ended and that nobody has waited for does not.
    pub fn runs(&self) -> bool {
        read(self.pid).is_some_and(|now| now.command_line == self.command_line)
    }

    pub fn kill(&self, signal: Signal) {
        send(self.pid, signal);
    }
}

/// Every process whose command line names this folder or something in it.
pub fn of(folder: &Path) -> Vec<Process> {
    let folder = folder.to_str().unwrap();
    let mut found = all();
    found.retain(|process| process.command_line.contains(folder));
    found
}

/// Every process there is, as far as it has a command line.
pub fn all() -> Vec<Process> {
    let entries = fs::read_dir("/proc").unwrap();
    entries
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(read)
        .collect()
}

fn read(pid: u32) -> Option<Process> {
    let bytes = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let command_line = String::from_utf8_lossy(&bytes).replace('\0', " ");
    (!command_line.is_empty()).then_some(Process { pid, command_line })
}

pub fn send(pid: u32, signal: Signal) {
    let pid = i32::try_from(pid).ok().and_then(Pid::from_raw).unwrap();
    let _ = kill_process(pid, signal);
}

/// Waits for something to become true.
pub fn wait_until(what: &str, mut holds: impl FnMut() -> bool) {
    wait_for(what, || holds().then_some(()));
}

/// Waits for something to come.
pub fn wait_for<T>(what: &str, mut attempt: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = attempt() {
            return found;
        }
        assert!(Instant::now() < deadline, "waited in vain: {what}");
        std::thread::sleep(Duration::from_millis(50));
    }
}
