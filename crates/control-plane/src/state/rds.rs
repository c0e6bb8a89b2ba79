//! What is stored of databases. The rules of `records` hold here too.

use std::collections::BTreeMap;

use engine::Product;
use seal::AgentName;
use serde::{Deserialize, Serialize};

use super::kept::Kept;
use super::records::{Record, Tags, UnixSeconds, stored_under};

/// Names and values, as a parameter group sets them or a server runs with them.
pub type Parameters = BTreeMap<String, String>;

/// Where a database server stands, in Amazon's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Its files are being made.
    Creating,
    /// It answers.
    Available,
    /// IAM authentication is being switched. Records have the word of Amazon's guide.
    #[serde(rename = "update-iam-db-auth")]
    ConfiguringIamDatabaseAuth,
    /// The master user is being given another password.
    ResettingMasterCredentials,
    /// Something else about it is being changed.
    Modifying,
    /// It is being stopped.
    Stopping,
    /// It is stopped.
    Stopped,
    /// It is being started.
    Starting,
    /// It is being stopped and started.
    Rebooting,
    /// Another member of the cluster became the writer, and it is being stopped and started.
    FailingOver,
    /// It is being removed.
    Deleting,
    /// It could not be made or started; the event says why.
    Failed,
}

impl Status {
    /// Amazon's word for an instance in this state.
    pub fn of_instance(self) -> &'static str {
        match self {
            Self::FailingOver => Self::Rebooting.of_cluster(),
            other => other.of_cluster(),
        }
    }

    /// Amazon's word for a cluster in this state. Its guide writes *Update-iam-db-auth* of clusters, but
    /// what clients met is the word of instances, and Terraform waits through no other.
    pub fn of_cluster(self) -> &'static str {
        match self {
            Self::Creating => "creating",
            Self::Available => "available",
            Self::ConfiguringIamDatabaseAuth => "configuring-iam-database-auth",
            Self::ResettingMasterCredentials => "resetting-master-credentials",
            Self::Modifying => "modifying",
            Self::Stopping => "stopping",
            Self::Stopped => "stopped",
            Self::Starting => "starting",
            Self::Rebooting => "rebooting",
            Self::FailingOver => "failing-over",
            Self::Deleting => "deleting",
            Self::Failed => "failed",
        }
    }
}

/// Changes that are being made, or that wait.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingChanges {
    /// IAM authentication on or off.
    #[serde(default)]
    pub iam_authentication: Option<bool>,
    /// A new master password, sealed by the keyring for this record.
    #[serde(default)]
    pub sealed_master_password: Option<String>,
    /// Another identifier.
    #[serde(default)]
    pub identifier: Option<String>,
    /// All parameters, as they shall be.
    #[serde(default)]
    pub parameters: Option<Parameters>,
    /// Another port.
    #[serde(default)]
    pub port: Option<u16>,
}

impl PendingChanges {
    /// Whether nothing waits.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A database server: what a cluster and an instance outside a cluster both are underneath.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Server {
    /// `cluster-…` or `db-…`; policies name it.
    pub resource_id: String,
    /// As asked for: `mariadb`, `aurora-mysql`.
    pub engine: String,
    /// The real server behind it, which stays the same whatever is installed later. The first records
    /// knew only one.
    #[serde(default = "the_first")]
    pub product: Product,
    /// The real server's version.
    pub engine_version: String,
    /// Where it stands.
    pub status: Status,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// The port; `None` until a free one is chosen.
    #[serde(default)]
    pub port: Option<u16>,
    /// The master user's name.
    pub master_username: String,
    /// A database to make along with it.
    #[serde(default)]
    pub database_name: Option<String>,
    /// Whether IAM logins are answered.
    #[serde(default)]
    pub iam_authentication: bool,
    /// Changes being made now: the status says so, the supervisor makes them.
    #[serde(default)]
    pub applying: PendingChanges,
    /// Changes that wait for `ApplyImmediately`, or for the maintenance window.
    #[serde(default)]
    pub pending: PendingChanges,
    /// Whether a connection must use TLS, as on Aurora MySQL 3.
    pub require_secure_transport: bool,
    /// Whether the walk's sample table is made.
    #[serde(default)]
    pub sample: bool,
    /// Whether it may be deleted.
    #[serde(default)]
    pub deletion_protection: bool,
    /// Log types exported, for example `iam-db-auth-error`.
    #[serde(default)]
    pub log_exports: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
    /// What went wrong, when the status is `failed`.
    #[serde(default)]
    pub failure: Option<String>,
    /// The parameter group that it is in; `None` for the default one.
    #[serde(default)]
    pub parameter_group: Option<String>,
    /// The parameters that it runs with, beside what every server is configured with.
    #[serde(default)]
    pub parameters: Parameters,
    /// The subnet group that it was asked to be in: kept and shown.
    #[serde(default)]
    pub subnet_group: Option<String>,
    /// When the certificate that it shows ends; `None` until it has shown one of ours.
    #[serde(default)]
    pub certificate_ends_at: Option<UnixSeconds>,
    /// How it is reached when it is somebody's own, which `sekisho attach` added IAM logins to. Such a
    /// server is neither made nor started nor stopped here.
    #[serde(default)]
    pub attached: Option<Box<AttachedServer>>,
}

