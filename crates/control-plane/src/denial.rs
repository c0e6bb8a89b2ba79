//! What an administrator may learn of a denial, and the denied caller may not: which statement denied, what
//! came near, what conditions saw. The caller is told what Amazon tells; the report stays here, under the id
//! of the request, which is in every answer. `sts:DecodeAuthorizationMessage` takes that id for the encoded
//! message (STS API reference, *DecodeAuthorizationMessage*; `docs/adr/0008`).

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use iam::{Context, evaluate::Denied};
use serde_json::{Value, json};

use crate::caller::AuthenticatedCaller;

/// The longest report. What conditions saw is left out of a longer one.
const MAX_REPORT_BYTES: usize = 7_000;

/// The most reports that are kept: the last ones.
pub const MAX_REPORTS: usize = 1_000;

/// The report of one denial, in the form that Amazon's has.
#[derive(Debug, Clone)]
pub struct Denial(Value);

impl Denial {
    /// Of an action on a resource, by this decision.
    pub fn of(
        caller: &AuthenticatedCaller,
        (action, resource): (&str, &str),
        context: &Context,
        denied: &Denied,
    ) -> Self {
        let mut report = Self::because(caller, action, resource, &denied.to_string());
        report.set("/explicitDeny", denied.statement().is_some().into());
        report.set("/matchedStatements/items", matched(denied));
        report.set("/context/conditions/items", conditions(context));
        report
    }

    /// Of a call that no policy had to decide.
    pub fn because(
        caller: &AuthenticatedCaller,
        action: &str,
        resource: &str,
        reason: &str,
    ) -> Self {
        let principal = caller.principal();
        let name = principal.arn.rsplit(['/', ':']).next().unwrap_or_default();
        Self(json!({
            "allowed": false,
            "explicitDeny": false,
            "matchedStatements": { "items": [] },
            "failures": { "items": [] },
            "reason": reason,
            "context": {
                "principal": { "id": caller.user_id(), "name": name, "arn": principal.arn },
                "action": action,
                "resource": resource,
                "conditions": { "items": [] },
            },
        }))
    }

    fn set(&mut self, pointer: &str, value: Value) {
        if let Some(there) = self.0.pointer_mut(pointer) {
            *there = value;
        }
    }

    fn into_text(mut self) -> String {
        let text = self.0.to_string();
        if text.len() <= MAX_REPORT_BYTES {
            return text;
        }
        self.set("/context/conditions/items", json!([]));
        self.0.to_string()
    }
}

/// The last denials, each under the id of its request. They are gone with the process, like Amazon's are
/// gone with the message.
#[derive(Debug, Default)]
pub struct Denials(Mutex<VecDeque<(String, String)>>);

impl Denials {
    /// Keeps the report of a denied request, in place of the oldest where there is no more room.
    pub fn keep(&self, request_id: &str, denial: Denial) {
        let report = (request_id.to_owned(), denial.into_text());
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.len() == MAX_REPORTS {
            kept.pop_front();
        }
        kept.push_back(report);
    }

    /// The report of the request with this id; of a request that was decided anew, the last.
    pub fn find(&self, request_id: &str) -> Option<String> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.iter().rev().find(|(id, _)| id == request_id);
        found.map(|(_, report)| report.clone())
    }
}

fn matched(denied: &Denied) -> Value {
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

fn conditions(context: &Context) -> Value {
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
