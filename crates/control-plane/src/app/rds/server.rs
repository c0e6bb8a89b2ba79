//! What clusters and instances have in common: the database server underneath.

use aws_query::error::common::INVALID_PARAMETER_COMBINATION;
use aws_query::rds::{CertificateDetails, CloudwatchLogsExportConfiguration};
use aws_query::{ApiError, Secret, Timestamp};

use super::catalog::family;
use super::checks::{
    check_database_name, check_log_types, check_master_username, check_port, missing,
    offered_engine, refuse_taken_port, refuse_upgrade, seal_password,
};
use super::database::{Database as _, Group};
use super::members;
use super::parameter_groups::{chosen, on_record};
use crate::app::{Call, OrFail as _};
use crate::ca::CA_IDENTIFIER;
use crate::engines::OfferedEngine;
use crate::state::{self, MOST_SERVERS, Member, PendingChanges, Server, Status, Tags, servers};

/// What a new server is asked to be.
pub(super) struct NewServer {
    pub(super) resource_id: String,
    pub(super) engine: String,
    pub(super) engine_version: Option<String>,
    pub(super) port: Option<i32>,
    pub(super) master_username: Option<String>,
    pub(super) master_password: Option<Secret>,
    pub(super) database_name: Option<String>,
    pub(super) iam_authentication: bool,
    pub(super) deletion_protection: bool,
    pub(super) log_exports: Vec<String>,
    pub(super) subnet_group: Option<String>,
    pub(super) parameter_group: Option<String>,
    pub(super) tags: Tags,
}

impl NewServer {
    /// Its record, to be made by the supervisor.
    pub(super) fn record<G: Group>(self, call: &Call<'_>) -> Result<Server, ApiError> {
        if servers(call.state).or_fail()?.len() >= usize::from(MOST_SERVERS) {
            return Err(G::Of::quota_exceeded());
        }
        let engine = offered_engine(&self.engine, self.engine_version.as_deref(), call)?;
        check_log_types(&self.log_exports, engine.product, engine.name.as_str())?;
        if let Some(name) = &self.database_name {
            check_database_name(G::Of::DATABASE_NAME, engine.product, name)?;
        }
        let sealed = self.sealed_password(engine, call)?;
        let master_username = self
            .master_username
            .ok_or_else(|| missing("MasterUsername"))?;
        check_master_username((engine.product, engine.name.as_str()), &master_username)?;
        let port = self.port.map(check_port).transpose()?;
        if let Some(port) = port {
            refuse_taken_port(port, call.state)?;
        }
        let family = family(engine.name, &engine.version);
        let group = chosen::<G>(call, self.parameter_group.as_deref(), &family)?;
        let asked = state::NewServer {
            resource_id: self.resource_id,
            engine: engine.name.to_string(),
            product: engine.product,
            engine_version: engine.version.clone(),
            master_username,
            sealed_master_password: Some(sealed),
        };
        Ok(Server {
            port,
            database_name: self.database_name,
            iam_authentication: self.iam_authentication,
            deletion_protection: self.deletion_protection,
            log_exports: self.log_exports,
            subnet_group: self.subnet_group,
            parameter_group: group.as_ref().and_then(|group| on_record(group, &family)),
            parameters: group.map(|group| group.parameters).unwrap_or_default(),
            tags: self.tags,
            ..Server::to_be_made(asked, call.now.as_unix())
        })
    }

    fn sealed_password(&self, engine: &OfferedEngine, call: &Call<'_>) -> Result<String, ApiError> {
        let password = self
            .master_password
            .as_ref()
            .ok_or_else(|| missing("MasterUserPassword"))?;
        seal_password(
            call,
            (engine.product, engine.name.as_str()),
            &self.resource_id,
            password,
        )
    }
}

/// The changes that a modification asks for.
pub(super) struct Modification {
    pub(super) iam_authentication: Option<bool>,
    pub(super) master_password: Option<Secret>,
    pub(super) deletion_protection: Option<bool>,
    pub(super) logs: Option<CloudwatchLogsExportConfiguration>,
    pub(super) identifier: Option<String>,
    pub(super) port: Option<i32>,
    pub(super) engine_version: Option<String>,
    pub(super) parameter_group: Option<String>,
    pub(super) immediately: bool,
}

