//! What policies may ask about a call: each key, with the operations that have it (service authorization
//! reference, *Actions, resources, and condition keys for AWS IAM* and *…STS*).

use crate::app::fixture::{World, refusal};

type Given<'a> = &'a [(&'a str, &'a str)];

const TRUST: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"AWS":"111111111111"},"Action":["sts:AssumeRole","sts:TagSession","sts:SetSourceIdentity"]}]}"#;
const DOCUMENT: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:GetUser","Resource":"*"}]}"#;
const LIMIT: &str = "arn:aws:iam::111111111111:policy/limit";
const GRANT: &str = "arn:aws:iam::111111111111:policy/grant";
const PROVIDER: &str = "arn:aws:iam::111111111111:oidc-provider/idp.example.com";
const READER: &str = "arn:aws:iam::111111111111:role/Reader";

/// Alice, and everything else, with the tag `team` that is `red`; she and the role are bounded.
fn furnished() -> World {
    let world = World::new();
    let red = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
    ];
    let made = |action: &str, given: Given<'_>| {
        world.root(action, &[given, &red].concat());
    };
    for name in ["limit", "grant"] {
        made(
            "CreatePolicy",
            &[("PolicyName", name), ("PolicyDocument", DOCUMENT)],
        );
    }
    let bounded = ("PermissionsBoundary", LIMIT);
    made("CreateUser", &[("UserName", "alice"), bounded]);
    let role = [
        ("RoleName", "Reader"),
        ("AssumeRolePolicyDocument", TRUST),
        bounded,
    ];
    made("CreateRole", &role);
    made("CreateInstanceProfile", &[("InstanceProfileName", "m")]);
    made(
        "CreateOpenIDConnectProvider",
        &[("Url", "https://idp.example.com")],
    );
    for (action, name, value) in [
        ("PutUserPolicy", "UserName", "alice"),
        ("PutRolePolicy", "RoleName", "Reader"),
    ] {
        let policy = [("PolicyName", "p"), ("PolicyDocument", DOCUMENT)];
        world.root(action, &[&[(name, value)][..], &policy].concat());
    }
    world
}

