//! The parameters that database servers can be given, and only those: each of them really takes
//! effect, on the running server or at its next start.

use engine::Variable;

use crate::state::{Parameters, Server};

/// When another value takes effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apply {
    /// At once.
    Dynamic,
    /// At the next start.
    Static,
}

impl Apply {
    /// Amazon's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Dynamic => "dynamic",
            Self::Static => "static",
        }
    }
}

/// What a parameter may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// `0` or `1`.
    Boolean,
    /// From the one to the other.
    Integer(i64, i64),
    /// One of these words.
    Word(&'static [&'static str]),
}

impl Values {
    /// Amazon's word.
    pub fn data_type(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer(..) => "integer",
            Self::Word(_) => "string",
        }
    }

    /// `0,1`, `1-10` or `none,all`.
    pub fn allowed(self) -> String {
        match self {
            Self::Boolean => "0,1".to_owned(),
            Self::Integer(least, most) => format!("{least}-{most}"),
            Self::Word(words) => words.join(","),
        }
    }

    /// Whether this is such a value, written as plainly as it can be.
    pub fn contains(self, value: &str) -> bool {
        let plain = |number: &i64| number.to_string() == value;
        let number = value.parse::<i64>().ok().filter(plain);
        match self {
            Self::Boolean => matches!(number, Some(0 | 1)),
            Self::Integer(least, most) => {
                number.is_some_and(|number| (least..=most).contains(&number))
            }
            Self::Word(words) => words.contains(&value),
        }
    }
}

/// A parameter that servers can be given.
#[derive(Debug)]
pub struct Parameter {
    /// Its name, which is the server variable's but for [`FORCE_SSL`].
    pub name: &'static str,
    /// When it takes effect.
    pub apply: Apply,
    /// What it may be.
    pub values: Values,
    /// What it is for.
    pub description: &'static str,
}

const YEAR_SECONDS: i64 = 31_536_000;

