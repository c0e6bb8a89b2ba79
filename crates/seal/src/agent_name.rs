//! What an agent is called.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The longest name of an agent, as of a host (RFC 1035, section 2.3.4, for one label).
pub const MAX_AGENT_NAME_BYTES: usize = 63;

/// The name of the agent beside the control plane.
const LOCAL: &str = "local";

/// The name of an agent: of its host, in small letters. What is signed for an agent is signed for
/// this name, and its certificate carries it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AgentName(String);

/// A text that is no name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{}` is no name for an agent: it takes 1 to {MAX_AGENT_NAME_BYTES} of a-z, 0-9, `-` and `.`, \
     a letter or digit first and last", .0.escape_debug()
)]
pub struct AgentNameError(String);

impl AgentName {
    /// The agent beside the control plane.
    #[must_use]
    pub fn local() -> Self {
        Self(LOCAL.to_owned())
    }

    /// Whether this is the agent beside the control plane.
    #[must_use]
    pub fn is_local(&self) -> bool {
        self.0 == LOCAL
    }

    /// Takes a name.
    ///
    /// # Errors
    /// [`AgentNameError`].
    pub fn parse(text: &str) -> Result<Self, AgentNameError> {
        let ends = |byte: &u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
        let within = |byte: u8| ends(&byte) || byte == b'-' || byte == b'.';
        let bytes = text.as_bytes();
        let well_formed = bytes.len() <= MAX_AGENT_NAME_BYTES
            && bytes.first().is_some_and(ends)
            && bytes.last().is_some_and(ends)
            && text.bytes().all(within);
        if well_formed {
            Ok(Self(text.to_owned()))
        } else {
            Err(AgentNameError(text.to_owned()))
        }
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Default for AgentName {
    fn default() -> Self {
        Self::local()
    }
}

impl fmt::Display for AgentName {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl FromStr for AgentName {
    type Err = AgentNameError;

    fn from_str(text: &str) -> Result<Self, AgentNameError> {
        Self::parse(text)
    }
}

impl Serialize for AgentName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for AgentName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_names_are_names_and_nothing_that_means_something_elsewhere_is() {
        for good in ["a", "db1", "db-1.example.com", "local", "1"] {
            assert_eq!(AgentName::parse(good).unwrap().as_str(), good);
        }
        for bad in [
            "", "-a", "a-", ".", "..", "A", "a/b", "a b", "a\0", "ä", "a_b",
        ] {
            assert!(AgentName::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_longest_name_is_taken_and_one_letter_more_is_not() {
        assert!(AgentName::parse(&"a".repeat(MAX_AGENT_NAME_BYTES)).is_ok());
        assert!(AgentName::parse(&"a".repeat(MAX_AGENT_NAME_BYTES + 1)).is_err());
    }
}
