//! Whom a role trusts. An account is written down as its root. Users and roles in a trust policy are
//! remembered by their unique ids: who is renamed stays trusted, and who gets a name that another had
//! before is not (IAM guide, *Principal element*, *AWS account principals*, *IAM role principals*).

use std::collections::BTreeMap;

use ::iam::Arn;
use ::iam::policy::PolicyKind;
use ::iam::policy::document::{Choice, Document, PrincipalType, Principals, Text};
use aws_query::ApiError;
use aws_query::iam::error::MALFORMED_POLICY_DOCUMENT;
use serde_json::Value;

use super::documents::{check, read};
use super::names::{Named, entity_arn};
use crate::account::AccountId;
use crate::app::{Asked, Call, OrFail as _};
use crate::state::{Changes, EntityId, Role, User};

/// A trust policy as it is kept.
pub(super) struct Trust {
    /// The document, with accounts as the ARNs of their roots.
    pub(super) policy: String,
    /// The ids of the users and roles of this account that it names, by ARN.
    pub(super) ids: BTreeMap<String, String>,
}

/// Checks a trust policy, and finds the users and roles of this account that it names. They must be
/// there, and stay until `changes` are made.
pub(super) fn remember(
    document: &str,
    call: &Call<'_>,
    mut changes: Changes,
) -> Result<(Trust, Changes), ApiError> {
    check(document, PolicyKind::Trust)?;
    let mut ids = BTreeMap::new();
    let policy = renamed(document, |principal| {
        if AccountId::parse(principal).is_ok() {
            let partition = &call.realm.account.partition;
            return Ok(Some(format!("arn:{partition}:iam::{principal}:root")));
        }
        let by_id = is_unique_id(principal);
        let arn = match by_id {
            true => current_arn(principal, &call.asked())?,
            false => Some(principal.to_owned()),
        };
        let arn = arn.ok_or_else(|| invalid(principal))?;
        let relying = std::mem::take(&mut changes);
        let found = match kind_of(&arn, call) {
            Some(User::NOUN) => find::<User>(&arn, call, relying)?,
            Some(Role::NOUN) => find::<Role>(&arn, call, relying)?,
            _ => {
                changes = relying;
                return Ok(None);
            }
        };
        let (id, relying) = found.ok_or_else(|| invalid(principal))?;
        changes = relying;
        ids.insert(arn.clone(), id);
        Ok(by_id.then_some(arn))
    })?;
    Ok((Trust { policy, ids }, changes))
}

fn invalid(principal: &str) -> ApiError {
    let text = format!(r#"Invalid principal in policy: "AWS":"{principal}""#);
    MALFORMED_POLICY_DOCUMENT.because(text)
}

/// `AIDA…` or `AROA…`, by which a principal may be named too.
fn is_unique_id(principal: &str) -> bool {
    ["AIDA", "AROA"]
        .iter()
        .any(|kind| principal.starts_with(kind))
        && !principal.contains(':')
}

/// `user` or `role`, when the ARN is of one in this account.
fn kind_of<'a>(arn: &'a str, call: &Call<'_>) -> Option<&'a str> {
    let parsed = Arn::parse(arn).ok()?;
    let ours = parsed.service() == "iam" && parsed.account() == call.realm.account.id.as_str();
    let (_, resource) = arn.rsplit_once(':').filter(|_| ours)?;
    resource.split_once('/').map(|(kind, _)| kind)
}

/// The id of the entity with this ARN, and the changes that rely on it.
fn find<R: Named>(
    arn: &str,
    call: &Call<'_>,
    changes: Changes,
) -> Result<Option<(String, Changes)>, ApiError> {
    let name = arn.rsplit('/').next().unwrap_or_default();
    let found = call.state.get::<R>(name).or_fail()?;
    let found = found.filter(|found| entity_arn(call.realm, &found.record) == arn);
    Ok(found.map(|found| (found.entity().id.clone(), changes.rely_on(&found))))
}

/// The trust policy of a role with its users and roles as they are called now; one that is gone is
/// called by its id, which nobody has any more.
pub(crate) fn trust_policy(role: &Role, asked: &Asked<'_>) -> Result<String, ApiError> {
    let mut moved = BTreeMap::new();
    for (arn, id) in &role.trusted {
        let current = current_arn(id, asked)?.unwrap_or_else(|| id.clone());
        if current != *arn {
            moved.insert(arn.as_str(), current);
        }
    }
    if moved.is_empty() {
        return Ok(role.trust_policy.clone());
    }
    renamed(&role.trust_policy, |principal| {
        Ok(moved.get(principal).cloned())
    })
}

fn current_arn(id: &str, asked: &Asked<'_>) -> Result<Option<String>, ApiError> {
    let Some(place) = asked.state.get::<EntityId>(id).or_fail()? else {
        return Ok(None);
    };
    match place.kind.as_str() {
        Role::NOUN => arn_now::<Role>(&place.name, asked),
        _ => arn_now::<User>(&place.name, asked),
    }
}

fn arn_now<R: Named>(name: &str, asked: &Asked<'_>) -> Result<Option<String>, ApiError> {
    let found = asked.state.get::<R>(name).or_fail()?;
    Ok(found.map(|found| entity_arn(asked.realm, &found.record)))
}

/// The document, with each `AWS` principal as `called` says it is called; nothing else of it is touched.
fn renamed(
    document: &str,
    mut called: impl FnMut(&str) -> Result<Option<String>, ApiError>,
) -> Result<String, ApiError> {
    let (mut text, mut from) = (String::new(), 0);
    for principal in principals(&read(document, PolicyKind::Trust)?) {
        let Some(name) = called(&principal.value)? else {
            continue;
        };
        let (start, end) = (principal.span.start.offset, principal.span.end.offset);
        text.push_str(document.get(from..start).unwrap_or_default());
        text.push_str(&Value::from(name).to_string());
        from = end;
    }
    text.push_str(document.get(from..).unwrap_or_default());
    Ok(text)
}

/// The `AWS` principals of a document, in their order.
fn principals(document: &Document) -> impl Iterator<Item = &Text> {
    let statements = document.statements.iter();
    let listed =
        statements.flat_map(
            |statement| match statement.principal.as_ref().map(Choice::listed) {
                Some(Principals::Listed(listed)) => listed.as_slice(),
                Some(Principals::Anyone) | None => &[],
            },
        );
    listed.filter_map(|(kind, name)| (*kind == PrincipalType::Aws).then_some(name))
}
