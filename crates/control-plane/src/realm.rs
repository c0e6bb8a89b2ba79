//! What is the same for every call: the account, its secrets, and what is installed here.

use std::net::SocketAddr;
use std::sync::Arc;

use seal::join::Fingerprint;

use crate::account::Account;
use crate::choices::Resets;
use crate::denial::Denials;
use crate::engines::OfferedEngine;
use crate::entropy::Entropy;
use crate::feed::Presence;
use crate::keyring::Keyring;
use crate::session_tokens::SessionTokens;

/// What every operation may use besides the state. But for what it remembers of agents and denials, it does
/// not change while the control plane runs.
pub struct Realm {
    /// The account.
    pub account: Account,
    /// Seals secrets into records.
    pub keyring: Arc<Keyring>,
    /// Makes and opens session tokens.
    pub session_tokens: Arc<SessionTokens>,
    /// Draws ids, keys and nonces.
    pub entropy: Arc<dyn Entropy>,
    /// The database servers that can be had here.
    pub offer: Offer,
    /// Whether `sekisho:ResetAccount` is carried out.
    pub resets: Resets,
    /// How agents on other hosts come here.
    pub agents: AgentsOffer,
    /// What was denied of late, and why.
    pub denials: Denials,
}

/// How agents on other hosts come here, and who came.
#[derive(Debug)]
pub struct AgentsOffer {
    /// Where they are awaited, if they are.
    pub address: Option<SocketAddr>,
    /// The authority that we prove ourselves to them by.
    pub authority: Fingerprint,
    /// Who is here.
    pub presence: Arc<Presence>,
}

impl std::fmt::Debug for Realm {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Realm")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// The database servers that can be had here, and how they are reached.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The engines.
    pub engines: Vec<OfferedEngine>,
    /// The host name or address that clients are told.
    pub endpoint_host: String,
    /// The root certificate, and when it ends.
    pub ca_certificate_pem: String,
}
