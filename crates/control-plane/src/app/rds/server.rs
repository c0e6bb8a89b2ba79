//! What clusters and instances have in common: the database server underneath.

use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::{CloudwatchLogsExportConfiguration, Filter};
use aws_query::{ApiError, ErrorCode, Secret};

use crate::app::{Call, OrFail as _};
use crate::state::{PendingChanges, Server, Status, Tags};

/// Engines that are offered. The second is the name that scripts written for Aurora ask for; what
/// runs is the MariaDB that is installed.
pub(super) const ENGINES: [&str; 2] = ["mariadb", "aurora-mysql"];

/// The log of refused logins.
pub(super) const IAM_ERROR_LOG: &str = "iam-db-auth-error";

const LOG_TYPES: [&str; 2] = [IAM_ERROR_LOG, "error"];

/// What a new server is asked to be.
pub(super) struct NewServer {
    pub(super) resource_id: String,
    pub(super) engine: String,
    pub(super) engine_version: Option<String>,
    pub(super) port: Option<i32>,
    pub(super) master_username: Option<String>,
    pub(super) master_password: Option<Secret>,
    pub(super) managed_password: bool,
    pub(super) database_name: Option<String>,
    pub(super) iam_authentication: bool,
    pub(super) deletion_protection: bool,
    pub(super) log_exports: Vec<String>,
    pub(super) tags: Tags,
}

impl NewServer {
    /// Its record, to be made by the supervisor.
    pub(super) fn record(self, call: &Call<'_>) -> Result<Server, ApiError> {
        check_engine(&self.engine, self.engine_version.as_deref(), call)?;
        check_log_types(&self.log_exports)?;
        refuse_database_name(self.database_name.as_deref())?;
        let sealed = self.sealed_password(call)?;
        let master_username = self
            .master_username
            .ok_or_else(|| missing("MasterUsername"))?;
        check_master_username(&master_username)?;
        Ok(Server {
            resource_id: self.resource_id,
            engine: self.engine,
            engine_version: call.realm.offer.mariadb_version.clone(),
            status: Status::Creating,
            created_at: call.now.as_unix(),
            port: self.port.map(check_port).transpose()?,
            master_username,
            database_name: None,
            iam_authentication: self.iam_authentication,
            applying: PendingChanges {
                sealed_master_password: Some(sealed),
                ..Default::default()
            },
            pending: PendingChanges::default(),
            require_secure_transport: true,
            sample: false,
            deletion_protection: self.deletion_protection,
            log_exports: self.log_exports,
            tags: self.tags,
            failure: None,
            attached: None,
        })
    }

    fn sealed_password(&self, call: &Call<'_>) -> Result<String, ApiError> {
        if self.managed_password {
            return Err(INVALID_PARAMETER_COMBINATION.because(
                "ManageMasterUserPassword is not offered here: give MasterUserPassword.",
            ));
        }
        let password = self
            .master_password
            .as_ref()
            .ok_or_else(|| missing("MasterUserPassword"))?;
        seal_password(call, &self.resource_id, password)
    }
}

/// The changes that a modification asks for.
pub(super) struct Modification {
    pub(super) iam_authentication: Option<bool>,
    pub(super) master_password: Option<Secret>,
    pub(super) deletion_protection: Option<bool>,
    pub(super) logs: Option<CloudwatchLogsExportConfiguration>,
    pub(super) immediately: bool,
}

impl Modification {
    /// Writes into `server` what shall change now and what shall wait.
    pub(super) fn write_into(self, server: &mut Server, call: &Call<'_>) -> Result<(), ApiError> {
        if let Some(logs) = self.logs {
            change_log_exports(&mut server.log_exports, logs)?;
        }
        server.deletion_protection = self
            .deletion_protection
            .unwrap_or(server.deletion_protection);
        if let Some(password) = &self.master_password {
            let sealed = seal_password(call, &server.resource_id, password)?;
            server.pending.sealed_master_password = Some(sealed);
        }
        if let Some(wanted) = self.iam_authentication {
            let changes = wanted != server.iam_authentication;
            server.pending.iam_authentication = changes.then_some(wanted);
        }
        if self.immediately {
            apply_pending(server);
        }
        Ok(())
    }
}

/// `ApplyImmediately` applies everything that waits, not only what this call asked for.
fn apply_pending(server: &mut Server) {
    let pending = std::mem::take(&mut server.pending);
    if pending.is_empty() {
        return;
    }
    server.status = match pending.iam_authentication {
        Some(_) => Status::UpdateIamDbAuth,
        None => Status::Modifying,
    };
    server.applying = pending;
}

fn change_log_exports(
    exports: &mut Vec<String>,
    change: CloudwatchLogsExportConfiguration,
) -> Result<(), ApiError> {
    let enable = change.enable_log_types.unwrap_or_default();
    let disable = change.disable_log_types.unwrap_or_default();
    check_log_types(&enable)?;
    check_log_types(&disable)?;
    exports.retain(|log| !disable.contains(log));
    exports.extend(enable);
    exports.sort_unstable();
    exports.dedup();
    Ok(())
}

fn check_log_types(types: &[String]) -> Result<(), ApiError> {
    match types.iter().find(|log| !LOG_TYPES.contains(&log.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "You cannot use the log types '{unknown}' with engine version mariadb."
        ))),
    }
}

