//! What waits is begun with in the maintenance window.

use std::time::Duration;

use sigv4::Timestamp;
use store::{CommitError, Store as _};

use super::{RecordError, Site};
use crate::events::Teller;
use crate::renames::{rename_cluster, rename_instance};
use crate::state::{
    Changes, Cluster, Instance, InstanceBacking, Kept, PendingChanges, Server, State, StateError,
    Status, Stored, members,
};
use crate::windows::{MAINTENANCE_WINDOW, Window};

/// Between two looks: windows are of minutes.
const EVERY: Duration = Duration::from_secs(60);

/// Looks for servers whose window is open, again and again, until the task is dropped.
pub async fn follow_windows(site: &Site) {
    loop {
        if let Err(error) = begin_what_waits(site).await {
            tracing::error!(%error, "what waits for its maintenance window goes on waiting");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn begin_what_waits(site: &Site) -> Result<(), RecordError> {
    loop {
        let Some(changes) = next(&site.state().await?, site.clock.now())? else {
            return Ok(());
        };
        match site.store.commit(changes.into_txn()).await {
            Ok(_) | Err(CommitError::Conflict { .. }) => {}
            Err(error) => return Err(error.into()),
        }
    }
}

/// What is begun with next, if anything waits that is due: one thing at a time, so that it is due no
/// longer when one looks again.
fn next(state: &State, now: Timestamp) -> Result<Option<Changes>, StateError> {
    let mut teller = Teller::new(state, now);
    for cluster in state.all::<Cluster>() {
        let cluster = cluster?;
        if is_open(&cluster.kept, now)
            && let Some(changes) = next_of_cluster(state, &mut teller, cluster)?
        {
            return Ok(Some(changes));
        }
    }
    for instance in state.all::<Instance>() {
        let instance = instance?;
        if is_open(&instance.kept, now)
            && let Some(changes) = next_of_instance(state, &mut teller, instance)?
        {
            return Ok(Some(changes));
        }
    }
    Ok(None)
}

fn is_open(kept: &Kept, now: Timestamp) -> bool {
    let window = kept.preferred_maintenance_window.as_deref();
    let window = Window::of_every_week(window.unwrap_or(MAINTENANCE_WINDOW));
    window.is_some_and(|window| window.is_open_at(now))
}

fn next_of_cluster(
    state: &State,
    teller: &mut Teller<'_>,
    mut cluster: Stored<Cluster>,
) -> Result<Option<Changes>, StateError> {
    if begin(&mut cluster.record.server) {
        return Ok(Some(Changes::new().update(&cluster)));
    }
    let to = cluster.server.pending.identifier.clone();
    let Some(to) = to.filter(|_| cluster.server.status == Status::Available) else {
        return Ok(None);
    };
    // One that was taken meanwhile goes on waiting: it may be free again.
    if state.get::<Cluster>(&to)?.is_some() {
        return Ok(None);
    }
    let members = members(state, &cluster.identifier)?;
    Ok(Some(rename_cluster(teller, &mut cluster, members, to)))
}

fn next_of_instance(
    state: &State,
    teller: &mut Teller<'_>,
    mut instance: Stored<Instance>,
) -> Result<Option<Changes>, StateError> {
    let status = match &mut instance.record.backing {
        InstanceBacking::Own(server) => {
            if begin(server) {
                return Ok(Some(Changes::new().update(&instance)));
            }
            Some(server.status)
        }
        InstanceBacking::Cluster(of) => state.get::<Cluster>(of)?.map(|of| of.server.status),
    };
    let to = instance.pending_identifier().cloned();
    let Some(to) = to.filter(|_| status == Some(Status::Available)) else {
        return Ok(None);
    };
    if state.get::<Instance>(&to)?.is_some() {
        return Ok(None);
    }
    let told = rename_instance(teller, Changes::new(), &mut instance.record, to);
    Ok(Some(told.replace(&instance)))
}

/// Begins with what of that which waits is the server's, and says whether there was any.
fn begin(server: &mut Server) -> bool {
    let due = PendingChanges {
        identifier: None,
        ..server.pending.clone()
    };
    if server.status != Status::Available || due.is_empty() {
        return false;
    }
    server.pending = PendingChanges {
        identifier: server.pending.identifier.take(),
        ..PendingChanges::default()
    };
    server.begin(due);
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::World;

    /// A world at noon on a Wednesday with the cluster `orders`, whose switch waits for a window.
    fn world(window: &str) -> World {
        let world = World::new();
        let password = ("MasterUserPassword", "correct-horse");
        let orders = ("DBClusterIdentifier", "orders");
        world.root(
            "CreateDBCluster",
            &[
                orders,
                ("Engine", "mariadb"),
                ("MasterUsername", "admin"),
                password,
                ("PreferredMaintenanceWindow", window),
            ],
        );
        let mut cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
        cluster.record.server.applying = PendingChanges::default();
        cluster.record.server.status = Status::Available;
        assert!(world.commit(Changes::new().update(&cluster)));
        world.root(
            "ModifyDBCluster",
            &[
                orders,
                ("EnableIAMDatabaseAuthentication", "true"),
                ("NewDBClusterIdentifier", "bills"),
            ],
        );
        world
    }

    /// Begins with what is due at noon, one thing after the other, and says how many things those are.
    fn begin_all(world: &World) -> usize {
        let mut begun = 0;
        while let Some(changes) = next(&world.state(), world.now()).unwrap() {
            assert!(world.commit(changes));
            begun += 1;
        }
        begun
    }

    fn server(world: &World, name: &str) -> Server {
        let cluster = world.state().get::<Cluster>(name).unwrap().unwrap();
        cluster.record.server
    }

    /// What the keeper does.
    fn settle(world: &World, name: &str) {
        let mut cluster = world.state().get::<Cluster>(name).unwrap().unwrap();
        cluster.record.server.applying = PendingChanges::default();
        cluster.record.server.status = Status::Available;
        assert!(world.commit(Changes::new().update(&cluster)));
    }

    #[test]
    fn what_waits_is_due_in_the_window_and_not_outside_of_it() {
        for (window, begun) in [("Wed:12:00-Wed:12:30", 1), ("wed:12:01-wed:12:31", 0)] {
            assert_eq!(begin_all(&world(window)), begun, "{window}");
        }
    }

    #[test]
    fn the_switch_is_begun_with_and_then_the_cluster_gets_its_other_identifier() {
        let world = world("wed:12:00-wed:12:30");
        assert_eq!(begin_all(&world), 1);
        let switching = server(&world, "orders");
        assert_eq!(switching.status, Status::ConfiguringIamDatabaseAuth);
        assert_eq!(switching.applying.iam_authentication, Some(true));
        settle(&world, "orders");
        assert_eq!(begin_all(&world), 1);
        assert_eq!(server(&world, "bills").pending, PendingChanges::default());
        assert!(world.state().get::<Cluster>("orders").unwrap().is_none());
        let told = [("SourceType", "db-cluster"), ("SourceIdentifier", "bills")];
        let told = world.root("DescribeEvents", &told).all("Message");
        assert_eq!(told, ["Renamed cluster from orders to bills."]);
    }

    #[test]
    fn a_member_gets_its_other_identifier_in_its_own_window() {
        for (window, identifier) in [
            ("wed:12:00-wed:12:30", "bills-1"),
            ("wed:12:01-wed:12:31", "orders-1"),
        ] {
            let world = world("sun:04:00-sun:04:30");
            let member = ("DBInstanceIdentifier", "orders-1");
            let create = [
                member,
                ("DBInstanceClass", "db.t4g.medium"),
                ("Engine", "mariadb"),
                ("DBClusterIdentifier", "orders"),
                ("PreferredMaintenanceWindow", window),
            ];
            world.root("CreateDBInstance", &create);
            let rename = [member, ("NewDBInstanceIdentifier", "bills-1")];
            let waits = world.root("ModifyDBInstance", &rename);
            assert_eq!(waits.all("DBInstanceIdentifier"), ["orders-1", "bills-1"]);
            begin_all(&world);
            let shown = world.root("DescribeDBInstances", &[]);
            let shown = shown.all("DBInstanceIdentifier");
            assert_eq!(shown.first().map(String::as_str), Some(identifier));
        }
    }

    #[test]
    fn an_identifier_that_was_taken_meanwhile_goes_on_waiting() {
        let world = world("wed:12:00-wed:12:30");
        let other = [
            ("DBClusterIdentifier", "bills"),
            ("Engine", "mariadb"),
            ("MasterUsername", "admin"),
            ("MasterUserPassword", "correct-horse"),
        ];
        world.root("CreateDBCluster", &other);
        assert_eq!(begin_all(&world), 1);
        settle(&world, "orders");
        assert_eq!(begin_all(&world), 0);
        let waiting = server(&world, "orders").pending.identifier;
        assert_eq!(waiting.as_deref(), Some("bills"));
    }

    #[test]
    fn nothing_begins_while_a_server_is_not_available() {
        let world = world("wed:12:00-wed:12:30");
        let mut cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
        cluster.record.server.status = Status::Stopped;
        assert!(world.commit(Changes::new().update(&cluster)));
        assert_eq!(begin_all(&world), 0);
    }
}
