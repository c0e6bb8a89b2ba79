//! Accounts that log in with tokens, whatever else is said of them.

use std::process::Stdio;

use engine::Product;
use testkit::{Asked, CliOutput, Script, mysql_program};

use super::Stage;
use crate::USER;

/// How an account of these users begins.
const IAM: &str = "IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";

pub(super) fn are_made_changed_and_shown_as_on_rds(stage: &Stage) {
    are_made_in_any_spelling(stage);
    turn_into_local_ones_and_back(stage);
    are_renamed_locked_and_have_roles(stage);
    have_what_their_tls_is_required_to_have(stage);
    are_shown_as_they_are_made(stage);
    match stage.product {
        Product::MySql => {
            may_want_a_password_before_the_token(stage);
            count_refusals_as_wrong_passwords_in_mysql(stage);
        }
        _ => {
            may_do_with_a_password_instead_of_a_token(stage);
            count_refusals_as_wrong_passwords_in_mariadb(stage);
        }
    }
}

#[track_caller]
fn let_in(stage: &Stage, user: &str, password: &str) {
    let who = stage.over_tls(user, password, "SELECT CURRENT_USER()");
    assert_eq!(who.ok(), format!("{user}@%\n"));
}

#[track_caller]
fn refused(stage: &Stage, user: &str, password: &str, code: u16) {
    let login = stage.over_tls(user, password, "SELECT 1");
    assert!(login.stderr.contains(&format!("ERROR {code}")), "{login:?}");
}

#[track_caller]
fn all(stage: &Stage, statements: &[&str]) {
    stage.as_master(&statements.join("; ")).ok();
}

fn are_made_in_any_spelling(stage: &Stage) {
    all(
        stage,
        &[
            "CREATE USER low IDENTIFIED WITH awsauthenticationplugin AS 'rds'",
            "CREATE USER bare IDENTIFIED WITH AWSAuthenticationPlugin",
            "CREATE USER quoted IDENTIFIED WITH 'AWSAUTHENTICATIONPLUGIN' AS \"Rds\"",
            "CREATE USER local IDENTIFIED BY 'secret'",
        ],
    );
    for user in ["low", "bare", "quoted"] {
        let_in(stage, user, "token");
    }
    let other = "CREATE USER other IDENTIFIED WITH AWSAuthenticationPlugin AS 'OTHER'";
    let made = stage.as_master(other);
    match stage.product {
        Product::MySql => assert!(made.stderr.contains("ERROR 1827"), "{made:?}"),
        _ => refused(stage, "other", "token", 1045),
    }
}

/// To give a user of MySQL a password, one has to name what checks it: the plugin that there is would be
/// given it otherwise, and ours takes none.
fn turn_into_local_ones_and_back(stage: &Stage) {
    stage.agent.set(Script::AllowToken(b"token".to_vec()));
    let back = match stage.product {
        Product::MySql => "IDENTIFIED WITH caching_sha2_password BY 'secret'",
        _ => "IDENTIFIED BY 'secret'",
    };
    all(stage, &["CREATE USER later IDENTIFIED BY 'secret'"]);
    for _ in 0..2 {
        let_in(stage, "later", "secret");
        all(stage, &[&format!("ALTER USER later {IAM} REQUIRE SSL")]);
        let_in(stage, "later", "token");
        refused(stage, "later", "secret", 1045);
        all(stage, &[&format!("ALTER USER later {back}")]);
        refused(stage, "later", "token", 1045);
    }
    if stage.product == Product::MySql {
        let password = stage.as_master("ALTER USER low IDENTIFIED BY 'abc'");
        assert!(password.stderr.contains("ERROR 1396"), "{password:?}");
    }
    stage.agent.set(Script::Allow);
}

fn are_renamed_locked_and_have_roles(stage: &Stage) {
    let default = match stage.product {
        Product::MySql => "ALTER USER captain DEFAULT ROLE crew",
        _ => "SET DEFAULT ROLE crew FOR captain",
    };
    all(
        stage,
        &[
            &format!("CREATE USER sailor {IAM}"),
            "RENAME USER sailor TO captain",
            "CREATE DATABASE ship",
            "CREATE TABLE ship.log (day INT)",
            "CREATE ROLE crew",
            "GRANT SELECT ON ship.* TO crew",
            "GRANT crew TO captain",
        ],
    );
    refused(stage, "sailor", "token", 1045);
    let asked = stage.agent.take_questions();
    let is_sailor = |asked: &Asked| asked.db_user == b"sailor" && asked.account == b"sailor";
    assert!(!asked.iter().any(is_sailor), "{asked:?}");

    let read = |how: &str| {
        let statement = format!("{how}SELECT COUNT(*) FROM ship.log");
        stage.over_tls("captain", "token", &statement)
    };
    assert_eq!(read("SET ROLE crew; ").ok(), "0\n");
    let error = read("").stderr;
    assert!(error.contains("ERROR 1142"), "{error}");
    all(stage, &[default]);
    assert_eq!(read("").ok(), "0\n");

    let locked = match stage.product {
        Product::MySql => 3118,
        _ => 4151,
    };
    all(stage, &["ALTER USER captain ACCOUNT LOCK"]);
    refused(stage, "captain", "token", locked);
    all(stage, &["ALTER USER captain ACCOUNT UNLOCK"]);
    let_in(stage, "captain", "token");
}

