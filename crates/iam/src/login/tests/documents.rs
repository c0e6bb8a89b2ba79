//! Documents that are no snapshot to decide by, and documents from other versions.

use std::error::Error as _;

use serde_json::json;

use super::attempt::{Attempt, IDENTITY, USER_KEY, keys, principal};
use crate::login::{
    EntityKind, MAX_KEY_DATES, SNAPSHOT_FORMAT, Session, SessionRefusal, Snapshot,
    SnapshotDocument, SnapshotError,
};

fn refused(spoil: impl FnOnce(&mut SnapshotDocument)) -> SnapshotError {
    let mut document = Attempt::by_user().document;
    spoil(&mut document);
    Snapshot::compile(document).unwrap_err()
}

#[test]
fn a_policy_that_does_not_compile_fails_the_whole_and_is_named() {
    for text in [
        "",
        "{}",
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Maybe\"}]}",
    ] {
        let error =
            refused(|document| document.policies.get_mut(&IDENTITY).unwrap().text = text.into());
        assert!(
            error
                .to_string()
                .contains("inline policy `p` of role `Reader`"),
            "{error}"
        );
        assert!(error.source().is_some(), "what is wrong with it is chained");
    }
}

#[test]
fn a_newer_format_is_refused_with_what_to_do() {
    let error = refused(|document| document.format = SNAPSHOT_FORMAT + 1);
    assert!(error.to_string().contains("upgrade the agent"), "{error}");
}

#[test]
fn what_is_there_twice_is_refused_and_named() {
    for (error, name) in [
        (
            refused(|one| one.instances.push(one.instances[0].clone())),
            "instance `cluster-ABC`",
        ),
        (
            refused(|one| one.principals.push(one.principals[0].clone())),
            "principal `AIDAJANE`",
        ),
        (
            refused(|one| {
                let again = serde_json::to_value(&one.access_keys[0]).unwrap();
                one.access_keys.push(serde_json::from_value(again).unwrap());
            }),
            "access key `AKIAIOSFODNN7EXAMPLE`",
        ),
        (
            refused(|one| {
                one.policies.insert(9, one.policies[&IDENTITY].clone());
            }),
            "policy `inline policy",
        ),
    ] {
        assert!(
            error.to_string().contains(name) && error.to_string().contains("twice"),
            "{error}"
        );
    }
}

#[test]
fn a_policy_that_is_not_there_is_refused_and_named_with_who_names_it() {
    for (error, of) in [
        (
            refused(|one| one.principals[0].policies.push(77)),
            "user/team/jane",
        ),
        (
            refused(|one| one.principals[1].boundary = Some(77)),
            "role/app/Reader",
        ),
        (
            refused(|one| one.scps[0].push(77)),
            "service control policies",
        ),
    ] {
        assert!(
            matches!(error, SnapshotError::UnknownPolicy { id: 77, .. }),
            "{error}"
        );
        assert!(error.to_string().contains(of), "{error}");
    }
}

#[test]
fn a_key_of_nobody_or_of_a_role_is_refused() {
    for owner in ["AIDANOBODY", "AROAREADER"] {
        let error = refused(|one| one.access_keys[0].principal = owner.into());
        assert!(error.to_string().contains(USER_KEY) && error.to_string().contains(owner));
    }
}

#[test]
fn an_arn_of_another_kind_or_account_is_refused() {
    for (kind, arn) in [
        (EntityKind::User, "arn:aws:iam::123456789012:role/x"),
        (EntityKind::Role, "arn:aws:iam::123456789012:user/x"),
        (EntityKind::Root, "arn:aws:iam::123456789012:user/root"),
        (EntityKind::User, "arn:aws:iam::999999999999:user/x"),
        (EntityKind::User, "arn:aws:sts::123456789012:user/x"),
        (EntityKind::User, "jane"),
    ] {
        let error = refused(|one| one.principals.push(principal("AIDAX", arn, kind, "x")));
        assert!(error.to_string().contains("`AIDAX`"), "{error}");
    }
}

#[test]
fn a_resource_id_that_would_change_its_arn_is_refused() {
    for id in ["", "cluster-A/b", "cluster:A", "cluster-*", "cluster A"] {
        let error = refused(|one| one.instances[0].resource_id = id.into());
        assert!(matches!(error, SnapshotError::ResourceId(found) if found == id));
    }
}

