//! The form of `vectors/policy-cases.json`, and how this crate answers a case.

use std::collections::BTreeMap;
use std::sync::Arc;

use iam::evaluate::evaluate_owned_by;
use iam::policy::{Policy, PolicyKind};
use iam::{Context, Decision, Layers, NamedPolicy, Principal, PrincipalKind, Request};
use serde::Deserialize;

/// The format that this reader knows.
pub(crate) const FORMAT: &str = "sekisho-policy-cases/1";

/// A file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) format: String,
    pub(crate) cases: Vec<serde_json::Value>,
}

/// A case. What is optional here is not part of the question as an implementation gets it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub(crate) struct Case {
    pub(crate) id: String,
    /// What the case shows.
    pub(crate) about: Option<String>,
    /// Where the expected answer comes from.
    pub(crate) source: Option<String>,
    pub(crate) principal: Who,
    pub(crate) action: String,
    pub(crate) resource: String,
    /// The account that owns the resource, where its ARN does not say.
    pub(crate) resource_owner: Option<String>,
    pub(crate) context: BTreeMap<String, OneOrMany>,
    pub(crate) policies: Policies,
    /// `allowed`, `explicitDeny` or `implicitDeny`.
    pub(crate) expect: Option<String>,
}

/// Who asks.
#[derive(Debug, Deserialize)]
#[serde(
    deny_unknown_fields,
    tag = "type",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase"
)]
pub(crate) enum Who {
    Root {
        account: String,
    },
    User {
        arn: String,
        id: Option<String>,
    },
    AssumedRole {
        role_arn: String,
        session: String,
        id: Option<String>,
    },
    FederatedUser {
        user_arn: String,
        name: String,
    },
    Federated {
        provider: String,
    },
    Service {
        name: String,
    },
    Canonical {
        id: String,
    },
    Anonymous,
}

/// A context key with one value, or a multi-valued key.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// A document: as JSON, or as the text of it where the spelling matters.
type Document = serde_json::Value;

/// The layers. Those that are left out are not there.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Policies {
    pub(crate) scps: Vec<Vec<Document>>,
    pub(crate) resource: Option<Document>,
    pub(crate) trust: Option<Document>,
    pub(crate) identity: Vec<Document>,
    pub(crate) boundary: Option<Document>,
    pub(crate) session: Option<Vec<Document>>,
}

impl Case {
    /// Answers with this crate.
    pub(crate) fn decide(&self) -> Result<Decision, String> {
        let identity = named(&self.policies.identity, PolicyKind::RoleInline)?;
        let boundary = one(self.policies.boundary.as_ref(), PolicyKind::Managed)?;
        let trust = one(self.policies.trust.as_ref(), PolicyKind::Trust)?;
        let resource = one(self.policies.resource.as_ref(), PolicyKind::Resource)?.or(trust);
        let session = match &self.policies.session {
            Some(documents) => Some(named(documents, PolicyKind::Session)?),
            None => None,
        };
        let levels = self
            .policies
            .scps
            .iter()
            .map(|level| named(level, PolicyKind::Scp));
        let levels = levels.collect::<Result<Vec<_>, _>>()?;
        let scps: Vec<&[NamedPolicy]> = levels.iter().map(Vec::as_slice).collect();
        let layers = Layers {
            scps: &scps,
            resource: resource.as_ref(),
            identity: &identity,
            boundary: boundary.as_ref(),
            session: session.as_deref(),
        };
        let (principal, context) = (self.principal.principal(), self.context());
        let request = Request {
            principal: &principal,
            action: &self.action,
            resource: &self.resource,
            context: &context,
        };
        Ok(evaluate_owned_by(
            self.resource_owner.as_deref(),
            &request,
            &layers,
        ))
    }

    fn context(&self) -> Context {
        let mut context = Context::new();
        for (key, values) in &self.context {
            match values {
                OneOrMany::One(value) => context.set(key.as_str(), value.as_str()),
                OneOrMany::Many(values) => context.set_many(key.as_str(), values.iter().cloned()),
            };
        }
        context
    }
}

impl Who {
    fn principal(&self) -> Principal {
        let with_id = |principal: Principal, id: &Option<String>| match id {
            Some(id) => principal.with_id(id),
            None => principal,
        };
        match self {
            Who::Root { account } => Principal::root("aws", account),
            Who::User { arn, id } => with_id(Principal::user(arn), id),
            Who::AssumedRole {
                role_arn,
                session,
                id,
            } => with_id(Principal::assumed_role(role_arn, session), id),
            Who::FederatedUser { user_arn, name } => Principal::federated_user(user_arn, name),
            Who::Federated { provider } => Principal::federated(provider),
            Who::Service { name } => Principal::service(name),
            Who::Canonical { id } => Principal {
                kind: PrincipalKind::Canonical { id: id.clone() },
                ..Principal::anonymous()
            },
            Who::Anonymous => Principal::anonymous(),
        }
    }
}

fn named(documents: &[Document], kind: PolicyKind) -> Result<Vec<NamedPolicy>, String> {
    documents
        .iter()
        .enumerate()
        .map(|(at, document)| policy(at, document, kind))
        .collect()
}

fn one(document: Option<&Document>, kind: PolicyKind) -> Result<Option<NamedPolicy>, String> {
    document
        .map(|document| policy(0, document, kind))
        .transpose()
}

fn policy(at: usize, document: &Document, kind: PolicyKind) -> Result<NamedPolicy, String> {
    let text = match document {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let policy = Policy::parse(&text, kind).map_err(|error| error.to_string())?;
    Ok(NamedPolicy::new(
        format!("{kind:?} policy {}", at + 1),
        Arc::new(policy),
    ))
}

/// The answer in the words of `SimulateCustomPolicy`.
pub(crate) fn word(decision: &Decision) -> &'static str {
    match decision {
        Decision::Allow(_) => "allowed",
        Decision::Deny(denied) if denied.statement().is_some() => "explicitDeny",
        Decision::Deny(_) => "implicitDeny",
    }
}
