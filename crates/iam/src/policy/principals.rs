//! The `Principal` element, compiled: whom a trust or resource policy speaks of.

use std::fmt;

use super::document::{Choice, Effect, PrincipalType, Principals};
use super::validate::principals::is_unique_id;
use crate::arn::{Parts, is_account};
use crate::principal::{Principal, PrincipalKind};

/// How a statement names a principal; the closer, the less stands in its way.
///
/// Source: IAM User Guide, *Policy evaluation logic*, the table on resource-based policies and
/// implicit denies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// By its account. The account's own policies must allow as well.
    Account,
    /// By the role behind a session, or as one of everybody: boundary and session policies limit.
    Role,
    /// By the ARN of the user or session itself: enough in the same account.
    Itself,
}

/// One entry of `Principal`.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Entry {
    /// `"*"`.
    Anyone,
    /// `{"AWS": "*"}`: anyone but services and identity providers.
    AnyAws,
    Account(Box<str>),
    /// A user, role or session.
    Arn(Box<str>),
    UniqueId(Box<str>),
    Service(Box<str>),
    Federated(Box<str>),
    CanonicalUser(Box<str>),
}

/// `Principal` or `NotPrincipal` of one statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PrincipalPattern {
    entries: Choice<Box<[Entry]>>,
}

impl PrincipalPattern {
    pub(crate) fn compile(choice: &Choice<Principals>) -> PrincipalPattern {
        let entries = choice.map(|principals| match principals {
            Principals::Anyone => [Entry::Anyone].into(),
            Principals::Listed(listed) => listed
                .iter()
                .map(|(kind, text)| Entry::compile(*kind, &text.value))
                .collect(),
        });
        PrincipalPattern { entries }
    }

    /// Whether the statement speaks of the principal, and how closely.
    pub(crate) fn names(
        &self,
        principal: &Principal,
        effect: Effect,
        bounded: bool,
    ) -> Option<Closeness> {
        let closest = |entries: &[Entry]| {
            entries
                .iter()
                .filter_map(|entry| entry.names(principal, effect))
                .max()
        };
        match (&self.entries, effect) {
            (Choice::Only(entries), _) => closest(entries),
            (Choice::AllBut(entries), Effect::Allow) => {
                let listed = entries
                    .iter()
                    .any(|e| e.names(principal, Effect::Deny).is_some());
                (!listed).then_some(Closeness::Account)
            }
            (Choice::AllBut(entries), Effect::Deny) => {
                (bounded || !exempt(entries, principal)).then_some(Closeness::Account)
            }
        }
    }

    pub(crate) fn heap_bytes(&self) -> usize {
        let entries = self.entries.listed();
        let inside = |entry: &Entry| entry.text().len();
        size_of_val::<[Entry]>(entries) + entries.iter().map(inside).sum::<usize>()
    }
}

/// Whether `Deny` with `NotPrincipal` spares the principal. It must be named in all its forms: the
/// session, its role, and the account; a principal with a boundary is never spared.
///
/// Source: IAM User Guide, *AWS JSON policy elements: NotPrincipal*.
fn exempt(entries: &[Entry], principal: &Principal) -> bool {
    let lists = |wanted: &str| {
        entries.iter().any(
            |entry| matches!(entry, Entry::Arn(text) | Entry::UniqueId(text) if **text == *wanted),
        )
    };
    let account = entries
        .iter()
        .any(|entry| matches!(entry, Entry::Account(account) if **account == *principal.account));
    match &principal.kind {
        PrincipalKind::Root => account,
        PrincipalKind::User => {
            account && (lists(&principal.arn) || principal.id.as_deref().is_some_and(lists))
        }
        PrincipalKind::AssumedRole { role_arn } => {
            account && lists(&principal.arn) && lists(role_arn)
        }
        PrincipalKind::FederatedUser { .. } => account && lists(&principal.arn),
        _ => entries
            .iter()
            .any(|entry| entry.names(principal, Effect::Allow).is_some()),
    }
}

