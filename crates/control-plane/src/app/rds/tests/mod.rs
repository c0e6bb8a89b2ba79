//! The RDS operations, as calls.

mod authorization;
mod member_groups;
mod members;
mod outsiders;
mod parameters;
mod requests;
mod surroundings;

use crate::app::fixture::{Answer, World};
use crate::state::{AttachedServer, Changes, Cluster, Endpoint, Status};

const CREATE: [(&str, &str); 4] = [
    ("DBClusterIdentifier", "Orders"),
    ("Engine", "mariadb"),
    ("MasterUsername", "admin"),
    ("MasterUserPassword", "correct-horse"),
];

/// An instance of the cluster `orders`.
const MEMBER: [(&str, &str); 4] = [
    ("DBInstanceIdentifier", "orders-1"),
    ("DBInstanceClass", "db.t4g.medium"),
    ("Engine", "mariadb"),
    ("DBClusterIdentifier", "orders"),
];

/// An instance with a server of its own.
const SINGLE: [(&str, &str); 5] = [
    ("DBInstanceIdentifier", "single"),
    ("DBInstanceClass", "db.t4g.medium"),
    ("Engine", "mariadb"),
    ("MasterUsername", "admin"),
    ("MasterUserPassword", "correct-horse"),
];

fn with<'a>(base: &[(&'a str, &'a str)], more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = base
        .iter()
        .filter(|(name, _)| more.iter().all(|(other, _)| other != name));
    kept.chain(more).copied().collect()
}

/// A world with the cluster `orders`, as the supervisor would have made it.
fn world() -> World {
    let world = World::new();
    world.root("CreateDBCluster", &CREATE);
    settle(&world);
    world
}

/// What the supervisor does: what was being done is done.
fn settle(world: &World) {
    let mut cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
    let server = &mut cluster.record.server;
    server.port = server.port.or(Some(3306));
    server.port = server.applying.port.or(server.port);
    if let Some(enabled) = server.applying.iam_authentication {
        server.iam_authentication = enabled;
    }
    if let Some(parameters) = server.applying.parameters.take() {
        server.parameters = parameters;
    }
    server.applying = Default::default();
    server.status = match server.status {
        Status::Stopping => Status::Stopped,
        _ => Status::Available,
    };
    assert!(world.commit(Changes::new().update(&cluster)));
}

fn described(world: &World) -> Answer {
    world.root("DescribeDBClusters", &[("DBClusterIdentifier", "orders")])
}

fn modify(world: &World, more: &[(&str, &str)]) -> Answer {
    world.root(
        "ModifyDBCluster",
        &with(&[("DBClusterIdentifier", "orders")], more),
    )
}

#[test]
fn a_new_cluster_is_being_created_and_then_available_with_endpoint_and_resource_id() {
    let world = World::new();
    let created = world.root("CreateDBCluster", &CREATE);
    assert_eq!(created.text("Status"), "creating");
    assert_eq!(created.text("DBClusterIdentifier"), "orders");
    settle(&world);
    let shown = described(&world);
    assert_eq!(shown.text("Status"), "available");
    assert_eq!(shown.text("Port"), "3306");
    assert_eq!(shown.text("IAMDatabaseAuthenticationEnabled"), "false");
    assert!(shown.text("DbClusterResourceId").starts_with("cluster-"));
    assert_eq!(
        shown.text("DBClusterArn"),
        "arn:aws:rds:us-east-1:111111111111:cluster:orders"
    );
}

#[test]
fn a_master_password_is_set_at_once_and_is_in_no_answer_and_in_no_record_in_clear() {
    let world = world();
    let resetting = modify(&world, &[("MasterUserPassword", "another-secret")]);
    assert_eq!(resetting.text("Status"), "resetting-master-credentials");
    assert!(server(&world).applying.sealed_master_password.is_some());
    let shown = described(&world);
    assert_eq!(shown.text("MasterUserPassword"), "****");
    let record = world.state().get::<Cluster>("orders").unwrap().unwrap();
    assert!(
        !serde_json::to_string(&record.record)
            .unwrap()
            .contains("another-secret")
    );
}

