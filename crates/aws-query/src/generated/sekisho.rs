// Written by `cargo xtask generate` from models/sekisho.json.
//! Shapes and operations of SEKISHO 2026-11-24.

use crate::macros::{operations, output};
use crate::shape::{ANY, Shape};
use crate::Service;

operations!(Service::Sekisho;
    ResetAccount(()) -> ResetAccountResponse as Some("ResetAccountResult"),
        errors[RESET_NOT_ALLOWED];
);

output!(#[derive(Default)] ResetAccountResponse {
    "DBClusterIdentifiers" db_cluster_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
    "DBInstanceIdentifiers" db_instance_identifiers: Option<Vec<String>> as IDENTIFIER_LIST,
});

static IDENTIFIER_LIST: Shape = Shape::list("member", &ANY);

/// The error codes that the operations of SEKISHO 2026-11-24 declare.
pub mod error {
    use crate::error::ErrorCode;

    /// `ResetNotAllowed`, HTTP 403.
    pub const RESET_NOT_ALLOWED: ErrorCode = ErrorCode::sender("ResetNotAllowed", 403);
}
