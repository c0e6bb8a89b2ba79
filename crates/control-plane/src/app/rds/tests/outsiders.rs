//! What clients of Amazon's read, ask and are told without having asked for anything of ours.

use super::*;
use crate::state::{Instance, InstanceBacking};

const ORDERS: (&str, &str) = ("DBClusterIdentifier", "orders");

/// Elements that programs read of every cluster and instance without looking whether they are there.
const OF_BOTH: [&str; 12] = [
    "ActivityStreamStatus",
    "AllocatedStorage",
    "AssociatedRoles",
    "AutoMinorVersionUpgrade",
    "BackupRetentionPeriod",
    "CopyTagsToSnapshot",
    "DomainMemberships",
    "NetworkType",
    "PreferredBackupWindow",
    "PreferredMaintenanceWindow",
    "StorageEncrypted",
    "VpcSecurityGroups",
];

#[test]
fn what_amazon_always_shows_is_shown() {
    let world = world();
    let cluster = described(&world);
    let of_cluster = ["AvailabilityZones", "ReadReplicaIdentifiers", "MultiAZ"];
    for element in OF_BOTH.iter().chain(&of_cluster) {
        assert!(shows(&cluster, element), "{element}");
    }
    let single = world.root("CreateDBInstance", &SINGLE);
    let of_instance = [
        "AvailabilityZone",
        "DBSecurityGroups",
        "LicenseModel",
        "MonitoringInterval",
        "ReadReplicaDBInstanceIdentifiers",
        "StorageType",
    ];
    for element in OF_BOTH.iter().chain(&of_instance) {
        assert!(shows(&single, element), "{element}");
    }
    assert_eq!(single.text("OptionGroupName"), "default:mariadb-10-11");
    assert_eq!(single.text("MasterUserPassword"), "****");
    let member = world.root("CreateDBInstance", &MEMBER);
    assert_eq!(member.text("StorageType"), "aurora");
    assert_eq!(member.text("DBInstanceStatus"), "creating");
}

/// Whether the answer has the element, with or without anything in it.
fn shows(answer: &Answer, element: &str) -> bool {
    answer.0.contains(&format!("<{element}>")) || answer.0.contains(&format!("<{element}/>"))
}

/// Noon of 2026-02-16, when the certificate of the server ends that the keeper has started.
const END: i64 = 1_771_243_200;

#[test]
fn an_instance_shows_who_certifies_its_server_and_until_when() {
    let world = world();
    let member = world.root("CreateDBInstance", &MEMBER);
    assert_eq!(member.text("CAIdentifier"), "sekisho-ca-ecc256-g1");
    assert!(member.find("ValidTill").is_none());
    let mut cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
    cluster.record.server.certificate_ends_at = Some(END);
    assert!(world.commit(Changes::new().update(&cluster)));
    let member = world.root("DescribeDBInstances", &[]);
    assert_eq!(member.text("ValidTill"), "2026-02-16T12:00:00Z");
    let authority = member.text("CACertificateIdentifier");
    assert_eq!(authority, member.text("CAIdentifier"));
    assert_eq!(described(&world).text("ValidTill"), "2026-02-16T12:00:00Z");

    cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
    cluster.record.server.engine = "aurora-mysql".to_owned();
    assert!(world.commit(Changes::new().update(&cluster)));
    assert!(!shows(&described(&world), "CertificateDetails"));
}

#[test]
fn of_a_server_of_somebodys_own_no_certificate_is_shown() {
    let world = attached_world();
    world.root("CreateDBInstance", &MEMBER);
    let member = world.root("DescribeDBInstances", &[]);
    for element in ["CertificateDetails", "CACertificateIdentifier"] {
        assert!(!shows(&member, element), "{element}");
    }
}

