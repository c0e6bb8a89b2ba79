//! Signed HTTP requests: the header form (`Authorization: AWS4-HMAC-SHA256 …`) and the presigned
//! form (`?X-Amz-Algorithm=…`), for the API server and for our own client.
//!
//! ```text
//! HttpRequest ──SignedRequest::parse──▶ SignedRequest ──verify──▶ VerifiedRequest
//!              form, time, scope         (key lookup)  signature
//! ```
//!
//! The order of the checks, the error codes and the texts are those of the AWS services, as far as
//! they are known (`docs/aws-behaviour.md`, 7.4; *Common errors* of the RDS API reference). Where
//! the services are said to pick one of several repeated signature parameters, the request is
//! refused instead: what two readers can read differently is not a signature.
//!
//! # The payload
//!
//! The body that arrived is what is hashed, always. `x-amz-content-sha256`, when sent, must be
//! signed and must be that hash. `UNSIGNED-PAYLOAD` and the `STREAMING-…` forms are refused: they
//! belong to S3, and in the Query API the body *is* the request, so that whoever captured such a
//! signature could put any other action under it.

mod canonical;
mod claims;
mod header;
mod presigned;
mod refusal;
mod sign;
mod verify;

pub use refusal::{RequestRefusal, ScopeProblem};
pub use sign::{SignError, SignedHeaders, Signer, presign, sign};
pub use verify::{SignedRequest, VerifiedRequest};

/// How far the signer's clock may be from ours, either way, in seconds.
pub const SKEW_SECONDS: u32 = 15 * 60;

/// The longest life of a presigned request, in seconds: a week.
pub const MAX_EXPIRES_SECONDS: u32 = 7 * 24 * 60 * 60;

/// The most headers a request may have.
pub const MAX_HEADERS: usize = 100;

/// The most bytes that names and values of all headers may have together.
pub const MAX_HEADER_BYTES: usize = 64 * 1024;

/// The longest path, in bytes.
pub const MAX_PATH_BYTES: usize = 2048;

/// The longest query, in bytes. A policy document sent by `GET` has to fit.
pub const MAX_QUERY_BYTES: usize = 64 * 1024;

/// The most parameters a query may have.
pub const MAX_QUERY_PARAMETERS: usize = 1000;

/// An HTTP request as it arrived or as it is to be sent. The size of the body is the HTTP server's
/// to limit; it is in memory already.
#[derive(Clone, Copy)]
pub struct HttpRequest<'a> {
    /// `GET`, `POST`, in upper case.
    pub method: &'a str,
    /// The path as on the wire, `/`.
    pub path: &'a str,
    /// What follows the `?`, as on the wire; empty when there is none.
    pub query: &'a str,
    /// Names in any case, values as on the wire. `host` must be among them.
    pub headers: &'a [(&'a str, &'a [u8])],
    /// The whole body.
    pub body: &'a [u8],
}

/// Shows method and path only: queries and headers carry signatures and session tokens.
impl std::fmt::Debug for HttpRequest<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("HttpRequest")
            .field("method", &self.method)
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

/// How a path becomes canonical.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PathForm {
    /// Empty, `.` and `..` segments are resolved first. Every service but S3.
    #[default]
    Normalized,
    /// Segments stay as they are.
    AsSent,
}

/// For what a request must be signed to be ours.
#[derive(Clone, Copy, Debug)]
pub struct RequestExpectation<'a> {
    /// The regions that are accepted. Global services are signed for `us-east-1`.
    pub regions: &'a [&'a str],
    /// The signing names that are accepted.
    pub services: &'a [&'a str],
    /// How the path becomes canonical.
    pub path_form: PathForm,
}
