use agent_protocol::{Answer, Channel, Question};
use iam::login::{SessionDocument, SessionKind};
use seal::{ServedSocket, SessionSealer};
use sigv4::SecretAccessKey;

use crate::fixture::{
    CLUSTER, Host, JANE, KEY_ID, agents_key, control_plane, keys, question, snapshot, token_of,
};

#[test]
fn a_login_that_a_policy_allows_is_allowed() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("jane").unwrap(), Answer::Allow);
    let entry = host.entries().pop().unwrap();
    assert_eq!(entry.reason, "allowed");
    assert_eq!(entry.principal_arn.as_deref(), Some(JANE));
    assert_eq!(entry.access_key_id.as_deref(), Some(KEY_ID));
    assert_eq!(
        (entry.instance.as_str(), entry.identifier.as_deref()),
        (CLUSTER, Some("mycluster"))
    );
    assert_eq!((entry.detail, entry.advice), (None, None));
    assert!(
        entry.statements[0].contains("`Connect`"),
        "{:?}",
        entry.statements
    );
}

#[test]
fn a_login_that_no_policy_allows_is_denied_and_the_operator_reads_why() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    assert_eq!(host.login("bob").unwrap(), Answer::Deny);
    let entry = host.entries().pop().unwrap();
    assert_eq!(entry.reason, "no_policy_allows");
    let resource = "arn:aws:rds-db:us-east-1:123456789012:dbuser:cluster-ABC/bob";
    assert!(entry.advice.unwrap().contains(resource));
    assert_eq!(entry.amazon_code.as_deref(), Some("NotAuthorized"));
}

#[test]
fn an_old_token_is_denied_and_the_operator_reads_how_old_it_is() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    host.clock.advance_seconds(900);
    let ask = || {
        host.client()
            .ask(&question(b"jane", token.as_bytes()))
            .unwrap()
    };
    assert_eq!(ask(), Answer::Allow);
    host.clock.advance_seconds(61);
    assert_eq!(ask(), Answer::Deny);
    let entry = host.entries().pop().unwrap();
    assert_eq!(entry.reason, "expired");
    let detail = entry.detail.unwrap();
    assert_eq!(
        detail,
        "expired 61 s ago (signed 2025-01-15T12:00:00Z, valid 900 s)"
    );
    assert_eq!(entry.principal_arn, None, "nobody has proved to be anybody");
}

#[test]
fn a_database_with_the_feature_off_is_told_apart() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut off = snapshot(2);
    off.instances[0].iam_enabled = false;
    feed.apply(&off);
    assert_eq!(host.login("jane").unwrap(), Answer::Disabled);
    assert_eq!(host.last_reason(), "feature_off");
}

#[test]
fn a_socket_of_a_database_that_the_snapshot_does_not_know_denies() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut list = host.serving(2);
    list.sockets = vec![ServedSocket {
        resource_id: "cluster-GONE".into(),
        ..host.served()
    }];
    assert_eq!(feed.serve(&list), Vec::<String>::new());
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    assert_eq!(host.last_reason(), "unknown_instance");
}

#[test]
fn a_password_that_did_not_come_over_tls_denies() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    for channel in [Channel::Plain, Channel::UnixSocket, Channel::Unknown] {
        let question = Question {
            channel,
            ..question(b"jane", token.as_bytes())
        };
        assert_eq!(host.client().ask(&question).unwrap(), Answer::Deny);
        assert_eq!(host.last_reason(), "not_tls");
    }
}

#[test]
fn a_password_that_the_module_withheld_as_too_long_denies() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let question = Question {
        presented_bytes: 1_048_576,
        ..question(b"jane", b"")
    };
    assert_eq!(host.client().ask(&question).unwrap(), Answer::Deny);
    let entry = host.entries().pop().unwrap();
    assert_eq!(entry.reason, "malformed_token");
    assert!(entry.detail.unwrap().contains("1048576 bytes"));
}

#[test]
fn a_name_that_is_not_utf_8_denies_and_is_escaped_in_the_log() {
    let host = Host::new();
    let (_agent, _feed) = host.start_serving();
    let token = host.token("jane");
    let question = Question {
        account: b"jane",
        ..question(b"jane\xFF\n", token.as_bytes())
    };
    assert_eq!(host.client().ask(&question).unwrap(), Answer::Deny);
    let entry = host.entries().pop().unwrap();
    assert_eq!(entry.reason, "wrong_user");
    assert_eq!(entry.db_user, "jane\\xff\\n");
    assert_eq!(entry.account.as_deref(), Some("jane"));
}

#[test]
fn without_a_snapshot_every_login_is_denied() {
    let host = Host::new();
    let _agent = host.start();
    let mut feed = host.accept_feed();
    feed.serve(&host.serving(1));
    assert_eq!(host.login("jane").unwrap(), Answer::Deny);
    assert_eq!(host.last_reason(), "internal");
}

#[test]
fn a_session_that_the_agent_never_heard_of_logs_in_with_no_call() {
    let host = Host::new();
    let (_agent, mut feed) = host.start_serving();
    let mut with_role = snapshot(2);
    let mut role = with_role.principals[0].clone();
    role.id = "AROAREADER".into();
    role.arn = "arn:aws:iam::123456789012:role/Reader".into();
    role.kind = iam::login::EntityKind::Role;
    with_role.principals.push(role);
    feed.apply(&with_role);
    drop(feed);

    let secret = SecretAccessKey::new("session-secret".into());
    let session = SessionDocument {
        access_key_id: "ASIAIOSFODNN7EXAMPLE".into(),
        region: "us-east-1".into(),
        signing_keys: keys(&secret, host.clock.now().date()),
        principal_id: "AROAREADER".into(),
        kind: SessionKind::AssumedRole("ci".into()),
        issued_at: host.clock.now(),
        expires_at: host.clock.now().plus_seconds(900),
        source_identity: Some("jane".into()),
        tags: Vec::new(),
        transitive_tag_keys: Vec::new(),
        policy: None,
        policy_arns: Vec::new(),
        mfa_at: None,
        federated_provider: None,
        federated_claims: Vec::new(),
    };
    let sealer = SessionSealer::new(control_plane(), &agents_key()).unwrap();
    let sealed = sealer.seal(&session, [0; 12]).unwrap().token;
    let ask = || {
        let now = host.clock.now();
        let token = token_of("app", "ASIAIOSFODNN7EXAMPLE", &secret, Some(&sealed), now);
        host.client()
            .ask(&question(b"app", token.as_bytes()))
            .unwrap()
    };
    // The second time it comes from the cache.
    for _ in 0..2 {
        assert_eq!(ask(), Answer::Allow, "{:?}", host.entries().pop());
    }
    let entry = host.entries().pop().unwrap();
    let arn = "arn:aws:sts::123456789012:assumed-role/Reader/ci";
    assert_eq!(entry.principal_arn.as_deref(), Some(arn));
    assert_eq!(entry.session_name.as_deref(), Some("ci"));
    assert_eq!(entry.source_identity.as_deref(), Some("jane"));
    // The cache does not prolong it.
    host.clock.advance_seconds(900);
    assert_eq!(ask(), Answer::Deny);
    assert_eq!(host.last_reason(), "session_expired");
}
