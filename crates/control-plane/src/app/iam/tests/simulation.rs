use crate::app::fixture::{World, arn, statement};

const ALLOW_FROM_OFFICE: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":"iam:GetUser","Resource":"*","Condition":{"IpAddress":{"aws:SourceIp":"192.0.2.0/24"}}}]}"#;

#[test]
fn a_custom_policy_is_simulated_with_its_statement_and_what_it_asks_for() {
    let world = World::new();
    let asked = [
        ("PolicyInputList.member.1", ALLOW_FROM_OFFICE),
        ("ActionNames.member.1", "iam:GetUser"),
    ];
    let unknown = world.root("SimulateCustomPolicy", &asked);
    assert_eq!(unknown.all("EvalDecision"), ["implicitDeny"]);
    assert_eq!(unknown.all("MissingContextValues").len(), 1);
    assert!(
        unknown.0.contains("<member>aws:SourceIp</member>"),
        "{}",
        unknown.0
    );
    let mut asked = asked.to_vec();
    asked.extend([
        ("ContextEntries.member.1.ContextKeyName", "aws:SourceIp"),
        (
            "ContextEntries.member.1.ContextKeyValues.member.1",
            "192.0.2.9",
        ),
        ("ContextEntries.member.1.ContextKeyType", "ip"),
    ]);
    let known = world.root("SimulateCustomPolicy", &asked);
    assert_eq!(known.all("EvalDecision"), ["allowed"]);
    assert_eq!(known.all("SourcePolicyId"), ["PolicyInputList.1"]);
    assert_eq!(known.all("Line"), ["2", "2"]);
}

#[test]
fn a_principals_own_policies_are_simulated_and_can_be_left_out() {
    let world = World::new();
    world.user("alice");
    world.root("CreateGroup", &[("GroupName", "g")]);
    world.root(
        "AddUserToGroup",
        &[("GroupName", "g"), ("UserName", "alice")],
    );
    let deny = statement("Deny", "iam:DeleteUser", "*");
    world.root(
        "PutGroupPolicy",
        &[
            ("GroupName", "g"),
            ("PolicyName", "not"),
            ("PolicyDocument", &deny),
        ],
    );
    let admin = "arn:aws:iam::aws:policy/AdministratorAccess";
    world.root(
        "AttachUserPolicy",
        &[("UserName", "alice"), ("PolicyArn", admin)],
    );
    let alice = arn("user/alice");
    let asked = vec![
        ("PolicySourceArn", &*alice),
        ("ActionNames.member.1", "iam:DeleteUser"),
        ("ActionNames.member.2", "iam:GetUser"),
    ];
    let answer = world.root("SimulatePrincipalPolicy", &asked);
    assert_eq!(answer.all("EvalDecision"), ["explicitDeny", "allowed"]);
    assert_eq!(
        answer.all("SourcePolicyId"),
        ["group_g_not", "AdministratorAccess"]
    );
    assert_eq!(answer.all("SourcePolicyType"), ["group", "aws-managed"]);

    let mut without = asked.clone();
    without.extend([
        ("PolicyExclusionList.member.1.PolicyType", "inline"),
        (
            "PolicyExclusionList.member.1.InlinePolicyIdentifier.PolicyName",
            "not",
        ),
        (
            "PolicyExclusionList.member.1.InlinePolicyIdentifier.AttachmentType",
            "group",
        ),
        (
            "PolicyExclusionList.member.1.InlinePolicyIdentifier.AttachmentName",
            "g",
        ),
    ]);
    let answer = world.root("SimulatePrincipalPolicy", &without);
    assert_eq!(answer.all("EvalDecision"), ["allowed", "allowed"]);

    let boundary = statement("Allow", "iam:Get*", "*");
    without.push(("PermissionsBoundaryPolicyInputList.member.1", &boundary));
    let answer = world.root("SimulatePrincipalPolicy", &without);
    assert_eq!(answer.all("EvalDecision"), ["implicitDeny", "allowed"]);
    assert_eq!(
        answer.all("AllowedByPermissionsBoundary"),
        ["false", "true"]
    );
}

#[test]
fn the_keys_that_policies_ask_for_are_listed() {
    let world = World::new();
    let given = [("PolicyInputList.member.1", ALLOW_FROM_OFFICE)];
    let answer = world.root("GetContextKeysForCustomPolicy", &given);
    assert!(
        answer.0.contains("<member>aws:SourceIp</member>"),
        "{}",
        answer.0
    );
    world.user("alice");
    let answer = world.root(
        "GetContextKeysForPrincipalPolicy",
        &[("PolicySourceArn", &arn("user/alice")), given[0]],
    );
    assert!(
        answer.0.contains("<member>aws:SourceIp</member>"),
        "{}",
        answer.0
    );
}
