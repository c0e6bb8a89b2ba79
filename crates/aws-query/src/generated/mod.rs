//! Written by `cargo xtask generate`; one module per service.

#[rustfmt::skip]
pub mod iam;
#[rustfmt::skip]
pub mod rds;
#[rustfmt::skip]
pub mod sekisho;
#[rustfmt::skip]
pub mod sts;
