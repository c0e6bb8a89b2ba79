//! The context of a database login.

use std::net::IpAddr;

use sigv4::Timestamp;

use super::{Context, keys};
use crate::principal::{Principal, PrincipalKind};

/// Everything that is known about a database login when its policies are asked.
///
/// [`DatabaseLogin::context`] turns it into the keys of [`keys::LOGIN_KEYS`].
#[derive(Clone, Debug)]
pub struct DatabaseLogin<'a> {
    /// Who signed the token.
    pub principal: &'a Principal,
    /// `aws:userid`.
    pub user_id: &'a str,
    /// `aws:username`; IAM users only.
    pub user_name: Option<&'a str>,
    /// Tags of the user, or of the role and its session.
    pub principal_tags: &'a [(String, String)],
    /// Facts of the session, when the token was signed with temporary credentials.
    pub session: Option<SessionFacts<'a>>,
    /// The time of the login.
    pub now: Timestamp,
    /// When the token was signed.
    pub signed_at: Timestamp,
    /// Whether the connection is encrypted.
    pub secure_transport: bool,
    /// The client's address; none for a Unix socket.
    pub client: Option<IpAddr>,
    /// The account of the cluster.
    pub resource_account: &'a str,
    /// The region of the cluster.
    pub region: &'a str,
    /// The tags of the cluster.
    pub resource_tags: &'a [(String, String)],
    /// `mariadb`, `mysql` or `postgres`.
    pub engine: &'a str,
    /// The name of the cluster or instance.
    pub cluster_identifier: &'a str,
    /// The database user.
    pub database_user: &'a str,
    /// Leave out what Amazon does not document for `rds-db`: the client's address, the cluster's
    /// tags, the session's name, and our own keys.
    pub strict_aws: bool,
}

/// What temporary credentials add.
#[derive(Clone, Copy, Debug)]
pub struct SessionFacts<'a> {
    /// The name of a role's session; other sessions have none.
    pub role_session_name: Option<&'a str>,
    /// When its credentials were issued.
    pub issued_at: Timestamp,
    /// When its one-time code was given, if one was.
    pub mfa_at: Option<Timestamp>,
    /// The source identity.
    pub source_identity: Option<&'a str>,
    /// The identity provider.
    pub federated_provider: Option<&'a str>,
    /// What it said of the session's holder, as condition keys.
    pub federated_claims: &'a [(String, Vec<String>)],
}

