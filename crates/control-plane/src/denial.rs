//! What an administrator may learn of a denial, and the denied caller may not: which statement denied, what
//! came near, what conditions saw. It travels with the caller's error, sealed, and
//! `sts:DecodeAuthorizationMessage` opens it (STS API reference, *DecodeAuthorizationMessage*).

use iam::{Context, evaluate::Denied};
use serde_json::{Value, json};

use crate::authorize::Permission;
use crate::caller::AuthenticatedCaller;
use crate::keyring::KeyringError;
use crate::realm::Realm;

/// What stands before it in an error's text, as in EC2's.
pub const ANNOUNCED: &str = ". Encoded authorization failure message: ";

/// The longest report, so that sealed it fits into `EncodedMessage` (10,240 characters). What conditions
/// saw is left out of a longer one.
const MAX_REPORT_BYTES: usize = 7_000;

/// What a message is sealed for, and opens as.
const RECORD: &str = "authorization-message";

/// The report of one denial, in the form that Amazon's has.
#[derive(Debug, Clone)]
pub struct Denial(Value);

impl Denial {
    /// Of this call, by this decision.
    pub fn of(
        caller: &AuthenticatedCaller,
        permission: &Permission,
        context: &Context,
        denied: &Denied,
    ) -> Self {
        let principal = caller.principal();
        let name = principal.arn.rsplit(['/', ':']).next().unwrap_or_default();
        Self(json!({
            "allowed": false,
            "explicitDeny": denied.statement().is_some(),
            "matchedStatements": { "items": matched(denied) },
            "failures": { "items": [] },
            "reason": denied.to_string(),
            "context": {
                "principal": { "id": caller.user_id(), "name": name, "arn": principal.arn },
                "action": permission.action,
                "resource": permission.resource,
                "conditions": { "items": conditions(context) },
            },
        }))
    }

    /// The report as nobody can read it who may not.
    pub fn sealed(&self, realm: &Realm) -> Result<String, KeyringError> {
        let mut text = self.0.to_string();
        if text.len() > MAX_REPORT_BYTES {
            let mut shorter = self.0.clone();
            if let Some(conditions) = shorter.pointer_mut("/context/conditions/items") {
                *conditions = json!([]);
            }
            text = shorter.to_string();
        }
        realm.keyring.seal(RECORD, &text, &*realm.entropy)
    }

    /// The report that `message` holds; `None` when we never sealed it.
    pub fn opened(message: &str, realm: &Realm) -> Option<String> {
        let opened = realm.keyring.open(RECORD, message).ok()?;
        Some(opened.to_string())
    }
}

fn matched(denied: &Denied) -> Vec<Value> {
    let statement = denied.statement().into_iter();
    let item = statement.map(|statement| {
        json!({
            "statementId": statement.sid.as_deref().unwrap_or_default(),
            "effect": "DENY",
            "policy": statement.policy.to_string(),
            "policyType": statement.layer.to_string(),
            "statement": statement.index + 1,
        })
    });
    item.collect()
}

fn conditions(context: &Context) -> Vec<Value> {
    let values = |values: &[String]| -> Vec<Value> {
        values
            .iter()
            .map(|value| json!({ "value": value }))
            .collect()
    };
    context
        .iter()
        .map(|(key, seen)| json!({ "key": key, "values": { "items": values(seen.as_slice()) } }))
        .collect()
}
