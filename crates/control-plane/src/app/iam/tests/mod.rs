//! What people do with IAM, call by call.

mod policies;
mod roles;
