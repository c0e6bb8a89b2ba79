//! What policies see of a login, asked through policies.

use serde_json::json;

use super::attempt::{ACCOUNT, Attempt, IDENTITY, JANE, READER, RESOURCE, SCP, USER_KEY};
use crate::login::SessionKind;

/// Whether a policy that demands this of the context lets the login in.
fn sees(mut login: Attempt, operator: &str, key: &str, value: &str) -> bool {
    login.set_policy(
        IDENTITY,
        json!({
            "Version": "2012-10-17",
            "Statement": {
                "Effect": "Allow", "Action": "rds-db:connect", "Resource": RESOURCE,
                "Condition": { operator: { key: value } },
            },
        }),
    );
    login.decide().is_allow()
}

fn equals(login: fn() -> Attempt, key: &str, value: &str) {
    assert!(sees(login(), "StringEquals", key, value), "{key} = {value}");
    assert!(!sees(login(), "StringEquals", key, "another"), "{key}");
}

fn absent(login: fn() -> Attempt, key: &str) {
    assert!(sees(login(), "Null", key, "true"), "{key}");
}

const COMMON: [(&str, &str); 13] = [
    ("aws:PrincipalAccount", ACCOUNT),
    ("aws:CurrentTime", "2025-01-15T12:00:00Z"),
    ("aws:EpochTime", "1736942400"),
    ("aws:SecureTransport", "true"),
    ("aws:SourceIp", "10.0.0.7"),
    ("aws:RequestedRegion", "us-east-1"),
    ("aws:ResourceAccount", ACCOUNT),
    ("aws:ResourceTag/stage", "test"),
    ("aws:PrincipalTag/cost", "1"),
    ("sekisho:Engine", "mariadb"),
    ("sekisho:ClusterIdentifier", "mycluster"),
    ("sekisho:TokenAge", "0"),
    ("sekisho:DatabaseUser", "app"),
];

#[test]
fn a_users_login_shows_the_user() {
    for (key, value) in COMMON {
        equals(Attempt::by_user, key, value);
    }
    for (key, value) in [
        ("aws:PrincipalArn", JANE),
        ("aws:PrincipalType", "User"),
        ("aws:userid", "AIDAJANE"),
        ("aws:username", "jane"),
        ("aws:PrincipalTag/team", "red"),
    ] {
        equals(Attempt::by_user, key, value);
    }
    for key in [
        "aws:TokenIssueTime",
        "aws:MultiFactorAuthPresent",
        "aws:MultiFactorAuthAge",
        "aws:SourceIdentity",
        "sts:RoleSessionName",
    ] {
        absent(Attempt::by_user, key);
    }
}

#[test]
fn a_roles_session_shows_role_and_session() {
    for (key, value) in COMMON {
        equals(Attempt::by_session, key, value);
    }
    for (key, value) in [
        ("aws:PrincipalArn", READER),
        ("aws:PrincipalType", "AssumedRole"),
        ("aws:userid", "AROAREADER:ci"),
        ("sts:RoleSessionName", "ci"),
        ("aws:PrincipalTag/team", "blue"),
        ("aws:TokenIssueTime", "2025-01-15T11:50:00Z"),
        ("aws:MultiFactorAuthPresent", "true"),
        ("aws:MultiFactorAuthAge", "900"),
        ("aws:SourceIdentity", "jane@example.com"),
        ("sts:SourceIdentity", "jane@example.com"),
        ("aws:FederatedProvider", "accounts.google.com"),
    ] {
        equals(Attempt::by_session, key, value);
    }
    absent(Attempt::by_session, "aws:username");
}

/// `GetSessionToken` of the user.
fn by_users_session() -> Attempt {
    let mut login = Attempt::by_session();
    let session = login.session.as_mut().unwrap();
    session.kind = SessionKind::SamePrincipal;
    session.principal_id = "AIDAJANE".into();
    session.mfa_at = None;
    session.policy = None;
    login
}

