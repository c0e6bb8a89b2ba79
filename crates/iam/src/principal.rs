//! Who asks.

use crate::arn::Parts;

/// The principal that makes a request, as its credentials prove it.
///
/// Source: IAM User Guide, *AWS JSON policy elements: Principal* (`reference_policies_elements_principal`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Principal {
    /// `arn:aws:iam::123456789012:user/path/jane`, `arn:aws:sts::123456789012:assumed-role/Role/session`, …
    pub arn: String,
    /// The account that the principal belongs to; empty for services and the anonymous.
    pub account: String,
    /// The unique id, where known: `AIDA…` of a user, `AROA…` of the role behind a session. A trust
    /// policy may name it, and does when its principal was deleted.
    pub id: Option<String>,
    /// What it is.
    pub kind: PrincipalKind,
}

/// The kinds of principal that policies tell apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PrincipalKind {
    /// The root user of an account: everything in its own account, within the SCPs.
    Root,
    /// An IAM user.
    User,
    /// A session of a role.
    AssumedRole {
        /// The ARN of the role with its path: `arn:aws:iam::123456789012:role/path/Role`.
        role_arn: String,
    },
    /// A session from `GetFederationToken`: never more than its session policy.
    FederatedUser {
        /// The ARN of the IAM user that called `GetFederationToken`.
        user_arn: String,
    },
    /// A caller known only to an identity provider: `AssumeRoleWithWebIdentity` and
    /// `AssumeRoleWithSAML` before a session exists.
    Federated {
        /// The ARN of the provider (`arn:aws:iam::…:oidc-provider/…`), or its name
        /// (`accounts.google.com`).
        provider: String,
    },
    /// An AWS service acting by itself, e.g. `rds.amazonaws.com`.
    Service {
        /// The service principal.
        name: String,
    },
    /// An account known by its canonical user id.
    Canonical {
        /// The 64 hexadecimal digits.
        id: String,
    },
    /// A caller that proved nothing.
    Anonymous,
}

impl Principal {
    /// The root user of an account.
    pub fn root(partition: &str, account: &str) -> Principal {
        let arn = format!("arn:{partition}:iam::{account}:root");
        Principal {
            arn,
            account: account.to_owned(),
            id: None,
            kind: PrincipalKind::Root,
        }
    }

    /// The IAM user with this ARN.
    pub fn user(arn: &str) -> Principal {
        Principal {
            arn: arn.to_owned(),
            account: account_of(arn),
            id: None,
            kind: PrincipalKind::User,
        }
    }

    /// A session of the role with this ARN. The session's own ARN leaves the role's path out.
    pub fn assumed_role(role_arn: &str, session_name: &str) -> Principal {
        let parts = Parts::split(role_arn).unwrap_or_default();
        let role = parts.resource.rsplit('/').next().unwrap_or_default();
        let (partition, account) = (parts.partition, parts.account);
        Principal {
            arn: format!("arn:{partition}:sts::{account}:assumed-role/{role}/{session_name}"),
            account: account.to_owned(),
            id: None,
            kind: PrincipalKind::AssumedRole {
                role_arn: role_arn.to_owned(),
            },
        }
    }

    /// A `GetFederationToken` session of this name, called for by the user with this ARN.
    pub fn federated_user(user_arn: &str, name: &str) -> Principal {
        let parts = Parts::split(user_arn).unwrap_or_default();
        let (partition, account) = (parts.partition, parts.account);
        Principal {
            arn: format!("arn:{partition}:sts::{account}:federated-user/{name}"),
            account: account.to_owned(),
            id: None,
            kind: PrincipalKind::FederatedUser {
                user_arn: user_arn.to_owned(),
            },
        }
    }

    /// An AWS service.
    pub fn service(name: &str) -> Principal {
        Principal {
            arn: name.to_owned(),
            account: String::new(),
            id: None,
            kind: PrincipalKind::Service {
                name: name.to_owned(),
            },
        }
    }

    /// A caller vouched for by an identity provider.
    pub fn federated(provider: &str) -> Principal {
        Principal {
            arn: provider.to_owned(),
            account: account_of(provider),
            id: None,
            kind: PrincipalKind::Federated {
                provider: provider.to_owned(),
            },
        }
    }

    /// A caller that proved nothing.
    pub fn anonymous() -> Principal {
        Principal {
            arn: "*".to_owned(),
            account: String::new(),
            id: None,
            kind: PrincipalKind::Anonymous,
        }
    }

    /// Whether it acts for an account, which its policies and SCPs then bind.
    pub(crate) fn belongs_to_account(&self) -> bool {
        use PrincipalKind::{AssumedRole, FederatedUser, Root, User};
        matches!(
            self.kind,
            Root | User | AssumedRole { .. } | FederatedUser { .. }
        )
    }

    /// Whether it is a session of a service-linked role, which SCPs do not bind.
    ///
    /// Source: AWS Organizations User Guide, *Service control policies*.
    pub(crate) fn is_service_linked(&self) -> bool {
        matches!(&self.kind, PrincipalKind::AssumedRole { role_arn }
            if Parts::split(role_arn).is_some_and(|parts| parts.resource.starts_with("role/aws-service-role/")))
    }

    /// The same principal with its unique id.
    #[must_use]
    pub fn with_id(mut self, id: &str) -> Principal {
        self.id = Some(id.to_owned());
        self
    }
}

fn account_of(arn: &str) -> String {
    Parts::split(arn)
        .map(|parts| parts.account.to_owned())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_loses_the_path_of_its_role() {
        let session = Principal::assumed_role("arn:aws:iam::123456789012:role/a/b/Reader", "jane");
        assert_eq!(
            session.arn,
            "arn:aws:sts::123456789012:assumed-role/Reader/jane"
        );
        assert_eq!(session.account, "123456789012");
    }

    #[test]
    fn a_federated_user_belongs_to_the_account_of_its_caller() {
        let session = Principal::federated_user("arn:aws:iam::123456789012:user/broker", "guest");
        assert_eq!(
            session.arn,
            "arn:aws:sts::123456789012:federated-user/guest"
        );
        assert_eq!(session.account, "123456789012");
    }
}
