//! The RDS operations, as calls.

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
fn the_master_password_is_in_no_answer_and_in_no_record_in_clear() {
    let world = world();
    modify(&world, &[("MasterUserPassword", "another-secret")]);
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
    assert_eq!(applied.text("Status"), "update-iam-db-auth");
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
fn log_exports_change_at_once_and_unknown_ones_are_refused() {
    let world = world();
    let enable = "CloudwatchLogsExportConfiguration.EnableLogTypes.member.1";
    let shown = modify(&world, &[(enable, "iam-db-auth-error")]);
    assert!(
        shown
            .text("EnabledCloudwatchLogsExports")
            .contains("iam-db-auth-error")
    );
    let wrong = with(&[("DBClusterIdentifier", "orders")], &[(enable, "gossip")]);
    assert_eq!(
        world.refused("ModifyDBCluster", &wrong).0,
        "InvalidParameterCombination"
    );
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
fn a_database_is_asked_for_by_name_and_shown() {
    let world = World::new();
    let named = with(&CREATE, &[("DatabaseName", "shop")]);
    let created = world.root("CreateDBCluster", &named);
    assert_eq!(created.text("DatabaseName"), "shop");
    let refused = |name: &'static str| {
        let wrong = with(&SINGLE, &[("DBName", name)]);
        world.refused("CreateDBInstance", &wrong).1
    };
    assert_eq!(
        refused("my-shop"),
        "DBName must begin with a letter and contain only alphanumeric characters."
    );
    assert_eq!(
        refused("Mysql"),
        "DBName Mysql cannot be used as it is a reserved word used by the engine"
    );
    let named = with(&SINGLE, &[("DBName", "shop")]);
    let created = world.root("CreateDBInstance", &named);
    assert_eq!(created.text("DBName"), "shop");
}

#[test]
fn a_password_of_the_shortest_and_longest_length_is_taken_and_one_more_is_not() {
    let world = World::new();
    let create = |name: &'static str, password: &str| {
        let mut parameters = with(&CREATE, &[("DBClusterIdentifier", name)]);
        parameters.retain(|(name, _)| *name != "MasterUserPassword");
        parameters.push(("MasterUserPassword", password));
        world
            .call(&world.root, "CreateDBCluster", &parameters)
            .is_ok()
    };
    assert!(create("a", &"x".repeat(8)) && create("b", &"x".repeat(41)));
    assert!(!create("c", &"x".repeat(7)) && !create("d", &"x".repeat(42)));
}

#[test]
fn a_cluster_is_moved_to_another_port_at_once_and_to_no_other_servers() {
    let world = world();
    let moved = modify(&world, &[("Port", "3400")]);
    assert_eq!(moved.text("Status"), "modifying");
    assert_eq!(moved.text("Port"), "3306");
    assert_eq!(server(&world).applying.port, Some(3400));
    settle(&world);
    assert_eq!(
        modify(&world, &[("Port", "3400")]).text("Status"),
        "available"
    );
    for (port, name) in [("3400", "second"), ("80", "third")] {
        let other = with(&CREATE, &[("DBClusterIdentifier", name), ("Port", port)]);
        let (code, _) = world.refused("CreateDBCluster", &other);
        assert_eq!(code, "InvalidParameterValue", "{port}");
    }
    let instance = with(&SINGLE, &[("Port", "3307")]);
    world.root("CreateDBInstance", &instance);
    let taken = [("DBClusterIdentifier", "orders"), ("Port", "3307")];
    let (code, text) = world.refused("ModifyDBCluster", &taken);
    assert_eq!(code, "InvalidParameterValue");
    assert!(text.contains("that of the instance `single`"), "{text}");
}

#[test]
fn parameters_that_are_being_applied_are_not_forgotten_for_another_change() {
    let world = tuned_world();
    set(&world, "wait_timeout", "60", "immediate").unwrap();
    modify(
        &world,
        &[
            ("EnableIAMDatabaseAuthentication", "true"),
            ("ApplyImmediately", "true"),
        ],
    );
    let applying = server(&world).applying;
    assert_eq!(applying.iam_authentication, Some(true));
    assert_eq!(applying.parameters.unwrap()["wait_timeout"], "60");
}

