//! Procedures of RDS that people and their tools call. They are our own account's and made anew at each
//! start, since a master user can drop or change what is in the `mysql` schema.

use super::ADMINISTRATOR;
use super::accounts::account;

/// `CALL mysql.rds_kill(…)` and `mysql.rds_kill_query(…)` end anybody's session or statement but our own
/// account's, for whoever may execute them (RDS User Guide, "Ending a session or query").
pub(super) fn procedures() -> Vec<String> {
    [("rds_kill", "CONNECTION"), ("rds_kill_query", "QUERY")]
        .into_iter()
        .flat_map(|(name, what)| [drop_procedure(name), create_kill(name, what)])
        .collect()
}

fn drop_procedure(name: &str) -> String {
    format!("DROP PROCEDURE IF EXISTS mysql.{name}")
}

fn create_kill(name: &str, what: &str) -> String {
    let definer = account(ADMINISTRATOR, "localhost");
    format!(
        "CREATE DEFINER = {definer} PROCEDURE mysql.{name}(IN thread BIGINT) SQL SECURITY DEFINER \
         IF EXISTS (SELECT 1 FROM information_schema.processlist WHERE id = thread \
         AND user = '{ADMINISTRATOR}') THEN SIGNAL SQLSTATE '45000' \
         SET MESSAGE_TEXT = 'ERROR (RDS): CANNOT KILL RDSADMIN SESSION'; ELSE KILL {what} thread; END IF"
    )
}