#[test]
fn what_clients_only_look_at_is_an_empty_list() {
    let world = world();
    world.root("CreateDBInstance", &SINGLE);
    for operation in [
        "DescribeDBProxyEndpoints",
        "DescribeDBRecommendations",
        "DescribeDBSnapshotTenantDatabases",
        "DescribeDBShardGroups",
        "DescribeExportTasks",
        "DescribeGlobalClusters",
        "DescribeIntegrations",
        "DescribeReservedDBInstances",
        "DescribeReservedDBInstancesOfferings",
        "DescribeSourceRegions",
        "DescribeTenantDatabases",
    ] {
        let answer = world.root(operation, &[]);
        assert!(answer.find("Marker").is_none(), "{operation}");
    }
    world.root("DescribeDBClusterBacktracks", &[ORDERS]);
    world.root("DescribeValidDBInstanceModifications", &SINGLE[..1]);
    world.root("DescribeOptionGroupOptions", &[("EngineName", "mariadb")]);
    for (operation, named, code) in [
        (
            "DescribeDBClusterSnapshotAttributes",
            "DBClusterSnapshotIdentifier",
            "DBClusterSnapshotNotFoundFault",
        ),
        (
            "DescribeDBSnapshotAttributes",
            "DBSnapshotIdentifier",
            "DBSnapshotNotFound",
        ),
        (
            "DescribeDBSnapshotTenantDatabases",
            "DBSnapshotIdentifier",
            "DBSnapshotNotFound",
        ),
        (
            "DescribeDBProxyTargets",
            "DBProxyName",
            "DBProxyNotFoundFault",
        ),
        (
            "DescribeDBClusterBacktracks",
            "DBClusterIdentifier",
            "DBClusterNotFoundFault",
        ),
        (
            "DescribeTenantDatabases",
            "DBInstanceIdentifier",
            "DBInstanceNotFound",
        ),
        (
            "DescribeExportTasks",
            "ExportTaskIdentifier",
            "ExportTaskNotFound",
        ),
    ] {
        assert_eq!(
            world.refused(operation, &[(named, "none")]).0,
            code,
            "{operation}"
        );
    }
}

#[test]
fn an_option_group_without_options_is_kept_and_an_instance_may_be_in_it() {
    let world = World::new();
    let create = [
        ("OptionGroupName", "Plain"),
        ("EngineName", "mariadb"),
        ("MajorEngineVersion", "10.11"),
        ("OptionGroupDescription", "none"),
    ];
    let made = world.root("CreateOptionGroup", &create);
    assert_eq!(
        made.text("OptionGroupArn"),
        "arn:aws:rds:us-east-1:111111111111:og:plain"
    );
    assert_eq!(
        world.refused("CreateOptionGroup", &create).0,
        "OptionGroupAlreadyExistsFault"
    );
    let listed = world.root("DescribeOptionGroups", &[("EngineName", "mariadb")]);
    assert_eq!(
        listed.all("OptionGroupName"),
        ["default:mariadb-10-11", "plain"]
    );
    let single = with(&SINGLE, &[("OptionGroupName", "plain")]);
    let single = world.root("CreateDBInstance", &single);
    assert_eq!(single.text("OptionGroupName"), "plain");
    let group = [("OptionGroupName", "plain")];
    assert_eq!(
        world.refused("DeleteOptionGroup", &group).0,
        "InvalidOptionGroupStateFault"
    );
    let option = [
        ("OptionGroupName", "plain"),
        (
            "OptionsToInclude.OptionConfiguration.1.OptionName",
            "MARIADB_AUDIT_PLUGIN",
        ),
    ];
    let (code, text) = world.refused("ModifyOptionGroup", &option);
    assert_eq!(code, "InvalidParameterValue");
    assert!(text.contains("MARIADB_AUDIT_PLUGIN"), "{text}");
    for (name, code) in [
        ("none", "OptionGroupNotFoundFault"),
        ("default:aurora-mysql-10-11", "InvalidParameterCombination"),
    ] {
        let other = [("DBInstanceIdentifier", "other"), ("OptionGroupName", name)];
        let (told, _) = world.refused("CreateDBInstance", &with(&SINGLE, &other));
        assert_eq!(told, code, "{name}");
    }
    let default = [("OptionGroupName", "default:mariadb-10-11")];
    world.root("DescribeOptionGroups", &default);
    assert_eq!(
        world.refused("DeleteOptionGroup", &default).0,
        "InvalidOptionGroupStateFault"
    );
}

#[test]
fn what_cannot_be_made_is_refused_in_amazons_words() {
    let world = world();
    let without = |name: &str| {
        let mut parameters = with(&CREATE, &[("DBClusterIdentifier", "other")]);
        parameters.retain(|(known, _)| *known != name);
        parameters
    };
    for (operation, parameters, text) in [
        (
            "CreateDBCluster",
            without("MasterUsername"),
            "The parameter MasterUsername must be provided and must not be blank.",
        ),
        (
            "CreateDBCluster",
            without("MasterUserPassword"),
            "The parameter MasterUserPassword must be provided and must not be blank.",
        ),
        (
            "CreateDBInstance",
            with(&SINGLE, &[("Engine", "oracle-ee")]),
            "Value oracle-ee for parameter Engine is invalid. Reason: engine oracle-ee not supported. \
             Offered here: mariadb, aurora-mysql, aurora-postgresql.",
        ),
        (
            "CreateDBInstance",
            with(&SINGLE, &[("DBInstanceClass", "t3.micro")]),
            "Invalid DB Instance class: t3.micro",
        ),
    ] {
        assert_eq!(world.refused(operation, &parameters).1, text, "{operation}");
    }
    let capitals = world.root("CreateDBInstance", &with(&SINGLE, &[("Engine", "MariaDB")]));
    assert_eq!(capitals.text("Engine"), "mariadb");
}

