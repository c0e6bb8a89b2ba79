//! MariaDB and MySQL.

use testkit::{LoginClient, Password, Resumption, Session};

use super::{Contender, Door, Family, IAM_USER, LOCAL_USER, PASSWORD, Part};
use crate::clusters::{DATABASE, MASTER, MASTER_PASSWORD};
use crate::processes::Process;
use crate::tokens::Tokens;

/// One of the two.
#[derive(Debug)]
pub struct MySqlFamily {
    name: &'static str,
    programs: &'static [&'static str],
    api_name: &'static str,
    /// The server's default method, and the client's side of it.
    method: &'static str,
    password: fn(Vec<u8>) -> Password,
    password_after_switch: fn(Vec<u8>) -> Password,
    reload_certificate: &'static str,
}

pub static MARIADB: MySqlFamily = MySqlFamily {
    name: "MariaDB",
    programs: &["mariadbd", "mysqld"],
    api_name: "mariadb",
    method: "mysql_native_password",
    password: Password::Native,
    password_after_switch: Password::NativeAfterSwitch,
    reload_certificate: "FLUSH SSL",
};

pub static MYSQL: MySqlFamily = MySqlFamily {
    name: "MySQL",
    programs: &["mysqld"],
    api_name: "mysql",
    method: "caching_sha2_password",
    password: Password::Sha2,
    password_after_switch: Password::Sha2AfterSwitch,
    reload_certificate: "ALTER INSTANCE RELOAD TLS",
};

impl MySqlFamily {
    fn master(&self, door: &Door<'_>) -> Session {
        let password = (self.password)(MASTER_PASSWORD.into());
        client(door).log_in(MASTER, &password).unwrap()
    }
}

impl Family for MySqlFamily {
    fn name(&self) -> &'static str {
        self.name
    }

    fn programs(&self) -> &'static [&'static str] {
        self.programs
    }

    fn api_name(&self) -> &'static str {
        self.api_name
    }

    fn create_users(&self, door: &Door<'_>) {
        let mut master = self.master(door);
        for statement in [
            format!("CREATE TABLE {DATABASE}.sample (id INT PRIMARY KEY, name VARCHAR(20))"),
            format!(
                "INSERT INTO {DATABASE}.sample VALUES (1, 'sugi'), (2, 'hinoki'), (3, 'matsu')"
            ),
            format!("CREATE USER {LOCAL_USER} IDENTIFIED BY '{PASSWORD}'"),
            format!("CREATE USER {IAM_USER} IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'"),
            format!("GRANT SELECT ON {DATABASE}.* TO {LOCAL_USER}"),
            format!("GRANT SELECT ON {DATABASE}.* TO {IAM_USER}"),
        ] {
            master.query(&statement).unwrap();
        }
        master.quit().unwrap();
    }

    fn reload_certificate(&self, door: &Door<'_>, _server: &Process) {
        let mut master = self.master(door);
        master.query(self.reload_certificate).unwrap();
        master.quit().unwrap();
    }

    fn handshakes(&self) -> &'static [Resumption] {
        &[Resumption::Off, Resumption::On]
    }

    /// A token comes after a switch of the method, as from stock clients, unless the client begins with
    /// `mysql_clear_password`. A local user whose client proposes another method than the server's
    /// default pays for a switch too: no method but the default can be faster than that.
    fn contenders<'t>(&self, door: &Door<'_>, tokens: &'t Tokens) -> Vec<Contender<'t>> {
        let client = client(door);
        let contender = |label: String, part, user: &'static str, password: Password| {
            let client = client.clone();
            Contender {
                label,
                part,
                visit: Box::new(move || {
                    let session = client.log_in(user, &password)?;
                    let resumed = session.was_resumed() == Some(true);
                    session.quit()?;
                    Ok(resumed)
                }),
            }
        };
        let local = |how: &str, part, password: fn(Vec<u8>) -> Password| {
            let label = format!("local user, {how}");
            contender(label, part, LOCAL_USER, password(PASSWORD.into()))
        };
        let iam = |how: &str, part, password: fn(Vec<u8>) -> Password, token: &str| {
            let label = format!("IAM user, {how} ({} bytes)", token.len());
            contender(label, part, IAM_USER, password(token.into()))
        };
        let (own, session) = (tokens.own.as_str(), tokens.session.as_str());
        vec![
            local(self.method, Part::Measure, self.password),
            iam("token", Part::Measured, Password::Clear, own),
            iam(
                "token of a session",
                Part::Measured,
                Password::Clear,
                session,
            ),
            iam("token at once", Part::AtOnce, Password::ClearAtOnce, own),
            iam(
                "token of a session at once",
                Part::AtOnce,
                Password::ClearAtOnce,
                session,
            ),
            local(
                "after a switch of the method",
                Part::Comparison,
                self.password_after_switch,
            ),
        ]
    }
}

fn client(door: &Door<'_>) -> LoginClient {
    LoginClient::over_tls(door.port, door.ca, door.resumption)
}