impl DatabaseLogin<'_> {
    /// The keys of this login.
    pub fn context(&self) -> Context {
        let mut context =
            Context::with_capacity(keys::LOGIN_KEYS.len() + self.principal_tags.len());
        self.principal_keys(&mut context);
        self.session_keys(&mut context);
        context
            .set(keys::CURRENT_TIME, self.now.to_string())
            .set(keys::EPOCH_TIME, self.now.as_unix().to_string())
            .set(keys::SECURE_TRANSPORT, self.secure_transport.to_string())
            .set(keys::REQUESTED_REGION, self.region)
            .set(keys::RESOURCE_ACCOUNT, self.resource_account)
            .set(keys::PRINCIPAL_IS_AWS_SERVICE, "false")
            .set(keys::VIA_AWS_SERVICE, "false");
        if !self.strict_aws {
            self.keys_beyond_amazon(&mut context);
        }
        context
    }

    fn principal_keys(&self, context: &mut Context) {
        let (arn, kind) = match &self.principal.kind {
            PrincipalKind::Root => (&self.principal.arn, "Account"),
            PrincipalKind::User => (&self.principal.arn, "User"),
            PrincipalKind::AssumedRole { role_arn } => (role_arn, "AssumedRole"),
            PrincipalKind::FederatedUser { .. } => (&self.principal.arn, "FederatedUser"),
            _ => (&self.principal.arn, "Anonymous"),
        };
        context
            .set(keys::PRINCIPAL_ARN, arn.as_str())
            .set(keys::PRINCIPAL_ACCOUNT, self.principal.account.as_str())
            .set(keys::PRINCIPAL_TYPE, kind)
            .set(keys::USER_ID, self.user_id);
        if let Some(name) = self.user_name {
            context.set(keys::USER_NAME, name);
        }
        for (name, value) in self.principal_tags {
            context.set(format!("{}{name}", keys::PRINCIPAL_TAG), value.as_str());
        }
    }

    fn session_keys(&self, context: &mut Context) {
        let Some(session) = &self.session else { return };
        context
            .set(keys::TOKEN_ISSUE_TIME, session.issued_at.to_string())
            .set(keys::MFA_PRESENT, session.mfa_at.is_some().to_string());
        if let Some(mfa_at) = session.mfa_at {
            let age = self.now.as_unix().saturating_sub(mfa_at.as_unix());
            context.set(keys::MFA_AGE, age.to_string());
        }
        if let Some(identity) = session.source_identity {
            context.set(keys::SOURCE_IDENTITY, identity);
        }
        if let Some(provider) = session.federated_provider {
            context.set(keys::FEDERATED_PROVIDER, provider);
        }
        for (key, values) in session.federated_claims {
            context.set_claim(key, values);
        }
    }

    fn keys_beyond_amazon(&self, context: &mut Context) {
        let age = self.now.as_unix().saturating_sub(self.signed_at.as_unix());
        context
            .set(keys::SEKISHO_ENGINE, self.engine)
            .set(keys::SEKISHO_CLUSTER_IDENTIFIER, self.cluster_identifier)
            .set(keys::SEKISHO_TOKEN_AGE, age.to_string())
            .set(keys::SEKISHO_DATABASE_USER, self.database_user);
        if let Some(client) = self.client {
            context.set(keys::SOURCE_IP, client.to_canonical().to_string());
        }
        if let Some(session) = &self.session {
            if let Some(name) = session.role_session_name {
                context.set(keys::ROLE_SESSION_NAME, name);
            }
            if let Some(identity) = session.source_identity {
                context.set(keys::STS_SOURCE_IDENTITY, identity);
            }
        }
        for (name, value) in self.resource_tags {
            context.set(format!("{}{name}", keys::RESOURCE_TAG), value.as_str());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(strict_aws: bool) -> Context {
        let principal =
            Principal::assumed_role("arn:aws:iam::123456789012:role/app/Reader", "jane");
        let tags = [("team".to_owned(), "red".to_owned())];
        let claims = [
            ("idp:sub".to_owned(), vec!["jane".to_owned()]),
            (
                "idp:amr".to_owned(),
                vec!["pwd".to_owned(), "otp".to_owned()],
            ),
        ];
        let login = DatabaseLogin {
            principal: &principal,
            user_id: "AROAEXAMPLEEXAMPLE12:jane",
            user_name: None,
            principal_tags: &tags,
            session: Some(SessionFacts {
                role_session_name: Some("jane"),
                issued_at: Timestamp::from_unix(1_736_940_000),
                mfa_at: Some(Timestamp::from_unix(1_736_939_000)),
                source_identity: Some("jane@example.com"),
                federated_provider: Some("arn:aws:iam::123456789012:oidc-provider/idp"),
                federated_claims: &claims,
            }),
            now: Timestamp::from_unix(1_736_942_400),
            signed_at: Timestamp::from_unix(1_736_942_390),
            secure_transport: true,
            client: Some("::ffff:10.1.2.3".parse().unwrap()),
            resource_account: "123456789012",
            region: "us-east-1",
            resource_tags: &tags,
            engine: "mariadb",
            cluster_identifier: "orders",
            database_user: "app",
            strict_aws,
        };
        login.context()
    }

    fn one(context: &Context, key: &str) -> Option<String> {
        context.get(key).map(|values| values.as_slice().join(","))
    }

    #[test]
    fn a_login_carries_what_an_identity_provider_said() {
        let context = context(true);
        assert_eq!(one(&context, "idp:sub").as_deref(), Some("jane"));
        assert!(matches!(
            context.get("idp:sub"),
            Some(super::super::Values::One(_))
        ));
        assert!(
            matches!(context.get("idp:amr"), Some(super::super::Values::Many(both)) if both.len() == 2)
        );
    }

    #[test]
    fn a_login_carries_every_documented_key() {
        let context = context(false);
        for (key, ..) in keys::LOGIN_KEYS {
            let key = if key.ends_with('/') {
                format!("{key}team")
            } else {
                key.to_owned()
            };
            let absent = key == keys::USER_NAME;
            assert_eq!(context.get(&key).is_none(), absent, "{key}");
        }
        for (key, value) in [
            (
                keys::PRINCIPAL_ARN,
                "arn:aws:iam::123456789012:role/app/Reader",
            ),
            (keys::PRINCIPAL_TYPE, "AssumedRole"),
            (keys::CURRENT_TIME, "2025-01-15T12:00:00Z"),
            (keys::EPOCH_TIME, "1736942400"),
            (keys::MFA_PRESENT, "true"),
            (keys::MFA_AGE, "3400"),
            (keys::SOURCE_IP, "10.1.2.3"),
            (keys::SEKISHO_TOKEN_AGE, "10"),
            ("aws:ResourceTag/team", "red"),
        ] {
            assert_eq!(one(&context, key).as_deref(), Some(value), "{key}");
        }
    }

    #[test]
    fn strict_aws_leaves_out_what_amazon_does_not_document() {
        let context = context(true);
        for (key, _, documented) in keys::LOGIN_KEYS {
            let key = if key.ends_with('/') {
                format!("{key}team")
            } else {
                key.to_owned()
            };
            let present = documented && key != keys::USER_NAME;
            assert_eq!(context.get(&key).is_some(), present, "{key}");
        }
    }
}