#[test]
fn what_cannot_be_done_is_refused_in_amazons_words() {
    let world = world();
    world.root("CreateDBInstance", &MEMBER);
    let protected = with(&SINGLE, &[("DeletionProtection", "true")]);
    world.root("CreateDBInstance", &protected);
    let going = ("DBInstanceIdentifier", "going");
    let delete = [going, ("SkipFinalSnapshot", "true")];
    world.root("CreateDBInstance", &with(&SINGLE, &[going]));
    world.root("DeleteDBInstance", &delete);
    let short = ("PreferredMaintenanceWindow", "sun:16:00-sun:16:10");
    for (operation, parameters, text) in [
        (
            "DeleteDBInstance",
            &delete[..],
            "Instance going is already being deleted.",
        ),
        (
            "DeleteDBInstance",
            &SINGLE[..1],
            "Cannot delete protected DB Instance, please disable deletion protection and try again.",
        ),
        (
            "DeleteDBInstance",
            &[MEMBER[0], ("FinalDBSnapshotIdentifier", "copy")],
            "FinalDBSnapshotIdentifier can not be specified when deleting a cluster instance",
        ),
        (
            "StopDBInstance",
            &MEMBER[..1],
            "DB instances of DB clusters are not eligible for stopping and starting.",
        ),
        (
            "DescribeDBClusterParameterGroups",
            &[("DBClusterParameterGroupName", "none")],
            "DBClusterParameterGroup not found: none",
        ),
        (
            "DescribeEvents",
            &[("SourceIdentifier", "orders")],
            "Cannot specify source identifier without source type",
        ),
        (
            "ModifyDBInstance",
            &[MEMBER[0], short],
            "The maintenance window must be at least 30 minutes.",
        ),
    ] {
        assert_eq!(world.refused(operation, parameters).1, text, "{operation}");
    }
}

#[test]
fn an_instance_in_another_state_is_refused_in_amazons_words() {
    let world = world();
    let making = &SINGLE[..1];
    world.root("CreateDBInstance", &SINGLE);
    for (operation, text) in [
        (
            "ModifyDBInstance",
            "Database instance is not in available state.",
        ),
        (
            "RebootDBInstance",
            "Instance cannot currently reboot due to an in-progress management operation.",
        ),
        (
            "StartDBInstance",
            "Instance single cannot be started as it is not in one of the following statuses: \
             'stopped, inaccessible-encryption-credentials-recoverable'.",
        ),
        (
            "StopDBInstance",
            "Instance single is not in available state.",
        ),
    ] {
        let refused = world.refused(operation, making);
        assert_eq!(
            refused,
            ("InvalidDBInstanceState".to_owned(), text.to_owned())
        );
    }
}

#[test]
fn what_is_no_zone_storage_or_retention_is_refused_in_amazons_words() {
    let world = world();
    let stored = with(&SINGLE, &[("AllocatedStorage", "20")]);
    world.root("CreateDBInstance", &stored);
    available(&world, "single");
    let smaller = [SINGLE[0], ("AllocatedStorage", "19")];
    let another = |given| with(&SINGLE, &[("DBInstanceIdentifier", "another"), given]);
    for (operation, parameters, text) in [
        (
            "ModifyDBInstance",
            smaller.to_vec(),
            "Requested storage size (19) cannot be less than the current storage size (20)",
        ),
        (
            "CreateDBInstance",
            another(("StorageType", "gp4")),
            "Invalid storage type: gp4",
        ),
        (
            "CreateDBInstance",
            another(("AvailabilityZone", "us-east-1")),
            "us-east-1 is not a valid availability zone.",
        ),
        (
            "CreateDBInstance",
            another(("BackupRetentionPeriod", "36")),
            "Invalid backup retention period: 36. Retention period must be between 0 and 35.",
        ),
        (
            "CreateDBInstance",
            with(&MEMBER, &[("DBInstanceClass", "db.serverless")]),
            "Set the Serverless v2 scaling configuration on the parent DB cluster before creating a \
             Serverless v2 DB instance.",
        ),
    ] {
        assert_eq!(world.refused(operation, &parameters).1, text, "{operation}");
    }
    world.root(
        "CreateDBInstance",
        &another(("AvailabilityZone", "us-east-1f")),
    );
}

