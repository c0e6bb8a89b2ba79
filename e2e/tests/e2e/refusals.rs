//! Items 7 and 8: expiry by the token's own date, and every reason through a real login.

use std::io::{BufRead as _, BufReader};
use std::process::Stdio;

use serde_json::Value;
use testkit::Password;

use crate::clock::in_seconds;
use crate::people::{Key, Person, Purpose, policy};
use crate::product;
use crate::stand_in::{REGION, StandIn, access_denied, assert_refused, shared};

/// An IAM user who may log in as the database user of the same name.
fn allowed(stand_in: &StandIn, name: &str) -> Person {
    stand_in.create_db_user(name);
    let person = Person::new(&stand_in.root(), name);
    let arn = stand_in.db_user_arn(name);
    person.put_policy("connect", &policy("Allow", "rds-db:connect", &arn));
    person
}

/// Logs in with the stock client, is refused with MariaDB's own words, and gives what the operator
/// sees.
#[track_caller]
fn refused(stand_in: &StandIn, user: &str, token: &str) -> Value {
    let seen = stand_in.logins(user).len();
    let output = stand_in.login(user, token, "SELECT 1");
    assert_refused(&output, &access_denied(user));
    let mut logins = stand_in.logins(user);
    assert_eq!(logins.len(), seen + 1, "one attempt, one entry");
    let entry = logins.pop().unwrap();
    assert_eq!(entry["decision"], "deny");
    assert!(!entry.to_string().contains("X-Amz-Signature"), "{entry}");
    entry
}

#[track_caller]
fn refused_for(stand_in: &StandIn, user: &str, token: &str, reason: &str) -> Value {
    let entry = refused(stand_in, user, token);
    assert_eq!(entry["reason"], reason, "{entry}");
    assert!(
        entry["advice"]
            .as_str()
            .is_some_and(|advice| !advice.is_empty()),
        "{entry}"
    );
    entry
}

#[test]
fn an_expired_token_opens_nothing_and_closes_nothing() {
    let stand_in = shared();
    let person = allowed(stand_in, "latecomer");
    let purpose = stand_in.purpose("latecomer");
    // Almost a quarter of an hour old, and good.
    let early = purpose.token_at(&person.key, in_seconds(-880));
    let password = Password::Clear(early.into_bytes());
    let mut open = stand_in.client().log_in("latecomer", &password).unwrap();

    let late = purpose.token_at(&person.key, in_seconds(-961));
    let entry = refused_for(stand_in, "latecomer", &late, "expired");
    let detail = entry["detail"].as_str().unwrap();
    let seconds = detail
        .strip_prefix("expired ")
        .and_then(|rest| rest.split_once(" s ago (signed "))
        .and_then(|(seconds, rest)| rest.ends_with(", valid 900 s)").then_some(seconds));
    let seconds: i64 = seconds
        .unwrap_or_else(|| panic!("{detail}"))
        .parse()
        .unwrap();
    assert!((61..300).contains(&seconds), "{detail}");
    assert_eq!(
        entry["advice"],
        "mint a new token for each login; an open connection does not need one"
    );

    assert_eq!(open.value("SELECT CURRENT_USER()").unwrap(), "latecomer@%");
    assert_eq!(
        open.value("SELECT COUNT(*) FROM sugi01.sample").unwrap(),
        "3"
    );
}

#[test]
fn a_token_from_the_future_is_refused() {
    let stand_in = shared();
    let person = allowed(stand_in, "early");
    let token = stand_in
        .purpose("early")
        .token_at(&person.key, in_seconds(3600));
    refused_for(stand_in, "early", &token, "not_yet_valid");
}

#[test]
fn a_token_for_somewhere_else_is_refused_and_the_operator_sees_for_where() {
    let stand_in = shared();
    let person = allowed(stand_in, "astray");
    let here = stand_in.purpose("astray");
    let token = |purpose: Purpose<'_>| purpose.token(&person.key);
    let try_with = |purpose, reason| refused_for(stand_in, "astray", &token(purpose), reason);

    let entry = try_with(
        Purpose {
            host: "db.example.com",
            ..here
        },
        "wrong_host",
    );
    assert!(
        entry["detail"].as_str().unwrap().contains("db.example.com"),
        "{entry}"
    );
    assert_eq!(
        entry["advice"],
        format!(
            "mint the token with --hostname 127.0.0.1 --port {}, whatever address the client dials",
            here.port
        )
    );
    try_with(
        Purpose {
            port: here.port ^ 1,
            ..here
        },
        "wrong_host",
    );
    let entry = try_with(
        Purpose {
            region: "eu-west-1",
            ..here
        },
        "wrong_region",
    );
    assert_eq!(
        entry["advice"],
        format!("mint the token with --region {REGION}")
    );
    let entry = try_with(
        Purpose {
            db_user: "somebody",
            ..here
        },
        "wrong_user",
    );
    assert!(
        entry["detail"].as_str().unwrap().contains("somebody"),
        "{entry}"
    );

    // The same server by another of its names.
    let localhost = token(Purpose {
        host: "localhost",
        ..here
    });
    stand_in.login("astray", &localhost, "SELECT 1").ok();
    let shouted = token(Purpose {
        host: "LOCALHOST",
        ..here
    });
    stand_in.login("astray", &shouted, "SELECT 1").ok();
}