/// What REQUIRE says is looked at by the server itself, after the token.
fn have_what_their_tls_is_required_to_have(stage: &Stage) {
    all(
        stage,
        &[
            &format!("CREATE USER certified {IAM} REQUIRE X509"),
            &format!("CREATE USER encrypted {IAM} REQUIRE SSL"),
        ],
    );
    refused(stage, "certified", "token", 1045);
    let_in(stage, "encrypted", "token");
}

/// The statement that is shown makes the account anew, as a dump does.
fn are_shown_as_they_are_made(stage: &Stage) {
    let shown = stage.as_master(&format!("SHOW CREATE USER {USER}")).ok();
    stage.as_master(&format!("DROP USER {USER}")).ok();
    let statement = shown.trim().rsplit('\t').next().unwrap();
    stage.as_master(statement).ok();
    let_in(stage, USER, "token");
}

/// MySQL's second factor. The module is asked when the password was right.
fn may_want_a_password_before_the_token(stage: &Stage) {
    let second = "IDENTIFIED BY 'first' AND IDENTIFIED WITH AWSAuthenticationPlugin AS 'RDS'";
    all(stage, &[&format!("CREATE USER twice {second}")]);
    let ca = format!("--ssl-ca={}", stage.certificates.ca.display());
    let log_in = |tls: &[&str], first| with_two_passwords(stage, tls, "twice", [first, "token"]);
    let verified = [ca.as_str(), "--ssl-mode=VERIFY_CA"];
    assert_eq!(log_in(&verified, "first").ok(), "twice@%\n");
    drop(stage.agent.take_questions());
    let plain = ["--ssl-mode=DISABLED", "--get-server-public-key"];
    for (tls, first) in [(verified, "wrong"), (plain, "first")] {
        let login = log_in(&tls, first);
        assert!(login.stderr.contains("ERROR 1045 (28000)"), "{login:?}");
    }
    let asked = stage.agent.take_questions();
    assert!(
        asked.iter().all(|asked| asked.token.is_empty()),
        "{asked:?}"
    );
    assert_eq!(asked.len(), 1, "only whose password was right: {asked:?}");
}

/// MySQL's own client alone sends two.
fn with_two_passwords(
    stage: &Stage,
    tls: &[&str],
    user: &str,
    [first, second]: [&str; 2],
) -> CliOutput {
    let arguments = [
        "--enable-cleartext-plugin".to_owned(),
        "--host=127.0.0.1".to_owned(),
        format!("--port={}", stage.port),
        format!("--user={user}"),
        format!("--password1={first}"),
        format!("--password2={second}"),
        "--batch".to_owned(),
        "--skip-column-names".to_owned(),
        "--execute=SELECT CURRENT_USER()".to_owned(),
    ];
    let arguments = arguments.iter().map(String::as_str);
    let client = stage.found.program(&["mysql"]);
    mysql_program(&client, arguments.chain(tls.iter().copied()), Stdio::null())
}

/// MariaDB's alternatives: what the module does not let in is held against the next one, also while the
/// feature is off.
fn may_do_with_a_password_instead_of_a_token(stage: &Stage) {
    let password = "mysql_native_password USING PASSWORD('secret')";
    all(
        stage,
        &[&format!(
            "CREATE USER either IDENTIFIED VIA AWSAuthenticationPlugin USING 'RDS' OR {password}"
        )],
    );
    let_in(stage, "either", "token");
    for script in [Script::Deny, Script::Disabled, Script::Close] {
        stage.agent.set(script.clone());
        let_in(stage, "either", "secret");
        let login = stage.over_tls("either", "token", "SELECT 1");
        assert_eq!(login.code, Some(1), "{script:?}: {login:?}");
    }
    stage.agent.set(Script::Allow);
}

/// Whatever a module returns but a yes counts there, also that nobody could say.
fn count_refusals_as_wrong_passwords_in_mysql(stage: &Stage) {
    let counted = "FAILED_LOGIN_ATTEMPTS 3 PASSWORD_LOCK_TIME 1";
    all(stage, &[&format!("CREATE USER counted {IAM} {counted}")]);
    for script in [Script::Deny, Script::Close] {
        try_in_vain(stage, "counted", script.clone(), 2);
        let_in(stage, "counted", "token");
        try_in_vain(stage, "counted", script, 3);
        refused(stage, "counted", "token", 3955);
        all(stage, &["ALTER USER counted ACCOUNT UNLOCK"]);
        let_in(stage, "counted", "token");
    }
}

/// A no of the agent's counts there, and that nobody could say does not.
fn count_refusals_as_wrong_passwords_in_mariadb(stage: &Stage) {
    all(stage, &[&format!("CREATE USER counted {IAM}")]);
    let limit = |value: &str| {
        let statement = format!("SET GLOBAL max_password_errors = {value}");
        stage.as_administrator(&statement).ok();
    };
    limit("3");
    try_in_vain(stage, "counted", Script::Close, 5);
    try_in_vain(stage, "counted", Script::Disabled, 5);
    let_in(stage, "counted", "token");
    try_in_vain(stage, "counted", Script::Deny, 3);
    refused(stage, "counted", "token", 4150);
    all(stage, &["FLUSH PRIVILEGES"]);
    limit("DEFAULT");
    let_in(stage, "counted", "token");
}

fn try_in_vain(stage: &Stage, user: &str, script: Script, times: usize) {
    stage.agent.set(script);
    for _ in 0..times {
        let login = stage.over_tls(user, "token", "SELECT 1");
        assert_eq!(login.code, Some(1), "{login:?}");
    }
    stage.agent.set(Script::Allow);
}