/// What the keeper does.
fn available(world: &World, name: &str) {
    let mut instance = world.state().get::<Instance>(name).unwrap().unwrap();
    if let InstanceBacking::Own(server) = &mut instance.record.backing {
        server.applying = Default::default();
        server.status = Status::Available;
    }
    assert!(world.commit(Changes::new().update(&instance)));
}

#[test]
fn a_cluster_that_is_stopped_gets_no_member() {
    let world = world();
    world.root("StopDBCluster", &[ORDERS]);
    let refused = world.refused("CreateDBInstance", &MEMBER);
    assert_eq!(
        refused,
        (
            "InvalidDBClusterStateFault".to_owned(),
            "DbCluster orders is not in available state.".to_owned()
        )
    );
}

#[test]
fn an_arn_of_something_else_names_nothing_of_ours() {
    let world = world();
    let arn = |text: &str| format!("arn:aws:rds:{text}");
    let ours = arn("us-east-1:111111111111:cluster:orders");
    world.root("DescribeDBClusters", &[("DBClusterIdentifier", &*ours)]);
    let kind = arn("us-east-1:111111111111:db:orders");
    assert_eq!(
        world
            .refused("DescribeDBClusters", &[("DBClusterIdentifier", &*kind)])
            .0,
        "DBClusterNotFoundFault"
    );
    for other in [
        arn("eu-west-1:111111111111:cluster:orders"),
        arn("us-east-1:222222222222:cluster:orders"),
    ] {
        let (code, text) = world.refused("ListTagsForResource", &[("ResourceName", &*other)]);
        assert_eq!(code, "InvalidParameterValue");
        assert_eq!(
            text,
            format!(
                "The specified resource name does not match an RDS resource in this region: {other}"
            )
        );
    }
    for (wrong, code) in [
        ("orders".to_owned(), "InvalidParameterValue"),
        (
            arn("us-east-1:111111111111:gadget:orders"),
            "InvalidParameterValue",
        ),
        (
            arn("us-east-1:111111111111:cluster:none"),
            "DBClusterNotFoundFault",
        ),
    ] {
        let (told, _) = world.refused("ListTagsForResource", &[("ResourceName", &*wrong)]);
        assert_eq!(told, code, "{wrong}");
    }
}

#[test]
fn a_name_with_a_filter_that_leaves_it_out_is_not_found() {
    let world = world();
    let filtered = |engine: &str| {
        let asked = [
            ORDERS,
            ("Filters.Filter.1.Name", "engine"),
            ("Filters.Filter.1.Values.Value.1", engine),
        ];
        world.call(&world.root, "DescribeDBClusters", &asked)
    };
    assert!(filtered("MariaDB").is_ok());
    assert_eq!(
        filtered("mysql").unwrap_err().code(),
        "DBClusterNotFoundFault"
    );
}

#[test]
fn as_many_options_are_on_a_page_as_terraform_asks_for() {
    let world = World::new();
    let options = |more: &[(&str, &str)]| {
        let asked = with(&[("Engine", "mariadb")], more);
        let answer = world.root("DescribeOrderableDBInstanceOptions", &asked);
        answer.all("DBInstanceClass")
    };
    assert!(options(&[("MaxRecords", "1000")]).contains(&"db.t4g.micro".to_owned()));
    let too_many = [("Engine", "mariadb"), ("MaxRecords", "1001")];
    let refused = world.refused("DescribeOrderableDBInstanceOptions", &too_many);
    assert_eq!(
        refused.1,
        "Invalid value 1001 for MaxRecords. Must be between 20 and 1000"
    );
    assert_eq!(
        options(&[("DBInstanceClass", "db.serverless")]),
        ["db.serverless"]
    );
    assert_eq!(
        options(&[("EngineVersion", "10.11")]).len(),
        options(&[]).len()
    );
    assert!(options(&[("EngineVersion", "10.1")]).is_empty());
    assert!(options(&[("LicenseModel", "postgresql-license")]).is_empty());
    let versions = [("Engine", "mariadb"), ("EngineVersion", "10.1")];
    let versions = world.root("DescribeDBEngineVersions", &versions);
    assert!(versions.find("EngineVersion").is_none());
}
