//! PostgreSQL.

use rustix::process::Signal;
use testkit::{Derivation, PostgresClient, Resumption};

use super::{Contender, Door, Family, IAM_USER, LOCAL_USER, PASSWORD, Part};
use crate::clusters::{MASTER, MASTER_PASSWORD};
use crate::processes::Process;
use crate::tokens::Tokens;

#[derive(Debug)]
pub struct PostgreSql;

impl Family for PostgreSql {
    fn name(&self) -> &'static str {
        "PostgreSQL"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["postgres"]
    }

    fn api_name(&self) -> &'static str {
        "postgres"
    }

    fn create_users(&self, door: &Door<'_>) {
        let client = PostgresClient::over_tls(door.port, door.ca);
        let mut master = client.log_in(MASTER, MASTER_PASSWORD.as_bytes()).unwrap();
        for statement in [
            format!("CREATE USER {LOCAL_USER} PASSWORD '{PASSWORD}'"),
            format!("CREATE USER {IAM_USER} IN ROLE rds_iam"),
        ] {
            master.query(&statement).unwrap();
        }
        master.quit().unwrap();
    }

    fn reload_certificate(&self, _door: &Door<'_>, server: &Process) {
        server.kill(Signal::HUP);
    }

    /// It resumes no sessions.
    fn handshakes(&self) -> &'static [Resumption] {
        &[Resumption::Off]
    }

    /// SCRAM has the client derive a key from the password, which takes longer than a login takes the
    /// server. libpq does so each time; a client that keeps the key shows what the server's side costs.
    fn contenders<'t>(&self, door: &Door<'_>, tokens: &'t Tokens) -> Vec<Contender<'t>> {
        let deriving = PostgresClient::over_tls(door.port, door.ca);
        let keeping = deriving.clone().deriving(Derivation::once());
        let contender = |label: String,
                         part,
                         client: &PostgresClient,
                         user: &'static str,
                         password: &'t str| {
            let client = client.clone();
            Contender {
                label,
                part,
                visit: Box::new(move || {
                    client.log_in(user, password.as_bytes())?.quit()?;
                    Ok(false)
                }),
            }
        };
        let local = |how: &str, part, client| {
            contender(
                format!("local user, {how}"),
                part,
                client,
                LOCAL_USER,
                PASSWORD,
            )
        };
        let iam = |how: &str, token: &'t str| {
            let label = format!("IAM user, {how} ({} bytes)", token.len());
            contender(label, Part::Measured, &deriving, IAM_USER, token)
        };
        vec![
            local("SCRAM-SHA-256", Part::Measure, &deriving),
            iam("token", &tokens.own),
            iam("token of a session", &tokens.session),
            local(
                "SCRAM, a client that keeps its key",
                Part::Comparison,
                &keeping,
            ),
        ]
    }
}