/// A key that policies may ask for, what it holds, an action, and what that is called with. `@` stands for
/// what [`words`] says; a key with `*` has several values, of which this is one.
const CALLS: &str = "
iam:PolicyARN @grant iam:AttachUserPolicy @alice PolicyArn=@grant
iam:PolicyARN @grant iam:AttachRolePolicy @role PolicyArn=@grant
iam:PolicyARN @grant iam:DetachUserPolicy @alice PolicyArn=@grant
iam:PolicyARN @grant iam:DetachRolePolicy @role PolicyArn=@grant
iam:PermissionsBoundary @limit iam:AttachUserPolicy @alice PolicyArn=@grant
iam:PermissionsBoundary @limit iam:AttachRolePolicy @role PolicyArn=@grant
iam:PermissionsBoundary @limit iam:DetachUserPolicy @alice PolicyArn=@grant
iam:PermissionsBoundary @limit iam:DetachRolePolicy @role PolicyArn=@grant
iam:PermissionsBoundary @limit iam:PutUserPolicy @alice PolicyName=p PolicyDocument=@document
iam:PermissionsBoundary @limit iam:PutRolePolicy @role PolicyName=p PolicyDocument=@document
iam:PermissionsBoundary @limit iam:DeleteUserPolicy @alice PolicyName=p
iam:PermissionsBoundary @limit iam:DeleteRolePolicy @role PolicyName=p
iam:PermissionsBoundary @limit iam:CreateUser UserName=n PermissionsBoundary=@limit
iam:PermissionsBoundary @limit iam:CreateRole RoleName=n AssumeRolePolicyDocument=@trust PermissionsBoundary=@limit
iam:PermissionsBoundary @grant iam:PutUserPermissionsBoundary @alice PermissionsBoundary=@grant
iam:PermissionsBoundary @grant iam:PutRolePermissionsBoundary @role PermissionsBoundary=@grant
iam:PermissionsBoundary @limit iam:DeleteUserPermissionsBoundary @alice
iam:PermissionsBoundary @limit iam:DeleteRolePermissionsBoundary @role
iam:AWSServiceName rds.amazonaws.com iam:CreateServiceLinkedRole AWSServiceName=rds.amazonaws.com
aws:ResourceTag/team red iam:GetUser @alice
iam:ResourceTag/team red iam:GetUser @alice
aws:ResourceTag/team red iam:GetRole @role
iam:ResourceTag/team red iam:GetRole @role
aws:ResourceTag/team red iam:GetPolicy PolicyArn=@grant
aws:ResourceTag/team red iam:GetInstanceProfile InstanceProfileName=m
aws:ResourceTag/team red iam:GetOpenIDConnectProvider OpenIDConnectProviderArn=@provider
aws:RequestTag/cost high iam:CreateUser UserName=n @tag
aws:RequestTag/cost high iam:CreateRole RoleName=n AssumeRolePolicyDocument=@trust @tag
aws:RequestTag/cost high iam:CreatePolicy PolicyName=n PolicyDocument=@document @tag
aws:RequestTag/cost high iam:CreateInstanceProfile InstanceProfileName=n @tag
aws:RequestTag/cost high iam:CreateOpenIDConnectProvider Url=https://n.example.com @tag
aws:RequestTag/cost high iam:TagUser @alice @tag
aws:RequestTag/cost high iam:TagRole @role @tag
aws:RequestTag/cost high iam:TagPolicy PolicyArn=@grant @tag
aws:RequestTag/cost high iam:TagInstanceProfile InstanceProfileName=m @tag
aws:RequestTag/cost high iam:TagOpenIDConnectProvider OpenIDConnectProviderArn=@provider @tag
aws:TagKeys* cost iam:CreateUser UserName=n @tag
aws:TagKeys* cost iam:TagUser @alice @tag
aws:TagKeys* team iam:UntagUser @alice TagKeys.member.1=team
aws:TagKeys* team iam:UntagRole @role TagKeys.member.1=team
aws:TagKeys* team iam:UntagPolicy PolicyArn=@grant TagKeys.member.1=team
aws:RequestedRegion us-east-1 iam:GetUser @alice
aws:ResourceAccount 111111111111 iam:GetUser @alice
aws:ViaAWSService false iam:GetUser @alice
aws:PrincipalIsAWSService false iam:GetUser @alice
aws:username asking iam:GetUser @alice
aws:PrincipalType User iam:GetUser @alice
aws:PrincipalAccount 111111111111 iam:GetUser @alice
aws:PrincipalArn arn:aws:iam::111111111111:user/asking iam:GetUser @alice
aws:PrincipalTag/rank first iam:GetUser @alice
sts:RoleSessionName s1 sts:AssumeRole @session
aws:ResourceTag/team red sts:AssumeRole @session
sts:ExternalId shared sts:AssumeRole @session ExternalId=shared
sts:SourceIdentity ann sts:SetSourceIdentity @session SourceIdentity=ann
aws:RequestTag/cost high sts:TagSession @session @tag
aws:TagKeys* cost sts:TagSession @session @tag
sts:TransitiveTagKeys* cost sts:TagSession @session @tag TransitiveTagKeys.member.1=cost
";

/// The words of a line, with what they stand for.
fn words(line: &str) -> Vec<String> {
    let long = line
        .replace("@alice", "UserName=alice")
        .replace("@role", "RoleName=Reader")
        .replace("@session", &format!("RoleArn={READER} RoleSessionName=s1"))
        .replace("@tag", "Tags.member.1.Key=cost Tags.member.1.Value=high")
        .replace("@grant", GRANT)
        .replace("@limit", LIMIT)
        .replace("@provider", PROVIDER);
    let documents = |word: &str| word.replace("@document", DOCUMENT).replace("@trust", TRUST);
    long.split(' ').map(documents).collect()
}

