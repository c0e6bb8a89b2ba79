//! What is offered here: engine versions, classes, certificates, and what there is none of.

use aws_query::rds::error::RESOURCE_NOT_FOUND_FAULT;
use aws_query::rds::{
    self, AccountAttributesMessage, CertificateMessage, DBEngineVersionMessage,
    DescribeAccountAttributes, DescribeCertificates, DescribeDBEngineVersions,
    DescribeDBMajorEngineVersions, DescribeDBMajorEngineVersionsResponse,
    DescribeOrderableDBInstanceOptions, DescribePendingMaintenanceActions,
    DescribeValidDBInstanceModifications, DescribeValidDBInstanceModificationsResult,
    OrderableDBInstanceOptionsMessage, PendingMaintenanceActionsMessage,
};
use aws_query::{ApiError, Timestamp};
use engine::Product;

use super::checks::{check_certificate_authority, is_of_series, log_types};
use super::listing::{Filters, page_of, page_within};
use super::noun::{Noun as _, find, permission};
use crate::account::Account;
use crate::app::{Asked, Call, Entry, Handler, OrFail as _, Outcome, operations};
use crate::authorize::Permission;
use crate::ca::{self, CA_IDENTIFIER};
use crate::engines::{EngineName, OfferedEngine};
use crate::ids;
use crate::state::{Cluster, Instance, MOST_SERVERS};

pub(super) const OPERATIONS: &[Entry] = operations![
    DescribeAccountAttributes,
    DescribeCertificates,
    DescribeDBEngineVersions,
    DescribeDBMajorEngineVersions,
    DescribeOrderableDBInstanceOptions,
    DescribePendingMaintenanceActions,
    DescribeValidDBInstanceModifications,
];

/// Families of classes that clients ask for, and their sizes. A class is kept and shown; what runs is a
/// server on this machine.
const FAMILIES: [(&[&str], &[&str]); 2] = [
    (
        &["t3", "t4g"],
        &["micro", "small", "medium", "large", "xlarge", "2xlarge"],
    ),
    (
        &[
            "m5", "m6g", "m6i", "m7g", "m7i", "r5", "r6g", "r6i", "r7g", "r7i", "r8g",
        ],
        &[
            "large", "xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge",
        ],
    ),
];

/// How many classes a page has at least and at most.
const MAX_OPTIONS: std::ops::RangeInclusive<i32> = 20..=1000;

fn classes() -> impl Iterator<Item = String> {
    let sized = |(families, sizes): (&'static [&str], &'static [&str])| {
        families
            .iter()
            .flat_map(|family| sizes.iter().map(move |size| format!("db.{family}.{size}")))
    };
    let serverless = std::iter::once("db.serverless".to_owned());
    FAMILIES.into_iter().flat_map(sized).chain(serverless)
}

const ENGINE_FILTERS: &[&str] = &[
    "db-parameter-group-family",
    "engine",
    "engine-mode",
    "engine-version",
    "status",
];

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
                    .is_none_or(|asked| is_of_series(version, asked));
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

/// Whether a group of one family may be given to a server of another: Aurora has versions of its own, of
/// which nothing here has any, so all of an engine's are one.
pub(super) fn serves(family: &str, another: &str) -> bool {
    let engine = engine_of(family);
    let is_aurora = EngineName::parse(engine).is_some_and(EngineName::is_aurora);
    family == another || (is_aurora && engine != family && engine == engine_of(another))
}

/// `aurora-mysql` of `aurora-mysql8.0`.
fn engine_of(family: &str) -> &str {
    family.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.')
}

/// The families of everything that is offered.
pub(super) fn families(call: &Call<'_>) -> Vec<String> {
    let offered = call.realm.offer.engines.iter();
    offered
        .map(|engine| family(engine.name, &engine.version))
        .collect()
}

/// `10.11` of `10.11.6`.
pub(super) fn series(version: &str) -> &str {
    version
        .rsplit_once('.')
        .map_or(version, |(series, _)| series)
}

/// The name of the option group that an engine's instances are in that are given no other.
pub(super) fn default_option_group(engine: &str, version: &str) -> String {
    format!("default:{engine}-{}", series(version).replace('.', "-"))
}

/// The zone that this machine stands for.
pub(super) fn zone(account: &Account) -> String {
    format!("{}a", account.region)
}

/// As Amazon calls the license of an engine's server.
pub(super) fn license(product: Product) -> &'static str {
    match product {
        Product::MariaDb | Product::MySql => "general-public-license",
        Product::PostgreSql => "postgresql-license",
    }
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
        supported_engine_modes: Some(vec!["provisioned".to_owned()]),
        supported_feature_names: Some(Vec::new()),
        supports_babelfish: Some(false),
        supports_global_databases: Some(false),
        supports_integrations: Some(false),
        supports_limitless_database: Some(false),
        supports_local_write_forwarding: Some(false),
        supports_parallel_query: Some(false),
        tag_list: Some(Vec::new()),
        valid_upgrade_target: Some(Vec::new()),
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
        Filters::new(input.filters, &[])?;
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
        Filters::new(input.filters, &[])?;
        let asked = |engine: &&OfferedEngine| {
            let version = input.engine_version.as_deref();
            let license_asked = input.license_model.as_deref();
            engine.name.as_str() == input.engine
                && version.is_none_or(|asked| is_of_series(&engine.version, asked))
                && license_asked.is_none_or(|asked| asked == license(engine.product))
        };
        let class_asked = input.db_instance_class.as_deref();
        let wanted = |class: &String| class_asked.is_none_or(|asked| asked == class);
        let options = match call.realm.offer.engines.iter().find(asked) {
            None => Vec::new(),
            Some(engine) => classes()
                .filter(wanted)
                .map(|class| option(engine, class, &call.realm.account))
                .collect(),
        };
        let (marker, most) = (input.marker.as_deref(), input.max_records);
        let page = page_within(MAX_OPTIONS, options, marker, most)?;
        Ok(Outcome::read(OrderableDBInstanceOptionsMessage {
            orderable_db_instance_options: Some(page.items),
            marker: page.next,
        }))
    }
}

