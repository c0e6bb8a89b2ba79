//! One walk over every operation of every service: who has no credentials, who may not, and who asks
//! wrongly, is refused and changes nothing. An operation that is added is walked without being
//! named here; one that cannot be, stands in a list with its reason, and only as long as it must.

use aws_query::{ApiError, Parameters, Service, operation};

use super::fixture::{ACCOUNT, Person, World, arn, refusal, statement};
use crate::state::{AccessKey, Changes, KeyOwner};

/// A key that nobody calls with, since its secret is not kept.
const KEY_OF_ALICE: &str = "AKIAI44QH8DHBEXAMPLE";

/// The pages that say what is offered, and of which services.
const PAGES: [(&[Service], &str); 2] = [
    (
        &[Service::Iam, Service::Sts],
        include_str!("../../../../docs/parity-iam-sts.md"),
    ),
    (
        &[Service::Rds],
        include_str!("../../../../docs/parity-rds.md"),
    ),
];

/// Known to the contract, carried out by nobody yet: each answers `UnsupportedOperation`.
const NOT_CARRIED_OUT: &[&str] = &[
    // There is no console to log in to.
    "CreateLoginProfile",
    "ChangePassword",
    // Clusters and instances have no roles, nothing is maintained, there is no Data API and no stream.
    "AddRoleToDBCluster",
    "AddRoleToDBInstance",
    "RemoveRoleFromDBCluster",
    "RemoveRoleFromDBInstance",
    "ApplyPendingMaintenanceAction",
    "DisableHttpEndpoint",
    "EnableHttpEndpoint",
    "ModifyCertificates",
    "StartActivityStream",
    // Nothing here sends messages, and there is one region, no proxy, no tenant.
    "CreateDBProxy",
    "CreateEventSubscription",
    "CreateGlobalCluster",
    "CreateTenantDatabase",
    // There are no copies of data.
    "BacktrackDBCluster",
    "CopyDBClusterSnapshot",
    "CopyDBSnapshot",
    "StartExportTask",
    "CreateDBClusterSnapshot",
    "CreateDBInstanceReadReplica",
    "CreateDBSnapshot",
    "RestoreDBClusterFromSnapshot",
    "RestoreDBClusterToPointInTime",
    "RestoreDBInstanceFromDBSnapshot",
    "RestoreDBInstanceToPointInTime",
];

/// Needs no permission: no policy can deny it.
const FREE: &[&str] = &["GetCallerIdentity", "GetSessionToken"];

/// What some operations need besides their own action, and carry out for nobody without.
const ALSO: &[&str] = &["sts:TagSession", "iam:PassRole"];

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
        ("AssumeRolePolicyDocument", trusting_the_account()),
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
        ("AccessKeyId", text(KEY_OF_ALICE)),
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
        ("AWSServiceName", text("rds.amazonaws.com")),
        (
            "DeletionTaskId",
            text("task/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS/1"),
        ),
        ("SerialNumber", arn("mfa/alice")),
        ("SSHPublicKeyId", text("APKAEXAMPLE123456789")),
        ("Encoding", text("SSH")),
        ("CertificateId", text("TA7SMP42TDN5Z26OBPJE7EXAMPLE")),
        ("ServiceSpecificCredentialId", text("ACCA1234567890EXAMPLE")),
        ("SAMLProviderArn", arn("saml-provider/idp")),
        ("ServerCertificateName", text("web")),
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

/// The same for RDS.
fn parameters_of_rds() -> Vec<(&'static str, String)> {
    let text = str::to_owned;
    vec![
        ("DBInstanceIdentifier", text("single")),
        ("DBInstanceClass", text("db.t4g.medium")),
        ("MasterUserPassword", text("correct-horse")),
        ("SkipFinalSnapshot", text("true")),
        ("DBClusterEndpointIdentifier", text("readers")),
        ("EndpointType", text("ANY")),
        ("DBSubnetGroupName", text("nets")),
        ("DBSubnetGroupDescription", text("described")),
        ("SubnetIds.SubnetIdentifier.1", text("subnet-1")),
        ("DBClusterSnapshotIdentifier", text("copy")),
        ("DBSnapshotIdentifier", text("copy")),
        ("LogFileName", text("error/mysql-error.log")),
        ("DBProxyName", text("proxy")),
        ("EngineName", text("mariadb")),
        ("MajorEngineVersion", text("10.11")),
        ("OptionGroupName", text("options")),
        ("OptionGroupDescription", text("described")),
        ("ResourceName", rds_arn("subgrp:nets")),
        ("Tags.Tag.1.Key", text("team")),
        ("DBClusterParameterGroupName", text("tuned")),
        ("DBParameterGroupName", text("tuned")),
        ("DBParameterGroupFamily", text("mariadb10.11")),
        ("AgentName", text("db1")),
        ("Parameters.Parameter.1.ParameterName", text("wait_timeout")),
        ("Parameters.Parameter.1.ParameterValue", text("60")),
        ("SourceDBParameterGroupIdentifier", text("tuned")),
        ("TargetDBParameterGroupIdentifier", text("copied")),
        ("TargetDBParameterGroupDescription", text("described")),
        ("SourceDBClusterParameterGroupIdentifier", text("tuned")),
        ("TargetDBClusterParameterGroupIdentifier", text("copied")),
        (
            "TargetDBClusterParameterGroupDescription",
            text("described"),
        ),
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
    ("AWSServiceName", "not a name"),
    ("DeletionTaskId", ""),
    ("SerialNumber", "short"),
    ("SSHPublicKeyId", "short"),
    ("CertificateId", "short"),
    ("ServiceSpecificCredentialId", "short"),
    ("SAMLProviderArn", "short"),
    ("ServerCertificateName", "not a name"),
    ("Name", "x"),
    ("DurationSeconds", "1"),
    ("PolicyInputList.member.1", ""),
    ("AgentName", "not a name"),
    ("EncodedMessage", ""),
    ("DBClusterIdentifier", "not a name"),
    ("MaxRecords", "many"),
    ("Filters.Filter.1.Values.Value.1", "of no name"),
];

/// Parameters that some operation or other cannot do without.
const NEEDED: &[&str] = &[
    "DBClusterEndpointIdentifier",
    "DBClusterIdentifier",
    "DBClusterParameterGroupName",
    "DBClusterSnapshotIdentifier",
    "DBInstanceIdentifier",
    "DBParameterGroupFamily",
    "DBParameterGroupName",
    "DBSnapshotIdentifier",
    "DBProxyName",
    "DBSubnetGroupName",
    "EngineName",
    "OptionGroupName",
    "ResourceName",
    "SourceDBClusterParameterGroupIdentifier",
    "SourceDBParameterGroupIdentifier",
];

fn rds_arn(resource: &str) -> String {
    format!("arn:aws:rds:us-east-1:{ACCOUNT}:{resource}")
}

fn trusting_the_account() -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Principal":{{"AWS":"{ACCOUNT}"}},"Action":"sts:AssumeRole"}}]}}"#
    )
}

