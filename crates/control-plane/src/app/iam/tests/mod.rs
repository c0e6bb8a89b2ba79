//! What people do with IAM, call by call.

mod policies;
mod recorded;
mod roles;
mod simulation;
