//! Database servers that somebody runs already, and that `sekisho attach` adds IAM logins to.

use aws_query::ApiError;
use aws_query::error::common::INVALID_PARAMETER_VALUE;
use aws_query::sekisho::error::{
    AGENT_NOT_FOUND, DB_CLUSTER_ALREADY_EXISTS_FAULT, DB_CLUSTER_NOT_FOUND_FAULT,
    INVALID_DB_CLUSTER_STATE_FAULT,
};
use aws_query::sekisho::{
    self, AttachDBServer, AttachDBServerRequest, AttachDBServerResponse, ConfirmDBServer,
    ConfirmDBServerRequest, DBServer, DescribeDBServer, DetachDBServer,
};
use engine::Product;
use rustls_pki_types::pem::{PemObject as _, SectionKind};

use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::engines::EngineName;
use crate::ids;
use crate::state::{
    Agent, AttachedServer, Changes, Cluster, Endpoint, NewServer, Server, ServerTrust, State,
    Status, Stored, VerifiedBy,
};

pub(super) const OPERATIONS: &[Entry] = operations![
    AttachDBServer,
    ConfirmDBServer,
    DescribeDBServer,
    DetachDBServer
];

/// The agent of the control plane's own host.
const LOCAL_AGENT: &str = "local";

fn permission(action: &'static str, name: &str, asked: &Asked<'_>) -> Result<Permission, ApiError> {
    let name = name.to_lowercase();
    let permission = Permission::new(action, asked.realm.account.rds_arn("cluster", &name));
    Ok(match asked.state.get::<Cluster>(&name).or_fail()? {
        Some(cluster) => permission.with_resource_tags(&cluster.server.tags),
        None => permission,
    })
}

impl Handler for AttachDBServer {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission("sekisho:AttachDBServer", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let identifier = input.db_cluster_identifier.to_lowercase();
        let agent = joined_agent(call.state, input.agent.as_deref())?;
        let known = call.state.get::<Cluster>(&identifier).or_fail()?;
        let (resource_id, mut changes) = match known {
            Some(mut cluster) => {
                update(&mut cluster, input)?;
                let resource_id = cluster.server.resource_id.clone();
                (resource_id, Changes::new().update(&cluster))
            }
            None => {
                let cluster = new(call, identifier, input)?;
                let resource_id = cluster.server.resource_id.clone();
                (resource_id, Changes::new().create(&cluster))
            }
        };
        if let Some(agent) = agent {
            changes = changes.rely_on(&agent);
        }
        let output = AttachDBServerResponse {
            db_cluster_resource_id: Some(resource_id),
        };
        Ok(Outcome::write(output, changes))
    }
}

/// The record of the agent that is to decide the logins; none for the one beside the control plane.
fn joined_agent(state: &State, name: Option<&str>) -> Result<Option<Stored<Agent>>, ApiError> {
    match name {
        None | Some(LOCAL_AGENT) => Ok(None),
        Some(name) => state
            .get::<Agent>(name)
            .or_fail()?
            .map(Some)
            .ok_or_else(|| AGENT_NOT_FOUND.because(format!("There is no agent {name}."))),
    }
}

fn new(
    call: &Call<'_>,
    identifier: String,
    input: AttachDBServerRequest,
) -> Result<Cluster, ApiError> {
    let asked = NewServer {
        resource_id: ids::cluster_resource_id(&*call.realm.entropy).or_fail()?,
        engine: input.engine.clone(),
        product: product(&input.engine)?,
        engine_version: input.engine_version.clone(),
        master_username: input.master_username.clone(),
        sealed_master_password: None,
    };
    let mut server = Server::to_be_made(asked, call.now.as_unix());
    server.iam_authentication = true;
    describe(&mut server, input)?;
    Ok(Cluster {
        identifier,
        server,
        writer: None,
        kept: Default::default(),
    })
}

/// A server that was attached before is described anew; whether IAM logins are answered stays as its
/// owner has set it.
fn update(cluster: &mut Stored<Cluster>, input: AttachDBServerRequest) -> Result<(), ApiError> {
    if cluster.server.attached.is_none() {
        return Err(DB_CLUSTER_ALREADY_EXISTS_FAULT.because(format!(
            "DB Cluster {} already exists, and was made here: attach your server under another name.",
            cluster.identifier
        )));
    }
    let server = &mut cluster.record.server;
    server.product = product(&input.engine)?;
    server.engine.clone_from(&input.engine);
    server.engine_version.clone_from(&input.engine_version);
    server.master_username.clone_from(&input.master_username);
    describe(server, input)
}

