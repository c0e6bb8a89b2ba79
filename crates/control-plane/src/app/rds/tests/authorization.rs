//! Each operation is let through by a policy that allows it on exactly its resources, and by none beside
//! that: `vectors/rds-authorization.jsonl`, after Amazon's service authorization reference.

use std::collections::{BTreeMap, BTreeSet};

use aws_query::{Service, operation};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::*;
use crate::app::find;
use crate::app::fixture::Person;
use crate::ca::CertificateAuthority;
use crate::state::{Instance, InstanceBacking, Server};

const CASES: &str = include_str!("../../../../../../vectors/rds-authorization.jsonl");

/// How ARNs of everything here begin.
const ARN: &str = "arn:aws:rds:us-east-1:111111111111:";

/// A call, and what it takes to make it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    operation: String,
    parameters: BTreeMap<String, String>,
    /// What a policy must name, all of it: ARNs, the part of them behind the account, or `*`.
    resources: Vec<String>,
    /// Condition keys that the call has on each of them, and their values.
    #[serde(default)]
    conditions: BTreeMap<String, String>,
    /// The error that it comes to for whoever may; none where it is carried out.
    answers: Option<String>,
}

fn cases() -> impl Iterator<Item = Case> {
    CASES
        .lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{line}: {error}")))
}

fn arn(resource: &str) -> String {
    match resource == "*" || resource.starts_with("arn:") {
        true => resource.to_owned(),
        false => format!("{ARN}{resource}"),
    }
}

const RED: [(&str, &str); 2] = [("Tags.Tag.1.Key", "team"), ("Tags.Tag.1.Value", "red")];

/// A world in which everything that the cases name is there, with the tag `team` that is `red`, but for
/// what they make.
fn furnished() -> World {
    let mut world = World::new();
    let authority = CertificateAuthority::make("111111111111", "us-east-1", world.now());
    world.realm.offer.ca_certificate_pem = authority.unwrap().certificate_pem;
    let made = |operation: &str, given: &[(&str, &str)]| {
        world.root(operation, &with(given, &RED));
    };
    for (name, spare) in [("tuned", "fast"), ("spare", "spare")] {
        let family = ("DBParameterGroupFamily", "mariadb10.11");
        let described = ("Description", "ours");
        let cluster = ("DBClusterParameterGroupName", name);
        made(
            "CreateDBClusterParameterGroup",
            &[cluster, family, described],
        );
        let instance = ("DBParameterGroupName", spare);
        made("CreateDBParameterGroup", &[instance, family, described]);
    }
    for (nets, options) in [("nets", "plain"), ("spare", "spare")] {
        let subnet = ("SubnetIds.SubnetIdentifier.1", "subnet-1");
        let described = ("DBSubnetGroupDescription", "ours");
        made(
            "CreateDBSubnetGroup",
            &[("DBSubnetGroupName", nets), described, subnet],
        );
        let engine = [("EngineName", "mariadb"), ("MajorEngineVersion", "10.11")];
        let described = ("OptionGroupDescription", "ours");
        let named = [("OptionGroupName", options), described];
        made("CreateOptionGroup", &[named, engine].concat());
    }
    let shop = ("DatabaseName", "shop");
    for name in ["orders", "alone", "idle"] {
        let named = ("DBClusterIdentifier", name);
        made("CreateDBCluster", &with(&CREATE, &[named, shop]));
    }
    let shop = [
        ("DBName", "shop"),
        ("AllocatedStorage", "20"),
        ("Iops", "3000"),
    ];
    for name in ["single", "rested"] {
        let named = ("DBInstanceIdentifier", name);
        made("CreateDBInstance", &with(&with(&SINGLE, &shop), &[named]));
    }
    for name in ["orders-1", "orders-2"] {
        let named = ("DBInstanceIdentifier", name);
        made("CreateDBInstance", &with(&MEMBER, &[named]));
    }
    keep(&world);
    let readers = ("DBClusterEndpointIdentifier", "readers");
    let kind = ("EndpointType", "READER");
    made("CreateDBClusterEndpoint", &[MEMBER[3], readers, kind]);
    world
}

