//! What logging in is on each kind of engine: the users, their passwords, the clients.

mod mysql_family;
mod postgresql;

use std::error::Error;
use std::path::Path;

use testkit::Resumption;

use crate::processes::Process;
use crate::tokens::Tokens;

pub use mysql_family::{MARIADB, MYSQL};
pub use postgresql::PostgreSql;

pub const LOCAL_USER: &str = "bench_local";
pub const IAM_USER: &str = "bench_iam";
pub const PASSWORD: &str = "a password of a local user";

/// One kind of engine.
pub trait Family: Sync {
    /// As people write it.
    fn name(&self) -> &'static str;

    /// What the server's program may be called.
    fn programs(&self) -> &'static [&'static str];

    /// The engine, as the RDS API calls it.
    fn api_name(&self) -> &'static str;

    /// Makes the local user, with the method that the engine gives whoever names none, and the IAM
    /// user, with the same rights.
    fn create_users(&self, door: &Door<'_>);

    /// Has the server read its certificate again.
    fn reload_certificate(&self, door: &Door<'_>, server: &Process);

    /// How TLS handshakes can be.
    fn handshakes(&self) -> &'static [Resumption];

    /// Everybody, the local user first, in front of this door.
    fn contenders<'t>(&self, door: &Door<'_>, tokens: &'t Tokens) -> Vec<Contender<'t>>;
}

/// Where the server is entered.
#[derive(Clone, Copy, Debug)]
pub struct Door<'d> {
    pub port: u16,
    /// Who issued the server's certificate.
    pub ca: &'d Path,
    pub resumption: Resumption,
}

/// One way to log in.
pub struct Contender<'t> {
    pub label: String,
    pub part: Part,
    /// Logs in and out; whether a TLS session was resumed.
    pub visit: Box<dyn Fn() -> Result<bool, Box<dyn Error>> + Send + Sync + 't>,
}

/// What a contender is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// To measure the others against.
    Measure,
    /// To be held to the bar: as stock clients do it unless told otherwise.
    Measured,
    /// To be held to the bar too: the token is sent unasked, as `sekisho connect` has it done.
    AtOnce,
    /// To understand the others by.
    Comparison,
}
