//! The same against a real PostgreSQL, the newest that is installed here.

mod accounts;
mod copies;
mod creation;
mod each;
mod iam;
mod life;
mod support;