macro_rules! catalog {
    ($(#[$meta:meta])* $catalog:ident: $($name:literal $apply:ident $values:expr, $description:literal;)*) => {
        $(#[$meta])*
        const $catalog: &[Parameter] = &[$(Parameter {
            name: $name,
            apply: Apply::$apply,
            values: $values,
            description: $description,
        }),*];
    };
}

use Values::{Boolean, Integer, Word};

catalog! {
    /// The parameters of MySQL's family, by name.
    MYSQL:
    "connect_timeout" Dynamic Integer(2, YEAR_SECONDS),
        "Seconds that the server waits for a connect packet.";
    "innodb_lock_wait_timeout" Dynamic Integer(1, 1_073_741_824),
        "Seconds that a transaction waits for a row lock.";
    "interactive_timeout" Dynamic Integer(1, YEAR_SECONDS),
        "Seconds that the server waits for activity on an interactive connection.";
    "max_allowed_packet" Dynamic Integer(1024, 1_073_741_824),
        "Bytes that one packet has at most.";
    "max_connect_errors" Dynamic Integer(1, 4_294_967_295),
        "Interrupted connects after which a host is blocked.";
    "max_connections" Dynamic Integer(10, 16_000),
        "The number of simultaneous client connections.";
    "net_read_timeout" Dynamic Integer(1, YEAR_SECONDS),
        "Seconds that the server waits for more data from a connection.";
    "net_write_timeout" Dynamic Integer(1, YEAR_SECONDS),
        "Seconds that the server waits for a block to be written to a connection.";
    "performance_schema" Static Boolean,
        "Whether the Performance Schema is enabled.";
    "require_secure_transport" Dynamic Boolean,
        "Whether client connections must use TLS.";
    "wait_timeout" Dynamic Integer(1, YEAR_SECONDS),
        "Seconds that the server waits for activity on a connection.";
}

/// Whether a local user of a PostgreSQL must come over TLS: no variable of the server's, but a line of
/// its `pg_hba.conf`.
const FORCE_SSL: &str = "rds.force_ssl";

const INT_MAX: i64 = i32::MAX as i64;

catalog! {
    /// The parameters of PostgreSQL, by name.
    POSTGRESQL:
    "deadlock_timeout" Dynamic Integer(1, INT_MAX),
        "Milliseconds that a lock is waited for before a deadlock is looked for.";
    "idle_in_transaction_session_timeout" Dynamic Integer(0, INT_MAX),
        "Milliseconds after which a session that idles in a transaction is ended.";
    "lock_timeout" Dynamic Integer(0, INT_MAX),
        "Milliseconds that a statement waits for a lock.";
    "log_connections" Dynamic Boolean,
        "Whether each successful connection is logged.";
    "log_disconnections" Dynamic Boolean,
        "Whether the end of each session is logged.";
    "log_lock_waits" Dynamic Boolean,
        "Whether long waits for locks are logged.";
    "log_min_duration_statement" Dynamic Integer(-1, INT_MAX),
        "Milliseconds from which on a statement is logged.";
    "log_statement" Dynamic Word(&["none", "ddl", "mod", "all"]),
        "The statements that are logged.";
    "maintenance_work_mem" Dynamic Integer(1024, INT_MAX),
        "Kilobytes that a maintenance operation uses.";
    "max_connections" Static Integer(6, 16_000),
        "The number of simultaneous client connections.";
    "rds.force_ssl" Dynamic Boolean,
        "Whether client connections must use TLS.";
    "statement_timeout" Dynamic Integer(0, INT_MAX),
        "Milliseconds that a statement may take.";
    "work_mem" Dynamic Integer(64, INT_MAX),
        "Kilobytes that a query operation uses before it writes to disk.";
}

/// The parameters of a parameter group family.
pub fn of_family(family: &str) -> &'static [Parameter] {
    match family.contains("postgres") {
        true => POSTGRESQL,
        false => MYSQL,
    }
}

/// What a server is configured with.
pub fn variables(server: &Server) -> Parameters {
    let mut variables = server.parameters.clone();
    variables.remove(FORCE_SSL);
    variables
}

/// Whether local users must come over TLS: as a parameter says, else as the server was made.
pub fn requires_tls(server: &Server) -> bool {
    match server.parameters.get(FORCE_SSL) {
        Some(force) => force == "1",
        None => server.require_secure_transport,
    }
}

/// What the dynamic variables of a server of MySQL's family shall be now.
pub fn dynamic(server: &Server) -> Vec<Variable> {
    let dynamic = MYSQL.iter().filter(|known| known.apply == Apply::Dynamic);
    dynamic
        .map(|known| {
            let value = server.parameters.get(known.name).cloned();
            Variable {
                name: known.name,
                value: value.or_else(|| configured(known.name, server)),
            }
        })
        .collect()
}

/// What servers here are configured with where the server's own default is another.
fn configured(name: &str, server: &Server) -> Option<String> {
    match name {
        "max_connections" => Some(engine::MAX_CONNECTIONS.to_string()),
        "require_secure_transport" => Some(u8::from(server.require_secure_transport).to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_taken_at_its_limits_and_not_one_past_them() {
        let values = MYSQL
            .iter()
            .find(|known| known.name == "max_connections")
            .unwrap()
            .values;
        for (value, taken) in [
            ("10", true),
            ("16000", true),
            ("9", false),
            ("16001", false),
            ("010", false),
            ("+10", false),
            ("1e2", false),
            ("{DBInstanceClassMemory/12582880}", false),
            ("", false),
        ] {
            assert_eq!(values.contains(value), taken, "{value}");
        }
        assert!(Boolean.contains("0") && Boolean.contains("1") && !Boolean.contains("2"));
    }

    #[test]
    fn a_word_is_one_of_the_known_and_a_number_may_be_negative() {
        let values = |name| {
            let known = POSTGRESQL.iter().find(|known| known.name == name);
            known.unwrap().values
        };
        let words = values("log_statement");
        assert!(words.contains("ddl") && !words.contains("DDL") && !words.contains("ddl,mod"));
        let milliseconds = values("log_min_duration_statement");
        assert!(milliseconds.contains("-1") && !milliseconds.contains("-2"));
        assert!(!milliseconds.contains("5s"));
    }

    #[test]
    fn what_forces_tls_is_no_variable_of_the_servers() {
        let asked = crate::state::NewServer {
            resource_id: "db-1".to_owned(),
            engine: "postgres".to_owned(),
            product: engine::Product::PostgreSql,
            engine_version: "15.18".to_owned(),
            master_username: "admin".to_owned(),
            sealed_master_password: None,
        };
        let mut server = Server::to_be_made(asked, 0);
        assert!(requires_tls(&server) && variables(&server).is_empty());
        server
            .parameters
            .insert(FORCE_SSL.to_owned(), "0".to_owned());
        server
            .parameters
            .insert("work_mem".to_owned(), "64".to_owned());
        assert!(!requires_tls(&server));
        assert_eq!(
            variables(&server).into_keys().collect::<Vec<_>>(),
            ["work_mem"]
        );
        server.require_secure_transport = false;
        server
            .parameters
            .insert(FORCE_SSL.to_owned(), "1".to_owned());
        assert!(requires_tls(&server));
    }

    #[test]
    fn the_catalog_is_in_the_order_of_its_names() {
        for catalog in [MYSQL, POSTGRESQL] {
            assert!(catalog.is_sorted_by(|one, next| one.name < next.name));
        }
    }
}