fn option(
    engine: &OfferedEngine,
    class: String,
    account: &Account,
) -> rds::OrderableDBInstanceOption {
    let name = Some(zone(account));
    let storage = if engine.name.is_aurora() {
        "aurora"
    } else {
        "gp2"
    };
    rds::OrderableDBInstanceOption {
        engine: Some(engine.name.to_string()),
        engine_version: Some(engine.version.clone()),
        db_instance_class: Some(class),
        license_model: Some(license(engine.product).to_owned()),
        availability_zones: Some(vec![rds::AvailabilityZone { name }]),
        multi_az_capable: Some(false),
        outpost_capable: Some(false),
        read_replica_capable: Some(false),
        vpc: Some(true),
        storage_type: Some(storage.to_owned()),
        supported_network_types: Some(vec!["IPV4".to_owned()]),
        supports_clusters: Some(true),
        supports_dedicated_log_volume: Some(false),
        supports_enhanced_monitoring: Some(false),
        supports_global_databases: Some(false),
        supports_iam_database_authentication: Some(true),
        supports_iops: Some(false),
        supports_kerberos_authentication: Some(false),
        supports_performance_insights: Some(false),
        supports_storage_autoscaling: Some(false),
        supports_storage_encryption: Some(false),
        supports_storage_throughput: Some(false),
        supported_engine_modes: Some(vec!["provisioned".to_owned()]),
        available_processor_features: Some(Vec::new()),
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
            max: Some(MOST_SERVERS.into()),
        };
        let account_quotas = Some(vec![
            quota("DBClusters", call.state.all::<Cluster>().count()),
            quota("DBInstances", call.state.all::<Instance>().count()),
        ]);
        Ok(Outcome::read(AccountAttributesMessage { account_quotas }))
    }
}

/// Changes that wait are in `PendingModifiedValues`; maintenance of Amazon's kind there is none.
impl Handler for DescribePendingMaintenanceActions {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let action = "rds:DescribePendingMaintenanceActions";
        Ok(Some(match input.resource_identifier.as_deref() {
            None => Permission::new(action, "*"),
            Some(arn) if arn.split(':').nth(5) == Some(Instance::KIND) => {
                permission::<Instance>(action, arn, asked)?
            }
            Some(arn) => permission::<Cluster>(action, arn, asked)?,
        }))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        Filters::new(input.filters, &["db-cluster-id", "db-instance-id"])?;
        if let Some(arn) = &input.resource_identifier
            && find::<Cluster>(call.state, arn).is_err()
            && find::<Instance>(call.state, arn).is_err()
        {
            let text = format!("The specified resource {arn} was not found.");
            return Err(RESOURCE_NOT_FOUND_FAULT.because(text));
        }
        let page = page_of(Vec::new(), input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(PendingMaintenanceActionsMessage {
            pending_maintenance_actions: Some(page.items),
            marker: page.next,
        }))
    }
}

impl Handler for DescribeDBMajorEngineVersions {
    fn permission(_: &Self::Input, _: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        Ok(Some(Permission::new(
            "rds:DescribeDBMajorEngineVersions",
            "*",
        )))
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        let shape = |offered: &OfferedEngine| rds::DBMajorEngineVersion {
            engine: Some(offered.name.to_string()),
            major_engine_version: Some(series(&offered.version).to_owned()),
            supported_engine_lifecycles: Some(Vec::new()),
        };
        let (engine, version) = (input.engine.as_ref(), input.major_engine_version.as_ref());
        let mut found: Vec<_> = call.realm.offer.engines.iter().map(shape).collect();
        found.retain(|shape| engine.is_none_or(|asked| shape.engine.as_ref() == Some(asked)));
        found.retain(|shape| {
            version.is_none_or(|asked| shape.major_engine_version.as_ref() == Some(asked))
        });
        let page = page_of(found, input.marker.as_deref(), input.max_records)?;
        Ok(Outcome::read(DescribeDBMajorEngineVersionsResponse {
            db_major_engine_versions: Some(page.items),
            marker: page.next,
        }))
    }
}

/// Storage is that of the machine: there is nothing to choose from.
impl Handler for DescribeValidDBInstanceModifications {
    fn permission(input: &Self::Input, asked: &Asked<'_>) -> Result<Option<Permission>, ApiError> {
        let name = &input.db_instance_identifier;
        permission::<Instance>("rds:DescribeValidDBInstanceModifications", name, asked).map(Some)
    }

    fn carry_out(call: &Call<'_>, input: Self::Input) -> Result<Outcome<Self::Output>, ApiError> {
        find::<Instance>(call.state, &input.db_instance_identifier)?;
        let valid = rds::ValidDBInstanceModificationsMessage {
            storage: Some(Vec::new()),
            valid_processor_features: Some(Vec::new()),
            supports_dedicated_log_volume: Some(false),
            ..Default::default()
        };
        Ok(Outcome::read(DescribeValidDBInstanceModificationsResult {
            valid_db_instance_modifications_message: Some(valid),
        }))
    }
}
