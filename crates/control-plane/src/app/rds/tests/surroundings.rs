//! What belongs to databases: events, logs, endpoints, subnet groups; and what there is none of.

use super::*;

fn events(world: &World, more: &[(&str, &str)]) -> Vec<String> {
    world.root("DescribeEvents", more).all("Message")
}

#[test]
fn events_tell_what_calls_made_happen_and_are_found_by_source_category_and_time() {
    let world = world();
    world.root("CreateDBInstance", &MEMBER);
    world.pass(1800);
    let class = [
        ("DBInstanceIdentifier", "orders-1"),
        ("DBInstanceClass", "db.r6g.large"),
    ];
    world.root("ModifyDBInstance", &class);
    let created = "DB instance created.";
    let modified = "Finished applying modification to DB instance class.";
    assert_eq!(events(&world, &[]), [created, modified]);
    assert_eq!(events(&world, &[("Duration", "29")]), [modified]);
    let category = ("EventCategories.EventCategory.1", "creation");
    assert_eq!(events(&world, &[category]), [created]);
    let source = ("SourceIdentifier", "Orders-1");
    let of_instance = [source, ("SourceType", "db-instance")];
    assert_eq!(events(&world, &of_instance).len(), 2);
    let of_cluster = [source, ("SourceType", "db-cluster")];
    assert!(events(&world, &of_cluster).is_empty());
    assert_eq!(
        world.refused("DescribeEvents", &[source]).0,
        "InvalidParameterCombination"
    );
    world.pass(14 * 24 * 60 * 60);
    assert!(events(&world, &[("Duration", "20160")]).len() < 2);
    assert_eq!(
        world.refused("DescribeEvents", &[("Duration", "20161")]).0,
        "InvalidParameterValue"
    );
}

#[test]
fn event_categories_are_told_by_source_type() {
    let world = World::new();
    let all = world.root("DescribeEventCategories", &[]);
    assert_eq!(all.all("SourceType").len(), 3);
    let of_group = [("SourceType", "db-parameter-group")];
    let one = world.root("DescribeEventCategories", &of_group);
    assert_eq!(one.all("EventCategory"), ["configuration change"]);
    assert_eq!(
        world
            .refused("DescribeEventCategories", &[("SourceType", "rumour")])
            .0,
        "InvalidParameterValue"
    );
}

#[test]
fn log_files_are_listed_by_what_is_asked_for_and_downloaded_in_portions() {
    let world = World::new();
    world.root("CreateDBInstance", &SINGLE);
    let list = |more: &[(&str, &str)]| {
        let parameters = with(&SINGLE[..1], more);
        world
            .root("DescribeDBLogFiles", &parameters)
            .all("LogFileName")
    };
    assert_eq!(list(&[]), ["error/mysql-error.log", "iam.log"]);
    assert_eq!(list(&[("FilenameContains", "mysql")]).len(), 1);
    assert_eq!(list(&[("FileSize", "14")]).len(), 1);
    assert_eq!(list(&[("FileLastWritten", "1736942400001")]).len(), 0);
    let download = |more: &[(&str, &str)]| {
        let named = with(&SINGLE[..1], &[("LogFileName", "error/mysql-error.log")]);
        world.root("DownloadDBLogFilePortion", &with(&named, more))
    };
    let first = download(&[("Marker", "0"), ("NumberOfLines", "2")]);
    assert_eq!(first.text("LogFileData"), "one\ntwo\n");
    assert_eq!(first.text("Marker"), "8");
    assert_eq!(first.text("AdditionalDataPending"), "true");
    let last = download(&[("NumberOfLines", "1")]);
    assert_eq!(last.text("LogFileData"), "three\n");
    assert_eq!(last.text("AdditionalDataPending"), "false");
    let absent = with(&SINGLE[..1], &[("LogFileName", "error/none.log")]);
    assert_eq!(
        world.refused("DownloadDBLogFilePortion", &absent).0,
        "DBLogFileNotFoundFault"
    );
}

