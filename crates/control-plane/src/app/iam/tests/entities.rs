//! Users, groups, roles and policies: what makes them, what they must be rid of first, what follows
//! when they are renamed.

use crate::app::fixture::{Person, World, arn, refusal, statement};

const ALICE: (&str, &str) = ("UserName", "alice");
const GROUP: (&str, &str) = ("GroupName", "developers");
const ROLE: (&str, &str) = ("RoleName", "Reader");
const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}"#;

fn policy(world: &World, name: &str) -> String {
    let document = statement("Allow", "iam:GetUser", "*");
    let given = [("PolicyName", name), ("PolicyDocument", &*document)];
    world.root("CreatePolicy", &given).text("Arn")
}

fn role(world: &World, name: &str) {
    world.root(
        "CreateRole",
        &[("RoleName", name), ("AssumeRolePolicyDocument", TRUST)],
    );
}

/// A call: its operation and its parameters.
type Given<'a> = (&'a str, &'a [(&'a str, &'a str)]);

/// The call is refused with each conflict in turn, until the call beside it has removed the cause.
fn goes_only_after(world: &World, delete: Given<'_>, causes: &[(&str, Given<'_>)]) {
    for (conflict, (action, given)) in causes {
        let (code, text) = world.refused(delete.0, delete.1);
        assert_eq!((&*code, &*text), ("DeleteConflict", *conflict));
        world.root(action, given);
    }
    world.root(delete.0, delete.1);
}

#[test]
fn a_user_goes_after_its_policies_keys_and_groups() {
    let world = World::new();
    let alice = world.user("alice");
    world.allow("alice", "inline", "iam:GetUser", "*");
    let managed = policy(&world, "managed");
    world.root("AttachUserPolicy", &[ALICE, ("PolicyArn", &managed)]);
    world.root("CreateGroup", &[GROUP]);
    world.root("AddUserToGroup", &[GROUP, ALICE]);
    goes_only_after(
        &world,
        ("DeleteUser", &[ALICE]),
        &[
            (
                "Cannot delete entity, must detach all policies first.",
                ("DetachUserPolicy", &[ALICE, ("PolicyArn", &managed)]),
            ),
            (
                "Cannot delete entity, must delete policies first.",
                ("DeleteUserPolicy", &[ALICE, ("PolicyName", "inline")]),
            ),
            (
                "Cannot delete entity, must delete access keys first.",
                ("DeleteAccessKey", &[ALICE, ("AccessKeyId", &alice.key_id)]),
            ),
            (
                "Cannot delete entity, must remove users from group first.",
                ("RemoveUserFromGroup", &[GROUP, ALICE]),
            ),
        ],
    );
    assert!(world.root("ListUsers", &[]).all("UserName").is_empty());
}

#[test]
fn a_group_goes_after_its_users_and_policies() {
    let world = World::new();
    world.root("CreateGroup", &[GROUP]);
    world.user("alice");
    world.root("AddUserToGroup", &[GROUP, ALICE]);
    let managed = policy(&world, "managed");
    world.root("AttachGroupPolicy", &[GROUP, ("PolicyArn", &managed)]);
    goes_only_after(
        &world,
        ("DeleteGroup", &[GROUP]),
        &[
            (
                "Cannot delete entity, must remove users from group first.",
                ("RemoveUserFromGroup", &[GROUP, ALICE]),
            ),
            (
                "Cannot delete entity, must detach all policies first.",
                ("DetachGroupPolicy", &[GROUP, ("PolicyArn", &managed)]),
            ),
        ],
    );
}

#[test]
fn a_role_goes_after_its_instance_profile_and_policies() {
    let world = World::new();
    role(&world, "Reader");
    let profile = ("InstanceProfileName", "machine");
    world.root("CreateInstanceProfile", &[profile]);
    world.root("AddRoleToInstanceProfile", &[profile, ROLE]);
    assert_eq!(
        world
            .root("ListInstanceProfilesForRole", &[ROLE])
            .all("InstanceProfileName"),
        ["machine"]
    );
    let conflict = "Cannot delete entity, must remove roles from instance profile first.";
    assert_eq!(
        world.refused("DeleteInstanceProfile", &[profile]).1,
        conflict
    );
    let document = statement("Allow", "iam:GetUser", "*");
    let inline = ("PolicyName", "inline");
    world.root(
        "PutRolePolicy",
        &[ROLE, inline, ("PolicyDocument", &document)],
    );
    goes_only_after(
        &world,
        ("DeleteRole", &[ROLE]),
        &[
            (
                conflict,
                ("RemoveRoleFromInstanceProfile", &[profile, ROLE]),
            ),
            (
                "Cannot delete entity, must delete policies first.",
                ("DeleteRolePolicy", &[ROLE, inline]),
            ),
        ],
    );
    world.root("DeleteInstanceProfile", &[profile]);
}

