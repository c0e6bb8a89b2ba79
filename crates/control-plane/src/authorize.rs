//! The second check: may this caller make this call? The only place that makes an
//! [`AuthorizedCaller`].

use std::sync::Arc;

use iam::evaluate::{Denied, Layer};
use iam::policy::{Policy, PolicyKind};
use iam::{Context, Decision, Layers, NamedPolicy, Request, evaluate};
use sigv4::Timestamp;

use crate::account::Account;
use crate::caller::{AuthenticatedCaller, AuthorizedCaller, Identity};
use crate::conditions::context;
use crate::denial::Denial;
use crate::standing::{BoundPolicy, DENY_EVERYTHING, Standing, managed};
use crate::state::{State, StateError, Tags};

/// What a call needs: an action on a resource, and what conditions may ask about them.
#[derive(Debug, Clone, Default)]
pub struct Permission {
    /// `iam:CreateUser`.
    pub action: &'static str,
    /// The ARN acted upon, or `*`.
    pub resource: String,
    /// What a denial calls it, where Amazon does not say its ARN: `user alice`.
    pub called: Option<String>,
    /// Further condition keys of this request, for example `iam:PolicyARN`.
    pub context: Vec<(String, String)>,
    /// Such keys with several values, for example `aws:TagKeys`.
    pub lists: Vec<(String, Vec<String>)>,
    /// The policy of the resource; of a role, its trust policy.
    pub resource_policy: Option<BoundPolicy>,
}

impl Permission {
    /// `action` on `resource`.
    pub fn new(action: &'static str, resource: impl Into<String>) -> Self {
        Self {
            action,
            resource: resource.into(),
            ..Self::default()
        }
    }

    /// With what Amazon calls the resource in a denial.
    #[must_use]
    pub fn called(mut self, name: impl Into<String>) -> Self {
        self.called = Some(name.into());
        self
    }

    /// With a condition key of this request.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.context.push((key.to_owned(), value.into()));
        self
    }

    /// With a condition key of this request that has several values.
    #[must_use]
    pub fn with_list(mut self, key: &str, values: Vec<String>) -> Self {
        self.lists.push((key.to_owned(), values));
        self
    }

    /// With the policy of the resource.
    #[must_use]
    pub fn under(mut self, policy: BoundPolicy) -> Self {
        self.resource_policy = Some(policy);
        self
    }

    /// With the tags that the request brings (`aws:RequestTag/…`, `aws:TagKeys`).
    #[must_use]
    pub fn with_request_tags(mut self, tags: &Tags) -> Self {
        if !tags.is_empty() {
            self = self.with_list("aws:TagKeys", tags.keys().cloned().collect());
        }
        for (key, value) in tags {
            self.context
                .push((format!("aws:RequestTag/{key}"), value.clone()));
        }
        self
    }

    /// Adds its own keys to those that every call has.
    fn describe(&self, context: &mut Context) {
        for (key, value) in &self.context {
            context.set(key.clone(), value.clone());
        }
        for (key, values) in &self.lists {
            context.set_many(key.clone(), values.iter().cloned());
        }
    }

    /// With the tags of the resource (`aws:ResourceTag/…`).
    #[must_use]
    pub fn with_resource_tags(mut self, tags: &Tags) -> Self {
        for (key, value) in tags {
            self.context
                .push((format!("aws:ResourceTag/{key}"), value.clone()));
        }
        self
    }
}

/// Why a call is not allowed. The text is Amazon's; it names the kind of policy, never its content.
#[derive(Debug, thiserror::Error)]
pub enum Unauthorized {
    /// Policies say no, or do not say yes.
    #[error(
        "User: {principal} is not authorized to perform: {action} on resource: {resource}{because}"
    )]
    Denied {
        /// The caller's ARN.
        principal: String,
        /// The action.
        action: &'static str,
        /// The resource, as Amazon calls it.
        resource: String,
        /// The tail of Amazon's sentence.
        because: String,
        /// For who may decode it.
        report: Box<Denial>,
    },
    /// The role does not trust who comes with a token of a provider.
    #[error("Not authorized to perform {action}")]
    Untrusted {
        /// The action.
        action: &'static str,
        /// For who may decode it.
        report: Box<Denial>,
    },
    /// A stored policy could not be read; nothing is allowed on its account.
    #[error("the policies of the caller could not be read")]
    Unreadable(#[from] StateError),
}

