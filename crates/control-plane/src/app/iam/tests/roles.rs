use crate::app::fixture::{Person, World, arn, refusal};

#[test]
fn a_user_assumes_a_role_that_trusts_it_and_is_the_role_then() {
    let world = World::new();
    let alice = world.user("alice");
    let trust = trusting(&arn("user/alice"));
    world.root(
        "CreateRole",
        &[("RoleName", "Reader"), ("AssumeRolePolicyDocument", &trust)],
    );
    let asked = [("RoleArn", &*arn("role/Reader")), ("RoleSessionName", "s1")];
    let answer = world.call(&alice, "AssumeRole", &asked).unwrap();
    let session = Person::of(&answer);
    let identity = world.call(&session, "GetCallerIdentity", &[]).unwrap();
    assert_eq!(
        identity.text("Arn"),
        "arn:aws:sts::111111111111:assumed-role/Reader/s1"
    );
    let bob = world.user("bob");
    let missing = refusal(world.call(&bob, "AssumeRole", &asked));
    assert_eq!(missing.0, "AccessDenied");
}

fn trusting(principal: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{principal}"}},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}}]}}"#
    )
}

#[test]
fn a_role_can_trust_only_who_is_there() {
    let world = World::new();
    let missing = arn("user/missing");
    let trust = trusting(&missing);
    let given = [
        ("RoleName", "Reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    let (code, text) = world.refused("CreateRole", &given);
    assert_eq!(code, "MalformedPolicyDocument");
    assert_eq!(
        text,
        format!(r#"Invalid principal in policy: "AWS":"{missing}""#)
    );
    world.root("CreateUser", &[("UserName", "missing")]);
    world.root("CreateRole", &given);
    let path = [("UserName", "missing"), ("NewPath", "/elsewhere/")];
    world.root("UpdateUser", &path);
    let update = [("RoleName", "Reader"), ("PolicyDocument", &*trust)];
    assert_eq!(
        world.refused("UpdateAssumeRolePolicy", &update).0,
        "MalformedPolicyDocument"
    );
}

#[test]
fn who_gets_the_name_of_somebody_trusted_is_not_trusted_and_who_is_renamed_is() {
    let world = World::new();
    let alice = world.user("alice");
    let id = world
        .root("GetUser", &[("UserName", "alice")])
        .text("UserId");
    let trust = trusting(&arn("user/alice"));
    world.root(
        "CreateRole",
        &[("RoleName", "Reader"), ("AssumeRolePolicyDocument", &trust)],
    );
    let shown = || {
        world
            .root("GetRole", &[("RoleName", "Reader")])
            .text("AssumeRolePolicyDocument")
    };
    let asked = [("RoleArn", &*arn("role/Reader")), ("RoleSessionName", "s1")];

    world.root(
        "UpdateUser",
        &[("UserName", "alice"), ("NewUserName", "alicia")],
    );
    assert!(world.call(&alice, "AssumeRole", &asked).is_ok());
    assert!(shown().contains("user%2Falicia"), "{}", shown());
    let other = world.user("alice");
    assert_eq!(
        refusal(world.call(&other, "AssumeRole", &asked)).0,
        "AccessDenied"
    );

    let key = [("UserName", "alicia"), ("AccessKeyId", &*alice.key_id)];
    world.root("DeleteAccessKey", &key);
    world.root("DeleteUser", &[("UserName", "alicia")]);
    assert!(
        shown().contains(&id) && !shown().contains("user%2F"),
        "{}",
        shown()
    );
    let third = world.user("alicia");
    assert_eq!(
        refusal(world.call(&third, "AssumeRole", &asked)).0,
        "AccessDenied"
    );
}
