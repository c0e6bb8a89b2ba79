//! Policies from files, requests from flags or JSON.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use iam::context::keys;
use iam::policy::PolicyKind;
use iam::{Arn, Context, NamedPolicy, Principal, PrincipalKind};
use serde::Deserialize;

use crate::failure::Failure;

/// More than any document, or any request, may hold.
const MAX_BYTES: u64 = 1 << 20;

/// The text of a file; `-` is the standard input.
pub fn text(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let read = if path == Path::new("-") {
        std::io::stdin().take(MAX_BYTES).read_to_string(&mut text)
    } else {
        std::fs::File::open(path).and_then(|file| file.take(MAX_BYTES).read_to_string(&mut text))
    };
    read.map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?;
    Ok(text)
}

/// The policy in a file, by the file's name.
pub fn policy(path: &Path, kind: PolicyKind) -> Result<NamedPolicy, Failure> {
    let name = path.display().to_string();
    let policy = iam::policy::Policy::parse(&text(path)?, kind)
        .map_err(|error| Failure::usage(format!("{name}: {error}")))?;
    Ok(NamedPolicy::new(name, Arc::new(policy)))
}

/// The policies in files.
pub fn policies<P: AsRef<Path>>(
    paths: &[P],
    kind: PolicyKind,
) -> Result<Vec<NamedPolicy>, Failure> {
    paths
        .iter()
        .map(|path| policy(path.as_ref(), kind))
        .collect()
}

/// A request as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct RequestDocument {
    /// The ARN of a user, of the root user, or of a session.
    pub principal: String,
    /// The ARN of the role behind a session, where the role has a path.
    pub role: Option<String>,
    /// The action; `rds-db:connect` where there is none.
    pub action: Option<String>,
    /// The resource; `*` where there is none.
    pub resource: Option<String>,
    /// The context: a text, or a list of texts for a multi-valued key.
    #[serde(default)]
    pub context: BTreeMap<String, OneOrMany>,
}

/// A context key with one value, or a multi-valued key.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

/// Reads `KEY=VALUE`, and `KEY=[A,B]` for a multi-valued key.
pub fn context_entry(given: &str) -> Result<(String, OneOrMany), String> {
    let (key, value) = given
        .split_once('=')
        .ok_or("write KEY=VALUE, or KEY=[A,B]")?;
    let list = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let value = match list {
        None => OneOrMany::One(value.to_owned()),
        Some("") => OneOrMany::Many(Vec::new()),
        Some(list) => OneOrMany::Many(list.split(',').map(str::to_owned).collect()),
    };
    Ok((key.to_owned(), value))
}

/// The context: what the principal's ARN says, then what is given; with `strict_aws` without the keys
/// that Amazon does not honour at a login.
pub fn context<'a>(
    principal: &Principal,
    entries: impl IntoIterator<Item = (&'a String, &'a OneOrMany)>,
    strict_aws: bool,
) -> Context {
    let mut context = said_by(principal);
    for (key, value) in entries {
        if strict_aws && keys::is_beyond_amazon(key) {
            continue;
        }
        match value {
            OneOrMany::One(value) => context.set(key.as_str(), value.as_str()),
            OneOrMany::Many(values) => context.set_many(key.as_str(), values.iter().cloned()),
        };
    }
    context
}

/// What every request of this principal carries, as far as its ARN tells.
fn said_by(principal: &Principal) -> Context {
    let mut context = Context::new();
    let last = principal.arn.rsplit('/').next().unwrap_or_default();
    let (kind, arn) = match &principal.kind {
        PrincipalKind::Root => ("Account", &principal.arn),
        PrincipalKind::User => {
            context.set(keys::USER_NAME, last);
            ("User", &principal.arn)
        }
        PrincipalKind::AssumedRole { role_arn } => {
            context.set(keys::ROLE_SESSION_NAME, last);
            ("AssumedRole", role_arn)
        }
        _ => return context,
    };
    context.set(keys::PRINCIPAL_TYPE, kind);
    context.set(keys::PRINCIPAL_ARN, arn.as_str());
    context.set(keys::PRINCIPAL_ACCOUNT, principal.account.as_str());
    context
}

