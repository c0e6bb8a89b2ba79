//! The parameters that database servers can be given, and only those: each of them really takes
//! effect, on the running server or at its next start.

use std::collections::BTreeMap;

use engine::Variable;

use crate::state::Server;

/// Names and values, as a group sets them or a server runs with them.
pub type Parameters = BTreeMap<String, String>;

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
}

impl Values {
    /// Amazon's word.
    pub fn data_type(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer(..) => "integer",
        }
    }

    /// `0,1` or `1-10`.
    pub fn allowed(self) -> String {
        match self {
            Self::Boolean => "0,1".to_owned(),
            Self::Integer(least, most) => format!("{least}-{most}"),
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
        }
    }
}

/// A parameter that servers can be given.
#[derive(Debug)]
pub struct Parameter {
    /// Its name, which is the server variable's.
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
    ($($name:literal $apply:ident $values:expr, $description:literal;)*) => {
        /// The parameters of MySQL's family, by name.
        const CATALOG: &[Parameter] = &[$(Parameter {
            name: $name,
            apply: Apply::$apply,
            values: $values,
            description: $description,
        }),*];
    };
}

use Values::{Boolean, Integer};

catalog! {
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

/// The parameters of a parameter group family. Those of PostgreSQL are not offered.
pub fn of_family(family: &str) -> &'static [Parameter] {
    match family.contains("postgres") {
        true => &[],
        false => CATALOG,
    }
}

/// What the dynamic parameters of a server shall be now.
pub fn dynamic(server: &Server, wanted: &Parameters) -> Vec<Variable> {
    let dynamic = CATALOG.iter().filter(|known| known.apply == Apply::Dynamic);
    dynamic
        .map(|known| {
            let value = wanted.get(known.name).cloned();
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
        let values = CATALOG
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
    fn the_catalog_is_in_the_order_of_its_names() {
        assert!(CATALOG.is_sorted_by(|one, next| one.name < next.name));
    }
}
