//! The native modules' way to the agent's socket.
//!
//! `agent_protocol::Client` asks and reads, and is safe Rust; what it cannot do with std is to
//! connect within a time, and to sleep until there is an answer. Both are one system call, and both
//! modules need them, so they are here once.

#![deny(unsafe_code)]

#[expect(
    unsafe_code,
    reason = "system calls that std does not make; every block names its contract"
)]
mod ffi;

use std::path::PathBuf;

use agent_protocol::Client;

pub use ffi::wait_readable;

/// A client that never waits longer than `agent_protocol::DEADLINE`, in no state of the agent.
#[must_use]
pub fn client(path: PathBuf) -> Client {
    Client::new(path, ffi::connect_in, ffi::wait)
}