/// The condition that the key holds the value.
fn condition(key: &str, value: &str) -> String {
    match key.strip_suffix('*') {
        Some(key) => format!(r#"{{"ForAnyValue:StringEquals":{{"{key}":"{value}"}}}}"#),
        None => format!(r#"{{"StringEquals":{{"{key}":"{value}"}}}}"#),
    }
}

/// Whether somebody is let make the call whose one permission for the action has the condition.
fn is_let(action: &str, given: Given<'_>, condition: &str) -> bool {
    let world = furnished();
    let person = world.user("asking");
    let tag = [
        ("UserName", "asking"),
        ("Tags.member.1.Key", "rank"),
        ("Tags.member.1.Value", "first"),
    ];
    world.root("TagUser", &tag);
    let (_, operation) = action.split_once(':').unwrap();
    // Of the permissions that `AssumeRole` takes, the others are had without a condition.
    let (call, others) = match operation {
        "TagSession" | "SetSourceIdentity" => ("AssumeRole", "sts:AssumeRole"),
        operation => (operation, "sts:None"),
    };
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{others}","Resource":"*"}},{{"Effect":"Allow","Action":"{action}","Resource":"*","Condition":{condition}}}]}}"#
    );
    let put = [
        ("UserName", "asking"),
        ("PolicyName", "may"),
        ("PolicyDocument", &*policy),
    ];
    world.root("PutUserPolicy", &put);
    match world.call(&person, call, given) {
        Ok(_) => true,
        Err(error) => {
            let (code, text) = refusal(Err(error));
            assert!(code != "AccessDenied" || text.contains(action), "{text}");
            code != "AccessDenied"
        }
    }
}

#[test]
fn a_policy_lets_those_do_it_whose_call_has_what_it_asks_for_and_nobody_else() {
    for line in CALLS.lines().filter(|line| !line.is_empty()) {
        let words = words(line);
        let [key, value, action, given @ ..] = &words[..] else {
            panic!("{line}");
        };
        let given: Vec<_> = given.iter().map(|it| it.split_once('=').unwrap()).collect();
        assert!(is_let(action, &given, &condition(key, value)), "{line}");
        assert!(!is_let(action, &given, &condition(key, "other")), "{line}");
    }
}

/// The policy of Amazon's guide for who is to make users, and to give them permissions, within a
/// boundary alone.
#[test]
fn who_may_give_permissions_within_a_boundary_gives_none_without() {
    let world = furnished();
    let person = world.user("delegated");
    let policy = format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":["iam:CreateUser","iam:PutUserPolicy","iam:AttachUserPolicy","iam:DetachUserPolicy","iam:DeleteUserPolicy"],"Resource":"*","Condition":{{"StringEquals":{{"iam:PermissionsBoundary":"{LIMIT}"}}}}}}]}}"#
    );
    let put = [
        ("UserName", "delegated"),
        ("PolicyName", "may"),
        ("PolicyDocument", &*policy),
    ];
    world.root("PutUserPolicy", &put);
    world.user("free");
    for (name, allowed) in [("alice", true), ("free", false)] {
        let user = ("UserName", name);
        let attach = [user, ("PolicyArn", GRANT)];
        let put = [user, ("PolicyName", "p"), ("PolicyDocument", DOCUMENT)];
        for (action, given) in [("AttachUserPolicy", &attach[..]), ("PutUserPolicy", &put)] {
            let answer = world.call(&person, action, given);
            assert_eq!(answer.is_ok(), allowed, "{action} {name}");
        }
    }
    let new = ("UserName", "new");
    assert!(world.call(&person, "CreateUser", &[new]).is_err());
    let within = [new, ("PermissionsBoundary", LIMIT)];
    assert!(world.call(&person, "CreateUser", &within).is_ok());
}

/// The region in which everything takes place can be asked for: a policy that denies everything elsewhere
/// denies nothing here.
#[test]
fn a_policy_for_one_region_denies_nothing_in_it() {
    let world = World::new();
    let person = world.user_who_may("regional", "*");
    let deny = |region: &str| {
        let policy = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Action":"*","Resource":"*","Condition":{{"StringNotEquals":{{"aws:RequestedRegion":"{region}"}}}}}}]}}"#
        );
        let put = [
            ("UserName", "regional"),
            ("PolicyName", "region"),
            ("PolicyDocument", &*policy),
        ];
        world.root("PutUserPolicy", &put);
    };
    for (region, allowed) in [("us-east-1", true), ("eu-west-1", false)] {
        deny(region);
        let given = [("UserName", "regional")];
        let answer = world.call(&person, "GetUser", &given);
        assert_eq!(answer.is_ok(), allowed, "{region}");
        let answer = world.call(&person, "DescribeDBClusters", &[]);
        assert_eq!(answer.is_ok(), allowed, "{region}");
    }
}