#[test]
fn a_key_for_every_day_fits_and_one_more_is_refused() {
    let error = refused(|one| {
        assert_eq!(one.access_keys[0].signing_keys.len(), MAX_KEY_DATES);
        one.access_keys[0]
            .signing_keys
            .extend(keys(super::attempt::NOW.date()).pop());
    });
    assert!(
        matches!(error, SnapshotError::TooManyKeys { count: 4, .. }),
        "{error}"
    );
    let mut session = Attempt::by_session().session.unwrap();
    session
        .signing_keys
        .extend(keys(super::attempt::NOW.date()).pop());
    assert!(matches!(
        Session::compile(session),
        Err(SessionRefusal::Invalid(_))
    ));
}

#[test]
fn a_snapshot_that_ends_before_it_begins_is_refused() {
    let error = refused(|one| one.valid_until = one.issued_at.plus_seconds(-1));
    assert!(matches!(error, SnapshotError::Validity { .. }), "{error}");
}

#[test]
fn a_document_reads_back_as_written_and_passes_over_what_it_does_not_know() {
    let mut written = serde_json::to_value(Attempt::by_user().document).unwrap();
    let read: SnapshotDocument = serde_json::from_value(written.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), written);
    written["added_later"] = json!({ "x": 1 });
    written["instances"][0]["added_later"] = json!(true);
    let read: SnapshotDocument = serde_json::from_value(written).unwrap();
    assert!(
        Attempt {
            document: read,
            ..Attempt::by_user()
        }
        .decide()
        .is_allow()
    );
}

#[test]
fn a_derived_key_that_is_none_is_refused_without_being_repeated() {
    let key = serde_json::to_value(&keys(super::attempt::NOW.date())[0]).unwrap();
    let good = key.as_str().unwrap();
    assert!(
        good.starts_with("20250114:") && good.len() == 8 + 1 + 44,
        "{good}"
    );
    let secret = good.split_once(':').unwrap().1;
    let tail = secret.split_at(8).1;
    for bad in [
        json!(""),
        json!(secret),
        json!(format!("20250230:{secret}")),
        json!(format!("20250115 {secret}")),
        json!(format!("20250115:{}", secret.trim_end_matches('='))),
        json!(format!("20250115:{secret}AAAA")),
        json!(format!("20250115:{tail}")),
        json!(20_250_115),
    ] {
        let error = serde_json::from_value::<crate::login::DatedKey>(bad).unwrap_err();
        assert!(!error.to_string().contains(tail), "{error}");
        assert!(
            error.to_string().contains("expected a day as yyyymmdd"),
            "{error}"
        );
    }
}

#[test]
fn nothing_prints_a_key() {
    let login = Attempt::by_session();
    let snapshot = Snapshot::compile(login.document.clone()).unwrap();
    let session = Session::compile(login.session.clone().unwrap()).unwrap();
    let printed = format!("{:?} {snapshot:?} {session:?}", login.document);
    let key = serde_json::to_value(&keys(super::attempt::NOW.date())[1]).unwrap();
    let secret = key.as_str().unwrap().split_once(':').unwrap().1.to_owned();
    assert!(!printed.contains(&secret));
    let bytes = format!("{:?}", keys(super::attempt::NOW.date())[1].key.expose());
    assert!(!printed.contains(&bytes));
    assert!(printed.contains("DatedKey(20250115, ..)"), "{printed}");
}

#[test]
fn a_snapshot_tells_what_it_shows() {
    let mut document = Attempt::by_user().document;
    document.changed_at_ms = Some(1_736_942_340_250);
    let (issued_at, valid_until) = (document.issued_at, document.valid_until);
    let snapshot = Snapshot::compile(document).unwrap();
    assert_eq!(snapshot.revision(), 7);
    assert_eq!(snapshot.issued_at(), issued_at);
    assert_eq!(snapshot.valid_until(), valid_until);
    assert_eq!(snapshot.changed_at_ms(), Some(1_736_942_340_250));
    assert_eq!(snapshot.principal_count(), 3);
    let identifier = |id| snapshot.instance(id).map(|one| one.identifier.as_str());
    assert_eq!(identifier("cluster-ABC"), Some("mycluster"));
    assert_eq!(identifier("mycluster"), None);
}