#[test]
fn what_has_no_effect_and_deceives_nobody_is_kept_and_shown() {
    let world = world();
    let kept = [
        ("BackupRetentionPeriod", "7"),
        ("PreferredBackupWindow", "02:00-03:00"),
        ("PreferredMaintenanceWindow", "Sun:23:45-Mon:00:15"),
        ("CopyTagsToSnapshot", "true"),
        ("VpcSecurityGroupIds.VpcSecurityGroupId.1", "sg-1"),
        ("ServerlessV2ScalingConfiguration.MinCapacity", "0.5"),
        ("ServerlessV2ScalingConfiguration.MaxCapacity", "4"),
        ("AutoMinorVersionUpgrade", "true"),
        ("EngineVersion", "10.11"),
    ];
    modify(&world, &kept);
    let shown = described(&world);
    for (element, value) in [
        ("BackupRetentionPeriod", "7"),
        ("PreferredBackupWindow", "02:00-03:00"),
        ("PreferredMaintenanceWindow", "sun:23:45-mon:00:15"),
        ("CopyTagsToSnapshot", "true"),
        ("VpcSecurityGroupId", "sg-1"),
        ("MinCapacity", "0.5"),
        ("AutoMinorVersionUpgrade", "true"),
        ("StorageEncrypted", "false"),
    ] {
        assert_eq!(shown.text(element), value, "{element}");
    }
    let member = with(
        &MEMBER,
        &[("PromotionTier", "0"), ("PubliclyAccessible", "true")],
    );
    let member = world.root("CreateDBInstance", &member);
    assert_eq!(member.text("PromotionTier"), "0");
    assert_eq!(member.text("PubliclyAccessible"), "true");
    assert_eq!(member.text("BackupRetentionPeriod"), "7");
    assert_eq!(described(&world).text("PromotionTier"), "0");
    let tier = [MEMBER[0], ("PromotionTier", "15")];
    world.root("ModifyDBInstance", &tier);
    assert_eq!(described(&world).text("PromotionTier"), "15");
    let single = with(
        &SINGLE,
        &[("AllocatedStorage", "20"), ("StorageType", "gp3")],
    );
    let single = world.root("CreateDBInstance", &single);
    assert_eq!(single.text("AllocatedStorage"), "20");
    assert!(single.find("PromotionTier").is_none());
}

#[test]
fn what_would_deceive_is_refused_and_so_is_what_is_no_value() {
    let world = world();
    for change in [
        ("StorageEncrypted", "true"),
        ("KmsKeyId", "alias/aws/rds"),
        ("ManageMasterUserPassword", "true"),
        ("MonitoringInterval", "60"),
        ("EnablePerformanceInsights", "true"),
        ("DatabaseInsightsMode", "advanced"),
        ("EngineMode", "serverless"),
        ("EnableHttpEndpoint", "true"),
        ("OptionGroupName", "mine"),
        ("MasterUserAuthenticationType", "iam-db-auth"),
        ("EnableCloudwatchLogsExports.member.1", "audit"),
    ] {
        let base = with(&CREATE, &[("DBClusterIdentifier", "other"), change]);
        let (code, _) = world.refused("CreateDBCluster", &base);
        assert_eq!(code, "InvalidParameterCombination", "{change:?}");
    }
    for change in [
        ("StorageEncrypted", "true"),
        ("MultiAZ", "true"),
        ("Domain", "d-1"),
        ("BackupTarget", "outposts"),
        ("DBSecurityGroups.DBSecurityGroupName.1", "classic"),
    ] {
        let (code, _) = world.refused("CreateDBInstance", &with(&SINGLE, &[change]));
        assert_eq!(code, "InvalidParameterCombination", "{change:?}");
    }
    for (change, code) in [
        (("BackupRetentionPeriod", "0"), "InvalidParameterValue"),
        (
            ("PreferredBackupWindow", "tonight"),
            "InvalidParameterValue",
        ),
        (
            ("VpcSecurityGroupIds.VpcSecurityGroupId.1", "default"),
            "InvalidParameterValue",
        ),
        (("EngineVersion", "11.4"), "InvalidParameterCombination"),
        (
            ("CACertificateIdentifier", "rds-ca-2019"),
            "CertificateNotFound",
        ),
    ] {
        let change = with(&[("DBClusterIdentifier", "orders")], &[change]);
        assert_eq!(
            world.refused("ModifyDBCluster", &change).0,
            code,
            "{change:?}"
        );
    }
    let usual = [
        ("DBClusterIdentifier", "usual"),
        ("StorageEncrypted", "false"),
        ("EngineMode", "provisioned"),
        ("MonitoringInterval", "0"),
        ("EnablePerformanceInsights", "false"),
        ("DatabaseInsightsMode", "standard"),
        ("CACertificateIdentifier", crate::ca::CA_IDENTIFIER),
        ("EnableCloudwatchLogsExports.member.1", "error"),
    ];
    world.root("CreateDBCluster", &with(&CREATE, &usual));
}