impl Modification {
    /// Writes into `server` what shall change now and what shall wait. What is left to change now, as
    /// it is not the server's, is another identifier.
    pub(super) fn write_into<G: Group>(
        self,
        server: &mut Server,
        call: &Call<'_>,
    ) -> Result<Option<String>, ApiError> {
        refuse_upgrade(self.engine_version.as_deref(), server)?;
        if let Some(logs) = self.logs {
            change_log_exports(server, logs)?;
        }
        let family = family(&server.engine, &server.engine_version);
        if let Some(group) = chosen::<G>(call, self.parameter_group.as_deref(), &family)? {
            // What it sets takes effect at the next reboot, as on RDS.
            server.parameter_group = on_record(&group, &family);
        }
        server.deletion_protection = self
            .deletion_protection
            .unwrap_or(server.deletion_protection);
        if let Some(wanted) = self.iam_authentication {
            let changes = wanted != server.iam_authentication;
            server.pending.iam_authentication = changes.then_some(wanted);
        }
        server.pending.identifier = self.identifier.or(server.pending.identifier.take());
        let port = self.port.map(check_port).transpose()?;
        let port = port.filter(|port| Some(*port) != server.port);
        if let Some(port) = port {
            refuse_taken_port(port, call.state)?;
        }
        let password = self.master_password.as_ref();
        let kind = (server.product, &*server.engine);
        let password =
            password.map(|password| seal_password(call, kind, &server.resource_id, password));
        // Amazon restarts for another port, and sets a password, whatever `ApplyImmediately` says. With it
        // everything begins that waits, not only what a call asked for.
        let mut due = PendingChanges {
            port,
            sealed_master_password: password.transpose()?,
            ..match self.immediately {
                true => std::mem::take(&mut server.pending),
                false => PendingChanges::default(),
            }
        };
        let identifier = due.identifier.take();
        server.begin(due);
        Ok(identifier)
    }

    /// Writes into a member of a cluster what it has of its own, and says what is left to change now:
    /// another identifier.
    pub(super) fn write_into_member(
        self,
        member: &mut Member,
        server: &Server,
        call: &Call<'_>,
    ) -> Result<Option<String>, ApiError> {
        if self.parameter_group.is_some() {
            // What it sets takes effect at the next reboot, as on RDS.
            member.parameter_group = members::group(call, self.parameter_group.as_deref(), server)?;
        }
        let waiting = &mut member.pending_identifier;
        *waiting = self.identifier.or(waiting.take());
        Ok(match self.immediately {
            true => waiting.take(),
            false => None,
        })
    }
}

fn change_log_exports(
    server: &mut Server,
    change: CloudwatchLogsExportConfiguration,
) -> Result<(), ApiError> {
    let enable = change.enable_log_types.unwrap_or_default();
    let disable = change.disable_log_types.unwrap_or_default();
    check_log_types(&enable, server.product, &server.engine)?;
    check_log_types(&disable, server.product, &server.engine)?;
    let exports = &mut server.log_exports;
    exports.retain(|log| !disable.contains(log));
    exports.extend(enable);
    exports.sort_unstable();
    exports.dedup();
    Ok(())
}

/// What a deletion says of the data.
pub(super) struct Deletion<'a> {
    pub(super) skip_final_snapshot: Option<bool>,
    pub(super) final_snapshot: Option<&'a str>,
    /// How Amazon calls what is deleted.
    pub(super) noun: &'static str,
}

impl Deletion<'_> {
    /// Writes into `server` that it shall go. RDS makes a final snapshot unless told not to; there are
    /// none here.
    pub(super) fn write_into(self, server: &mut Server) -> Result<(), ApiError> {
        const PARAMETER: &str = "FinalDBSnapshotIdentifier";
        let refuse = |text: String| Err(INVALID_PARAMETER_COMBINATION.because(text));
        if server.deletion_protection {
            let noun = self.noun;
            return refuse(format!(
                "Cannot delete protected {noun}, please disable deletion protection and try again."
            ));
        }
        match (
            self.skip_final_snapshot.unwrap_or(false),
            self.final_snapshot,
        ) {
            (true, None) => {}
            (true, Some(_)) => {
                return refuse(format!(
                    "{PARAMETER} cannot be specified when deleting with SkipFinalSnapshot."
                ));
            }
            (false, None) => {
                return refuse(format!(
                    "{PARAMETER} is required unless SkipFinalSnapshot is specified."
                ));
            }
            (false, Some(_)) => {
                return refuse(
                    "Snapshots are not offered here: specify SkipFinalSnapshot.".to_owned(),
                );
            }
        }
        server.status = Status::Deleting;
        Ok(())
    }
}

/// What `PendingModifiedValues` shows: what waits, and a password that is being set.
pub(super) fn not_yet_so(server: &Server) -> PendingChanges {
    let password = &server.applying.sealed_master_password;
    PendingChanges {
        sealed_master_password: password.clone(),
        ..server.pending.clone()
    }
}

/// Who certifies a server, and until when; nothing is known of one that is somebody's own.
pub(super) fn certificate_details(server: &Server) -> Option<CertificateDetails> {
    server.attached.is_none().then(|| CertificateDetails {
        ca_identifier: Some(CA_IDENTIFIER.to_owned()),
        valid_till: server.certificate_ends_at.map(Timestamp::from_unix),
    })
}

/// How RDS shows such a password.
pub(super) fn hidden() -> aws_query::Secret {
    aws_query::Secret::new("****".to_owned())
}

/// A list, unless it is empty.
pub(super) fn some_if_any<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
