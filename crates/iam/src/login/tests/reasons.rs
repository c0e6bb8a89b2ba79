//! What the operator reads.

use super::attempt::{Attempt, BOUNDARY, IDENTITY, NOW, RESOURCE, SCP, statement};
use crate::login::{AmazonClass, Channel, Login, LoginDecision, Refusal, SessionKind, Snapshot};

fn told(login: &Attempt) -> (String, String) {
    let decision = login.decide();
    let refusal = decision.refusal().unwrap();
    (refusal.to_string(), refusal.advice())
}

#[test]
fn an_expired_token_is_told_to_the_second() {
    let mut login = Attempt::by_user();
    login.now = NOW.plus_seconds(900);
    assert!(login.decide().is_allow(), "its last second");
    login.now = NOW.plus_seconds(961);
    let (detail, advice) = told(&login);
    assert_eq!(
        detail,
        "expired 61 s ago (signed 2025-01-15T12:00:00Z, valid 900 s)"
    );
    assert_eq!(
        advice,
        "mint a new token for each login; an open connection does not need one"
    );
}

#[test]
fn a_clock_that_is_ahead_is_allowed_for_and_no_more() {
    let mut login = Attempt::by_user();
    login.now = NOW.plus_seconds(-300);
    assert!(login.decide().is_allow());
    login.now = NOW.plus_seconds(-301);
    assert_eq!(login.code(), "not_yet_valid");
}

#[test]
fn a_snapshot_decides_until_its_last_second() {
    let mut login = Attempt::by_user();
    login.document.valid_until = NOW;
    assert!(login.decide().is_allow());
    login.now = NOW.plus_seconds(1);
    let (detail, _) = told(&login);
    assert_eq!(
        detail,
        "the snapshot that decides logins ended at 2025-01-15T12:00:00Z"
    );
}

#[test]
fn what_to_change_is_said_with_the_values_to_change_it_to() {
    for (from, to, wanted) in [
        ("us-east-1", "eu-west-1", "--region us-east-1"),
        (
            ":3306",
            ":3307",
            "--hostname mycluster.example.internal --port 3306",
        ),
    ] {
        let mut login = Attempt::by_user();
        login.replace(from, to);
        let (_, advice) = told(&login);
        assert!(advice.contains(wanted), "{advice}");
    }
    let mut login = Attempt::by_user();
    login.document.instances[0].iam_enabled = false;
    assert!(
        told(&login)
            .1
            .contains("modify-db-cluster --db-cluster-identifier mycluster")
    );
}

#[test]
fn a_missing_permission_is_said_with_the_arn_to_allow_and_what_came_near() {
    let mut login = Attempt::by_user();
    let other = RESOURCE.replace("/app", "/reporting");
    login.set_policy(IDENTITY, statement("Allow", &other));
    let (detail, advice) = told(&login);
    let user = super::attempt::JANE;
    assert_eq!(
        detail,
        format!("no identity-based policy allows {user} rds-db:connect on {RESOURCE}")
    );
    assert!(advice.starts_with(&format!(
        "allow rds-db:connect on {RESOURCE} in a policy of {user}"
    )));
    assert!(
        advice.contains("`reporting`") && advice.contains("`app`"),
        "{advice}"
    );
}

#[test]
fn an_explicit_deny_names_its_statement() {
    for id in [IDENTITY, BOUNDARY, SCP] {
        let mut login = Attempt::by_user();
        login.set_policy(id, statement("Deny", "*"));
        let decision = login.decide();
        assert_eq!(decision.code(), "explicit_deny");
        let [statement] = decision.statements() else {
            panic!("one statement denied")
        };
        let name = &login.document.policies[&id].name;
        assert_eq!(statement.policy.as_str(), name);
        assert!(decision.refusal().unwrap().advice().contains(name));
    }
}

