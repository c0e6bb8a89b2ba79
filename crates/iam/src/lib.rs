//! ARNs, policies, evaluation with reasons, and the decision on a database login. Pure.
//!
//! There is no clock, no randomness and no I/O in this crate: the time is a key of the request
//! [`Context`], documents arrive as text, and the answer is a [`Decision`] that says why.
//!
//! How a decision is made, rule by rule and with its sources, is in
//! `docs/how-a-decision-is-made.md`; the same rules as data are in `vectors/policy-*.json`.
#![warn(missing_docs)]

pub mod arn;
pub mod condition;
pub mod context;
pub mod evaluate;
pub mod lint;
pub mod login;
pub mod policy;
pub mod principal;
pub mod reach;

mod few;
mod pattern;
mod template;
mod text;

pub use arn::Arn;
pub use context::Context;
pub use evaluate::{Decision, Layers, NamedPolicy, PolicyName, Request, evaluate};
pub use principal::{Principal, PrincipalKind};
