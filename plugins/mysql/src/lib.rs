//! `AWSAuthenticationPlugin` for MariaDB (10.11, 11.8) and MySQL (8.0 and later): one library for
//! all of them.
//!
//! It turns a login into one question to the agent and the answer into a return code. It has no
//! policy, no threads and no configuration but the path of the agent's socket; it knows no clock and
//! no key. Everything that can be wrong is in the agent, which can be restarted and upgraded without
//! touching the database.
//!
//! - `login`: the order of steps, without a pointer in it;
//! - `report`: what the operator reads in the server's error log, never the token;
//! - `ffi`: the servers' C interfaces; the only place with `unsafe`.
//!
//! # Rules
//! Each of them cost a crash or an outage before it was known:
//! 1. The library is linked with `-z nodelete` and says no to being uninstalled where it can.
//! 2. UNINSTALL is not how IAM authentication is switched off: the agent answers *disabled*. MariaDB
//!    10.11 crashes after some hundred reloads under logins, mapped library or not, because it loses
//!    track of the plugin's system variable; `loose-awsauthenticationplugin=FORCE_PLUS_PERMANENT` in
//!    its options refuses them, from INSTALL on. MySQL refuses by itself.
//! 3. No status variable sorts first in MySQL's list, or UNINSTALL leaves a dangling pointer in it.
//! 4. No service pointer is exported: servers check their versions. Functions of the server are
//!    looked up by name, and done without when they are not there.
//! 5. `authenticate_user` returns -1, 1 or 3. Other negative values are successes too, -2 hangs the
//!    client, and 2 counts towards blocking its host.
//!
//! No panic crosses the boundary to C; whatever goes wrong, the login is refused.

#![deny(unsafe_code)]

#[expect(
    unsafe_code,
    reason = "the servers' interfaces are C; every block names its contract"
)]
mod ffi;
mod login;
mod report;