#[test]
fn without_apply_immediately_the_switch_waits_until_it_is_asked_for() {
    let world = world();
    let waiting = modify(&world, &[("EnableIAMDatabaseAuthentication", "true")]);
    assert_eq!(
        waiting.all("IAMDatabaseAuthenticationEnabled"),
        ["false", "true"]
    );
    assert_eq!(waiting.text("Status"), "available");
    let applied = modify(&world, &[("ApplyImmediately", "true")]);
    assert_eq!(applied.text("Status"), "configuring-iam-database-auth");
    assert!(applied.find("PendingModifiedValues").is_none());
    settle(&world);
    assert_eq!(
        described(&world).text("IAMDatabaseAuthenticationEnabled"),
        "true"
    );
}

#[test]
fn what_is_so_already_needs_no_change() {
    let world = world();
    let same = modify(
        &world,
        &[
            ("EnableIAMDatabaseAuthentication", "false"),
            ("ApplyImmediately", "true"),
        ],
    );
    assert_eq!(same.text("Status"), "available");
    assert!(same.find("PendingModifiedValues").is_none());
}

#[test]
fn a_cluster_is_refused_for_what_is_wrong_with_it() {
    let world = world();
    for (change, code) in [
        (
            ("DBClusterIdentifier", "orders"),
            "DBClusterAlreadyExistsFault",
        ),
        (("DBClusterIdentifier", "1st"), "InvalidParameterValue"),
        (("DBClusterIdentifier", "a--b"), "InvalidParameterValue"),
        (("Engine", "oracle-ee"), "InvalidParameterValue"),
        (("EngineVersion", "5.7"), "InvalidParameterCombination"),
        (("MasterUsername", "rdsadmin"), "InvalidParameterValue"),
        (
            ("MasterUsername", "seventeen_letters"),
            "InvalidParameterValue",
        ),
        (("MasterUserPassword", "short"), "InvalidParameterValue"),
        (
            ("MasterUserPassword", "with space in it"),
            "InvalidParameterValue",
        ),
        (("Port", "80"), "InvalidParameterValue"),
        (("DatabaseName", "my-shop"), "InvalidParameterValue"),
        (("DatabaseName", "select"), "InvalidParameterValue"),
    ] {
        let base = with(&CREATE, &[("DBClusterIdentifier", "other")]);
        assert_eq!(
            world.refused("CreateDBCluster", &with(&base, &[change])).0,
            code,
            "{change:?}"
        );
    }
}

#[test]
fn a_cluster_stops_and_starts_and_is_modified_only_while_available() {
    let world = world();
    let name = [("DBClusterIdentifier", "orders")];
    assert_eq!(
        world.root("StopDBCluster", &name).text("Status"),
        "stopping"
    );
    let (code, text) = world.refused("ModifyDBCluster", &name);
    assert_eq!(code, "InvalidDBClusterStateFault");
    assert_eq!(text, "DbCluster orders is not in available state.");
    settle(&world);
    let (code, text) = world.refused("StopDBCluster", &name);
    assert_eq!(code, "InvalidDBClusterStateFault");
    assert_eq!(
        text,
        "DbCluster orders is in stopped state but expected it to be one of available."
    );
    assert_eq!(
        world.root("StartDBCluster", &name).text("Status"),
        "starting"
    );
    settle(&world);
    assert_eq!(
        world.refused("StartDBCluster", &name).1,
        "DbCluster orders is in available state but expected it to be one of \
         stopped,inaccessible-encryption-credentials-recoverable."
    );
    assert_eq!(
        world.root("RebootDBCluster", &name).text("Status"),
        "rebooting"
    );
}

