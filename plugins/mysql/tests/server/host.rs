//! The module inside a program that loads and calls it as each series of MariaDB and MySQL does, with
//! valgrind watching: users who may log in and who may not, and agents of every kind.

use std::path::Path;
use std::sync::OnceLock;

use agent_protocol::MAX_TOKEN_BYTES;
use testkit::host::{Host, printed};
use testkit::module::aws_auth;
use testkit::{DeafAgent, Script, ScriptedAgent, hostile};

/// What differs between the servers as the host knows them: their structs, and whether they say that there
/// is TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Series {
    /// 10.11.
    MariaDb,
    /// 11.8.
    NewerMariaDb,
    /// 8.0 and 8.4.
    MySql8,
    /// 9.7.
    MySql9,
}

use Series::{MariaDb, MySql8, MySql9, NewerMariaDb};

const ALL: [Series; 4] = [MariaDb, NewerMariaDb, MySql8, MySql9];

impl Series {
    fn host(self) -> &'static Host {
        static MARIADB: OnceLock<Host> = OnceLock::new();
        static MYSQL: OnceLock<Host> = OnceLock::new();
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/server/host.c");
        let compiled = |define| Host::compile(source, &[define, "-rdynamic", "-pthread", "-ldl"]);
        match self {
            MariaDb | NewerMariaDb => MARIADB.get_or_init(|| compiled("-DMARIADB")),
            MySql8 | MySql9 => MYSQL.get_or_init(|| compiled("-DMYSQL")),
        }
    }

    /// What the host prints for these lines; what it writes to the server's log is left out.
    fn run(self, agent: &Path, lines: &str) -> Vec<String> {
        let mut command = self.host().watched(&[]);
        command.arg(aws_auth()).arg(agent).arg(match self {
            MariaDb | MySql8 => "silent",
            NewerMariaDb | MySql9 => "says",
        });
        let printed = printed(&mut command, lines.as_bytes());
        let told = printed.lines().filter(|line| !line.starts_with("log "));
        told.map(str::to_owned).collect()
    }
}

const INSTALLED: &str = "init=0";
const LET_IN: &str = "code=-1 used=1 error=0";
const REFUSED: &str = "code=1 used=1 error=0";
const REFUSED_WITHOUT_PASSWORD: &str = "code=1 used=0 error=0";
const FAILED: &str = "code=3 used=1 error=0";
const GONE: &str = "code=3 used=0 error=0";

#[test]
fn whoever_logs_in_and_however_no_octet_is_read_or_lost_that_should_not_be() {
    let agent = ScriptedAgent::start(Script::AllowToken(b"token".to_vec()));
    let longest = "x".repeat(MAX_TOKEN_BYTES);
    let logins = [
        ("tls iam RDS token".to_owned(), LET_IN),
        ("slow iam rds token".to_owned(), LET_IN),
        ("tls iam - token".to_owned(), LET_IN),
        ("tls iam RDS another".to_owned(), REFUSED),
        (format!("tls iam RDS {longest}"), REFUSED),
        (format!("tls iam RDS {longest}x"), REFUSED),
        (format!("tls {longest} LDAP token"), REFUSED),
        ("plain iam RDS token".to_owned(), REFUSED),
        ("unix iam RDS token".to_owned(), REFUSED),
        ("tls iam RDS -".to_owned(), REFUSED_WITHOUT_PASSWORD),
        ("gone iam RDS token".to_owned(), GONE),
    ];
    for series in ALL {
        let lines = logins
            .iter()
            .map(|(login, _)| format!("login 8 {login}\n"))
            .collect::<String>();
        let expected = logins.iter().flat_map(|(_, told)| [*told; 8]);
        let expected: Vec<_> = [INSTALLED].into_iter().chain(expected).collect();
        assert_eq!(series.run(&agent.path(), &lines), expected, "{series:?}");
    }
}

#[test]
fn a_hostile_agent_makes_it_read_and_lose_nothing_either() {
    let agent = ScriptedAgent::start(Script::Hostile);
    let logins = "login 20 tls iam RDS token\n".repeat((hostile::KINDS + 60) / 20);
    let printed = MySql9.run(&agent.path(), &logins);
    let (_, logins) = printed.split_first().unwrap();
    assert!(logins.iter().all(|told| told == FAILED), "{logins:?}");
}

#[test]
fn an_agent_that_is_away_or_stuck_or_moves_or_switches_off_makes_it_lose_nothing_either() {
    let agent = ScriptedAgent::start(Script::Disabled);
    let stuck = ScriptedAgent::start(Script::Hang);
    let deaf = DeafAgent::start();
    let at = |path: &Path| format!("socket {}\nlogin 4 tls iam RDS token\n", path.display());
    let lines = [Path::new("/nowhere"), &deaf.path(), &stuck.path()].map(at);
    let lines = format!("{}install\n{}", lines.concat(), at(&agent.path()));
    let told = |series: Series| -> Vec<_> {
        let printed = series.run(&agent.path(), &lines).into_iter();
        printed.filter(|line| line.starts_with("code=")).collect()
    };
    assert_eq!(told(MySql8), [FAILED; 16]);
    let off = ["code=3 used=1 error=1524"; 4];
    assert_eq!(told(NewerMariaDb), [&[FAILED; 12][..], &off].concat());
}

#[test]
fn account_statements_of_mysql_make_it_read_and_lose_nothing_either() {
    let agent = ScriptedAgent::start(Script::Allow);
    let lines = "account RDS\naccount rds\naccount -\naccount another\n";
    let expected = [
        INSTALLED,
        "by=0 as=0 salt=0 of 0",
        "by=0 as=0 salt=0 of 0",
        "by=0 as=0 salt=0 of 0",
        "by=1 as=1 salt=0 of 0",
    ];
    assert_eq!(MySql9.run(&agent.path(), lines), expected);
}