#[test]
fn a_policy_goes_after_its_attachments_boundaries_and_versions() {
    let world = World::new();
    world.user("alice");
    let arn = policy(&world, "managed");
    let at = ("PolicyArn", &*arn);
    let document = statement("Allow", "iam:ListUsers", "*");
    world.root("AttachUserPolicy", &[ALICE, at]);
    world.root(
        "PutUserPermissionsBoundary",
        &[ALICE, ("PermissionsBoundary", &arn)],
    );
    world.root("CreatePolicyVersion", &[at, ("PolicyDocument", &document)]);
    let shown = world.root("GetPolicy", &[at]);
    assert_eq!(shown.text("AttachmentCount"), "1");
    assert_eq!(shown.text("PermissionsBoundaryUsageCount"), "1");
    assert_eq!(
        world.root("ListEntitiesForPolicy", &[at]).all("UserName"),
        ["alice"]
    );
    let attached = "Cannot delete a policy attached to entities.";
    goes_only_after(
        &world,
        ("DeletePolicy", &[at]),
        &[
            (attached, ("DetachUserPolicy", &[ALICE, at])),
            (attached, ("DeleteUserPermissionsBoundary", &[ALICE])),
            (
                "This policy has more than one version. Before you delete a policy, you must \
                 delete the policy's versions. The default version is deleted with the policy.",
                ("DeletePolicyVersion", &[at, ("VersionId", "v2")]),
            ),
        ],
    );
}

#[test]
fn names_are_unique_ignoring_case_and_found_by_their_own() {
    let world = World::new();
    world.user("Alice");
    role(&world, "Reader");
    world.root("CreateGroup", &[("GroupName", "Developers")]);
    policy(&world, "Managed");
    let document = statement("Allow", "iam:GetUser", "*");
    for (action, given) in [
        ("CreateUser", vec![("UserName", "aLICE")]),
        ("CreateGroup", vec![("GroupName", "dEVELOPERS")]),
        (
            "CreateRole",
            vec![("RoleName", "READER"), ("AssumeRolePolicyDocument", TRUST)],
        ),
        (
            "CreatePolicy",
            vec![("PolicyName", "MANAGED"), ("PolicyDocument", &document)],
        ),
    ] {
        assert_eq!(
            world.refused(action, &given).0,
            "EntityAlreadyExists",
            "{action}"
        );
    }
    assert_eq!(
        world.refused("GetUser", &[("UserName", "alice")]).0,
        "NoSuchEntity"
    );
    assert_eq!(
        world.root("GetUser", &[("UserName", "Alice")]).text("Arn"),
        arn("user/Alice")
    );
}

#[test]
fn ten_managed_policies_fit_on_a_user_and_no_eleventh() {
    let world = World::new();
    world.user("alice");
    for number in 1..=10 {
        let arn = policy(&world, &format!("p{number}"));
        world.root("AttachUserPolicy", &[ALICE, ("PolicyArn", &arn)]);
        world.root("AttachUserPolicy", &[ALICE, ("PolicyArn", &arn)]);
    }
    let arn = policy(&world, "p11");
    let (code, text) = world.refused("AttachUserPolicy", &[ALICE, ("PolicyArn", &arn)]);
    assert_eq!(code, "LimitExceeded");
    assert_eq!(text, "Cannot exceed quota for PoliciesPerUser: 10");
    assert_eq!(
        world
            .root("ListAttachedUserPolicies", &[ALICE])
            .all("PolicyArn")
            .len(),
        10
    );
}

