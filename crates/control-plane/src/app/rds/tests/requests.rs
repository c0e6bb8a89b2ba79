//! What a call may say of a database, and what becomes of it.

use super::parameters::{TUNED, tuned_world};
use super::*;

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
fn a_password_of_postgresql_may_be_longer_and_names_of_its_own_are_refused() {
    let world = World::new();
    let create = |name: &'static str, user: &str, length: usize| {
        let password = "x".repeat(length);
        let more = [
            ("DBClusterIdentifier", name),
            ("Engine", "aurora-postgresql"),
            ("MasterUsername", user),
            ("MasterUserPassword", &password),
        ];
        let created = world.call(&world.root, "CreateDBCluster", &with(&CREATE, &more));
        created.err().map(|error| error.message().to_owned())
    };
    assert_eq!(create("a", "postgres", 99), None);
    let refused = create("b", "postgres", 100).unwrap();
    assert!(refused.contains("longer than 99 characters"), "{refused}");
    let refused = create("c", "pg_admin", 8).unwrap();
    assert!(refused.contains("reserved word"), "{refused}");
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
