//! What snapshots are made from and with.

use std::path::PathBuf;
use std::sync::Arc;

use seal::Signer;
use store::Embedded;

use crate::account::Account;
use crate::clock::Clock;
use crate::engines::Peers;
use crate::keyring::Keyring;
use crate::session_tokens::SessionTokens;

/// What a publisher works with.
pub struct Source {
    /// The state.
    pub store: Arc<Embedded>,
    /// Whose state it is.
    pub account: Account,
    /// Opens secrets, to derive keys from them.
    pub keyring: Arc<Keyring>,
    /// Signs what agents believe.
    pub signer: Signer,
    /// Knows what opens session tokens.
    pub session_tokens: Arc<SessionTokens>,
    /// Names that tokens may be signed for.
    pub endpoint_hosts: Vec<String>,
    /// The sockets of this host.
    pub served: Served,
    /// Tells the time.
    pub clock: Arc<dyn Clock>,
}

impl std::fmt::Debug for Source {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Source")
            .field("account", &self.account)
            .finish_non_exhaustive()
    }
}

/// Which sockets the agent of this host serves, and for whom.
#[derive(Debug, Clone)]
pub struct Served {
    /// Where the sockets are.
    pub(super) folder: PathBuf,
    /// The users that database servers run as.
    pub(super) peers: Peers,
}

impl Served {
    /// The sockets in this folder, for these users.
    pub(crate) fn at(folder: PathBuf, peers: Peers) -> Self {
        Self { folder, peers }
    }
}