fn product(engine: &str) -> Result<Product, ApiError> {
    let name = EngineName::parse(engine).ok_or_else(|| {
        INVALID_PARAMETER_VALUE.because(format!("There is no engine called {engine}."))
    })?;
    Ok(name.best_product())
}

fn describe(server: &mut Server, input: AttachDBServerRequest) -> Result<(), ApiError> {
    let trust = server.attached.take().and_then(|before| before.trust);
    let endpoints: Vec<Endpoint> = input
        .endpoints
        .into_iter()
        .map(endpoint)
        .collect::<Result<_, _>>()?;
    server.port = endpoints.first().map(|first| first.port);
    server.attached = Some(Box::new(AttachedServer {
        agent: input.agent.unwrap_or_else(|| LOCAL_AGENT.to_owned()),
        endpoints,
        server_uid: number("ServerUid", input.server_uid)?,
        server_gid: number("ServerGid", input.server_gid)?,
        trust,
    }));
    Ok(())
}

/// Tokens name hosts in lower case, and an IPv6 address in brackets, which are put on later.
fn endpoint(given: sekisho::Endpoint) -> Result<Endpoint, ApiError> {
    let host = given.host.trim_matches(['[', ']']).to_ascii_lowercase();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || b"-._:".contains(&byte);
    if host.is_empty() || !host.bytes().all(known) {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "The endpoint {} is no host name and no address.",
            given.host
        )));
    }
    Ok(Endpoint {
        host,
        port: number("Port", given.port)?,
    })
}

fn number<N: TryFrom<T>, T: Copy + std::fmt::Display>(
    parameter: &str,
    given: T,
) -> Result<N, ApiError> {
    N::try_from(given).map_err(|_| {
        INVALID_PARAMETER_VALUE
            .because(format!("The value {given} of {parameter} is out of range."))
    })
}

impl Handler for ConfirmDBServer {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission("sekisho:ConfirmDBServer", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let mut cluster = attached(call, &input.db_cluster_identifier)?;
        let before = cluster.record.server.clone();
        let server = &mut cluster.record.server;
        if server.status == Status::Creating {
            server.status = Status::Available;
        }
        if let (Some(known), Some(trust)) = (&mut server.attached, trust(&input)?) {
            known.trust = Some(trust);
        }
        match *server == before {
            true => Ok(Outcome::read(())),
            false => Ok(Outcome::done(Changes::new().update(&cluster))),
        }
    }
}

/// What clients are to verify the server with, if it is said.
fn trust(input: &ConfirmDBServerRequest) -> Result<Option<ServerTrust>, ApiError> {
    let (authority, verified_by) = match (&input.certificate_authority, input.verified_by) {
        (Some(authority), Some(verified_by)) => (authority, verified_by),
        (None, None) => return Ok(None),
        _ => {
            return Err(INVALID_PARAMETER_VALUE
                .because("CertificateAuthority and VerifiedBy are said together or not at all."));
        }
    };
    if !is_certificates(authority) {
        return Err(INVALID_PARAMETER_VALUE
            .because("The CertificateAuthority is not certificates in PEM and nothing besides."));
    }
    Ok(Some(ServerTrust {
        certificate_authority: authority.clone(),
        verified_by: match verified_by {
            sekisho::VerifiedBy::HostName => VerifiedBy::HostName,
            sekisho::VerifiedBy::CertificateAuthority => VerifiedBy::CertificateAuthority,
        },
    }))
}

/// A private key that came along would be shown to whoever asks.
fn is_certificates(pem: &str) -> bool {
    let mut sections = <(SectionKind, Vec<u8>)>::pem_slice_iter(pem.as_bytes()).peekable();
    sections.peek().is_some()
        && sections.all(|section| matches!(section, Ok((SectionKind::Certificate, _))))
}

impl Handler for DescribeDBServer {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission("sekisho:DescribeDBServer", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let cluster = attached(call, &input.db_cluster_identifier)?.record;
        let server = cluster.server;
        let agent = server.agent().to_string();
        let known = server.attached.as_deref();
        let trust = known.and_then(|known| known.trust.as_ref());
        Ok(Outcome::read(DBServer {
            db_cluster_identifier: cluster.identifier,
            db_cluster_resource_id: server.resource_id,
            engine: server.engine,
            agent,
            endpoints: known
                .map(|known| known.endpoints.iter().map(shown).collect())
                .unwrap_or_default(),
            certificate_authority: trust.map(|trust| trust.certificate_authority.clone()),
            verified_by: trust.map(|trust| match trust.verified_by {
                VerifiedBy::HostName => sekisho::VerifiedBy::HostName,
                VerifiedBy::CertificateAuthority => sekisho::VerifiedBy::CertificateAuthority,
            }),
        }))
    }
}

