//! Parameter groups and the servers in them.

use super::*;

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

pub(super) const TUNED: [(&str, &str); 3] = [
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
pub(super) fn tuned_world() -> World {
    let world = World::new();
    world.root("CreateDBClusterParameterGroup", &TUNED);
    let inside = with(&CREATE, &[("DBClusterParameterGroupName", "tuned")]);
    world.root("CreateDBCluster", &inside);
    settle(&world);
    world.root("CreateDBInstance", &MEMBER);
    world
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

#[test]
fn parameter_groups_of_any_version_of_aurora_are_for_what_stands_for_it() {
    let world = World::new();
    let group = |name: &'static str, family: &'static str| {
        let asked = [
            ("DBClusterParameterGroupName", name),
            ("DBParameterGroupFamily", family),
            ("Description", "ours"),
        ];
        world.call(&world.root, "CreateDBClusterParameterGroup", &asked)
    };
    let made = group("tuned", "aurora-mysql8.0").unwrap();
    assert_eq!(made.text("DBParameterGroupFamily"), "aurora-mysql8.0");
    group("others", "aurora-postgresql16").unwrap();
    for family in ["mysql8.0", "mariadb11.4", "aurora-mysql", "aurora5.6"] {
        let refused = group("none", family).unwrap_err();
        assert_eq!(refused.code(), "InvalidParameterValue", "{family}");
    }
    let cluster = |group: &'static str| {
        let name = if group == "tuned" { "first" } else { "second" };
        let more = [
            ("DBClusterIdentifier", name),
            ("Engine", "aurora-mysql"),
            ("DBClusterParameterGroupName", group),
        ];
        world.call(&world.root, "CreateDBCluster", &with(&CREATE, &more))
    };
    let in_group = cluster("tuned").unwrap();
    assert_eq!(in_group.text("DBClusterParameterGroup"), "tuned");
    let by_default = cluster("default.aurora-mysql8.0").unwrap();
    assert_eq!(
        by_default.text("DBClusterParameterGroup"),
        "default.aurora-mysql8.0"
    );
    for wrong in ["others", "default.mysql8.0", "default.aurora-mysql"] {
        assert!(cluster(wrong).is_err(), "{wrong}");
    }
}
