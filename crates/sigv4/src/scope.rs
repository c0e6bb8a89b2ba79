//! The credential scope: which day, region and service a signing key is good for.

use std::fmt;

use crate::ScopeDate;

/// The last part of every credential scope.
pub const TERMINATOR: &str = "aws4_request";

/// What a signing key is derived for. Prints as `20250115/us-east-1/rds-db/aws4_request`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CredentialScope {
    /// The UTC day on which the key signs.
    pub date: ScopeDate,
    /// The region's code, `us-east-1`.
    pub region: String,
    /// The service's signing name, `rds-db`.
    pub service: String,
}

impl fmt::Display for CredentialScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{TERMINATOR}",
            self.date, self.region, self.service
        )
    }
}
