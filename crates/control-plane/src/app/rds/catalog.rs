//! What is offered here: engine versions, classes, certificates, and what there is none of.

use aws_query::rds::error::GLOBAL_CLUSTER_NOT_FOUND_FAULT;
use aws_query::rds::{
    self, AccountAttributesMessage, CertificateMessage, DBEngineVersionMessage,
    DescribeAccountAttributes, DescribeCertificates, DescribeDBEngineVersions,
    DescribeGlobalClusters, DescribeOrderableDBInstanceOptions, DescribePendingMaintenanceActions,
    GlobalClustersMessage, OrderableDBInstanceOptionsMessage, PendingMaintenanceActionsMessage,
};
use aws_query::{ApiError, Timestamp};

use super::checks::{check_certificate_authority, log_types};
use super::listing::{Filters, page_of};
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ca::{self, CA_IDENTIFIER};
use crate::engines::OfferedEngine;
use crate::ids;
use crate::state::{Cluster, Instance};

pub(super) const OPERATIONS: &[Entry] = operations![
    DescribeAccountAttributes,
    DescribeCertificates,
    DescribeDBEngineVersions,
    DescribeGlobalClusters,
    DescribeOrderableDBInstanceOptions,
    DescribePendingMaintenanceActions,
];

/// Classes that clients ask for. They are kept and shown; what runs is a server on this machine.
const CLASSES: [&str; 4] = [
    "db.t3.medium",
    "db.t4g.medium",
    "db.r6g.large",
    "db.serverless",
];

const ENGINE_FILTERS: &[&str] = &[
    "db-parameter-group-family",
    "engine",
    "engine-mode",
    "engine-version",
    "status",
];

/// The zone that this machine stands for.
const ZONE: &str = "a";

impl Handler for DescribeDBEngineVersions {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("rds:DescribeDBEngineVersions", "*")))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let filters = Filters::new(input.filters, ENGINE_FILTERS)?;
        let mut found = Vec::new();
        for offered in &call.realm.offer.engines {
            let (engine, version) = (offered.name.as_str(), &offered.version);
            let asked = input.engine.as_deref().is_none_or(|asked| asked == engine)
                && input
                    .engine_version
                    .as_deref()
                    .is_none_or(|asked| version.starts_with(asked));
            let shape = engine_version(offered);
            let family = shape
                .db_parameter_group_family
                .as_deref()
                .unwrap_or_default();
            let passes = filters.pass(|name| {
                let value = match name {
                    "engine" => engine,
                    "engine-version" => version,
                    "db-parameter-group-family" => family,
                    "engine-mode" => "provisioned",
                    _ => "available",
                };
                Ok(Some(value.into()))
            })?;
            if asked && passes {
                found.push(shape);
            }
        }
        let page = page_of(found, input.marker.as_deref(), input.max_records)?;
        let db_engine_versions = Some(page.items);
        Ok(Outcome::read(DBEngineVersionMessage {
            db_engine_versions,
            marker: page.next,
        }))
    }
}

/// `mariadb10.11`: what parameter groups are made for.
pub(super) fn family(engine: impl std::fmt::Display, version: &str) -> String {
    format!("{engine}{}", series(version))
}

/// The families of everything that is offered.
pub(super) fn families(call: &Call<'_>) -> Vec<String> {
    let offered = call.realm.offer.engines.iter();
    offered
        .map(|engine| family(engine.name, &engine.version))
        .collect()
}

fn series(version: &str) -> &str {
    version
        .rsplit_once('.')
        .map_or(version, |(series, _)| series)
}

fn engine_version(offered: &OfferedEngine) -> rds::DBEngineVersion {
    let OfferedEngine {
        name: engine,
        product,
        version,
    } = offered;
    let series = series(version);
    rds::DBEngineVersion {
        engine: Some(engine.to_string()),
        major_engine_version: Some(series.to_owned()),
        engine_version: Some(version.to_owned()),
        db_parameter_group_family: Some(family(engine, version)),
        db_engine_description: Some(product.to_string()),
        db_engine_version_description: Some(format!("{product} {version}, as installed here")),
        exportable_log_types: Some(log_types(*product).map(str::to_owned).to_vec()),
        supports_log_exports_to_cloudwatch_logs: Some(true),
        supports_read_replica: Some(false),
        supports_certificate_rotation_without_restart: Some(true),
        supported_ca_certificate_identifiers: Some(vec![CA_IDENTIFIER.to_owned()]),
        status: Some("available".to_owned()),
        ..Default::default()
    }
}

