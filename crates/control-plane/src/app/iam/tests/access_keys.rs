use crate::app::fixture::{Person, World, refusal};

const ALICE: (&str, &str) = ("UserName", "alice");

#[test]
fn a_user_has_two_keys_and_no_third_active_or_not() {
    let world = World::new();
    let first = world.user("alice");
    let second = Person::of(&world.root("CreateAccessKey", &[ALICE]));
    let inactive = [
        ALICE,
        ("AccessKeyId", &*second.key_id),
        ("Status", "Inactive"),
    ];
    world.root("UpdateAccessKey", &inactive);
    let (code, text) = world.refused("CreateAccessKey", &[ALICE]);
    assert_eq!(code, "LimitExceeded");
    assert_eq!(text, "Cannot exceed quota for AccessKeysPerUser: 2");
    let listed = world.root("ListAccessKeys", &[ALICE]);
    assert_eq!(listed.all("AccessKeyId"), [&*first.key_id, &*second.key_id]);
    assert_eq!(listed.all("Status"), ["Active", "Inactive"]);
    assert!(!listed.0.contains(first.secret()));
}

#[test]
fn an_inactive_key_and_a_deleted_one_are_refused_alike() {
    let world = World::new();
    let alice = world.user("alice");
    let key = ("AccessKeyId", &*alice.key_id);
    assert!(world.call(&alice, "GetCallerIdentity", &[]).is_ok());
    world.root("UpdateAccessKey", &[ALICE, key, ("Status", "Inactive")]);
    let inactive = refusal(world.call(&alice, "GetCallerIdentity", &[]));
    world.root("UpdateAccessKey", &[ALICE, key, ("Status", "Active")]);
    assert!(world.call(&alice, "GetCallerIdentity", &[]).is_ok());
    world.root("DeleteAccessKey", &[ALICE, key]);
    let deleted = refusal(world.call(&alice, "GetCallerIdentity", &[]));
    assert_eq!(inactive.0, "InvalidClientTokenId");
    assert_eq!(inactive, deleted);
}

#[test]
fn who_names_no_user_means_itself() {
    let world = World::new();
    let alice = world.user_who_may("alice", "iam:*");
    let made = world.call(&alice, "CreateAccessKey", &[]).unwrap();
    assert_eq!(made.text("UserName"), "alice");
    assert_eq!(
        world
            .root("ListAccessKeys", &[ALICE])
            .all("AccessKeyId")
            .len(),
        2
    );
    let of_root = world.root("ListAccessKeys", &[]);
    assert_eq!(of_root.all("AccessKeyId"), [&*world.root.key_id]);
}

#[test]
fn a_key_of_somebody_else_is_not_found_under_a_user() {
    let world = World::new();
    world.user("alice");
    let bob = world.user("bob");
    let given = [ALICE, ("AccessKeyId", &*bob.key_id)];
    let (code, text) = world.refused("DeleteAccessKey", &given);
    assert_eq!(code, "NoSuchEntity");
    assert_eq!(
        text,
        format!("The Access Key with id {} cannot be found.", bob.key_id)
    );
    let used = world.root("GetAccessKeyLastUsed", &given[1..]);
    assert_eq!(
        (used.text("UserName"), used.text("ServiceName")),
        ("bob".into(), "N/A".into())
    );
}
