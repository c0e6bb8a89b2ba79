//! Several instances in a cluster: which is the writer, and how another one becomes it.

use super::*;

const READER: (&str, &str) = ("DBInstanceIdentifier", "a-reader");
const CLUSTER: (&str, &str) = ("DBClusterIdentifier", "orders");

/// The cluster `orders` with the instances `orders-1` and, made later and first by name, `a-reader`.
fn two_members() -> World {
    let world = world();
    world.root("CreateDBInstance", &MEMBER);
    world.root("CreateDBInstance", &with(&MEMBER, &[READER]));
    world
}

/// The members with their names, and whether each is the writer.
fn roles(shown: &Answer) -> Vec<(String, String)> {
    let names = shown.all("DBInstanceIdentifier").into_iter();
    names.zip(shown.all("IsClusterWriter")).collect()
}

fn writer(world: &World) -> Option<String> {
    let mut roles = roles(&described(world)).into_iter();
    roles.find_map(|(name, is_writer)| (is_writer == "true").then_some(name))
}

fn messages(world: &World, source_type: &str, source: &str) -> Vec<String> {
    let asked = [("SourceType", source_type), ("SourceIdentifier", source)];
    world.root("DescribeEvents", &asked).all("Message")
}

#[test]
fn the_first_instance_of_a_cluster_is_its_writer_whatever_the_others_are_called() {
    let world = two_members();
    assert_eq!(
        roles(&described(&world)),
        [("a-reader", "false"), ("orders-1", "true")].map(|(a, b)| (a.to_owned(), b.to_owned()))
    );
}

#[test]
fn a_failover_makes_the_other_instance_the_writer_and_restarts_the_server() {
    let world = two_members();
    let answer = world.root("FailoverDBCluster", &[CLUSTER]);
    assert_eq!(answer.text("Status"), "failing-over");
    let shown = world.root("DescribeDBInstances", &[READER]);
    assert_eq!(shown.text("DBInstanceStatus"), "rebooting");
    settle(&world);
    assert_eq!(writer(&world).as_deref(), Some("a-reader"));
    assert_eq!(
        messages(&world, "db-cluster", "orders"),
        ["Started cross AZ failover to DB instance: a-reader"]
    );
    assert_eq!(
        messages(&world, "db-instance", "orders-1")[1..],
        ["A new writer was promoted. Restarting database as a reader."]
    );
    world.root(
        "FailoverDBCluster",
        &[CLUSTER, ("TargetDBInstanceIdentifier", "orders-1")],
    );
    assert_eq!(writer(&world).as_deref(), Some("orders-1"));
}

#[test]
fn the_member_of_the_first_tier_takes_over() {
    let world = two_members();
    let third = [("DBInstanceIdentifier", "third"), ("PromotionTier", "0")];
    world.root("CreateDBInstance", &with(&MEMBER, &third));
    world.root("FailoverDBCluster", &[CLUSTER]);
    assert_eq!(writer(&world).as_deref(), Some("third"));
}

#[test]
fn whoever_deletes_the_writer_leaves_the_next_member_in_its_place() {
    let world = two_members();
    world.root("DeleteDBInstance", &MEMBER[..1]);
    assert_eq!(writer(&world).as_deref(), Some("a-reader"));
    assert_eq!(
        messages(&world, "db-cluster", "orders"),
        [
            "Started cross AZ failover to DB instance: a-reader",
            "Completed failover to DB instance: a-reader",
        ]
    );
    world.root("CreateDBInstance", &MEMBER);
    world.root("DeleteDBInstance", &MEMBER[..1]);
    assert_eq!(writer(&world).as_deref(), Some("a-reader"));
    world.root("DeleteDBInstance", &[READER]);
    world.root("CreateDBInstance", &MEMBER);
    assert_eq!(writer(&world).as_deref(), Some("orders-1"));
}

#[test]
fn a_failover_is_refused_in_amazons_words_where_there_is_no_other_instance_or_the_wrong_one() {
    let world = world();
    world.root("CreateDBInstance", &MEMBER);
    world.root("CreateDBInstance", &SINGLE);
    let target = |name| ("TargetDBInstanceIdentifier", name);
    let nowhere = ("DBClusterIdentifier", "nowhere");
    let alone = "Database cluster:orders should have at least two database instances for failover";
    for (call, code, text) in [
        (&[CLUSTER][..], "InvalidDBClusterStateFault", alone),
        (
            &[nowhere, target("none")],
            "InvalidParameterValue",
            "Cannot find target instance: none",
        ),
        (
            &[nowhere, target("single")],
            "InvalidDBInstanceState",
            "Instance single should be in valid state for failover.",
        ),
        (
            &[nowhere, target("orders-1")],
            "DBClusterNotFoundFault",
            "The source cluster could not be found or cannot be accessed: nowhere",
        ),
    ] {
        let refused = world.refused("FailoverDBCluster", call);
        assert_eq!(refused, (code.to_owned(), text.to_owned()), "{call:?}");
    }
    world.root("CreateDBInstance", &with(&MEMBER, &[READER]));
    let (code, text) = world.refused("FailoverDBCluster", &[CLUSTER, target("orders-1")]);
    assert_eq!(code, "InvalidDBInstanceState");
    let writer = "Instance orders-1 is already the writer of database cluster orders.";
    assert_eq!(text, writer);
    world.root("StopDBCluster", &[CLUSTER]);
    let (code, text) = world.refused("FailoverDBCluster", &[CLUSTER]);
    assert_eq!(code, "InvalidDBClusterStateFault");
    assert_eq!(text, "DbCluster orders is not in available state.");
}
