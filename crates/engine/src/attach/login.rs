use std::path::Path;

use crate::spec::Password;

/// A login with a token, to see that all of it works.
#[derive(Debug)]
pub struct TrialLogin<'a> {
    /// The database user.
    pub user: &'a str,
    /// The token.
    pub token: &'a Password,
    /// The endpoint that the token names.
    pub host: &'a str,
    /// Its port.
    pub port: u16,
    /// What to verify the server's certificate with; else what the server itself names.
    pub authority: Option<&'a Path>,
}

/// A trial login that succeeded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Proof {
    /// At the endpoint, with the server's certificate verified.
    Verified,
    /// At the server's own port, since at the endpoint it did not work, for this reason.
    Unverified(String),
}
