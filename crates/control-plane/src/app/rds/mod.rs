//! Relational Database Service, a file per noun.
//!
//! Calls write what shall be; `crate::servers` makes it so, and the status says how far it is. What a
//! cluster or an instance is underneath, a database server, is in `server`.

mod absent;
mod catalog;
mod checks;
mod clusters;
mod database;
mod endpoints;
mod events;
mod failover;
mod followers;
mod instance_shape;
mod instances;
mod kept;
mod layers;
mod listing;
mod log_files;
mod members;
mod moves;
mod not_offered;
mod noun;
mod option_groups;
mod parameter_groups;
mod parameter_operations;
mod server;
mod subnet_groups;
mod tag_list;
mod tags;
mod usual;
mod windows;

use crate::app::Entry;

/// Every operation that is carried out.
pub(super) const OPERATIONS: &[&[Entry]] = &[
    absent::OPERATIONS,
    catalog::OPERATIONS,
    clusters::OPERATIONS,
    endpoints::OPERATIONS,
    events::OPERATIONS,
    failover::OPERATIONS,
    instances::OPERATIONS,
    log_files::OPERATIONS,
    option_groups::OPERATIONS,
    parameter_operations::OPERATIONS,
    subnet_groups::OPERATIONS,
    tags::OPERATIONS,
];

#[cfg(test)]
mod tests;