#[test]
fn a_user_is_in_ten_groups_and_in_no_eleventh() {
    let world = World::new();
    world.user("alice");
    let names: Vec<String> = (1..=11).map(|number| format!("g{number}")).collect();
    for name in &names {
        world.root("CreateGroup", &[("GroupName", name)]);
    }
    for name in &names[..10] {
        world.root("AddUserToGroup", &[("GroupName", name), ALICE]);
    }
    let (_, text) = world.refused("AddUserToGroup", &[("GroupName", "g11"), ALICE]);
    assert_eq!(text, "Cannot exceed quota for GroupsPerUser: 10");
    world.root("AddUserToGroup", &[("GroupName", "g10"), ALICE]);
}

#[test]
fn a_policy_has_five_versions_and_no_number_twice() {
    let world = World::new();
    let arn = policy(&world, "managed");
    let at = ("PolicyArn", &*arn);
    let document = statement("Allow", "iam:ListUsers", "*");
    let version = [at, ("PolicyDocument", &*document), ("SetAsDefault", "true")];
    for _ in 2..=5 {
        world.root("CreatePolicyVersion", &version);
    }
    let (code, text) = world.refused("CreatePolicyVersion", &version);
    assert_eq!(code, "LimitExceeded");
    assert!(
        text.starts_with("A managed policy can have up to 5 versions."),
        "{text}"
    );
    assert_eq!(
        world.root("ListPolicyVersions", &[at]).all("VersionId"),
        ["v5", "v4", "v3", "v2", "v1"]
    );
    world.root("DeletePolicyVersion", &[at, ("VersionId", "v4")]);
    assert_eq!(
        world
            .root("CreatePolicyVersion", &version)
            .text("VersionId"),
        "v6"
    );
    assert_eq!(
        world.root("GetPolicy", &[at]).text("DefaultVersionId"),
        "v6"
    );
    world.root("SetDefaultPolicyVersion", &[at, ("VersionId", "v1")]);
    let first = world.root("GetPolicyVersion", &[at, ("VersionId", "v1")]);
    assert_eq!(first.text("IsDefaultVersion"), "true");
}

#[test]
fn inline_policies_share_one_quota_that_white_space_does_not_count_against() {
    let world = World::new();
    world.user("alice");
    let filled = |size: usize| {
        let frame = statement("Allow", "iam:GetUser", "arn:aws:iam::111111111111:user/");
        let arn = format!(
            "arn:aws:iam::111111111111:user/{}",
            "x".repeat(size - frame.len())
        );
        statement("Allow", "iam:GetUser", &arn)
    };
    let put = |name: &str, document: &str| {
        let given = [ALICE, ("PolicyName", name), ("PolicyDocument", document)];
        world.call(&world.root, "PutUserPolicy", &given)
    };
    put("a", &filled(1024)).unwrap();
    put("b", &(filled(1024) + &" ".repeat(100))).unwrap();
    let (code, text) = refusal(put("b", &filled(1025)));
    assert_eq!(code, "LimitExceeded");
    assert_eq!(
        text,
        "Maximum policy size of 2048 bytes exceeded for user alice"
    );
    let (code, text) = refusal(put("b", &filled(2049)));
    assert_eq!(code, "LimitExceeded");
    assert_eq!(
        text,
        "Maximum policy size of 2048 bytes exceeded for user alice"
    );
    assert_eq!(
        world
            .root("ListUserPolicies", &[ALICE])
            .0
            .matches("<member>")
            .count(),
        2
    );
}

#[test]
fn fifty_tags_fit_on_a_user_and_no_fifty_first() {
    let world = World::new();
    world.user("alice");
    let tag = |range: std::ops::RangeInclusive<usize>| {
        let given: Vec<(String, String)> = range
            .clone()
            .zip(1..)
            .flat_map(|(key, number)| {
                [
                    (format!("Tags.member.{number}.Key"), format!("k{key}")),
                    (format!("Tags.member.{number}.Value"), "v".to_owned()),
                ]
            })
            .collect();
        let mut all: Vec<(&str, &str)> = given.iter().map(|(k, v)| (&**k, &**v)).collect();
        all.push(ALICE);
        world.call(&world.root, "TagUser", &all)
    };
    tag(1..=50).unwrap();
    tag(50..=50).unwrap();
    assert_eq!(refusal(tag(51..=51)).0, "LimitExceeded");
    world.root("UntagUser", &[ALICE, ("TagKeys.member.1", "K50")]);
    tag(51..=51).unwrap();
    assert_eq!(world.root("ListUserTags", &[ALICE]).all("Key").len(), 50);
}