fn the_first() -> Product {
    Product::MariaDb
}

/// What is known of a server that is somebody's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttachedServer {
    /// The agent on its host.
    pub agent: String,
    /// Where clients reach it; the first one is shown.
    pub endpoints: Vec<Endpoint>,
    /// The user that it runs as.
    pub server_uid: u32,
    /// That user's group.
    pub server_gid: u32,
    /// What clients verify its certificate with, as far as that was found out.
    #[serde(default)]
    pub trust: Option<ServerTrust>,
}

/// What clients verify the certificate of somebody's own server with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerTrust {
    /// Certificates in PEM.
    pub certificate_authority: String,
    /// What is enough to know the server by.
    pub verified_by: VerifiedBy,
}

/// What a server's certificate must show besides coming from its authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum VerifiedBy {
    /// The name that is dialled.
    HostName,
    /// Nothing: the authority certifies this server alone.
    CertificateAuthority,
}

/// Where clients reach a server.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Endpoint {
    /// A name or an address, without brackets.
    pub host: String,
    /// The port.
    pub port: u16,
}

impl Server {
    /// The agent that decides its logins.
    pub fn agent(&self) -> AgentName {
        self.attached
            .as_deref()
            .and_then(|attached| AgentName::parse(&attached.agent).ok())
            .unwrap_or_default()
    }

    /// Begins with what is due. Parameters of a group that are being applied go on being applied.
    pub fn begin(&mut self, due: PendingChanges) {
        if due.is_empty() {
            return;
        }
        self.status = match (due.iam_authentication, &due.sealed_master_password) {
            (Some(_), _) => Status::ConfiguringIamDatabaseAuth,
            (None, Some(_)) => Status::ResettingMasterCredentials,
            (None, None) => Status::Modifying,
        };
        self.applying = PendingChanges {
            parameters: self.applying.parameters.take(),
            ..due
        };
    }

    /// A server that is to be made, with nothing but what every server has.
    pub fn to_be_made(asked: NewServer, now: UnixSeconds) -> Self {
        let NewServer {
            resource_id,
            engine,
            product,
            engine_version,
            master_username,
            sealed_master_password,
        } = asked;
        Self {
            resource_id,
            engine,
            product,
            engine_version,
            status: Status::Creating,
            created_at: now,
            port: None,
            master_username,
            database_name: None,
            iam_authentication: false,
            applying: PendingChanges {
                sealed_master_password,
                ..PendingChanges::default()
            },
            pending: PendingChanges::default(),
            require_secure_transport: true,
            sample: false,
            deletion_protection: false,
            log_exports: Vec::new(),
            tags: Tags::new(),
            failure: None,
            parameter_group: None,
            parameters: Parameters::new(),
            subnet_group: None,
            certificate_ends_at: None,
            attached: None,
        }
    }
}

/// What no server can be made without.
#[derive(Debug)]
pub struct NewServer {
    /// `cluster-…` or `db-…`.
    pub resource_id: String,
    /// As asked for.
    pub engine: String,
    /// The real server behind it.
    pub product: Product,
    /// The real server's version.
    pub engine_version: String,
    /// The master user's name.
    pub master_username: String,
    /// Its password, sealed for `resource_id`; none for a server that has its own.
    pub sealed_master_password: Option<String>,
}

/// A DB cluster.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Cluster {
    /// The identifier, in lower case.
    pub identifier: String,
    /// Its server.
    pub server: Server,
    /// The resource id of the member that is the writer; `None` for the one that was made first.
    #[serde(default)]
    pub writer: Option<String>,
    /// What is kept and shown, without effect.
    #[serde(default)]
    pub kept: Kept,
}

/// What is behind a DB instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum InstanceBacking {
    /// The server of this cluster.
    Cluster(String),
    /// A server of its own.
    Own(Box<Server>),
}

/// A DB instance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Instance {
    /// The identifier, in lower case.
    pub identifier: String,
    /// `db-…`.
    pub resource_id: String,
    /// `db.t4g.medium` and the like: kept, without effect.
    pub class: String,
    /// When it was made.
    pub created_at: UnixSeconds,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
    /// Its server.
    pub backing: InstanceBacking,
    /// What it has of its own as a member of a cluster.
    #[serde(default)]
    pub member: Member,
    /// What is kept and shown, without effect.
    #[serde(default)]
    pub kept: Kept,
}

/// What a member of a cluster has of its own; an instance outside of clusters has it with its server.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Member {
    /// The parameter group that it is in; `None` for the default one.
    pub parameter_group: Option<String>,
    /// Another identifier that waits.
    pub pending_identifier: Option<String>,
}

impl Instance {
    /// The parameter group that it is in; `None` for the default one.
    pub fn parameter_group(&self) -> Option<&str> {
        match &self.backing {
            InstanceBacking::Cluster(_) => self.member.parameter_group.as_deref(),
            InstanceBacking::Own(server) => server.parameter_group.as_deref(),
        }
    }

