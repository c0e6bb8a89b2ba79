//! A login that is wrong in two ways is refused for the earlier one.

use std::collections::BTreeSet;

use super::attempt::{Attempt, BOUNDARY, IDENTITY, NOW, SCP, SESSION_KEY, USER_KEY, statement};
use crate::login::{Channel, KeyStatus, LoginDecision, Refusal};

/// A way to be wrong, and the code it is refused with.
type Fault = (&'static str, fn(&mut Attempt));

/// What is asked before anybody knows who signed, in order.
const BEFORE_THE_KEY: [Fault; 16] = [
    ("snapshot_expired", |login| {
        login.document.issued_at = login.document.issued_at.plus_seconds(-9000);
        login.document.valid_until = login.document.issued_at;
    }),
    ("unknown_instance", |login| {
        login.instance = "cluster-NONE".into()
    }),
    ("feature_off", |login| {
        login.document.instances[0].iam_enabled = false
    }),
    ("not_tls", |login| login.channel = Channel::Plain),
    ("malformed_token", |login| login.token.push_str("&x=1")),
    ("wrong_action", |login| {
        login.replace("Action=connect", "Action=delete")
    }),
    ("wrong_algorithm", |login| {
        login.replace("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA1")
    }),
    ("wrong_signed_headers", |login| {
        login.replace("Headers=host", "Headers=host%3Bx")
    }),
    ("wrong_scope_date", |login| {
        login.replace("%2F20250115%2F", "%2F20250114%2F")
    }),
    ("wrong_region", |login| {
        login.replace("us-east-1", "us-west-2")
    }),
    ("wrong_service", |login| {
        login.replace("%2Frds-db%2F", "%2Frds%2F")
    }),
    ("wrong_host", |login| login.replace(":3306/", ":3307/")),
    ("wrong_user", |login| login.db_user = b"App".to_vec()),
    ("bad_expires", |login| {
        login.replace("X-Amz-Expires=900", "X-Amz-Expires=901")
    }),
    ("expired", |login| login.now = login.now.plus_seconds(961)),
    ("not_yet_valid", |login| {
        login.now = login.now.plus_seconds(-961)
    }),
];

const OF_A_USERS_KEY: [Fault; 5] = [
    ("session_token_missing", |login| {
        login.replace(USER_KEY, SESSION_KEY)
    }),
    ("unknown_key", |login| login.document.access_keys.clear()),
    ("inactive_key", |login| {
        login
            .document
            .access_keys
            .iter_mut()
            .for_each(|key| key.status = KeyStatus::Inactive);
    }),
    ("key_not_derived", |login| {
        login
            .document
            .access_keys
            .iter_mut()
            .for_each(|key| key.signing_keys.retain(|dated| dated.date != NOW.date()));
    }),
    ("bad_signature", spoil_signature),
];

const OF_A_SESSION: [Fault; 6] = [
    ("session_token_unexpected", |login| {
        login.replace(SESSION_KEY, USER_KEY)
    }),
    ("session_invalid", |login| {
        login.replace("the%2Bsession", "another")
    }),
    ("session_expired", |login| {
        session(login).expires_at = login.now
    }),
    ("session_of_another_key", |login| {
        session(login).access_key_id = "ASIAANOTHER".into()
    }),
    ("principal_gone", |login| {
        login.document.principals.retain(|one| one.name != "Reader")
    }),
    ("bad_signature", spoil_signature),
];

const OF_THE_POLICIES: [Fault; 5] = [
    ("explicit_deny", |login| {
        let deny = statement("Deny", "*").to_string();
        login
            .document
            .policies
            .get_mut(&super::attempt::SESSION)
            .unwrap()
            .text = deny;
        session(login)
            .policy_arns
            .push("arn:aws:iam::123456789012:policy/Session".into());
    }),
    ("scp", |login| {
        login.set_policy(SCP, statement("Allow", "arn:aws:s3:::b"))
    }),
    ("no_policy_allows", |login| {
        login.set_policy(IDENTITY, statement("Allow", "arn:aws:s3:::b"))
    }),
    ("boundary", |login| {
        login.set_policy(BOUNDARY, statement("Allow", "arn:aws:s3:::b"))
    }),
    ("session_policy", |login| {
        session(login).policy = Some(statement("Allow", "arn:aws:s3:::b").to_string());
    }),
];

fn session(login: &mut Attempt) -> &mut crate::login::SessionDocument {
    login.session.as_mut().unwrap()
}

fn spoil_signature(login: &mut Attempt) {
    let last = login.token.pop().unwrap();
    login.token.push(if last == '0' { '1' } else { '0' });
}

/// Every fault alone, then every pair of faults that can be together.
fn check(base: fn() -> Attempt, faults: &[Fault]) {
    for (at, (code, fault)) in faults.iter().enumerate() {
        let mut login = base();
        fault(&mut login);
        assert_eq!(login.code(), *code);
        for (later_code, later) in &faults[at + 1..] {
            if exclude_each_other(code, later_code) {
                continue;
            }
            let mut login = base();
            later(&mut login);
            fault(&mut login);
            assert_eq!(login.code(), *code, "{later_code} comes later");
        }
    }
}

/// A token is not old and from the future.
fn exclude_each_other(one: &str, other: &str) -> bool {
    (one, other) == ("expired", "not_yet_valid")
}

#[test]
fn a_users_login_is_refused_for_the_earliest_fault() {
    assert!(Attempt::by_user().decide().is_allow());
    check(
        Attempt::by_user,
        &[&BEFORE_THE_KEY[..], &OF_A_USERS_KEY].concat(),
    );
}

#[test]
fn a_sessions_login_is_refused_for_the_earliest_fault() {
    assert!(Attempt::by_session().decide().is_allow());
    let faults = [&BEFORE_THE_KEY[..], &OF_A_SESSION, &OF_THE_POLICIES].concat();
    check(Attempt::by_session, &faults);
}

#[test]
fn every_code_is_reached() {
    let tables = [
        &BEFORE_THE_KEY[..],
        &OF_A_USERS_KEY,
        &OF_A_SESSION,
        &OF_THE_POLICIES,
    ];
    let mut reached: BTreeSet<_> = tables.concat().into_iter().map(|(code, _)| code).collect();
    reached.insert(LoginDecision::internal("the disk is full").code());
    assert_eq!(reached, BTreeSet::from(Refusal::CODES));
}

#[test]
fn nobody_is_named_before_the_signature_is_verified() {
    for (code, fault) in [&BEFORE_THE_KEY[..], &OF_A_SESSION].concat() {
        let mut login = Attempt::by_session();
        fault(&mut login);
        let decision = login.decide();
        assert_eq!(decision.identity(), None, "{code}");
        let told = format!("{} {}", decision.refusal().unwrap(), advice(&decision));
        assert!(!told.contains("Reader") && !told.contains("AROA"), "{told}");
    }
    for (code, fault) in OF_THE_POLICIES {
        let mut login = Attempt::by_session();
        fault(&mut login);
        let decision = login.decide();
        let identity = decision.identity().unwrap();
        let arn = "arn:aws:sts::123456789012:assumed-role/Reader/ci";
        assert_eq!(identity.principal_arn, arn, "{code}");
        assert_eq!(identity.session_name.as_deref(), Some("ci"));
    }
}

#[test]
fn every_refusal_says_what_to_change_and_shows_no_secret() {
    let attempts = [
        (Attempt::by_session as fn() -> Attempt, &BEFORE_THE_KEY[..]),
        (Attempt::by_session, &OF_A_SESSION),
        (Attempt::by_session, &OF_THE_POLICIES),
        (Attempt::by_user, &OF_A_USERS_KEY),
    ];
    let refused = attempts.iter().flat_map(|(login, faults)| {
        faults.iter().map(move |(code, fault)| {
            let mut login = login();
            fault(&mut login);
            (*code, login.decide())
        })
    });
    let broken = LoginDecision::internal("the disk is full");
    for (code, decision) in refused.chain([("internal", broken)]) {
        let (told, advice) = (decision.refusal().unwrap().to_string(), advice(&decision));
        for text in [&told, &advice] {
            assert!(text.len() > 10 && !text.ends_with('.'), "{code}: {text}");
            assert!(
                !text.contains("the+session") && !text.contains("X-Amz-Signature="),
                "{text}"
            );
        }
    }
}

fn advice(decision: &LoginDecision) -> String {
    decision.refusal().unwrap().advice()
}