fn check_engine(engine: &str, version: Option<&str>, call: &Call<'_>) -> Result<(), ApiError> {
    if !ENGINES.contains(&engine) {
        let text = format!(
            "Invalid DB engine: {engine}. Offered here: {}.",
            ENGINES.join(", ")
        );
        return Err(INVALID_PARAMETER_VALUE.because(text));
    }
    let installed = &call.realm.offer.mariadb_version;
    let same = version.is_none_or(|asked| {
        engine != "mariadb" || installed == asked || installed.starts_with(&format!("{asked}."))
    });
    if same {
        return Ok(());
    }
    let asked = version.unwrap_or_default();
    Err(INVALID_PARAMETER_COMBINATION.because(format!(
        "Cannot find version {asked} for {engine}. Installed here: {installed}."
    )))
}

fn refuse_database_name(name: Option<&str>) -> Result<(), ApiError> {
    match name {
        None => Ok(()),
        Some(_) => Err(INVALID_PARAMETER_COMBINATION.because(
            "An initial database is not offered here: create it with CREATE DATABASE once the \
             server is available.",
        )),
    }
}

fn check_master_username(name: &str) -> Result<(), ApiError> {
    let valid = (1..=32).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !valid {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "MasterUsername {name} is invalid: it takes 1 to 32 letters, digits and underscores, \
             a letter first."
        )));
    }
    const RESERVED: [&str; 4] = ["rdsadmin", "root", "mysql", "mariadb"];
    if RESERVED
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(name))
    {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "MasterUsername {name} cannot be used as it is a reserved word used by the engine"
        )));
    }
    Ok(())
}

/// RDS: 8 to 41 printable ASCII characters, without `/`, `"`, `@` and the space.
fn seal_password(
    call: &Call<'_>,
    resource_id: &str,
    password: &Secret,
) -> Result<String, ApiError> {
    let text = password.expose();
    let refuse = |why: &str| {
        INVALID_PARAMETER_VALUE.because(format!(
            "The parameter MasterUserPassword is not a valid password{why}."
        ))
    };
    if text.len() < 8 {
        return Err(refuse(" because it is shorter than 8 characters"));
    }
    if text.len() > 41 {
        return Err(refuse(" because it is longer than 41 characters"));
    }
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_graphic() && !b"/\"@".contains(&byte))
    {
        return Err(refuse(
            ". Only printable ASCII characters besides '/', '@', '\"', ' ' may be used",
        ));
    }
    call.realm
        .keyring
        .seal(resource_id, text, &*call.realm.entropy)
        .or_fail()
}

fn check_port(port: i32) -> Result<u16, ApiError> {
    u16::try_from(port)
        .ok()
        .filter(|port| *port >= 1150)
        .ok_or_else(|| {
            INVALID_PARAMETER_VALUE.because(format!(
                "Invalid port {port}: it must be between 1150 and 65535."
            ))
        })
}

/// A parameter that a call cannot do without.
pub(super) fn missing(parameter: &str) -> ApiError {
    const MISSING_PARAMETER: ErrorCode = ErrorCode::sender("MissingParameter", 400);
    MISSING_PARAMETER.because(format!(
        "The request must contain the parameter {parameter}"
    ))
}

/// Identifiers: a letter first, then letters, digits and single hyphens; 63 characters at most; kept in
/// lower case (RDS guide, *Naming constraints*).
pub(super) fn identifier(parameter: &str, given: &str) -> Result<String, ApiError> {
    let valid = (1..=63).contains(&given.len())
        && given.starts_with(|first: char| first.is_ascii_alphabetic())
        && given
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !given.contains("--")
        && !given.ends_with('-');
    if valid {
        return Ok(given.to_ascii_lowercase());
    }
    Err(INVALID_PARAMETER_VALUE.because(format!(
        "The parameter {parameter} is not a valid identifier. Identifiers must begin with a letter; \
         must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or \
         contain two consecutive hyphens."
    )))
}

/// RDS makes a final snapshot unless told not to; there are none here.
pub(super) fn refuse_final_snapshot(
    skip: Option<bool>,
    identifier: Option<&str>,
    parameter: &str,
) -> Result<(), ApiError> {
    match (skip.unwrap_or(false), identifier) {
        (true, None) => Ok(()),
        (true, Some(_)) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "{parameter} cannot be specified when deleting with SkipFinalSnapshot."
        ))),
        (false, None) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "{parameter} is required unless SkipFinalSnapshot is specified."
        ))),
        (false, Some(_)) => Err(INVALID_PARAMETER_COMBINATION
            .because("Snapshots are not offered here: specify SkipFinalSnapshot.")),
    }
}

/// Whether something passes every filter; `values_of` says what a filter's name stands for.
pub(super) fn passes<'a>(
    filters: &[Filter],
    values_of: impl Fn(&str) -> Option<Vec<&'a str>>,
) -> Result<bool, ApiError> {
    for filter in filters {
        let values = values_of(&filter.name).ok_or_else(|| {
            INVALID_PARAMETER_VALUE.because(format!("Unrecognized filter name: {}", filter.name))
        })?;
        if !filter
            .values
            .iter()
            .any(|wanted| values.contains(&wanted.as_str()))
        {
            return Ok(false);
        }
    }
    Ok(true)
}

/// How RDS shows a password that waits.
pub(super) fn hidden() -> aws_query::Secret {
    aws_query::Secret::new("****".to_owned())
}

/// A list, unless it is empty.
pub(super) fn some_if_any<T>(items: Vec<T>) -> Option<Vec<T>> {
    (!items.is_empty()).then_some(items)
}
