//! Whom a role trusts. Users and roles in a trust policy are remembered by their unique ids: who is
//! renamed stays trusted, and who gets a name that another had before is not (IAM guide, *Principal
//! element*, *IAM role principals*).

use std::collections::BTreeMap;

use ::iam::Arn;
use ::iam::policy::PolicyKind;
use aws_query::ApiError;
use aws_query::iam::error::MALFORMED_POLICY_DOCUMENT;
use serde_json::Value;

use super::documents::check;
use super::names::{Named, entity_arn};
use crate::app::{Asked, Call, OrFail as _};
use crate::state::{Changes, EntityId, Role, User};

/// Checks a trust policy, and finds the ids of the users and roles of this account that it names.
/// They must be there, and stay until `changes` are made.
pub(super) fn remember(
    document: &str,
    call: &Call<'_>,
    mut changes: Changes,
) -> Result<(BTreeMap<String, String>, Changes), ApiError> {
    check(document, PolicyKind::Trust)?;
    let mut document: Value = serde_json::from_str(document).or_fail()?;
    let mut arns = Vec::new();
    each_principal(&mut document, &mut |arn| arns.push(arn.clone()));
    let mut trusted = BTreeMap::new();
    for arn in arns {
        let found = match kind_of(&arn, call) {
            Some(User::NOUN) => find::<User>(&arn, call, changes)?,
            Some(Role::NOUN) => find::<Role>(&arn, call, changes)?,
            _ => continue,
        };
        let (id, relying) = found.ok_or_else(|| {
            let text = format!(r#"Invalid principal in policy: "AWS":"{arn}""#);
            MALFORMED_POLICY_DOCUMENT.because(text)
        })?;
        trusted.insert(arn, id);
        changes = relying;
    }
    Ok((trusted, changes))
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
            moved.insert(arn, current);
        }
    }
    if moved.is_empty() {
        return Ok(role.trust_policy.clone());
    }
    let mut document: Value = serde_json::from_str(&role.trust_policy).or_fail()?;
    each_principal(&mut document, &mut |principal| {
        if let Some(current) = moved.get(principal) {
            principal.clone_from(current);
        }
    });
    Ok(document.to_string())
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

/// Every `AWS` principal of every statement.
fn each_principal(document: &mut Value, visit: &mut impl FnMut(&mut String)) {
    let Some(statements) = document.get_mut("Statement") else {
        return;
    };
    for statement in items(statements) {
        for element in ["Principal", "NotPrincipal"] {
            let listed = statement
                .get_mut(element)
                .and_then(|principal| principal.get_mut("AWS"));
            for principal in listed.into_iter().flat_map(items) {
                if let Value::String(arn) = principal {
                    visit(arn);
                }
            }
        }
    }
}

/// One value may stand for a list of one.
fn items(value: &mut Value) -> std::slice::IterMut<'_, Value> {
    match value {
        Value::Array(items) => items.iter_mut(),
        one => std::slice::from_mut(one).iter_mut(),
    }
}