#[test]
fn a_yes_names_the_statement_of_every_layer() {
    let decision = Attempt::by_session().decide();
    let names: Vec<_> = decision
        .statements()
        .iter()
        .map(|one| one.policy.as_str().to_owned())
        .collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert_eq!(names[0], "inline policy `p` of role `Reader`");
    assert_eq!(decision.code(), "allowed");
    assert_eq!(decision.access_key_id(), Some(super::attempt::SESSION_KEY));
}

#[test]
fn a_withheld_password_and_none_at_all_are_told_apart() {
    let mut login = Attempt::by_user();
    login.token.clear();
    assert!(told(&login).1.contains("generate-db-auth-token prints one"));
    login.presented_bytes = Some(1_048_576);
    let (detail, _) = told(&login);
    assert_eq!(
        detail,
        "the token is 1048576 bytes long; at most 8192 are accepted"
    );
    login.channel = Channel::UnixSocket;
    assert_eq!(told(&login).0, "the connection is a Unix socket, not TLS");
}

#[test]
fn a_channel_has_a_word_for_logs_and_words_for_people() {
    for (channel, word, words) in [
        (Channel::Tls, "tls", "TLS"),
        (Channel::Plain, "plain", "plain TCP"),
        (Channel::UnixSocket, "unix_socket", "a Unix socket"),
        (Channel::Unknown, "unknown", "of an unknown kind"),
    ] {
        assert_eq!(
            (channel.as_str(), channel.to_string()),
            (word, words.into())
        );
    }
}

#[test]
fn a_password_is_told_apart_from_a_damaged_token() {
    let mut login = Attempt::by_user();
    login.token = "hunter2".into();
    assert!(told(&login).1.starts_with("this user has no password"));
    login.token = "localhost:3306/?Action=connect&DBUser".into();
    assert!(told(&login).1.contains("exactly as it was printed"));
}

#[test]
fn a_login_prints_everything_but_its_token() {
    let login = Login {
        instance: "cluster-ABC",
        db_user: b"app\xFF",
        client: Some([10, 0, 0, 7].into()),
        channel: Channel::Plain,
        token: b"secret",
        presented_bytes: 6,
    };
    assert_eq!(
        format!("{login:?}"),
        "Login { instance: \"cluster-ABC\", db_user: `app\\xff`, client: Some(10.0.0.7), channel: \
         Plain, presented_bytes: 6, .. }"
    );
}

#[test]
fn a_name_that_is_not_utf_8_is_nobodys() {
    let mut login = Attempt::by_user();
    login.db_user = b"app\xFF".to_vec();
    assert_eq!(login.code(), "wrong_user");
    login.db_user = Vec::new();
    assert_eq!(login.code(), "wrong_user");
}

#[test]
fn a_session_policy_that_does_not_exist_denies() {
    let mut login = Attempt::by_session();
    let arn = "arn:aws:iam::123456789012:policy/Gone";
    login.session.as_mut().unwrap().policy_arns.push(arn.into());
    let decision = login.decide();
    assert_eq!(decision.code(), "session_policy");
    assert!(decision.refusal().unwrap().advice().contains(arn));
    assert!(decision.identity().is_some());
}

#[test]
fn an_inline_policy_cannot_be_named_as_a_session_policy() {
    let mut login = Attempt::by_session();
    let name = login.document.policies[&IDENTITY].name.clone();
    let session = login.session.as_mut().unwrap();
    (session.policy, session.policy_arns) = (None, vec![name]);
    assert_eq!(login.code(), "session_policy");
}

#[test]
fn a_session_of_another_kind_than_its_principal_is_refused() {
    for (kind, principal) in [
        (SessionKind::SamePrincipal, "AROAREADER"),
        (SessionKind::FederatedUser("f".into()), "AROAREADER"),
        (SessionKind::AssumedRole("s".into()), "AIDAJANE"),
    ] {
        let mut login = Attempt::by_session();
        let session = login.session.as_mut().unwrap();
        (session.kind, session.principal_id) = (kind, principal.into());
        assert_eq!(login.code(), "session_invalid");
    }
}

