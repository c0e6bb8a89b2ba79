//! One walk over every operation that IAM, STS and our own service have: who has no credentials, who may not, and who
//! asks wrongly, is refused and changes nothing. An operation that is added is walked without being
//! named here; one that cannot be, stands in a list with its reason, and only as long as it must.

use aws_query::{ApiError, Parameters, Service, operation};

use super::fixture::{ACCOUNT, Person, World, arn, refusal, statement};

const SERVICES: [Service; 3] = [Service::Iam, Service::Sts, Service::Sekisho];

/// Known to the contract, carried out by nobody yet: each answers `UnsupportedOperation`.
const NOT_CARRIED_OUT: &[&str] = &[
    // There is no console to log in to.
    "CreateLoginProfile",
    // No answer is encoded, so there is nothing to decode.
    "DecodeAuthorizationMessage",
];

/// Needs no permission: no policy can deny it.
const FREE: &[&str] = &["GetCallerIdentity", "GetSessionToken"];

/// Takes no parameters that could be wrong.
const WITHOUT_INPUT: &[&str] = &[
    "GenerateCredentialReport",
    "GetAccountSummary",
    "GetCallerIdentity",
    "GetCredentialReport",
    "ListOpenIDConnectProviders",
    "ResetAccount",
];

/// Needs more than its own action on `*`.
const NEEDS_MORE: &[&str] = &[
    // The key is of another account, as far as anybody learns.
    "GetAccessKeyLastUsed",
    // `iam:PassRole` for the role.
    "AddRoleToInstanceProfile",
    // The role trusts nobody in the walk.
    "AssumeRole",
];

/// Parameters under which every operation finds what it takes; each reads those that it knows.
fn parameters() -> Vec<(&'static str, String)> {
    let document = || statement("Allow", "iam:GetUser", "*");
    let text = str::to_owned;
    vec![
        ("UserName", text("alice")),
        ("GroupName", text("developers")),
        ("RoleName", text("Reader")),
        ("PolicyName", text("listing")),
        ("PolicyArn", arn("policy/listing")),
        ("PolicyDocument", document()),
        ("AssumeRolePolicyDocument", trusting_nobody()),
        ("VersionId", text("v1")),
        ("PermissionsBoundary", arn("policy/listing")),
        ("InstanceProfileName", text("machine")),
        (
            "OpenIDConnectProviderArn",
            arn("oidc-provider/idp.example.com"),
        ),
        ("Url", text("https://idp.example.com")),
        ("ClientID", text("client")),
        ("ThumbprintList.member.1", "0".repeat(40)),
        ("AccessKeyId", text("AKIAIOSFODNN7EXAMPLE")),
        ("AccountAlias", text("sekisho")),
        ("Status", text("Inactive")),
        ("Description", text("described")),
        ("Tags.member.1.Key", text("team")),
        ("Tags.member.1.Value", text("red")),
        ("TagKeys.member.1", text("team")),
        ("PolicySourceArn", arn("user/alice")),
        ("PolicyInputList.member.1", document()),
        ("ActionNames.member.1", text("iam:GetUser")),
        ("RoleArn", arn("role/Reader")),
        ("RoleSessionName", text("session")),
        ("WebIdentityToken", text("e30.e30.e30")),
        ("EncodedMessage", text("message")),
        ("Name", text("guest")),
        ("DBClusterIdentifier", text("orders")),
        ("Engine", text("mariadb")),
        ("EngineVersion", text("10.11.19")),
        ("MasterUsername", text("root")),
        ("Endpoints.member.1.Host", text("db.example.com")),
        ("Endpoints.member.1.Port", text("3306")),
        ("ServerUid", text("104")),
        ("ServerGid", text("107")),
    ]
}

/// Values that break a rule of some operation or other.
const WRONG: &[(&str, &str)] = &[
    ("UserName", "not a name"),
    ("GroupName", "not a name"),
    ("RoleName", "not a name"),
    ("PolicyArn", "short"),
    ("InstanceProfileName", "not a name"),
    ("OpenIDConnectProviderArn", "short"),
    ("Url", ""),
    ("AccessKeyId", "short"),
    ("AccountAlias", "UPPER"),
    ("MaxItems", "0"),
    ("PolicyName", "not a name"),
    ("RoleArn", "short"),
    ("PolicySourceArn", "short"),
    ("ActionNames.member.1", "x"),
    ("Name", "x"),
    ("DurationSeconds", "1"),
    ("PolicyInputList.member.1", ""),
    ("EncodedMessage", ""),
    ("DBClusterIdentifier", "not a name"),
];

fn trusting_nobody() -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Deny","Principal":{{"AWS":"{ACCOUNT}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

/// A world in which everything that the parameters name is there.
fn furnished() -> World {
    let world = World::new();
    let all = parameters();
    let given: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, &**value)).collect();
    for action in [
        "CreateUser",
        "CreateGroup",
        "CreateRole",
        "CreatePolicy",
        "CreateInstanceProfile",
        "CreateOpenIDConnectProvider",
    ] {
        let given: Vec<(&str, &str)> = given
            .iter()
            .copied()
            .filter(|(name, _)| *name != "PermissionsBoundary" && *name != "Path")
            .collect();
        world.root(action, &given);
    }
    world
}

fn every_operation() -> impl Iterator<Item = (&'static operation::Descriptor, Service)> {
    SERVICES.into_iter().flat_map(|service| {
        let all = operation::all(service).iter();
        all.map(move |descriptor| (descriptor, service))
    })
}

