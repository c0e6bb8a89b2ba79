//! What people do with IAM, call by call.

mod access_keys;
mod account;
mod condition_keys;
mod entities;
mod invariants;
mod policies;
mod races;
mod recorded;
mod roles;
mod simulation;
