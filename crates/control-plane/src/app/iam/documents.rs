//! Policy documents as calls bring them: checked before they are stored, refused in Amazon's words.

use aws_query::ApiError;
use aws_query::error::common::VALIDATION_ERROR;
use aws_query::iam::error::{LIMIT_EXCEEDED, MALFORMED_POLICY_DOCUMENT};
use iam::policy::{Document, Policy, PolicyError, PolicyKind};

/// Checks a document that is to be stored as a policy of this kind.
pub(crate) fn check(text: &str, kind: PolicyKind) -> Result<(), ApiError> {
    Policy::parse(text, kind).map(drop).map_err(refused)
}

/// Reads a document as it is written.
pub(super) fn read(text: &str, kind: PolicyKind) -> Result<Document, ApiError> {
    Document::parse(text, kind).map_err(refused)
}

fn refused(error: PolicyError) -> ApiError {
    let code = match error.code() {
        "LimitExceeded" => LIMIT_EXCEEDED,
        "ValidationError" => VALIDATION_ERROR,
        _ => MALFORMED_POLICY_DOCUMENT,
    };
    code.because(error.message())
}
