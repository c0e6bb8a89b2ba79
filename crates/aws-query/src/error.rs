//! What a caller is told when an operation does not answer: Amazon's code, status and text.

use std::fmt;

use thiserror::Error;

use crate::Service;
use crate::writer::{Form, Writer};

/// The name space of an answer that no service gave: Amazon's front end knows no such operation.
const FRONT_END: &str = "http://webservices.amazon.com/AWSFault/2005-15-09";

/// Whose fault an error is, as the `Type` element says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request is wrong; sending it again will not help.
    Sender,
    /// The service failed; clients retry.
    Receiver,
}

impl Fault {
    /// The text of the `Type` element.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sender => "Sender",
            Self::Receiver => "Receiver",
        }
    }
}

/// One of Amazon's error codes with the HTTP status that it always comes with.
///
/// A code becomes an error once it has a text: `NO_SUCH_ENTITY.because("The user with name …")`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ErrorCode {
    code: &'static str,
    http_status: u16,
    fault: Fault,
}

impl ErrorCode {
    /// A code that blames the caller.
    #[must_use]
    pub const fn sender(code: &'static str, http_status: u16) -> Self {
        Self {
            code,
            http_status,
            fault: Fault::Sender,
        }
    }

    /// A code that blames the service.
    #[must_use]
    pub const fn receiver(code: &'static str, http_status: u16) -> Self {
        Self {
            code,
            http_status,
            fault: Fault::Receiver,
        }
    }

    /// The text of the `Code` element, by which an SDK chooses its exception.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code
    }

    /// The HTTP status, by which an SDK decides whether to retry.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        self.http_status
    }

    /// The error with a text for the caller.
    #[must_use]
    pub fn because(self, message: impl Into<String>) -> ApiError {
        ApiError {
            code: self,
            message: message.into(),
        }
    }
}

/// An error as the caller sees it. It has no second text: what an operator should know beyond it is
/// logged where the error was made.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}: {message}", .code.code)]
pub struct ApiError {
    code: ErrorCode,
    message: String,
}

impl ApiError {
    /// The text of the `Code` element.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.code.code
    }

    /// The code with its status and fault, to match on.
    #[must_use]
    pub const fn kind(&self) -> ErrorCode {
        self.code
    }

    /// The HTTP status of the answer.
    #[must_use]
    pub const fn http_status(&self) -> u16 {
        self.code.http_status
    }

    /// Whose fault it is.
    #[must_use]
    pub const fn fault(&self) -> Fault {
        self.code.fault
    }

    /// The text of the `Message` element.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The body of the answer: `<ErrorResponse>` in the service's name space.
    #[must_use]
    pub fn to_xml(&self, service: Service, request_id: &str) -> String {
        let namespace = if self.code == common::INVALID_ACTION {
            FRONT_END
        } else {
            service.namespace()
        };
        let mut out = Writer::new(Form::Xml);
        out.root("ErrorResponse", namespace, |out| {
            self.write(request_id, out)
        });
        out.finish()
    }

    /// The body of the answer in JSON, where nothing stands around the error.
    #[must_use]
    pub fn to_json(&self, request_id: &str) -> String {
        let mut out = Writer::new(Form::Json);
        self.write(request_id, &mut out);
        out.finish()
    }

    fn write(&self, request_id: &str, out: &mut Writer) {
        out.structure("Error", |out| {
            out.text("Type", self.code.fault.as_str());
            out.text("Code", self.code.code);
            out.text("Message", &self.message);
        });
        out.text("RequestId", request_id);
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Codes that every service answers with (RDS API reference, *Common Errors*), and those that the
/// Query front end makes before an operation is known.
pub mod common {
    use super::ErrorCode;

    /// The policies do not allow it.
    pub const ACCESS_DENIED: ErrorCode = ErrorCode::sender("AccessDenied", 403);
    /// A session token whose time is over. Amazon's code; `ExpiredTokenException` is STS's for web tokens.
    pub const EXPIRED_TOKEN: ErrorCode = ErrorCode::sender("ExpiredToken", 403);
    /// The `Authorization` header or query misses a part.
    pub const INCOMPLETE_SIGNATURE: ErrorCode = ErrorCode::sender("IncompleteSignature", 400);
    /// Something failed in here.
    pub const INTERNAL_FAILURE: ErrorCode = ErrorCode::receiver("InternalFailure", 500);
    /// No such operation, or not in this version.
    pub const INVALID_ACTION: ErrorCode = ErrorCode::sender("InvalidAction", 400);
    /// An access key or session token that does not exist.
    pub const INVALID_CLIENT_TOKEN_ID: ErrorCode = ErrorCode::sender("InvalidClientTokenId", 403);
    /// Two parameters that exclude each other, or one that needs another.
    pub const INVALID_PARAMETER_COMBINATION: ErrorCode =
        ErrorCode::sender("InvalidParameterCombination", 400);
    /// A parameter that the service refuses.
    pub const INVALID_PARAMETER_VALUE: ErrorCode = ErrorCode::sender("InvalidParameterValue", 400);
    /// A value of the wrong syntax: a word where a number belongs.
    pub const MALFORMED_INPUT: ErrorCode = ErrorCode::sender("MalformedInput", 400);
    /// A body that is no list of parameters. The status is Amazon's, odd as it is.
    pub const MALFORMED_QUERY_STRING: ErrorCode = ErrorCode::sender("MalformedQueryString", 404);
    /// No `Action` at all.
    pub const MISSING_ACTION: ErrorCode = ErrorCode::sender("MissingAction", 400);
    /// Neither header nor query signs the request.
    pub const MISSING_AUTHENTICATION_TOKEN: ErrorCode =
        ErrorCode::sender("MissingAuthenticationToken", 403);
    /// Presigned too long ago.
    pub const REQUEST_EXPIRED: ErrorCode = ErrorCode::sender("RequestExpired", 400);
    /// Not now; SDKs retry.
    pub const SERVICE_UNAVAILABLE: ErrorCode = ErrorCode::receiver("ServiceUnavailable", 503);
    /// The signature is not the one that the key makes.
    pub const SIGNATURE_DOES_NOT_MATCH: ErrorCode = ErrorCode::sender("SignatureDoesNotMatch", 403);
    /// Too many calls; SDKs wait and retry.
    pub const THROTTLING: ErrorCode = ErrorCode::sender("Throttling", 400);
    /// Known to Amazon, not offered here.
    pub const UNSUPPORTED_OPERATION: ErrorCode = ErrorCode::sender("UnsupportedOperation", 400);
    /// An input that breaks a constraint of its shape.
    pub const VALIDATION_ERROR: ErrorCode = ErrorCode::sender("ValidationError", 400);
}