#[test]
fn a_renamed_user_keeps_its_id_keys_groups_and_policies() {
    let world = World::new();
    let alice = world.user("alice");
    let id = world.root("GetUser", &[ALICE]).text("UserId");
    world.root("CreateGroup", &[GROUP]);
    world.root("AddUserToGroup", &[GROUP, ALICE]);
    world.allow("alice", "p", "iam:*", "*");
    let managed = policy(&world, "managed");
    world.root("AttachUserPolicy", &[ALICE, ("PolicyArn", &managed)]);
    world.root(
        "PutUserPermissionsBoundary",
        &[ALICE, ("PermissionsBoundary", &managed)],
    );
    let session = Person::of(&world.call(&alice, "GetSessionToken", &[]).unwrap());

    let renaming = [ALICE, ("NewUserName", "Alicia"), ("NewPath", "/team/")];
    world.root("UpdateUser", &renaming);

    let renamed = ("UserName", "Alicia");
    assert_eq!(world.root("GetUser", &[renamed]).text("UserId"), id);
    assert_eq!(world.refused("GetUser", &[ALICE]).0, "NoSuchEntity");
    assert_eq!(world.root("GetGroup", &[GROUP]).all("UserName"), ["Alicia"]);
    for usage in ["PermissionsPolicy", "PermissionsBoundary"] {
        let asked = [("PolicyArn", &*managed), ("PolicyUsageFilter", usage)];
        let bearers = world.root("ListEntitiesForPolicy", &asked);
        assert_eq!(bearers.all("UserName"), ["Alicia"], "as {usage}");
    }
    for person in [&alice, &session] {
        let identity = world.call(person, "GetCallerIdentity", &[]).unwrap();
        assert_eq!(identity.text("Arn"), arn("user/team/Alicia"));
    }
    world.root("DetachUserPolicy", &[renamed, ("PolicyArn", &managed)]);
    world.root("DeleteUserPermissionsBoundary", &[renamed]);
    world.root("DeletePolicy", &[("PolicyArn", &managed)]);
    world.root(
        "DeleteAccessKey",
        &[renamed, ("AccessKeyId", &alice.key_id)],
    );
    world.root("CreateUser", &[ALICE]);
    let identity = world.call(&session, "GetCallerIdentity", &[]).unwrap();
    assert_eq!(identity.text("UserId"), id);
}

#[test]
fn a_name_can_change_by_its_case_alone_and_not_to_one_that_is_taken() {
    let world = World::new();
    world.user("alice");
    world.user("bob");
    world.root("CreateGroup", &[GROUP]);
    world.root("AddUserToGroup", &[GROUP, ALICE]);
    world.root("UpdateUser", &[ALICE, ("NewUserName", "ALICE")]);
    world.root("UpdateGroup", &[GROUP, ("NewGroupName", "DEVELOPERS")]);
    let (alice, group) = (("UserName", "ALICE"), ("GroupName", "DEVELOPERS"));
    assert_eq!(world.root("GetGroup", &[group]).all("UserName"), ["ALICE"]);
    world.root("AddUserToGroup", &[group, alice]);
    assert_eq!(
        world.root("ListGroupsForUser", &[alice]).all("GroupName"),
        ["DEVELOPERS"]
    );
    let (code, text) = world.refused("UpdateUser", &[alice, ("NewUserName", "Bob")]);
    assert_eq!(
        (&*code, &*text),
        ("EntityAlreadyExists", "User with name Bob already exists.")
    );
}

