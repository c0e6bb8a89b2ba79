//! What waits is begun with in the server's maintenance window.

use std::time::Duration;

use sigv4::Timestamp;

use super::{RecordError, Site};
use crate::state::{
    Cluster, Instance, InstanceBacking, PendingChanges, Server, ServerPlace, State, StateError,
    Status,
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
    for place in due(&site.state().await?, site.clock.now())? {
        site.update(&place, begin).await?;
    }
    Ok(())
}

/// Where something waits that is due.
fn due(state: &State, now: Timestamp) -> Result<Vec<ServerPlace>, StateError> {
    let is_due = |server: &Server, window: Option<&String>| {
        let window = window.map_or(MAINTENANCE_WINDOW, String::as_str);
        let is_open = || Window::of_every_week(window).is_some_and(|window| window.is_open_at(now));
        !waiting(server).is_empty() && is_open()
    };
    let mut places = Vec::new();
    for cluster in state.all::<Cluster>() {
        let cluster = cluster?.record;
        if is_due(
            &cluster.server,
            cluster.kept.preferred_maintenance_window.as_ref(),
        ) {
            places.push(ServerPlace::Cluster(cluster.identifier));
        }
    }
    for instance in state.all::<Instance>() {
        let instance = instance?.record;
        if let InstanceBacking::Own(server) = &instance.backing
            && is_due(server, instance.kept.preferred_maintenance_window.as_ref())
        {
            places.push(ServerPlace::Instance(instance.identifier));
        }
    }
    Ok(places)
}

/// What of that which waits can be begun with now. Another identifier is somebody else's endpoint and
/// ARN from then on: that waits until it is asked for.
fn waiting(server: &Server) -> PendingChanges {
    match server.status {
        Status::Available => PendingChanges {
            identifier: None,
            ..server.pending.clone()
        },
        _ => PendingChanges::default(),
    }
}

fn begin(server: &mut Server) {
    let due = waiting(server);
    if !due.is_empty() {
        server.pending = PendingChanges {
            identifier: server.pending.identifier.take(),
            ..PendingChanges::default()
        };
        server.begin(due);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture::World;
    use crate::state::Changes;

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

    fn server(world: &World) -> Server {
        let cluster = world.state().get::<Cluster>("orders").unwrap().unwrap();
        cluster.record.server
    }

    #[test]
    fn what_waits_is_due_in_the_window_and_not_outside_of_it() {
        let orders = ServerPlace::Cluster("orders".to_owned());
        for (window, places) in [
            ("Wed:12:00-Wed:12:30", vec![orders]),
            ("wed:12:01-wed:12:31", vec![]),
        ] {
            let world = world(window);
            assert_eq!(
                due(&world.state(), world.now()).unwrap(),
                places,
                "{window}"
            );
        }
    }

    #[test]
    fn what_is_begun_with_waits_no_longer_and_another_identifier_goes_on_waiting() {
        let mut server = server(&world("wed:12:00-wed:12:30"));
        begin(&mut server);
        assert_eq!(server.status, Status::ConfiguringIamDatabaseAuth);
        assert_eq!(server.applying.iam_authentication, Some(true));
        let waits = PendingChanges {
            identifier: Some("bills".to_owned()),
            ..PendingChanges::default()
        };
        assert_eq!(server.pending, waits);
    }

    #[test]
    fn nothing_begins_while_a_server_is_not_available() {
        let mut stopped = server(&world("wed:12:00-wed:12:30"));
        stopped.status = Status::Stopped;
        let before = stopped.clone();
        begin(&mut stopped);
        assert_eq!(stopped, before);
    }
}