#[test]
fn a_session_for_another_region_has_no_key_here() {
    let mut login = Attempt::by_session();
    login.session.as_mut().unwrap().region = "eu-west-1".into();
    assert_eq!(login.code(), "key_not_derived");
}

#[test]
fn no_single_changed_byte_of_a_token_is_let_in_but_for_the_hosts_case() {
    let good = Attempt::by_session();
    let snapshot = Snapshot::compile(good.document.clone()).unwrap();
    let host_bytes = good.token.find(':').unwrap();
    for at in 0..good.token.len() {
        for byte in [b'0', b'A', b'&', b'=', b'%', b' '] {
            let mut bytes = good.token.clone().into_bytes();
            let same_host = at < host_bytes && bytes[at].eq_ignore_ascii_case(&byte);
            if bytes[at] == byte || same_host {
                continue;
            }
            bytes[at] = byte;
            let login = Attempt {
                token: String::from_utf8(bytes).unwrap(),
                ..Attempt::by_session()
            };
            let decision = login.decide_by(&snapshot);
            assert!(!decision.is_allow(), "byte {at} as `{}`", char::from(byte));
        }
    }
}

#[test]
fn the_five_lines_of_amazons_log_are_amazons() {
    let line = |class: AmazonClass| class.log_line("jane", Some("arn:aws:iam::1:user/jane"));
    assert_eq!(
        line(AmazonClass::InvalidToken),
        "[ERROR] Failed to authenticate the connection request for user 'jane' because the \
         provided token is malformed or otherwise invalid. (Status Code: 400, Error Code: \
         InvalidToken)"
    );
    assert_eq!(
        line(AmazonClass::InternalError),
        "[ERROR] Failed to authorize the connection request for user 'jane' due to an internal IAM \
         DB Auth error. (Status Code: 500, Error Code: InternalError)"
    );
    for class in [
        AmazonClass::InvalidToken,
        AmazonClass::ExpiredToken,
        AmazonClass::NotAuthorized,
        AmazonClass::Throttling,
        AmazonClass::InternalError,
    ] {
        let code = format!("Error Code: {})", class.error_code());
        assert!(line(class).ends_with(&code), "{}", line(class));
    }
    assert!(line(AmazonClass::NotAuthorized).contains("'arn:aws:iam::1:user/jane'"));
}

#[test]
fn reasons_fall_into_amazons_classes() {
    let class = |spoil: fn(&mut Attempt)| {
        let mut login = Attempt::by_user();
        spoil(&mut login);
        login.decide().refusal().map(Refusal::amazon_class)
    };
    assert_eq!(class(|_| {}), None);
    let expired = class(|login| login.now = NOW.plus_seconds(901));
    assert_eq!(expired, Some(AmazonClass::ExpiredToken));
    let unsigned = class(|login| login.replace("Signature=", "Signature=0"));
    assert_eq!(unsigned, Some(AmazonClass::InvalidToken));
    let denied = class(|login| login.set_policy(IDENTITY, statement("Deny", "*")));
    assert_eq!(denied, Some(AmazonClass::NotAuthorized));
    let gone = class(|login| login.instance = "cluster-NONE".into());
    assert_eq!(gone, Some(AmazonClass::InternalError));
    let internal = LoginDecision::internal("x");
    assert_eq!(
        internal.refusal().unwrap().amazon_class(),
        AmazonClass::InternalError
    );
}

#[test]
fn a_key_that_no_host_is_given_is_told_as_the_missing_permission_that_it_is() {
    let mut login = Attempt::by_user();
    login.document.access_keys[0].signing_keys.clear();
    assert_eq!(login.code(), "no_policy_allows");
    let (detail, advice) = told(&login);
    assert!(
        detail.contains("no key to verify the signature with"),
        "{detail}"
    );
    assert!(advice.contains("dbuser:"), "{advice}");
    assert_eq!(login.decide().identity(), None);
}
