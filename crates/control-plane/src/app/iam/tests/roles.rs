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

#[test]
fn an_account_in_a_trust_policy_is_shown_as_its_root_and_nothing_else_is_touched() {
    let world = World::new();
    let document = |principals: &str| {
        format!(
            r#"{{ "Version": "2012-10-17", "Statement": {{ "Sid": "", "Principal": {{"AWS": {principals}}}, "Effect": "Allow", "Action": "sts:AssumeRole", "Condition": {{"StringEquals": {{"sts:ExternalId": "222222222222"}}}} }} }}"#
        )
    };
    let given = document(r#"[ "222222222222", "*", "111111111111" ]"#);
    let given = [
        ("RoleName", "Reader"),
        ("AssumeRolePolicyDocument", &*given),
    ];
    let kept =
        document(r#"[ "arn:aws:iam::222222222222:root", "*", "arn:aws:iam::111111111111:root" ]"#);
    let created = world.root("CreateRole", &given);
    assert_eq!(decoded(&created.text("AssumeRolePolicyDocument")), kept);
    let shown = world.root("GetRole", &[("RoleName", "Reader")]);
    assert_eq!(decoded(&shown.text("AssumeRolePolicyDocument")), kept);
}

#[test]
fn a_principal_may_be_named_by_its_unique_id_as_long_as_it_is_there() {
    let world = World::new();
    let alice = world.user("alice");
    let name = ("UserName", "alice");
    let id = world.root("GetUser", &[name]).text("UserId");
    let trust = trusting(&id);
    let given = [
        ("RoleName", "Reader"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    let created = world.root("CreateRole", &given);
    let shown = decoded(&created.text("AssumeRolePolicyDocument"));
    assert_eq!(shown, trusting(&arn("user/alice")));

    world.root("DeleteAccessKey", &[name, ("AccessKeyId", &alice.key_id)]);
    world.root("DeleteUser", &[name]);
    let shown = world.root("GetRole", &[("RoleName", "Reader")]);
    let shown = decoded(&shown.text("AssumeRolePolicyDocument"));
    assert_eq!(shown, trust);
    let given = [("RoleName", "Reader"), ("PolicyDocument", &*shown)];
    let (code, text) = world.refused("UpdateAssumeRolePolicy", &given);
    assert_eq!(
        (&*code, text),
        (
            "MalformedPolicyDocument",
            format!(r#"Invalid principal in policy: "AWS":"{id}""#)
        )
    );
}

/// What stands behind percent escapes.
fn decoded(text: &str) -> String {
    let parsed = aws_query::Parameters::parse(format!("it={text}").as_bytes());
    parsed.unwrap().text("it").unwrap().to_owned()
}

const LINKED: &str = "AWSServiceRoleForRDS";
const TO_RDS: (&str, &str) = ("AWSServiceName", "rds.amazonaws.com");

#[test]
fn a_role_that_rds_is_linked_to_comes_and_goes_by_its_own_calls() {
    let world = World::new();
    let made = world.root("CreateServiceLinkedRole", &[TO_RDS]);
    let path = "aws-service-role/rds.amazonaws.com";
    assert_eq!(made.text("Arn"), arn(&format!("role/{path}/{LINKED}")));
    let trust = made.text("AssumeRolePolicyDocument");
    assert!(trust.contains("rds.amazonaws.com"), "{trust}");
    let (code, text) = world.refused("CreateServiceLinkedRole", &[TO_RDS]);
    assert_eq!(code, "InvalidInput");
    assert_eq!(
        text,
        format!(
            "Service role name {LINKED} has been taken in this account, please try a different suffix."
        )
    );
    let unknown = [("AWSServiceName", "nothing.amazonaws.com")];
    let refused = world.refused("CreateServiceLinkedRole", &unknown);
    assert_eq!(refused.0, "InvalidInput");

    let role = [("RoleName", LINKED)];
    let deleted = world.root("DeleteServiceLinkedRole", &role);
    let task = deleted.text("DeletionTaskId");
    assert!(
        task.starts_with(&format!("task/{path}/{LINKED}/")),
        "{task}"
    );
    assert_eq!(world.refused("GetRole", &role).0, "NoSuchEntity");
    let asked = [("DeletionTaskId", &*task)];
    let answer = world.root("GetServiceLinkedRoleDeletionStatus", &asked);
    assert_eq!(answer.text("Status"), "SUCCEEDED");
    let another = [(
        "DeletionTaskId",
        "task/aws-service-role/rds.amazonaws.com/x/1",
    )];
    let refused = world.refused("GetServiceLinkedRoleDeletionStatus", &another);
    assert_eq!(refused.0, "NoSuchEntity");
}

#[test]
fn a_role_that_rds_is_linked_to_is_not_changed_but_described_and_tagged() {
    let world = World::new();
    world.root("CreateServiceLinkedRole", &[TO_RDS]);
    let role = ("RoleName", LINKED);
    let document =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    let trust = trusting(&arn("root"));
    let changes: &[(&str, &[(&str, &str)])] = &[
        ("DeleteRole", &[]),
        ("AttachRolePolicy", &[("PolicyArn", admin)]),
        ("DetachRolePolicy", &[("PolicyArn", admin)]),
        (
            "PutRolePolicy",
            &[("PolicyName", "p"), ("PolicyDocument", document)],
        ),
        ("DeleteRolePolicy", &[("PolicyName", "p")]),
        (
            "PutRolePermissionsBoundary",
            &[("PermissionsBoundary", admin)],
        ),
        ("DeleteRolePermissionsBoundary", &[]),
        ("UpdateAssumeRolePolicy", &[("PolicyDocument", &trust)]),
    ];
    for (action, given) in changes {
        let (code, text) = world.refused(action, &[&[role], *given].concat());
        assert_eq!(code, "UnmodifiableEntity", "{action}: {text}");
        assert_eq!(
            text,
            format!(
                "Cannot perform the operation on the protected role '{LINKED}' - this role is only \
                 modifiable by AWS"
            )
        );
    }
    let tag = [("Tags.member.1.Key", "k"), ("Tags.member.1.Value", "v")];
    world.root("TagRole", &[&[role][..], &tag].concat());
    world.root("UpdateRole", &[role, ("Description", "described")]);
}

#[test]
fn no_other_role_is_where_those_are_that_services_are_linked_to() {
    let world = World::new();
    let trust = trusting(&arn("root"));
    let given = [
        ("RoleName", "r"),
        ("Path", "/aws-service-role/rds.amazonaws.com/"),
        ("AssumeRolePolicyDocument", &*trust),
    ];
    assert_eq!(world.refused("CreateRole", &given).0, "InvalidInput");
    world.root("CreateRole", &[given[0], given[2]]);
    let own = [("RoleName", "r")];
    assert_eq!(
        world.refused("DeleteServiceLinkedRole", &own).0,
        "InvalidInput"
    );
}
