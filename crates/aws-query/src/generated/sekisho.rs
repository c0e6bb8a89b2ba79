// Written by `cargo xtask generate` from models/sekisho.json.
//! Shapes and operations of SEKISHO 2026-11-24.

use crate::macros::{input, operations, output};
use crate::shape::{ANY, Shape};
use crate::Service;

operations!(Service::Sekisho;
    AttachDBServer(AttachDBServerRequest) -> AttachDBServerResponse as Some("AttachDBServerResult"),
        errors[DB_CLUSTER_ALREADY_EXISTS_FAULT];
    ConfirmDBServer(DBServerRequest) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    DetachDBServer(DBServerRequest) -> () as None,
        errors[DB_CLUSTER_NOT_FOUND_FAULT, INVALID_DB_CLUSTER_STATE_FAULT];
    ResetAccount(()) -> ResetAccountResponse as Some("ResetAccountResult"),
        errors[RESET_NOT_ALLOWED];
);

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

input!(DBServerRequest {
    "DBClusterIdentifier" db_cluster_identifier: String as CLUSTER_IDENTIFIER,
});

input!(Endpoint {
    "Host" host: String as ENDPOINT_HOST,
    "Port" port: i32 as ENDPOINT_PORT,
});

output!(#[derive(Default)] ResetAccountResponse {
    "DBClusterIdentifiers" db_cluster_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
    "DBInstanceIdentifiers" db_instance_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
});

static AGENT_NAME: Shape = Shape::any().min(1).max(63);
static CLUSTER_IDENTIFIER: Shape = Shape::any().min(1).max(63).pattern(r"[a-zA-Z](-?[a-zA-Z0-9])*");
static ENDPOINT_HOST: Shape = Shape::any().min(1).max(253);
static ENDPOINT_LIST: Shape = Shape::list("member", &ANY).min(1).max(32);
static ENDPOINT_PORT: Shape = Shape::any().min(1).max(65535);
static IDENTIFIER_LIST: Shape = Shape::list("member", &ANY);

/// The error codes that the operations of SEKISHO 2026-11-24 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `DBClusterAlreadyExistsFault`, HTTP 400.
    pub const DB_CLUSTER_ALREADY_EXISTS_FAULT: ErrorCode = ErrorCode::sender("DBClusterAlreadyExistsFault", 400);

    /// `DBClusterNotFoundFault`, HTTP 404.
    pub const DB_CLUSTER_NOT_FOUND_FAULT: ErrorCode = ErrorCode::sender("DBClusterNotFoundFault", 404);

    /// `InvalidDBClusterStateFault`, HTTP 400.
    pub const INVALID_DB_CLUSTER_STATE_FAULT: ErrorCode = ErrorCode::sender("InvalidDBClusterStateFault", 400);

    /// `ResetNotAllowed`, HTTP 403.
    pub const RESET_NOT_ALLOWED: ErrorCode = ErrorCode::sender("ResetNotAllowed", 403);
}