    /// Another identifier that waits.
    pub fn pending_identifier(&self) -> Option<&String> {
        match &self.backing {
            InstanceBacking::Cluster(_) => self.member.pending_identifier.as_ref(),
            InstanceBacking::Own(server) => server.pending.identifier.as_ref(),
        }
    }

    /// The same, to be changed.
    pub fn pending_identifier_mut(&mut self) -> &mut Option<String> {
        match &mut self.backing {
            InstanceBacking::Cluster(_) => &mut self.member.pending_identifier,
            InstanceBacking::Own(server) => &mut server.pending.identifier,
        }
    }
}

/// An endpoint of a cluster that somebody made beside its own two.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClusterEndpoint {
    /// The identifier, in lower case.
    pub identifier: String,
    /// `cluster-endpoint-…`.
    pub resource_id: String,
    /// The resource id of its cluster.
    pub cluster: String,
    /// `READER` or `ANY`.
    pub custom_type: String,
    /// Resource ids of the instances that it leads to.
    #[serde(default)]
    pub static_members: Vec<String>,
    /// Resource ids of the instances that it does not lead to.
    #[serde(default)]
    pub excluded_members: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// Parameters that servers are given together.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ParameterGroup {
    /// The name, in lower case.
    pub name: String,
    /// Which engine in which version it is for: `mariadb10.11`.
    pub family: String,
    /// What it is for.
    pub description: String,
    /// What it sets.
    #[serde(default)]
    pub parameters: Parameters,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// A parameter group for clusters.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClusterParameterGroup(pub ParameterGroup);

/// A parameter group for instances.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DbParameterGroup(pub ParameterGroup);

/// A subnet group: a name for subnets of a network that there is none of here.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SubnetGroup {
    /// The name, in lower case.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Ids of subnets, as given.
    pub subnets: Vec<String>,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// An option group, which has no options.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OptionGroup {
    /// The name, in lower case.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Which engine it is for: `mysql`.
    pub engine: String,
    /// Which series of that: `8.4`.
    pub major_version: String,
    /// Tags.
    #[serde(default)]
    pub tags: Tags,
}

/// What an event tells of, in Amazon's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EventSource {
    /// A cluster.
    Cluster,
    /// An instance.
    Instance,
    /// A parameter group of instances or of clusters.
    ParameterGroup,
}

impl EventSource {
    /// Every type that events are of.
    pub const ALL: [Self; 3] = [Self::Instance, Self::ParameterGroup, Self::Cluster];

    /// Amazon's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Cluster => "db-cluster",
            Self::Instance => "db-instance",
            Self::ParameterGroup => "db-parameter-group",
        }
    }
}

/// Something that happened to a database.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Event {
    /// When.
    pub time: UnixSeconds,
    /// The revision of the state that it happened to.
    pub after: u64,
    /// Its place among those of one transaction.
    pub number: u32,
    /// What kind of thing it happened to.
    pub source_type: EventSource,
    /// Its identifier.
    pub source: String,
    /// One category, such as `availability`.
    pub category: String,
    /// What happened.
    pub message: String,
}

impl Event {
    /// Below every id of an event at `time` or later, above those of earlier ones.
    pub fn id_before(time: UnixSeconds) -> String {
        format!("{:012}/", time.max(0))
    }
}

stored_under! {
    Event: "rds/event/", |event| {
        let Event { after, number, source_type, source, .. } = event;
        let source_type = source_type.as_str();
        format!("{}{after:020}/{source_type}/{source}/{number:04}", Self::id_before(event.time))
    };
    Cluster: "rds/cluster/", |cluster| cluster.identifier.clone();
    ClusterEndpoint: "rds/cluster-endpoint/", |endpoint| endpoint.identifier.clone();
    ClusterParameterGroup: "rds/cluster-parameter-group/", |group| group.0.name.clone();
    DbParameterGroup: "rds/parameter-group/", |group| group.0.name.clone();
    OptionGroup: "rds/option-group/", |group| group.name.clone();
    SubnetGroup: "rds/subnet-group/", |group| group.name.clone();
    Instance: "rds/instance/", |instance| instance.identifier.clone();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cluster_fails_over_where_its_instances_reboot_and_else_the_words_are_the_same() {
        assert_eq!(Status::FailingOver.of_cluster(), "failing-over");
        assert_eq!(Status::FailingOver.of_instance(), "rebooting");
        let switched = Status::ConfiguringIamDatabaseAuth;
        assert_eq!(switched.of_cluster(), "configuring-iam-database-auth");
        assert_eq!(switched.of_instance(), switched.of_cluster());
    }

    #[test]
    fn a_record_of_a_switch_that_was_cut_off_reads_as_before() {
        let status: Status = serde_json::from_str(r#""update-iam-db-auth""#).unwrap();
        assert_eq!(status, Status::ConfiguringIamDatabaseAuth);
        assert_eq!(
            serde_json::to_string(&status).unwrap(),
            r#""update-iam-db-auth""#
        );
    }
}
