//! Who is calling: proven by a signature, and then allowed by policies. Each step leaves a value that
//! only it can make, and the next step demands it.

use std::sync::Arc;

use iam::Principal;
use iam::login::Session;
use web_identity::VerifiedToken;

use crate::account::Account;
use crate::state::{Role, User};

/// Whose credentials signed a request.
#[derive(Debug, Clone)]
pub enum Identity {
    /// The account's root.
    Root,
    /// A user, with its own key or a `GetSessionToken` session.
    User(Box<User>),
    /// A session of a role.
    AssumedRole {
        /// The role as it is now.
        role: Box<Role>,
        /// The role session name.
        session_name: String,
    },
    /// A session from `GetFederationToken`.
    FederatedUser {
        /// The user that asked for it, as it is now.
        user: Box<User>,
        /// The name it was given.
        name: String,
    },
    /// Somebody without credentials, for whom an OpenID Connect provider vouches.
    Bearer(Box<WebIdentity>),
}

/// What an OpenID Connect provider says of somebody.
#[derive(Debug, Clone)]
pub struct WebIdentity {
    /// The provider's name: its URL without `https://`.
    pub issuer: String,
    /// The provider's ARN.
    pub provider_arn: String,
    /// Its token.
    pub token: VerifiedToken,
}

impl WebIdentity {
    /// What conditions may ask (IAM guide, *Available keys for AWS OIDC federation*).
    pub fn condition_keys(&self) -> Vec<(String, Vec<String>)> {
        let claims = self.token.claims();
        let audience = vec![self.token.audience().to_owned()];
        let original = if audience == claims.original_audiences {
            Vec::new()
        } else {
            claims.original_audiences.clone()
        };
        let keys = [
            ("aud", audience),
            ("oaud", original),
            ("sub", vec![claims.subject.clone()]),
            ("amr", claims.methods.clone()),
        ];
        keys.into_iter()
            .filter(|(_, values)| !values.is_empty())
            .map(|(key, values)| (format!("{}:{key}", self.issuer), values))
            .collect()
    }
}

/// A caller whose signature was verified. Made by [`crate::authenticate`] alone.
#[derive(Debug, Clone)]
pub struct AuthenticatedCaller {
    pub(crate) identity: Identity,
    pub(crate) principal: Principal,
    pub(crate) user_id: String,
    pub(crate) access_key_id: String,
    pub(crate) session: Option<Arc<Session>>,
    pub(crate) source: CallSource,
}

/// How a call arrived.
#[derive(Debug, Clone, Copy)]
pub struct CallSource {
    /// The client's address.
    pub address: std::net::IpAddr,
    /// Whether over TLS.
    pub tls: bool,
}

impl AuthenticatedCaller {
    /// Whose credentials these are.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The principal that policies see.
    pub fn principal(&self) -> &Principal {
        &self.principal
    }

    /// `UserId` of `GetCallerIdentity`: `AIDA…`, `AROA…:session`, `ACCOUNT:name`, or the account id.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }

    /// The access key that signed.
    pub fn access_key_id(&self) -> &str {
        &self.access_key_id
    }

    /// The session, when the credentials are temporary.
    pub fn session(&self) -> Option<&Session> {
        self.session.as_deref()
    }

    /// The name of the calling user, where there is one: what IAM takes for a missing `UserName`.
    pub fn user_name(&self) -> Option<&str> {
        match &self.identity {
            Identity::User(user) => Some(&user.entity.name),
            _ => None,
        }
    }
}

/// A caller that policies allow to make this very call. Made by [`crate::authorize`] alone.
#[derive(Debug, Clone)]
pub struct AuthorizedCaller {
    pub(crate) caller: AuthenticatedCaller,
}

impl std::ops::Deref for AuthorizedCaller {
    type Target = AuthenticatedCaller;

    fn deref(&self) -> &AuthenticatedCaller {
        &self.caller
    }
}

impl Identity {
    /// The principal and the user id of this identity.
    pub(crate) fn principal(&self, account: &Account) -> (Principal, String) {
        match self {
            Self::Root => (
                Principal::root(&account.partition, account.id.as_str()),
                account.id.to_string(),
            ),
            Self::User(user) => {
                let arn = account.iam_entity_arn("user", &user.entity.path, &user.entity.name);
                (
                    Principal::user(&arn).with_id(&user.entity.id),
                    user.entity.id.clone(),
                )
            }
            Self::AssumedRole { role, session_name } => {
                let arn = account.iam_entity_arn("role", &role.entity.path, &role.entity.name);
                let user_id = format!("{}:{session_name}", role.entity.id);
                (
                    Principal::assumed_role(&arn, session_name).with_id(&role.entity.id),
                    user_id,
                )
            }
            Self::FederatedUser { user, name } => {
                let arn = account.iam_entity_arn("user", &user.entity.path, &user.entity.name);
                (
                    Principal::federated_user(&arn, name),
                    format!("{}:{name}", account.id),
                )
            }
            Self::Bearer(identity) => (
                Principal::federated(&identity.provider_arn),
                format!("{}:{}", identity.issuer, identity.token.claims().subject),
            ),
        }
    }
}