fn shown(endpoint: &Endpoint) -> sekisho::Endpoint {
    sekisho::Endpoint {
        host: endpoint.host.clone(),
        port: endpoint.port.into(),
    }
}

impl Handler for DetachDBServer {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_cluster_identifier;
        permission("sekisho:DetachDBServer", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let cluster = attached(call, &input.db_cluster_identifier)?;
        Ok(Outcome::done(Changes::new().delete(&cluster)))
    }
}

fn attached(call: &Call<'_>, name: &str) -> Result<Stored<Cluster>, ApiError> {
    let name = name.to_lowercase();
    let found = call.state.get::<Cluster>(&name).or_fail()?;
    let cluster = found.ok_or_else(|| {
        DB_CLUSTER_NOT_FOUND_FAULT.because(format!("DBCluster {name} not found."))
    })?;
    match cluster.server.attached {
        Some(_) => Ok(cluster),
        None => Err(INVALID_DB_CLUSTER_STATE_FAULT.because(format!(
            "DbCluster {name} was made here and not attached: DeleteDBCluster removes it."
        ))),
    }
}

#[cfg(test)]
mod tests {
    use crate::app::fixture::{World, refusal};
    use crate::state::{Cluster, Status};

    const ATTACH: [(&str, &str); 10] = [
        ("DBClusterIdentifier", "Orders"),
        ("Engine", "mariadb"),
        ("EngineVersion", "10.11.19"),
        ("MasterUsername", "root"),
        ("Endpoints.member.1.Host", "DB.example.com"),
        ("Endpoints.member.1.Port", "3306"),
        ("Endpoints.member.2.Host", "[::1]"),
        ("Endpoints.member.2.Port", "3307"),
        ("ServerUid", "104"),
        ("ServerGid", "107"),
    ];
    const NAME: [(&str, &str); 1] = [("DBClusterIdentifier", "orders")];

    fn orders(world: &World) -> Cluster {
        world
            .state()
            .get::<Cluster>("orders")
            .unwrap()
            .unwrap()
            .record
    }

    #[test]
    fn an_attached_server_is_shown_with_its_first_endpoint_and_available_once_confirmed() {
        let world = World::new();
        let id = world
            .root("AttachDBServer", &ATTACH)
            .text("DbClusterResourceId");
        let shown = world.root("DescribeDBClusters", &NAME);
        assert_eq!(shown.text("DbClusterResourceId"), id);
        assert_eq!(shown.text("Endpoint"), "db.example.com");
        assert_eq!(shown.text("Port"), "3306");
        assert_eq!(shown.text("Status"), "creating");
        assert_eq!(shown.text("IAMDatabaseAuthenticationEnabled"), "true");
        world.root("ConfirmDBServer", &NAME);
        world.root("ConfirmDBServer", &NAME);
        assert_eq!(orders(&world).server.status, Status::Available);
        let endpoints = orders(&world).server.attached.unwrap().endpoints;
        assert_eq!((&*endpoints[1].host, endpoints[1].port), ("::1", 3307));
    }

    #[test]
    fn attached_again_it_keeps_its_resource_id_and_its_switch() {
        let world = World::new();
        let id = world
            .root("AttachDBServer", &ATTACH)
            .text("DbClusterResourceId");
        world.root("ConfirmDBServer", &NAME);
        let off = [NAME[0], ("EnableIAMDatabaseAuthentication", "false")];
        world.root("ModifyDBCluster", &off);
        let mut again = ATTACH;
        again[2].1 = "10.11.20";
        let answer = world.root("AttachDBServer", &again);
        assert_eq!(answer.text("DbClusterResourceId"), id);
        let server = orders(&world).server;
        assert_eq!(server.engine_version, "10.11.20");
        assert_eq!(server.status, Status::Available);
        assert_eq!(server.pending.iam_authentication, Some(false));
    }

