use crate::app::fixture::{World, arn, refusal, statement};

const ALICE: (&str, &str) = ("UserName", "alice");

#[test]
fn a_user_may_what_its_policies_allow_and_no_more() {
    let world = World::new();
    let alice = world.user("alice");
    let (code, text) = refusal(world.call(&alice, "ListUsers", &[]));
    assert_eq!(code, "AccessDenied");
    assert_eq!(
        text,
        "User: arn:aws:iam::111111111111:user/alice is not authorized to perform: iam:ListUsers on \
         resource: arn:aws:iam::111111111111:user/ because no identity-based policy allows the \
         iam:ListUsers action"
    );
    world.allow("alice", "p", "iam:List*", "*");
    assert!(world.call(&alice, "ListUsers", &[]).is_ok());
    assert!(
        world
            .call(&alice, "CreateGroup", &[("GroupName", "g")])
            .is_err()
    );
}

#[test]
fn a_group_gives_its_policies_to_its_members_while_they_are_in_it() {
    let world = World::new();
    let alice = world.user("alice");
    let developers = ("GroupName", "developers");
    world.root("CreateGroup", &[developers]);
    let document = statement("Allow", "iam:ListGroups", "*");
    let created = world.root(
        "CreatePolicy",
        &[("PolicyName", "listing"), ("PolicyDocument", &document)],
    );
    let listing = created.text("Arn");
    assert_eq!(listing, arn("policy/listing"));
    world.root("AttachGroupPolicy", &[developers, ("PolicyArn", &listing)]);
    assert!(world.call(&alice, "ListGroups", &[]).is_err());
    world.root("AddUserToGroup", &[developers, ALICE]);
    assert!(world.call(&alice, "ListGroups", &[]).is_ok());
    assert_eq!(
        world.root("GetGroup", &[developers]).all("UserName"),
        ["alice"]
    );
    assert_eq!(
        world.root("ListGroupsForUser", &[ALICE]).all("GroupName"),
        ["developers"]
    );
    world.root("RemoveUserFromGroup", &[developers, ALICE]);
    assert!(world.call(&alice, "ListGroups", &[]).is_err());
}
