//! What a cluster of each engine stands without anybody noticing. `make storms` runs all of it, which
//! takes many minutes; a squall, a few seconds of each, blows in every run of the tests.

mod agent_deaths;
mod broken_off;
mod growth;
mod load;
mod mysql_family;
mod postgresql;
mod switches;

use std::any::Any;
use std::env;

use serde_json::json;
use testkit::engines::{self, mysql_family};

use crate::clusters::Cluster;
use crate::people::{Key, Person};
use crate::stand_in::Own;
use crate::travellers::{TRAVELLERS, Traveller};

pub use mysql_family::MySqlFamily;
pub use postgresql::PostgreSql;

/// Who logs in with tokens, and who with a password.
pub const IAM_USER: &str = "sailor";
pub const LOCAL_USER: &str = "native";
pub const LOCAL_PASSWORD: &str = "of-the-harbour";

/// With it a token has about 1,700 octets, as one of AWS's has.
const SESSION_TOKEN_BYTES: usize = 1_270;

/// A cluster in the way of a storm, with the users of above and a table `orders` that both may write to.
pub trait Target: Sync {
    type Connection: Traveller;

    fn cluster(&self) -> &Cluster<'_>;

    fn log_in_by_token(&self, token: &str) -> Result<Self::Connection, Refusal>;

    fn log_in_by_password(&self) -> Result<Self::Connection, Refusal>;

    /// What IAM users hear while the feature is off.
    fn off(&self) -> Refusal;

    /// Ends a connection politely. MariaDB loses some 300 octets for good in each that just breaks off,
    /// whoever was logged in.
    fn log_out(&self, connection: Self::Connection);

    /// Begins a transaction that has written a row.
    fn begin(&self, connection: &mut Self::Connection);

    /// Rows in `orders` that are committed.
    fn orders(&self) -> usize;

    /// Connections of clients that the server has now, logged in or not.
    fn connections(&self) -> usize;

    /// Sends so many octets of a login with a token, and stops there.
    fn begin_login(&self, token: &str, octets: usize) -> Begun;
}

/// What somebody hears who is not let in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The server's word for a wrong password.
    Denied,
    /// That the feature is off, where the server has a word for it.
    Off,
    /// Anything else, which nobody should hear.
    Fault(String),
}

/// A login in the middle of which the client stopped. The connection stays open until this is dropped.
pub struct Begun {
    /// How many octets were sent: fewer than asked for when there was no more to say.
    octets: usize,
    _open: Box<dyn Any + Send>,
}

impl Begun {
    pub fn new(octets: usize, open: impl Any + Send) -> Self {
        Self {
            octets,
            _open: Box::new(open),
        }
    }
}

/// How much of it.
#[derive(Clone, Copy, Debug)]
pub struct Extent {
    logins: usize,
    switches: usize,
    /// Connections with running transactions meanwhile.
    travellers: usize,
    deaths: usize,
    /// From one octet at which a login breaks off to the next.
    stride: usize,
}

const STORM: Extent = Extent {
    logins: 100_000,
    switches: 500,
    travellers: TRAVELLERS,
    deaths: 20,
    stride: 1,
};

const SQUALL: Extent = Extent {
    logins: 300,
    switches: 10,
    travellers: 20,
    deaths: 1,
    stride: 97,
};

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn the_installed_mariadb_weathers_a_storm() {
    storm_on_one_of_the_family(0);
}

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn the_newer_mariadb_weathers_a_storm() {
    storm_on_one_of_the_family(1);
}

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn mysql_weathers_a_storm() {
    storm_on_one_of_the_family(2);
}

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn the_newest_postgresql_weathers_a_storm() {
    on_postgresql(0, |target| blow(target, STORM));
}

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn the_installed_postgresql_weathers_a_storm() {
    on_postgresql(1, |target| blow(target, STORM));
}

#[test]
fn the_newest_postgresql_weathers_a_squall() {
    on_postgresql(0, |target| squall(target));
}

/// Its login service is a file of the machine's, which goes with the cluster.
fn on_postgresql(place: usize, body: impl FnOnce(&PostgreSql<'_>)) {
    let Some(programs) = engines::postgresql().get(place) else {
        return;
    };
    let mut own = Own::folder_only();
    own.up_on(programs.as_os_str());
    let target = PostgreSql::prepared(Cluster::make(&own, "storm", "aurora-postgresql"));
    body(&target);
    target.into_cluster().delete();
}

#[test]
#[ignore = "takes many minutes: make storms (#5)"]
fn mysqls_older_series_weather_a_storm() {
    (3..mysql_family().len()).for_each(storm_on_one_of_the_family);
}

#[test]
fn the_installed_mariadb_weathers_a_squall() {
    let own = Own::start();
    squall(&MySqlFamily::prepared(Cluster::make(
        &own, "storm", "mariadb",
    )));
}

fn storm_on_one_of_the_family(place: usize) {
    let Some(engine) = mysql_family().get(place) else {
        return;
    };
    let mut own = Own::folder_only();
    match place {
        0 => own.up(),
        _ => own.up_on(&env::join_paths(&engine.folders).unwrap()),
    }
    let cluster = Cluster::make(&own, "storm", engine.name);
    blow(&MySqlFamily::prepared(cluster), STORM);
}

/// A target, and somebody who may log in there.
struct Storm<'t, T> {
    target: &'t T,
    extent: Extent,
    key: Key,
}

impl<T: Target> Storm<'_, T> {
    fn token(&self) -> String {
        let cluster = self.target.cluster();
        cluster.purpose(IAM_USER).token(&self.key)
    }
}

/// A little of everything.
pub fn squall(target: &impl Target) {
    blow(target, SQUALL);
}

fn blow(target: &impl Target, extent: Extent) {
    let storm = Storm {
        key: permitted(target.cluster()),
        target,
        extent,
    };
    broken_off::logins_that_break_off_harm_nobody(&storm);
    growth::logins_leave_nothing_behind(&storm);
    switches::switches_disturb_nobody(&storm);
    agent_deaths::an_agents_death_is_felt_by_iam_users_alone(&storm);
}

/// Temporary credentials of somebody who may log in, with a session token as long as AWS's.
fn permitted(cluster: &Cluster<'_>) -> Key {
    let name = format!("{IAM_USER}-{}", cluster.resource_id);
    let person = Person::new(&cluster.stand_in.root(), &name);
    let statement = |action: &str, resource: &str| json!({ "Effect": "Allow", "Action": action, "Resource": resource });
    person.put_policy(
        "storm",
        &json!({ "Version": "2012-10-17", "Statement": [
            statement("rds-db:connect", &cluster.db_user_arn(IAM_USER)),
            statement("sts:GetFederationToken", "*"),
        ]}),
    );
    person.session(SESSION_TOKEN_BYTES)
}

/// Says how it went.
#[expect(
    clippy::print_stderr,
    reason = "a storm takes long, and has numbers to show"
)]
fn tell(words: &str) {
    eprintln!("  {words}");
}
