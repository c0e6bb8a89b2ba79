//! The policies of a snapshot, numbered.

use std::collections::HashMap;
use std::sync::Arc;

use iam::login::{PolicyDocument, PolicyId, PolicyOrigin};
use iam::policy::PolicyKind;
use rpds::RedBlackTreeMapSync;

use super::SnapshotError;
use crate::feed::reach::Reach;
use crate::standing::BoundPolicy;

/// Each policy once, however many carry it, and as long as anybody does. A number is given to one
/// document and never to another, so that who carries another document carries another number.
#[derive(Default)]
pub(super) struct PolicyTable {
    all: Policies,
    carried: HashMap<Arc<BoundPolicy>, Carried>,
    next: PolicyId,
}

/// Policies by number. A clone is a reference count.
pub(in crate::feed) type Policies = RedBlackTreeMapSync<PolicyId, Arc<KnownPolicy>>;

/// A policy, and where it could let somebody log in.
#[derive(Debug)]
pub(in crate::feed) struct KnownPolicy {
    bound: Arc<BoundPolicy>,
    pub(in crate::feed) reach: Reach,
}

struct Carried {
    number: PolicyId,
    by: usize,
}

impl KnownPolicy {
    pub(super) fn document(&self) -> PolicyDocument {
        PolicyDocument {
            name: self.bound.name.clone(),
            kind: origin(self.bound.kind),
            text: self.bound.text.clone(),
        }
    }
}

impl PolicyTable {
    pub(super) fn all(&self) -> &Policies {
        &self.all
    }

    /// Whether any of these could let somebody log in anywhere.
    pub(super) fn reach_somewhere(&self, numbers: &[PolicyId]) -> bool {
        let mut known = numbers.iter().filter_map(|number| self.all.get(number));
        known.any(|policy| policy.reach.is_somewhere())
    }

    /// One more carries this policy.
    pub(super) fn carry(&mut self, bound: BoundPolicy) -> Result<PolicyId, SnapshotError> {
        if let Some(carried) = self.carried.get_mut(&bound) {
            carried.by += 1;
            return Ok(carried.number);
        }
        let number = self.next;
        self.next = number.checked_add(1).ok_or(SnapshotError::Numbers)?;
        let known = KnownPolicy {
            reach: Reach::of(&bound.text),
            bound: Arc::new(bound),
        };
        self.carried
            .insert(known.bound.clone(), Carried { number, by: 1 });
        self.all.insert_mut(number, Arc::new(known));
        Ok(number)
    }

    /// One carries it no more.
    pub(super) fn release(&mut self, number: PolicyId) {
        let Some(known) = self.all.get(&number).cloned() else {
            return;
        };
        if let Some(carried) = self.carried.get_mut(&known.bound) {
            carried.by -= 1;
            if carried.by == 0 {
                self.carried.remove(&known.bound);
                self.all.remove_mut(&number);
            }
        }
    }
}

fn origin(kind: PolicyKind) -> PolicyOrigin {
    match kind {
        PolicyKind::UserInline => PolicyOrigin::UserInline,
        PolicyKind::GroupInline => PolicyOrigin::GroupInline,
        PolicyKind::RoleInline => PolicyOrigin::RoleInline,
        PolicyKind::Scp => PolicyOrigin::Scp,
        _ => PolicyOrigin::Managed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(text: &str) -> BoundPolicy {
        BoundPolicy {
            name: "p".into(),
            kind: PolicyKind::Managed,
            text: text.into(),
        }
    }

    #[test]
    fn a_policy_is_there_as_long_as_somebody_carries_it() {
        let mut table = PolicyTable::default();
        let first = table.carry(policy("one")).unwrap();
        assert_eq!(table.carry(policy("one")).unwrap(), first);
        table.release(first);
        assert!(table.all().contains_key(&first));
        table.release(first);
        assert!(table.all().is_empty() && table.carried.is_empty());
    }

    #[test]
    fn another_text_is_another_number_even_after_the_first_is_gone() {
        let mut table = PolicyTable::default();
        let first = table.carry(policy("one")).unwrap();
        table.release(first);
        assert_ne!(table.carry(policy("two")).unwrap(), first);
        assert_ne!(table.carry(policy("one")).unwrap(), first);
    }

    #[test]
    fn numbers_that_run_out_are_an_error_and_not_the_same_number_twice() {
        let mut table = PolicyTable {
            next: PolicyId::MAX,
            ..PolicyTable::default()
        };
        assert!(matches!(
            table.carry(policy("one")),
            Err(SnapshotError::Numbers)
        ));
    }
}