impl Handler for DescribeCertificates {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("rds:DescribeCertificates", "*")))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        check_certificate_authority(input.certificate_identifier.as_deref())?;
        Ok(Outcome::read(CertificateMessage {
            default_certificate_for_new_launches: Some(CA_IDENTIFIER.to_owned()),
            certificates: Some(vec![root_certificate(call)?]),
            marker: None,
        }))
    }
}

fn root_certificate(call: &Call<'_>) -> Result<rds::Certificate, ApiError> {
    let certificate = ca::read_certificate(&call.realm.offer.ca_certificate_pem).or_fail()?;
    Ok(rds::Certificate {
        certificate_identifier: Some(CA_IDENTIFIER.to_owned()),
        certificate_type: Some("CA".to_owned()),
        thumbprint: Some(ids::thumbprint(&certificate.der)),
        valid_from: Some(Timestamp::from_unix(certificate.valid.start.as_unix())),
        valid_till: Some(Timestamp::from_unix(certificate.valid.end.as_unix())),
        certificate_arn: Some(call.realm.account.rds_arn("cert", CA_IDENTIFIER)),
        customer_override: Some(false),
        customer_override_valid_till: None,
    })
}

impl Handler for DescribeOrderableDBInstanceOptions {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:DescribeOrderableDBInstanceOptions",
            "*",
        )))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let asked = |engine: &&OfferedEngine| {
            let version = input.engine_version.as_deref();
            engine.name.as_str() == input.engine
                && version.is_none_or(|asked| engine.version.starts_with(asked))
        };
        let wanted = |class: &&&str| {
            let class_asked = input.db_instance_class.as_deref();
            class_asked.is_none_or(|asked| asked == **class)
        };
        let options = match call.realm.offer.engines.iter().find(asked) {
            None => Vec::new(),
            Some(engine) => CLASSES
                .iter()
                .filter(wanted)
                .map(|class| option(&input.engine, &engine.version, class, call))
                .collect(),
        };
        let page = page_of(options, input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(OrderableDBInstanceOptionsMessage {
            orderable_db_instance_options: Some(page.items),
            marker: page.next,
        }))
    }
}

fn option(
    engine: &str,
    version: &str,
    class: &str,
    call: &Call<'_>,
) -> rds::OrderableDBInstanceOption {
    let zone = format!("{}{ZONE}", call.realm.account.region);
    rds::OrderableDBInstanceOption {
        engine: Some(engine.to_owned()),
        engine_version: Some(version.to_owned()),
        db_instance_class: Some(class.to_owned()),
        license_model: Some("general-public-license".to_owned()),
        availability_zones: Some(vec![rds::AvailabilityZone { name: Some(zone) }]),
        multi_az_capable: Some(false),
        read_replica_capable: Some(false),
        vpc: Some(false),
        supports_storage_encryption: Some(false),
        supports_iam_database_authentication: Some(true),
        supports_kerberos_authentication: Some(false),
        supports_clusters: Some(true),
        supported_engine_modes: Some(vec!["provisioned".to_owned()]),
        ..Default::default()
    }
}

impl Handler for DescribeAccountAttributes {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("rds:DescribeAccountAttributes", "*")))
    }

    fn carry_out(call: &Call<'_>, _: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let quota = |name: &str, used: usize| rds::AccountQuota {
            account_quota_name: Some(name.to_owned()),
            used: i64::try_from(used).ok(),
            // One for each port that servers are put on.
            max: Some(94),
        };
        let account_quotas = Some(vec![
            quota("DBClusters", call.state.all::<Cluster>().count()),
            quota("DBInstances", call.state.all::<Instance>().count()),
        ]);
        Ok(Outcome::read(AccountAttributesMessage { account_quotas }))
    }
}

/// There are none, and clients that read clusters ask.
impl Handler for DescribeGlobalClusters {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new("rds:DescribeGlobalClusters", "*")))
    }

    fn carry_out(_: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        if let Some(name) = input.global_cluster_identifier {
            let text = format!("Global cluster {name} not found");
            return Err(GLOBAL_CLUSTER_NOT_FOUND_FAULT.because(text));
        }
        let global_clusters = Some(Vec::new());
        Ok(Outcome::read(GlobalClustersMessage {
            global_clusters,
            marker: None,
        }))
    }
}

/// Changes that wait are in `PendingModifiedValues`; maintenance of Amazon's kind there is none.
impl Handler for DescribePendingMaintenanceActions {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:DescribePendingMaintenanceActions",
            "*",
        )))
    }

    fn carry_out(_: &Call<'_>, _: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let pending_maintenance_actions = Some(Vec::new());
        Ok(Outcome::read(PendingMaintenanceActionsMessage {
            pending_maintenance_actions,
            marker: None,
        }))
    }
}