/// A world in which everything that the parameters name is there.
fn furnished() -> World {
    let world = World::new();
    let all = given(&[]);
    let given: Vec<(&str, &str)> = all.iter().map(|(name, value)| (*name, &**value)).collect();
    for action in [
        "CreateUser",
        "CreateGroup",
        "CreateRole",
        "CreatePolicy",
        "CreateInstanceProfile",
        "CreateOpenIDConnectProvider",
        "CreateDBSubnetGroup",
        "CreateOptionGroup",
        "CreateDBParameterGroup",
        "CreateDBClusterParameterGroup",
    ] {
        let given: Vec<(&str, &str)> = given
            .iter()
            .copied()
            .filter(|(name, _)| *name != "PermissionsBoundary" && *name != "Path")
            .collect();
        world.root(action, &given);
    }
    world.commit(Changes::new().create(&AccessKey {
        id: KEY_OF_ALICE.to_owned(),
        owner: KeyOwner::User("alice".to_owned()),
        active: true,
        created_at: 0,
        sealed_secret: String::new(),
    }));
    world
}

fn every_operation() -> impl Iterator<Item = (&'static operation::Descriptor, Service)> {
    Service::ALL.into_iter().flat_map(|service| {
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

/// A parameter with a value that is wrong, or without one that is needed.
type Break<'a> = (&'a str, Option<&'a str>);

/// The parameters of the walk, some of them broken.
fn given<'a>(broken: &[Break<'a>]) -> Vec<(&'a str, String)> {
    let mut all = parameters();
    all.extend(parameters_of_rds());
    all.retain(|(known, _)| broken.iter().all(|(name, _)| name != known));
    for (name, value) in broken {
        all.extend(value.map(|value| (*name, value.to_owned())));
    }
    all
}

fn call(
    world: &World,
    person: &Person,
    action: &str,
    broken: &[Break<'_>],
) -> Result<(), ApiError> {
    let all = given(broken);
    let all: Vec<_> = all.iter().map(|(name, value)| (*name, &**value)).collect();
    world.call(person, action, &all).map(drop)
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
fn the_parity_pages_name_every_operation_under_the_right_heading() {
    let amazons = |service: &Service| *service != Service::Sekisho;
    for (descriptor, service) in every_operation().filter(|(_, service)| amazons(service)) {
        let of_it = |(services, _): &&(&[Service], &str)| services.contains(&service);
        let (_, page) = PAGES.iter().find(of_it).unwrap();
        let (offered, refused) = page.split_once("## Refused").unwrap();
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
    for action in ALSO {
        world.allow("carol", action.split_once(':').unwrap().1, action, "*");
    }
    // What is deleted is not there for those behind.
    type Descriptors = Vec<&'static operation::Descriptor>;
    let (deleting, others): (Descriptors, Descriptors) = carried_out()
        .filter(|descriptor| !FREE.contains(&descriptor.name))
        .partition(|descriptor| descriptor.name.starts_with("Delete"));
    for descriptor in others.into_iter().chain(deleting) {
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
    let wrong_values = WRONG.iter().map(|(name, value)| (*name, Some(*value)));
    let left_out = NEEDED.iter().map(|name| (*name, None));
    let every_break: Vec<Break> = wrong_values.chain(left_out).collect();
    for descriptor in carried_out() {
        let breaks = |broken: &&Break| {
            let body = given(&[**broken])
                .iter()
                .map(|(name, value)| format!("&{name}={}", escaped(value)))
                .collect::<String>();
            let body = format!("Action={}{body}", descriptor.name);
            let parameters = Parameters::parse(body.as_bytes()).unwrap();
            descriptor.validate(&parameters).is_err()
        };
        let broken = every_break.iter().find(breaks);
        let takes_nothing = descriptor.parameters.is_empty();
        assert_ne!(broken.is_some(), takes_nothing, "{}", descriptor.name);
        let Some(broken) = broken else {
            continue;
        };
        let error = call(&world, &world.root, descriptor.name, &[*broken]).unwrap_err();
        let codes: &[&str] = match descriptor.service {
            Service::Rds => &["InvalidParameterValue", "MalformedInput"],
            _ => &["ValidationError"],
        };
        let code = error.code();
        assert!(
            codes.contains(&code),
            "{} {broken:?}: {error}",
            descriptor.name
        );
    }
    assert_eq!(world.state().revision(), before);
}

fn escaped(value: &str) -> String {
    value.replace(' ', "+").replace('"', "%22")
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
