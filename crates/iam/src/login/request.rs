//! A login as the database server saw it, and what policies may ask about it.

use std::fmt;
use std::net::IpAddr;

use sigv4::Timestamp;
use sigv4::token::{Token, VerifiedToken};

use super::document::EntityKind;
use super::session::{SessionDocument, SessionKind};
use super::snapshot::{Entity, Instance, Snapshot};
use crate::Context;

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

/// `arn:PARTITION:rds-db:REGION:ACCOUNT:dbuser:RESOURCE-ID/USER`.
///
/// Source: *Creating and using an IAM policy for IAM database access*
/// (`UsingWithRDS.IAMDBAuth.IAMPolicy`).
pub(super) fn resource_arn(snapshot: &Snapshot, instance: &Instance, token: &Token) -> String {
    format!(
        "arn:{}:rds-db:{}:{}:dbuser:{}/{}",
        snapshot.partition,
        snapshot.region,
        snapshot.account_id,
        instance.document.resource_id,
        token.db_user()
    )
}

/// Everything that is known about a login whose signature is verified.
pub(super) struct Facts<'a> {
    pub(super) login: &'a Login<'a>,
    pub(super) token: &'a VerifiedToken,
    pub(super) snapshot: &'a Snapshot,
    pub(super) instance: &'a Instance,
    pub(super) entity: &'a Entity,
    pub(super) session: Option<&'a SessionDocument>,
    pub(super) now: Timestamp,
}

impl Facts<'_> {
    /// The request context: Amazon's global condition keys as far as a login has them
    /// (IAM User Guide, `reference_policies_condition-keys`), and unless the instance is
    /// `strict-aws`, the client's address, the resource's tags and our own keys.
    pub(super) fn context(&self) -> Context {
        let mut context = Context::new();
        self.add_principal(&mut context);
        self.add_request(&mut context);
        if let Some(session) = self.session {
            self.add_session(session, &mut context);
        }
        if !self.instance.document.strict_aws {
            self.add_beyond_amazon(&mut context);
        }
        context
    }

    fn add_principal(&self, context: &mut Context) {
        let entity = self.entity;
        let name = self.session.map(|session| &session.kind);
        let account = &self.snapshot.account_id;
        let (kind, user_id, arn) = match (name, entity.kind) {
            (Some(SessionKind::AssumedRole(name)), _) => (
                "AssumedRole",
                format!("{}:{name}", entity.id),
                entity.principal.arn.clone(),
            ),
            (Some(SessionKind::FederatedUser(name)), _) => (
                "FederatedUser",
                format!("{account}:{name}"),
                format!(
                    "arn:{}:sts::{account}:federated-user/{name}",
                    self.snapshot.partition
                ),
            ),
            (_, EntityKind::Root) => ("Account", account.clone(), entity.principal.arn.clone()),
            (_, _) => ("User", entity.id.clone(), entity.principal.arn.clone()),
        };
        if kind == "User" {
            context.set("aws:username", entity.name.as_str());
        }
        context
            .set("aws:PrincipalArn", arn)
            .set("aws:PrincipalAccount", account.as_str())
            .set("aws:PrincipalType", kind)
            .set("aws:PrincipalIsAWSService", "false")
            .set("aws:userid", user_id);
        let session_tags = self
            .session
            .map(|session| session.tags.as_slice())
            .unwrap_or_default();
        for (key, value) in entity
            .tags
            .iter()
            .chain(session_tags.iter().map(|(k, v)| (k, v)))
        {
            context.set(format!("aws:PrincipalTag/{key}"), value.as_str());
        }
    }

    fn add_request(&self, context: &mut Context) {
        context
            .set("aws:CurrentTime", self.now.to_string())
            .set("aws:EpochTime", self.now.as_unix().to_string())
            .set("aws:SecureTransport", "true")
            .set("aws:ViaAWSService", "false")
            .set("aws:RequestedRegion", self.snapshot.region.as_str())
            .set("aws:ResourceAccount", self.snapshot.account_id.as_str());
    }

    fn add_session(&self, session: &SessionDocument, context: &mut Context) {
        context
            .set("aws:TokenIssueTime", session.issued_at.to_string())
            .set(
                "aws:MultiFactorAuthPresent",
                if session.mfa_at.is_some() {
                    "true"
                } else {
                    "false"
                },
            );
        if let Some(at) = session.mfa_at {
            let age = self.now.seconds_since(Timestamp::from_unix(at));
            context.set("aws:MultiFactorAuthAge", age.to_string());
        }
        if let Some(identity) = &session.source_identity {
            context
                .set("aws:SourceIdentity", identity.as_str())
                .set("sts:SourceIdentity", identity.as_str());
        }
        if let SessionKind::AssumedRole(name) = &session.kind {
            context.set("sts:RoleSessionName", name.as_str());
        }
        if let Some(provider) = &session.federated_provider {
            context.set("aws:FederatedProvider", provider.as_str());
        }
    }

    fn add_beyond_amazon(&self, context: &mut Context) {
        let instance = &self.instance.document;
        if let Some(client) = self.login.client {
            context.set("aws:SourceIp", client.to_string());
        }
        for (key, value) in &instance.tags {
            context.set(format!("aws:ResourceTag/{key}"), value.as_str());
        }
        let token = self.token.token();
        context
            .set("sekisho:ClusterIdentifier", instance.identifier.as_str())
            .set("sekisho:DatabaseUser", token.db_user())
            .set("sekisho:Engine", instance.engine.as_str())
            .set(
                "sekisho:TokenAge",
                self.now.seconds_since(token.signed_at()).to_string(),
            );
    }
}
