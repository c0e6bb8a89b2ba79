//! A login as the database server saw it, and what policies may ask about it.

use std::borrow::Cow;
use std::fmt;
use std::net::IpAddr;

use sigv4::Timestamp;
use sigv4::token::VerifiedToken;

use super::session::{SessionDocument, SessionKind};
use super::snapshot::{Entity, Instance, Snapshot};
use crate::context::{Context, DatabaseLogin, SessionFacts};
use crate::principal::{Principal, PrincipalKind};

/// The action that a login is, in policies.
pub const ACTION: &str = "rds-db:connect";

/// One login. Nothing in it is checked.
#[derive(Clone, Copy)]
pub struct Login<'a> {
    /// The database's resource id, as the socket says through which the question came.
    pub instance: &'a str,
    /// The user name of the login packet.
    pub db_user: &'a [u8],
    /// The client's address, where the server knows it.
    pub client: Option<IpAddr>,
    /// What the password came over.
    pub channel: Channel,
    /// The password; empty when there was none, or when the server's module withheld it.
    pub token: &'a [u8],
    /// How long the password was, also when it was withheld.
    pub presented_bytes: usize,
}

/// Shows everything but the token.
impl fmt::Debug for Login<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("instance", &self.instance)
            .field(
                "db_user",
                &format_args!("`{}`", self.db_user.escape_ascii()),
            )
            .field("client", &self.client)
            .field("channel", &self.channel)
            .field("presented_bytes", &self.presented_bytes)
            .finish_non_exhaustive()
    }
}

/// What a password came over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// TLS.
    Tls,
    /// TCP in the clear.
    Plain,
    /// A Unix socket without TLS.
    UnixSocket,
    /// The server's module could not find out.
    Unknown,
}

impl Channel {
    /// One word for logs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tls => "tls",
            Self::Plain => "plain",
            Self::UnixSocket => "unix_socket",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Tls => "TLS",
            Self::Plain => "plain TCP",
            Self::UnixSocket => "a Unix socket",
            Self::Unknown => "of an unknown kind",
        })
    }
}

impl Snapshot {
    /// `arn:PARTITION:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/USER`.
    ///
    /// Source: *Creating and using an IAM policy for IAM database access*
    /// (`UsingWithRDS.IAMDBAuth.IAMPolicy`).
    pub(super) fn database_user_arn(&self, instance: &Instance, db_user: &str) -> String {
        format!(
            "arn:{}:rds-db:{}:{}:dbuser:{}/{db_user}",
            self.partition, self.region, self.account_id, instance.document.resource_id,
        )
    }
}

/// Everything that is known about a login whose signature is verified.
pub(super) struct Facts<'a> {
    pub(super) login: &'a Login<'a>,
    pub(super) token: &'a VerifiedToken,
    pub(super) snapshot: &'a Snapshot,
    pub(super) instance: &'a Instance,
    pub(super) principal: &'a Principal,
    pub(super) entity: &'a Entity,
    pub(super) session: Option<&'a SessionDocument>,
    pub(super) now: Timestamp,
}

impl Facts<'_> {
    /// What policies may ask about. Which keys there are is [`DatabaseLogin`]'s business.
    pub(super) fn context(&self) -> Context {
        let instance = self.instance;
        let token = self.token.token();
        DatabaseLogin {
            principal: self.principal,
            user_id: &self.user_id(),
            user_name: self.user_name(),
            principal_tags: &self.principal_tags(),
            session: self.session.map(session_facts),
            now: self.now,
            signed_at: token.signed_at(),
            // Step 2 let nothing else through.
            secure_transport: true,
            client: self.login.client,
            resource_account: &self.snapshot.account_id,
            region: &self.snapshot.region,
            resource_tags: &instance.tags,
            engine: &instance.document.engine,
            cluster_identifier: &instance.document.identifier,
            database_user: token.db_user(),
            strict_aws: instance.document.strict_aws,
        }
        .context()
    }

    /// The unique id, and for what is not a user or the root, the name of the session behind it
    /// (IAM User Guide, `reference_policies_variables`, *Principal key values*).
    fn user_id(&self) -> Cow<'_, str> {
        match self.session.map(|session| &session.kind) {
            Some(SessionKind::AssumedRole(name)) => format!("{}:{name}", self.entity.id).into(),
            Some(SessionKind::FederatedUser(name)) => {
                format!("{}:{name}", self.snapshot.account_id).into()
            }
            Some(SessionKind::SamePrincipal) | None => self.entity.id.as_str().into(),
        }
    }

    fn user_name(&self) -> Option<&str> {
        let is_user = self.principal.kind == PrincipalKind::User;
        is_user.then_some(self.entity.name.as_str())
    }

    /// Session tags come last: they override those of the role or user.
    fn principal_tags(&self) -> Cow<'_, [(String, String)]> {
        match self.session.map(|session| session.tags.as_slice()) {
            None | Some([]) => Cow::Borrowed(&self.entity.tags),
            Some(tags) => Cow::Owned([&self.entity.tags, tags].concat()),
        }
    }
}

fn session_facts(session: &SessionDocument) -> SessionFacts<'_> {
    SessionFacts {
        role_session_name: match &session.kind {
            SessionKind::AssumedRole(name) => Some(name),
            SessionKind::FederatedUser(_) | SessionKind::SamePrincipal => None,
        },
        issued_at: session.issued_at,
        mfa_at: session.mfa_at.map(Timestamp::from_unix),
        source_identity: session.source_identity.as_deref(),
        federated_provider: session.federated_provider.as_deref(),
        federated_claims: &session.federated_claims,
    }
}