#[test]
fn a_renamed_group_keeps_its_users_as_many_as_fit_in_a_transaction() {
    let world = World::new();
    world.root("CreateGroup", &[GROUP]);
    let join = |number: usize| {
        let name = format!("u{number}");
        world.root("CreateUser", &[("UserName", &name)]);
        world.root("AddUserToGroup", &[GROUP, ("UserName", &name)]);
    };
    (1..=30).for_each(join);
    for number in 1..=10 {
        let arn = policy(&world, &format!("p{number}"));
        world.root("AttachGroupPolicy", &[GROUP, ("PolicyArn", &arn)]);
    }
    let id = world.root("GetGroup", &[GROUP]).text("GroupId");
    world.root("UpdateGroup", &[GROUP, ("NewGroupName", "makers")]);
    let makers = world.root("GetGroup", &[("GroupName", "makers")]);
    assert_eq!(
        (makers.all("UserName").len(), makers.text("GroupId")),
        (30, id)
    );
    world.root(
        "UpdateGroup",
        &[("GroupName", "makers"), ("NewGroupName", GROUP.1)],
    );
    join(31);
    let (code, _) = world.refused("UpdateGroup", &[GROUP, ("NewGroupName", "makers")]);
    assert_eq!(code, "LimitExceeded");
    world.root("UpdateGroup", &[GROUP, ("NewPath", "/team/")]);
}

#[test]
fn who_renames_may_on_the_old_name_and_on_the_new() {
    let world = World::new();
    world.user("alice");
    let bob = world.user("bob");
    world.allow("bob", "p", "iam:UpdateUser", &arn("user/alice"));
    let renaming = [ALICE, ("NewUserName", "root-like")];
    let (code, text) = refusal(world.call(&bob, "UpdateUser", &renaming));
    assert_eq!(code, "AccessDenied");
    assert!(text.contains(&arn("user/root-like")), "{text}");
}

#[test]
fn a_boundary_takes_away_what_policies_give() {
    let world = World::new();
    let alice = world.user_who_may("alice", "iam:*");
    let document = statement("Allow", "iam:List*", "*");
    let given = [("PolicyName", "listing"), ("PolicyDocument", &*document)];
    let boundary = world.root("CreatePolicy", &given).text("Arn");
    world.root(
        "PutUserPermissionsBoundary",
        &[ALICE, ("PermissionsBoundary", &boundary)],
    );
    assert!(world.call(&alice, "ListUsers", &[]).is_ok());
    let (_, text) = refusal(world.call(&alice, "CreateGroup", &[GROUP]));
    assert!(
        text.contains("because no permissions boundary allows"),
        "{text}"
    );
    let own = world.call(&alice, "DeleteUserPermissionsBoundary", &[ALICE]);
    assert_eq!(refusal(own).0, "AccessDenied");
    world.root("DeleteUserPermissionsBoundary", &[ALICE]);
    assert!(world.call(&alice, "CreateGroup", &[GROUP]).is_ok());
}

#[test]
fn conditions_see_tags_of_the_request_and_of_the_resource() {
    let world = World::new();
    let admin = world.user("admin");
    let document = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":["iam:CreateUser","iam:TagUser"],"Resource":"*","Condition":{
            "StringEquals":{"aws:RequestTag/team":"red"},
            "ForAllValues:StringEquals":{"aws:TagKeys":["team"]}}},
        {"Effect":"Allow","Action":"iam:DeleteUser","Resource":"*","Condition":{
            "StringEquals":{"iam:ResourceTag/team":"red"}}}]}"#;
    let given = [
        ("UserName", "admin"),
        ("PolicyName", "p"),
        ("PolicyDocument", document),
    ];
    world.root("PutUserPolicy", &given);
    let red = [
        ALICE,
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let blue = [
        ALICE,
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "blue"),
    ];
    assert_eq!(
        refusal(world.call(&admin, "CreateUser", &blue)).0,
        "AccessDenied"
    );
    let mut two = red.to_vec();
    two.extend([("Tags.member.2.Key", "other"), ("Tags.member.2.Value", "x")]);
    assert_eq!(
        refusal(world.call(&admin, "CreateUser", &two)).0,
        "AccessDenied"
    );
    world.call(&admin, "CreateUser", &red).unwrap();
    world.root("CreateUser", &[("UserName", "bob")]);
    assert_eq!(
        refusal(world.call(&admin, "DeleteUser", &[("UserName", "bob")])).0,
        "AccessDenied"
    );
    world.call(&admin, "DeleteUser", &[ALICE]).unwrap();
}

