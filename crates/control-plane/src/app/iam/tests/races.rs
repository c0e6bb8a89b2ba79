//! Two calls decided on the same state: where the first takes away what the second was decided on,
//! the second is not committed, and is decided anew.

use crate::app::fixture::{World, arn, statement};

type Given<'a> = (&'a str, &'a [(&'a str, &'a str)]);

const ALICE: (&str, &str) = ("UserName", "alice");
const GROUP: (&str, &str) = ("GroupName", "g");
const ROLE: (&str, &str) = ("RoleName", "r");
const PROFILE: (&str, &str) = ("InstanceProfileName", "m");
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:user/alice"},"Action":"sts:AssumeRole"}]}"#;

fn furnished() -> World {
    let world = World::new();
    let document = statement("Allow", "iam:GetUser", "*");
    world.root("CreateUser", &[ALICE]);
    world.root("CreateGroup", &[GROUP]);
    world.root("CreateInstanceProfile", &[PROFILE]);
    world.root(
        "CreatePolicy",
        &[("PolicyName", "p"), ("PolicyDocument", &document)],
    );
    let nobody = TRUST.replace("arn:aws:iam::111111111111:user/alice", "111111111111");
    world.root("CreateRole", &[ROLE, ("AssumeRolePolicyDocument", &nobody)]);
    world
}

/// Either call succeeds by itself; behind the other, as decided before it, neither does.
fn exclude_each_other(first: Given<'_>, second: Given<'_>) {
    for (one, other) in [(first, second), (second, first)] {
        let world = furnished();
        let state = world.state();
        let decide = |(action, given): Given<'_>| {
            let decided = world.decide(&world.root, action, given, &state);
            decided
                .unwrap_or_else(|error| panic!("{action}: {error}"))
                .changes
        };
        let (one_changes, other_changes) = (decide(one), decide(other));
        assert!(world.commit(one_changes), "{}", one.0);
        assert!(!world.commit(other_changes), "{} behind {}", other.0, one.0);
    }
}

#[test]
fn nothing_is_attached_to_what_goes_away_meanwhile() {
    let policy = arn("policy/p");
    let at = ("PolicyArn", &*policy);
    let boundary = [ALICE, ("PermissionsBoundary", &*policy)];
    exclude_each_other(("AttachUserPolicy", &[ALICE, at]), ("DeletePolicy", &[at]));
    exclude_each_other(("AttachUserPolicy", &[ALICE, at]), ("DeleteUser", &[ALICE]));
    exclude_each_other(
        ("PutUserPermissionsBoundary", &boundary),
        ("DeletePolicy", &[at]),
    );
    exclude_each_other(
        ("AddUserToGroup", &[GROUP, ALICE]),
        ("DeleteGroup", &[GROUP]),
    );
    exclude_each_other(
        ("AddUserToGroup", &[GROUP, ALICE]),
        ("DeleteUser", &[ALICE]),
    );
    exclude_each_other(("CreateAccessKey", &[ALICE]), ("DeleteUser", &[ALICE]));
    exclude_each_other(
        ("AddRoleToInstanceProfile", &[PROFILE, ROLE]),
        ("DeleteRole", &[ROLE]),
    );
    exclude_each_other(
        ("AddRoleToInstanceProfile", &[PROFILE, ROLE]),
        ("DeleteInstanceProfile", &[PROFILE]),
    );
    exclude_each_other(
        ("UpdateUser", &[ALICE, ("NewUserName", "alicia")]),
        ("AddUserToGroup", &[GROUP, ALICE]),
    );
    exclude_each_other(
        ("UpdateGroup", &[GROUP, ("NewGroupName", "h")]),
        ("AddUserToGroup", &[GROUP, ALICE]),
    );
}

#[test]
fn nobody_is_trusted_who_goes_away_first() {
    let world = furnished();
    let state = world.state();
    let trusting = [("RoleName", "new"), ("AssumeRolePolicyDocument", TRUST)];
    let trusting = world
        .decide(&world.root, "CreateRole", &trusting, &state)
        .unwrap();
    world.root("DeleteUser", &[ALICE]);
    assert!(!world.commit(trusting.changes));
}

#[test]
fn of_two_that_would_take_the_last_place_one_comes_too_late() {
    let document = statement("Allow", "iam:ListUsers", "*");
    let policy = arn("policy/p");
    let version = [("PolicyArn", &*policy), ("PolicyDocument", &*document)];
    let same = |given: Given<'static>| exclude_each_other(given, given);
    same(("CreateUser", &[("UserName", "new")]));
    exclude_each_other(
        ("CreateUser", &[("UserName", "new")]),
        ("CreateUser", &[("UserName", "NEW")]),
    );
    same(("CreateAccessKey", &[ALICE]));
    same((
        "TagUser",
        &[
            ALICE,
            ("Tags.member.1.Key", "k"),
            ("Tags.member.1.Value", "v"),
        ],
    ));
    exclude_each_other(
        ("CreatePolicyVersion", &version),
        ("CreatePolicyVersion", &version),
    );
    exclude_each_other(
        ("UpdateUser", &[ALICE, ("NewUserName", "new")]),
        ("CreateUser", &[("UserName", "new")]),
    );
}