#[test]
fn custom_endpoints_are_made_shown_changed_and_go() {
    let world = world();
    world.root("CreateDBInstance", &MEMBER);
    let create = [
        ("DBClusterIdentifier", "orders"),
        ("DBClusterEndpointIdentifier", "Reports"),
        ("EndpointType", "reader"),
        ("StaticMembers.member.1", "orders-1"),
    ];
    let made = world.root("CreateDBClusterEndpoint", &create);
    assert_eq!(made.text("DBClusterEndpointIdentifier"), "reports");
    assert_eq!(made.text("Endpoint"), described(&world).text("Endpoint"));
    assert!(described(&world).find("CustomEndpoints").is_some());
    assert_eq!(
        world.refused("CreateDBClusterEndpoint", &create).0,
        "DBClusterEndpointAlreadyExistsFault"
    );
    let list = |name: &str, value: &str| {
        let filter = [
            ("Filters.Filter.1.Name", name),
            ("Filters.Filter.1.Values.Value.1", value),
        ];
        let shown = world.root("DescribeDBClusterEndpoints", &filter);
        shown.all("EndpointType")
    };
    assert_eq!(list("db-cluster-endpoint-type", "writer"), ["WRITER"]);
    assert_eq!(
        list("db-cluster-endpoint-custom-type", "reader"),
        ["CUSTOM"]
    );
    assert_eq!(list("db-cluster-endpoint-status", "available").len(), 3);
    let exclude = [
        create[1],
        ("ExcludedMembers.member.1", "orders-1"),
        ("EndpointType", "ANY"),
    ];
    let changed = world.root("ModifyDBClusterEndpoint", &exclude);
    assert_eq!(changed.text("CustomEndpointType"), "ANY");
    assert!(changed.text("ExcludedMembers").contains("orders-1"));
    assert!(!changed.text("StaticMembers").contains("orders-1"));
    world.root("DeleteDBClusterEndpoint", &create[1..2]);
    assert_eq!(
        world.refused("DeleteDBClusterEndpoint", &create[1..2]).0,
        "DBClusterEndpointNotFoundFault"
    );
}

#[test]
fn a_cluster_has_five_custom_endpoints_at_most_and_only_its_own_members() {
    let world = world();
    let create = |name: &str, more: &[(&str, &str)]| {
        let given = [
            ("DBClusterIdentifier", "orders"),
            ("DBClusterEndpointIdentifier", name),
            ("EndpointType", "ANY"),
        ];
        world.call(&world.root, "CreateDBClusterEndpoint", &with(&given, more))
    };
    for name in ["a", "b", "c", "d", "e"] {
        create(name, &[]).unwrap();
    }
    let code = |result: Result<Answer, aws_query::ApiError>| result.unwrap_err().code();
    assert_eq!(
        code(create("f", &[])),
        "DBClusterEndpointQuotaExceededFault"
    );
    world.root(
        "DeleteDBClusterEndpoint",
        &[("DBClusterEndpointIdentifier", "a")],
    );
    let stranger = ("StaticMembers.member.1", "nobody");
    assert_eq!(code(create("f", &[stranger])), "DBInstanceNotFound");
    assert_eq!(
        code(create("f", &[("EndpointType", "WRITER")])),
        "InvalidParameterValue"
    );
}

#[test]
fn a_subnet_group_is_kept_shown_and_held_by_who_is_in_it() {
    let world = World::new();
    let group = [
        ("DBSubnetGroupName", "Nets"),
        ("DBSubnetGroupDescription", "two"),
        ("SubnetIds.SubnetIdentifier.1", "subnet-1"),
    ];
    let made = world.root("CreateDBSubnetGroup", &group);
    assert_eq!(made.text("DBSubnetGroupName"), "nets");
    assert!(made.find("VpcId").is_none());
    assert_eq!(
        world.refused("CreateDBSubnetGroup", &group).0,
        "DBSubnetGroupAlreadyExists"
    );
    let unknown = with(&CREATE, &[("DBSubnetGroupName", "none")]);
    assert_eq!(
        world.refused("CreateDBCluster", &unknown).0,
        "DBSubnetGroupNotFoundFault"
    );
    let inside = with(&CREATE, &[("DBSubnetGroupName", "nets")]);
    let cluster = world.root("CreateDBCluster", &inside);
    assert_eq!(cluster.text("DBSubnetGroup"), "nets");
    assert_eq!(
        world.refused("DeleteDBSubnetGroup", &group[..1]).0,
        "InvalidDBSubnetGroupStateFault"
    );
}

#[test]
fn what_there_is_none_of_is_listed_empty_and_not_found() {
    let world = world();
    for (operation, named) in [
        (
            "DescribeBlueGreenDeployments",
            "BlueGreenDeploymentIdentifier",
        ),
        ("DescribeDBClusterSnapshots", "DBClusterSnapshotIdentifier"),
        ("DescribeDBProxies", "DBProxyName"),
        ("DescribeDBSecurityGroups", "DBSecurityGroupName"),
        ("DescribeDBSnapshots", "DBSnapshotIdentifier"),
    ] {
        world.root(operation, &[]);
        let (code, text) = world.refused(operation, &[(named, "one")]);
        assert!(code.contains("NotFound"), "{operation}: {code}");
        assert!(text.ends_with("one not found."), "{operation}: {text}");
    }
    world.root("DescribeDBInstanceAutomatedBackups", &[]);
    world.root("DescribeDBClusterAutomatedBackups", &[]);
    let name = [("DBClusterIdentifier", "orders")];
    for operation in ["FailoverDBCluster", "PromoteReadReplicaDBCluster"] {
        assert_eq!(
            world.refused(operation, &name).0,
            "InvalidDBClusterStateFault"
        );
    }
}
