//! Every driver of `e2e/drivers` logs in with a token over TLS that it verifies, and is refused what is
//! not right, by the server or by itself. `make drivers` runs this; `docs/clients.md` shows the programs.

mod clusters;
mod matrix;
mod other_name;
mod runtimes;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use testkit::{Certificates, CliOutput};

use crate::people::{Key, Person, policy};
use crate::product::workspace;
use crate::stand_in::{ACCOUNT, Own, REGION};
use clusters::{Cluster, USER};
use matrix::{DRIVERS, Driver, Known};
use other_name::OtherName;
use runtimes::Runtime;

#[test]
#[ignore = "installs drivers and takes a minute: make drivers (#5)"]
fn every_driver_logs_in_and_is_refused() {
    let walk = Walk::begin();
    let mut failed = Vec::new();
    for driver in DRIVERS {
        let runtime = match driver.runtime() {
            Ok(runtime) => runtime,
            Err(reason) => {
                eprintln!("!!! SKIPPED: {} ({reason})", driver.name);
                continue;
            }
        };
        for cluster in walk.clusters_of(driver) {
            let told = walk.assert_all(driver.known, cluster, &runtime);
            let verdict = told
                .as_ref()
                .err()
                .map_or(driver.known.verdict(), String::as_str);
            eprintln!("{} on {}: {verdict}", driver.name, cluster.engine);
            failed.extend(told.err().map(|_| (driver.name, cluster.engine)));
        }
    }
    clusters::delete_postgresql(&walk.own);
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn the_guide_shows_every_program_as_it_is_run() {
    let guide = fs::read_to_string(workspace().join("docs/clients.md")).unwrap();
    for driver in DRIVERS {
        let program = fs::read_to_string(runtimes::programs().join(driver.program)).unwrap();
        assert!(guide.contains(&program), "{}", driver.program);
        assert!(guide.contains(driver.name), "{}", driver.name);
    }
}

/// Somebody who may log in as [`USER`] of every cluster.
struct Walk {
    own: Own,
    clusters: Vec<Cluster>,
    key: Key,
    session: Key,
    stranger: Certificates,
}

impl Walk {
    fn begin() -> Self {
        let own = clusters::stand_in();
        let clusters = clusters::all(&own);
        let person = Person::new(&own.root(), "driver");
        let users = format!("arn:aws:rds-db:{REGION}:{ACCOUNT}:dbuser:*/{USER}");
        person.put_policy("connect", &policy("Allow", "rds-db:connect", &users));
        let answer = own.aws_json_as(&person.key, &["sts", "get-session-token"]);
        let folder = own.folder().join("stranger");
        fs::create_dir(&folder).unwrap();
        Self {
            stranger: Certificates::write_into(&folder),
            session: Key::from_sts(&answer["Credentials"]),
            key: person.key,
            clusters,
            own,
        }
    }

    fn clusters_of(&self, driver: &Driver) -> impl Iterator<Item = &Cluster> {
        let family = driver.family;
        self.clusters
            .iter()
            .filter(move |cluster| cluster.family == family)
    }

    fn assert_all(&self, known: Known, cluster: &Cluster, runtime: &Runtime) -> Result<(), String> {
        let ca = self.own.data_dir().join("global-bundle.pem");
        let run = |host, ca: &Path, token: &str| self.run(runtime, cluster, host, ca, token);
        let token = cluster.purpose().token(&self.key);
        if let Known::CannotDemandTls(words) = known {
            return refused("a token", words, &run(cluster.host(), &ca, &token));
        }
        admitted("a token", cluster, &run(cluster.host(), &ca, &token))?;
        let long = cluster.purpose().token(&self.session);
        admitted(
            "a session's token",
            cluster,
            &run(cluster.host(), &ca, &long),
        )?;

        let bad = run(cluster.host(), &ca, &spoilt(&token));
        refused("a bad token", cluster.refusal(), &bad)?;

        self.unsent(|| {
            let told = run(cluster.host(), &self.stranger.ca, &token);
            not_trusted("a stranger's certificate", &told)
        })?;
        let elsewhere = OtherName::of(cluster.port);
        let named_otherwise = || run(elsewhere.host(), &ca, &token);
        if known == Known::ChecksNoAddress {
            return admitted("another address", cluster, &named_otherwise());
        }
        self.unsent(|| not_trusted("another name", &named_otherwise()))
    }

    /// What `attempt` says, and that no token came to any server meanwhile.
    fn unsent(&self, attempt: impl FnOnce() -> Result<(), String>) -> Result<(), String> {
        let before = self.own.logins(USER).len();
        attempt()?;
        let sent = self.own.logins(USER).len() > before;
        if sent {
            return Err("the token was sent to a stranger".to_owned());
        }
        Ok(())
    }

    fn run(
        &self,
        runtime: &Runtime,
        cluster: &Cluster,
        host: &str,
        ca: &Path,
        token: &str,
    ) -> CliOutput {
        let mut command = runtime.command(&self.own);
        let mut child = command
            .args([host, &cluster.port.to_string(), USER])
            .arg(ca)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        stdin.write_all(token.as_bytes()).unwrap();
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        CliOutput {
            code: output.status.code(),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

/// The token with another last digit in its signature.
fn spoilt(token: &str) -> String {
    let (rest, last) = token.split_at(token.len() - 1);
    let other = if last == "0" { "1" } else { "0" };
    format!("{rest}{other}")
}

fn admitted(with: &str, cluster: &Cluster, told: &CliOutput) -> Result<(), String> {
    let right = told.code == Some(0) && told.stdout.trim_end() == cluster.current_user();
    right
        .then_some(())
        .ok_or_else(|| format!("with {with}: {told:?}"))
}

/// By the server, whose words the driver hands on.
fn refused(with: &str, words: &str, told: &CliOutput) -> Result<(), String> {
    // Rust's programs print what went wrong as Rust writes it, with quotes escaped.
    let said = format!("{}{}", told.stdout, told.stderr).replace('\\', "");
    let right = told.code != Some(0) && said.contains(words);
    right
        .then_some(())
        .ok_or_else(|| format!("with {with}: {told:?}"))
}

/// By the driver, which has to end before it sends anything.
fn not_trusted(with: &str, told: &CliOutput) -> Result<(), String> {
    let right = told.code != Some(0) && !told.stdout.contains(USER);
    right
        .then_some(())
        .ok_or_else(|| format!("with {with}: {told:?}"))
}
