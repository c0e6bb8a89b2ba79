//! The contract of the IAM, STS and RDS Query APIs, and of our own beside them: shapes, decoding,
//! answers and error codes.
//!
//! This crate reads a request's parameters into the input of an operation and writes the operation's
//! output, or an error, as Amazon writes it. It decides nothing and stores nothing: whether the
//! caller may, and what happens, is the control plane's.
//!
//! ```
//! use aws_query::{Operation, Parameters, iam};
//!
//! let parameters = Parameters::parse(b"Action=GetUser&Version=2010-05-08&UserName=jane")?;
//! let input = iam::GetUser::decode(&parameters)?;
//! assert_eq!(input.user_name.as_deref(), Some("jane"));
//! # Ok::<(), aws_query::ApiError>(())
//! ```
//!
//! The shapes are generated: `models/operations.txt` names the operations, `cargo xtask generate`
//! writes `src/generated/`, and `src/macros.rs` says what a generated line means. An operation of our own
//! is written into `models/sekisho.json` by hand, in the form of the others.

#![warn(missing_docs)]

mod decode;
mod encode;
pub mod error;
mod generated;
mod json;
mod macros;
pub mod operation;
mod pattern;
pub mod query;
#[cfg(test)]
mod round_trip;
mod secret;
mod service;
mod shape;
mod timestamp;
mod validation;
mod writer;
pub mod xml;

pub use decode::{Decode, Reader};
pub use encode::Encode;
pub use error::{ApiError, ErrorCode, Fault};
pub use generated::{iam, rds, sekisho, sts};
pub use operation::{Descriptor, Operation, Pages};
pub use query::Parameters;
pub use secret::Secret;
pub use service::Service;
pub use shape::{Blob, Shape};
pub use timestamp::Timestamp;
pub use validation::Constraint;
pub use writer::{Form, Writer};
