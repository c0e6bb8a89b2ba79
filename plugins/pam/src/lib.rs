//! `pam_rds_iam`: the PAM module that lets members of `rds_iam` into PostgreSQL with a token.
//!
//! It turns a login into one question to the agent and the answer into a PAM code. It has no policy,
//! no threads and no configuration but `socket=/path` on its line of the service file; it knows no
//! clock and no key. Everything that can be wrong is in the agent.
//!
//! - `login`: the order of steps, without a pointer in it;
//! - `arguments`: what stands behind the module's name in the service file;
//! - `report`: what the operator reads in the system's log, never the token;
//! - `ffi`: PAM's C interface; the only place with `unsafe`.
//!
//! # TLS
//! PAM has no item for the channel, so the module takes the server's word for it: PostgreSQL comes
//! here only from a line of `pg_hba.conf` that names our service, and such a line is a `hostssl` line
//! (`engine::postgresql::hba` writes no other). What can be seen is checked: a login without a remote
//! host, or from PostgreSQL's `[local]`, is not from a TLS connection, and its token is not handed on.
//!
//! # Rules
//! 1. Every backend of PostgreSQL is a process of its own, so there is one connection to the agent per
//!    login and no pool; nothing outlives the call but PAM's own handle.
//! 2. The answer is `PAM_SUCCESS` for the agent's yes and nothing else. A no is `PAM_PERM_DENIED`,
//!    because PostgreSQL writes the code's text into its log and Amazon's servers write
//!    `pam_authenticate failed: Permission denied`; no answer is `PAM_AUTHINFO_UNAVAIL`. The client
//!    cannot tell them apart.
//! 3. `pam_sm_acct_mgmt` says yes to whom this module let in, within the same handle, and has no
//!    opinion on anybody else: alone in a stack, that is a no.
//! 4. A crash of one backend makes the postmaster restart all of them, so no panic crosses the
//!    boundary to C.

#![deny(unsafe_code)]

mod arguments;
#[expect(
    unsafe_code,
    reason = "PAM's interface is C; every block names its contract"
)]
mod ffi;
mod login;
mod report;