#[test]
fn a_users_own_session_shows_the_user_with_temporary_credentials() {
    for (key, value) in [
        ("aws:PrincipalArn", JANE),
        ("aws:PrincipalType", "User"),
        ("aws:username", "jane"),
        ("aws:userid", "AIDAJANE"),
        ("aws:MultiFactorAuthPresent", "false"),
        ("aws:TokenIssueTime", "2025-01-15T11:50:00Z"),
    ] {
        equals(by_users_session, key, value);
    }
    absent(by_users_session, "aws:MultiFactorAuthAge");
    absent(by_users_session, "sts:RoleSessionName");
}

/// `GetFederationToken` of the user.
fn by_federated_user() -> Attempt {
    let mut login = Attempt::by_session();
    let session = login.session.as_mut().unwrap();
    session.kind = SessionKind::FederatedUser("guest".into());
    session.principal_id = "AIDAJANE".into();
    login
}

#[test]
fn a_federated_user_shows_its_name() {
    for (key, value) in [
        (
            "aws:PrincipalArn",
            "arn:aws:sts::123456789012:federated-user/guest",
        ),
        ("aws:PrincipalType", "FederatedUser"),
        ("aws:userid", "123456789012:guest"),
        ("aws:PrincipalTag/team", "blue"),
    ] {
        equals(by_federated_user, key, value);
    }
    absent(by_federated_user, "aws:username");
    absent(by_federated_user, "sts:RoleSessionName");
}

#[test]
fn a_federated_user_without_a_session_policy_may_nothing() {
    assert!(by_federated_user().decide().is_allow());
    let mut login = by_federated_user();
    login.session.as_mut().unwrap().policy = None;
    assert_eq!(login.code(), "session_policy");
}

#[test]
fn a_strict_instance_hides_what_amazon_does_not_have() {
    fn strict() -> Attempt {
        let mut login = Attempt::by_session();
        login.document.instances[0].strict_aws = true;
        login
    }
    for key in [
        "aws:SourceIp",
        "aws:ResourceTag/stage",
        "sekisho:Engine",
        "sekisho:TokenAge",
    ] {
        absent(strict, key);
    }
    equals(strict, "aws:PrincipalTag/team", "blue");
}

#[test]
fn the_token_may_be_limited_to_its_first_seconds() {
    let aged = |seconds| {
        let mut login = Attempt::by_user();
        login.now = login.now.plus_seconds(seconds);
        sees(login, "NumericLessThanEquals", "sekisho:TokenAge", "60")
    };
    assert!(aged(60) && !aged(61));
}

/// The root of the account with a key of its own.
fn by_root() -> Attempt {
    let mut login = Attempt::by_user();
    login.document.access_keys[0].principal = ACCOUNT.into();
    assert_eq!(login.document.access_keys[0].id, USER_KEY);
    login
}

#[test]
fn the_roots_login_shows_the_account() {
    let sees = |key: &str, value: &str| {
        let mut login = by_root();
        login.set_policy(
            SCP,
            json!({
                "Version": "2012-10-17",
                "Statement": {
                    "Effect": "Allow", "Action": "*", "Resource": "*",
                    "Condition": { "StringEquals": { key: value } },
                },
            }),
        );
        login.decide().is_allow()
    };
    assert!(sees("aws:PrincipalType", "Account") && !sees("aws:PrincipalType", "User"));
    assert!(sees("aws:userid", ACCOUNT));
}

#[test]
fn the_root_needs_no_policy_and_is_bound_by_scps() {
    let decision = by_root().decide();
    assert!(decision.is_allow());
    let arn = "arn:aws:iam::123456789012:root";
    assert_eq!(decision.identity().unwrap().principal_arn, arn);
    let mut bound = by_root();
    bound.document.scps.push(Vec::new());
    assert_eq!(bound.code(), "scp");
}

#[test]
fn a_database_user_with_odd_characters_is_matched_as_it_is() {
    let mut login = Attempt::by_user();
    login.db_user = b"a*p".to_vec();
    let request = sigv4::token::TokenRequest {
        host: "mycluster.example.internal",
        port: 3306,
        db_user: "a*p",
        region: "us-east-1",
        access_key_id: USER_KEY,
        session_token: None,
    };
    let minted = sigv4::token::mint(&request, &super::attempt::secret(), login.now).unwrap();
    login.token = minted.expose().to_owned();
    assert_eq!(
        login.code(),
        "scp",
        "a star in a name is a star, not a wildcard"
    );
}