impl Entry {
    fn compile(kind: PrincipalType, text: &str) -> Entry {
        match kind {
            PrincipalType::Aws if text == "*" => Entry::AnyAws,
            PrincipalType::Aws if is_account(text) => Entry::Account(text.into()),
            PrincipalType::Aws if is_unique_id(text) => Entry::UniqueId(text.into()),
            PrincipalType::Aws => match Parts::split(text) {
                Some(parts) if parts.service == "iam" && parts.resource == "root" => {
                    Entry::Account(parts.account.into())
                }
                _ => Entry::Arn(text.into()),
            },
            PrincipalType::Service => Entry::Service(text.into()),
            PrincipalType::Federated => Entry::Federated(text.into()),
            PrincipalType::CanonicalUser => Entry::CanonicalUser(text.into()),
        }
    }

    fn names(&self, principal: &Principal, effect: Effect) -> Option<Closeness> {
        use PrincipalKind::{
            Anonymous, AssumedRole, Canonical, Federated, FederatedUser, Root, Service, User,
        };
        let of_account = matches!(
            principal.kind,
            Root | User | AssumedRole { .. } | FederatedUser { .. } | Canonical { .. }
        );
        match (self, &principal.kind) {
            (Entry::Anyone, _) => Some(Closeness::Role),
            (Entry::AnyAws, Anonymous) => Some(Closeness::Role),
            (Entry::AnyAws, _) => (of_account || effect == Effect::Deny).then_some(Closeness::Role),
            (Entry::Account(account), _) => {
                (of_account && **account == *principal.account).then_some(Closeness::Account)
            }
            (Entry::Arn(arn), kind) => names_arn(arn, &principal.arn, kind),
            (Entry::UniqueId(id), kind) => names_id(id, principal.id.as_deref()?, kind),
            (Entry::Service(wanted), Service { name }) => wanted
                .eq_ignore_ascii_case(name)
                .then_some(Closeness::Itself),
            (Entry::Federated(wanted), Federated { provider }) => {
                (**wanted == **provider).then_some(Closeness::Itself)
            }
            (Entry::CanonicalUser(wanted), Canonical { id }) => {
                wanted.eq_ignore_ascii_case(id).then_some(Closeness::Itself)
            }
            _ => None,
        }
    }

    fn text(&self) -> &str {
        match self {
            Entry::Anyone | Entry::AnyAws => "*",
            Entry::Account(text)
            | Entry::Arn(text)
            | Entry::UniqueId(text)
            | Entry::Service(text)
            | Entry::Federated(text)
            | Entry::CanonicalUser(text) => text,
        }
    }
}

fn names_arn(arn: &str, own: &str, kind: &PrincipalKind) -> Option<Closeness> {
    let role = match kind {
        PrincipalKind::AssumedRole { role_arn } => role_arn,
        PrincipalKind::FederatedUser { user_arn } => user_arn,
        PrincipalKind::Root | PrincipalKind::User => {
            return (arn == own).then_some(Closeness::Itself);
        }
        _ => return None,
    };
    if arn == own {
        Some(Closeness::Itself)
    } else {
        (arn == role).then_some(Closeness::Role)
    }
}

/// The id of a session is `AROA…:name`; its role is named by what stands before the colon.
fn names_id(wanted: &str, own: &str, kind: &PrincipalKind) -> Option<Closeness> {
    match (kind, own.split_once(':')) {
        (PrincipalKind::User, _) => (wanted == own).then_some(Closeness::Itself),
        (PrincipalKind::AssumedRole { .. }, Some((role, _))) => {
            (wanted == role).then_some(Closeness::Role)
        }
        (PrincipalKind::AssumedRole { .. }, None) => (wanted == own).then_some(Closeness::Role),
        _ => None,
    }
}

/// As a policy writes it, without the braces: `AWS: arn:…, Service: …`.
impl fmt::Display for PrincipalPattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.entries.is_negated() {
            f.write_str("everyone but ")?;
        }
        for (at, entry) in self.entries.listed().iter().enumerate() {
            write!(f, "{}`{}`", if at == 0 { "" } else { ", " }, entry.text())?;
        }
        Ok(())
    }
}
