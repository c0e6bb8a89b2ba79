use crate::app::fixture::{Answer, World, arn, refusal, statement};

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
    // From behind the list's bracket to behind the statement, as Amazon counts.
    assert_eq!(known.all("Line"), ["1", "2"]);
    assert_eq!(known.all("Column"), ["38", "117"]);
    for element in ["ResourceSpecificResults", "EvalDecisionDetails"] {
        assert_eq!(known.find(element), None);
    }
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
    assert_eq!(answer.all("SourcePolicyType"), ["IAM Policy", "IAM Policy"]);

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

/// `SimulateCustomPolicy` of two actions on some resources; reading is denied of the closed ones.
fn on_resources(resources: &[&str]) -> Answer {
    let world = World::new();
    let policy = r#"{"Version":"2012-10-17","Statement":[
      {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::open/*"},
      {"Effect":"Deny","Action":"s3:GetObject","Resource":"arn:aws:s3:::closed/*"},
      {"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#;
    let names: Vec<String> = (1..=resources.len())
        .map(|number| format!("ResourceArns.member.{number}"))
        .collect();
    let mut asked = vec![
        ("PolicyInputList.member.1", policy),
        ("ActionNames.member.1", "s3:GetObject"),
        ("ActionNames.member.2", "s3:PutObject"),
    ];
    asked.extend(
        names
            .iter()
            .map(|name| &**name)
            .zip(resources.iter().copied()),
    );
    world.root("SimulateCustomPolicy", &asked)
}

const OPEN: &str = "arn:aws:s3:::open/1";
const CLOSED: &str = "arn:aws:s3:::closed/1";

#[test]
fn a_simulation_on_a_resource_says_of_it_what_it_says_of_the_action() {
    let answer = on_resources(&[OPEN]);
    assert_eq!(answer.all("EvalDecision"), ["allowed", "allowed"]);
    assert_eq!(answer.all("EvalResourceDecision"), ["allowed", "allowed"]);
    assert_eq!(answer.all("EvalResourceName"), [OPEN; 4]);
    // Once for the action, and once for its one resource.
    assert_eq!(answer.all("SourcePolicyId"), ["PolicyInputList.1"; 4]);
    assert_eq!(answer.0.matches("<EvalDecisionDetails").count(), 2);
    // The keys that are missing are said of the resource alone.
    assert_eq!(answer.0.matches("<member>aws:SecureTransport").count(), 1);
}

#[test]
fn a_simulation_on_several_resources_has_one_result_for_each_action() {
    let answer = on_resources(&[OPEN, CLOSED]);
    assert_eq!(
        answer.all("EvalActionName"),
        ["s3:GetObject", "s3:PutObject"]
    );
    assert_eq!(answer.all("EvalDecision"), ["explicitDeny", "implicitDeny"]);
    assert_eq!(
        answer.all("EvalResourceName"),
        ["*", OPEN, CLOSED, "*", OPEN, CLOSED]
    );
    assert_eq!(
        answer.all("EvalResourceDecision"),
        ["allowed", "explicitDeny", "allowed", "implicitDeny"]
    );
    assert_eq!(answer.all("SourcePolicyId").len(), 3);
}

#[test]
fn a_simulation_in_pages_gives_a_page_of_actions() {
    let world = World::new();
    let asked = [
        ("PolicyInputList.member.1", ALLOW_FROM_OFFICE),
        ("ActionNames.member.1", "iam:GetUser"),
        ("ActionNames.member.2", "iam:GetRole"),
        ("MaxItems", "1"),
    ];
    let first = world.root("SimulateCustomPolicy", &asked);
    assert_eq!(first.all("EvalActionName"), ["iam:GetUser"]);
    assert_eq!(first.text("IsTruncated"), "true");
    let marker = first.text("Marker");
    let rest = [&asked[..], &[("Marker", &*marker)]].concat();
    let second = world.root("SimulateCustomPolicy", &rest);
    assert_eq!(second.all("EvalActionName"), ["iam:GetRole"]);
    assert_eq!(second.text("IsTruncated"), "false");
}

#[test]
fn the_policy_of_a_resource_is_simulated_for_a_user() {
    let world = World::new();
    world.user("alice");
    let trust = statement("Allow", "sts:AssumeRole", "*");
    let trust = trust.replace(
        r#""Resource":"*""#,
        r#""Principal":{"Service":"ec2.amazonaws.com"}"#,
    );
    let role = [("RoleName", "r"), ("AssumeRolePolicyDocument", &*trust)];
    world.root("CreateRole", &role);
    let open = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"}]}"#;
    let (alice, role) = (arn("user/alice"), arn("role/r"));
    let of = |source: &str, caller: Option<&str>| {
        let mut asked = vec![
            ("PolicySourceArn", source.to_owned()),
            ("ActionNames.member.1", "s3:GetObject".to_owned()),
            ("ResourceArns.member.1", OPEN.to_owned()),
            ("ResourcePolicy", open.to_owned()),
        ];
        asked.extend(caller.map(|caller| ("CallerArn", caller.to_owned())));
        let asked: Vec<_> = asked
            .iter()
            .map(|(name, value)| (*name, &**value))
            .collect();
        world.call(&world.root, "SimulatePrincipalPolicy", &asked)
    };
    let answer = of(&alice, None).unwrap();
    assert_eq!(answer.all("SourcePolicyType"), ["Resource Policy"; 2]);
    for (source, caller) in [(&role, None), (&alice, Some(&*role))] {
        let (code, text) = refusal(of(source, caller));
        assert_eq!(code, "InvalidInput");
        assert_eq!(
            text,
            "Invalid caller - Caller must be an IAM user in this context."
        );
    }
    let answer = of(&role, Some(&alice)).unwrap();
    assert_eq!(answer.all("EvalDecision"), ["allowed"]);
}