/// Decides whether `caller` may do what `permission` says, as of `state`. What needs no permission
/// (`GetCallerIdentity`) every authenticated caller may do.
pub fn authorize(
    caller: &AuthenticatedCaller,
    permission: Option<&Permission>,
    state: &State,
    account: &Account,
    now: Timestamp,
) -> Result<AuthorizedCaller, Unauthorized> {
    let Some(permission) = permission else {
        return Ok(AuthorizedCaller {
            caller: caller.clone(),
        });
    };
    let binding = Binding::of(caller, state)?;
    let Permission {
        action, resource, ..
    } = permission;
    let mut context = context(caller, action, resource, account, now);
    permission.describe(&mut context);
    let request = Request {
        principal: caller.principal(),
        action: permission.action,
        resource: &permission.resource,
        context: &context,
    };
    let resource_policy = permission.resource_policy.as_ref().map(compiled);
    let layers = Layers {
        resource: resource_policy.as_ref(),
        ..binding.layers()
    };
    match evaluate(&request, &layers) {
        Decision::Allow(_) => Ok(AuthorizedCaller {
            caller: caller.clone(),
        }),
        Decision::Deny(denied) => Err(unauthorized(caller, permission, &context, &denied)),
    }
}

fn unauthorized(
    caller: &AuthenticatedCaller,
    permission: &Permission,
    context: &Context,
    denied: &Denied,
) -> Unauthorized {
    let action = permission.action;
    let asked = (action, permission.resource.as_str());
    let report = Box::new(Denial::of(caller, asked, context, denied));
    if matches!(caller.identity(), Identity::Bearer(_)) {
        return Unauthorized::Untrusted { action, report };
    }
    Unauthorized::Denied {
        principal: caller.principal().arn.clone(),
        action,
        resource: permission
            .called
            .as_ref()
            .unwrap_or(&permission.resource)
            .clone(),
        because: because(denied.layer(), denied.statement().is_some(), action),
        report,
    }
}

/// Amazon's words (IAM guide, *Troubleshoot access denied error messages*). STS does not tell a role
/// that is not there from one that does not trust the caller.
fn because(layer: Layer, explicit: bool, action: &str) -> String {
    if explicit {
        let article = if layer == Layer::Identity { "an" } else { "a" };
        return format!(" with an explicit deny in {article} {layer}");
    }
    if matches!(
        action,
        "sts:AssumeRole" | "sts:TagSession" | "sts:SetSourceIdentity"
    ) {
        return String::new();
    }
    format!(" because no {layer} allows the {action} action")
}

/// The compiled policies that bind a caller.
#[derive(Debug, Default)]
pub(crate) struct Binding {
    identity: Vec<NamedPolicy>,
    boundary: Option<NamedPolicy>,
    session: Option<Vec<NamedPolicy>>,
}

impl Binding {
    pub(crate) fn of(caller: &AuthenticatedCaller, state: &State) -> Result<Self, StateError> {
        let standing = match caller.identity() {
            Identity::Root | Identity::Bearer(_) => Standing::default(),
            Identity::User(user) | Identity::FederatedUser { user, .. } => {
                Standing::of_user(user, state)?
            }
            Identity::AssumedRole { role, .. } => Standing::of_role(role, state)?,
        };
        Ok(Self {
            identity: standing.identity.iter().map(compiled).collect(),
            boundary: standing.boundary.as_ref().map(compiled),
            session: session_policies(caller, state)?,
        })
    }

    pub(crate) fn layers(&self) -> Layers<'_> {
        Layers {
            identity: &self.identity,
            boundary: self.boundary.as_ref(),
            session: self.session.as_deref(),
            ..Layers::default()
        }
    }
}

fn session_policies(
    caller: &AuthenticatedCaller,
    state: &State,
) -> Result<Option<Vec<NamedPolicy>>, StateError> {
    let Some(session) = caller.session() else {
        return Ok(None);
    };
    let document = session.document();
    let mut policies = Vec::new();
    if let Some(text) = &document.policy {
        let name = "session policy".to_owned();
        policies.push(compiled(&BoundPolicy {
            name,
            kind: PolicyKind::Session,
            text: text.clone(),
        }));
    }
    for arn in &document.policy_arns {
        policies.push(compiled(&managed(arn, state)?));
    }
    // A federated user without session policies may do nothing (`GetFederationToken`, Permissions).
    let federated = matches!(caller.identity(), Identity::FederatedUser { .. });
    Ok((federated || !policies.is_empty()).then_some(policies))
}

/// Documents are checked when they are stored. One that does not compile all the same denies
/// everything: to leave it out could drop a Deny.
fn compiled(bound: &BoundPolicy) -> NamedPolicy {
    let policy = Policy::parse(&bound.text, bound.kind).unwrap_or_else(|_| deny_everything());
    NamedPolicy::new(bound.name.clone(), Arc::new(policy))
}

fn deny_everything() -> Policy {
    match Policy::parse(DENY_EVERYTHING, PolicyKind::Managed) {
        Ok(policy) => policy,
        Err(error) => unreachable!("the constant policy compiles: {error}"),
    }
}
