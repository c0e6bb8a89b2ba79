// Written by `cargo xtask generate` from models/sekisho.json.
//! Shapes and operations of SEKISHO 2026-11-24.

use crate::macros::{both, enumeration, input, operations, output};
use crate::shape::{ANY, Shape};
use crate::{Service, Timestamp};

operations!(Service::Sekisho;
    AttachDBServer(AttachDBServerRequest) -> AttachDBServerResponse as Some("AttachDBServerResult"),
        errors[AGENT_NOT_FOUND, DB_CLUSTER_ALREADY_EXISTS_FAULT];
    ConfirmDBServer(ConfirmDBServerRequest) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    CreateAgentInvitation(CreateAgentInvitationRequest) -> CreateAgentInvitationResponse as Some("CreateAgentInvitationResult"),
        errors[AGENTS_NOT_AWAITED, AGENT_LIMIT_EXCEEDED, INVALID_AGENT_ADDRESS, LOCAL_AGENT];
    DescribeDBServer(DBServerRequest) -> DBServer as Some("DescribeDBServerResult"),
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    DetachDBServer(DBServerRequest) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    ListAgents(()) -> ListAgentsResponse as Some("ListAgentsResult"),
        errors[];
    RemoveAgent(RemoveAgentRequest) -> () as None,
        errors[AGENT_IN_USE, AGENT_NOT_FOUND, LOCAL_AGENT];
    ResetAccount(()) -> ResetAccountResponse as Some("ResetAccountResult"),
        errors[RESET_NOT_ALLOWED];
);

output!(Agent {
    "AgentName" agent_name: String as AGENT_NAME,
    "JoinedAt" joined_at: Option<Timestamp> as ANY,
    "CertificateEndsAt" certificate_ends_at: Option<Timestamp> as ANY,
    "InvitedUntil" invited_until: Option<Timestamp> as ANY,
    "Connected" connected: bool as ANY,
    "UpToDate" up_to_date: bool as ANY,
    "LastSeenAt" last_seen_at: Option<Timestamp> as ANY,
    "From" from: Option<String> as ANY,
    "Version" version: Option<String> as ANY,
    "RevisionInForce" revision_in_force: Option<i64> as ANY,
    "LagMilliseconds" lag_milliseconds: Option<i64> as ANY,
    "DBIdentifiers" db_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
});

input!(AttachDBServerRequest {
    "DBClusterIdentifier" db_cluster_identifier: String as CLUSTER_IDENTIFIER,
    "Engine" engine: String as ANY,
    "EngineVersion" engine_version: String as ANY,
    "MasterUsername" master_username: String as ANY,
    "Endpoints" endpoints: Vec<Endpoint> as ENDPOINT_LIST,
    "ServerUid" server_uid: i64 as ANY,
    "ServerGid" server_gid: i64 as ANY,
    "Agent" agent: Option<String> as AGENT_NAME,
});

output!(#[derive(Default)] AttachDBServerResponse {
    "DbClusterResourceId" db_cluster_resource_id: Option<String> as ANY,
});

input!(ConfirmDBServerRequest {
    "DBClusterIdentifier" db_cluster_identifier: String as CLUSTER_IDENTIFIER,
    "CertificateAuthority" certificate_authority: Option<String> as CERTIFICATE_AUTHORITY,
    "VerifiedBy" verified_by: Option<VerifiedBy> as ANY,
});

input!(CreateAgentInvitationRequest {
    "AgentName" agent_name: String as AGENT_NAME,
    "Address" address: Option<String> as ANY,
});

output!(CreateAgentInvitationResponse {
    "AgentName" agent_name: String as AGENT_NAME,
    "Address" address: String as ANY,
    "Code" code: String as ANY,
    "ExpiresAt" expires_at: Timestamp as ANY,
});

output!(DBServer {
    "DBClusterIdentifier" db_cluster_identifier: String as CLUSTER_IDENTIFIER,
    "DbClusterResourceId" db_cluster_resource_id: String as ANY,
    "Engine" engine: String as ANY,
    "Agent" agent: String as AGENT_NAME,
    "Endpoints" endpoints: Vec<Endpoint> as ENDPOINT_LIST,
    "CertificateAuthority" certificate_authority: Option<String> as CERTIFICATE_AUTHORITY,
    "VerifiedBy" verified_by: Option<VerifiedBy> as ANY,
});

input!(DBServerRequest {
    "DBClusterIdentifier" db_cluster_identifier: String as CLUSTER_IDENTIFIER,
});

both!(Endpoint {
    "Host" host: String as ENDPOINT_HOST,
    "Port" port: i32 as ENDPOINT_PORT,
});

output!(ListAgentsResponse {
    "LatestRevision" latest_revision: i64 as ANY,
    "Agents" agents: Vec<Agent> as AGENT_LIST,
});

input!(RemoveAgentRequest {
    "AgentName" agent_name: String as AGENT_NAME,
    "Force" force: Option<bool> as ANY,
});

output!(#[derive(Default)] ResetAccountResponse {
    "DBClusterIdentifiers" db_cluster_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
    "DBInstanceIdentifiers" db_instance_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
});

enumeration!(VerifiedBy {
    HostName = "host-name",
    CertificateAuthority = "certificate-authority",
});

static AGENT_LIST: Shape = Shape::list("member", &ANY);
static AGENT_NAME: Shape = Shape::any().min(1).max(63).pattern(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?");
static CERTIFICATE_AUTHORITY: Shape = Shape::any().min(1).max(65536);
static CLUSTER_IDENTIFIER: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](-?[a-zA-Z0-9])*");
static ENDPOINT_HOST: Shape = Shape::any().min(1).max(253);
static ENDPOINT_LIST: Shape = Shape::list("member", &ANY).min(1).max(32);
static ENDPOINT_PORT: Shape = Shape::any().min(1).max(65535);
static IDENTIFIER_LIST: Shape = Shape::list("member", &ANY);

/// The error codes that the operations of SEKISHO 2026-11-24 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `AgentInUse`, HTTP 409.
    pub const AGENT_IN_USE: ErrorCode = ErrorCode::sender("AgentInUse", 409);

    /// `AgentLimitExceeded`, HTTP 409.
    pub const AGENT_LIMIT_EXCEEDED: ErrorCode = ErrorCode::sender("AgentLimitExceeded", 409);

    /// `AgentNotFound`, HTTP 404.
    pub const AGENT_NOT_FOUND: ErrorCode = ErrorCode::sender("AgentNotFound", 404);

    /// `AgentsNotAwaited`, HTTP 409.
    pub const AGENTS_NOT_AWAITED: ErrorCode = ErrorCode::sender("AgentsNotAwaited", 409);

    /// `DBClusterAlreadyExistsFault`, HTTP 400.
    pub const DB_CLUSTER_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBClusterAlreadyExistsFault", 400);

    /// `DBClusterNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterNotFoundFault", 404);

    /// `InvalidAgentAddress`, HTTP 400.
    pub const INVALID_AGENT_ADDRESS: ErrorCode = ErrorCode::sender("InvalidAgentAddress", 400);

    /// `InvalidDBClusterStateFault`, HTTP 400.
    pub const INVALID_DB_CLUSTER_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBClusterStateFault", 400);

    /// `LocalAgent`, HTTP 400.
    pub const LOCAL_AGENT: ErrorCode = ErrorCode::sender("LocalAgent", 400);

    /// `ResetNotAllowed`, HTTP 403.
    pub const RESET_NOT_ALLOWED: ErrorCode = ErrorCode::sender("ResetNotAllowed", 403);
}