#[test]
fn a_token_of_nobody_is_refused() {
    let stand_in = shared();
    let person = allowed(stand_in, "imposter");
    let purpose = stand_in.purpose("imposter");
    let unknown = Key {
        id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
        ..person.key.clone()
    };
    let entry = refused_for(
        stand_in,
        "imposter",
        &purpose.token(&unknown),
        "unknown_key",
    );
    assert_eq!(entry["access_key_id"], "AKIAIOSFODNN7EXAMPLE");
    let forged = Key {
        secret: "x".repeat(40),
        ..person.key.clone()
    };
    let entry = refused_for(
        stand_in,
        "imposter",
        &purpose.token(&forged),
        "bad_signature",
    );
    assert!(
        entry.get("principal_arn").is_none(),
        "who it is was not proved: {entry}"
    );
}

#[test]
fn a_token_is_refused_on_a_connection_without_tls() {
    let stand_in = shared();
    let person = allowed(stand_in, "openly");
    let token = stand_in.purpose("openly").token(&person.key);
    let output = stand_in.login_with("openly", &token, &["--skip-ssl", "-e", "SELECT 1"]);
    assert_refused(&output, &access_denied("openly"));
    let entry = stand_in.last_login("openly");
    assert_eq!(
        (&entry["reason"], &entry["channel"]),
        (&"not_tls".into(), &"plain".into())
    );
    // Whatever the account says of it.
    stand_in.admin("ALTER USER openly REQUIRE NONE").ok();
    let output = stand_in.login_with("openly", &token, &["--skip-ssl", "-e", "SELECT 1"]);
    assert_refused(&output, &access_denied("openly"));
}

#[test]
fn a_password_is_no_token() {
    let stand_in = shared();
    stand_in.create_db_user("habit");
    let entry = refused_for(stand_in, "habit", "Passw0rd!", "malformed_token");
    assert_eq!(
        entry["advice"],
        "this user has no password: give the output of aws rds generate-db-auth-token instead"
    );
}

#[test]
fn a_user_that_does_not_exist_is_refused_like_any_other() {
    let stand_in = shared();
    let person = allowed(stand_in, "somebody_real");
    let token = stand_in.purpose("nobody_at_all").token(&person.key);
    let output = stand_in.login("nobody_at_all", &token, "SELECT 1");
    assert_refused(&output, &access_denied("nobody_at_all"));
}

#[test]
fn logins_of_refused_attempts_name_the_reason_for_people_too() {
    let stand_in = shared();
    allowed(stand_in, "shown");
    refused(stand_in, "shown", "nonsense");
    let told = stand_in.sekisho(["logins", "--refused", "-n", "1000"]).ok();
    let mut lines = told
        .lines()
        .skip_while(|line| !line.contains(" shown on mycluster from 127.0.0.1"));
    assert!(lines.next().unwrap().contains("refused"), "{told}");
    assert!(
        lines.next().unwrap().starts_with("    there is no `?`"),
        "{told}"
    );
    assert!(lines.next().unwrap().starts_with("    → "), "{told}");
}

#[test]
fn logins_are_followed_as_they_come() {
    let stand_in = shared();
    allowed(stand_in, "followed");
    refused(stand_in, "followed", "before");
    let mut child = stand_in
        .command(product::sekisho())
        .envs(stand_in.variables())
        .args(["logins", "--follow", "--json", "--last", "1"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut next = || -> Value { serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap() };
    // Once it shows what was there, it follows. Other tests log in meanwhile.
    next();
    let expected = refused(stand_in, "followed", "after");
    while next() != expected {}
    child.kill().unwrap();
    child.wait().unwrap();
}