fn carried_out() -> impl Iterator<Item = &'static operation::Descriptor> {
    every_operation()
        .map(|(descriptor, _)| descriptor)
        .filter(|descriptor| !NOT_CARRIED_OUT.contains(&descriptor.name))
        // Who calls those has no credentials and no policies: `tests/api/web_identity.rs`.
        .filter(|descriptor| descriptor.signed)
}

fn call(
    world: &World,
    person: &Person,
    action: &str,
    wrong: &[(&str, &str)],
) -> Result<(), ApiError> {
    let all = parameters();
    let mut given: Vec<(&str, &str)> = all
        .iter()
        .map(|(name, value)| (*name, &**value))
        .filter(|(name, _)| wrong.iter().all(|(broken, _)| broken != name))
        .collect();
    given.extend(wrong);
    world.call(person, action, &given).map(drop)
}

#[test]
fn every_operation_is_carried_out_or_listed_as_not_carried_out() {
    for (descriptor, service) in every_operation() {
        let found = super::find(service, descriptor.name).is_ok();
        let listed = NOT_CARRIED_OUT.contains(&descriptor.name);
        assert_ne!(found, listed, "{}", descriptor.name);
    }
}

#[test]
fn the_parity_page_names_every_operation_under_the_right_heading() {
    const PAGE: &str = include_str!("../../../../docs/parity-iam-sts.md");
    let (offered, refused) = PAGE.split_once("## Refused").unwrap();
    let amazons = |service: &Service| *service != Service::Sekisho;
    for (descriptor, _) in every_operation().filter(|(_, service)| amazons(service)) {
        let name = format!("`{}`", descriptor.name);
        let is_refused = NOT_CARRIED_OUT.contains(&descriptor.name);
        assert_eq!(offered.contains(&name), !is_refused, "{name}");
        assert_eq!(refused.contains(&name), is_refused, "{name}");
    }
}

#[test]
fn who_has_no_credentials_is_refused_everything() {
    let world = furnished();
    let nobody = world.somebody_unknown();
    let before = world.state().revision();
    for descriptor in carried_out() {
        let error = call(&world, &nobody, descriptor.name, &[]).unwrap_err();
        assert_eq!(error.code(), "InvalidClientTokenId", "{}", descriptor.name);
    }
    assert_eq!(world.state().revision(), before);
}

#[test]
fn who_has_no_policy_is_refused_everything() {
    let world = furnished();
    let bob = world.user("bob");
    let before = world.state().revision();
    for descriptor in carried_out().filter(|descriptor| !FREE.contains(&descriptor.name)) {
        let error = call(&world, &bob, descriptor.name, &[]).unwrap_err();
        assert_eq!(error.code(), "AccessDenied", "{}", descriptor.name);
        let action = format!("{}:{}", descriptor.service.name(), descriptor.name);
        let text = error.message();
        assert!(
            text.contains(&action) && text.contains("user/bob"),
            "{text}"
        );
    }
    assert_eq!(world.state().revision(), before);
}

#[test]
fn who_has_a_policy_for_the_action_is_not_refused_for_want_of_one() {
    let world = furnished();
    let carol = world.user("carol");
    world.allow("carol", "tagging", "sts:TagSession", "*");
    for descriptor in carried_out() {
        if FREE.contains(&descriptor.name) || NEEDS_MORE.contains(&descriptor.name) {
            continue;
        }
        let action = format!("{}:{}", descriptor.service.name(), descriptor.name);
        world.allow("carol", "only", &action, "*");
        if let Err(error) = call(&world, &carol, descriptor.name, &[]) {
            assert_ne!(error.code(), "AccessDenied", "{}: {error}", descriptor.name);
        }
    }
}

#[test]
fn what_breaks_a_rule_of_its_input_is_refused_and_changes_nothing() {
    let world = furnished();
    let before = world.state().revision();
    for descriptor in carried_out() {
        let breaks = |(name, value): &&(&str, &str)| {
            let body = format!(
                "Action={}&{name}={}",
                descriptor.name,
                value.replace(' ', "+")
            );
            let mut all = parameters();
            all.retain(|(known, _)| known != name);
            let rest: String = all
                .iter()
                .map(|(name, value)| format!("&{name}={}", value.replace('"', "%22")))
                .collect();
            let parameters = Parameters::parse((body + &rest).as_bytes()).unwrap();
            descriptor.validate(&parameters).is_err()
        };
        let wrong = WRONG.iter().find(breaks);
        let listed = WITHOUT_INPUT.contains(&descriptor.name);
        assert_ne!(wrong.is_some(), listed, "{}", descriptor.name);
        let Some(wrong) = wrong else {
            continue;
        };
        let error = call(&world, &world.root, descriptor.name, &[*wrong]).unwrap_err();
        assert_eq!(
            error.code(),
            "ValidationError",
            "{}: {wrong:?}",
            descriptor.name
        );
    }
    assert_eq!(world.state().revision(), before);
}

#[test]
fn a_deny_outweighs_what_an_administrator_may() {
    let world = furnished();
    let admin = world.user_who_may("admin", "*");
    let deny = statement("Deny", "iam:DeleteUser", &arn("user/alice"));
    world.root(
        "PutUserPolicy",
        &[
            ("UserName", "admin"),
            ("PolicyName", "not-alice"),
            ("PolicyDocument", &deny),
        ],
    );
    let (code, text) = refusal(world.call(&admin, "DeleteUser", &[("UserName", "alice")]));
    assert_eq!(code, "AccessDenied");
    assert!(
        text.ends_with("with an explicit deny in an identity-based policy"),
        "{text}"
    );
}
