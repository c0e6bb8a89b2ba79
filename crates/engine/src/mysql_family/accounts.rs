//! Accounts, as statements.

use super::sql::identifier;

/// `` `name`@`host` ``.
pub(crate) fn account(name: &str, host: &str) -> String {
    format!("{}@{}", identifier(name), identifier(host))
}

/// The role that a master user's privileges come from on Aurora MySQL version 3.
pub(crate) const SUPERUSER_ROLE: &str = "rds_superuser_role";

/// Roles that open other services of Amazon's on Aurora MySQL version 3. They open nothing here, and
/// are there for scripts that grant them.
pub(crate) const SERVICE_ROLES: [&str; 6] = [
    "AWS_LAMBDA_ACCESS",
    "AWS_LOAD_S3_ACCESS",
    "AWS_SELECT_S3_ACCESS",
    "AWS_SAGEMAKER_ACCESS",
    "AWS_COMPREHEND_ACCESS",
    "AWS_BEDROCK_ACCESS",
];

/// The table that the README's walk reads.
pub(crate) const SAMPLE: [&str; 3] = [
    "CREATE DATABASE sugi01",
    "CREATE TABLE sugi01.sample (id INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, \
     height_m DECIMAL(4,1) NOT NULL)",
    "INSERT INTO sugi01.sample (id, name, height_m) VALUES (1, 'sugi', 38.5), (2, 'hinoki', 30.0), \
     (3, 'matsu', 24.2)",
];
