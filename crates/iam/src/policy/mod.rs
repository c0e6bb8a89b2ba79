//! Policy documents: read, checked as Amazon checks them, and compiled.

mod compile;
pub mod document;
mod error;
pub mod json;
mod kind;
mod read;

pub use compile::{Policy, Statement};
pub use document::{Effect, Version};
pub use error::PolicyError;
pub use json::{Position, Span};
pub use kind::{PolicyKind, size};