#[test]
fn tags_that_begin_as_amazons_own_do_are_given_to_nothing() {
    let world = World::new();
    let tag = [
        ("Tags.member.1.Key", "AWS:team"),
        ("Tags.member.1.Value", "red"),
    ];
    let document = statement("Allow", "iam:GetUser", "*");
    let policy = [("PolicyName", "p"), ("PolicyDocument", &*document)];
    let text = "aws: prefixed tag key names are not allowed for external use.";
    for (action, given) in [("CreateUser", &[ALICE][..]), ("CreatePolicy", &policy)] {
        let refused = world.refused(action, &[given, &tag].concat());
        assert_eq!(refused, ("InvalidInput".to_owned(), text.to_owned()));
    }
    let trust = TRUST.replace(
        r#""Service":"ec2.amazonaws.com""#,
        r#""AWS":"111111111111""#,
    );
    let trust = trust.replace("sts:AssumeRole", "sts:*");
    world.root("CreateRole", &[ROLE, ("AssumeRolePolicyDocument", &trust)]);
    let bob = world.user_who_may("bob", "sts:*");
    let reader = arn("role/Reader");
    let session = [("RoleArn", &*reader), ("RoleSessionName", "session")];
    let refused = refusal(world.call(&bob, "AssumeRole", &[&session[..], &tag].concat()));
    assert_eq!(
        refused,
        ("InvalidParameterValue".to_owned(), text.to_owned())
    );
}

#[test]
fn who_may_attach_one_policy_cannot_attach_another() {
    let world = World::new();
    let bob = world.user("bob");
    world.user("alice");
    let (good, other) = (policy(&world, "good"), policy(&world, "other"));
    let document = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*","Condition":{{"ArnEquals":{{"iam:PolicyARN":"{good}"}}}}}}]}}"#
    );
    let given = [
        ("UserName", "bob"),
        ("PolicyName", "p"),
        ("PolicyDocument", &*document),
    ];
    world.root("PutUserPolicy", &given);
    world
        .call(&bob, "AttachUserPolicy", &[ALICE, ("PolicyArn", &good)])
        .unwrap();
    let refused = world.call(&bob, "AttachUserPolicy", &[ALICE, ("PolicyArn", &other)]);
    assert_eq!(refusal(refused).0, "AccessDenied");
}

#[test]
fn a_role_cannot_be_given_to_a_machine_without_leave_to_pass_it() {
    let world = World::new();
    let bob = world.user_who_may("bob", "iam:AddRoleToInstanceProfile");
    role(&world, "Reader");
    let profile = ("InstanceProfileName", "machine");
    world.root("CreateInstanceProfile", &[profile]);
    let (_, text) = refusal(world.call(&bob, "AddRoleToInstanceProfile", &[profile, ROLE]));
    assert!(
        text.contains("iam:PassRole on resource: arn:aws:iam::111111111111:role/Reader"),
        "{text}"
    );
    world.allow("bob", "pass", "iam:PassRole", &arn("role/Reader"));
    world
        .call(&bob, "AddRoleToInstanceProfile", &[profile, ROLE])
        .unwrap();
}

#[test]
fn a_denial_calls_the_resource_what_amazon_calls_it() {
    let world = World::new();
    let bob = world.user("bob");
    role(&world, "Reader");
    let managed = policy(&world, "managed");
    for (action, given, called) in [
        ("GetUser", ("UserName", "nobody"), "user nobody"),
        ("GetUser", ("UserName", "bob"), "user bob"),
        ("GetUser", ("Unknown", ""), &*arn("user/bob")),
        ("GetRole", ("RoleName", "Reader"), "role Reader"),
        ("DeleteGroup", GROUP, "group developers"),
        (
            "GetInstanceProfile",
            ("InstanceProfileName", "machine"),
            "instance profile machine",
        ),
        (
            "GetPolicy",
            ("PolicyArn", &managed),
            &format!("policy {managed}"),
        ),
        (
            "ListPolicies",
            ("PathPrefix", "/team/"),
            "policy path /team/",
        ),
        ("CreateUser", ("UserName", "carol"), &arn("user/carol")),
        ("ListUsers", ("PathPrefix", "/team/"), &arn("user/team/")),
        ("GetAccountSummary", ("Unknown", ""), "*"),
    ] {
        let (_, text) = refusal(world.call(&bob, action, &[given]));
        let end = format!(
            " is not authorized to perform: iam:{action} on resource: {called} because no \
             identity-based policy allows the iam:{action} action"
        );
        assert_eq!(text, format!("User: {}{end}", arn("user/bob")));
    }
}
