//! What values may be: Amazon's rules for each, and its texts.

use aws_query::error::common::{INVALID_PARAMETER_COMBINATION, INVALID_PARAMETER_VALUE};
use aws_query::rds::error::CERTIFICATE_NOT_FOUND;
use aws_query::{ApiError, ErrorCode, Secret};
use engine::{DatabaseName, DatabaseNameError, MasterUser, Product};

use crate::account::Account;
use crate::app::{Call, OrFail as _};
use crate::ca::CA_IDENTIFIER;
use crate::engines::OfferedEngine;
use crate::state::{Server, State, servers};

/// The log of refused logins.
pub(super) const IAM_ERROR_LOG: &str = "iam-db-auth-error";

/// The logs that there are of a server: its own, and that of refused logins.
pub(super) fn log_types(product: Product) -> [&'static str; 2] {
    match product {
        Product::MariaDb | Product::MySql => ["error", IAM_ERROR_LOG],
        Product::PostgreSql => [IAM_ERROR_LOG, "postgresql"],
    }
}

pub(super) fn check_log_types(
    types: &[String],
    product: Product,
    engine: &str,
) -> Result<(), ApiError> {
    let known = log_types(product);
    match types.iter().find(|log| !known.contains(&log.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "You cannot use the log types '{unknown}' with engine version {engine}. The logs that \
             there are here: {}.",
            known.join(", ")
        ))),
    }
}

/// The engine of this name, in capitals or not, and version. Aurora's own versions are all taken: nothing here has any.
pub(super) fn offered_engine<'a>(
    name: &str,
    version: Option<&str>,
    call: &'a Call<'_>,
) -> Result<&'a OfferedEngine, ApiError> {
    let offered = &call.realm.offer.engines;
    let of_name = |engine: &&OfferedEngine| engine.name.as_str().eq_ignore_ascii_case(name);
    let Some(engine) = offered.iter().find(of_name) else {
        let names: Vec<_> = offered.iter().map(|engine| engine.name.as_str()).collect();
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "Value {name} for parameter Engine is invalid. Reason: engine {name} not supported. \
             Offered here: {}.",
            names.join(", ")
        )));
    };
    match version {
        Some(asked) if !engine.name.is_aurora() && !is_of_series(&engine.version, asked) => {
            Err(INVALID_PARAMETER_COMBINATION.because(format!(
                "Cannot find version {asked} for {name}. Installed here: {}.",
                engine.version
            )))
        }
        _ => Ok(engine),
    }
}

/// `10.11.19` is of `10.11` and of itself, not of `10.1`.
pub(super) fn is_of_series(version: &str, asked: &str) -> bool {
    version
        .strip_prefix(asked)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The name of a database to be made with a server of this kind, given by `parameter`.
pub(super) fn check_database_name(
    parameter: &str,
    product: Product,
    name: &str,
) -> Result<(), ApiError> {
    let Err(error) = DatabaseName::new(product, name) else {
        return Ok(());
    };
    Err(INVALID_PARAMETER_VALUE.because(match error {
        DatabaseNameError::Character => format!(
            "{parameter} must begin with a letter and contain only alphanumeric characters."
        ),
        DatabaseNameError::TooLong { limit } => format!(
            "The parameter {parameter} is not a valid database name because it is longer than \
             {limit} characters."
        ),
        DatabaseNameError::Reserved { name } => {
            format!("{parameter} {name} cannot be used as it is a reserved word used by the engine")
        }
    }))
}

/// The longest name of a master user, as Amazon takes it.
fn longest_username(product: Product, engine: &str) -> usize {
    match (product, engine) {
        (_, "mariadb") => 16,
        (Product::MariaDb | Product::MySql, _) => 32,
        (Product::PostgreSql, _) => 63,
    }
}

pub(super) fn check_master_username(
    (product, engine): (Product, &str),
    name: &str,
) -> Result<(), ApiError> {
    let most = longest_username(product, engine);
    let valid = (1..=most).contains(&name.len())
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name
            .chars()
            .all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !valid {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "MasterUsername {name} is invalid: it takes 1 to {most} letters, digits and underscores, \
             a letter first."
        )));
    }
    const RESERVED: [&str; 4] = ["rdsadmin", "root", "mysql", "mariadb"];
    let of_amazon = RESERVED
        .iter()
        .any(|reserved| reserved.eq_ignore_ascii_case(name));
    if of_amazon || MasterUser::is_reserved(product, name) {
        return Err(INVALID_PARAMETER_VALUE.because(format!(
            "MasterUsername {name} cannot be used as it is a reserved word used by the engine"
        )));
    }
    Ok(())
}

