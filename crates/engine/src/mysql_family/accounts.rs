//! Accounts, as statements.

use super::sql::identifier;
use crate::database::InitialDatabase;

/// `` `name`@`host` ``.
pub(crate) fn account(name: &str, host: &str) -> String {
    format!("{}@{}", identifier(name), identifier(host))
}

/// The query of which accounts among `holders` (`Dialect::holders`) have global, database (a
/// pattern) or table privileges that write to the `mysql` schema: name, host, grant.
pub(super) fn dangerous_grants(holders: &str) -> String {
    format!(
        "\
WITH RECURSIVE holder (user, host, grantee, grantee_host) AS (
{holders}
), reach (grantee, grantee_host, what) AS (
  SELECT user, host, 'ON *.*' FROM mysql.user
  WHERE 'Y' IN (insert_priv, update_priv, delete_priv, create_priv, drop_priv, alter_priv)
  UNION ALL
  SELECT user, host, CONCAT('ON `', db, '`.*') FROM mysql.db
  WHERE 'mysql' LIKE db
    AND 'Y' IN (insert_priv, update_priv, delete_priv, create_priv, drop_priv, alter_priv)
  UNION ALL
  SELECT user, host, CONCAT('ON `mysql`.`', table_name, '`') FROM mysql.tables_priv
  WHERE db = 'mysql' AND table_priv REGEXP 'Insert|Update|Delete|Create|Drop|Alter'
)
SELECT DISTINCT h.user, h.host,
  IF(h.grantee = h.user AND h.grantee_host = h.host, r.what,
     CONCAT(r.what, ' through role `', h.grantee, '`'))
FROM holder h JOIN reach r ON r.grantee = h.grantee AND r.grantee_host = h.grantee_host
ORDER BY 1, 2, 3"
    )
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

/// What makes the database that a new server is asked to have. The master user has its privileges on
/// every database.
pub(crate) fn initial_database(database: &InitialDatabase) -> Vec<String> {
    match database {
        InitialDatabase::None => Vec::new(),
        InitialDatabase::Named(name) => {
            vec![format!("CREATE DATABASE {}", identifier(name.as_str()))]
        }
        InitialDatabase::Sample => SAMPLE.map(str::to_owned).to_vec(),
    }
}

/// The table that the README's walk reads.
const SAMPLE: [&str; 3] = [
    "CREATE DATABASE sugi01",
    "CREATE TABLE sugi01.sample (id INT UNSIGNED NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, \
     height_m DECIMAL(4,1) NOT NULL)",
    "INSERT INTO sugi01.sample (id, name, height_m) VALUES (1, 'sugi', 38.5), (2, 'hinoki', 30.0), \
     (3, 'matsu', 24.2)",
];