/// The principal behind an ARN.
pub fn principal(text: &str, role: Option<&str>) -> Result<Principal, Failure> {
    let arn = Arn::parse(text).map_err(|error| Failure::usage(format!("`{text}`: {error}")))?;
    let (partition, account) = (arn.partition(), arn.account());
    let mut names = arn.resource().splitn(3, '/');
    let (kind, name, session) = (names.next(), names.next(), names.next());
    match (arn.service(), kind, name, session) {
        ("iam", Some("root"), None, None) => Ok(Principal::root(partition, account)),
        ("iam", Some("user"), Some(_), _) => Ok(Principal::user(text)),
        ("sts", Some("assumed-role"), Some(name), Some(session)) => {
            let plain = format!("arn:{partition}:iam::{account}:role/{name}");
            Ok(Principal::assumed_role(role.unwrap_or(&plain), session))
        }
        ("sts", Some("federated-user"), Some(name), None) => {
            let user = format!("arn:{partition}:iam::{account}:user/{name}");
            Ok(Principal::federated_user(&user, name))
        }
        _ => Err(Failure::usage(format!(
            "`{text}` is not a user, the root user or a session: write \
             arn:aws:iam::ACCOUNT:user/NAME or arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION"
        ))),
    }
}

#[cfg(test)]
mod tests {
    use iam::PrincipalKind;

    use super::*;

    fn said(given: &str) -> Vec<String> {
        match context_entry(given).unwrap().1 {
            OneOrMany::One(value) => vec![value],
            OneOrMany::Many(values) => values
                .into_iter()
                .map(|value| format!("[{value}]"))
                .collect(),
        }
    }

    #[test]
    fn context_entries_have_one_value_or_a_list() {
        assert_eq!(said("aws:SourceIp=10.0.0.1"), ["10.0.0.1"]);
        assert_eq!(said("k=a=b,c"), ["a=b,c"]);
        assert_eq!(said("aws:TagKeys=[a,b]"), ["[a]", "[b]"]);
        assert!(said("aws:TagKeys=[]").is_empty());
        assert!(context_entry("aws:SourceIp").is_err());
    }

    #[test]
    fn strict_aws_leaves_out_what_amazon_does_not_honour() {
        let entries = [
            context_entry("aws:sourceip=10.0.0.1"),
            context_entry("aws:username=jane"),
        ]
        .map(Result::unwrap);
        let entries = || entries.iter().map(|(key, value)| (key, value));
        let jane = Principal::user("arn:aws:iam::123456789012:user/team/jane");
        assert!(
            context(&jane, entries(), false)
                .get("aws:SourceIp")
                .is_some()
        );
        let strict = context(&jane, entries(), true);
        assert!(strict.get("aws:SourceIp").is_none() && strict.get("aws:username").is_some());
    }

    #[test]
    fn a_request_carries_what_the_arn_of_its_principal_says_unless_told_otherwise() {
        let value =
            |context: &Context, key: &str| context.get(key).map(|found| found.as_slice().join(","));
        let jane = Principal::user("arn:aws:iam::123456789012:user/team/jane");
        let told = context(&jane, [], false);
        assert_eq!(value(&told, "aws:username").as_deref(), Some("jane"));
        assert_eq!(value(&told, "aws:PrincipalType").as_deref(), Some("User"));
        let session = Principal::assumed_role("arn:aws:iam::123456789012:role/a/Reader", "s1");
        let told = context(&session, [], false);
        assert_eq!(value(&told, "sts:RoleSessionName").as_deref(), Some("s1"));
        assert_eq!(
            value(&told, "aws:PrincipalArn").as_deref(),
            Some("arn:aws:iam::123456789012:role/a/Reader")
        );
        assert!(value(&told, "aws:username").is_none());
        let other = context_entry("aws:username=john").unwrap();
        let told = context(&jane, [(&other.0, &other.1)], false);
        assert_eq!(value(&told, "aws:username").as_deref(), Some("john"));
    }

    #[test]
    fn principals_are_told_by_their_arns() {
        let kind = |text: &str| principal(text, None).map(|principal| principal.kind).ok();
        assert_eq!(
            kind("arn:aws:iam::123456789012:root"),
            Some(PrincipalKind::Root)
        );
        assert_eq!(
            kind("arn:aws:iam::123456789012:user/a/jane"),
            Some(PrincipalKind::User)
        );
        let role_arn = "arn:aws:iam::123456789012:role/Reader".to_owned();
        assert_eq!(
            kind("arn:aws:sts::123456789012:assumed-role/Reader/jane"),
            Some(PrincipalKind::AssumedRole { role_arn })
        );
        for text in [
            "jane",
            "arn:aws:iam::123456789012:role/Reader",
            "arn:aws:s3:::bucket",
        ] {
            assert_eq!(kind(text), None, "{text}");
        }
    }
}