#[test]
fn a_cluster_goes_only_when_nothing_holds_it() {
    let world = world();
    let delete = [
        ("DBClusterIdentifier", "orders"),
        ("SkipFinalSnapshot", "true"),
    ];
    let (code, text) = world.refused("DeleteDBCluster", &delete[..1]);
    assert_eq!(code, "InvalidParameterCombination");
    assert!(
        text.contains("FinalDBSnapshotIdentifier is required"),
        "{text}"
    );
    modify(&world, &[("DeletionProtection", "true")]);
    assert_eq!(
        world.refused("DeleteDBCluster", &delete).0,
        "InvalidParameterCombination"
    );
    modify(&world, &[("DeletionProtection", "false")]);
    let instance = world.root("CreateDBInstance", &MEMBER);
    assert_eq!(instance.text("DBInstanceStatus"), "creating");
    assert_eq!(described(&world).text("IsClusterWriter"), "true");
    assert_eq!(
        world.refused("DeleteDBCluster", &delete).0,
        "InvalidDBClusterStateFault"
    );
    world.root("DeleteDBInstance", &[("DBInstanceIdentifier", "orders-1")]);
    assert_eq!(
        world.root("DeleteDBCluster", &delete).text("Status"),
        "deleting"
    );
}

#[test]
fn what_is_not_there_is_told_with_amazons_words() {
    let world = World::new();
    assert_eq!(
        world.refused("DescribeDBClusters", &[("DBClusterIdentifier", "none")]),
        (
            "DBClusterNotFoundFault".to_owned(),
            "DBCluster none not found.".to_owned()
        )
    );
    assert_eq!(
        world.refused("DescribeDBInstances", &[("DBInstanceIdentifier", "none")]),
        (
            "DBInstanceNotFound".to_owned(),
            "DBInstance none not found.".to_owned()
        )
    );
}

#[test]
fn filters_choose_and_an_unknown_one_is_refused() {
    let world = world();
    let filtered = |name: &str, value: &str| {
        let filter = [
            ("Filters.Filter.1.Name", name),
            ("Filters.Filter.1.Values.Value.1", value),
        ];
        world.call(&world.root, "DescribeDBClusters", &filter)
    };
    assert_eq!(
        filtered("engine", "mariadb")
            .unwrap()
            .all("DBCluster")
            .len(),
        1
    );
    assert_eq!(
        filtered("engine", "aurora-postgresql")
            .unwrap()
            .all("DBCluster")
            .len(),
        0
    );
    assert_eq!(
        filtered("colour", "red").unwrap_err().code(),
        "InvalidParameterValue"
    );
}

#[test]
fn tags_are_set_listed_and_removed_and_a_policy_may_ask_for_them() {
    let world = world();
    let arn = "arn:aws:rds:us-east-1:111111111111:cluster:orders";
    let add = [
        ("ResourceName", arn),
        ("Tags.Tag.1.Key", "team"),
        ("Tags.Tag.1.Value", "shop"),
    ];
    world.root("AddTagsToResource", &add);
    assert_eq!(
        world
            .root("ListTagsForResource", &[("ResourceName", arn)])
            .text("Value"),
        "shop"
    );
    let remove = [("ResourceName", arn), ("TagKeys.member.1", "team")];
    world.root("RemoveTagsFromResource", &remove);
    let left = world.root("ListTagsForResource", &[("ResourceName", arn)]);
    assert!(left.all("Value").is_empty());
}

#[test]
fn a_user_needs_the_permission_on_this_cluster() {
    let world = world();
    let alice = world.user("alice");
    let name = [("DBClusterIdentifier", "orders")];
    let denied = world.call(&alice, "StopDBCluster", &name).unwrap_err();
    assert_eq!(denied.code(), "AccessDenied");
    assert!(
        denied
            .message()
            .contains("on resource: arn:aws:rds:us-east-1:111111111111:cluster:orders")
    );
    let arn = "arn:aws:rds:us-east-1:111111111111:cluster:orders";
    world.allow("alice", "stop", "rds:StopDBCluster", arn);
    world.call(&alice, "StopDBCluster", &name).unwrap();
}

#[test]
fn the_catalog_shows_what_the_machine_has() {
    let world = World::new();
    let versions = world.root("DescribeDBEngineVersions", &[("Engine", "mariadb")]);
    assert_eq!(versions.text("EngineVersion"), "10.11.6");
    let options = world.root(
        "DescribeOrderableDBInstanceOptions",
        &[("Engine", "mariadb")],
    );
    assert_eq!(options.text("SupportsIAMDatabaseAuthentication"), "true");
    let none = world.root(
        "DescribeOrderableDBInstanceOptions",
        &[("Engine", "oracle-ee")],
    );
    assert!(none.find("OrderableDBInstanceOption").is_none());
    assert!(
        world
            .root("DescribeGlobalClusters", &[])
            .find("GlobalCluster")
            .is_none()
    );
    world.root("DescribePendingMaintenanceActions", &[]);
    world.root("DescribeAccountAttributes", &[]);
}

