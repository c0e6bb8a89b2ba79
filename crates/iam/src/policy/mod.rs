//! Policy documents: read, checked as Amazon checks them, and compiled.

mod compile;
pub mod document;
mod error;
pub mod json;
mod kind;
mod parse;
mod principals;
mod print;
mod read;
mod resource;
mod validate;

pub(crate) use compile::Question;
pub use compile::{Policy, Statement};
pub use document::{Document, Effect, Version};
pub use error::PolicyError;
pub use json::{Position, Span};
pub use kind::{PolicyKind, size};
pub(crate) use principals::Closeness;
pub(crate) use resource::{Part, ResourcePattern};
