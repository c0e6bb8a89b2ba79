//! Who can connect, and where to.

use serde_json::json;

use super::attempt::{Attempt, BOUNDARY, IDENTITY, JANE, NOW, SCP, SESSION, statement};
use crate::login::Snapshot;

fn snapshot(login: Attempt) -> Snapshot {
    Snapshot::compile(login.document).unwrap()
}

#[test]
fn those_who_can_connect_come_first_each_with_its_statement() {
    let snapshot = snapshot(Attempt::by_user());
    let reach = snapshot.who_can_connect("cluster-ABC", "app", NOW).unwrap();
    let allowed = reach
        .iter()
        .take_while(|one| one.decision.is_allow())
        .count();
    assert!(allowed > 0 && reach[allowed..].iter().all(|one| !one.decision.is_allow()));
    assert!(
        reach[..allowed].iter().any(|one| one.principal == JANE),
        "{reach:?}"
    );
}

#[test]
fn who_can_agrees_with_the_login_that_is_then_made() {
    for (layer, resource) in [
        (IDENTITY, "*"),
        (IDENTITY, "arn:aws:s3:::b"),
        (BOUNDARY, "arn:aws:s3:::b"),
        (SCP, "arn:aws:s3:::b"),
    ] {
        let mut login = Attempt::by_user();
        login.set_policy(layer, statement("Allow", resource));
        let allowed = login.decide().is_allow();
        let reach = snapshot(login)
            .who_can_connect("cluster-ABC", "app", NOW)
            .unwrap();
        let jane = reach.iter().find(|one| one.principal == JANE).unwrap();
        assert_eq!(jane.decision.is_allow(), allowed, "{layer} {resource}");
    }
}

#[test]
fn only_users_are_asked_about_with_a_user_name() {
    let mut login = Attempt::by_user();
    let mut named = statement("Allow", "*");
    named["Statement"]["Condition"] = json!({ "StringEquals": { "aws:username": "jane" } });
    login.set_policy(IDENTITY, named);
    let mut unnamed = statement("Allow", "*");
    unnamed["Statement"]["Condition"] = json!({ "Null": { "aws:username": "true" } });
    let reader = &mut login.document.principals[1];
    reader.policies = vec![SESSION];
    login.set_policy(SESSION, unnamed);
    let reach = snapshot(login)
        .who_can_connect("cluster-ABC", "app", NOW)
        .unwrap();
    for name in ["user/team/jane", "assumed-role/Reader/"] {
        let one = reach.iter().find(|one| one.principal.contains(name));
        assert!(one.unwrap().decision.is_allow(), "{reach:?}");
    }
}

#[test]
fn what_can_is_asked_for_each_user_of_each_database() {
    let snapshot = snapshot(Attempt::by_user());
    let users = ["app".to_owned(), "other".to_owned()];
    let reach = snapshot.what_can_connect(JANE, &users, NOW).unwrap();
    assert_eq!(reach.len(), 2 * snapshot.instances().count());
    assert!(
        reach[0].resource.ends_with("dbuser:cluster-ABC/app"),
        "{reach:?}"
    );
}

#[test]
fn a_database_or_principal_that_is_not_there_is_told_apart_from_a_no() {
    let snapshot = snapshot(Attempt::by_user());
    assert!(
        snapshot
            .who_can_connect("cluster-NONE", "app", NOW)
            .is_none()
    );
    assert!(
        snapshot
            .what_can_connect("arn:aws:iam::123456789012:user/x", &[], NOW)
            .is_none()
    );
}