    #[test]
    fn a_cluster_that_was_made_here_is_neither_attached_nor_detached() {
        let world = World::new();
        let create = [
            NAME[0],
            ("Engine", "mariadb"),
            ("MasterUsername", "admin"),
            ("MasterUserPassword", "correct-horse"),
        ];
        world.root("CreateDBCluster", &create);
        assert_eq!(
            world.refused("AttachDBServer", &ATTACH).0,
            "DBClusterAlreadyExistsFault"
        );
        assert_eq!(
            world.refused("DetachDBServer", &NAME).0,
            "InvalidDBClusterStateFault"
        );
    }

    const AUTHORITY: &str = "-----BEGIN CERTIFICATE-----\nAAEC\n-----END CERTIFICATE-----\n";

    fn confirm(world: &World, authority: &str, verified_by: &str) -> Result<(), String> {
        let trust = [
            NAME[0],
            ("CertificateAuthority", authority),
            ("VerifiedBy", verified_by),
        ];
        let answer = world.call(&world.root, "ConfirmDBServer", &trust);
        answer.map(drop).map_err(|error| error.code().to_owned())
    }

    #[test]
    fn what_clients_verify_it_with_is_kept_with_the_cluster_and_outlives_an_attach() {
        let world = World::new();
        world.root("AttachDBServer", &ATTACH);
        confirm(&world, AUTHORITY, "certificate-authority").unwrap();
        world.root("AttachDBServer", &ATTACH);
        world.root("ConfirmDBServer", &NAME);
        let shown = world.root("DescribeDBServer", &NAME);
        assert_eq!(shown.text("CertificateAuthority"), AUTHORITY);
        assert_eq!(shown.text("VerifiedBy"), "certificate-authority");
        assert_eq!(shown.all("Host"), ["db.example.com", "::1"]);
        confirm(&world, AUTHORITY, "host-name").unwrap();
        let shown = world.root("DescribeDBServer", &NAME);
        assert_eq!(shown.text("VerifiedBy"), "host-name");
    }

    #[test]
    fn a_private_key_is_not_taken_for_what_clients_verify_with() {
        let world = World::new();
        world.root("AttachDBServer", &ATTACH);
        let key = "-----BEGIN PRIVATE KEY-----\nAAEC\n-----END PRIVATE KEY-----\n";
        for wrong in [key, &format!("{AUTHORITY}{key}"), "nothing", "-----BEGIN "] {
            let refused = confirm(&world, wrong, "host-name");
            assert_eq!(refused.unwrap_err(), "InvalidParameterValue", "{wrong}");
        }
        let half = [NAME[0], ("VerifiedBy", "host-name")];
        let refused = world.refused("ConfirmDBServer", &half);
        assert_eq!(refused.0, "InvalidParameterValue");
        assert_eq!(orders(&world).server.attached.unwrap().trust, None);
    }

    #[test]
    fn a_detached_server_is_gone() {
        let world = World::new();
        world.root("AttachDBServer", &ATTACH);
        world.root("DetachDBServer", &NAME);
        assert_eq!(world.state().count::<Cluster>(), 0);
        assert_eq!(
            world.refused("DetachDBServer", &NAME).0,
            "DBClusterNotFoundFault"
        );
    }

    #[test]
    fn who_may_attach_one_server_may_not_attach_another() {
        let world = World::new();
        let alice = world.user("alice");
        let arn = "arn:aws:rds:us-east-1:111111111111:cluster:orders";
        world.allow("alice", "attach", "sekisho:AttachDBServer", arn);
        assert!(world.call(&alice, "AttachDBServer", &ATTACH).is_ok());
        let mut other = ATTACH;
        other[0].1 = "billing";
        let refused = refusal(world.call(&alice, "AttachDBServer", &other));
        assert_eq!(refused.0, "AccessDenied");
    }

    #[test]
    fn an_endpoint_or_a_user_that_is_none_is_refused() {
        let world = World::new();
        for (place, value) in [(4, "a b"), (4, "[]"), (8, "-1"), (9, "4294967296")] {
            let mut wrong = ATTACH;
            wrong[place].1 = value;
            let (code, text) = world.refused("AttachDBServer", &wrong);
            assert_eq!(code, "InvalidParameterValue", "{value}: {text}");
        }
        for port in ["0", "65536"] {
            let mut wrong = ATTACH;
            wrong[5].1 = port;
            assert_eq!(world.refused("AttachDBServer", &wrong).0, "ValidationError");
        }
        assert_eq!(world.state().count::<Cluster>(), 0);
    }
}
