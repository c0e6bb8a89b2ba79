//! The parameter groups of members: a cluster's server follows its writer's, over its own.

use super::parameters::{TUNED, tuned_world};
use super::*;

const GROUP: (&str, &str) = ("DBParameterGroupName", "fast");
const FAST: [(&str, &str); 3] = [
    GROUP,
    ("DBParameterGroupFamily", "mariadb10.11"),
    ("Description", "of members"),
];

/// The cluster `orders` in the cluster parameter group `tuned`, with the writer `orders-1`, and the
/// group `fast`, which nobody is in.
fn world_with_a_group() -> World {
    let world = tuned_world();
    world.root("CreateDBParameterGroup", &FAST);
    world
}

fn set_in(world: &World, operation: &str, group: (&str, &str), name: &str, value: &str) {
    let method = match name {
        "performance_schema" => "pending-reboot",
        _ => "immediate",
    };
    let given = [
        group,
        ("Parameters.Parameter.1.ParameterName", name),
        ("Parameters.Parameter.1.ParameterValue", value),
        ("Parameters.Parameter.1.ApplyMethod", method),
    ];
    world.root(operation, &given);
}

fn set(world: &World, name: &str, value: &str) {
    set_in(world, "ModifyDBParameterGroup", GROUP, name, value);
}

fn set_for_cluster(world: &World, name: &str, value: &str) {
    set_in(
        world,
        "ModifyDBClusterParameterGroup",
        TUNED[0],
        name,
        value,
    );
}

fn choose(world: &World, member: &str) {
    world.root(
        "ModifyDBInstance",
        &[("DBInstanceIdentifier", member), GROUP],
    );
}

/// The group that a member shows, and how far it is followed.
fn status(world: &World, member: &str) -> (String, String) {
    let shown = world.root("DescribeDBInstances", &[("DBInstanceIdentifier", member)]);
    let name = shown.text("DBParameterGroupName");
    (name, shown.text("ParameterApplyStatus"))
}

fn followed(name: &str, status: &str) -> (String, String) {
    (name.to_owned(), status.to_owned())
}

fn runs_with(world: &World, name: &str) -> Option<String> {
    server(world).parameters.get(name).cloned()
}

#[test]
fn a_member_chooses_a_group_and_a_reboot_puts_it_in_force() {
    let world = world_with_a_group();
    let default = followed("default.mariadb10.11", "in-sync");
    assert_eq!(status(&world, "orders-1"), default);
    set(&world, "performance_schema", "1");
    choose(&world, "orders-1");
    assert_eq!(
        status(&world, "orders-1"),
        followed("fast", "pending-reboot")
    );
    let of_cluster = described(&world).text("DBClusterParameterGroupStatus");
    assert_eq!(of_cluster, "in-sync");
    world.root("RebootDBInstance", &MEMBER[..1]);
    assert_eq!(status(&world, "orders-1"), followed("fast", "in-sync"));
    assert_eq!(
        runs_with(&world, "performance_schema").as_deref(),
        Some("1")
    );
    let told = [
        ("SourceType", "db-instance"),
        ("SourceIdentifier", "orders-1"),
    ];
    let told = world.root("DescribeEvents", &told).all("Message");
    assert!(told.contains(&"Updated to use DBParameterGroup fast.".to_owned()));
}

#[test]
fn the_first_member_brings_its_group_along() {
    let world = world();
    world.root("CreateDBParameterGroup", &FAST);
    set(&world, "wait_timeout", "60");
    set(&world, "performance_schema", "1");
    world.root("CreateDBInstance", &with(&MEMBER, &[GROUP]));
    assert_eq!(status(&world, "orders-1"), followed("fast", "applying"));
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout").as_deref(), Some("60"));
    assert_eq!(
        status(&world, "orders-1"),
        followed("fast", "pending-reboot")
    );
    world.root("RebootDBCluster", &[("DBClusterIdentifier", "orders")]);
    assert_eq!(status(&world, "orders-1"), followed("fast", "in-sync"));
}

#[test]
fn what_the_writers_group_sets_counts_for_more_than_what_the_clusters_does() {
    let world = world_with_a_group();
    choose(&world, "orders-1");
    set_for_cluster(&world, "wait_timeout", "60");
    settle(&world);
    set(&world, "wait_timeout", "70");
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout").as_deref(), Some("70"));
    set_for_cluster(&world, "wait_timeout", "80");
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout").as_deref(), Some("70"));
    let reset = [
        GROUP,
        ("Parameters.Parameter.1.ParameterName", "wait_timeout"),
        ("Parameters.Parameter.1.ApplyMethod", "immediate"),
    ];
    world.root("ResetDBParameterGroup", &reset);
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout").as_deref(), Some("80"));
    assert_eq!(status(&world, "orders-1"), followed("fast", "in-sync"));
}

#[test]
fn a_readers_group_is_in_force_from_when_it_is_the_writer() {
    let world = world_with_a_group();
    let reader = ("DBInstanceIdentifier", "reader");
    world.root("CreateDBInstance", &with(&MEMBER, &[reader, GROUP]));
    set(&world, "wait_timeout", "60");
    assert_eq!(runs_with(&world, "wait_timeout"), None);
    assert!(server(&world).applying.parameters.is_none());
    assert_eq!(status(&world, "reader"), followed("fast", "pending-reboot"));
    world.root("FailoverDBCluster", &[("DBClusterIdentifier", "orders")]);
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout").as_deref(), Some("60"));
    assert_eq!(status(&world, "reader"), followed("fast", "in-sync"));
    world.root("DeleteDBInstance", &[reader]);
    settle(&world);
    assert_eq!(runs_with(&world, "wait_timeout"), None);
}

#[test]
fn a_members_group_stays_as_long_as_anybody_is_in_it_and_must_be_of_its_family() {
    let world = world_with_a_group();
    choose(&world, "orders-1");
    let (code, text) = world.refused("DeleteDBParameterGroup", &[GROUP]);
    assert_eq!(code, "InvalidDBParameterGroupState");
    assert_eq!(
        text,
        "One or more database instances are still members of this parameter group fast, so the \
         group cannot be deleted"
    );
    let other = ("DBParameterGroupName", "other");
    let family = ("DBParameterGroupFamily", "aurora-mysql8.0");
    world.root("CreateDBParameterGroup", &with(&FAST, &[other, family]));
    for (operation, call) in [
        ("ModifyDBInstance", with(&MEMBER[..1], &[other])),
        (
            "CreateDBInstance",
            with(&MEMBER, &[("DBInstanceIdentifier", "orders-2"), other]),
        ),
    ] {
        let (code, _) = world.refused(operation, &call);
        assert_eq!(code, "InvalidParameterCombination", "{operation}");
    }
    let default = ("DBParameterGroupName", "default.mariadb10.11");
    world.root("ModifyDBInstance", &with(&MEMBER[..1], &[default]));
    world.root("DeleteDBParameterGroup", &[GROUP]);
}