/// The longest master password of an engine (API reference, *CreateDBInstance* and *CreateDBCluster*).
fn longest_password(product: Product, engine: &str) -> usize {
    match (product, engine) {
        (Product::MariaDb | Product::MySql, _) => 41,
        (Product::PostgreSql, "aurora-postgresql") => 99,
        (Product::PostgreSql, _) => 128,
    }
}

/// RDS: at least 8 printable ASCII characters, without `/`, `"`, `@` and the space.
pub(super) fn seal_password(
    call: &Call<'_>,
    (product, engine): (Product, &str),
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
    let most = longest_password(product, engine);
    if text.len() > most {
        return Err(refuse(&format!(
            " because it is longer than {most} characters"
        )));
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

/// `db.t4g.medium` and the like: `db.`, a family and a size, or `db.serverless`.
pub(super) fn check_class(class: &str) -> Result<(), ApiError> {
    let parts: Vec<&str> = class.split('.').collect();
    let known = |part: &&str| {
        let plain =
            |letter: u8| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == b'-';
        !part.is_empty() && part.bytes().all(plain)
    };
    match parts.as_slice() {
        ["db", "serverless"] => Ok(()),
        ["db", rest @ ..] if (2..=4).contains(&rest.len()) && rest.iter().all(known) => Ok(()),
        _ => Err(INVALID_PARAMETER_VALUE.because(format!("Invalid DB Instance class: {class}"))),
    }
}

/// A zone of this region: `us-west-2a`.
pub(super) fn check_zone(asked: Option<&str>, account: &Account) -> Result<(), ApiError> {
    let of_region = |zone: &&str| {
        let letter = zone.strip_prefix(&*account.region);
        letter.is_some_and(|letter| {
            letter.len() == 1 && letter.bytes().all(|b| b.is_ascii_lowercase())
        })
    };
    match asked.filter(|zone| !of_region(zone)) {
        None => Ok(()),
        Some(unknown) => {
            Err(INVALID_PARAMETER_VALUE
                .because(format!("{unknown} is not a valid availability zone.")))
        }
    }
}

pub(super) fn check_port(port: i32) -> Result<u16, ApiError> {
    u16::try_from(port)
        .ok()
        .filter(|port| *port >= 1150)
        .ok_or_else(|| {
            INVALID_PARAMETER_VALUE.because(format!(
                "Invalid port {port}: it must be between 1150 and 65535."
            ))
        })
}

/// Every server here is on the same host: a port is one server's.
pub(super) fn refuse_taken_port(port: u16, state: &State) -> Result<(), ApiError> {
    let servers = servers(state).or_fail()?;
    let taken = |server: &Server| {
        let moves_to = server.applying.port;
        server.attached.is_none() && [server.port, moves_to].contains(&Some(port))
    };
    match servers.iter().find(|(_, server)| taken(server)) {
        None => Ok(()),
        Some((place, _)) => Err(INVALID_PARAMETER_VALUE.because(format!(
            "Port {port} is that of the {place}: servers here share a host, choose another one."
        ))),
    }
}

/// There is one certificate authority.
pub(super) fn check_certificate_authority(asked: Option<&str>) -> Result<(), ApiError> {
    match asked.filter(|asked| *asked != CA_IDENTIFIER) {
        None => Ok(()),
        Some(unknown) => {
            Err(CERTIFICATE_NOT_FOUND.because(format!("Certificate {unknown} not found.")))
        }
    }
}

/// A server stays what it is: asking for the version that it has changes nothing.
pub(super) fn refuse_upgrade(asked: Option<&str>, server: &Server) -> Result<(), ApiError> {
    let version = &server.engine_version;
    match asked.filter(|asked| !is_of_series(version, asked)) {
        None => Ok(()),
        Some(asked) => Err(INVALID_PARAMETER_COMBINATION.because(format!(
            "Cannot upgrade {} from {version} to {asked}: a server here is of the version that is \
             installed.",
            server.engine
        ))),
    }
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
    identifier_up_to(63, parameter, given)
}

/// The same, where it may be of another length.
pub(super) fn identifier_up_to(
    most: usize,
    parameter: &str,
    given: &str,
) -> Result<String, ApiError> {
    let valid = (1..=most).contains(&given.len())
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