/// What the keepers do: all servers are available, but two that are stopped.
fn keep(world: &World) {
    let kept = |server: &mut Server, name: &str| {
        server.applying = Default::default();
        server.status = match name {
            "idle" | "rested" => Status::Stopped,
            _ => Status::Available,
        };
    };
    let mut changes = Changes::new();
    for cluster in world.state().all::<Cluster>() {
        let mut cluster = cluster.unwrap();
        let name = cluster.identifier.clone();
        kept(&mut cluster.record.server, &name);
        changes = changes.update(&cluster);
    }
    for instance in world.state().all::<Instance>() {
        let mut instance = instance.unwrap();
        let name = instance.identifier.clone();
        if let InstanceBacking::Own(server) = &mut instance.record.backing {
            kept(server, &name);
            changes = changes.update(&instance);
        }
    }
    assert!(world.commit(changes));
}

/// Somebody whose one policy is another for each call.
struct Caller<'a> {
    world: &'a World,
    person: Person,
}

impl Caller<'_> {
    /// The code that the call is refused with under a policy of this statement.
    fn refused(&self, case: &Case, statement: &Value) -> Option<String> {
        let document = json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string();
        let policy = [
            ("UserName", "eve"),
            ("PolicyName", "only"),
            ("PolicyDocument", &*document),
        ];
        self.world.root("PutUserPolicy", &policy);
        let parameters = case.parameters.iter();
        let parameters: Vec<_> = parameters
            .map(|(name, value)| (&**name, &**value))
            .collect();
        let state = self.world.state();
        let decided = self
            .world
            .decide(&self.person, &case.operation, &parameters, &state);
        decided.err().map(|error| error.code().to_owned())
    }
}

/// A statement that allows exactly the call, on these resources.
fn allow(case: &Case, resources: &[String], conditions: &BTreeMap<String, String>) -> Value {
    let mut statement = json!({
        "Effect": "Allow",
        "Action": format!("rds:{}", case.operation),
        "Resource": resources,
    });
    let (lists, single): (Map<_, _>, Map<_, _>) = conditions
        .iter()
        .map(|(key, value)| (key.clone(), json!(value)))
        .partition(|(key, _)| key == "aws:TagKeys");
    statement["Condition"] = json!({
        "StringEquals": single,
        "ForAnyValue:StringEquals": lists,
    });
    let condition = statement["Condition"].as_object_mut().unwrap();
    condition.retain(|_, asked| asked.as_object().is_some_and(|asked| !asked.is_empty()));
    statement
}

fn denied() -> Option<String> {
    Some("AccessDenied".to_owned())
}

#[test]
fn there_is_a_case_of_every_operation_that_is_carried_out() {
    let tried: BTreeSet<String> = cases().map(|case| case.operation).collect();
    let carried_out: BTreeSet<String> = operation::all(Service::Rds)
        .iter()
        .map(|descriptor| descriptor.name)
        .filter(|name| find(Service::Rds, name).is_ok())
        .map(str::to_owned)
        .collect();
    assert_eq!(tried, carried_out);
}

#[test]
fn a_policy_for_exactly_a_call_lets_it_through_and_no_policy_beside_that() {
    let world = furnished();
    let person = world.user("eve");
    let eve = Caller {
        world: &world,
        person,
    };
    for case in cases() {
        let resources: Vec<String> = case.resources.iter().map(|name| arn(name)).collect();
        let exactly = allow(&case, &resources, &BTreeMap::new());
        assert_eq!(eve.refused(&case, &exactly), case.answers, "{case:?}");

        let everything_else = json!({
            "Effect": "Allow",
            "NotAction": format!("rds:{}", case.operation),
            "Resource": "*",
        });
        assert_eq!(eve.refused(&case, &everything_else), denied(), "{case:?}");

        for (place, resource) in resources.iter().enumerate() {
            let mut beside = resources.clone();
            beside[place] = match &**resource {
                "*" => format!("{ARN}*"),
                resource => format!("{resource}-2"),
            };
            let beside = allow(&case, &beside, &BTreeMap::new());
            assert_eq!(eve.refused(&case, &beside), denied(), "{beside}");
        }
    }
}

#[test]
fn a_policy_may_ask_for_every_condition_key_that_a_call_has() {
    let world = furnished();
    let person = world.user("eve");
    let eve = Caller {
        world: &world,
        person,
    };
    for case in cases().filter(|case| !case.conditions.is_empty()) {
        let resources: Vec<String> = case.resources.iter().map(|name| arn(name)).collect();
        for (key, value) in &case.conditions {
            let asked = |value: &str| BTreeMap::from([(key.clone(), value.to_owned())]);
            let met = allow(&case, &resources, &asked(value));
            assert_eq!(eve.refused(&case, &met), case.answers, "{met}");
            let unmet = allow(&case, &resources, &asked("another"));
            assert_eq!(eve.refused(&case, &unmet), denied(), "{unmet}");
        }
    }
}
