//! The plugin in real servers, with the unmodified client: in all detail in the installed MariaDB, and
//! what can differ in each server of the family; and in a program that stands in for them, under valgrind.

#![allow(
    clippy::allow_attributes,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod channels;
mod each;
mod faults;
mod host;
mod library;
mod logins;
mod rules;
mod storms;
mod switching;

use std::thread;
use std::time::{Duration, Instant};

use testkit::{MariaDb, MariaDbOptions, Script, ScriptedAgent};

/// What RDS's documentation names its user.
const USER: &str = "iamuser01";

const CREATE_USER: &str = "CREATE USER iamuser01 IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

const ACCESS_DENIED: &str = "ERROR 1045 (28000): Access denied for user 'iamuser01'@'127.0.0.1' \
                             (using password: YES)\n";

const NOT_LOADED: &str = "ERROR 1524 (HY000): Plugin 'AWSAuthenticationPlugin' is not loaded\n";

/// Far more than the agent's second, far less than for ever: what a refusal may take on a machine
/// that has other things to do.
const BOUNDED: Duration = Duration::from_secs(4);

/// A server that has the IAM user, and the agent that it asks.
struct Stage {
    server: MariaDb,
    agent: ScriptedAgent,
}

impl Stage {
    fn new(script: Script) -> Self {
        Self::with(script, MariaDbOptions::new())
    }

    fn with(script: Script, options: MariaDbOptions) -> Self {
        let agent = ScriptedAgent::start(script);
        let server = options.agent_socket(agent.path()).start();
        server.sql(CREATE_USER);
        Self { server, agent }
    }

    /// Until a login is inside the plugin.
    fn wait_for_question(&self) {
        let deadline = Instant::now() + Duration::from_secs(20);
        while self.agent.take_questions().is_empty() {
            assert!(Instant::now() < deadline, "nobody asked the agent");
            thread::yield_now();
        }
    }

    fn counts(&self) -> [u64; 3] {
        ["allowed", "denied", "errors"].map(|name| {
            self.server
                .status(&format!("Awsauthenticationplugin_{name}"))
        })
    }
}

/// A token of this length, recognisable and with nothing in it that a shell or a client would mind.
fn token(length: usize) -> String {
    "db.example:3306/?Action=connect&X-Amz-Signature="
        .chars()
        .cycle()
        .take(length)
        .collect()
}