#[test]
fn groups_and_clusters_that_a_call_names_are_permitted_on_their_own() {
    let world = tuned_world();
    let net = [
        ("DBSubnetGroupName", "nets"),
        ("DBSubnetGroupDescription", "two"),
        ("SubnetIds.SubnetIdentifier.1", "subnet-1"),
    ];
    world.root("CreateDBSubnetGroup", &net);
    let alice = world.user("alice");
    let denied = |action: &str, parameters: &[(&str, &str)]| {
        let error = world.call(&alice, action, parameters).err()?;
        let denied = error.code() == "AccessDenied";
        let text = error.message().split("on resource: ").nth(1)?;
        denied.then(|| text.split(' ').next().unwrap().to_owned())
    };
    let arn = |resource: &str| format!("arn:aws:rds:us-east-1:111111111111:{resource}");
    let second = with(
        &CREATE,
        &[
            ("DBClusterIdentifier", "second"),
            ("DBClusterParameterGroupName", "tuned"),
            ("DBSubnetGroupName", "nets"),
        ],
    );
    let single = with(
        &SINGLE,
        &[
            ("DBParameterGroupName", "default.mariadb10.11"),
            ("DBSubnetGroupName", "nets"),
        ],
    );
    let into = with(&MEMBER, &[("DBInstanceIdentifier", "orders-2")]);
    let change = with(&[("DBClusterIdentifier", "orders")], &TUNED[..1]);
    for (action, call, resources) in [
        (
            "CreateDBCluster",
            &second,
            ["cluster:second", "cluster-pg:tuned", "subgrp:nets"].as_slice(),
        ),
        (
            "CreateDBInstance",
            &single,
            &["db:single", "pg:default.mariadb10.11", "subgrp:nets"],
        ),
        (
            "CreateDBInstance",
            &into,
            &["db:orders-2", "cluster:orders"],
        ),
        (
            "ModifyDBCluster",
            &change,
            &["cluster:orders", "cluster-pg:tuned"],
        ),
    ] {
        for resource in resources {
            let missing = denied(action, call);
            assert_eq!(missing.as_deref(), Some(&*arn(resource)), "{action}");
            let action = format!("rds:{action}");
            world.allow(
                "alice",
                &resource.replace(':', "-"),
                &action,
                &arn(resource),
            );
        }
        assert_eq!(denied(action, call), None, "{action}");
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
        "DbCluster orders is in available state but expected it to be one of stopped, \
         inaccessible-encryption-credentials-recoverable."
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
    assert_eq!(instance.text("DBInstanceStatus"), "available");
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
fn a_member_takes_from_its_cluster_what_is_the_clusters_to_decide() {
    let world = world();
    for more in [
        ("Engine", "aurora-mysql"),
        ("EngineVersion", "11.4"),
        ("MasterUsername", "admin"),
        ("MasterUserPassword", "correct-horse"),
        ("EnableIAMDatabaseAuthentication", "true"),
        ("AllocatedStorage", "20"),
        ("DBName", "shop"),
        ("BackupRetentionPeriod", "7"),
        ("Port", "3400"),
        ("DBSubnetGroupName", "nets"),
    ] {
        let (code, _) = world.refused("CreateDBInstance", &with(&MEMBER, &[more]));
        assert_eq!(code, "InvalidParameterCombination", "{more:?}");
    }
    let password = with(&MEMBER, &[("MasterUserPassword", "correct-horse")]);
    assert_eq!(
        world.refused("CreateDBInstance", &password).1,
        "The requested DB Instance will be a member of a DB Cluster. Set master user password for \
         the DB Cluster."
    );
    world.root("CreateDBInstance", &MEMBER);
    let switch = [
        ("DBInstanceIdentifier", "orders-1"),
        ("EnableIAMDatabaseAuthentication", "true"),
    ];
    assert_eq!(
        world.refused("ModifyDBInstance", &switch).0,
        "InvalidParameterCombination"
    );
    let port = [MEMBER[0], ("DBPortNumber", "3400")];
    assert_eq!(
        world.refused("ModifyDBInstance", &port).1,
        "The specified DB Instance is a member of a cluster. Modify database endpoint port number \
         for the DB Cluster using the ModifyDbCluster API"
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
        "update-iam-db-auth"
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

#[test]
fn policies_may_ask_for_tags_and_engines_by_the_keys_of_rds() {
    let world = world();
    let arn = "arn:aws:rds:us-east-1:111111111111:cluster:orders";
    let alice = world.user("alice");
    let allow = |action: &str, key: &str, value: &str| {
        let document = format!(
            r#"{{"Version":"2012-10-17","Statement":[{{"Effect":"Allow","Action":"{action}","Resource":"*","Condition":{{"StringEquals":{{"{key}":"{value}"}}}}}}]}}"#
        );
        let policy = [
            ("UserName", "alice"),
            ("PolicyName", "only"),
            ("PolicyDocument", &*document),
        ];
        world.root("PutUserPolicy", &policy);
    };
    let may = |action: &str, parameters: &[(&str, &str)]| !matches!(world.call(&alice, action, parameters), Err(error) if error.code() == "AccessDenied");
    let tag = [
        ("ResourceName", arn),
        ("Tags.Tag.1.Key", "team"),
        ("Tags.Tag.1.Value", "shop"),
    ];
    let name = [("DBClusterIdentifier", "orders")];
    allow("rds:RebootDBCluster", "rds:cluster-tag/team", "shop");
    assert!(!may("RebootDBCluster", &name));
    world.root("AddTagsToResource", &tag);
    assert!(may("RebootDBCluster", &name));
    allow("rds:AddTagsToResource", "rds:req-tag/team", "shop");
    assert!(may("AddTagsToResource", &tag));
    assert!(!may(
        "AddTagsToResource",
        &with(&tag, &[("Tags.Tag.1.Value", "else")])
    ));
    allow("rds:CreateDBCluster", "rds:DatabaseName", "shop");
    assert!(!may("CreateDBCluster", &CREATE));
    assert!(may(
        "CreateDBCluster",
        &with(&CREATE, &[("DatabaseName", "shop")])
    ));
    allow("rds:CreateDBCluster", "rds:StorageEncrypted", "true");
    assert!(!may("CreateDBCluster", &CREATE));
    allow("rds:CreateDBCluster", "rds:DatabaseEngine", "mariadb");
    assert!(may("CreateDBCluster", &CREATE));
    assert!(!may(
        "CreateDBCluster",
        &with(&CREATE, &[("Engine", "aurora-mysql")])
    ));
}

const TUNED: [(&str, &str); 3] = [
    ("DBClusterParameterGroupName", "Tuned"),
    ("DBParameterGroupFamily", "mariadb10.11"),
    ("Description", "ours"),
];

fn set(world: &World, name: &str, value: &str, method: &str) -> Result<(), (String, String)> {
    let given = [
        TUNED[0],
        ("Parameters.Parameter.1.ParameterName", name),
        ("Parameters.Parameter.1.ParameterValue", value),
        ("Parameters.Parameter.1.ApplyMethod", method),
    ];
    let set = world.call(&world.root, "ModifyDBClusterParameterGroup", &given);
    set.map(drop)
        .map_err(|error| (error.code().to_owned(), error.message().to_owned()))
}

/// A world with the cluster `orders` in the group `tuned`, which sets nothing yet.
fn tuned_world() -> World {
    let world = World::new();
    world.root("CreateDBClusterParameterGroup", &TUNED);
    let inside = with(&CREATE, &[("DBClusterParameterGroupName", "tuned")]);
    world.root("CreateDBCluster", &inside);
    settle(&world);
    world.root("CreateDBInstance", &MEMBER);
    world
}

fn server(world: &World) -> crate::state::Server {
    let cluster = world.state().get::<Cluster>("orders").unwrap();
    cluster.unwrap().record.server
}

fn group_status(world: &World) -> String {
    described(world).text("DBClusterParameterGroupStatus")
}

#[test]
fn a_dynamic_parameter_is_applied_at_once_and_the_status_says_so() {
    let world = tuned_world();
    assert_eq!(described(&world).text("DBClusterParameterGroup"), "tuned");
    assert_eq!(group_status(&world), "in-sync");
    set(&world, "wait_timeout", "60", "immediate").unwrap();
    assert_eq!(group_status(&world), "applying");
    let applying = server(&world).applying.parameters.unwrap();
    assert_eq!(applying["wait_timeout"], "60");
    assert_eq!(described(&world).text("Status"), "available");
    let shown = world.root(
        "DescribeDBClusterParameters",
        &[TUNED[0], ("Source", "user")],
    );
    assert_eq!(shown.all("ParameterName"), ["wait_timeout"]);
    assert_eq!(shown.text("ParameterValue"), "60");
}

#[test]
fn a_static_parameter_waits_for_the_next_reboot() {
    let world = tuned_world();
    let (code, text) = set(&world, "performance_schema", "1", "immediate").unwrap_err();
    assert_eq!(code, "InvalidParameterCombination");
    assert!(text.contains("immediate apply method for static"), "{text}");
    set(&world, "performance_schema", "1", "pending-reboot").unwrap();
    assert_eq!(group_status(&world), "pending-reboot");
    assert!(server(&world).parameters.is_empty());
    world.root("RebootDBInstance", &[("DBInstanceIdentifier", "orders-1")]);
    assert_eq!(server(&world).parameters["performance_schema"], "1");
    assert_eq!(group_status(&world), "in-sync");
    world.root(
        "ResetDBClusterParameterGroup",
        &[TUNED[0], ("ResetAllParameters", "true")],
    );
    assert_eq!(group_status(&world), "pending-reboot");
}

#[test]
fn the_parameters_of_a_postgresql_are_its_own() {
    let world = World::new();
    let family = ("DBParameterGroupFamily", "aurora-postgresql15");
    let group = with(&TUNED, &[family]);
    world.root("CreateDBClusterParameterGroup", &group);
    let engine = ("Engine", "aurora-postgresql");
    let inside = with(&CREATE, &[engine, TUNED[0]]);
    world.root("CreateDBCluster", &inside);
    settle(&world);
    world.root("CreateDBInstance", &with(&MEMBER, &[engine]));
    for (name, value, code) in [
        ("wait_timeout", "60", "InvalidParameterValue"),
        ("log_statement", "DDL", "InvalidParameterValue"),
        ("max_connections", "100", "InvalidParameterCombination"),
    ] {
        let refused = set(&world, name, value, "immediate").unwrap_err();
        assert_eq!(refused.0, code, "{name}");
    }
    set(&world, "rds.force_ssl", "0", "immediate").unwrap();
    assert_eq!(group_status(&world), "applying");
    settle(&world);
    set(&world, "max_connections", "100", "pending-reboot").unwrap();
    assert_eq!(group_status(&world), "pending-reboot");
    let exports = "CloudwatchLogsExportConfiguration.EnableLogTypes.member.1";
    modify(&world, &[(exports, "postgresql")]);
    let wrong = with(&[("DBClusterIdentifier", "orders")], &[(exports, "error")]);
    let (code, _) = world.refused("ModifyDBCluster", &wrong);
    assert_eq!(code, "InvalidParameterCombination");
}

#[test]
fn what_is_not_carried_out_is_refused() {
    let world = tuned_world();
    for (name, value) in [
        ("innodb_buffer_pool_size", "1000000"),
        ("WAIT_TIMEOUT", "60"),
        ("wait_timeout", "0"),
        ("wait_timeout", "a minute"),
        ("require_secure_transport", "ON"),
    ] {
        let (code, _) = set(&world, name, value, "pending-reboot").unwrap_err();
        assert_eq!(code, "InvalidParameterValue", "{name}={value}");
    }
    assert!(
        world
            .state()
            .all::<crate::state::ClusterParameterGroup>()
            .all(|group| { group.unwrap().0.parameters.is_empty() })
    );
}

#[test]
fn default_groups_are_there_for_every_family_and_nobody_changes_them() {
    let world = World::new();
    let groups = world.root("DescribeDBParameterGroups", &[]);
    assert_eq!(
        groups.all("DBParameterGroupName"),
        [
            "default.mariadb10.11",
            "default.aurora-mysql10.11",
            "default.aurora-postgresql15"
        ]
    );
    let default = [("DBParameterGroupName", "default.mariadb10.11")];
    let parameters = world.root("DescribeDBParameters", &default);
    assert!(parameters.all("ParameterName").len() > 10);
    assert!(parameters.find("ParameterValue").is_none());
    assert_eq!(
        world.refused("DeleteDBParameterGroup", &default).0,
        "InvalidDBParameterGroupState"
    );
}

#[test]
fn a_group_that_servers_are_in_stays_and_another_family_is_not_for_them() {
    let world = tuned_world();
    assert_eq!(
        world
            .refused("DeleteDBClusterParameterGroup", &TUNED[..1])
            .0,
        "InvalidDBParameterGroupState"
    );
    let other = [
        ("DBClusterParameterGroupName", "other"),
        ("DBParameterGroupFamily", "aurora-mysql10.11"),
        ("Description", "another"),
    ];
    world.root("CreateDBClusterParameterGroup", &other);
    let move_there = with(&[("DBClusterIdentifier", "orders")], &other[..1]);
    assert_eq!(
        world.refused("ModifyDBCluster", &move_there).0,
        "InvalidParameterCombination"
    );
    let default = ("DBClusterParameterGroupName", "default.mariadb10.11");
    modify(&world, &[default]);
    world.root("DeleteDBClusterParameterGroup", &TUNED[..1]);
    assert_eq!(
        world.refused("DescribeDBClusterParameters", &TUNED[..1]).0,
        "DBParameterGroupNotFound"
    );
}
