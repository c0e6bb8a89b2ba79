//! The databases of a snapshot.

use iam::login::{EndpointDocument, InstanceDocument};

use crate::state::{Endpoint, Server, ServerPlace, State, StateError, Status, servers};

/// The tag that, with the value `true`, makes logins to its database see only the condition keys that
/// Amazon documents (`docs/how-a-decision-is-made.md`). A tag, because unmodified clients can set one.
const STRICT_AWS_TAG: &str = "sekisho:strict-aws";

/// Every database that can be reached; those that run here by each of the names that this host has.
pub(super) fn instances(
    state: &State,
    own_hosts: &[String],
) -> Result<Vec<InstanceDocument>, StateError> {
    let servers = servers(state)?;
    let reached = servers.iter().filter_map(|at| instance(at, own_hosts));
    Ok(reached.collect())
}

fn instance(
    (place, server): (&ServerPlace, &Server),
    own_hosts: &[String],
) -> Option<InstanceDocument> {
    let port = server.port.filter(|_| server.status != Status::Deleting)?;
    let endpoints = match &server.attached {
        Some(attached) => attached.endpoints.clone(),
        None => own_endpoints(own_hosts, port),
    };
    Some(InstanceDocument {
        resource_id: server.resource_id.clone(),
        identifier: place.identifier().to_owned(),
        engine: server.engine.clone(),
        iam_enabled: server.iam_authentication,
        endpoints: endpoints
            .into_iter()
            .map(|Endpoint { host, port }| EndpointDocument {
                host: bracketed(&host),
                port,
            })
            .collect(),
        tags: server.tags.clone(),
        strict_aws: server
            .tags
            .get(STRICT_AWS_TAG)
            .is_some_and(|it| it == "true"),
    })
}

fn own_endpoints(hosts: &[String], port: u16) -> Vec<Endpoint> {
    let hosts = hosts.iter().cloned();
    hosts.map(|host| Endpoint { host, port }).collect()
}

/// Tokens name an IPv6 address in brackets.
fn bracketed(host: &str) -> String {
    if host.contains(':') {
        format!("[{host}]")
    } else {
        host.to_owned()
    }
}