/// The cluster `orders`, as one that `sekisho attach` brought here.
fn attached_world() -> World {
    let world = world();
    let mut cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
    cluster.record.server.attached = Some(Box::new(AttachedServer {
        agent: "local".to_owned(),
        endpoints: vec![Endpoint {
            host: "db.example.com".to_owned(),
            port: 3306,
        }],
        server_uid: 104,
        server_gid: 107,
        trust: None,
    }));
    assert!(world.commit(Changes::new().update(&cluster)));
    world
}

#[test]
fn an_attached_server_shows_its_own_endpoint_and_its_switch_is_ours() {
    let world = attached_world();
    assert_eq!(described(&world).text("Endpoint"), "db.example.com");
    let switched = [
        ("EnableIAMDatabaseAuthentication", "true"),
        ("ApplyImmediately", "true"),
    ];
    assert_eq!(
        modify(&world, &switched).text("Status"),
        "configuring-iam-database-auth"
    );
}

#[test]
fn what_an_attached_server_is_not_ours_to_be_asked_for_is_refused() {
    let world = attached_world();
    let name = [("DBClusterIdentifier", "orders")];
    let delete = with(&name, &[("SkipFinalSnapshot", "true")]);
    let password = with(&name, &[("MasterUserPassword", "another-secret")]);
    for (operation, parameters) in [
        ("StartDBCluster", name.to_vec()),
        ("StopDBCluster", name.to_vec()),
        ("RebootDBCluster", name.to_vec()),
        ("DeleteDBCluster", delete),
        ("ModifyDBCluster", password),
    ] {
        let root = &world.root;
        let refused = world.call(root, operation, &parameters).unwrap_err();
        assert_eq!(refused.code(), "InvalidDBClusterStateFault", "{operation}");
    }
}

#[test]
fn a_cluster_is_renamed_with_its_members_and_keeps_its_resource_id() {
    let world = world();
    let resource_id = described(&world).text("DbClusterResourceId");
    world.root("CreateDBInstance", &MEMBER);
    let waits = modify(&world, &[("NewDBClusterIdentifier", "Sales")]);
    assert_eq!(waits.all("DBClusterIdentifier"), ["orders", "sales"]);
    let member = world.root("DescribeDBInstances", &MEMBER[..1]);
    assert_eq!(member.all("DBInstanceIdentifier"), ["orders-1"]);
    modify(&world, &[("ApplyImmediately", "true")]);
    let new = [("DBClusterIdentifier", "sales")];
    let renamed = world.root("DescribeDBClusters", &new);
    assert_eq!(renamed.text("DbClusterResourceId"), resource_id);
    assert!(renamed.find("PendingModifiedValues").is_none());
    assert_eq!(renamed.text("DBInstanceIdentifier"), "orders-1");
    let old = [("DBClusterIdentifier", "orders")];
    assert_eq!(
        world.refused("DescribeDBClusters", &old).0,
        "DBClusterNotFoundFault"
    );
}

#[test]
fn a_name_that_is_taken_is_given_to_nobody_else() {
    let world = world();
    let other = with(&CREATE, &[("DBClusterIdentifier", "sales")]);
    world.root("CreateDBCluster", &other);
    let rename = [
        ("DBClusterIdentifier", "orders"),
        ("NewDBClusterIdentifier", "sales"),
        ("ApplyImmediately", "true"),
    ];
    assert_eq!(
        world.refused("ModifyDBCluster", &rename).0,
        "DBClusterAlreadyExistsFault"
    );
}

fn server(world: &World) -> crate::state::Server {
    let cluster = world.state().get::<Cluster>("orders").unwrap();
    cluster.unwrap().record.server
}
